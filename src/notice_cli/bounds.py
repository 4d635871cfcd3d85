"""How a phrase bounds a task in time: up to a day, from a day, so long, until an event."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date as Date  # noqa: N812 - as in the model
from datetime import timedelta
from typing import TYPE_CHECKING

from notice_cli import dates, times
from notice_cli.dates import Days
from notice_cli.times import Moment

if TYPE_CHECKING:
    from notice_cli.drafts import Draft, Phrase
    from notice_cli.model import Deadline, Operator

_DAY = timedelta(days=1)
_MARKS = re.compile("[,;:.()\n]")


def bounded(phrase: Phrase) -> Draft | None:
    """What a phrase means that tells no recurrence; None where it is no deadline."""
    operator: Operator = phrase.meaning["operator"]
    if operator == "event" or phrase.meaning.get("anchor") == "other":
        return _event(phrase)
    if "duration" in phrase.groups:
        return _duration(phrase, operator)
    if operator == "from":
        return _from(phrase)
    return _dated(phrase, operator)


def forbids(phrase: Phrase) -> bool:
    """Whether the words of a phrase are no deadline (operator `none`).

    With `past: true` only where the day that they name lies before the reference date.
    """
    if not phrase.meaning.get("past"):
        return True
    end, today = phrase.moment("end"), phrase.reference.date
    return bool(end and end.days and today and end.days.last < today)


def _event(phrase: Phrase) -> Draft | None:
    """Bound to something that happens: no date. In a clause of purpose it bounds nothing."""
    if _is_purpose(phrase):
        return None
    codes = (phrase.meaning["unknown"],) if "unknown" in phrase.meaning else ()
    _end_event(phrase)
    today = phrase.reference.date if phrase.meaning.get("anchor") == "now" else None
    inferred = ("start",) if today else ()
    deadline = phrase.deadline("event", start=today, anchor=phrase.anchor(), inferred=inferred)
    return phrase.draft(deadline, codes)


def _is_purpose(phrase: Phrase) -> bool:
    """Whether a clause of purpose (the table `purpose_words`) runs up to a phrase."""
    clause = _MARKS.split(phrase.reading.coded[: phrase.start])[-1].lower().split()
    return any(word in clause for word in phrase.pack.table("purpose_words", []))


def _end_event(phrase: Phrase) -> None:
    """End the event's words where another clause begins (the table `clause_words`)."""
    text = phrase.reading.coded[: phrase.end].lower()
    begin = phrase.groups.get("anchor", (phrase.start,))[0]
    found = (text.find(f" {word} ", begin + 1) for word in phrase.pack.table("clause_words", []))
    phrase.end = min([phrase.end, *(at for at in found if at > begin)])


def _dated(phrase: Phrase, operator: Operator) -> Draft | None:
    end = phrase.moment("end", _aim(operator))
    if end is None:
        return None
    begin = _begin(phrase, end)
    if begin and begin.days and not begin.inferred and end.inferred:
        end = phrase.moment("end", _aim(operator), since=begin.days.first) or end
    if _is_horizon(phrase, end) or (end.days and _is_old(phrase, end.days.last)):
        return None
    if phrase.meaning.get("several") and not _is_several(end):
        return None
    codes = [moment.problem for moment in (end, begin) if moment and moment.problem]
    if end.days is None:
        deadline = phrase.deadline(
            operator, time=phrase.clock(), edtf=end.edtf, inferred=end.inferred
        )
        return phrase.draft(deadline, codes, end)
    deadline = _resolved(phrase, operator, end.days, end, begin)
    date, weekday = deadline.date, phrase.weekday()
    if end.vague:
        codes.append("approximate-date")
    codes += _before_document(phrase, date)
    if end.named and date and weekday is not None and weekday != date.weekday():
        codes.append("weekday-mismatch")
    return phrase.draft(deadline, codes, end)


def _aim(operator: Operator) -> times.Aim:
    """Which day of a stretch must not lie before the reference date."""
    if operator == "before":
        return lambda days: days.last if days.first == days.last else days.first - _DAY
    return times.last_day


def _begin(phrase: Phrase, end: Moment) -> Moment | None:
    """The stated beginning of an interval."""
    if "start" in phrase.groups:
        return phrase.moment("start", until=end.days.last if end.days else None)
    today = phrase.reference.date
    if phrase.meaning.get("anchor") == "now" and today:
        return Moment(Days(today, today), inferred=("start",))
    if _is_several(end):
        return replace(end, inferred=())
    return None


