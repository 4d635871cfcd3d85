"""The matcher: which rules match where, the same as trying them one by one, and linear."""

from __future__ import annotations

import re
import tracemalloc

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from notice_cli import patterns
from notice_cli.matcher import Matcher
from notice_cli.patterns import Find, Rule, Spans, compiled


def rule(name: str, *sources: str, after: str | None = None, before: str | None = None) -> Rule:
    return Rule(name, "reports", sources, not_after=after, not_before=before)


def found(matcher: Matcher, text: str) -> list[tuple[str, str]]:
    return [(m.rule.id, text[m.start : m.end]) for m in matcher.find(text)]


def test_matches_come_by_start_then_length_then_rule() -> None:
    matcher = Matcher([rule("b", "sở y"), rule("a", "sở y tế"), rule("c", "sở y"), rule("d", "tế")])
    assert found(matcher, "sở y tế") == [
        ("a", "sở y tế"), ("b", "sở y"), ("c", "sở y"), ("d", "tế"),
    ]  # fmt: skip


def test_first_is_the_first_rule_wherever_it_stands() -> None:
    matcher = Matcher([rule("a", "hai"), rule("b", "một")])
    match = matcher.first("một hai")
    assert match is not None
    assert match.rule.id == "a"
    assert matcher.first("ba") is None


def test_offsets_are_characters_not_bytes() -> None:
    text = "Đề nghị Sở Y tế và Sở Y tế"
    matches = Matcher([rule("a", r"Sở (?P<name>Y tế)")]).find(text)
    assert [(m.start, m.end) for m in matches] == [(8, 15), (19, 26)]
    assert [text[slice(*m.groups["name"])] for m in matches] == ["Y tế", "Y tế"]
    assert [m.length for m in matches] == [7, 7]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/11", ["30/11"]),
        ("30/111", []),
        ("130/11", []),
        ("x30/11", []),
        ("30/1", ["30/1"]),
        ("(30/11)", ["30/11"]),
    ],
)
def test_a_match_ends_where_a_word_does(text: str, expected: list[str]) -> None:
    matcher = Matcher([rule("a", r"\d{1,2}/(?P<month>[1-9]|1[0-2])")])
    assert [words for _, words in found(matcher, text)] == expected
    for match in matcher.find(text):
        assert text[slice(*match.groups["month"])] == expected[0].partition("/")[2]


def test_a_word_that_goes_on_is_left_alone_in_any_script() -> None:
    matcher = Matcher([rule("a", "to"), rule("b", "ма")])
    assert found(matcher, "to tố toà ma ма мама") == [("a", "to"), ("b", "ма")]


def test_a_longer_word_later_is_found_where_an_earlier_is_part_of_one() -> None:
    assert found(Matcher([rule("a", "aa")]), "aaa aa") == [("a", "aa")]


def test_what_must_not_stand_beside() -> None:
    matcher = Matcher([rule("a", "trước", after="đã|chưa", before="đây|hết")])
    assert found(matcher, "trước ngày") == [("a", "trước")]
    assert found(matcher, "đã trước ngày") == []
    assert found(matcher, "xã trước ngày") == [("a", "trước")]
    assert found(matcher, "ngày đã  trước") == []
    assert found(matcher, "quá đã, trước ngày") == [("a", "trước")]
    assert found(matcher, "trước đây") == []
    assert found(matcher, "trước đâyx") == [("a", "trước")]


def test_case_and_longest_are_the_kinds_choice() -> None:
    rules = [rule("a", "sở|sở y tế")]
    assert found(Matcher(rules), "Sở Y tế") == []
    assert found(Matcher(rules, case=False), "SỞ Y TẾ") == [("a", "SỞ")]
    assert found(Matcher(rules, case=False, longest=True), "SỞ Y TẾ") == [("a", "SỞ Y TẾ")]


def test_nothing_matches_nothing() -> None:
    assert Matcher([]).find("a") == []
    assert Matcher([]).first("a") is None
    assert Matcher([rule("a", "x?")]).find("aaa") == []
    assert Matcher([rule("a", "x?")]).find("") == []


