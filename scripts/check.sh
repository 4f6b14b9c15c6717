#!/bin/sh
# Everything that reads the code without running the product: style, types (of JavaScript too), import rules, settings,
# migrations, data.
# No tests. Stops at the first that fails.
set -eu
LOCK=requirements-dev.txt
. "$(dirname "$0")/env.sh"
. scripts/node.sh

say() { echo "== $*"; }
PATH=$PWD/.venv/bin:$PATH

checked=$(mktemp -d)
trap 'rm -rf "$checked"' EXIT
mypy >"$checked/types" 2>&1 & # on the other processor: it takes as long as all the rest
TYPES=$!

say "ruff"; ruff check -q --output-format concise .; ruff format -q --check .
say "djlint"; djlint templates --check --quiet; djlint templates --lint --quiet
say "tsc"; "$NODE" node_modules/typescript/bin/tsc -p .
say "biome"; "$NODE" node_modules/@biomejs/biome/bin/biome lint --error-on-warnings --log-level=warn
say "import-linter"; lint-imports --no-logo 2>/dev/null || lint-imports
say "deptry"; deptry . 2>/dev/null || deptry .
say "settings, as in production"
env -u DATABASE_URL -u REDIS_URL VAR_DIR="$checked" DEBUG=false SITE_URL=https://recognition.example \
  ALLOWED_HOSTS=recognition.example BEHIND_PROXY=true EMAIL_URL=smtp://mail.example \
  SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
  python -W error manage.py check --deploy --fail-level WARNING
say "migrations"; VAR_DIR="$checked" python manage.py makemigrations --check --dry-run
say "questionnaires"
VAR_DIR="$checked" python - <<'EOF'
from pathlib import Path
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "betterwork.settings"
django.setup()
from questionnaires.workbook.release import read_release
for release in sorted(Path("assessments/questionnaires").glob("*/*/release.toml")):
    read_release(release.parent)  # refuses a folder whose files are not those of its digest
EOF
say "mypy"; if wait "$TYPES"; then cat "$checked/types"; else cat "$checked/types"; exit 1; fi
say "all well"