def _is_several(moment: Moment) -> bool:
    """Whether a date names several days, not one or a period."""
    return bool(moment.named and moment.days and moment.days.first < moment.days.last)


def _is_horizon(phrase: Phrase, moment: Moment) -> bool:
    """Whether only a year is named where the rule takes none."""
    return moment.bare_year and phrase.meaning.get("bare_year") is False


def _is_old(phrase: Phrase, day: Date) -> bool:
    """Whether a day lies too far back to be a deadline."""
    today = phrase.reference.date
    past = phrase.meaning.get("past") is not False
    limit = int(phrase.pack.table("stale_days", "365")) if past else 0
    return today is not None and day < today - timedelta(days=limit)


def _before_document(phrase: Phrase, day: Date | None) -> list[str]:
    today = phrase.reference.date
    return ["deadline-before-document"] if day and today and day < today else []


def _resolved(
    phrase: Phrase, operator: Operator, days: Days, end: Moment, begin: Moment | None
) -> Deadline:
    """A deadline whose days are known."""
    clock = phrase.clock()
    date = last = days.last
    if operator == "before" and not end.named:
        # "Before December" names no day: the last day before it counts.
        whole = days.first < days.last or (end.vague and days.first.day == 1)
        date = last = days.first - _DAY if whole else days.last
    elif operator == "before" and clock is None:
        last = date - _DAY
    start = begin.days.first if begin and begin.days and begin.days.first <= date else None
    if start and operator == "on":
        operator = "by"
    return phrase.deadline(
        operator,
        date=date,
        last_day=last,
        start=start,
        time=clock,
        edtf=_edtf(operator, end, date, start),
        inferred=[*(begin.inferred if begin else ()), *end.inferred],
    )


def _edtf(operator: Operator, end: Moment, date: Date, start: Date | None) -> str | None:
    if start:
        return dates.edtf_days(Days(start, date))
    if operator == "before" and not end.named:
        return f"../{date}"
    return end.edtf if operator in ("within", "on") or end.vague else str(date)


def _from(phrase: Phrase) -> Draft | None:
    """Only a beginning: nothing is due."""
    start = phrase.moment("start", aim=lambda days: days.first)
    if start is None or _is_horizon(phrase, start):
        return None
    if start.days is None:
        deadline = phrase.deadline("from", time=phrase.clock(), inferred=start.inferred)
        return phrase.draft(deadline, [start.problem] if start.problem else [])
    first, last = start.days
    if start.named and first < last:
        # "From the 15th to the 30th of October" is one entity: an interval.
        names = {"start": "end"}
        phrase.groups = {names.get(name, name): span for name, span in phrase.groups.items()}
        return _dated(phrase, "by")
    if _is_old(phrase, first):
        return None
    deadline = phrase.deadline(
        "from", start=first, time=phrase.clock(), edtf=f"{first}/..", inferred=start.inferred
    )
    return phrase.draft(deadline)


def _duration(phrase: Phrase, operator: Operator) -> Draft | None:
    """So many days from the issue, the meeting or a date."""
    entity = phrase.entity("duration")
    length = times.duration(times.Words(entity, phrase.reading, phrase.pack)) if entity else None
    if length is None:
        return None
    begin, inferred = _counted_from(phrase)
    if begin is None:
        return phrase.draft(phrase.deadline(operator, anchor=phrase.anchor()), ["unknown-anchor"])
    codes = []
    if length.working:
        holidays = dates.public_holidays(phrase.pack.table("holidays", ""))
        date = dates.add_working_days(begin, length.count, holidays)
        codes.append("working-days")
    else:
        date = dates.add(begin, length.count, length.unit)
    codes += _before_document(phrase, date)
    deadline = phrase.deadline(
        operator, date=date, edtf=str(date), anchor=phrase.anchor(), inferred=inferred
    )
    return phrase.draft(deadline, codes)


def _counted_from(phrase: Phrase) -> tuple[Date | None, tuple[str, ...]]:
    """The day that a duration counts from, and what was inferred for it."""
    anchor, reference = phrase.meaning.get("anchor"), phrase.reference
    if anchor == "given":
        given = phrase.moment("start")
        return (given.days.last, given.inferred) if given and given.days else (None, ())
    if anchor == "receipt":
        # Nobody knows the day of receipt: it is taken to be that of the issue.
        return reference.issued, ("anchor",)
    known = {"issued": reference.issued, "event": reference.event, "now": reference.date}
    return known.get(str(anchor)), ()
