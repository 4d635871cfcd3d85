"""Layers of rule files put together, and made ready to match.

A layer is a folder that extends a built-in pack: it adds, replaces by id, or switches
off. Rules of a layer stand before those that it extends, so they are tried first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from notice_cli import overlaps
from notice_cli.dead import BARE, Texts
from notice_cli.fragments import Fragments, order, uses
from notice_cli.gazetteer import key_of
from notice_cli.gazetteer_files import check_entries, choices, unread
from notice_cli.language import GAZETTEER, KINDS
from notice_cli.letters import Letters
from notice_cli.needles import needles
from notice_cli.patterns import Rule
from notice_cli.rawrules import RawRule
from notice_cli.rulefiles import Layer
from notice_cli.soundness import Patterns, Use
from notice_cli.starts import starts
from notice_cli.tails import cut
from notice_cli.text import Fold
from notice_cli.trees import Trees
from notice_cli.wording import wording
from notice_cli.yamlfile import Mapping, Scalar, Value, closest
from notice_cli.yamlfile import Sequence as Items

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notice_cli.errors import Problem

# Fragments that the program itself looks for.
ENGINE_FRAGMENTS = frozenset(
    [
        "actor",
        "begins_body",
        "begins_named",
        "break_before",
        "counts",
        "damaged_code",
        "deed_head",
        "doc_code",
        "end_mark",
        "has_list",
        "has_owner",
        "introducing",
        "like_body",
        "lost_break",
        "lost_capitals",
        "lost_place",
        "lost_type",
        "name_before",
        "name_beside",
        "name_break",
        "name_over",
        "name_tail",
        "name_verb",
        "namesake_of_place",
        "needs_deed",
        "needs_more",
        "next_body",
        "next_work",
        "no_stranger",
        "office_words",
        "open_group",
        "paragraph_label",
        "paragraph_opener",
        "paragraph_opener_always",
        "place_behind",
        "present_begins",
        "present_end",
        "present_join",
        "present_lead",
        "present_name",
        "present_none",
        "present_noun",
        "present_nouns",
        "present_office",
        "present_over",
        "sentence_opener",
        "stranger_suffers",
        "time_cell",
        "title_end",
        "title_next",
        "unsure_stranger",
        "which_behind",
        "which_doing",
        "which_open",
        "work",
    ]
)

# How many fragments of a circle a message names.
_SHOWN = 6


@dataclass(slots=True)
class Merged:
    """What a pack and its layers say together."""

    layers: tuple[Layer, ...]
    name: str = ""
    version: str = ""
    fragments: dict[str, list[Scalar]] = field(default_factory=dict)
    tables: dict[str, Any] = field(default_factory=dict)
    rules: dict[str, list[RawRule]] = field(default_factory=dict)
    # Rules that have no say, in the order in which they lost it.
    dropped: list[overlaps.Dropped] = field(default_factory=list)
    entries: overlaps.Entries = field(default_factory=overlaps.Entries)

    @property
    def problems(self) -> list[Problem]:
        """The problems of all files, sorted by place."""
        return sorted(problem for layer in self.layers for problem in layer.problems)

    @property
    def whole(self) -> bool:
        """Whether all files could be read."""
        return all(layer.whole for layer in self.layers)

    def counts(self) -> dict[str, int]:
        """What there is to check."""
        rules = [rule for kind in KINDS for rule in self.rules.get(kind, ())]
        return {
            "files": sum(len(layer.files) for layer in self.layers),
            "rules": len(rules),
            "entries": len(self.rules.get(GAZETTEER, ())),
            "patterns": sum(len(rule.patterns) for rule in rules),
            "fragments": len(self.fragments),
            "examples": sum(len(rule.examples) for rule in rules),
        }


def merge(layers: Sequence[Layer]) -> Merged:
    """Put layers over each other, the first at the bottom; conflicts become problems."""
    merged = Merged(tuple(layers))
    for number, layer in enumerate(layers):
        name = layer.name
        version = layer.pack.get("version", "")
        merged.name = f"{merged.name}+{name}" if merged.name else name
        merged.version = "+".join(filter(None, [merged.version, str(version)]))
        _merge_fragments(layer, merged)
        _merge_tables(layer, merged, base=number == 0)
        _merge_rules(layer, merged)
        for target in layer.disable:
            _disable(merged, target, layer)
    _spread_entries(merged)
    return merged


def _spread_entries(into: Merged) -> None:
    """Look at all entries of the gazetteer together; add names to the fragments they are among."""
    entries = into.rules.get(GAZETTEER, [])
    fold, joining = fold_of(into.tables), joining_of(into.tables)
    check_entries(
        entries, into.fragments, lambda text: key_of(text, fold, joining), whole=into.whole
    )
    for entry in reversed(entries):
        among = entry.meaning.get("among")
        if among in into.fragments:
            known = into.fragments[among]
            added = [choice for choice in choices(entry) if choice not in known]
            into.fragments[str(among)] = [*added, *known]


def _merge_fragments(layer: Layer, into: Merged) -> None:
    for name, texts in layer.fragments.items():
        overlaps.tell_fragment(name, into.fragments.get(name, ()), texts, into.layers[0].files)
        into.fragments[str(name)] = texts
    for name, texts in layer.more.items():
        known = into.fragments.get(name)
        if known is not None:
            overlaps.tell_more(name, texts, known)
            # In a choice the first that fits wins, so what an office adds comes first.
            into.fragments[str(name)] = [*texts, *known]
        elif into.whole:
            near = closest(name, into.fragments)
            name.problem(
                0, f"`more` adds to no known fragment `{name}`{near or '; use `fragments`'}"
            )


def _merge_tables(layer: Layer, into: Merged, *, base: bool) -> None:
    for name, value in layer.tables:
        plain, known = _plain(value), into.tables.get(name)
        if known is not None and not base and _shape(plain) == _shape(known):
            into.entries.tell(name, value, known)
        if known is None:
            if not base and into.whole:
                near = closest(name, into.tables) or "; the program will not look it up"
                name.problem(0, f"the pack has no table `{name}`{near}", "warning")
            into.tables[str(name)] = plain
        elif _shape(plain) != _shape(known):
            name.problem(
                0, f"table `{name}` has another form; write {_shape(known)}, as the pack does"
            )
        elif isinstance(known, dict):
            into.tables[str(name)] = known | plain
        elif isinstance(known, list):
            into.tables[str(name)] = known + [item for item in plain if item not in known]
        else:
            into.tables[str(name)] = plain


def _plain(value: Value) -> Any:  # noqa: ANN401 - any YAML value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Items):
        return [_plain(item) for item in value]
    return str(value)


def _shape(value: Any) -> str:  # noqa: ANN401 - any YAML value
    if isinstance(value, dict):
        return f"a mapping of names to {_shape(next(iter(value.values()), ''))}"
    if isinstance(value, list):
        return f"a list of {_shape(next(iter(value), ''))}"
    return "text"


def _merge_rules(layer: Layer, into: Merged) -> None:
    for kind, rules in layer.rules.items():
        mine: dict[str, RawRule] = {}
        for rule in rules:
            first = mine.setdefault(rule.id, rule)
            if first is not rule:
                where = f"{first.id.file.path}:{first.id.mark.line}"
                rule.id.problem(
                    0, f"id `{rule.id}` is used twice (first in {where}); choose another"
                )
        kept = []
        for old in into.rules.get(kind, []):
            new = mine.get(old.id)
            if new is None:
                kept.append(old)
                continue
            overlaps.tell_replaced(old, new, pack=old.id.file in into.layers[0].files)
            into.dropped.append(overlaps.Dropped(old, new.id, disabled=False))
        into.rules[kind] = [*mine.values(), *kept]


def _disable(into: Merged, target: Scalar, layer: Layer) -> None:
    """Switch off the rule called ``id`` or ``kind/id``."""
    kind, _, name = str(target).rpartition("/")
    found = [
        (some, rule)
        for some, rules in into.rules.items()
        for rule in rules
        if rule.id == name and kind in ("", some)
    ]
    if len(found) == 1:
        some, rule = found[0]
        into.rules[some].remove(rule)
        overlaps.tell_disabled(target, rule, layer.rules.get(some, ()))
        into.dropped.append(overlaps.Dropped(rule, target, disabled=True))
    elif found:
        which = " or ".join(f"`{some}/{name}`" for some, _ in found)
        target.problem(0, f"`{target}` is the id of several rules; write {which}")
    elif before := _disabled_before(into, kind, name):
        overlaps.tell_disabled_again(target, before)
    elif into.whole:
        ids = [rule.id for rules in into.rules.values() for rule in rules]
        near = closest(name, ids) or "; look the id up in the pack's files"
        target.problem(0, f"`disable` names no rule `{target}`{near}")


def _disabled_before(into: Merged, kind: str, name: str) -> overlaps.Dropped | None:
    """What switched a rule off before, if it is off."""
    for dropped in into.dropped:
        if dropped.disabled and dropped.rule.id == name and kind in ("", dropped.rule.kind):
            return dropped
    return None


def fold_of(tables: dict[str, Any]) -> Fold:
    """The folding that a pack's tables ask for."""
    return Fold(
        tables.get("fold_chars", {}),
        tables.get("fold_pairs", {}),
        tables.get("fold_pairs_not_after", ""),
    )


