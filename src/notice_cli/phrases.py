"""What the words of one node say: who is told, with whom, to whom it goes, what role.

Phrase rules match over entities; this module turns their matches into members of the
assignment, in the order of the text, each body used once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notice_cli.clauses import Clause, strangers, with_strangers
from notice_cli.entities import Entity, Member, Reading
from notice_cli.model import Target
from notice_cli.patterns import Match, Rule
from notice_cli.text import Text
from notice_cli.trace import Seen, Trace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from notice_cli.rules import Pack
    from notice_cli.trace import Why

# Phrase rules all read the masked text, so one set prefilters them all.
# Names in a cell, parted by commas and semicolons outside of what is known (masked).
_NAMES = re.compile(r"[^\s,;][^,;\n]*(?<=[^\s.])")
ALSO = ("also", "also2", "also3")
# Roles that speak of more than the first words of a sentence.
_BESIDE = {"part", "lists", "weak"}
KINDS = ("assignments", "labels", "reports", "targets", "roles", "headings")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything that phrase rules found in one node's words.

    ``claims`` tells which match has the body, or the name in a cell, that begins at a place.
    """

    clauses: tuple[Clause, ...] = ()
    coordinates: tuple[Member, ...] = ()
    reports: tuple[Member, ...] = ()
    targets: tuple[tuple[int, Target], ...] = ()
    roles: tuple[Match, ...] = ()
    labels: tuple[Match, ...] = ()
    heading: tuple[int, int] | None = None
    claims: Mapping[int, Match] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class _Claims:
    """Bodies that are already somebody's: the first rule that claims one has it."""

    text: Text
    trace: Trace | None
    taken: dict[int, Match] = field(default_factory=dict)
    cells: dict[int, Match] = field(default_factory=dict)

    def take(self, entity: Entity | None, match: Match) -> bool:
        if entity is None:
            return False
        if entity.start in self.taken:
            self.lose(match, "taken", self.taken[entity.start])
            return False
        self.taken[entity.start] = match
        return True

    def lose(self, match: Match, why: Why, to: Match | None = None) -> None:
        if self.trace:
            self.trace.lose(match, why, to, self.text)


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
    claims = _Claims(reading.text, pack.trace)
    labels = tuple(m for m in found["labels"])
    coordinates = [*_coordinates(found["assignments"], reading, claims)]
    clauses = [
        *_label_clauses(labels, reading, claims, coordinates),
        *_clauses(
            [m for m in found["assignments"] if "who" not in m.groups],
            reading,
            claims,
            issuers,
            introduces=introduces,
            soft=not introduces and _begins_with_work(found["roles"]),
        ),
    ]
    clauses = [with_strangers(clause, reading, pack) for clause in clauses]
    clauses += strangers(found["assignments"], clauses, labels, reading, pack)
    clauses.sort(key=lambda c: c.start)
    reported = (
        (match, reading.at(*match.groups[name]))
        for match in found["reports"]
        for name in ("to", "to2")
        if name in match.groups
    )
    reports = _members(reported, claims)
    figures = [(m, target(m, reading, pack)) for m in _aims(found["targets"], reading, pack)]
    heading = _heading(found["headings"], reading, clauses, claims)
    if heading and not clauses:
        found["roles"] += _behind_topic(heading.groups["heading"][1], reading, pack)
    if pack.trace:
        _tell(figures, heading, reading, pack.trace)
    return Phrases(
        tuple(clauses),
        tuple(sorted(coordinates, key=lambda m: m.start)),
        tuple(reports),
        tuple((match.start, figure) for match, figure in figures),
        tuple(found["roles"]),
        labels,
        heading.groups["heading"] if heading else None,
        claims.cells | claims.taken if claims.cells else claims.taken,
    )


def _behind_topic(end: int, reading: Reading, pack: Pack) -> list[Match]:
    """The roles of the words behind a topic, which speak as the first words of a node do."""
    behind = reading.coded[end:].lstrip(" :")
    start = len(reading.coded) - len(behind)
    return [
        Match(match.rule, end, start + match.end, {})
        for match in pack.matcher("roles").find(behind)
        if match.start == 0
        and not _BESIDE & match.rule.meaning.keys()
        and match.rule.meaning["role"] != "closing"
    ]


def _tell(
    figures: Iterable[tuple[Match, Target]], heading: Match | None, reading: Reading, trace: Trace
) -> None:
    """Note what gave the figures and the topic."""
    begin = reading.text.span()[0]
    for match, figure in figures:
        # The rule may look further than the noun phrase goes.
        start = match.groups["text"][0]
        span = reading.text.span(start, start + len(figure.text))
        found = [Seen(match.rule, figure.text, span)]
        trace.give_seen(("target", begin, match.start), found)
    if heading:
        trace.give(("heading", begin), [heading], reading.text)


def _members(found: Iterable[tuple[Match, Entity | None]], claims: _Claims) -> list[Member]:
    members: list[Member] = []
    for match, entity in found:
        if entity is not None and claims.take(entity, match):
            members.extend(entity.members)
    return sorted(members, key=lambda m: m.start)


