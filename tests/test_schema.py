"""The JSON Schema: sound, complete, and true of what is written."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import made
from conftest import ROOT
from notice_cli import model, schema
from notice_cli.parse import parse
from notice_cli.writers import to_json

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.rules import Pack

SAMPLES = sorted((ROOT / "samples").glob("*.txt"))


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(
        schema.json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema.json_schema())


def test_every_field_is_described_and_nothing_else() -> None:
    shapes = [x for x in vars(model).values() if isinstance(x, type) and is_dataclass(x)]
    named = {f"{shape.__name__}.{field.name}" for shape in shapes for field in fields(shape)}
    assert set(schema.DESCRIPTIONS) == named
    assert set(schema.PATTERNS) <= named


def test_the_one_in_docs_is_of_this_version() -> None:
    kept = json.loads((ROOT / "docs" / "schema.json").read_bytes())
    assert kept == schema.json_schema(), "run: make schema"


def test_a_notice_is_valid(validator: Draft202012Validator) -> None:
    deadline = made.deadline("trước ngày 20/10/2025", day=date(2025, 10, 20), time="17:00")
    task = made.task(deadlines=(deadline,), assignees=(made.assignee("Sở A"),))
    validator.validate(json.loads(to_json(made.notice(task))))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "notice/2"),
        ("tasks.0.deadline_type", "soon"),
        ("tasks.0.lines", [1]),
        ("tasks.0.span", [1, 2, 3]),
        ("document.issued_date", "13/10/2025"),
        ("document.issued_by", "x"),
        ("body.0.children", [{"id": "1"}]),
        ("diagnostics", [{"severity": "fatal", "code": "x", "message": "", "span": None}]),
    ],
)
def test_what_is_wrong_is_not_valid(
    validator: Draft202012Validator, path: str, value: object
) -> None:
    document: Any = json.loads(to_json(made.notice(made.task())))
    *parents, last = path.split(".")
    place = document
    for key in parents:
        place = place[int(key) if key.isdigit() else key]
    place[last] = value
    assert not validator.is_valid(document)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_every_sample_is_valid(path: Path, pack: Pack, validator: Draft202012Validator) -> None:
    notice = parse(path.read_bytes(), file=path.name, rules=pack)
    validator.validate(json.loads(to_json(notice)))


def test_every_seed_is_valid(seeds: Path, pack: Pack, validator: Draft202012Validator) -> None:
    for path in seeds.glob("*.txt"):
        notice = parse(path.read_bytes(), file=path.name, rules=pack)
        validator.validate(json.loads(to_json(notice)))


def test_every_diagnostic_is_in_the_documentation() -> None:
    told = re.compile(r'"(?:info|warning|error)",\s*"([a-z]+(?:-[a-z]+)*)"')
    keyed = re.compile(r'^    "([a-z]+(?:-[a-z]+)+)": \("(?:info|warning)", ', re.MULTILINE)
    codes: set[str] = set()
    for path in (ROOT / "src" / "notice_cli").glob("*.py"):
        text = path.read_text("utf-8")
        codes.update(told.findall(text), keyed.findall(text))
    page = (ROOT / "docs" / "output.md").read_text("utf-8")
    assert len(codes) > 30
    assert sorted(code for code in codes - {"warning", "info"} if f"`{code}`" not in page) == []
