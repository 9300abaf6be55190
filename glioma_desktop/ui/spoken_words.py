"""What a viewport and the rail say of themselves to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from glioma_desktop.ui.arriving import looked_at
from glioma_desktop.ui.carrier import carrier_of
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.session import Session


def viewport_words(session: Session, index: int, slices: int) -> str:
    """``T1CE, slice 12 of 24, active``; without a series its place among those that are shown."""
    state = session.views[index]
    series, active = session.series(state.series_uid), index == session.active
    if series is None or slices == 0:
        n = session.shown_views.index(index) + 1 if index in session.shown_views else index + 1
        return tr("Viewport {n}, empty, active", n=n) if active else tr("Viewport {n}, empty", n=n)
    name, k = series_name(series), state.slice_index + 1
    if active:
        return tr("{series}, slice {k} of {n}, active", series=name, k=k, n=slices)
    return tr("{series}, slice {k} of {n}", series=name, k=k, n=slices)


def boxes_words(session: Session, index: int) -> str:
    """``Boxes of L1, L2`` on the slice a viewport shows; nothing without one."""
    annotation, carrier = session.annotation, carrier_of(session, index)
    if annotation is None or carrier is None:
        return ""
    here = carrier.series.uid, carrier.plane.target_slice
    lesions = sorted(lesion for uid, lesion, k in annotation.boxes if (uid, k) == here)
    if not lesions:
        return ""
    names = ", ".join(lesions)
    return tr("Box of {lesions}", lesions=names) if len(lesions) == 1 else tr("Boxes of {lesions}", lesions=names)


class SpokenViewports(QObject):
    """Keeps the accessible names of viewports true.

    Args:
        session: What they show.
        viewports: By their index in the session.
        parent: With whom it goes.
    """

    def __init__(self, session: Session, viewports: dict[int, QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._viewports = session, viewports
        session.view_changed.connect(self._say)
        for signal in (
            session.active_changed, session.patient_changed, session.volume_changed, session.arriving_changed,
            session.annotation_changed, session.layout_changed, session.language_changed,
        ):  # fmt: skip
            signal.connect(self._say_all)
        self._say_all()

    def _say_all(self, *_: object) -> None:
        for index in self._viewports:
            self._say(index)

    def _say(self, index: int) -> None:
        viewport = self._viewports.get(index)
        if viewport is None:
            return
        volume = looked_at(self._session, index)
        name = viewport_words(self._session, index, 0 if volume is None else volume.shape[0])
        if name != viewport.accessibleName():
            viewport.setAccessibleName(name)
        about = boxes_words(self._session, index)
        if about != viewport.accessibleDescription():
            viewport.setAccessibleDescription(about)
