"""Rows of cells as CSV: as RFC 4180 has it, or for a double click in Excel."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import BinaryIO

# A spreadsheet takes a cell that begins so for a formula, or drops the character.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Sheet:
    """Writes rows to a stream of bytes, UTF-8, as they come."""

    def __init__(self, stream: BinaryIO, *, excel: bool = False) -> None:
        """Take the stream, which is not closed.

        With ``excel`` there is a byte order mark, and ``;`` between cells; a cell that
        Excel would run as a formula begins with an apostrophe.
        """
        self._stream = stream
        self._excel = excel
        self._buffer = io.StringIO()
        self._writer = csv.writer(
            self._buffer, delimiter=";" if excel else ",", lineterminator="\r\n"
        )
        self._encoding = "utf-8-sig" if excel else "utf-8"

    def write(self, rows: Iterable[Sequence[str]]) -> None:
        """Write some rows, at once.

        Raises:
            OSError: The stream cannot be written to.
        """
        for row in rows:
            self._writer.writerow(map(_harmless, row) if self._excel else row)
        self._stream.write(self._buffer.getvalue().encode(self._encoding))
        self._encoding = "utf-8"
        self._buffer.seek(0)
        self._buffer.truncate()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
