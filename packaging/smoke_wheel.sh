#!/usr/bin/env bash
# Build the wheel, install it into a fresh environment in another folder, and let the demo run there without a screen.
set -euo pipefail
cd "$(dirname "$0")/.."
make --silent wheel
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export PATH="$PWD/.venv/bin:$PATH"
wheel=$(ls -t "$PWD"/dist/glioma_desktop-*.whl | head -n 1)
uv venv --quiet --python .venv/bin/python "$place/venv"
uv pip install --quiet --python "$place/venv/bin/python" --constraint constraints.txt "$wheel"
export GLIOMA_HOME="$place/home" GLIOMA_WEIGHTS="${GLIOMA_WEIGHTS:-$PWD/../shared/weights}"
cd "$place"
"$place/venv/bin/glioma-desktop" demo --out "$place/demo" --headless --json > "$place/answer.json"
"$place/venv/bin/python" - "$place/answer.json" <<'PY'
import json, sys
answer = json.load(open(sys.argv[1]))
assert answer["graded"], answer
print("demo from the wheel:", json.dumps({k: answer[k] for k in ("model", "auc", "seconds") if k in answer}))
PY
