"""Old encodings are told for sure or not at all; clean text is never touched."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from conftest import ROOT
from notice_cli import parse
from notice_cli.cli import app
from notice_cli.encodings import LEGACY, Encoding
from notice_cli.errors import InputError
from notice_cli.lost_case import restore_case
from notice_cli.source import decode
from old_encodings import encode, lossless, mojibake, western

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.model import Notice
    from notice_cli.rules import Pack

SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
NOTICES = [*SAMPLES, *sorted((ROOT / "tests" / "notices").glob("*.txt"))]
by_name = pytest.mark.parametrize("path", NOTICES, ids=lambda path: str(path.stem))
old = pytest.mark.parametrize("encoding", LEGACY)

SENTENCE = "Giao Sở Tài chính chủ trì, phối hợp với các đơn vị tổng hợp, báo cáo UBND tỉnh.\n"
ENGLISH = "The “Board” approved — in principle — the café’s résumé: £5, 20 °C, naïve coöperation.\n"
FRENCH = (
    "Là où la forêt s'étend, les élèves âgés de huit à dix ans étaient déjà très fatigués : "
    "« Où êtes-vous ? », a demandé l’institutrice. Ça suffit, à bientôt, cœur et œuvre, hôtel.\n"
)
GERMAN = "Die Größe der Bäume überraschte alle Schüler; schöne Grüße aus Köln, größtenteils müde.\n"
CHINESE = "越南政府关于行政文书的通知，请各单位认真贯彻执行。\n"
# Vietnamese without one letter that older encodings lack.
PLAIN = "Và các bà, các ông có hai con bò, ba con cá; cô giáo là má, chú Ba Lê đi sông Bé.\n"
CLEAN = {
    "vietnamese": SENTENCE,
    "vietnamese of few letters": PLAIN,
    "vietnamese without accents": "Giao So Tai chinh chu tri, phoi hop voi cac don vi.\n",
    "english": ENGLISH,
    "french": FRENCH,
    "german": GERMAN,
    "chinese": CHINESE,
    "all of them": ENGLISH + FRENCH + CHINESE + SENTENCE,
    "symbols": "• ½ × ¼ = ⅛; © 2025 ® ™ § 5 ¶ 3 ± 0,5 µm\n",
}


def facts(notice: Notice) -> list[object]:
    """What a reader wants of a notice, in small letters."""
    tasks = [
        (
            task.id,
            task.text.lower(),
            [(one.name.lower(), one.role, one.source) for one in task.assignees],
            task.due_date,
            task.deadline_type,
        )
        for task in notice.tasks
    ]
    return [tasks, notice.document.code, notice.document.issued_date, len(notice.references)]


@by_name
@old
def test_a_notice_in_an_old_encoding_gives_its_tasks(
    path: Path, encoding: Encoding, pack: Pack
) -> None:
    text = lossless(path.read_text("utf-8"), encoding)
    found = parse(encode(text, encoding), rules=pack)
    assert found.source.encoding == encoding
    assert facts(found) == facts(parse(text, rules=pack))
    assert [d.code for d in found.diagnostics].count("encoding") == 1


@by_name
@pytest.mark.parametrize("encoding", [e for e in LEGACY if e != "tcvn3"])
def test_decoding_gives_the_very_text(path: Path, encoding: Encoding, pack: Pack) -> None:
    text = lossless(path.read_text("utf-8"), encoding)
    assert decode(encode(text, encoding), "x", pack).value == text


@by_name
def test_the_abc_fonts_lose_capitals_only(path: Path, pack: Pack) -> None:
    text = path.read_text("utf-8")
    value = decode(encode(text, "tcvn3"), "x", pack).value
    assert value.lower() == text.lower()
    # A capital with an accent that begins a name, or a sentence, is all that is lost.
    assert sum(a != b for a, b in zip(value, text, strict=True)) <= 3


@by_name
@old
def test_letters_of_an_old_font_in_utf_8(path: Path, encoding: Encoding, pack: Pack) -> None:
    text = lossless(path.read_text("utf-8"), encoding)
    data = encode(text, encoding)
    # Some programs take the bytes 80 to 9F for control characters.
    stored = data.decode("latin-1") if encoding == "viscii" else western(data)
    found = decode(stored.encode(), "x", pack)
    assert found.encoding == "utf-8"
    assert found.value.lower() == text.lower()
    assert found.repairs == ("nfc" if encoding == "cp1258" else encoding,)


@by_name
def test_utf_8_read_as_western_is_read_again(path: Path, pack: Pack) -> None:
    text = path.read_text("utf-8")
    for spoilt in (mojibake(text), mojibake(text).replace("\xa0", " ")):
        found = decode(spoilt.encode(), "x", pack)
        assert (found.encoding, found.repairs) == ("utf-8", ("mojibake",))
        assert found.value == text


@by_name
def test_clean_notices_are_not_touched(path: Path, pack: Pack) -> None:
    data = path.read_bytes()
    found = decode(data, "x", pack)
    assert (found.value, found.encoding, found.told) == (data.decode(), "utf-8", ())
    assert set(found.repairs) <= {"nfc"}


@pytest.mark.parametrize("name", CLEAN)
@pytest.mark.parametrize("times", [1, 40])
def test_no_false_repair(name: str, times: int, pack: Pack) -> None:
    text = CLEAN[name] * times
    found = decode(text.encode(), "x", pack)
    assert (found.value, found.encoding, found.repairs) == (text, "utf-8", ())


def test_composed_later_is_told(pack: Pack) -> None:
    found = decode(unicodedata.normalize("NFD", SENTENCE).encode(), "x", pack)
    assert found.repairs == ("nfc",)
    assert found.value != SENTENCE  # spans point into what came


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_marks_and_utf_16(encoding: str, mark: str, pack: Pack) -> None:
    found = decode((mark + SENTENCE).encode(encoding), "x", pack)
    assert (found.value, found.encoding) == (SENTENCE, encoding)
    assert found.repairs == (("bom",) if mark else ())


@pytest.mark.parametrize(
    "data",
    [
        FRENCH.encode("cp1252"),
        ENGLISH.encode("cp1252"),
        CHINESE.encode("gb18030"),
        "Об утверждении перечня сведений\n".encode("cp1251"),
        "Về việc".encode("cp1258", "ignore") + b"\xff",
        b"\xed\xa0\x80 a lone surrogate",
    ],
)
def test_what_cannot_be_told_is_refused_with_the_way_out(data: bytes, pack: Pack) -> None:
    with pytest.raises(InputError, match="--encoding"):
        decode(data, "x", pack)


def test_damaged_utf_8_is_refused_with_its_place(pack: Pack) -> None:
    data = SENTENCE.encode() * 5
    with pytest.raises(InputError, match=rf"damaged at byte {len(data)}"):
        decode(data + "đ".encode()[:1] + b" ", "x", pack)


def test_text_that_is_none_is_refused_like_bytes(pack: Pack) -> None:
    with pytest.raises(InputError):
        parse("\ud800", rules=pack)


@old
def test_an_encoding_that_is_told_is_not_questioned(encoding: Encoding, pack: Pack) -> None:
    short = "Sở Y tế"
    with pytest.raises(InputError):
        decode(encode(short, encoding), "x", pack)
    found = decode(encode(short, encoding), "x", pack, encoding)
    assert (found.value.lower(), found.encoding) == (short.lower(), encoding)


def test_utf_8_that_is_told_is_not_repaired(pack: Pack) -> None:
    spoilt = mojibake(SENTENCE)
    assert decode(spoilt.encode(), "x", pack, "utf-8").value == spoilt
    with pytest.raises(InputError, match="damaged utf-16-le at byte"):
        decode(b"\xff\xfea\0b", "x", pack, "utf-16-le")


def test_the_command_line_takes_every_encoding(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    for encoding in get_args(Encoding):
        utf = encoding.startswith("utf")
        path.write_bytes(SENTENCE.encode(encoding) if utf else encode(SENTENCE, encoding))
        for command in ("parse", "show"):
            result = CliRunner().invoke(app, [command, "--encoding", encoding, str(path)])
            assert "Sở Tài chính" in result.stdout
    result = CliRunner().invoke(app, ["parse", "--encoding", "latin-1", str(path)])
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("THÔNG BáO", "THÔNG BÁO"),
        ("Uỷ BAN NHâN DâN", "UỶ BAN NHÂN DÂN"),
        ("Uỷ ban nhân dân", "Uỷ ban nhân dân"),
        ("TL. CHủ TịCH", "TL. CHỦ TỊCH"),
        ("Hà NộI - Tự DO", "HÀ NỘI - TỰ DO"),
        ("Số: 12/TB-UBND", "Số: 12/TB-UBND"),
        ("ông Lê Hà UBND xã", "ông Lê Hà UBND xã"),
        ("Lê Văn An", "Lê Văn An"),
        ("Sở Y tế", "Sở Y tế"),
    ],
)
def test_case_comes_back_where_the_words_tell_it(text: str, expected: str) -> None:
    assert restore_case(text) == expected


@given(st.binary(max_size=200), st.sampled_from([None, *get_args(Encoding)]))
def test_any_bytes_end_in_text_or_an_input_error(data: bytes, told: Encoding | None) -> None:
    from notice_cli import load_rules  # noqa: PLC0415 - no fixture for hypothesis

    pack = load_rules()
    try:
        found = decode(data, "x", pack, told)
    except InputError:
        return
    assert found.value.strip()


def test_letters_of_other_scripts_inside_a_word_are_mended_and_told(pack: Pack) -> None:
    notice = "THÔNG BÁO\nKết luận cuộc họp\n1. Giao Sở Nội vụ rà soát trước ngày 05/5/2026.\n"
    mixed = (
        notice.replace("Sở", "\u0405ở")
        .replace("soát", "s\u043eát")
        .replace("ngày", "ng\u0430\u0300y")
    )
    read = parse(mixed, rules=pack)
    assert "look-alikes" in read.source.repairs
    plain = parse(notice, rules=pack)
    assert [t.text for t in read.tasks] == [t.text for t in plain.tasks]
    assert [t.due_date for t in read.tasks] == [t.due_date for t in plain.tasks]
    assert [[a.name for a in t.assignees] for t in read.tasks] == [["Sở Nội vụ"]]


def test_words_wholly_in_another_script_stay(pack: Pack) -> None:
    words = "\u041c\u043e\u0441\u043a\u0432\u0430"
    task = f"1. Giao Sở Ngoại vụ làm việc với đoàn {words} trước ngày 05/5/2026."
    notice = f"THÔNG BÁO\nKết luận\n{task}\n"
    read = parse(notice, rules=pack)
    assert words in read.tasks[0].text
    assert "look-alikes" not in read.source.repairs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Giao Sở Y tế rà soát \u0441\u043e kết quả",
            "Giao Sở Y tế rà soát co kết quả",
        ),
        ("Số: 31/\u041a\u041d-UBND", "Số: 31/KH-UBND"),
        (
            "Ông \u041c\u043e\u0441\u043a\u0432\u0430 \u0438 \u0442\u043e\u043f dự họp",
            None,
        ),
        ("chiều dài \u03b1 = 5, \u03a3 = 7, \u03b2 \u03c0", None),
    ],
)
def test_words_in_letters_that_look_the_same(text: str, expected: str | None, pack: Pack) -> None:
    assert decode(text.encode(), "x", pack).value == (expected or text)


def test_the_encoding_that_python_is_told_is_taken(pack: Pack) -> None:
    assert parse(encode(SENTENCE, "vni"), rules=pack, encoding="vni").source.encoding == "vni"
    # Clean UTF-8 is refused as UTF-16, not read as what it shows itself to be.
    with pytest.raises(InputError, match="damaged utf-16-le"):
        parse(b"\xff\xfe\x00", rules=pack, encoding="utf-16-le")
    assert parse(SENTENCE, rules=pack, encoding="vni").source.encoding == "utf-8"
