"""YAML is read as text with places; what could surprise somebody is refused."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from notice_cli import yamlfile
from notice_cli.yamlfile import File, Mapping, Mark, Scalar, Sequence, closest


def read(text: str | bytes) -> Mapping:
    file = File("x.yaml", text.encode() if isinstance(text, str) else text)
    value = file.read()
    assert value is not None, file.problems
    return value


def problems(text: str | bytes) -> list[str]:
    file = File("x.yaml", text.encode() if isinstance(text, str) else text)
    file.read()
    return [f"{p.line}:{p.column} {p.message}" for p in file.problems]


@pytest.mark.parametrize(
    "written",
    ["no", "010", "1.10", "12:30", "2025-10-20", "null", "~", "0x1F", "1e3", "yes", ".inf"],
)
def test_plain_text_stays_text(written: str) -> None:
    value = read(f"a: {written}")["a"]
    assert isinstance(value, Scalar)
    assert value == written
    assert value.plain


def test_values_and_keys_have_places() -> None:
    top = read("# x\na: 1\nbc:\n  - d: 'é'\n    e: [f, g]\n")
    assert [(name, name.mark) for name in top.names] == [("a", Mark(2, 1)), ("bc", Mark(3, 1))]
    items = top["bc"]
    assert isinstance(items, Sequence)
    entry = items[0]
    assert isinstance(entry, Mapping)
    assert entry["d"].mark == Mark(4, 8)
    assert entry["e"].mark == Mark(5, 8)


@pytest.mark.parametrize(
    ("written", "char", "place"),
    [
        ("a: see page", "p", (1, 8)),
        ("a: 'see page'", "p", (1, 9)),
        ("a: 'it''s page'", "p", (1, 11)),
        ('a: "see page"', "p", (1, 9)),
        ('a: "\\x41\\u1ebf\\n\\\\ page"', "p", (1, 20)),
        ("a: |\n  see\n  page\n", "p", (3, 3)),
        ("a: |\n  (?:see|\n  page)\n", "p", (3, 3)),
        ("a: >-\n  see\n  page\n", "p", (3, 3)),
        ("a: 'see\n    page'", "p", (2, 5)),
        ("a: see\n    page", "p", (2, 5)),
        ('a: "see\\\n    page"', "p", (2, 5)),
        ("a: 'sế page'", "p", (1, 8)),
        ("\ufeffa: 'see page'", "p", (1, 9)),
        ("a: 'x'\r\nb: 'see page'", "p", (2, 9)),
    ],
)
def test_a_character_of_a_text_has_its_place(
    written: str, char: str, place: tuple[int, int]
) -> None:
    top = read(written)
    value = top[top.names[-1]]
    assert isinstance(value, Scalar)
    assert value.at(value.index(char)) == Mark(*place)


@given(
    st.text(st.sampled_from("ab'\"\\ é:#{}[]\n\t|>-"), max_size=20),
    st.sampled_from(["'", '"']),
    st.booleans(),
)
def test_places_are_right_however_a_text_is_quoted(text: str, style: str, narrow: bool) -> None:  # noqa: FBT001
    written = yaml.dump(
        {"key": f"x{text}Z"}, default_style=style, allow_unicode=True, width=8 if narrow else 1000
    )
    # The dumper quotes the key too.
    value = read(written)["key"]
    assert isinstance(value, Scalar)
    assert value == f"x{text}Z"
    lines = written.split("\n")
    for char in "xZ":
        mark = value.at(value.rindex(char))
        assert lines[mark.line - 1][mark.column - 1] == char


@pytest.mark.parametrize(
    ("block", "text"),
    [
        ("  (?:see|\n  the page)", "(?:see|the page)"),
        ("  see\n  the page", "see the page"),
        ("  (?:see )?\n    the page  \n", "(?:see )?the page"),
        ("  see\r\n\r\n  page", "see page"),
        ("  it's 'one'", "it's 'one'"),
    ],
)
@pytest.mark.parametrize("sign", ["|", "|-", "|+"])
def test_a_block_is_one_line(block: str, text: str, sign: str) -> None:
    assert read(f"a: {sign}\n{block}\n")["a"] == text


def test_the_end_of_a_text_has_a_place_too() -> None:
    value = read("a: 'see'")["a"]
    assert isinstance(value, Scalar)
    assert value.at(2) == Mark(1, 7)


def test_an_empty_file_holds_nothing() -> None:
    assert read("") == {}
    assert read("# only a comment\n") == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"a: \xff", "1:4 not UTF-8 from here on; save the file as UTF-8"),
        ("a: b\nc: \x1b[31m", "2:4 control character U+001B; delete it"),
        ("a: [b", "1:4 not valid YAML: did not find expected ',' or ']'"),
        ("- a", "1:1 a rule file holds sections at its top"),
        ("just text", "1:1 a rule file holds sections at its top"),
    ],
)
def test_what_is_no_rule_file_is_told(text: str | bytes, told: str) -> None:
    (message,) = problems(text)
    assert message.startswith(told) or told.split(" ", 1)[1] in message


def test_messages_do_nothing_to_a_terminal() -> None:
    file = File("x.yaml", b'a: "\\e[31m"\nb: \xe2\x80\xae\n')
    value = file.read()
    assert value is not None
    file.problem(Mark(2, 4), f"odd {value['a']}")
    assert file.problems[0].message == "odd \ufffd[31m"
    assert file.problems[0].source == "b: \ufffd"


def test_many_problems_are_cut_short() -> None:
    told = problems("a: &x 1\n" + "".join(f"b{n}: *x\n" for n in range(1000)))
    assert len(told) == yamlfile.MAX_PROBLEMS + 1
    assert told[-1].endswith("and more errors; mend the others first")


def test_a_close_word_is_offered() -> None:
    assert closest("patern", ["pattern", "patterns", "id"]) == "; did you mean `pattern`?"
    assert closest("see", ["see-page", "look"]) == "; did you mean `see-page`?"
    assert closest("xyz", ["pattern"]) == ""
