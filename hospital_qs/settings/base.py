"""What holds everywhere. Nothing here has a secret, a host or a default for one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pghistory

from .api import *
from .background import *
from .security import *

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

INSTALLED_APPS = [
    # Before the frameworks: our `migrate` replaces theirs.
    "infrastructure",
    "organizations",
    "campaigns",
    "rectification",
    "inspections",
    "ethics_scoring",
    "hospital_qs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "guardian",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hospital_qs.middleware.NoStore",
    "hospital_qs.middleware.CookiesWithoutNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organizations.middleware.IdleTimeout",
    "organizations.middleware.SignedIn",
    "organizations.middleware.MustChangePassword",
    "organizations.middleware.DownloadLog",
    "hospital_qs.middleware.ProblemPages",
    "hospital_qs.middleware.FormsOnce",
]

ROOT_URLCONF = "hospital_qs.urls"
WSGI_APPLICATION = "hospital_qs.wsgi.application"
# Where a demo may be loaded, the code of its hospital.
DEMO_HOSPITAL = ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "infrastructure.template_layout.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "hospital_qs.context_processors.frame",
            ],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
# static/vendor is filled from npm packages at set-up and is never committed.
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    # Outside the web root: a file leaves only through a view that has checked who asks.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files", "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A row image without an actor is refused by the database itself (DESIGN §5, Audit).
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField(null=False)

# Months that a kind of log is kept, where a deployment wants another number (infrastructure/retention.py).
RETENTION_MONTHS: dict[str, str] = {}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "not-of-open-pages": {"()": "hospital_qs.open_prefix.NothingOfOpenPages"},
        "refusals-in-one-line": {"()": "hospital_qs.log_lines.RefusalsInOneLine"},
    },
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["not-of-open-pages", "refusals-in-one-line"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
