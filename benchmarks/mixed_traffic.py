"""What two web processes carry when all roles work at once: real servers, PostgreSQL with fsync, 8 clients.

python -m benchmarks.mixed_traffic [--factories N] [--rounds R] [--seconds S]     loads a programme
python -m benchmarks.mixed_traffic --here [...]    on the database of the environment, with its DEMO_PASSWORD

Rounds alternate with a floor: the same server with a bare signed-in page (`bare_page.py`), the same clients. These are
one process of this machine and take from the same processors, so what they spend is told as well; so is what else ran.
Left out: the proxy (TLS, compression), the worker, files that browsers keep.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

import django
import requests
import urllib3

from benchmarks.web_servers import (
    WebServer,
    free_port,
    parent_of,
    processor_seconds,
    processor_seconds_of_machine,
    web_server,
)

if TYPE_CHECKING:  # it needs Django's settings
    from benchmarks.traffic_mix import Request

CONNECTIONS, PROCESSES = 8, 2
WARM = 15  # seconds until each process has loaded and kept what it shows over and over
LEAST_PER_SECOND, MOST_P95, MOST_TIMES_BARE, MOST_MEGABYTES = 80.0, 300.0, 12.0, 200.0
"""Requests a second, milliseconds, processor time in bare pages, and what a web process has for itself afterwards."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: to what, after how many seconds, and what was wrong with it."""

    name: str
    seconds: float
    fault: str


@dataclass(frozen=True, slots=True)
class Round:
    """What came of so many seconds."""

    answers: list[Answered]
    seconds: float
    web: float
    database: float
    clients: float
    others: float

    @property
    def per_second(self) -> float:
        """Requests a second."""
        return len(self.answers) / self.seconds


class Meter:
    """The processor time of whom is measured, between two moments."""

    def __init__(self, web: int, database: int) -> None:
        self._web, self._database = web, database
        self._began = self._now()

    def _now(self) -> tuple[float, ...]:
        ours = processor_seconds(self._web), processor_seconds(self._database), time.process_time()
        return *ours, processor_seconds_of_machine() - sum(ours), time.perf_counter()

    def since(self, answers: list[Answered]) -> Round:
        """What was spent since it was made."""
        web, database, clients, others, seconds = (
            now - then for now, then in zip(self._now(), self._began, strict=True)
        )
        return Round(answers, seconds, web, database, clients, others)


