# Two commands are all a newcomer needs: make demo, make test. Both set everything up first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
UV := $(BIN)/uv
PINNED := --constraint constraints.txt --build-constraint constraints.txt
WORKERS ?= 2

.PHONY: setup demo test lint bench screenshots translations package wheel floors clean

setup: $(INSTALLED)

$(INSTALLED): pyproject.toml constraints.txt packaging/system_packages.sh
	bash packaging/system_packages.sh
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt uv
	$(UV) pip install --quiet --python $(BIN)/python $(PINNED) --editable '.[dev]'
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

translations: setup
	$(BIN)/python packaging/translations.py

wheel: setup
	$(UV) build --quiet --wheel --build-constraint constraints.txt --out-dir dist .

package: setup
	$(UV) pip install --quiet --python $(BIN)/python $(PINNED) --editable '.[dev,package]'
	$(BIN)/python packaging/build_linux.py

floors: setup
	bash packaging/test_floors.sh

clean:
	rm -rf build dist demo .pytest_cache .mypy_cache .ruff_cache
