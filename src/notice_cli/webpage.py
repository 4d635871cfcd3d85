"""The source of web pages: tags masked, so that lines and cells are those that a reader sees.

What is masked has the length of the source, so places in it stay: a tag becomes invisible
characters, a line end where a block begins or ends, a tab between the cells of a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# What is left of a mark; a line end that the input has not; a line end that a reader does not
# see (it is a space for him, but counts as a line).
FILL, END, SOFT = "\u2060", "\u2028", "\x1f"
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)[^<>]*>|<[!?][^<>]*>")
_COMMENT, _COMMENT_END = "<!--", "-->"
_BLOCK = re.compile(
    r"(?:address|article|aside|blockquote|body|caption|center|d[dlt]|div|fieldset|fig\w+|footer|form"
    r"|h[1-6]|header|hr|html|li|main|nav|[ou]l|option|p|pre|section|t(?:able|body|foot|head|r))"
)
# Elements whose content nobody sees.
_HIDDEN = frozenset(("head", "script", "style", "template", "noscript", "svg", "title"))
_ENDED = re.compile(r"</(?:p|div|td|li|h[1-6]|body|html)\s*>", re.IGNORECASE)
_START = re.compile(r"""\s(?:start|value)\s*=\s*["']?(\d{1,3})""", re.IGNORECASE)
_MARKED = re.compile(r"\s*(?:[^\w\s<(\"]|\w{1,4}[.)/])")
_WHITE = re.compile(r"[ \t\r\n]+")
_SPACE = re.compile(r"&(?:nbsp|#160|#xa0);", re.IGNORECASE)
# So many no-break spaces in a row part columns.
_SPACES = re.compile(r"(?:&(?:nbsp|#160|#xa0);){3,}", re.IGNORECASE)
# A row with words in so many cells is one of a table, not of a header or an ending; a longer
# one is what holds a page together.
CELLS = 3
LONGEST = 4_000
_HEAD = 400


def is_page(value: str) -> bool:
    """Whether a text is the source of a page, not text with some tags left in it.

    It begins and ends with a tag, and some block is closed by one.
    """
    head, tail = value[:_HEAD].lstrip("\ufeff \t\r\n"), value[-_HEAD:].rstrip()
    begins = head.startswith(_COMMENT) or _TAG.match(head) is not None
    return begins and tail.endswith(">") and _ENDED.search(value) is not None


def read_page(value: str) -> str:
    """The source of a page as it is seen, as long as the source."""
    return _Page(value).read()


def read_spaces(value: str) -> str:
    """The entities of no-break spaces as spaces, in a text of the same length."""
    value = _SPACES.sub(lambda match: " " * len(match.group()), value)
    return _SPACE.sub(lambda match: " " + FILL * (len(match.group()) - 1), value)


@dataclass(slots=True)
class _Row:
    """A row: where its cells and the lines inside them end; how many have words."""

    start: int
    ends: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    filled: int = 0
    words: bool = False


class _Page:
    """One pass over the tags; ``out`` has a character for each of the source."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.out = list(value)
        # Whether words stand on the line that is being read.
        self.open = False
        self.kept_lines = 0
        self.rows: list[_Row] = []
        self.lists: list[int | None] = []

    def read(self) -> str:
        at, hidden = 0, ""
        for start, end, closing, name in _tags(self.value):
            if hidden:
                self._fill(at, end)
                hidden = "" if closing and name == hidden else hidden
            else:
                self._text(at, start)
                self._fill(start, end)
                if name in _HIDDEN and not closing:
                    hidden = name
                else:
                    self._tag(start, end, name, closing=closing)
            at = end
        self._text(at, len(self.value))
        return "".join(self.out)

    def _fill(self, start: int, end: int) -> None:
        self.out[start:end] = ["\n" if c == "\n" else FILL for c in self.value[start:end]]
        if self.open or self.rows:
            self.out[start:end] = [SOFT if c == "\n" else c for c in self.out[start:end]]

    def _text(self, start: int, end: int) -> None:
        """Words between tags: white space is one space, unless lines are kept."""
        text = self.value[start:end]
        if not text:
            return
        if self.kept_lines:
            self.open = self.open or bool(text.rpartition("\n")[2].strip())
            return
        shown = read_spaces(_WHITE.sub(_one_space, text))
        self.out[start:end] = shown
        if shown.replace(FILL, "").strip():
            self.open = True
            if self.rows:
                self.rows[-1].words = True

    def _tag(self, start: int, end: int, name: str, *, closing: bool) -> None:
        if name == "pre":
            self.kept_lines = max(0, self.kept_lines + (-1 if closing else 1))
        if name in ("ol", "ul"):
            self._list(start, end, name, closing=closing)
        if name in ("td", "th"):
            self._cell(start, closing=closing)
        elif name == "br" or (self.open and _BLOCK.fullmatch(name)):
            self._end(start)
        if name == "tr":
            self._row(start, closing=closing)
        if name == "li" and not closing:
            self._item(start, end)

    def _end(self, at: int) -> None:
        self.out[at] = END
        self.open = False
        if self.rows:
            self.rows[-1].breaks.append(at)

    def _cell(self, at: int, *, closing: bool) -> None:
        if not (closing and self.rows):
            return
        row = self.rows[-1]
        if row.breaks and row.breaks[-1] > max(row.ends, default=-1) and not self.open:
            # The last block of a cell ends with it.
            self.out[row.breaks.pop()] = FILL
        row.filled += row.words
        row.ends.append(at)
        row.words = self.open = False

    def _row(self, at: int, *, closing: bool) -> None:
        if not closing:
            self.rows.append(_Row(at))
        elif self.rows:
            row = self.rows.pop()
            table = row.filled >= CELLS and at - row.start <= LONGEST
            mark = END if row.breaks and not table else "\t"
            for place in row.ends[:-1]:
                self.out[place] = mark
            for place in row.breaks if table else ():
                self.out[place] = " "
            self.out[at] = END
            self.open = False
            if self.rows:
                self.rows[-1].breaks.append(at)
                self.rows[-1].words = True

    def _list(self, start: int, end: int, name: str, *, closing: bool) -> None:
        if closing:
            self.lists[-1:] = []
            return
        first = _START.search(self.value, start, end)
        self.lists.append(None if name == "ul" else int(first[1]) - 1 if first else 0)

    def _item(self, start: int, end: int) -> None:
        """The mark that a reader sees before an item, unless it stands in the text, too."""
        if not self.lists or _MARKED.match(self.value, end):
            return
        count = self.lists[-1]
        if count is not None:
            self.lists[-1] = count = count + 1
        mark = "- " if count is None else f"{count}. "
        if len(mark) < end - start:
            self.out[end - len(mark) : end] = mark


def _one_space(match: re.Match[str]) -> str:
    """White space as wide as it is: what breaks a line counts, the rest is one space."""
    white = match.group()
    if "\n" in white:
        return "".join(SOFT if char == "\n" else FILL for char in white)
    return " " + FILL * (len(white) - 1)


def _tags(value: str) -> list[tuple[int, int, bool, str]]:
    """The tags and comments of a source: where each begins and ends, its name in small letters."""
    found = []
    at = value.find("<")
    while at >= 0:
        if value.startswith(_COMMENT, at):
            end = value.find(_COMMENT_END, at)
            end = len(value) if end < 0 else end + len(_COMMENT_END)
            found.append((at, end, False, ""))
        elif tag := _TAG.match(value, at):
            end = tag.end()
            found.append((at, end, bool(tag[1]), (tag[2] or "").lower()))
        else:
            end = at + 1
        at = value.find("<", end)
    return found
