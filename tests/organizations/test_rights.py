"""Rights come together from all apps; the complete table is a document that a person responsible approves."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from organizations.rights import OrganizationRight, Right, register_rights, roles_that_may, table_of_rights
from organizations.roles import Role
from rectification.rights import FindingRight
from tests.repository.sources import ROOT


def test_the_complete_table_of_rights_is_the_one_that_was_approved() -> None:
    printed = StringIO()
    call_command("print_rights", stdout=printed)
    assert printed.getvalue().strip() == (ROOT / "docs/rights.md").read_text("utf-8").strip()


def test_every_right_that_is_named_anywhere_is_held_by_somebody() -> None:
    named = {right for kind in Right.__subclasses__() for right in kind}
    assert {right for right, _ in table_of_rights()} == named


def test_no_two_rights_share_a_code() -> None:
    codes = [right.value for kind in Right.__subclasses__() for right in kind]
    assert len(codes) == len(set(codes))


def test_an_app_gives_away_its_own_rights_only() -> None:
    with pytest.raises(ValueError, match="cannot give"):
        register_rights(FindingRight, holders={Role.STAFF: (OrganizationRight.MANAGE_ROLES,)})
    assert Role.STAFF not in roles_that_may(OrganizationRight.MANAGE_ROLES)
