"""The meeting that a notice is about: its day, who took part, who concluded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli.attendance import those_present
from notice_cli.casing import is_capitals
from notice_cli.dates import Reference
from notice_cli.entities import Reading, canonical, read
from notice_cli.model import Diagnostic, Document, Event, Person, Span
from notice_cli.paragraphs import join_lines
from notice_cli.times import Words, moment
from notice_cli.trace import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date as Date  # noqa: N812 - as in the model

    from notice_cli.lines import Line
    from notice_cli.patterns import Match
    from notice_cli.rules import Pack

# What may stand between a name and a title, or around either.
_EDGES = " ,-\u2013\u2014;:()."


def read_event(
    document: Document,
    opening: Sequence[Reading],
    pack: Pack,
    title: Sequence[Line] = (),
    present: Sequence[Reading] = (),
) -> tuple[Event, list[Diagnostic]]:
    """Read the event from the subject and the opening paragraphs.

    ``title`` are the lines of type and subject, which may tell the day of the meeting;
    ``present`` are entries of a list of those present. Only a notice that concludes
    something has one (its type, its subject or its opening says so).
    """
    subject = document.subject or ""
    spoken = _matches(subject, "concluder", pack)
    concludes = bool(spoken or _matches(subject, "concludes", pack))
    concludes = concludes or document.type_name in pack.table("meeting_types", [])
    if not concludes and not any(_read(r, "pivot", pack) for r in opening):
        return Event(), []
    spans: dict[str, Span | list[Span]] = {}
    diagnostics: list[Diagnostic] = []
    day, span = _held(title, document.issued_date, pack)
    if day is None:
        day, span = _day(opening, "date", document.issued_date, pack)
    if span:
        spans["date"] = span
    if day is None:
        message = "no day of the meeting was found in the opening"
        diagnostics.append(Diagnostic("info", "no-event-date", message))
    person, span = _concluder(subject, spoken, document, opening, pack)
    if span:
        spans["concluded_by"] = span
    if person is None:
        message = "the notice does not name the person who concluded"
        diagnostics.append(Diagnostic("info", "no-concluder", message))
    participants = list(dict(_participants(opening, present, pack)).items())
    if participants:
        spans["participants"] = [where for _, where in participants]
    names = tuple(name for name, _ in participants)
    return Event(day, person, names, spans), diagnostics


def _matches(text: str, reads: str, pack: Pack) -> list[Match]:
    """Matches of the rules for subjects that read one thing."""
    found = pack.matcher("subjects").find(pack.fold(text))
    return [m for m in found if m.rule.meaning.get("reads") == reads]


def _read(reading: Reading, reads: str, pack: Pack) -> list[Match]:
    """Matches of the rules for openings that read one thing."""
    found = pack.matcher("openings").find(reading.coded)
    return [m for m in found if m.rule.meaning.get("reads") == reads]


# --- The day


def _held(
    title: Sequence[Line], issued: Date | None, pack: Pack
) -> tuple[Date | None, Span | None]:
    """The day that the title tells, in languages whose titles tell one."""
    if not title or not any(r.meaning["reads"] == "held" for r in pack.rules.get("openings", ())):
        return None, None
    return _day([read(join_lines(title), pack)], "held", issued, pack)


def _day(
    readings: Sequence[Reading], reads: str, issued: Date | None, pack: Pack
) -> tuple[Date | None, Span | None]:
    """The last day of the first date on which somebody meets.

    A year that is not written is the last that does not put it after the issue.
    """
    for reading in readings:
        for match in _read(reading, reads, pack):
            entity = reading.at(*match.groups["date"])
            if entity is None:
                continue
            days = moment(Words(entity, reading, pack), Reference(), until=issued).days
            if days is not None and not (issued and days.last > issued):
                if pack.trace:
                    pack.trace.give(("event", "date"), [match, entity.match], reading.text)
                return days.last, reading.text.span(entity.start, entity.end)
            if pack.trace:
                pack.trace.lose(match, "other-day", None, reading.text)
    return None, None


# --- Who concluded


def _concluder(
    subject: str,
    spoken: Sequence[Match],
    document: Document,
    opening: Sequence[Reading],
    pack: Pack,
) -> tuple[Person | None, Span | None]:
    """The person that the subject names, else the one who chairs in the opening.

    Where the subject gives only a title, the name in the opening must bear that title.
    """
    title = None
    if spoken:
        start, end = spoken[0].groups["person"]
        person, title = _person(subject[start:end], pack)
        if person is not None:
            span = document.spans.get("subject")
            where = span if isinstance(span, tuple) else None
            if pack.trace:
                found = Seen(
                    spoken[0].rule, subject[spoken[0].start : spoken[0].end], where or (0, 0)
                )
                pack.trace.give_seen(("event", "concluded_by"), [found])
            return person, where
        if title is None:
            return None, None
    for reading in opening:
        for match in pack.matcher("chairs").find(reading.folded):
            name = reading.words(*match.groups["name"])
            borne = _titles(reading.words(*match.groups["position"]), pack)
            chosen = _position(title, borne, name, pack)
            if chosen is not None:
                if pack.trace:
                    pack.trace.give(("event", "concluded_by"), [match], reading.text)
                return Person(_full_name(name), chosen), reading.text.span(*match.groups["name"])
            if pack.trace:
                pack.trace.lose(match, "other-title", None, reading.text)
    return None, None


def _person(words: str, pack: Pack) -> tuple[Person | None, str | None]:
    """Name and titles in a stretch that holds nothing else: the first rule decides."""
    words = words.strip(_EDGES)
    for match in _matches(words, "person", pack):
        groups = {name: words[a:b].strip(_EDGES) for name, (a, b) in match.groups.items()}
        titles = [groups[key] for key in ("position", "more") if groups.get(key)]
        position = ", ".join(titles) or None
        if "name" in groups:
            return Person(_full_name(groups["name"]), position), position
        return None, position
    return None, None


def _full_name(name: str) -> str:
    """A name in capitals gets its small letters back."""
    words = name.split()
    return " ".join(word.capitalize() if is_capitals(name) else word for word in words)


def _titles(words: str, pack: Pack) -> list[str]:
    """The titles in what stands beside a name, one by one."""
    folded = pack.fold(words)
    for match in pack.fragment_matcher("title_end").find(folded):
        words, folded = words[: match.start], folded[: match.start]
        break
    starts = [match.start for match in pack.fragment_matcher("title_next").find(folded)]
    ends = [*starts, len(words)]
    return [words[a:b].strip(_EDGES) for a, b in zip([0, *starts], ends, strict=True)]


def _position(title: str | None, borne: Sequence[str], name: str, pack: Pack) -> str | None:
    """The title to give to one who presides: as the subject has it; None if it is another.

    What follows a level of the administration may be the name of the place.
    """
    told = _plain(_without_name(title, name, pack), pack) if title else None
    doubtful = pack.fragment_matcher("namesake_of_place").find(pack.fold(f"{borne[0]} {name}"))
    if doubtful and told != _plain(borne[0], pack):
        return None
    if title is None or any(
        told == role or (told or "").startswith(f"{role} ") for role in pack.table("presiding", [])
    ):
        return borne[0]
    if any(_same_title(title, one, name, pack) for one in borne):
        return _without_name(title, name, pack)
    return None


def _same_title(title: str, position: str, name: str, pack: Pack) -> bool:
    """Whether the title in the subject is the one that the person bears in the opening."""
    told, borne = (
        _plain(canonical(value, pack), pack)
        for value in (_without_name(title, name, pack), position)
    )
    return told.startswith(borne) or borne.startswith(told)


def _plain(value: str, pack: Pack) -> str:
    return " ".join(pack.fold(value).lower().split())


def _without_name(title: str, name: str, pack: Pack) -> str:
    """A title without the name that could not be told from a place before."""
    if _plain(title, pack).endswith(" " + _plain(name, pack)):
        return title[: -len(name)].strip(_EDGES)
    return title


# --- Who took part


def _participants(
    opening: Sequence[Reading], present: Sequence[Reading], pack: Pack
) -> Iterator[tuple[str, Span]]:
    """Bodies after the words that introduce those present, each once; else whom one met."""
    found = list(_present(opening, present, pack))
    if not found:
        for reading in opening:
            for match in _read(reading, "met", pack):
                found += _named(reading, match, pack)
    seen: set[str] = set()
    for name, span in found:
        if name not in seen:
            seen.add(name)
            yield name, span


def _present(
    opening: Sequence[Reading], present: Sequence[Reading], pack: Pack
) -> Iterator[tuple[str, Span]]:
    """Those that a sentence or a list names as present."""
    for reading in opening:
        end = 0
        for match in sorted(_read(reading, "participants", pack), key=_stretch):
            if _stretch(match) >= end:
                yield from _named(reading, match, pack)
                end = match.groups["participants"][1]
    for reading in present:
        end = len(reading.folded.split("\n", 1)[0])
        for one in those_present(reading, 0, end, pack, sure=True):
            yield one.name, reading.text.span(one.start, one.end)


def _stretch(match: Match) -> int:
    """Where those present begin to be named."""
    return match.groups["participants"][0]


def _named(reading: Reading, match: Match, pack: Pack) -> Iterator[tuple[str, Span]]:
    """Those in the stretch that a rule takes for the list of those present."""
    for one in those_present(reading, *match.groups["participants"], pack):
        span = reading.text.span(one.start, one.end)
        if pack.trace:
            pack.trace.give(("event", "participants", span), [match], reading.text)
        yield one.name, span
