"""The particulars of a document from its header, type and subject.

Scanners print both columns of a header in one line, so every anchor is looked for
anywhere in a line; what is left of the lines above the subject names the issuer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from notice_cli import dates
from notice_cli.blocks import Blocks
from notice_cli.casing import is_capitals, organ_name
from notice_cli.lines import Line
from notice_cli.model import Diagnostic, Document, Severity, Signature, Span
from notice_cli.paragraphs import join_lines
from notice_cli.patterns import Match
from notice_cli.rules import Pack
from notice_cli.text import Text

# What a line may begin and end with that belongs to no name.
_EDGES = " |_*-~=.,;:/\\'\"`\u2018\u2019\u201c\u201d"
# Marks at the end of a subject.
_END = " .;:_-*"
# How many lines of the body may tell the name of the issuer.
_OPENING_LINES = 30


@dataclass(frozen=True, slots=True)
class _Found:
    """A match in a printed line."""

    line: Line
    match: Match

    @property
    def block(self) -> str:
        return str(self.match.rule.meaning["block"])

    def text(self, group: str) -> Text | None:
        """What a group matched, stripped; None where it took no part or is empty."""
        span = self.match.groups.get(group)
        text = self.line.text.slice(*span).strip() if span else None
        return text if text and text.value else None

    def number(self, group: str) -> int | None:
        text = self.text(group)
        return int(text.value) if text else None

    def span(self) -> Span:
        return self.line.text.span(self.match.start, self.match.end)


@dataclass(slots=True)
class _Reader:
    """Collects the fields of a document, where each was read, and what to tell of them."""

    pack: Pack
    fields: dict[str, Any] = field(default_factory=dict)
    spans: dict[str, Span | list[Span]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def keep(self, name: str, text: Text | None, value: Any = None) -> None:  # noqa: ANN401 - a field
        """Set a field from the text that it was read from, unless it is set."""
        if text is not None and self.fields.get(name) is None:
            self.fields[name] = text.value if value is None else value
            self.spans[name] = text.span()

    def tell(self, severity: Severity, code: str, message: str, span: Span | None = None) -> None:
        self.diagnostics.append(Diagnostic(severity, code, message, span))

    def find(self, lines: Iterable[Line]) -> list[_Found]:
        """All anchors in the lines, line by line, in rule order."""
        matcher = self.pack.matcher("anchors")
        order = {id(rule): n for n, rule in enumerate(matcher.rules)}
        return [
            _Found(line, match)
            for line in lines
            for match in sorted(
                matcher.find(self.pack.fold(line.value)), key=lambda m: order[id(m.rule)]
            )
        ]


def read_document(
    blocks: Blocks, signature: Signature, pack: Pack, stamps: Sequence[Line] = ()
) -> tuple[Document, list[Diagnostic]]:
    """Read the particulars; ``stamps`` are lines that were dropped as stamps.

    A field that is not in the text is None; what could not be read is told.
    """
    reader = _Reader(pack)
    mixed = () if blocks.type else blocks.subject
    found = reader.find([*blocks.header, *mixed])
    _read_code(reader, found)
    _read_marks(reader, found)
    _read_type(reader, blocks)
    _read_subject(reader, blocks)
    _read_date(reader, found, reader.find([*stamps, *blocks.header, *blocks.signature]))
    _read_organ(reader, blocks, found)
    if reader.fields.get("organ_name") is None:
        _organ_of_signature(reader, blocks, signature)
    return Document(**reader.fields, spans=reader.spans), reader.diagnostics


def _of(found: Iterable[_Found], block: str) -> Iterator[_Found]:
    return (f for f in found if f.block == block)


# --- Number and notation


def _read_code(reader: _Reader, found: Sequence[_Found]) -> None:
    """The first number that can be read, else the first notation."""
    codes = [f for f in _of(found, "code") if not f.match.groups.get("value")]
    damaged = [f for f in _of(found, "code") if f.match.groups.get("value")]
    best = next((f for f in codes if f.text("number")), None) or next(iter(codes or damaged), None)
    if best is None:
        return
    notation = best.text("notation")
    number = best.text("number")
    if notation is None:
        return
    written = notation.value.replace(" ", "").rstrip(".")
    reader.keep("code_notation", notation, written)
    if number is None:
        what = "cannot be read" if best in damaged else "is blank"
        reader.tell("info", "no-number", f"the number of the document {what}", best.span())
        return
    reader.keep("code_number", number)
    sign = best.match.rule.meaning.get("code", "/")
    reader.fields["code"] = f"{number.value}{sign}{written}"
    reader.spans["code"] = (number.span()[0], notation.span()[1])


# --- Priority, secrecy, drafts


def _read_marks(reader: _Reader, found: Sequence[_Found]) -> None:
    for name in ("priority", "secrecy"):
        for mark in _of(found, name):
            _keep_mark(reader, name, mark.text("value"))
    if "secrecy" in reader.fields:
        message = "the document is marked as secret; take care where its data goes"
        reader.tell("warning", "secret", message, mark_span(reader, "secrecy"))
    for draft in _of(found, "draft"):
        reader.tell("warning", "draft", "the document is marked as a draft", draft.span())


def mark_span(reader: _Reader, name: str) -> Span | None:
    """Where a field was read, if in one piece."""
    span = reader.spans.get(name)
    return span if isinstance(span, tuple) else None


def _keep_mark(reader: _Reader, name: str, text: Text | None) -> None:
    if text is not None:
        key = reader.pack.fold(text.value)
        value = reader.pack.table("misread").get(key.lower(), key.capitalize())
        reader.keep(name, text, value)


# --- Type and subject


def _read_type(reader: _Reader, blocks: Blocks) -> None:
    pack = reader.pack
    for found in _of(reader.find(blocks.type), "type"):
        text = found.text("type")
        if text is None or "type_name" in reader.fields:
            continue
        types = {_type_key(name, pack): (name, code) for name, code in pack.table("types").items()}
        key = _type_key(text.value, pack)
        key = _type_key(pack.table("misread").get(_misread_key(text.value, pack), key), pack)
        name, code = types.get(key, (text.value.capitalize(), ""))
        reader.keep("type_name", text, name)
        reader.fields["type_code"] = code or None
        _keep_mark(reader, "priority", found.text("value"))
    if "type_name" not in reader.fields and (blocks.addressees or blocks.subject):
        reader.fields["type_name"] = pack.table("letter_type", "") or None
        message = "no type is printed; it is taken for a letter, which prints none"
        reader.tell("info", "type-derived", message)


def _misread_key(value: str, pack: Pack) -> str:
    return pack.fold(value).lower()


def _type_key(name: str, pack: Pack) -> str:
    """A type in small letters without blanks (it may be printed letter by letter)."""
    return pack.fold(name).lower().replace(" ", "")


def _read_subject(reader: _Reader, blocks: Blocks) -> None:
    lines = [line for line in map(_without(reader, blocks), blocks.subject) if line]
    title = next((f.text("rest") for f in _of(reader.find(blocks.type), "type")), None)
    if not lines:
        return
    text = _cut_end(join_lines(lines))
    if not blocks.type:
        text = _without_mark(reader, lines, text)
    if title is not None and text.value[:1].islower():
        reader.fields["subject"] = f"{title.value.capitalize()} {text.value}"
        reader.spans["subject"] = (title.span()[0], text.span()[1])
    elif text.value:
        reader.keep("subject", text)


def _without(reader: _Reader, blocks: Blocks) -> Any:  # noqa: ANN401 - a function of a line
    """What of a line of a subject is subject: the other column goes, in a letter's header."""

    def cut(line: Line) -> Line | None:
        if blocks.type:
            return line
        ends = [
            f.match.start
            for f in reader.find([line])
            if f.block in ("motto", "party", "place_date") and f.match.start
        ]
        text = line.text.slice(0, min(ends, default=len(line.text))).strip()
        value = text.value.strip("|").strip()
        at = text.value.find(value)
        text = text.slice(at, at + len(value))
        if not text.value or (not ends and _only_other(reader, line)):
            return None
        return Line(line.number, line.start, line.raw, text, line.gap, line.page, line.indent)

    return cut


