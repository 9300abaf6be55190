"""Dragging over the tissue that the window is to show."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.ui.gestures import Gesture, OnlyActivates, Stage
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.view_state import Draft
from glioma_desktop.ui.window_level import preset_window, region_window


def begin_region(stage: Stage, at: QPointF) -> Gesture:
    """A region, on a slice that has been read."""
    if stage.view.pending:
        stage.session.post(tr("This slice is still being read."))
        return OnlyActivates(stage, at)
    return RegionDrag(stage, at)


class RegionDrag(Gesture):
    """A rectangle; its release sets the window to the 1st to 99th percentile of the voxels that it touches.

    It is about this tissue of this patient: it is not remembered for the sequence.
    """

    def __init__(self, stage: Stage, start: QPointF) -> None:
        super().__init__(stage, start)
        self._first = stage.voxel(start)

    def drag(self) -> None:
        """The other corner follows."""
        here = self.stage.voxel(self.at)
        if self._first is not None and here is not None:
            self.stage.session.set_draft(Draft(self.stage.index, region=(self._first, here)))

    def release(self) -> None:
        """The window, and back to the tool there was before."""
        session, view = self.stage.session, self.stage.view
        draft = session.draft
        self.cancel()
        if not self.moved or draft is None or view.volume is None or len(draft.region) != 2:
            return
        box = RectROI.from_corners(view.slice_index, draft.region[0], draft.region[1], view.volume.shape[1:])
        window = None
        if box is not None:
            rows, columns = slice(box.row_start, box.row_stop), slice(box.column_start, box.column_stop)
            window = region_window(
                view.volume.voxels[view.slice_index, rows, columns], preset_window(view.volume, "auto")
            )
        if window is None:
            session.post(tr("The region is too small, or of one grey only: drag over more of the tissue."))
            return
        self.stage.views.set_window(self.stage.index, window)
        self.stage.views.region_taken.emit()
        session.post(tr("Window from the region: W {width:g}, L {level:g}.", width=window.width, level=window.level))

    def cancel(self) -> None:
        """No rectangle."""
        self.stage.session.set_draft(None)
