"""The errors that users see, and a problem with its place in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


class NoticeError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(NoticeError):
    """An input cannot be read as a notice; the message says why and what to try."""


class UnknownEncodingError(InputError):
    """The bytes are text in no encoding that can be told for sure; who knows it may say it."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a rule file, with its place (1-based line and column)."""

    path: str
    line: int
    column: int
    severity: Literal["error", "warning"]
    message: str
    source: str = ""

    def __str__(self) -> str:
        """``path:line:column: severity: message``, the line, and a caret below it."""
        head = f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.message}"
        if not self.source:
            return head
        # A tab keeps its width under a tab, so the caret stands below the character.
        pad = "".join("\t" if c == "\t" else " " for c in self.source[: self.column - 1])
        return f"{head}\n  {self.source}\n  {pad}^"


class RulesError(NoticeError):
    """The rules are at fault. ``problems`` holds all of them, sorted by place."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems; the message is all of them, one below the other."""
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))