def _only_other(reader: _Reader, line: Line) -> bool:
    """Whether a line holds nothing but a motto, a place or a date."""
    return any(
        f.block in ("motto", "party", "place_date") and f.match.start == 0
        for f in reader.find([line])
    )


def _without_mark(reader: _Reader, lines: Sequence[Line], text: Text) -> Text:
    """The subject of a letter without the mark that opens it, if it is an abbreviation."""
    marks = [f for f in _of(reader.find(lines[:1]), "subject") if f.match.rule.meaning.get("value") != "keep"]
    rest = marks[0].match.groups.get("rest") if marks else None
    return text.slice(rest[0], len(text)).strip() if rest else text


def _cut_end(text: Text) -> Text:
    value = text.value
    return text.slice(0, len(value) if value.endswith("...") else len(value.rstrip(_END)))


# --- Place and date


def _read_date(reader: _Reader, found: Sequence[_Found], stamped: Sequence[_Found]) -> None:
    """The printed day of issue, else that of a signature's stamp that agrees with it."""
    printed = list(_of(found, "place_date"))
    for one in printed:
        reader.keep("place", one.text("place"))
    whole = [f for f in printed if f.number("day") and f.number("month") and f.number("year")]
    best = next(iter(whole or printed), None)
    if whole and best is not None:
        day = _day(best)
        if day is not None:
            reader.fields["issued_date"] = day
            reader.spans["issued_date"] = _date_span(best)
        else:
            message = "the date of issue is no day of the calendar"
            reader.tell("warning", "no-such-day", message, best.span())
        return
    for stamp in _of(stamped, "stamp"):
        day = _day(stamp)
        if day is None:
            continue
        if best and (best.number("month") or day.month, best.number("year") or day.year) != (
            day.month,
            day.year,
        ):
            message = f"the stamp of the signature ({day}) is of another month than the document"
            reader.tell("warning", "stamp-disagrees", message, stamp.span())
            continue
        reader.fields["issued_date"] = day
        reader.spans["issued_date"] = stamp.span()
        message = f"no day of issue is printed; {day} is that of the electronic signature"
        reader.tell("info", "date-of-stamp", message, stamp.span())
        return
    if best is not None:
        message = "the day of issue is blank or cannot be read"
        reader.tell("info", "no-issue-day", message, best.span())


