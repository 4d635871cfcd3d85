"""A pattern as a tree: what is read off it goes through its parts.

Groups that are the same are one part, however often they stand in the patterns of a pack:
fragments are put in as groups, so what they come to is found once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from notice_cli.fragments import CLASS, ESCAPE, QUOTED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Found = TypeVar("Found")

# A pattern with more groups in each other is not read: what goes through it calls itself.
DEEPEST = 40
# A group of so many characters is large; so many of them tell which one it may be.
_LARGE = 400
_BEGINNING = 40
_PIECE = re.compile(
    rf"""
      (?P<quoted> {QUOTED} )
    | (?P<escape> {ESCAPE} )
    | (?P<class> {CLASS} )
    | (?P<open> \( (?: \?P?<[^>)]*> | \?[a-zA-Z-]*:? )? )
    | (?P<close> \) )
    | (?P<bar> \| )
    | (?P<repeat> (?: [*+?] | \{{\d+(?:,\d*)?\}} ) \?? )
    | (?P<sign> [.^$] )
    # The last character stays apart where a repetition is of it alone.
    | (?P<words> [^\\\[{{()|*+?.^$]+ (?! [*+?] | \{{\d ) | [^()|*+?.^$] )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(slots=True, eq=False)
class Tree:
    """A part of a pattern.

    ``sort`` is ``choice`` or ``sequence``, of the parts ``inner``; ``group`` or ``repeat``, of
    one part, with its opening or its sign as ``text``; else ``words``, ``sign``, ``escape``,
    ``class`` or ``quoted``, with ``text`` as it is written. It takes ``size`` characters.
    """

    sort: str
    text: str
    size: int
    inner: tuple[Tree, ...] = ()
    # What was found out about it, by what found it (see ``walk``).
    known: dict[object, Any] = field(default_factory=dict)


class _Level:
    """A group that is being read."""

    def __init__(self, start: int, opening: str) -> None:
        self.start, self.opening = start, opening
        self.items: list[Tree] = []
        self._choices: list[Tree] = []

    def bar(self) -> None:
        self._choices.append(_several("sequence", self.items, 0))
        self.items = []

    def tree(self) -> Tree:
        self.bar()
        return _several("choice", self._choices, len(self._choices) - 1)


def _several(sort: str, inner: list[Tree], between: int) -> Tree:
    if len(inner) == 1:
        return inner[0]
    return Tree(sort, "", sum(one.size for one in inner) + between, tuple(inner))


class Trees:
    """Reads patterns; what they have in common, once."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._groups: dict[str, Tree] = {}
        # Large ones by how they begin, to pass over at once.
        self._large: dict[str, str] = {}

    def read(self, pattern: str) -> Tree | None:
        """A sound pattern, expanded; None where it is too deep."""
        levels = [_Level(0, "")]
        at = 0
        while piece := _PIECE.match(pattern, at):
            sort, text, at = piece.lastgroup or "", piece[0], piece.end()
            items = levels[-1].items
            if sort == "open":
                start = piece.start()
                whole = self._large.get(pattern[start : start + _BEGINNING])
                if whole and pattern.startswith(whole, start):
                    items.append(self._groups[whole])
                    at = start + len(whole)
                elif len(levels) > DEEPEST:
                    return None
                else:
                    levels.append(_Level(start, text))
            elif sort == "close":
                closed = levels.pop()
                levels[-1].items.append(self._group(pattern[closed.start : at], closed))
            elif sort == "bar":
                levels[-1].bar()
            elif sort == "repeat":
                items[-1] = Tree(sort, text, items[-1].size + len(text), (items[-1],))
            else:
                items.append(Tree(sort, text, len(text)))
        return levels[0].tree()

    def _group(self, whole: str, read: _Level) -> Tree:
        group = self._groups.get(whole)
        if group is None:
            group = Tree("group", read.opening, len(whole), (read.tree(),))
            self._groups[whole] = group
            if len(whole) >= _LARGE:
                self._large[whole[:_BEGINNING]] = whole
        return group


def walk(
    *,
    either: Callable[[Iterator[Found]], Found],
    in_turn: Callable[[Iterator[Found]], Found],
    repeated: Callable[[Found, str], Found],
    atom: Callable[[str, str], Found],
    group: Callable[[Found, str], Found] = lambda inner, _: inner,
) -> Callable[[Tree], Found]:
    """What goes through a tree, and looks at each part once.

    It is told what comes of choices; of parts one behind the other; of a part with a sign of
    repetition; of any other piece by its sort and its text; of a group by its opening.
    """

    def look(tree: Tree) -> Found:
        if tree.sort == "choice":
            return either(map(through, tree.inner))
        if tree.sort == "sequence":
            return in_turn(map(through, tree.inner))
        if tree.sort == "repeat":
            return repeated(through(tree.inner[0]), tree.text)
        if tree.sort == "group":
            return group(through(tree.inner[0]), tree.text)
        return atom(tree.sort, tree.text)

    def through(tree: Tree) -> Found:
        if through not in tree.known:
            tree.known[through] = look(tree)
        known: Found = tree.known[through]
        return known

    return through
