"""The JSON Schema of a rule file, for editors that know YAML.

Made from the vocabulary of the language, so it cannot fall behind it. It tells what has the
wrong form; what a pattern means, and whether examples come out, tells `notice check`. Draft
7, which the YAML language server reads best.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from notice_cli.gazetteer_files import ENTRY_KEYS
from notice_cli.language import ENTITIES, GAZETTEER, KINDS, LEVELS, Check, Kind
from notice_cli.rulefiles import REQUIRED, RESOLVED

Json: TypeAlias = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
FILE = "rules.schema.json"

# What each kind of rule finds.
ABOUT = {
    "furniture": "lines of the page, not of the text",
    "anchors": "lines that begin a block of the document",
    "markers": "labels of the outline",
    "bodies": "offices, agencies, groups, companies",
    "persons": "persons",
    "definitions": "short forms that a notice gives a body",
    "references": "cited documents",
    "times": "dates, periods, durations, clocks, recurrences",
    "deadlines": "by when",
    "continuous": "what is to be done all the time",
    "assignments": "who is told to act, who helps",
    "labels": "lines such as `In charge: ...`",
    "reports": "to whom is reported",
    "targets": "figures to reach",
    "roles": "what a paragraph or a part is for",
    "headings": "the topic before a colon",
    "subjects": "who concluded, from the subject",
    "openings": "the meeting, from the opening paragraphs",
    "chairs": "who concluded, from the opening paragraphs",
}

_TEXT: Json = {"type": "string", "minLength": 1}
_TEXTS: Json = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_NAMES: Json = {"pattern": "^[a-z][a-z0-9_]*$", "not": {"enum": list(ENTITIES)}}
_LEVELS: Json = {"type": "object", "additionalProperties": {"enum": list(LEVELS)}}
_FOLD: Json = {"type": "object", "additionalProperties": {"type": "string"}}
_CHECKS: dict[str, Json] = {
    "text": _TEXT,
    "texts": _TEXTS,
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
}


def json_schema() -> Json:
    """The schema of one rule file."""
    return {
        "$schema": DIALECT,
        "title": "Rules of notice",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "pack": _PACK,
            "fragments": _fragments("Named pieces of patterns: `{name}` stands for one."),
            "more": _fragments("Choices that are added to fragments of the pack, in front."),
            "tables": TABLES,
            GAZETTEER: _gazetteer(),
            **{kind: _rules(kind, about) for kind, about in KINDS.items()},
        },
        "definitions": {"text": _TEXT, "texts": _TEXTS},
    }


def _object(about: str, properties: Json, **more: Any) -> Json:  # noqa: ANN401 - any keyword
    return {
        "description": about,
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **more,
    }


def _told(about: str, schema: Json) -> Json:
    return {"description": about, **schema}


def _of(name: str) -> Json:
    """A definition, as a schema that may have a description beside it."""
    return {"allOf": [{"$ref": f"#/definitions/{name}"}]}


_PACK = _object(
    "What this folder of rules is.",
    {
        "name": _told("Its name; stands in every output.", _TEXT),
        "version": _told("Its version; stands in every output. In quotes.", _TEXT),
        "extends": _told("The built-in pack below it, or `none`.", _TEXT),
        "disable": _told("Rules that are switched off: `id` or `kind/id`.", _TEXTS),
    },
)
TABLES: Json = {
    "description": "Data that the program looks up by name.",
    "type": "object",
    "properties": {
        "look_alikes": _told("A wrong character, and the right one for it.", _FOLD),
        "foreign_letters": _told("A letter of another script, and the one it looks like.", _FOLD),
        "fold_chars": _told("Characters that are the same for matching.", _FOLD),
        "fold_pairs": _told("Pairs of letters that are the same for matching.", _FOLD),
        "fold_pairs_not_after": _told("Letters behind which no pair is folded.", _TEXT),
        "letters": _told("The small letters of the language.", _TEXT),
        "joining_words": _told("Words that do not count where names are compared.", _TEXTS),
        "place_levels": _told("The first words of places, and the level that they tell.", _LEVELS),
        "example_date": _told(
            "The day from which examples are reckoned, in quotes.",
            {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        ),
    },
}


def _fragments(about: str) -> Json:
    return {
        "description": about,
        "type": "object",
        "propertyNames": _NAMES,
        "additionalProperties": _of("texts"),
    }


def _rules(kind: str, about: Kind) -> Json:
    needed = ["id", "examples", *(["is"] if kind in REQUIRED else [])]
    rule = _object(
        "A rule.",
        {
            "id": _told("Its name, once in a kind.", {"type": "string", "pattern": r"^\S+$"}),
            "pattern": _told("What it matches, in single quotes.", _of("texts")),
            "patterns": _told("What it matches: a list, each in single quotes.", _of("texts")),
            "is": _meaning(kind, about),
            "not_after": _told("Words that must not stand right before a match.", _of("text")),
            "not_before": _told("Words that must not stand right behind a match.", _of("text")),
            "examples": _examples(kind, about),
        },
        required=needed,
        anyOf=[{"required": ["pattern"]}, {"required": ["patterns"]}],
    )
    return {"description": f"Rules for {ABOUT[kind]}.", "type": "array", "items": rule}


def _gazetteer() -> Json:
    day = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    about: dict[str, tuple[str, Json]] = {
        "id": ("Its name for rules, once.", {"type": "string", "pattern": r"^\S+$"}),
        "name": ("What it is called, in full.", _of("text")),
        "aliases": ("What else it is called, in full.", _of("texts")),
        "abbreviations": ("Short forms; another body may have them, too.", _of("texts")),
        "level": ("Where it stands; `several`: at more than one.", {"enum": list(LEVELS)}),
        "valid_from": ("Its first day, in quotes; left out where it is not known.", day),
        "valid_to": ("Its last day, in quotes; left out where it goes on.", day),
        "successor": ("Ids of the entries that came after it.", _of("texts")),
        "place": ("No body, but a place that names of bodies have in them.", _CHECKS["boolean"]),
        "among": ("A fragment that its names are added to, without their first word.", _of("text")),
    }
    entry = _object(
        "A body or a place that is known by name.",
        {key: _told(*about[key]) for key in ENTRY_KEYS},
        required=["id", "name", "level"],
    )
    return {"description": "Bodies and places by name.", "type": "array", "items": entry}


def _meaning(kind: str, about: Kind) -> Json:
    meaning = _object(
        "What a match means.",
        {key: _value(check) for key, check in about.meaning.items()},
        required=list(REQUIRED.get(kind, ())),
    )
    if "each" in about.meaning:
        meaning["dependencies"] = {"each": ["name"], "name": ["each"]}
    return meaning


def _value(check: Check) -> Json:
    return {"enum": list(check)} if isinstance(check, tuple) else _CHECKS[check]


def _examples(kind: str, about: Kind) -> Json:
    texts = {"type": "array", "items": _TEXT}
    value = {"anyOf": [{"type": "string"}, texts, {"type": "null"}]}
    captures = [*about.captures, *RESOLVED.get(kind, ())]
    gives: list[Json] = [
        {"type": "null", "description": "It must not match."},
        {"type": "string", "description": "The words that match."},
        _object("Captures with their words.", dict.fromkeys(captures, value)),
    ]
    if kind == "bodies":
        gives.append({**texts, "description": "Names of the bodies."})
    example = _object(
        "A text, and what the rule gives of it.",
        {"text": _of("text"), "gives": {"anyOf": gives}},
        required=["text", "gives"],
    )
    return {
        "description": "Texts with what comes out; at least one that matches.",
        "type": "array",
        "items": example,
        "contains": {"properties": {"gives": {"not": {"type": "null"}}}},
    }
