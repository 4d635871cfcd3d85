"""Number, date, issuer, type, subject and marks from the lines of a header."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from notice_cli.casing import organ_name
from notice_cli.header import read_document
from notice_cli.landmarks import Blocks
from notice_cli.lines import split_lines
from notice_cli.model import Signature

if TYPE_CHECKING:
    from notice_cli.model import Diagnostic, Document
    from notice_cli.rules import Pack

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"


def read(
    pack: Pack,
    header: str = "",
    *,
    signature: Signature | None = None,
    stamps: str = "",
    **texts: str,
) -> tuple[Document, list[Diagnostic]]:
    """Read a header and the blocks in ``texts``; a notice unless ``type`` says otherwise."""
    blocks = Blocks(header=split_lines(header, pack))
    for name, text in ({"type": "THÔNG BÁO"} | texts).items():
        setattr(blocks, name, split_lines(text, pack))
    return read_document(blocks, signature or Signature(), pack, split_lines(stamps, pack))


@pytest.mark.parametrize(
    ("line", "code", "number", "notation"),
    [
        ("Số: 264/TB-UBND", "264/TB-UBND", "264", "TB-UBND"),
        ("Số 09/TB-UBND", "09/TB-UBND", "09", "TB-UBND"),
        ("Số : 215 /TB - UBND", "215/TB-UBND", "215", "TB-UBND"),
        ("Số: 30c/TB-UBND", "30c/TB-UBND", "30c", "TB-UBND"),
        ("Số: 215/TB-SNV-CCHC&VTLT", "215/TB-SNV-CCHC&VTLT", "215", "TB-SNV-CCHC&VTLT"),
        ("Số: 07/2008/CT-BTTTT", "07/2008/CT-BTTTT", "07", "2008/CT-BTTTT"),
        ("Số 142-TB/VPTU", "142-TB/VPTU", "142", "TB/VPTU"),
        ("Số: 367 - QĐ/TWĐTN-VP", "367-QĐ/TWĐTN-VP", "367", "QĐ/TWĐTN-VP"),
        ("Số:           /TB-UBND", None, None, "TB-UBND"),
        ("Số: ...../TB-UBND", None, None, "TB-UBND"),
        ("Số      -TB/TU", None, None, "TB/TU"),
        ("Số: Œ3/TB-HĐND", None, None, "TB-HĐND"),
        ("Quyết định số 12/QĐ-UBND", None, None, None),
    ],
)
def test_code(
    pack: Pack, line: str, code: str | None, number: str | None, notation: str | None
) -> None:
    document, _ = read(pack, line)
    assert (document.code, document.code_number, document.code_notation) == (code, number, notation)


@pytest.mark.parametrize(
    ("line", "place", "issued"),
    [
        ("Phú Thọ, ngày 13 tháng 10 năm 2025", "Phú Thọ", "2025-10-13"),
        ("Lào Cai, ngày 02 tháng 4năm 2026", "Lào Cai", "2026-04-02"),
        ("TP. Hồ Chí Minh, ngày 01 tháng 02 năm 2026", "TP. Hồ Chí Minh", "2026-02-01"),
        ("Bà Rịa - Vũng Tàu, ngày 5/11/2024", "Bà Rịa - Vũng Tàu", "2024-11-05"),
        ("Lào Cai, ngày        tháng 4 năm 2026", "Lào Cai", None),
        ("Lào Cai, ngày     tháng     năm 2026", "Lào Cai", None),
        ("Krông Nô, ngày⁄Ÿ tháng 6 năm 2019", "Krông Nô", None),
        ("Krông Nô, ngày 46 tháng 7 năm 2019", "Krông Nô", None),
        ("Số: 2 /TB-UBND Đắk R'lấp, ngày 14 tháng 6 năm 2019", "Đắk R'lấp", "2019-06-14"),
    ],
)
def test_place_and_date(pack: Pack, line: str, place: str, issued: str | None) -> None:
    document, told = read(pack, line)
    assert document.place == place
    assert document.issued_date == (issued and date.fromisoformat(issued))
    dates = {"no-issue-day", "no-such-day"}
    assert bool(dates & {d.code for d in told}) == (issued is None)


@pytest.mark.parametrize(
    ("line", "code", "shown"),
    [
        ("Số: Œ3/TB-HĐND Lam Hà, ngày 03 tháng 6 năm 2024", "no-number", "Số: Œ3/TB-HĐND"),
        ("Số:l145)TB-HĐND", "no-number", "Số:l145)TB-HĐND"),
        ("Số,” ồ ŸBCT-ATMT", "no-number", "Số,” ồ ŸBCT-ATMT"),
        ("Lam Hà, ngày⁄Ÿ tháng 6 năm 2024", "no-issue-day", "Lam Hà, ngày⁄Ÿ tháng 6 năm 2024"),
        ("Lam Hà, ngày 46 tháng 7 năm 2024", "no-such-day", "Lam Hà, ngày 46 tháng 7 năm 2024"),
    ],
)
def test_what_cannot_be_read_is_shown(pack: Pack, line: str, code: str, shown: str) -> None:
    document, told = read(pack, line)
    assert f'"{shown}"' in next(one.message for one in told if one.code == code)
    assert (document.code, document.code_number) == (None, None)
    assert code == "no-number" or document.issued_date is None


@pytest.mark.parametrize(
    ("printed", "stamps", "issued", "told"),
    [
        (
            "Phú Thọ, ngày    tháng 10 năm 2025",
            "13/10/2025 10:21:33",
            "2025-10-13",
            "date-of-stamp",
        ),
        ("", "13.10.2025 10:21:33 +07:00", "2025-10-13", "date-of-stamp"),
        ("Phú Thọ, ngày    tháng 10 năm 2025", "03/11/2025 10:21", None, "stamp-disagrees"),
        ("Phú Thọ, ngày 12 tháng 10 năm 2025", "13/10/2025 10:21:33", "2025-10-12", None),
    ],
)
def test_date_of_a_stamp(
    pack: Pack, printed: str, stamps: str, issued: str | None, told: str | None
) -> None:
    document, diagnostics = read(pack, printed, stamps=stamps)
    assert document.issued_date == (issued and date.fromisoformat(issued))
    assert told is None or told in {d.code for d in diagnostics}


def test_a_stamp_that_says_what_it_is_comes_first(pack: Pack) -> None:
    stamps = "12.09.2024 07:49:43\nThời gian ký: 13/09/2024 19:14:21"
    document, _ = read(pack, stamps=stamps)
    assert document.issued_date == date(2024, 9, 13)


@pytest.mark.parametrize(
    ("header", "organ", "superior"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH PHÚ THỌ\n" + STATE, "UBND tỉnh Phú Thọ", None),
        # The cells of both columns in turn; both columns in a line.
        (
            "ỦY BAN NHÂN DÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH PHÚ THỌ",
            "UBND tỉnh Phú Thọ",
            None,
        ),
        (
            "UỶ BAN NHÂN DÂN CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ NÔ Độc lập - Tự do - Hạnh phúc",
            "UBND xã Nô",
            None,
        ),
        ("UBND TỈNH LÀO CAI\nVĂN PHÒNG", "Văn phòng", "UBND tỉnh Lào Cai"),
        ("VĂN PHÒNG\nỦY BAN NHÂN DÂN\nTỈNH LÀO CAI", "Văn phòng UBND tỉnh Lào Cai", None),
        (
            "ĐẠI HỌC ĐÀ NẴNG\nTRƯỜNG ĐẠI HỌC CÔNG NGHỆ THÔNG TIN\nVÀ TRUYỀN THÔNG VIỆT - HÀN",
            "Trường Đại học Công nghệ thông tin và Truyền thông Việt - Hàn",
            "Đại học Đà Nẵng",
        ),
        (
            "ĐẢNG BỘ TỈNH CAO BẰNG\nĐẢNG UỶ XÃ BẾ TRIỀU\n*",
            "Đảng uỷ xã Bế Triều",
            "Đảng bộ tỉnh Cao Bằng",
        ),
        ("THỦ TƯỚNG CHÍNH PHỦ\n" + STATE, "Thủ tướng Chính phủ", None),
        ("UBND tỉnh Phú Thọ\n" + STATE, "UBND tỉnh Phú Thọ", None),
        # A stamp above the header is nobody's superior.
        (
            "TRUNG TÂM CÔNG\nBÁO VÀ TIN HỌC\nttcb quangngai\nỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI",
            "UBND tỉnh Quảng Ngãi",
            None,
        ),
    ],
)
def test_issuer(pack: Pack, header: str, organ: str, superior: str | None) -> None:
    document, _ = read(pack, header)
    assert (document.organ_name, document.superior_organ_name) == (organ, superior)
    assert document.organ_name_source == "header"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường"),
        ("HỘI ĐỒNG NHÂN DÂN XÃ TÂN LẬP", "HĐND xã Tân Lập"),
        ("UBND THÀNH PHỐ HỒ CHÍ MINH", "UBND thành phố Hồ Chí Minh"),
        ("BỆNH VIỆN ĐA KHOA MINH ĐỨC", "Bệnh viện Đa khoa Minh Đức"),
        ("BAN CHỈ HUY PCTT VÀ TKCN TỈNH HÀ NAM", "Ban Chỉ huy PCTT và TKCN tỉnh Hà Nam"),
        ("TỈNH UỶ ĐIỆN BIÊN", "Tỉnh uỷ Điện Biên"),
        ("HỘI ĐÒNG NHÂN DÂN HUYỆN SƠN TÂY", "HĐND huyện Sơn Tây"),
        ("Ủy ban nhân dân tỉnh Lào Cai", "UBND tỉnh Lào Cai"),
        ("VIỆN HẢI DƯƠNG HỌC", "Viện Hải dương học"),
        # as the gazetteer writes it
        ("BỘ GIAO THÔNG VẬN TẢI", "Bộ Giao thông vận tải"),
    ],
)
def test_names_in_capitals(pack: Pack, printed: str, name: str) -> None:
    assert organ_name(printed, pack) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Phòng Sấy lúa giống lập kế hoạch", "Trạm Sấy lúa giống"),
        ("Phòng sấy lúa giống lập kế hoạch", "Trạm sấy lúa giống"),
        ("việc sấy lúa", "Trạm sấy lúa Giống"),
        ("PHÒNG SẤY LÚA GIỐNG", "Trạm Sấy Lúa Giống"),
        ("", "Trạm Sấy Lúa Giống"),
    ],
)
def test_unknown_names_are_written_as_in_the_text(pack: Pack, said: str, name: str) -> None:
    assert organ_name("TRẠM SẤY LÚA GIỐNG", pack, said) == name


@pytest.mark.parametrize(
    ("first", "subject", "organ"),
    [
        ("TL. CHỦ TỊCH", "Kết luận của Phó Chủ tịch UBND tỉnh Võ Phiên", "UBND tỉnh"),
        ("TM. UỶ BAN NHÂN DÂN", "Kết luận của Chủ tịch Ủy ban nhân dân xã", "UBND xã"),
        ("KT. CHÁNH VĂN PHÒNG", "Kết luận của Chủ tịch UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("KT. GIÁM ĐỐC", "Kết luận của Chủ tịch UBND tỉnh", None),
        ("TL. CHỦ TỊCH", "Kết luận tại cuộc họp", None),
    ],
)
def test_issuer_from_the_signature(pack: Pack, first: str, subject: str, organ: str | None) -> None:
    signature = Signature(competence=(first,))
    document, told = read(pack, subject=subject, signature=signature)
    assert document.organ_name == organ
    assert document.organ_name_source == (organ and "signature")
    assert bool(organ) == ("issuer-from-signature" in {d.code for d in told})


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("THÔNG BÁO", "Thông báo", "TB"),
        ("T H Ô N G  B Á O", "Thông báo", "TB"),
        ("CHÍ THỊ", "Chỉ thị", "CT"),
        ("CÔNG ĐIỆN KHẨN", "Công điện", "CĐ"),
        ("QUY ĐỊNH", "Quy định", "QyĐ"),
        ("KẾT LUẬN", "Kết luận", "KL"),
    ],
)
def test_type(pack: Pack, kind: str, name: str, code: str) -> None:
    document, _ = read(pack, type=kind)
    assert (document.type_name, document.type_code) == (name, code)


def test_a_letter_prints_no_type(pack: Pack) -> None:
    header = "Số: 812/UBND-KT"
    subject = "V/v đẩy nhanh tiến độ giải phóng\nmặt bằng. Phú Thọ, ngày 13 tháng 10 năm 2025"
    document, told = read(pack, header, type="", subject=subject, addressees="Kính gửi: Sở Y tế")
    assert (document.type_name, document.type_code) == ("Công văn", None)
    assert document.subject == "đẩy nhanh tiến độ giải phóng mặt bằng"
    assert document.issued_date == date(2025, 10, 13)
    assert "type-derived" in {d.code for d in told}


def test_a_subject_in_words_keeps_them(pack: Pack) -> None:
    subject = "Về việc lấy ý kiến"
    document, _ = read(pack, type="", subject=subject, addressees="Kính gửi:")
    assert document.subject == subject


def test_words_beside_the_type_begin_the_subject(pack: Pack) -> None:
    document, _ = read(pack, type="THÔNG BÁO KẾT LUẬN", subject="của Giám đốc Sở tại cuộc họp")
    assert document.subject == "Kết luận của Giám đốc Sở tại cuộc họp"
    document, _ = read(pack, type="THÔNG BÁO KẾT LUẬN", subject="Cuộc họp giao ban")
    assert document.subject == "Cuộc họp giao ban"


def test_marks(pack: Pack) -> None:
    document, told = read(pack, "HOẢ TỐC\nTỐI MẬT\nDỰ THẢO")
    assert (document.priority, document.secrecy) == ("Hỏa tốc", "Tối mật")
    assert {"secret", "draft"} <= {d.code for d in told}
    assert read(pack, type="CÔNG ĐIỆN KHẨN")[0].priority == "Khẩn"


def test_spans_point_to_what_was_read(pack: Pack) -> None:
    header = "ỦY BAN NHÂN DÂN\nTỈNH PHÚ THỌ\n" + STATE + "Số: 215 /TB-UBND\n"
    header += "Phú Thọ, ngày 13 tháng 10 năm 2025"
    document, _ = read(pack, header)
    read_from = {
        name: header[slice(*span)]
        for name, span in document.spans.items()
        if isinstance(span, tuple)
    }
    assert read_from["code"] == "215 /TB-UBND"
    assert read_from["code_number"] == "215"
    assert read_from["code_notation"] == "TB-UBND"
    assert read_from["place"] == "Phú Thọ"
    assert read_from["issued_date"] == "13 tháng 10 năm 2025"
    organ = document.spans["organ_name"]
    assert isinstance(organ, list)
    assert [header[slice(*span)] for span in organ] == ["ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"]


def test_an_empty_document(pack: Pack) -> None:
    document, told = read(pack, type="")
    assert document.type_name is None
    assert document.organ_name is None
    assert not told
