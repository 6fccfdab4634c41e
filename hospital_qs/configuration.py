"""Settings that cannot be used end a program with one line, not with a traceback."""

from __future__ import annotations

import sys

from django.conf import LazySettings, settings
from django.core.exceptions import ImproperlyConfigured

# gunicorn takes this exit status of a worker for "the application cannot be loaded" and stops instead of trying again.
CANNOT_START = 4


def settings_or_exit() -> LazySettings:
    try:
        settings.INSTALLED_APPS  # noqa: B018 - the first access reads the settings module
    except ImproperlyConfigured as problem:
        sys.stderr.write(f"{problem}\n")
        raise SystemExit(CANNOT_START) from None
    return settings
