"""Which value of a list belongs to which value of its gold.

Knows gold's ``{"any_of": [...]}`` and nothing else of what it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, TypeAlias

Json: TypeAlias = Any
# Indices into gold and into what was read; one of them is None for what stands alone.
Pair: TypeAlias = tuple[int | None, int | None]
Test: TypeAlias = Callable[[Json, Json], bool]


def members(gold: Json) -> list[Json]:
    """All that gold accepts in a place: the members of ``any_of``, else itself."""
    if isinstance(gold, Mapping) and set(gold) == {"any_of"}:
        return [inner for member in gold["any_of"] for inner in members(member)]
    return [gold]


def is_nothing(value: Json) -> bool:
    """Whether it says that there is no value."""
    return value is None or value in ([], ())


def accepts(gold: Json, actual: Json) -> bool:
    """Whether all that gold holds, a subset, is so in the actual value."""
    return any(_equal(member, actual) for member in members(gold))


def _equal(gold: Json, actual: Json) -> bool:
    if isinstance(gold, Mapping):
        return isinstance(actual, Mapping) and all(
            key in actual and accepts(value, actual[key]) for key, value in gold.items()
        )
    if is_nothing(gold):
        return is_nothing(actual)
    if isinstance(gold, list):
        same_length = isinstance(actual, list) and len(gold) == len(actual)
        return same_length and all(map(accepts, gold, actual))
    # 1 equals 1.0, as it should, and True, as it should not.
    return isinstance(gold, bool) == isinstance(actual, bool) and bool(gold == actual)


def pairs(gold: Sequence[Json], got: Sequence[Json]) -> list[Pair]:
    """Pair the values of two lists, in any order: gold's order, then what is too much.

    As many as possible are paired with one that gold accepts, the others with the one
    that is most like them.
    """
    matched = _accepted(gold, got)
    lone = [index for index in range(len(gold)) if index not in matched]
    free = [index for index in range(len(got)) if index not in matched.values()]
    for index, other in _most_alike(gold, got, lone, free):
        matched[index] = other
        free.remove(other)
    return [*((i, matched.get(i)) for i in range(len(gold))), *((None, other) for other in free)]


def _accepted(gold: Sequence[Json], got: Sequence[Json]) -> dict[int, int]:
    """The largest matching of gold with values that it accepts (by augmenting paths)."""
    fits = [[j for j, value in enumerate(got) if accepts(item, value)] for item in gold]
    owner: dict[int, int] = {}

    def place(index: int, tried: set[int]) -> bool:
        for other in fits[index]:
            if other not in tried:
                tried.add(other)
                if other not in owner or place(owner[other], tried):
                    owner[other] = index
                    return True
        return False

    for index in range(len(gold)):
        # Equal values are taken in order, which spares long paths.
        free = next((other for other in fits[index] if other not in owner), None)
        if free is not None:
            owner[free] = index
        else:
            place(index, set())
    return {index: other for other, index in owner.items()}


def _most_alike(
    gold: Sequence[Json], got: Sequence[Json], lone: Sequence[int], free: Sequence[int]
) -> Iterator[tuple[int, int]]:
    likeness = {(i, j): _likeness(gold[i], got[j]) for i in lone for j in free}
    taken: set[int] = set()
    left = set(free)
    for index, other in sorted(likeness, key=lambda places: (-likeness[places], places)):
        if index not in taken and other in left:
            taken.add(index)
            left.remove(other)
            yield index, other


def _likeness(gold: Json, got: Json) -> int:
    """In how many keys both hold the same value."""
    if not isinstance(got, Mapping):
        return 0
    return max(
        sum(
            not is_nothing(got.get(key)) and accepts(value, got.get(key))
            for key, value in m.items()
        )
        for m in members(gold)
        if isinstance(m, Mapping)
    )


def align(gold: Sequence[Json], got: Sequence[Json], tests: Sequence[Test]) -> list[Pair]:
    """Pair the values of two lists that are both in order.

    The longest run of pairs that pass the first test are the anchors; between two of
    them the next test has its turn. What no test settles is paired by order where both
    have as many. Without tests all are.
    """
    if not tests:
        return list(zip_longest(range(len(gold)), range(len(got))))
    return list(_align(range(len(gold)), range(len(got)), gold, got, tests))


def _align(
    left: range, right: range, gold: Sequence[Json], got: Sequence[Json], tests: Sequence[Test]
) -> Iterator[Pair]:
    if not left or not right or not tests:
        yield from _by_order(left, right)
        return
    start, begin = left.start, right.start
    fits = [[tests[0](gold[i], got[j]) for j in right] for i in left]
    for i, j in [*_longest_run(fits), (len(left), len(right))]:
        stop, end = left.start + i, right.start + j
        yield from _align(range(start, stop), range(begin, end), gold, got, tests[1:])
        if i < len(left):
            yield stop, end
        start, begin = stop + 1, end + 1


def _by_order(left: range, right: range) -> Iterator[Pair]:
    if len(left) == len(right):
        yield from zip(left, right, strict=True)
    else:
        yield from ((index, None) for index in left)
        yield from ((None, index) for index in right)


def _longest_run(fits: Sequence[Sequence[bool]]) -> list[tuple[int, int]]:
    """The longest common subsequence of two lists, given which of their values fit."""
    height, width = len(fits), len(fits[0])
    best = [[0] * (width + 1) for _ in range(height + 1)]
    for i in reversed(range(height)):
        for j in reversed(range(width)):
            longer = max(best[i + 1][j], best[i][j + 1])
            best[i][j] = max(longer, best[i + 1][j + 1] + 1) if fits[i][j] else longer
    run, i, j = [], 0, 0
    while i < height and j < width:
        if fits[i][j] and best[i][j] == best[i + 1][j + 1] + 1:
            run.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return run
