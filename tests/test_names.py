"""Names of bodies to their last word and no further: ``names.txt`` and ``deeds.txt``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import notice_cli
from notice_cli.entities import read
from notice_cli.text import Text


def listed(name: str) -> list[str]:
    """The lines of a list that are no remarks."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


NAMES = listed("names.txt")
# Sentences in which a name stands; what follows it begins with all sorts of words.
SENTENCES = [
    "Giao {} chủ trì, phối hợp với Sở Tài chính rà soát, báo cáo.",
    "Yêu cầu {} khẩn trương hoàn thành việc giải phóng mặt bằng.",
    "{} hoàn thành hồ sơ trước ngày 30/6/2025.",
    "Giao Sở Nội vụ phối hợp với {} tổ chức tập huấn cho công chức.",
    "Đề nghị {}, Thanh tra tỉnh phối hợp cung cấp thông tin.",
    "Sở Xây dựng và {} tiếp tục theo dõi, đôn đốc.",
    "Văn bản này do {} chủ trì soạn thảo, gửi lấy ý kiến.",
    "Biểu dương {} đã nỗ lực trong thời gian qua.",
    "{}: Kiểm tra, đôn đốc tiến độ.",
]
# Names behind which each deed is set: known ones, and such as end in words in small letters.
BEFORE_DEEDS = [
    "Sở Y tế",
    "Phòng Kinh tế",
    "Khoa Dược",
    "Khoa Hồi sức tích cực",
    "Trung tâm Khuyến nông",
    "Trung tâm Dịch vụ nông nghiệp",
    "Trung tâm Bảo tồn sinh vật biển",
    "Ban Quản lý dự án",
    "Ban Quản lý rừng phòng hộ Sông Đà",
    "Chi cục Thủy lợi",
    "Trường THPT chuyên",
    "Công ty Điện lực Thái Bình",
    "Viện Khoa học Thủy lợi Việt Nam",
    "Hội đồng thẩm định giá đất",
    "Văn phòng",
]
# Where a name could as well go on: it is taken to.
TAKEN_IN = {
    "Ban Quản lý dự án": {
        "xây dựng kế hoạch chủ động ứng phó với bão",
        "xây dựng kế hoạch tổ chức hội nghị tổng kết",
        "xây dựng phương án khẩn trương di dời các hộ dân",
        "đầu tư cải tạo nhà vệ sinh",
    }
}


@cache
def rules() -> notice_cli.Pack:
    """Give the built-in rules, loaded once."""
    return notice_cli.load_rules()


def named(sentence: str) -> list[str]:
    """The words of each body in a sentence."""
    found = read(Text.of(sentence), rules())
    bodies = [entity for entity in found.entities if entity.kind == "bodies"]
    members = [member for entity in bodies for member in entity.members]
    return [found.words(member.start, member.end) for member in members]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_names(sentence: str) -> None:
    """Every name is one body, whole."""
    found = {name: named(sentence.format(name)) for name in NAMES}
    assert {name: bodies for name, bodies in found.items() if name not in bodies} == {}


@pytest.mark.parametrize("name", BEFORE_DEEDS)
def test_deeds(name: str) -> None:
    """What a body does is none of its name."""
    found = {deed: named(f"Giao {name} {deed}.") for deed in listed("deeds.txt")}
    longer = {deed: bodies for deed, bodies in found.items() if bodies[:1] != [name]}
    assert longer.keys() == TAKEN_IN.get(name, set()), longer
