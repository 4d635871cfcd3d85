"""Parts of patterns that nothing can match: told where they are, and nowhere else."""

from __future__ import annotations

import pytest

from notice_cli.dead import BARE, OPEN, Dead, Side, Texts
from notice_cli.letters import Letters
from notice_cli.text import Fold


def found(pattern: str, before: Side = OPEN, after: Side = OPEN, **fragments: str) -> list[int]:
    dead = Dead(Texts(Fold({"–": "-"}, {}), {"ſ": "s"}, Letters()))
    for name, text in fragments.items():
        dead.learn(name, [text])
    return [at for at, _ in dead.find(pattern, "reports", before, after)]


@pytest.mark.parametrize(
    ("pattern", "at"),
    [
        ("a$b", 1),
        ("a(?:b|c$)d", 7),
        ("a(?:b ){2} c", 10),
        ("a {of}", 1),
        ("{of} {of}", 4),
        ("a{date}", 1),
        (r"\d{date}|a{date:end}", 10),
        ("{date}(?:st|nd)", 0),
        (r"(?i:a\x{2013})", 5),
        (r"[\x{2013}]", 0),
        (r"\Aa\A", 3),
    ],
)
def test_what_cannot_match_is_told_where_it_stands(pattern: str, at: int) -> None:
    assert found(pattern, of=" of") == [at]


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:^|a )b(?:$| c)",
        "(?:^a|, b)+",
        "a ?(?: b)?c",
        "(?:a |b)* c",
        "b (?:a| c)+",
        "(?P<to>a )(?:b|)(?: c)? d",
        r"\(?{date}\)?",
        r"a?{date}",
        r"[^\n\t]{1,9} [–-] ",
        r"\x{1EBF}\n\pL[[:alpha:]]",
        r"\Qa  b\E$",
        "(?m)a$ b",
        "(?i)^a",
        "a(?-i:B)c",
        "a{,2}{unknown} ",
    ],
)
def test_what_may_match_is_left_alone(pattern: str) -> None:
    assert found(pattern) == []


def test_a_space_at_the_match_does_not_count_beside_it() -> None:
    assert found("not ", after=BARE) == [3]
    assert found("(?:not | nor)", after=BARE) == [6]
    assert found(" of|,? ?etc", before=BARE) == [0]
    assert found(" not", after=BARE) == []


def test_a_fragment_has_the_edges_of_its_patterns() -> None:
    dead = Dead(Texts(Fold({}, {}), {}, Letters()))
    dead.learn("of", [" of", " for"])
    dead.learn("some", [" of", "for"])
    dead.learn("both", ["{of} a", "{of} b"])
    assert [at for at, _ in dead.find("a {both}{some}", None)] == [1]
    assert list(dead.find("a {some}", None)) == []
