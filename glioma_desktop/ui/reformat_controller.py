"""Axial reformats: made at a reader's word, listed behind their source, read and drawn on like any series."""

from __future__ import annotations

from PySide6.QtCore import QObject

from glioma_desktop.annotation.derived import change_for
from glioma_desktop.errors import AnnotationError, StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.planes import too_few_slices
from glioma_desktop.study.reformat import reformatted, worth_reformatting
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.reading_controller import ReadingController
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.session import Session


class ReformatController(QObject):
    """Makes derived series known to the project and shows them."""

    def __init__(self, session: Session, reading: ReadingController) -> None:
        super().__init__(session)
        self._session, self._reading = session, reading

    def make(self, step_mm: float, uid: str | None = None) -> None:
        """The axial reformat of a series (default: the active one) with a step in mm, in the active viewport.

        One that was made before is only shown. Why there can be none is said in the strip.
        """
        session = self._session
        source = session.series(uid) if uid is not None else session.active_series
        if source is None or session.project is None or session.patient is None:
            session.post(tr("Open a series first."))
            return
        if source.source is not None:
            source = source.source  # of a reformat: another step of the same source
        few = too_few_slices(source.shape, source.spacing_mm)
        if few:
            session.post(tr("No axial reformat of {series}: {reason}.", series=series_name(source), reason=few))
            return
        if not worth_reformatting(source):
            session.post(
                tr("{source} has axial slices already: there is nothing to reformat.", source=series_name(source))
            )
            return
        try:
            series = reformatted(source, step_mm)
        except StudyReadError as error:
            session.post(error.message, trouble=True)
            return
        if session.series(series.uid) is None:
            text = phrase("Axial reformat {mm:g} mm of {source}", mm=step_mm, source=series_name(source))
            if not record(session, text, [change_for(series)], kind="view"):
                return
            try:
                session.set_studies(tuple(session.project.store.studies(session.patient)))
            except AnnotationError as error:
                session.post(error.message, trouble=True)
                return
        self._reading.show_series(session.active, series.uid)
