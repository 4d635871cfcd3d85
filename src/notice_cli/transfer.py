r"""Bytes as mail and programs write them to pass them on, and the bytes that they stand for.

A message with its fields (quoted-printable or base64 inside), quoted-printable alone
(``=E1=BA=A3``, lines that end in ``=``), and letters as programs escape them (``\u1ea3``,
``\xe1\xba\xa3``). Each is taken only where it is beyond doubt: there are many signs of it,
all of them fit, and text comes out. What merely shows such signs stays as it is.
"""

from __future__ import annotations

import json
import quopri
import re
from typing import NamedTuple

# So many signs at least; so many on so many words are enough by themselves. Escapes stand in
# texts about programs, too.
FEWEST, SURE = 3, 12
MANY, ESCAPES = 0.1, 0.05
# Only the head of a message is looked at for its fields.
_HEAD = 20_000

_FIELDS = re.compile(rb"\A(?:[A-Za-z][\w-]*:.*\r?\n(?:[ \t]+\S.*\r?\n)*){2,}(?=\r?\n)")
_CODED = re.compile(rb"^(?:Content-Transfer-Encoding|MIME-Version):", re.IGNORECASE | re.MULTILINE)
_NAMES = ("From", "To", "Subject", "Date")

_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = rb"(?:=[89A-Fa-f][0-9A-Fa-f])"
_QUOTED = re.compile(rb"%b+(?:=\r?\n%b+)*" % (_LETTER, _LETTER))
_QUOTED_SIGN = re.compile(rb"=(?:[0-9A-Fa-f]{2}|[ \t]*(?:\r?\n|\Z))")
# A line that was cut is so long at least.
_SOFT = re.compile(rb"(?<=[^\n]{60})=[ \t]*(?=\r?\n)")
_BLANKS = re.compile(rb"=[ \t]+(?=\r?\n)")
_ESCAPED = re.compile(rb"(?:\\u[0-9A-Fa-f]{4}|\\x[89A-Fa-f][0-9A-Fa-f])+")
_ESCAPED_SIGN = re.compile(
    rb"(?P<units>(?:\\u[0-9A-Fa-f]{4})+)|(?P<bytes>(?:\\x[0-9A-Fa-f]{2})+)|\\(?P<one>[nrtbf\"'/\\])"
)
_ONES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b" ", b"f": b"\f"}
# A string of a program stands in quotes.
_STRING = re.compile(rb"\A\s*b?([\"'])(.*)\1\s*\Z", re.DOTALL)


class Carried(NamedTuple):
    """The bytes of the text itself, and as what they came: the code of a repair."""

    data: bytes
    kind: str


def unwrapped(data: bytes) -> Carried | None:
    """The bytes that others stand for; None where they stand for themselves."""
    if b":" in data[:_HEAD] and (message := _message(data)) is not None:
        return Carried(message, "message")
    if b"=" in data and (plain := _quoted(data)) is not None:
        return Carried(plain, "quoted-printable")
    if b"\\" in data and (plain := _escaped(data)) is not None:
        return Carried(plain, "escapes")
    return None


def _message(data: bytes) -> bytes | None:
    """The text of a message as servers keep it, below the fields that a reader sees."""
    fields = _FIELDS.match(data[:_HEAD])
    if fields is None or not _CODED.search(fields.group()):
        return None
    from email import message_from_bytes, policy  # noqa: PLC0415 - few notices are messages

    try:
        message = message_from_bytes(data, policy=policy.default)
        part = message.get_body(("plain", "html"))
        text = part.get_content() if part else ""
        head = "".join(f"{name}: {message[name]}\n" for name in _NAMES if message[name])
    except (LookupError, ValueError, AttributeError):
        # The library's parsers stumble over some damaged fields.
        return None
    return f"{head}\n{text}".encode("utf-8", "replace") if text.strip() else None


def _quoted(data: bytes) -> bytes | None:
    """What quoted-printable text says."""
    signs, soft = len(_QUOTED.findall(data)), len(_SOFT.findall(data))
    if not signs and soft < FEWEST:
        return None
    plain = quopri.decodestring(_BLANKS.sub(b"=", data))
    if data.isascii() and signs >= SURE and signs >= MANY * len(plain.split()):
        return plain
    # Letters of its own are those of what was put around it, or the text tells of such signs.
    sure = len(_HIGH.findall(data)) <= MANY * len(_HIGH.findall(plain))
    fits = data.count(b"=") == len(_QUOTED_SIGN.findall(data))
    return plain if sure and fits and _is_utf8(plain) else None


def _escaped(data: bytes) -> bytes | None:
    """What text with escaped letters says."""
    signs = len(_ESCAPED.findall(data))
    # A text that is one string of a program has its line ends escaped, too.
    string = _STRING.match(data)
    whole = string is not None and b"\n" not in string[2] and string[2].count(b"\\n") >= FEWEST
    if not whole and (signs < FEWEST or signs < ESCAPES * len(data.split())):
        return None
    found = [match.group() for match in _ESCAPED_SIGN.finditer(data)]
    if data.count(b"\\") != sum(sign.count(b"\\") for sign in found):
        return None
    # Beside code points in sixteen bits, eight are one, too; else they are bytes.
    points = b"\\u" in data

    def said(match: re.Match[bytes]) -> bytes:
        if units := match["units"]:
            text: str = json.loads(b'"%b"' % units)
            return text.encode("utf-8", "replace")
        if match["bytes"]:
            eight = bytes.fromhex(match["bytes"].replace(b"\\x", b"").decode())
            return eight.decode("latin-1").encode() if points else eight
        return _ONES.get(match["one"], match["one"])

    plain = _ESCAPED_SIGN.sub(said, string[2] if string else data)
    return plain if _is_utf8(plain) else None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
