"""Measures what scanners do to documents, and writes it to ``noise.json``.

    python tests/measure_noise.py

The scanned documents beside the checkout have no clean twins. What a word was is told by its
neighbour: where two words, by their letters alone, stand in clean texts in one form only, that
form is what was printed. Kept are counts of single characters, no words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from notice_cli import load_rules
from notice_cli.mending import BARE_LETTERS

HERE = Path(__file__).parent
REAL = HERE.parents[1] / "shared" / "real"
MODEL = HERE / "noise.json"
# A pair of words must stand so often in clean texts, a change so often in scanned ones.
SURE = 2
OFTEN = 2

_WORD = re.compile(r"[^\W\d_]+")
# What a scanner makes of digits, and of marks before a paragraph. `read` is what it read.
_DIGITS = re.compile(r"(?<![^\W\d])(?=\S{0,8}\d)[\d§ŠSIlOoÏ|$]+(?![^\W\d_])")
_ODD = re.compile(r"[^\d]")
# Underscores alone, two and more, are what scanners make of an indent.
_BULLET = re.compile(r"^ *(?!__)([-~_—–]{1,2}[_=-]?) ", re.MULTILINE)
_NUMBERED = re.compile(r"^ *([_~]{0,2} ?)(\d{1,2})([.,])(?: |\d[.,] )", re.MULTILINE)
_POINT = re.compile(r"^ *(\S)\) ", re.MULTILINE)
_STRAY = re.compile(r"[^\W\d_]+([.:]) (?=[a-zđ])")
_GLUED = re.compile(r"[^\W\d_]{2}[,.;](?=[^\W\d_]{3})")
_MARK = re.compile(r"[^\W\d_]{2}[,.;](?=\s)")


def words(text: str) -> list[str]:
    """The words of a text in small letters, tone marks in one style."""
    fold = load_rules().fold
    return [word.lower() for word in _WORD.findall(fold(unicodedata.normalize("NFC", text)))]


def letters(word: str) -> str:
    """A word without marks."""
    return word.translate(BARE_LETTERS)


def sources() -> tuple[list[Path], list[Path]]:
    """Clean texts, ours among them, and scanned ones."""
    rows = [line.split("\t") for line in (REAL / "INDEX.tsv").read_text("utf-8").splitlines()[1:]]
    scanned = [REAL / row[0] for row in rows if "OCR of scan" in row[3]]
    clean = [REAL / row[0] for row in rows if "OCR" not in row[3] and "MOJIBAKE" not in row[3]]
    ours = [HERE.parent / "samples", HERE / "notices"]
    return clean + [path for folder in ours for path in sorted(folder.rglob("*.txt"))], scanned


def pairs(clean: list[Path]) -> dict[tuple[str, str], tuple[str, str]]:
    """Pairs of words that have one form only, by their letters."""
    found: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for path in clean:
        text = words(path.read_text("utf-8", "replace"))
        for first, second in pairwise(text):
            found[letters(first), letters(second)][first, second] += 1
    return {
        key: next(iter(forms))
        for key, forms in found.items()
        if len(forms) == 1 and forms.total() >= SURE
    }


def printed(text: list[str], known: dict[tuple[str, str], tuple[str, str]]) -> dict[int, str]:
    """What was printed, by the place of the word, where its neighbours agree on it."""
    told: dict[int, set[str]] = defaultdict(set)
    for at, pair in enumerate(pairwise(text)):
        form = known.get((letters(pair[0]), letters(pair[1])))
        for i, word in enumerate(form or ()):
            told[at + i].add(word)
    return {at: next(iter(forms)) for at, forms in told.items() if len(forms) == 1}


def measure() -> dict[str, Any]:
    """The model: how often what is read as what."""
    clean, scanned = sources()
    known = pairs(clean)
    seen: Counter[str] = Counter()
    changed: Counter[tuple[str, str]] = Counter()
    judged = damaged = digits = odd = 0
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in scanned:
        value = unicodedata.normalize("NFC", path.read_text("utf-8"))
        text = words(value)
        for at, word in printed(text, known).items():
            judged += 1
            damaged += word != text[at]
            for was, is_ in zip(word, text[at], strict=True):
                seen[was] += 1
                changed[was, is_] += was != is_
        for number in _DIGITS.findall(value):
            digits += len(number)
            for char in _ODD.findall(number):
                odd += 1
                counts["digit"][char] += 1
        counts["bullet"].update(_BULLET.findall(value))
        for before, _, after in _NUMBERED.findall(value):
            counts["before_number"][before.strip()] += 1
            counts["after_number"][after] += 1
        counts["point"].update(char for char in _POINT.findall(value) if not char.isascii())
        counts["stops"].update(
            stray=len(_STRAY.findall(value)),
            glued=len(_GLUED.findall(value)),
            all=len(_MARK.findall(value)),
        )
    letter: dict[str, dict[str, float]] = defaultdict(dict)
    for (was, is_), count in sorted(changed.items()):
        if count >= OFTEN:
            letter[was][is_] = round(count / seen[was], 5)
    stops = counts.pop("stops")
    return {
        "documents": len(scanned),
        "words": judged,
        "damaged_words": round(damaged / judged, 4),
        "letters": letter,
        "digits": {char: round(n / digits, 5) for char, n in sorted(counts.pop("digit").items())},
        "stray_stop": round(stops["stray"] / judged, 5),
        "lost_space": round(stops["glued"] / stops["all"], 5),
        **{
            name: {mark: round(n / some.total(), 4) for mark, n in sorted(some.items())}
            for name, some in counts.items()
        },
    }


if __name__ == "__main__":
    MODEL.write_text(json.dumps(measure(), ensure_ascii=False, indent=1) + "\n", "utf-8")
