"""What every test stands on: the right database, a real worker when asked for, a server for browsers."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tests.databases import copy_migrated, drop_template, make_template
from tests.processes import Worker, empty_broker

pytest_plugins = ["tests.browser.fixtures"]

# a test says what is right, never how long it takes: a slow machine is no failure
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

StartWorker = Callable[..., Worker]


RUN = Path(os.environ["TEST_VAR_DIR"])  # made by the settings, shared by all processes of a run

DATABASE = {"db", "transactional_db", "live_server"}
"""Fixtures that open one; those that need them have them among theirs."""


def pytest_report_header() -> list[str]:
    """Where these tests run."""
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    return [f"database: {engine}; broker: {'Redis' if settings.REDIS_URL else 'filesystem'}"]


def pytest_collection_finish(session: pytest.Session) -> None:  # pytest's signature
    """What was imported stays: looking through it for garbage again and again took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the two runs of scripts/test.sh the second, on PostgreSQL, is for whatever can differ there.

    What asks no database (the pure rules, the reading of files and of the code), how a page looks and what a browser
    does with it were tested a moment before.
    """
    if os.environ.get("EXPECT_DB") == "postgresql" and not os.environ.get("EVERYTHING"):
        same = {item for item in items if _is_the_same_anywhere(item)}
        config.hook.pytest_deselected(items=[item for item in items if item in same])
        items[:] = [item for item in items if item not in same]
    _begin_with_the_long_ones(items)


def _begin_with_the_long_ones(items: list[pytest.Item]) -> None:
    """Each process is given an equal part of the list and steals from others at the end: a test of two minutes that
    begins last would have all others wait for it."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    long = [item for item in items if item.get_closest_marker("long")]
    rest = [item for item in items if not item.get_closest_marker("long")]
    share = -(-len(items) // processes)
    items.clear()
    for place in range(processes):
        first = long[place::processes]
        items += first + rest[: share - len(first)]
        del rest[: share - len(first)]


def _is_the_same_anywhere(item: pytest.Item) -> bool:
    """Whether no database and no broker is asked: without mark or fixture, pytest-django lets no test reach one."""
    if item.get_closest_marker("looks"):
        return True
    asks = item.get_closest_marker("django_db") or DATABASE & set(getattr(item, "fixturenames", ()))
    return not asks and "infrastructure" not in item.path.relative_to(item.config.rootpath).parts


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The first process of a run, which outlives the others, leaves no database behind."""
    if "PYTEST_XDIST_WORKER" not in os.environ and connection.vendor != "sqlite":
        with session.config.stash[blocking_manager_key].unblock():
            drop_template(told_in=RUN)
            connection.close()


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """On SQLite the database is there, migrated, before pytest-django looks; it goes with the run's folder.

    On PostgreSQL pytest-django makes one for each process, and drops it: a copy of one that was migrated once.
    """
    if connection.vendor != "sqlite":
        with request.getfixturevalue("django_db_blocker").unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = make_template(told_in=RUN)
        return False
    kept_in = request.config.rootpath / ".pytest_cache" / "migrated"
    kept_in.mkdir(parents=True, exist_ok=True)
    copy_migrated(Path(connection.settings_dict["TEST"]["NAME"]), kept_in=kept_in)
    return True


@pytest.fixture(scope="session", autouse=True)
def _runs_where_it_says(request: pytest.FixtureRequest) -> Iterator[None]:
    """With EXPECT_DB set (scripts/test.sh sets it), a run on another database or broker is an error, not a pass."""
    expected = os.environ.get("EXPECT_DB")
    if expected is None:
        yield
        return
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if expected == "sqlite" else "SHOW server_version")
        assert cursor.fetchone()
        assert connection.vendor == expected
    if expected == "postgresql":
        assert os.environ["TEST_REDIS_URL"]
        assert settings.REDIS_URL == settings.CELERY_BROKER_URL != ""
        assert redis.from_url(settings.REDIS_URL).ping()
    else:
        assert settings.CELERY_BROKER_TRANSPORT == "betterwork.broker:Transport"
    yield
    if expected == "postgresql":
        with request.getfixturevalue("django_db_blocker").unblock(), connection.cursor() as cursor:
            # a process that was killed may still hold a session, and a database in use cannot be dropped
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _nothing_of_another_test() -> None:
    """No test finds another's rate limits, remembered values, or the language of the last page it asked for."""
    cache.clear()
    translation.deactivate()


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[StartWorker]:
    """Starts real workers: `start_worker()`, or `start_worker(beat=True)` with the schedule, sweep included;
    `include="tests.x.y"` names a module with tasks or jobs of the test's own;
    `queue="publishing"` takes messages of that queue alone.

    A worker that logged an error fails the test, unless the test said `worker.may_fail = True`.
    """
    started: list[Worker] = []
    empty_broker()

    def start(*, beat: bool = False, include: str = "", queue: str = "") -> Worker:
        worker = Worker(tmp_path / f"worker-{len(started)}.log", beat=beat, include=include, queue=queue)
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()  # at once: what it left half-done goes with this test's rows
    empty_broker()
    assert [line for worker in started if not worker.may_fail for line in worker.failures()] == []


@pytest.fixture
def worker(start_worker: StartWorker) -> Worker:
    """One real Celery worker on this test's database and broker."""
    return start_worker()


@pytest.fixture
def live(live_server) -> str:
    """The address of a server on this test's database, usable together with `worker`."""
    return live_server.url
