"""What each page costs by role: processor time of the web process, statements, bytes; beside a bare signed-in page.

python -m benchmarks.pages [--factories N] [--rounds R] [--only sqlite|postgresql] [--page WORD]   loads a programme
python -m benchmarks.pages --here [--rounds R]                                       on the database of the environment

Processor time, because the machine is shared; as a ratio to `bare_page`, because machines differ. Requests go through
the product's WSGI handler with all its middleware, without compression (a proxy's work).
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from statistics import median
from typing import Any
from wsgiref.util import setup_testing_defaults

import django

HOST = "localhost"
NOTICES = 60  # unread, for each who is measured
LIST_BUDGET, PAGE_BUDGET, FRAME_BUDGET = 8.0, 16.0, 2.0
"""How many times a bare signed-in page: a list of 50 rows, any other page, the frame alone."""


@dataclass(frozen=True, slots=True)
class PageKind:
    """A page that a role opens; `address` makes its path from a person, "" when the programme has none."""

    name: str
    role: str
    address: Callable[[Any], str]
    budget: float


@dataclass(frozen=True, slots=True)
class PageCost:
    """What one page cost: medians of the web process' milliseconds, and how many statements and bytes."""

    milliseconds: float
    floor: float
    statements: int
    size: int

    @property
    def ratio(self) -> float:
        """How many bare pages it costs."""
        return self.milliseconds / self.floor


def main() -> int:
    """Measure and print the table; 1 when a budget is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages")
    parser.add_argument("--here", action="store_true")
    parser.add_argument("--factories", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--page", help="only pages whose name contains this")
    arguments = parser.parse_args()
    if not arguments.here:
        from benchmarks.__main__ import measure_on_each  # noqa: PLC0415  # its own process has no Django

        size = ["--factories", str(arguments.factories), "--rounds", str(arguments.rounds)]
        chosen = ["--page", arguments.page] if arguments.page else []
        return measure_on_each("benchmarks.pages", arguments.only, *size, *chosen)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
    warnings.filterwarnings("ignore", message="No directory at")  # nothing is collected: no file is fetched
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ.setdefault("STATICFILES_STORAGE", "django.contrib.staticfiles.storage.StaticFilesStorage")
    django.setup()
    _load(arguments.factories)
    return 1 if _table(arguments.rounds, arguments.page or "") else 0


def _load(factories: int) -> None:
    """The demonstration, unless this database has one."""
    from django.core.management import call_command  # noqa: PLC0415  # only once Django is set up

    from factories.queries import any_registered  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    if not any_registered():
        call_command("load_demo", factories=factories, verbosity=0, stdout=StringIO(), stderr=StringIO())
        _notify()


def _notify() -> None:
    """Unread notices for everybody who is measured, as the worker would have written them."""
    from django.utils import timezone  # noqa: PLC0415

    from accounts.projections import write_notices  # noqa: PLC0415
    from benchmarks.page_addresses import ADDRESSES, first_of  # noqa: PLC0415
    from journal.queries import every_event  # noqa: PLC0415
    from notifications.rules import TABLE  # noqa: PLC0415

    latest = list(
        every_event().filter(kind__in=list(TABLE)).order_by("-id").values_list("pk", flat=True)[:NOTICES]
    )
    people = {person.pk for _, role, _, _ in ADDRESSES if (person := first_of(role)) is not None}
    write_notices(((person, event) for person in people for event in latest), now=timezone.now())


def _table(rounds: int, chosen: str) -> int:
    """Print a line for each page; how many cost more than they may."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from benchmarks.page_addresses import first_of  # noqa: PLC0415

    settings.ALLOWED_HOSTS, settings.ROOT_URLCONF = ["*"], "benchmarks.bare_page"
    broken = 0
    print(f"== {connection.vendor}, {rounds} rounds in turn with a bare signed-in page, medians")
    print("| page | role | CPU, ms | bare, ms | ratio | may be | statements | KB |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in (kind for kind in _kinds() if chosen in kind.name):
        person = first_of(kind.role)
        address = kind.address(person) if person is not None else ""
        if not address:
            continue
        cost = _cost(person, address, rounds)
        broken += cost.ratio > kind.budget
        print(
            f"| {kind.name} | {kind.role} | {cost.milliseconds:.1f} | {cost.floor:.1f} | {cost.ratio:.1f} "
            f"| {kind.budget:g}{'' if cost.ratio <= kind.budget else ' BROKEN'} | {cost.statements} "
            f"| {cost.size / 1024:.0f} |",
            flush=True,
        )
    return broken


def _kinds() -> list[PageKind]:
    from benchmarks.page_addresses import ADDRESSES  # noqa: PLC0415

    return [
        PageKind(name, role, address, {"frame": FRAME_BUDGET, "list": LIST_BUDGET, "page": PAGE_BUDGET}[size])
        for name, role, size, address in ADDRESSES
    ]


def _cost(person: Any, address: str, rounds: int) -> PageCost:
    """The page and the bare page in turn."""
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415

    from benchmarks.bare_page import ADDRESS, bare_handler  # noqa: PLC0415

    cookie = _signed_in(person)
    product, bare = WSGIHandler(), bare_handler()
    for _ in range(2):
        _body(product, address, cookie), _body(bare, ADDRESS, cookie)
    pages, floors = [], []
    for _ in range(rounds):
        pages.append(_processor_time(lambda: _body(product, address, cookie)))
        floors.append(_processor_time(lambda: _body(bare, ADDRESS, cookie)))
    with _counted() as statements:
        size = len(_body(product, address, cookie))
    return PageCost(median(pages) * 1000, median(floors) * 1000, len(statements), size)


def _signed_in(person: Any) -> str:
    """The cookie of a new session."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    client = Client(SERVER_NAME=HOST)
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _body(handler: Any, address: str, cookie: str) -> bytes:
    """What a server would send.

    Raises:
        RuntimeError: it is no page.
    """
    path, _, query = address.partition("?")
    status: list[str] = []
    environ = {
        "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": HOST, "HTTP_COOKIE": cookie, "HTTP_ACCEPT": "text/html",
        "REMOTE_ADDR": "127.0.0.1",
    }  # fmt: skip
    setup_testing_defaults(environ)
    response = handler(environ, lambda line, _headers: status.append(line))
    body = b"".join(response)
    response.close()
    if not status[0].startswith("200"):
        raise RuntimeError(f"{address}: {status[0]}")
    return body


def _processor_time(act: Callable[[], object]) -> float:
    gc.collect()
    began = time.process_time()
    act()
    return time.process_time() - began


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The statements that are run inside."""
    from django.db import connection  # noqa: PLC0415

    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django calls it so
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


if __name__ == "__main__":
    sys.exit(main())
