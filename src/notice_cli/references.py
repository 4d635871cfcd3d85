"""Cited documents: numbered once, in the order of the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notice_cli.dates import read_day
from notice_cli.entities import canonical
from notice_cli.model import Diagnostic, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date as Date  # noqa: N812 - as in the model

    from notice_cli.entities import Entity, Reading
    from notice_cli.model import Span
    from notice_cli.rules import Pack

_BLANKS = re.compile(r"\s*([/-])\s*")
_YEAR = re.compile(r"/((?:19|20)\d\d)/")


class References:
    """Every document cited in some readings, and which entity cites which."""

    def __init__(self, readings: Iterable[Reading], pack: Pack) -> None:
        """Read all citations; ``all`` holds them without repeats of code and date."""
        self.all: list[Reference] = []
        self.diagnostics: list[Diagnostic] = []
        self._pack = pack
        self._ids: dict[tuple[int, int], str] = {}
        self._known: dict[tuple[str, Date | None], str] = {}
        for reading in readings:
            self._read(reading)

    def ids(self, reading: Reading, entity: Entity) -> Sequence[str]:
        """Ids of the documents that an entity cites: one for a citation, else none."""
        found = self._ids.get(reading.text.span(entity.start, entity.end))
        return (found,) if found and entity.kind == "reference" else ()

    def _read(self, reading: Reading) -> None:
        last: Entity | None = None
        type_name: str | None = None
        for entity in reading.entities:
            if entity.kind != "reference":
                continue
            if "type" in entity.match.groups:
                type_name = self._type(reading, entity)
            elif last is None or not self._continues(reading, last, entity):
                type_name = None
            self._add(reading, entity, type_name)
            last = entity

    def _continues(self, reading: Reading, last: Entity, entity: Entity) -> bool:
        """Whether a citation stands in a list with the one before it."""
        between = reading.folded[last.end : entity.start].lower()
        return between in self._pack.words("reference_joins")

    def _type(self, reading: Reading, entity: Entity) -> str:
        words = reading.words(*entity.match.groups["type"])
        if self._pack.mend:
            words = self._pack.mend(words)
        fixed = entity.match.rule.meaning.get("type_name")
        return str(fixed) if fixed else words[:1].upper() + words[1:]

    def _add(self, reading: Reading, entity: Entity, type_name: str | None) -> None:
        groups, match = entity.match.groups, entity.match
        code = _BLANKS.sub(r"\1", reading.words(*groups["code"])) if "code" in groups else None
        date = read_day(match, reading.folded, self._pack)
        if code is None and (type_name is None or date is None):
            if self._pack.trace:
                self._pack.trace.lose(match, "no-document", None, reading.text)
            return
        span = reading.text.span(entity.start, entity.end)
        if "unclear" in groups:
            words = reading.words(*groups["unclear"])
            self._tell(f'"{words}": a digit of it cannot be read', span)
        if date and code and self._pack.scanned and _years_apart(code, date):
            self._tell(f'"{code}" is of another year than its date, {date}', span)
            date = None
        # A law without a code is told from others of its day by its words.
        end = groups.get("day", (entity.end,))[0]
        key = (code or reading.folded[entity.start : end], date)
        name = self._known.get(key)
        if name is None:
            name = f"R{len(self.all) + 1}"
            organ = reading.words(*groups["organ"]) if "organ" in groups else None
            self.all.append(
                Reference(
                    name,
                    type_name,
                    code,
                    date,
                    canonical(organ, self._pack) if organ else None,
                    reading.words(entity.start, entity.end),
                    span,
                )
            )
        self._known[key] = name
        # The full form stands at the first mention, later ones may leave out the date.
        self._known.setdefault((key[0], None), name)
        self._ids[span] = name

    def _tell(self, what: str, span: Span) -> None:
        message = f"{what}; look at the scanned page"
        self.diagnostics.append(Diagnostic("warning", "unreadable-reference", message, span))


def _years_apart(code: str, date: Date) -> bool:
    """Whether a code tells another year than a date, by more than the turn of a year."""
    year = _YEAR.search(code)
    return year is not None and abs(int(year[1]) - date.year) > 1
