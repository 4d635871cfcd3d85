"""What the commands of ``notice rules`` do; each returns its exit code."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from notice_cli import starter
from notice_cli.catalogue import Catalogue, Entry, as_written, manner, plain, readable, row
from notice_cli.commands import WRONG_USAGE, at_fault, end, guarded
from notice_cli.errors import RulesError
from notice_cli.inputs import NOTHING_READ, SOME_FAILED, STANDARD, WELL, shown
from notice_cli.language import GAZETTEER, KINDS
from notice_cli.overlaps import place
from notice_cli.rulefolders import Folder, Sources, read_sources
from notice_cli.rules import Pack, by_language, examine
from notice_cli.tryout import Tried, of_pattern, tried
from notice_cli.yamlfile import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notice_cli.packs import Merged
    from notice_cli.patterns import Rule

Format: TypeAlias = Literal["text", "json"]

# Of what a pattern expands to, so much is shown unless all is asked for.
_SHOWN = 600


def init(folder: str, pack: str) -> int:
    """Begin a layer in a folder."""
    try:
        written = starter.begin(Path(folder), pack)
    except starter.StarterError as error:
        end(str(error), WRONG_USAGE)
    except OSError as error:
        reason = error.strerror or error
        end(f"{shown(folder)}: cannot be written ({reason}); choose another folder", WRONG_USAGE)
    lines = [f"wrote {shown(str(path))}" for path in written]
    lines.append(f"next: edit {shown(str(written[0]))}, then: notice check {shown(folder)}")
    return _print(lines)


def schema() -> int:
    """Write the schema of rule files."""
    return _write(starter.schema_bytes())


def list_rules(
    layers: Sequence[str], origin: str | None, kind: str | None, form: Format = "text"
) -> int:
    """Write all rules, a line each."""
    catalogue = Catalogue(*_read(_sources(layers)))
    if origin is not None and origin not in catalogue.layers():
        known = ", ".join(catalogue.layers())
        end(f"no rules are from {shown(origin)}; there are {known}", WRONG_USAGE)
    _check_kind(kind, GAZETTEER)
    entries = [
        entry
        for entry in catalogue.entries
        if origin in (None, entry.layer) and kind in (None, entry.raw.kind)
    ]
    if form == "json":
        return _json([row(entry) for entry in entries])
    cells = [(entry.name, entry.layer, place(entry.raw.id), _became(entry)) for entry in entries]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return _print(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def show_rule(name: str, layers: Sequence[str], *, whole: bool, form: Format = "text") -> int:
    """Write all about one rule, or about a fragment (``{name}``)."""
    catalogue = Catalogue(*_read(_sources(layers)))
    if name.startswith("{") and name.endswith("}"):
        return _show_fragment(name[1:-1], catalogue, whole=whole, form=form)
    entries = catalogue.named(name)
    kinds = dict.fromkeys(entry.raw.kind for entry in entries)
    if len(kinds) > 1:
        which = " or ".join(f"{kind}/{name}" for kind in kinds)
        end(f"{shown(name)} is the id of several rules; write {which}", WRONG_USAGE)
    if not entries:
        near = catalogue.near(name) or "; see: notice rules list"
        end(f"there is no rule {shown(name)}{near}", WRONG_USAGE)
    if form == "json":
        return _json([catalogue.document(entry) for entry in entries])
    others = [f"{_place(entry)}, {_became(entry)}" for entry in entries[1:]]
    told = (
        _told_known(entries[0], catalogue)
        if entries[0].raw.kind == GAZETTEER
        else _told(entries[0], catalogue, whole=whole)
    )
    return _print([*told, *_part("in place of", others)])


def try_out(
    what: str, texts: Sequence[str], layers: Sequence[str], kind: str | None, form: Format = "text"
) -> int:
    """Write what a pattern, a rule or a file of rules matches in texts."""
    _check_kind(kind)
    path = Path(what)
    if path.suffix in (".yaml", ".yml"):
        rules, pack = _of_file(path, layers)
    else:
        _, pack = _read(_sources(layers))
        rules = _of_name(what, pack) or _of_pattern(what, kind, pack)
    results = list(tried(rules, list(_lines(texts)), pack))
    if form == "json":
        _json([asdict(result) for result in results])
    else:
        _print(line for result in results for line in _outcome(result))
    return WELL if all(result.found for result in results) else SOME_FAILED


def _sources(layers: Sequence[str], *more: Folder) -> Sources:
    try:
        return read_sources(layers, *more)
    except RulesError as error:
        at_fault(error.problems)


def _read(sources: Sources) -> tuple[Merged, Pack]:
    """The rules of the sources; where they are at fault, the end."""
    if len(by_language(sources)) > 1:
        end("these are rules of several languages; name those of one", WRONG_USAGE)
    merged, data = examine(sources)
    if any(problem.severity == "error" for problem in merged.problems):
        at_fault(merged.problems)
    return merged, Pack(data)


def _check_kind(kind: str | None, *more: str) -> None:
    known = (*KINDS, *more)
    if kind is not None and kind not in known:
        near = closest(kind, known) or f"; there are {', '.join(known)}"
        end(f"there is no kind {shown(kind)}{near}", WRONG_USAGE)


# To show one rule


def _told(entry: Entry, catalogue: Catalogue, *, whole: bool) -> Iterator[str]:
    raw, rule = entry.raw, catalogue.rule(entry)
    yield entry.name
    yield f"from     {_place(entry)}"
    if entry.state != "in use":
        yield f"state    {_became(entry)}"
    yield f"matched  {manner(raw.kind)}"
    yield from _part("as written", as_written(raw.id.file, raw.id.mark.line))
    if rule:
        yield from _part("expands to", [_cut(readable(one), whole=whole) for one in rule.patterns])
    named = [f"{{{name}}}  {origin}" for name, origin in catalogue.used_by(entry)]
    yield from _part("uses", named)
    examples = []
    for example, fault in catalogue.tried(entry):
        gives = json.dumps(plain(example.gives), ensure_ascii=False)
        examples.append(f"{'FAILS' if fault else 'ok   '}  {example.text}")
        examples.append(f"       {fault or 'gives ' + gives}")
    yield from _part("examples", examples)


def _told_known(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """An entry of the gazetteer."""
    raw = entry.raw
    yield entry.name
    yield f"from     {_place(entry)}"
    if entry.state != "in use":
        yield f"state    {_became(entry)}"
    yield from _part("as written", as_written(raw.id.file, raw.id.mark.line))
    reads = [f"{name}{by and '  by ' + by}" for name, by in catalogue.reads(entry)]
    yield from _part("called", reads)
    yield from _part("came after", catalogue.before(entry))


def _show_fragment(name: str, catalogue: Catalogue, *, whole: bool, form: Format) -> int:
    choices = catalogue.fragment(name)
    if choices is None:
        near = closest(name, catalogue.fragments()) or "; see the files of the pack"
        end(f"there is no fragment {{{shown(name)}}}{near}", WRONG_USAGE)
    expanded = catalogue.expanded(name)
    if form == "json":
        written = [{"written": str(choice), "place": place(choice)} for choice in choices]
        return _json([{"fragment": name, "choices": written, "expanded": expanded}])
    return _print(
        [
            f"{{{name}}}",
            *_part("choices", [f"{place(choice)}  {choice}" for choice in choices]),
            *_part("expands to", [_cut(expanded, whole=whole)]),
            *_part("used by", catalogue.users(name)),
        ]
    )


def _part(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield title
        yield from (f"  {line}" for line in lines)


def _place(entry: Entry) -> str:
    return f"{entry.layer}, {place(entry.raw.id)}"


def _became(entry: Entry) -> str:
    if entry.by is None:
        return ""
    return f"{'switched off' if entry.state == 'off' else 'replaced'} by {place(entry.by)}"


def _cut(pattern: str, *, whole: bool) -> str:
    if whole or len(pattern) <= _SHOWN:
        return pattern
    return f"{pattern[:_SHOWN]}... ({len(pattern):,} characters; --whole shows them)"


# To try


def _of_file(path: Path, layers: Sequence[str]) -> tuple[list[Rule], Pack]:
    """The rules of a file that is no part of a layer yet, over the rules in use."""
    try:
        data = path.read_bytes()
    except OSError as error:
        end(f"{shown(str(path))}: cannot be read ({error.strerror}); check the name", NOTHING_READ)
    draft = Folder(str(path.parent), ((str(path), data),))
    merged, pack = _read(_sources(layers, draft))
    own = {(kind, rule.id) for kind, some in merged.layers[-1].rules.items() for rule in some}
    rules = [rule for some in pack.rules.values() for rule in some if (rule.kind, rule.id) in own]
    if not rules:
        end(f"{shown(str(path))}: there are no rules in it; add one", WRONG_USAGE)
    return rules, pack


def _of_name(name: str, pack: Pack) -> list[Rule]:
    """A rule in use, called ``kind/id``."""
    kind, _, own = name.partition("/")
    return [rule for rule in pack.rules.get(kind, ()) if rule.id == own]


def _of_pattern(pattern: str, kind: str | None, pack: Pack) -> list[Rule]:
    try:
        return [of_pattern(pattern, kind, pack)]
    except RulesError as error:
        at_fault(error.problems)


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """The texts; for ``-``, the lines of standard input that are not blank."""
    for text in texts:
        if text == STANDARD:
            lines = sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines()
            yield from filter(None, map(str.strip, lines))
        else:
            yield text


def _outcome(result: Tried) -> Iterator[str]:
    yield result.text
    if not result.found:
        yield f"  no match{result.why and ': ' + result.why}"
    for found in result.found:
        yield f"  {found.rule} matches `{found.words}` ({found.start}-{found.end})"
        for name, (words, names) in found.captures.items():
            yield f"    {name}: `{words}`{(names and ' = ' + '; '.join(names)) or ''}"
        for name, value in found.values.items():
            if value not in (None, [], found.words) and name != "span":
                yield f"    {name} = {', '.join(value) if isinstance(value, list) else value}"


# To write


def _print(lines: Iterable[str]) -> int:
    return _write("".join(f"{line}\n" for line in lines).encode())


def _json(value: Any) -> int:  # noqa: ANN401 - plain data
    return _write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")


def _write(data: bytes) -> int:
    guarded(lambda stream: stream.write(data), STANDARD)
    return WELL
