"""Text keeps where its characters came from, whatever is sliced, joined and cleaned."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_cli.text import Fold, Text, clean, is_clean, join

LOOK_ALIKES = {"Ð": "Đ", "ﬁ": "fi"}
PIECES = st.sampled_from(
    [
        "Sở Y tế", "Sở", "a", "đ", " ", "  ", "\t", "\u00a0", "\u200b", "\u00ad", "\ufeff", "Ð",
        "ﬁ", unicodedata.normalize("NFD", "tế"), "e\u0302\u0301", "e\u0301\u0302", "ở", "30/11",
        "-", "…", "𝒳", "\u0301",
    ]
)  # fmt: skip
SOURCES = st.lists(PIECES, max_size=20).map("".join)


def folded(source: str) -> str:
    """What a stretch of the source comes to, by another way than ``clean``'s."""
    for old, new in LOOK_ALIKES.items():
        source = source.replace(old, new)
    source = re.sub(r"[\u200b-\u200d\u2060\ufeff\u00ad]", "", source)
    source = re.sub(r"[^\S\n]+", " ", source)
    # Tones typed before the sign that shapes the letter.
    source = re.sub("([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])", r"\2\1", source)
    return unicodedata.normalize("NFC", source)


INVISIBLE = "\u200b-\u200d\u2060\ufeff\u00ad"


def is_odd(source: str) -> bool:
    """What is left out: a mark that composes with nothing, or stands behind something invisible;
    something invisible between spaces."""
    mark = re.search("[\u0300-\u036f]", folded(source)) or re.search("ﬁ[\u0300-\u036f]", source)
    return bool(mark or re.search(f"[{INVISIBLE}][\u0300-\u036f]|\\s[{INVISIBLE}]+\\s", source))


@given(SOURCES)
def test_cleaning_keeps_the_origin_of_everything(source: str) -> None:
    text = clean(Text.of(source), LOOK_ALIKES)
    assert is_clean(text.value) or is_odd(source)
    start, end = text.span()
    if text.value and not is_odd(source):
        assert folded(source[start:end]) == text.value


@given(SOURCES, st.data())
def test_the_source_of_a_slice_gives_the_slice(source: str, data: st.DataObject) -> None:
    if is_odd(source):
        return
    text = clean(Text.of(source), LOOK_ALIKES)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = text.slice(start, end)
    assert part.value == text.value[start:end]
    assert part.span() == text.span(start, end)
    # A piece that stands for several characters of the source maps to all of it, and the
    # other way round, so a cut through one is left out.
    inner = "fi" in (text.value[start - 1 : start + 1], text.value[end - 1 : end + 1])
    if part.value and not inner:
        assert folded(source[slice(*part.span())]) == part.value


@given(st.lists(SOURCES, min_size=1, max_size=6), st.data())
def test_joined_parts_keep_their_origins(sources: list[str], data: st.DataObject) -> None:
    whole = "\n".join(sources)
    texts, at = [], 0
    for source in sources:
        texts.append(clean(Text.of(source, at), LOOK_ALIKES))
        at += len(source) + 1
    separators = [data.draw(st.sampled_from(["", " "])) for _ in texts[1:]]
    joined = join(texts, separators)
    expected = texts[0].value
    for text, separator in zip(texts[1:], separators, strict=True):
        expected += separator + text.value
    assert joined.value == expected
    spans = [joined.span(i, i + 1) for i in range(len(joined))]
    assert spans == sorted(spans)
    assert all(0 <= a <= b <= len(whole) for a, b in spans)
    for i, (a, b) in enumerate(spans):
        if b - a == 1 and whole[a].isalpha() and whole[a] not in LOOK_ALIKES:
            assert joined.value[i] == whole[a]


