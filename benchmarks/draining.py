"""What loading a programme leaves for the workers, and what it costs one of them: `python -m benchmarks.draining`.

Works off the database of the environment (load a demonstration into an empty one first), in this process alone.
"""

from __future__ import annotations

import os
import resource
import time

import django


def main() -> None:
    """Drain, and print for each reaction: deliveries owed, runs, seconds of the processor."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "betterwork.settings")
    django.setup()
    from django.utils import timezone  # noqa: PLC0415  # nothing of Django before it is set up

    from journal import deliveries  # noqa: PLC0415

    print(f"{'reaction':34} {'owed':>9} {'runs':>6} {'CPU s':>8}")
    owed = runs = 0
    begun = time.process_time()
    while names := deliveries.pending_reactions(now=timezone.now()):
        for name in names:
            started, settled, taken = time.process_time(), 0, 0
            while done := deliveries.deliver(name, now=timezone.now(), clock=timezone.now):
                settled, taken = settled + done, taken + 1
            print(f"{name:34} {settled:9} {taken:6} {time.process_time() - started:8.1f}", flush=True)
            owed, runs = owed + settled, runs + taken
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'all':34} {owed:9} {runs:6} {time.process_time() - begun:8.1f}   peak {peak} MB")


if __name__ == "__main__":
    main()
