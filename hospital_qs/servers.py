"""Turns DATABASE_URL and REDIS_URL into what Django, Celery and redis-py want to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import environ
from redis.backoff import NoBackoff
from redis.retry import Retry

# A server that is gone without a word must not hold a thread for a quarter of an hour.
DATABASE_PATIENCE = {"connect_timeout": 5, "tcp_user_timeout": 20_000}
CACHE_PATIENCE = {"socket_connect_timeout": 3, "socket_timeout": 10}


def database(url: str, **extra: Any) -> dict[str, Any]:
    """A folder of a unix socket arrives as %2Frun%2F…, which django-environ leaves as it is."""
    parsed = environ.Env.db_url_config(url)
    options = {**DATABASE_PATIENCE, **parsed.get("OPTIONS", {})}
    return {**parsed, "HOST": unquote(str(parsed.get("HOST", ""))), "OPTIONS": options, **extra}


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


def caches(url: str) -> dict[str, dict[str, Any]]:
    """The cache takes the database after the broker's."""
    cache = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_database(url, redis_number(url) + 1),
        # Once more at once, over a new connection: the old ones are dead after a restart. Then the page says so.
        "OPTIONS": {**CACHE_PATIENCE, "retry": Retry(NoBackoff(), 1)},
    }
    return {"default": cache}


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
