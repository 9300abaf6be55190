"""The pictures of a training report as inline SVG: learning curves, ROC, calibration, intervals side by side.

Colours and line widths belong to the page (classes ``grid``, ``chance``, ``fold``, ``mean``, ``band``, ...), so that the
pictures follow its light, dark and print form.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup, escape

Point = Sequence[float]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 272, 232, 38, 8, 10, 38
TENTHS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
ROW, NAME_WIDTH, FOREST_WIDTH = 26, 250, 1080


def learning_curve(folds: Sequence[Sequence[Mapping[str, float]]], chosen: int | None, label: str) -> Markup:
    """Tuning AUC by patient and epoch: a grey line a fold, their mean with a band of one SD, the chosen epoch."""
    canvas = _epochs(folds, (0.0, 1.0), TENTHS, "AUC")
    last = canvas.right
    canvas.line([(1.0, 0.5), (last, 0.5)], "chance")
    for fold in folds:
        canvas.line([(row["epoch"], row["auc"]) for row in fold if not math.isnan(row["auc"])], "fold")
    canvas.banded(_over_folds(folds, "auc"))
    if chosen:
        canvas.line([(chosen, 0.0), (chosen, 1.0)], "chosen")
    return canvas.svg(label)


def loss_curve(folds: Sequence[Sequence[Mapping[str, float]]], chosen: int | None, label: str) -> Markup:
    """Mean loss over the folds by epoch: of the training boxes (dashed) and of the tuning patients."""
    learnt, tuned = _over_folds(folds, "train_loss"), _over_folds(folds, "loss")
    top = max([0.8, *(mean for _, mean, _ in [*learnt, *tuned])])
    step = next(s for s in (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, math.inf) if top / s <= 5)
    ticks = tuple(step * k for k in range(math.ceil(top / step) + 1)) if math.isfinite(step) else (0.0, top)
    canvas = _epochs(folds, (0.0, ticks[-1]), ticks, "loss")
    canvas.line([(1.0, math.log(2)), (canvas.right, math.log(2))], "chance")
    canvas.line([(epoch, mean) for epoch, mean, _ in learnt], "learnt")
    canvas.banded(tuned)
    if chosen:
        canvas.line([(chosen, 0.0), (chosen, ticks[-1])], "chosen")
    return canvas.svg(label)


def roc(curve: Sequence[Point], folds: Sequence[Sequence[Point]], note: str, label: str) -> Markup:
    """An ROC curve with the folds' own behind it; ``note`` stands in the free corner."""
    canvas = _Canvas((0.0, 1.0), (0.0, 1.0), TENTHS, TENTHS, "1 − specificity", "sensitivity")
    canvas.line([(0.0, 0.0), (1.0, 1.0)], "chance")
    for fold in folds:
        canvas.line(fold, "fold")
    canvas.line(curve, "mean")
    canvas.note(note)
    return canvas.svg(label)


def calibration(points: Sequence[Mapping[str, float]], label: str) -> Markup:
    """Share of high grade against the mean probability, a dot a bin, as large as its patients are many."""
    canvas = _Canvas((0.0, 1.0), (0.0, 1.0), TENTHS, TENTHS, "mean probability of high", "share of high")
    canvas.line([(0.0, 0.0), (1.0, 1.0)], "chance")
    canvas.line([(p["mean"], p["share"]) for p in points], "mean")
    for p in points:
        canvas.dot((p["mean"], p["share"]), f"n {p['n']:.0f}", 2.5 + math.sqrt(p["n"]) * 0.6)
    return canvas.svg(label)


def forest(rows: Sequence[tuple[str, Mapping[str, Any], str]], label: str) -> Markup:
    """Figures with their intervals under each other, 0 to 1, with chance at 0.5.

    Args:
        rows: Name, ``{mean, low, high, n}`` and a class (``network`` or ``baseline``).
        label: For readers that do not see it.
    """
    height = ROW * len(rows) + 34
    right = FOREST_WIDTH - 170

    def place(value: float) -> float:
        return NAME_WIDTH + value * (right - NAME_WIDTH)

    parts = []
    for value in TENTHS:
        parts.append(_segment("grid", place(value), 6, place(value), height - 26))
        parts.append(_text("tick mid", place(value), height - 12, f"{value:.1f}"))
    parts.append(_segment("chance", place(0.5), 6, place(0.5), height - 26))
    for k, (name, figure, kind) in enumerate(rows):
        middle = 6 + ROW * (k + 0.5)
        parts.append(_text("row", 0, middle + 4, name))
        if figure["mean"] is None:
            continue
        if figure["low"] is not None:
            parts.append(_segment(f"whisker {kind}", place(figure["low"]), middle, place(figure["high"]), middle))
        parts.append(f'<circle class="dot {kind}" cx="{place(figure["mean"]):.1f}" cy="{middle:.1f}" r="4.5"/>')
        interval = "" if figure["low"] is None else f" ({figure['low']:.2f}–{figure['high']:.2f})"
        parts.append(_text("row number", right + 22, middle + 4, f"{figure['mean']:.2f}{interval}"))
    return _svg(FOREST_WIDTH, height, label, parts)


