"""The same notice in any shape gives the same tasks: see ``shapes.py``.

Each of our notices, and each seed, meets every shape, and some pairs of them, always the same.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from lost import lost_breaks
from notice_cli import parse
from remembered import remembered
from same import ENGLISH, LATER, facts, rules, unlike, untouched
from same import NOTICES as VIETNAMESE
from shapes import BYTES, SHAPES, SINGLE
from shapes_fonts import FONTS
from shapes_sources import SOURCES

if TYPE_CHECKING:
    from pathlib import Path

    from laid import Laid

NOTICES = [*VIETNAMESE, *ENGLISH]
each = pytest.mark.parametrize("path", [*NOTICES, *LATER], ids=lambda path: str(path.stem))
# Pairs drawn for each notice, always the same ones.
PAIRS, LATER_PAIRS = 4, 2
SEED = 2025

# Shapes that may give something else, by name of the notice, with the reason.
LOST = "a paragraph without a marker begins below a full line; nothing of the break is left"
ALIKE = "a sentence inside a paragraph meets a line's end, and begins as paragraphs there do"
COUNTED = "a list begins at another number than one, below a full line that ends no sentence"
BESIDE = "the body alone is wrapped anew, and every line of the appendix is longer than any of it"
ACROSS = "the ending is run together from two columns, of which the right one has a third line"
FEW_SIGNS = "a letter that is escaped, or a line that is cut, proves nothing alone"
LETTER = "a letter of another language, which the old font lacks, keeps its line from being read"
TWICE = "too few lines are cut inside a sentence to tell, or a paragraph begins below a full one"
EXCEPTIONS: dict[str, dict[str, str]] = {
    "gia-lai-tai-canh-ca-phe-2023": {"wrapped_80_and_65": TWICE},
    "hoi-nong-dan-ha-tinh-quy-ho-tro-2022": {"wrapped_80_and_65": TWICE},
    "bqlda-da-nang-cang-lien-chieu-2024": {"ending_run_together": ACROSS, "wrapped_50": LOST},
    "tuyenquang-thongke-2025": {"wrapped_50": BESIDE, "wrapped_60": BESIDE},
    "parish-lettered": {"wrapped_80_and_65": TWICE},
    "project-board-dated-site-meeting": {"wrapped_80_and_65": TWICE},
    "project-board-site-briefing": {"wrapped_80_and_65": TWICE},
    "school-governors": {"wrapped_80_and_65": TWICE, "wrapped_76_and_60": TWICE},
    "works-action-list": {"wrapped_80_and_65": TWICE, "wrapped_76_and_60": TWICE},
    "hcm-phuong-cong-van-2026": {"wrapped_76_and_60": TWICE},
    "province-layout-columns": {"wrapped_76_and_60": TWICE},
    "city-office-enterprises": {"leading_space": LOST},
    "community-trust-memo": dict.fromkeys(
        ("unspaced", "spaced", "spaced_with_blanks", "leading_space", "spaced_pages"), LOST
    ),
    "ministry-civil-servants-2013": {
        "wrapped_80_and_65": TWICE,
        "wrapped_60": LOST,
        "wrapped_72": LOST,
    },
    "commune-rural-roads-no-header": {"wrapped_76_and_60": TWICE, "wrapped_85": ALIKE},
    "party-inspection-committee": {"wrapped_76_and_60": TWICE, "wrapped_60": LOST},
    "parish-numbered-minutes": {
        "wrapped_80_and_65": TWICE,
        "wrapped_50": COUNTED,
        "wrapped_60": LOST,
        "wrapped_72": LOST,
    }
    | {"escaped": FEW_SIGNS},
    "commune-paragraphs-drought": {"wrapped_50": LOST},
    "da-nang-chong-ngap-2026": {"wrapped_76_and_60": TWICE, "wrapped_50": LOST, "wrapped_60": LOST},
    "bqlkcn-haiduong-doi-thoai-nha-dau-tu-2023": {"wrapped_50": LOST, "wrapped_100": LOST},
    "thanhhoa-so-nnmt-giao-ban-2025": {"wrapped_50": LOST},
    "inspectorate-monthly-briefing": {"vni_body": LETTER},
    "library-board-paragraphs": {"escaped": FEW_SIGNS},
    "city-council-us": {
        "wrapped_76_and_60": TWICE,
        "quoted_printable": FEW_SIGNS,
        "quoted_printable_crlf": FEW_SIGNS,
    },
}


def excepted(path: Path, name: str) -> bool:
    return name in EXCEPTIONS.get(path.stem, {})


# Letters that are typed in an old font must be whole, and a source is no longer made of printed
# lines, so neither is part of the pairs.
ALL = {**SHAPES, **FONTS, **SOURCES, **SINGLE}


def shaped(laid: Laid, name: str) -> str | bytes:
    """A notice in a shape, by its name."""
    return ALL[name](laid).text if name in ALL else BYTES[name](laid.text)


@each
def test_no_shape_changes_what_a_notice_says(path: Path) -> None:
    laid = untouched(path)[0]
    # Some shapes leave a notice as it is, or make of it what another one does.
    names: dict[str | bytes, str] = {laid.text: "as it is laid"}
    for name in (*ALL, *BYTES):
        if not excepted(path, name):
            names.setdefault(shaped(laid, name), name)
    with remembered():
        found = [f"{name}: {line}" for text, name in names.items() for line in unlike(path, text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ALL)
def test_each_shape_changes_a_notice(name: str) -> None:
    notices = (untouched(path)[0] for path in NOTICES)
    assert any(ALL[name](laid).text != laid.text for laid in notices)


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


@each
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
    assert {name for names in EXCEPTIONS.values() for name in names} <= {*ALL, *BYTES}


def test_where_a_break_is_said_to_be_lost_it_is() -> None:
    for path in [*NOTICES, *LATER]:
        for name, reason in EXCEPTIONS.get(path.stem, {}).items():
            if reason == LOST:
                assert lost_breaks(ALL[name](untouched(path)[0])), (path.stem, name)


def test_each_exception_is_still_needed() -> None:
    for path in [*NOTICES, *LATER]:
        for name in EXCEPTIONS.get(path.stem, {}):
            assert unlike(path, shaped(untouched(path)[0], name)), (path.stem, name)


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


@pytest.mark.xfail(reason="a mark across a numbered line hides that it is numbered", strict=True)
def test_a_mark_across_a_page_with_numbers_of_lines_changes_nothing() -> None:
    path = next(path for path in NOTICES if path.stem == "office-enterprises-ordinals")
    laid = SHAPES["mark_across"](SHAPES["line_numbers_of_fives"](untouched(path)[0]))
    assert unlike(path, laid.text) == []
