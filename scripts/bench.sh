#!/bin/sh
# The benchmarks, each printing what it measured and against what. Arguments go to them.
set -eu
LOCK=requirements-dev.txt
. "$(dirname "$0")/env.sh"
exec .venv/bin/python -m benchmarks "$@"