def _over_folds(folds: Sequence[Sequence[Mapping[str, float]]], name: str) -> list[tuple[float, float, float]]:
    """Epoch, mean and SD over the folds, for the epochs that all have finished."""
    found = []
    for rows in zip(*folds, strict=False):
        values = [row[name] for row in rows if not math.isnan(row[name])]
        if values:
            spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
            found.append((rows[0]["epoch"], float(np.mean(values)), spread))
    return found


def _epochs(
    folds: Sequence[Sequence[Mapping[str, float]]], y: tuple[float, float], y_ticks: Sequence[float], y_name: str
) -> _Canvas:
    last = max([2.0, *(row["epoch"] for fold in folds for row in fold)])
    ticks = sorted({1.0, *(float(round(1 + (last - 1) * k / 4)) for k in range(5)), last})
    return _Canvas((1.0, last), y, ticks, y_ticks, "epoch", y_name)


class _Canvas:
    """A small plot with its axes."""

    def __init__(
        self, x: tuple[float, float], y: tuple[float, float], x_ticks: Sequence[float], y_ticks: Sequence[float],
        x_name: str, y_name: str,
    ) -> None:  # fmt: skip
        self._x, self._y = x, y
        self._parts: list[str] = []
        for value in y_ticks:
            place = self._place((x[0], value))[1]
            self._parts.append(_segment("grid", LEFT, place, WIDTH - RIGHT, place))
            self._parts.append(_text("tick end", LEFT - 6, place + 3.5, f"{value:.1f}"))
        decimals = 1 if x == (0.0, 1.0) else 0
        for value in x_ticks:
            across = self._place((value, y[0]))[0]
            self._parts.append(_text("tick mid", across, HEIGHT - BOTTOM + 15, f"{value:.{decimals}f}"))
        self._parts.append(_text("name mid", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, x_name))
        centre = (TOP + HEIGHT - BOTTOM) / 2
        self._parts.append(
            f'<text class="name mid" transform="rotate(-90 11 {centre})" x="11" y="{centre}">{escape(y_name)}</text>'
        )

    @property
    def right(self) -> float:
        """Where the horizontal axis ends."""
        return self._x[1]

    def _place(self, point: Point) -> tuple[float, float]:
        across = (point[0] - self._x[0]) / (self._x[1] - self._x[0])
        up = (min(max(point[1], self._y[0]), self._y[1]) - self._y[0]) / (self._y[1] - self._y[0])
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    def line(self, points: Sequence[Point], kind: str) -> None:
        """A polyline of a class."""
        if points:
            self._parts.append(f'<polyline class="{kind}" points="{self._placed(points)}"/>')

    def banded(self, points: Sequence[tuple[float, float, float]]) -> None:
        """A mean with its band: (across, mean, SD)."""
        upper, lower = [(x, m + s) for x, m, s in points], [(x, m - s) for x, m, s in reversed(points)]
        if points:
            self._parts.append(f'<polygon class="band" points="{self._placed([*upper, *lower])}"/>')
        self.line([(x, m) for x, m, _ in points], "mean")

    def _placed(self, points: Sequence[Point]) -> str:
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in (self._place(point) for point in points))

    def dot(self, point: Point, note: str, radius: float) -> None:
        """A point with a tooltip."""
        x, y = self._place(point)
        title = f"<title>{escape(note)}</title>"
        self._parts.append(f'<circle class="dot network" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">{title}</circle>')

    def note(self, text: str) -> None:
        """Words in the lower right corner, where an ROC curve rarely goes."""
        for k, line in enumerate(reversed(text.split("\n"))):
            self._parts.append(_text("note end", WIDTH - RIGHT - 8, HEIGHT - BOTTOM - 10 - 14 * k, line))

    def svg(self, label: str) -> Markup:
        """The picture."""
        return _svg(WIDTH, HEIGHT, label, self._parts)


def _segment(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(kind: str, x: float, y: float, words: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def _svg(width: float, height: float, label: str, parts: Sequence[str]) -> Markup:
    # Every value in it is a number or escaped above.
    inner = "".join(parts)
    return Markup(f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">{inner}</svg>')
