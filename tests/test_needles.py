"""Needles: no text that a pattern matches lacks them, so nothing is ever missed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notice_cli import matcher
from notice_cli.matcher import Matcher, Words
from notice_cli.needles import LONGEST, needles
from notice_cli.patterns import Rule, compiled
from notice_cli.rules import load_rules
from notice_cli.trees import DEEPEST, Trees

CHARACTERS = st.sampled_from(
    ["a", "B", "đ", "Ế", " ", "ß", "\\.", "\\n", "\\x{111}", "^", "$", "."]
)
CLASSES = st.sampled_from(
    ["[ab]", "[^a]", "[a-c]", "[Bđ-]", "\\d", "\\s", "\\pL", "[\\d.]", "[]a]", "[\\]a]", "[-a]"]
)


def needles_of(pattern: str) -> list[list[str]]:
    return needles(Trees().read(pattern))


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def grouped(parts: tuple[str, str, str]) -> str:
        start, body, sign = parts
        return f"{start}{body}){sign}"

    signs = st.sampled_from(["", "", "*", "+", "?", "*?", "{2}", "{0,2}", "{1,}", "{1,2}?"])
    starts = st.sampled_from(["(", "(?:", "(?P<a>", "(?i:", "(?-i:"])
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=1, max_size=3).map("|".join),
        st.tuples(starts, inner, signs).map(grouped),
    )


PATTERNS = st.recursive(st.one_of(CHARACTERS, CLASSES), _grown, max_leaves=8)
TEXTS = st.text(st.sampled_from("aAbBcđĐếẾ ßs.-]\n1"), max_size=10)


@settings(max_examples=500)
@given(PATTERNS, TEXTS, st.booleans())
def test_what_matches_holds_one_of_each_group(pattern: str, text: str, case: bool) -> None:  # noqa: FBT001
    if compiled(pattern, case=case).search(text.encode()):
        for group in needles_of(pattern):
            assert any(needle in text.casefold() for needle in group)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a(?:b|c)d", [["abd", "acd"]]),
        ("(?i:Trước) ngày", [["trước ngày"]]),
        ("(?:chậm|muộn) nhất \\d+ giờ", [[" giờ"], ["chậm nhất ", "muộn nhất "]]),
        ("x*", []),
        ("(?:ab)?c", [["abc", "c"]]),
        ("(?:ab)+c", [["ab"], ["c"]]),
        ("[Ss]ở .* [Yy] tế", [["sở "], [" y tế"]]),
        ("[^a]b", [["b"]]),
        ("(?:a|\\d)b", [["b"]]),
        ("(?:ngày|ngày mai)", [["ngày"]]),
        ("a{0}", []),
        ("\\.\\-", [[".-"]]),
        ("a" * 100, [["a" * LONGEST]]),
        ("(?:" * DEEPEST + "a" + ")" * DEEPEST, [["a"]]),
        ("(?:" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), []),
        ("(?:a+?)?b", [["b"]]),
        ("(?:a|bc)(?:x|yz){2,}?d", [["a", "bc"], ["xx", "xyz", "yzx", "yzyz"], ["d"]]),
        ("[aA]{3}c", [["aaa"], ["c"]]),
        ("(?:ab){30}", [["ababab"]]),
    ],
)
def test_needles_of(pattern: str, expected: list[list[str]]) -> None:
    found = needles_of(pattern)
    assert sorted(found) == sorted(_pruned(expected))


def _pruned(groups: list[list[str]]) -> list[list[str]]:
    """Without needles that hold another one, as ``needles`` gives them."""
    return [
        sorted(n for n in group if not any(other != n and other in n for other in group))
        for group in groups
    ]


SOURCES = ["sở (?:y tế|tài chính)", r"\d+ ngày", "trước(?: ngày)?", "a+", "x*", "[Gg]iao .* trước"]
WORDS = ["Sở Y tế", "sở tài chính", "12", " ngày", " ", "trước", "giao", "GIAO", "a", "xx"]


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.lists(st.sampled_from(SOURCES)))
def test_a_matcher_finds_the_same_without_needles(words: list[str], sources: list[str]) -> None:
    text = "".join(words)
    rules = [
        Rule(f"r{n}", "reports", (source,), needles=(needles_of(source),))
        for n, source in enumerate(sources)
    ]
    without = [Rule(r.id, r.kind, r.patterns) for r in rules]
    assert Matcher(rules, case=False).find(text) == Matcher(without, case=False).find(text)


def test_a_pattern_is_tried_only_where_all_its_groups_are_found() -> None:
    sources = ["[Gg]iao .* trước", "giao .* ngày", r"\d+ ngày"]
    words = Words([Rule(s, "reports", (s,), needles=(needles_of(s),)) for s in sources])
    assert words.hits("Giao ngay hôm nay, trước khi") == [0]
    assert words.hits("giao trong ngày") == [1, 2]
    assert words.hits("trước mắt") == []


def test_words_that_are_too_many_for_a_set_keep_no_pattern_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matcher, "SET_MEMORY", 1 << 12)
    rules = [Rule(f"r{n}", "reports", (f"{n}x",), needles=([[f"{n}x"]],)) for n in range(500)]
    assert [match.rule.id for match in Matcher(rules).find("499x 7x")] == ["r499", "r7"]


def test_few_patterns_of_the_built_in_rules_have_no_needles() -> None:
    rules = [rule for rules in load_rules().rules.values() for rule in rules]
    without = [rule.id for rule in rules for groups in rule.needles if not groups]
    assert len(without) <= sum(len(rule.patterns) for rule in rules) // 20
