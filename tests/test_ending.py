"""Receivers, archive note and signature from their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notice_cli.ending import read_recipients, read_signature
from notice_cli.lines import split_lines

if TYPE_CHECKING:
    from notice_cli.rules import Pack

Entries = list[tuple[str, str | None]]


@pytest.mark.parametrize(
    ("text", "entries", "archive"),
    [
        (
            "Nơi nhận:\n- Thường trực Tỉnh ủy (để b/c);\n- Sở Y tế (t/h);\n- Lưu: VT, KTTH (LC).",
            [("Thường trực Tỉnh ủy", "để b/c"), ("Sở Y tế", "t/h")],
            "VT, KTTH (LC)",
        ),
        # Wrapped, with and without an indent.
        (
            "- Các Sở: Y tế,\n  Tài chính;\n- C,PCVP UBND tỉnh,\ncác phòng CV;\n- Lưu: VT,\nKT.",
            [("Các Sở: Y tế, Tài chính", None), ("C,PCVP UBND tỉnh, các phòng CV", None)],
            "VT, KT",
        ),
        # No dashes; other dashes; the Party's commas; no archive.
        ("Sở Y tế;\nUBND xã.\nLưu: VT.", [("Sở Y tế", None), ("UBND xã", None)], "VT"),
        (
            "~ Sở Y tế;\n• UBND xã;\n* Báo tỉnh.",
            [("Sở Y tế", None), ("UBND xã", None), ("Báo tỉnh", None)],
            None,
        ),
        (
            "- Các huyện uỷ,\n- Lưu Văn phòng Tỉnh uỷ.",
            [("Các huyện uỷ", None)],
            "Văn phòng Tỉnh uỷ",
        ),
        # A name or a number in brackets is no purpose.
        (
            "- PCT UBND tỉnh (Trần Văn Bình);\n- VT (2b).",
            [("PCT UBND tỉnh (Trần Văn Bình)", None), ("VT (2b)", None)],
            None,
        ),
        # What stands beside or below is the signature's.
        (
            "Nơi nhận: KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n- Như trên;\n- UBND xã.\nLê Thị Hồng Minh",
            [("Như trên", None), ("UBND xã", None)],
            None,
        ),
        # Borders of a table; what a scanner made of dots.
        ("|- Như trên;  |\n|- Lưu: VT   |", [("Như trên", None)], "VT"),
        ("- Bộ Nội vụ; Ẳ\n- UBND xã; ^", [("Bộ Nội vụ", None), ("UBND xã", None)], None),
        ("", [], None),
    ],
)
def test_recipients(pack: Pack, text: str, entries: Entries, archive: str | None) -> None:
    recipients = read_recipients(split_lines(text, pack), pack)
    assert [(r.name, r.purpose) for r in recipients.entries] == entries
    assert recipients.archive == archive


def test_spans_of_recipients(pack: Pack) -> None:
    text = "Nơi nhận:\n- Sở Xây dựng, \n\n  Sở Y tế (b/c);\n- Lưu: VT, KT.\n"
    spans = read_recipients(split_lines(text, pack), pack).spans
    entries, archive = spans["entries"], spans["archive"]
    assert isinstance(entries, list)
    assert isinstance(archive, tuple)
    assert [text[slice(*s)] for s in entries] == ["Sở Xây dựng, \n\n  Sở Y tế (b/c)"]
    assert text[slice(*archive)] == "VT, KT"


@pytest.mark.parametrize(
    ("text", "competence", "position", "name"),
    [
        (
            "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\n\n\nPhùng Tô Long",
            ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG"],
            "PHÓ CHÁNH VĂN PHÒNG",
            "Phùng Tô Long",
        ),
        ("CHÁNH VĂN PHÒNG\n(Đã ký)\nLê Trí Hà", [], "CHÁNH VĂN PHÒNG", "Lê Trí Hà"),
        (
            "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nNông Thị Duyên",
            ["T/M BAN THƯỜNG VỤ"],
            "PHÓ BÍ THƯ",
            "Nông Thị Duyên",
        ),
        (
            "TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ\nPhạm Đức Long",
            ["TUQ. CHỦ TỊCH"],
            "GIÁM ĐỐC SỞ NỘI VỤ",
            "Phạm Đức Long",
        ),
        (
            "KT. BỘ TRƯỞNG, CHỦ NHIỆM\nPHÓ CHỦ NHIỆM\nVũ Đình Khải",
            ["KT. BỘ TRƯỞNG, CHỦ NHIỆM"],
            "PHÓ CHỦ NHIỆM",
            "Vũ Đình Khải",
        ),
        # Titles before the name are none of it.
        ("HIỆU TRƯỞNG\nPGS.TS. Hoàng Văn Quyết", [], "HIỆU TRƯỞNG", "Hoàng Văn Quyết"),
        ("GIÁM ĐỐC\nĐại tá Nguyễn Văn An", [], "GIÁM ĐỐC", "Nguyễn Văn An"),
        # A title on two lines; no name; no title.
        (
            "TL. HIỆU TRƯỞNG\nTRƯỞNG PHÒNG\nĐÀO TẠO\nTô Hà",
            ["TL. HIỆU TRƯỞNG"],
            "TRƯỞNG PHÒNG ĐÀO TẠO",
            "Tô Hà",
        ),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG", ["TL. CHỦ TỊCH"], "CHÁNH VĂN PHÒNG", None),
        ("Trần Hoàng Tuấn", [], None, "Trần Hoàng Tuấn"),
        # Two signers: the first.
        ("GIÁM ĐỐC\nTô Hà\nTRƯỞNG BAN\nLê Na", [], "GIÁM ĐỐC", "Tô Hà"),
        ("", [], None, None),
    ],
)
def test_signature(
    pack: Pack, text: str, competence: list[str], position: str | None, name: str | None
) -> None:
    signature = read_signature(split_lines(text, pack), pack)
    assert list(signature.competence) == competence
    assert (signature.position, signature.full_name) == (position, name)


def test_spans_of_a_signature(pack: Pack) -> None:
    text = "TL. CHỦ TỊCH\n\nCHÁNH VĂN PHÒNG\n\nTS. Lê Trí Hà\n"
    spans = read_signature(split_lines(text, pack), pack).spans
    name, position = spans["full_name"], spans["position"]
    assert isinstance(name, tuple)
    assert isinstance(position, tuple)
    assert text[slice(*name)] == "Lê Trí Hà"
    assert text[slice(*position)] == "CHÁNH VĂN PHÒNG"
