"""The report of a run as one self-contained HTML page: tables, and plots as inline SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from glioma_desktop.resources import resource
from training.atomic import write_atomically
from training.report import NAMES, STARTS, title

Point = Sequence[float]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 320, 250, 40, 12, 12, 34


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
        loader=FileSystemLoader(resource("report")), autoescape=select_autoescape(default=True), trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"figure": figure, "with_sd": with_sd, "percent": percent}
    template = environment.get_template("training_report.html.j2")
    return template.render(report=report, title=title, names=NAMES, starts=STARTS, plots=plots(report))


def figure(value: Mapping[str, Any] | None) -> str:
    """``0.70 (0.58-0.80)``; an en dash between, a dash alone where there is none."""
    if value is None or value["mean"] is None:
        return "–"
    if value["low"] is None:
        return f"{value['mean']:.2f}"
    return f"{value['mean']:.2f} ({value['low']:.2f}–{value['high']:.2f})"


def with_sd(value: Mapping[str, Any] | None) -> str:
    """``0.867 ± 0.030 (0.80-0.92)``: the paper's way, with the interval."""
    if value is None or value["mean"] is None:
        return "–"
    spread = "" if value["sd"] is None else f" ± {value['sd']:.3f}"
    interval = "" if value["low"] is None else f" ({value['low']:.2f}–{value['high']:.2f})"
    return f"{value['mean']:.3f}{spread}{interval}"


def percent(share: float | None) -> str:
    """``92 %``."""
    return "not known" if share is None else f"{100 * share:.0f} %"


def plots(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """For each outcome that was run: its title and its pictures."""
    shown = []
    for detail in report["details"]:
        if "tuning" not in detail:
            continue
        entry: dict[str, Any] = {"title": title(detail["network"], detail["start"]), "detail": detail, "pictures": []}
        if any(len(fold) > 1 for fold in detail["curves"]):
            entry["pictures"].append(("Tuning AUC by patient, by epoch", _curves(detail)))
        entry["pictures"].append(
            ("ROC by patient, out of fold", _roc(detail["tuning"], detail["tuning"]["roc_of_folds"]))
        )
        if "hold_out" in detail:
            entry["pictures"].append(("ROC by patient, held-out test", _roc(detail["hold_out"], [])))
        if detail["start"] is not None:
            entry["pictures"].append(("Calibration out of fold", _calibration(detail["tuning"]["calibration_points"])))
        shown.append(entry)
    return shown


def _curves(detail: Mapping[str, Any]) -> Markup:
    folds = [[(row["epoch"], row["auc"]) for row in fold] for fold in detail["curves"] if fold]
    last = max(point[0] for fold in folds for point in fold)
    mean = [
        (epoch, sum(values) / len(values))
        for epoch in sorted({point[0] for fold in folds for point in fold})
        if (values := [v for fold in folds for e, v in fold if e == epoch and v == v])
    ]
    canvas = _Canvas((1.0, max(last, 2.0)), (0.0, 1.0), "epoch", "AUC")
    canvas.line([(1.0, 0.5), (max(last, 2.0), 0.5)], "chance")
    for fold in folds:
        canvas.line([point for point in fold if point[1] == point[1]], "fold")
    canvas.line(mean, "mean")
    if detail["epoch"]:
        canvas.line([(detail["epoch"], 0.0), (detail["epoch"], 1.0)], "chosen")
    return canvas.svg(f"Tuning AUC of {title(detail['network'], detail['start'])}; chosen epoch {detail['epoch']}")


def _roc(part: Mapping[str, Any], folds: Sequence[Sequence[Point]]) -> Markup:
    canvas = _Canvas((0.0, 1.0), (0.0, 1.0), "1 − specificity", "sensitivity")
    canvas.line([(0.0, 0.0), (1.0, 1.0)], "chance")
    for fold in folds:
        canvas.line(fold, "fold")
    canvas.line(part["roc"], "mean")
    return canvas.svg(f"ROC curve, n {part['n']} patients")


def _calibration(points: Sequence[Mapping[str, float]]) -> Markup:
    canvas = _Canvas((0.0, 1.0), (0.0, 1.0), "mean probability of high", "share of high")
    canvas.line([(0.0, 0.0), (1.0, 1.0)], "chance")
    canvas.line([(p["mean"], p["share"]) for p in points], "mean")
    for p in points:
        canvas.dot((p["mean"], p["share"]), f"n {p['n']:.0f}")
    return canvas.svg("Calibration before temperature")


class _Canvas:
    """A small line plot in SVG; classes of lines are styled by the page."""

    def __init__(self, x: tuple[float, float], y: tuple[float, float], x_name: str, y_name: str) -> None:
        self._x, self._y = x, y
        self._parts: list[str] = []
        steps = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
        for value in steps:
            place = self._place((x[0], value))[1]
            self._parts.append(
                f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{place:.1f}" y2="{place:.1f}"/>'
            )
            self._parts.append(f'<text class="tick end" x="{LEFT - 6}" y="{place + 3.5:.1f}">{value:.1f}</text>')
        ticks = steps if x == (0.0, 1.0) else sorted({x[0], round((x[0] + x[1]) / 2), x[1]})
        for value in ticks:
            shown = f"{value:.1f}" if x == (0.0, 1.0) else f"{value:.0f}"
            self._parts.append(
                f'<text class="tick mid" x="{self._place((value, 0))[0]:.1f}" y="{HEIGHT - BOTTOM + 14}">{shown}</text>'
            )
        middle = (LEFT + WIDTH - RIGHT) / 2
        self._parts.append(f'<text class="name mid" x="{middle}" y="{HEIGHT - 4}">{x_name}</text>')
        centre = (TOP + HEIGHT - BOTTOM) / 2
        self._parts.append(
            f'<text class="name mid" transform="rotate(-90 10 {centre})" x="10" y="{centre}">{y_name}</text>'
        )

    def _place(self, point: Point) -> tuple[float, float]:
        across = (point[0] - self._x[0]) / (self._x[1] - self._x[0])
        up = (point[1] - self._y[0]) / (self._y[1] - self._y[0])
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    def line(self, points: Sequence[Point], kind: str) -> None:
        """A polyline of a class: chance, fold, mean or chosen."""
        placed = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self._place(point) for point in points))
        if placed:
            self._parts.append(f'<polyline class="{kind}" points="{placed}"/>')

    def dot(self, point: Point, note: str) -> None:
        """A point with a tooltip."""
        x, y = self._place(point)
        self._parts.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"><title>{note}</title></circle>')

    def svg(self, label: str) -> Markup:
        """The picture; every text in it is ours."""
        inner = "".join(self._parts)
        return Markup(f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">{inner}</svg>')
