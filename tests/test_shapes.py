"""The same notice in any shape gives the same tasks: see ``shapes.py``.

Every shape meets each of our samples, first notices and seeds. Of the notices that were
written later (``same.LATER``) each meets a share of the shapes, and each shape a share of
them, always the same ones; ``NOTICE_ALL_SHAPES=1`` has all of them meet, which takes
minutes.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from lost import lost_breaks
from notice_cli import parse
from same import ENGLISH, LATER, facts, rules, unlike, untouched
from same import NOTICES as VIETNAMESE
from shapes import BYTES, SHAPES, SINGLE
from shapes_fonts import FONTS
from shapes_sources import SOURCES

if TYPE_CHECKING:
    from pathlib import Path

    from laid import Laid

NOTICES = [*VIETNAMESE, *ENGLISH]
SHARE = 1 if os.environ.get("NOTICE_ALL_SHAPES") else 5
# Pairs drawn for each notice, always the same ones.
PAIRS, LATER_PAIRS = 4, 2
SEED = 2025

# Shapes that may give something else, by name of the notice, with the reason.
LOST = "a paragraph without a marker begins below a full line; nothing of the break is left"
ALIKE = "a sentence inside a paragraph meets a line's end, and begins as paragraphs there do"
ONE_WORD = "one word in an old font, which is a word of the language as it came, too"
JOINED = "two bodies are joined by a comma without a space, and are not read as two"
SIGNED = "the archive note ends in a name, and the signer's follows it on the line"
CAPITAL = "the first capital of a name has an accent, and ABC fonts have none of these"
UNSPACED = ("unspaced", "spaced", "spaced_with_blanks", "leading_space", "spaced_pages")
EXCEPTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "city-office-enterprises": (LOST, ("leading_space",)),
    "community-trust-memo": (LOST, UNSPACED),
    "ministry-civil-servants-2013": (LOST, ("wrapped_60", "wrapped_72")),
    "commune-rural-roads-no-header": (ALIKE, ("wrapped_85",)),
    "party-inspection-committee": (LOST, ("wrapped_60",)),
    "parish-numbered-minutes": (LOST, ("wrapped_60", "wrapped_72")),
    "commune-paragraphs-drought": (LOST, ("wrapped_50",)),
    "da-nang-chong-ngap-2026": (LOST, ("wrapped_50", "wrapped_60")),
    "letter-overloaded-trucks": (ONE_WORD, ("abc_titles", "abc_titles_in_small_letters")),
    "phutho-cong-van-bao-so-10-cau-2025": (
        ONE_WORD,
        ("abc_titles", "abc_titles_in_small_letters"),
    ),
    "000_460e9f322df98f23": (JOINED, ("lost_spaces",)),
    "bqlkcn-haiduong-doi-thoai-nha-dau-tu-2023": (LOST, ("wrapped_50", "wrapped_100")),
    "vpcp-cao-toc-2025": (SIGNED, ("ending_run_together",)),
    "dhnonglam-giao-ban-2025": (JOINED, ("lost_spaces",)),
    "an-giang-xa-giai-ngan-2026": (CAPITAL, ("abc_header",)),
}


def excepted(path: Path, name: str) -> bool:
    return name in EXCEPTIONS.get(path.stem, ("", ()))[1]


# Letters that are typed in an old font must be whole, and a source is no longer made of printed
# lines, so neither is part of the pairs.
ALL = {**SHAPES, **FONTS, **SOURCES, **SINGLE}


def met(name: str) -> list[Path]:
    """The notices that meet a shape."""
    first = list(ALL).index(name)
    return [*NOTICES, *(path for i, path in enumerate(LATER) if (first + i) % SHARE == 0)]


@pytest.mark.parametrize("name", ALL)
def test_a_shape_changes_nothing(name: str) -> None:
    changed = False
    found = []
    for path in met(name):
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
    count = LATER_PAIRS if path in LATER else PAIRS
    pairs = (sorted(draw.sample(range(len(names)), 2)) for _ in range(count))
    return [(names[first], names[second]) for first, second in pairs]


def left_to_tell(shaped: Laid, found: list[str]) -> list[str]:
    """What differs, without tasks where two shapes together took the breaks between them."""
    if not lost_breaks(shaped):
        return found
    return [line for line in found if line.split(": ")[1] in ("document", "recipients")]


@pytest.mark.parametrize("path", [*NOTICES, *LATER], ids=lambda path: str(path.stem))
def test_pairs_of_shapes_change_nothing(path: Path) -> None:
    found = []
    for first, second in drawn(path):
        if not (excepted(path, first) or excepted(path, second)):
            shaped = SHAPES[second](SHAPES[first](untouched(path)[0]))
            unlikes = left_to_tell(shaped, unlike(path, shaped.text))
            found += [f"{first}, {second}: {line}" for line in unlikes]
    assert not found, "\n".join(found)


def test_the_exceptions_are_of_known_shapes_and_notices() -> None:
    stems = {path.stem for path in [*NOTICES, *LATER]}
    assert set(EXCEPTIONS) <= stems
    assert {name for _, names in EXCEPTIONS.values() for name in names} <= set(ALL)


def test_where_a_break_is_said_to_be_lost_it_is() -> None:
    for path in LATER:
        reason, names = EXCEPTIONS.get(path.stem, ("", ()))
        for name in names if reason == LOST else ():
            assert lost_breaks(ALL[name](untouched(path)[0])), (path.stem, name)


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
