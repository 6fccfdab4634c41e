"""Turns DATABASE_URL and REDIS_URL into what Django, Celery and redis-py want to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import environ


def database(url: str, **extra: Any) -> dict[str, Any]:
    """A folder of a unix socket arrives as %2Frun%2F…, which django-environ leaves as it is."""
    parsed = environ.Env.db_url_config(url)
    return {**parsed, "HOST": unquote(str(parsed.get("HOST", ""))), **extra}


def redis_database(url: str, number: int) -> str:
    """The same server, another numbered database: broker and cache never share one."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        query = {**dict(parse_qsl(parts.query)), "db": str(number)}
        return f"unix://{parts.path}?{urlencode(query)}"
    return urlunsplit(parts._replace(path=f"/{number}"))


def redis_number(url: str) -> int:
    parts = urlsplit(url)
    text = (
        dict(parse_qsl(parts.query)).get("db", "0")
        if parts.scheme == "unix"
        else parts.path.strip("/") or "0"
    )
    return int(text)


def caches(url: str) -> dict[str, dict[str, str]]:
    """The cache takes the database after the broker's."""
    location = redis_database(url, redis_number(url) + 1)
    return {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": location}}


def broker(url: str) -> str:
    """Celery spells a unix socket differently from everybody else."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    return f"redis+socket://{parts.path}?virtual_host={redis_number(url)}"


def database_url(login: Mapping[str, Any]) -> str:
    """The other way round, for a process that is started with it."""
    host = quote(str(login.get("HOST") or ""), safe="")
    password = f":{quote(str(login['PASSWORD']), safe='')}" if login.get("PASSWORD") else ""
    port = f":{login['PORT']}" if login.get("PORT") else ""
    return f"postgres://{quote(str(login.get('USER') or ''), safe='')}{password}@{host}{port}/{login['NAME']}"
