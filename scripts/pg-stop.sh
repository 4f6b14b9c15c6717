#!/bin/sh
# Stops what scripts/pg-start.sh started (PGBASE, PGBIN, PGUSER_OS) and removes its data. Says nothing.
set -eu
cd /
if [ -n "${PGUSER_OS:-}" ]; then
  runuser -u "$PGUSER_OS" -- "$PGBIN/pg_ctl" -D "$PGBASE/data" -m immediate stop >/dev/null 2>&1 || :
else
  "$PGBIN/pg_ctl" -D "$PGBASE/data" -m immediate stop >/dev/null 2>&1 || :
fi
rm -rf "$PGBASE"
