"""Directive nodes to tasks: cut by leading bodies, who acts inherited from lead-ins.

Inheritance: from the nearest lead-in, an ancestor or else a lead-in paragraph before the
node at the same level, going outwards. A body named in the node replaces what would be
inherited; a deadline of a lead-in goes with the lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from notice_cli.deadlines import deadline_type, due_date
from notice_cli.model import Assignee, AssigneeSource, Deadline, Diagnostic, Role, Task
from notice_cli.outline import Branch
from notice_cli.roles import Words, is_label

if TYPE_CHECKING:
    from notice_cli.entities import Member, Reading
    from notice_cli.phrases import Clause, Phrases

_TASK_ROLES = ("directive",)


@dataclass(frozen=True, slots=True)
class Content:
    """What was read of one node beside its phrases.

    ``deadlines``, ``references`` (ids) and ``continuous`` (offsets of words that say
    "all the time") carry offsets in the node's own words.
    """

    deadlines: tuple[Deadline, ...] = ()
    references: tuple[tuple[int, str], ...] = ()
    continuous: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a node takes from above or before where it names nobody itself."""

    leads: tuple[Assignee, ...] = ()
    coordinates: tuple[Assignee, ...] = ()
    deadlines: tuple[Deadline, ...] = ()


@dataclass(slots=True)
class TaskReader:
    """Reads the tasks of an outline; ``tasks`` in the order of the text."""

    words: Mapping[Branch, Words]
    content: Mapping[Branch, Content]
    roles: Mapping[Branch, Role]
    opening: Sequence[Branch] = ()
    tasks: list[Task] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self, roots: Sequence[Branch], addressees: Inherited) -> None:
        """Read the tasks of all roots; ``addressees`` are told where nobody else is."""
        self._walk(roots, addressees)

    def _walk(self, branches: Sequence[Branch], inherited: Inherited) -> None:
        for i, branch in enumerate(branches):
            role = self.roles[branch]
            if self._is_label(branch):
                continue
            labels = self._labels_first(branches[i + 1 :])
            if branch.children and not all(map(self._is_label, branch.children)):
                below = self._below(branch, inherited)
                if role == "directive" and branch.kind != "part" and not branch.introduces:
                    self._add(branch, inherited, labels)
                self._walk(branch.children, below)
            elif role == "directive":
                self._add(branch, inherited, [*branch.children, *labels])
            elif role == "lead_in":
                inherited = self._below(branch, inherited)

    def _is_label(self, branch: Branch) -> bool:
        return is_label(self.words[branch].phrases) and not branch.children

    def _labels_first(self, following: Sequence[Branch]) -> list[Branch]:
        found = []
        for sibling in following:
            if not self._is_label(sibling):
                break
            found.append(sibling)
        return found

    def _below(self, branch: Branch, outer: Inherited) -> Inherited:
        """What the nodes below (or after) a lead-in inherit."""
        phrases = self.words[branch].phrases
        reading = self.words[branch].reading
        # Who speaks in the opening is no one who is told: only orders count there.
        spoken = branch in self.opening
        leads = tuple(
            assignee(reading, member, "lead", "inherited")
            for clause in phrases.clauses
            if clause.order or not spoken
            for member in clause.members
        )
        coordinates = tuple(
            assignee(reading, member, "coordinate", "inherited") for member in phrases.coordinates
        )
        own = tuple(replace(d, scope="inherited") for d in self.content[branch].deadlines)
        if leads:
            return Inherited(_apart(leads), coordinates, own)
        return Inherited(outer.leads, coordinates or outer.coordinates, own or outer.deadlines)

    def _add(self, branch: Branch, inherited: Inherited, labels: Sequence[Branch]) -> None:
        pieces = cut(self.words[branch])
        for number, (start, end) in enumerate(pieces, 1):
            name = branch.id if len(pieces) == 1 else f"{branch.id}#{number}"
            last = number == len(pieces)
            self._add_piece(branch, name, (start, end), inherited, labels if last else ())

    def _add_piece(
        self,
        branch: Branch,
        name: str,
        piece: tuple[int, int],
        inherited: Inherited,
        labels: Sequence[Branch],
    ) -> None:
        words, content = self.words[branch], self.content[branch]
        reading, phrases = words.reading, words.phrases
        start, end = piece
        span = reading.text.span(start, end)

        def inside(at: int) -> bool:
            return start <= at < end

        named = [
            assignee(reading, member, "lead", clause.source)
            for clause in leads(phrases.clauses, reading.text.value)
            if inside(clause.start)
            for member in clause.members
        ]
        coordinates = [
            assignee(reading, m, "coordinate", "explicit")
            for m in phrases.coordinates
            if inside(m.start)
        ]
        deadlines = [d for d in content.deadlines if span[0] <= d.span[0] < span[1]]
        for label in labels:
            more = self.words[label]
            for clause in more.phrases.clauses:
                named += [assignee(more.reading, m, "lead", "explicit") for m in clause.members]
            coordinates += [
                assignee(more.reading, m, "coordinate", "explicit")
                for m in more.phrases.coordinates
            ]
            deadlines += self.content[label].deadlines
        if not named:
            coordinates += [c for c in inherited.coordinates if not coordinates]
            deadlines = deadlines or list(inherited.deadlines)
        named = named or list(inherited.leads)
        if not named:
            self.diagnostics.append(
                Diagnostic("warning", "no-assignee", f"task {name} names nobody", span)
            )
        lines = branch.lines if start == 0 and end == len(reading.text) else _lines(branch, piece)
        self.tasks.append(
            Task(
                name,
                reading.words(start, end),
                reading.words(*phrases.heading) if phrases.heading else None,
                _apart([*named, *coordinates]),
                tuple(deadlines),
                due_date(deadlines),
                deadline_type(deadlines, any(map(inside, content.continuous))),
                tuple(dict.fromkeys(m.name for m in phrases.reports if inside(m.start))),
                tuple(dict.fromkeys(i for at, i in content.references if inside(at))),
                tuple(target for at, target in phrases.targets if inside(at)),
                span,
                lines,
            )
        )


