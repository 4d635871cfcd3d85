"""What time expressions mean: from an entity's groups to days, clocks, durations.

An entity comes from a rule of the kind ``times``: its groups hold numbers and words,
the rule's ``is`` what they stand for. A value is a number, or an offset from the
reference ("this", "next": the table ``relative``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date as Date  # noqa: N812 - as in the model
from datetime import timedelta
from typing import TYPE_CHECKING

from notice_cli import dates
from notice_cli.dates import Days

if TYPE_CHECKING:
    from notice_cli.dates import Reference
    from notice_cli.entities import Entity, Reading
    from notice_cli.rules import Pack

_MONTHS, _QUARTERS = range(1, 13), range(1, 5)
_NOON, _MIDNIGHT, _MINUTES = 12, 24, 60
# A date of which no digit is sure, in EDTF.
UNREADABLE = "XXXX-XX-XX"
# Any year that has all days of the calendar.
_LEAP_YEAR = 2000

# Which day of a stretch must not lie before the reference date.
Aim = Callable[[Days], Date]


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a period, resolved.

    ``days`` is None where it could not be resolved (``problem`` says why). ``named``:
    a day is named, not a period; ``vague``: which day is meant is law or habit, not
    text. ``day`` and ``month`` are the numbers as written, for what recurs each month
    or year; ``weekday`` is 0 for Monday. ``yearly`` is False where a year is given,
    ``bare_year`` is True where nothing but a year is.
    """

    days: Days | None
    unit: str = "day"
    named: bool = False
    vague: bool = False
    bare_year: bool = False
    yearly: bool = True
    edtf: str | None = None
    inferred: tuple[str, ...] = ()
    problem: str | None = None
    day: int | None = None
    month: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """So many units; ``working`` for working days."""

    count: int
    unit: str
    working: bool = False


def last_day(days: Days) -> Date:
    """The aim of most operators: the last day of the stretch."""
    return days.last


class Words:
    """The groups of one entity as numbers and offsets.

    A group may hold more than its value ("/ 2025", "of next"): the last words count.
    """

    def __init__(self, entity: Entity, reading: Reading, pack: Pack) -> None:
        """Keep the entity and what it is read with."""
        self.kind, self.meaning = entity.kind, entity.match.rule.meaning
        self.pack = pack
        self._groups, self._folded = entity.match.groups, reading.folded

    def text(self, name: str) -> str | None:
        """A group's words in small letters, without what joins them to others."""
        span = self._groups.get(name)
        return self._folded[span[0] : span[1]].lower().strip(" ,./-") if span else None

    def _last_words(self, name: str) -> list[str]:
        words = (self.text(name) or "").split()
        return [" ".join(words[at:]) for at in range(len(words))]

    def number(self, name: str) -> int | None:
        """A group's number, in digits or in words."""
        found = (dates.number(text, self.pack) for text in self._last_words(name))
        return next((value for value in found if value is not None), None)

    def offset(self, name: str) -> int | None:
        """0 for "this", 1 for "next"; None for a number or for nothing."""
        known = self.pack.table("relative")
        return next((int(known[t]) for t in self._last_words(name) if t in known), None)

    def weekday(self) -> int | None:
        """The day of the week, 0 for Monday."""
        code = self.pack.table("weekdays").get(self.text("weekday"))
        return dates.WEEKDAYS.index(code) if code in dates.WEEKDAYS else None


def moment(
    words: Words, reference: Reference, *, aim: Aim = last_day, until: Date | None = None
) -> Moment:
    """What a date, a period or a day of the week means.

    A missing year is the first in which ``aim`` gives a day on or after the reference
    date; with ``until``, the last in which the stretch begins on or before that day.
    """
    meaning, today = words.meaning, reference.date
    known = Moment(
        None,
        unit=meaning.get("unit", "day"),
        named=words.kind in ("date", "weekday"),
        day=words.number("day"),
        month=words.number("month"),
        weekday=words.weekday(),
    )
    if "unknown" in meaning:
        # EDTF has a sign for digits that are not known.
        text = UNREADABLE if meaning["unknown"] == "unreadable-date" else None
        return replace(known, problem=meaning["unknown"], edtf=text)
    vague = meaning.get("part") in ("start", "middle") and "of" not in meaning
    known = replace(known, vague=vague)
    if words.kind == "period" and known.unit == "year" and "part" not in meaning:
        known = replace(known, bare_year=True)
    stretch = _relative(words)
    if stretch is not None:
        problem = "no-reference-date" if today is None else "invalid-date"
        return _settle(known, stretch(today) if today else None, problem)
    year, build = _year(words, today), _builder(words)
    if year is not None:
        return _settle(replace(known, yearly=False), build(year), "invalid-date")
    if words.text("year"):
        return replace(known, problem="no-reference-date")
    if until:
        # The year that stands at the end of an interval is that of its beginning, too.
        years = (until.year, until.year - 1)
        days = next((d for y in years if (d := build(y)) and d.first <= until), None)
        return _settle(known, days, "invalid-date")
    return _infer_year(known, build, today, aim)


def _settle(known: Moment, days: Days | None, problem: str) -> Moment:
    if days is None:
        return replace(known, problem=problem)
    text = dates.edtf_days(days) if known.named else dates.edtf_period(days)
    return replace(known, days=days, edtf=f"{text}~" if known.vague else text)


