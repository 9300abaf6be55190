"""The magnifier while J is held: what lies under the cursor two to four times as large, in the window of its slice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QCursor, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from glioma_desktop.ui import overlay_painter as paint
from glioma_desktop.ui import theme
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.slice_view import Overlays, SliceView
from glioma_desktop.ui.view_geometry import ViewTransform
from glioma_desktop.ui.viewport import Viewport

LEAST, MOST, STEP = 2.0, 4.0, 0.5
SIZE, SHARE = 260, 0.6
"""The lens's side in px, and the most it takes of a small viewport's shorter side."""
NOTCH = 120
ROW, BAR = 18, 42
"""Px from line to line of the corner texts, and what the scale bar takes of the bottom."""


class Lens(SliceView):
    """The slice again, without letters and texts; the mouse reaches the viewport under it.

    Attributes:
        zoom: How many times as large as in the viewport.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.zoom = 3.0
        self.setAccessibleName(tr("Magnifier"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def _paint_texts(self, painter: QPainter, transform: ViewTransform) -> None:
        area, colors = QRectF(self.rect()), theme.current()
        paint.draw_box(painter, area.adjusted(1.5, 1.5, -2.5, -2.5), colors.color("overlay_text"))
        at, right = QPointF(area.right() - 9, area.bottom() - 10), Qt.AlignmentFlag.AlignRight
        font = theme.app_font(theme.SMALL)
        paint.draw_text(painter, at, f"{self.zoom:g}×", colors.color("overlay_text"), font, right)


class Magnifier(QObject):
    """Keeps the lens at the cursor over the viewports of one window.

    The voxel under the cursor stands under the cursor in the lens too, to the part of a pixel, also where the lens is kept
    inside the viewport. Presses go to the viewport as without it; the plain wheel changes the zoom, but sweeps while drawing.
    """

    def __init__(self, session: Session, viewports: Sequence[Viewport], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._viewports = session, viewports
        self.lens = Lens(parent)
        self._at: tuple[Viewport, QPointF] | None = None
        self._rest, self._on = 0, False
        self._shown: tuple[object, ...] = ()
        session.overlays_changed.connect(self._switched)
        session.patient_changed.connect(self._switched)

    def switch(self, down: bool) -> None:
        """J goes down or up."""
        self._session.set_overlays(magnifying=down)

    def toggle(self) -> None:
        """From the menu: what J does while held."""
        self.switch(not self._session.magnifying)

    def _switched(self) -> None:
        on = self._session.magnifying
        if on == self._on:
            return
        self._on, self._at = on, None
        for viewport in self._viewports:
            (viewport.installEventFilter if on else viewport.removeEventFilter)(self)
            place = viewport.hand.at if viewport.hand.at is not None else _cursor_in(viewport)
            if on and self._at is None and place is not None and viewport.isVisible():
                self._at = viewport, place
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the cursor and what the viewport shows; takes nothing but the plain wheel."""
        if not isinstance(watched, Viewport):
            return False
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._at = watched, event.position()
            self._follow()
        elif kind == QEvent.Type.Paint and self._at is not None and watched is self._at[0]:
            self._follow()
        elif kind == QEvent.Type.Leave and not watched.hand.busy:
            self._at = None
            self._follow()
        if isinstance(event, QWheelEvent) and not watched.hand.busy and not event.modifiers():
            self._turn(event.angleDelta().y())
            return True
        return False

    def _turn(self, angle: int) -> None:
        self._rest += angle
        steps = int(self._rest / NOTCH)
        self._rest -= steps * NOTCH
        self.lens.zoom = min(MOST, max(LEAST, self.lens.zoom + steps * STEP))
        self._follow()

    def _follow(self) -> None:
        """The lens where the cursor is, with what the viewport shows now."""
        viewport, at = self._at if self._at is not None else (None, QPointF())
        transform = viewport.transform_now() if viewport is not None else None
        if not self._on or viewport is None or transform is None or viewport.volume is None:
            self.lens.hide()
            self._shown, self.lens.volume = (), None  # held on to, it would stay in memory after its patient was left
            return
        place = lens_place(viewport.rect(), at, *_rows_of_text(viewport.overlays))
        middle = QPointF(place.x() + place.width() / 2, place.y() + place.height() / 2)
        # What stands still is the point under the cursor: the middle of the lens is that much nearer to it.
        away = (at - middle) / self.lens.zoom
        shows = (
            viewport.volume, viewport.slice_index, viewport.window_level, viewport.pending, viewport.overlays,
            viewport.smooth, viewport.overlays_visible, transform, self.lens.zoom, at.toTuple(), viewport,
        )  # fmt: skip
        if len(shows) == len(self._shown) and all(a is b or a == b for a, b in zip(shows, self._shown, strict=True)):
            self.lens.show()
            return
        self._shown, lens = shows, self.lens
        lens.smooth, lens.overlays_visible, lens.pending = viewport.smooth, viewport.overlays_visible, viewport.pending
        lens.scale = transform.scale * lens.zoom
        lens.centre = transform.to_voxel(at.x() - away.x(), at.y() - away.y())
        lens.overlays = _in_lens(viewport.overlays)
        lens.show_slice(viewport.volume, viewport.slice_index, viewport.window_level)
        lens.setGeometry(place.translated(viewport.pos()))
        lens.show()


def _cursor_in(viewport: Viewport) -> QPointF | None:
    at = viewport.mapFromGlobal(QPointF(QCursor.pos()))
    return at if viewport.isVisible() and viewport.underMouse() and viewport.rect().contains(at.toPoint()) else None


def _in_lens(overlays: Overlays) -> Overlays:
    """The shapes without their words and handles: those belong to the picture under the lens."""
    return Overlays(
        boxes=overlays.boxes,
        outlines=overlays.outlines,
        extents=overlays.extents,
        stroke=overlays.stroke,
        region=overlays.region,
        measures=tuple(replace(shape, lines=(), handles=()) for shape in overlays.measures),
    )


def _rows_of_text(overlays: Overlays) -> tuple[int, int]:
    """How many px at the top and at the bottom of a viewport the texts of its corners and its scale bar take."""
    return 9 + ROW * len(overlays.top_left), max(BAR, 8 + ROW * len(overlays.bottom_left))


def lens_place(area: QRect, at: QPointF, top: int = 0, bottom: int = 0) -> QRect:
    """Where the lens stands in a viewport: about the cursor, moved inside where it would hang over the edge.

    Args:
        area: Of the viewport.
        at: The cursor, which is always in the lens.
        top: Px that texts take there: the lens covers them only as far as the cursor is among them, or where it has no
            other room.
        bottom: The same at the bottom.
    """
    side = int(min(SIZE, SHARE * min(area.width(), area.height())))
    free = area.adjusted(0, top, 0, -bottom)
    free = free if free.height() >= side else area
    place = QRect(0, 0, side, side)
    place.moveTopLeft((at - QPointF(side / 2, side / 2)).toPoint())
    place.moveLeft(min(max(place.left(), area.left()), area.left() + area.width() - side))
    place.moveTop(min(max(place.top(), free.top()), free.top() + free.height() - side))
    place.moveTop(min(max(place.top(), math.floor(at.y()) - side + 1), math.floor(at.y())))
    place.moveTop(min(max(place.top(), area.top()), area.top() + area.height() - side))
    return place
