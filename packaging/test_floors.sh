#!/usr/bin/env bash
# Do the tests pass on the oldest versions that pyproject.toml admits? Slow (a second torch); run by hand, recorded in docs/measurements.md.
set -euo pipefail
cd "$(dirname "$0")/.."
place=${1:-$(mktemp -d)}
uv venv --quiet --python "${PYTHON:-.venv/bin/python}" "$place/floors"
uv pip install --quiet --python "$place/floors/bin/python" --resolution lowest-direct --editable '.[dev]'
uv pip freeze --python "$place/floors/bin/python" | grep -iE '^(torch|torchvision|pyside6|numpy|pydicom|scikit)' || true
QT_QPA_PLATFORM=offscreen "$place/floors/bin/python" -m pytest --numprocesses 2 --dist loadfile
