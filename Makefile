# Each target is a short command; those two that matter also run without make: sh scripts/run.sh, sh scripts/test.sh
.PHONY: run test bench check fmt worker client messages

run: ## set up, load the demonstration, serve on 127.0.0.1:8000
	sh scripts/run.sh

test: ## all tests, on SQLite and on PostgreSQL with Redis, in Chromium; ARGS go to pytest
	sh scripts/test.sh $(ARGS)

bench: ## how long the main things take
	sh scripts/bench.sh $(ARGS)

check: ## style, types, import rules, settings, migrations; no tests
	sh scripts/check.sh

fmt: ## put Python and templates into their form
	.venv/bin/ruff check --fix-only -q . && .venv/bin/ruff format . && .venv/bin/djlint templates --reformat --quiet

worker: ## a worker with the schedule, for a web server started by hand
	.venv/bin/celery -A betterwork worker -B -P threads -c 2 -l info --without-gossip --without-mingle --without-heartbeat

client: ## a typed Python client of the API into var/api-client, out of the API's own description
	.venv/bin/python manage.py spectacular --format openapi-json --file var/openapi.json
	.venv/bin/openapi-python-client generate --path var/openapi.json --config scripts/api_client.yml --output-path var/api-client --overwrite

messages: ## gather the sentences to translate (needs gettext), and compile what is translated
	.venv/bin/python scripts/messages.py --all --no-obsolete --no-wrap --add-location file --ignore '.venv/*' --ignore 'tests/*' --ignore 'var/*' --ignore 'benchmarks/*'
	.venv/bin/python -c 'import sys; sys.path.insert(0, "scripts"); import prepare; print(prepare.compile_translations(), "compiled")'
