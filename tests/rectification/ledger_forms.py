"""What a ledger looks like in each of its forms, read from the real answers."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from typing import Any

import openpyxl
from django.test import Client

from organizations.models import User
from tests.access.asking import body_of
from tests.rectification.world import World

Table = list[dict[str, str]]
FORMS = ("xlsx", "csv", "print")


def answer_of(world: World, by: User, form: str, **query: Any) -> Any:
    client, place = Client(), {"xlsx": "export/", "csv": "csv/", "print": "print/", "list": ""}[form]
    client.force_login(by)
    answer: Any = client.get(f"/h/{world.hospital.code}/ledger/{place}", query)
    assert answer.status_code == 200
    return answer


def table_of(world: World, by: User, form: str, **query: Any) -> Table:
    """Each line by its headings. On paper a heading may be broken, and two columns may share a cell."""
    body = body_of(answer_of(world, by, form, **query))
    return READERS[form](body)


def sheet_of(workbook: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook)).active


def _of_xlsx(workbook: bytes) -> Table:
    rows = list(sheet_of(workbook).iter_rows(min_row=3, values_only=True))
    end = next(n for n, row in enumerate(rows) if n and not any(row))  # above the signatures
    headings, *lines = [[_words(cell) for cell in row] for row in rows[:end]]
    return [dict(zip(headings, line, strict=True)) for line in lines]


def _words(cell: Any) -> str:
    if cell is None:
        return ""
    return f"{cell:%Y-%m-%d}" if hasattr(cell, "strftime") else str(cell)


def _of_csv(body: bytes) -> Table:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append("".join(self._cell))
            self._cell = None


def _of_html(body: bytes) -> Table:
    reader = _Tables()
    reader.feed(body.decode())
    rows = [row for row in reader.rows if len(row) > 1]
    headings = [heading.replace("\n", "") for heading in rows[0]]
    return [dict(zip(headings, row, strict=True)) for row in rows[1:]]


READERS = {"xlsx": _of_xlsx, "csv": _of_csv, "print": _of_html, "list": _of_html}
