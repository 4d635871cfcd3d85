"""What a text looks like without marks of web pages, Markdown and letters, and numbers of lines.

The text that is read has the length of the one that came, so places in it stay.
"""

from __future__ import annotations

import re

from notice_cli.markdown import is_markdown, read_markdown
from notice_cli.numbering import read_numbers
from notice_cli.webpage import FILL, is_page, read_page, read_spaces

_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_FILLED = re.compile(r"^.*\S", re.MULTILINE)
# This share of the lines, and so many, begin with the mark of what is quoted.
QUOTED, FEWEST = 0.5, 3


def read_markup(value: str) -> tuple[str, str | None]:
    """The text as it is seen, and which marks were taken out, if any.

    They are ``html``, ``markdown``, ``quotes`` or ``numbers`` (of lines).
    """
    if "<" in value and is_page(value):
        return read_page(value), "html"
    kind = None
    if "\n>" in value and _is_quoted(value):
        value, kind = _QUOTED.sub(lambda match: FILL * len(match.group()), value), "quotes"
    if (bare := read_numbers(value)) is not None:
        value, kind = bare, "numbers"
    if is_markdown(value):
        value, kind = read_markdown(value), "markdown"
    return (read_spaces(value) if "&" in value else value), kind


def _is_quoted(value: str) -> bool:
    quoted = len(_QUOTED.findall(value))
    return quoted >= FEWEST and quoted >= QUOTED * len(_FILLED.findall(value))