@given(SOURCES, st.data())
def test_slicing_twice_is_slicing_once(source: str, data: st.DataObject) -> None:
    text = clean(Text.of(source, 7), LOOK_ALIKES)
    a = data.draw(st.integers(0, len(text)))
    b = data.draw(st.integers(a, len(text)))
    c = data.draw(st.integers(0, b - a))
    d = data.draw(st.integers(c, b - a))
    assert text.slice(a, b).slice(c, d).value == text.slice(a + c, a + d).value
    if c < d:
        assert text.slice(a, b).slice(c, d).span() == text.slice(a + c, a + d).span()


@given(SOURCES)
def test_stripping_takes_white_space_and_nothing_else(source: str) -> None:
    text = clean(Text.of(source), LOOK_ALIKES)
    assert text.strip().value == text.value.strip()


def test_a_clean_text_is_one_run() -> None:
    text = Text.of("Sở Y tế", 5)
    assert clean(text, LOOK_ALIKES) is text
    assert text.runs == ((0, 5, 12),)
    assert text.span(3, 4) == (8, 9)
    assert len(text) == 7


def test_spaces_around_something_invisible_are_one() -> None:
    assert clean(Text.of("a \u200b b"), {}).value == "a b"


@pytest.mark.parametrize("spaces", ["  ", " \t", "\t ", " \u00a0 ", "\u3000"])
def test_spaces_of_any_kind_are_one(spaces: str) -> None:
    text = clean(Text.of(f"một{spaces}hai"), {})
    assert text.value == "một hai"
    assert text.span(3, 4) == (3, 3 + len(spaces))


def test_an_empty_stretch_has_an_empty_span() -> None:
    text = Text.of("abc", 10)
    assert text.span(1, 1) == (11, 11)
    assert text.slice(2, 2).span() == (12, 12)
    assert Text.of("", 4).span() == (4, 4)


CHARS = {"–": "-", "’": "'"}
PAIRS = {"oà": "òa", "uỷ": "ủy"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Uỷ ban – hoà", "Ủy ban - hòa"),
        ("UỶ BAN", "ỦY BAN"),
        ("hoàn", "hoàn"),
        ("quỷ", "quỷ"),
        ("toà’", "tòa'"),
    ],
)
def test_folding_keeps_the_length(written: str, expected: str) -> None:
    assert Fold(CHARS, PAIRS, "qQ")(written) == expected
    assert len(expected) == len(written)


@given(SOURCES)
def test_folding_never_moves_a_character(source: str) -> None:
    assert len(Fold(CHARS, PAIRS, "qQ")(source)) == len(source)
    assert Fold({}, {})(source) == source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Sở Y tế , Sở Nội vụ ; gồm : a", "Sở Y tế, Sở Nội vụ; gồm: a"),
        ("huyện,thị xã;xã", "huyện, thị xã; xã"),
        ("ngày 10/2025,Công an", "ngày 10/2025, Công an"),
        ("HĐND,UBND huyện; thú y,Khoa Thú y", "HĐND, UBND huyện; thú y, Khoa Thú y"),
        ("Điện lực Hải Dương,08 chủ đầu tư", "Điện lực Hải Dương, 08 chủ đầu tư"),
        ("VT,KTTH; C,PCVP; 1,5 ha; 10 : 30", "VT,KTTH; C,PCVP; 1,5 ha; 10 : 30"),
        ("1.&nbsp;S&#7903; &amp; c\u00f4ng&#8203;an", "1. Sở & côngan"),
        ("R&D; A & B &khong; < 5 > 3", "R&D; A & B &khong; < 5 > 3"),
        ("<b>Sở</b> <span class='x'>Y tế</span>", "Sở Y tế"),
        ("（１０％）", "(10%)"),
    ],
)
def test_what_pages_and_typists_leave_is_mended(source: str, expected: str) -> None:
    text = clean(Text.of(source, 5), {})
    assert text.value == expected
    assert clean(text, {}).value == expected
    assert text.span() == (5, 5 + len(source)) or source.endswith(">")
    for word in re.finditer(r"\w+", expected):
        start, end = text.span(*word.span())
        assert 5 <= start < end <= 5 + len(source)
