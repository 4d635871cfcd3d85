"""The deadlines of a paragraph, and what they come to for a task.

The rules of the kind ``deadlines`` say which phrases are deadlines and how a date
bounds them; ``times`` says which days an expression means, ``bounds`` and
``recurring`` put both together as the output contract asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli.bounds import bounded, forbids
from notice_cli.drafts import Draft, Phrase, extent
from notice_cli.model import Deadline, DeadlineType, Diagnostic, Severity
from notice_cli.recurring import join, recurring
from notice_cli.times import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date as Date  # noqa: N812 - as in the model

    from notice_cli.dates import Reference
    from notice_cli.entities import Reading
    from notice_cli.patterns import Match
    from notice_cli.rules import Pack
    from notice_cli.trace import Trace

_UNREAD = "unreadable-date"
_MESSAGES: dict[str, tuple[Severity, str]] = {
    "invalid-date": ("warning", "the calendar has no such day"),
    "unreadable-date": ("warning", "a digit of it cannot be read; look at the scanned page"),
    "lunar-date": ("info", "a day of the lunar calendar is not converted"),
    "vague-period": ("info", "the words do not say which days these are"),
    "no-reference-date": ("warning", "it needs a reference date, and none is known"),
    "deadline-before-document": ("warning", "this day lies before the reference date"),
    "weekday-mismatch": ("warning", "the day of the week and the date disagree"),
    "approximate-date": ("info", "the day is set by law or habit, not by the text"),
    "unknown-anchor": ("info", "the day that this duration counts from is not known"),
    "working-days": ("info", "counted without weekends, public holidays and days in lieu"),
}


def find(
    reading: Reading, pack: Pack, reference: Reference
) -> tuple[list[Deadline], list[Diagnostic]]:
    """The deadlines of a paragraph in the order of the text, and what is doubtful in them.

    Where phrases overlap the earliest counts, then the longest, then the first rule.
    The words of an event are open-ended: they yield to anything else that begins at
    the same place, and end where another deadline begins.
    """
    matches = sorted(pack.matcher("deadlines").find(reading.coded), key=_rank)
    candidates = [(match, _draft(match, reading, pack, reference)) for match in matches]
    drafts: list[Draft] = []
    end = 0
    trace = pack.trace
    last: Match | None = None
    for match, draft in candidates:
        start, stop = extent(match)
        if start < end:
            if trace:
                trace.lose(match, "overlapped", last, reading.text)
            continue
        if draft:
            kept = _until_next(draft, candidates, reading) if _is_event(match) else draft
            drafts.append(kept)
            end, last = kept.end, match
        elif _is_none(match) and forbids(Phrase(match, reading, pack, reference)):
            end, last = stop, match
        elif trace:
            trace.lose(match, "no-deadline", None, reading.text)
    found, drafts = drafts, join(drafts, reading)
    if trace:
        _tell(found, drafts, reading, trace)
    told = [one for draft in drafts for one in _diagnostics(draft)]
    return [draft.deadline for draft in drafts], [*told, *_unread(reading, found)]


def _unread(reading: Reading, found: Sequence[Draft]) -> list[Diagnostic]:
    """What to tell of days that cannot be read and belong to no deadline."""
    severity, message = _MESSAGES[_UNREAD]
    spans = [
        (entity.start, entity.end)
        for entity in reading.entities
        if entity.match.rule.meaning.get("unknown") == _UNREAD
        and not any(draft.start <= entity.start < draft.end for draft in found)
    ]
    return [
        Diagnostic(
            severity,
            _UNREAD,
            f'"{reading.text.value[start:end]}": {message}',
            reading.text.span(start, end),
        )
        for start, end in spans
    ]


def _tell(found: Iterable[Draft], drafts: Sequence[Draft], reading: Reading, trace: Trace) -> None:
    """Note what gave each deadline, and what was none for want of a recurrence."""
    for draft in drafts:
        trace.give(("deadline", draft.deadline.span), draft.matches, reading.text)
    kept = {id(match) for draft in drafts for match in draft.matches}
    for match in (match for draft in found for match in draft.matches):
        if id(match) not in kept:
            trace.lose(match, "needs-recurrence", None, reading.text)


def resolve(match: Match, reading: Reading, pack: Pack, reference: Reference) -> Deadline | None:
    """What one match means by itself; None where it turns out to be no deadline."""
    draft = _draft(match, reading, pack, reference)
    return draft.deadline if draft and not draft.waits else None


def is_continuous(reading: Reading, pack: Pack) -> bool:
    """Whether the paragraph tells somebody to do something all the time."""
    # Read without masks: a name that is only partly known must not hide what it says.
    return pack.matcher("continuous").first(reading.folded) is not None


def due_date(deadlines: Iterable[Deadline]) -> Date | None:
    """The earliest date; what recurs has none.

    None where a date cannot be read: it may be the earliest.
    """
    deadlines = list(deadlines)
    if any(deadline.edtf == UNREADABLE for deadline in deadlines):
        return None
    return min((deadline.date for deadline in deadlines if deadline.date), default=None)


def deadline_type(
    deadlines: Iterable[Deadline],
    continuous: bool,  # noqa: FBT001 - what a task has beside its deadlines
) -> DeadlineType:
    """The first kind that applies: dated, recurring, event, continuous, none.

    A date that could not be read is a date all the same; a beginning alone is none.
    """
    operators = {deadline.operator for deadline in deadlines}
    if operators - {"recurring", "event", "from"}:
        return "dated"
    if "recurring" in operators:
        return "recurring"
    if "event" in operators:
        return "event"
    return "continuous" if continuous else "none"


def _rank(match: Match) -> tuple[int, bool, int]:
    start, end = extent(match)
    return start, _is_event(match), -end


def _is_event(match: Match) -> bool:
    return bool(match.rule.meaning["operator"] == "event")


def _is_none(match: Match) -> bool:
    return bool(match.rule.meaning["operator"] == "none")


def _draft(match: Match, reading: Reading, pack: Pack, reference: Reference) -> Draft | None:
    if _is_none(match):
        return None
    phrase = Phrase(match, reading, pack, reference)
    is_recurring = match.rule.meaning["operator"] == "recurring"
    return recurring(phrase) if is_recurring else bounded(phrase)


def _until_next(
    draft: Draft, candidates: Iterable[tuple[Match, Draft | None]], reading: Reading
) -> Draft:
    """An event without the deadline that follows in its words."""
    others = [
        other.start
        for match, other in candidates
        if other and not other.waits and not _is_event(match) and draft.start < other.start
    ]
    end = min([draft.end, *others])
    return draft.until(end, reading) if end < draft.end else draft


def _diagnostics(draft: Draft) -> list[Diagnostic]:
    deadline = draft.deadline
    made = []
    for code in dict.fromkeys(draft.codes):
        severity, message = _MESSAGES[code]
        made.append(Diagnostic(severity, code, f'"{deadline.text}": {message}', deadline.span))
    return made
