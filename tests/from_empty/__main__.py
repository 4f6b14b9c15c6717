"""`python -m tests.from_empty [FOLDER]`: the journey on the embedded default, told step by step."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chromium import launched
from tests.from_empty.hands import PATIENCE
from tests.from_empty.installation import installed
from tests.from_empty.journey import STEPS, travel


def main() -> None:
    """Install into a fresh folder, take every step, and end with what was reached."""
    kept = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory() as temporary, launched() as browser:
        expect.set_options(timeout=PATIENCE)
        folder = kept or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        begun = time.monotonic()
        print("  0 s   preparing an empty installation (SQLite, a queue of files, a real worker)", flush=True)

        def say(number: int, title: str) -> None:
            print(f"{time.monotonic() - begun:3.0f} s   {number:2}/{len(STEPS)}  {title}", flush=True)

        with installed(folder / "var") as place:
            travel(place, browser, folder, say)
        print(
            f"{time.monotonic() - begun:3.0f} s   done: from nothing to the first recognised factory",
            flush=True,
        )


if __name__ == "__main__":
    main()
