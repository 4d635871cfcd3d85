"""One notice from bytes to a ``Notice``: the stages in their order, nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from notice_cli.appendices import read_appendices
from notice_cli.blocks import lines_told, split_blocks
from notice_cli.casing import sentence_case
from notice_cli.collection import held_off
from notice_cli.copies import part_copy
from notice_cli.dates import Reference
from notice_cli.deadlines import find
from notice_cli.detection import choose
from notice_cli.ending import read_recipients, read_signature
from notice_cli.entities import Reading, read
from notice_cli.errors import InputError
from notice_cli.event import read_event
from notice_cli.furniture import drop_furniture
from notice_cli.gone import not_there
from notice_cli.grids import read_body
from notice_cli.header import read_document
from notice_cli.known import attending_names, known_names, unread
from notice_cli.landmarks import Anchors, Blocks
from notice_cli.lines import Line, split_lines
from notice_cli.mending import SAMPLE, Mender, doubts, mended, mender
from notice_cli.model import (
    SCHEMA,
    TOOL,
    Diagnostic,
    Document,
    Event,
    Notice,
    Recipients,
    RulesUsed,
    Signature,
    Source,
    Task,
)
from notice_cli.nodes import every, node
from notice_cli.opening import find_opening
from notice_cli.outline import Branch, Outline
from notice_cli.paragraphs import Paragraph, join_lines
from notice_cli.phrases import read_phrases
from notice_cli.ragged import unwrapped_twice
from notice_cli.references import References
from notice_cli.relining import reline
from notice_cli.roles import Evidence, Roles, Words, is_closing
from notice_cli.rules import Pack, load_rules
from notice_cli.scrubbing import respaced, scrubbed, touching
from notice_cli.several import part_documents
from notice_cli.source import Decoded, decode
from notice_cli.syllables import syllables
from notice_cli.tasks import Content, Inherited, Piece, TaskReader, assignee
from notice_cli.trace import Trace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date as Date  # noqa: N812 - the parameter is called `date`

    from notice_cli.bodies import Known
    from notice_cli.encodings import Encoding
    from notice_cli.text import Text


SCANNED = Diagnostic(
    "warning",
    "scanned",
    "a scanner seems to have read this text; look at names, numbers and dates",
)
GARBLED = Diagnostic(
    "error",
    "garbled",
    "too many words of this text are none; have the document scanned or converted again",
)
NO_NOTICE = Diagnostic(
    "error",
    "no-notice",
    "this does not look like a notice: it has no type, number, task or recipient",
)


def parse(
    data: bytes | str,
    *,
    file: str = "-",
    rules: Pack | None = None,
    date: Date | None = None,
    encoding: Encoding | None = None,
) -> Notice:
    """Read one notice.

    Of rules of several languages those are taken that the text is in.
    ``data`` is the file's bytes, or text that is already decoded; ``file`` is the name
    that messages and the output give it; ``rules`` default to the built-in pack;
    ``date`` is the reference date where the notice states neither its issue nor its
    meeting; ``encoding`` is what the bytes are in: it is taken as told, also where they look
    like another (a batch asks for it only where they show none), and means nothing for text.
    Raises ``InputError`` where there is no text to read.
    """
    pack = rules or load_rules()
    if isinstance(data, str):
        # A lone surrogate is no text; it comes out as bytes that no encoding has.
        data, encoding = data.encode("utf-8", "surrogatepass"), None
    with held_off():
        decoded = _decode(data, file, pack, encoding)
        return _Parser(pack, decoded, file, date).notice()


def _decode(data: bytes, file: str, pack: Pack, encoding: Encoding | None) -> Decoded:
    """Decode with the rules of the first language that tell how; the first tells why not."""
    failure: InputError | None = None
    for one in (pack, *pack.others):
        try:
            return decode(data, file, one, encoding)
        except InputError as error:
            failure = failure or error
    raise failure or AssertionError


@dataclass(slots=True)
class Stages:
    """What the stages of one notice came to, kept for who asks why."""

    trace: Trace
    decoded: Decoded
    lines: Sequence[Line]
    dropped: Sequence[tuple[Line, str]]
    blocks: Blocks
    words: Mapping[Branch, Words]
    content: Mapping[Branch, Content]
    why: Mapping[Branch, Evidence]
    pieces: Mapping[str, Piece]
    addressees: Reading | None


def parse_traced(
    data: bytes,
    *,
    file: str,
    rules: Pack,
    date: Date | None = None,
    encoding: Encoding | None = None,
) -> tuple[Notice, Stages]:
    """As ``parse``, the same notice; beside it what each stage decided."""
    parser = _Parser(rules, _decode(data, file, rules, encoding), file, date, Trace())
    notice = parser.notice()
    if parser.stages is None:
        raise AssertionError
    return notice, parser.stages


class _Parser:
    """The stages, each with what the ones before it found."""

    def __init__(
        self,
        pack: Pack,
        decoded: Decoded,
        file: str,
        date: Date | None,
        trace: Trace | None = None,
    ) -> None:
        self._pack, told = choose(pack, decoded.shown)
        if trace:
            self._pack = self._pack.traced(trace)
        self._decoded = decoded
        self._file = file
        self._date = date
        self._mend: Mender | None = None
        self._doubtful = False
        self._sample = ""
        self._quality: float | None = None
        self._addressed: Reading | None = None
        self._others: Sequence[Line] = ()
        self._anchors: Anchors | None = None
        self.stages: Stages | None = None
        self._diagnostics: list[Diagnostic] = [*decoded.told, *told]
        self._repairs = list(decoded.repairs)

    def _settle_scanned(self, cleaned: str) -> None:
        """Match by letters alone where the text shows that a scanner read it."""
        pack = self._pack
        self._sample = cleaned[:SAMPLE]
        sample = pack.fold(self._sample)
        quality = (self._quality or 0) * 1000
        bad = quality >= int(pack.table("bad_words", "1001"))
        self._doubtful = (
            quality >= int(pack.table("odd_words", "1001"))
            or doubts(pack).arise(sample)
            or touching(cleaned, pack)
        )
        if bad or (self._doubtful and mender(pack).is_scanned(sample)):
            self._is_scanned()

    def _is_scanned(self) -> None:
        self._mend = mender(self._pack)
        sample = self._pack.fold(self._sample)
        self._pack = mended(self._pack)
        lost = (self._quality or 0) * 1000 >= int(self._pack.table("lost_words", "1001"))
        self._diagnostics += [SCANNED, GARBLED] if lost else [SCANNED]
        if self._quality is not None:
            self._quality = round(self._quality + self._mend.share(sample), 3)

    def _blocks(self, lines: Sequence[Line]) -> Blocks:
        """The blocks; in a doubtful text those that only damaged words tell of count, too."""
        blocks = split_blocks(lines, self._pack, None if self._mend else self._anchors)
        if self._doubtful and not self._mend and not (blocks.type and blocks.recipients):
            again = split_blocks(lines, mended(self._pack))
            if bool(again.type) + bool(again.recipients) > bool(blocks.type) + bool(
                blocks.recipients
            ):
                self._is_scanned()
                return again
        return blocks

    def _lines(self) -> tuple[list[Line], list[tuple[Line, str]]]:
        """The lines of the text, those of a scanned one put right, and what is no text."""
        lines, told = reline(split_lines(self._decoded.shown, self._pack), self._pack)
        self._anchors = Anchors(self._pack)
        lines, self._others, told_others = part_documents(lines, self._anchors)
        lines, told_twice = unwrapped_twice(lines, self._pack)
        self._diagnostics += [*told, *told_others, *told_twice]
        self._repairs += ["wrapped-twice"] if told_twice else []
        lines, dropped = drop_furniture(lines, self._pack)
        # As it reads, without what is invisible: marks of their own are no sign of a scanner.
        cleaned = "\n".join(line.value for line in lines)
        self._quality = syllables(self._pack).quality(cleaned)
        self._settle_scanned(cleaned)
        if self._mend:
            lines, stains, changed = scrubbed(lines, self._pack, self._mend)
            dropped = sorted([*dropped, *stains], key=lambda line: line[0].number)
            self._repairs += ["strokes"] if changed else []
        elif self._doubtful:
            lines, changed = respaced(lines, self._pack, mender(self._pack))
            self._repairs += ["strokes"] if changed else []
        return lines, dropped

    def notice(self) -> Notice:
        lines, dropped = self._lines()
        blocks = self._blocks(lines)
        blocks.others = self._others
        pack = self._pack
        part_copy(blocks, pack)
        signature = read_signature(blocks.signature, pack)
        # A stamp that was printed above the head may be all that tells the day.
        stamps = [line for line, what in dropped if what == "stamp"] + blocks.unplaced
        document, told = read_document(blocks, signature, pack, stamps)
        outline = self._outline(blocks)
        appendix = self._appendix(blocks, outline)
        branches = [*every(outline.roots), *every(appendix.roots)]
        readings = self._readings(branches)
        title = [*blocks.type, *blocks.subject]
        found = find_opening(outline.roots, readings, pack)
        opening = found.branches
        spoken = [readings[b] for b in opening if b not in found.present]
        present = [readings[b] for b in found.present]
        event, told_event = read_event(document, spoken, pack, title, present)
        self._read_again(readings, attending_names(event.participants, pack))
        issuers = _issuers(document, event)
        words = {b: self._words(b, readings[b], issuers) for b in branches}
        issued = document.issued_date
        reference = Reference(issued or event.date or self._date, issued, event.date)
        references = References(list(readings.values()), pack)
        content = {b: self._content(readings[b], reference, references) for b in branches}
        timed = {b for b in branches if any(d.date or d.recurrence for d in content[b].deadlines)}
        addressed = bool(blocks.addressees)
        main = Roles(outline.roots, words, opening, addressed=addressed, timed=timed)
        behind = Roles(appendix.roots, words, (), timed=timed)
        roles = main.of | behind.of
        tasks = TaskReader(words, content, roles, opening)
        tasks.read(outline.roots, self._addressees(blocks.addressees))
        tasks.read(appendix.roots, Inherited())
        if pack.trace:
            self.stages = Stages(
                pack.trace,
                self._decoded,
                lines,
                dropped,
                blocks,
                words,
                content,
                main.why | behind.why,
                tasks.pieces,
                self._addressed,
            )
        self._diagnostics += [*told, *told_event, *outline.diagnostics, *tasks.diagnostics]
        self._diagnostics += references.diagnostics
        self._tell_names(tasks.tasks)
        self._diagnostics += not_there(tasks.tasks, reference.date, pack)
        self._tell_markers(branches)
        self._diagnostics += lines_told(dropped, blocks)
        recipients = read_recipients(blocks.recipients, pack)
        if not (document.type_name or document.code or recipients.entries or tasks.tasks):
            self._diagnostics.append(NO_NOTICE)
        return Notice(
            SCHEMA,
            TOOL,
            self._source(dropped, blocks),
            RulesUsed(pack.name, pack.version, pack.sha256),
            _placed(document, [*blocks.header, *blocks.type, *blocks.subject, *blocks.addressees]),
            event,
            tuple(node(b, words, roles) for b in (*outline.roots, *appendix.roots)),
            tuple(tasks.tasks),
            tuple(references.all),
            _placed(recipients, blocks.recipients),
            _placed(signature, blocks.signature),
            tuple(sorted(self._diagnostics, key=_place)),
        )

    def _outline(self, blocks: Blocks) -> Outline:
        found, grids = read_body(blocks.body, self._pack, self._closes)
        self._diagnostics += [told for grid in grids for told in grid.told]
        paragraphs = [self._without_end(p) for p in found]
        return Outline(paragraphs, self._is_top)

    def _appendix(self, blocks: Blocks, body: Outline) -> Outline:
        """What appendices assign; their other lines stay unread."""
        anchors = Anchors(self._pack)
        starts = [n.start for n in blocks.appendix if "appendix" in anchors.kinds(n)]
        paragraphs, grids, blocks.appendix = read_appendices(
            blocks.appendix, starts, blocks.body, self._pack
        )
        self._diagnostics += [told for grid in grids for told in grid.told]
        return Outline([self._without_end(p) for p in paragraphs], self._is_top, body)

    def _readings(self, branches: Sequence[Branch]) -> dict[Branch, Reading]:
        """All nodes read; again, where another makes a name known that stands there."""
        readings = {b: self._read(b) for b in branches}
        self._read_again(readings, known_names(readings.values(), self._pack))
        return readings

    def _read_again(self, readings: dict[Branch, Reading], known: Sequence[Known]) -> None:
        for branch, reading in readings.items():
            if known and (more := unread(reading, known)):
                readings[branch] = self._read(branch, more)

    def _read(self, branch: Branch, known: Sequence[Known] = ()) -> Reading:
        text = branch.text
        cased = sentence_case(text.value, self._pack) if text.value.isupper() else None
        if self._mend:
            cased = self._mend(cased or text.value)
        return read(text, self._pack, branch.breaks, cased=cased, names=known)

    def _is_top(self, text: Text) -> bool:
        return is_closing(read_phrases(read(text, self._pack), self._pack))

    def _closes(self, text: Text) -> bool:
        return self._is_top(self._trimmed(text))

    def _without_end(self, paragraph: Paragraph) -> Paragraph:
        return replace(paragraph, text=self._trimmed(paragraph.text))

    def _trimmed(self, text: Text) -> Text:
        """The words without the mark that ends the content."""
        tail = max(0, len(text) - 8)
        folded = self._pack.fold(text.value[tail:])
        for match in self._pack.fragment_matcher("end_mark").find(folded):
            if match.end == len(folded):
                return text.slice(0, tail + match.start).strip()
        return text

    def _words(self, branch: Branch, reading: Reading, issuers: Sequence[str]) -> Words:
        introduces = branch.introduces and branch.kind == "paragraph"
        return Words(reading, read_phrases(reading, self._pack, issuers, introduces=introduces))

    def _content(self, reading: Reading, reference: Reference, references: References) -> Content:
        deadlines, told = find(reading, self._pack, reference)
        self._diagnostics += told
        continuous = self._pack.matcher("continuous").find(reading.folded)
        if self._pack.trace:
            for match in continuous:
                key = "continuous", reading.text.span()[0], match.start
                self._pack.trace.give(key, [match], reading.text)
        return Content(
            tuple(deadlines),
            tuple((e.start, i) for e in reading.entities for i in references.ids(reading, e)),
            tuple(m.start for m in continuous),
        )

    def _addressees(self, lines: Sequence[Line]) -> Inherited:
        if not lines:
            return Inherited()
        reading = self._addressed = read(join_lines(lines), self._pack)
        members = [m for e in reading.entities if e.kind == "bodies" for m in e.members]
        return Inherited(tuple(assignee(reading, m, "lead", "inherited") for m in members))

    def _tell_names(self, tasks: Sequence[Task]) -> None:
        """Tell the names that are known ones, but stand there otherwise."""
        if self._mend is None:
            return
        told = {one.span: one for task in tasks for one in task.assignees}
        for one in told.values():
            if self._mend(one.text) != one.text:
                message = f'"{one.text}" is read as "{one.name}"'
                self._diagnostics.append(Diagnostic("info", "name-mended", message, one.span))

    def _tell_markers(self, branches: Iterable[Branch]) -> None:
        """Tell the damaged markers that the sequence settled."""
        for branch in branches:
            marker = branch.marker
            if marker is not None and marker.mended:
                self._repairs.append("markers")
                message = f'the marker "{marker.verbatim}" is read as "{marker.label}"'
                # The marker itself belongs to no text: its line begins right before.
                start = branch.text.span()[0]
                told = Diagnostic("info", "marker-mended", message, (start, start))
                self._diagnostics.append(told)

    def _source(self, dropped: Sequence[tuple[Line, str]], blocks: Blocks) -> Source:
        decoded = self._decoded
        repairs = dict.fromkeys(self._repairs)
        if dropped:
            repairs["page-furniture"] = None
        if blocks.columns:
            repairs["columns"] = None
        return Source(
            self._file,
            decoded.sha256,
            decoded.encoding,
            tuple(repairs),
            len(decoded.value),
            self._quality,
        )


_Block = TypeVar("_Block", Document, Recipients, Signature)


def _placed(block: _Block, lines: Sequence[Line]) -> _Block:
    """The block with the spans of all its lines: none is lost, whatever was read of it."""
    if not lines:
        return block
    return replace(block, spans={**block.spans, "lines": [line.text.span() for line in lines]})


def _issuers(document: Document, event: Event) -> list[str]:
    """Names of those who speak in the notice, in lower case."""
    person = event.concluded_by
    names = (document.organ_name, document.superior_organ_name, person and person.position)
    return [name.lower() for name in names if name]


def _place(diagnostic: Diagnostic) -> tuple[int, str, str]:
    return (diagnostic.span[0] if diagnostic.span else -1, diagnostic.code, diagnostic.message)
