"""The bare site as a program, on the settings and the database of the run."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from tests.benchmarks.stock import STOCK_MIDDLEWARE

settings.MIDDLEWARE = STOCK_MIDDLEWARE
settings.ROOT_URLCONF = "tests.benchmarks.bare_site"
application = get_wsgi_application()
