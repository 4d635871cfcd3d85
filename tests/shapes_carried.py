"""Shapes of carriers: what portals, e-mail and receiving offices print around a notice."""

from __future__ import annotations

import json
import quopri
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from laid import Laid


def above(vi: str, en: str = "") -> Callable[[Laid], Laid]:
    """Lines above the notice, in its language."""

    def shape(laid: Laid) -> Laid:
        lines = vi if laid.language == "vi" else en
        if not lines:
            return laid
        group = (*lines.split("\n"), "")
        return replace(laid, groups=(group, *laid.groups), kinds="h" + laid.kinds)

    return shape


def below(vi: str, en: str = "") -> Callable[[Laid], Laid]:
    """Lines below the notice, in its language."""

    def shape(laid: Laid) -> Laid:
        lines = vi if laid.language == "vi" else en
        if not lines:
            return laid
        group = ("", *lines.split("\n"))
        return replace(laid, groups=(*laid.groups, group), kinds=laid.kinds + "e")

    return shape


LETTER = """From: Văn phòng UBND tỉnh Quảng Bình <vanphong@example.gov.vn>
To: Phòng Kinh tế <kinhte@example.gov.vn>
Subject: Chuyển tiếp: Thông báo kết luận
Date: Tue, 14 Oct 2025 08:12:33 +0700
"""
LETTER_EN = """From: The Clerk <clerk@example.org>
To: All members <members@example.org>
Subject: Papers of the last meeting
Date: Tue, 14 Oct 2025 08:12:33 +0000
"""
FORWARDED = """---------- Forwarded message ---------
From: Lê Văn Bình <binh@example.gov.vn>
Date: Th 3, 14 thg 10, 2025 vào lúc 08:12
Subject: Fwd: Thông báo kết luận của Chủ tịch UBND tỉnh
To: Phòng Kinh tế <kinhte@example.gov.vn>

"""
ORIGINAL = """-----Original Message-----
Từ: Lê Văn Bình [mailto:binh@example.gov.vn]
Đã gửi: Thứ Ba, 14 Tháng Mười 2025 8:12 SA
Đến: Phòng Kinh tế
Cc: Văn thư
Chủ đề: V/v chuyển thông báo
Đính kèm: TB-264.pdf"""
SENT_FROM = """From: Văn phòng
Sent: Quảng Bình, ngày 14 tháng 10 năm 2025
To: Văn thư
Subject: Thông báo kết luận"""
MENU = """Trang chủ
Giới thiệu
Tin tức - Sự kiện
Chỉ đạo điều hành
Liên hệ
Thứ Sáu, ngày 28 tháng 11 năm 2026"""
PLACE_OF_PAGE = """Đồng Hới, ngày 28 tháng 11 năm 2026
Trang chủ | Giới thiệu | Văn bản | Liên hệ"""
CRUMBS = """Trang chủ > Văn bản > Thông báo kết luận
Ngày đăng: 14/10/2025 08:12
Cỡ chữ: A- A A+
In trang"""
ABOUT = """Số ký hiệu: 999/TB-XYZ
Ngày ban hành: 14/10/2025
Trích yếu: Thông báo kết luận của Chủ tịch
Cơ quan ban hành: UBND tỉnh Quảng Bình
File đính kèm: 999_TB.pdf"""
RECEIVED = """ĐẾN
Số: 1234
Ngày 15 tháng 10 năm 2025
Chuyển: đồng chí Bình"""
SIGNED_OFF = """
--
Trân trọng,
Lê Văn Bình
Chuyên viên Văn phòng UBND tỉnh
ĐT: 0912.345.678
Email: binh@example.gov.vn"""
LINKS = """Tác giả: Văn phòng
Số lượt xem: 1234
Tin liên quan
- Thông báo kết luận của Phó Chủ tịch UBND tỉnh về đầu tư công (14/10/2025)
* Giao Sở Tài chính chủ trì rà soát (13/10/2025)
Copyright © 2025 Cổng thông tin điện tử
Chịu trách nhiệm: Ông Trần Văn Bình - Chánh Văn phòng"""
PRINTED = "Văn bản được in từ hệ thống quản lý văn bản bởi Lê Văn Bình lúc 14/10/2025 08:12:33"
ANOTHER = """
ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LÂM ĐỒNG                Độc lập - Tự do - Hạnh phúc

Số: 9876/TB-UBND             Đà Lạt, ngày 11 tháng 12 năm 2025

THÔNG BÁO
Kết luận của Chủ tịch UBND tỉnh tại cuộc họp về phòng cháy rừng

1. Giao Chi cục Kiểm lâm chủ trì, phối hợp với các chủ rừng lập phương án trước ngày 20/12/2025.
2. Sở Tài chính bố trí kinh phí.

Nơi nhận:                                   KT. CHỦ TỊCH
- Như trên;                                 PHÓ CHỦ TỊCH
- Lưu: VT, NN.
                                            Lê Thanh Hải"""
ANOTHER_EN = """
LITTLE WESTON PARISH COUNCIL
Ref: LWPC/2025/31
12 December 2025

MINUTES of the meeting of the Parish Council

1. Resolved: the Clerk to obtain three quotations by 20 January 2026.

Signed: ____________
Mary Fenn
Chair"""

CARRIED: dict[str, Callable[[Laid], Laid]] = {
    "letter_above": above(LETTER, LETTER_EN),
    "letter_forwarded": above(FORWARDED),
    "letter_original": above(ORIGINAL),
    "letter_with_a_place": above(SENT_FROM),
    "menu_above": above(MENU),
    "menu_with_a_place": above(PLACE_OF_PAGE),
    "menu_of_crumbs": above(CRUMBS),
    "table_of_the_portal": above(ABOUT),
    "stamp_of_receipt": above(RECEIVED),
    "letter_below": below(SIGNED_OFF),
    "links_below": below(LINKS),
    "note_of_print": below(PRINTED),
}

another_below = below(ANOTHER, ANOTHER_EN)


def message(text: str, *, coded: str, kind: str = "plain") -> bytes:
    """A message as servers keep it."""
    made = EmailMessage()
    made["From"] = "Văn phòng <vanphong@example.gov.vn>"
    made["To"] = "kinhte@example.gov.vn"
    made["Subject"] = "Papers"
    made.set_content(text, subtype=kind, cte=coded)
    return bytes(made)


# How mail and programs write the bytes of a text to pass them on.
PASSED_ON: dict[str, Callable[[str], bytes]] = {
    "quoted_printable": lambda text: quopri.encodestring(text.encode()),
    "quoted_printable_crlf": lambda text: quopri.encodestring(text.encode()).replace(
        b"\n", b"\r\n"
    ),
    "message_quoted": lambda text: message(text, coded="quoted-printable"),
    "message_base64": lambda text: message(text, coded="base64"),
    "escaped": lambda text: "\n".join(json.dumps(x)[1:-1] for x in text.split("\n")).encode(),
    "escaped_string": lambda text: json.dumps(text).encode(),
    "escaped_bytes": lambda text: repr(text.encode()).encode(),
}
