"""What the words of one node say: who is told, with whom, to whom it goes, what role.

Phrase rules match over entities; this module turns their matches into members of the
assignment, in the order of the text, each body used once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notice_cli.entities import Entity, Member, Reading
from notice_cli.model import AssigneeSource, Target
from notice_cli.patterns import Match, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from notice_cli.rules import Pack

# Phrase rules all read the masked text, so one set prefilters them all.
# Names in a cell, parted by commas and semicolons outside of what is known (masked).
_NAMES = re.compile(r"[^\s,;][^,;\n]*(?<=[^\s.])")
ALSO = ("also", "also2", "also3")
KINDS = ("assignments", "labels", "reports", "targets", "roles", "headings")


@dataclass(frozen=True, slots=True)
class Clause:
    """One telling of somebody to act.

    ``cut`` is where a clause begins with it, None inside a clause; ``source`` tells a
    run-in heading from a body named in the words; ``order`` an order ("giao X") from a
    subject ("X does"); ``weak`` a subject without a verb that is known to tell work.
    """

    members: tuple[Member, ...]
    start: int
    cut: int | None
    source: AssigneeSource
    order: bool
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything that phrase rules found in one node's words."""

    clauses: tuple[Clause, ...] = ()
    coordinates: tuple[Member, ...] = ()
    reports: tuple[Member, ...] = ()
    targets: tuple[tuple[int, Target], ...] = ()
    roles: tuple[Match, ...] = ()
    labels: tuple[Match, ...] = ()
    heading: tuple[int, int] | None = None


@dataclass(slots=True)
class _Claims:
    """Bodies that are already somebody's: the first rule that claims one has it."""

    taken: dict[int, str] = field(default_factory=dict)

    def take(self, entity: Entity | None, use: str) -> bool:
        if entity is None or entity.start in self.taken:
            return False
        self.taken[entity.start] = use
        return True


def read_phrases(
    reading: Reading, pack: Pack, issuers: Collection[str] = (), *, introduces: bool = False
) -> Phrases:
    """Match the phrase rules over a reading.

    ``issuers`` are names of those who speak in the notice (in lower case): "UBND tinh
    yeu cau X" tells X only where UBND tinh speaks; where the words introduce a list
    (``introduces``) the subject always speaks.
    """
    found: dict[str, list[Match]] = {kind: [] for kind in KINDS}
    for match in pack.matcher(*KINDS).find(reading.coded):
        found[match.rule.kind].append(match)
    claims = _Claims()
    labels = tuple(m for m in found["labels"])
    coordinates = [*_coordinates(found["assignments"], reading, claims)]
    clauses = [
        *_label_clauses(labels, reading, claims, coordinates),
        *_clauses(
            found["assignments"],
            reading,
            claims,
            issuers,
            introduces=introduces,
            soft=not introduces and _begins_with_work(found["roles"]),
        ),
    ]
    clauses.sort(key=lambda c: c.start)
    reported = (
        match.groups[name]
        for match in found["reports"]
        for name in ("to", "to2")
        if name in match.groups
    )
    reports = _members((reading.at(*span) for span in reported), claims, "to")
    return Phrases(
        tuple(clauses),
        tuple(sorted(coordinates, key=lambda m: m.start)),
        tuple(reports),
        tuple((m.start, target(m, reading, pack)) for m in _apart(found["targets"])),
        tuple(found["roles"]),
        labels,
        _heading(found["headings"], reading, clauses),
    )


def _members(entities: Iterable[Entity | None], claims: _Claims, use: str) -> list[Member]:
    members: list[Member] = []
    for entity in entities:
        if entity is not None and claims.take(entity, use):
            members.extend(entity.members)
    return sorted(members, key=lambda m: m.start)


