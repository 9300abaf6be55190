"""What leaves the store by an export: every box, by pseudonym and UID, whole or not at all."""

from __future__ import annotations

import csv
import json
import os

import pytest

from glioma_desktop.annotation.annotation import Box, Change, Edit
from glioma_desktop.annotation.exchange.export import FIELDS, export_annotations
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import AnnotationError
from glioma_desktop.study.catalogue import Catalogue
from tests.annotation.conftest import study
from tests.ui.reading_room import write_patient


def draw(project: Project, patient: str, series: str, k: int, lesion: str = "L1", **more: object) -> None:
    box = Box(RectROI(k, 4, 20, 5, 17), "hand", 0.81, 0.7, "flair_abnormality", reader='Dr "A", ward 3', **more)
    project.store.record(Edit(patient, "A", "Draw box", (Change(("box", series, lesion, str(k)), box),)))


def test_every_box_of_every_lesion_is_there_in_order_with_what_is_known_of_it(project, patient, tmp_path):
    for k, lesion in ((10, "L1"), (9, "L1"), (9, "L2")):
        draw(project, patient, "1.2.3.1", k, lesion, grade_visible=lesion == "L2")
    seen = Change(("seen", "1.2.3.1", "9"), True)
    project.store.record(Edit(patient, "A", "Look", (seen,), kind="seen"))
    rows = export_annotations(project, "json", tmp_path / "o.json")["annotations"]
    written = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert (written["annotations"], written["measurements"]) == (rows, [])
    assert [(s["patient"], s["series"]) for s in written["series"]] == [(patient, "1.2.3.1")]
    assert [(r["lesion"], r["slice_index"], r["seen"], r["grade_visible"]) for r in rows] == [
        ("L1", 9, True, False), ("L1", 10, False, False), ("L2", 9, True, True),
    ]  # fmt: skip
    assert (rows[0]["patient"], rows[0]["study"], rows[0]["series"]) == (patient, "1.2.3", "1.2.3.1")
    assert "source_patient" not in rows[0]
    assert "Doe" not in (tmp_path / "o.json").read_text()
    assert "Q-17" not in (tmp_path / "o.json").read_text()


def test_a_table_holds_the_same_rows_and_keeps_quotes_and_commas(project, patient, tmp_path):
    draw(project, patient, "1.2.3.1", 9)
    rows = export_annotations(project, "csv", tmp_path / "o.csv")["annotations"]
    with (tmp_path / "o.csv").open(newline="", encoding="utf-8") as stream:
        (read,) = csv.DictReader(stream)
    assert tuple(read) == FIELDS
    assert {k: v for k, v in read.items() if v != ""} == {k: str(v) for k, v in rows[0].items()}
    assert read["reader"] == 'Dr "A", ward 3'


def test_boxes_on_nifti_name_the_path_below_the_opened_folder(project, tmp_path):
    write_patient(tmp_path / "studies" / "first", 3)
    (found,) = Catalogue().scan(tmp_path / "studies")
    record = project.store.register(found, tmp_path / "studies")
    draw(project, record.pseudonym, "first/t1ce.nii.gz", 5)
    (row,) = export_annotations(project, "json", tmp_path / "o.json")["annotations"]
    assert (row["study"], row["series"]) == ("first", "first/t1ce.nii.gz")


def test_a_box_taken_back_is_not_exported_and_one_on_a_study_no_longer_known_keeps_its_series(
    project, patient, tmp_path
):
    draw(project, patient, "1.2.3.1", 9)
    draw(project, patient, "7.7.7", 3)
    draw(project, patient, "1.2.3.1", 10)
    project.store.undo(patient, "A")
    rows = export_annotations(project, "json", tmp_path / "o.json")["annotations"]
    assert [(r["study"], r["series"], r["slice_index"]) for r in rows] == [("1.2.3", "1.2.3.1", 9), ("", "7.7.7", 3)]


def test_an_export_that_fails_leaves_the_old_file_and_nothing_beside_it(project, patient, tmp_path, monkeypatch):
    target = tmp_path / "out" / "o.json"
    target.parent.mkdir()
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(AnnotationError, match=r"o\.json cannot be written \(No space left on device\)"):
        export_annotations(project, "json", target)
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]
    monkeypatch.undo()
    with pytest.raises(AnnotationError, match=r"cannot be written"):
        export_annotations(project, "json", tmp_path / "none" / "o.json")


def test_an_export_may_be_read_by_whoever_may_read_the_folder(project, patient, tmp_path):
    export_annotations(project, "json", tmp_path / "o.json")
    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "o.json").stat().st_mode == plain.stat().st_mode
    assert (project.folder / "project.toml").stat().st_mode == plain.stat().st_mode


def test_an_empty_project_exports_an_empty_list(project, tmp_path):
    project.store.register(study(folder=tmp_path), tmp_path)
    assert export_annotations(project, "csv", tmp_path / "o.csv")["annotations"] == []
    assert (tmp_path / "o.csv").read_text().strip() == ",".join(FIELDS)
