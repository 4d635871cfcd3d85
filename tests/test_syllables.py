"""How damaged a text is: words that no syllable is written like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from notice_cli import parse, to_json
from notice_cli.syllables import syllables

if TYPE_CHECKING:
    from notice_cli.rules import Pack

CLEAN = sorted([*(ROOT / "samples").glob("*.txt"), *(ROOT / "tests" / "notices").rglob("*.txt")])
# Names of other languages and measures may be among the words of a clean notice.
MOST = 0.01


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "giết", "gìn", "xã", "uỷ", "ủy", "hoà", "khuỷu", "yêu", "oanh"]
)
def test_syllables_are_told(word: str, pack: Pack) -> None:
    assert word in syllables(pack)


@pytest.mark.parametrize(
    "word",
    [
        "xuât",  # a rhyme that ends so has a tone
        "quôc",
        "nếi",
        "cgiấy",
        "điược",
        "ngảnhh",
        "kông",  # k only before e, i, y
        "ngiêm",  # ng not before i
        "bành́",  # two tones
    ],
)
def test_other_words_are_none(word: str, pack: Pack) -> None:
    assert word not in syllables(pack)


def test_the_quality_is_the_share_of_words_that_are_no_syllables(pack: Pack) -> None:
    assert syllables(pack).quality("xuât " + "sản " * 49) == 0.02


def test_short_forms_and_addresses_are_no_words(pack: Pack) -> None:
    text = "KTTHh VPUBND PTNT ttcb@example.gov.vn www.example.vn b c " + "sản " * 20
    assert syllables(pack).quality(text) == 0


def test_long_words_of_other_languages_are_none_of_ours(pack: Pack) -> None:
    assert syllables(pack).quality("Formaldehyde mining " + "sản " * 19) == 0.05


def test_words_with_other_marks_show_in_a_scanned_text(pack: Pack) -> None:
    text = "THÔNG BÁO\n" + "Khân trương triên khai, tông hợp kết quả về thâm quyên.\n" * 5
    quality = parse(text, rules=pack).source.quality
    assert quality is not None
    assert quality > 0.3


def test_a_text_of_other_words_is_told_to_be_garbled(pack: Pack) -> None:
    text = "THÔNG BÁO\n" + "Thvc Quye't dinh ngày dm Giao dvc trtfc cua giấy tyrng.\n" * 9
    told = [one.code for one in parse(text, rules=pack).diagnostics if one.severity == "error"]
    assert "garbled" in told


def test_too_few_words_tell_nothing(pack: Pack) -> None:
    assert syllables(pack).quality("sản xuât") is None


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: str(path.stem))
def test_a_clean_notice_has_a_good_quality(path: object, pack: Pack) -> None:
    notice = parse(path.read_bytes(), rules=pack)  # type: ignore[attr-defined]
    assert notice.source.quality is not None
    assert notice.source.quality <= MOST


def test_the_output_tells_it(pack: Pack) -> None:
    notice = parse("THÔNG BÁO\n" + "Thông báo chât lượng xuât khẩu.\n" * 5, rules=pack)
    assert json.loads(to_json(notice))["source"]["quality"] == 0.333
    assert "scanned" in [diagnostic.code for diagnostic in notice.diagnostics]
