"""Directive nodes to tasks: cut by leading bodies, who acts inherited from lead-ins.

Inheritance: from the nearest lead-in, an ancestor or else a lead-in paragraph before the
node at the same level, going outwards. A body named in the node replaces what would be
inherited; a deadline of a lead-in goes with the lead.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from notice_cli.clauses import Clause
from notice_cli.deadlines import deadline_type, due_date
from notice_cli.entities import Member
from notice_cli.model import Assignee, AssigneeSource, Deadline, Diagnostic, Role, Target, Task
from notice_cli.outline import Branch
from notice_cli.roles import Words, is_label

if TYPE_CHECKING:
    from notice_cli.entities import Reading
    from notice_cli.phrases import Phrases


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
    """What a node takes from above or before where it names nobody itself.

    ``acts`` tells that who leads is the subject above ("X has to:"): whom the nodes
    below ask for something is asked by X.
    """

    leads: tuple[Assignee, ...] = ()
    coordinates: tuple[Assignee, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    acts: bool = False


class Piece(NamedTuple):
    """What a task was made of: a share of a node's words, and the labels that follow."""

    branch: Branch
    share: Share
    labels: Sequence[Branch]


@dataclass(slots=True)
class TaskReader:
    """Reads the tasks of an outline; ``tasks`` in the order of the text.

    ``pieces`` tells what each was made of, by its id.
    """

    words: Mapping[Branch, Words]
    content: Mapping[Branch, Content]
    roles: Mapping[Branch, Role]
    opening: Sequence[Branch] = ()
    tasks: list[Task] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    pieces: dict[str, Piece] = field(default_factory=dict)

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
                clauses = self.words[branch].phrases.clauses
                acts = not any(c.order for c in clauses) if clauses else inherited.acts
                below = replace(below, acts=acts)
                if role == "directive" and branch.kind != "part" and self._tells(branch):
                    self._add(branch, inherited, labels)
                self._walk(branch.children, below)
            elif role == "directive":
                self._add(branch, inherited, [*branch.children, *labels])
            elif role == "lead_in":
                inherited = replace(self._below(branch, inherited), acts=inherited.acts)

    def _tells(self, branch: Branch) -> bool:
        """Whether a node tells more than who is to do what stands below it."""
        held = {self.roles[child] for child in branch.children}
        return not branch.introduces or not held & {"directive", "lead_in"}

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
            if (clause.order or not spoken) and not clause.unsure
            for member in clause.members
        )
        coordinates = tuple(
            assignee(reading, member, "coordinate", "inherited") for member in phrases.coordinates
        )
        own = tuple(replace(d, scope="inherited") for d in self.content[branch].deadlines)
        if leads or any(clause.unsure for clause in phrases.clauses):
            return Inherited(_apart(leads), coordinates, own)
        return Inherited(outer.leads, coordinates or outer.coordinates, own or outer.deadlines)

    def _add(self, branch: Branch, inherited: Inherited, labels: Sequence[Branch]) -> None:
        shares = share(self.words[branch], self.content[branch])
        for number, piece in enumerate(shares, 1):
            name = branch.id if len(shares) == 1 else f"{branch.id}#{number}"
            told = labels if number == len(shares) else ()
            self._add_piece(branch, name, piece, inherited, told)

    def _add_piece(
        self,
        branch: Branch,
        name: str,
        piece: Share,
        inherited: Inherited,
        labels: Sequence[Branch],
    ) -> None:
        reading, phrases = self.words[branch].reading, self.words[branch].phrases
        self.pieces[name] = Piece(branch, piece, labels)
        text = reading.text.slice(piece.start, piece.end).own
        span = text.span()
        named = [
            assignee(reading, member, "lead", clause.source)
            for clause in piece.clauses
            if not (clause.unsure or (inherited.acts and _is_asked(clause, reading)))
            for member in clause.members
        ]
        coordinates = [assignee(reading, m, "coordinate", "explicit") for m in piece.coordinates]
        deadlines, continuous = list(piece.deadlines), bool(piece.continuous)
        for label in labels:
            more = self.words[label]
            for clause in more.phrases.clauses:
                named += [assignee(more.reading, m, "lead", "explicit") for m in clause.members]
            coordinates += [
                assignee(more.reading, m, "coordinate", "explicit")
                for m in more.phrases.coordinates
            ]
            deadlines += self.content[label].deadlines
            continuous = continuous or bool(self.content[label].continuous)
        unsure = next((c for c in piece.clauses if c.unsure), None)
        if not named and not unsure:
            coordinates += [c for c in inherited.coordinates if not coordinates]
            deadlines = deadlines or list(inherited.deadlines)
        if unsure:
            member = unsure.members[0]
            message = f"task {name}: who acts here is not known"
            at = reading.text.span(member.start, member.end)
            self.diagnostics.append(Diagnostic("warning", "unknown-assignee", message, at))
        elif not named:
            named = list(inherited.leads)
        if not named and not unsure:
            self.diagnostics.append(
                Diagnostic("warning", "no-assignee", f"task {name} names nobody", span)
            )
        self.tasks.append(
            Task(
                name,
                text.value,
                reading.words(*phrases.heading) if phrases.heading else None,
                _apart([*named, *coordinates]),
                tuple(deadlines),
                due_date(deadlines),
                deadline_type(deadlines, continuous),
                tuple(dict.fromkeys(member.name for member in piece.reports)),
                tuple(dict.fromkeys(number for _, number in piece.references)),
                tuple(target for _, target in piece.targets),
                span,
                _lines(branch, piece),
            )
        )


