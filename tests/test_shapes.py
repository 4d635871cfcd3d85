"""The same notice in any shape gives the same tasks: see ``shapes.py``."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from notice_cli import parse
from same import ENGLISH, facts, rules, unlike, untouched
from same import NOTICES as VIETNAMESE
from shapes import BYTES, SHAPES
from shapes_fonts import FONTS

if TYPE_CHECKING:
    from pathlib import Path

NOTICES = [*VIETNAMESE, *ENGLISH]
# Pairs drawn for each notice, always the same ones.
PAIRS = 4
SEED = 2025

# Shapes that may give something else, by name of notice and shape, with the reason.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("project-board-site-briefing", "abc_titles_in_small_letters"): (
        "the second line of a name in small letters looks like the end of a sentence"
    ),
}


def excepted(path: Path, *names: str) -> bool:
    return any((path.stem, name) in EXCEPTIONS for name in names)


# Letters that are typed in an old font must be whole, so fonts are no part of the pairs.
ALL = {**SHAPES, **FONTS}


@pytest.mark.parametrize("name", ALL)
def test_a_shape_changes_nothing(name: str) -> None:
    changed = False
    found = []
    for path in NOTICES:
        laid = untouched(path)[0]
        shaped = ALL[name](laid)
        changed = changed or shaped.text != laid.text
        if not excepted(path, name):
            found += unlike(path, shaped.text)
    assert not found, "\n".join(found)
    assert changed, "the shape changes no notice, so nothing was tested"


@pytest.mark.parametrize("name", BYTES)
def test_how_lines_end_and_text_is_stored_changes_nothing(name: str) -> None:
    found = [
        line for path in NOTICES for line in unlike(path, BYTES[name](untouched(path)[0].text))
    ]
    assert not found, "\n".join(found)


def drawn(path: Path) -> list[tuple[str, str]]:
    """Pairs of shapes, the same in every run."""
    draw = random.Random(f"{SEED} {path.stem}")  # noqa: S311 - no secret
    names = list(SHAPES)
    pairs = (sorted(draw.sample(range(len(names)), 2)) for _ in range(PAIRS))
    return [(names[first], names[second]) for first, second in pairs]


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: str(path.stem))
def test_pairs_of_shapes_change_nothing(path: Path) -> None:
    found = []
    for first, second in drawn(path):
        if not excepted(path, first, second, f"{first} {second}"):
            shaped = SHAPES[second](SHAPES[first](untouched(path)[0]))
            found += [f"{first}, {second}: {line}" for line in unlike(path, shaped.text)]
    assert not found, "\n".join(found)


def test_the_exceptions_are_of_known_shapes_and_notices() -> None:
    stems = {path.stem for path in NOTICES}
    for stem, names in EXCEPTIONS:
        assert stem in stems
        assert set(names.split()) <= set(ALL)


def test_a_notice_in_one_line_keeps_most_of_its_tasks() -> None:
    kept = total = 0
    for path in VIETNAMESE:
        laid, before = untouched(path)
        notice = parse(" ".join(laid.text.split()), rules=rules())
        assert "lost-breaks" in [told.code for told in notice.diagnostics]
        after = facts(notice)["tasks"]
        kept += sum(task in after for task in before["tasks"])
        total += len(before["tasks"])
    # What no marker tells is lost: paragraphs without one.
    assert kept >= 0.8 * total, f"{kept} of {total}"


def test_a_long_paragraph_among_others_is_left_alone() -> None:
    laid = untouched(VIETNAMESE[0])[0]
    codes = [told.code for told in parse(SHAPES["one_line"](laid).text, rules=rules()).diagnostics]
    assert "lost-breaks" not in codes
