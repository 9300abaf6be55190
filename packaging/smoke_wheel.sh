#!/usr/bin/env bash
# Build the wheel, install it into a fresh environment in another folder, and let the demo run there without a screen.
set -euo pipefail
cd "$(dirname "$0")/.."
step() { printf '%4ds  %s\n' "$SECONDS" "$1"; }
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
uv="$PWD/.venv/bin/uv" pins="$PWD/constraints.txt"

step "build the wheel"
"$uv" build --quiet --wheel --build-constraint "$pins" --out-dir "$place/dist" .
step "install it elsewhere"
"$uv" venv --quiet --python .venv/bin/python "$place/venv"
"$uv" pip install --quiet --python "$place/venv/bin/python" --constraint "$pins" "$place"/dist/glioma_desktop-*.whl

export GLIOMA_HOME="$place/home" GLIOMA_WEIGHTS="${GLIOMA_WEIGHTS:-$PWD/../shared/weights}"
cd "$place"
step "the demo"
"$place/venv/bin/glioma-desktop" demo --out "$place/demo" --headless --json > "$place/answer.json" 2> "$place/progress.txt" \
  || { tail -n 20 "$place/progress.txt" >&2; exit 1; }
step "what came out"
"$place/venv/bin/python" - "$place/answer.json" "$place" <<'PY'
import json, pathlib, sys

import glioma_desktop

answer, place = json.load(open(sys.argv[1])), pathlib.Path(sys.argv[2]).resolve()
package = pathlib.Path(glioma_desktop.__file__).resolve()
assert place in package.parents, f"not the installed wheel: {package}"
assert (package.parent / "_resources" / "theme" / "dark.json").is_file(), "no resources inside the wheel"
assert answer["synthetic"] is True and answer["graded"], answer
for case in answer["graded"]:
    assert 0 <= case["probability_high"] <= 1 and pathlib.Path(case["report"]).is_file(), case
assert pathlib.Path(answer["training_report"]).is_file(), answer
assert answer["screenshots"], answer.get("notes")
print("demo from the wheel:", json.dumps({k: answer[k] for k in ("run", "model", "seconds") if k in answer}))
PY
step "done"
