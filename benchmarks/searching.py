"""Searches among 100,000 factories: names as they are, misspelt, in another order, and of nobody.

    python -m benchmarks.searching [--factories N] [--only sqlite|postgresql]

The names are made of the words of the Open Supply Hub records in data/. Each search is what a list does with
what is typed: find, count up to a thousand, read a page of 50. Printed are the median and the 95th percentile of 200
searches of each sort, beside the page without a search, in milliseconds. Exit 1 when a 95th percentile is over 60 ms.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from random import Random
from statistics import median, quantiles

BUDGET = 60.0  # ms
SEARCHES = 200


def main() -> int:
    """Measure on each database in a process of its own; the worst exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.searching")
    parser.add_argument("--factories", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        return _measured(arguments.factories)
    from benchmarks.__main__ import measure_on_each  # noqa: PLC0415  # not in the process that is measured

    return measure_on_each("benchmarks.searching", arguments.only, "--factories", str(arguments.factories))


def _measured(number: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.models import F  # noqa: PLC0415

    from factories.models import Factory  # noqa: PLC0415
    from factories.queries.paging import Order, count, page  # noqa: PLC0415
    from factories.queries.search import find_factories, matching  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    names = _registered(number)
    by_name = Order(F("name"), str)

    def search(typed: str) -> None:
        found = find_factories(Factory.objects.all(), typed, exact=matching(typed), by="pk").rows
        count(found)
        page(found, order=by_name, cursor=None)

    def everybody(_typed: str) -> None:
        count(Factory.objects.all())
        page(Factory.objects.all(), order=by_name, cursor=None)

    chance = Random(3)
    some = [chance.choice(names) for _ in range(SEARCHES)]
    sorts: dict[str, tuple[Callable[[str], None], list[str]]] = {
        "no search": (everybody, some),
        "a name as it is": (search, some),
        "a letter left out": (search, [_left_out(name, chance) for name in some]),
        "words in another order": (search, [" ".join(reversed(name.split())) for name in some]),
        "of nobody": (search, ["".join(chance.choices("bcdfghklmnprst", k=12)) for _ in some]),
    }
    print(f"== {connection.vendor}: {number:,} factories")
    worst = 0.0
    for sort, (act, texts) in sorts.items():
        times = [_milliseconds(act, text) for text in texts]
        late = quantiles(times, n=20)[-1]
        worst = max(worst, late)
        print(f"  {sort:24} median {median(times):6.1f}  p95 {late:6.1f} ms")
    print(f"  budget {BUDGET:g} ms: {'holds' if worst <= BUDGET else 'BROKEN'}")
    return int(worst > BUDGET)


def _registered(number: int) -> list[str]:
    """Names of factories that are registered, with their words."""
    from django.utils import timezone  # noqa: PLC0415

    from benchmarks.list_import import made_rows  # noqa: PLC0415
    from countries.models import Country  # noqa: PLC0415
    from factories.models import Factory, SearchWord  # noqa: PLC0415
    from factories.projections import refresh_search_words  # noqa: PLC0415
    from files.domain.names import match_name, match_text  # noqa: PLC0415

    country, _ = Country.objects.get_or_create(code="KH", defaults={"name": "Cambodia"})
    rows = list(made_rows(number, Random(7)))
    Factory.objects.bulk_create(
        (
            Factory(
                code=f"KH-{place:06}", name=str(name)[:200], address=str(address)[:400], country=country,
                match_name=match_name(str(name))[:200], match_address=match_text(str(address))[:400],
                recorded_at=timezone.now(),
            )
            for place, (name, address, *_) in enumerate(rows)
        ),
        batch_size=2000,
    )  # fmt: skip
    began = time.perf_counter()
    words = refresh_search_words()
    seconds = time.perf_counter() - began
    print(
        f"  {words:,} words of names, {SearchWord.objects.count():,} different ones, written in {seconds:.1f} s"
    )
    return [str(row[0])[:200] for row in rows]


def _left_out(name: str, chance: Random) -> str:
    """The name without a letter of its longest word."""
    longest = max(name.split(), key=len)
    at = chance.randrange(1, max(2, len(longest) - 1))
    return name.replace(longest, longest[:at] + longest[at + 1 :], 1)


def _milliseconds(act: Callable[[str], None], text: str) -> float:
    began = time.perf_counter()
    act(text)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
