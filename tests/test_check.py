"""The built-in rules are sound, and ``check`` says what it looked at."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from notice_cli.check import check_rules
from notice_cli.language import KINDS
from notice_cli.packs import ENGINE_FRAGMENTS
from notice_cli.rulefiles import REQUIRED
from notice_cli.rulefolders import built_in_packs
from notice_cli.rules import load_rules
from notice_cli.soundness import SEES
from notice_cli.trial import FOUND, OVER_ENTITIES

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.errors import Problem

RULES = ROOT / "rules"
# What a line of a rule file holds, in characters.
LINE = 100
BASE = "pack: {extends: none}\n"


def layer(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "rules.yaml").write_text(text, "utf-8")
    return folder


def told(tmp_path: Path, text: str) -> list[str]:
    return [problem.message for problem in check_rules(layer(tmp_path, text))[0]]


@cache
def checked() -> tuple[list[Problem], dict[str, int]]:
    """The built-in rules, checked."""
    return check_rules()


def test_the_built_in_rules_have_no_faults_and_every_example_comes_out() -> None:
    problems, counts = checked()
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    assert list(counts) == ["files", "rules", "entries", "patterns", "fragments", "examples"]
    assert min(counts.values()) > 0
    assert counts["examples"] >= 2 * counts["rules"] - counts["rules"] // 2


def test_no_pattern_of_the_built_in_rules_is_longer_than_a_line() -> None:
    told = [
        f"{path.relative_to(RULES)}:{number}"
        for path in sorted(RULES.glob("*/*.yaml"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        # One word is a row of letters, which nothing breaks.
        if len(line) > LINE and len(line.split()) > 2
    ]
    assert told == []


def test_the_built_in_rules_leave_no_doubts() -> None:
    assert [str(p) for p in checked()[0] if p.severity == "warning"] == []


def test_a_layer_is_checked_together_with_its_pack(tmp_path: Path) -> None:
    _, alone = checked()
    folder = layer(
        tmp_path, "reports:\n  - {id: own, pattern: own, examples: [{text: own, gives: own}]}\n"
    )
    problems, counts = check_rules(folder)
    assert [p for p in problems if p.path.startswith(str(folder))] == []
    assert counts["files"] == alone["files"] + 1
    assert counts["rules"] == alone["rules"] + 1


def test_a_folder_that_is_not_there_is_a_problem() -> None:
    problems, counts = check_rules("no/such/folder")
    assert [str(problem) for problem in problems] == [
        "no/such/folder:1:1: error: this rules folder does not exist; check the spelling"
    ]
    assert counts == {}


BODIES = """
tables:
  list_joins: [", ", " and "]
bodies:
  - id: office
    pattern: '(?:the )?Office of (?P<members>{trade})'
    is: {each: trade, name: "Office of {member}"}
    examples:
      - text: "the Office of Trade and Office of Works meet"
        gives: [Office of Trade, Office of Works]
      - {text: "the Office of Trade", gives: the Office of Trade}
      - {text: "the Office", gives: null}
fragments:
  trade: [Trade, Works]
"""


def test_examples_of_bodies_give_names(tmp_path: Path) -> None:
    assert told(tmp_path, BASE + BODIES) == []


def test_examples_over_bodies_are_read_as_the_program_reads_them(tmp_path: Path) -> None:
    more = """
reports:
  - id: to
    pattern: 'report to {bodies:to}'
    examples:
      - text: "Report to the Office of Trade and Office of Works"
        gives: {to: [Office of Trade, Office of Works]}
      - {text: "Report to the Office of Trade", gives: {to: the Office of Trade}}
      - {text: "Report to the Office", gives: null}
references:
  - id: letter
    pattern: 'Letter (?P<code>\\d+)(?: of {bodies:organ})?'
    examples:
      - {text: "Letter 12 of Office of Works", gives: {code: "12", organ: [Office of Works]}}
      - {text: "Letter 12", gives: {code: "12", organ: null}}
"""
    assert told(tmp_path, BASE + BODIES + more) == []


def test_a_failing_example_says_what_was_read(tmp_path: Path) -> None:
    more = """
reports:
  - id: to
    pattern: 'report to {bodies:to}'
    examples:
      - {text: "Report to Office of Trade", gives: {to: [Office of Works]}}
      - {text: "Reported to Office of Trade", gives: {to: Office of Trade}}
      - {text: "Report to Office of Trade", gives: {to: null}}
"""
    assert told(tmp_path, BASE + BODIES + more) == [
        f"example of `to` {what}; mend the pattern or the example"
        for what in (
            "gives [`Office of Trade`] as `to`, not [`Office of Works`]",
            "does not match (found in it: bodies `Office of Trade`)",
            "gives `Office of Trade` as `to`, not nothing",
        )
    ]


def test_words_are_compared_as_they_are_matched(tmp_path: Path) -> None:
    text = """
tables:
  fold_chars: {"–": "-"}
reports:
  - id: dash
    pattern: 'a-b'
    examples: [{text: "a – a–b", gives: "a-b"}, {text: "a-b", gives: "a–b"}]
"""
    assert told(tmp_path, BASE + text) == []


def test_quoted_null_is_a_word(tmp_path: Path) -> None:
    text = """
reports:
  - {id: zero, pattern: 'null', examples: [{text: is null, gives: "null"}]}
"""
    assert told(tmp_path, BASE + text) == []


def test_tables_of_kinds_name_kinds() -> None:
    for names in (REQUIRED, SEES, FOUND, OVER_ENTITIES):
        assert set(names) <= set(KINDS)
    for kind, keys in REQUIRED.items():
        assert set(keys) <= set(KINDS[kind].meaning)


def test_fragments_that_the_program_looks_for_are_known() -> None:
    nodes = [
        node
        for path in (ROOT / "src" / "notice_cli").glob("*.py")
        if path.stem != "packs"
        for node in ast.walk(ast.parse(path.read_bytes()))
    ]
    named = {node.value for node in nodes if isinstance(node, ast.Constant)}
    looked_for = {
        argument.value
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        for argument in node.args
        if node.func.attr == "fragment_matcher" and isinstance(argument, ast.Constant)
    }
    assert looked_for <= ENGINE_FRAGMENTS <= named
    assert load_rules().fragments.keys() >= ENGINE_FRAGMENTS


@pytest.mark.parametrize("name", built_in_packs())
def test_every_file_of_a_pack_explains_itself(name: str) -> None:
    for path in (ROOT / "rules" / name).glob("*.yaml"):
        assert path.read_text("utf-8").startswith("# "), path
