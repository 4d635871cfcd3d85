"""The calendar: days, months, quarters, working days, and how standards write them.

Pure and without language: numbers and dates come in, dates and the notations of
ISO 8601-2 (EDTF) and RFC 5545 go out. Nothing here raises for a date that does not
exist; it gives ``None``.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - as in the model
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from notice_cli.patterns import Match
    from notice_cli.rules import Pack

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKING_WEEKDAYS = WEEKDAYS[:5]
# EDTF level 2 (ISO 8601-2:2019, 4.8): quarters are seasons 33 to 36, half-years 40 and 41.
_FIRST_QUARTER, _FIRST_HALF = 33, 40
_CENTURY = 2000
_SATURDAY = 5
# A day that has no year is sought so many years ahead: 29 February may be 8 years away.
_YEARS_AHEAD = 9
# RFC 5545 knows no quarters and no half-years: they are months at an interval.
_RECURRING = {
    "day": ("DAILY", 1),
    "week": ("WEEKLY", 1),
    "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3),
    "half": ("MONTHLY", 6),
    "year": ("YEARLY", 1),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """What dates are counted from.

    ``date`` is the reference date (of issue, else of the meeting, else given by the
    user), ``issued`` the day of issue, ``event`` that of the meeting; None if unknown.
    """

    date: Date | None = None
    issued: Date | None = None
    event: Date | None = None


class Days(NamedTuple):
    """A stretch of days, both ends included."""

    first: Date
    last: Date


def day(year: int, month: int, number: int) -> Date | None:
    """The date, or None if the calendar has no such day."""
    try:
        return Date(year, month, number)
    except ValueError:
        return None


def full_year(year: int) -> int:
    """A year as written: two digits stand for 20xx."""
    return year + _CENTURY if year < 100 else year  # noqa: PLR2004 - two digits


def month_days(year: int, month: int) -> Days:
    """The days of a month; months before 1 and after 12 lie in other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Days(Date(year, month, 1), Date(year, month, calendar.monthrange(year, month)[1]))


def months(year: int, first: int, last: int) -> Days:
    """The days from the first to the last of some months."""
    return Days(month_days(year, first).first, month_days(year, last).last)


def quarter_days(year: int, quarter: int) -> Days:
    """The days of a quarter, 1 to 4; others lie in other years."""
    return months(year, 3 * quarter - 2, 3 * quarter)


def week_days(inside: Date, length: int = 7) -> Days:
    """The first ``length`` days, from Monday on, of the week that ``inside`` lies in."""
    monday = inside - timedelta(days=inside.weekday())
    return Days(monday, monday + timedelta(days=length - 1))


def next_weekday(start: Date, weekday: int) -> Date:
    """The first such day of the week (0 is Monday) on or after ``start``."""
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def add_months(start: Date, count: int) -> Date:
    """The same day of another month, or the last that it has (Civil Code 2015, art. 148)."""
    first, last = month_days(start.year, start.month + count)
    return min(first + timedelta(days=start.day - 1), last)


def add_working_days(start: Date, count: int, holidays: Container[Date]) -> Date:
    """The ``count``-th working day after ``start``, which itself is not counted."""
    current = start
    while count > 0:
        current += timedelta(days=1)
        if current.weekday() < _SATURDAY and current not in holidays:
            count -= 1
    return current


def add(start: Date, count: int, unit: str) -> Date:
    """The end of a duration that begins the day after ``start`` (Civil Code, art. 147).

    Hours count as whole days. Raises ``KeyError`` for a unit that is no duration.
    """
    if unit == "hour":
        return start + timedelta(days=-(-count // 24))
    if unit in ("day", "week"):
        return start + timedelta(days=count * {"day": 1, "week": 7}[unit])
    return add_months(start, count * {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit])


@cache
def public_holidays(country: str) -> Container[Date]:
    """Public holidays and days in lieu of a country; empty if unknown.

    ``country`` is its code (ISO 3166-1), or that of a part of it ("GB-ENG", ISO 3166-2).
    """
    if not country:
        return frozenset()
    import holidays  # noqa: PLC0415 - slow, and few notices count in working days

    code, _, part = country.partition("-")
    found: Container[Date] = holidays.country_holidays(code, part or None)
    return found


def first_year(reference: Date, day_in: Callable[[int], Date | None]) -> int | None:
    """The first year in which ``day_in`` gives a day on or after the reference date."""
    for year in range(reference.year, reference.year + _YEARS_AHEAD):
        found = day_in(year)
        if found and found >= reference:
            return year
    return None


def edtf_period(days: Days) -> str:
    """A whole month, quarter, half-year or year as EDTF; anything else as an interval."""
    first, last = days
    wholes = {
        f"{first:%Y-%m}": month_days(first.year, first.month),
        f"{first.year}-{_FIRST_QUARTER + first.month // 3}": months(
            first.year, first.month, first.month + 2
        ),
        f"{first.year}-{_FIRST_HALF + first.month // 6}": months(
            first.year, first.month, first.month + 5
        ),
        str(first.year): months(first.year, 1, 12),
    }
    if (first.month - 1) % 3 == 0 or last.month == first.month:
        for text, whole in wholes.items():
            if days == whole:
                return text
    return edtf_days(days)


def edtf_days(days: Days) -> str:
    """A day, or an interval of days, as EDTF."""
    return str(days.first) if days.first == days.last else f"{days.first}/{days.last}"


def recurrence(  # noqa: PLR0913 - the parts of an RRULE that we use
    unit: str,
    interval: int = 1,
    *,
    in_months: Iterable[int] = (),
    month_days: Iterable[int] = (),
    weekdays: Iterable[str] = (),
    position: int = 0,
) -> str:
    """An RFC 5545 rule (3.3.10), without what the text does not say.

    ``unit`` is a day, week, month, quarter, half or year, ``weekdays`` holds codes as
    "FR" or "-1FR", ``position`` counts within the set that they make.
    """
    frequency, step = _RECURRING[unit]
    interval *= step
    parts = [f"FREQ={frequency}"]
    if interval > 1:
        parts.append(f"INTERVAL={interval}")
    for name, values in (("BYMONTH", in_months), ("BYMONTHDAY", month_days), ("BYDAY", weekdays)):
        text = ",".join(map(str, values))
        if text:
            parts.append(f"{name}={text}")
    if position:
        parts.append(f"BYSETPOS={position}")
    return ";".join(parts)


def number(text: str, pack: Pack) -> int | None:
    """A number in digits or in words (the table ``numbers``); None if it is neither."""
    text = " ".join(text.lower().split())
    if text.isascii() and text.isdigit():
        return int(text)
    numbers: Mapping[str, str] = pack.table("numbers")
    found = numbers.get(text)
    return int(found) if found is not None else None


def read_day(match: Match, text: str, pack: Pack) -> Date | None:
    """The date that the groups ``day``, ``month`` and ``year`` of a match name.

    None if one of the groups is missing or empty, or if there is no such day.
    """
    values: list[int] = []
    for name in ("year", "month", "day"):
        start, end = match.groups.get(name, (0, 0))
        value = number(text[start:end], pack) if end > start else None
        if value is None:
            return None
        values.append(value)
    return day(full_year(values[0]), values[1], values[2])
