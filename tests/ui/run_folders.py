"""Run folders written by hand, as decision 0001 describes them, and a real process that writes one."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

EPOCHS = 30
FOLDS = (13, 13, 13, 12, 12)
FITS = [
    {"network": network, "start": start, "epochs": EPOCHS, "status": "waiting"}
    for network in ("alexnet", "googlenet")
    for start in ("scratch", "imagenet")
]
KEPT = "Kept: the finished folds, their curves and the last checkpoint; the run can be resumed."


def measure(mean: float, spread: float = 0.12, n: int = 63) -> dict[str, Any]:
    return {"mean": mean, "sd": spread / 2, "low": mean - spread, "high": mean + spread, "n": n}


def row(network: str, start: str | None, accuracy: float, auc: float) -> dict[str, Any]:
    return {
        "network": network, "start": start, "level": "patient", "of": "five", "status": "done",
        "validation_accuracy": measure(accuracy), "validation_auc": measure(auc),
        "validation_sensitivity": measure(0.66), "validation_specificity": measure(0.53, 0.15),
        "test_auc": {"mean": None, "sd": None, "low": None, "high": None, "n": 0},
    }  # fmt: skip


def started(**more: Any) -> dict[str, Any]:
    return {
        "event": "run_started", "time": "2026-11-23T14:02:31+00:00", "run": "20261123-140231-paper", "preset": "paper",
        "device": "cpu", "device_reason": "no CUDA device", "threads": 1, "patients": 79, "hold_out": 16,
        "folds": list(FOLDS), "fits": FITS, "epochs_total": 600, **more,
    }  # fmt: skip


def epoch(network: str, start: str, fold: int, number: int) -> dict[str, Any]:
    rise = 0.46 + 0.2 * (1 - math.exp(-number / 8)) + 0.02 * math.sin(number * (fold + 1.7) + len(start))
    return {
        "event": "epoch", "time": "2026-11-23T14:20:00+00:00", "network": network, "start": start, "fold": fold,
        "epoch": number, "epochs": EPOCHS, "train_loss": 0.7, "seconds": 2.0, "seconds_left": 660,
        "tuning": {"auc": rise + 0.015 * fold, "accuracy": rise - 0.01 * fold, "loss": 0.7, "n": FOLDS[fold]},
    }  # fmt: skip


def whole_fit(network: str, start: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    for fold in range(5):
        events += [
            {"event": "fit_started", "network": network, "start": start, "fold": fold, "epochs": EPOCHS},
            *(epoch(network, start, fold, number) for number in range(1, EPOCHS + 1)),
            {"event": "fit_finished", "network": network, "start": start, "fold": fold, "seconds": 60},
        ]
    return events


def half_way() -> list[dict[str, Any]]:
    """The moment of the mockup: 18 of 20 trainings, fold 4 of GoogLeNet fine-tuned at epoch 11 of 30."""
    events = [
        started(),
        {"event": "leak_check", "pairs": 0, "seconds": 2.1},
        {"event": "baseline", "network": "size_only", "row": row("size_only", None, 0.58, 0.60)},
        {"event": "baseline", "network": "handcrafted", "row": row("handcrafted", None, 0.60, 0.61)},
    ]
    figures = {("alexnet", "scratch"): (0.59, 0.60), ("alexnet", "imagenet"): (0.63, 0.66)}
    figures[("googlenet", "scratch")] = (0.60, 0.62)
    for (network, start), (accuracy, auc) in figures.items():
        events += whole_fit(network, start)
        events.append({"event": "row", "row": row(network, start, accuracy, auc)})
    for event in whole_fit("googlenet", "imagenet"):
        if event["fold"] < 3 or (
            event["fold"] == 3 and event.get("epoch", 0) <= 11 and event["event"] != "fit_finished"
        ):
            events.append(event)
    return events


def write(folder: Path, events: list[dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"time": "2026-11-23T14:20:00+00:00", **event}) for event in events]
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


TRAINER = textwrap.dedent(
    """
    import fcntl, json, os, sys, time
    from pathlib import Path

    folder = Path(sys.argv[1])
    lock = open(folder / "lock", "w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    json.dump({"pid": os.getpid(), "started": "2026-11-23T14:02:31+00:00", "token": "t"}, lock)
    lock.flush()
    log = open(folder / "events.jsonl", "a")
    say = lambda **event: (log.write(json.dumps({"time": "2026-11-23T14:02:31+00:00", **event}) + "\\n"), log.flush())
    say(event="run_started", run=folder.name, folds=[13, 13, 13, 12, 12], fits=[])
    print("ready", flush=True)
    for line in sys.stdin:
        say(**json.loads(line))
    """
)


def trainer(folder: Path) -> subprocess.Popen[str]:
    """A process that holds the run's lock and appends each event it is handed on its standard input."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", TRAINER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def tell(process: subprocess.Popen[str], event: dict[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(event) + "\n")
    process.stdin.flush()


def manifest() -> dict[str, Any]:
    """A manifest of 79 patients (36 low, 43 high) of 87 found, as training writes it; two boxes a patient."""
    box = {
        "roi": {"slice_index": 3, "row_start": 10, "row_stop": 40, "column_start": 12, "column_stop": 50},
        "coverage": 0.81, "fill": 0.7, "origin": "mask", "seen": True, "grade_visible": False,
    }  # fmt: skip
    patients = [
        {
            "patient": f"P-{k:04d}", "label": int(k >= 36), "grade": 3 if k >= 36 else 2, "edition": "unknown",
            "treatment": "unknown", "age_years": 45.0, "sex": "F", "lesion": "L1", "series_keys": {},
            "boxes": [box, {**box, "seen": k % 10 > 0, "grade_visible": k % 8 == 0}],
        }
        for k in range(79)
    ]  # fmt: skip
    missing = [f"P-{k:04d}" for k in range(79, 87)]

    def step(name: str, text: str, n: int, reasons: dict[str, list[str]]) -> dict[str, Any]:
        excluded = sum(len(names) for names in reasons.values())
        return {"step": name, "text": text, "patients": n, "excluded": excluded, "reasons": reasons}

    return {
        "choice": {
            "sequences": ["t1ce"], "coverage_min": 0.7, "coverage_max": 0.9, "box_sequence": "t1ce",
            "outline_region": "flair_abnormality", "plane": "axial", "step_mm": 5.0,
            "classes": {"low": [2], "high": [3, 4]},
        },
        "flow": [
            step("found", "patients found", 87, {}),
            step("with_sequence", "with the sequence", 79, {"no T1CE series": missing}),
            step("with_grade", "with a pathology grade of the study", 79, {}),
            step("with_roi", "with boxes", 79, {}),
            step("in_coverage_band", "with boxes in the coverage band", 79, {}),
            step("before_treatment", "not known to be after surgery or treatment", 79, {}),
        ],
        "box_counts": {"stored": 961, "not_looked_at": 0, "out_of_band": 13, "between_steps": 790, "used": 158},
        "synthetic": False,
        "patients": patients,
    }  # fmt: skip


def split() -> dict[str, Any]:
    """16 sealed (7 low, 9 high), the rest in five folds of 13, 13, 13, 12 and 12."""
    names = [f"P-{k:04d}" for k in range(79)]
    sealed = [*names[:7], *names[36:45]]
    rest = [name for name in names if name not in sealed]
    return {"hold_out": sealed, "folds": [rest[k::5] for k in range(5)]}


def write_manifest(folder: Path) -> Path:
    """manifest.json, split.json and config.json beside the events."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "preset": "paper", "networks": ["alexnet", "googlenet"], "starts": ["scratch", "imagenet"],
        "sequences": ["t1ce"], "epochs": EPOCHS, "seed": 0, "device": "cpu", "threads": 1,
    }  # fmt: skip
    for name, data in {"manifest": manifest(), "split": split(), "config": config}.items():
        (folder / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
    return folder


STAND_IN = textwrap.dedent(
    """
    # A stand-in for "train": makes a run folder as decision 0001 says, then does what control.json asks.
    import fcntl, json, os, sys, time
    from datetime import datetime, timezone
    from pathlib import Path

    arguments = sys.argv[1:]
    runs = Path(arguments[arguments.index("--project") + 1]) / "runs"
    resumed = "--resume" in arguments
    name = arguments[arguments.index("--resume") + 1] if resumed else f"{datetime.now(timezone.utc):%Y%m%d-%H%M%S-%f}-quick"
    folder = runs / name
    folder.mkdir(exist_ok=True)
    lock = open(folder / "lock", "a+")
    fcntl.flock(lock, fcntl.LOCK_EX)
    lock.truncate(0)
    json.dump({"pid": os.getpid(), "started": "2026-11-23T14:02:31+00:00", "token": "t"}, lock)
    lock.flush()
    log = open(folder / "events.jsonl", "a")
    now = lambda: datetime.now(timezone.utc).isoformat()
    say = lambda **event: (log.write(json.dumps({"time": now(), **event}) + "\\n"), log.flush())
    fits = [{"network": "alexnet", "start": "frozen", "epochs": 3, "status": "waiting"}]
    (folder / "control.json").write_text(json.dumps({"ask": "run"}))
    say(event="resumed" if resumed else "run_started", run=name, folds=[13, 13, 13, 12, 12], fits=fits)
    (folder / "config.json").write_text(json.dumps({"preset": "quick", "networks": ["alexnet"], "starts": ["frozen"]}))
    said = "run"
    until = time.monotonic() + 60
    while time.monotonic() < until:
        ask = json.loads((folder / "control.json").read_text())["ask"]
        if ask == "stop":
            say(event="stopped", kept="Kept: everything.")
            break
        if ask != said:
            say(event="paused" if ask == "pause" else "continued", kept="Kept: everything.")
            said = ask
        time.sleep(0.05)
    """
)
