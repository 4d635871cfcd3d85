"""The end of a document: who receives it, what is archived, who signed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notice_cli.anchors import part
from notice_cli.beside import is_title
from notice_cli.casing import is_capitals
from notice_cli.lines import Line
from notice_cli.mending import BARE_LETTERS
from notice_cli.model import Recipient, Recipients, Signature, Span, Spans
from notice_cli.paragraphs import join_lines
from notice_cli.text import Text
from notice_cli.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from notice_cli.patterns import Match
    from notice_cli.rules import Pack

# Behind an entry.
_END = " ;.,:|"
# Behind this another entry may begin in the same line.
_NEXT = re.compile(r";\s+")
# What another document begins with.
_HEADS = {"motto", "party", "organ", "code", "place_date", "appendix"}
# Of so few characters behind the end mark of an entry, none is a word.
_JUNK = 3
# A mark ends the entries of a list where more than this share have one.
_MARKED = 0.6
# The lines of one title stand so near to each other.
_NEAR = 3
# What ends a receiver beside letters and digits.
_CLOSING = ")]\"'"


@dataclass(slots=True)
class _Entry:
    """A receiver, or the archive note, and the printed lines that hold it."""

    archive: bool
    lines: list[Line] = field(default_factory=list)

    def text(self) -> Text:
        text = join_lines(self.lines)
        value = text.value.rstrip(_END)
        # What a scanner made of dots and strokes behind the last mark is no text.
        mark = value.rfind(";")
        tail = value[mark + 1 :].replace(" ", "")
        if mark > 0 and len(tail) <= _JUNK and sum(map(str.isalnum, tail)) <= 1:
            value = value[:mark].rstrip(_END)
        return text.slice(0, len(value))


class _Scanned:
    """Entries of a scanned text: what stands behind their last mark is the other column's."""

    def __init__(self, pack: Pack, entries: Sequence[_Entry]) -> None:
        self._pack = pack
        marked = [";" in entry.lines[-1].value for entry in entries if not entry.archive]
        # Where nearly all entries have a mark, it ends them.
        self._ends = sum(marked) > _MARKED * len(marked)

    def text(self, entry: _Entry) -> Text:
        """The words of an entry without what a scanner read on its line."""
        text = entry.text()
        value = text.value
        mark = value.rfind(";")
        tail = value[mark + 1 :].replace(" ", "")
        closed = entry.lines[-1].value.endswith((";", ".", ",", ")"))
        if mark > 0 and (len(tail) <= _JUNK or (self._ends and not closed)):
            value = value[:mark].rstrip(_END)
        while value and not (value[-1].isalnum() or value[-1] in _CLOSING):
            value = value[:-1].rstrip(_END)
        return text.slice(0, len(value))


def _anchors(line: Line, pack: Pack) -> dict[str, Match]:
    """The first match of each block in a line."""
    found: dict[str, Match] = {}
    for match in pack.matcher("anchors").find(pack.fold(line.value)):
        found.setdefault(match.rule.meaning["block"], match)
    return found


# --- Receivers


def read_recipients(lines: Sequence[Line], pack: Pack) -> Recipients:
    """Read the entries of a list of receivers and the archive note behind them."""
    entries = _entries(lines, pack)
    scanned = _Scanned(pack, entries) if pack.scanned else None
    recipients: list[Recipient] = []
    spans: list[Span] = []
    archive: Text | None = None
    purposes = pack.words("purposes")
    for entry in entries:
        text = scanned.text(entry) if scanned else entry.text()
        if not text.value:
            continue
        if entry.archive:
            archive = archive or text
        else:
            recipients.append(_recipient(text.value, purposes, pack))
            spans.append(text.span())
    where: dict[str, Span | list[Span]] = {"entries": spans} if spans else {}
    if archive is not None:
        where["archive"] = archive.span()
    return Recipients(tuple(recipients), archive.value if archive else None, where)


def _entries(lines: Sequence[Line], pack: Pack) -> list[_Entry]:
    """Lines put together to entries: a dash begins one, or the end of the one before."""
    entries: list[_Entry] = []
    cut = list(_cut_lines(lines, pack))
    usual = any(dashed for _, dashed, archive in cut if not archive)
    listed = not usual and _is_line_by_line(cut, lines, pack)
    for line, dashed, archive in cut:
        if usual and not dashed and not _goes_on(line) and "name" in _anchors(line, pack):
            continue  # the signer, from the other column
        last = entries[-1] if entries else None
        begins = last is None or _closed(last, line)
        if pack.scanned and usual and not (dashed or archive) and begins and not _ended(line):
            continue  # a stamp, or what a scanner made of one
        open_ = last is not None and not dashed and not archive
        if open_ and last is not None and not listed and not _closed(last, line):
            last.lines.append(line)
        elif not (last and last.archive):
            entries.append(_Entry(archive, [line]))
    return [piece for entry in entries for piece in _pieces(entry, pack)]


