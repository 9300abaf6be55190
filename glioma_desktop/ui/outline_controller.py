"""Outline files (NIfTI masks) become outlines of the lesion that is drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from glioma_desktop.annotation.annotation import REGION_LABELS, Box, Change, Lesion, Outline
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.roi_controller import RoiController
from glioma_desktop.ui.roi_edits import measured
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.task import Cancelled, Task, run_task

FILTER = phrase("Outlines (*.nii *.nii.gz)")


@dataclass(frozen=True)
class OutlineReading:
    """How far an outline file is: ``done`` of ``total`` slices; ``total`` is 0 while the file itself is read."""

    name: str
    done: int = 0
    total: int = 0


class OutlineController(QObject):
    """ROI > Open outline file.

    ``progress_changed(OutlineReading or None)``: None when no file is being read.
    """

    progress_changed = Signal(object)

    def __init__(self, session: Session, roi: RoiController, window: QWidget, settings: Settings) -> None:
        super().__init__(session)
        self._session, self._roi, self._window, self._settings = session, roi, window, settings
        self._task: Task | None = None
        self._name = ""
        self._reads_for: tuple[Project | None, str | None] = (None, None)
        session.patient_changed.connect(self._other_patient)
        session.project_changed.connect(self._other_patient)

    def ask(self) -> None:
        """Choose a file."""
        study = next(iter(self._session.studies), None)
        if study is None:
            self._session.post(tr("Open a patient first."))
            return
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Open outline file"), str(study.folder), say(FILTER))
        if name:
            self.open_file(Path(name))

    def found(self, masks: Sequence[Path]) -> None:
        """A scan met outline files: say so."""
        names = sorted({path.name for path in masks})
        words = names[0] if len(names) == 1 else tr("{count} outline files", count=len(masks))
        self._session.post(
            tr(
                "{words} found beside the images. ROI > Open outline file… shows the 80 % gauge against it.",
                words=words,
            )
        )

    def open_file(self, path: Path) -> None:
        """Read a mask onto the series that carries the boxes, in the background, as one edit; one at a time."""
        session, series = self._session, self._session.box_series
        volume = session.volume(series.uid) if series is not None else None
        if series is None or volume is None:
            session.post(tr("Open the patient whose outline it is first."))
            return
        if self._task is not None:
            session.post(tr("{name} is still being read. Cancel it first, or wait for it.", name=self._name))
            return
        lesion, self._name = session.lesion, path.name
        # Every project has a P-0001: an answer that comes after another project was opened is not for it.
        self._reads_for = session.project, session.patient

        def arrived(mask: NDArray[np.bool_]) -> None:
            self._end()
            self._store(mask, series.uid, lesion, path.name)

        self._task = run_task(
            lambda task: _mask(task, path, volume),
            on_done=arrived,
            on_error=self._failed,
            on_progress=self.progress_changed.emit,
        )
        self.progress_changed.emit(OutlineReading(path.name))

    def cancel(self) -> None:
        """Stop reading; what the file would still bring is dropped."""
        if self._give_up():
            self._session.post(tr("{name} was not read to its end. Nothing was changed.", name=self._name))

    def _other_patient(self) -> None:
        """A file that is still being read is for nobody else."""
        if self._reads_for != (self._session.project, self._session.patient) and self._give_up():
            words = tr("{name} was not taken in: its patient was left while it was read.", name=self._name)
            self._session.post(words, trouble=True)

    def _give_up(self) -> bool:
        if self._task is None:
            return False
        self._task.give_up()
        self._end()
        return True

    def _end(self) -> None:
        self._task = None
        self.progress_changed.emit(None)

    def _failed(self, error: GliomaError) -> None:
        self._end()
        self._session.post(error.message, trouble=True)

    def _store(self, mask: NDArray[np.bool_], uid: str, lesion: str, name: str) -> None:
        session, annotation = self._session, self._session.annotation
        slices = [int(k) for k in np.flatnonzero(mask.any(axis=(1, 2)))]
        if annotation is None or not slices:
            session.post(tr("{name} marks no voxel of this series.", name=name), trouble=True)
            return
        region = self._roi.region
        changes: list[Change] = []
        if lesion not in annotation.lesions:
            changes.append(Change(("lesion", lesion), Lesion(lesion, graded=not annotation.lesions)))
        boxes = annotation.boxes_of(uid, lesion)
        for k in slices:
            outline = Outline(mask[k], region, "mask", (), session.reader, session.grade_visible)
            changes.append(Change(("outline", uid, lesion, region, str(k)), outline))
            if k in boxes:
                changes.append(Change(("box", uid, lesion, str(k)), _measured_box(boxes[k], outline)))
        if record(session, phrase("Read {region} from {name}", region=REGION_LABELS[region], name=name), changes):
            one, every = session.bindings.shown("fit"), session.bindings.shown("fit_all")
            session.post(
                tr(
                    "{region} on {count} slices. {one} fits a box; {every} fits all.",
                    region=REGION_LABELS[region],
                    count=len(slices),
                    one=one or tr("Fit to 80 %"),
                    every=every or tr("Fit all slices to 80 %"),
                )
            )


def _measured_box(box: Box, outline: Outline) -> Box:
    from dataclasses import replace

    share, filled = measured(box.roi, outline)
    return replace(box, coverage=share, fill=filled, outline_region=outline.region)


def _mask(task: Task, path: Path, volume: Volume) -> NDArray[np.bool_] | None:
    """The outline on the grid of a volume, bool ``[slice, row, column]``; None when it was cancelled."""
    # With nibabel: not before it is needed, nor on the GUI thread.
    from glioma_desktop.annotation.exchange.masks import read_mask

    def told(done: int, total: int) -> None:
        if task.cancelled:
            raise Cancelled
        if done:
            task.report(OutlineReading(path.name, done, total))

    try:
        return read_mask(path, volume, told)
    except Cancelled:
        return None
