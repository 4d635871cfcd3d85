"""Large patterns cut in two, or looked for by what they begin with: the same matches."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from notice_cli import load_rules, searchers, starts, tails
from notice_cli.language import KINDS
from notice_cli.matcher import Matcher
from notice_cli.patterns import MARKS, Cut, Match, Rule
from notice_cli.trees import Trees

# As long as it must be for a tail to be cut off.
MANY = "|".join(f"làm việc số {number}" for number in range(tails.LEAST // 10))
VERBS = f"(?:rà soát|báo cáo|báo|lập trình|lập|{MANY})"
SUBJECT = "(?:^|[.;] ?)(?P<cut>(?:căn cứ [^.;]*?, )?(?P<who>sở [a-z](?:, sở [a-z])*))"
LAZY = "(?P<who>tổ(?: [^ ,.]+){0,4}?)"
ENDS = [f"(?:(?:,| cần)? {VERBS}| phải)", f" {VERBS}", f"(?:(?: sớm|, ngay)+| {VERBS})"]
WORDS = [
    "sở a", "sở b", "tổ", "hai", "căn cứ", "luật", "rà soát", "báo cáo", "báo", "cáo", "lập",
    "lập trình", "lập trìnhx", "sớm", ", ngay", "cần", "phải", "và",
]  # fmt: skip
TEXTS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", ", ", ". ", "; ", ""])), max_size=14
).map(lambda pairs: "".join(word + mark for word, mark in pairs))


def cut(pattern: str) -> Cut | None:
    return tails.cut(pattern, Trees().read(pattern))


def begun(pattern: str) -> list[str] | None:
    return starts.starts(pattern, Trees().read(pattern))


def rule(name: str, pattern: str) -> Rule:
    return Rule(name, "assignments", (pattern,), cuts=(cut(pattern),), starts=(begun(pattern),))


def bare(some: Rule) -> Rule:
    return Rule(some.id, some.kind, some.patterns, some.meaning, some.not_after, some.not_before)


def shown(matches: list[Match]) -> list[object]:
    return [(m.rule.id, m.start, m.end, m.groups) for m in matches]


CUT = [rule(f"{a}{b}", head + end) for a, head in enumerate((SUBJECT, LAZY))
       for b, end in enumerate(ENDS)]  # fmt: skip
IN_TWO = Matcher(CUT, case=False)
WHOLE = Matcher([bare(some) for some in CUT], case=False)


def test_all_of_these_are_cut() -> None:
    assert all(some.cuts[0] for some in CUT)


@pytest.mark.parametrize("few", ["[a-z ,-]", r"[a-z ,\-]", r"[ ,+--]", r"[^.;\\-]"])
def test_a_class_that_ends_in_a_stroke(few: str) -> None:
    some = rule("stroke", f"tổ {few}+ {VERBS}")
    text = "tổ a, b-c rà soát; tổ , rà soát"
    assert some.cuts[0]
    assert shown(Matcher([some], case=False).find(text)) == shown(
        Matcher([bare(some)], case=False).find(text)
    )


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_a_pattern_in_two_finds_what_the_whole_finds(text: str) -> None:
    assert shown(IN_TWO.find(text)) == shown(WHOLE.find(text))


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ luật, sở a và, sở b rà soát",
        "tổ hai cần báo cáo, ngay",
        "tổ lập trìnhx lập",
        "sở a, sở b, ngay; sở b\x01rà soát; sở a rà soát",
        "tổ một, hai" * 100 + " tổ phải",
        ". sở a rà soát" * 3_000,
    ],
)
def test_places_that_are_easily_missed(text: str) -> None:
    assert shown(IN_TWO.find(text)) == shown(WHOLE.find(text))


def test_no_more_marks_are_tried_than_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searchers, "TRIES", 2)
    text = "tổ a. tổ b. tổ c. tổ d báo cáo. tổ e rà soát"
    assert shown(IN_TWO.find(text)) == shown(WHOLE.find(text))


def test_what_many_patterns_end_in_is_compiled_once() -> None:
    some = Matcher([rule("a", f"một {VERBS}"), rule("b", f"hai {VERBS}")], case=False)
    assert len(some.find("một báo cáo, hai rà soát")) == 2
    assert len(some._parts) == 1  # noqa: SLF001 - what is shared


@pytest.mark.parametrize(
    "pattern",
    [
        f"a|b {VERBS}",  # a choice itself
        f"a{VERBS}",  # begins inside a word
        f"a(?: )?{VERBS}",  # may begin with a letter
        f"a(?: {VERBS})?",  # may be missing
        f"a(?P<verb> {VERBS})",  # captures
        f"(?i)a(?: {VERBS})",  # flags for all behind
        f"[^\\x00-\\x1f]+(?: {VERBS})",  # a class that takes a space and no mark
        f"a {VERBS}b",  # no end
        "a (?:b|c)",  # small
    ],
)
def test_left_whole(pattern: str) -> None:
    assert cut(pattern) is None


@pytest.mark.parametrize(
    ("head", "text"),
    [("[^.,]+", "a b"), (r"\S+", "ab"), ("[a ]+", "a a"), ("[^b]+", "a a"), (r"a\ b", "a b"),
     (r"a\sb", "a b"), (".+", "a, b")],
)  # fmt: skip
def test_a_head_takes_marks_as_what_they_stand_for(head: str, text: str) -> None:
    some = rule("a", f"{head}(?: {VERBS})")
    text += " báo cáo"
    found = Matcher([some], case=False).find(text)
    assert shown(found) == shown(Matcher([bare(some)], case=False).find(text))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?:[Ss]ở|Phòng) {x}", ["Phòng ", "Sở ", "sở "]),
        (
            "(?:[Cc]ác )?(?:Ban|Tổ)[a-z]*{x}",
            ["Ban", "Các Ban", "Các Tổ", "Tổ", "các Ban", "các Tổ"],
        ),
        ("(?:a|ab)c*{x}", ["a"]),
        ("a+b{x}", ["a"]),
        (r"\$?a\.{x}", ["$a.", "a."]),
        ("(?:rất dài|ngắn)+ và{x}", ["ngắn", "rất dài"]),
        ("(?P<name>a|b)(?:c|d){2}{x}", ["ac", "ad", "bc", "bd"]),
        ("a??b{x}", ["ab", "b"]),
        ("a*{x}", None),
        ("(?:a|)b*{x}", None),
        (r"\d+{x}", None),
        (".a{x}", None),
        ("[^a]b{x}", None),
        ("^a{x}", None),
        ("(?i:a)b{x}", None),
    ],
)
def test_what_every_match_begins_with(pattern: str, expected: list[str] | None) -> None:
    rest = f"(?:{'x' * starts.LEAST})?"
    assert begun(pattern.replace("{x}", rest)) == expected


def test_a_small_pattern_is_searched_for_as_it_is() -> None:
    assert begun("Sở [a-z]+") is None


def test_more_beginnings_than_are_of_use_are_shortened() -> None:
    names = "|".join(f"{number:04}" for number in range(2 * starts.MOST))
    shortened = [f"{number:03}" for number in range(starts.MOST // 5)]
    assert begun(f"(?:{names})") == shortened
    assert begun(f"[Xx](?:{names})") == [f"{x}{some}" for x in "Xx" for some in shortened]


@given(st.text("Bban SởsTổ,. ", max_size=30))
def test_by_its_beginnings_a_pattern_finds_the_same(text: str) -> None:
    names = "|".join(f"Ban số {number}" for number in range(starts.LEAST // 8))
    pattern = f"(?P<body>(?:Ban|[Ss]ở|{names})(?: (?:b|Tổ|S)[a-z]*)*)(?P<tail>,)?"
    some = rule("a", pattern)
    assert some.starts[0]
    found = Matcher([some], longest=True).find(text)
    assert shown(found) == shown(Matcher([bare(some)], longest=True).find(text))


@pytest.mark.parametrize("kind", ["bodies", "assignments", "roles", "references"])
def test_the_rules_of_the_pack_find_what_they_find_whole(kind: str) -> None:
    pack = load_rules()
    rules = [some for some in pack.rules[kind] if any(some.cuts) or any(some.starts)]
    phrases = [phrase for phrase in pack.phrases if " " in phrase]
    texts = [". ".join(phrases[start : start + 20]) for start in range(0, len(phrases), 60)] + [
        "Sở Y tế chủ trì, phối hợp với Ban Quản lý dự án rà soát, báo cáo UBND tỉnh",
        "Các sở, ban, ngành liên quan; Trưởng phòng Tài chính - Kế hoạch huyện lập dự toán",
        "Tổ trưởng tổ dân phố cần ghi sổ. Quyết định số 12/QĐ-UBND ngày 03/4/2025",
    ]
    case, longest = KINDS[kind].case, KINDS[kind].longest
    made = Matcher(rules, case=case, longest=longest)
    whole = Matcher([bare(some) for some in rules], case=case, longest=longest)
    assert rules
    for text in (pack.fold(text) for text in texts):
        assert shown(made.find(text)) == shown(whole.find(text)), text


def test_marks_stand_for_one_byte_each() -> None:
    assert all(len(mark.encode()) == len(char.encode()) == 1 for char, mark in MARKS.items())
    assert re2.fullmatch(tails.ANY_MARK, "\x01")
