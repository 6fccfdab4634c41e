"""Rules that every route keeps, however many there will be."""

from __future__ import annotations

import re

import pytest
from django.urls import get_resolver

from infrastructure.api.references import Body
from tests.api.routes import Route, routes

ALL = routes()
IDS = [f"{route.method} {route.name}" for route in ALL]


def test_the_walk_finds_the_api() -> None:
    assert len(ALL) > 60
    assert len({(route.name, route.method) for route in ALL}) == len(ALL)


@pytest.mark.parametrize("route", [r for r in ALL if r.method == "post"], ids=lambda r: r.name)
def test_every_post_is_carried_out_once(route: Route) -> None:
    # Its answer is a secret that is told once and stored nowhere.
    assert hasattr(route.handler, "once") or route.name == "api-tokens"


@pytest.mark.parametrize("route", ALL, ids=IDS)
def test_every_handler_is_described_and_every_body_is_fenced(route: Route) -> None:
    assert hasattr(route.handler, "body")
    if route.body is not None:
        assert issubclass(route.body, Body)


def test_no_address_takes_a_database_id() -> None:
    numbers = {
        str(name): match.group(1)
        for name, candidates in get_resolver().reverse_dict.lists()
        if str(name).startswith("api-")
        for possibilities, _, _, converters in candidates
        for key, converter in converters.items()
        if (match := re.fullmatch(r"(int)", type(converter).__name__.removesuffix("Converter").lower()))
        and key != "page"
    }
    assert numbers == {}