def _aims(matches: Iterable[Match], reading: Reading, pack: Pack) -> list[Match]:
    """Figures to reach; of several matches of one figure that of the first rule.

    None where words of the table ``phrase_bars`` stand before the figure.
    """
    bars = [f" {word} " for word in pack.words("phrase_bars")]
    kept: dict[int, Match] = {}
    for match in sorted(matches, key=lambda m: (m.rule.line, m.start)):
        figure = match.groups["value"][0]
        before = " " + reading.folded[match.groups["text"][0] : figure].lower()
        if not any(bar in before for bar in bars):
            kept.setdefault(figure, match)
    return sorted(kept.values(), key=lambda m: m.start)


def _coordinates(matches: Iterable[Match], reading: Reading, claims: _Claims) -> list[Member]:
    return _members(
        ((m, reading.at(*m.groups["coordinate"])) for m in matches if "coordinate" in m.groups),
        claims,
    )


def _label_clauses(
    labels: Iterable[Match], reading: Reading, claims: _Claims, coordinates: list[Member]
) -> list[Clause]:
    clauses = []
    for match in labels:
        if "value" not in match.groups:
            continue
        entities = reading.within(*match.groups["value"], "bodies")
        members = _members(((match, entity) for entity in entities), claims)
        if match.rule.meaning.get("cell"):
            members = _of_cell(match.groups["value"], entities, members, reading)
            claims.cells.update((member.start, match) for member in members)
        if match.rule.meaning["label"] == "coordinate":
            coordinates.extend(members)
        elif members and match.rule.meaning["label"] == "lead":
            clauses.append(
                Clause(tuple(members), match.start, None, "explicit", order=False, match=match)
            )
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
            passed = _told_nothing(match, reading, issuers, introduces=introduces)
            claims.take(passed, match)
            continue
        meaning, lead = match.rule.meaning, reading.at(*match.groups["lead"])
        is_order = bool(meaning.get("order"))
        if "issuer" in match.groups:
            subject = reading.at(*match.groups["issuer"])
            if subject and not introduces and not speaks(subject, issuers):
                # Who is told is the subject; whom it tells in turn is its own affair.
                claims.take(lead, match)
                claims.lose(match, "not-speaking")
                lead, is_order = subject, False
            else:
                claims.take(subject, match)
        elif (soft and meaning.get("soft")) or (
            is_order and "cut" not in match.groups and _has_subject(starts, match, reading)
        ):
            claims.take(lead, match)
            claims.lose(match, "in-passing" if soft and meaning.get("soft") else "has-subject")
            continue
        if lead is None or not lead.members:
            claims.lose(match, "no-body")
            continue
        if meaning.get("named") and not _named(lead, reading):
            claims.lose(match, "no-name")
            continue
        if not claims.take(lead, match):
            continue
        members = list(lead.members)
        others = [(match, reading.at(*match.groups[n])) for n in ALSO if n in match.groups]
        members += _members(others, claims)
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
                bool(meaning.get("asks")),
                match=match,
            )
        )
    return clauses


def _told_nothing(
    match: Match, reading: Reading, issuers: Collection[str], *, introduces: bool
) -> Entity | None:
    """A body that a rule takes away from the others: only spoken of, or the one who speaks."""
    if "aside" in match.groups:
        return reading.at(*match.groups["aside"])
    subject = reading.at(*match.groups["issuer"]) if "issuer" in match.groups else None
    return subject if subject and (introduces or speaks(subject, issuers)) else None


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
    matches: Iterable[Match], reading: Reading, clauses: Iterable[Clause], claims: _Claims
) -> Match | None:
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
            return match
        claims.lose(match, "only-body" if alone else "topic-is-told")
    return None


def target(match: Match, reading: Reading, pack: Pack) -> Target:
    """A figure to reach; a comma parts decimals, unless the table ``decimal_mark`` says a point.

    Of the words after the figure those are kept that come before a word that ends a
    noun phrase (``phrase_ends``), of those before it those behind the last word that
    begins one (``phrase_begins``).
    """
    start, end = match.groups["text"]
    before = reading.folded[start : match.groups["value"][0]].lower()
    begun = [
        before.rfind(f" {word} ") + len(word) + 2
        for word in pack.words("phrase_begins")
        if f" {word} " in before
    ]
    before = before[max(begun, default=0) :]
    start = match.groups["value"][0] - len(before)
    behind = reading.folded[slice(*match.groups.get("phrase", (end, end)))].lower()
    # The first of them counts, also where one is a part of another.
    ended = [f"{behind} ".find(f" {word} ") for word in pack.words("phrase_ends")]
    end += len(behind[: min((at for at in ended if at >= 0), default=None)].rstrip())
    mark = pack.table("decimal_mark", ",")
    thousands = "." if mark == "," else ","
    digits = reading.words(*match.groups["value"]).replace(thousands, "").replace(mark, ".")
    number = float(digits)
    unit = reading.words(*match.groups["unit"]) if "unit" in match.groups else None
    value = int(number) if number.is_integer() else number
    return Target(reading.words(start, end), value, unit)
