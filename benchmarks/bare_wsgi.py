"""The bare signed-in page for a web server, the floor of traffic: `gunicorn benchmarks.bare_wsgi`."""

from __future__ import annotations

import gc
import os

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
django.setup()
settings.ROOT_URLCONF = "benchmarks.bare_page"

from benchmarks.bare_page import bare_handler  # noqa: E402  # it needs the settings

application = bare_handler()
gc.collect()
gc.freeze()
