"""Addresses of servers, as four programs spell them."""

from __future__ import annotations

import pytest

from hospital_qs import servers


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://valkey:6379/0", "redis://valkey:6379/0", "redis://valkey:6379/1"),
        ("redis://:pa%20ss@valkey:6379", "redis://:pa%20ss@valkey:6379", "redis://:pa%20ss@valkey:6379/1"),
        ("redis://valkey/4", "redis://valkey/4", "redis://valkey/5"),
        ("unix:///run/v.sock?db=0", "redis+socket:///run/v.sock?virtual_host=0", "unix:///run/v.sock?db=1"),
        ("unix:///run/v.sock?db=3", "redis+socket:///run/v.sock?virtual_host=3", "unix:///run/v.sock?db=4"),
    ],
)
def test_broker_and_cache_never_share_a_database(url: str, broker: str, cache: str) -> None:
    assert servers.broker(url) == broker
    assert servers.caches(url)["default"]["LOCATION"] == cache


@pytest.mark.parametrize(
    "url",
    [
        "postgres://app@%2Ftmp%2Fhqs-0/hospital_qs",
        "postgres://app:p%40ss%2Fword@db:5432/hospital_qs",
        "postgres://app@db/hospital_qs",
    ],
)
def test_a_database_address_survives_the_way_there_and_back(url: str) -> None:
    assert servers.database_url(servers.database(url)) == url


def test_a_socket_folder_is_decoded() -> None:
    assert servers.database("postgres://app@%2Ftmp%2Fhqs/db")["HOST"] == "/tmp/hqs"  # noqa: S108
