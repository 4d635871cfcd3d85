"""Bodies by name: which are meant on a day, and what is told of those that were not there."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pytest

import notice_cli
from notice_cli.check import check_rules
from notice_cli.entities import read
from notice_cli.gazetteer_files import names
from notice_cli.language import GAZETTEER
from notice_cli.rulefolders import read_sources
from notice_cli.rules import examine, load_rules
from notice_cli.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.rules import Pack

NOTICE = """\
UBND TỈNH LÀO CAI
VĂN PHÒNG
Số: 12/TB-VP
Lào Cai, ngày {day} tháng {month} năm {year}

THÔNG BÁO
Kết luận của Chủ tịch UBND tỉnh tại cuộc họp giao ban

1. {body} chủ trì rà soát hồ sơ.

Nơi nhận:
- Như trên;
- Lưu: VT.
"""
# A name in a notice of a day, and what is told of it.
TOLD = {
    ("Sở Kế hoạch và Đầu tư", "2025-02-28"): [],
    ("Sở Kế hoạch và Đầu tư", "2025-03-01"): ["body-ended: Sở Tài chính"],
    ("Giám đốc Sở KH và ĐT tỉnh Lào Cai", "2025-10-13"): ["body-ended: Sở Tài chính"],
    ("Sở KHĐT", "2025-10-13"): ["body-ended: Sở Tài chính"],
    ("Sở Tài chính", "2025-10-13"): [],
    ("Sở NN&MT", "2024-06-03"): ["body-not-yet: "],
    ("Sở NN&MT", "2025-06-03"): [],
    ("Bộ LĐ-TB&XH", "2025-03-10"): [
        "body-ended: Bộ Nội vụ, Bộ Giáo dục và Đào tạo, Bộ Y tế, Bộ Nông nghiệp và Môi trường"
    ],
    # Of one name, at two levels: the one of the province ended, that of the centre began.
    ("Cục Thuế tỉnh Lào Cai", "2024-05-06"): [],
    ("Cục Thuế tỉnh Lào Cai", "2025-05-06"): ["body-ended: Chi cục Thuế khu vực"],
    ("Cục Thuế tỉnh Lào Cai", "2025-10-13"): ["body-ended: Thuế tỉnh"],
    ("Cục Thuế", "2025-05-06"): [],
    ("Chi cục Thuế khu vực Bảo Yên", "2023-05-08"): [],
    ("Chi cục Thuế khu vực VIII", "2025-04-07"): [],
    ("Thuế cơ sở 3", "2025-08-04"): [],
    ("Sở VH-TT", "2025-08-04"): [],
    ("UBND huyện Mường Khương", "2025-06-30"): [],
    ("UBND huyện Mường Khương", "2025-07-01"): ["body-ended: xã"],
    ("Huyện ủy Mường Khương", "2025-07-01"): ["body-ended: Đảng ủy xã"],
    ("Công an huyện Mường Khương", "2025-04-01"): ["body-ended: Công an tỉnh, Công an xã"],
    ("UBND thành phố Đà Lạt", "2025-07-02"): ["body-ended: xã"],
    ("UBND thành phố Đà Nẵng", "2025-07-02"): [],
    ("Sở Y tế tỉnh Hòa Bình", "2025-07-02"): ["body-ended: tỉnh Phú Thọ"],
    ("Sở Y tế tỉnh Hòa Bình", "2025-06-02"): [],
    ("UBND xã Hòa Bình", "2025-07-02"): [],
    ("Vạn chài Bến Lội", "2025-07-02"): [],
}


@cache
def rules() -> Pack:
    """The built-in rules, loaded once."""
    return load_rules()


def told(name: str, day: str, pack: Pack) -> list[str]:
    """What is told of a name: the code, and what came after."""
    places = pack.fragment_matcher("place_behind")
    on = date.fromisoformat(day)
    found = pack.gazetteer.told(name, on, lambda rest: bool(places.find(rest)))
    after = [(one.code, one.message.partition("; after it: ")[2]) for one in found]
    return [f"{code}: {names}".replace('"', "") for code, names in after]


@pytest.mark.parametrize(("name", "day"), TOLD, ids=[" ".join(case) for case in TOLD])
def test_told_of_a_name(name: str, day: str) -> None:
    assert told(name, day, rules()) == TOLD[name, day]


def layer(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "rules.yaml").write_text(text, "utf-8")
    return folder


def diagnostics(body: str, day: tuple[int, int, int], pack: Pack) -> list[tuple[str, str]]:
    text = NOTICE.format(body=body, year=day[0], month=f"{day[1]:02}", day=f"{day[2]:02}")
    notice = notice_cli.parse(text, rules=pack)
    assert [task.id for task in notice.tasks] == ["1"]
    assert [one.name for one in notice.tasks[0].assignees] == [body]
    codes = ("body-ended", "body-not-yet", "abbreviation-open")
    return [
        (one.code, text[slice(*one.span)])
        for one in notice.diagnostics
        if one.code in codes and one.span
    ]


def test_a_body_that_had_ended_is_told_where_it_stands_and_keeps_its_name() -> None:
    found = diagnostics("Sở Giao thông vận tải", (2025, 10, 13), rules())
    assert found == [("body-ended", "Sở Giao thông vận tải")]


def test_before_its_end_nothing_is_told() -> None:
    assert diagnostics("Sở Giao thông vận tải", (2024, 10, 14), rules()) == []


def test_every_built_in_name_of_a_body_is_read_whole() -> None:
    merged, _ = examine(read_sources(()))
    missed = []
    for entry in merged.rules[GAZETTEER]:
        for name in names(entry):
            if " " not in name or entry.meaning.get("place"):
                continue
            found = read(Text.of(f"Giao {name} chủ trì, phối hợp với Công an xã rà soát."), rules())
            members = [member.name for e in found.entities for member in e.members]
            if members[:1] != [str(name)]:
                missed.append((str(name), members))
    assert missed == []


def test_a_name_of_a_layer_is_read_whole_and_in_lists(tmp_path: Path) -> None:
    office = layer(
        tmp_path / "office",
        "gazetteer:\n"
        "  - {id: bien, name: 'Sở Biển, Đảo và Nghề cá', level: province, among: so_name}\n"
        "  - {id: co, name: Tổ Rà phá vật nổ, level: commune}\n",
    )
    assert check_rules(office)[0] == []
    found = read(
        Text.of("Giao các Sở: Tài chính, Biển, Đảo và Nghề cá và Tổ Rà phá vật nổ rà soát."),
        load_rules(office),
    )
    bodies = [member.name for e in found.entities for member in e.members]
    assert bodies == ["Sở Tài chính", "Sở Biển, Đảo và Nghề cá", "Tổ Rà phá vật nổ"]


def test_a_known_name_cuts_no_longer_one(tmp_path: Path) -> None:
    office = layer(
        tmp_path / "office",
        "gazetteer:\n  - {id: tt, name: Trung tâm Khuyến nông, level: province}\n",
    )
    found = read(Text.of("Giao Trung tâm Khuyến nông Quốc gia rà soát."), load_rules(office))
    bodies = [member.name for e in found.entities for member in e.members]
    assert bodies == ["Trung tâm Khuyến nông Quốc gia"]


def test_a_layer_replaces_and_switches_off(tmp_path: Path) -> None:
    office = layer(
        tmp_path / "office",
        "pack: {disable: [gazetteer/so-giao-thong-van-tai]}\n"
        "gazetteer:\n"
        "  - id: so-ke-hoach-va-dau-tu\n"
        "    name: Sở Kế hoạch và Đầu tư\n"
        "    level: province\n"
        '    valid_to: "2025-02-20"\n',
    )
    pack = load_rules(office)
    assert told("Sở Giao thông vận tải", "2025-10-13", pack) == []
    assert told("Sở Kế hoạch và Đầu tư", "2025-02-25", pack) == ["body-ended: "]


def test_a_shared_short_form_is_settled_by_the_day_or_left_open(tmp_path: Path) -> None:
    office = layer(
        tmp_path / "office",
        "gazetteer:\n"
        "  - {id: a, name: Sở Văn hiến, abbreviations: [Sở VH], level: province}\n"
        "  - id: b\n"
        "    name: Sở Vận hành\n"
        "    abbreviations: [Sở VH]\n"
        "    level: province\n"
        '    valid_from: "2025-03-01"\n',
    )
    pack = load_rules(office)
    assert told("Sở VH", "2025-02-03", pack) == []
    assert told("Sở VH", "2025-04-01", pack) == ["abbreviation-open: "]


def test_one_word_alone_is_not_looked_for() -> None:
    found = read(Text.of("Hồ sơ gửi STC trước ngày 20/10/2025."), rules())
    assert [e.kind for e in found.entities] == ["date"]