def _apart(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Matches that do not overlap, the earliest and longest of each first."""
    kept: list[Match] = []
    for match in matches:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return tuple(kept)


def _coordinates(matches: Iterable[Match], reading: Reading, claims: _Claims) -> list[Member]:
    return _members(
        (reading.at(*m.groups["coordinate"]) for m in matches if "coordinate" in m.groups),
        claims,
        "coordinate",
    )


def _label_clauses(
    labels: Iterable[Match], reading: Reading, claims: _Claims, coordinates: list[Member]
) -> list[Clause]:
    clauses = []
    for match in labels:
        if "value" not in match.groups:
            continue
        entities = reading.within(*match.groups["value"], "bodies")
        members = _members(entities, claims, match.rule.meaning["label"])
        if match.rule.meaning.get("cell"):
            members = _of_cell(match.groups["value"], entities, members, reading)
        if match.rule.meaning["label"] == "coordinate":
            coordinates.extend(members)
        elif members and match.rule.meaning["label"] == "lead":
            clauses.append(Clause(tuple(members), match.start, None, "explicit", order=False))
    return clauses


def _of_cell(
    value: tuple[int, int], entities: Sequence[Entity], members: list[Member], reading: Reading
) -> list[Member]:
    """Who a cell of a table names: nothing else stands there, so what is unknown is a name too."""
    found: list[Member] = []
    for match in _NAMES.finditer(reading.coded, *value):
        start, end = match.span()
        inside = [e for e in entities if e.start < end and start < e.end]
        mine = [m for m in members if start <= m.start < end]
        whole = not inside or (len(inside) == 1 and inside[0].start == start and len(mine) == 1)
        covered = bool(inside) and inside[0].end >= end
        if whole and not covered and any(map(str.isalpha, reading.words(start, end))):
            found.append(Member(reading.words(start, end), start, end))
        else:
            found += mine
    return found


def _clauses(  # noqa: PLR0913 - matches, their text, and who speaks in it
    matches: Iterable[Match],
    reading: Reading,
    claims: _Claims,
    issuers: Collection[str],
    *,
    introduces: bool,
    soft: bool,
) -> list[Clause]:
    """Leading bodies. A rule earlier in the file wins where two claim one body.

    ``soft`` tells that who is asked in passing is no leading body here.
    """
    order = {id(rule): n for n, rule in enumerate(_rules(matches))}
    clauses: list[Clause] = []
    starts: list[int] = []
    for match in sorted(matches, key=lambda m: (order[id(m.rule)], m.start)):
        if "lead" not in match.groups:
            continue
        meaning, lead = match.rule.meaning, reading.at(*match.groups["lead"])
        is_order = bool(meaning.get("order"))
        if "issuer" in match.groups:
            subject = reading.at(*match.groups["issuer"])
            if subject and not introduces and not speaks(subject, issuers):
                # Who is told is the subject; whom it tells in turn is its own affair.
                claims.take(lead, "object")
                lead, is_order = subject, False
            else:
                claims.take(subject, "issuer")
        elif (soft and meaning.get("soft")) or (
            is_order and "cut" not in match.groups and _has_subject(starts, match, reading)
        ):
            claims.take(lead, "object")
            continue
        if lead is None or not lead.members or (meaning.get("named") and not _named(lead, reading)):
            continue
        if not claims.take(lead, "lead"):
            continue
        members = list(lead.members)
        others = [reading.at(*match.groups[name]) for name in ALSO if name in match.groups]
        members += _members(others, claims, "lead")
        insort(starts, lead.start)
        cut = match.groups["cut"][0] if "cut" in match.groups else None
        clauses.append(
            Clause(
                tuple(members),
                lead.start,
                cut,
                meaning.get("source", "explicit"),
                is_order,
                bool(meaning.get("weak")),
            )
        )
    return clauses


def _named(entity: Entity, reading: Reading) -> bool:
    """Whether a body has a name of its own: a capital, and no group."""
    return reading.folded[entity.start].isupper() and not entity.group


def _begins_with_work(roles: Iterable[Match]) -> bool:
    """Whether the first words are something to do, by the rule that says so of verbs."""
    begun = [m for m in roles if m.start == 0 and not m.rule.meaning.get("part")]
    first = min(begun, key=lambda m: m.rule.line, default=None)
    return first is not None and first.rule.meaning["role"] == "directive"


def _rules(matches: Iterable[Match]) -> list[Rule]:
    """Rules in the order of their file."""
    return sorted({id(m.rule): m.rule for m in matches}.values(), key=lambda r: (r.path, r.line))


def _has_subject(starts: Sequence[int], match: Match, reading: Reading) -> bool:
    """Whether somebody already acts in the sentence in which an order stands.

    ``starts`` are where clauses begin, in order: the nearest before it decides.
    """
    nearest = bisect_left(starts, match.start) - 1
    if nearest < 0:
        return False
    between = reading.coded[starts[nearest] : match.start]
    return not any(mark in between for mark in (". ", "; ", "\n", ": "))


def speaks(entity: Entity, issuers: Collection[str]) -> bool:
    """Whether a body is one of those who issue the notice or conclude."""
    return any(
        name in issuer or any(issuer.startswith(tail) for tail in _tails(name))
        for name in (member.name.lower() for member in entity.members)
        for issuer in issuers
    )


def _tails(name: str) -> list[str]:
    """A name without its first words, two at least: the body of an office."""
    words = name.split(" ")
    return [" ".join(words[i:]) for i in range(1, len(words) - 1)]


def _heading(
    matches: Iterable[Match], reading: Reading, clauses: Iterable[Clause]
) -> tuple[int, int] | None:
    """A topic run in before a colon; who is told is no topic."""
    for match in matches:
        if "heading" not in match.groups:
            # Words before a colon that are no topic.
            return None
        start, end = match.groups["heading"]
        bodies = reading.within(start, end, "bodies")
        alone = any(b.start == start and b.end == end for b in bodies)
        told = any(start <= c.start < end for c in clauses)
        if not alone and not told:
            return start, end
    return None


def target(match: Match, reading: Reading, pack: Pack) -> Target:
    """A figure to reach; a comma parts decimals, unless the table ``decimal_mark`` says a point.

    Of the words after the figure those are kept that come before a word that ends a
    noun phrase (``phrase_ends``).
    """
    start, end = match.groups["text"]
    ends = pack.words("phrase_ends")
    a, b = match.groups.get("phrase", (end, end))
    for word in reading.folded[a:b].split():
        if word in ends:
            break
        end = reading.folded.index(word, end) + len(word)
    mark = pack.table("decimal_mark", ",")
    thousands = "." if mark == "," else ","
    digits = reading.words(*match.groups["value"]).replace(thousands, "").replace(mark, ".")
    number = float(digits)
    unit = reading.words(*match.groups["unit"]) if "unit" in match.groups else None
    value = int(number) if number.is_integer() else number
    return Target(reading.words(start, end), value, unit)
