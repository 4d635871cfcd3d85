"""Which files of a folder are notices, in the order of their paths."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

# Hidden files, and what word processors lay beside a file that is open.
_SKIPPED = (".", "~$")
# One of several characters, or a character.
# Brackets that hold nothing are themselves.
_PIECE = re.compile(r"\[!?(?:\][^\]]*|[^\]!][^\]]*|![^\]]+)\]|.", re.DOTALL)


class Selection:
    """The files below ``root`` that the patterns name, as paths from there with ``/``.

    Each pass looks anew. Held in memory are the names of the folders that it is in, not
    those of all files. Symbolic links to folders are not followed, those to files only
    where they stay below the root.
    """

    def __init__(self, root: Path, patterns: Iterable[str], leave_out: Path | None = None) -> None:
        """Take the patterns; ``leave_out`` is a folder that is not looked into.

        A pattern that is the name of a file means that file, whatever its characters
        would mean in a pattern.

        Raises:
            ValueError: A pattern that cannot be meant, as ``[z-a]``.
        """
        self.root = root
        self._names: set[str] = set()
        globs = []
        for pattern in patterns:
            # As it is listed: a/b.txt for ./a//b.txt.
            name = os.path.normpath(pattern).replace(os.sep, "/")
            if _is_file(root / name):
                self._names.add(name)
            else:
                globs.append(_expression(pattern))
        self._match = re.compile("|".join(globs), re.IGNORECASE).fullmatch if globs else _never
        self._real = os.path.realpath(root)
        self._leave_out = os.path.realpath(leave_out) if leave_out else None
        self.skipped: Counter[str] = Counter()

    def files(self, told: Callable[[str, OSError], None]) -> Iterator[str]:
        """The paths, sorted; a folder that cannot be read is told, with its path."""
        self.skipped.clear()
        return self._files("", told)

    def __contains__(self, path: str) -> bool:
        """Whether the patterns name a path."""
        return path in self._names or self._match(_composed(path)) is not None

    def _files(self, folder: str, told: Callable[[str, OSError], None]) -> Iterator[str]:
        try:
            with os.scandir(self.root / folder) as entries:
                # A folder's name sorts with its slash, and so all paths come sorted.
                listed = sorted(filter(None, (self._chosen(folder, e) for e in entries)))
        except OSError as error:
            told(folder, error)
            return
        for name in listed:
            if name.endswith("/"):
                yield from self._files(folder + name, told)
            else:
                yield folder + name

    def _chosen(self, folder: str, entry: os.DirEntry[str]) -> str | None:
        """The name of an entry that is wanted, with a slash where it is a folder."""
        name = entry.name
        if name.startswith(_SKIPPED):
            return None
        if entry.is_dir(follow_symlinks=False):
            if self._leave_out and os.path.realpath(entry.path) == self._leave_out:
                return None
            return f"{name}/"
        if folder + name not in self:
            return None
        if entry.is_symlink() and not self._stays(entry.path):
            self.skipped["links"] += 1
            return None
        # What is no regular file, as a pipe, could keep a reader waiting for ever.
        return name if entry.is_file() else None

    def _stays(self, path: str) -> bool:
        """Whether a link leads to something below the root."""
        real = os.path.realpath(path)
        return os.path.commonpath([real, self._real]) == self._real


def _never(_: str) -> None:
    return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # As of a pattern that is longer than any name.
        return False


def _composed(path: str) -> str:
    """A path in the form that patterns are compared in: names come in either."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def _expression(pattern: str) -> str:
    """A regular expression for a glob: ``**`` is any number of folders."""
    parts = _composed(pattern.removeprefix("./")).split("/")
    *folders, name = parts
    found = "".join("(?:[^/]+/)*" if part == "**" else f"{_part(part)}/" for part in folders)
    found += ".*" if name == "**" else _part(name)
    try:
        re.compile(found)
    except re.error as error:
        raise ValueError(f"{pattern}: {error.msg}") from error
    return found


def _part(part: str) -> str:
    """A regular expression for one name in a glob."""
    return _PIECE.sub(_piece, part)


def _piece(found: re.Match[str]) -> str:
    piece = found[0]
    if len(piece) == 1:
        return {"*": "[^/]*", "?": "[^/]"}.get(piece) or re.escape(piece)
    no = "^" if piece[1] == "!" else ""
    members = re.sub(r"([\\\[\]^&~|])", r"\\\1", piece[1 + len(no) : -1])
    return f"(?!/)[{no}{members}]"
