"""What an appendix assigns: its tables, its items with labels, or its sentences.

Sentences are read only where the title announces work; all else (forms, lists, schedules)
stays unread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli.entities import read
from notice_cli.grids import part_tables
from notice_cli.markers import APPENDIX, Marker
from notice_cli.paragraphs import Paragraph, join_lines, read_paragraphs
from notice_cli.phrases import read_phrases
from notice_cli.roles import is_label, part_role
from notice_cli.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notice_cli.lines import Line
    from notice_cli.rows import Grid
    from notice_cli.rules import Pack

# The title of a table takes at most so many lines; a line of a title has at most so many
# characters.
TITLE_LINES = 6
TITLE_LENGTH = 130


def read_appendices(
    lines: Sequence[Line], starts: Sequence[int], body: Sequence[Line], pack: Pack
) -> tuple[list[Paragraph], list[Grid], list[Line]]:
    """Paragraphs of all that is assigned; the tables, and the lines that stay unread.

    ``starts`` is where lines begin that begin an appendix, ``body`` the lines of the
    document's body, which show how paragraphs are set. What one assigns is a part
    of its own, headed by its title.
    """
    paragraphs: list[Paragraph] = []
    grids: list[Grid] = []
    left: list[Line] = []
    for some in _apart(lines, starts):
        found, tables, unread = _tables(some, pack)
        grids += tables
        if not found:
            found = _labelled(some, pack) or _announced(some, body, pack)
            unread = [] if found else unread
        paragraphs += found
        left += unread
    return paragraphs, grids, left


def _apart(lines: Sequence[Line], starts: Sequence[int]) -> list[list[Line]]:
    """The lines of each appendix."""
    some: list[list[Line]] = []
    last = 0
    for i, line in enumerate(lines):
        begins = line.start in starts
        # Its title tells again and again that it is one.
        if not some or (begins and i - last >= TITLE_LINES):
            some.append([])
        some[-1].append(line)
        last = i if begins else last
    return some


def _tables(lines: Sequence[Line], pack: Pack) -> tuple[list[Paragraph], list[Grid], list[Line]]:
    """The tables as paragraphs, each below the lines above it; and the lines outside."""
    left, grids = part_tables(lines, pack)
    paragraphs: list[Paragraph] = []
    after = -1
    for grid in (grid for grid in grids if grid.rows):
        first, last = grid.lines[0], grid.lines[-1]
        title = [line for line in left if after < line.start < first.start][-TITLE_LINES:]
        left = [line for line in left if line not in title]
        paragraphs += [_title(title, first), *grid.rows]
        after = last.start
    return paragraphs, grids, left


def _labelled(lines: Sequence[Line], pack: Pack) -> list[Paragraph]:
    """Items of which labels say who leads, below the title; none where there are none."""
    labels = {}
    for line in lines:
        phrases = read_phrases(read(line.text, pack), pack)
        if is_label(phrases):
            labels[line.start] = bool(phrases.clauses)
    if not any(labels.values()):
        return []
    found = read_paragraphs(lines, pack, apart=set(labels))
    return _below_title(lines, found, lambda paragraph: paragraph.marker is not None)


def _announced(lines: Sequence[Line], body: Sequence[Line], pack: Pack) -> list[Paragraph]:
    """The sentences and items below a title that announces work; none below another.

    Nothing is made of a table whose columns are not clear, nor of what a scanner read.
    """
    if pack.scanned or _has_table(lines, pack):
        return []
    found = read_paragraphs(lines, pack, beside=body)
    below = _below_title(lines, found, lambda paragraph: not _is_title(paragraph))
    if not below:
        return []
    title = _above(lines, below[1])
    words = [line for line in title if not line.value.startswith("(")]
    if not words:
        return []
    phrases = read_phrases(read(join_lines(words), pack), pack)
    return below if part_role(phrases) == "directive" else []


def _has_table(lines: Sequence[Line], pack: Pack) -> bool:
    """Whether a line begins with what stands above the numbers of a table's rows."""
    columns = pack.table("grid_columns")
    numbers = tuple(f"{pack.fold(words)} " for words in columns.get("number", ()))
    return any(f"{pack.fold(line.value[:20]).lower()} ".startswith(numbers) for line in lines)


def _is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph can be of a title: it is short and unmarked, and ends no sentence."""
    value = paragraph.text.value
    if paragraph.marker is not None or len(value) > TITLE_LENGTH:
        return False
    return value.startswith("(") or value.isupper() or value[-1:].isalnum()


def _below_title(
    lines: Sequence[Line],
    paragraphs: Sequence[Paragraph],
    begins: Callable[[Paragraph], bool],
) -> list[Paragraph]:
    """The title as a part, and the paragraphs from the first that ``begins`` on."""
    at = next((i for i, paragraph in enumerate(paragraphs) if begins(paragraph)), None)
    if at is None:
        return []
    title = _above(lines, paragraphs[at])
    return [_title(title, lines[len(title)]), *paragraphs[at:]]


def _above(lines: Sequence[Line], paragraph: Paragraph) -> Sequence[Line]:
    """The lines before the one in which a paragraph begins."""
    begins = paragraph.text.span()[0]
    return lines[: sum(line.start <= begins for line in lines) - 1]


def _title(title: Sequence[Line], first: Line) -> Paragraph:
    text = join_lines(title) if title else Text.put_in("", first.start)
    marker = Marker("part", "symbol", "", "", APPENDIX, (1,), (), 0)
    return Paragraph(text, (title or [first])[0].number, first.number, marker)
