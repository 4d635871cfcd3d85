"""The days on which something that recurs falls due, between two days."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Which months end a quarter, a half-year, a year.
_ENDS = {3: "3,6,9,12", 6: "6,12", 12: "12"}
# Deadlines recur on days; what recurs each second would take until the end of time.
_UNITS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
# February may end with it.
_SHORTEST = 28


def days(rule: str, since: date, first: date, last: date) -> Iterator[date]:
    """The days of an RFC 5545 rule from ``first`` to ``last``, none before ``since``.

    Where the rule names no day, the last one of each week, month, quarter or year is
    it, as with periods that have a name. The 31st of a shorter month is its last day.

    Raises:
        ValueError: It is no such rule.
    """
    from dateutil.rrule import rrulestr  # noqa: PLC0415 - slow to load

    first = max(first, since)
    # It counts from the day that it is told on: every second week is every second from then.
    rules = rrulestr(completed(rule), dtstart=datetime.combine(since, time()))
    for moment in rules.xafter(datetime.combine(first, time()), inc=True):
        if moment.date() > last:
            return
        yield moment.date()


def completed(rule: str) -> str:
    """The rule with the day that it leaves open. Raises ``ValueError`` where it is none."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    unit, interval = parts.get("FREQ"), int(parts.get("INTERVAL", "1"))
    if unit not in _UNITS:
        raise ValueError(f"{rule}: FREQ is none of {', '.join(_UNITS)}")
    if unit == "MONTHLY" and interval in _ENDS and "BYMONTH" not in parts:
        parts["BYMONTH"] = _ENDS[interval]
        parts.pop("INTERVAL")
    named = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYSETPOS"} & parts.keys()
    if not named and unit == "WEEKLY":
        parts["BYDAY"] = "SU"
    elif not named and unit in ("MONTHLY", "YEARLY"):
        parts["BYMONTHDAY"] = "-1"
        if unit == "YEARLY":
            parts.setdefault("BYMONTH", "12")
    elif named == {"BYMONTHDAY"} and unit == "MONTHLY":
        day = int(parts["BYMONTHDAY"]) if parts["BYMONTHDAY"].isdigit() else 0
        if day > _SHORTEST:
            candidates = ",".join(map(str, range(_SHORTEST, day + 1)))
            parts |= {"BYMONTHDAY": candidates, "BYSETPOS": "-1"}
    return ";".join(f"{name}={value}" for name, value in parts.items())
