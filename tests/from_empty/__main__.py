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

        def say(words: str) -> None:
            sys.stdout.write(f"{time.monotonic() - begun:4.0f} s  {words}\n")
            sys.stdout.flush()

        say("Prepare an empty installation: SQLite, a queue of files, a real worker with its schedule")
        with installed(folder / "var") as place:
            steps = len(STEPS)
            travel(
                place,
                browser,
                folder,
                lambda number, title: say(f"{number:2}/{steps}  {title}"),
                pictures=kept is not None,
            )
        say("Done: a factory is recognised, and everybody sees of it what is theirs to see")


if __name__ == "__main__":
    main()
