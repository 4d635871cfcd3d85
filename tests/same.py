"""Whether a notice in another shape says the same: what must be equal, and where it is not."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from conftest import ROOT, SEEDS
from laid import Laid, lay
from notice_cli import load_rules, parse
from notice_cli.detection import choose

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


# Notices in English; they are read with the rules of both languages.
ENGLISH = sorted(
    [
        *(ROOT / "samples" / "en").glob("*.txt"),
        *(ROOT / "tests" / "english" / "unseen").glob("*.txt"),
    ]
)


# Notices that were written to measure by. There are many, so not each meets every shape.
LATER = sorted(
    [
        *(ROOT / "tests" / "notices").glob("unseen*/*.txt"),
        *(ROOT / "tests" / "english" / "unseen-2").glob("*.txt"),
    ]
)


@cache
def rules() -> Pack:
    return load_rules()


@cache
def both() -> Pack:
    return load_rules("vi", "en")


def rules_for(path: Path) -> Pack:
    """The rules that a notice is read with."""
    return both() if "en" in path.parts or "english" in path.parts else rules()


def folded(text: str | None) -> str:
    """Letters and digits of a text, whatever its spelling of tones, dashes and spaces."""
    fold = rules().fold
    text = unicodedata.normalize("NFKC", re.sub("[\u200b\u00ad]", "", text or ""))
    return "".join(char for char in fold(text).lower() if char.isalnum())


def facts(notice: Notice) -> dict[str, Any]:
    """What must be the same."""
    signature, document, event = notice.signature, notice.document, notice.event
    spoke = event.concluded_by
    return {
        "tasks": [
            {
                "id": task.id,
                "text": folded(task.text),
                "assignees": [(folded(one.name), one.role, one.source) for one in task.assignees],
                "due_date": task.due_date,
                "deadline_type": task.deadline_type,
                "deadlines": [
                    (one.operator, one.date, one.start, one.time, one.recurrence)
                    for one in task.deadlines
                ],
                "report_to": [folded(name) for name in task.report_to],
                "targets": [(one.value, folded(one.unit)) for one in task.targets],
                "references": len(task.references),
            }
            for task in notice.tasks
        ],
        "references": [
            (folded(one.type_name), folded(one.code), one.date) for one in notice.references
        ],
        "recipients": [
            (folded(entry.name), folded(entry.purpose)) for entry in notice.recipients.entries
        ],
        "archive": folded(notice.recipients.archive),
        "signature": [
            *map(folded, signature.competence),
            folded(signature.position),
            folded(signature.full_name),
        ],
        "document": [
            document.issued_date,
            *map(
                folded,
                (
                    document.type_name,
                    document.code,
                    document.code_notation,
                    document.organ_name,
                    document.superior_organ_name,
                    document.place,
                    document.subject,
                    document.priority,
                    document.secrecy,
                ),
            ),
        ],
        "event": [
            event.date,
            folded(spoke.full_name if spoke else None),
            folded(spoke.position if spoke else None),
            *map(folded, event.participants),
        ],
    }


@cache
def untouched(path: Path) -> tuple[Laid, dict[str, Any]]:
    text = path.read_text("utf-8")
    pack, _ = choose(rules_for(path), text)
    return lay(text, pack), facts(parse(text, rules=rules_for(path)))


def unlike(path: Path, data: str | bytes) -> list[str]:
    """Where a notice in another shape differs from the untouched one."""
    before, after = untouched(path)[1], facts(parse(data, rules=rules_for(path)))
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
