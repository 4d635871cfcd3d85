"""What recurs, as RFC 5545 rules, without anything that the text does not say."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from notice_cli import dates, times
from notice_cli.times import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notice_cli.drafts import Draft, Phrase
    from notice_cli.entities import Reading

# Unit and interval.
Every = tuple[str, int]

_DIGITS = re.compile(r"\d+")
_LAST_DAY = 31
_HALF_YEAR = 6
# What ends a sentence in a paragraph whose entities are masked.
_SENTENCE = re.compile(r"[.;\n]")


def recurring(phrase: Phrase) -> Draft | None:
    """The recurrence that a phrase tells; None where it tells none."""
    every = _every(phrase)
    clock, moment = phrase.clock(), phrase.moment("end")
    no_clock = "at" in phrase.groups and clock is None
    yearly = every is not None and every[0] == "year"
    if no_clock or (yearly and phrase.meaning.get("bare_year") is False):
        return None
    if every and moment and not _recurs(every, moment):
        return None
    rule, told = _rule(phrase, every, moment) if every else (None, False)
    draft = phrase.draft(phrase.deadline("recurring", time=clock, recurrence=rule))
    return replace(
        draft,
        every=None if told or clock else every,
        moment=moment or _day_alone(phrase),
        waits=every is None and "every" not in phrase.groups,
        quarterly="months" in phrase.meaning,
    )


def _every(phrase: Phrase) -> Every | None:
    entity = phrase.entity("every")
    if entity is None:
        return (phrase.meaning["unit"], 1) if "unit" in phrase.meaning else None
    words = times.Words(entity, phrase.reading, phrase.pack)
    if entity.kind == "every":
        return times.every(words)
    length = times.duration(words)
    return (length.unit, length.count) if length else None


def _day_alone(phrase: Phrase) -> Moment | None:
    """A day of the month that stands without its month."""
    days = _month_days(phrase)
    return Moment(None, day=days[-1]) if days else None


def _month_days(phrase: Phrase) -> list[int]:
    start, end = phrase.groups.get("day", (0, 0))
    found = map(int, _DIGITS.findall(phrase.reading.folded[start:end]))
    return [number for number in found if 0 < number <= _LAST_DAY]


def _rule(phrase: Phrase, every: Every, moment: Moment | None) -> tuple[str | None, bool]:
    """The recurrence rule, and whether it tells a day."""
    if moment:
        return _on_moment(every, moment), True
    unit, interval = every
    weekdays = [dates.WEEKDAYS[day] for day in phrase.weekdays()]
    position = phrase.meaning.get("position", 0)
    days, codes, place = _month_days(phrase), [], 0
    if phrase.meaning.get("working"):
        codes, place = list(dates.WORKING_WEEKDAYS), position
    elif weekdays:
        codes = [f"{position or ''}{day}" for day in weekdays]
    elif position:
        days = [position]
    rule = dates.recurrence(
        unit,
        interval,
        in_months=map(int, _DIGITS.findall(phrase.meaning.get("months", ""))),
        month_days=days,
        weekdays=codes,
        position=place,
    )
    return rule, bool(days or codes)


def _on_moment(every: Every, moment: Moment) -> str:
    """A recurrence on the day that a date names without its year."""
    unit, interval = every
    if moment.weekday is not None and unit == "week":
        return dates.recurrence(unit, interval, weekdays=[dates.WEEKDAYS[moment.weekday]])
    if moment.day is None:
        return dates.recurrence(unit, interval)
    if moment.month is not None:
        return dates.recurrence("year", in_months=[moment.month], month_days=[moment.day])
    return dates.recurrence(unit, interval, month_days=[moment.day])


def join(drafts: Iterable[Draft], reading: Reading) -> list[Draft]:
    """Give a recurrence the day that stands apart from it in its sentence.

    "Every month, X reports before the 25th": the day is no date, it recurs. What means
    nothing without a recurrence, and has none beside it, is left out.
    """
    result: list[Draft] = []
    for draft in drafts:
        last = result[-1] if result else None
        joined = None
        if last and last.every and not _SENTENCE.search(reading.coded, last.end, draft.start):
            joined = _joined(last, last.every, draft)
        if joined:
            result[-1] = joined
        elif not draft.waits:
            result.append(draft)
    return result


def _joined(bare: Draft, every: Every, draft: Draft) -> Draft | None:
    """``draft`` as what recurs, if it can."""
    if draft.every or draft.deadline.start:
        return None
    if draft.quarterly:
        return draft if every[0] == "quarter" else None
    moment = draft.moment
    if moment is None:
        rule = bare.deadline.recurrence if draft.waits else None
    else:
        rule = _on_moment(every, moment) if _recurs(every, moment) else None
    if rule is None:
        return None
    deadline = replace(
        draft.deadline,
        operator="recurring",
        recurrence=rule,
        date=None,
        last_day=None,
        edtf=None,
        inferred=(),
    )
    matches = (*bare.matches, *draft.matches)
    return replace(draft, deadline=deadline, codes=(), waits=False, matches=matches)


def _recurs(every: Every, moment: Moment) -> bool:
    """Whether a day recurs with a unit: a weekday each week, a day of the month each month."""
    unit, interval = every
    if not moment.yearly:
        return False
    if moment.weekday is not None:
        return unit == "week"
    if moment.day is None:
        return False
    # A day with its month comes once a year, whatever else comes in between.
    rare = unit in ("half", "year") or (unit == "month" and interval >= _HALF_YEAR)
    return rare if moment.month is not None else unit in ("month", "quarter", "half")
