"""What the tour of screens does with the mouse, the patients that it takes in, and the run that it replays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from glioma_desktop.annotation.exchange.cohort import CohortRequest, import_cohort
from glioma_desktop.annotation.exchange.labels import read_labels
from glioma_desktop.annotation.project import Project
from glioma_desktop.study.phantom import LABELS_NAME, MASK_NAME
from glioma_desktop.ui.magnifier import Magnifier
from glioma_desktop.ui.main_window import MainWindow
from glioma_desktop.ui.run_watch import read_json
from glioma_desktop.ui.viewport import Viewport

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def pull_corner(window: MainWindow) -> None:
    """The lower right corner of the box on the slice shown in the hand; Esc lets go of it."""
    viewport, session = window.area.active, window.session
    series, annotation, transform = session.box_series, session.annotation, viewport.transform_now()
    if series is None or annotation is None or transform is None:
        return
    roi = annotation.boxes_of(series.uid)[session.slice_index].roi
    start = QPointF(*transform.to_screen(roi.row_stop, roi.column_stop))
    end = QPointF(*transform.to_screen(roi.row_stop + 3, roi.column_stop + 3))
    _mouse(viewport, QEvent.Type.MouseButtonPress, start, _LEFT, _LEFT)
    _mouse(viewport, QEvent.Type.MouseMove, (start + end) / 2, _NONE, _LEFT)
    _mouse(viewport, QEvent.Type.MouseMove, end, _NONE, _LEFT)


def point(viewport: Viewport, magnifier: Magnifier) -> None:
    """The magnifier over the middle of a viewport, a little above it."""
    magnifier.switch(down=True)
    at = QPointF(viewport.width() * 0.55, viewport.height() * 0.42)
    _mouse(viewport, QEvent.Type.MouseMove, at, _NONE, _NONE)


def _mouse(viewport: Viewport, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    event = QMouseEvent(kind, at, viewport.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def take_in(project: Project, folder: Path, reader: str) -> list[str]:
    """Patients that were not trained on, with their outlines: their pseudonyms, the highest grade first; none without a table."""
    table = folder / LABELS_NAME
    if not table.exists():
        return []
    labels = read_labels(table)
    import_cohort(project, CohortRequest(folder, MASK_NAME, table, project.config.box_series, reader=reader))
    found = [p for p in project.store.patients() if p.source_patient in labels]
    return [p.pseudonym for p in sorted(found, key=lambda p: -int(labels[p.source_patient or ""].grade))]


def half_way(finished: Path) -> Path:
    """A run folder with the first part of a finished run's events: a replay up to the middle of a fold."""
    replay = finished.with_name(f"{finished.name}-replay")
    if replay.exists():
        return replay
    events = [json.loads(line) for line in (finished / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    epochs = [k for k, event in enumerate(events) if event["event"] == "epoch" and int(event["fold"]) == 3]
    last = epochs[len(epochs) // 2] if epochs else len(events) // 2
    replay.mkdir()
    for name in ("config.json", "manifest.json", "split.json"):
        if read_json(finished / name):
            shutil.copy2(finished / name, replay / name)
    lines = [json.dumps(event) for event in events[: last + 1]]
    (replay / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return replay
