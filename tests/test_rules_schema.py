"""The JSON Schema of rule files: it takes what is shipped, and refuses what has no form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from conftest import ROOT
from notice_cli.language import KINDS
from notice_cli.rules_schema import ABOUT, FILE, json_schema
from notice_cli.starter import schema_bytes

RULES = ROOT / "rules"
SHIPPED = sorted(RULES.rglob("*.yaml"))
BROKEN = sorted(Path(__file__).with_name("broken").glob("*.yaml"))
VALIDATOR = Draft7Validator(json_schema())

# Broken rule files whose form is wrong. What is wrong with the others is in their patterns,
# their examples, or what they name; or they are no YAML at all, and not looked at here.
NO_FORM = {
    "body-each-alone", "empty-section", "entry-days", "entry-keys", "entry-no-list", "place-levels",
    "example-keys", "example-list", "example-unknown-capture",
    "examples-mapping", "examples-none-matches", "five-mistakes", "fragment-bad-name",
    "fragment-entity", "meaning-missing", "meaning-none", "meaning-number", "meaning-unknown-key",
    "meaning-unknown-value", "pack-no-mapping", "pack-values", "pattern-in-braces",
    "pattern-dead-line", "patterns-empty", "rule-bad-id", "rule-no-mapping",
    "rule-without-examples",
    "rule-without-id", "rule-without-pattern", "section-no-list", "side-list",
    "slip-colon-in-braces", "slip-section", "table-shape",
    "unknown-key", "unknown-pack-key", "unknown-section", "yaml-1-1-words", "yaml-list-at-top",
    "yaml-text-at-top",
}  # fmt: skip


def content(path: Path) -> Any:  # noqa: ANN401 - any YAML
    return yaml.safe_load(path.read_bytes())


def is_yaml(path: Path) -> bool:
    """Whether there is anything for a schema to look at."""
    try:
        content(path)
    except (yaml.YAMLError, UnicodeDecodeError):
        return False
    return True


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(json_schema())


def test_what_is_shipped_is_what_the_command_writes() -> None:
    assert (RULES / FILE).read_bytes() == schema_bytes(), "run: make schema"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(RULES)))
def test_it_takes_every_shipped_file(path: Path) -> None:
    told = [f"{list(e.absolute_path)}: {e.message}" for e in VALIDATOR.iter_errors(content(path))]
    assert told == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(RULES)))
def test_every_shipped_file_names_it(path: Path) -> None:
    first = path.read_text("utf-8").partition("\n")[0]
    start, _, target = first.partition("$schema=")
    assert start == "# yaml-language-server: ", "the first line names the schema, for editors"
    assert (path.parent / target).resolve() == RULES / FILE


@pytest.mark.parametrize(
    "path", [path for path in BROKEN if is_yaml(path)], ids=lambda path: str(path.stem)
)
def test_it_refuses_what_has_no_form(path: Path) -> None:
    assert VALIDATOR.is_valid(content(path)) == (path.stem not in NO_FORM)


def test_it_says_what_every_kind_finds() -> None:
    assert set(ABOUT) == set(KINDS)


def test_a_deadline_may_expect_the_fields_of_the_output() -> None:
    rule = {
        "id": "x",
        "pattern": "x",
        "is": {"operator": "by"},
        "examples": [{"text": "x", "gives": {"operator": "by", "date": None, "inferred": ["y"]}}],
    }
    assert VALIDATOR.is_valid({"deadlines": [rule]})
    assert not VALIDATOR.is_valid({"reports": [rule]})
