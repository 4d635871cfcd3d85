"""Strokes and lost spaces of scanned lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notice_cli import parse
from notice_cli.lines import split_lines
from notice_cli.mending import mender
from notice_cli.scrubbing import scrubbed

if TYPE_CHECKING:
    from notice_cli.rules import Pack


def lines_of(text: str, pack: Pack) -> tuple[list[str], list[str]]:
    kept, stains, _ = scrubbed(split_lines(text, pack), pack, mender(pack))
    return [line.value for line in kept], [line.value for line, _ in stains]


@pytest.mark.parametrize(
    ("read", "shown"),
    [
        ("phòng Nông. nghiệp và PTNT", "phòng Nông nghiệp và PTNT"),
        ("phối hợp với. Sở Xây dựng", "phối hợp với Sở Xây dựng"),  # no sentence ends so
        ("công tác vận động. để huy động vốn", "công tác vận động để huy động vốn"),
        ("1. Công đoàn. Bệnh viện thăm hỏi", "1. Công đoàn Bệnh viện thăm hỏi"),  # one name
        ("trước ngày. 14/3/2025", "trước ngày 14/3/2025"),
        ("trước ngày3/10/2025", "trước ngày 3/10/2025"),
        ("ngày 15 tháng 6năm 2025", "ngày 15 tháng 6 năm 2025"),
        ("triểnkhai thực hiện", "triển khai thực hiện"),
        ("Sở Tài chínhchủ trì", "Sở Tài chính chủ trì"),  # no other two words
        ("trước ngày 1 5/6/2025", "trước ngày 15/6/2025"),
        ("trước ngày 30/1 1/2025", "trước ngày 30/11/2025"),
        ("ngày 1 2 tháng 1 1 năm 2025", "ngày 12 tháng 11 năm 2025"),
        ("trước ngày 15/6/20 25", "trước ngày 15/6/2025"),
        ("__ Nhận Công điện này", "Nhận Công điện này"),
        ("theo Kết luận thanh tra của huyện `Nđg", "theo Kết luận thanh tra của huyện"),
        ("theo đúng quy định. Z2:", "theo đúng quy định."),
        ("UBND xã Lam Hà. „ L.>//", "UBND xã Lam Hà."),
        ("bệnh Dịch tả lợn. ¬", "bệnh Dịch tả lợn."),
        ("UBND các huyện. thành phố", "UBND các huyện, thành phố"),  # a comma of a list
        ("là nội dung |trọng tâm", "là nội dung trọng tâm"),
        ("3. Sở Du lịch| Sở Y tế kiểm tra", "3. Sở Du lịch, Sở Y tế kiểm tra"),
        ("từ ngày, 28/10/2024 đến nay", "từ ngày 28/10/2024 đến nay"),
        ("Chủ tịch ƯUBND xã", "Chủ tịch UBND xã"),  # one letter, read twice
    ],
)
def test_what_is_settled_is_put_right(read: str, shown: str, pack: Pack) -> None:
    assert lines_of(read, pack)[0] == [shown]


@pytest.mark.parametrize(
    "read",
    [
        "gặp khó khăn, v.v. các đơn vị",  # a short form
        "theo quy định của pháp luật. Làm rõ việc chậm",  # a sentence begins
        "của ông Lê Văn Năm. Nếu không nhận",  # a name, and no year
        "Giao Sở Y tế. Chủ trì kiểm tra",  # a sentence begins
        "1. Công an huyện. Chủ trì kiểm tra",
        "1. Báo cáo Chủ tịch. UBND huyện kiểm tra",  # one ends
        "Sở Y tế: chủ trì kiểm tra",
        "Sở Y tế chủ trì. UBND",  # what follows is on the next line
        "theo đúng quy định. Các sở",
        "đạt 12*",
        "tổng số 3 5/6 xã",
        "1 | Sở Du lịch | 20/9",  # a table
        "trong năm, 28 xã",
        "Công ty TUBND",
        "Thông tư số 12/2019/TT-BTC",
        "QL1A, DH3",
        "Công ty Trungnam, xã Krôngana",
    ],
)
def test_other_lines_stay_as_they_are(read: str, pack: Pack) -> None:
    assert lines_of(read, pack)[0] == [read]


def test_a_stain_inside_a_sentence_is_taken_out(pack: Pack) -> None:
    kept, stains = lines_of("khẩn trương kiện toàn Ban\n5)\n\nquản lý các chợ", pack)
    assert (kept, stains) == (["khẩn trương kiện toàn Ban", "quản lý các chợ"], ["5)"])


def test_a_marker_between_sentences_stays(pack: Pack) -> None:
    assert lines_of("như sau:\na)\nRà soát", pack)[1] == []


def test_spans_point_to_what_was_printed(pack: Pack) -> None:
    text = "phòng Nông. nghiệp, trước ngày3/10/2025"
    (line,), _, changed = scrubbed(split_lines(text, pack), pack, mender(pack))
    assert changed
    at = line.value.index("3/10/2025")
    start, end = line.text.span(at, at + 9)
    assert text[start:end] == "3/10/2025"


def test_a_space_lost_before_a_day_makes_no_later_one_due(pack: Pack) -> None:
    notice = parse(
        "THÔNG BÁO\n1. Sở Y tế bàn giao trước ngày10/02/2026, quyết toán trước ngày 15/3/2026.\n",
        rules=pack,
    )
    (task,) = notice.tasks
    assert str(task.due_date) == "2026-02-10"
    assert notice.source.repairs == ("strokes",)
