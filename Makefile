# make demo    set up and show the whole system working   (ARGS="--for 60")
# make test    all tests                                  (ARGS="tests/protocols -k gt06")
# make check   formatting, lint, types, layers
# make fuzz    damaged frames, 20 s a language (ARGS="--seconds 60 --protocol gt06")
# make bench   the figures of the README                  (ARGS="ingest --json")
# Needs Python 3.11 or newer and make; everything else is installed into .venv, exactly as locked.

BIN := .venv/bin
READY := .venv/.ready
ARGS ?=
WITH_NODE := cd web && test ! -d node_modules ||

.DEFAULT_GOAL := help
.PHONY: help setup web browser demo up test check bench fuzz fmt lock settings clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# \{0,1\}//p' Makefile | sed -n '1,6p'

setup: $(READY)

# The workstation, where node is there; without it the console shows its plain page.
web:
	@tools/web

# For the flows of the workstation; without it they are skipped.
browser:
	@tools/chromium

demo: $(READY) web
	@$(BIN)/baqylau demo $(ARGS)

up: $(READY) web
	@$(BIN)/baqylau up

test: $(READY) web browser
	@$(if $(ARGS),$(BIN)/python -m pytest $(ARGS),tools/test)

check: $(READY) web
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(WITH_NODE) npm run --silent check
	@$(WITH_NODE) npm run --silent api:check

bench: $(READY)
	@$(BIN)/baqylau bench $(ARGS)

# A crasher is kept in tests/vectors/crashers and played again by the tests.
fuzz: $(READY)
	@$(BIN)/python -m tests.fuzz $(ARGS)

fmt: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

settings: $(READY)
	$(BIN)/baqylau settings --reference > docs/reference/settings.md

# See docs/decisions/locked-requirements.md. Versions stay unless UPGRADE=--upgrade.
lock: $(READY)
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-emit-index-url \
		--group dev pyproject.toml -o requirements.lock --python-version 3.11 $(UPGRADE)

clean:
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist web/dist
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml tools/setup
	@tools/setup $(PYTHON)
	@touch $@
