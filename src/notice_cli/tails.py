"""Patterns that end in a large choice, cut in two, so that the choice is compiled once.

Many rules end in the same hundreds of verbs. Such a pattern is kept as a head, which ends
where a mark stands, and as what the choice is made of. Marks stand for the spaces and commas
of a text; where none of the choice begins, the mark is taken away again. What
is found is the same as with the whole pattern: where the first alternative wins, the head's
first way that the choice goes on from is the whole pattern's first way.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import re2

from notice_cli.patterns import MARKS, Cut
from notice_cli.trees import Tree, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# A choice of fewer characters costs less than to look at it apart.
LEAST = 2000
# A choice between more than these is one part; what comes to more is left whole.
PARTS = 8
ANY_MARK = r"[\x01\x02]"
_ESCAPED = {mark: rf"\x0{ord(mark)}" for mark in MARKS.values()}
# Flags for all that follows, and what a group cannot be cut out of.
_FLAGS = re.compile(r"\(\?[a-zA-Z]*(?:-[a-zA-Z]+)?\)|\\Q")

_LAST_STROKE = re.compile(r"(?<!\\)((?:\\\\)*)-\]$")
_CAPTURES = re.compile(r"\(\?P?<")


def cut(pattern: str, tree: Tree | None) -> Cut | None:
    """The pattern in two, or None where it ends in no large choice that can be told apart.

    Each part of the tail begins with a space or a comma, and captures nothing.
    """
    if not tree or tree.sort == "choice" or len(pattern) < LEAST or _FLAGS.search(pattern):
        return None
    *before, last = tree.inner if tree.sort == "sequence" else (tree,)
    if not _only_groups(last):
        return None
    at = len(pattern) - last.size
    if before and before[-1].sort == "words" and before[-1].text[-1] in MARKS:
        # The choice as a whole is one part, with what stands before it.
        word = before.pop().text[:-1]
        before += [Tree("words", word, len(word))] if word else []
        parts = [(at - 1, len(pattern))]
    else:
        found = list(_parts(last, at))
        if any(_begins(part) != (True, False) for _, part in found):
            return None
        parts = [(start, start + part.size) for start, part in found]
    at = parts[0][0]
    if len(pattern) - at < LEAST or len(parts) > PARTS or _CAPTURES.search(pattern, at):
        return None
    head = _together("", map(_marked, before))
    return None if head is None else Cut(head + ANY_MARK, parts)


def _only_groups(tree: Tree) -> bool:
    return tree.sort == "group" and tree.text == "(?:"


def _parts(tree: Tree, at: int) -> Iterator[tuple[int, Tree]]:
    """The alternatives of a choice with their offsets, those of a choice in it too."""
    if _only_groups(tree):
        yield from _parts(tree.inner[0], at + len(tree.text))
    elif tree.sort == "choice" and len(tree.inner) <= PARTS:
        for one in tree.inner:
            yield from _parts(one, at)
            at += one.size + 1
    else:
        yield at, tree


def _either(parts: Iterable[tuple[bool, bool]]) -> tuple[bool, bool]:
    sound, empty = zip(*parts, strict=True)
    return all(sound), any(empty)


def _in_turn(parts: Iterable[tuple[bool, bool]]) -> tuple[bool, bool]:
    sound = empty = True
    # What stands behind what may be missing can come first.
    for first, empty in parts:
        sound = sound and first
        if not empty:
            break
    return sound, empty


def _repeated(part: tuple[bool, bool], sign: str) -> tuple[bool, bool]:
    sound, empty = part
    return sound, empty or sign.startswith(("*", "?", "{0"))


# Whether all that a part matches begins with a space or a comma; whether it may be empty.
_begins = walk(
    either=_either,
    in_turn=_in_turn,
    repeated=_repeated,
    atom=lambda kind, text: (kind == "words" and text[0] in MARKS, False),
)


def _together(between: str, parts: Iterable[str | None]) -> str | None:
    some = list(parts)
    whole = [part for part in some if part is not None]
    return between.join(whole) if len(whole) == len(some) else None


def _piece(kind: str, text: str) -> str | None:
    """A piece of a head that takes a mark for what it stands for; None where none can."""
    if kind == "words":
        return "".join(f"[{c}{_ESCAPED[MARKS[c]]}]" if c in MARKS else c for c in text)
    if kind not in ("class", "escape"):
        return text
    for char, mark in MARKS.items():
        takes, takes_mark = (re2.fullmatch(text, one) is not None for one in (char, mark))
        if takes == takes_mark:
            continue
        if takes and kind == "escape":
            text, kind = rf"[{text}{_ESCAPED[mark]}]", "class"
        elif kind == "class" and text.startswith("[^") != takes:
            # A stroke that ends the class must not become a range.
            text = _LAST_STROKE.sub(r"\1\\-]", text)[:-1] + _ESCAPED[mark] + "]"
        else:
            return None
    return text


# A part of a head that takes marks for what they stand for; None where none can.
_marked: Callable[[Tree], str | None] = walk(
    either=partial(_together, "|"),
    in_turn=partial(_together, ""),
    repeated=lambda part, sign: None if part is None else part + sign,
    atom=_piece,
    group=lambda part, opening: None if part is None else f"{opening}{part})",
)
