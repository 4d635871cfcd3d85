"""The rule language: kinds of rules, what each may mean, which words are entities.

``rules/README.md`` teaches it; this is the closed vocabulary that files are checked
against. Nothing here knows a human language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

# A meaning's value: one of some words, or text, integer, boolean, or a list of texts.
Check = tuple[str, ...] | str

# Entities are found first; phrase rules then match over them. In the text that phrase
# rules read, an entity stands as its first mark and as many of its second as it is
# long (private-use characters), so offsets stay those of the text.
ENTITIES: Final = (
    "bodies",
    "person",
    "reference",
    "date",
    "period",
    "duration",
    "clock",
    "every",
    "weekday",
)
FIRST_MARK: Final = 0xE000

# The section of bodies and places that are known by name, and the levels that they have:
# `area` is a few provinces or districts together, `several` more than one of them.
GAZETTEER: Final = "gazetteer"
LEVELS: Final = ("central", "area", "province", "district", "commune", "several")


def marks(entity: str) -> tuple[str, str]:
    """The two characters that stand for an entity: its first and its other places."""
    number = FIRST_MARK + 2 * ENTITIES.index(entity)
    return chr(number), chr(number + 1)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rule: how it matches, what `is` may say, which captures it reads."""

    meaning: dict[str, Check] = field(default_factory=dict)
    captures: tuple[str, ...] = ()
    case: bool = False
    longest: bool = False


_UNITS = ("day", "week", "month", "quarter", "half", "year", "hour")
_ROLES = ("assessment", "lead_in", "directive", "decision", "information", "closing")

KINDS: Final[dict[str, Kind]] = {
    # Whole lines that belong to the page, not to the text.
    "furniture": Kind(
        {"drop": ("page_number", "stamp", "stamp_part", "stamp_inside", "line", "running_head")},
        ("number",),
        case=True,
    ),
    # Lines that tell where a block of the document begins.
    "anchors": Kind(
        {
            "block": (
                "motto",
                "party",
                "organ",
                "code",
                "place_date",
                "type",
                "subject",
                "addressees",
                "recipients",
                "authority",
                "title",
                "signed",
                "appendix",
                "priority",
                "secrecy",
                "archive",
                "body",
                "draft",
                "copy",
                "stamp",
                "name",
                "page",
                "page_more",
                "page_end",
            ),
            "value": "text",
            "code": "text",
        },
        ("code", "number", "notation", "place", "day", "month", "year", "rest", "type", "value"),
        case=True,
    ),
    # Labels of the outline, at the start of a line.
    "markers": Kind(
        {
            "kind": ("part", "item", "subitem", "point", "dash", "plus"),
            "order": ("roman", "arabic", "letters", "decimal", "words", "symbol"),
        },
        ("label", "rest"),
        case=True,
    ),
    # Bodies: offices, agencies, groups, companies.
    "bodies": Kind(
        {
            "each": "text",
            "name": "text",
            "group": "boolean",
            "own": "boolean",
            "until_body": "boolean",
            "whole": "boolean",
        },
        ("members", "head", "tail"),
        case=True,
        longest=True,
    ),
    "persons": Kind({}, ("name", "position"), case=True, longest=True),
    # Behind a body: the short form that stands for it from then on.
    "definitions": Kind({}, ("body", "short"), case=True),
    "references": Kind(
        {"type_name": "text"},
        ("type", "code", "day", "month", "year", "organ", "more", "unclear"),
        case=True,
    ),
    # Dates, periods, durations, clocks, recurrences, days of the week.
    "times": Kind(
        {
            "type": ("date", "period", "duration", "clock", "every", "weekday"),
            "unit": _UNITS,
            # A part of the period: its first, middle or last day, or so many (`count`)
            # units (`of`) from its start or its end, or the days `first` to `last`.
            "part": ("start", "middle", "end"),
            "of": ("day", "month"),
            "first": "integer",
            "last": "integer",
            # Days after the reference date; for a clock, hours before noon are so much later.
            "add": "integer",
            "count": "integer",
            "working": "boolean",
            # Why no day can be told: a lunar day, words that leave it open, damaged digits.
            "unknown": ("lunar-date", "vague-period", "unreadable-date"),
        },
        (
            "day",
            "month",
            "year",
            "quarter",
            "week",
            "weekday",
            "count",
            "first",
            "hour",
            "minute",
        ),
    ),
    "deadlines": Kind(
        {
            "operator": (
                "before",
                "by",
                "within",
                "on",
                "from",
                "until",
                "recurring",
                "after",
                "event",
                "none",
            ),
            # What a duration counts from, or a stretch from now on begins with.
            "anchor": ("issued", "event", "receipt", "now", "given", "other"),
            # What recurs where no {every} stands in the pattern.
            "unit": _UNITS,
            "months": "text",
            "position": "integer",
            "working": "boolean",
            # `past: false`: none where the day lies before the reference date, with the
            # operator `none` and `past: true` only there; `bare_year: false`: none where
            # only a year is named; `several: true`: none where one day is.
            "past": "boolean",
            "several": "boolean",
            "bare_year": "boolean",
            "unknown": ("lunar-date", "vague-period"),
        },
        (
            "deadline",
            "end",
            "start",
            "at",
            "every",
            "day",
            "duration",
            "anchor",
            "weekday",
        ),
    ),
    "continuous": Kind({}),
    "assignments": Kind(
        {
            "source": ("explicit", "heading"),
            "order": "boolean",
            "weak": "boolean",
            "soft": "boolean",
            "named": "boolean",
            # One who is asked, not ordered: of no account where others act.
            "asks": "boolean",
        },
        # `aside` is a body that is only spoken of: no later rule may take it; `beside` are
        # strangers in a list with bodies that are known.
        (
            *("cut", "lead", "who", "beside", "coordinate", "issuer", "aside"),
            *("also", "also2", "also3"),
        ),
    ),
    "labels": Kind(
        {"label": ("lead", "coordinate", "deadline", "product"), "cell": "boolean"}, ("value",)
    ),
    "reports": Kind({}, ("to", "to2")),
    "targets": Kind({}, ("value", "unit", "text", "phrase")),
    "roles": Kind(
        # `decides`: even where somebody acts in the words; `lists`: where the words end so,
        # what stands below is a list of things.
        {
            "role": _ROLES,
            "part": "boolean",
            "weak": "boolean",
            "decides": "boolean",
            "lists": "boolean",
        },
        ("rest",),
    ),
    "headings": Kind({}, ("heading",)),
    # The subject: whether somebody concludes and who (`concluder`), name and titles in
    # that stretch alone (`person`), and how the text calls its issuer (`organ`).
    "subjects": Kind(
        {"reads": ("concluder", "concludes", "organ", "person")},
        ("person", "organ", "name", "position", "more"),
        case=True,
    ),
    # The opening; `held` is the day that the subject tells, `listed` introduces a list of
    # those present, `setting` is a node that minutes begin with, `met` names those present
    # where nothing else does. `chair` reads plain words, the others read over entities.
    "openings": Kind(
        {"reads": ("date", "held", "participants", "listed", "met", "setting", "pivot")},
        ("date", "participants"),
        case=True,
    ),
    "chairs": Kind({}, ("name", "position"), case=True),
}
