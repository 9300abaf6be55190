"""Lines in a viewport's margin about how it is looked at: not about the patient, and not about what is drawn."""

from __future__ import annotations

from glioma_desktop.ui.language import tr
from glioma_desktop.ui.session import Session


def margin_notes(session: Session, view: int) -> tuple[tuple[str, str], ...]:
    """For the bottom left, above the line of the slice: that slices run, and how fast."""
    if session.cine_fps and view == session.active:
        return (("", tr("cine {cine_fps:g} fps", cine_fps=session.cine_fps)),)
    return ()
