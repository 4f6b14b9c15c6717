#!/bin/sh
# From an empty database to the first recognised factory, as docs/operating.md tells it: the first account by command,
# everything after it through pages, in Chromium. Runs on the embedded default (SQLite, a queue of files, a real worker
# with its schedule) in a folder that goes away, and prints each step with its seconds. Ends with 0 when all was reached.
#   sh scripts/from_empty.sh [FOLDER]      with a FOLDER everything stays in it: database, logs, a picture of each page
# The comment window of the assessment is waited for by moving the clock of web process and worker (tests/from_empty/moved.py).
set -eu
LOCK=requirements-dev.txt
. "$(dirname "$0")/env.sh"

if [ -z "${CHROMIUM:-}" ] && ! command -v chromium-headless-shell >/dev/null && ! command -v chromium >/dev/null &&
  ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  echo "Chromium is needed: install it, or name it in CHROMIUM." >&2
  exit 1
fi
.venv/bin/python -c 'import sys; sys.path.insert(0, "scripts"); import prepare; prepare.compile_translations()'
exec .venv/bin/python -m tests.from_empty "$@"
