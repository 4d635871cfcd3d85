"""The opening of a notice: what stands before the conclusions, and the list of those present."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notice_cli.outline import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notice_cli.entities import Reading
    from notice_cli.rules import Pack


@dataclass(slots=True)
class Opening:
    """The nodes before the conclusions; ``present`` are entries of a list of those present."""

    branches: list[Branch] = field(default_factory=list)
    present: list[Branch] = field(default_factory=list)


def find_opening(
    roots: Sequence[Branch], readings: Mapping[Branch, Reading], pack: Pack
) -> Opening:
    """The top-level paragraphs up to the one that introduces the conclusions.

    Before them minutes may tell time, place and persons in nodes of their own; between
    them those present may be listed.
    """
    opening = Opening()
    at = _setting(roots, readings, pack, opening)
    begun = at
    while at < len(roots) and roots[at].kind == "paragraph":
        branch = roots[at]
        opening.branches.append(branch)
        at += 1
        listed = "listed" in _reads(readings[branch], pack)
        if branch.introduces and not listed:
            return opening
        if listed:
            at = _list(roots, at, opening)
    if at == len(roots):
        # No list of conclusions follows: all but the first paragraph are conclusions.
        del opening.branches[begun + 1 :]
        opening.present.clear()
    return opening


def _setting(
    roots: Sequence[Branch], readings: Mapping[Branch, Reading], pack: Pack, opening: Opening
) -> int:
    """Take the nodes that minutes begin with; how many of the roots they are."""
    at = 0
    while at < len(roots) and roots[at].marker and "setting" in _reads(readings[roots[at]], pack):
        for branch in _all(roots[at]):
            opening.branches.append(branch)
            if branch.children and "listed" in _reads(readings[branch], pack):
                opening.present += branch.children
        at += 1
    return at


def _list(roots: Sequence[Branch], at: int, opening: Opening) -> int:
    """Take the marked nodes of one list; where it ends."""
    first = roots[at].marker if at < len(roots) else None
    start = at
    while first and at < len(roots):
        marker = roots[at].marker
        if marker is None or marker.style != first.style:
            break
        if at > start and marker.first and not marker.symbol:
            break
        opening.branches += _all(roots[at])
        opening.present.append(roots[at])
        at += 1
    return at


def _all(branch: Branch) -> Iterator[Branch]:
    yield branch
    for child in branch.children:
        yield from _all(child)


def _reads(reading: Reading, pack: Pack) -> set[str]:
    """What the rules for openings read in a node."""
    return {m.rule.meaning["reads"] for m in pack.matcher("openings").find(reading.coded)}
