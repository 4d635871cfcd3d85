"""What stands above the head of a document, or below its end, and is none of it."""

from __future__ import annotations

from datetime import date

from notice_cli import parse

HEAD = """UBND TỈNH LÂM ĐỒNG
Số: 12/TB-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đà Lạt, ngày 10 tháng 10 năm 2025
"""
BODY = """THÔNG BÁO
Kết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban

1. Sở Tài chính báo cáo trước ngày 20/10.
"""
END = """
Nơi nhận:
- Các sở, ngành;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Bình
"""


def test_the_day_of_a_portal_is_not_the_day_of_issue() -> None:
    notice = parse("Trang chủ\nHuế, ngày 1 tháng 2 năm 2026\nLiên hệ\n" + HEAD + BODY + END)
    assert notice.document.issued_date == date(2025, 10, 10)
    assert notice.document.place == "Đà Lạt"
    assert notice.tasks[0].due_date == date(2025, 10, 20)


def test_the_head_of_an_e_mail_gives_no_place_where_the_document_has_none() -> None:
    letter = "From: Văn phòng\nSent: Huế, ngày 1 tháng 2 năm 2026\nSubject: Thông báo\n\n"
    notice = parse(letter + BODY + END)
    assert (notice.document.place, notice.document.issued_date) == (None, None)
    assert notice.document.type_name == "Thông báo"


def test_a_letter_that_greets_somebody_makes_the_notice_no_letter() -> None:
    letter = "From: Văn phòng\nTo: Các phòng\n\nKính gửi: Các đồng chí,\nXin chuyển văn bản.\n\n"
    notice = parse(letter + BODY + END)
    assert notice.document.type_name == "Thông báo"
    assert notice.document.subject == "Kết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban"


def test_a_number_of_receipt_is_not_the_number_of_the_document() -> None:
    notice = parse("SỞ Y TẾ\nĐẾN Số: 99/VP-XYZ\nNgày: 15/10/2025\nChuyển:\n" + HEAD + BODY + END)
    assert notice.document.code == "12/TB-UBND"
    assert notice.document.organ_name == "UBND tỉnh Lâm Đồng"
    assert notice.document.superior_organ_name is None


def test_the_subject_of_a_letter_may_stand_above_the_words_of_the_state() -> None:
    letter = HEAD.replace("TB-UBND\n", "UBND-TH\nV/v rà soát\nquy hoạch chung\n")
    notice = parse(letter + "Kính gửi: Sở Tài chính\n\nĐề nghị báo cáo trước ngày 20/10.\n" + END)
    assert notice.document.organ_name == "UBND tỉnh Lâm Đồng"
    assert notice.document.subject == "rà soát quy hoạch chung"


def test_who_forwards_a_document_did_not_sign_it() -> None:
    notice = parse(HEAD + BODY + END + "\n--\nTrân trọng,\nLê Thị Hoa\nChuyên viên\n")
    assert notice.signature.full_name == "Trần Văn Bình"
    assert [one.name for one in notice.recipients.entries] == ["Các sở, ngành"]


def test_links_below_a_document_are_no_receivers() -> None:
    notice = parse(HEAD + BODY + END + "\nTin liên quan\n- Sở Y tế báo cáo trước ngày 30/10\n")
    assert [one.name for one in notice.recipients.entries] == ["Các sở, ngành"]
    assert [task.id for task in notice.tasks] == ["1"]


def test_what_stands_around_is_told() -> None:
    notice = parse("Trang chủ\nLiên hệ\n" + HEAD + BODY + END + "\n--\nLê Thị Hoa\n")
    assert [told.code for told in notice.diagnostics].count("unplaced") == 4
