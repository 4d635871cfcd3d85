"""Marks of Markdown, masked: a text of the same length in which only words and lines are left."""

from __future__ import annotations

import re

from notice_cli.webpage import END, FILL

_SIGNS = re.compile(r"[*#\\|]|__|```")
# What no other text has: words between doubled marks, headings, escaped marks, rules of tables.
_STRONG = re.compile(
    r"(?<![\w*(])(\*\*\*?|__)(?=[^\s*_])(?:[^\n]|\n(?!\s)){1,300}?(?<=[^\s*_(])\1(?![\w*])"
)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE)
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])|\\$", re.MULTILINE)
_DASHES = r"[ \t]*(?:-{2,}|:-+:?|-+:)[ \t]*"
_RULE = re.compile(
    rf"^[ \t>]*(?:\|?{_DASHES}(?:\|{_DASHES})+\|?|\+(?:[-=:]+\+)+)[ \t]*$", re.MULTILINE
)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)\w*[ \t]*$", re.MULTILINE)
# Words between marks, over one line break at most; the marks alone are taken out.
_BETWEEN = re.compile(
    r"(?<![\w*\\])(\*{1,3})(?=[^\s*])((?:[^*\n\\]|\\.|\n(?!\s*\n)){1,600}?)(?<=[^\s*\\])\1(?![\w*])"
    r"|(?<![\w\\])(_{1,3})(?=[^\s_])((?:[^_\n\\]|\\.|\n(?!\s*\n)){1,600}?)(?<=[^\s_\\])\3(?![\w_])"
)
_LINK = re.compile(r"(!?\[)([^\[\]\n]{0,300})(\]\([^()\s]{0,300}\))")
_ROW = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WHOLE = re.compile(r"^[ \t]*([*_])(?=[^\s*_])[^*_\n]+(?<=\S)\1[ \t]*$", re.MULTILINE)
# So many escaped marks show it, or so many lines between two marks.
ESCAPES = 2
WHOLE = 3
# A row with words in so many cells is one of a table, not of a header.
CELLS = 3


def is_markdown(value: str) -> bool:
    """Whether a text is Markdown: it has marks that no other text has."""
    if not _SIGNS.search(value):
        return False
    return (
        _HEADING.search(value) is not None
        or _STRONG.search(value) is not None
        or _RULE.search(value) is not None
        or _FENCE.search(value) is not None
        or len(_ESCAPED.findall(value)) >= ESCAPES
        or len(_WHOLE.findall(value)) >= WHOLE
    )


def read_markdown(value: str) -> str:
    """The text without its marks, as long as it was."""
    for pattern in (_RULE, _FENCE, _HEADING):
        value = pattern.sub(_filled, value)
    value = _LINK.sub(
        lambda m: _filled(m[1]) + (_filled(m[2]) if m[1] == "![" else m[2]) + _filled(m[3]), value
    )
    # Marks inside marks are seen when those around them are gone.
    for _ in range(2):
        value = _BETWEEN.sub(_words, value)
    value = _ESCAPED.sub(_filled, value)
    return _ROW.sub(_row, value)


def _filled(what: re.Match[str] | str) -> str:
    return FILL * len(what if isinstance(what, str) else what.group())


def _words(match: re.Match[str]) -> str:
    mark, words = (match[1], match[2]) if match[1] else (match[3], match[4])
    return _filled(mark) + words + _filled(mark)


def _row(match: re.Match[str]) -> str:
    """A row of a table: cells of several lines stand one after the other, unless it is wide."""
    row = match.group()
    if not _BREAK.search(row):
        return row
    filled = sum(bool(cell.strip()) for cell in row.split("|"))
    if filled >= CELLS:
        return _BREAK.sub(lambda m: FILL * (len(m.group()) - 1) + " ", row)
    return _BREAK.sub(lambda m: FILL * (len(m.group()) - 1) + END, row.replace("|", END))
