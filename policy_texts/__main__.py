"""python -m policy_texts check | show CODE | clauses"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from policy_texts.campaigns import Campaign, Checkpoint
from policy_texts.loading import (
    DATA,
    available_campaigns,
    available_rule_books,
    clause_text,
    load_campaign,
    rule_book_versions,
    traced_clauses,
)
from policy_texts.rule_books.tree import rule_book_summary, rule_book_tree
from policy_texts.strict_reading import PolicyTextError
from policy_texts.vocabulary import Audience


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        if options.command == "check":
            lines = _checked(options.data)
        elif options.command == "show":
            lines = _shown(options.code, options.data)
        else:
            lines = _traced(options.data)
    except PolicyTextError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m policy_texts", description="Official texts as data.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the files (default: our own)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="read every file; exit 1 with the problems")
    show = commands.add_parser("show", help="one campaign or rule book as a tree")
    show.add_argument("code", help="for example QS25 or ME23")
    commands.add_parser("clauses", help="the clauses that tests must serve today")
    return parser


def _checked(folder: Path) -> list[str]:
    traced_clauses(folder=folder)  # reads and checks every file, also where there is no campaign yet
    campaigns = available_campaigns(folder=folder)
    books = available_rule_books(folder=folder)
    return [
        *(_summary(load_campaign(code, folder=folder)) for code in campaigns),
        *(rule_book_summary(book) for code in books for book in rule_book_versions(code, folder=folder)),
    ]


def _shown(code: str, folder: Path) -> list[str]:
    campaigns, books = available_campaigns(folder=folder), available_rule_books(folder=folder)
    if code in books:
        return [line for book in rule_book_versions(code, folder=folder) for line in rule_book_tree(book)]
    if code not in campaigns:
        raise PolicyTextError(f'unknown text "{code}"; available: {", ".join((*campaigns, *books))}')
    return _tree(load_campaign(code, folder=folder))


def _summary(campaign: Campaign) -> str:
    points = list(campaign.checkpoints())
    hospital = sum(point.hospital_level for point in points)
    departments = sum(bool(set(point.audiences) - {Audience.HOSPITAL}) for point in points)
    return (
        f"{campaign.code} 第{campaign.version}版：整治内容 {len(campaign.items)} 项，要点 {len(points)} 条"
        f"（院级 {hospital}，科室 {departments}），阶段 {len(campaign.phases)} 个，"
        f"校验 {campaign.content_hash[:12]}"
    )


def _tree(campaign: Campaign) -> list[str]:
    lines = [
        campaign.title,
        f"{campaign.document_no}　{campaign.issued_on}　{'、'.join(campaign.issuers)}",
        _summary(campaign),
        f"范围：{campaign.coverage.text}",
        "整治内容",
    ]
    for item in campaign.items:
        lines.append(f"├─ {item.number}. {item.title}［{item.short_title}］{_cited(item.cites)}")
        lines += (f"│  ├─ {_point(point)}" for point in item.checkpoints)
    lines.append("阶段")
    lines += (
        f"├─ {phase.title}　{phase.from_on} 至 {phase.to_on}　{phase.text}" for phase in campaign.phases
    )
    lines.append("工作要求")
    lines += (f"├─ {each.title}　{each.text}" for each in campaign.requirements)
    return lines


def _point(point: Checkpoint) -> str:
    audiences = "、".join(audience.label for audience in point.audiences)
    return f"{point.code}  {point.text}（{audiences}；归口：{point.duty.label}）{_cited(point.cites)}"


def _cited(cites: Sequence[str]) -> str:
    return f"　依据：{'、'.join(cites)}" if cites else ""


def _traced(folder: Path) -> list[str]:
    return [
        f"{clause}\t{clause_text(clause, folder=folder)}"
        for item, points in traced_clauses(folder=folder).items()
        for clause in (item, *points)
    ]


if __name__ == "__main__":
    sys.exit(main())
