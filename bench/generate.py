"""Makes notices for measuring: varied, and the same for the same seed.

    python bench/generate.py FOLDER COUNT [SEED]

They go into folders of a thousand, as an office keeps them by month.
"""

from __future__ import annotations

import random
import sys
import unicodedata
from pathlib import Path

_FOLDER = 1000

_PLACES = ["Phú Thọ", "Thanh Hóa", "Nghệ An", "Lào Cai", "Đồng Tháp", "Hải Phòng", "Gia Lai"]
_COMMUNES = ["Quan Sơn", "Tân Hưng", "Yên Lập", "Đông Hải", "Ea Kar", "Mỹ Xuân", "Bình Minh"]
_BODIES = [
    "Sở Tài chính",
    "Sở Nội vụ",
    "Sở Xây dựng",
    "Sở Y tế",
    "Sở Nông nghiệp và Môi trường",
    "Sở Giáo dục và Đào tạo",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Thanh tra tỉnh",
    "Công an tỉnh",
    "Văn phòng UBND tỉnh",
]
_NAMES = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Quang Dũng", "Phạm Thu Hà", "Hoàng Minh Khôi"]
_WORK = [
    "rà soát, tổng hợp nhu cầu kinh phí năm {year}",
    "kiểm tra hiện trường, đôn đốc nhà thầu đẩy nhanh tiến độ thi công",
    "hoàn thiện hồ sơ quyết toán công trình trường tiểu học xã {commune}",
    "tham mưu ban hành kế hoạch phòng, chống thiên tai trên địa bàn",
    "giải ngân {percent}% kế hoạch vốn đầu tư công được giao",
    "xây dựng phương án sắp xếp, xử lý tài sản công dôi dư sau sắp xếp",
    "tuyên truyền, vận động người dân bàn giao mặt bằng dự án đường liên xã",
    "báo cáo kết quả thực hiện Công văn số {number}/UBND-KT ngày {day}/{month}/{year}",
]
_DUE = [
    "trước ngày {day}/{month}/{year}",
    "chậm nhất ngày {day}/{month}/{year}",
    "trong tháng {month}/{year}",
    "xong trong quý IV/{year}",
    "định kỳ hằng tháng, trước ngày 25",
    "trong thời hạn 10 ngày kể từ ngày ban hành Thông báo này",
    "",
    "",
]
_TOPICS = ["giải phóng mặt bằng", "chuyển đổi số", "phòng cháy, chữa cháy", "thu ngân sách"]


def notice(seed: int, sections: int | None = None) -> str:
    """One notice; its layout and words, and its length if not told, depend on the seed alone."""
    pick = random.Random(seed)  # noqa: S311 - no secret
    place, year, month = pick.choice(_PLACES), pick.randint(2023, 2026), pick.randint(1, 12)
    values = {"year": year, "month": month}
    day, chair = pick.randint(1, 28), pick.choice(_NAMES)
    lines = [
        "ỦY BAN NHÂN DÂN",
        f"TỈNH {place.upper()}",
        "",
        f"Số: {pick.randint(1, 999)}/TB-UBND",
        "",
        f"{place}, ngày {day:02} tháng {month:02} năm {year}",
        "",
        "THÔNG BÁO",
        f"Kết luận của Chủ tịch UBND tỉnh tại cuộc họp về {pick.choice(_TOPICS)}",
        "",
        f"Ngày {day}/{month}/{year}, đồng chí {chair} - Chủ tịch UBND tỉnh đã chủ trì",
        f"cuộc họp về {pick.choice(_TOPICS)}. Sau khi nghe báo cáo và ý kiến thảo luận,",
        "Chủ tịch UBND tỉnh kết luận như sau:",
        "",
    ]
    for number in range(1, (sections or pick.randint(2, 8)) + 1):
        lines += _section(pick, number, values)
    lines += [
        "Nơi nhận:",
        "- Như trên;",
        "- CT, các PCT UBND tỉnh;",
        "- Lưu: VT.",
        "",
        "KT. CHÁNH VĂN PHÒNG",
        "PHÓ CHÁNH VĂN PHÒNG",
        "",
        pick.choice(_NAMES),
    ]
    return "\n".join(lines) + "\n"


def _section(pick: random.Random, number: int, values: dict[str, int]) -> list[str]:
    lead, helping = pick.sample(_BODIES, 2)
    if pick.random() < 0.4:  # noqa: PLR2004 - about every other section
        return [f"{number}. {_task(pick, f'{lead} chủ trì, phối hợp với {helping}', values)}", ""]
    head = f"{number}. Về {pick.choice(_TOPICS)}: giao {lead} thực hiện các nhiệm vụ sau:"
    marks = pick.choice(["abcde", "-----"])
    count = pick.randint(2, 4)
    tasks = []
    for mark in marks[:count]:
        who = pick.choice(["Chủ động", f"Phối hợp với {helping}", f"Giao {pick.choice(_BODIES)}"])
        tasks.append(f"{mark}{'' if mark == '-' else ')'} {_task(pick, who, values)}")
    return [head, *tasks, ""]


def _task(pick: random.Random, who: str, values: dict[str, int]) -> str:
    words = {
        **values,
        "commune": pick.choice(_COMMUNES),
        "percent": pick.choice([85, 95, 100]),
        "number": pick.randint(100, 9999),
        "day": pick.randint(1, 28),
    }
    work, due = pick.choice(_WORK), pick.choice(_DUE)
    return f"{who} {work}{'; hoàn thành ' if due else ''}{due}.".format(**words)


def encoded(seed: int, sections: int | None = None) -> bytes:
    """Its bytes: most are plain UTF-8, some come as other programs write them."""
    text = notice(seed, sections)
    if seed % 11 == 0:
        text = unicodedata.normalize("NFD", text)
    if seed % 7 == 0:
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if seed % 13 == 0 else b"") + text.encode()


def write(folder: Path, count: int, seed: int = 0, sections: int | None = None) -> None:
    """Write so many notices; those that are there stay."""
    for number in range(count):
        path = folder / f"{number // _FOLDER:03}" / f"tb-{number:06}.txt"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encoded(seed + number, sections))


if __name__ == "__main__":
    write(Path(sys.argv[1]), *map(int, sys.argv[2:]))
