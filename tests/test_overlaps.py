"""What layers say over each other: conflicts, and what has no effect, are warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notice_cli.check import check_rules
from notice_cli.rules import load_rules

if TYPE_CHECKING:
    from pathlib import Path

BASE = """
pack: {name: base, extends: none}
tables: {list_joins: [', '], captions: {task: Task, lead: Lead}, end_name: x}
fragments:
  page: ['page', 'leaf']
reports:
  - {id: see, pattern: 'see {page}', examples: [{text: see page, gives: see page}]}
  - {id: look, pattern: 'look', examples: [{text: look, gives: look}]}
"""


def told(tmp_path: Path, *layers: str) -> list[str]:
    """What is told of layers over a small pack, without the folders above them."""
    folders = []
    for number, text in enumerate([BASE, *layers]):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "a.yaml").write_text(text, "utf-8")
        folders.append(folder)
    problems, _ = check_rules(*folders)
    assert {problem.severity for problem in problems} <= {"warning"}
    load_rules(*folders)
    lines = [str(problem).partition("\n")[0] for problem in problems]
    return [line.replace(f"{tmp_path}/", "").replace(" warning:", "") for line in lines]


def rule(name: str, pattern: str, text: str) -> str:
    return (
        f"reports:\n  - {{id: {name}, pattern: '{pattern}', "
        f"examples: [{{text: {text}, gives: {text}}}]}}\n"
    )


@pytest.mark.parametrize(
    "layer",
    [
        rule("see", "behold {page}", "behold page"),
        "pack: {disable: [look]}\n",
        "more: {page: sheet}\n",
        (
            "fragments: {page: sheet}\nreports:\n  - {id: see, pattern: 'see {page}', "
            "not_after: 'not', examples: [{text: see sheet, gives: see sheet}]}\n"
        ),
        "tables: {captions: {task: Work}, list_joins: [' & '], end_name: y}\n",
    ],
    ids=["replace", "disable", "more", "fragment", "tables"],
)
def test_to_write_over_the_pack_is_what_a_layer_is_for(tmp_path: Path, layer: str) -> None:
    assert told(tmp_path, layer) == []


def test_a_rule_that_replaces_another_layers(tmp_path: Path) -> None:
    assert told(tmp_path, rule("own", "a", "a"), rule("own", "b", "b")) == [
        (
            "2/a.yaml:2:10: rule `own` replaces that of another layer (1/a.yaml:2); "
            "rename one, or delete that one"
        )
    ]


def test_a_rule_that_replaces_itself(tmp_path: Path) -> None:
    assert told(tmp_path, rule("see", "see {page}", "see leaf")) == [
        (
            "1/a.yaml:2:10: rule `see` says what the one that it replaces says (0/a.yaml:7); "
            "delete it"
        )
    ]


def test_a_rule_that_is_off_already(tmp_path: Path) -> None:
    assert told(tmp_path, "pack: {disable: [look]}\n", "pack: {disable: [reports/look]}\n") == [
        "2/a.yaml:1:18: `reports/look` is switched off already (1/a.yaml:1); delete it here"
    ]


def test_a_rule_that_its_own_layer_switches_off(tmp_path: Path) -> None:
    assert told(tmp_path, "pack: {disable: [own]}\n" + rule("own", "a", "a")) == [
        (
            "1/a.yaml:1:18: `disable` switches off a rule of its own layer (1/a.yaml:3); "
            "delete one of them"
        )
    ]


def test_a_rule_that_is_off_may_come_back_in_a_later_layer(tmp_path: Path) -> None:
    assert told(tmp_path, "pack: {disable: [look]}\n", rule("look", "looking", "looking")) == []


def test_a_fragment_that_changes_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, "fragments: {page: [page, leaf]}\n") == [
        ("1/a.yaml:1:13: fragment `page` says what it says without this (0/a.yaml:5); delete it")
    ]


def test_a_fragment_that_loses_another_layers_words(tmp_path: Path) -> None:
    assert told(tmp_path, "more: {page: sheet}\n", "fragments: {page: [page, folio]}\n") == [
        (
            "2/a.yaml:1:13: fragment `page` leaves out another layer's words (1/a.yaml:1); "
            "write `more`, or delete those"
        )
    ]


def test_a_choice_that_is_there_already(tmp_path: Path) -> None:
    assert told(tmp_path, "more: {page: [sheet, leaf]}\n") == [
        "1/a.yaml:1:22: `page` has this choice already (0/a.yaml:5); delete it"
    ]


def test_fragments_of_every_layer_must_be_used(tmp_path: Path) -> None:
    assert told(tmp_path, "fragments: {own: x}\n", "more: {page: sheet}\n") == [
        "1/a.yaml:1:13: fragment `own` is used by no rule; delete it"
    ]


def test_entries_of_tables_that_change_nothing(tmp_path: Path) -> None:
    layer = "tables: {list_joins: [', ', ' & '], captions: {task: Task, lead: X}, end_name: x}\n"
    assert told(tmp_path, layer) == [
        f"1/a.yaml:1:{column}: the table `{name}` has this already; delete it"
        for column, name in ((24, "list_joins"), (48, "captions"), (70, "end_name"))
    ]


def test_entries_that_write_over_another_layers(tmp_path: Path) -> None:
    one, other = "tables: {captions: {task: Work}}\n", "tables: {captions: {task: Job}}\n"
    assert told(tmp_path, one, other) == [
        ("2/a.yaml:1:21: this writes over another layer's entry (1/a.yaml:1); delete one of them")
    ]


def test_a_layer_that_hides_a_rule_of_the_pack(tmp_path: Path) -> None:
    assert told(tmp_path, rule("page", "see {page}", "see leaf")) == [
        (
            "1/a.yaml:2:10: this comes before a rule of the pack (0/a.yaml:7), "
            "with the same pattern; take its id, or name it in `disable`"
        )
    ]
