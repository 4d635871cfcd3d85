"""Paragraphs without marks that begin below a full line: told by how the others are cut.

Nothing on the page tells such a break from the end of a sentence inside a paragraph. But
where paragraphs mostly hold one sentence, the end of a sentence that meets the end of a line
is most probably the end of a paragraph, too; in a text of many sentences it is not.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notice_cli.lines import Line
    from notice_cli.markers import Marker
    from notice_cli.matcher import Matcher

# What is taken to have been seen before anything was: paragraphs and inner sentences that begin
# so, where the words open paragraphs and where they do not. In our notices before they are
# wrapped it is 194 to 74, and 48 to 131.
SEEN = {True: (2.0, 1.0), False: (0.5, 2.0)}
# So many times more paragraphs than sentences must have begun so.
MORE = 1.5
# The words that open something stand within so many characters.
OPENING = 60

_STOPS = ".!?"
_CLOSERS = '")%\u201d'


def cut_at_seams(
    groups: Sequence[list[Line]],
    heads: Sequence[tuple[Marker | None, bool]],
    opens: Matcher,
    continues: Matcher,
) -> tuple[list[list[Line]], list[tuple[Marker | None, bool]]]:
    """The groups, those without a marker cut where another paragraph most probably begins.

    ``heads`` are their markers, and whether the break before each is beyond doubt. ``opens``
    finds words that open a paragraph, ``continues`` those of a sentence that goes on with the
    one before it.
    """
    cut_groups: list[list[Line]] = []
    cut_heads: list[tuple[Marker | None, bool]] = []
    for first, last in _regions(heads, groups):
        region = groups[first:last]
        plain = heads[first][0] is None
        seen = _count(region, opens) if plain else SEEN
        for group, head in zip(region, heads[first:last], strict=True):
            found = _seams(group, seen, opens, continues) if plain else []
            for start, end in pairwise([0, *found, len(group)]):
                cut_groups.append(group[start:end])
                cut_heads.append((None, False) if start else head)
    return cut_groups, cut_heads


def _seams(
    group: Sequence[Line],
    seen: Mapping[bool, tuple[float, float]],
    opens: Matcher,
    continues: Matcher,
) -> list[int]:
    """Where in a group, by its lines, another paragraph most probably begins."""
    found = []
    for i, (line, following) in enumerate(pairwise(group), 1):
        words = following.value[:OPENING]
        if _is_seam(line, following) and not _begins(continues, words):
            paragraphs, sentences = seen[_begins(opens, words)]
            if paragraphs > sentences * MORE:
                found.append(i)
    return found


def _regions(
    heads: Sequence[tuple[Marker | None, bool]], groups: Sequence[list[Line]]
) -> Iterator[tuple[int, int]]:
    """Runs of paragraphs without a marker; each marked one is a run of its own.

    What is introduced is cut otherwise than what introduces it.
    """
    start = 0
    for i, (marker, _) in enumerate(heads):
        apart = marker is not None or heads[i - 1][0] is not None
        if i > start and (apart or groups[i - 1][-1].value.endswith(":")):
            yield start, i
            start = i
    yield start, len(groups)


def _count(region: Sequence[list[Line]], opens: Matcher) -> dict[bool, tuple[float, float]]:
    """How many paragraphs, and sentences inside them, begin with words that open, or do not."""
    seen = {key: list(value) for key, value in SEEN.items()}
    for group, following in pairwise(region):
        first = following[0]
        if _is_seam(group[-1], first):
            seen[_begins(opens, first.value[:OPENING])][0] += 1
    for line in chain.from_iterable(region):
        for words in _sentences(line.value):
            seen[_begins(opens, words)][1] += 1
    return {key: (paragraphs, sentences) for key, (paragraphs, sentences) in seen.items()}


def _sentences(value: str) -> Iterator[str]:
    """The first words of the sentences that begin inside a line."""
    at = value.find(" ")
    while at > 1:
        if value[at + 1 : at + 2].isupper() and _ends(value[:at]):
            yield value[at + 1 : at + 1 + OPENING]
        at = value.find(" ", at + 1)


def _ends(value: str) -> bool:
    """Whether words end a sentence; a letter alone before the stop is a short form."""
    stop = value[-1:] in _STOPS or (value[-2:-1] in _STOPS and value[-1:] in _CLOSERS)
    before = value[-2:-1]
    return stop and (before.islower() or before in _CLOSERS or value[-3:-1].isdigit())


def _is_seam(line: Line, following: Line) -> bool:
    """Whether a sentence ends with a line, and another begins with the next."""
    return following.value[:1].isupper() and _ends(line.value)


def _begins(words: Matcher, value: str) -> bool:
    return any(match.start == 0 for match in words.find(value))
