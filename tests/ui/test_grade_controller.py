"""Grade tumour in the window: the command line's answer, off the GUI thread, stored, stale when its ground moves."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from reading_room import write_patient

from glioma_desktop import cli
from glioma_desktop.annotation.annotation import Box, Change, Edit, Lesion, StudyFacts
from glioma_desktop.annotation.hold_out import HoldOut, load_hold_out, save_hold_out
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import AnnotationError
from glioma_desktop.grade import ProjectClasses
from glioma_desktop.grading import model_file
from glioma_desktop.grading.card import FoldCard, ModelCard, OutOfFoldScore
from glioma_desktop.grading.crop import CropSpec
from glioma_desktop.grading.registry import Registry
from glioma_desktop.grading.seen import key_id_of
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.deidentify import keyed_hash
from glioma_desktop.ui import grade_controller, model_work, models_dialog, task, theme
from glioma_desktop.ui.active_model import Models, show_active_model
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.estimate_card import EstimateCard
from glioma_desktop.ui.grade_controller import GradeController
from glioma_desktop.ui.models_dialog import ModelsDialog
from glioma_desktop.ui.session import Session

ROIS = [RectROI(k, 20, 48, 12, 40) for k in (4, 5, 6)]


def published(project: Project, seed: int = 7, **changes: object) -> ModelCard:
    """A small model (frozen AlexNet trunk and five heads, all random) in the project's registry."""
    import torch
    from safetensors.torch import save

    from glioma_desktop.grading.networks import NETWORKS, FrozenTrunk

    torch.manual_seed(seed)
    trunk = NETWORKS["alexnet"].make(head=False)
    weights = {}
    for k in range(5):
        module = FrozenTrunk(trunk, NETWORKS["alexnet"].feature_count)
        torch.nn.init.normal_(module.head.weight, std=0.3)
        weights[f"fold{k}.safetensors"] = save({n: t.contiguous() for n, t in module.state_dict().items()})
    card = ModelCard(
        model_id="", name="", created="", network="alexnet", start="frozen", classes=ProjectClasses(),
        grades_seen={"2": 36, "3": 43}, editions={"2007": 79}, treatments={"untreated": 79}, base_rate_high=43 / 79,
        outline_region="flair_abnormality", crop_spec=CropSpec(),
        folds=tuple(FoldCard(k, f"fold{k}.safetensors", "", ()) for k in range(5)),
        key_id=key_id_of(project.key), hold_out=(), pixel_digests={}, temperature=1.5,
        out_of_fold=tuple(OutOfFoldScore(i / 80, i % 5 < 1 + i // 20) for i in range(80)),
        metrics={"results": [
            {"level": "patient", "of": "mean", "test_auc": {"mean": 0.71, "sd": None, "low": 0.53, "high": 0.86, "n": 16}},
        ]},
        training={}, run="20261124-140231-quick", synthetic=True, versions={"torch": "2"},
    )  # fmt: skip
    return Registry(project.models_dir).add(replace(card, **changes), weights)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one patient, three boxes and one model; tests work in a session on it."""
    folder = tmp_path_factory.mktemp("grading")
    write_patient(folder / "studies" / "first", 3)
    project = Project.create(folder / "project")
    (study,) = Catalogue().scan(folder / "studies")
    patient = project.store.register(study, folder / "studies").pseudonym
    series = next(s for s in study.series if s.sequence == "t1ce")
    boxes = tuple(Change(("box", series.uid, "L1", str(roi.slice_index)), Box(roi, "hand", 0.8)) for roi in ROIS)
    project.store.record(Edit(patient, "A", "Draw", boxes))
    published(project)
    project.close()
    return folder


class Case:
    """A session with the patient open, the controller and its card."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.session = Session(self.window)
        self.session.reader = "Reader A"
        self.card = EstimateCard(self.session, self.window)
        self.controller = GradeController(self.session, self.window, self.card)
        self.project = Project.open(folder / "project")
        self.session.set_project(self.project)
        self.open()

    def open(self) -> None:
        store = self.project.store
        self.patient = store.patients()[0].pseudonym
        self.session.set_patient(self.patient, tuple(store.studies(self.patient)), store.annotation(self.patient))

    def grade(self) -> None:
        self.controller.grade()
        self.settled()

    def settled(self) -> None:
        self.qtbot.waitUntil(lambda: self.session.grade_state != "running", timeout=60_000)

    def move_a_box(self, roi: RectROI) -> None:
        assert self.session.box_series is not None
        address = ("box", self.session.box_series.uid, "L1", str(roi.slice_index))
        record(self.session, "Move box", (Change(address, Box(roi, "hand", 0.8)),))

    def words(self) -> str:
        return "\n".join(label.text() for label in self.card.findChildren(QLabel) if label.isVisibleTo(self.card))


@pytest.fixture
def case(qtbot: QtBot, template: Path) -> Iterator[Case]:
    made = Case(qtbot, template)
    yield made
    (made.project.splits_dir / "holdout.json").unlink(missing_ok=True)
    made.move_a_box(ROIS[0])
    made.project.close()


def test_the_card_says_everything_a_cropped_screenshot_must_say(case: Case) -> None:
    case.grade()
    result = case.session.grade_result
    assert case.session.grade_state == "fresh"
    assert result is not None
    assert len(result.folds) == 5
    words = case.words()
    for part in (
        f"Model estimate · {case.patient} · lesion 1",
        "models:",
        "High = WHO III, low = WHO II (2007 edition). Grade IV not trained on.",
        "Assumes an untreated glioma.",
        "held-out AUC 0.71 (0.53-0.86), 16 patients",
        "synthetic",
        "Research use only. Not for diagnosis.",
    ):
        assert part in words
    stored = case.project.store.grades(case.patient)[-1][2]
    assert stored["probability_high"] == result.probability_high


def test_window_and_command_line_give_the_same_bytes(
    case: Case, template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case.grade()
    assert case.session.grade_result is not None
    words = ["grade", str(template / "studies"), "--project", str(template / "project"), "--json"]
    assert cli.main(words) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(json.dumps(case.session.grade_result.to_json()))


def test_a_moved_box_makes_the_answer_stale_and_moving_it_back_makes_it_hold_again(case: Case) -> None:
    case.grade()
    case.move_a_box(RectROI(4, 24, 52, 12, 40))
    assert case.session.grade_state == "stale"
    assert "The box has changed since this answer. Grade again (G)." in case.words()
    case.move_a_box(ROIS[0])
    assert case.session.grade_state == "fresh"


def test_a_stale_answer_says_what_has_changed(case: Case) -> None:
    case.grade()
    study = case.session.studies[0]
    facts = StudyFacts("after_biopsy", "reader")
    record(case.session, "Treatment state", (Change(("study", study.uid), facts),))
    assert "The treatment state has changed since this answer. Grade again (G)." in case.words()
    record(case.session, "Treatment state", (Change(("study", study.uid), None),))
    assert case.session.grade_state == "fresh"
    case.session.set_model(None)
    assert "The model has changed since this answer. Grade again (G)." in case.words()
    show_active_model(case.session)
    assert case.session.grade_state == "fresh"
    other = (Change(("lesion", "L1"), Lesion("L1")), Change(("lesion", "L2"), Lesion("L2", graded=True)))
    moved = Change(("box", case.session.box_series.uid, "L2", "4"), Box(ROIS[0], "hand", 0.8))
    record(case.session, "Grade lesion L2", (*other, moved))
    assert "Another lesion is graded since this answer. Grade again (G)." in case.words()
    case.open()
    assert "Another lesion is graded since this answer." in case.words(), "also when it is opened again"
    back = (Change(("lesion", "L1"), None), Change(("lesion", "L2"), None), Change(moved.address, None))
    record(case.session, "Back", back)
    assert case.session.grade_state == "fresh"


def test_an_answer_to_a_box_that_has_moved_meanwhile_is_dropped(case: Case) -> None:
    before = len(case.project.store.grades(case.patient))
    case.controller.grade()
    case.move_a_box(RectROI(4, 24, 52, 12, 40))
    case.settled()
    assert case.session.grade_result is None
    assert "changed while it was graded" in case.words()
    assert len(case.project.store.grades(case.patient)) == before


def test_the_stored_estimate_is_there_when_the_patient_is_opened_again(case: Case) -> None:
    case.grade()
    answer = case.session.grade_result
    case.session.set_patient(None, (), None)
    assert case.session.grade_result is None
    case.open()
    assert case.session.grade_result == answer
    assert case.session.grade_state == "fresh"


def test_a_sealed_patient_is_asked_about_first_and_every_look_is_counted(case: Case) -> None:
    save_hold_out(case.project.splits_dir, HoldOut({case.patient: "hold_out"}, 0, "2026-11-24"))
    case.grade()
    assert case.session.grade_result is None
    assert "Showing the answer counts as opening 1." in case.words()
    assert case.card.asks
    case.card.leave_sealed.click()
    assert not case.card.asks
    drawn = load_hold_out(case.project.splits_dir)
    assert drawn is not None
    assert drawn.openings == ()
    case.grade()
    case.session.set_lesion("L1")
    assert case.card.asks, "the question and its buttons go together"
    case.card.show_sealed.click()
    assert not case.card.asks, "a second press does not count a second look"
    case.settled()
    assert case.session.grade_result is not None
    assert "This answer counts as opening 1." in case.words()
    drawn = load_hold_out(case.project.splits_dir)
    assert drawn is not None
    assert [opening.by for opening in drawn.openings] == ["Reader A"]


def test_a_list_of_sealed_patients_that_is_damaged_meanwhile_ends_the_grade_with_a_sentence(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_: Path) -> None:
        raise AnnotationError("The list of sealed patients is damaged.")

    case.controller.grade()
    monkeypatch.setattr(grade_controller, "load_hold_out", damaged)
    case.settled()
    assert case.session.grade_state == "none"
    assert "The list of sealed patients is damaged." in case.words()


def test_a_sealed_patient_who_cannot_be_graded_is_refused_without_being_opened(case: Case) -> None:
    save_hold_out(case.project.splits_dir, HoldOut({case.patient: "hold_out"}, 0, "2026-11-24"))
    before = load_hold_out(case.project.splits_dir)
    study = case.session.studies[0].uid
    record(case.session, "Treatment", (Change(("study", study), StudyFacts("after_resection", "reader")),))
    try:
        case.grade()
        assert "Not graded: images are after surgery." in case.words()
        assert case.card.show_sealed.isHidden()
        assert load_hold_out(case.project.splits_dir) == before
    finally:
        record(case.session, "Treatment", (Change(("study", study), None),))


def test_an_answer_that_no_longer_holds_is_grey(case: Case) -> None:
    case.grade()
    assert theme.current().text in case.card.estimate.styleSheet()
    case.move_a_box(RectROI(4, 24, 52, 12, 40))
    assert theme.current().muted in case.card.estimate.styleSheet()
    case.move_a_box(ROIS[0])


def test_images_after_surgery_are_refused_in_the_exact_words(case: Case) -> None:
    study = case.session.studies[0].uid
    record(case.session, "Treatment", (Change(("study", study), StudyFacts("after_resection", "reader")),))
    try:
        case.grade()
        assert case.session.grade_result is None
        assert "Not graded: images are after surgery. The model knows untreated tumours only." in case.words()
    finally:
        record(case.session, "Treatment", (Change(("study", study), None),))


def test_a_patient_of_the_training_gets_the_one_model_that_did_not_see_it(case: Case) -> None:
    identifier = case.project.store.patient(case.patient).identifier
    own = keyed_hash(case.project.key, identifier)
    folds = tuple(FoldCard(k, f"fold{k}.safetensors", "", (own,) if k == 2 else ()) for k in range(5))
    registry = Registry(case.project.models_dir)
    first = registry.active()
    card = published(case.project, folds=folds)
    registry.activate(card.model_id)
    case.session.set_model(card)
    case.grade()
    result = case.session.grade_result
    registry.activate(first or "")
    assert result is not None
    assert (result.seen_in_training, result.out_of_fold) == (True, True)
    assert "This patient was used in training. Shown: the one model that did not see this patient." in case.words()
    assert case.card.bar._dots == (result.folds[2].probability_high,)
    assert result.probability_high == result.folds[2].probability_high


def test_a_model_goes_out_as_one_file_and_comes_back(qtbot: QtBot, case: Case, tmp_path: Path) -> None:
    dialog = ModelsDialog(case.session, case.window)
    dialog.reload()
    qtbot.waitUntil(lambda: bool(dialog.cards))
    words = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    for part in (
        "WHO II 36 · WHO III 43",
        "43 of 79 (54 %)",
        "0.71 (0.53–0.86), n 16",
        "trained on phantoms, not on patients",
    ):
        assert part in words
    dialog.export_file(tmp_path / "model.zip")
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    elsewhere = Project.create(tmp_path / "elsewhere")
    case.session.project = elsewhere
    dialog.import_file(tmp_path / "model.zip")
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    assert [card.network for card in dialog.cards] == ["alexnet"]
    assert case.session.model == dialog.cards[0]
    (tmp_path / "model.zip").write_bytes(b"no model")
    dialog.import_file(tmp_path / "model.zip")
    qtbot.waitUntil(lambda: not dialog.busy, timeout=30_000)
    assert len(dialog.cards) == 1
    assert "model.zip" in dialog._sentence.text()
    case.session.project = case.project
    elsewhere.close()


def test_which_model_grades_cannot_be_read_and_the_models_are_listed_all_the_same(qtbot: QtBot, case: Case) -> None:
    dialog = ModelsDialog(case.session, case.window)
    active = case.project.models_dir / "active"
    kept = active.read_text()
    active.unlink()
    active.mkdir()
    try:
        dialog.reload()
        qtbot.waitUntil(lambda: bool(dialog.cards))
        assert len(dialog.cards) == dialog.list.count() > 0
        assert "The active model cannot be read. Choose one in Models." in dialog._sentence.text()
        assert dialog.activate.isEnabled()
    finally:
        active.rmdir()
        active.write_text(kept)


def test_a_registry_on_a_drive_that_stalls_keeps_no_window_waiting_and_what_comes_late_is_dropped(
    qtbot: QtBot, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, at_gate, read = threading.Event(), threading.Event(), models_dialog.read_models
    threads: list[threading.Thread] = []

    def stalled(folder: Path) -> Models:
        threads.append(threading.current_thread())
        at_gate.set()
        gate.wait(20)
        return read(folder)

    monkeypatch.setattr(models_dialog, "read_models", stalled)
    dialog = ModelsDialog(case.session, case.window)
    try:
        dialog.reload()
        dialog.show()
        assert dialog._sentence.text() == "Looking which models there are…"
        assert not dialog.activate.isEnabled()
        qtbot.waitUntil(at_gate.is_set)
        dialog.close()
        gate.set()
        qtbot.waitUntil(lambda: not task._running)
        assert dialog.cards == ()
        dialog.reload()
        qtbot.waitUntil(lambda: bool(dialog.cards))
        assert threading.current_thread() not in threads
        dialog.reload()
        assert dialog.cards, "what was shown last stays until the drive has answered"
    finally:
        gate.set()
        dialog.leave()


def test_taking_in_a_model_is_counted_and_cancel_leaves_nothing_of_it(
    qtbot: QtBot, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = Registry(case.project.models_dir)
    registry.export(registry.active() or "", tmp_path / "model.zip")
    elsewhere = Project.create(tmp_path / "elsewhere")
    case.session.project = elsewhere
    dialog = ModelsDialog(case.session, case.window)
    gate, at_gate, copy = threading.Event(), threading.Event(), model_file._extract_one

    def slowly(*arguments: Any) -> None:
        copy(*arguments)
        at_gate.set()
        gate.wait(20)

    monkeypatch.setattr(model_file, "_extract_one", slowly)
    monkeypatch.setattr(model_work, "TOLD_EVERY_S", 0.0)
    monkeypatch.setattr(model_work, "KNOWN_AFTER_S", 0.0)
    try:
        dialog.show()
        dialog.import_file(tmp_path / "model.zip")
        assert dialog.stop.isVisible()
        assert not dialog.bring.isEnabled()
        qtbot.waitUntil(lambda: " left · about " in dialog._sentence.text())
        assert dialog._sentence.text().startswith("Importing model.zip…")
        dialog.stop.click()
        assert not dialog.stop.isVisible()
        gate.set()
        qtbot.waitUntil(lambda: not task._running)
        assert dialog._sentence.text() == "Stopped before the end."
        assert (dialog.cards, list(elsewhere.models_dir.iterdir())) == ((), [])
        dialog.import_file(tmp_path / "model.zip")
        qtbot.waitUntil(lambda: bool(dialog.cards), timeout=30_000)
    finally:
        gate.set()
        dialog.leave()
        case.session.project = case.project
        elsewhere.close()


def test_a_model_that_was_made_active_before_cancel_came_is_the_one_that_grades(
    qtbot: QtBot, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = case.session.model
    other = published(case.project, seed=8)
    gate, at_gate, read = threading.Event(), threading.Event(), models_dialog.read_models
    dialog = ModelsDialog(case.session, case.window)

    def stalled(folder: Path) -> Models:
        at_gate.set()
        gate.wait(20)
        return read(folder)

    try:
        dialog.reload()
        qtbot.waitUntil(lambda: other in dialog.cards)
        dialog.show()
        monkeypatch.setattr(models_dialog, "read_models", stalled)
        dialog.list.setCurrentRow([card.model_id for card in dialog.cards].index(other.model_id))
        dialog.activate.click()
        qtbot.waitUntil(at_gate.is_set, timeout=30_000)
        dialog.stop.click()
        gate.set()
        qtbot.waitUntil(lambda: not task._running)
        assert Registry(case.project.models_dir).active() == other.model_id
        assert dialog.activate.text() == "Active"
        assert case.session.model == other
    finally:
        gate.set()
        dialog.leave()
        assert first is not None
        Registry(case.project.models_dir).activate(first.model_id)
        shutil.rmtree(case.project.models_dir / other.model_id)


def test_a_model_that_cannot_be_taken_in_is_said_also_when_the_dialog_was_closed_meanwhile(
    qtbot: QtBot, case: Case, tmp_path: Path
) -> None:
    (tmp_path / "broken.zip").write_bytes(b"no model")
    dialog = ModelsDialog(case.session, case.window)
    dialog.show()
    dialog.import_file(tmp_path / "broken.zip")
    dialog.close()
    qtbot.waitUntil(lambda: not task._running)
    assert "broken.zip" in case.session.messages[-1].text
    dialog.show()
    before = len(case.session.messages)
    dialog.import_file(tmp_path / "broken.zip")
    qtbot.waitUntil(lambda: not task._running)
    assert "broken.zip" in dialog._sentence.text()
    assert len(case.session.messages) == before, "said once"
    assert dialog.cards, "the list that was not read yet when it began is read after all"
    dialog.leave()
