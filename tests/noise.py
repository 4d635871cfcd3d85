"""What a scanner would make of a notice, by the rates in ``noise.json`` (see measure_noise.py).

The same notice and seed give the same text. Digits become other digits, too, on real scanners:
nothing shows that, so nothing here does it.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

# What digit a character is read for.
_DIGIT_OF = {"I": "1", "l": "1", "|": "1", "O": "0", "S": "5", "Š": "5", "§": "8"}
_POINT_OF = {"©": "c", "ø": "g"}
_BULLET = re.compile(r"^( *)- (?=\S)")
_NUMBERED = re.compile(r"^( *)(\d{1,2})\.( |\d\.)")
_POINT = re.compile(r"^( *)([cg])\) ")
_DIGIT = re.compile(r"\d")


@cache
def model() -> dict[str, Any]:
    """The rates."""
    return dict(json.loads(Path(__file__).with_name("noise.json").read_text("utf-8")))


def noisy(text: str, seed: int) -> str:
    """``text`` as a scanner might read it."""
    # A text and its seed are one draw; no secret hangs on it.
    draw = random.Random(f"{seed} {text}")  # noqa: S311
    text = unicodedata.normalize("NFC", text)
    return "\n".join(_line(line, draw) for line in text.split("\n"))


def _line(line: str, draw: random.Random) -> str:
    # Markers first: what is drawn for them must not depend on their digits.
    bullet, numbered, point = (some.match(line) for some in (_BULLET, _NUMBERED, _POINT))
    if bullet:
        head, rest = f"{bullet[1]}{_drawn('bullet', draw)} ", line[bullet.end() :]
    elif numbered:
        before = _drawn("before_number", draw)
        after = _drawn("after_number", draw)
        space = " " if before else ""
        head = f"{numbered[1]}{before}{space}{numbered[2]}{after}{numbered[3]}"
        rest = line[numbered.end() :]
    elif point:
        odd = [char for char, letter in _POINT_OF.items() if letter == point[2]]
        # So often at points in all; each is of one letter alone.
        damaged = draw.random() < model()["point"][odd[0]]
        head, rest = f"{point[1]}{odd[0] if damaged else point[2]}) ", line[point.end() :]
    else:
        head, rest = "", line
    return head + _words(rest, draw)


def _drawn(name: str, draw: random.Random) -> str:
    """One of the readings of a mark, as often as they are found."""
    readings: dict[str, float] = model()[name]
    return draw.choices(list(readings), list(readings.values()))[0]


def _words(text: str, draw: random.Random) -> str:
    rates = model()
    pieces: list[str] = []
    for at, char in enumerate(text):
        if char.isdecimal():
            pieces.append(_digit(char, draw))
        elif char == " " and at and text[at - 1] in ",;" and draw.random() < rates["lost_space"]:
            continue
        elif char == " " and at and text[at - 1].isalpha() and draw.random() < rates["stray_stop"]:
            pieces.append(". ")
        else:
            pieces.append(_letter(char, draw))
    return "".join(pieces)


def _letter(char: str, draw: random.Random) -> str:
    at = draw.random()
    readings: dict[str, float] = model()["letters"].get(char.lower(), {})
    for other, rate in readings.items():
        at -= rate
        if at < 0:
            return other.upper() if char.isupper() else other
    return char


def _digit(char: str, draw: random.Random) -> str:
    at = draw.random()
    readings: dict[str, float] = model()["digits"]
    for other, rate in readings.items():
        if _DIGIT_OF[other] != char:
            continue
        # The rate is that among all digits, of which a tenth are this one.
        at -= 10 * rate
        if at < 0:
            return other
    return char
