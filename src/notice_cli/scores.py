"""How right a reading is: verdicts, value by value, and their tallies by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Json: TypeAlias = Any
# right: the value; absent: rightly nothing; wrong: another value; missing: nothing where
# gold has a value; extra: a value where gold has nothing.
Outcome = Literal["right", "absent", "wrong", "missing", "extra"]

HEADER = (
    "type_name",
    "type_code",
    "code",
    "code_number",
    "code_notation",
    "organ_name",
    "superior_organ_name",
    "place",
    "issued_date",
    "subject",
    "priority",
    "secrecy",
    "organ_name_source",
)
SIGNATURE = ("competence", "position", "full_name")

# What the report shows, in its order. `header` and `signature` sum up the rows that bear
# their name, `due_date_not_wrong` is told from `due_date`.
FIELDS = (
    "tasks",
    "task_id",
    "text",
    "text_ends",
    "heading",
    "leads",
    "coordinators",
    "assignee_source",
    "due_date",
    "due_date_not_wrong",
    "deadlines",
    "deadline_text",
    "deadline_start",
    "deadline_time",
    "deadline_type",
    "recurrence",
    "report_to",
    "task_references",
    "targets",
    "references",
    "header",
    *(f"header.{name}" for name in HEADER),
    "event_date",
    "concluded_by",
    "participants",
    "recipients",
    "archive",
    "signature",
    *(f"signature.{name}" for name in SIGNATURE),
    "outline",
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One value judged: of which field and task, what gold holds, what was read."""

    field: str
    outcome: Outcome
    task: str | None
    expected: Json
    got: Json

    @property
    def is_miss(self) -> bool:
        """Whether it is not as gold has it."""
        return self.outcome in ("wrong", "missing", "extra")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many values of a field are right, wrong, missing, extra, or rightly absent."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    extra: int = 0
    absent: int = 0

    @property
    def judged(self) -> int:
        """The values that gold or the document holds; what is rightly absent is none."""
        return self.right + self.wrong + self.missing + self.extra

    @property
    def share(self) -> float | None:
        """The right ones among these; None where there are none."""
        return self.right / self.judged if self.judged else None

    @property
    def precision(self) -> float | None:
        """The right ones among those that were read."""
        return _ratio(self.right, self.right + self.wrong + self.extra)

    @property
    def recall(self) -> float | None:
        """The right ones among those that gold holds."""
        return _ratio(self.right, self.right + self.wrong + self.missing)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return _ratio(2 * self.right, 2 * (self.right + self.wrong) + self.missing + self.extra)


def tallies(verdicts: Iterable[Verdict]) -> dict[str, Tally]:
    """The tally of each field in ``FIELDS``, in that order."""
    counts: dict[tuple[str, Outcome], int] = {}
    for verdict in verdicts:
        group, dot, _ = verdict.field.partition(".")
        for name in (verdict.field, group) if dot else (group,):
            key = (name, verdict.outcome)
            counts[key] = counts.get(key, 0) + 1
    found = {name: _tally(name, counts) for name in FIELDS}
    due = found["due_date"]
    found["due_date_not_wrong"] = Tally(
        right=due.right + due.missing + due.absent, wrong=due.wrong + due.extra
    )
    return found


def figure(name: str, tally: Tally) -> float | None:
    """The one figure of a field: the share of right values, but F1 for the tasks."""
    return tally.f1 if name == "tasks" else tally.share


def _tally(name: str, counts: Mapping[tuple[str, Outcome], int]) -> Tally:
    return Tally(
        *(counts.get((name, o), 0) for o in ("right", "wrong", "missing", "extra", "absent"))
    )


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
