"""Runs ``entities.yaml``: what a paragraph speaks of, one paragraph a test."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import notice_cli
from notice_cli.entities import Reading, canonical, read
from notice_cli.references import References
from notice_cli.text import Text

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "entities.yaml").read_text("utf-8")
)
KEYS = {"text", "bodies", "entities", "persons", "references"}


@cache
def rules() -> notice_cli.Pack:
    """Give the built-in rules, loaded once."""
    return notice_cli.load_rules()


def reading(text: str) -> Reading:
    """Read a paragraph in which line feeds stand for inner breaks."""
    breaks = [at for at, char in enumerate(text) if char == "\n"]
    return read(Text.of(text.replace("\n", " ")), rules(), breaks)


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """Everything that a case tells of is found, and nothing else of its kind."""
    assert case.keys() <= KEYS
    assert len(case) > 1
    found = reading(case["text"])
    bodies = [entity for entity in found.entities if entity.kind == "bodies"]
    if "bodies" in case:
        assert [member.name for entity in bodies for member in entity.members] == case["bodies"]
    if "entities" in case:
        assert [found.words(entity.start, entity.end) for entity in bodies] == case["entities"]
    if "persons" in case:
        persons = found.within(0, len(found.text), "person")
        assert [found.words(entity.start, entity.end) for entity in persons] == case["persons"]
    if "references" in case:
        references = References([found], rules()).all
        assert len(references) == len(case["references"])
        for reference, expected in zip(references, case["references"], strict=True):
            assert {key: getattr(reference, key) for key in expected} == expected


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_places(case: dict[str, Any]) -> None:
    """Entities stand apart, in order; members stand inside theirs; the mask fits the text."""
    found = reading(case["text"])
    end = 0
    for entity in found.entities:
        if entity.kind in ("bodies", "reference", "person"):
            assert end <= entity.start < entity.end <= len(found.text)
            end = entity.end
        for member in entity.members:
            assert entity.start <= member.start < member.end <= entity.end
    assert len(found.coded) == len(found.folded) == len(found.text)


def test_ids() -> None:
    """A citation gives the id of its document, also where it is cited again."""
    first = reading("Giao Sở Y tế theo Công văn số 12/UBND-KT ngày 1/2/2025")
    second = reading("Thực hiện Công văn số 15/UBND-KT; Công văn số 12/UBND-KT ngày 1/2/2025")
    references = References([first, second], rules())
    assert [r.code for r in references.all] == ["12/UBND-KT", "15/UBND-KT"]
    assert [references.ids(first, e) for e in first.entities] == [(), ("R1",)]
    assert [references.ids(second, e) for e in second.entities] == [("R2",), ("R1",)]


def test_members_words() -> None:
    """A member's place are its own words, the shared head and place apart."""
    found = reading("UBND các xã: Tân Lập, Minh Hòa; cấp ủy, chính quyền xã Quan Sơn")
    words = [found.words(m.start, m.end) for e in found.entities for m in e.members]
    assert words == ["UBND các xã: Tân Lập", "Minh Hòa", "cấp ủy", "chính quyền xã Quan Sơn"]


def test_canonical() -> None:
    """Only what is known to be short is shortened, the author's spelling stays."""
    assert canonical("Uỷ ban nhân dân tỉnh", rules()) == "UBND tỉnh"
    assert canonical("Hội đồng nhân dân và Ủy ban nhân dân xã", rules()) == "HĐND và UBND xã"
    assert canonical("Thường trực Đảng uỷ", rules()) == "Thường trực Đảng uỷ"


def test_long_text_is_read_in_linear_time() -> None:
    """A very long list does not take more than its share: it is read at all."""
    found = reading("Ban Quản lý A và " * 3000)
    assert sum(len(entity.members) for entity in found.entities) == 3000
