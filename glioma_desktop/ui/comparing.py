"""What the viewports ask while a key is held to compare."""

from __future__ import annotations

from glioma_desktop.ui.difference_controller import Difference, DifferenceController
from glioma_desktop.ui.mirror_controller import MirrorController
from glioma_desktop.ui.mirror_painter import Mirror
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_state import Window


class Comparing:
    """T1CE minus T1 (D) and the mirror lens (M), of the active viewport only."""

    def __init__(self, session: Session, difference: DifferenceController, mirror: MirrorController) -> None:
        self._session, self.difference, self.mirror = session, difference, mirror

    def difference_now(self, index: int) -> Difference | str:
        """What D shows in a viewport, or why it shows nothing; ``""`` while it is not held."""
        held = self._session.comparing == "difference" and index == self._session.active
        return self.difference.at(index) if held else ""

    def mirror_now(self, index: int, window: Window, cursor: tuple[float, float] | None) -> Mirror | None:
        """What M shows over a viewport's slice; None while it is not held. See ``MirrorController.at``."""
        session = self._session
        held = session.comparing == "mirror" and index == session.active and not session.blinking
        return self.mirror.at(index, window, cursor) if held else None
