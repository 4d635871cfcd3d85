"""Shapes of columns: header and ending side by side, one after the other, or run together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from laid import Laid

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Left column, right column, and what stands below both.
Columns = tuple[list[str], list[str], list[str]]
_GAP = re.compile(r"(?<=\S)(?: {3,}|\t+)(?=\S)")
_RIGHT = re.compile(r"\s*(?:CỘNG HÒA XÃ|Độc lập|ĐẢNG CỘNG SẢN|.*, ngày \d.*năm \d{4}\s*$)")
_TYPES = {"THÔNG BÁO", "CHỈ THỊ", "CÔNG ĐIỆN", "KẾT LUẬN", "QUYẾT ĐỊNH", "KẾ HOẠCH"}
_RECEIVERS = re.compile(r"\s*Nơi nhận")
_ARCHIVE = re.compile(r"\s*-?\s*Lưu")
# A line of the right column alone stands in from so many places on.
INDENT = 20


def halves(line: str) -> tuple[str, str] | None:
    """What stands left and right on a line in two columns."""
    parts = _GAP.split(line.strip())
    return (parts[0].strip(), " ".join(parts[1:])) if len(parts) == 2 else None


def _is_type(line: str) -> bool:
    return line.strip() in _TYPES


def header_columns(lines: Sequence[str]) -> Columns | None:
    """The columns of a header and its type with what follows; None where they cannot be told."""
    kind = next((i for i, line in enumerate(lines) if _is_type(line)), None)
    if kind is None:
        return None
    left, right = _parted(lines[:kind], _RIGHT)
    return (left, right, list(lines[kind:])) if len(right) > 2 and len(left) > 1 else None


def ending_columns(lines: Sequence[str]) -> Columns | None:
    """Recipients and signature; None where they cannot be told."""
    if not lines or not _RECEIVERS.match(lines[0]):
        return None
    if any(map(halves, lines)):
        left, right = _parted(lines, None)
        return left, right, []
    last = next((i for i, line in enumerate(lines) if _ARCHIVE.match(line)), None)
    if last is None:
        return None
    return list(lines[: last + 1]), list(lines[last + 1 :]), []


def columns_of(lines: Sequence[str]) -> Columns | None:
    """The columns of a header or of an ending."""
    return ending_columns(lines) or header_columns(lines)


def _parted(
    lines: Sequence[str], right_words: re.Pattern[str] | None
) -> tuple[list[str], list[str]]:
    left: list[str] = []
    right: list[str] = []
    side_by_side = any(map(halves, lines))
    for line in lines:
        both = halves(line)
        if both:
            left.append(both[0])
            right.append(both[1])
        elif not line.strip():
            continue
        elif side_by_side:
            indent = len(line) - len(line.lstrip())
            (right if indent >= INDENT or line.startswith("\t") else left).append(line.strip())
        else:
            is_right = right_words is not None and right_words.match(line)
            (right if is_right else left).append(line.strip())
    return left, right


def beside(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """Two columns as a layout keeps them."""
    width = max(len(line.strip()) for line in left) + 4
    across = max(len(line.strip()) for line in right)
    rows = max(len(left), len(right))
    padded = [[*column, *[""] * (rows - len(column))] for column in (left, right)]
    return [
        f"{a.strip():{width}}{b.strip():^{across}}".rstrip() for a, b in zip(*padded, strict=True)
    ]


def _block(laid: Laid, kind: str) -> tuple[int, int, list[str]] | None:
    """From where to where groups of a kind reach, and their lines."""
    at = [i for i, one in enumerate(laid.kinds) if one == kind]
    if not at:
        return None
    return at[0], at[-1], [line for i in at for line in laid.groups[i]]


def _changed(
    laid: Laid,
    kind: str,
    cut: Callable[[Sequence[str]], Columns | None],
    change: Callable[[list[str], list[str]], list[str]],
) -> Laid:
    """The two columns of a block laid out another way; what is below them stays."""
    block = _block(laid, kind)
    columns = block and cut(block[2])
    if not block or not columns:
        return laid
    start, end, _ = block
    left, right, below = columns
    lines = (*change(left, right), *(["", *below] if below else ()))
    groups = (*laid.groups[:start], lines, *laid.groups[end + 1 :])
    return Laid(groups, laid.kinds[:start] + kind + laid.kinds[end + 1 :], laid.language)


def signature_first(laid: Laid) -> Laid:
    """The signature before the recipients."""
    return _changed(laid, "e", ending_columns, lambda left, right: [*right, "", *left])


def signature_last(laid: Laid) -> Laid:
    """The recipients, then the signature, though they were printed side by side."""
    return _changed(laid, "e", ending_columns, lambda left, right: [*left, *right])


def ending_in_columns(laid: Laid) -> Laid:
    """Recipients and signature side by side; the name stands below a free space."""
    return _changed(
        laid, "e", ending_columns,
        lambda left, right: beside(left, [*right[:-1], "", "", "", *right[-1:]]) if right else left,
    )  # fmt: skip


def ending_run_together(laid: Laid) -> Laid:
    """Recipients and signature on the same lines, no gap between them."""

    def together(left: list[str], right: list[str]) -> list[str]:
        # The name stands on the last line, beside the note of the archive.
        if len(left) <= len(right):
            return [*left, *right]
        free = [""] * (len(left) - len(right))
        rows = zip(left, [*right[:-1], *free, *right[-1:]], strict=True)
        return [f"{a.strip()} {b.strip()}".strip() for a, b in rows]

    return _changed(laid, "e", ending_columns, together)


def header_in_columns(laid: Laid) -> Laid:
    """The issuer, and the state's motto with place and day, side by side."""
    return _changed(
        laid, "h", header_columns, lambda left, right: beside(left, _lowered(left, right))
    )


def _lowered(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """The right column, the day beside the number."""
    number = next((i for i, line in enumerate(left) if re.match(r"\s*Số", line)), len(left))
    return [*right[:2], *[""] * (number - 2), *right[2:]]


def header_left_first(laid: Laid) -> Laid:
    """The issuer with the number, then motto, place and day."""
    return _changed(laid, "h", header_columns, lambda left, right: [*left, *right])


def header_right_first(laid: Laid) -> Laid:
    return _changed(laid, "h", header_columns, lambda left, right: [*right, *left])


def header_run_together(laid: Laid) -> Laid:
    """Both columns on the same lines, no gap between them."""

    def together(left: list[str], right: list[str]) -> list[str]:
        lowered = _lowered(left, right)
        rows = max(len(left), len(lowered))
        padded = ([*column, *[""] * (rows - len(column))] for column in (left, lowered))
        return [f"{a.strip()} {b.strip()}".strip() for a, b in zip(*padded, strict=True)]

    return _changed(laid, "h", header_columns, together)


COLUMNS: dict[str, Callable[[Laid], Laid]] = {
    shape.__name__: shape
    for shape in (
        signature_first, signature_last, ending_in_columns, ending_run_together,
        header_in_columns, header_left_first, header_right_first, header_run_together,
    )
}  # fmt: skip
