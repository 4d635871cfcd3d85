"""What RE2 refuses: where in the author's pattern, and what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from notice_cli.fragments import TOKEN

if TYPE_CHECKING:
    import re2

# RE2's words at the start of a message, and ours. The first that fits counts.
_ADVICE = {
    "invalid perl operator: (?=": "RE2 has no lookahead; match it too and capture what you need",
    "invalid perl operator: (?!": "RE2 has no lookahead; name what must not follow in `not_before`",
    "invalid perl operator: (?<=": "RE2 has no lookbehind; match it too and capture what you need",
    "invalid perl operator: (?<!": (
        "RE2 has no lookbehind; name what must not stand before in `not_after`"
    ),
    "invalid perl operator: (?>": "RE2 has no atomic groups and needs none; write `(?:`",
    "invalid perl operator: (?#": "RE2 has no comments; write the comment behind a `#` of YAML",
    "invalid perl operator: (?(": "RE2 has no conditions; write two patterns",
    "invalid perl operator: (?x": "RE2 has no flag for this; write the pattern in one line",
    "invalid perl operator: (?R": "RE2 has no recursion; write the words out",
    "invalid perl operator": "RE2 does not know this group; write `(?:` or `(?P<name>`",
    "invalid named capture group": (
        "this is no capture; write `(?P<name>...)`, the name of letters, digits and `_`"
    ),
    r"invalid escape sequence: \Z": r"RE2 has no `\Z`; write `$`",
    r"invalid escape sequence: \h": r"RE2 has no `\h`; write a space",
    r"invalid escape sequence: \R": r"RE2 has no `\R`; write `\n`",
    r"invalid escape sequence: \u": r"RE2 has no `\u`; write the letter, or `\x{1EBF}`",
    r"invalid escape sequence: \x": r"this is no character; write it as `\x{1EBF}`",
    "trailing \\": "the pattern ends in a lone `\\`; write `\\\\` for the character itself",
    "missing ]": "`[` is not closed; write `\\[` for the character itself",
    "missing )": "`(` is not closed; write `\\(` for the character itself",
    "unexpected )": "no `(` is open here; write `\\)` for the character itself",
    "no argument for repetition operator": (
        "nothing stands before it to repeat; write `\\` before it for the character itself"
    ),
    "invalid repetition size": (
        "too many repetitions, or in the wrong order; at most 1000, nested ones multiplied"
    ),
    "pattern too large": "the pattern is too large once compiled; use fewer or smaller repetitions",
}

_BACK = "RE2 has no back-references; write the words out"

# Tells whether RE2 refuses the first so many characters for the same reason.
Refused = Callable[[int], bool]


def words_of(error: re2.error) -> str:
    """What RE2 says."""
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def explain(pattern: str, said: str, refused: Refused) -> tuple[int, str]:
    """Offset and message of what RE2 stops at; ``said`` are its own words."""
    message = _advice(said)
    if said.startswith(("missing", "unexpected )")):
        return _unbalanced(pattern, said), message
    if said.startswith("trailing"):
        return len(pattern) - 1, message
    if said.startswith("pattern too large"):
        return 0, message
    # RE2 reads from left to right, so the shortest start that it refuses for the same
    # reason ends where the fault does.
    low, high = 0, len(pattern)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if refused(middle) else (middle + 1, high)
    at = max(0, high - len(said.partition(": ")[2]))
    return at, _BACK if pattern.startswith("(?P=", at) else message


def _advice(said: str) -> str:
    piece = said.partition(": ")[2]
    if said.startswith("bad repetition operator"):
        return f"`{piece}` is one repetition too many; write one of `*`, `+`, `?`, `{{1,3}}`"
    if said.startswith("invalid character class range"):
        named = piece.startswith(("\\", "[:"))
        unknown = f"no letters are called `{piece}`; `\\pL` are all, `\\p{{Lu}}` the capitals"
        return unknown if named else f"the range `{piece}` runs backwards; write `\\-` for a hyphen"
    known = next((say for start, say in _ADVICE.items() if said.startswith(start)), None)
    if known:
        return known
    if said.startswith("invalid escape"):
        if piece[1:].isdecimal() or piece == r"\k":
            return _BACK
        return f"RE2 does not know `{piece}`; without the `\\` it is the character itself"
    return f"RE2 refuses the pattern ({said}); write it another way"


def _unbalanced(pattern: str, said: str) -> int:
    """The bracket that RE2 misses the other one of."""
    opened: list[int] = []
    for token in TOKEN.finditer(pattern):
        if said.startswith("missing ]") and token.group() == "[":
            return token.start()
        if token.lastgroup == "open":
            opened.append(token.start())
        elif token.lastgroup == "close":
            if not opened:
                return token.start()
            opened.pop()
    return opened[-1] if opened else 0
