"""`manage.py verify_pack FILE [--json]`: whether a pack that left the house is still what it was."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from infrastructure.packs.verifying import Verdict, verify

_LISTS = (
    ("missing", "缺少"),
    ("changed", "已改变"),
    ("extra", "多出"),
    ("unsafe", "名称不安全，解压时请勿使用"),
)


class Command(BaseCommand):
    help = "核对迎检包：逐个文件与清单 MANIFEST.json 比较。一致时退出码为 0，否则为 1。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="迎检包（.zip）")
        parser.add_argument("--json", action="store_true", help="标准输出为一个 JSON 文档")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify(options["file"])
        if options["json"]:
            self.stdout.write(json.dumps({"good": verdict.good, **asdict(verdict)}, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(verdict)))
        if not verdict.good:
            raise SystemExit(1)


def _lines(verdict: Verdict) -> list[str]:
    if verdict.problem:
        return [verdict.problem]
    told = [f"{words}：{name}" for key, words in _LISTS for name in getattr(verdict, key)]
    head = "一致" if verdict.good else "不一致"
    lines = [f"{head}：清单列有 {verdict.checked} 个文件。", *told]
    lines.append(f"清单的 SHA-256：{verdict.manifest_sha256}（可与系统审计记录中的核对）")
    return ["".join(c if c.isprintable() else "�" for c in line) for line in lines]
