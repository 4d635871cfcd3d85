"""Notices that are printed to PDF come back from real converters with the same tasks."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, lacking
from printed import CONVERTERS, FONTS, compose, print_page
from same import NOTICES, rules, unlike

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = [path for path in NOTICES if path.parent == ROOT / "samples"]
# What is printed in type of how many points: both of the sizes that Decree 30/2020 allows.
SIZES = {13: SAMPLES, 14: NOTICES}
# What the printed form loses, by size and name, with the reason.
STROKE = "pdftotext drops the stroke at a line's end that parts a person from an office"
SPLIT = "whom to report to begins a line behind a blank one, as pdfminer writes it, and is cut off"
EXCEPTIONS = {
    (14, "district-citizen-dialogue"): f"{STROKE}; {SPLIT}",
    (14, "vpcp-iuu-steering-committee"): SPLIT,
}


@pytest.fixture(scope="module", autouse=True)
def _tools() -> None:
    """Skip, and say so, where the tools are missing; they are required where CI=true."""
    missing = [tool for tool in ("pdftotext",) if not shutil.which(tool)]
    missing += [name for name in ("reportlab", "pdfminer") if find_spec(name) is None]
    missing += [] if (FONTS / "FreeSerif.ttf").exists() else ["fonts-freefont-ttf"]
    if missing:
        lacking(", ".join(missing))


@cache
def printed(path: Path, size: int, folder: Path) -> Path:
    pdf = folder / f"{path.stem}-{size}.pdf"
    print_page(compose(path.read_text("utf-8"), rules()), pdf, size)
    return pdf


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pdf")


@pytest.mark.parametrize("name", CONVERTERS)
@pytest.mark.parametrize("size", SIZES)
def test_a_converter_gives_back_the_same_notice(name: str, size: int, folder: Path) -> None:
    found = []
    for path in SIZES[size]:
        pdf = printed(path, size, folder)
        text = CONVERTERS[name](pdf)
        # For whoever looks: what came back lies beside what was printed.
        pdf.with_suffix(f".{name}.txt").write_bytes(text)
        # The layout keeps the indent, which tells where a paragraph begins.
        if name == "pdftotext-layout" or (size, path.stem) not in EXCEPTIONS:
            found += unlike(path, text)
    assert not found, "\n".join(found)


def test_the_samples_are_printed_on_several_pages(folder: Path) -> None:
    pages = []
    for path in SAMPLES:
        text = CONVERTERS["pdftotext"](printed(path, 14, folder)).decode()
        pages.append(text.count("\f"))
        assert all(
            page.startswith(f"{number}\n") for number, page in enumerate(text.split("\f")[1:-1], 2)
        )
    assert sum(count > 1 for count in pages) >= 5