def joining_of(tables: dict[str, Any]) -> frozenset[str]:
    """Words that do not count where names are compared, folded and in small letters."""
    fold = fold_of(tables)
    return frozenset(fold(word).lower() for word in tables.get("joining_words", ()))


def build(merged: Merged) -> tuple[dict[str, list[Rule]], dict[str, str]]:
    """Rules by kind and fragments, expanded; faults become problems of their files."""
    names, circles = order(merged.fragments)
    for circle in circles:
        _tell_circle(merged, circle)
    letters = Letters(merged.tables.get("letters", ""))
    fold = fold_of(merged.tables)
    fragments = Fragments(names, fold, letters)
    texts = Texts(fold, merged.tables.get("look_alikes", {}), letters)
    patterns = Patterns(fragments, texts, whole=merged.whole)
    for name in names:
        patterns.define(name, merged.fragments[name])
    trees = Trees()
    rules = {
        kind: [rule for raw in raws if (rule := _built(raw, patterns, fragments, trees))]
        for kind, raws in merged.rules.items()
        if kind != GAZETTEER
    }
    if not any(problem.severity == "error" for problem in merged.problems):
        entries = merged.rules.get(GAZETTEER, ())
        place = fragments.get("place_behind") if "place_behind" in names else None
        rules[GAZETTEER] = unread(entries, rules.get("bodies", []), place, fold_of(merged.tables))
    _tell_unused(merged)
    expanded = {name: fragments.get(name) for name in names}
    return rules, {name: text for name, text in expanded.items() if text is not None}


