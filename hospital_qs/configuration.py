"""Settings that cannot be used end a program with one line, not with a traceback."""

from __future__ import annotations

import sys

from django.conf import LazySettings, settings
from django.core.exceptions import ImproperlyConfigured


def settings_or_exit() -> LazySettings:
    try:
        settings.INSTALLED_APPS  # noqa: B018 - the first access reads the settings module
    except ImproperlyConfigured as problem:
        sys.stderr.write(f"{problem}\n")
        raise SystemExit(1) from None
    return settings
