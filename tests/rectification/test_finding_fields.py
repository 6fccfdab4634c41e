"""A field of a finding is one everywhere: typed on the page, sent to the API, kept by an edit that leaves it alone."""

from __future__ import annotations

import dataclasses

import pytest

from rectification.forms.findings import FindingForm, initial_of
from rectification.serializers.findings import FindingBody, FindingDetail, input_of
from rectification.services.findings import FindingInput
from tests.rectification.world import World

# Why, not what: said of one change and kept in the timeline.
REASON = {"accepting_reason"}
# Of the services that open a finding from something else.
NOT_TYPED = {"origin_label", "origin_key", "penalty_barred"}
SENT = set(FindingBody().fields)
TYPED = set(FindingForm.base_fields)


def test_page_and_api_fill_the_same_fields() -> None:
    assert (TYPED - {"revision", "repeats_number"}) | {"repeats"} == SENT
    assert {field.name for field in dataclasses.fields(FindingInput)} - NOT_TYPED == SENT


def test_the_api_tells_every_field_that_it_takes() -> None:
    of_its_ledgers = {"item", "checkpoint"}
    assert SENT - REASON - of_its_ledgers - set(FindingDetail().fields) == set()


@pytest.mark.django_db
def test_an_edit_keeps_every_field_that_it_does_not_name() -> None:
    finding = World().draft()
    assert SENT - set(input_of(finding, finding.entries.get())) == REASON
    assert TYPED - set(initial_of(finding)) == REASON
