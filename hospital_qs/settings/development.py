"""For trying out and for work on the project: the embedded engines serve unless other servers are named."""

from __future__ import annotations

import os

import environ
from django.core.exceptions import ImproperlyConfigured

from hospital_qs import servers
from workshop.embedded import development_key
from workshop.embedded.layout import APPLICATION_ROLE, OWNER_ROLE, development_layout

from .base import *
from .base import INSTALLED_APPS as BASE_APPS
from .base import VAR_DIR

env = environ.Env()
# Only these settings may start engines (DESIGN §3).
EMBEDDED_ENGINES = True
# Invented hospitals never come near real ones: production does not even have the workshop.
INSTALLED_APPS = [*BASE_APPS, "workshop"]
DEMO_ALLOWED = True

DEBUG = env.bool("DEBUG", default=False)
try:
    SECRET_KEY = env("SECRET_KEY", default="") or development_key.read_or_make(VAR_DIR / "secret-key")
    SEALING_KEYS = env.list("SEALING_KEYS", default=[]) or [
        development_key.read_or_make(VAR_DIR / "sealing-key", make=development_key.sealing)
    ]
except OSError as refusal:
    raise ImproperlyConfigured(f"cannot write to {VAR_DIR}: {refusal.strerror}") from refusal
HOST = env("HOST", default="127.0.0.1")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or (
    ["*"] if HOST in ("0.0.0.0", "::") else ["localhost", "127.0.0.1", "[::1]", HOST]  # noqa: S104
)

_layout = development_layout()
DATABASE_URL = os.environ.get("DATABASE_URL") or _layout.database_url(role=APPLICATION_ROLE)
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL") or (
    os.environ.get("DATABASE_URL") or _layout.database_url(role=OWNER_ROLE)
)
REDIS_URL = os.environ.get("REDIS_URL") or _layout.redis_url()

DATABASES = {
    "default": servers.database(DATABASE_URL, CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True),
    "owner": servers.database(DATABASE_OWNER_URL),
}
CELERY_BROKER_URL = servers.broker(REDIS_URL)
CACHES = servers.caches(REDIS_URL)

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_GOES_OUT = True
WHITENOISE_USE_FINDERS = True
