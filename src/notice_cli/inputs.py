"""Reads the inputs of one run, one after the other, and remembers what went wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from notice_cli.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from notice_cli.model import Notice

STANDARD = "-"

# The exit codes that a run can come to; the others are in notice_cli.cli.
WELL = 0
SOME_FAILED = 1
NOTHING_READ = 4


def counted(count: int, what: str) -> str:
    """A count and its noun."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


class Run:
    """One pass over the inputs. After it, ``exit_code`` says how it went."""

    def __init__(
        self,
        parse: Callable[[bytes, str], Notice],
        complain: Callable[[str], None],
        *,
        strict: bool = False,
    ) -> None:
        """Take the parser (bytes and name to notice) and what tells the user.

        With ``strict`` a notice that has a warning counts as failed, though it is
        passed on all the same.
        """
        self._parse = parse
        self._complain = complain
        self._strict = strict
        self._opened = 0
        self._failed = 0

    @property
    def exit_code(self) -> int:
        """0 all well, 1 some failed and the others are there, 4 none could be opened."""
        if not self._failed:
            return WELL
        return SOME_FAILED if self._opened else NOTHING_READ

    def notices(self, paths: Iterable[str]) -> Iterator[Notice]:
        """What the inputs hold, as they are read; what fails is told and left out."""
        for path in paths:
            notice = self._read(path)
            if notice:
                self._judge(path, notice)
                yield notice

    def _read(self, path: str) -> Notice | None:
        name = shown(path)
        try:
            data = sys.stdin.buffer.read() if path == STANDARD else Path(path).read_bytes()
        except OSError as error:
            self._fail(f"{name}: {why(error)}")
            return None
        self._opened += 1
        try:
            return self._parse(data, recorded(path))
        except InputError as error:
            # For a library the message begins with the file's name in the output.
            self._fail(f"{name}: {str(error).removeprefix(f'{recorded(path)}: ')}")
            return None
        except Exception as error:
            # A bug ends the run with its traceback; say at least which input shows it.
            error.add_note(f"while reading {name}")
            raise

    def _judge(self, path: str, notice: Notice) -> None:
        """Tell what makes a notice count as failed: errors, and warnings if strict."""
        severities = ("warning", "error") if self._strict else ("error",)
        found = [d for d in notice.diagnostics if d.severity in severities]
        for diagnostic in found:
            self._complain(
                f"{shown(path)}: {diagnostic.severity}: {diagnostic.message} [{diagnostic.code}]"
            )
        self._failed += bool(found)

    def _fail(self, message: str) -> None:
        self._failed += 1
        self._complain(message)


def shown(path: str) -> str:
    """A path in a message: what a terminal might obey or cannot print is a ``?``."""
    name = "standard input" if path == STANDARD else path
    return "".join(char if char.isprintable() else "?" for char in name)


def recorded(path: str) -> str:
    """A path in the output: as given, but no absolute one and UTF-8 throughout.

    Two machines that read the same file should write the same document.
    """
    pure = PurePath(path)
    name = pure.name if pure.is_absolute() else pure.as_posix()
    return os.fsencode(name).decode("utf-8", "replace")


def why(error: OSError) -> str:
    """What is wrong with a file and what to try, in one line."""
    if isinstance(error, FileNotFoundError):
        return "no such file; check the name and the folder"
    if isinstance(error, PermissionError):
        return "not allowed to read it; ask its owner, or copy it to a folder of yours"
    return f"cannot be read ({error.strerror or error}); check the path and the disk"
