"""One process's share of `benchmarks.reporting`: every so manieth factory. Arguments: its place, how many there are."""

from __future__ import annotations

import os
import resource
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
django.setup()

from django.utils import timezone  # noqa: E402  # after setup

from countries.queries.local_time import LocalDays  # noqa: E402
from factories.domain.scopes import PLAN  # noqa: E402
from factories.queries import registered  # noqa: E402
from portal.queries import judged_among  # noqa: E402
from progress_reports.exports import report_as_pdf  # noqa: E402
from progress_reports.queries.reports import reports_numbered  # noqa: E402
from progress_reports.tasks import made, slices_by_language  # noqa: E402


def main(part: int, processes: int) -> None:
    """Make the reports, set them, and print how long each took."""
    now = timezone.now()
    mine = list(judged_among(registered()).select_related("country").order_by("code"))[part::processes]
    began, used = time.perf_counter(), time.process_time()
    numbers = made(slices_by_language(mine, LocalDays(now)), is_regular=True, actor=None, now=now)
    middle, used_making = time.perf_counter(), time.process_time()
    sizes = [len(report_as_pdf(report, cases=False, scope=PLAN)) for report in reports_numbered(numbers)]
    end, used_setting = time.perf_counter(), time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"  process {part}: {len(numbers)} made in {middle - began:.1f} s ({used_making - used:.1f} s of processor), "
        f"set in {end - middle:.1f} s ({used_setting - used_making:.1f} s), "
        f"{sum(sizes) // max(1, len(sizes)) // 1024} KB each, at most {peak} MB of memory"
    )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
