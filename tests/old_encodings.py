"""Old encodings written out letter by letter, to check those of the program against.

They are laid out another way than the program's own tables, and come from other sources:
a row a vowel, in the order of ``LETTERS``. What an encoding has no byte for becomes ``?``.
"""

from __future__ import annotations

import unicodedata

LETTERS = "aáàảãạâấầẩẫậăắằẳẵặeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđ"

# The ABC fonts: small letters only; capitals without a tone have bytes of their own.
_TCVN3 = bytes.fromhex(
    "61b8b5b6b7b9 a9cac7c8c9cb a8bebbbcbdc6 65d0cccecfd1 aad5d2d3d4d6 69ddd7d8dcde"
    "6fe3dfe1e2e4 abe8e5e6e7e9 acedeaebecee 75f3eff1f2f4 adf8f5f6f7f9 79fdfafbfcfe ae"
)
_TCVN3_CAPITALS = {
    "Ă": b"\xa1", "Â": b"\xa2", "Ê": b"\xa3", "Ô": b"\xa4", "Ơ": b"\xa5", "Ư": b"\xa6",
    "Đ": b"\xa7",
}  # fmt: skip
_VISCII = bytes.fromhex(
    "61e1e0e4e3d5 e2a4a5a6e7a7 e5a1a2c6c7a3 65e9e8eba8a9 eaaaabacadae 69edecefeeb8"
    "6ff3f2f6f5f7 f4afb0b1b2b5 bdbeb6b7defe 75faf9fcfbf8 dfd1d7d8e6f1 79fdcfd6dbdc f0"
)
_VISCII_CAPITALS = bytes.fromhex(
    "41c1c0c4c380 c28485860687 c58182020583 45c9c8cb8889 ca8a8b8c8d8e 49cdcc9bce98"
    "4fd3d299a09a d48f90919293 b4959697b394 55dad99c9d9e bfbabbbcffb9 59dd9f14191e d0"
)
_VPS = bytes.fromhex(
    "61e1e0e4e3e5 e2c3c0c4c5c6 e6a1a2a3a4a5 65e9e8c8ebcb ea898a8bcd8c 69edecccefce"
    "6ff3f2d5f586 f4d3d2b087b6 d6a7a9aaabae 75faf9fbdbf8 dcd9d8babbbf 799aff9bcf9c c7"
)
_VPS_CAPITALS = bytes.fromhex(
    "41c180818202 c28384851c03 888d8e8ff004 45c9d7defe05 ca9093949506 49b4b5b7b810"
    "4fb9bcbdbe11 d49697989912 f79d9e9fa613 55daa8d1ac14 d0adafb11d15 59ddb2fdb319 f1"
)


def _bytes(letters: bytes, capitals: bytes) -> dict[str, bytes]:
    table = {letter: bytes([byte]) for letter, byte in zip(LETTERS, letters, strict=True)}
    table |= {c: bytes([b]) for c, b in zip(LETTERS.upper(), capitals, strict=True)}
    return table


_SMALL = _bytes(_TCVN3, _TCVN3)
TABLES = {
    "tcvn3": _SMALL | {char: bytes([ord(char)]) for char in "AEIOUY"} | _TCVN3_CAPITALS,
    "viscii": _bytes(_VISCII, _VISCII_CAPITALS),
    "vps": _bytes(_VPS, _VPS_CAPITALS),
}

# VNI: one row a vowel, as a font draws it.
_VNI = (  # noqa: SIM905 - a row a vowel
    "a aù aø aû aõ aï  aâ aá aà aå aã aä  aê aé aè aú aü aë  e eù eø eû eõ eï  eâ eá eà eå eã eä  "
    "i í ì æ ó ò  o où oø oû oõ oï  oâ oá oà oå oã oä  ô ôù ôø ôû ôõ ôï  u uù uø uû uõ uï  "
    "ö öù öø öû öõ öï  y yù yø yû yõ î  ñ"
).split()
TABLES["vni"] = {
    char: drawn.encode("cp1252")
    for letters, row in ((LETTERS, _VNI), (LETTERS.upper(), [v.upper() for v in _VNI]))
    for char, drawn in zip(letters, row, strict=True)
}

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _cp1258(char: str) -> bytes:
    """The letter with its hat, then its tone."""
    parts = unicodedata.normalize("NFD", char)
    tone = "".join(part for part in parts if part in _TONES)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    return (base + tone).encode("cp1258", "replace")


def encode(text: str, encoding: str) -> bytes:
    """``text`` in an old encoding."""
    if encoding == "cp1258":
        return b"".join(map(_cp1258, text))
    table = TABLES[encoding]
    fallback = "latin-1" if encoding in ("viscii", "vps") else "cp1252"
    return b"".join(table.get(char) or char.encode(fallback, "replace") for char in text)


def western(data: bytes) -> str:
    """What a browser makes of bytes that it takes for windows-1252."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def mojibake(text: str) -> str:
    """UTF-8 that somebody read as windows-1252."""
    return western(text.encode())


def lossless(text: str, encoding: str) -> str:
    """``text`` with a dash for each character that an encoding does not have."""
    return "".join(char if char == "?" or encode(char, encoding) != b"?" else "-" for char in text)
