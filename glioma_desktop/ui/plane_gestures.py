"""What the hand does in the three planes: click or drag the point that they go through."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from glioma_desktop.ui.gestures import Gesture, Stage


class CrosshairDrag(Gesture):
    """Read mode: the press puts the crosshair there, and it follows the cursor. Esc takes it back."""

    def __init__(self, stage: Stage, start: QPointF) -> None:
        super().__init__(stage, start)
        self._before = stage.session.crosshair_mm
        self._go(start)

    def drag(self) -> None:
        """Follow the cursor."""
        self._go(self.at)

    def release(self) -> None:
        """It stays where the button went up, also after a move too short for a drag."""
        self._go(self.at)

    def cancel(self) -> None:
        """Where it was before the press."""
        self.stage.views.planes.restore(self._before)

    def _go(self, at: QPointF) -> None:
        voxel = self.stage.voxel(at)
        if voxel is not None:
            self.stage.views.planes.point_at(self.stage.index, *voxel)
