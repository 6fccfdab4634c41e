"""The log tells a refusal in one line and a fault with its traceback."""

from __future__ import annotations

import io
import logging
from logging.config import DictConfigurator

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied


@pytest.mark.parametrize(("level", "tracebacks"), [(logging.WARNING, 0), (logging.ERROR, 1)])
def test_only_a_fault_is_logged_with_its_traceback(level: int, tracebacks: int) -> None:
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    for name in settings.LOGGING["handlers"]["console"]["filters"]:
        handler.addFilter(
            DictConfigurator(settings.LOGGING).configure_filter(settings.LOGGING["filters"][name])
        )
    logger = logging.Logger("django.request")
    logger.addHandler(handler)
    try:
        raise PermissionDenied
    except PermissionDenied:
        logger.log(level, "Forbidden: %s", "/settings/", exc_info=True)
    assert log.getvalue().startswith("Forbidden: /settings/\n")
    assert log.getvalue().count("Traceback") == tracebacks
