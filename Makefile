# Everything a newcomer needs, with pip alone. `make help` lists it.

.DEFAULT_GOAL := help
.PHONY: help run test lint format storms bench lock clean

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# The first interpreter that is new enough; PYTHON=/path/to/python overrides it.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ARGS ?=
# Two more than processors, for when a test waits for a disk or a program; each costs some seconds before its first test.
WORKERS ?= $(shell echo $$(($$(getconf _NPROCESSORS_ONLN) + 2)))
BENCHES ?= $(wildcard bench/*.json)

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.installed ## start the bot: the platforms that have a token, else a chat in this terminal
	@$(BIN)/python -m adapters run

# Compiled once and not at each start: the tests start the program some hundred times.
test storms: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/.installed-test ## every check and the tests; ARGS=... goes to pytest
	@failed=0; said=$$(mktemp); trap 'rm -f "$$said"' EXIT; \
	$(MAKE) --no-print-directory lint > "$$said" 2>&1 & checked=$$!; \
	printf '== tests (the other checks run beside them and are told at the end)\n'; \
	$(BIN)/pytest -q -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS) || failed=1; \
	wait $$checked || failed=1; printf '\n'; cat "$$said"; \
	exit $$failed

lint: $(VENV)/.installed-test ## style, layout, types, import contracts
	@failed=0; \
	printf '== style\n'; $(BIN)/ruff check . || failed=1; \
	printf '\n== layout\n'; $(BIN)/ruff format --check . || failed=1; \
	printf '\n== types (half a minute the first time)\n'; $(BIN)/mypy || failed=1; \
	printf '\n== import contracts\n'; $(BIN)/lint-imports --no-logo || failed=1; \
	exit $$failed

format: $(VENV)/.installed-test ## mend style and layout where a tool can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

storms: $(VENV)/.installed-test ## race, flood and kill the bot at length (minutes); broken off, it goes on where it was
	@STORMS=long $(BIN)/pytest tests/storms -s $(ARGS)

bench: $(VENV)/.installed ## measure the matcher on BENCHES="a.json b.json" (default: bench/*.json)
	@test -n "$(BENCHES)" || { echo 'No sets in bench/. Name some: make bench BENCHES="a.json b.json"'; exit 1; }
	@for set in $(BENCHES); do printf '\n== %s\n' "$$set"; $(BIN)/bellwether bench matching "$$set" || exit 1; done

lock: $(VENV)/.lock-tools ## pin what pyproject.toml asks for; ARGS=--upgrade takes the newest
	@for set in "requirements.txt" "requirements-test.txt --extra test --constraint requirements.txt"; do \
		echo "== $${set%% *}"; \
		$(VENV)/lock/bin/uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
			--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock' \
			--quiet $(ARGS) --output-file $$set || exit 1; \
	done

clean: ## remove what was built and installed here; your database and .env stay
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .grimp_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo "Bellwether needs Python 3.11 or newer, and none was found here."; \
		echo "Install one, or say where it is: make run PYTHON=/path/to/python3"; exit 1; }
	@echo "Making a virtual environment in $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python could not make it. On Debian and Ubuntu this helps: apt install python3-venv"; exit 1; }

# The build backend is pinned in the same files, so the project itself is installed without asking anyone.
$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Bellwether needs (about a minute the first time)"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-index --no-deps --no-build-isolation --quiet --editable .
	@touch $@

$(VENV)/.installed-test: requirements-test.txt $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(PIP) install --require-hashes -r requirements-test.txt
	@touch $@

# Only for whoever changes a dependency; running and testing never need it.
$(VENV)/.lock-tools: | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip --disable-pip-version-check install --quiet uv
	@touch $@
