"""Who issued a document: the names above its number, else what the signature tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli.anchors import Anchor, Reader, of
from notice_cli.casing import is_capitals, organ_name
from notice_cli.paragraphs import join_lines
from notice_cli.subject import type_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notice_cli.landmarks import Blocks
    from notice_cli.lines import Line
    from notice_cli.model import Signature, Span
    from notice_cli.rules import Pack
    from notice_cli.text import Text

# What a line may begin and end with that belongs to no name.
_EDGES = " |_*-~=.,;:/\\'\"`\u2018\u2019\u201c\u201d"
# At the end of a line a comma may go on with the name.
_LINE_EDGES = _EDGES.replace(",", "")
# What a header holds beside names.
_OTHERS = ("motto", "party", "code", "place_date", "priority", "secrecy", "draft", "stamp")
# How many lines of the body may tell the name of the issuer.
_OPENING_LINES = 30


def read_issuer(reader: Reader, blocks: Blocks) -> None:
    """The last name in the header is the issuer, the one before it its superior."""
    header = blocks.header
    names = _names(reader, header)
    others = (*blocks.subject, *blocks.body, *blocks.recipients, *blocks.signature)
    said = " ".join(line.value for line in others) if names else ""
    for name, pieces in zip(("organ_name", "superior_organ_name"), reversed(names), strict=False):
        value = " ".join(piece.value for piece in pieces).rstrip(_EDGES)
        spans = [piece.span() for piece in pieces]
        reader.fields[name] = _mended(value, spans, said, reader)
        reader.spans[name] = spans if len(spans) > 1 else spans[0]
        reader.credit(name, *_within(spans, of(reader.find(header), "organ")))
    if names:
        reader.fields["organ_name_source"] = "header"


def _mended(value: str, spans: Sequence[Span], said: str, reader: Reader) -> str:
    """The name as it is known, in sentence case; told where a scanner read it otherwise."""
    pack = reader.pack
    name = organ_name(value, pack, said)
    if pack.mend is None:
        return name
    known = organ_name(pack.mend(value), pack, said)
    if known != name:
        message = f'"{name}" is read as "{known}"'
        reader.tell("info", "name-mended", message, (spans[0][0], spans[-1][1]))
    return known


def _within(spans: Sequence[Span], anchors: Iterable[Anchor]) -> list[Anchor]:
    """Anchors that stand where a name does."""
    return [
        a for a in anchors if any(a.span[0] < end and start < a.span[1] for start, end in spans)
    ]


def _names(reader: Reader, header: Sequence[Line]) -> list[list[Text]]:
    """Names of bodies, each with the lines that it stands in."""
    names: list[list[Text]] = []
    broken = False
    for line in header:
        anchors = reader.find([line])
        start = _start(anchors)
        text = _name(line, anchors, start or 0)
        if text is None:
            # Something else between two names: the first was no superior (a stamp).
            broken = broken or not any(of(anchors, *_OTHERS))
        elif start is not None and not (len(names) == 1 and _goes_on(names[0], reader.pack)):
            if broken:
                names.clear()
            broken = False
            names.append([text])
        elif names and "/" not in text.value:
            names[-1].append(text)
    return names


def _start(anchors: Sequence[Anchor]) -> int | None:
    """Where in a line a name begins; None where one goes on."""
    groups = (anchor.match.groups for anchor in of(anchors, "organ"))
    return next((found["rest"][0] for found in groups if "rest" in found), None)


def _goes_on(pieces: Sequence[Text], pack: Pack) -> bool:
    """Whether what was read is only the beginning of a name ("the office of")."""
    value = " ".join(piece.value for piece in pieces)
    return pack.fold(value).lower() in pack.words("organ_incomplete")


def _name(line: Line, anchors: Sequence[Anchor], start: int) -> Text | None:
    """What a line holds before any other anchor, if it can be a name: capitals."""
    whole = next((a.text("rest") for a in of(anchors, "organ") if a.value == "whole"), None)
    if whole is not None:
        return whole
    others = (anchor.match.start for anchor in of(anchors, *_OTHERS))
    text = line.text.slice(start, max(start, min(others, default=len(line.text))))
    left = len(text) - len(text.value.lstrip(_EDGES))
    text = text.slice(left, max(left, len(text.value.rstrip(_LINE_EDGES))))
    letters = sum(map(str.isalpha, text.value))
    return text if is_capitals(text.value) and letters > 1 else None


def issuer_of_signature(reader: Reader, blocks: Blocks, signature: Signature) -> None:
    """The issuer as the first title of the signature tells it, named as the text does."""
    pack = reader.pack
    first = next(iter(signature.competence), signature.position) or ""
    forms = {type_key(title, pack): form for title, form in pack.table("issuers").items()}
    form, organ = forms.get(type_key(first, pack)), _named(blocks, reader)
    if form is None or organ is None:
        return
    reader.fields["organ_name"] = form.format(organ_name(organ.value, pack))
    reader.fields["organ_name_source"] = "signature"
    reader.spans["organ_name"] = organ.span()
    message = "no header names the issuer; it is told from the signature"
    reader.tell("info", "issuer-from-signature", message, organ.span())


def _named(blocks: Blocks, reader: Reader) -> Text | None:
    """The first body in the subject or the opening that a rule takes for the issuer."""
    pack = reader.pack
    for lines in (blocks.subject, blocks.body[:_OPENING_LINES]):
        if lines:
            text = join_lines(lines)
            for match in pack.matcher("subjects").find(pack.fold(text.value)):
                if "organ" in match.groups:
                    if pack.trace:
                        pack.trace.give(("document", "organ_name"), [match], text)
                    return text.slice(*match.groups["organ"])
    return None
