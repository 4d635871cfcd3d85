"""Shapes of sources: web pages, Markdown and quoted letters, as converters write a notice."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from laid import Laid, joined
from shapes_columns import columns_of, halves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# A line of a source is about so long.
SOURCE = 76


def whole(laid: Laid, text: str) -> Laid:
    """A text that is no longer made of the notice's own lines."""
    return replace(laid, groups=(tuple(text.rstrip("\n").split("\n")),), kinds="b")


def blocks(laid: Laid) -> Iterator[tuple[str, list[str]]]:
    """Kind and lines: a paragraph of the body, the lines of a header, an ending, a table."""
    pairs = ((k, g) for k, g in zip(laid.kinds, laid.groups, strict=True) if k != "-")
    for kind, some in groupby(pairs, key=lambda pair: pair[0]):
        groups = [list(group) for _, group in some]
        if kind == "b":
            yield from ((kind, group) for group in groups)
        else:
            yield kind, [line for group in groups for line in group]


# --- web pages -----------------------------------------------------------------------


def page(laid: Laid) -> Laid:
    """A page as an editor of web sites saves it: a paragraph a line, the rest parted by breaks."""
    body = "\n".join(_element(kind, lines) for kind, lines in blocks(laid))
    return whole(laid, f"{HEAD}<body>\n<div class='content'>\n{body}\n</div>\n</body>\n</html>")


HEAD = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>Thông báo - Cổng thông tin</title>
<style>
p { margin: 0 }
</style>
<script>if (1 < 2) { document.title = "1. Giao"; }</script>
</head>
"""


def _element(kind: str, lines: Sequence[str]) -> str:
    if kind == "b":
        return f"<p>{escape(joined(lines))}</p>"
    if kind == "t":
        return _table(cells(lines))
    if any(map(halves, lines)):
        return f"<pre>{escape(chr(10).join(lines))}</pre>"
    return "".join(f"<p><strong>{escape(line.strip())}</strong></p>\n" for line in lines)


def cells(lines: Sequence[str]) -> list[list[str]]:
    """The rows of a table that was printed; columns begin where their headings do, about."""
    free = [
        all(line[i : i + 2].strip() == "" for line in lines) for i in range(max(map(len, lines)))
    ]
    starts = [0, *(i + 2 for i in range(len(free) - 1) if free[i] and not free[i + 1])]
    rows: list[list[str]] = []
    for line in lines:
        row = [line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
        if rows and not row[0] and len(rows) > 0 and not line[:1].strip():
            rows[-1] = [f"{a} {b}".strip() for a, b in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    return [row for row in rows if any(row)]


def _table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<td><p>{escape(cell)}</p></td>" for cell in row) for row in rows)
    return "<table>" + "\n".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def fragment_of_a_page(laid: Laid) -> Laid:
    """A stretch of such a page, its source wrapped and indented, breaks where lines ended."""
    parts = []
    for kind, lines in blocks(laid):
        if kind == "b":
            words = f'<p style="text-align: justify">{escape(joined(lines))}</p>'
            parts.append(textwrap.fill(words, SOURCE, subsequent_indent="    "))
        elif any(map(halves, lines)) or kind == "t":
            parts.append(f"<pre>{escape(chr(10).join(lines))}</pre>")
        else:
            parts.append("<p>" + "<br />\n".join(escape(line.strip()) for line in lines) + "</p>")
    return whole(laid, "<div>\n" + "\n".join(parts) + "\n</div>")


def page_with_columns(laid: Laid) -> Laid:
    """A page with header and ending in tables of two cells."""
    parts = []
    for kind, lines in blocks(laid):
        cut = columns_of(lines) if kind in "he" else None
        if not cut:
            parts.append(_element(kind, lines))
            continue
        cells = ("<br/>".join(map(escape, cell)) for cell in cut[:2])
        row = "".join(f'<td width="50%">\n<p>{cell}</p>\n</td>\n' for cell in cells)
        parts.append(f"<table>\n<tbody>\n<tr>\n{row}</tr>\n</tbody>\n</table>")
        parts += [_element(kind, cut[2])] if cut[2] else []
    return whole(laid, "<html><body>\n" + "\n".join(parts) + "\n</body></html>")


# --- Markdown ------------------------------------------------------------------------

_LISTED = re.compile(r"^\s*[-•–]\s+")
_NUMBERED = re.compile(r"^(\s*(?:\d+|[IVX]+))([.)])(?=\s)")


def markdown(laid: Laid) -> Laid:
    """Markdown as converters of word processors write it."""
    return _in_markdown(laid, lambda lines: "\n\n".join(f"**{x.strip()}**" for x in lines))


def markdown_in_tables(laid: Laid) -> Laid:
    """The same with header and ending in tables, line breaks as tags."""

    def table(lines: Sequence[str]) -> str:
        cut = columns_of(lines)
        if not cut:
            return "\n\n".join(f"*{line.strip()}*" for line in lines)
        left, right, rest = cut
        row = "| " + " | ".join("<br>".join(cell) for cell in (left, right)) + " |"
        below = "".join(f"\n\n**{line.strip()}**" for line in rest)
        return f"{row}\n|---|---|" + below

    return _in_markdown(laid, table)


def _in_markdown(laid: Laid, others: Callable[[Sequence[str]], str]) -> Laid:
    parts = []
    for kind, lines in blocks(laid):
        if kind == "b":
            parts.append(_marked_up(joined(lines)))
        elif kind == "t":
            parts.append("\n".join("| " + " | ".join(row) + " |" for row in cells(lines)))
        elif any(map(halves, lines)):
            parts.append("```\n" + "\n".join(lines) + "\n```")
        else:
            parts.append(others(lines))
    return whole(laid, "\n\n".join(parts))


def _marked_up(text: str) -> str:
    """A paragraph: headings marked, what looks like a mark escaped, words emphasised."""
    if re.match(r"[IVX]+\. \S", text) and len(text) < SOURCE:
        return f"## {text}"
    text = re.sub(r"([*_#\[\]])", r"\\\1", text)
    if _LISTED.match(text):
        return _LISTED.sub("* ", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    heading = re.match(r"(\S+ )([^:.;]{4,60}:)(?= )", text)
    return f"{heading[1]}**{heading[2]}**{text[heading.end() :]}" if heading else text


# --- letters -------------------------------------------------------------------------


def quoted(laid: Laid) -> Laid:
    """Quoted in a letter."""
    return laid.lines(lambda line: f"> {line}".rstrip())


def quoted_twice(laid: Laid) -> Laid:
    return laid.lines(lambda line: f">> {line}".rstrip())


SOURCES: dict[str, Callable[[Laid], Laid]] = {
    shape.__name__: shape
    for shape in (
        page, fragment_of_a_page, page_with_columns, markdown, markdown_in_tables,
        quoted, quoted_twice,
    )
}  # fmt: skip
