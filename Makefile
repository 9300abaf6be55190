# Two commands are all a newcomer needs: make demo, make test. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
WORKERS ?= 2

.PHONY: setup demo test lint bench screenshots package wheel floors clean

setup: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt packaging/system_packages.sh
	bash packaging/system_packages.sh
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	command -v uv >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	PATH="$(CURDIR)/$(BIN):$$PATH" uv pip install --quiet --python $(BIN)/python --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: setup
	$(BIN)/glioma-desktop demo --out demo

test: setup
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup
	$(BIN)/python -m tests.benchmarks --json docs/benchmarks.json

screenshots: setup
	$(BIN)/python -m glioma_desktop.ui.screenshots demo/project docs/screenshots

wheel: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" uv build --quiet --wheel --out-dir dist .

package: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" uv pip install --quiet --python $(BIN)/python --constraint constraints.txt '.[package]'
	$(BIN)/python packaging/build_linux.py

floors:
	bash packaging/test_floors.sh

clean:
	rm -rf build dist demo .pytest_cache .mypy_cache .ruff_cache
