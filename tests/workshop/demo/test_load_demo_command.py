"""manage.py load_demo: into an empty database only, and never beside real hospitals."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Region
from tests import factories
from workshop.demo.content import load_content


def test_log_ins_are_printed_without_a_database(settings: Any) -> None:
    settings.DEMO_ALLOWED = False
    output = io.StringIO()
    call_command("load_demo", accounts=True, stdout=output)
    accounts = load_content().accounts
    lines = output.getvalue().splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == [account.username for account in accounts.accounts]
    assert lines[-1].endswith(accounts.password)


def test_refused_where_the_settings_do_not_allow_it(settings: Any) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="for trying out only"):
        call_command("load_demo")


def test_production_settings_do_not_allow_it() -> None:
    with open("hospital_qs/settings/production.py", encoding="utf-8") as production:
        assert "DEMO_ALLOWED" not in production.read()
    with open("hospital_qs/settings/base.py", encoding="utf-8") as base:
        assert "DEMO_ALLOWED" not in base.read()


@pytest.mark.django_db
def test_refused_beside_hospitals() -> None:
    factories.make_hospital()
    with pytest.raises(CommandError, match="make demo-reset"):
        call_command("load_demo")


@pytest.mark.django_db
def test_refused_before_the_campaign_was_ordered() -> None:
    with pytest.raises(CommandError, match="begins after 2025-06-16"):
        call_command("load_demo", "--date", "2025-06-16")
    assert not Region.objects.exists()