def _is_line_by_line(
    cut: Sequence[tuple[Line, bool, bool]], lines: Sequence[Line], pack: Pack
) -> bool:
    """Whether each line is an entry: no mark ends or begins one (table ``entries: lines``)."""
    if pack.table("entries", "") != "lines" or not lines or not cut:
        return False
    own_lines = cut[0][0].start > lines[0].start
    return own_lines and not any(line.value.endswith((";", ",")) for line, _, _ in cut)


def _pieces(entry: _Entry, pack: Pack) -> list[_Entry]:
    """An entry cut where it holds several, if the pack tells what parts them."""
    mark = pack.table("entry_separator", "")
    if not mark or entry.archive:
        return [entry]
    pieces = [_Entry(archive=False)]
    for line in entry.lines:
        start = 0
        while (end := line.value.find(mark, start)) >= 0:
            piece = part(line, start, end)
            pieces[-1].lines += [piece] if piece else []
            pieces.append(_Entry(archive=False))
            start = end + len(mark)
        rest = part(line, start)
        pieces[-1].lines += [rest] if rest else []
    return [piece for piece in pieces if piece.lines]


def _closed(entry: _Entry, line: Line) -> bool:
    """Whether an entry ended before a line that has no dash."""
    end = entry.lines[-1].value.rstrip(" |")
    if entry.archive:
        return end.endswith(".") or (line.value[:1].isupper() and not end.endswith(","))
    return end.endswith((";", ".")) and not line.value[:1].islower()


def _goes_on(line: Line) -> bool:
    """Whether a line ends as one of a list does, and no person's name."""
    return line.value.endswith((";", ","))


def _ended(line: Line) -> bool:
    """Whether a line ends as receivers do in a list."""
    return line.value.endswith((";", ",", "."))


def _credit(name: str, match: Match, line: Line, pack: Pack) -> None:
    """Note which anchor told of receivers."""
    if pack.trace:
        pack.trace.give(("recipients", name), [match], line.text)


def _cut_lines(lines: Sequence[Line], pack: Pack) -> Iterator[tuple[Line, bool, bool]]:
    """Lines without their dashes and without what is not theirs; dashed? archive?"""
    marks = tuple(pack.table("entry_marks", []))
    others = {"authority", "title", "signed", "recipients"}
    if pack.table("entries", "") == "lines":
        # Offices that receive it look like titles of those who sign.
        others = {"recipients"}
    for line in lines:
        rest: Line | None = line
        anchors = _anchors(line, pack)
        if "recipients" in anchors:
            head = anchors["recipients"].groups.get("rest")
            _credit("entries", anchors["recipients"], line, pack)
            rest = part(line, head[0]) if head else None
            anchors = _anchors(rest, pack) if rest else {}
        beside = rest is not line and rest is not None
        if rest is None or anchors.keys() & others or (beside and _is_beside(rest, pack)):
            continue
        for piece in _run_in(rest, marks, pack):
            yield from _cut(piece, marks, pack)


def _run_in(line: Line, marks: tuple[str, ...], pack: Pack) -> Iterator[Line]:
    """The entries that stand in one line, each behind a mark or the archive note at its end."""
    start = 0
    for found in _NEXT.finditer(line.value):
        rest = part(line, found.end())
        if rest and (rest.value.startswith(marks) or "archive" in _anchors(rest, pack)):
            piece = part(line, start, found.end())
            if piece:
                yield piece
            start = found.end()
    last = part(line, start)
    if last:
        yield last


def _cut(line: Line, marks: tuple[str, ...], pack: Pack) -> Iterator[tuple[Line, bool, bool]]:
    """An entry without its dashes; dashed? archive?"""
    anchors = _anchors(line, pack)
    if "archive" in anchors:
        _credit("archive", anchors["archive"], line, pack)
        note = part(line, *anchors["archive"].groups["rest"])
        if note:
            yield note, True, True
        return
    rest = part(line, 0)
    dashed = rest is not None and rest.value.startswith(marks)
    while rest is not None and rest.value.startswith(marks):
        rest = part(rest, 1)
    if rest is not None:
        yield rest, dashed, False


def _is_beside(rest: Line, pack: Pack) -> bool:
    """Whether what a scanner read behind the title of the receivers is none of them."""
    return pack.scanned and (is_title(rest, pack) or len(rest.value.strip(_END)) <= _JUNK)