def test_captures_that_took_no_part_are_left_out() -> None:
    (match,) = Matcher([rule("a", "a(?P<to>b)?(?P<value>c)")]).find("ac")
    assert match.groups == {"value": (1, 2)}


WORDS = ["sở", "Sở Y tế", "UBND", "trước", "30", "/", "11", "đã", " ", ", ", "(", "é", "a", "aa"]
SOURCES = ["sở", "Sở Y tế", r"\d{1,2}(?:/\d{1,2})?", "a+", r"[^ ]+ UBND", "(?:aa|a)", "^Sở", "11$"]


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.lists(st.sampled_from(SOURCES)))
def test_many_rules_give_what_each_gives_alone(words: list[str], sources: list[str]) -> None:
    text = "".join(words)
    rules = [rule(f"r{n}", source, after="đã") for n, source in enumerate(sources)]
    together = Matcher(rules).find(text)
    alone = [match for one in rules for match in Matcher([one]).find(text)]
    assert sorted(m[1:3] for m in together) == sorted(m[1:3] for m in alone)
    assert together == sorted(together, key=lambda m: (m.start, -m.end))


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from(SOURCES))
def test_every_match_is_one_and_lies_between_words(words: list[str], source: str) -> None:
    text = "".join(words)
    for match in Matcher([rule("a", source)]).find(text):
        inner = text[match.start : match.end]
        assert re.fullmatch(source.strip("^$"), inner)
        for at in (match.start, match.end):
            assert not (0 < at < len(text) and text[at - 1 : at + 1].isalnum())


def test_a_pattern_too_large_is_refused_but_a_large_one_is_not() -> None:
    assert compiled("|".join(f"word{n}" for n in range(10_000))).search(b"word9999")
    with pytest.raises(re2.error, match="too large"):
        compiled(r"\pL{900}\pL{900}\pL{900}")


def test_a_larger_pattern_may_have_a_larger_automaton_up_to_a_bound() -> None:
    # What it is given is not taken up at once; too little makes searches very slow.
    least, most = patterns.PATTERN_MEMORY
    given = [compiled("a" * length).options.max_mem for length in (1, 8_000, 20_000, 60_000)]
    assert given[:2] == [least, least]
    assert least < given[2] < given[3] == most


def test_a_long_line_is_searched_in_pieces_without_loss() -> None:
    text = "trước 30/11 và Sở Y tế. " * 4_000
    matcher = Matcher([rule("a", r"\d+/\d+"), rule("b", "Sở Y tế"), rule("c", "trước")])
    matches = matcher.find(text)
    # A match that a cut between two pieces runs through is lost; cuts are few.
    assert len(matches) >= 3 * 4_000 - 2 * len(text.encode()) // patterns.PIECE
    for match in matches:
        assert text[match.start : match.end] in ("30/11", "Sở Y tế", "trước")


class Counting:
    """A search that counts how many bytes it was given to look at."""

    def __init__(self, find: Find) -> None:
        self.find, self.looked = find, 0

    def __call__(self, anchor: object, data: bytes, start: int, stop: int) -> Spans:
        self.looked += stop - start
        return self.find(anchor, data, start, stop)


@pytest.mark.parametrize(
    ("source", "unit"),
    [
        ("x.*", "x"),  # each match runs to the end, inside a word
        ("a(?:.*z)?", "a "),  # looks to the end for a z that is not there
        ("(?:a|b)*c", "ab"),
    ],
)
def test_work_grows_with_the_text_not_with_its_square(source: str, unit: str) -> None:
    looked = []
    for size in (40_000, 80_000):
        matcher = Matcher([rule("a", source)])
        searcher = matcher._searcher(0)  # noqa: SLF001 - to look at its work
        searcher._find = counting = Counting(searcher._find)  # noqa: SLF001
        matcher.find(unit * (size // len(unit)))
        looked.append(counting.looked)
    assert looked[1] <= 2.2 * max(looked[0], 1)


def test_a_long_line_needs_little_memory() -> None:
    matcher = Matcher([rule("a", "trước"), rule("b", r"\d+")])
    text = "không có gì ở đây " * 100_000
    matcher.find(text)
    tracemalloc.start()
    matcher.find(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * len(text.encode())
