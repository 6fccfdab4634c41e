"""Who asks: a logged-in client before our middleware or a new project's, and the owner of the tables."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import psycopg2
from django.db import connection, connections
from django.test import Client
from django.test.utils import override_settings

from tests.benchmarks.stock import STOCK_MIDDLEWARE


def client_of(user: Any) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def stock_client(user: Any) -> Client:
    """The same log-in before the middleware that a new Django project has."""
    client = client_of(user)
    with override_settings(MIDDLEWARE=STOCK_MIDDLEWARE):
        client.handler.load_middleware()
    return client


def owner_session() -> Any:
    """Of the measured database, each statement by itself."""
    owner = connections["owner"].settings_dict
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    known = {ours: owner[theirs] for ours, theirs in keys.items() if owner[theirs]}
    session = psycopg2.connect(dbname=connection.settings_dict["NAME"], **known)
    session.autocommit = True
    return session


def analyse() -> None:
    """What autovacuum does in a real server. Only the owner may: for anybody else PostgreSQL merely warns."""
    tables = "rectification_finding, rectification_ledgerentry, rectification_supportingdepartment"
    with closing(owner_session()) as session:
        session.cursor().execute(f"ANALYZE {tables}")
        assert not session.notices
