"""Names that lean on other names: their order, and the circles among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def in_order(uses: Mapping[str, Iterable[str]]) -> tuple[list[str], list[list[str]]]:
    """The names, each after those that it uses; and the circles, each once.

    ``uses`` has the names that each name uses; others among them are passed over. A circle
    is given as ``[a, b, a]``. Nothing here is recursive: a chain may be as long as it likes.
    """
    sorted_names: list[str] = []
    circles: list[list[str]] = []
    done: set[str] = set()
    for root in uses:
        path: dict[str, None] = {}
        ahead = [(root, False)]
        while ahead:
            name, left = ahead.pop()
            if left:
                path.popitem()
                if name not in done:
                    done.add(name)
                    sorted_names.append(name)
            elif name in path:
                open_ = list(path)
                circles.append([*open_[open_.index(name) :], name])
            elif name not in done and name in uses:
                path[name] = None
                ahead.append((name, True))
                ahead += [(used, False) for used in uses[name]]
    return sorted_names, circles
