"""The rail beside the viewports: one tick a slice of the active one, so that unseen slices are seen at a glance."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from glioma_desktop.phrase import phrase
from glioma_desktop.study.geometry import direction_letters
from glioma_desktop.ui import theme
from glioma_desktop.ui.arriving import looked_at
from glioma_desktop.ui.carrier import carrier_of
from glioma_desktop.ui.cohort_facts import ORIGIN_LABELS
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.patient_space import plane_map, why_unlinked
from glioma_desktop.ui.roi_controller import RoiController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_controller import ViewController

WIDTH = 32
TOP, BOTTOM = 34, 34
REACH_PX = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """What a slice is: ``none``, ``key``, ``between`` (interpolated, copied), ``unseen`` or ``empty``."""

    kind: str
    words: str


class SliceRail(QWidget):
    """Belongs to the active viewport. Click or drag to go to a slice; the first slice towards the head is on top.

    In Annotate the first and last slice with a box can be dragged: the run of boxes becomes shorter or longer.
    """

    def __init__(self, session: Session, views: ViewController, roi: RoiController) -> None:
        super().__init__()
        self._session, self._views, self._roi = session, views, roi
        self._held: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self._ticks: tuple[Tick, ...] = ()
        self._head_first, self._ends = False, ("", "")
        self._drawn: tuple[object, ...] = ()
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Slice rail"))
        for signal in (
            session.annotation_changed, session.active_changed, session.volume_changed, session.lesion_changed,
            session.draft_changed, session.patient_changed, session.arriving_changed,
        ):  # fmt: skip
            signal.connect(self._refresh)
        session.view_changed.connect(self._view_changed)
        session.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Narrow."""
        return QSize(WIDTH, 200)

    @property
    def ticks(self) -> tuple[Tick, ...]:
        """One a slice of the active series, in slice order."""
        return self._ticks

    def _view_changed(self, index: int) -> None:
        if (
            index == self._session.active and self._place() != self._drawn
        ):  # window, zoom and pan leave the rail as it is
            self._refresh()

    def _place(self) -> tuple[object, ...]:
        state = self._session.view
        return state.series_uid, state.slice_index, state.plane

    def _refresh(self, *_: object) -> None:
        session = self._session
        volume, before = looked_at(session, session.active), (self._drawn, self._ticks, self._ends)
        self._drawn = self._place()
        if volume is None:
            self._ticks, self._ends = (), ("", "")
        else:
            self._ticks = self._read_ticks(volume.shape[0])
            plus, minus = direction_letters(volume.affine)[0] if volume.orientation_known else ("", "")
            self._head_first = plus in ("S", "R", "A")
            self._ends = (plus, minus) if self._head_first else (minus, plus)
        here = session.view.slice_index
        words = self._ticks[here].words if here < len(self._ticks) else ""
        place = {"k": here + 1, "n": len(self._ticks)}
        plain = tr("Slice {k} of {n}", **place)
        self.setAccessibleDescription(tr("Slice {k} of {n}: {words}", words=words, **place) if words else plain)
        if before != (self._drawn, self._ticks, self._ends):
            self.update()

    def _read_ticks(self, count: int) -> tuple[Tick, ...]:
        session, annotation = self._session, self._session.annotation
        carrier, volume = carrier_of(session, session.active), looked_at(session, session.active)
        box_series = session.box_series
        target = session.volume(box_series.uid) if box_series else None
        if annotation is None or volume is None or session.crosses(session.active):
            return (Tick("none", ""),) * count
        linked = target is not None and target is not volume and not why_unlinked(volume, target)
        uid = (
            box_series.uid
            if linked and box_series
            else (carrier.series.uid if carrier else session.view.series_uid or "")
        )
        boxes = annotation.boxes_of(uid, session.lesion)
        draft = session.draft
        drafted = {box.slice_index for box in draft.boxes} if draft and draft.series_uid == uid else set()
        ticks = []
        for k in range(count):
            at: int | None = k
            if linked and target is not None:
                plane = plane_map(volume, k, target)
                at = None if plane is None else plane.target_slice
            box = None if at is None else boxes.get(at)
            if at in drafted:
                ticks.append(Tick("key", phrase("being drawn")))
            elif box is None:
                empty = at is not None and (uid, at) in annotation.no_tumour
                ticks.append(Tick("empty", phrase("no tumour")) if empty else Tick("none", ""))
            elif box.key:
                ticks.append(Tick("key", phrase("key box")))
            elif (uid, at) in annotation.seen:
                ticks.append(Tick("between", phrase("{origin} box, seen", origin=ORIGIN_LABELS[box.origin])))
            else:
                ticks.append(Tick("unseen", phrase("{origin} box, not yet seen", origin=ORIGIN_LABELS[box.origin])))
        return tuple(ticks)

    def _y(self, k: int) -> float:
        count = len(self._ticks)
        place = count - 1 - k if self._head_first else k
        room = self.height() - TOP - BOTTOM
        return TOP + (room * (place + 0.5) / count if count else 0)

    def _slice_at(self, y: float) -> int:
        count = len(self._ticks)
        place = int((y - TOP) / max(1, self.height() - TOP - BOTTOM) * count)
        place = max(0, min(count - 1, place))
        return count - 1 - place if self._head_first else place

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ends, ticks, and a frame around the current slice."""
        colors = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.color("viewport"))
        painter.setFont(theme.app_font(theme.SMALL))
        painter.setPen(colors.color("overlay_muted"))
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(QRectF(0, 8, WIDTH, 18), middle, self._ends[0])
        painter.drawText(QRectF(0, self.height() - 26, WIDTH, 18), middle, self._ends[1])
        if self._ticks:
            step = (self.height() - TOP - BOTTOM) / len(self._ticks)
            thick = max(1.0, min(5.0, step - 1))
            for k, tick in enumerate(self._ticks):
                self._paint_tick(painter, tick, self._y(k), thick)
            self._paint_here(painter, thick)
        painter.end()

    def _paint_tick(self, painter: QPainter, tick: Tick, y: float, thick: float) -> None:
        colors = theme.current()
        roi, quiet = colors.color("roi"), colors.color("overlay_muted", 0.35)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, thick >= 3)
        width = {"key": 22.0, "between": 12.0, "unseen": 12.0}.get(tick.kind, 8.0)
        rect = QRectF(5, y - thick / 2, width, thick)
        if tick.kind == "unseen" and thick >= 3:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(roi, 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 1.5, 1.5)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush({"key": roi, "between": roi, "unseen": colors.color("roi", 0.45)}.get(tick.kind, quiet))
        painter.drawRoundedRect(rect, 1.5, 1.5)
        if tick.kind == "empty":
            painter.setBrush(colors.color("overlay_muted"))
            painter.drawEllipse(QPointF(18, y), 1.5, 1.5)

    def _paint_here(self, painter: QPainter, thick: float) -> None:
        y = self._y(min(self._session.slice_index, len(self._ticks) - 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.current().color("overlay_text"), 1))
        half = thick / 2 + 2.5
        painter.drawRoundedRect(QRectF(2.5, y - half, 27, 2 * half), 4, 4)

    @property
    def ends(self) -> tuple[int, ...]:
        """The viewed slices that can be dragged: the first and the last with a box, while annotating."""
        boxed = [k for k, tick in enumerate(self._ticks) if tick.kind in ("key", "between", "unseen")]
        return (boxed[0], boxed[-1]) if boxed and self._session.mode == "annotate" else ()

    def _end_at(self, y: float) -> int | None:
        return next((k for k in self.ends if abs(self._y(k) - y) <= REACH_PX), None)

    def cancel(self) -> bool:
        """Give up dragging an end; True when there was one."""
        held, self._held = self._held, None
        if held is not None:
            self._views.go_to(self._session.active, held[0])
        return held is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the slice under the cursor, and take hold of an end of the boxes."""
        if not self._ticks or event.button() != Qt.MouseButton.LeftButton:
            return
        y = event.position().y()
        end = self._end_at(y)
        self._views.go_to(self._session.active, self._slice_at(y) if end is None else end)
        carrier = carrier_of(self._session, self._session.active)
        self._held = None if end is None or carrier is None else (end, carrier.plane.target_slice)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging along the rail scrolls."""
        y = event.position().y()
        if event.buttons() & Qt.MouseButton.LeftButton and self._ticks:
            self._views.go_to(self._session.active, self._slice_at(y))
        grabs = self._held is not None or self._end_at(y) is not None
        self.setCursor(Qt.CursorShape.SizeVerCursor if grabs else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """An end that was dragged stays where it is now."""
        held, self._held = self._held, None
        carrier = carrier_of(self._session, self._session.active)
        if held is not None and carrier is not None and event.button() == Qt.MouseButton.LeftButton:
            self._roi.move_end(held[1], carrier.plane.target_slice)

    def event(self, event) -> bool:  # type: ignore[no-untyped-def]
        """Tooltips name the slice."""
        if isinstance(event, QHelpEvent) and self._ticks:
            k = self._slice_at(event.pos().y())
            words = self._ticks[k].words
            text = tr("Slice {k}: {words}", k=k + 1, words=words) if words else tr("Slice {k}", k=k + 1)
            if self._end_at(event.pos().y()) is not None:
                text = tr("{slice}. Drag to begin or end the boxes on another slice", slice=text)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return bool(super().event(event))
