"""For the test suite. Which databases serve is decided by tests/plugins/engines.py, before the first is opened."""

from __future__ import annotations

import os

import environ

from hospital_qs import servers
from workshop.embedded.layout import APPLICATION_ROLE, OWNER_ROLE, throw_away_layout

from .base import *
from .base import INSTALLED_APPS as BASE_APPS
from .base import LOGGING as BASE_LOGGING
from .base import STORAGES as BASE_STORAGES

env = environ.Env()
EMBEDDED_ENGINES = False
INSTALLED_APPS = [*BASE_APPS, "workshop"]
DEMO_ALLOWED = True

DEBUG = False
SECRET_KEY = "for-tests-only"  # noqa: S105
SEALING_KEYS = ["Zm9yLXRlc3RzLW9ubHktZm9yLXRlc3RzLW9ubHkhISE="]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

LAYOUT = throw_away_layout(os.getpid())
DATABASE_URL = env("DATABASE_URL", default=LAYOUT.database_url(role=APPLICATION_ROLE))
DATABASE_OWNER_URL = env("DATABASE_OWNER_URL", default=LAYOUT.database_url(role=OWNER_ROLE))
REDIS_URL = env("REDIS_URL", default=LAYOUT.redis_url())
DATABASES = {"default": servers.database(DATABASE_URL), "owner": servers.database(DATABASE_OWNER_URL)}
CELERY_BROKER_URL = servers.broker(REDIS_URL)
CACHES = servers.caches(REDIS_URL)

# The real one costs 0.4 s a log-in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_GOES_OUT = True
WHITENOISE_USE_FINDERS = True

# A refusal is what most requests of the suite are about: a traceback for each is a tenth of its time.
LOGGING = {**BASE_LOGGING, "loggers": {"django.request": {"level": "ERROR"}}}

# Uploads of tests go with the run, not into the folder of `make run`.
_FILES = env("FILES_DIR", default=str(LAYOUT.state.parent / "files"))
_OPTIONS = {**BASE_STORAGES["default"]["OPTIONS"], "location": _FILES}
STORAGES = {**BASE_STORAGES, "default": {**BASE_STORAGES["default"], "OPTIONS": _OPTIONS}}

# A test of real workers does not wait half a minute for a lease to lapse.
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=30)
