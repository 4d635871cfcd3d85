"""Bytes to text: the encoding is decided, never guessed.

A byte-order mark decides, then UTF-8 without a fault, then UTF-16 that shows itself. Only
where these fail, or where UTF-8 holds nothing of the language, older encodings are tried
(``notice_cli.encodings``), and one is taken only where it is clearly ahead.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

from notice_cli.encodings import LEGACY, Candidate, Encoding, best, read_surface, surface_of
from notice_cli.errors import InputError, UnknownEncodingError
from notice_cli.formats import why_no_text
from notice_cli.markup import read_markup
from notice_cli.mixed import unmix
from notice_cli.model import Diagnostic
from notice_cli.syllables import syllables
from notice_cli.transfer import unwrapped

if TYPE_CHECKING:
    from notice_cli.rules import Pack

# A text has some control characters at most (form feeds); a binary file has many.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b]")
MAX_CONTROL = 0.01
_MARKS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Letters with two accents and accents that stand alone: nothing old looks like them.
_MODERN = re.compile("[\u0300-\u036f\u1ea0-\u1ef9]")
_WORD = re.compile("(?:[^\\W\\d_]|[\u0300-\u036f])+")
# A word of Greek or Cyrillic letters; short forms have so many letters at most.
_FOREIGN = re.compile("[\u0370-\u052f]+")
SHORT_FORM = 5
# A tag or an entity: leftovers of a web page.
_MARKUP = re.compile(r"</?[a-zA-Z][a-z0-9]*(?: [^<>]*)?/?>|&(?:[a-zA-Z]{2,8}|#x?[0-9a-fA-F]+);")
# Half of the bytes of Western UTF-16 are zero, in any script there are some.
ZEROS = 0.25
_HEAD = 4000
_MARKS_OF = {
    "html": "a web page",
    "markdown": "Markdown",
    "quotes": "a quoted letter",
    "numbers": "printed lines (their numbers)",
}
_CARRIED = {
    "message": "a message with its fields (MIME)",
    "quoted-printable": "quoted-printable",
    "escapes": "letters escaped as programs do it",
}
_REPAIR = {"utf-8": "mojibake", "cp1258": "nfc"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoded input and how it was decoded; ``repairs`` are codes for the output.

    ``shown`` is the input without marks of pages and of Markdown, of the same length.
    """

    value: str
    encoding: Encoding
    sha256: str
    repairs: tuple[str, ...] = ()
    told: tuple[Diagnostic, ...] = ()
    shown: str = ""


def decode(data: bytes, file: str, pack: Pack, encoding: Encoding | None = None) -> Decoded:
    """Decode bytes in the encoding given, else in the one that they show themselves to be in.

    Raises ``InputError`` where the bytes are empty, no text, or in no encoding that can be
    told for sure.
    """
    if not data.strip():
        raise InputError(f"{file}: the file is empty; was its text layer lost?")
    if reason := why_no_text(data):
        raise InputError(f"{file}: {reason}")
    carried = unwrapped(data)
    text = carried.data if carried else data
    decoded = _as_told(text, file, pack, encoding) if encoding else _decide(text, file, pack)
    if carried:
        decoded = _carried(decoded, carried.kind, data)
    decoded = _unmixed(decoded, pack)
    return _without_marks(_checked(decoded, file))


def _carried(decoded: Decoded, kind: str, data: bytes) -> Decoded:
    """The same with what it was carried in."""
    told = _note(f"the text came as {_CARRIED[kind]}, and was read as what that stands for")
    repairs = (kind, *decoded.repairs)
    return replace(decoded, repairs=repairs, told=(told, *decoded.told), sha256=_digest(data))


def _decide(data: bytes, file: str, pack: Pack) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            value = _strict(data[len(mark) :], encoding, file)
            return _modern(Decoded(value, encoding, _digest(data), ("bom",)), pack)
    wide = _wide(data)
    if wide:
        return _modern(Decoded(_strict(data, wide, file), wide, _digest(data)), pack)
    try:
        return _modern(Decoded(data.decode(), "utf-8", _digest(data)), pack)
    except UnicodeDecodeError as error:
        return _legacy(data, error.start, file, pack)


def _wide(data: bytes) -> Encoding | None:
    """UTF-16 without a mark: the zeros stand in every second place."""
    if b"\0" not in data:
        return None
    head = data[:_HEAD]
    low, high = head[::2].count(0), head[1::2].count(0)
    if max(low, high) < len(head) * ZEROS or min(low, high) > max(low, high) / 10:
        return None
    return "utf-16-le" if high > low else "utf-16-be"


def _modern(decoded: Decoded, pack: Pack) -> Decoded:
    """Unicode as it came, unless its letters were taken for Western ones on the way."""
    value = decoded.value
    if _MODERN.search(value):
        decoded = _lines_anew(decoded, pack)
        if unicodedata.is_normalized("NFC", decoded.value):
            return decoded
        return _with(decoded, decoded.value, "nfc")
    if value.isascii():
        return decoded
    found = best(value, ("utf-8", *LEGACY), pack, untouched=True)
    if found is None:
        return decoded
    name = _name(found.encoding)
    told = _note(f"the letters were {name}, taken for Western ones before: {_proof(found)}")
    return _with(decoded, read_surface(value, found.encoding, pack), name, told)


