"""The report of a run as one self-contained HTML page: tables, and pictures as inline SVG (charts.py)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from glioma_desktop.annotation.annotation import REGION_LABELS
from glioma_desktop.resources import resource
from training import charts
from training.atomic import write_atomically
from training.report_words import NAMES, STARTS, title

TEMPLATE = "run_report.html.j2"
NONE = "–"


def write_report_html(report: Mapping[str, Any], path: Path) -> None:
    """Write the page.

    Raises:
        GliomaError: it cannot be written; an existing page is unchanged.
    """
    page = render(report)
    write_atomically(path, lambda stream: stream.write(page.encode("utf-8")))


def render(report: Mapping[str, Any]) -> str:
    """The page as text."""
    environment = Environment(
        loader=FileSystemLoader(resource("report")), autoescape=select_autoescape(default=True, default_for_string=True),
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "figure": figure, "with_sd": with_sd, "signed": signed, "percent": percent, "wilson": wilson_words,
        "plain": plain, "when": when,
    }  # fmt: skip
    by_patient = [row for row in report["results"] if row["level"] == "patient"]
    return environment.get_template(TEMPLATE).render(
        report=report,
        title=title,
        names=NAMES,
        starts=STARTS,
        regions=REGION_LABELS,
        five=[row for row in by_patient if row["of"] == "five"],
        mean=[row for row in by_patient if row["of"] == "mean"],
        slices=[row for row in report["results"] if row["level"] == "slice" and row["of"] == "five"],
        tuning_forest=_forest(by_patient, "five", "validation_auc", "Tuning AUC by patient with 95 % intervals"),
        test_forest=_forest(by_patient, "mean", "test_auc", "Held-out test AUC by patient with 95 % intervals"),
        receipt=list(
            zip(report["flow"]["parts"], [report["split"]["hold_out"], *report["split"]["folds"]], strict=True)
        ),
        details=[{**detail, "pictures": pictures(detail, by_patient)} for detail in report["details"]],
    )


def figure(value: Mapping[str, Any] | None) -> str:
    """``0.70 (0.58–0.80)``; a dash alone where there is none."""
    if value is None or value["mean"] is None:
        return NONE
    interval = "" if value["low"] is None else f" ({value['low']:.2f}–{value['high']:.2f})"
    return f"{value['mean']:.2f}{interval}"


def with_sd(value: Mapping[str, Any] | None) -> str:
    """``0.867 ± 0.030 (0.80–0.92)``: the paper's way, with the interval."""
    if value is None or value["mean"] is None:
        return NONE
    spread = "" if value["sd"] is None else f" ± {value['sd']:.3f}"
    interval = "" if value["low"] is None else f" ({value['low']:.2f}–{value['high']:.2f})"
    return f"{value['mean']:.3f}{spread}{interval}"


def signed(value: Mapping[str, Any] | None, low: str = "low", high: str = "high") -> str:
    """``+0.04 (−0.11 to +0.19)``: a difference."""
    if value is None or value["mean"] is None:
        return NONE
    ends = "" if value.get(low) is None else f" ({value[low]:+.2f} to {value[high]:+.2f})"
    return f"{value['mean']:+.2f}{ends}".replace("-", "−")


def wilson_words(value: Mapping[str, Any] | None) -> str:
    """Wilson's interval of a share of few patients: ``0.44–0.86``."""
    if value is None or value.get("wilson_low") is None:
        return NONE
    return f"{value['wilson_low']:.2f}–{value['wilson_high']:.2f}"


def percent(share: float | None) -> str:
    """``92 %``."""
    return "not known" if share is None else f"{100 * share:.0f} %"


def plain(words: object) -> str:
    """``after_resection`` as ``after resection``."""
    return str(words).replace("_", " ")


def when(moment: str) -> str:
    """``2026-11-24 14:02 UTC`` of an ISO time; ``""`` stays."""
    return f"{moment[:16].replace('T', ' ')} UTC" if moment else ""


def pictures(detail: Mapping[str, Any], by_patient: list[dict[str, Any]]) -> list[tuple[str, str, Markup]]:
    """Caption, legend and picture of everything that is drawn of one outcome; none when it was not run."""
    if "tuning" not in detail:
        return []
    name, found = title(detail["network"], detail["start"]), []
    figures = {
        row["of"]: row for row in by_patient if (row["network"], row["start"]) == (detail["network"], detail["start"])
    }
    if any(len(fold) > 1 for fold in detail["curves"]):
        chosen, folds = detail["epoch"], detail["curves"]
        found.append(
            ("Tuning AUC by epoch", "auc", charts.learning_curve(folds, chosen, f"Tuning AUC of {name} by epoch"))
        )
        found.append(("Loss by epoch", "loss", charts.loss_curve(folds, chosen, f"Loss of {name} by epoch")))
    pooled = f"pooled AUC {figure(figures['five']['pooled_out_of_fold_auc'])}\nn {detail['tuning']['n']}"
    curve = charts.roc(detail["tuning"]["roc"], detail["tuning"]["roc_of_folds"], pooled, f"ROC of {name}, out of fold")
    found.append(("ROC, tuning, out of fold", "roc", curve))
    if "hold_out" in detail:
        note = f"AUC {figure(figures['mean']['test_auc'])}\nn {detail['hold_out']['n']}"
        curve = charts.roc(detail["hold_out"]["roc"], [], note, f"ROC of {name}, held-out test")
        found.append(("ROC, held-out test", "", curve))
    if detail["start"] is not None:
        drawn = charts.calibration(detail["tuning"]["calibration_points"], f"Calibration of {name}, out of fold")
        found.append(("Calibration, tuning, out of fold", "", drawn))
    return found


def _forest(by_patient: list[dict[str, Any]], of: str, measure: str, label: str) -> Markup | None:
    """All finished rows under each other; None when none has the figure."""
    rows = [
        (title(row["network"], row["start"]), row[measure], "baseline" if row["start"] is None else "network")
        for row in by_patient
        if row["of"] == of and row[measure] and row[measure]["mean"] is not None
    ]
    return charts.forest(rows, label) if rows else None
