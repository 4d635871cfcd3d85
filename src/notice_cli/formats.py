"""Files that are no text: what they are by their first bytes, and how their text is had."""

from __future__ import annotations

# What a file begins with, what it is, and what to do.
_WORD = "save it as text in its program, or: soffice --headless --convert-to txt:Text"
_ZIP, _PDF, _RTF, _OLE = b"PK\x03\x04", b"%PDF-", b"{\\rtf", b"\xd0\xcf\x11\xe0"
# What word processors write.
OFFICE = (_ZIP, _PDF, _RTF, _OLE)
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (_PDF, "a PDF file", "extract its text first: pdftotext -layout"),
    (_RTF, "an RTF file", _WORD),
    (_OLE, "an old Word or Excel file (.doc, .xls)", _WORD),
    (b"\x89PNG", "a picture", "have a scanner's program read its text first (OCR)"),
    (b"\xff\xd8\xff", "a picture", "have a scanner's program read its text first (OCR)"),
    (b"II*\0", "a picture", "have a scanner's program read its text first (OCR)"),
    (b"MM\0*", "a picture", "have a scanner's program read its text first (OCR)"),
    (b"Rar!", "an archive", "unpack it first"),
    (b"\x1f\x8b", "a compressed file", "unpack it first: gunzip"),
    (b"7z\xbc\xaf", "an archive", "unpack it first"),
)
# The first member of a document in a zip archive tells which program wrote it.
_ZIPPED: tuple[tuple[bytes, str, str], ...] = (
    (b"[Content_Types].xml", "a Word or Excel file (.docx, .xlsx)", _WORD),
    (b"_rels/", "a Word or Excel file (.docx, .xlsx)", _WORD),
    (b"word/", "a Word file (.docx)", _WORD),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file (.odt)", _WORD),
)
_HEAD = 200


def why_no_text(data: bytes) -> str | None:
    """What a file is that is no text, and how to get at its text; None where it may be one."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(_ZIP):
        inside = data[30:_HEAD]
        for start, kind, advice in _ZIPPED:
            if inside.startswith(start):
                return f"this is {kind}, no text; {advice}"
        return "this is an archive (zip), no text; unpack it first"
    for start, kind, advice in _KINDS:
        if head.startswith(start):
            return f"this is {kind}, no text; {advice}"
    return None