def _lines_anew(decoded: Decoded, pack: Pack) -> Decoded:
    """Modern text in which some lines are in letters of an old font."""
    mixed = unmix(decoded.value, pack)
    if mixed.found is not None and mixed.anew:
        name = _name(mixed.found.encoding)
        lines = _counted(len(mixed.anew), "line was", "lines were")
        message = f"{lines} in letters of {name}, and read anew: {_proof(mixed.found)}"
        told = Diagnostic("info", "encoding", message, (mixed.anew[0],) * 2)
        decoded = _with(decoded, mixed.value, name, told)
    if mixed.left:
        lines = _counted(len(mixed.left), "line looks", "lines look")
        message = f"{lines} like letters of an old font, but not surely; left as it came"
        told = Diagnostic("warning", "mixed-letters", message, (mixed.left[0],) * 2)
        decoded = replace(decoded, told=(*decoded.told, told))
    return decoded


def _counted(count: int, one: str, more: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {more}"


def _legacy(data: bytes, fault: int, file: str, pack: Pack) -> Decoded:
    """Bytes in an encoding of before Unicode."""
    surface = surface_of(data)
    found = best(surface, ("utf-8", *LEGACY), pack)
    if found is None:
        raise UnknownEncodingError(
            f"{file}: not UTF-8 (byte {fault}), and in no other encoding clearly text; "
            f"tell it with --encoding ({', '.join(LEGACY)})"
        )
    if found.encoding == "utf-8":
        raise InputError(
            f"{file}: UTF-8, but damaged at byte {fault}; get the file anew, "
            "or mend it there (iconv -c -f utf-8 -t utf-8 leaves out what is damaged)"
        )
    told = _note(f"not UTF-8 (byte {fault}), read as {found.encoding}: {_proof(found)}")
    value = read_surface(surface, found.encoding, pack)
    return Decoded(value, found.encoding, _digest(data), (_name(found.encoding),), (told,))


def _as_told(data: bytes, file: str, pack: Pack, encoding: Encoding) -> Decoded:
    """Bytes in the encoding that the user names."""
    if encoding not in LEGACY:
        for mark, marked in _MARKS:
            if marked == encoding and data.startswith(mark):
                return Decoded(
                    _strict(data[len(mark) :], encoding, file), encoding, _digest(data), ("bom",)
                )
        return Decoded(_strict(data, encoding, file), encoding, _digest(data))
    name = _name(encoding)
    try:
        value, stored = data.decode(), "utf-8"
    except UnicodeDecodeError:
        value, stored = surface_of(data), encoding
    if value.isascii():
        return Decoded(value, encoding, _digest(data))
    # Letters of an old font that were stored as UTF-8 all the same.
    form: Encoding = "utf-8" if stored == "utf-8" else encoding
    return Decoded(read_surface(value, encoding, pack), form, _digest(data), (name,))


def _strict(data: bytes, encoding: Encoding, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{file}: damaged {encoding} at byte {error.start}; get the file anew, "
            "or tell another encoding with --encoding"
        ) from None


def _unmixed(decoded: Decoded, pack: Pack) -> Decoded:
    """Letters of other scripts put right in words that have letters of this one, too.

    A word that is wholly in letters that look the same is put right where it is a word of this
    language then, or a short form, and the text has no word of the other script.
    """
    twins = pack.table("foreign_letters", {})
    value = decoded.value
    if value.isascii() or not twins or not _any_of("".join(twins)).search(value):
        return decoded
    known = set(pack.table("letters", "")) | set(ascii_lowercase)
    spelled = syllables(pack)
    foreign = any(
        char not in twins and char.isalpha()
        for word in _FOREIGN.findall(value)
        if known.isdisjoint(word.lower())
        for char in word
    )

    def mended(word: re.Match[str]) -> str:
        words = word.group()
        read = "".join(twins.get(char, char) for char in words)
        if not known.isdisjoint(words.lower()):
            return read
        # One letter again and again stands for digits that are not told ("xxx").
        blank = len(set(read)) == 1
        short = (read.isupper() or blank) and len(read) <= SHORT_FORM
        own = not foreign and read != words and (short or read.lower() in spelled)
        return read if own else words

    value = _WORD.sub(mended, value)
    return decoded if value == decoded.value else _with(decoded, value, "look-alikes")


@lru_cache(maxsize=4)
def _any_of(chars: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(chars)}]")


def _with(decoded: Decoded, value: str, repair: str, *told: Diagnostic) -> Decoded:
    repairs = (*decoded.repairs, repair)
    return replace(decoded, value=value, repairs=repairs, told=(*decoded.told, *told))


def _without_marks(decoded: Decoded) -> Decoded:
    """The same with what is to be read: no marks of web pages, Markdown or quoted letters."""
    value = decoded.value
    shown, marks = read_markup(value)
    if marks:
        message = f"marks of {_MARKS_OF[marks]} were taken out before the text was read"
        told = Diagnostic("info", "markup", message, (0, len(value)))
        decoded = _with(decoded, value, marks, told)
    elif ("<" in value or "&" in value) and _MARKUP.search(value):
        decoded = _with(decoded, value, "html")
    return replace(decoded, shown=shown)


def _name(encoding: Encoding) -> str:
    """What a repair is called."""
    return _REPAIR.get(encoding, encoding)


def _proof(found: Candidate) -> str:
    return f"{found.hits} of {found.words} accented words are frequent ones"


def _note(message: str) -> Diagnostic:
    return Diagnostic("info", "encoding", message)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _checked(decoded: Decoded, file: str) -> Decoded:
    """The same, if it is text at all."""
    if not decoded.value.strip():
        raise InputError(f"{file}: there is no text in it; was its text layer lost?")
    sample = decoded.value[:20_000]
    if len(_CONTROL.findall(sample)) > len(sample) * MAX_CONTROL:
        raise InputError(f"{file}: this is a binary file; extract its text first (pdftotext)")
    return decoded
