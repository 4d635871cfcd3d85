"""Files that are no text are refused with the way to their text."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from conftest import ROOT
from notice_cli.cli import app
from notice_cli.errors import InputError
from notice_cli.formats import why_no_text
from notice_cli.source import decode

if TYPE_CHECKING:
    from pathlib import Path

    from notice_cli.rules import Pack


def zipped(name: str, content: str = "x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"%PDF-1.7\n...", "PDF.*pdftotext"),
        (b"{\\rtf1\\ansi Th\\'f4ng b\\'e1o}", "RTF.*soffice"),
        (zipped("[Content_Types].xml"), r"Word.*docx.*soffice"),
        (zipped("mimetype", "application/vnd.oasis.opendocument.text"), "OpenDocument.*soffice"),
        (zipped("notices/1.txt"), "archive.*unpack"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), r"\.doc.*soffice"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture.*OCR"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "picture.*OCR"),
        (b"II*\0" + bytes(50), "picture.*OCR"),
        (b"\x1f\x8b\x08" + bytes(50), "compressed.*unpack"),
    ],
)
def test_what_is_no_text_is_refused_with_the_way_out(data: bytes, told: str, pack: Pack) -> None:
    with pytest.raises(InputError, match=told):
        decode(data, "x", pack)


def test_the_command_line_refuses_it_and_goes_on(tmp_path: Path) -> None:
    pdf, text = tmp_path / "a.txt", tmp_path / "b.txt"
    pdf.write_bytes(b"%PDF-1.7\n1 0 obj\n")
    text.write_text("THÔNG BÁO\nKết luận\n1. Giao Sở Y tế rà soát.\n", "utf-8")
    result = CliRunner().invoke(app, ["parse", "-f", "jsonl", str(pdf), str(text)])
    assert result.exit_code == 1
    assert "this is a PDF file" in result.stderr
    assert "Sở Y tế" in result.stdout


def test_no_notice_is_taken_for_a_file() -> None:
    for path in ROOT.glob("*/**/*.txt"):
        assert why_no_text(path.read_bytes()) is None
