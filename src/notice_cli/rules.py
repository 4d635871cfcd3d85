"""A pack of rules, loaded: from YAML once, afterwards from a cache keyed by content.

The cache holds JSON under the user's cache directory; it may be deleted, damaged or
unwritable at any time, then the YAML is read again.
"""

from __future__ import annotations

import copy
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from notice_cli.errors import Problem, RulesError
from notice_cli.gazetteer import Gazetteer
from notice_cli.language import ENTITIES, GAZETTEER, KINDS
from notice_cli.patterns import Matcher, Rule
from notice_cli.places import builtin_rules, cache_dir
from notice_cli.text import Fold

if TYPE_CHECKING:
    from notice_cli.packs import Merged
    from notice_cli.rulefiles import Layer
    from notice_cli.trace import Trace

# Raise it when the cached form changes, or what is made of the same files.
CACHE_VERSION = 5
# So many packs are kept in the cache.
CACHED = 8
BUILT_IN = "vi"
# What a layer may say it extends, to stand alone.
NOTHING = "none"
# Beyond these a folder holds something else than rules.
MAX_FILES = 500
MAX_FOLDER = 16 << 20


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
            rule = Rule(name, "fragment", (self.fragments[name],))
            matcher = self._matchers["", name] = Matcher([rule], longest=True)
        return matcher

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
    return Rule(name, kind, tuple(patterns), meaning, *rest)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of rule files, read: its path as it is shown, and its files' bytes."""

    shown: str
    files: tuple[tuple[str, bytes], ...]

    @property
    def name(self) -> str:
        """The last part of the folder's name."""
        return Path(self.shown).resolve().name


@dataclass(frozen=True, slots=True)
class Sources:
    """What packs are made of: the built-in packs that they may stand on, and what is given.

    ``given`` are layers, and names of built-in packs, in their order.
    """

    packs: Mapping[str, Folder]
    given: tuple[Folder | str, ...]

    @property
    def layers(self) -> tuple[Folder, ...]:
        """The folders that are given."""
        return tuple(one for one in self.given if isinstance(one, Folder))

    def digest(self) -> str:
        """SHA-256 over all that the loaded form depends on."""
        named = [one if isinstance(one, str) else "" for one in self.given]
        language = repr((CACHE_VERSION, KINDS, ENTITIES, named))
        return _digest(language, [*self.packs.values(), *self.layers])


def load_rules(*paths: str | Path) -> Pack:
    """The built-in pack with the layers in ``paths`` (folders) over it, in that order.

    A path may be the name of a built-in pack. Where rules of several languages are given,
    the first language is that of the pack, and the rest are its ``others``.

    Raises:
        RulesError: The rules are at fault; it holds every problem that was found.
    """
    sources = read_sources(paths)
    key = sources.digest()
    cached = _read_cache(key)
    if cached is not None:
        return Pack(cached)
    examined = [examine(language) for language in by_language(sources)]
    errors = [p for merged, _ in examined for p in merged.problems if p.severity == "error"]
    if errors:
        raise RulesError(sorted(errors))
    data = together([form for _, form in examined])
    _write_cache(key, data)
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
        "sha256": _digest("", folders),
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


def read_sources(paths: Iterable[str | Path], *more: Folder) -> Sources:
    """Read the layers' files, and those of the built-in packs below them.

    Folders that are read already can be laid over them.

    Raises:
        RulesError: A folder cannot be read.
    """
    problems: list[Problem] = []
    known = built_in_packs()
    given: tuple[Folder | str, ...] = (
        *(_built_in(Path(p), known) or _read_folder(Path(p), problems) for p in paths),
        *more,
    )
    named = [one for one in given if isinstance(one, str)]
    home = builtin_rules()
    # Which pack a layer extends is known when its YAML is read; until then it is any.
    names = known if len(named) < len(given) else named or [BUILT_IN]
    packs = {name: _read_folder(_near(home / name), problems) for name in sorted({*names})}
    if problems:
        raise RulesError(problems)
    return Sources(packs, () if set(given) == {BUILT_IN} else given)


def _built_in(path: Path, known: Iterable[str]) -> str | None:
    """The name of the built-in pack that is meant: by its name, or by its own folder.

    A pack over itself would be nothing but overrides that change nothing.
    """
    home = builtin_rules() / path.name
    named = path.name in known and (str(path) == path.name or path.resolve() == home.resolve())
    return path.name if named else None


def built_in_packs() -> list[str]:
    """Names of the packs that come with the program."""
    return sorted(path.name for path in builtin_rules().iterdir() if path.is_dir())


def _near(path: Path) -> Path:
    """The path from here on where it is below, as an editor can open it."""
    try:
        return path.relative_to(Path.cwd())
    except (OSError, ValueError):
        return path


def _read_folder(path: Path, problems: list[Problem]) -> Folder:
    try:
        return Folder(str(path), tuple(_read_files(path)))
    except _FolderError as error:
        problems.append(Problem(str(error.path), 1, 1, "error", str(error)))
    except OSError as error:
        where = error.filename or path
        message = f"cannot be read ({error.strerror}); check who may read it"
        problems.append(Problem(str(where), 1, 1, "error", message))
    return Folder(str(path), ())


class _FolderError(Exception):
    """What keeps a folder from being a layer."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


def _read_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The rule files of a folder, sorted by name."""
    if not folder.is_dir():
        if folder.exists():
            raise _FolderError(folder, "this is a file; give the folder that holds it")
        raise _FolderError(folder, "this rules folder does not exist; check the spelling")
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    if not paths:
        hidden = next((path.name for path in sorted(folder.glob("*.y*ml.txt"))), None)
        do = (
            f"rename `{hidden}`, without its `.txt`"
            if hidden
            else "give the folder that holds them"
        )
        raise _FolderError(folder, f"no rule files (*.yaml) here; {do}")
    if len(paths) > MAX_FILES:
        raise _FolderError(folder, f"more than {MAX_FILES} rule files; is this the right folder?")
    left = MAX_FOLDER
    for path in paths:
        with path.open("rb") as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            size = MAX_FOLDER >> 20
            raise _FolderError(path, f"more than {size} MiB of rules up to here; delete some")
        yield str(path), data


def _digest(start: str, folders: Iterable[Folder]) -> str:
    """SHA-256 over the names and bytes of all files, in order."""
    total = hashlib.sha256(start.encode())
    for folder in folders:
        total.update(b"%s\1" % os.fsencode(folder.name))
        for path, data in folder.files:
            total.update(b"%s\0%d\0" % (os.fsencode(Path(path).name), len(data)))
            total.update(data)
    return total.hexdigest()


def _read_cache(key: str) -> dict[str, Any] | None:
    """The loaded form of a pack; None where there is none, or it is damaged."""
    try:
        check, _, body = (cache_dir() / f"rules-{key}.json").read_bytes().partition(b"\n")
        if check.decode() != hashlib.sha256(body).hexdigest():
            return None
        data: dict[str, Any] = orjson.loads(body)
    except (OSError, ValueError):
        return None
    return data


def _write_cache(key: str, data: Mapping[str, Any]) -> None:
    import tempfile  # noqa: PLC0415 - not in every start

    body = orjson.dumps(data)
    try:
        folder = cache_dir()
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".rules-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            Path(name).replace(folder / f"rules-{key}.json")
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
        made = sorted(folder.glob("rules-*.json"), key=lambda path: path.stat().st_mtime)
        for old in made[:-CACHED]:
            old.unlink(missing_ok=True)
    except OSError:
        # A cache that cannot be written costs time, nothing else.
        return
