"""A pack of rules, loaded: from YAML once, afterwards from a cache keyed by content."""

from __future__ import annotations

import copy
import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notice_cli.collection import held_off
from notice_cli.errors import RulesError
from notice_cli.gazetteer import Gazetteer
from notice_cli.language import GAZETTEER, KINDS
from notice_cli.matcher import Matcher
from notice_cli.patterns import Cut, Rule, Searcher
from notice_cli.rulecache import read_cache, write_cache
from notice_cli.rulefolders import BUILT_IN, Folder, Sources, digest, read_sources
from notice_cli.text import Fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from notice_cli.packs import Merged
    from notice_cli.rulefiles import Layer
    from notice_cli.trace import Trace

# What a layer may say it extends, to stand alone.
NOTHING = "none"


class Found(dict[str, str]):
    """Fragments by name; one that a pack does not have matches nothing."""

    def __missing__(self, name: str) -> str:
        """A pattern that matches nothing."""
        return r"[^\x00-\x{10FFFF}]"


class Pack:
    """Loaded rules: matchers by kind, tables, fragments, and who they are.

    ``name``, ``version`` and ``sha256`` identify them in every output; ``trace`` is where
    the stages note what they decide, if anybody asks.
    """

    trace: Trace | None = None

    def __init__(self, data: Mapping[str, Any]) -> None:
        """``data`` is the cached form (see ``examine``)."""
        self.name: str = data["name"]
        self.version: str = data["version"]
        self.sha256: str = data["sha256"]
        self.tables: dict[str, Any] = data["tables"]
        self.fragments: dict[str, str] = Found(data["fragments"])
        # Words and phrases that stand in the patterns as they are.
        self.phrases: tuple[str, ...] = tuple(data.get("phrases", ()))
        self.rules: dict[str, tuple[Rule, ...]] = {
            kind: tuple(_rule(kind, *rule) for rule in rules)
            for kind, rules in data["rules"].items()
        }
        # Whether the text that is read came from a scanner.
        self.scanned = False
        self.mend: Callable[[str], str] | None = None
        self._matchers: dict[tuple[str, ...], Matcher] = {}
        self._searchers: dict[str, Searcher] = {}
        # Packs of other languages that were loaded with it (see ``detection``).
        self.others: tuple[Pack, ...] = tuple(map(Pack, data.get("others", ())))
        self._words: dict[str, frozenset[str]] = {}
        self._known: Mapping[str, Any] = data.get(GAZETTEER, {})

    def matcher(self, *kinds: str) -> Matcher:
        """The matcher of one kind, or of kinds that read the same text, made once."""
        matcher = self._matchers.get(kinds)
        if matcher is None:
            kind = KINDS[kinds[0]]
            rules = [rule for name in kinds for rule in self.rules.get(name, ())]
            matcher = Matcher(rules, case=kind.case, longest=kind.longest)
            self._matchers[kinds] = matcher
        return matcher

    def fragment_matcher(self, name: str) -> Matcher:
        """A matcher that finds a fragment, case and all, the longest form first.

        A pack that has no such fragment gives one that finds nothing.
        """
        matcher = self._matchers.get(("", name))
        if matcher is None:
            one = self.searcher(name)
            matcher = self._matchers["", name] = Matcher([one.rule], longest=True, searchers=[one])
        return matcher

    def searcher(self, fragment: str) -> Searcher:
        """What finds a fragment in a few words, case and all, made once.

        A set of patterns, as a matcher is one, would take longer there.
        """
        found = self._searchers.get(fragment)
        if found is None:
            rule = Rule(fragment, "fragment", (self.fragments[fragment],))
            found = Searcher(rule, rule.patterns[0], case=True, longest=True)
            self._searchers[fragment] = found
        return found

    def table(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - tables are data
        """A table of the pack, or ``default`` ({} if not given)."""
        return self.tables.get(name, {} if default is None else default)

    @cached_property
    def fold(self) -> Fold:
        """Folding for matching, as the pack's tables ask for."""
        return Fold(
            self.table("fold_chars"),
            self.table("fold_pairs"),
            self.table("fold_pairs_not_after", ""),
        )

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """What bodies and places are known by name."""
        return Gazetteer(
            self._known, self.fold, self.words("joining_words"), self.table("place_levels")
        )

    def for_scanned(self, fold: Callable[[str], str], mend: Callable[[str], str]) -> Pack:
        """The same pack and matchers for scanned text: folded another way, known words mended."""
        other = copy.copy(self)
        # Names are looked up by the fold that they were kept by.
        other.__dict__.update(fold=fold, gazetteer=self.gazetteer)
        other.scanned, other.mend = True, mend
        other._words = {}  # noqa: SLF001 - another of its own kind
        return other

    def traced(self, trace: Trace) -> Pack:
        """The same pack and matchers; what is decided by it is noted in ``trace``."""
        other = copy.copy(self)
        other.trace = trace
        return other

    def words(self, name: str) -> frozenset[str]:
        """A table of words, folded and in lower case, made once."""
        words = self._words.get(name)
        if words is None:
            words = frozenset(self.fold(word).lower() for word in self.table(name, []))
            self._words[name] = words
        return words

    def only(self, **rules: Sequence[Rule]) -> Pack:
        """The same pack with just these rules in the kinds named."""
        alone = copy.copy(self)
        alone.rules = self.rules | {kind: tuple(some) for kind, some in rules.items()}
        made = self._matchers.items()
        kept = {kinds: matcher for kinds, matcher in made if not rules.keys() & set(kinds)}
        alone._matchers = kept  # noqa: SLF001 - another of its own kind
        return alone


def _rule(
    kind: str,
    name: str,
    patterns: Sequence[str],
    meaning: Mapping[str, Any],
    *rest: Any,  # noqa: ANN401 - as the cached form has them
) -> Rule:
    *sides, cuts, starts = rest
    more = [*sides, tuple(some and Cut(*some) for some in cuts), starts]
    return Rule(name, kind, tuple(patterns), meaning, *more)


def load_rules(*paths: str | Path) -> Pack:
    """The built-in pack with the layers in ``paths`` (folders) over it, in that order.

    A path may be the name of a built-in pack. Where rules of several languages are given,
    the first language is that of the pack, and the rest are its ``others``.

    Raises:
        RulesError: The rules are at fault; it holds every problem that was found.
    """
    sources = read_sources(paths)
    key = sources.digest()
    cached = read_cache(key)
    if cached is not None:
        return Pack(cached)
    examined = [examine(language) for language in by_language(sources)]
    errors = [p for merged, _ in examined for p in merged.problems if p.severity == "error"]
    if errors:
        raise RulesError(sorted(errors))
    data = together([form for _, form in examined])
    write_cache(key, data)
    return Pack(data)


def made(sources: Sources) -> Pack:
    """The pack of rules that are known to be sound, without the cache."""
    return Pack(together([examine(language)[1] for language in by_language(sources)]))


def together(forms: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The forms of several languages as one; all go by the SHA-256 of them all.

    So a document tells when a language was added, whichever it was read with.
    """
    if len(forms) == 1:
        return forms[0]
    total = hashlib.sha256("\n".join(form["sha256"] for form in forms).encode()).hexdigest()
    first, *others = ({**form, "sha256": total} for form in forms)
    return {**first, "others": others}


def by_language(sources: Sources) -> list[Sources]:
    """What is given, by the built-in pack that it stands on, in the order of their first mention.

    A layer that does not say what it extends goes with what is given before it, else with
    the first that says it.
    """
    if len(sources.given) < 2:  # noqa: PLR2004 - one alone is one language
        return [sources]
    from notice_cli.rulefiles import read_layer  # noqa: PLC0415 - as in `examine`

    bases = [
        one if isinstance(one, str) else read_layer(one.shown, one.files).pack.get("extends")
        for one in sources.given
    ]
    last = next((base for base in bases if base), None) or BUILT_IN
    groups: dict[str, list[Folder | str]] = {}
    for one, base in zip(sources.given, bases, strict=True):
        last = base or last
        groups.setdefault(str(last), [str(last)]).append(one)
    return [
        Sources(sources.packs, tuple(dict.fromkeys(some))) if len(groups) > 1 else sources
        for some in groups.values()
    ]


@held_off()
def examine(sources: Sources) -> tuple[Merged, dict[str, Any]]:
    """Everything that the files say, with its problems, and the form that ``Pack`` takes.

    The sources are of one language (see ``by_language``). The form is of use only where no
    problem is an error.
    """
    # Imported here: with a warm cache nothing of this is needed.
    from notice_cli.gazetteer_files import form_of  # noqa: PLC0415
    from notice_cli.packs import build, fold_of, joining_of, merge, phrases  # noqa: PLC0415
    from notice_cli.rulefiles import read_layer  # noqa: PLC0415

    layers = [read_layer(folder.shown, folder.files) for folder in sources.layers]
    folders = list(sources.layers)
    base = _base(layers, sources)
    # Where nothing of a layer could be read, nothing needs what is below it.
    if base is not None and not (layers and all(layer.unread for layer in layers)):
        layers.insert(0, read_layer(base.shown, base.files))
        folders.insert(0, base)
    merged = merge(layers)
    rules, fragments = build(merged)
    return merged, {
        "name": merged.name,
        "version": merged.version,
        "sha256": digest("", folders),
        "tables": merged.tables,
        "fragments": fragments,
        "rules": _cached_rules(rules, folders),
        "phrases": phrases(merged),
        GAZETTEER: form_of(
            merged.rules.get(GAZETTEER, ()), fold_of(merged.tables), joining_of(merged.tables)
        ),
    }


def _cached_rules(
    rules: Mapping[str, Sequence[Rule]], folders: Iterable[Folder]
) -> dict[str, list[Any]]:
    """Rules as the cache has them, their paths without what is before the folder's name."""
    places = {
        path: f"{folder.name}/{Path(path).name}" for folder in folders for path, _ in folder.files
    }
    return {
        kind: [
            [
                *(r.id, r.patterns, r.meaning, r.not_after, r.not_before),
                *(places[r.path], r.line, r.needles),
                *([some and tuple(some) for some in r.cuts], r.starts),
            ]
            for r in some
        ]
        for kind, some in rules.items()
    }


def _base(layers: Sequence[Layer], sources: Sources) -> Folder | None:
    """The built-in pack that all layers extend; a name that none has is a problem."""
    from notice_cli.yamlfile import closest  # noqa: PLC0415

    packs = sources.packs
    said = [layer.pack["extends"] for layer in layers if "extends" in layer.pack]
    named = [one for one in sources.given if isinstance(one, str)]
    for extends in said:
        if extends not in (*packs, NOTHING):
            near = closest(extends, packs)
            known = ", ".join(f"`{name}`" for name in packs)
            extends.problem(
                0,
                f"no built-in pack is called `{extends}`{near}; "
                f"write {known}, or `{NOTHING}` to stand alone",
            )
    name = next(iter([*named, *said]), BUILT_IN)
    return None if name == NOTHING else packs.get(name, next(iter(packs.values())))
