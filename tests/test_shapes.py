"""The same notice in any shape gives the same tasks: see ``shapes.py``."""

from __future__ import annotations

import random
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT, SEEDS
from notice_cli import load_rules, parse
from shapes import BYTES, SHAPES, Laid, lay

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.model import Notice
    from notice_cli.rules import Pack

NOTICES = sorted(
    [
        *(ROOT / "samples").glob("*.txt"),
        *(ROOT / "tests" / "notices").glob("*.txt"),
        *SEEDS.glob("*.txt"),
    ]
)
# Pairs drawn for each notice, always the same ones.
PAIRS = 4
SEED = 2025

# Shapes that may give something else, by name of notice and shape, with the reason.
EXCEPTIONS: dict[tuple[str, str], str] = {}


@cache
def rules() -> Pack:
    return load_rules()


def folded(text: str | None) -> str:
    """Letters and digits of a text, whatever its spelling of tones, dashes and spaces."""
    fold = rules().fold
    text = unicodedata.normalize("NFKC", re.sub("[\u200b\u00ad]", "", text or ""))
    return "".join(char for char in fold(text).lower() if char.isalnum())


def facts(notice: Notice) -> dict[str, Any]:
    """What must be the same."""
    signature, document = notice.signature, notice.document
    return {
        "tasks": [
            {
                "id": task.id,
                "text": folded(task.text),
                "assignees": [(folded(one.name), one.role, one.source) for one in task.assignees],
                "due_date": task.due_date,
                "deadline_type": task.deadline_type,
                "references": len(task.references),
            }
            for task in notice.tasks
        ],
        "references": [
            (folded(one.type_name), folded(one.code), one.date) for one in notice.references
        ],
        "recipients": [folded(entry.name) for entry in notice.recipients.entries],
        "archive": folded(notice.recipients.archive),
        "signature": [
            *map(folded, signature.competence),
            folded(signature.position),
            folded(signature.full_name),
        ],
        "document": [
            folded(document.code),
            document.issued_date,
            folded(document.organ_name),
            folded(document.subject),
        ],
    }


@cache
def untouched(path: Path) -> tuple[Laid, dict[str, Any]]:
    text = path.read_text("utf-8")
    return lay(text, rules()), facts(parse(text, rules=rules()))


def unlike(path: Path, data: str | bytes) -> list[str]:
    """Where a notice in another shape differs from the untouched one."""
    before, after = untouched(path)[1], facts(parse(data, rules=rules()))
    found = [
        f"{path.stem}: {key}: {before[key]!r} became {after[key]!r}"
        for key in before
        if key != "tasks" and before[key] != after[key]
    ]
    ids = [[task["id"] for task in some["tasks"]] for some in (before, after)]
    if ids[0] != ids[1]:
        return [*found, f"{path.stem}: tasks: {ids[0]} became {ids[1]}"]
    for one, other in zip(before["tasks"], after["tasks"], strict=True):
        found += [
            f"{path.stem}: {one['id']}.{key}: {one[key]!r} became {other[key]!r}"
            for key in one
            if one[key] != other[key]
        ]
    return found


def excepted(path: Path, *names: str) -> bool:
    return any((path.stem, name) in EXCEPTIONS for name in names)


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_changes_nothing(name: str) -> None:
    changed = False
    found = []
    for path in NOTICES:
        laid = untouched(path)[0]
        shaped = SHAPES[name](laid)
        changed = changed or shaped.text != laid.text
        if not excepted(path, name):
            found += unlike(path, shaped.text)
    assert not found, "\n".join(found)
    assert changed, "the shape changes no notice, so nothing was tested"


@pytest.mark.parametrize("name", BYTES)
def test_how_lines_end_and_text_is_stored_changes_nothing(name: str) -> None:
    found = [
        line for path in NOTICES for line in unlike(path, BYTES[name](untouched(path)[0].text))
    ]
    assert not found, "\n".join(found)


def drawn(path: Path) -> list[tuple[str, str]]:
    """Pairs of shapes, the same in every run."""
    draw = random.Random(f"{SEED} {path.stem}")  # noqa: S311 - no secret
    names = list(SHAPES)
    pairs = (sorted(draw.sample(range(len(names)), 2)) for _ in range(PAIRS))
    return [(names[first], names[second]) for first, second in pairs]


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: str(path.stem))
def test_pairs_of_shapes_change_nothing(path: Path) -> None:
    found = []
    for first, second in drawn(path):
        if not excepted(path, first, second, f"{first} {second}"):
            shaped = SHAPES[second](SHAPES[first](untouched(path)[0]))
            found += [f"{first}, {second}: {line}" for line in unlike(path, shaped.text)]
    assert not found, "\n".join(found)


def test_the_exceptions_are_of_known_shapes_and_notices() -> None:
    stems = {path.stem for path in NOTICES}
    for stem, names in EXCEPTIONS:
        assert stem in stems
        assert set(names.split()) <= set(SHAPES)
