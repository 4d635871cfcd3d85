"""`notice rules`: begin a layer, look rules up, try them out."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from notice_cli import rulefolders
from notice_cli.check import check_rules
from notice_cli.cli import app
from notice_cli.rules import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

PACK = """\
# A small pack.
pack: {name: vi, version: "1"}
tables: {list_joins: [', ']}
fragments:
  page: ['page', 'leaf']
  trade: [Trade, Works]
bodies:
  - id: office
    pattern: 'Office of (?P<members>{trade})'
    is: {each: trade, name: "Office of {member}"}
    examples: [{text: "the Office of Trade", gives: Office of Trade}]
reports:
  # Looks.
  - id: see
    pattern: 'see (?P<to>{page})'
    examples:
      - {text: See page 4, gives: {to: page}}
      - {text: see nothing, gives: null}

  - {id: to, pattern: 'to {bodies:to}', examples: [{text: to Office of Works, gives: {to: [
      Office of Works]}}]}
continuous:
  - {id: to, pattern: 'always', examples: [{text: always, gives: always}]}
deadlines:
  - id: day
    pattern: 'by day {day:end}'
    is: {operator: by}
    examples: [{text: by day 3, gives: by day 3}]
"""
OFFICE = """\
pack: {name: office, disable: [continuous/to]}
reports:
  - id: see
    pattern: 'behold (?P<to>{page})'
    not_before: 'x'
    examples: [{text: behold leaf, gives: behold leaf}, {text: behold page, gives: behold leaf}]
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A layer over a small built-in pack; both lie in the current folder."""
    text = PACK.replace("{day:end}", r"(?P<end>\d+)")
    for name, content in (("vi", text), ("office", OFFICE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text(content, "utf-8")
    monkeypatch.setattr(rulefolders, "builtin_rules", lambda: tmp_path)
    monkeypatch.setattr(rulefolders, "built_in_packs", lambda: ["vi"])
    monkeypatch.chdir(tmp_path)
    return "office"


def run(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(
        app, ["rules", *map(str, arguments)], input=stdin, catch_exceptions=False
    )


def said(*arguments: object, code: int = 0, stdin: str = "") -> str:
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == code, result.output
    return result.stdout


def refused(*arguments: object, code: int = 2) -> str:
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    return result.stderr


# init


def test_a_layer_is_begun(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "our office's"
    told = said("init", folder)
    assert told.startswith(f"wrote {folder}/rules.yaml\nwrote {folder}/rules.schema.json\nnext: ")
    assert [str(problem) for problem in check_rules(folder)[0]] == []
    assert load_rules(folder).name == "vi+our office's"
    text = (folder / "rules.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=rules.schema.json\n")


@pytest.mark.parametrize("pack", ["vi", "en"])
def test_what_a_starter_shows_works_once_the_comment_signs_are_gone(
    tmp_path: Path, pack: str
) -> None:
    said("init", tmp_path / "office", "--extends", pack)
    path = tmp_path / "office" / "rules.yaml"
    commented = path.read_text("utf-8")
    text = re.sub(r"(?m)^( *)#(?=  |\S)", r"\1", commented)
    assert text != commented
    path.write_text(text, "utf-8")
    problems, counts = check_rules(path.parent)
    assert [str(problem) for problem in problems] == []
    assert counts["rules"] == check_rules(pack)[1]["rules"] + 2 - 1


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("mine")
    assert refused("init", tmp_path) == (
        f"notice: {tmp_path}/rules.yaml: is there already; choose another folder\n"
    )
    assert (tmp_path / "rules.yaml").read_text() == "mine"
    (tmp_path / "rules.yaml").unlink()
    (tmp_path / "rules.schema.json").write_text("mine")
    assert "schema" not in said("init", tmp_path).partition("next")[0]
    assert (tmp_path / "rules.schema.json").read_text() == "mine"


def test_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written" in refused("init", tmp_path / "file" / "office")


def test_a_pack_without_a_starter(tmp_path: Path) -> None:
    told = refused("init", tmp_path / "office", "--extends", "xx")
    assert told.startswith("notice: there is no starter for xx; choose --extends ")
    assert not (tmp_path / "office").exists()


# list


def test_every_rule_is_listed_with_what_became_of_it(office: str) -> None:
    assert said("list", "--rules", office).splitlines() == [
        "bodies/office  vi      vi/a.yaml:8",
        "deadlines/day  vi      vi/a.yaml:25",
        "continuous/to  vi      vi/a.yaml:23     switched off by office/a.yaml:1",
        "reports/see    office  office/a.yaml:3",
        "reports/to     vi      vi/a.yaml:20",
        "reports/see    vi      vi/a.yaml:14     replaced by office/a.yaml:3",
    ]


def test_rules_of_a_layer_or_a_kind_are_listed_alone(office: str) -> None:
    rows = json.loads(
        said("list", "--rules", office, "--from", "vi", "--kind", "reports", "-f", "json")
    )
    assert [(row["id"], row["state"], row["by"]) for row in rows] == [
        ("to", "in use", None), ("see", "replaced", "office/a.yaml:3"),
    ]  # fmt: skip
    assert said("list", "--kind", "chairs") == ""


@pytest.mark.usefixtures("office")
def test_what_is_not_there_cannot_be_listed() -> None:
    assert refused("list", "--from", "x") == "notice: no rules are from x; there are vi\n"
    assert "did you mean `reports`?" in refused("list", "--kind", "report")
    assert "does not exist" in refused("list", "--rules", "gone", code=3)


# show


def test_a_rule_is_shown(office: str) -> None:
    assert said("show", "see", "--rules", office).splitlines() == [
        "reports/see",
        "from     office, office/a.yaml:3",
        (
            "matched  on words and all that was found in them; capitals do not count; "
            "the first choice wins"
        ),
        "as written",
        "  - id: see",
        "    pattern: 'behold (?P<to>{page})'",
        "    not_before: 'x'",
        (
            "    examples: [{text: behold leaf, gives: behold leaf}, "
            "{text: behold page, gives: behold leaf}]"
        ),
        "expands to",
        "  behold (?P<to>(?:page|leaf))",
        "uses",
        "  {page}  vi/a.yaml:5",
        "examples",
        "  ok     behold leaf",
        '         gives "behold leaf"',
        "  FAILS  behold page",
        "         matches `behold page`, not `behold leaf`",
        "in place of",
        "  vi, vi/a.yaml:14, replaced by office/a.yaml:3",
    ]


def test_a_rule_that_is_off_is_shown(office: str) -> None:
    told = said("show", "continuous/to", "--rules", office)
    assert "state    switched off by office/a.yaml:1\n" in told
    assert "expands to" not in told


@pytest.mark.usefixtures("office")
def test_what_a_rule_expands_to_names_entities() -> None:
    (told,) = json.loads(said("show", "reports/to", "-f", "json"))
    assert told["patterns"] == [{"written": "to {bodies:to}", "expanded": "to (?P<to>{bodies})"}]
    assert told["uses"] == {"bodies": "what was found before"}
    assert told["examples"] == [
        {"text": "to Office of Works", "gives": {"to": ["Office of Works"]}, "fault": None}
    ]


@pytest.mark.usefixtures("office")
def test_a_fragment_is_shown() -> None:
    assert said("show", "{trade}").splitlines() == [
        "{trade}",
        "choices",
        "  vi/a.yaml:6  Trade",
        "  vi/a.yaml:6  Works",
        "expands to",
        "  (?:Trade|Works)",
        "used by",
        "  bodies/office",
    ]
    (told,) = json.loads(said("show", "{page}", "-f", "json"))
    assert told["choices"][1] == {"written": "leaf", "place": "vi/a.yaml:5"}


@pytest.mark.usefixtures("office")
def test_what_is_not_there_cannot_be_shown() -> None:
    assert "write continuous/to or reports/to" in refused("show", "to")
    assert "did you mean `see`?" in refused("show", "seee")
    assert "did you mean `page`?" in refused("show", "{pgae}")
    assert "notice rules list" in refused("show", "quite-another")


def test_a_long_pattern_is_cut_off_unless_all_is_asked_for() -> None:
    short, long = said("show", "{local_body}"), said("show", "{local_body}", "--whole")
    assert "characters; --whole shows them)" in short
    assert len(long) > len(short)


# try


@pytest.mark.usefixtures("office")
def test_a_pattern_is_tried() -> None:
    told = said("try", "see (?P<to>{page})", "SEE leaf, see page", "look", code=1)
    assert told.splitlines() == [
        "SEE leaf, see page",
        "  PATTERN matches `SEE leaf` (0-8)",
        "    to: `leaf`",
        "  PATTERN matches `see page` (10-18)",
        "    to: `page`",
        "look",
        "  no match",
    ]


@pytest.mark.usefixtures("office")
def test_a_pattern_over_entities_is_tried() -> None:
    told = said("try", "to {bodies:to}", "to Office of Trade, Office of Works")
    assert "to: `Office of Trade, Office of Works` = Office of Trade; Office of Works" in told


@pytest.mark.usefixtures("office")
def test_a_pattern_is_tried_as_a_rule_of_a_kind() -> None:
    assert "no match" in said("try", "office", "Office", "--kind", "persons", code=1)
    assert "matches `Office`" in said("try", "Office", "Office of Trade", "--kind", "bodies")
    assert "no capture `who`" in refused("try", "(?P<who>x)", "x", "--kind", "reports", code=3)


@pytest.mark.usefixtures("office")
def test_a_pattern_at_fault_is_told_with_its_place() -> None:
    assert refused("try", "see(?=x)", "x", code=3).startswith(
        "PATTERN:1:4: error: RE2 has no lookahead; match it too and capture what you need\n"
        "  see(?=x)\n     ^\n"
    )


@pytest.mark.usefixtures("office")
def test_a_rule_in_use_is_tried() -> None:
    assert "reports/see matches `see page`" in said("try", "reports/see", "see page")
    told = said("try", "reports/see", "we see pages", code=1)
    assert "no match: `see page` begins or ends inside a word" in told


@pytest.mark.usefixtures("office")
def test_a_file_is_tried_over_the_rules_in_use(tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text(OFFICE, "utf-8")
    assert said("try", "draft.yaml", "behold leaf").splitlines()[1:] == [
        "  reports/see matches `behold leaf` (0-11)",
        "    to: `leaf`",
    ]
    (tmp_path / "bad.yaml").write_text("reports: [{id: x}]\n", "utf-8")
    assert refused("try", "bad.yaml", "x", code=3).startswith("bad.yaml:1:")
    assert "cannot be read" in refused("try", "gone.yaml", "x", code=4)


@pytest.mark.usefixtures("office")
def test_lines_of_standard_input_are_tried() -> None:
    told = said("try", "see {page}", "-", "-f", "json", stdin="see page\n\n  see leaf\n")
    assert [result["text"] for result in json.loads(told)] == ["see page", "see leaf"]


def test_a_deadline_is_reckoned() -> None:
    told = said("try", "deadlines/on", "gửi trong ngày 15/10/2025")
    assert "    date = 2025-10-15\n" in told


# schema


def test_the_schema_is_written() -> None:
    assert json.loads(said("schema"))["title"] == "Rules of notice"
