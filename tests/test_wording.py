"""The words of patterns: phrases that stand in them as they are."""

from __future__ import annotations

import pytest

from notice_cli.wording import wording


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("Kho bạc [Nn]hà nước", ["Kho bạc nhà nước"]),
        ("(?:Chánh|Phó Chánh) Văn phòng", ["Chánh", "Phó Chánh", "Văn phòng"]),
        ("chủ trì, phối hợp(?: với)?", ["chủ trì, phối hợp", "với"]),
        ("Giáo dục{and}Đào t[ạà]o", ["Giáo dục", "Đào"]),
        ("hạn(?: chót)? ?: ?(?P<value>.*)$", ["chót", "hạn"]),
        ("th(?:ứ|u) Hai", ["Hai"]),
        ("{bodies:lead} (?:chủ trì)", ["chủ trì"]),
        ("báo cáo\\.", ["báo cáo"]),
    ],
)
def test_phrases_are_read_off_a_pattern(pattern: str, words: list[str]) -> None:
    found = wording([pattern])
    assert [word for word in words if word not in found] == []
    assert not any(word in found for word in ("th", "Đào t", "o"))