def _infer_year(
    known: Moment, build: Callable[[int], Days | None], today: Date | None, aim: Aim
) -> Moment:
    if today is None:
        if build(_LEAP_YEAR) is None:
            return replace(known, problem="invalid-date")
        text = f"XXXX-{known.month:02}-{known.day:02}" if known.month and known.day else None
        return replace(known, edtf=text, problem="no-reference-date")
    year = dates.first_year(today, lambda y: aim(days) if (days := build(y)) else None)
    if year is None:
        return replace(known, problem="invalid-date")
    return _settle(replace(known, inferred=("year",)), build(year), "invalid-date")


def _year(words: Words, today: Date | None) -> int | None:
    offset = words.offset("year")
    if offset is not None:
        return today.year + offset if today else None
    year = words.number("year")
    return dates.full_year(year) if year is not None else None


def _relative(words: Words) -> Callable[[Date], Days | None] | None:
    """How the days follow from the reference date, if they do ("next month")."""
    meaning, code = words.meaning, words.weekday()
    if "add" in meaning:
        later = timedelta(days=meaning["add"])
        return lambda today: _one(today + later)
    week, month, quarter = (words.offset(name) for name in ("week", "month", "quarter"))
    if week is not None:
        return lambda today: _in_week(words, today + timedelta(days=7 * week))
    if code is not None:
        return lambda today: _one(dates.next_weekday(today, code))
    if month is not None:
        return lambda today: _in_month(words, today.year, today.month + month)
    if quarter is None:
        return None
    return lambda today: _part(
        dates.quarter_days(today.year, (today.month + 2) // 3 + quarter), words
    )


def _in_week(words: Words, inside: Date) -> Days | None:
    """A day of a week, or as much of the week as counts (the table ``week_days``)."""
    code = words.weekday()
    if code is None:
        return _part(dates.week_days(inside, int(words.pack.table("week_days", "7"))), words)
    return _one(dates.week_days(inside).first + timedelta(days=code))


def _one(day: Date) -> Days:
    return Days(day, day)


def _builder(words: Words) -> Callable[[int], Days | None]:
    """How the days follow from the year; a number that no calendar has gives None."""
    month, quarter = words.number("month"), words.number("quarter")
    if month is not None:
        return lambda year: _in_month(words, year, month) if month in _MONTHS else None
    if words.text("month") or words.text("day"):
        return lambda _: None
    if quarter is not None:
        first = words.number("first") or quarter
        if first not in _QUARTERS or quarter not in _QUARTERS or first > quarter:
            return lambda _: None
        return lambda year: _part(dates.months(year, 3 * first - 2, 3 * quarter), words)
    return lambda year: _part(dates.months(year, 1, 12), words)


def _in_month(words: Words, year: int, month: int) -> Days | None:
    """A day, some days or the whole of a month."""
    whole = dates.month_days(year, month)
    number, first = words.number("day"), words.number("first")
    if number is None:
        if words.text("day"):
            return None
        if first is not None and 0 < first < month:
            whole = dates.months(year, first, month)
        return _part(whole, words)
    last = dates.day(whole.first.year, whole.first.month, number)
    if last is None or first is None:
        return _one(last) if last else None
    # "From the 28th to the 5th of November" begins in the month before.
    begins = dates.month_days(year, month - 1) if first > number else whole
    start = dates.day(begins.first.year, begins.first.month, first)
    return Days(start, last) if start else None


def _part(whole: Days, words: Words) -> Days | None:
    """The part of a stretch that the rule names: its first days, its end, so many months."""
    first, last = whole
    meaning, count = words.meaning, words.number("count")
    part = meaning.get("part")
    if count is not None:
        return _counted(whole, count, words)
    if "first" in meaning:
        start = first + timedelta(days=meaning["first"] - 1)
        end = meaning.get("last")
        return Days(start, first + timedelta(days=end - 1) if end else last)
    # Civil Code 2015, art. 146: beginning, middle and end of a month or a year are days.
    if part == "start":
        return _one(first)
    if part == "middle":
        month = first.month == last.month
        return _one(first + timedelta(days=14) if month else Date(first.year, 6, 30))
    return _one(last) if part == "end" else whole


def _counted(whole: Days, count: int, words: Words) -> Days | None:
    """The first or the last ``count`` days or months of a stretch."""
    first, last = whole
    from_start = words.meaning.get("part") == "start"
    if words.meaning.get("of") == "month":
        size = (last.year - first.year) * 12 + last.month - first.month + 1
        if not 0 < count <= size:
            return None
        if from_start:
            return dates.months(first.year, first.month, first.month + count - 1)
        return dates.months(last.year, last.month - count + 1, last.month)
    if not 0 < count <= (last - first).days:
        return None
    days = timedelta(days=count - 1)
    return Days(first, first + days) if from_start else Days(last - days, last)


def clock(words: Words) -> str | None:
    """A time of day as HH:MM, up to 24:00; None if there is no such time."""
    hour, minute = words.number("hour"), words.number("minute") or 0
    if hour is None:
        return None
    if hour < _NOON:
        hour += words.meaning.get("add", 0)
    if hour > _MIDNIGHT or minute >= _MINUTES or (hour == _MIDNIGHT and minute):
        return None
    return f"{hour:02}:{minute:02}"


def duration(words: Words) -> Duration | None:
    """How long; a full hour of the day ("24 hours") also counts as hours."""
    if words.kind == "clock":
        hours = words.number("hour")
        return Duration(hours, "hour") if hours and not words.text("minute") else None
    count = words.number("count") or words.meaning.get("count", 1)
    return Duration(count, words.meaning["unit"], bool(words.meaning.get("working")))


def every(words: Words) -> tuple[str, int] | None:
    """Unit and interval of a recurrence; None where the text leaves them open."""
    if "unknown" in words.meaning:
        return None
    return words.meaning["unit"], words.number("count") or words.meaning.get("count", 1)
