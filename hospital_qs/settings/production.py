"""A hospital's or a province's own servers. Nothing has a default that would work by accident."""

from __future__ import annotations

import environ
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from hospital_qs import servers

from .base import *
from .base import BASE_DIR, VAR_DIR
from .base import CELERY_BROKER_TRANSPORT_OPTIONS as BROKER_OPTIONS
from .base import STORAGES as BASE_STORAGES

env = environ.Env()
EMBEDDED_ENGINES = False
REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "SEALING_KEYS")
_missing = [name for name in REQUIRED if not env(name, default="").strip()]
if _missing:
    raise ImproperlyConfigured(
        f"production settings need {', '.join(_missing)} in the environment (see .env.example)"
    )

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
SEALING_KEYS = [key.strip() for key in env.list("SEALING_KEYS")]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])

# Web and worker know the application's login only; `migrate` is run with the owner's beside it.
DATABASES = {
    "default": servers.database(env("DATABASE_URL"), CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True),
    "owner": servers.database(env("DATABASE_OWNER_URL", default="") or env("DATABASE_URL")),
}
DATABASE_OWNER_IS_SET = bool(env("DATABASE_OWNER_URL", default=""))
CELERY_BROKER_URL = servers.broker(env("REDIS_URL"))
CACHES = servers.caches(env("REDIS_URL"))

STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
# Pictures and fonts are compressed already; source maps are read by nobody and cost a minute.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
STORAGES = {
    "default": {
        **BASE_STORAGES["default"],
        "OPTIONS": {
            **BASE_STORAGES["default"]["OPTIONS"],
            "location": env("FILES_DIR", default=str(VAR_DIR / "files")),
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

UPLOAD_SCANNER = env("UPLOAD_SCANNER", default="")
RETENTION_MONTHS = env.dict("RETENTION_MONTHS", default={})
JOB_FILES_KEPT_DAYS = env.int("JOB_FILES_KEPT_DAYS", default=7)
CELERY_TASK_SOFT_TIME_LIMIT = env.int("JOB_TIME_LIMIT_MINUTES", default=14) * 60
CELERY_TASK_TIME_LIMIT = CELERY_TASK_SOFT_TIME_LIMIT + 60
# A task that may still be running is not given to another worker.
CELERY_BROKER_TRANSPORT_OPTIONS = BROKER_OPTIONS | {"visibility_timeout": CELERY_TASK_TIME_LIMIT}

# An intranet without certificates says so itself (HTTPS=false); everybody else gets the strict headers.
HTTPS = env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(livez|healthz|readyz)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

EMAIL_GOES_OUT = bool(env("EMAIL_URL", default=""))
globals().update(env.email_url_config(env("EMAIL_URL", default="") or "dummymail://"))
