"""Shapes in which the same notice arrives: each a small function from text to text.

``SHAPES`` holds those that change nothing of what a notice says, by name. They work on the
``Laid`` form of a notice: its printed lines, and which of them make a paragraph of the body,
as they were read from the untouched text.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from laid import Laid, joined
from shapes_carried import CARRIED, PASSED_ON, another_below
from shapes_columns import COLUMNS
from shapes_pages import (
    NUMBERED,
    dashed_numbers,
    form_feeds,
    form_feeds_and_numbers,
    paged,
    running_feet,
    running_heads,
    stamped,
    stamped_at_the_end,
    stamped_by_a_reader,
    stamped_inside,
)
from shapes_printed import PRINTED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


# --- blank lines, wrapping, indents --------------------------------------------------


def spaced(laid: Laid) -> Laid:
    """A blank line after every line, as some extractors put it."""
    return unspaced(laid).each(lambda _, group: [part for line in group for part in (line, "")])


def spaced_with_blanks(laid: Laid) -> Laid:
    """The same, where each line ends in a blank and so do the blank ones."""
    return spaced(laid).lines(lambda line: line + " ")


def unspaced(laid: Laid) -> Laid:
    """No blank line at all."""
    kept = [(g, k) for g, k in zip(laid.groups, laid.kinds, strict=True) if k != "-"]
    return replace(
        laid, groups=tuple(group for group, _ in kept), kinds="".join(kind for _, kind in kept)
    )


def spaced_paragraphs(laid: Laid) -> Laid:
    """A blank line between the paragraphs of the body."""
    return unspaced(laid).each(lambda kind, group: [*group, ""] if kind == "b" else group)


def one_line(laid: Laid) -> Laid:
    """One paragraph a line, as word processors save text."""
    return laid.each(lambda kind, group: [joined(group)] if kind == "b" else group)


def wrapped(width: int) -> Callable[[Laid], Laid]:
    """The body wrapped anew, other lines as they are."""

    def shape(laid: Laid) -> Laid:
        return laid.each(
            lambda kind, group: (
                textwrap.wrap(joined(group), width, break_long_words=False, break_on_hyphens=False)
                if kind == "b"
                else group
            )
        )

    return shape


def wrapped_twice(width: int, again: int) -> Callable[[Laid], Laid]:
    """The body wrapped, and its lines wrapped again, as mail does it: long, short, long, short."""

    def shape(laid: Laid) -> Laid:
        laid = wrapped(width)(laid)
        return laid.each(
            lambda kind, group: (
                [
                    part
                    for line in group
                    for part in textwrap.wrap(
                        line, again, break_long_words=False, break_on_hyphens=False
                    )
                ]
                if kind == "b"
                else group
            )
        )

    return shape


def indented_first(laid: Laid) -> Laid:
    """The first line of each paragraph indented."""
    return laid.each(lambda kind, g: ["     " + g[0].lstrip(), *g[1:]] if kind == "b" else g)


def indented_all(laid: Laid) -> Laid:
    """A left margin, as layouts keep it."""
    return laid.lines(lambda line: " " * 8 + line if line.strip() else line)


def tabbed_first(laid: Laid) -> Laid:
    """A tab before each paragraph."""
    return laid.each(lambda kind, g: ["\t" + g[0].lstrip(), *g[1:]] if kind == "b" else g)


MARKER = re.compile(r"^(\s*(?:[IVX]+\.|\d+(?:\.\d+)*[.)/]|[a-zđ]\)|[-+•–]))\s+")


def tab_after_marker(laid: Laid) -> Laid:
    """A tab between marker and text, as automatic numbering is saved."""
    return laid.each(lambda kind, g: [MARKER.sub("\\1\t", g[0]), *g[1:]] if kind == "b" else g)


def tight_markers(laid: Laid) -> Laid:
    """No space between marker and text."""
    return laid.each(
        lambda kind, g: (
            [MARKER.sub(r"\1", g[0]) if _tight(g[0]) else g[0], *g[1:]] if kind == "b" else g
        )
    )


def _tight(line: str) -> bool:
    match = MARKER.match(line)
    return bool(match) and line[match.end() : match.end() + 1].isupper()  # type: ignore[union-attr]


def trailing_blanks(laid: Laid) -> Laid:
    """Blanks at the end of every line."""
    return laid.lines(lambda line: line + "   ")


def doubled_spaces(laid: Laid) -> Laid:
    """Every third space of the body doubled."""
    return laid.each(lambda kind, g: _every_third(g, " ", "  ") if kind == "b" else g)


def lost_spaces(laid: Laid) -> Laid:
    """Spaces lost behind some commas and semicolons of the body."""
    return laid.each(
        lambda kind, g: (
            [re.sub(r"([,;]) (\w{2}\w* \w+ \w+)", r"\1\2", x) for x in g] if kind == "b" else g
        )
    )


def spaces_before_marks(laid: Laid) -> Laid:
    """A space before some commas, semicolons and colons of the body."""
    return laid.each(
        lambda kind, g: (
            [re.sub(r"(?<=[^\W\d])([,;:]) (?=\w)", r" \1 ", x) for x in g] if kind == "b" else g
        )
    )


def cut_dates(laid: Laid) -> Laid:
    """Lines that end behind the slash of a date."""
    return laid.each(lambda kind, g: _cut(g, r"\d/(?=\d)") if kind == "b" else g)


def _every_third(group: Sequence[str], old: str, new: str) -> list[str]:
    count = 0

    def change(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return match.group() if count % 3 else match.group().replace(old, new)

    return [re.sub(rf"(?<=\S){old}(?=\S)", change, line) for line in group]


# --- characters ----------------------------------------------------------------------


def decomposed(laid: Laid) -> Laid:
    return laid.lines(lambda line: unicodedata.normalize("NFD", line))


def tone_then_hat(laid: Laid) -> Laid:
    """Each accent on its own, the tone before what shapes the letter."""
    return decomposed(laid).lines(
        lambda line: re.sub(
            "([\u0302\u0306\u031b])([\u0300\u0301\u0303\u0309\u0323])", r"\2\1", _by_shape(line)
        )
    )


def _by_shape(line: str) -> str:
    """The dot below, which sorts first, behind the sign that shapes the letter."""
    return line.replace("\u0323\u0302", "\u0302\u0323").replace("\u0323\u0306", "\u0306\u0323")


def decomposed_in_columns(laid: Laid) -> Laid:
    """The same, header and ending in two columns."""
    return decomposed(COLUMNS["header_in_columns"](COLUMNS["ending_in_columns"](laid)))


_OLD_STYLE = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split()  # noqa: SIM905 - two rows to compare
_NEW_STYLE = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split()  # noqa: SIM905 - two rows to compare
_STYLES = [
    (change(old), change(new))
    for old, new in zip(_OLD_STYLE, _NEW_STYLE, strict=True)
    for change in (str.lower, str.title, str.upper)
]


def new_style(laid: Laid) -> Laid:
    return laid.lines(lambda line: _restyled(line, dict(_STYLES)))


def old_style(laid: Laid) -> Laid:
    return laid.lines(lambda line: _restyled(line, {new: old for old, new in _STYLES}))


def _restyled(line: str, styles: dict[str, str]) -> str:
    forms = "|".join(styles)
    return re.sub(rf"(?<![qQ])(?:{forms})(?!\w)", lambda match: styles[match.group()], line)


def en_dashes(laid: Laid) -> Laid:
    """En dashes for the dashes between blanks, and for those that begin a line."""
    return laid.lines(lambda line: re.sub(r"(?:(?<=\s)|^)-(?=\s)", "–", line))


def no_break_hyphens(laid: Laid) -> Laid:
    """No-break hyphens inside codes."""
    return laid.lines(lambda line: re.sub(r"(?<=\w)-(?=\w)", "\u2011", line))


def symbol_bullets(laid: Laid) -> Laid:
    """Bullets of a symbol font for dashes."""
    return laid.each(
        lambda kind, g: [re.sub(r"^(\s*)-\s", "\\1\uf0b7 ", g[0]), *g[1:]] if kind == "b" else g
    )


def no_break_spaces(laid: Laid) -> Laid:
    return laid.each(lambda _, group: _every_third(group, " ", "\u00a0"))


def wide_spaces(laid: Laid) -> Laid:
    return laid.each(lambda _, group: _every_third(group, " ", "\u2003"))


def thin_spaces(laid: Laid) -> Laid:
    """Every space a thin one."""
    return laid.lines(lambda line: line.replace(" ", "\u2009"))


def invisible_between_spaces(laid: Laid) -> Laid:
    """Spaces with zero-width ones between them."""
    return laid.texts(lambda line: line.replace(" ", "\u200b \u200b ", 5))


def joiners(laid: Laid) -> Laid:
    """Zero-width joiners in words, marks of direction around lines."""
    return laid.lines(
        lambda line: (
            "\u200e" + re.sub(r"(\w\w)(\w)", "\\1\u200d\\2", line, count=9) + "\u200f"
            if line.strip()
            else line
        )
    )


def bullets(mark: str) -> Callable[[Laid], Laid]:
    """Dashes drawn as something else, as a font of symbols does, or what it leaves as text."""
    return lambda laid: laid.each(
        lambda kind, g: [re.sub(r"^(\s*)-\s", f"\\1{mark} ", g[0]), *g[1:]] if kind == "b" else g
    )


def cyrillic(laid: Laid) -> Laid:
    """Letters of another script that look the same, inside words."""
    return laid.lines(lambda line: re.sub("(?<=[a-z])o", "\u043e", line))


_LATIN, _CYRILLIC = (
    "aeocpxyAEOCPTXKMHB",
    "\u0430\u0435\u043e\u0441\u0440\u0445\u0443\u0410\u0415\u041e\u0421\u0420\u0422\u0425\u041a\u041c\u041d\u0412",
)
_CAPITALS, _GREEK = (
    "ABEZHIKMNOPTYX",
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
)


def in_letters(latin: str, others: str) -> Callable[[Laid], Laid]:
    """Words wholly in letters of another script that look the same."""
    table = str.maketrans(latin, others)
    words = re.compile(rf"\b[{latin}]{{2,5}}\b")

    def shape(laid: Laid) -> Laid:
        if laid.language != "vi":
            return laid
        return laid.lines(lambda line: words.sub(lambda word: word[0].translate(table), line))

    return shape


def minus_signs(laid: Laid) -> Laid:
    """Minus signs for the dashes that begin a line or stand between blanks."""
    return laid.lines(lambda line: re.sub(r"(?:(?<=\s)|^)-(?=\s)", "\u2212", line))


def division_slashes(laid: Laid) -> Laid:
    return laid.lines(lambda line: re.sub(r"(?<=\d)/(?=\d)", "\u2215", line))


def numbers_parted(laid: Laid) -> Laid:
    """Markers on lines of their own, the text below them."""

    def parted(kind: str, group: Sequence[str]) -> Sequence[str]:
        marker = MARKER.match(group[0]) if kind == "b" else None
        if not marker:
            return group
        return [marker[1].rstrip(), group[0][marker.end() :], *group[1:]]

    return laid.each(parted) if laid.language == "vi" else laid


def zero_width(laid: Laid) -> Laid:
    """Zero-width spaces in words and beside them."""
    return laid.lines(lambda line: re.sub(r"(\w\w) (\w)", "\\1\u200b \\2\u200b", line))


def soft_hyphens(laid: Laid) -> Laid:
    return laid.lines(lambda line: re.sub(r"([^\W\d_]{2})([^\W\d_]{2})", "\\1\u00ad\\2", line))


def look_alikes(laid: Laid) -> Laid:
    """Letters that look the same: eth for d with stroke."""
    return laid.lines(lambda line: line.replace("Đ", "Ð").replace("đ", "ð"))


def full_width(laid: Laid) -> Laid:
    """Digits and brackets of East Asian width in the body."""
    table = {ord(c): ord(c) + 0xFEE0 for c in "0123456789()%"}
    return laid.each(lambda kind, g: [x.translate(table) for x in g] if kind == "b" else g)


def full_width_marks(laid: Laid) -> Laid:
    """Stops, colons and semicolons of East Asian width in the body."""
    table = str.maketrans(".:;", "\uff0e\uff1a\uff1b")
    return laid.each(lambda kind, g: [x.translate(table) for x in g] if kind == "b" else g)


def ideographic_stops(laid: Laid) -> Laid:
    """Stops of another script at the ends of lines."""
    return laid.each(lambda kind, g: [re.sub(r"\.$", "\u3002", x) for x in g] if kind == "b" else g)


def curly_quotes(laid: Laid) -> Laid:
    return laid.lines(lambda line: re.sub(r'"([^"]*)"', "“\\1”", line))


def entities(laid: Laid) -> Laid:
    """Leftovers of a web page: entities for spaces and quotes."""
    return laid.each(
        lambda _, group: [x.replace('"', "&quot;") for x in _every_third(group, " ", "&nbsp;")]
    )


def tags(laid: Laid) -> Laid:
    """Leftovers of a web page: a tag at the end of each line."""
    return laid.lines(lambda line: line + "<br />" if line.strip() else line)


def tags_alone(laid: Laid) -> Laid:
    """One paragraph a line, parted by tags instead of line feeds."""
    laid = unspaced(one_line(laid))
    line = "<br>".join(line for group in laid.groups for line in group)
    return replace(laid, groups=((line,),), kinds="b")


# --- things added --------------------------------------------------------------------


def leading_space(laid: Laid) -> Laid:
    """A page that begins with one blank, and no blank line before it."""
    return paged(spaced(laid), lambda _: [" "])


def spaced_pages(laid: Laid) -> Laid:
    """Page numbers with blank lines after every line."""
    return paged(spaced(laid), lambda page: [f"{page}", ""])


def drawn_lines(laid: Laid) -> Laid:
    """Rules of underscores below the lines of the header."""
    return laid.each(
        lambda kind, g: [*g, "_________"] if kind == "h" and re.match(r"\s*Độc lập", g[0]) else g
    )


def cut_codes(laid: Laid) -> Laid:
    """Lines that end behind the hyphen of a code."""
    return laid.each(lambda kind, g: _cut(g, r"(?<=\d/)[A-ZĐ]+-(?=[A-ZĐ])") if kind == "b" else g)


def _cut(group: Sequence[str], where: str) -> list[str]:
    """The lines anew, one of them cut where a pattern ends, if there it is full."""
    indent = group[0][: len(group[0]) - len(group[0].lstrip())]
    text, width = indent + joined(group), max(map(len, group))
    for match in re.finditer(where, text):
        lines = textwrap.wrap(
            text[: match.end()], width, break_long_words=False, break_on_hyphens=False
        )
        if len(lines[-1]) >= width * 0.9:
            rest = textwrap.wrap(
                text[match.end() :], width, break_long_words=False, break_on_hyphens=False
            )
            return [*lines, *rest]
    return list(group)


# In the order in which they can be composed: a page breaks lines that are wrapped already, and
# a blank line follows every line that there is.
SHAPES: dict[str, Callable[[Laid], Laid]] = {
    **COLUMNS,
    **{f"wrapped_{width}": wrapped(width) for width in (50, 60, 72, 85, 100, 120)},
    **{
        shape.__name__: shape
        for shape in (
            one_line, cut_codes, cut_dates, numbers_parted,
            tab_after_marker, tight_markers, doubled_spaces, lost_spaces, spaces_before_marks,
            decomposed, tone_then_hat, new_style, old_style, en_dashes, no_break_hyphens,
            symbol_bullets, no_break_spaces, wide_spaces, thin_spaces,
            zero_width, invisible_between_spaces, joiners, soft_hyphens, look_alikes, cyrillic,
            minus_signs, division_slashes,
            full_width, curly_quotes, entities,
            drawn_lines, stamped, stamped_at_the_end,
            indented_first, indented_all, tabbed_first,
            form_feeds, form_feeds_and_numbers, dashed_numbers, running_heads, running_feet,
            stamped_inside, stamped_by_a_reader,
            unspaced, spaced_paragraphs, spaced, spaced_with_blanks, leading_space, spaced_pages,
            trailing_blanks, tags, tags_alone,
        )
    },
    "cyrillic_words": in_letters(_LATIN, _CYRILLIC),
    "greek_words": in_letters(_CAPITALS, _GREEK),
    **NUMBERED,
    **{
        f"bullet_{ord(mark):x}": bullets(mark)
        for mark in "•§Øü→❖\uf0a7\uf0d8\uf0fc\uf02d"
    },
    **CARRIED,
    **PRINTED,
}  # fmt: skip

# Met alone: what these leave of columns, lines and marks is no longer made to be changed again.
SINGLE: dict[str, Callable[[Laid], Laid]] = {
    **{
        shape.__name__: shape
        for shape in (decomposed_in_columns, full_width_marks, ideographic_stops)
    },
    "another_below": another_below,
    "wrapped_80_and_65": wrapped_twice(80, 65),
    "wrapped_76_and_60": wrapped_twice(76, 60),
}

# Last of all: how the text becomes bytes.
BYTES: dict[str, Callable[[str], bytes]] = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "old_mac": lambda text: text.replace("\n", "\r").encode(),
    "line_separators": lambda text: text.replace("\n", "\u2028").encode(),
    "next_lines": lambda text: text.replace("\n", "\x85").encode(),
    "vertical_tabs": lambda text: text.replace("\n", "\v").encode(),
    "mark": lambda text: text.encode("utf-8-sig"),
    "utf_16": lambda text: text.encode("utf-16"),
    "utf_16_le": lambda text: text.encode("utf-16-le"),
    "utf_16_be": lambda text: text.encode("utf-16-be"),
    **PASSED_ON,
}