def phrases(merged: Merged) -> list[str]:
    """Words and phrases that the patterns look for."""
    fragments = [text for texts in merged.fragments.values() for text in texts]
    rules = [text for some in merged.rules.values() for rule in some for text in rule.patterns]
    return wording(map(str, [*fragments, *rules]))


def _built(raw: RawRule, patterns: Patterns, fragments: Fragments, trees: Trees) -> Rule | None:
    own = Use(raw.kind, KINDS[raw.kind].captures)
    made = [patterns.ready(pattern, own) for pattern in raw.patterns]
    sides = [
        patterns.ready(text, side) if text is not None else None
        for text, side in (
            (raw.not_after, Use(raw.kind, (), after=BARE)),
            (raw.not_before, Use(raw.kind, (), before=BARE)),
        )
    ]
    if raw.each is not None and raw.each not in fragments.names:
        near = closest(raw.each, fragments.names)
        raw.each.problem(0, f"no fragment is called `{raw.each}`{near}")
    expanded = tuple(pattern for pattern in made if pattern is not None)
    if len(expanded) < len(made):
        return None
    read = [trees.read(pattern) for pattern in expanded]
    return Rule(
        str(raw.id),
        raw.kind,
        expanded,
        raw.meaning,
        sides[0],
        sides[1],
        raw.id.file.path,
        raw.id.mark.line,
        tuple(map(needles, read)),
        () if KINDS[raw.kind].longest else tuple(map(cut, expanded, read)),
        tuple(map(starts, expanded, read)) if KINDS[raw.kind].case else (),
    )


def _tell_circle(merged: Merged, circle: list[str]) -> None:
    shown = circle if len(circle) <= _SHOWN else [*circle[: _SHOWN - 2], "...", circle[-1]]
    chain = " -> ".join(f"`{name}`" for name in shown)
    for text in merged.fragments[circle[0]]:
        for at, name in uses(text):
            if name == circle[1]:
                text.problem(at, f"fragments use each other: {chain}; write one of them out")
                return


def _tell_unused(merged: Merged) -> None:
    """Warn of fragments that no rule needs; of the pack's, where there are no layers."""
    if any(problem.severity == "error" for problem in merged.problems):
        return
    needed: set[str] = set()
    ahead = [name for text in _rule_texts(merged) for _, name in uses(text)]
    ahead += [rule.each for rules in merged.rules.values() for rule in rules if rule.each]
    ahead += ENGINE_FRAGMENTS
    while ahead:
        name = ahead.pop()
        if name not in needed:
            needed.add(name)
            ahead += [used for text in merged.fragments.get(name, ()) for _, used in uses(text)]
    for layer in merged.layers[1:] or merged.layers:
        for name in layer.fragments:
            if name not in needed:
                name.problem(0, f"fragment `{name}` is used by no rule; delete it", "warning")


def _rule_texts(merged: Merged) -> Iterator[Scalar]:
    for rules in merged.rules.values():
        for rule in rules:
            yield from rule.patterns
            yield from (side for side in (rule.not_after, rule.not_before) if side is not None)
