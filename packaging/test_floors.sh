#!/usr/bin/env bash
# Do the tests pass on the oldest versions that pyproject.toml admits? Slow (a second torch); run by hand, recorded in docs/measurements.md.
# Usage: test_floors.sh [FOLDER [TESTS...]]; without a folder the environment is removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
place=${1:-} uv=.venv/bin/uv
shift || true
if [ -z "$place" ]; then
  place=$(mktemp -d)
  trap 'rm -rf "$place"' EXIT
fi
python="$place/floors/bin/python"
"$uv" venv --quiet --python "${PYTHON:-.venv/bin/python}" "$place/floors"
"$uv" pip install --quiet --python "$python" --resolution lowest-direct --only-binary :all: --no-binary glioma-desktop --editable '.[dev]'
"$uv" pip freeze --python "$python" | grep -iE '^(torch|torchvision|pyside6|numpy|pydicom|scikit)' || true
QT_QPA_PLATFORM=offscreen "$python" -m pytest --numprocesses 2 --dist loadfile "$@"
