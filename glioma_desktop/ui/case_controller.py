"""The case: lesions, side, treatment state, sequences, looked-at slices, flag and done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from glioma_desktop.annotation.annotation import (
    CaseState,
    CaseStatus,
    Change,
    Lesion,
    StudyFacts,
    TreatmentState,
)
from glioma_desktop.annotation.people import decision
from glioma_desktop.errors import AnnotationError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import SEQUENCE_LABELS, SequenceName
from glioma_desktop.ui.carrier import carrier_of
from glioma_desktop.ui.case_words import PEOPLE_WORDS, TREATMENT_WORDS, study_of_view, unseen_slices
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.reading_controller import ReadingController
from glioma_desktop.ui.session import Session

SEEN_MS = 300
BATCH_MS = 1500


class CaseController(QObject):
    """Edits about the patient as a whole, and what was looked at."""

    def __init__(self, session: Session, reading: ReadingController) -> None:
        super().__init__(session)
        self._session, self._reading = session, reading
        self._warned: tuple[str, tuple[int, ...]] | None = None
        self._seen: set[tuple[str, str, int]] = set()
        self._look = QTimer(self, singleShot=True, interval=SEEN_MS)
        self._look.timeout.connect(self._looked)
        self._batch = QTimer(self, singleShot=True, interval=BATCH_MS)
        self._batch.timeout.connect(self.keep_seen)
        for signal in (
            session.view_changed,
            session.overlays_changed,
            session.annotation_changed,
            session.volume_changed,
        ):
            signal.connect(lambda *_: self._look.start())
        session.leaving.connect(self.keep_seen)

    # -- looked at

    def _looked(self) -> None:
        """The shown slices stood still for 0.3 s with their overlays: those with a box count as seen."""
        session = self._session
        annotation = session.annotation
        if annotation is None or session.patient is None or not session.overlays_visible or session.draft is not None:
            return
        for view in session.shown_views:
            carrier = carrier_of(session, view)
            if carrier is None:
                continue
            uid, k = carrier.series.uid, carrier.plane.target_slice
            boxed = any(series == uid and at == k for series, _, at in annotation.boxes)
            if boxed and (uid, k) not in annotation.seen:
                self._seen.add((session.patient, uid, k))
        if self._seen and not self._batch.isActive():
            self._batch.start()

    def keep_seen(self) -> None:
        """Store what was looked at since the last time; no step of undo."""
        waiting, self._seen = self._seen, set()
        for patient in sorted({name for name, _, _ in waiting}):
            changes = [Change(("seen", uid, str(k)), True) for name, uid, k in sorted(waiting) if name == patient]
            record(
                self._session,
                phrase("Look at {count} slices", count=len(changes)),
                changes,
                patient=patient,
                kind="seen",
            )

    # -- lesions

    def choose_lesion(self, name: str) -> None:
        """Draw on this lesion from now on."""
        self._session.set_lesion(name)

    def add_lesion(self) -> None:
        """One lesion more; it is drawn on from now on."""
        annotation = self._session.annotation
        if annotation is None:
            return
        known = set(annotation.lesions) or {"L1"}
        name = next(f"L{i}" for i in range(1, 100) if f"L{i}" not in known)
        changes = [Change(("lesion", name), Lesion(name))]
        if "L1" not in annotation.lesions:
            changes.append(Change(("lesion", "L1"), Lesion("L1", graded=True)))
        if record(self._session, phrase("Add lesion {name}", name=name), changes):
            self._session.set_lesion(name)

    def change_lesion(self, name: str, text: str, **values: object) -> None:
        """Set fields of a lesion; only one lesion is graded."""
        annotation = self._session.annotation
        if annotation is None:
            return
        lesions = dict(annotation.lesions) or {"L1": Lesion("L1", graded=True)}
        lesion = lesions.get(name, Lesion(name))
        changes = [Change(("lesion", name), replace(lesion, **values))]  # type: ignore[arg-type]
        if values.get("graded"):
            others = [x for x in lesions.values() if x.name != name and x.graded]
            changes += [Change(("lesion", x.name), replace(x, graded=False)) for x in others]
        record(self._session, text, changes)

    # -- study

    def set_treatment(self, state: TreatmentState) -> None:
        """What was done before this study."""
        study, annotation = study_of_view(self._session), self._session.annotation
        if study is None or annotation is None:
            return
        facts = annotation.studies.get(study.uid, StudyFacts())
        changed = replace(facts, treatment_state=state, treatment_source="reader")
        record(
            self._session,
            phrase("Treatment state: {state}", state=TREATMENT_WORDS[state]),
            [Change(("study", study.uid), changed)],
        )

    def set_people(self, people: str) -> None:
        """Whether studies that differ in sex or year of birth are of one person; until it is said nobody trains on them."""
        text = phrase("Patient: {decision}", decision=PEOPLE_WORDS[people])
        if self._session.annotation is not None and record(
            self._session, text, [decision(people, self._session.studies)]
        ):
            told = {
                "one": tr("Taken for one person: used in training like any other."),
                "left_out": tr("Left out of training. What is drawn stays."),
                "undecided": tr("Not decided: left out of training until it is."),
            }
            self._session.post(told[people])

    def confirm_sequence(self, series_uid: str, sequence: SequenceName) -> None:
        """State a series' sequence by hand."""
        session = self._session
        text = phrase("Confirm {sequence}", sequence=SEQUENCE_LABELS[sequence])
        if session.project is None or session.patient is None:
            return
        if record(session, text, [Change(("sequence", series_uid), sequence)]):
            try:
                session.set_studies(tuple(session.project.store.studies(session.patient)))
            except AnnotationError as error:
                session.post(error.message, trouble=True)

    # -- status

    def toggle_flag(self) -> None:
        """Flag the case to come back to it, or take the flag away."""
        flagged = self._status() == "flagged"
        self._set_status(
            "draft" if flagged else "flagged", phrase("Take the flag away") if flagged else phrase("Flag the case")
        )

    def set_comment(self, comment: str) -> None:
        """A line about the case."""
        annotation = self._session.annotation
        if annotation is not None and comment != annotation.case.comment:
            state = replace(annotation.case, comment=comment)
            record(self._session, phrase("Comment on the case"), [Change(("case",), state)])

    def done_next(self) -> None:
        """The case is done; open the next one that is not. Unseen slices are named first; a second Enter accepts them."""
        session = self._session
        annotation = session.annotation
        if annotation is None or session.patient is None:
            return
        self.keep_seen()
        unseen = self._unseen()
        if unseen and self._warned != (session.patient, tuple(unseen)):
            self._warned = (session.patient, tuple(unseen))
            slices = ", ".join(str(k + 1) for k in unseen[:8]) + (" …" if len(unseen) > 8 else "")
            session.post(
                tr(
                    "{count} slice not looked at ({slices}). {key} again to accept."
                    if len(unseen) == 1
                    else "{count} slices not looked at ({slices}). {key} again to accept.",
                    count=len(unseen),
                    slices=slices,
                    key=session.bindings.shown("done") or tr("Done, next"),
                )
            )
            return
        self._warned = None
        if self._status() != "done" and not self._set_status("done", phrase("Case done")):
            return
        following = self._reading.next_patient()
        if following is None:
            session.post(self._at_the_end())
        else:
            self._reading.open_patient(following)

    def _at_the_end(self) -> str:
        left = sum(row.status != "done" for row in self._session.worklist)
        if not left:
            return tr("Done. This was the last open case of the worklist.")
        if left == 1:
            return tr("Done. This was the end of the worklist; 1 case further up is still open.")
        return tr("Done. This was the end of the worklist; {count} cases further up are still open.", count=left)

    def step_patient(self, step: int) -> None:
        """The next or previous patient of the worklist, done or not."""
        following = self._reading.next_patient(step, unfinished=False)
        if following is not None:
            self._reading.open_patient(following)

    def _unseen(self) -> Sequence[int]:
        annotation, series = self._session.annotation, self._session.box_series
        if annotation is None or series is None:
            return []
        names = {lesion for uid, lesion, _ in annotation.boxes if uid == series.uid}
        return sorted({k for name in names for k in unseen_slices(annotation, series.uid, name)})

    def _status(self) -> CaseStatus:
        return self._session.annotation.case.status if self._session.annotation else "new"

    def _set_status(self, status: CaseStatus, text: str) -> bool:
        annotation = self._session.annotation
        state = replace(annotation.case if annotation else CaseState(), status=status)
        return record(self._session, text, [Change(("case",), state)])