@dataclass(slots=True)
class Share:
    """One piece ``[start, end)`` of a node's words, and what was found in it."""

    start: int
    end: int
    clauses: list[Clause] = field(default_factory=list)
    coordinates: list[Member] = field(default_factory=list)
    reports: list[Member] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    references: list[tuple[int, str]] = field(default_factory=list)
    targets: list[tuple[int, Target]] = field(default_factory=list)
    continuous: list[int] = field(default_factory=list)


def share(words: Words, content: Content) -> list[Share]:
    """The pieces of a node's words, each with what stands in it.

    Everything is dealt out once, so that a node of many pieces costs no more.
    """
    shares = [Share(start, end) for start, end in cut(words)]
    starts = [piece.start for piece in shares]
    text, phrases = words.reading.text, words.phrases
    spans = [text.span(start, start + 1)[0] for start in starts]

    def owner(at: int) -> Share:
        return shares[max(0, bisect_right(starts, at) - 1)]

    for clause in leads(phrases.clauses, text.value):
        owner(clause.start).clauses.append(clause)
    for member in phrases.coordinates:
        owner(member.start).coordinates.append(member)
    for member in phrases.reports:
        owner(member.start).reports.append(member)
    for deadline in content.deadlines:
        shares[max(0, bisect_right(spans, deadline.span[0]) - 1)].deadlines.append(deadline)
    for reference in content.references:
        owner(reference[0]).references.append(reference)
    for target in phrases.targets:
        owner(target[0]).targets.append(target)
    for at in content.continuous:
        owner(at).continuous.append(at)
    return shares


def _lines(branch: Branch, piece: Share) -> tuple[int, int]:
    """Printed lines of the paragraphs that a piece stands in."""
    starts = branch.starts
    first = branch.paragraphs[max(0, bisect_right(starts, piece.start) - 1)]
    last = branch.paragraphs[max(0, bisect_left(starts, piece.end) - 1)]
    return first.first, last.last


def assignee(reading: Reading, member: Member, role: str, source: AssigneeSource) -> Assignee:
    """A member of a list of bodies as an assignee."""
    return Assignee(
        member.name,
        "lead" if role == "lead" else "coordinate",
        source,
        reading.words(member.start, member.end),
        reading.text.span(member.start, member.end),
    )


def _is_asked(clause: Clause, reading: Reading) -> bool:
    """Whether a node begins with asking bodies without a name of their own, or inviting any."""
    nameless = all(reading.folded[member.start].islower() for member in clause.members)
    return clause.asks and clause.cut == 0 and (clause.weak or nameless)


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
    return not value[named.members[-1].end : clause.cut].strip(" :.\n")


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
