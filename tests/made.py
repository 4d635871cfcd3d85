"""A notice made by hand, for the tests of what is written from one."""

from __future__ import annotations

from datetime import date

from notice_cli import model

SHA256 = "7976a892dcb2a2fd5fdf193c6ed85d1455aa9c55c1e228e2cba9cae630d38ef1"


def assignee(
    name: str, role: model.AssigneeRole = "lead", source: model.AssigneeSource = "explicit"
) -> model.Assignee:
    return model.Assignee(name=name, role=role, source=source, text=name, span=(100, 110))


def deadline(  # noqa: PLR0913 - by name only
    text: str,
    operator: model.Operator = "by",
    *,
    day: date | None = None,
    last_day: date | None = None,
    start: date | None = None,
    time: str | None = None,
    recurrence: str | None = None,
) -> model.Deadline:
    return model.Deadline(
        text=text,
        operator=operator,
        date=day,
        last_day=last_day or day,
        start=start,
        time=time,
        recurrence=recurrence,
        edtf=day.isoformat() if day else None,
        anchor=None,
        inferred=(),
        scope="own",
        span=(120, 140),
    )


def task(  # noqa: PLR0913 - by name only
    name: str = "1",
    text: str = "Rà soát, báo cáo.",
    *,
    assignees: tuple[model.Assignee, ...] = (),
    deadlines: tuple[model.Deadline, ...] = (),
    due_date: date | None = None,
    deadline_type: model.DeadlineType = "none",
    references: tuple[str, ...] = (),
    span: model.Span = (100, 200),
) -> model.Task:
    return model.Task(
        id=name,
        text=text,
        heading=None,
        assignees=assignees,
        deadlines=deadlines,
        due_date=due_date,
        deadline_type=deadline_type,
        report_to=("UBND tỉnh",),
        references=references,
        targets=(model.Target("giải ngân 100% kế hoạch vốn", 100, "%"),),
        span=span,
        lines=(3, 4),
    )


def notice(
    *tasks: model.Task,
    code: str | None = "264/TB-UBND",
    file: str = "thong-bao.txt",
    sha256: str = SHA256,
    diagnostics: tuple[model.Diagnostic, ...] = (),
) -> model.Notice:
    return model.Notice(
        schema=model.SCHEMA,
        tool=model.TOOL,
        source=model.Source(
            file=file, sha256=sha256, encoding="utf-8", repairs=("nfc",), chars=500
        ),
        rules=model.RulesUsed(pack="vi", version="1", sha256="0" * 64),
        document=model.Document(
            type_name="Thông báo",
            type_code="TB",
            code=code,
            organ_name="UBND tỉnh Phú Thọ",
            issued_date=date(2025, 10, 13),
            subject="Kết luận của Chủ tịch UBND tỉnh",
            spans={"code": (10, 20), "organ_name": [(0, 5), (6, 9)]},
        ),
        event=model.Event(
            date=date(2025, 10, 10),
            concluded_by=model.Person("Nguyễn Văn A", "Chủ tịch UBND tỉnh"),
            participants=("Sở Tài chính",),
        ),
        body=(
            model.Node(
                id="1",
                kind="item",
                marker="1.",
                heading=None,
                text="Rà soát, báo cáo.",
                role="directive",
                span=(100, 200),
                lines=(3, 4),
            ),
        ),
        tasks=tasks,
        references=(
            model.Reference(
                id="R1",
                type_name="Công văn",
                code="6431/VP-KTCN",
                date=date(2025, 8, 26),
                organ_name=None,
                text="Công văn số 6431/VP-KTCN ngày 26/8/2025",
                span=(150, 190),
            ),
        ),
        recipients=model.Recipients((model.Recipient("Như trên", None),), "VT"),
        signature=model.Signature(("KT. CHỦ TỊCH",), "PHÓ CHỦ TỊCH", "Trần Văn B"),
        diagnostics=diagnostics,
    )
