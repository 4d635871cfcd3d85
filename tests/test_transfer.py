r"""Texts in quoted-printable, in messages and with escaped letters are read; clean ones stay."""

from __future__ import annotations

import quopri
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from notice_cli import load_rules, parse
from notice_cli.errors import InputError
from notice_cli.source import decode
from notice_cli.transfer import unwrapped
from old_encodings import encode
from shapes_carried import PASSED_ON, message
from test_encodings import CLEAN

if TYPE_CHECKING:
    from notice_cli.rules import Pack

TEXT = (
    "THÔNG BÁO\nKết luận của Chủ tịch UBND tỉnh\n\n"
    "1. Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng báo cáo trước ngày 20/10/2025.\n"
)


@pytest.fixture(scope="module")
def rules() -> Pack:
    return load_rules()


KINDS = {"message": "message", "quoted": "quoted-printable", "escaped": "escapes"}


@pytest.mark.parametrize("name", PASSED_ON)
def test_what_it_came_as_is_told(name: str, rules: Pack) -> None:
    data = PASSED_ON[name](TEXT)
    notice = parse(data, rules=rules)
    assert notice.tasks[0].text.endswith("trước ngày 20/10/2025.")
    assert notice.source.encoding == "utf-8"
    assert notice.source.sha256 == sha256(data).hexdigest()
    assert notice.source.repairs[0] == KINDS[name.split("_", maxsplit=1)[0]]
    assert any("the text came as" in one.message for one in notice.diagnostics)


def test_spans_and_lines_point_into_what_was_decoded(rules: Pack) -> None:
    decoded = decode(PASSED_ON["quoted_printable"](TEXT), "-", rules)
    assert decoded.value == TEXT
    task = parse(PASSED_ON["quoted_printable"](TEXT), rules=rules).tasks[0]
    assert TEXT[slice(*task.span)] == task.text
    assert task.lines == (4, 4)


def test_an_old_encoding_inside_is_told(rules: Pack) -> None:
    old = quopri.encodestring(encode(TEXT * 3, "vni"))
    decoded = decode(old, "-", rules)
    assert decoded.encoding == "vni"
    assert decoded.repairs[0] == "quoted-printable"


def test_what_comes_out_damaged_is_refused(rules: Pack) -> None:
    data = quopri.encodestring(TEXT.encode()).replace(b"=BA", b"=FF")
    with pytest.raises(InputError, match="UTF-8, but damaged"):
        decode(data, "-", rules)


def test_a_message_in_html_is_read_as_a_page(rules: Pack) -> None:
    body = "".join(f"<p>{line}</p>\n" for line in TEXT.split("\n"))
    data = message(f"<html><body>{body}</body></html>", coded="base64", kind="html")
    assert len(parse(data, rules=rules).tasks) == 1


@pytest.mark.parametrize("text", CLEAN.values(), ids=CLEAN)
def test_clean_text_stands_for_itself(text: str) -> None:
    assert unwrapped(text.encode()) is None


@pytest.mark.parametrize(
    "text",
    [
        "x=80, y=90, z=99\n",
        "Tổng = 5\nThu = 3 = 3\n" + "=" * 70 + "\n",
        "Trong thư, chữ ả viết là =E1=BA=A3; dấu bằng viết là =3D.\n" * 4,
        r"C:\users\u1234 and C:\Windows\x86" + "\n",
        r"The letter is written \u1ea3 in programs, and so is \u1ea1, or \u1eb7."
        "\n" + "a " * 90,
        "From: A\nTo: B\n\nKính gửi các đồng chí\n",
        '"Thông báo" là "loại"\n',
        "a" * 80 + "=\n",
    ],
    ids=["sums", "drawn", "about it", "paths", "about programs", "letter", "quotes", "one line"],
)
def test_what_merely_shows_such_signs_stands_for_itself(text: str) -> None:
    assert unwrapped(text.encode()) is None


@pytest.mark.parametrize(
    "head",
    [
        b"MIME-Version: 1.0\nContent-Type: text/plain; charset=none-such\n\nx\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--\n",
        b"MIME-Version: 1.0\nSubject: =?utf-8?b?///?=\n\n\n",
    ],
)
def test_a_message_without_a_readable_text_stands_for_itself(head: bytes) -> None:
    assert unwrapped(head) is None


def test_both_bytes_and_code_points_may_be_escaped() -> None:
    points = unwrapped(rb"Th\xf4ng b\xe1o K\u1ebft lu\u1eadn c\u1ee7a")
    assert points is not None
    assert points.data.decode() == "Thông báo Kết luận của"
    eight = unwrapped(rb"Th\xc3\xb4ng b\xc3\xa1o K\xe1\xba\xbft")
    assert eight is not None
    assert eight.data.decode() == "Thông báo Kết"
