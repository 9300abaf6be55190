"""Lines in a viewport's margin about how it is looked at: not about the patient, and not about what is drawn."""

from __future__ import annotations

from glioma_desktop.ui.language import tr
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.session import Session


def margin_notes(session: Session, view: int) -> tuple[tuple[str, str], ...]:
    """For the bottom left, above the line of the slice: that slices run, and whose window this is."""
    notes: list[tuple[str, str]] = []
    state = session.views[view]
    series = session.series(state.series_uid)
    if session.cine_fps and view == session.active:
        notes.append(("", tr("cine {cine_fps:g} fps", cine_fps=session.cine_fps)))
    if state.carried and series is not None:
        notes.append(("", tr("window as last chosen for {sequence} · A: Auto", sequence=series_name(series))))
    return tuple(notes)
