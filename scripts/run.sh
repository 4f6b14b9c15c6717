#!/bin/sh
# Sets up, loads the demonstration into an empty database, and serves on http://127.0.0.1:8000/ (PORT overrides):
# web server, Celery workers and schedule on SQLite and the filesystem broker, nothing else needed. All data is in var/.
# Ctrl-C stops everything; a second run keeps the data.
set -eu
LOCK=requirements.txt
. "$(dirname "$0")/env.sh"

PORT=${PORT:-8000}
export SITE_URL="${SITE_URL:-http://127.0.0.1:$PORT}"
.venv/bin/python - "$PORT" <<'EOF' || { echo "Port $PORT is taken. Choose another: PORT=8001 sh scripts/run.sh" >&2; exit 1; }
import socket, sys
with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        s.bind(("127.0.0.1", int(sys.argv[1])))
    except OSError:
        sys.exit(1)
EOF
.venv/bin/python scripts/prepare.py

WORKER=
PUBLISHER=
WEB=
stop() {
  trap - EXIT INT TERM HUP
  for process in $WEB $WORKER $PUBLISHER; do kill "$process" 2>/dev/null || :; done
  wait
}
trap stop EXIT
trap 'exit 0' INT TERM HUP

# gossip, mingle and heartbeat would leave queues that nobody reads in the broker's folder
# and to run as root is no concern of a demonstration on the loopback address
PYTHONWARNINGS="ignore:You're running the worker" .venv/bin/celery -q -A betterwork worker -B -P threads -c 2 -l warning \
  --without-gossip --without-mingle --without-heartbeat -Q celery &
WORKER=$!
# what was decided is published by a worker of its own, however busy the other is
PYTHONWARNINGS="ignore:You're running the worker" .venv/bin/celery -q -A betterwork worker -P threads -c 1 -l warning \
  --without-gossip --without-mingle --without-heartbeat -Q publishing -n publisher@%h &
PUBLISHER=$!
.venv/bin/gunicorn betterwork.wsgi -b "127.0.0.1:$PORT" -w 1 -k gthread --threads 8 --log-level warning &
WEB=$!

until .venv/bin/python scripts/ready.py "$PORT" 2>/dev/null; do
  kill -0 "$WEB" 2>/dev/null || exit 1
  sleep 0.3
done
echo "Ready: http://127.0.0.1:$PORT/  (Ctrl-C stops)"

while kill -0 "$WEB" 2>/dev/null && kill -0 "$WORKER" 2>/dev/null && kill -0 "$PUBLISHER" 2>/dev/null; do sleep 1; done
echo "The web server or a worker stopped; stopping the others." >&2
exit 1
