"""Jobs that only tests know: the worker is started with this module included."""

from __future__ import annotations

import os
import time
from typing import Any

from journal.jobs import RunningJob, job


@job("test.count")
def count(running: RunningJob) -> dict[str, Any]:
    """Counts slowly, telling how far it is and which process counts."""
    total = int(running.parameters["total"])
    for done in range(1, total + 1):
        running.progress(done, total, f"process {os.getpid()}")
        time.sleep(0.05)
    return {"counted": total, "process": os.getpid()}
