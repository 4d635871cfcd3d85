"""Promises about every notice: spans, lost lines, the same bytes again, any input ends."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from notice_cli import load_rules, parse, to_json
from notice_cli.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from notice_cli.model import Node, Notice
    from notice_cli.rules import Pack

SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
NOTICES = sorted((ROOT / "tests" / "notices").rglob("*.txt"))

HEADERS = [
    "",
    (
        "ỦY BAN NHÂN DÂN\nTỈNH PHÚ THỌ\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\n\nSố: 12/TB-UBND\nPhú Thọ, ngày 05 tháng 6 năm 2025\n\n"
    ),
]
TITLES = ["THÔNG BÁO\nKết luận của Chủ tịch UBND tỉnh Trần Văn Bình tại cuộc họp giao ban\n\n", ""]
OPENINGS = [
    (
        "Ngày 03/6/2025, Chủ tịch UBND tỉnh chủ trì cuộc họp. Sau khi nghe báo cáo, Chủ tịch UBND "
        "tỉnh kết luận như sau:\n"
    ),
    "",
]
PARTS = [
    (
        "1. Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng rà soát hồ sơ;\nbáo cáo UBND tỉnh "
        "trước ngày 20/6/2025.\n"
    ),
    "2. Sở Nội vụ tổng hợp theo Công văn số 345/UBND-\nKGVX ngày 02/6/2025 của UBND tỉnh.\n",
    "- Khẩn trương hoàn thành trong quý III/2025.\n",
    "I. Đánh giá chung\n",
    "a) Ủy ban nhân dân các xã, phường rà soát 100% hộ nghèo.\n",
    "  \tđường nội thị,\u00a0  vỉa hè \u200bvà hè phố\n",
    "\f\n2\n\n",
    "Hòa ho\u0300a hoa\u0301: ke\u0301\u0302t qua\u0309;\n",
    (
        "TT  Nội dung              Chủ trì         Thời hạn\n"
        "1   Rà soát hồ sơ         Sở Tài chính    20/6/2025\n"
        "2   Lập danh sách hộ dân  Sở Xây dựng     Quý III/2025\n"
    ),
    "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n",
    "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nLê Văn An\n",
    "\n",
    "./.\n",
]
notices = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(HEADERS),
        st.sampled_from(TITLES),
        st.sampled_from(OPENINGS),
        st.lists(st.sampled_from(PARTS), max_size=14).map("".join),
    ),
)


@cache
def rules() -> Pack:
    """The built-in rules; to load them for each notice would take longer than to read it."""
    return load_rules()


def nodes(children: tuple[Node, ...]) -> Iterator[Node]:
    for node in children:
        yield node
        yield from nodes(node.children)


def bare(text: str) -> str:
    """Letters and digits only, composed: what no repair may change."""
    text = re.sub(r"[\u200b\u00ad\ufeff]", "", text)
    # A tone typed before the hat composes only once the two are in order.
    text = re.sub("([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])", r"\2\1", text)
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if c.isalnum())


def pieces(notice: Notice) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every text of the output that has a span, with it."""
    for node in nodes(notice.body):
        yield node.text, node.span
    for task in notice.tasks:
        yield task.text, task.span
        for assignee in task.assignees:
            yield assignee.text, assignee.span
        for deadline in task.deadlines:
            yield deadline.text, deadline.span
    for reference in notice.references:
        yield reference.text, reference.span


def table_rows(text: str, notice: Notice) -> Iterator[tuple[int, int]]:
    """Where rows of tables stand, line by line: items behind the headings of a table."""
    heads = [d.span for d in notice.diagnostics if d.code == "table" and d.span]
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    for node in nodes(notice.body):
        if node.marker is not None and any(head[1] <= node.span[0] for head in heads):
            yield starts[node.lines[0] - 1], starts[node.lines[1]]


def assert_spans(text: str, notice: Notice) -> None:
    dropped = [d.span for d in notice.diagnostics if d.code == "furniture" and d.span]
    rows = list(table_rows(text, notice))
    for words, (start, end) in pieces(notice):
        assert 0 <= start <= end <= len(text)
        # A page number inside a paragraph belongs to the page, not to the words.
        inside = [(a, b) for a, b in dropped if start <= a and b <= end]
        kept, at = "", start
        for a, b in inside:
            kept, at = kept + text[at:a], b
        slice_, expected = bare(kept + text[at:end]), bare(words)
        # A cell that goes on over lines has the words of other cells between its own.
        in_row = any(a <= start and end <= b for a, b in rows)
        in_order = iter(slice_)
        between = in_row and all(char in in_order for char in expected)
        assert slice_ == expected or between


def assert_lines(text: str, notice: Notice) -> None:
    """Every non-blank line is in the body, in a block, or told."""
    told = [d.span for d in notice.diagnostics if d.span]
    blocks = [
        span
        for part in (notice.document, notice.event, notice.recipients, notice.signature)
        for spans in part.spans.values()
        for span in (spans if isinstance(spans, list) else [spans])
    ]
    body = [node.lines for node in nodes(notice.body)]
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        end = start + len(line)
        if line.strip(" \t\r\f\u00a0\u200b"):
            assert any(first <= number <= last for first, last in body) or any(
                a < end and b > start for a, b in [*told, *blocks]
            ), f"line {number} is lost: {line!r}"
        start = end + 1


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(notices)
def test_any_notice_keeps_its_promises(text: str) -> None:
    try:
        notice = parse(text, rules=rules())
    except InputError:
        assert not text.strip()
        return
    assert_spans(text, notice)
    assert_lines(text, notice)
    ids = [task.id for task in notice.tasks]
    assert len(ids) == len(set(ids))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_input_ends_in_a_document_or_an_input_error(data: bytes) -> None:
    try:
        notice = parse(data, rules=rules())
    except InputError:
        return
    assert to_json(notice) == to_json(parse(data, rules=rules()))


@pytest.mark.parametrize("path", [*SAMPLES, *NOTICES], ids=lambda path: str(path.stem))
def test_our_notices_keep_their_promises(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notice = parse(text, rules=rules())
    assert_spans(text, notice)
    assert_lines(text, notice)


def test_each_process_gives_the_same_bytes() -> None:
    """Sets of words have another order in each process, and must decide nothing."""
    command = [sys.executable, "-m", "notice_cli", "parse", "-f", "jsonl", *map(str, NOTICES)]
    first, *others = (
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, check=True
        ).stdout
        for seed in ("1", "2", "3")
    )
    assert len(first.splitlines()) == len(NOTICES)
    assert all(other == first for other in others)
