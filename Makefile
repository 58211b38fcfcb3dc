# Every target that needs the environment makes it first: with uv where it is present, else venv + pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
# Processes that share the tests, a file of them each; 0: one after the other, in this one.
JOBS ?= 0
# More for pytest: files, or what to leave out.
TESTS ?=

.PHONY: setup demo test lint bench browser-test faults lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python "$(PYTHON)" $(VENV) && \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $@

demo: $(STAMP)
	$(BIN)/billwatch demo

test: $(STAMP)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile $(TESTS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python -m tests.bench

browser-test: $(STAMP)
	$(BIN)/python -m pytest -m browser

# Every fault at every source, and 200 kills; `make test` takes a covering choice and 25.
faults: $(STAMP)
	BILLWATCH_FAULTS=all $(BIN)/python -m pytest tests/faults

# Known weaknesses of what is pinned; asks the advisories of PyPI, so it needs the network. What they
# do not know is no all-clear: without `--strict` it would be left out, and the answer be "none found".
audit:
	@if command -v uvx >/dev/null 2>&1; then run=uvx; else run="pipx run"; fi; \
	  $$run pip-audit --strict --disable-pip --require-hashes -r requirements.lock || { \
	  echo "audit: a weakness is known, or no answer could be had for a package: the line above says which"; \
	  exit 1; }

# Pins with hashes; names no registry host.
lock:
	uv pip compile --quiet --generate-hashes --universal --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) dist public .mypy_cache .ruff_cache .pytest_cache
