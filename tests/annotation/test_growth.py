"""A partial copy was opened and drawn on, then the whole series is found: everything drawn stays on its slice."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from glioma_desktop.annotation.annotation import Box, Change, Edit, Outline
from glioma_desktop.annotation.exchange.export import export_annotations
from glioma_desktop.annotation.hold_out import HoldOut, load_hold_out, save_hold_out
from glioma_desktop.annotation.measurement import Measurement
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.study import grown_series
from glioma_desktop.study.catalogue import Catalogue
from tests.study.dicom_files import image, save

UID, LAST = "1.2.3.4", 7


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """Eight slices 3 mm apart, each with pixels of its own; the names run with the slices."""
    for k in range(LAST + 1):
        pixels = np.arange(16 * 16, dtype=np.uint16).reshape(16, 16) + 1000 * k
        save(image(pixels, (0, 0, 3.0 * k), SeriesDescription="AX T1 POST GD"), tmp_path / "whole" / f"{k}.dcm")
    return tmp_path / "whole"


@pytest.fixture
def part(whole: Path, tmp_path: Path) -> Path:
    """The upper half of it: slices 4 to 7, counted 0 to 3."""
    folder = tmp_path / "part"
    folder.mkdir()
    for k in range(4, LAST + 1):
        shutil.copy(whole / f"{k}.dcm", folder)
    return folder


def open_(project: Project, folder: Path) -> str:
    (study,) = Catalogue().scan(folder)
    return project.store.register(study, folder).pseudonym


def box(k: int, row: int = 2) -> Change:
    return Change(("box", UID, "L1", str(k)), Box(RectROI(k, row, row + 9, 3, 12), "hand"))


def ruler(k: int, plane: str = "") -> Measurement:
    return Measurement("m1", UID, k, "ruler", ((1.0, 1.0), (9.0, 9.0)), plane, {"length_mm": 11.3})


def draw(project: Project, patient: str, *changes: Change, text: str = "Draw box on slice 2", **more) -> None:
    project.store.record(Edit(patient, "Reader A", text, changes, **more))


def everything(project: Project, patient: str) -> None:
    mask = np.zeros((16, 16), bool)
    mask[3:9, 3:9] = True
    outline = Change(("outline", UID, "L1", "flair_abnormality", "1"), Outline(mask, "flair_abnormality", "hand"))
    draw(project, patient, box(1), box(2), outline, Change(("no_tumour", UID, "3"), True))
    draw(project, patient, Change(ruler(2).address, ruler(2)), text="Ruler")
    draw(project, patient, Change(("seen", UID, "1"), True), kind="seen")


def shape(project: Project, patient: str) -> int:
    return project.store.studies(patient)[0].series[0].shape[0]


def places(project: Project, patient: str) -> dict[int, int]:
    """Slice of each box: by its address, and as the box itself says."""
    boxes = project.store.annotation(patient).boxes_of(UID)
    return {k: one.roi.slice_index for k, one in boxes.items()}


def test_boxes_outlines_marks_and_measurements_follow_their_slices_and_the_log_says_so(
    project: Project, part: Path, whole: Path
) -> None:
    patient = open_(project, part)
    everything(project, patient)
    before = project.store.annotation(patient)
    assert open_(project, whole) == patient
    now = project.store.annotation(patient)
    assert shape(project, patient) == 8
    assert places(project, patient) == {5: 5, 6: 6}
    assert set(now.outlines) == {(UID, "L1", "flair_abnormality", 5)}
    assert now.no_tumour == {(UID, 7)}
    assert now.seen == {(UID, 5)}
    assert now.measurements[UID, "m1"].slice_index == 6
    assert now.measurements[UID, "m1"].points == before.measurements[UID, "m1"].points
    event = project.store.events(patient)[-1]
    assert (event.kind, event.reader) == ("grown", "program")
    assert event.text == "T1CE has grown from 4 to 8 slices: boxes on 2-3 are on 6-7 now"
    assert open_(project, whole) == patient
    assert project.store.events(patient)[-1] == event, "it happens once"
    assert open_(project, part) == patient
    assert shape(project, patient) == 8, "a partial copy takes nothing away"


def test_undo_and_redo_of_what_was_drawn_before_reach_the_slice_where_it_is_now_also_after_a_restart(
    project: Project, part: Path, whole: Path
) -> None:
    patient = open_(project, part)
    draw(project, patient, box(1))
    draw(project, patient, box(1, row=5), text="Move box on slice 2")
    open_(project, whole)
    project.close()
    again = Project.open(project.folder)
    assert again.store.next_undo(patient).text == "Move box on slice 2", "the growth itself is no step of the reader's"
    again.store.undo(patient, "Reader A")
    (one,) = again.store.annotation(patient).boxes.values()
    assert one.roi == RectROI(5, 2, 11, 3, 12)
    again.store.undo(patient, "Reader A")
    assert not again.store.annotation(patient).boxes
    again.store.redo(patient, "Reader A")
    again.store.redo(patient, "Reader A")
    (one,) = again.store.annotation(patient).boxes.values()
    assert one.roi == RectROI(5, 5, 14, 3, 12)
    again.close()


def test_a_second_window_that_has_not_seen_the_growth_draws_on_the_slice_that_its_reader_looks_at(
    project: Project, part: Path, whole: Path
) -> None:
    patient = open_(project, part)
    draw(project, patient, box(1))
    other = Project.open(project.folder)
    seen = other.store.annotation(patient).revision
    open_(project, whole)
    answer = other.store.record(Edit(patient, "Reader B", "Draw box on slice 3", (box(2),), based_on=seen))
    assert sorted(k for _, _, k in answer.boxes) == [5, 6]
    assert answer.boxes[UID, "L1", 6].roi.slice_index == 6
    other.store.record(Edit(patient, "Reader B", "Draw box", (box(0, row=1),), based_on=answer.revision))
    other.close()
    assert places(project, patient) == {0: 0, 5: 5, 6: 6}, "what is based on the new numbers is kept as it is"


def test_what_waits_to_be_saved_is_shown_on_the_slice_on_which_it_will_be_committed(
    project: Project, part: Path, whole: Path
) -> None:
    patient = open_(project, part)
    waiting = Edit(patient, "Reader B", "Draw box", (box(2),), based_on=project.store.last_event())
    later = Edit(patient, "Reader B", "Draw box", (box(0, row=1),), based_on=project.store.last_event())
    draw(project, patient, box(1))
    open_(project, whole)
    shown = project.store.preview(patient, [waiting, later])
    for edit in (waiting, later):
        project.store.record(edit)
    assert shown.boxes == project.store.annotation(patient).boxes
    assert places(project, patient) == {4: 4, 5: 5, 6: 6}


def test_an_export_after_it_has_the_new_numbers_and_the_sealed_patients_stay_as_they_were_drawn(
    project: Project, part: Path, whole: Path, tmp_path: Path
) -> None:
    patient = open_(project, part)
    draw(project, patient, box(1))
    save_hold_out(project.splits_dir, HoldOut({patient: "hold_out"}, 0, "2026-11-24"))
    sealed = load_hold_out(project.splits_dir)
    open_(project, whole)
    written = export_annotations(project, "json", tmp_path / "boxes.json")
    assert [row["slice_index"] for row in written["annotations"]] == [5]
    assert load_hold_out(project.splits_dir) == sealed


def test_two_growths_one_after_the_other_add_up(project: Project, part: Path, whole: Path) -> None:
    (part / "4.dcm").unlink()
    patient = open_(project, part)
    draw(project, patient, box(0))
    shutil.copy(whole / "4.dcm", part)
    open_(project, part)
    assert places(project, patient) == {1: 1}
    draw(project, patient, box(0), text="Draw box on slice 1")
    open_(project, whole)
    assert places(project, patient) == {4: 4, 5: 5}
    project.store.undo(patient, "Reader A")
    project.store.undo(patient, "Reader A")
    assert places(project, patient) == {}


def test_slices_that_were_looked_at_are_those_looked_at_also_where_nothing_was_drawn(
    project: Project, part: Path, whole: Path
) -> None:
    patient = open_(project, part)
    draw(project, patient, Change(("seen", UID, "1"), True), kind="seen")
    open_(project, whole)
    assert shape(project, patient) == 8
    assert project.store.annotation(patient).seen == {(UID, 5)}
    assert open_(project, whole) == patient
    assert [event.kind for event in project.store.events(patient)] == ["seen", "grown"]


def test_what_is_drawn_on_a_series_whose_uid_begins_alike_holds_no_other_back(
    project: Project, whole: Path, tmp_path: Path
) -> None:
    for k in range(4):
        pixels = np.full((16, 16), k, np.uint16)
        other = image(pixels, (0, 0, 3.0 * k), SeriesInstanceUID=f"{UID}5", SeriesDescription="AX T2")
        save(other, whole / "t2" / f"{k}.dcm")
    exported(whole, range(4, LAST + 1), tmp_path / "all" / "t1")
    shutil.copytree(whole / "t2", tmp_path / "all" / "t2")
    patient = open_(project, tmp_path / "all")
    draw(project, patient, Change(("box", f"{UID}5", "L1", "1"), Box(RectROI(1, 2, 9, 3, 9), "hand")))
    for k in range(4):
        (tmp_path / "all" / "t1" / f"IM{k + 1:04}").unlink()
    for k in range(6):
        pixels = np.full((16, 16), 7 * k, np.uint16)
        made = image(pixels, (0, 0, 100 + 3.0 * k), SeriesDescription="AX T1 POST GD")
        save(made, tmp_path / "all" / "t1" / f"IM{k + 1:04}")
    open_(project, tmp_path / "all")
    (study,) = project.store.studies(patient)
    assert {series.uid: series.shape[0] for series in study.series} == {UID: 6, f"{UID}5": 4}


@pytest.mark.parametrize("what", ["another place", "other pixels", "measured across"])
def test_where_it_is_not_certain_the_series_stays_as_it_was(
    project: Project, part: Path, whole: Path, what: str
) -> None:
    patient = open_(project, part)
    draw(project, patient, box(1))
    if what == "measured across":
        draw(project, patient, Change(ruler(2).address, ruler(8, "coronal")), text="Ruler")
    else:
        for k in range(LAST + 1):
            pixels = np.arange(16 * 16, dtype=np.uint16).reshape(16, 16) + 1000 * k + (what == "other pixels")
            position = (0, 0, 3.0 * k + 0.5 * (what == "another place"))
            save(image(pixels, position, SeriesDescription="AX T1 POST GD"), whole / f"{k}.dcm")
    before = project.store.events(patient)
    open_(project, whole)
    assert shape(project, patient) == 4
    assert places(project, patient) == {1: 1}
    assert project.store.events(patient) == before


def test_copies_with_other_uids_but_the_same_pixels_are_found_again(project: Project, part: Path, whole: Path) -> None:
    patient = open_(project, part)
    draw(project, patient, box(1))
    for k in range(LAST + 1):
        pixels = np.arange(16 * 16, dtype=np.uint16).reshape(16, 16) + 1000 * k
        save(image(pixels, (0, 0, 3.0 * k), SeriesDescription="AX T1 POST GD"), whole / f"{k}.dcm")
    open_(project, whole)
    assert places(project, patient) == {5: 5}


@pytest.mark.parametrize("same", [True, False])
def test_pixels_are_compared_some_slices_at_a_time(
    project: Project, part: Path, whole: Path, same: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = open_(project, part)
    draw(project, patient, box(1))
    for k in range(LAST + 1):
        pixels = np.arange(16 * 16, dtype=np.uint16).reshape(16, 16) + 1000 * k
        pixels[0, 0] += k == LAST and not same
        save(image(pixels, (0, 0, 3.0 * k), SeriesDescription="AX T1 POST GD"), whole / f"{k}.dcm")
    read, usual = [], grown_series.read_series
    monkeypatch.setattr(grown_series, "MOST_PIXELS", 3 * 16 * 16)
    monkeypatch.setattr(grown_series, "read_series", lambda series: read.append(series.shape[0]) or usual(series))
    open_(project, whole)
    assert shape(project, patient) == (8 if same else 4)
    assert read == [3, 3, 1, 1]


def test_a_part_whose_files_are_gone_is_told_by_its_places(project: Project, part: Path, whole: Path) -> None:
    patient = open_(project, part)
    draw(project, patient, box(1))
    shutil.rmtree(part)
    open_(project, whole)
    assert places(project, patient) == {5: 5}


@pytest.mark.parametrize("where", ["part", "elsewhere"])
def test_an_export_that_numbers_its_files_anew_moves_boxes_to_their_slices_whatever_the_files_are_called(
    project: Project, whole: Path, tmp_path: Path, where: str
) -> None:
    first, second = tmp_path / "part", tmp_path / where
    exported(whole, range(4, LAST + 1), first)
    patient = open_(project, first)
    draw(project, patient, box(1))
    exported(whole, range(LAST + 1), second)  # the same names, from 1 on
    open_(project, second)
    assert shape(project, patient) == 8
    assert places(project, patient) == {5: 5}


def exported(whole: Path, slices: range, folder: Path) -> None:
    """As an export calls its files: by a number of its own."""
    folder.mkdir(exist_ok=True, parents=True)
    for number, k in enumerate(slices, start=1):
        shutil.copy(whole / f"{k}.dcm", folder / f"IM{number:04}")


def test_other_slices_of_a_series_under_the_same_names_do_not_take_the_place_of_those_drawn_on(
    project: Project, whole: Path, tmp_path: Path
) -> None:
    exported(whole, range(4, LAST + 1), tmp_path / "upper")
    exported(whole, range(4), tmp_path / "lower")
    patient = open_(project, tmp_path / "upper")
    draw(project, patient, box(1))
    open_(project, tmp_path / "lower")
    (series,) = project.store.studies(patient)[0].series
    assert series.files[1].path == tmp_path / "upper" / "IM0002"
