#!/bin/sh
# The benchmarks, each printing what it measured and against what. Arguments go to them.
set -eu
LOCK=requirements-dev.txt
. "$(dirname "$0")/env.sh"
.venv/bin/python -m benchmarks "$@"
[ $# -gt 0 ] || exec .venv/bin/python -m benchmarks.hints
