"""The checks that read the code hold, in the very run that decides whether a change lands."""

from __future__ import annotations

import os
import subprocess

from tests.architecture.reading import ROOT


def test_make_check_is_clean() -> None:
    """`make check`: ruff, djLint, import contracts, deptry, mypy, settings, migrations, questionnaires."""
    plain = {
        k: v
        for k, v in os.environ.items()
        if k not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL"}
    }

    done = subprocess.run(
        ["sh", "scripts/check.sh"],
        cwd=ROOT,
        env=plain,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
