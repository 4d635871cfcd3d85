"""What ``notice eval`` prints: the tallies as a table or as JSON, and the misses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import orjson

from notice_cli.scores import figure, tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notice_cli.scores import Tally, Verdict

Json: TypeAlias = Any

_COUNTS = ("right", "wrong", "missing", "extra", "absent")
_NAME = 29
_WIDTH = 8


class Measured(NamedTuple):
    """One notice that was compared: its gold file and the verdicts."""

    file: str
    verdicts: Sequence[Verdict]


def scores(measured: Iterable[Measured]) -> dict[str, Tally]:
    """The tallies over all notices."""
    return tallies(verdict for one in measured for verdict in one.verdicts)


def table(measured: Sequence[Measured], *, misses: bool = False) -> str:
    """The tallies, a line a field; what gold says nothing of is named below them."""
    found = scores(measured)
    told = {name: tally for name, tally in found.items() if tally.judged or tally.absent}
    lines = [_line("field", *_COUNTS, "share")]
    for name, tally in told.items():
        counts = [str(getattr(tally, key)) for key in _COUNTS]
        # A part of the row above it, as the number is of the header.
        shown = f"  {name}" if "." in name else name
        lines.append(_line(shown, *counts, _decimal(figure(name, tally))))
    lines += ["", *_summary(found, len(measured))]
    silent = [name for name in found if name not in told]
    if silent:
        lines.append(f"not in the gold: {', '.join(silent)}")
    if misses:
        lines += ["", *(_miss(one.file, v) for one in measured for v in one.verdicts if v.is_miss)]
    return "".join(f"{line}\n" for line in lines)


def to_json(measured: Sequence[Measured], *, misses: bool = False) -> bytes:
    """The same as one JSON document."""
    document: dict[str, Json] = {
        "notices": len(measured),
        "fields": {name: _tally(name, tally) for name, tally in scores(measured).items()},
    }
    if misses:
        document["misses"] = [
            {
                "file": one.file,
                "task": verdict.task,
                "field": verdict.field,
                "outcome": verdict.outcome,
                "expected": verdict.expected,
                "got": verdict.got,
            }
            for one in measured
            for verdict in one.verdicts
            if verdict.is_miss
        ]
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def below(found: dict[str, Tally], floors: Iterable[tuple[str, float]]) -> list[str]:
    """Which floors are not reached, and by how much."""
    told = []
    for name, floor in floors:
        reached = figure(name, found[name])
        if reached is None:
            told.append(f"{name}: {floor} is not reached, the gold says nothing of it")
        elif reached < floor:
            told.append(f"{name}: {_decimal(reached, 4)} is below {floor}")
    return told


def _summary(found: dict[str, Tally], notices: int) -> list[str]:
    tasks, due = found["tasks"], found["due_date_not_wrong"]
    lines = [f"notices: {notices}"]
    if tasks.judged:
        lines.append(
            f"tasks: precision {_decimal(tasks.precision)}, recall {_decimal(tasks.recall)}, "
            f"F1 {_decimal(tasks.f1)} (their share above)"
        )
    if due.judged:
        rate = _decimal(100 * due.wrong / due.judged, 1)
        lines.append(f"wrong due dates: {due.wrong} in {due.judged} tasks, {rate} in 100")
    return lines


def _line(name: str, *cells: str) -> str:
    return name.ljust(_NAME) + "".join(cell.rjust(_WIDTH) for cell in cells)


def _miss(file: str, verdict: Verdict) -> str:
    expected, got = _value(verdict.expected), _value(verdict.got)
    place = " ".join(filter(None, (verdict.task, verdict.field)))
    return f"{file}: {place}: {verdict.outcome}: expected {expected}, got {got}"


def _value(value: Json) -> str:
    return "nothing" if value is None else orjson.dumps(value).decode()


def _tally(name: str, tally: Tally) -> dict[str, Json]:
    return {
        **{key: getattr(tally, key) for key in _COUNTS},
        "precision": _rounded(tally.precision),
        "recall": _rounded(tally.recall),
        "f1": _rounded(tally.f1),
        "share": _rounded(figure(name, tally)),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _decimal(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
