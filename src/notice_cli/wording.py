"""The words that patterns look for: phrases read off the patterns, when rules are loaded.

A scanned text has them with other marks; so they need no list of their own. A word that a
pattern leaves open (a class, an optional letter) is no known word, nor is what touches it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notice_cli.fragments import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A word that is cut here is not whole; here only the phrase ends.
_CUT, _END = "\0", "\1"
_WHOLE = re.compile(r"(?<![^\s,;\1-])[^\W\d_]+(?:(?:,? | - |-)[^\W\d_]+)*(?![^\s,.:;\1-])")
_CASES = re.compile(r"\[(.)(.)\]")
# What a bracket begins with that only groups.
_FLAGS = re.compile(r"^\?[a-z]*:")
# A phrase is no longer than this.
LONGEST = 80


def wording(patterns: Iterable[str]) -> list[str]:
    """Words and phrases that stand in patterns as they are, sorted, each once."""
    found = {words for pattern in patterns for words in _phrases(pattern)}
    return sorted(found)


def _phrases(pattern: str) -> Iterator[str]:
    for match in _WHOLE.finditer(_plain(pattern)):
        if len(match.group()) <= LONGEST:
            yield match.group()


def _plain(pattern: str) -> str:
    """A pattern's plain text, with a mark where a word or a phrase is cut."""
    pieces: list[str] = []
    after: str | None = None
    for token in TOKEN.finditer(pattern):
        text, kind = token.group(), token.lastgroup
        if kind == "plain":
            pieces.append(_unrepeated(_FLAGS.sub("", text) if after == "open" else text))
        elif kind == "class":
            both = _CASES.fullmatch(text)
            same = both and both[1].lower() == both[2].lower()
            pieces.append(both[2].lower() if both and same else _CUT)
        elif kind == "escape":
            pieces.append(text[1] if text[1] in ".,:;/()-" else _CUT)
        elif kind in ("open", "close"):
            pieces.append(kind)
        else:
            pieces.append(_END)
        after = kind
    return _joined(pieces)


def _unrepeated(text: str) -> str:
    """Plain text whose repeated characters are open."""
    text = re.sub(r"[ ,;-][?*]|[|^$]|(?<=[ ,])\+", _END, text)
    return re.sub(r".[?*+]|\.", _CUT, text)


def _joined(pieces: list[str]) -> str:
    """Pieces in which a bracket inside a word cuts it, and one between words does not."""
    text: list[str] = []
    for at, piece in enumerate(pieces):
        if piece in ("open", "close"):
            before = pieces[at - 1][-1:] if at else ""
            after = pieces[at + 1][:1] if at + 1 < len(pieces) else ""
            inside = before.isalpha() and after.isalpha()
            text.append(_CUT if inside and pieces[at - 1] not in ("open", "close") else _END)
        else:
            text.append(piece)
    return "".join(text)
