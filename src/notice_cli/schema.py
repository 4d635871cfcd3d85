"""The JSON Schema (2020-12) of the output, made from the model itself.

Types, enumerations and the order of fields come from the dataclasses, so the schema
cannot fall behind them; the words below say what no type says.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from notice_cli import model

Json: typing.TypeAlias = dict[str, typing.Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

# Class.field -> what it holds. A field that is missing here fails a test.
DESCRIPTIONS = {
    "Notice.schema": "Name and version of this format.",
    "Notice.tool": "The program that wrote it, and its version.",
    "Notice.source": "The input, and how its bytes became text.",
    "Notice.rules": "The rules that read it.",
    "Notice.document": "The document's own particulars; null is what is not in the text.",
    "Notice.event": "The meeting, visit or working session that the notice is about.",
    "Notice.body": "The outline of the text.",
    "Notice.tasks": "What somebody is told to do, in the order of the text.",
    "Notice.references": "Every cited document, once.",
    "Notice.recipients": "Who gets the document, and where it is kept.",
    "Notice.signature": "Who signed.",
    "Notice.diagnostics": "What a reader should know: repairs, doubts, values that are missing.",
    "Source.file": "Name of the input, '-' for standard input.",
    "Source.sha256": "SHA-256 of the bytes that were read.",
    "Source.encoding": "The encoding that the bytes were in.",
    "Source.repairs": "What was mended on the way, by kind.",
    "Source.chars": "Length of the decoded input in Unicode code points.",
    "Source.quality": "How damaged the text is: the share of its words that are no syllables of "
    "the language or, in a scanned text, have other marks; null where too few words tell.",
    "RulesUsed.pack": "Name of the pack of rules.",
    "RulesUsed.version": "Its version.",
    "RulesUsed.sha256": "SHA-256 of its files, or of those of all languages that were given.",
    "Document.type_name": "Type of the document in words.",
    "Document.type_code": "Official abbreviation of the type.",
    "Document.code": "Number and notation together.",
    "Document.code_number": "The number alone.",
    "Document.code_notation": "The notation alone.",
    "Document.organ_name": "The issuing body.",
    "Document.superior_organ_name": "The body above the issuing one.",
    "Document.place": "Place of issue.",
    "Document.issued_date": "Day of issue.",
    "Document.subject": "What the document is about, on one line.",
    "Document.priority": "Degree of urgency.",
    "Document.secrecy": "Degree of secrecy.",
    "Document.organ_name_source": "Where the name of the issuing body was found.",
    "Document.spans": "Where each of these fields was read.",
    "Person.full_name": "Full name.",
    "Person.position": "Titles.",
    "Event.date": "Day of the event.",
    "Event.concluded_by": "Who drew the conclusions; null where nobody does.",
    "Event.participants": "Bodies and offices that took part, one by one.",
    "Event.spans": "Where each of these fields was read.",
    "Node.id": "Markers from the outermost on, joined by dots; unique in the document.",
    "Node.kind": "Level of the outline, by the shape of its marker.",
    "Node.marker": "The marker as written.",
    "Node.heading": "Run-in topic or title; it stays in the text too.",
    "Node.text": "Its own words on one line: no marker, no children.",
    "Node.role": "What the words do.",
    "Node.span": "Where its own words stand.",
    "Node.lines": "Lines of its own words.",
    "Node.children": "The nodes below it.",
    "Task.id": "Id of its node, with #1, #2 ... where a node holds several tasks.",
    "Task.text": "The task on one line.",
    "Task.heading": "Run-in topic; it stays in the text too.",
    "Task.assignees": "Who is told to act or to help.",
    "Task.deadlines": "Its deadlines, in the order of the text.",
    "Task.due_date": "Earliest date among its dated deadlines that do not recur.",
    "Task.deadline_type": "Kind of its deadlines; the first that applies.",
    "Task.report_to": "To whom it is to be reported or proposed.",
    "Task.references": "Ids of the references that it cites.",
    "Task.targets": "Figures to reach.",
    "Task.span": "Where it stands.",
    "Task.lines": "Lines where it stands.",
    "Assignee.name": "Canonical name of the body or person.",
    "Assignee.role": "Whether it leads or helps.",
    "Assignee.source": "Named in the task, in its heading, or taken from a lead-in.",
    "Assignee.text": "The name as written.",
    "Assignee.span": "Where it is written.",
    "Deadline.text": "The deadline as written.",
    "Deadline.operator": "How the date bounds the task.",
    "Deadline.date": "The day that is named, or the last day of the period that is named.",
    "Deadline.last_day": "The last acceptable day.",
    "Deadline.start": "The beginning, where one is stated.",
    "Deadline.time": "Time of day.",
    "Deadline.recurrence": "RFC 5545 recurrence rule.",
    "Deadline.edtf": "The same as an EDTF (ISO 8601-2) date or interval.",
    "Deadline.anchor": "What a duration or an event counts from.",
    "Deadline.inferred": "What was derived rather than read.",
    "Deadline.scope": "Stated in the task, or taken from a lead-in.",
    "Deadline.span": "Where it is written.",
    "Target.text": "Verb, figure and noun phrase as written.",
    "Target.value": "The figure.",
    "Target.unit": "Its unit.",
    "Reference.id": "R1, R2 ... in the order of the text.",
    "Reference.type_name": "Type of the cited document.",
    "Reference.code": "Its number and notation.",
    "Reference.date": "Its date.",
    "Reference.organ_name": "Its issuer, where the citation names it.",
    "Reference.text": "The citation as written.",
    "Reference.span": "Where it is written.",
    "Recipients.entries": "The recipients, one by one.",
    "Recipients.archive": "What is said of where it is kept.",
    "Recipients.spans": "Where each of these fields was read.",
    "Recipient.name": "Who gets it.",
    "Recipient.purpose": "What for, as brackets say.",
    "Signature.competence": "The lines that say on whose authority it is signed.",
    "Signature.position": "The signer's own title.",
    "Signature.full_name": "The signer's name.",
    "Signature.spans": "Where each of these fields was read.",
    "Diagnostic.severity": "How much it matters.",
    "Diagnostic.code": "Kind of diagnostic; stable, for programs.",
    "Diagnostic.message": "The same in words, for people.",
    "Diagnostic.span": "The words that it is about.",
}

# What a string must look like, beyond its type.
PATTERNS = {
    "Source.sha256": "^[0-9a-f]{64}$",
    "RulesUsed.sha256": "^[0-9a-f]{64}$",
    "Deadline.time": "^([01][0-9]|2[0-3]):[0-5][0-9]$",
    "Deadline.recurrence": "^FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9,+-]+)*$",
    "Reference.id": "^R[1-9][0-9]*$",
    "Diagnostic.code": "^[a-z0-9]+(-[a-z0-9]+)*$",
}

# Names that the model gives to plain tuples.
_SHARED: dict[str, Json] = {
    "span": {
        "description": "[start, end) in Unicode code points of the decoded input.",
        "type": "array",
        "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 0}],
        "items": False,
        "minItems": 2,
    },
    "lines": {
        "description": "First and last line, counted from 1.",
        "type": "array",
        "prefixItems": [{"type": "integer", "minimum": 1}, {"type": "integer", "minimum": 1}],
        "items": False,
        "minItems": 2,
    },
}


def json_schema() -> Json:
    """The schema of one JSON document, ready to be written as JSON.

    It is strict: an object has just the fields of this version.
    """
    found: dict[str, Json] = {}
    root = _object(model.Notice, found)
    root["properties"]["schema"]["const"] = model.SCHEMA
    return {
        "$schema": DIALECT,
        "$id": f"urn:notice-cli:{model.SCHEMA}",
        "title": "notice",
        **root,
        "$defs": {**dict(sorted(found.items())), **_SHARED},
    }


def _object(shape: type, found: dict[str, Json]) -> Json:
    """The schema of a dataclass; what it refers to is added to ``found``."""
    hints = typing.get_type_hints(shape)
    properties: dict[str, Json] = {}
    for field in fields(shape):
        name = f"{shape.__name__}.{field.name}"
        properties[field.name] = {
            "description": DESCRIPTIONS[name],
            **_shared_or_type(field.name, hints[field.name], found),
            **({"pattern": PATTERNS[name]} if name in PATTERNS else {}),
        }
    return {
        "description": (shape.__doc__ or "").partition("\n")[0].replace("``", "'"),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _shared_or_type(name: str, hint: object, found: dict[str, Json]) -> Json:
    # A span and a pair of lines are the same type; their fields' names tell them apart.
    return {"$ref": "#/$defs/lines"} if name == "lines" else _type(hint, found)


def _type(hint: object, found: dict[str, Json]) -> Json:
    """The schema of a type that the model uses."""
    if isinstance(hint, type) and is_dataclass(hint):
        if hint.__name__ not in found:
            found[hint.__name__] = {}  # A node holds nodes: the name must be known first.
            found[hint.__name__] = _object(hint, found)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if hint == model.Span:
        return {"$ref": "#/$defs/span"}
    if hint in _SIMPLE:
        return dict(_SIMPLE[hint])
    return _generic(hint, found)


def _generic(hint: object, found: dict[str, Json]) -> Json:
    """The schema of a type that has arguments."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin in (typing.Union, types.UnionType):
        return _union([_type(argument, found) for argument in arguments])
    if origin in (tuple, list):
        return {"type": "array", "items": _type(arguments[0], found)}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _type(arguments[1], found)}
    raise TypeError(f"the schema has no word for {hint!r}")


_SIMPLE: dict[object, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    type(None): {"type": "null"},
    date: {"type": "string", "format": "date"},
}


def _union(members: list[Json]) -> Json:
    """One schema for several, in the shortest form that says the same."""
    if {"type": "number"} in members:
        members = [member for member in members if member != {"type": "integer"}]
    if len(members) == 1:
        return members[0]
    enums = [member for member in members if "enum" in member]
    if {"type": "null"} in members and len(enums) == len(members) - 1 == 1:
        return {"enum": [*enums[0]["enum"], None]}
    if all("type" in member and set(member) <= {"type", "format"} for member in members):
        formats = {key: value for m in members for key, value in m.items() if key == "format"}
        return {"type": [member["type"] for member in members], **formats}
    return {"anyOf": members}
