# Sourced by the other scripts: goes to the project's folder and makes .venv from the locked file named by LOCK.
# (A POSIX shell passes no arguments to a sourced file, hence the variable.)
cd "$(dirname "$0")/.."
# some images forbid Python to keep what it compiled: every process would then start four seconds later
unset PYTHONDONTWRITEBYTECODE

find_python() { # the first Python that is new enough, among $PYTHON and the usual names
  for candidate in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14 python}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "Python 3.11 or newer is needed. Install it, or name it: PYTHON=/path/to/python3 sh $0" >&2
  return 1
}

make_venv() { # without ensurepip (Debian keeps it in python3-venv) uv or pip may still make one
  "$PY" -m venv .venv 2>.venv-error || uv venv -q --seed --python "$PY" .venv 2>>.venv-error ||
    "$PY" -m virtualenv -q .venv 2>>.venv-error || {
    cat .venv-error >&2
    rm -rf .venv .venv-error
    echo "Python's venv module is incomplete. On Debian or Ubuntu: apt-get install python3-venv" >&2
    return 1
  }
  rm -f .venv-error
}

install_lock() { # uv is several times quicker than pip; without it pip does the same
  PIP_DISABLE_PIP_VERSION_CHECK=1
  export PIP_DISABLE_PIP_VERSION_CHECK
  .venv/bin/python -m pip install -q uv==0.13.9 >.venv/setup.log 2>&1 &&
    .venv/bin/uv pip install -q --python .venv/bin/python -r "$LOCK" >>.venv/setup.log 2>&1 ||
    .venv/bin/python -m pip install -q -r "$LOCK" >>.venv/setup.log 2>&1 || {
    cat .venv/setup.log >&2
    return 1
  }
}

LOCK=${LOCK:-requirements.txt}
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then
  PY=$(find_python) || exit 1
  rm -rf .venv
  make_venv || exit 1
fi
stamp=.venv/.installed-$(basename "$LOCK" .txt)
if ! cmp -s "$LOCK" "$stamp"; then
  echo "Installing what $LOCK names ..."
  install_lock || exit 1
  cp "$LOCK" "$stamp"
fi
