"""Lines that mail wrapped twice are put together again; others stay as they are."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from notice_cli import load_rules, parse
from notice_cli.lines import split_lines
from notice_cli.ragged import unwrapped_twice
from same import LATER, NOTICES, rules_for, untouched

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.rules import Pack

TEXT = """\
1. Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng và các đơn vị có liên quan rà soát toàn bộ \
hồ sơ quyết toán các công trình đã hoàn thành trước năm 2024, báo cáo Ủy ban nhân dân tỉnh kết quả \
trước ngày 20/10/2025 để xem xét, chỉ đạo theo thẩm quyền được phân cấp.
2. Sở Nội vụ tổng hợp.
3. Ủy ban nhân dân các xã, phường tổ chức kiểm tra việc quản lý trật tự xây dựng trên địa bàn theo \
kế hoạch đã được phê duyệt, xử lý nghiêm các trường hợp vi phạm, gửi kết quả về Sở Xây dựng trong \
tháng 11/2025 để tổng hợp chung toàn tỉnh.
""".splitlines()


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_rules()


def wrapped(*widths: int) -> str:
    lines = list(TEXT)
    for width in widths:
        lines = [part for line in lines for part in textwrap.wrap(line, width)]
    return "\n".join(lines) + "\n"


def values(text: str, pack: Pack) -> list[str]:
    return [line.value for line in unwrapped_twice(split_lines(text, pack), pack)[0]]


@pytest.mark.parametrize("widths", [(80, 65), (76, 60), (100, 72)])
def test_rests_go_back_behind_their_lines(widths: tuple[int, int], pack: Pack) -> None:
    assert values(wrapped(*widths), pack) == wrapped(widths[0]).splitlines()


@pytest.mark.parametrize("width", [50, 65, 80, 120])
def test_lines_that_were_wrapped_once_stay(width: int, pack: Pack) -> None:
    assert values(wrapped(width), pack) == wrapped(width).splitlines()


def test_it_is_told_and_lines_and_spans_hold(pack: Pack) -> None:
    text = wrapped(80, 65)
    notice = parse(text, rules=pack)
    assert "wrapped-twice" in notice.source.repairs
    told = [one.message for one in notice.diagnostics if one.code == "wrapped-twice"]
    assert told == ["lines were wrapped at 80 characters and again at 65; read as wrapped once"]
    assert [task.text for task in notice.tasks] == [words[3:] for words in TEXT]
    for task in notice.tasks:
        first, last = task.lines
        lines = text.split("\n")[first - 1 : last]
        assert " ".join(lines)[3:] == task.text
        assert " ".join(text[slice(*task.span)].split("\n")) == task.text


@pytest.mark.parametrize("path", [*NOTICES, *LATER], ids=lambda path: str(path.stem))
def test_no_notice_of_ours_was_wrapped_twice(path: Path) -> None:
    notice = parse(untouched(path)[0].text, rules=rules_for(path))
    assert "wrapped-twice" not in notice.source.repairs
