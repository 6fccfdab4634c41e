# Everything a person types. Needs python3 (3.11 or newer), python3-venv and make; the rest is installed into .venv.
PYTHON ?= python3
PY := .venv/bin/python
# Python keeps what it has compiled, also where a container is told not to: hundreds of processes of a run start from it.
export PYTHONDONTWRITEBYTECODE :=
# Of the test suite; each has servers and databases of its own.
WORKERS ?= 2
DEPLOYMENT := DJANGO_SETTINGS_MODULE=hospital_qs.settings.production ALLOWED_HOSTS=hospital.invalid \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	SEALING_KEYS=$$($(PY) -c 'import base64, secrets; print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())') \
	DATABASE_URL=postgres://app@localhost/none REDIS_URL=redis://localhost:6379/0

BIOME := PATH="$(CURDIR)/.venv/bin:$$PATH" node_modules/.bin/biome

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench mutants trace demo-reset picture screenshots lock

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup:  ## install what the lock says and build the assets (nothing to do when neither has changed)
	@$(PYTHON) -I workshop/embedded/setup.py

run: setup  ## engines, demo, web, worker and beat; PORT=8000, HOST=127.0.0.1; Ctrl-C stops everything
	@$(PY) -m workshop.embedded.run

test: setup  ## the whole suite in two workers; FAST=1 leaves out browser and slow ones; ARGS="-n0 -k ledger" passes on to pytest
	@$(PY) -m pytest -n $(WORKERS) --dist worksteal --durations=20 $(if $(filter 1,$(FAST)),-m "not browser and not slow") $(ARGS)

check: setup  ## format, lint, types, import contracts, migrations, locks, deployment, policy data
	$(PY) -m ruff format --check .
	$(PY) -m workshop.template_shape check
	$(BIOME) check --error-on-warnings
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m workshop.embedded.dependencies check
	$(DEPLOYMENT) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m policy_texts check

format: setup  ## put the code into its shape
	$(PY) -m ruff format .
	$(PY) -m workshop.template_shape format
	$(BIOME) check --write
	$(PY) -m ruff check --fix .

bench: setup  ## measurements against a floor of the same run, as a table and as JSON
	@$(PY) -m tests.benchmarks $(ARGS)

mutants: setup  ## plant 200 faults in rules and services and list those that no test notices
	@$(PY) -m tests.mutants $(ARGS)

trace: setup  ## each clause of the official documents with the tests that serve it
	@$(PY) tests/trace.py

demo-reset: setup  ## throw away this check-out's data and build the demo anew
	@$(PY) -m workshop.embedded.reset

picture: setup  ## the packages and the imports between them, as docs/packages.svg
	@$(PY) -m workshop.picture

screenshots: setup  ## the pictures of the README, taken from the demo
	@E2E_REQUIRED=1 $(PY) -m pytest -q --no-header tests/screenshots.py

lock: setup  ## write both locks from pyproject.toml; ARGS=--upgrade takes newer versions
	@$(PY) -m workshop.embedded.dependencies lock $(ARGS)
