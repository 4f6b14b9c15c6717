"""The product's settings, with everything a test leaves behind in a folder of its own.

A real worker or server that a test starts inherits the environment set here, so it works on the same data.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "TEST_VAR_DIR" not in os.environ:  # the first process makes the folder; those it starts share it
    os.environ["TEST_VAR_DIR"] = tempfile.mkdtemp(prefix="betterwork-tests.")
    atexit.register(shutil.rmtree, os.environ["TEST_VAR_DIR"], ignore_errors=True)

_process = os.environ.get("PYTEST_XDIST_WORKER", "")  # gw0, gw1 … when tests run in several processes
_redis = os.environ.get("TEST_REDIS_URL", "")
if _redis and _process:
    _redis = f"{_redis.rpartition('/')[0]}/{int(_process.removeprefix('gw')) + 1}"
os.environ |= {
    "VAR_DIR": str(Path(os.environ["TEST_VAR_DIR"], _process or "main")),
    "REDIS_URL": _redis,  # never the one of whoever develops here
    "SECRET_KEY": "only for tests, where nothing is secret " + "x" * 20,
    "SITE_URL": "http://127.0.0.1:8000",
    "DEBUG": "false",
    "EMAIL_URL": os.environ.get("TEST_EMAIL_URL", "memorymail://"),  # of a worker that a test starts
    # files are served from where they lie: no manifest, no collectstatic
    "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
}

from betterwork.settings import *  # noqa: E402, F403  # the environment comes first
from betterwork.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, VAR_DIR  # noqa: E402
from betterwork.settings.schedule import beat_schedule  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, so that a worker in another process sees the same rows
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    # nobody misses a test's rows after a power cut
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"

WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True

# a page that asks the database once per row fails: test client and live server both pass through here
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
ZEAL_NPLUSONE_THRESHOLD = 3

# the real hasher takes 50 ms by design; that it is the one configured has its own test
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# a session that a test begins has signed in nowhere; that decisions ask again has its own test
DECISION_MINUTES = 0

# tests call from one address, more often than a program should
API_CALLS_PER_MINUTE = SEARCHES_PER_MINUTE = COMPUTED_PAGES_PER_MINUTE = 100_000

# what is right for a site is long for a test
DELIVERY_LEASE = 3.0
CELERY_BEAT_SCHEDULE = beat_schedule(sweep_every=2.0)

TRANSLATION_CHECK_SECONDS = None  # a test that wants new corrections asks for them

WORK_COUNT_SECONDS = 86_400  # counted once, however slow the machine: pages are compared by their statements
