"""Scanned texts whose lines were lost, cut or run together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notice_cli import parse

if TYPE_CHECKING:
    from notice_cli.rules import Pack

# Both columns of the header on one line; what shows that it was scanned.
HEAD = """\
UBND HUYỆN SƠN HÀ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG NỘI VỤ Độc lập - Tự do - Hạnh phúc
Số: 12/TB-NV Sơn Hà, ngày 03 tháng 6 năm 2024

THÔNG BÁO
Về việc khân trương triên khai, tông hợp các nhiệm vụ cải cách
{between}hành chính sáu tháng cuối năm

Trưởng phòng yêu câu các đơn vị thực hiên các nhiệm vụ sau:
"""
ITEMS = "1. Văn phòng lập danh sách.\n2. Đội Quản lý thị trường kiêm tra.\n"
SUBJECT = (
    "Về việc khân trương triên khai, tông hợp các nhiệm vụ cải cách hành chính sáu tháng cuối năm"
)


def test_header_columns_on_one_line_are_told_apart(pack: Pack) -> None:
    document = parse(HEAD.format(between=""), rules=pack).document
    assert (document.superior_organ_name, document.organ_name) == (
        "UBND huyện Sơn Hà",
        "Phòng Nội vụ",
    )
    assert (document.code, document.place) == ("12/TB-NV", "Sơn Hà")
    assert str(document.issued_date) == "2024-06-03"
    assert document.subject == SUBJECT


def test_a_subject_goes_on_behind_strokes_and_a_blank_line(pack: Pack) -> None:
    document = parse(HEAD.format(between="\n_——_—___ ") + ITEMS, rules=pack).document
    assert document.subject == SUBJECT


def test_page_numbers_are_known_where_those_of_some_pages_are_lost(pack: Pack) -> None:
    items = [f"{i}. Văn phòng lập báo cáo thứ {i}.\n\n" for i in range(1, 5)]
    pages = ["", "2\n\n", "3\n\n", "7\n\n"]
    text = HEAD.format(between="") + "".join(
        page + item for page, item in zip(pages, items, strict=True)
    )
    notice = parse(text, rules=pack)
    assert [task.text[-7:] for task in notice.tasks] == [f" thứ {i}." for i in range(1, 5)]


def test_a_heading_with_a_stop_names_who_acts(pack: Pack) -> None:
    text = HEAD.format(between="") + (
        "1. Đội Quản lý thị trường.\n\nKiêm tra các chợ trong huyện.\n\n"
        "2. UBND xã Lam Hà. „ L.>//\n\nRà soát danh sách.\n"
    )
    found = [[one.name for one in task.assignees] for task in parse(text, rules=pack).tasks]
    assert found == [["Đội Quản lý thị trường"], ["UBND xã Lam Hà"]]


def test_a_damaged_mark_at_the_end_belongs_to_no_text(pack: Pack) -> None:
    for mark in ("./.", ". /.", "./,", ".l.", "./"):
        text = HEAD.format(between="") + f"1. Đội Quản lý thị trường kiêm tra các chợ{mark}\n"
        (task,) = parse(text, rules=pack).tasks
        assert task.text.rstrip(".") == "Đội Quản lý thị trường kiêm tra các chợ", mark


def test_what_stands_below_the_end_mark_is_another_paragraph(pack: Pack) -> None:
    text = HEAD.format(between="") + (
        f"{ITEMS}\nYêu câu các đơn vị nghiêm túc triên khai thực hiện Thông báo này./.\n\n"
        "ứng tốt công việc\n"
    )
    notice = parse(text, rules=pack)
    assert [task.id for task in notice.tasks] == ["1", "2"]
    assert notice.body[-1].text == "ứng tốt công việc"


def test_names_of_the_header_are_read_as_they_are_known_and_told(pack: Pack) -> None:
    text = HEAD.format(between="").replace("PHÒNG NỘI VỤ", "SỞ THÔNG TIN VÀ TRUYÈN THÔNG") + ITEMS
    notice = parse(text, rules=pack)
    assert notice.document.organ_name == "Sở Thông tin và Truyền thông"
    told = [one.message for one in notice.diagnostics if one.code == "name-mended"]
    assert told == ['"Sở Thông tin và Truyèn Thông" is read as "Sở Thông tin và Truyền thông"']


def test_addressees_whose_list_begins_on_their_line_are_not_cut(pack: Pack) -> None:
    text = (
        "UBND TỈNH HÀ PHÚ\nSố: 12/UBND-KT\nV/v báo cáo tháng\n\n"
        "Kính gửi:  - Các Sở, cơ quan thuộc UBND tỉnh;\n- Công an tỉnh;\n- UBND các huyện.\n\n"
        "UBND tỉnh yêu cầu các cơ quan báo cáo trước ngày 10/6/2024.\n"
    )
    notice = parse(text, rules=pack)
    assert [node.kind for node in notice.body] == ["paragraph"]


def test_stamps_below_a_subject_are_none_of_it(pack: Pack) -> None:
    for stamp in ("TRUNG TÂM CÔNG BẢO TỈNH SƠN HÀ ——", "00G ụA RƯÊN 0G9OÔC, „ ¬ ố _ H ng : 1"):
        text = HEAD.format(between="").replace("\nTrưởng phòng", f"{stamp}\n\nTrưởng phòng")
        notice = parse(text + ITEMS, rules=pack)
        assert notice.document.subject == SUBJECT
        assert [one.code for one in notice.diagnostics].count("unplaced") == 1


def test_addressees_are_found_behind_a_stamp_and_without_a_mark(pack: Pack) -> None:
    text = (
        "UBND TỈNH HÀ PHÚ\nSố: 12/UBND-KT\nV/v khân trương triên khai, tông hợp báo cáo\n\n"
        "20 55g¿, TT) Kính gửi\n- Các Sở, cơ quan thuộc UBND tỉnh;\n- UBND các huyện.\n\n"
        "UBND tỉnh yêu câu các cơ quan thực hiên báo cáo trước ngày 10/6/2024.\n"
    )
    document = parse(text, rules=pack).document
    assert document.type_name == "Công văn"
    assert document.subject == "khân trương triên khai, tông hợp báo cáo"


def test_what_a_stamp_left_among_receivers_is_none(pack: Pack) -> None:
    text = (
        HEAD.format(between="")
        + ITEMS
        + (
            "\nNơi nhận: ẤN ;\n.....ˆx.ẽ PHÓ CỤC\n- Như trên;\n- Lãnh đạo Sở;\n\nTRƯỜNG\n"
            "- Các phòng;\n- Lưu: VT, TC. O›HIEU TRUƠNG\n"
        )
    )
    recipients = parse(text, rules=pack).recipients
    assert [one.name for one in recipients.entries] == ["Như trên", "Lãnh đạo Sở", "Các phòng"]
    assert recipients.archive == "VT, TC"


def test_a_name_above_an_order_to_the_same_body_is_no_task_of_its_own(pack: Pack) -> None:
    text = HEAD.format(between="") + (
        "1. Đội Quản lý thị trường.\n\n"
        "Giao Đội Quản lý thị trường phối hợp với Công an xã kiêm tra.\n"
    )
    (task,) = parse(text, rules=pack).tasks
    assert task.id == "1"
    assert [one.name for one in task.assignees] == ["Đội Quản lý thị trường", "Công an xã"]
