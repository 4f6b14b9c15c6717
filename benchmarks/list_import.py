"""A factory list of 100,000 rows through the jobs behind the pages: read, compared, written.

    python -m benchmarks.list_import [--rows N] [--only sqlite|postgresql]

The rows are made of the words of the Open Supply Hub records in data/: a name of one record's words and another's
in the same country, an address with another house number. Prints the seconds of each step, how many states of its
progress were seen by a person who looks four times a second, and the peak memory of the process. Exit 1 when all of it
takes more than two minutes or one gigabyte.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accounts.models import User

SECONDS, MEGABYTES = 120.0, 1024.0
RECORDS = Path(__file__).resolve().parent.parent / "data/factory-lists/oshub_facilities_5444_2023.csv"
HEAD = ("Facility Name", "Address", "Country / Region", "Total workers", "Female workers", "Buyer")


def made_rows(count: int, chance: Random) -> Iterator[tuple[str | int, ...]]:
    """Rows of a supplier's list: one in twenty names its factory nearly as an earlier row does."""
    by_country: dict[str, list[tuple[list[str], list[str]]]] = defaultdict(list)
    with RECORDS.open(encoding="utf-8", newline="") as file:
        for record in csv.DictReader(file):
            parts = record["name"].split(), record["address"].split()
            by_country[record["country_name"]].append(parts)
    countries = list(by_country)
    weights = [len(records) for records in by_country.values()]
    last: tuple[str | int, ...] = ()
    for _ in range(count):
        if last and chance.random() < 0.05:
            yield (f"{last[0]} Co., Ltd", *last[1:])
            continue
        (country,) = chance.choices(countries, weights)
        (first, _), (second, place) = (chance.choice(by_country[country]) for _ in range(2))
        name = " ".join([*first[:2], *second[-2:], f"{chance.randrange(1, 400)}"])
        address = " ".join([f"No. {chance.randrange(1, 3000)}", *place])
        workers = chance.randrange(40, 6000)
        last = (name, address, country, workers, workers * 7 // 10, f"Brand {chance.randrange(60)}")
        yield last


def main() -> int:
    """Measure on each database in a process of its own; the worst exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.list_import")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        return _measured(arguments.rows)
    from benchmarks.__main__ import measure_on_each  # noqa: PLC0415  # not in the process that is measured

    return measure_on_each("benchmarks.list_import", arguments.only, "--rows", str(arguments.rows))


def _measured(count: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from accounts.models import Role, User  # noqa: PLC0415
    from factories.models import Factory  # noqa: PLC0415
    from factory_lists.domain.jobs import CHECK, READ, WRITE  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    person = User.objects.create(email="gill@example.org", name="Gill", role=Role.GLOBAL)
    stored, digest = _stored_list(count)
    parameters: dict[str, Any] = {
        "file": stored, "digest": digest, "name": "list.csv", "source": "", "day": "2018-06-01", "layout": {},
        "actor": person.pk,
    }  # fmt: skip
    print(f"== {connection.vendor}: {count:,} rows")
    read = _step(READ, parameters, person)
    columns = {column["column"]: column["target"] for column in read.result["columns"]}
    parameters |= {"layout": read.result["layout"], "columns": columns}
    checked = _step(CHECK, parameters, person)
    done = _step(WRITE, parameters | {"partial": True}, person)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert Factory.objects.count() == done.result["created"] > count * 0.8, done.result
    whole = sum(job.seconds for job in (read, checked, done))
    print(f"  in all {whole:.1f} s (budget {SECONDS:g}), {megabytes:.0f} MB at most (budget {MEGABYTES:g})")
    print("  ", {key: done.result[key] for key in ("rows", "created", "updated", "suspected", "faulty")})
    return int(whole > SECONDS or megabytes > MEGABYTES)


def _stored_list(count: int) -> tuple[str, str]:
    """An uploaded file's name in the store, and its digest."""
    from django.core.files import File  # noqa: PLC0415

    from files.workbook.uploads import keep_upload  # noqa: PLC0415

    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows(made_rows(count, Random(7)))
        file.flush()
        with Path(file.name).open("rb") as content:
            return keep_upload(File(content, "list.csv"))


@dataclass(frozen=True, slots=True)
class _Step:
    """A job that is done: its result, and the seconds it took."""

    result: dict[str, Any]
    seconds: float


def _step(kind: str, parameters: dict[str, Any], actor: User) -> _Step:
    """Run one job here, as a worker does, while another thread looks at its progress as a page does."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from journal import jobs  # noqa: PLC0415
    from journal.models import Job  # noqa: PLC0415

    job = jobs.enqueue(kind, parameters=parameters, actor=actor, now=timezone.now())
    seen: set[int] = set()
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.25):
            seen.update(Job.objects.filter(pk=job.pk).values_list("done_units", flat=True))
        connection.close()

    looking = threading.Thread(target=look)
    looking.start()
    began, busy = time.perf_counter(), time.process_time()
    jobs.run(job.pk, clock=timezone.now)
    took, busy = time.perf_counter() - began, time.process_time() - busy
    over.set()
    looking.join()
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    print(f"  {kind:<24} {took:6.1f} s ({busy:5.1f} s of the processor), {len(seen)} states of progress seen")
    assert job.result is not None
    return _Step(job.result, took)


if __name__ == "__main__":
    sys.exit(main())