def _recipient(value: str, purposes: Collection[str], pack: Pack) -> Recipient:
    """Name and purpose: what brackets at the end say, if it is a purpose."""
    start = value.rfind("(")
    if value.endswith(")") and start > 0:
        purpose = value[start + 1 : -1].strip(_END)
        known = " ".join(pack.fold(purpose).lower().split())
        begins = tuple(pack.table("purpose_starts", []))
        damaged = pack.scanned and purpose.islower() and _is_damaged(known, purposes)
        if known in purposes or known.startswith(begins) or damaged:
            return Recipient(value[:start].strip(_END), purpose)
    return Recipient(value, None)


def _is_damaged(words: str, purposes: Iterable[str]) -> bool:
    """Whether words are a short form of a purpose: what stands for its stroke may be a letter."""
    bare = words.translate(BARE_LETTERS)
    if "/" in words:
        return len(words) <= max(map(len, purposes), default=0) and " " not in words
    strokes = (purpose.translate(BARE_LETTERS).partition("/") for purpose in purposes)
    return any(
        stroke and len(bare) == len(first + second) + 1 and bare.startswith(first)
        and bare.endswith(second)
        for first, stroke, second in strokes
        if len(second) > 1
    )  # fmt: skip


# --- Signature


@dataclass(slots=True)
class _Signer:
    """The lines of one signer, as they come: authority, titles, name."""

    competence: list[Text] = field(default_factory=list)
    titles: list[Text] = field(default_factory=list)
    name: Text | None = None
    last: int = 0
    trace: Trace | None = None

    def credit(self, name: str, match: Match, line: Line) -> None:
        """Note which anchor gave what is read next."""
        if self.trace:
            self.trace.give(("signature", name, line.text.span()[0]), [match], line.text)


def read_signature(lines: Sequence[Line], pack: Pack) -> Signature:
    """Read lines of authority, the signer's own title and name; the first of several."""
    signer = _Signer(trace=pack.trace)
    names: list[Text] = []
    above = 0
    for line in lines:
        anchors = _anchors(line, pack)
        if "recipients" in anchors:
            head = anchors["recipients"].groups.get("rest")
            rest = part(line, head[0]) if head else None
            if rest is None:
                continue
            line, anchors = rest, _anchors(rest, pack)  # noqa: PLW2901 - what is left of it
        if names and signer.titles and anchors.keys() & {"authority", "title"}:
            break
        _take(line, anchors, signer, names)
        above = above if signer.titles or signer.competence else len(names)
    # Names above all titles are somebody else's where one stands below.
    names = names[above:] or names
    signer.name = names[0] if names else None
    return _signature(signer)


def _take(line: Line, anchors: dict[str, Match], signer: _Signer, names: list[Text]) -> None:
    """Put a line of a signature where it belongs."""
    if "signed" in anchors:
        return
    if "authority" in anchors:
        signer.competence.append(_value(line, anchors["authority"], "value"))
        signer.credit("competence", anchors["authority"], line)
    elif "title" in anchors:
        signer.titles.append(_value(line, anchors["title"], "value"))
        signer.credit("position", anchors["title"], line)
    elif "name" in anchors and not is_capitals(line.value):
        names.append(_value(line, anchors["name"], "rest"))
        signer.credit("full_name", anchors["name"], line)
    elif is_capitals(line.value) and not names and line.value[0].isalpha():
        if line.number <= signer.last + _NEAR and not anchors.keys() & _HEADS:
            _go_on(line.text, signer)
    else:
        return
    signer.last = line.number


def _value(line: Line, match: Match, group: str) -> Text:
    text = line.text.slice(*match.groups[group])
    return text.slice(0, len(text.value.rstrip(_END)))


def _go_on(text: Text, signer: _Signer) -> None:
    """A line in capitals that is no known title goes on with the one before it."""
    lines = signer.titles or signer.competence
    if lines:
        last = lines[-1]
        gap = Text(" ", ((0, last.span()[1], max(text.span()[0], last.span()[1])),))
        lines[-1] = _joined(last, gap, text)


def _joined(*texts: Text) -> Text:
    value, runs = "", []
    for text in texts:
        runs += [(start + len(value), a, b) for start, a, b in text.runs]
        value += text.value
    return Text(value, tuple(runs))


def _signature(signer: _Signer) -> Signature:
    spans: dict[str, Span | list[Span]] = {}
    if signer.competence:
        spans["competence"] = [text.span() for text in signer.competence]
    position = signer.titles[-1] if signer.titles else None
    if position is not None:
        spans["position"] = position.span()
    if signer.name is not None:
        spans["full_name"] = signer.name.span()
    where: Spans = spans
    return Signature(
        tuple(text.value for text in signer.competence),
        position.value if position else None,
        signer.name.value if signer.name else None,
        where,
    )
