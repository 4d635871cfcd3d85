"""Names that a notice itself makes known."""

from __future__ import annotations

import notice_cli

NOTICE = """UBND TỈNH LÀO CAI
Số: 15/TB-UBND
Lào Cai, ngày 05 tháng 5 năm 2026
THÔNG BÁO
Kết luận cuộc họp về cung ứng điện
Chủ tịch UBND tỉnh kết luận:
1. {}
2. {}
Nơi nhận:
- Lưu: VT.
"""


def leads(first: str, second: str) -> list[list[str]]:
    tasks = notice_cli.parse(NOTICE.format(first, second)).tasks
    return [[a.name for a in task.assignees if a.role == "lead"] for task in tasks]


def test_a_short_form_in_brackets_stands_for_the_body() -> None:
    assert leads(
        "Tập đoàn Công nghiệp Than - Khoáng sản Việt Nam (TKV) giao đủ than.",
        "TKV báo cáo tiến độ hằng tuần.",
    )[1:] == [["TKV"]]


def test_a_short_form_that_the_notice_calls_so() -> None:
    assert leads(
        "Giao Công ty Cổ phần Cấp nước Lào Cai (sau đây gọi tắt là Cấp nước Lào Cai) lập hồ sơ.",
        "Cấp nước Lào Cai chủ trì rà soát.",
    )[1:] == [["Cấp nước Lào Cai"]]


def test_without_a_body_before_the_brackets_nothing_is_defined() -> None:
    assert leads("Sở Công Thương rà soát chỉ số tiếp cận (TKV).", "TKV báo cáo hằng tuần.") != [
        ["Sở Công Thương"],
        ["TKV"],
    ]


def test_a_name_that_is_whole_in_one_place_is_so_in_the_other() -> None:
    first = "Giao Ban Quản lý bảo trì đường bộ chủ trì lập kế hoạch."
    second = "Ban Quản lý bảo trì đường bộ rà soát."
    assert leads(first, second) == [["Ban Quản lý bảo trì đường bộ"]] * 2


def test_capitals_do_not_count_in_names_of_a_scanned_text() -> None:
    text = NOTICE.format(
        "Giao UBND xã Quảng Tín khân trương triên khai, phôi hợp rà soát.",
        "UBND xã Quảng tín tông hợp, báo cáo UBND huyện.",
    )
    tasks = notice_cli.parse(text).tasks
    assert [task.assignees[0].name for task in tasks] == ["UBND xã Quảng Tín", "UBND xã Quảng tín"]


PRESENT = """{} chủ trì họp; cùng dự có {}. Sau khi nghe báo cáo, Chủ tịch UBND tỉnh kết luận:
1. {}
2. Sở Công Thương rà soát.
"""


def first_leads(present: str, task: str) -> list[str]:
    """Who leads the first task of a meeting with those present."""
    opening = "Ngày 05/5/2026, Chủ tịch UBND tỉnh"
    head = NOTICE.partition("Chủ tịch UBND tỉnh kết luận")[0]
    tasks = notice_cli.parse(head + PRESENT.format(opening, present, task)).tasks
    return [one.name for one in tasks[0].assignees if one.role == "lead"]


def test_a_name_in_the_list_of_those_present_is_one_to_its_end() -> None:
    task = "Ban Quản lý bảo dưỡng cầu phà cải tạo mặt cầu xong trước ngày 20/5/2026."
    assert first_leads("Sở Xây dựng, Công an tỉnh", task) != ["Ban Quản lý bảo dưỡng cầu phà"]
    present = "Sở Xây dựng, Ban Quản lý bảo dưỡng cầu phà, Công an tỉnh"
    assert first_leads(present, task) == ["Ban Quản lý bảo dưỡng cầu phà"]


def test_two_that_the_list_does_not_part_are_not_one_name() -> None:
    present = "Trung tâm Chăm sóc khách hàng và 17 Công ty Điện lực"
    task = f"{present} trực 24/24 giờ."
    assert first_leads(present, task) != [present]
