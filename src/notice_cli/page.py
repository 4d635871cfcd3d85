"""An explanation as one web page that needs nothing else: no network, nothing runs but its own.

The page's style and script are in ``page_files``; its content-security policy names
their hashes, and everything from a notice is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_right
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from notice_cli.explain_text import rule, shown
from notice_cli.marks import SHOWN, Mark, Marks, Stretch, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notice_cli.explanation import Explanation, Other, PrintedLine, Value, Words
    from notice_cli.model import Diagnostic, Lines, Notice, Task

_FILES = Path(__file__).parent / "page_files"

# What kinds of marks are called.
_KINDS: Final = {
    "lead": "leads",
    "coordinate": "helps",
    "report": "reported to",
    "deadline": "deadline",
    "reference": "cited document",
    "target": "target",
    "body": "took part",
    "marker": "marker",
    "field": "particulars",
    "furniture": "page furniture",
}
_DEADLINES: Final = {
    "dated": "with a date",
    "recurring": "recurring",
    "event": "bound to an event",
    "continuous": "all the time",
    "none": "none",
}
# Fields whose own name would not say what they are.
_NAMES: Final = {
    "event.date": "Date of the event",
    "recipients.entries": "Recipients",
    "recipients.archive": "Archive",
    "signature.competence": "Signed on behalf",
    "signature.position": "Signed as",
    "signature.full_name": "Signed by",
}
# Longer lines are paragraphs, not print.
_WIDEST: Final = 160
# What cannot stand in a page, or is changed when one is read.
_CONTROLS: Final = {"\r": "&#13;", "\0": "\u2400"}


def page(notice: Notice, explanation: Explanation, text: str) -> bytes:
    """The page of one notice; ``text`` is its decoded input."""
    return _Page(notice, explanation, text).html().encode("utf-8", "replace")


def escaped(text: object) -> str:
    """Words as they may stand in a page, in an attribute too."""
    html = escape(str(text))
    for char, shown_as in _CONTROLS.items():
        html = html.replace(char, shown_as)
    return html


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


class _Page:
    def __init__(self, notice: Notice, explanation: Explanation, text: str) -> None:
        self._notice = notice
        self._explanation = explanation
        self._text = text
        self._marks = Marks(notice, explanation)
        self._cards = {task.id: f"task-{number}" for number, task in enumerate(notice.tasks, 1)}
        self._linked: set[int] = set()
        self._breaks = [i for i, char in enumerate(text) if char == "\n"]

    def html(self) -> str:
        notice, document = self._notice, self._notice.document
        name = " ".join(filter(None, (document.type_name, document.code))) or notice.source.file
        style, script = ((_FILES / name).read_text("utf-8") for name in ("page.css", "page.js"))
        rules = notice.rules
        facts = (document.organ_name, document.issued_date, notice.source.file)
        count = len(notice.tasks)
        told = f"{count} task" if count == 1 else f"{count} tasks"
        words = {
            "title": escaped(name),
            "style": style,
            "style_hash": _hash(style),
            "script": script,
            "script_hash": _hash(script),
            "heading": escaped(name),
            "notice_lang": f'lang="{rules.pack}"' if _is_language(rules.pack) else "",
            "subject": escaped(document.subject or ""),
            "facts": " &middot; ".join(escaped(fact) for fact in facts if fact),
            "legend": "".join(self._legend()),
            "columns": " columns" if self._has_columns() else "",
            "text": "".join(self._lines()),
            "bodies": "".join(self._bodies()),
            "kinds": "".join(self._deadline_kinds()),
            "count": told,
            "tasks": self._tasks(),
            "particulars": self._particulars(),
            "diagnostics": self._diagnostics(),
            "outline": self._outline(),
            "unused": self._unused(),
            "footer": f"Read by the rules {escaped(rules.pack)} {escaped(rules.version)}, "
            f"SHA-256 {escaped(rules.sha256[:12])}; the text's SHA-256 is "
            f"{escaped(notice.source.sha256[:12])}.",
        }
        return Template((_FILES / "page.html").read_text("utf-8")).substitute(words)

    # --- The notice

    def _has_columns(self) -> bool:
        """Whether words were printed side by side, in lines that need no wrapping."""
        widest = max(map(len, self._text.splitlines()), default=0)
        return "columns" in self._notice.source.repairs and widest <= _WIDEST

    def _legend(self) -> Iterator[str]:
        kinds = {mark.kind for mark in self._marks.all}
        for kind in SHOWN:
            if kind in kinds:
                yield (
                    f'<label class="{kind}"><input type="checkbox" checked value="{kind}">'
                    f"{_KINDS[kind]}</label>"
                )

    def _lines(self) -> Iterator[str]:
        """The text line by line; every character of it stands in the page."""
        ends = [i + 1 for i in self._breaks]
        used = {line.number for line in self._explanation.lines if line.used}
        number = 1
        pieces: list[str] = []
        start = 0
        for stretch in self._marks.stretches(ends, len(self._text)):
            pieces.append(self._stretch(stretch))
            if stretch.end in (len(self._text), *ends[number - 1 : number]):
                words = self._text[start : stretch.end].strip()
                name = "line" if words else "line blank"
                name += "" if not words or number in used else " unused"
                inner = "".join(pieces)
                yield f'<div class="{name}" id="L{number}" data-n="{number}">{inner}</div>'
                pieces, start, number = [], stretch.end, number + 1

    def _stretch(self, stretch: Stretch) -> str:
        if not stretch.marks:
            return escaped(self._text[stretch.start : stretch.end])
        whole = self._text[stretch.start : stretch.end]
        words = whole.strip()
        before, _, after = whole.partition(words) if words else (whole, "", "")
        # An indent or a line's end belongs to the words, and is not to be seen as marked.
        numbers = " ".join(map(str, stretch.marks))
        blank, behind = (
            f'<span data-m="{numbers}">{escaped(some)}</span>' if some else ""
            for some in (before, after)
        )
        return f"{blank}{self._marked(escaped(words), stretch, numbers)}{behind}"

    def _marked(self, words: str, stretch: Stretch, numbers: str) -> str:
        if not words:
            return ""
        marks = [self._marks.all[number] for number in stretch.marks]
        # The narrowest says most of the words: a span may reach over cells beside its own.
        shown_marks = sorted(
            (mark for mark in marks if mark.kind in SHOWN),
            key=lambda mark: (mark.span[1] - mark.span[0], SHOWN.index(mark.kind)),
        )
        # The kind of the first decides the look; all are lit by what rests on them.
        kind = f" {shown_marks[0].kind}" if shown_marks else ""
        link = next((mark for mark in shown_marks if mark.tasks), None)
        if link is None:
            return f'<span class="m{kind}" data-m="{numbers}">{words}</span>'
        opening = self._link(link, link.number not in self._linked)
        self._linked.add(link.number)
        return f'{opening} class="m{kind} stop" data-m="{numbers}">{words}</a>'

    def _link(self, mark: Mark, is_first: bool) -> str:  # noqa: FBT001 - one of two forms
        card = self._cards[mark.tasks[0]]
        title = f"{_KINDS[mark.kind]}: {', '.join(mark.tasks)}"
        name = f' id="m{mark.number}"' if is_first else ""
        return f'<a href="#{card}"{name} title="{escaped(title)}"'

    # --- The tasks

    def _bodies(self) -> Iterator[str]:
        names = dict.fromkeys(a.name for task in self._notice.tasks for a in task.assignees)
        for name in names:
            yield f'<option value="{escaped(name)}">{escaped(name)}</option>'

    def _deadline_kinds(self) -> Iterator[str]:
        kinds = {task.deadline_type for task in self._notice.tasks}
        for kind, words in _DEADLINES.items():
            if kind in kinds:
                yield f'<option value="{kind}">{words}</option>'

    def _tasks(self) -> str:
        if not self._notice.tasks:
            return '<p class="none">It assigns nothing to anybody.</p>'
        values: dict[str, list[Value]] = {task.id: [] for task in self._notice.tasks}
        for value in self._explanation.values:
            if value.of in values and value.field.startswith("task."):
                values[value.of].append(value)
        cards = (self._task(task, values[task.id]) for task in self._notice.tasks)
        return f'<ol class="tasks">{"".join(cards)}</ol>'

    def _task(self, task: Task, values: Sequence[Value]) -> str:
        card = self._cards[task.id]
        marks = [number for value in values for number in self._marks.of(value)]
        own = " ".join(map(str, dict.fromkeys(marks)))
        main = self._marks.on(task.span, "task")
        bodies = escaped("\n".join(assignee.name for assignee in task.assignees))
        due = task.due_date.isoformat() if task.due_date else ""
        rows = "".join(self._rows(task, values))
        return (
            f'<li class="task" id="{card}" tabindex="-1" aria-labelledby="{card}-id" '
            f'data-m="{own}" data-main="{main}" data-bodies="{bodies}" data-due="{due}" '
            f'data-kind="{task.deadline_type}">'
            f'<h3 id="{card}-id"><a href="#L{task.lines[0]}">{escaped(task.id)}</a>'
            f'<span class="where">{_told(task.lines)}</span></h3>'
            f"<p {self._lang()}>{escaped(task.text)}</p><dl>{rows}</dl>"
            f"{_details('Why', map(self._why, values))}</li>"
        )

    def _rows(self, task: Task, values: Sequence[Value]) -> Iterator[str]:
        for name, label in (("lead", "Leads"), ("coordinate", "Helps")):
            chosen = [
                value
                for value in values
                if value.field == "task.assignees" and value.value["role"] == name
            ]
            names = [
                self._chip(value, value.value["name"], name, inherited=value.inherited is not None)
                for value in chosen
            ]
            if names or name == "lead":
                yield _row(label, names or ['<span class="none">nobody is named</span>'])
        reports = [v for v in values if v.field == "task.report_to"]
        yield _row("Reports to", [self._chip(v, str(v.value), "report") for v in reports])
        due = [escaped(task.due_date)] if task.due_date else []
        deadlines = [v for v in values if v.field == "task.deadlines"]
        chips = [
            self._chip(v, v.value.text, "deadline", inherited=v.inherited is not None)
            for v in deadlines
        ]
        if not chips and task.deadline_type == "continuous":
            chips = ["all the time"]
        yield _row("Due", [f"<strong>{day}</strong>" for day in due] + chips)
        cited = {reference.id: reference for reference in self._notice.references}
        names = [
            self._chip(v, cited[v.value].code or cited[v.value].text, "reference")
            for v in values
            if v.field == "task.references"
        ]
        yield _row("Cites", names)
        targets = [v for v in values if v.field == "task.targets"]
        yield _row("Targets", [self._chip(v, v.value.text, "target") for v in targets])

    def _chip(self, value: Value, words: str, kind: str, *, inherited: bool = False) -> str:
        """A value that lights, and leads to, its words."""
        marks = self._marks.of(value)
        label = f"<span {self._lang()}>{escaped(words)}</span>"
        after = ' <span class="where">inherited</span>' if inherited else ""
        if not marks:
            return f'<span class="value {kind}">{label}</span>{after}'
        first, numbers = marks[0], " ".join(map(str, marks))
        at = f"m{first}" if first in self._linked else f"L{value.lines[0] if value.lines else 1}"
        return f'<a class="value {kind}" href="#{at}" data-m="{numbers}">{label}</a>{after}'

    def _lang(self) -> str:
        pack = self._notice.rules.pack
        return f'lang="{pack}"' if _is_language(pack) else ""

    # --- Why

    def _why(self, value: Value) -> str:
        """One value, what gave it, and what else could have."""
        told = [f"<strong>{escaped(value.field.rpartition('.')[2])}</strong> "]
        told.append(escaped(shown(value.value)))
        if value.inherited:
            source = value.inherited
            node = f"node {escaped(source.node)}" if source.node else "the addressees"
            told.append(f", inherited from {node}, {_line_link(source.lines)}")
        if value.note:
            told.append(f' <span class="note">({escaped(value.note)})</span>')
        inner = [
            *(f"<li>{self._words(words)}</li>" for words in value.because),
            *(f'<li class="lost">{self._lost(other)}</li>' for other in value.others),
        ]
        below = f"<ul>{''.join(inner)}</ul>" if inner else ""
        return f"<li>{''.join(told)}{below}</li>"

    def _words(self, words: Words) -> str:
        return (
            f"<code>{escaped(rule(words))}</code> <q {self._lang()}>{escaped(words.text)}</q> "
            f"{_line_link(words.lines)}"
        )

    def _lost(self, other: Other) -> str:
        to = f"; there is {self._words(other.to)}" if other.to else ""
        return f"not {self._words(other.words)}: {escaped(other.reason)}{to}"

    # --- All the rest

    def _particulars(self) -> str:
        rows = [
            (value.field, self._chip(value, shown(value.value), kind_of(value) or "field"), value)
            for value in self._explanation.values
            if value.field.startswith(("document.", "event.", "recipients.", "signature."))
        ]
        if not rows:
            return '<p class="none">None was found.</p>'
        terms = _grouped((field, chip) for field, chip, _ in rows)
        body = "".join(_row(_named(field), chips) for field, chips in terms.items())
        return f"<dl>{body}</dl>{_details('Why', (self._why(value) for _, _, value in rows))}"

    def _diagnostics(self) -> str:
        found = self._notice.diagnostics
        if not found:
            return '<p class="none">None.</p>'
        return f'<ul class="plain">{"".join(map(self._diagnostic, found))}</ul>'

    def _diagnostic(self, diagnostic: Diagnostic) -> str:
        number = self._marks.on(diagnostic.span, "diagnostic")
        where = ""
        if diagnostic.span and number is not None:
            line = bisect_right(self._breaks, diagnostic.span[0] - 1) + 1
            where = f' <a href="#L{line}" data-m="{number}">line {line}</a>'
        return (
            f'<li class="{diagnostic.severity}">'
            f'<span class="severity">{diagnostic.severity}</span> '
            f"{escaped(diagnostic.message)}{where}</li>"
        )

    def _outline(self) -> str:
        values = [v for v in self._explanation.values if v.field.startswith("node.")]
        groups: dict[str, list[Value]] = {}
        for value in values:
            groups.setdefault(value.of or "", []).append(value)
        if not groups:
            return '<p class="none">There is no text.</p>'
        return "".join(
            _details(f"{node}: {some[-1].value}", map(self._why, some))
            for node, some in groups.items()
        )

    def _unused(self) -> str:
        lines = [line for line in self._explanation.lines if not line.used]
        if not lines:
            return '<p class="none">None: something rests on each.</p>'
        items = "".join(map(self._unused_line, lines))
        return f'<ul class="plain">{items}</ul>'

    def _unused_line(self, line: PrintedLine) -> str:
        node = f" {line.node}" if line.node else ""
        by = f", <code>{escaped(rule(line.rule))}</code>" if line.rule else ""
        return (
            f"<li>{_line_link((line.number, line.number))} <q {self._lang()}>{escaped(line.text)}"
            f'</q> <span class="note">({escaped(line.part + node)}{by})</span></li>'
        )


def _is_language(pack: str) -> bool:
    """Whether a pack's name can stand for its language (``vi``)."""
    return len(pack) == 2 and pack.isascii() and pack.isalpha()  # noqa: PLR2004


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, item in pairs:
        groups.setdefault(name, []).append(item)
    return groups


def _named(field: str) -> str:
    """A field's name as a person says it."""
    return _NAMES.get(field) or field.rpartition(".")[2].replace("_", " ").capitalize()


def _row(label: str, items: Sequence[str]) -> str:
    return f"<dt>{label}</dt><dd>{' '.join(items)}</dd>" if items else ""


def _details(label: str, items: Iterable[str]) -> str:
    return f"<details><summary>{escaped(label)}</summary><ul>{''.join(items)}</ul></details>"


def _told(lines: Lines) -> str:
    first, last = lines
    return f"line {first}" if first == last else f"lines {first}-{last}"


def _line_link(lines: Lines) -> str:
    return f'<a href="#L{lines[0]}">{_told(lines)}</a>'
