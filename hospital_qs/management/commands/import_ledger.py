"""`manage.py import_ledger FILE --hospital CODE --campaign RUN [--dry-run] [--json]`: a workbook into a ledger."""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campaigns.models import Participation
from campaigns.selectors.participations import participation_in
from infrastructure.errors import Refusal
from organizations.models import Hospital, Role, User
from organizations.querysets import in_force
from rectification.selectors.import_context import import_names
from rectification.services.ledger_import import enter_plan, plan_grid, read_path
from rectification.workbook.document import as_document, rows_of
from rectification.workbook.plan import ImportPlan


class Command(BaseCommand):
    help = "导入问题台账工作簿。已在台账中的行不会重复导入。"

    def create_parser(self, *args: Any, **values: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **values)

    def add_arguments(self, parser: CommandParser) -> None:
        if settings.DEMO_HOSPITAL:
            parser.epilog = f"demo hospital: {settings.DEMO_HOSPITAL}"
        parser.add_argument("file", type=Path, help="问题台账（.xlsx）")
        parser.add_argument("--hospital", required=True, metavar="CODE", help="医院代码")
        parser.add_argument("--campaign", required=True, metavar="RUN", help="专项整治代码，例如 QS25")
        parser.add_argument("--user", default="", help="以谁的名义导入，缺省为该院质控办账号")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不导入")
        parser.add_argument("--all-or-none", action="store_true", help="有一处错误就一条也不导入")
        parser.add_argument("--json", action="store_true", help="标准输出为一个 JSON 文档")
        parser.add_argument("--rows", action="store_true", help="JSON 中逐条列出读到的问题")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        today = timezone.localdate(now)
        participation = _participation(options["hospital"], options["campaign"])
        by = _clerk(participation.hospital, options["user"])
        try:
            grid = read_path(_readable(options["file"]))
            plan = plan_grid(
                grid=grid,
                participation=participation,
                by=by,
                as_of=today,
                file_name=options["file"].name,
            )
            entered = 0
            if not options["dry_run"]:
                entered = enter_plan(
                    plan=plan,
                    participation=participation,
                    all_or_none=options["all_or_none"],
                    by=by,
                    now=now,
                ).entered
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        if options["json"]:
            document = as_document(plan)
            if options["rows"]:
                document["findings"] = rows_of(plan, import_names(participation.hospital_id))
            self.stdout.write(json.dumps(document, ensure_ascii=False))
        else:
            self._tell(plan, entered, dry_run=options["dry_run"])

    def _tell(self, plan: ImportPlan, entered: int, *, dry_run: bool) -> None:
        for problem in plan.errors:
            self.stdout.write(f"错误  {problem.sheet}!{problem.cell}  {problem.problem}")
        for problem in plan.warnings:
            self.stdout.write(f"提醒  {problem.sheet}!{problem.cell}  {problem.problem}")
        for question in plan.questions:
            self.stdout.write(f"请答  {question.sheet}!{question.cell}  {question.question}")
        for change in plan.changes:
            where = f"{change.sheet}!{change.cell}  序号 {change.number} {change.column.label}"
            self.stdout.write(f"不同  {where}：台账“{change.old}”，工作簿“{change.new}”")
        done = "可以导入" if dry_run else "已导入"
        count = plan.ready if dry_run else entered
        self.stdout.write(
            f"{plan.rows} 个问题，{done} {count} 个，{len(plan.errors)} 处错误，无问题 {plan.no_problem} 行。"
        )


def _readable(path: Path) -> Path:
    if not path.is_file():
        raise CommandError(f"找不到文件：{path}")
    return path


def _participation(hospital_code: str, run_code: str) -> Participation:
    hospital = Hospital.objects.filter(code=hospital_code).first()
    if hospital is None:
        raise CommandError(f"没有代码为 {hospital_code} 的医院。")
    found = participation_in(hospital, run_code, as_of=timezone.localdate())
    if found is None:
        raise CommandError(f"{hospital.name}没有参加代码为 {run_code} 的专项整治。")
    return found


def _clerk(hospital: Hospital, username: str) -> User:
    """The named user, else the hospital's first log-in of the quality office: every row has an actor."""
    users = User.objects.filter(is_active=True)
    if username:
        found = users.filter(username__iexact=username).first()
        if found is None:
            raise CommandError(f"没有账号 {username}。")
        return found
    today = timezone.localdate()
    office = users.filter(
        in_force(today, "memberships__from_on", "memberships__to_on"),
        memberships__hospital=hospital,
        memberships__role=Role.QUALITY_OFFICE,
    )
    clerk = office.order_by("pk").first()
    if clerk is None:
        raise CommandError(f"{hospital.name}还没有质控办账号，请用 --user 指定以谁的名义导入。")
    return clerk
