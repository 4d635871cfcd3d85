"""Bytes to text: the encoding is decided, never guessed."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass

from notice_cli.errors import InputError

# A text has some control characters at most (form feeds); a binary file has many.
_CONTROL = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1c\x1d\x1e\x1f")
MAX_CONTROL = 0.01
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoded input and how it was decoded; ``repairs`` are codes for the output."""

    value: str
    encoding: str
    sha256: str
    repairs: tuple[str, ...] = ()


def decode(data: bytes, file: str) -> Decoded:
    """Decode by byte-order mark, else as UTF-8, else as UTF-16 that shows itself.

    Raises ``InputError`` where the bytes are empty, no text, or in another encoding.
    """
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip():
        raise InputError(f"{file}: the file is empty; was its text layer lost?")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            value = _decode(data[len(mark) :], encoding, file)
            return _checked(Decoded(value, encoding, digest, ("bom",)), file)
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8", digest), file)
    except UnicodeDecodeError as error:
        for encoding, zero in (("utf-16-le", 1), ("utf-16-be", 0)):
            if data[zero:4000:2].count(0) > len(data[:4000]) // 4:
                return _checked(Decoded(_decode(data, encoding, file), encoding, digest), file)
        raise InputError(
            f"{file}: not UTF-8 (byte {error.start}); "
            "convert it first, for example with iconv -t utf-8"
        ) from None


def _decode(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: damaged {encoding} at byte {error.start}") from None


def _checked(decoded: Decoded, file: str) -> Decoded:
    """The same, if it is text at all."""
    if not decoded.value.strip():
        raise InputError(f"{file}: there is no text in it; was its text layer lost?")
    sample = decoded.value[:20_000]
    if sum(c in _CONTROL for c in sample) > len(sample) * MAX_CONTROL:
        raise InputError(f"{file}: this is a binary file; extract its text first (pdftotext)")
    return decoded
