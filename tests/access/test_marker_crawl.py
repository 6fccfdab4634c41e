"""Every text column of the second hospital holds a marker; nobody of the first ever reads it."""

from __future__ import annotations

import pytest
from django.db import models

from organizations.models import Role
from tests.access.addresses import address
from tests.access.crawling import Crawl
from tests.access.markers import (
    KEPT,
    MARKER,
    history_fields,
    history_models,
    holds_marker,
    mark,
    owned_models,
    rows_of,
    text_fields,
)
from tests.access.matrix import DONE, ROWS
from tests.access.site import Site

pytestmark = pytest.mark.slow
# Everybody whose pages differ in kind, with the pages that each sees at least: a crawl that stops at the first
# page proves nothing. The other offices see a part of these; each address of theirs is in the matrix.
AT_LEAST = {
    Role.QUALITY_OFFICE.value: 170,
    Role.LIAISON.value: 130,
    Role.HOSPITAL_LEADER.value: 110,
    Role.STAFF.value: 60,
    Role.SYSTEM_ADMINISTRATOR.value: 45,
    Role.SECURITY_ADMINISTRATOR.value: 30,
    Role.AUDIT_ADMINISTRATOR.value: 30,
    Role.SUPERVISOR.value: 12,
}
# Begins like the marker, so that a search finds what must not be found, and no answer merely repeats it.
ALMOST = MARKER[:-2]


def seeds(site: Site, who: str) -> list[str]:
    """The first page, every address that this person may open, and searches."""
    own = [address(site, row.key.partition(" ")[2]) for row in _readable() if row.cells[who] in DONE]
    return ["/", *own, *_searches(site, ALMOST), *_searches(site, "王"), *_searches(site, "")]


def _readable() -> list[object]:
    return [row for row in ROWS.values() if row.method == "GET"]


def _searches(site: Site, words: str) -> list[str]:
    place, ledger = f"/h/{site.hospital.code}", f"/api/v1/ledgers/{site.world.participation.uid}"
    pages = (
        "people-lookup/",
        "search/",
        "ledger/",
        "ledger/csv/",
        "ledger/export/",
        "ledger/print/",
        "settings/people/",
    )
    lists = ("settings/people/lookup/", "settings/departments/", "settings/roles/", "settings/audit/")
    api = (f"{ledger}/findings/", f"/api/v1/hospitals/{site.hospital.code}/staff/")
    regions = ("/r/360100/", "/r/360000/", "/r/360100/runs/")
    return [f"{one}?q={words}" for one in [*(f"{place}/{page}" for page in (*pages, *lists)), *api, *regions]]


def foreign(site: Site, other: Site) -> list[str]:
    """Addresses of the other hospital, and our own lists filtered by what belongs to it."""
    # A link with its secret opens for whoever holds it: that is what it is for.
    theirs = [
        address(other, name) for row in _readable() if (name := row.key.partition(" ")[2]) != "activate"
    ]
    world, place = other.world, f"/h/{site.hospital.code}"
    ledger = f"/api/v1/ledgers/{site.world.participation.uid}/findings/"
    filters = (
        f"lead={world.ward.uid}",
        f"person={world.head.staff.uid}",
        f"item={world.item.code}",
        f"run={world.run.uid}",
        f"person={world.head.staff.employee_no}",
    )
    lists = (f"{place}/ledger/", f"{place}/ledger/csv/", f"{place}/board/", f"{place}/inspection/", ledger)
    prefilled = f"{place}/settings/roles/grant/?person={world.head.staff.uid}"
    return [*theirs, prefilled, *(f"{one}?{query}" for one in lists for query in filters)]


@pytest.fixture
def marked(site: Site, other: Site) -> Site:
    mark(other)
    return other


def test_every_text_column_holds_the_marker(marked: Site) -> None:
    """Otherwise the crawl below would be blind in that column."""
    unmarked = []
    assert list(history_models())
    for model, lookup in owned_models():
        rows = rows_of(model, lookup, marked)
        unmarked += [_name(model, each) for each in text_fields(model) if not _any(rows, each)]
    for model in history_models():
        rows = rows_of(model, "hospital_id", marked)
        unmarked += [_name(model, each) for each in history_fields(model) if not _any(rows, each)]
    assert unmarked == []


def test_nothing_of_the_first_hospital_is_marked(marked: Site, site: Site) -> None:
    for model, lookup in owned_models():
        for each in text_fields(model):
            assert not _any(rows_of(model, lookup, site), each), _name(model, each)


def test_what_is_not_marked_still_exists() -> None:
    columns = {f"{m._meta.label_lower}.{f.name}" for m, _ in owned_models() for f in m._meta.concrete_fields}
    assert KEPT.keys() <= columns


def _any(rows: models.QuerySet[models.Model], column: models.Field[object, object]) -> bool:
    return rows.filter(holds_marker(column)).exists()


def _name(model: type[models.Model], column: models.Field[object, object]) -> str:
    return f"{model._meta.label_lower}.{column.name}"


@pytest.mark.parametrize("who", AT_LEAST)
def test_nobody_reads_the_other_hospital(site: Site, marked: Site, who: str) -> None:
    crawl = Crawl(site.client(who), MARKER).run(*seeds(site, who), *foreign(site, marked))
    assert crawl.hits == []
    assert crawl.broken == []
    assert sum(crawl.names.values()) >= AT_LEAST[who]


def test_the_other_hospital_itself_reads_it(marked: Site) -> None:
    """The control: the same crawl finds the marker everywhere where a hospital's words are shown."""
    who = Role.QUALITY_OFFICE.value
    crawl = Crawl(marked.client(who), MARKER).run(*seeds(marked, who))
    assert crawl.broken == []
    assert crawl.hit_names() >= {
        "api-departments",
        "api-evidence",
        "api-finding",
        "api-findings",
        "api-sheet",
        "api-staff",
        "board",
        "finding",
        "finding-notice",
        "inspection",
        "ledger",
        "ledger-csv",
        "ledger-export",
        "ledger-print",
        "ledger-table",
        "people-lookup",
        "sheet",
        "workbench",
    }
