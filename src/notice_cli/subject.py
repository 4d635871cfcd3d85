"""The type of a document and its subject."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from notice_cli.anchors import Anchor, Reader, of, part
from notice_cli.paragraphs import join_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notice_cli.landmarks import Blocks
    from notice_cli.lines import Line
    from notice_cli.rules import Pack
    from notice_cli.text import Text

# Marks at the ends of a subject that are none of it.
_START = " .,;:|_"
_END = " .;:_-*|"
# Anchors of the other column.
_BESIDE = ("motto", "party", "place_date")


def read_type(reader: Reader, blocks: Blocks) -> None:
    """The printed type and its code; where none is printed, that of a letter."""
    pack = reader.pack
    for anchor in of(reader.find(blocks.type), "type"):
        text = anchor.text("type")
        if text is None or "type_name" in reader.fields:
            continue
        name = pack.table("misread").get(pack.fold(text.value).lower(), text.value)
        name, code = _types(pack).get(type_key(name, pack), (name.capitalize(), ""))
        reader.keep("type_name", text, name)
        for field in ("type_name", "type_code"):
            reader.credit(field, anchor)
        reader.fields["type_code"] = code or None
        keep_mark(reader, "priority", anchor)
    if "type_name" not in reader.fields and (blocks.addressees or blocks.subject):
        reader.fields["type_name"] = pack.table("letter_type", "") or None
        message = "no type is printed; it is taken for a letter, which prints none"
        reader.tell("info", "type-derived", message)


@lru_cache(maxsize=4)
def _types(pack: Pack) -> dict[str, tuple[str, str]]:
    """Types and their codes by key."""
    return {type_key(name, pack): (name, code) for name, code in pack.table("types").items()}


def type_key(name: str, pack: Pack) -> str:
    """Words in small letters without blanks (a type may be printed letter by letter)."""
    return pack.fold(name).lower().replace(" ", "")


def keep_mark(reader: Reader, name: str, anchor: Anchor) -> None:
    """Keep a mark in capitals in sentence case."""
    text = anchor.text("value")
    if text is not None:
        if reader.fields.get(name) is None:
            reader.credit(name, anchor)
        folded = reader.pack.fold(text.value)
        misread = reader.pack.table("misread")
        reader.keep(name, text, misread.get(folded.lower(), folded.capitalize()))


def read_subject(reader: Reader, blocks: Blocks) -> None:
    """The subject as one line; words that stand beside the type may begin it."""
    title: Text | None = None
    marks = list(of(reader.find(blocks.subject[:1]), "subject"))
    if any(mark.value == "below" for mark in marks):
        # It stands by itself below the addressees.
        text = _unmarked(reader, blocks.subject)
    elif blocks.type:
        # The subject may begin on the line of the type.
        begun = next((a for a in of(reader.find(blocks.type), "subject")), None)
        first = part(begun.line, begun.match.groups["rest"][0]) if begun else None
        text = _text([line for line in (first, *blocks.subject) if line])
        heads = list(of(reader.find(blocks.type), "type"))
        title = heads[0].text("rest") if heads else None
        reader.credit("subject", *([begun] if begun else heads[:1]))
    else:
        lines = [left for line in blocks.subject if (left := _left(reader, line))]
        text = _unmarked(reader, lines)
    if text is None or not text.value:
        return
    if title is not None and text.value[0].islower():
        reader.fields["subject"] = f"{title.value.capitalize()} {text.value}"
        reader.spans["subject"] = (title.span()[0], text.span()[1])
    else:
        reader.keep("subject", text)


def _text(lines: Sequence[Line]) -> Text | None:
    """Lines as one, without marks at the ends."""
    if not lines:
        return None
    text = join_lines(lines)
    value = text.value
    start = len(value) - len(value.lstrip(_START))
    end = len(value) if value.endswith("...") else len(value.rstrip(_END))
    return text.slice(start, max(start, end))


def _left(reader: Reader, line: Line) -> Line | None:
    """What of a line of a letter's header is subject, and not the other column."""
    beside = [anchor.match.start for anchor in of(reader.find([line]), *_BESIDE)]
    return part(line, 0, min(beside)) if beside else line


def _unmarked(reader: Reader, lines: Sequence[Line]) -> Text | None:
    """The subject of a letter without the abbreviation that opens it."""
    if not lines:
        return None
    marks = [a for a in of(reader.find(lines[:1]), "subject") if a.value != "keep"]
    reader.credit("subject", *marks[:1])
    rest = marks[0].match.groups.get("rest") if marks else None
    first = part(lines[0], rest[0]) if rest else lines[0]
    return _text([line for line in (first, *lines[1:]) if line])
