"""Encodings of before Unicode: what a text reads like in each, and which one it is.

All of them are tried on the *surface* of a text, which is what a Western reader makes of
its bytes (windows-1252). So bytes, and a text that somebody has already taken for
Western and stored as UTF-8, go the same way.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from notice_cli.lost_case import raised, restore_case

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from notice_cli.rules import Pack

Encoding: TypeAlias = Literal[
    "utf-8", "utf-16-le", "utf-16-be", "cp1258", "tcvn3", "vni", "viscii", "vps"
]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)
LEGACY: tuple[Encoding, ...] = ("cp1258", "tcvn3", "vni", "viscii", "vps")

# So much of a text is tried; the rest is of the same kind.
SAMPLE = 20_000
# An encoding is taken where so many words, and this share of those with a letter beyond
# ASCII, are frequent ones, and every other encoding gives less than half as many.
MIN_HITS = 3
MIN_SHARE = 0.25
AHEAD = 2

_WORD = re.compile(r"[^\W\d_]+")
# windows-1252 with its five gaps left as they are in Latin-1, as browsers read it.
_WESTERN = {
    byte: char for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))
}
_WESTERN_BYTES = {ord(char): byte for byte, char in _WESTERN.items()}
# Every character beyond ASCII that a surface can have.
SURFACE = frozenset((*map(chr, range(0x80, 0x100)), *_WESTERN.values()))
# One character of UTF-8, its bytes taken for characters of Latin-1.
_UTF8 = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# A last byte that is a no-break space there, which many programs make a space.
_LOST_NO_BREAK = re.compile("(?<=[\xc2-\xdf]) |(?<=[\xe0-\xef][\x80-\xbf]) ")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the sample reads like in one encoding: frequent words, and words in all."""

    encoding: Encoding
    hits: int
    words: int

    @property
    def share(self) -> float:
        """Frequent words among those with a letter beyond ASCII."""
        return self.hits / self.words if self.words else 0.0


def surface_of(data: bytes) -> str:
    """What a Western reader makes of bytes."""
    return data.decode("latin-1").translate(_WESTERN)


def read_surface(surface: str, encoding: Encoding, pack: Pack) -> str:
    """The text whose bytes in ``encoding`` look like ``surface``.

    What ``encoding`` has no letter for stays as it is.
    """
    if encoding == "cp1258":
        return unicodedata.normalize("NFC", surface.translate(_CP1258))
    if encoding == "utf-8":
        latin = _LOST_NO_BREAK.sub("\xa0", surface.translate(_WESTERN_BYTES))
        return _UTF8.sub(_from_utf8, latin).translate(_WESTERN)
    if encoding == "vni":
        return _read_vni(surface, pack)
    text = surface.translate(_letters(encoding, pack))
    if encoding != "tcvn3":
        return text
    return restore_case(raised(text, pack), pack.table("encoding_capitals", []))


def best(
    surface: str, encodings: Sequence[Encoding], pack: Pack, *, untouched: bool = False
) -> Candidate | None:
    """The encoding that gives the language, None where none is clearly ahead.

    With ``untouched`` the surface itself is a text that must be beaten, too.
    """
    sample = surface[:SAMPLE]
    frequent = pack.words("frequent_syllables")
    candidates = [
        Candidate(
            encoding, *count_frequent(read_surface(sample, encoding, pack), frequent, pack.fold)
        )
        for encoding in encodings
    ]
    first = max(candidates, key=lambda candidate: candidate.hits)
    others = [candidate.hits for candidate in candidates if candidate is not first]
    if untouched:
        others.append(count_frequent(sample, frequent, pack.fold)[0])
    ahead = first.hits >= AHEAD * max(others, default=0)
    enough = first.hits >= MIN_HITS and first.share >= MIN_SHARE
    return first if ahead and enough else None


def count_frequent(
    text: str, frequent: frozenset[str], fold: Callable[[str], str]
) -> tuple[int, int]:
    """Frequent words of a text, and all of its words with a letter beyond ASCII."""
    words = [word for word in _WORD.findall(fold(text).lower()) if not word.isascii()]
    return sum(word in frequent for word in words), len(words)


def _from_utf8(match: re.Match[str]) -> str:
    try:
        return match.group().encode("latin-1").decode()
    except UnicodeDecodeError:
        return match.group()


def _cp1258() -> Iterator[tuple[int, str]]:
    for byte in range(0x80, 0x100):
        char = bytes([byte])
        yield ord(surface_of(char)), char.decode("cp1258", "ignore") or surface_of(char)


_CP1258 = dict(_cp1258())


def _letters(encoding: Encoding, pack: Pack) -> dict[int, str]:
    """What the characters of a surface stand for, in an encoding with a byte a letter."""
    letters: str = pack.table("encoding_bytes").get(encoding, "")
    controls: str = pack.table("encoding_controls").get(encoding, "")
    table: dict[int, str] = {}
    for byte, letter in enumerate(letters, 0x100 - len(letters)):
        # Programs differ in what they make of the bytes 80 to 9F.
        table[byte] = table[ord(surface_of(bytes([byte])))] = letter
    table |= {ord(char): controls[i + 1] for i, char in enumerate(controls) if i % 2 == 0}
    return table


def _read_vni(surface: str, pack: Pack) -> str:
    """VNI: a vowel and a mark behind it, and letters with a place of their own."""
    marks: dict[str, str] = dict(pack.table("encoding_marks"))
    letters: dict[str, str] = dict(pack.table("encoding_letters"))
    for table in (marks, letters):
        table |= {mark.upper(): added.upper() for mark, added in table.items()}
    vowels = pack.table("encoding_vowels", "")
    if not (marks and letters and vowels):
        return surface

    def composed(match: re.Match[str]) -> str:
        base, mark = match.group("vowel", "mark")
        if base is None:
            return letters[match.group()]
        letter = letters.get(base, base) + marks[mark]
        one = unicodedata.normalize("NFC", letter)
        # A mark that this vowel does not take is a letter of its own.
        return one if len(one) == 1 else letters.get(base, base) + letters.get(mark, mark)

    vowel, mark, letter = (
        "".join(map(re.escape, some)) for some in (vowels + vowels.upper(), marks, letters)
    )
    return re.sub(f"(?P<vowel>[{vowel}])(?P<mark>[{mark}])|[{letter}]", composed, surface)