def _day(found: _Found) -> Any:  # noqa: ANN401 - a date or None
    day, month, year = found.number("day"), found.number("month"), found.number("year")
    return dates.day(year, month, day) if day and month and year else None


def _date_span(found: _Found) -> Span:
    start, end = found.match.groups["day"][0], found.match.groups["year"][1]
    return found.line.text.span(start, end)


# --- The issuer


def _read_organ(reader: _Reader, blocks: Blocks, found: Sequence[_Found]) -> None:
    """The last name above the subject is the issuer, the one before it its superior."""
    names: list[list[Text]] = []
    for line in blocks.header:
        here = [f for f in found if f.line is line]
        text = _rest(line, here)
        if text is None:
            continue
        starts = any(
            f.block == "organ" and f.match.rule.meaning.get("value") != "continues" for f in here
        )
        alone = len(names) == 1 and len(names[0]) == 1 and _goes_on(names[0][0].value, reader.pack)
        if names and (not starts or alone):
            names[-1].append(text)
        elif starts:
            names.append([text])
    for name, pieces in zip(("organ_name", "superior_organ_name"), reversed(names), strict=False):
        value = " ".join(piece.value for piece in pieces)
        reader.fields[name] = organ_name(value, reader.pack)
        reader.spans[name] = _spans(pieces)
    if names:
        reader.fields["organ_name_source"] = "header"


def _goes_on(value: str, pack: Pack) -> bool:
    """Whether a line is only the beginning of a name ("the office of")."""
    return pack.fold(value).lower() in pack.words("organ_incomplete")


def _rest(line: Line, found: Sequence[_Found]) -> Text | None:
    """What other anchors leave of a line, if it can be a name: the start, in capitals."""
    others = [f.match.start for f in found if f.block != "organ"]
    text = line.text.slice(0, min(others, default=len(line.text)))
    value = text.value
    start = len(value) - len(value.lstrip(_EDGES))
    end = len(value.rstrip(_EDGES))
    text = text.slice(start, max(start, end))
    letters = sum(c.isalpha() for c in text.value)
    return text if is_capitals(text.value) and letters > 1 else None


def _spans(pieces: Sequence[Text]) -> Span | list[Span]:
    spans = [piece.span() for piece in pieces]
    return spans[0] if len(spans) == 1 else spans


def _organ_of_signature(reader: _Reader, blocks: Blocks, signature: Signature) -> None:
    """The issuer as the first title of the signature tells it, named as the text does."""
    pack = reader.pack
    first = next(iter(signature.competence), signature.position)
    form = {_type_key(k, pack): v for k, v in pack.table("issuers").items()}.get(
        _type_key(first or "", pack)
    )
    organ = _named(blocks, pack)
    if form is None or organ is None:
        return
    reader.fields["organ_name"] = form.format(organ_name(organ.value, pack))
    reader.fields["organ_name_source"] = "signature"
    reader.spans["organ_name"] = organ.span()
    message = "no header names the issuer; it is told from the signature"
    reader.tell("info", "issuer-from-signature", message)


def _named(blocks: Blocks, pack: Pack) -> Text | None:
    """The first body in the subject or the opening that a rule takes for the issuer."""
    for lines in (blocks.subject, blocks.body[:_OPENING_LINES]):
        text = join_lines(lines) if lines else None
        for match in pack.matcher("subjects").find(pack.fold(text.value)) if text else ():
            if text and "organ" in match.groups:
                return text.slice(*match.groups["organ"])
    return None