def _lines(branch: Branch, piece: tuple[int, int]) -> tuple[int, int]:
    """Printed lines of the paragraphs that a piece stands in."""
    at, found = 0, []
    for paragraph in branch.paragraphs:
        end = at + len(paragraph.text)
        if at < piece[1] and piece[0] < end:
            found.append(paragraph)
        at = end + 1
    return found[0].first, found[-1].last


def assignee(reading: Reading, member: Member, role: str, source: AssigneeSource) -> Assignee:
    """A member of a list of bodies as an assignee."""
    return Assignee(
        member.name,
        "lead" if role == "lead" else "coordinate",
        source,
        reading.words(member.start, member.end),
        reading.text.span(member.start, member.end),
    )


def _apart(assignees: Iterable[Assignee]) -> tuple[Assignee, ...]:
    """Each body once; who leads does not also help."""
    kept: dict[str, Assignee] = {}
    for one in assignees:
        kept.setdefault(one.name, one)
    return tuple(kept.values())


def cut(words: Words) -> list[tuple[int, int]]:
    """Pieces ``[start, end)`` of a node's words, one for each new leading body.

    The piece before the first is one of its own where it tells something to do and
    names nobody; otherwise it goes with the first.
    """
    reading, phrases = words.reading, words.phrases
    value = reading.text.value
    starts: list[int] = []
    last: Clause | None = None
    for clause in phrases.clauses:
        if clause.cut is None:
            last = last or clause
            continue
        if last is not None and _says_nothing(last, clause, value):
            last = clause
            continue
        if last is None:
            begins = clause.cut > 0 and _acts_before(phrases, clause, reading)
        else:
            begins = not _same(last, clause)
        # Words that end in a colon only introduce what follows.
        start = starts[-1] if starts else 0
        if begins and not value[start : clause.cut].rstrip().endswith(":"):
            starts.append(clause.cut)
        last = clause
    edges = [0, *starts, len(value)]
    pieces = []
    for start, end in pairwise(edges):
        stop = end
        while stop > start and value[stop - 1] in " ;\n":
            stop -= 1
        pieces.append((start, stop if end < len(value) else end))
    return pieces


def _says_nothing(named: Clause, clause: Clause, value: str) -> bool:
    """Whether who is named has no words of its own before the next clause begins."""
    return not value[named.members[-1].end : clause.cut].strip(" :\n")


def leads(clauses: Sequence[Clause], value: str) -> list[Clause]:
    """The clauses that count: a name right before a clause gives way to it."""
    return [
        clause
        for clause, following in zip_longest(clauses, clauses[1:])
        if clause is not None
        and not (
            following is not None
            and following.cut is not None
            and _says_nothing(clause, following, value)
        )
    ]


def _same(one: Clause, other: Clause) -> bool:
    return {m.name for m in one.members} == {m.name for m in other.members}


def _acts_before(phrases: Phrases, clause: Clause, reading: Reading) -> bool:
    """Whether the words before the first clause are something to do by themselves."""
    start = phrases.heading[1] if phrases.heading else 0
    begun = [
        m for m in phrases.roles if not m.rule.meaning.get("part") and start <= m.start <= start + 2
    ]
    first = min(begun, key=lambda m: m.rule.line, default=None)
    whole = reading.coded[: clause.cut].rstrip()[-1:] in (";", ".")
    return whole and first is not None and first.rule.meaning["role"] == "directive"
