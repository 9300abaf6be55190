"""Lines in a viewport's margin about how it is looked at: not about the patient, and not about what is drawn."""

from __future__ import annotations

from glioma_desktop.ui.language import tr
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.session import Session


def margin_notes(session: Session, view: int, windowed: int | None) -> tuple[tuple[str, str], ...]:
    """For the bottom left, above the line of the slice: that slices run, and whose window this is.

    Args:
        session: What is shown.
        view: The viewport.
        windowed: The one whose window it has: another one while that blinks; None for that of a difference.
    """
    notes: list[tuple[str, str]] = []
    if session.cine_fps and view == session.active:
        notes.append(("", tr("cine {cine_fps:g} fps", cine_fps=session.cine_fps)))
    state = None if windowed is None else session.views[windowed]
    series = None if state is None else session.series(state.series_uid)
    if state is not None and state.carried and series is not None:
        notes.append(("", tr("window as last chosen for {sequence} · A: Auto", sequence=series_name(series))))
    return tuple(notes)
