"""What keyboards and word processors do to rule files, where YAML only says that it is lost.

YAML tells such a slip a line too late, or takes it for text. Here a line is looked at as
its author sees it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notice_cli.formats import OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CURLY = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_OPENING = "\u2018\u201a\u201c\u201e\u00ab"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2022\u00b7\u25cf\u25aa"
_COLONS = "\uff1a\ufe55\ua789"
_START = r"^(?:[^\S\n]|- )*"
_KEY = r"[a-z_]+"
_SAY = (
    # A pattern with one group, where the slip is; and what to say of it.
    (rf"{_START}{_KEY}([{_COLONS}])", "`{0}` ({1}) is no colon of YAML; write `: `"),
    (rf"{_START}{_KEY}(:)(?=[^\s:])", "no space behind the colon; write `: `"),
    (rf"^\s*([{_DASHES}])\s", "`{0}` ({1}) begins no entry of a list; write `- `"),
    (r"^\s*(-)(?=[^\s-])", "no space behind the dash; write `- `"),
    (
        rf"(?:^|: ?|- |[\[{{,] ?)(?:[ ]*)([{_CURLY}])",
        "`{0}` ({1}) is no quote of YAML; write a straight one, `'`",
    ),
    (
        rf"(?:: |- |[\[{{,] ?)(?:'[^']*|\"[^\"]*)([{_CURLY}])[ ]*(?:$|[,}}\]])",
        "`{0}` ({1}) closes no quote of YAML; write a straight one",
    ),
    (r"(?:: |- )'[^']*\w(')\w", "`'` in single quotes ends the text; write it twice, `''`"),
    (r"^[ ]*([^\S\n\t ])", "odd space ({1}) at the start of the line; write plain ones"),
    (rf"{_START}{_KEY}:([^\S\n\t ])", "odd space ({1}) behind the colon; write a plain one"),
    (
        rf"{_START}(?:pattern|not_after|not_before|text|gives): +([\[{{])",
        "text that begins with `{0}` needs quotes; put all of it in single ones",
    ),
)
_SLIPS = [(re.compile(pattern), say) for pattern, say in _SAY]
# So many lines before the one where YAML is lost are looked at.
_BACK = 3
# No author sees more of a line.
_LONGEST = 2_000


def near(lines: Sequence[str], number: int) -> Iterator[tuple[int, int, str]]:
    """The slip nearest before a line (1-based), or on it: line, column, and what to say.

    Then the same slip in all other lines.
    """
    for line in range(min(number, len(lines)), max(0, number - _BACK - 1), -1):
        for pattern, say in _SLIPS:
            if _found(pattern, lines[line - 1]):
                for other, text in enumerate(lines, 1):
                    if found := _found(pattern, text):
                        char = found[1]
                        yield other, found.start(1) + 1, say.format(char, f"U+{ord(char):04X}")
                return


def _found(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    if len(line) > _LONGEST or line.lstrip().startswith("#"):
        return None
    return pattern.search(line)


def is_quoted(text: str) -> bool:
    """Whether a plain text looks as if curly quotes were to hold it together."""
    return text[:1] in _CURLY and (text[:1] in _OPENING or text[-1:] in _CURLY) and text != ""


def no_text(data: bytes) -> str | None:
    """What a file is that is no plain text; None for what may be one."""
    if data.startswith(OFFICE):
        return "this is a file of a word processor; save it as plain text in UTF-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:200].count(b"\0") > len(data[:200]) / 3:
        return "the file is UTF-16 (`Unicode`); save it as UTF-8"
    return None
