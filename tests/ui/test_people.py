"""Two people under one identifier are marked, left out of training until a reader decides, and what is decided is kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from reading_room import Room, new_project, write_patient

from glioma_desktop.annotation.people import people_of
from glioma_desktop.ui.worklist_model import WorklistModel
from tests.study.dicom_files import image, save


def write_study(folder: Path, number: int, patient: str, age: str, year: str, sex: str = "M") -> None:
    for k in range(3):
        pixels = np.arange(256, dtype=np.uint16).reshape(16, 16) + k
        save(
            image(
                pixels, (0, 0, 3 * k), series=f"1.7.{number}", study=f"1.8.{number}", PatientID=patient, PatientAge=age,
                StudyDate=f"{year}0310", PatientSex=sex, SeriesDescription="AX T1 POST GD",
            ),
            folder / f"{number}-{k}.dcm",
        )  # fmt: skip


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """P-0001 cannot be one man of 33 in 2014 and of 51 in 2022, P-0002 can, P-0003 is a woman and a man."""
    rows = [
        ("A", "033Y", "2014", "M"),
        ("A", "051Y", "2022", "M"),
        ("B", "033Y", "2014", "M"),
        ("B", "041Y", "2022", "M"),
    ]
    rows += [("C", "033Y", "2014", "M"), ("C", "041Y", "2022", "F")]
    for number, row in enumerate(rows):
        write_study(tmp_path / "two" / row[0], number, row[0], *row[1:])
    return tmp_path / "two"


@pytest.fixture
def doubtful(qtbot: QtBot, tmp_path: Path, two: Path) -> Iterator[Room]:
    room = Room(two, new_project(tmp_path / "project"), qtbot.waitUntil)
    open_folder(room, two)
    yield room
    room.close()


def open_folder(room: Room, folder: Path) -> None:
    room.window.open_paths([str(folder)])
    room.wait_until(lambda: not room.window.controllers.scan.running)


def row(room: Room, name: str):
    return next(one for one in room.session.worklist if one.pseudonym == name)


def searched(room: Room, text: str) -> list[str]:
    model = WorklistModel()
    model.set_rows(room.session.worklist)
    model.search(text)
    return [one.pseudonym for one in model.shown]


def test_who_may_be_two_people_is_marked_in_the_worklist_found_by_the_words_and_said(doubtful: Room) -> None:
    assert [one.people for one in doubtful.session.worklist] == ["undecided", "", "undecided"]
    assert searched(doubtful, "two people") == ["P-0001", "P-0003"]
    said = [m.text for m in doubtful.session.messages if "its studies differ in sex or year of birth" in m.text]
    assert [text[:6] for text in said] == ["P-0001", "P-0003"]
    model = doubtful.window.worklist.patients.model()
    assert "may be two people" in model.index(0, 0).data(3)
    assert "two people" not in model.index(1, 0).data(3)


def test_the_reader_decides_in_the_case_panel_and_it_is_kept_undone_and_asked_again_when_more_turns_up(
    doubtful: Room, two: Path, qtbot: QtBot
) -> None:
    room, panel = doubtful, doubtful.window.case
    room.window._open_patient("P-0002")
    assert not panel._people.isVisible()
    room.window._open_patient("P-0001")
    assert panel._people.isVisible()
    assert panel._people_why.text() == "Its studies differ in sex or year of birth."
    assert panel._people.value == "undecided"
    panel.people_stated.emit("one")
    assert row(room, "P-0001").people == "one"
    assert searched(room, "two people") == ["P-0003"]
    assert panel._people.isVisible(), "nothing moves under the cursor"
    room.key("Ctrl+Z")
    assert row(room, "P-0001").people == "undecided"
    panel.people_stated.emit("left_out")
    assert "Left out of training" in room.window.strip.sentence
    store = room.session.project.store
    stated = store.annotation("P-0001").people
    assert people_of(stated, store.studies("P-0001")) == "left_out"
    panel.people_stated.emit("one")
    again = Room(two, room.project, qtbot.waitUntil)
    again.wait_until(lambda: len(again.session.worklist) == 3)
    assert row(again, "P-0001").people == "one", "after a restart too"
    write_study(two / "A", 9, "A", "020Y", "2023")
    open_folder(again, two)
    assert row(again, "P-0001").people == "undecided", "a study that was not there when it was decided"
    again.close()


def test_patients_of_a_further_folder_are_new_until_they_are_opened_and_told_once(qtbot: QtBot, tmp_path: Path) -> None:
    for seed, name in enumerate(("first", "second", "third")):
        write_patient(tmp_path / "all" / name, seed)
    shutil.copytree(tmp_path / "all" / "first", tmp_path / "part" / "first")
    room = Room(tmp_path / "part", new_project(tmp_path / "project"), qtbot.waitUntil)
    open_folder(room, tmp_path / "part")
    assert [one.arrived for one in room.session.worklist] == [False], "in an empty project nothing stands out"
    assert room.window.strip.sentence == "P-0001 found in part, new in the worklist."
    room.wait_for_pictures()
    open_folder(room, tmp_path / "all")
    new = [one.pseudonym for one in room.session.worklist if one.arrived]
    assert len(new) == 2
    assert room.session.patient == "P-0001", "what is looked at stays"
    assert room.window.strip.sentence.endswith("patients found in all, 2 new.")
    assert searched(room, "new since") == new
    room.window._open_patient(new[0])
    assert [one.pseudonym for one in room.session.worklist if one.arrived] == new[1:]
    open_folder(room, tmp_path / "all")
    assert room.window.strip.sentence.endswith("none new.")
    room.close()


def test_where_no_patient_is_open_a_new_one_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    for seed, name in enumerate(("first", "second")):
        write_patient(tmp_path / name / name, seed)
    room = Room(tmp_path, new_project(tmp_path / "project"), qtbot.waitUntil)
    open_folder(room, tmp_path / "first")
    room.session.set_patient(None, (), None)
    open_folder(room, tmp_path / "second")
    assert room.session.patient == "P-0002"
    assert not row(room, "P-0002").arrived
    room.close()
