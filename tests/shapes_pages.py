"""Shapes of pages: breaks, numbers, running heads, stamps, all of which cut sentences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from laid import Laid


def paged(laid: Laid, between: Callable[[int], Sequence[str]], every: int = 28) -> Laid:
    """Something between every ``every`` lines of the body."""
    count, page = 0, 1

    def change(kind: str, group: Sequence[str]) -> Sequence[str]:
        nonlocal count, page
        lines: list[str] = []
        for line in group:
            count += bool(line.strip())
            if count > every and kind == "b":
                count, page = 0, page + 1
                lines += between(page)
                if lines[-1:] == ["\f"]:
                    line = lines.pop() + line  # noqa: PLW2901
                elif lines[-1:] == [" "]:
                    line = lines.pop() + line.lstrip()  # noqa: PLW2901
            lines.append(line)
        return lines

    return laid.each(change)


def form_feeds(laid: Laid) -> Laid:
    """A form feed at the start of each page."""
    return paged(laid, lambda _: ["\f"])


def form_feeds_and_numbers(laid: Laid) -> Laid:
    """A form feed, and the page number below it."""
    return paged(laid, lambda page: [f"\f{page}", ""])


def dashed_numbers(laid: Laid) -> Laid:
    """Page numbers alone, no form feed."""
    return paged(laid, lambda page: ["", f"- {page} -", ""])


def numbered(
    form: Callable[[str, int], str], *, above: bool = False, feed: bool = True
) -> Callable[[Laid], Laid]:
    """Page numbers in words or signs, at the foot of each page or ``above`` the next one."""

    def shape(laid: Laid) -> Laid:
        def between(page: int) -> list[str]:
            if above:
                return [f"\f{form(laid.language, page)}", ""]
            return ["", form(laid.language, page - 1), "\f" if feed else ""]

        return paged(laid, between)

    return shape


# Form feeds are where pages end; where they are lost, only the numbers tell.
NUMBERED: dict[str, Callable[[Laid], Laid]] = {
    "named_numbers": numbered(
        lambda language, n: f"{'Page' if language == 'en' else 'Trang'} {n}/9"
    ),
    "numbers_of": numbered(lambda _, n: f"Page {n} of 9"),
    "numbers_with_a_stroke": numbered(lambda _, n: f"{n} | Page"),
    "numbers_in_brackets": numbered(lambda _, n: f"[{n}]", above=True),
    "numbers_of_a_total": numbered(lambda _, n: f"{n}/9", above=True),
    "numbers_between_en_dashes": numbered(lambda _, n: f"– {n} –", feed=False),
    "numbers_named_alone": numbered(
        lambda language, n: f"{'Page' if language == 'en' else 'Trang'} {n}", feed=False
    ),
}

HEADS = {"vi": "Văn phòng tổng hợp - Thông báo nội bộ", "en": "Papers of the Council - Notice"}
FEET = {"vi": "Trung tâm thông tin - Bản lưu hành nội bộ", "en": "Published by the Council"}
# A page has so many lines, so that most notices have a few.
PAGE = 22


def has_pages(laid: Laid) -> bool:
    """Whether a notice has two pages at least: what stands once runs over none."""
    return sum(len(g) for k, g in zip(laid.kinds, laid.groups, strict=True) if k == "b") > PAGE


def running_heads(laid: Laid) -> Laid:
    """A line above the text of every page, below its number."""
    head = HEADS[laid.language]
    if not has_pages(laid):
        return laid
    laid = replace(laid, groups=((head, ""), *laid.groups), kinds="h" + laid.kinds)
    return paged(laid, lambda page: [f"\f{page}", head, ""], PAGE)


def running_feet(laid: Laid) -> Laid:
    """A line below the text of every page, with the number in it."""
    foot = FEET[laid.language]
    if not has_pages(laid):
        return laid
    laid = replace(laid, groups=(*laid.groups, ("", f"{foot} 9")), kinds=laid.kinds + "e")
    return paged(laid, lambda page: [f"{foot} {page - 1}", "\f"], PAGE)


def stamped(laid: Laid) -> Laid:
    """The stamp of an electronic signature before everything.

    Without its day, which would be the document's where that has none.
    """
    stamp = ("Người ký: Văn phòng", "Email: vanphong@example.gov.vn", "Cơ quan: Tỉnh", "")
    return replace(laid, groups=(stamp, *laid.groups), kinds="h" + laid.kinds)


def stamped_at_the_end(laid: Laid) -> Laid:
    stamp = ("", "Digitally signed by Văn phòng", "Signature Not Verified")
    return replace(laid, groups=(*laid.groups, stamp), kinds=laid.kinds + "e")


def stamped_inside(laid: Laid) -> Laid:
    """Stamps of an electronic signature inside the text, one a page."""
    if laid.language == "vi":
        stamp = ("Ký bởi: Văn phòng", "Email: vanphong@example.gov.vn", "Cơ quan: Tỉnh")
    else:
        stamp = ("Digitally signed by the Clerk", "Reason: Signed", "Location: Town Hall")
    return paged(laid, lambda _: stamp)


def stamped_by_a_reader(laid: Laid) -> Laid:
    """The stamp that programs for PDF draw, inside the text."""
    return paged(
        laid,
        lambda _: (
            "Digitally signed by VĂN PHÒNG",
            "Date: 2025.04.10 09:31:22 +07:00",
            "Reason: Ký số",
            "Location: Hà Nội",
        ),
    )
