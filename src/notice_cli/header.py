"""The particulars of a document from its header, type and subject.

Scanners print both columns of a header in one line, so every anchor is looked for
anywhere in a line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli import dates
from notice_cli.anchors import Anchor, Reader, of
from notice_cli.issuer import issuer_of_signature, read_issuer
from notice_cli.model import Diagnostic, Document, Signature, Span
from notice_cli.subject import keep_mark, read_subject, read_type

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date as Date  # noqa: N812 - as in the model

    from notice_cli.landmarks import Blocks
    from notice_cli.lines import Line
    from notice_cli.rules import Pack

# So many lines of the body may hold particulars.
TOP_LINES = 8


def read_document(
    blocks: Blocks, signature: Signature, pack: Pack, stamps: Sequence[Line] = ()
) -> tuple[Document, list[Diagnostic]]:
    """Read the particulars; ``stamps`` are lines that were dropped as stamps.

    A field that is not in the text is None; what could not be read is told.
    """
    reader = Reader(pack)
    # The subject of a letter stands in its header, beside the other column.
    beside = () if blocks.type else blocks.subject
    header = reader.find(blocks.header)
    _read_code(reader, [*header, *reader.find(blocks.type)])
    found = [*header, *reader.find(beside)]
    # What says itself that it is the day of issue may stand below the title.
    top = of(reader.find(blocks.body[:TOP_LINES]), "place_date")
    found += [anchor for anchor in top if anchor.value == "labelled"]
    # A memorandum has its day between addressees and subject.
    among = of(reader.find(blocks.addressees), "place_date")
    found += [anchor for anchor in among if anchor.value == "memo"]
    _read_marks(reader, found)
    read_type(reader, blocks)
    read_subject(reader, blocks)
    # What a page says of itself has days, too.
    stamped = (reader.find([line]) for line in (*stamps, *blocks.header, *blocks.signature))
    signed = [a for some in stamped if not any(of(some, "page")) for a in some]
    _read_date(reader, found, signed)
    read_issuer(reader, blocks)
    if reader.fields.get("organ_name") is None:
        issuer_of_signature(reader, blocks, signature)
    return Document(**reader.fields, spans=reader.spans), reader.diagnostics


def _read_code(reader: Reader, header: Sequence[Anchor]) -> None:
    """Number and notation: the first number that can be read, else the first notation."""
    codes = [a for a in of(header, "code") if a.text("notation")]
    sound = [a for a in codes if a.text("value") is None]
    best = next((a for a in sound if a.text("number")), None) or next(iter(sound or codes), None)
    notation = best.text("notation") if best else None
    if best is None or notation is None:
        _tell_lost(reader, header)
        return
    written = notation.value.replace(" ", "").rstrip(".")
    reader.keep("code_notation", notation, written)
    for name in ("code_notation", "code_number", "code"):
        reader.credit(name, best, over=codes)
    number = best.text("number")
    if number is None:
        damaged = best.text("value")
        blank = damaged is None or not any(c.isalnum() for c in damaged.value)
        what = "is blank" if blank else f'cannot be read: "{_shown(best)}"'
        reader.tell("info", "no-number", f"the number of the document {what}", best.span)
        return
    reader.keep("code_number", number)
    sign = best.match.rule.meaning.get("code", "/")
    spans = sorted([number.span(), notation.span()])
    parts = [number.value, written] if spans[0] == number.span() else [written, number.value]
    reader.fields["code"] = sign.join(parts)
    reader.spans["code"] = (spans[0][0], spans[1][1])


def _tell_lost(reader: Reader, header: Sequence[Anchor]) -> None:
    """Tell what stands where a number is, if nothing of it can be read."""
    lost = next((a for a in of(header, "code") if a.text("value")), None)
    if lost is not None:
        message = f'the number of the document cannot be read: "{_shown(lost)}"'
        reader.tell("info", "no-number", message, lost.span)


def _shown(anchor: Anchor) -> str:
    """What stands there, as it is printed."""
    end = anchor.match.groups.get("notation", (0, anchor.match.end))[1]
    return anchor.line.text.value[anchor.match.start : end].strip()


def _read_marks(reader: Reader, found: Sequence[Anchor]) -> None:
    """Priority and secrecy, and whether it is a draft."""
    for mark in of(found, "priority", "secrecy"):
        keep_mark(reader, mark.block, mark)
    for mark in of(found, "secrecy"):
        message = "the document is marked as secret; take care where its data goes"
        reader.tell("warning", "secret", message, mark.span)
    for draft in of(found, "draft"):
        reader.tell("warning", "draft", "the document is marked as a draft", draft.span)


# --- Place and date


def _read_date(reader: Reader, found: Sequence[Anchor], stamped: Sequence[Anchor]) -> None:
    """The printed day of issue, else that of a stamp that agrees with what is printed."""
    printed = list(of(found, "place_date"))
    for one in printed:
        if "place" not in reader.fields and one.text("place"):
            reader.credit("place", one, over=printed)
        reader.keep("place", one.text("place"))
    whole = next((a for a in printed if _is_whole(a)), None)
    if whole is not None:
        day = _day(whole)
        if day is None:
            message = f'the date of issue is no day of the calendar: "{_shown(whole)}"'
            reader.tell("warning", "no-such-day", message, whole.span)
        else:
            reader.fields["issued_date"] = day
            reader.spans["issued_date"] = _date_span(whole)
            reader.credit("issued_date", whole, over=printed)
        return
    partly = printed[0] if printed else None
    if not _read_stamp(reader, partly, stamped) and partly is not None:
        damaged = partly.text("value")
        what = f'cannot be read: "{_shown(partly)}"' if damaged else "is blank or cannot be read"
        message = f"the day of issue {what}"
        reader.tell("info", "no-issue-day", message, partly.span)


def _read_stamp(reader: Reader, printed: Anchor | None, stamped: Sequence[Anchor]) -> bool:
    """Take the day of a stamp of an electronic signature; whether there was one."""
    for day, stamp in _stamps(stamped):
        month = (printed and printed.number("month")) or day.month
        year = (printed and printed.number("year")) or day.year
        if (month, year) != (day.month, day.year):
            message = f"the stamp of the signature ({day}) is of another month than the document"
            reader.tell("warning", "stamp-disagrees", message, stamp.span)
            continue
        reader.fields["issued_date"] = day
        reader.spans["issued_date"] = stamp.span
        reader.credit("issued_date", stamp)
        whose = "the signature" if stamp.value == "signed" else "the electronic signature"
        message = f"no day of issue is printed; {day} is that of {whose}"
        reader.tell("info", "date-of-stamp", message, stamp.span)
        return True
    return False


def _stamps(stamped: Sequence[Anchor]) -> list[tuple[Date, Anchor]]:
    """Days of stamps: those that say what they are first, then the earliest."""
    days = [(day, anchor) for anchor in of(stamped, "stamp") if (day := _day(anchor))]
    return sorted(days, key=lambda pair: (pair[1].value is None, pair[0]))


def _is_whole(anchor: Anchor) -> bool:
    return all(anchor.number(name) for name in ("day", "month", "year"))


def _day(anchor: Anchor) -> Date | None:
    day, month, year = (anchor.number(name) for name in ("day", "month", "year"))
    return dates.day(year, month, day) if day and month and year else None


def _date_span(anchor: Anchor) -> Span:
    start, end = anchor.match.groups["day"][0], anchor.match.groups["year"][1]
    return anchor.line.text.span(start, end)
