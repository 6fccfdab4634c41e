"""A database of its own with two full hospitals, built once; every test rolls back what it did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker

from hospital_qs import health
from infrastructure.queues import QUEUES
from tests.access.launch_rows import add_launch
from tests.access.papers import add_papers
from tests.access.returned import send_out_and_back
from tests.access.site import FOREIGN, Role, Site, build_site
from tests.access.site_blanks import add_blank
from tests.plugins.databases import Databases
from tests.rectification.world import NOW


@dataclass
class AccessDatabase:
    name: str
    first: Site
    second: Site


@pytest.fixture(scope="session")
def access_database(
    databases: Databases, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[AccessDatabase]:
    """Two hospitals, committed. The second one's quality office is the foreigner of the first."""
    default = connections["default"]
    default.close()
    ordinary = default.settings_dict["NAME"]
    name = databases.copy(f"{databases.name}_access")
    default.settings_dict["NAME"] = name
    try:
        with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
            first = build_site()
            second = build_site(name="赣州市第二人民医院", code="second")
            first.users[FOREIGN] = second.users[Role.QUALITY_OFFICE]
            second.users[FOREIGN] = first.users[Role.QUALITY_OFFICE]
            for site in (first, second):
                add_launch(site)
                send_out_and_back(site)
                add_blank(site)
                add_papers(site)
                site.log_everybody_in()
    finally:
        default.close()
        default.settings_dict["NAME"] = ordinary
    yield AccessDatabase(name, first, second)
    databases.drop(name)


@pytest.fixture(scope="module")
def at_access_database(
    access_database: AccessDatabase, django_db_blocker: DjangoDbBlocker
) -> Iterator[AccessDatabase]:
    default = connections["default"]
    default.close()
    ordinary = default.settings_dict["NAME"]
    default.settings_dict["NAME"] = access_database.name
    with django_db_blocker.unblock():
        yield access_database
        default.close()
    default.settings_dict["NAME"] = ordinary


@pytest.fixture
def site(at_access_database: AccessDatabase, on_the_day: None) -> Iterator[Site]:
    """The first hospital, with its workers at work; whatever the test writes is rolled back."""
    for queue in QUEUES:
        health.worker_is_there(queue)
    with transaction.atomic():
        yield at_access_database.first
        transaction.set_rollback(True)


@pytest.fixture
def other(at_access_database: AccessDatabase, site: Site) -> Site:
    """The second hospital, in the same transaction."""
    return at_access_database.second
