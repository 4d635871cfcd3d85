"""What a parsed notice is: the output contract as frozen dataclasses.

Field names and their order are those of the JSON document. They follow
ND 30/2020/ND-CP (Annex VI), edXML (QCVN 102), RFC 5545 and EDTF where those have
a name. A ``Span`` is ``(start, end)`` in Unicode code points of the decoded input,
end exclusive; ``Lines`` is ``(first, last)``, 1-based and inclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date  # noqa: N812 - the fields below are called `date`
from typing import Literal

from notice_cli import __version__

Span = tuple[int, int]
Lines = tuple[int, int]
Spans = Mapping[str, Span | list[Span]]

Kind = Literal["part", "item", "subitem", "point", "dash", "plus", "paragraph"]
Role = Literal["assessment", "lead_in", "directive", "decision", "information", "closing"]
AssigneeRole = Literal["lead", "coordinate"]
AssigneeSource = Literal["explicit", "heading", "inherited"]
Operator = Literal["before", "by", "within", "on", "from", "until", "recurring", "after", "event"]
DeadlineType = Literal["dated", "recurring", "event", "continuous", "none"]
Severity = Literal["info", "warning", "error"]

SCHEMA = "notice/1"
TOOL = f"notice-cli {__version__}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something a reader should know: a repair, a doubt, a value that is missing."""

    severity: Severity
    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The input: its name, its bytes' SHA-256 and how they became text.

    ``quality`` is the share of its words that the language cannot spell or that a scanner
    misread.
    """

    file: str
    sha256: str
    encoding: str
    repairs: tuple[str, ...]
    chars: int
    quality: float | None = None


@dataclass(frozen=True, slots=True)
class RulesUsed:
    """The rules that read it: name of the pack, its version, SHA-256 of its files."""

    pack: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """The document's own particulars: type, code, issuer, place, date, subject."""

    type_name: str | None = None
    type_code: str | None = None
    code: str | None = None
    code_number: str | None = None
    code_notation: str | None = None
    organ_name: str | None = None
    superior_organ_name: str | None = None
    place: str | None = None
    issued_date: Date | None = None
    subject: str | None = None
    priority: str | None = None
    secrecy: str | None = None
    organ_name_source: Literal["header", "signature"] | None = None
    spans: Spans = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """Who concluded: full name and titles."""

    full_name: str
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """The meeting, visit or working session that the notice is about."""

    date: Date | None = None
    concluded_by: Person | None = None
    participants: tuple[str, ...] = ()
    spans: Spans = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the outline; ``text``, ``span`` and ``lines`` are its own words."""

    id: str
    kind: Kind
    marker: str | None
    heading: str | None
    text: str
    role: Role
    span: Span
    lines: Lines
    children: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignee:
    """A body or person told to act (``lead``) or to help (``coordinate``)."""

    name: str
    role: AssigneeRole
    source: AssigneeSource
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline: the words, the operator, and the dates they resolve to.

    ``recurrence`` is an RFC 5545 RRULE, ``edtf`` an ISO 8601-2 (EDTF) date or
    interval, ``time`` is ``HH:MM``.
    """

    text: str
    operator: Operator
    date: Date | None
    last_day: Date | None
    start: Date | None
    time: str | None
    recurrence: str | None
    edtf: str | None
    anchor: str | None
    inferred: tuple[str, ...]
    scope: Literal["own", "inherited"]
    span: Span


@dataclass(frozen=True, slots=True)
class Target:
    """A figure to reach: verb, figure and noun phrase; ``value`` is a number."""

    text: str
    value: int | float
    unit: str | None


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that somebody is told to do."""

    id: str
    text: str
    heading: str | None
    assignees: tuple[Assignee, ...]
    deadlines: tuple[Deadline, ...]
    due_date: Date | None
    deadline_type: DeadlineType
    report_to: tuple[str, ...]
    references: tuple[str, ...]
    targets: tuple[Target, ...]
    span: Span
    lines: Lines


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited document."""

    id: str
    type_name: str | None
    code: str | None
    date: Date | None
    organ_name: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Recipient:
    """One entry of the list of recipients; ``purpose`` is what brackets say of it."""

    name: str
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Recipients:
    """The list of recipients and the archive note that ends it."""

    entries: tuple[Recipient, ...] = ()
    archive: str | None = None
    spans: Spans = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed: lines of authority, the signer's own title, full name."""

    competence: tuple[str, ...] = ()
    position: str | None = None
    full_name: str | None = None
    spans: Spans = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """Everything that was read from one notice; ``tool`` is the program, with its version."""

    schema: str
    tool: str
    source: Source
    rules: RulesUsed
    document: Document
    event: Event
    body: tuple[Node, ...]
    tasks: tuple[Task, ...]
    references: tuple[Reference, ...]
    recipients: Recipients
    signature: Signature
    diagnostics: tuple[Diagnostic, ...]