def main() -> int:
    """Measure and print; 1 when a budget is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mixed_traffic")
    parser.add_argument("--here", action="store_true")
    parser.add_argument("--factories", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=20)
    arguments = parser.parse_args()
    sizes = [f"--{name}={getattr(arguments, name)}" for name in ("factories", "rounds", "seconds")]
    if not arguments.here:
        return _on_a_programme_of_its_own(sizes)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    # what one person may ask in a minute is less than the requests of many who are signed in as one
    os.environ |= {"API_CALLS_PER_MINUTE": "1000000", "SEARCHES_PER_MINUTE": "1000000"}
    warnings.filterwarnings("ignore", message="No directory at")
    django.setup()
    _programme(arguments.factories)
    return 0 if _measure(arguments.rounds, arguments.seconds) else 1


def _on_a_programme_of_its_own(sizes: list[str]) -> int:
    from benchmarks.__main__ import programme, redis_server  # noqa: PLC0415  # its own process has no Django

    with programme("postgresql", durable=True) as env, redis_server() as redis:
        if env is None:
            print("== no PostgreSQL here and none could be started; skipped")
            return 0
        own = {"REDIS_URL": redis, "DEMO_PASSWORD": "a password for measuring"}
        command = [sys.executable, "-m", "benchmarks.mixed_traffic", "--here", *sizes]
        return subprocess.run(command, env=env | own, check=False).returncode


def _programme(factories: int) -> None:
    """The demonstration with unread notices, unless there is one; on a database that waits for its disk."""
    from django.conf import settings  # noqa: PLC0415  # only once Django is set up
    from django.db import connection  # noqa: PLC0415

    from benchmarks.pages import _load  # noqa: PLC0415

    assert connection.vendor == "postgresql", "give DATABASE_URL of PostgreSQL"
    assert settings.DEMO_PASSWORD, "give DEMO_PASSWORD"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        assert cursor.fetchone() == ("on", "on"), "this server does not wait for its disk (PG_DURABLE=1)"
    _load(factories)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _measure(rounds: int, seconds: int) -> bool:
    from django.db import connection  # noqa: PLC0415

    from benchmarks.bare_page import ADDRESS  # noqa: PLC0415
    from benchmarks.traffic_mix import Mix, Request  # noqa: PLC0415

    mix = Mix()
    bare = Request("bare", "adviser", ADDRESS, b"</html>")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        database = parent_of(cursor.fetchone()[0])
    mixed: list[Round] = []
    floors: list[Round] = []
    with _servers() as (product, floor):
        at_rest = product.memory()
        cookies = {role: _signed_in(product, person) for role, person in mix.people.items()}
        _traffic(product, mix, cookies, WARM)
        for _ in range(rounds):
            for server, sent, found, lasts in (
                (product, mix, mixed, seconds),
                (floor, iter(lambda: bare, None), floors, seconds / 3),
            ):
                meter = Meter(server.process, database)
                found.append(meter.since(_traffic(server, sent, cookies, lasts)))
        return _told(mixed, floors, at_rest, product.memory())


@contextmanager
def _servers() -> Iterator[tuple[WebServer, WebServer]]:
    """The product and the bare page, both as production starts them."""
    from tests.browser.serving import gather  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="betterwork-bench.") as name:
        folder = Path(name)
        gather(folder / "static")
        os.environ |= {"STATIC_ROOT": str(folder / "static"), "PYTHONWARNINGS": "ignore"}
        os.environ["STATICFILES_STORAGE"] = "betterwork.static_storage.CompressedHashedStaticFiles"
        port = free_port()
        os.environ["SITE_URL"] = f"http://127.0.0.1:{port}"
        with (
            web_server(
                "betterwork.wsgi", processes=PROCESSES, folder=folder, ready="/readyz", port=port
            ) as product,
            web_server(
                "benchmarks.bare_wsgi",
                processes=PROCESSES,
                folder=folder,
                ready="/floor/bare/?ready",
                port=free_port(),
            ) as floor,
        ):
            yield product, floor


def _signed_in(server: WebServer, person: Any) -> dict[str, str]:
    """The headers of a browser whose person has filled in the form."""
    from django.conf import settings  # noqa: PLC0415

    if not person.has_usable_password():  # the demonstration's other advisers cannot sign in
        person.set_password(settings.DEMO_PASSWORD)
        person.save(update_fields=["password"])
    browser = requests.Session()
    browser.get(f"{server.address}/sign-in/", timeout=60).raise_for_status()
    fields = {
        "login": person.email,
        "password": settings.DEMO_PASSWORD,
        "csrfmiddlewaretoken": browser.cookies[settings.CSRF_COOKIE_NAME],
    }
    answer = browser.post(f"{server.address}/sign-in/", fields, timeout=60)
    answer.raise_for_status()
    assert settings.SESSION_COOKIE_NAME in browser.cookies, f"{person.email} is not signed in: {answer.url}"
    cookie = "; ".join(f"{one.name}={one.value}" for one in browser.cookies)
    return {"Cookie": cookie, "X-CSRFToken": str(browser.cookies[settings.CSRF_COOKIE_NAME])}


def _traffic(
    server: WebServer, sent: Iterable[Request], cookies: dict[str, dict[str, str]], seconds: float
) -> list[Answered]:
    """So many seconds of requests, each sent when a connection is free."""
    source, lock, answers = iter(sent), Lock(), list[Answered]()
    pool = urllib3.HTTPConnectionPool(
        "127.0.0.1", server.port, maxsize=CONNECTIONS, retries=False, timeout=60
    )
    ends = time.perf_counter() + seconds

    def connection() -> None:
        while time.perf_counter() < ends:
            with lock:
                request = next(source)
            answers.append(_answered(pool, request, cookies.get(request.role, {})))

    threads = [Thread(target=connection) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pool.close()
    return answers


def _answered(pool: urllib3.HTTPConnectionPool, request: Request, cookies: dict[str, str]) -> Answered:
    kind = (
        {"Accept": "text/html"} if request.holds == b"</html>" else {"Accept": "application/json"}
    ) | cookies
    method = "GET"
    if request.body is not None:
        method, kind = "POST", kind | {"Content-Type": "application/json"}
    began, fault = time.perf_counter(), ""
    try:
        answer = pool.request(method, request.address, body=request.body, headers=kind, redirect=False)
        if answer.status != 200 or request.holds not in answer.data:
            fault = f"{answer.status} {request.address} {answer.data[:200]!r}"
    except urllib3.exceptions.HTTPError as broken:
        fault = f"{request.address}: {broken}"
    return Answered(request.name, time.perf_counter() - began, fault)


def _told(
    mixed: list[Round],
    floors: list[Round],
    at_rest: list[tuple[float, float]],
    after: list[tuple[float, float]],
) -> bool:
    """Print the tables; whether the budgets hold."""
    answers = [answer for one in mixed for answer in one.answers]
    faults = [answer.fault for one in mixed + floors for answer in one.answers if answer.fault]
    print(
        f"== {CONNECTIONS} connections, {PROCESSES} web processes, fsync on, medians of {len(mixed)} rounds in turn"
    )
    print(
        "| | requests a second | p50, ms | p95 | p99 | web CPU a request, ms | database CPU | clients' CPU "
        "| other work, cores |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    _line("mixed traffic", mixed)
    _line("bare signed-in page", floors)
    print("| part of the mix | requests | p50, ms | p95 |\n|---|---|---|---|")
    by_name: dict[str, list[float]] = defaultdict(list)
    for answer in answers:
        by_name[answer.name].append(answer.seconds)
    for name, times in sorted(by_name.items(), key=lambda pair: -sum(pair[1])):
        print(f"| {name} | {len(times)} | {_at(times, 0.5):.0f} | {_at(times, 0.95):.0f} |")
    print(f"web processes, MB of their own (resident): at rest {_sizes(at_rest)}; afterwards {_sizes(after)}")
    for fault in faults[:10]:
        print(f"  {fault}")
    times_bare = _spent_each(mixed) / _spent_each(floors)
    return all(
        [
            _holds(
                "requests a second", median(one.per_second for one in mixed), LEAST_PER_SECOND, least=True
            ),
            _holds("p95, ms", _at([answer.seconds for answer in answers], 0.95), MOST_P95),
            _holds("errors", len(faults), 0),
            _holds(
                "processor time of web and database a request, in bare pages", times_bare, MOST_TIMES_BARE
            ),
            _holds("most megabytes of a web process' own", max(own for own, _ in after), MOST_MEGABYTES),
        ]
    )


def _line(name: str, rounds: list[Round]) -> None:
    times = [answer.seconds for one in rounds for answer in one.answers]

    def each(what: str) -> float:
        return 1000 * float(median(getattr(one, what) / len(one.answers) for one in rounds))

    print(
        f"| {name} | {median(one.per_second for one in rounds):.0f} | {_at(times, 0.5):.0f} | {_at(times, 0.95):.0f} "
        f"| {_at(times, 0.99):.0f} | {each('web'):.1f} | {each('database'):.1f} | {each('clients'):.2f} "
        f"| {median(one.others / one.seconds for one in rounds):.2f} |"
    )


def _spent_each(rounds: list[Round]) -> float:
    return median((one.web + one.database) / len(one.answers) for one in rounds)


def _at(times: list[float], part: float) -> float:
    return sorted(times)[min(int(len(times) * part), len(times) - 1)] * 1000


def _sizes(memory: list[tuple[float, float]]) -> str:
    return ", ".join(f"{own:.0f} ({resident:.0f})" for own, resident in memory)


def _holds(name: str, value: float, budget: float, *, least: bool = False) -> bool:
    holds = value >= budget if least else value <= budget
    bound = "at least" if least else "at most"
    print(f"  {name}: {value:.1f} ({bound} {budget:g}) {'holds' if holds else 'BROKEN'}")
    return holds


if __name__ == "__main__":
    sys.exit(main())
