"""The rules in use, one by one: where each comes from, what became of it, what it expands to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from notice_cli.entities import read
from notice_cli.fragments import uses
from notice_cli.gazetteer_files import names
from notice_cli.language import ENTITIES, GAZETTEER, KINDS, marks
from notice_cli.overlaps import place
from notice_cli.rawrules import RawRule, is_null
from notice_cli.text import Text
from notice_cli.trial import FOUND, OVER_ENTITIES, Trial
from notice_cli.yamlfile import Mapping, Scalar, closest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notice_cli.packs import Merged
    from notice_cli.patterns import Rule
    from notice_cli.rawrules import Example
    from notice_cli.rules import Pack
    from notice_cli.yamlfile import File

State: TypeAlias = Literal["in use", "replaced", "off"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule: in use, or replaced or switched off at the place ``by``."""

    raw: RawRule
    layer: str
    state: State = "in use"
    by: Scalar | None = None

    @property
    def name(self) -> str:
        """``kind/id``."""
        return f"{self.raw.kind}/{self.raw.id}"


class Catalogue:
    """All rules of a pack and its layers."""

    def __init__(self, merged: Merged, pack: Pack) -> None:
        """Take the rules as their files have them, and as they are loaded."""
        self._merged = merged
        self._pack = pack
        self._layers = {file: layer.name for layer in merged.layers for file in layer.files}
        used = [self._entry(raw) for raws in merged.rules.values() for raw in raws]
        lost = [
            self._entry(dropped.rule, "off" if dropped.disabled else "replaced", dropped.by)
            for dropped in merged.dropped
        ]
        kinds = [*KINDS, GAZETTEER]
        self.entries = sorted([*used, *lost], key=lambda entry: kinds.index(entry.raw.kind))

    def _entry(self, raw: RawRule, state: State = "in use", by: Scalar | None = None) -> Entry:
        return Entry(raw, self._layers[raw.id.file], state, by)

    def layers(self) -> list[str]:
        """Names of the layers, the pack first."""
        return [layer.name for layer in self._merged.layers]

    def named(self, name: str) -> list[Entry]:
        """Entries called ``id`` or ``kind/id``, those in use first."""
        kind, _, own = name.rpartition("/")
        found = [e for e in self.entries if e.raw.id == own and kind in ("", e.raw.kind)]
        return sorted(found, key=lambda entry: entry.state != "in use")

    def near(self, name: str) -> str:
        """``; did you mean ...?`` where a rule is called alike."""
        if "/" in name:
            return closest(name, [entry.name for entry in self.entries])
        return closest(name, [entry.raw.id for entry in self.entries])

    def fragments(self) -> list[str]:
        """Names of all fragments."""
        return list(self._merged.fragments)

    def users(self, name: str) -> list[str]:
        """Rules and fragments in use that name a fragment."""
        rules = [
            entry.name
            for entry in self.entries
            if entry.state == "in use" and name in dict(self.used_by(entry))
        ]
        fragments = [
            f"{{{other}}}"
            for other, choices in self._merged.fragments.items()
            if any(name == used for text in choices for _, used in uses(text))
        ]
        return [*rules, *fragments]

    def fragment(self, name: str) -> list[Scalar] | None:
        """The choices of a fragment as they are written."""
        return self._merged.fragments.get(name)

    def expanded(self, name: str) -> str:
        """What a fragment expands to."""
        return readable(self._pack.fragments[name])

    def rule(self, entry: Entry) -> Rule | None:
        """The rule as it matches; None where it is not in use."""
        rules = self._pack.rules.get(entry.raw.kind, ())
        return next((r for r in rules if r.id == entry.raw.id and entry.state == "in use"), None)

    def reads(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """What an entry of the gazetteer is called, and the rules that read each as a body."""
        for name in names(entry.raw):
            reading = read(Text.of(str(name)), self._pack)
            rules = [f"{e.match.rule.kind}/{e.match.rule.id}" for e in reading.entities]
            yield str(name), ", ".join(rules)

    def before(self, entry: Entry) -> list[str]:
        """Entries in use that an entry of the gazetteer came after."""
        return [
            other.name
            for other in self.entries
            if other.state == "in use" and entry.raw.id in other.raw.meaning.get("successor", ())
        ]

    def used_by(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """Fragments and entities that a rule names, and where those come from."""
        raw = entry.raw
        sides = [side for side in (raw.not_after, raw.not_before) if side is not None]
        names = [name for text in (*raw.patterns, *sides) for _, name in uses(text)]
        for name in dict.fromkeys([*names, *([str(raw.each)] if raw.each else [])]):
            if name in ENTITIES:
                yield name, "what was found before"
            else:
                yield name, ", ".join(dict.fromkeys(map(place, self._merged.fragments[name])))

    def tried(self, entry: Entry) -> Iterator[tuple[Example, str]]:
        """A rule's examples, and what is wrong with what comes out; nothing if all is well."""
        rule = self.rule(entry)
        for example in entry.raw.examples if rule else ():
            trial = Trial(rule, self._pack)  # type: ignore[arg-type]
            reading, match = trial.read(example.text, example.gives)
            yield example, "; ".join(trial.faults(example, reading, match))

    def document(self, entry: Entry) -> dict[str, Any]:
        """All of this about one rule, as plain data."""
        raw, rule = entry.raw, self.rule(entry)
        if raw.kind == GAZETTEER:
            says = {key: plain(value) for key, value in raw.meaning.items()}
            return {**row(entry), **says, "reads": dict(self.reads(entry))}
        expanded: Sequence[str | None] = rule.patterns if rule else [None] * len(raw.patterns)
        return {
            **row(entry),
            "is": raw.meaning,
            "patterns": [
                {"written": str(pattern), "expanded": whole and readable(whole)}
                for pattern, whole in zip(raw.patterns, expanded, strict=True)
            ],
            "not_after": raw.not_after,
            "not_before": raw.not_before,
            "uses": dict(self.used_by(entry)),
            "examples": [
                {"text": example.text, "gives": plain(example.gives), "fault": fault or None}
                for example, fault in self.tried(entry)
            ],
        }


def row(entry: Entry) -> dict[str, Any]:
    """Where a rule comes from and what became of it, as plain data."""
    raw = entry.raw
    return {
        "kind": raw.kind,
        "id": raw.id,
        "from": entry.layer,
        "path": raw.id.file.path,
        "line": raw.id.mark.line,
        "state": entry.state,
        "by": place(entry.by) if entry.by is not None else None,
    }


def readable(pattern: str) -> str:
    """An expanded pattern with the names of entities, in place of the characters for them."""
    for entity in ENTITIES:
        first, rest = marks(entity)
        pattern = pattern.replace(f"(?:{first}{rest}*)", f"{{{entity}}}")
    return pattern


def manner(kind: str) -> str:
    """How rules of a kind are matched."""
    about = KINDS[kind]
    reads = "the words alone"
    if kind in OVER_ENTITIES:
        reads = "words and all that was found in them"
    elif kind in FOUND[1:]:
        reads = "words and what earlier kinds found in them"
    case = "capitals count" if about.case else "capitals do not count"
    return f"on {reads}; {case}; {'the longest' if about.longest else 'the first'} choice wins"


def as_written(file: File, line: int) -> list[str]:
    """The lines of the rule whose id stands in a line, as they are in the file."""
    start = line - 1
    while start and not file.lines[start].lstrip().startswith("-"):
        start -= 1
    margin = _margin(file.lines[start])
    end = start + 1
    while end < len(file.lines) and not _ends(file.lines[end], margin):
        end += 1
    return [text[margin:].rstrip() for text in file.lines[start:end] if text.strip()]


def _ends(line: str, margin: int) -> bool:
    """Whether a line no longer belongs to a rule that begins at a margin."""
    return bool(line.strip()) and _margin(line) <= margin


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def plain(value: Any) -> Any:  # noqa: ANN401 - any YAML value
    """What an example gives, or an entry says, as plain data."""
    if isinstance(value, bool):
        return value
    if is_null(value):
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value)
