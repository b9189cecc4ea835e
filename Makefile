# One word for each daily command. `make run` and `make test` do all the set-up that they need.
.DEFAULT_GOAL := help
.PHONY: help setup run fresh test lint types check bench faults understanding shots lock clean browser
.DELETE_ON_ERROR:

BIN := .venv/bin
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
NPM ?= $(shell command -v npm 2>/dev/null)
# The demo's settings are ours only where nobody wrote a .env.
DEMO := $(if $(wildcard .env),,BOT_MODE=$${BOT_MODE:-demo} DATABASE_URL=$${DATABASE_URL:-sqlite:///var/throughcare.db})

help:
	@echo 'make run     set up, then serve the demo on http://127.0.0.1:8000 (another port: PORT=8001 make run)'
	@echo 'make fresh   forget the demo, so that the next make run begins anew'
	@echo 'make test    set up, then run every check and every test'
	@echo 'make setup lint types check bench faults understanding shots lock clean'

# Set-up: two stamp files, so that nothing is done twice and a changed lock is noticed.
setup: .venv/.ready $(if $(NPM),node_modules/.ready,no-npm)

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer is needed and was not found.' >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv || { rm -rf .venv; \
		echo 'Python could not make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }

# uv comes from the lock too, its hash checked by pip; it then brings everything else to exactly what the lock says.
# Where it cannot (a registry or certificate that only pip is set up for) pip does the same in about a minute.
SYNC := $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.venv/.ready: requirements.lock pyproject.toml | .venv/bin/python
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock
	@$(PIP) --no-deps --require-hashes -r .venv/uv.lock
	@echo 'Installing what requirements.lock names'
	@$(SYNC) || $(SYNC) --system-certs || { echo 'uv could not; trying pip'; $(PIP) --require-hashes -r requirements.lock; }
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

node_modules/.ready: package.json package-lock.json .npmrc
	"$(NPM)" ci --ignore-scripts --loglevel=error
	@touch $@

.PHONY: no-npm
no-npm:
	@echo 'npm was not found: the pages come plain, and their tests fail, until Node and npm are installed.' >&2
	@echo 'On Debian or Ubuntu: apt-get install nodejs npm' >&2

browser:
	@.ci/browser

run: setup
	@mkdir -p var
	@$(DEMO) $(BIN)/throughcare demo

# Only the demo's own file: a database that DATABASE_URL or .env names elsewhere is somebody's.
fresh:
	rm -f var/throughcare.db*
	@echo 'The demo is forgotten: make run begins it anew. (Stop one that still runs: it has lost its database.)'

test: setup browser check lint types
	$(BIN)/pytest -n 2

check: setup
	$(BIN)/throughcare check

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup
	$(BIN)/mypy

bench: setup
	$(BIN)/throughcare bench

# kill -9, a provider that fails, a database that goes away
faults: setup
	FAULT_ROUNDS=$${FAULT_ROUNDS:-10} FAULT_OUTAGE=$${FAULT_OUTAGE:-60} $(BIN)/pytest tests/faults

# How well texts are understood, measured on the held-out ones and written to docs/understanding.md.
understanding: setup
	$(BIN)/python -m tests.understanding.report

# The README's pictures, taken by the browser tests themselves.
shots: setup browser
	SHOTS=docs/pictures $(BIN)/pytest -m browser

# The locks name versions and hashes, never a host: each installs from whatever registry its client is set to.
lock: .venv/.ready
	$(BIN)/uv pip compile pyproject.toml --python-version 3.11 --all-extras --universal --generate-hashes \
		--no-header --no-emit-index-url --no-annotate --quiet --output-file requirements.lock $(UPGRADE)
	@test -n "$(NPM)" || { echo 'npm is needed for package-lock.json and was not found.' >&2; exit 1; }
	"$(NPM)" install --package-lock-only --ignore-scripts --loglevel=error
	@$(BIN)/python -c 'import json, pathlib; lock = pathlib.Path("package-lock.json"); all = json.loads(lock.read_text()); \
		[package.pop("funding", None) for package in all["packages"].values()]; lock.write_text(json.dumps(all, indent=2) + "\n")'

clean:
	rm -rf .venv node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo 'var/ (the demo database) is kept.'
