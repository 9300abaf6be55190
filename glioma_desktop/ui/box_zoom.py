"""Zoom to the box of the drawn lesion, and back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize

from glioma_desktop.study.geometry import display_axes
from glioma_desktop.ui.carrier import carrier_of
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.patient_space import Bounds
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_controller import ViewController
from glioma_desktop.ui.view_geometry import fit_scale

FILL = 0.6
Place = tuple[float | None, tuple[float, float] | None]


class BoxZoom(QObject):
    """The box fills about 60 % of the active viewport; linked viewports follow in mm.

    Args:
        size: Asks for the size of the active viewport, in px.
    """

    def __init__(self, session: Session, views: ViewController, size: Callable[[], QSize]) -> None:
        super().__init__(session)
        self._session, self._views, self._size = session, views, size
        self._before: dict[int, Place] = {}
        self._after: dict[int, Place] = {}
        session.patient_changed.connect(self._forget)
        session.layout_changed.connect(self._forget)

    def toggle(self) -> None:
        """Zoom to the box; when nothing was moved since, back to the place before."""
        session = self._session
        if self._after and self._places() == self._after:
            for index, (scale, centre) in self._before.items():
                session.set_view(index, scale=scale, centre=centre)
            self._forget()
            return
        bounds, volume = self._bounds(), session.view_volume(session.active)
        if bounds is None or volume is None:
            session.post(tr("No box to zoom to. Draw one{key}.", key=session.bindings.hint("annotate")))
            return
        before, size = self._places(), self._size()
        spacing = volume.spacing_mm[1:] if min(volume.spacing_mm[1:]) > 0 else (1.0, 1.0)
        axes = display_axes(volume.affine, volume.orientation_known)
        r0, r1, c0, c1 = bounds
        scale = fit_scale(axes, (r1 - r0, c1 - c0), spacing, (FILL * size.width(), FILL * size.height()))
        self._views.place(session.active, scale, ((r0 + r1) / 2, (c0 + c1) / 2))
        self._before, self._after = before, self._places()

    def _places(self) -> dict[int, Place]:
        states = self._session.views
        return {index: (states[index].scale, states[index].centre) for index in self._session.shown_views}

    def _forget(self) -> None:
        self._before, self._after = {}, {}

    def _bounds(self) -> Bounds | None:
        """The drawn lesion's box on the slice that is shown, else that of the nearest slice, in the shown voxels."""
        session = self._session
        carrier, annotation = carrier_of(session, session.active), session.annotation
        boxes = annotation.boxes_of(carrier.series.uid, session.lesion) if carrier and annotation else {}
        if carrier is None or not boxes:
            return None
        here = carrier.plane.target_slice
        return carrier.plane.box_to_view(boxes[min(boxes, key=lambda k: (abs(k - here), k))].roi)
