"""Explains a notice from what its stages noted: nothing is matched or decided anew here."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from notice_cli.explanation import Explanation, Other, Source, Value, Words
from notice_cli.named import Place, bodies_of
from notice_cli.printed import printed_lines
from notice_cli.trace import REASONS, Lost, Seen, seen

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from notice_cli.entities import Reading
    from notice_cli.lines import Line
    from notice_cli.model import Lines, Node, Notice, Span, Task
    from notice_cli.outline import Branch
    from notice_cli.parse import Stages
    from notice_cli.patterns import Match

# Kinds of rules that could have given a value of a field.
_BODIES = frozenset({"bodies", "gazetteer", "persons", "assignments", "labels", "reports"})
_TIMES = frozenset({"times", "deadlines"})
_CITED = frozenset({"references", "times", "bodies", "gazetteer"})

_ROLES = {
    "closes": "its first words close the document",
    "opens": "it stands before the conclusions and tells nobody to act",
    "introduces": "it ends in a colon and introduces what follows",
    "orders": "it orders somebody to act",
    "holds": "it has this role from what stands below it",
    "label": "it is a label of the task before it",
    "heading-above": "the heading above announces it",
    "told": "somebody is told to act",
    "own-words": "its first words say so",
    "announced": "what stands above or before tells somebody to do what is listed",
    "narrates": "its first words narrate, and nothing stronger is said",
    "beside": "it begins as others do in its list, which are told to act",
    "nothing": "nothing in it says more",
}
_TYPES = {
    "dated": "a deadline of it has a date, or should have one",
    "recurring": "its deadline recurs",
    "event": "its deadline is bound to an event",
    "continuous": "its words say that it goes on all the time",
    "none": "no deadline was found in it, nor inherited",
}


def explain(notice: Notice, stages: Stages) -> Explanation:
    """Why each value of a notice is what it is; ``stages`` are those that it came from."""
    return _Explainer(notice, stages).explanation()


class _Explainer:
    def __init__(self, notice: Notice, stages: Stages) -> None:
        self._notice = notice
        self._stages = stages
        self._given = stages.trace.given
        value = stages.decoded.value
        self._breaks = [i for i, char in enumerate(value) if char == "\n"]
        self._branches = {branch.id: branch for branch in stages.words}
        self._bodies = bodies_of(stages)
        self._dated = {
            deadline.span: branch
            for branch, content in stages.content.items()
            for deadline in content.deadlines
        }
        self._citations = {
            reading.text.span(entity.start, entity.end): seen(entity.match, reading.text)
            for reading in self._readings()
            for entity in reading.entities
            if entity.kind == "reference"
        }
        self._others = sorted(
            map(self._other, stages.trace.lost.values()), key=lambda other: other.words.span
        )
        self._other_starts = [other.words.span[0] for other in self._others]
        lengths = (b - a for a, b in (other.words.span for other in self._others))
        self._longest = max(lengths, default=0)
        self._printed: dict[int, list[Line]] = {}
        for line in stages.lines:
            self._printed.setdefault(line.number, []).append(line)

    def explanation(self) -> Explanation:
        notice = self._notice
        values = [
            *self._document(),
            *self._event(),
            *(value for node in notice.body for value in self._node(node)),
            *(value for task in notice.tasks for value in self._task(task)),
            *self._references(),
            *self._ending(),
        ]
        lines = tuple(printed_lines(self._stages, values, self._words))
        return Explanation(
            notice.source.file, notice.rules, tuple(values), lines, tuple(self._others)
        )

    # --- What everything below is put together from

    def _line(self, at: int) -> int:
        return bisect_right(self._breaks, at - 1) + 1

    def _span_lines(self, span: Span) -> Lines:
        return self._line(span[0]), self._line(max(span[0], span[1] - 1))

    def _words(self, found: Seen) -> Words:
        rule = found.rule
        return Words(
            rule.kind,
            rule.id,
            rule.path,
            rule.line,
            found.words.strip(),
            found.span,
            self._span_lines(found.span),
        )

    def _other(self, lost: Lost) -> Other:
        to = self._words(lost.to) if lost.to else None
        return Other(self._words(lost.seen), lost.why, REASONS[lost.why], to)

    def _value(  # noqa: PLR0913 - the fields of a value
        self,
        field: str,
        value: Any,  # noqa: ANN401 - as it stands in the document
        where: Span | list[Span] | None,
        because: Iterable[Seen] = (),
        *,
        of: str | None = None,
        note: str | None = None,
        inherited: Source | None = None,
        kinds: frozenset[str] = frozenset(),
    ) -> Value:
        """A value with those ``kinds`` of rules that lost where it stands."""
        spans = tuple(where) if isinstance(where, list) else (where,) if where else ()
        given = dict.fromkeys(map(self._words, because))
        others = dict.fromkeys(
            other for span in spans for other in self._lost_in(span) if other.words.kind in kinds
        )
        lines = None
        if spans:
            lines = self._span_lines((min(spans)[0], max(span[1] for span in spans)))
        return Value(field, of, value, spans, lines, note, inherited, tuple(given), tuple(others))

    def _lost_in(self, span: Span) -> Iterator[Other]:
        """What lost in a stretch, in order; none is longer than the longest."""
        first = bisect_left(self._other_starts, span[0] - self._longest)
        last = bisect_left(self._other_starts, span[1])
        return (other for other in self._others[first:last] if _meet(other.words.span, span))

    def _seen(self, *key: Hashable) -> list[Seen]:
        return self._given.get(key, [])

    def _readings(self) -> Iterator[Reading]:
        yield from (words.reading for words in self._stages.words.values())
        if self._stages.addressees:
            yield self._stages.addressees

    # --- Particulars

    def _document(self) -> Iterator[Value]:
        document = self._notice.document
        kinds = frozenset({"anchors"})
        for name in document.__slots__:
            value = getattr(document, name)
            if value is None or name in ("spans", "organ_name_source"):
                continue
            span = document.spans.get(name)
            note = None
            if name == "type_code":
                note = "the code of this type, by the table `types`"
                span = document.spans.get("type_name")
            elif name == "type_name" and span is None:
                note = "no type is printed: a letter prints none"
            elif name == "organ_name" and document.organ_name_source == "signature":
                note = "no header names it; the signature and the text tell it"
            elif name == "subject":
                note = "the lines behind the type, up to the body"
            because = self._seen("document", name)
            yield self._value(f"document.{name}", value, span, because, note=note, kinds=kinds)

    def _event(self) -> Iterator[Value]:
        event = self._notice.event
        if event.date:
            because = self._seen("event", "date")
            day = event.spans.get("date")
            yield self._value("event.date", event.date, day, because, kinds=_TIMES)
        if event.concluded_by:
            spoken = _one(event.spans.get("concluded_by"))
            because = self._seen("event", "concluded_by")
            yield self._value(
                "event.concluded_by",
                event.concluded_by,
                spoken,
                because,
                kinds=frozenset({"chairs"}),
            )
        spans = _all(event.spans.get("participants"))
        for name, span in zip(event.participants, spans, strict=False):
            found = [p for (at, _), p in self._bodies.items() if at == span]
            because = [
                *self._seen("event", "participants", span),
                *(one for place in found[:1] for one in place.named()),
            ]
            yield self._value("event.participants", name, span, because, kinds=_BODIES)

    def _references(self) -> Iterator[Value]:
        for reference in self._notice.references:
            because = [self._citations[reference.span]]
            yield self._value(
                "references",
                reference.code or reference.text,
                reference.span,
                because,
                of=reference.id,
                kinds=_CITED,
            )

    def _ending(self) -> Iterator[Value]:
        recipients, signature = self._notice.recipients, self._notice.signature
        spans = _all(recipients.spans.get("entries"))
        for entry, span in zip(recipients.entries, spans, strict=False):
            because = self._seen("recipients", "entries")
            note = "an entry of the list: a mark begins it, or the end of the one before"
            yield self._value("recipients.entries", entry.name, span, because, note=note)
        if recipients.archive:
            noted = recipients.spans.get("archive")
            because = self._seen("recipients", "archive")
            yield self._value("recipients.archive", recipients.archive, noted, because)
        where = _all(signature.spans.get("competence"))
        for line, span in zip(signature.competence, where, strict=False):
            yield self._signed("competence", line, span)
        for name in ("position", "full_name"):
            if value := getattr(signature, name):
                yield self._signed(name, value, _one(signature.spans.get(name)))

    def _signed(self, name: str, value: str, span: Span | None) -> Value:
        found = [
            one
            for key, given in self._given.items()
            if isinstance(key, tuple) and key[:2] == ("signature", name)
            for one in given
            if span and _meet(one.span, span)
        ]
        return self._value(f"signature.{name}", value, span, found, kinds=frozenset({"anchors"}))

    # --- Nodes

    def _node(self, node: Node) -> Iterator[Value]:
        branch = self._branches[node.id]
        if node.marker:
            yield self._marker(node, branch)
        if node.heading:
            because = self._seen("heading", branch.text.span()[0])
            note = None if because else "a line without an end that names nobody: a title"
            span = because[0].span if because else node.span
            kinds = frozenset({"headings"})
            yield self._value(
                "node.heading", node.heading, span, because, of=node.id, note=note, kinds=kinds
            )
        yield self._role(node, branch)
        for child in node.children:
            yield from self._node(child)

    def _marker(self, node: Node, branch: Branch) -> Value:
        marker = branch.marker
        printed = marker.verbatim if marker else ""
        begins = (
            line for line in self._printed.get(node.lines[0], ()) if line.value.startswith(printed)
        )
        line = next(begins, None)
        found: list[Seen] = []
        if line and marker and marker.rule:
            span = line.text.span(0, len(marker.verbatim))
            found.append(Seen(marker.rule, marker.verbatim, span))
        where = found[0].span if found else None
        note = None if found else "the number of a row in a table"
        if marker and marker.mended:
            note = "damaged; the markers before and behind it tell what it is"
        return self._value("node.marker", node.marker, where, found, of=node.id, note=note)

    def _role(self, node: Node, branch: Branch) -> Value:
        why = self._stages.why[branch]
        because = [seen(why.match, branch.text)] if why.match else []
        value = self._value(
            "node.role", node.role, node.span, because, of=node.id, note=_ROLES[why.because]
        )
        return replace(value, others=tuple(self._weaker(branch, why.match)))

    def _weaker(self, branch: Branch, first: Match | None) -> Iterator[Other]:
        """Rules for roles that begin with the same words as the one that was asked first."""
        if first is None or first.rule.kind != "roles":
            return
        for match in self._stages.words[branch].phrases.roles:
            same = match.start == first.start and not match.rule.meaning.get("part")
            if same and match is not first:
                yield self._other(
                    Lost(seen(match, branch.text), "weaker", seen(first, branch.text))
                )

    # --- Tasks

    def _task(self, task: Task) -> Iterator[Value]:
        piece = self._stages.pieces[task.id]
        branch, share = piece.branch, piece.share
        text = branch.text
        cut = next((c for c in share.clauses if c.cut is not None and c.cut == share.start), None)
        parted = task.id != branch.id
        yield self._value(
            "task.text",
            task.text,
            task.span,
            [seen(cut.match, text)] if cut and cut.match and parted else [],
            of=task.id,
            note=f"a part of node {branch.id}, cut where another body is told to act"
            if parted
            else f"the words of node {branch.id}",
        )
        if task.heading:
            because = self._seen("heading", text.span()[0])
            span = because[0].span if because else None
            yield self._value("task.heading", task.heading, span, because, of=task.id)
        for assignee in task.assignees:
            value = {"name": assignee.name, "role": assignee.role, "source": assignee.source}
            yield self._body(task, "assignees", value, (assignee.span, assignee.name))
        yield from self._deadlines(task)
        for member in {member.name: member for member in reversed(share.reports)}.values():
            key = (text.span(member.start, member.end), member.name)
            yield self._body(task, "report_to", member.name, key)
        for at, number in dict.fromkeys(share.references):
            reading = self._stages.words[branch].reading
            entity = next(e for e in reading.entities if e.start == at)
            found = seen(entity.match, text)
            span = text.span(entity.start, entity.end)
            yield self._value("task.references", number, span, [found], of=task.id, kinds=_CITED)
        for at, target in share.targets:
            because = self._seen("target", text.span()[0], at)
            yield self._value(
                "task.targets", target, because[0].span if because else None, because, of=task.id
            )

    def _deadlines(self, task: Task) -> Iterator[Value]:
        piece = self._stages.pieces[task.id]
        begin = piece.branch.text.span()[0]
        for deadline in task.deadlines:
            because = [*self._seen("deadline", deadline.span), *self._times(deadline.span)]
            holder = self._dated[deadline.span]
            inherited = Source(holder.id, holder.lines) if deadline.scope == "inherited" else None
            yield self._value(
                "task.deadlines",
                deadline,
                deadline.span,
                because,
                of=task.id,
                note=_inferred(deadline.inferred),
                inherited=inherited,
                kinds=_TIMES,
            )
        if task.due_date:
            note = "the earliest date of its deadlines that does not recur"
            yield self._value("task.due_date", task.due_date, None, of=task.id, note=note)
        because = []
        if task.deadline_type == "continuous":
            because = [
                s for at in piece.share.continuous for s in self._seen("continuous", begin, at)
            ]
        span = because[0].span if because else None
        note = _TYPES[task.deadline_type]
        yield self._value(
            "task.deadline_type", task.deadline_type, span, because, of=task.id, note=note
        )

    def _times(self, span: Span) -> Iterator[Seen]:
        """The times that a deadline holds."""
        reading = self._stages.words[self._dated[span]].reading
        for entity in reading.entities:
            if entity.match.rule.kind == "times":
                found = seen(entity.match, reading.text)
                if _meet(found.span, span):
                    yield found

    def _body(
        self,
        task: Task,
        name: str,
        value: Any,  # noqa: ANN401 - as it stands in the document
        key: tuple[Span, str],
    ) -> Value:
        """A body of a task: what tells it to act, and what says that it is one."""
        place = self._bodies[key]
        branch, reading = place.branch, place.reading
        because = [*self._claim(place), *place.named()]
        inherited = None
        if branch is None:
            first, last = reading.text.span()
            inherited = Source(None, self._span_lines((first, last)))
        elif isinstance(value, dict) and value["source"] == "inherited":
            inherited = Source(branch.id, branch.lines)
        note = "told as an addressee: no lead-in names anybody" if branch is None else None
        if place.entity is None:
            note = "what a cell of a table holds is a name, known or not"
        return self._value(
            f"task.{name}",
            value,
            key[0],
            because,
            of=task.id,
            note=note,
            inherited=inherited,
            kinds=_BODIES,
        )

    def _claim(self, place: Place) -> Iterator[Seen]:
        """What the phrase rule matched that has a body."""
        if place.branch is not None:
            phrases = self._stages.words[place.branch].phrases
            at = place.entity.start if place.entity else place.member.start
            match = phrases.claims.get(at)
            if match:
                yield seen(match, place.reading.text)


def _all(spans: Span | list[Span] | None) -> list[Span]:
    """The spans, one or several or none."""
    if isinstance(spans, list):
        return spans
    return [spans] if spans else []


def _one(spans: Span | list[Span] | None) -> Span | None:
    """The span, or the first of several."""
    return next(iter(_all(spans)), None)


def _inferred(inferred: Sequence[str]) -> str | None:
    words = {
        "year": "the year is not written: the first that does not put it before the issue",
        "start": "the beginning is the reference date",
        "anchor": "receipt is taken to be the day of issue",
    }
    return "; ".join(words.get(name, f"{name} is not written") for name in inferred) or None


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
