"""Prints notices to PDF, in the layout of Decree 30/2020, and takes their text back.

Two columns at the top (issuer and number; motto, place and day) and at the bottom
(receivers; signature), a justified body between them, page numbers at the top of every page
but the first.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from laid import joined
from notice_cli.blocks import split_blocks
from notice_cli.furniture import drop_furniture
from notice_cli.lines import split_lines
from notice_cli.paragraphs import read_paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import BaseDocTemplate, Flowable

    from notice_cli.lines import Line
    from notice_cli.rules import Pack

Place: TypeAlias = Literal[0, 1, 4]
LEFT: Place = 0
CENTER: Place = 1
JUSTIFY: Place = 4

# Debian's package fonts-freefont-ttf: looks like what offices use, and has all letters.
FONTS = Path("/usr/share/fonts/truetype/freefont")
FACES = ("", "Bold", "Italic", "BoldItalic")
# The right column of a header, where the words of both columns came one after the other.
_RIGHT = re.compile(r"CỘNG HÒA XÃ|Độc lập|ĐẢNG CỘNG SẢN|[_-]{10,}|.*, ngày .*năm \d{4}$")


@dataclass(frozen=True, slots=True)
class Page:
    """A notice as it is printed: the words of each place, one entry a paragraph or line."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    title: tuple[str, ...]
    body: tuple[str, ...]
    receivers: tuple[str, ...]
    signature: tuple[str, ...]


def compose(text: str, pack: Pack) -> Page:
    """The places of a notice, as its blocks are read where nothing was changed."""
    lines, _ = drop_furniture(split_lines(text, pack), pack)
    blocks = split_blocks(lines, pack)
    header = [*_values(blocks.header)]
    # The subject of a letter stands below its number.
    beside = [] if blocks.type else _values(blocks.subject)
    title = [*_values(blocks.type), *_one(blocks.subject)] if blocks.type else []
    body = []
    for some in (blocks.addressees, blocks.body):
        for paragraph in read_paragraphs(some, pack):
            mine = [x.value for x in some if paragraph.first <= x.number <= paragraph.last]
            body.append(joined(mine))
    return Page(
        (*(x for x in header if not _RIGHT.match(x)), *beside),
        tuple(x for x in header if _RIGHT.match(x)),
        tuple(title),
        tuple(body),
        tuple(_entries(_values(blocks.recipients))),
        tuple(_values(blocks.signature)),
    )


def _values(lines: Sequence[Line]) -> list[str]:
    return [line.value for line in lines]


def _one(lines: Sequence[Line]) -> list[str]:
    return [joined(_values(lines))] if lines else []


def _entries(lines: Sequence[str]) -> list[str]:
    """Receivers, each on one line."""
    entries: list[str] = []
    for line in lines:
        if entries[1:] and not re.match(r"[-–]|Lưu", line):
            entries[-1] = joined([entries[-1], line])
        else:
            entries.append(line)
    return entries


def print_page(page: Page, path: Path, size: float = 14) -> None:
    """Write a notice as PDF, its body in type of ``size`` points."""
    from reportlab.lib.pagesizes import A4  # noqa: PLC0415 - not for every test
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415
    from reportlab.lib.units import mm  # noqa: PLC0415
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415
    from reportlab.platypus import (  # noqa: PLC0415
        KeepTogether,
        Paragraph,
        SimpleDocTemplate,
        Spacer,
        Table,
    )

    for face in FACES:
        pdfmetrics.registerFont(TTFont(f"Serif{face}", FONTS / f"FreeSerif{face}.ttf"))

    def style(  # a paragraph's look
        face: str = "", points: float = size, *, place: Place = CENTER, indent: float = 0
    ) -> ParagraphStyle:
        return ParagraphStyle(
            "", fontName=f"Serif{face}", fontSize=points, leading=points * 1.2, alignment=place,
            firstLineIndent=indent, spaceAfter=6 if place == JUSTIFY else 0,
        )  # fmt: skip

    def set_in(look: ParagraphStyle, words: str) -> Paragraph:
        return Paragraph(words.replace("&", "&amp;").replace("<", "&lt;"), look)

    def number(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Serif", 13)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 12 * mm, str(document.page))

    bold, plain, slanted = style("Bold", 12), style("", 12), style("Italic", 13)
    left = [set_in(plain if re.match("Số", x) else bold, x) for x in page.left]
    right = [set_in(slanted if ", ngày" in x else bold, x) for x in page.right]
    # The day stands in one row with the number.
    row = next((i for i, x in enumerate(page.left) if x.startswith("Số")), len(left))
    day = next((i for i, x in enumerate(page.right) if ", ngày" in x), len(right))
    rows = [[left[:row], right[:day]], [left[row:], right[day:]]]
    width = A4[0] - 45 * mm
    columns = [width * 0.4, width * 0.6]
    top = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    text = style(place=JUSTIFY, indent=12.7 * mm)
    looks = [style("BoldItalic", 12, place=LEFT), style("", 11, place=LEFT)]
    receivers = [set_in(looks[min(i, 1)], x) for i, x in enumerate(page.receivers)]
    signed: list[Flowable] = [set_in(bold, x) for x in page.signature]
    signed.insert(max(0, len(signed) - 1), Spacer(1, 18 * mm))
    ending = Table([[receivers, signed]], colWidths=[width / 2] * 2, style=top)
    story: list[Flowable] = [
        Table(rows, colWidths=columns, style=top) if left or right else Spacer(1, 1),
        Spacer(1, 5 * mm),
        *(set_in(style("Bold"), x) for x in page.title),
        Spacer(1, 4 * mm),
        *(set_in(text, x) for x in page.body),
        KeepTogether([Spacer(1, 4 * mm), ending]),
    ]
    SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=30 * mm, rightMargin=15 * mm,
        topMargin=20 * mm, bottomMargin=20 * mm, invariant=True,
    ).build(story, onLaterPages=number)  # fmt: skip


def _pdftotext(*options: str) -> Callable[[Path], bytes]:
    def read(path: Path) -> bytes:
        command = ["pdftotext", *options, str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout

    return read


def _pdfminer(path: Path) -> bytes:
    from pdfminer.high_level import extract_text  # noqa: PLC0415 - not for every test

    return extract_text(path).encode()


CONVERTERS: dict[str, Callable[[Path], bytes]] = {
    "pdftotext": _pdftotext(),
    "pdftotext-layout": _pdftotext("-layout"),
    "pdftotext-raw": _pdftotext("-raw"),
    "pdfminer": _pdfminer,
}
