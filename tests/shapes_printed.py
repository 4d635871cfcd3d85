"""Shapes of print: numbers of lines, stamps inside lines, marks across pages, names of files."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from shapes_pages import has_pages, paged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from laid import Laid


FEW = 8


def _anew(laid: Laid, change: Callable[[int, str], str], *, blank: bool = False) -> Laid:
    """Each line given its number, blank ones counted or not; a few lines show none."""
    if sum(map(len, laid.groups)) < FEW:
        return laid
    count = 0

    def numbered(line: str) -> str:
        nonlocal count
        count += blank or bool(line.strip())
        return change(count, line) if blank or line.strip() else line

    return laid.lines(numbered)


def line_numbers(laid: Laid) -> Laid:
    """A number before each line that is not blank."""
    return _anew(laid, lambda n, line: f"{n:>4}  {line}")


def line_numbers_behind_tabs(laid: Laid) -> Laid:
    """A number before each line, a tab between."""
    return _anew(laid, lambda n, line: f"{n:>6}\t{line}", blank=True)


def line_numbers_of_fives(laid: Laid) -> Laid:
    """A number before each fifth line, the others stand in."""
    return _anew(laid, lambda n, line: f"{'' if n % 5 else n:>3}  {line}")


def _some(laid: Laid, change: Callable[[Sequence[str]], list[str]]) -> Laid:
    """Each fourth paragraph of three lines at least changed."""
    count = 0

    def changed(kind: str, group: Sequence[str]) -> Sequence[str]:
        nonlocal count
        if kind != "b" or len(group) < len("abc"):
            return group
        count += 1
        return group if count % 4 else change(group)

    return laid.each(changed) if _has_day(laid) else laid


def _has_day(laid: Laid) -> bool:
    """Whether a notice in Vietnamese prints its day: else a stamp's is taken."""
    pairs = zip(laid.kinds, laid.groups, strict=True)
    head = " ".join(line for kind, group in pairs if kind == "h" for line in group)
    return laid.language == "vi" and re.search(r"ngày +\d+ +tháng +\d+ +năm", head) is not None


def stamp_on_lines(laid: Laid) -> Laid:
    """A stamp of two lines behind the words of a paragraph's."""
    return _some(
        laid,
        lambda g: [
            g[0],
            g[1] + "   Ký bởi: Văn phòng UBND tỉnh",
            g[2] + "   Thời gian ký: 13/10/2025 16:40:12 +07:00",
            *g[3:],
        ],
    )


def stamp_before_words(laid: Laid) -> Laid:
    """A stamp of one line before the words of a paragraph's second line."""
    stamp = "Ký bởi: VĂN PHÒNG Ngày ký: 13/10/2025 16:40:12 +07:00 "
    return _some(laid, lambda g: [g[0], stamp + g[1], *g[2:]])


def stamp_beside_header(laid: Laid) -> Laid:
    """A stamp in a column of its own at the right of the header."""
    stamp = iter(("Người ký: VĂN PHÒNG", "Email: vp@example.gov.vn", "Ngày ký: hôm nay"))
    if laid.language != "vi":
        return laid
    return laid.each(
        lambda kind, group: (
            [f"{line:<95}{next(stamp, '')}".rstrip() for line in group] if kind == "h" else group
        )
    )


def across(mark: str) -> Callable[[Laid], Laid]:
    """A mark on a line of its own, inside the text of each page."""

    def shape(laid: Laid) -> Laid:
        return paged(laid, lambda _: [mark], 20) if laid.language == "vi" else laid

    return shape


def framed(head: str, foot: str) -> Callable[[Laid], Laid]:
    """A line above and one below each page, as programs print what they show."""

    def shape(laid: Laid) -> Laid:
        if not has_pages(laid) or laid.language != "vi":
            return laid
        framed = paged(laid, lambda page: [foot.format(page - 1), f"\f{head}", ""], 22)
        groups = ((head, ""), *framed.groups, ("", foot.format(9)))
        return replace(framed, groups=groups, kinds=f"h{framed.kinds}e")

    return shape


def rule_below(mark: str) -> Callable[[Laid], Laid]:
    """A drawn line below the words of the state."""
    return lambda laid: laid.each(
        lambda kind, g: [*g, mark] if kind == "h" and re.match(r"\s*Độc lập", g[0]) else g
    )


PRINTED: dict[str, Callable[[Laid], Laid]] = {
    "line_numbers": line_numbers,
    "line_numbers_behind_tabs": line_numbers_behind_tabs,
    "line_numbers_of_fives": line_numbers_of_fives,
    "stamp_on_lines": stamp_on_lines,
    "stamp_before_words": stamp_before_words,
    "stamp_beside_header": stamp_beside_header,
    "stamp_in_a_sentence": across("Đã ký số bởi VĂN PHÒNG, ngày 13/10/2025"),
    "code_of_the_office": across("*00.00.H50*"),
    "picture": across("![](media/image1.png)"),
    "address": across("https://vanban.example.gov.vn/xem?id=264"),
    "draft_across": across("BẢN NHÁP"),
    "mark_across": across("LƯU HÀNH NỘI BỘ"),
    "printed_by_a_browser": framed("Thông báo kết luận - Cổng thông tin", "about:blank {}/9"),
    "printed_with_paths": framed("D:\\Văn thư\\TB 264.docx", "{} of 9"),
    "pages_of_a_field": framed("TB-264.signed.pdf", "PAGE \\* MERGEFORMAT {}"),
    "pages_between_rules": framed("TB-264.pdf", "=== PAGE {} ==="),
    "rule_with_an_o": rule_below("----o0o----"),
    "rule_above_letters": rule_below("¯¯¯¯¯¯¯¯¯"),
}
