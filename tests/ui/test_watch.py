"""Studies that arrive while the program is open enter the worklist quietly: nothing on the screen jumps."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt, QThreadPool
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reading_room import Room, draw, new_project, write_patient

from glioma_desktop.annotation.roster import PatientRecord
from glioma_desktop.errors import GliomaError, StoreBusyError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.folder_watch import Look
from glioma_desktop.study.series import Study
from glioma_desktop.ui import language, watch_controller
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.view_state import PatientRow
from glioma_desktop.ui.watch_form import WatchForm
from glioma_desktop.ui.worklist_panel import _RowPainter
from tests.phantoms import make_study


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_controller, "SOON_MS", 60)
    monkeypatch.setattr(watch_controller, "LATER_MS", 200)


@pytest.fixture
def inbox(tmp_path: Path, studies: Path) -> Path:
    """Two patients, whose folder nobody else uses."""
    return Path(shutil.copytree(studies, tmp_path / "inbox"))


@pytest.fixture
def open_room(qtbot: QtBot, tmp_path: Path, inbox: Path) -> Iterator[Room]:
    room = Room(inbox, new_project(tmp_path / "project"), qtbot.waitUntil)
    room.read()
    room.window.set_mode("annotate")
    yield room
    room.close()


def test_a_patient_who_arrives_in_the_open_folder_is_marked_in_the_worklist_and_the_screen_stays(
    open_room: Room, tmp_path: Path
) -> None:
    session = open_room.session
    draw(open_room)
    open_room.window.scroll_slices(2)
    before = session.views, session.patient, session.active, session.worklist, open_room.boxes()
    changes: list[int] = []
    session.worklist_changed.connect(lambda: changes.append(len(session.worklist)))
    write_patient(tmp_path / "away" / "third", 3)
    shutil.copytree(tmp_path / "away" / "third", open_room.folder / "third")
    open_room.wait_until(lambda: len(session.worklist) == 3)
    assert open_room.window.strip.sentence == "1 new study in inbox."
    assert (session.views, session.patient, session.active, session.worklist[:2], open_room.boxes()) == before
    third = session.worklist[2]
    assert third.arrived
    assert changes == [3], "one quiet update"
    open_room.window.worklist.patient_chosen.emit(third.pseudonym)
    assert not session.worklist[2].arrived


def test_a_burst_gives_few_updates(open_room: Room, tmp_path: Path) -> None:
    for number in range(3, 11):
        make_study(tmp_path / "away", number, mask=False, grade=None)
    changes: list[int] = []
    open_room.session.worklist_changed.connect(lambda: changes.append(len(open_room.session.worklist)))
    shutil.copytree(tmp_path / "away", open_room.folder / "away")
    open_room.wait_until(lambda: len(open_room.session.worklist) == 10)
    assert len(changes) <= 2
    assert open_room.window.strip.sentence == "8 new studies in inbox."


def test_a_series_that_grows_while_it_is_open_stays_as_it_is_until_the_patient_is_opened_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    for number in (1, 2):
        make_study(inbox, number, mask=False, grade=None)
    files = sorted((inbox / "SYN-0001" / "t1ce").iterdir())
    held = tmp_path / "held"
    held.mkdir()
    for path in files[:2]:
        shutil.move(path, held / path.name)
    room = Room(inbox, new_project(tmp_path / "project"), qtbot.waitUntil)
    room.read()
    session = room.session
    room.window.set_mode("annotate")
    draw(room)
    boxed = session.box_series.files[session.slice_index].path.name
    shown = session.views, session.studies, dict(session.volumes)
    first = session.patient
    for path in held.iterdir():
        shutil.copy(path, inbox / "SYN-0001" / "t1ce" / path.name)
    room.wait_until(lambda: any("stays as it is while the patient is open" in m.text for m in session.messages))
    assert session.views == shown[0]
    assert session.studies == shown[1]
    assert {uid: id(volume) for uid, volume in session.volumes.items()} == {u: id(v) for u, v in shown[2].items()}
    assert sum("stays as it is" in message.text for message in session.messages) == 1
    other = next(row.pseudonym for row in session.worklist if row.pseudonym != first)
    room.window.worklist.patient_chosen.emit(other)
    (watched,) = room.window.controllers.watch._watched.values()
    room.wait_until(lambda: not watched.again and watched.task is None)
    assert first is not None
    room.window.worklist.patient_chosen.emit(first)
    room.wait_for_pictures()
    room.wait_until(lambda: session.box_series is not None and session.box_series.shape[0] == len(files))
    told = [
        m.text for m in session.messages if f"has grown from {len(files) - 2} to {len(files)} slices: boxes" in m.text
    ]
    assert len(told) == 1
    assert told[0].startswith(f"{first}: T1CE")
    (drawn,) = session.annotation.boxes
    assert session.series(drawn[0]).files[drawn[2]].path.name == boxed, "the box is on the slice it was drawn on"
    room.close()


def test_a_watched_folder_is_watched_again_after_a_restart_until_it_is_given_up(
    open_room: Room, qtbot: QtBot, tmp_path: Path
) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    open_room.window.actions_.actions["watch_folder"].trigger()
    form = open_room.window.controllers.watch.form
    assert form is not None
    open_room.window.controllers.watch.watch(letters)
    assert form.folders.item(0).text() == str(letters)
    open_room.close()
    write_patient(letters / "third", 3)
    later = Room(open_room.folder, open_room.project, qtbot.waitUntil)
    later.wait_until(lambda: len(later.session.worklist) == 3)
    assert later.session.worklist[2].arrived
    assert later.session.patient is None, "nobody is opened by what arrives"
    later.window.actions_.actions["watch_folder"].trigger()
    form = later.window.controllers.watch.form
    assert form is not None
    form.stop.click()
    assert form.folders.count() == 0
    assert Settings().watched_folders(open_room.project) == []
    assert later.window.controllers.watch.folders == []
    later.close()


def test_a_box_drawn_in_a_project_that_lies_in_the_folder_of_its_studies_reads_nothing_again(
    qtbot: QtBot, inbox: Path
) -> None:
    room = Room(inbox, new_project(inbox / "project"), qtbot.waitUntil)
    room.read()
    room.window.set_mode("annotate")
    (watched,) = room.window.controllers.watch._watched.values()
    room.wait_until(lambda: watched.seconds > 0 and not watched.stirring)
    draw(room)
    assert len(room.boxes()) == 1
    look = watched.watch.look()
    assert not look.stirring
    assert str(inbox / "project") not in look.folders
    room.close()


def test_a_drive_that_fails_is_not_asked_again_at_once(open_room: Room) -> None:
    watch = open_room.window.controllers.watch
    (watched,) = watch._watched.values()
    open_room.wait_until(lambda: watched.task is None and watched.seconds > 0)
    watched.stirring = True
    watch._failed(watched, GliomaError("The folder inbox cannot be read: input/output error."))
    watch._wait()
    assert watch._timer.interval() >= watch_controller.LATER_MS


def test_watched_folders_on_a_drive_that_hangs_keep_no_thread_from_the_series_of_other_drives(
    open_room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, answer, pool = open_room.window.controllers.watch, threading.Event(), QThreadPool.globalInstance()
    monkeypatch.setattr(watch_controller, "HANGS_S", 0.1)
    before = pool.maxThreadCount()

    def hangs() -> Look:
        answer.wait(60)
        return Look(False, False, False, frozenset(), (), 0.0, {})

    for number in range(3):
        folder = tmp_path / f"share {number}"
        watch._watched[folder] = watch_controller._Watched(folder, None, open_room.session.project)
        monkeypatch.setattr(watch._watched[folder].watch, "look", hangs)
    try:
        watch.look()
        open_room.wait_until(lambda: pool.maxThreadCount() == before + 3)
        watch._drop(tmp_path / "share 0")
        assert pool.maxThreadCount() == before + 3, "its thread hangs, also when nobody waits for it any more"
        answer.set()  # the share is back, and says that the folders are not there
        open_room.wait_until(lambda: pool.maxThreadCount() == before)
    finally:
        for number in range(3):
            watch._drop(tmp_path / f"share {number}")
        answer.set()
        pool.setMaxThreadCount(before)


def test_a_watched_folder_that_vanishes_is_said_once(open_room: Room, tmp_path: Path) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    watch = open_room.window.controllers.watch
    watch.watch(letters)
    looks: list[bool] = []
    open_room.wait_until(lambda: watch._watched[letters].seconds > 0)
    letters.rmdir()
    watch._timer.timeout.connect(lambda: looks.append(watch._watched[letters].there))
    open_room.wait_until(lambda: looks.count(False) > 3)
    said = [message.text for message in open_room.session.messages if "letters" in message.text]
    assert said == ["The watched folder letters is not there. It is looked for again; File > Watch folder ends that."]
    write_patient(letters / "third", 3)
    open_room.wait_until(lambda: len(open_room.session.worklist) == 3)


def test_the_worklist_neither_jumps_nor_loses_the_line_of_the_arrow_keys_when_a_patient_arrives(
    open_room: Room,
) -> None:
    session, patients = open_room.session, open_room.window.worklist.patients
    many = tuple(replace(session.worklist[0], pseudonym=f"P-{number:04d}") for number in range(2, 60))
    session.set_worklist((session.worklist[0], *many))
    patients.verticalScrollBar().setValue(patients.verticalScrollBar().maximum())
    looked_at = patients.verticalScrollBar().value()
    assert looked_at > 0
    session.set_worklist((*session.worklist, replace(many[0], pseudonym="P-0060", arrived=True)))
    assert patients.verticalScrollBar().value() == looked_at, "the open patient is the first line"
    patients.setFocus()
    open_room.wait_until(patients.hasFocus)
    patients.setCurrentIndex(patients.model().index(7, 0))
    session.set_worklist((*session.worklist, replace(many[0], pseudonym="P-0061", arrived=True)))
    session.patient_changed.emit()
    assert patients.currentIndex().row() == 7
    open_room.left.setFocus()
    open_room.wait_until(lambda: not patients.hasFocus())
    session.set_worklist((*session.worklist, replace(many[0], pseudonym="P-0062", arrived=True)))
    assert patients.currentIndex().row() == 0, "the patient on the screen"


def test_return_presses_the_button_that_has_the_focus(qtbot: QtBot) -> None:
    form = WatchForm()
    qtbot.addWidget(form)
    form.show_folders([(Path("inbox"), True)])
    form.show()
    with qtbot.waitSignal(form.add_asked):
        QTest.keyClick(form.add, Qt.Key.Key_Return)
    form.stop.setFocus()
    with qtbot.waitSignal(form.stop_asked):
        QTest.keyClick(form.stop, Qt.Key.Key_Enter)


class _Listening(QPainter):
    """Keeps where words were painted."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.places: dict[str, QRectF] = {}

    def drawText(self, at: QPointF, words: str) -> None:
        metrics = QFontMetricsF(self.font())
        self.places[words] = QRectF(at.x(), at.y() - 8, metrics.horizontalAdvance(words), 10)


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_new_and_what_is_missing_do_not_lie_over_each_other_in_the_worklist(qtbot: QtBot, spoken: str) -> None:
    row = PatientRow(
        "P-0042", "new", 0, 1, ("t2", "flair"), note=phrase("no {sequence}", sequence=phrase("T1CE")), arrived=True
    )
    language.switch(spoken)
    try:
        for width in range(180, 260, 5):
            image = QImage(260, 60, QImage.Format.Format_RGB32)
            painter = _Listening(image)
            _RowPainter._paint_words(painter, QRectF(0, 0, width, 48), row)
            painter.end()
            places = list(painter.places.values())
            assert len(places) == 4
            assert not any(one.intersects(other) for k, one in enumerate(places) for other in places[:k]), width
    finally:
        language.switch("en")


def test_a_study_that_could_not_be_taken_in_once_is_taken_in_at_the_next_look(
    open_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = open_room.session.project
    assert project is not None
    register, failed = project.store.register, list[str]()

    def fails_once(study: Study, root: Path) -> PatientRecord:
        if study.patient_id == "third" and not failed:
            failed.append(study.uid)
            raise StoreBusyError("Another program holds the project.")
        return register(study, root)

    monkeypatch.setattr(project.store, "register", fails_once)
    away = open_room.folder.parent / "away"
    write_patient(away, 3)
    away.rename(open_room.folder / "third")  # all of it at once
    open_room.wait_until(lambda: len(open_room.session.worklist) == 3)
    assert failed
