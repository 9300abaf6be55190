"""Every gesture is a committed row: nothing is lost, everything can be taken back."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glioma_desktop.annotation import roster, schema
from glioma_desktop.annotation.annotation import Box, CaseState, Change, Edit, Lesion, Outline, StudyFacts
from glioma_desktop.annotation.database import VERSION_KEY, writing
from glioma_desktop.annotation.pathology import Regrading, Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.annotation.store import AnnotationStore
from glioma_desktop.errors import StoreReadError, StoreWriteError
from tests.annotation.conftest import study

SERIES = "1.2.3.1"


def box(k: int, row: int = 4, origin: str = "hand") -> Change:
    return Change(("box", SERIES, "L1", str(k)), Box(RectROI(k, row, row + 9, 5, 17), origin))


def draw(store, patient, k=3, row=4, **more):
    return store.record(Edit(patient, "Reader A", f"Draw box on slice {k + 1}", (box(k, row),), **more))


def test_a_drawn_box_is_there_after_the_project_was_closed_and_opened_again(project, patient):
    drawn = draw(project.store, patient, grade_visible=True)
    project.close()
    again = Project.open(project.folder)
    assert again.store.annotation(patient).boxes == drawn.boxes
    assert again.store.events(patient)[-1].grade_visible is True
    again.close()


def test_a_drive_that_stalls_while_a_study_is_taken_in_keeps_nobody_from_reading_what_was_drawn(
    project: Project, patient: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answers, usual = threading.Event(), threading.Event(), roster.register

    def slow(*given: Any) -> roster.Registered:
        asked.set()
        assert answers.wait(30)
        return usual(*given)

    drawn = draw(project.store, patient)
    monkeypatch.setattr(roster, "register", slow)
    with ThreadPoolExecutor(2) as pool:
        taken = pool.submit(project.store.register, study("Q-18", "1.2.4", tmp_path / "far"), tmp_path / "far")
        assert asked.wait(30)
        try:
            assert pool.submit(project.store.annotation, patient).result(timeout=10) == drawn
        finally:
            answers.set()
        assert taken.result(timeout=30).pseudonym != patient


def test_a_patient_that_the_store_does_not_know_is_named_with_what_to_do(project):
    for put in (lambda: draw(project.store, "P-0099"), lambda: project.store.save_grade("P-0099", {})):
        with pytest.raises(StoreWriteError, match=r"P-0099 is not in this project's store.*Open the patient's folder"):
            put()
    assert project.store.events() == []


def test_undo_and_redo_go_over_everything_also_after_a_restart(project, patient):
    store = project.store
    start = store.annotation(patient)
    draw(store, patient, 3)
    draw(store, patient, 3, row=8)
    store.record(
        Edit(patient, "Reader A", "Treatment: untreated", (Change(("study", "1.2.3"), StudyFacts("untreated")),))
    )
    full = store.annotation(patient)
    store.undo(patient, "Reader A")
    project.close()
    again = Project.open(project.folder)
    store = again.store
    assert store.next_undo(patient).text == "Draw box on slice 4"
    assert store.redo_text(patient) == "Treatment: untreated"
    store.undo(patient, "Reader A")
    assert store.annotation(patient).boxes[(SERIES, "L1", 3)].roi.row_start == 4
    store.undo(patient, "Reader A")
    assert store.undo(patient, "Reader A") is None
    assert store.annotation(patient).boxes == start.boxes == {}
    for _ in range(3):
        store.redo(patient, "Reader A")
    assert (store.annotation(patient).boxes, store.annotation(patient).studies) == (full.boxes, full.studies)
    assert store.redo(patient, "Reader A") is None
    again.close()


def test_a_new_gesture_after_undo_ends_redo_and_looking_at_slices_is_no_step_of_undo(project, patient):
    store = project.store
    draw(store, patient, 3)
    store.undo(patient, "Reader A")
    store.record(Edit(patient, "Reader A", "Seen", (Change(("seen", SERIES, "3"), True),), kind="seen"))
    assert store.redo_text(patient) == "Draw box on slice 4"
    draw(store, patient, 5)
    assert store.redo_text(patient) is None
    store.undo(patient, "Reader A")
    assert store.annotation(patient).seen == {(SERIES, 3)}


def test_undo_of_one_patient_never_touches_another(project, patient, tmp_path):
    other = project.store.register(study("Q-18", "1.2.4", tmp_path), tmp_path).pseudonym
    draw(project.store, patient)
    draw(project.store, other)
    project.store.undo(patient, "Reader A")
    assert project.store.annotation(patient).boxes == {}
    assert len(project.store.annotation(other).boxes) == 1


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("draw"), st.integers(0, 3), st.integers(0, 9)),
        st.tuples(st.just("delete"), st.integers(0, 3), st.just(0)),
        st.tuples(st.sampled_from(["undo", "redo"]), st.just(0), st.just(0)),
    ),
    max_size=14,
)


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def test_the_fold_of_the_log_is_the_state_for_any_sequence_of_gestures(steps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fold")
    store = AnnotationStore("sqlite:///annotations.db", folder)
    patient = store.register(study(folder=folder), folder).pseudonym
    done, undone, state = [], [], {}
    for kind, k, row in steps:
        if kind in ("draw", "delete"):
            done.append(dict(state))
            undone.clear()
            if kind == "draw":
                state[k] = row
                draw(store, patient, k, row)
            else:
                state.pop(k, None)
                store.record(Edit(patient, "A", "Delete", (Change(("box", SERIES, "L1", str(k)), None),)))
        elif kind == "undo" and done:
            undone.append(dict(state))
            state = done.pop()
            store.undo(patient, "A")
        elif kind == "redo" and undone:
            done.append(dict(state))
            state = undone.pop()
            store.redo(patient, "A")
    fresh = AnnotationStore("sqlite:///annotations.db", folder)
    for each in (store, fresh):
        assert {k: b.roi.row_start for (_, _, k), b in each.annotation(patient).boxes.items()} == state
        each.close()


def test_every_kind_of_fact_comes_back_as_it_was_written(project, patient):
    mask = np.zeros((32, 28), bool)
    mask[3:9, 5:20] = True
    polygon = (((3.0, 5.0), (3.0, 19.5), (8.5, 19.5)),)
    specimen = Specimen(
        "S1", "2019-03-20", "resection", 3, "III", "2016", idh="mutant", cdkn2ab="not_tested",
        markers={"atrx_loss": "present"}, regradings=(Regrading(4, "2021", "Dr B", "2022-01-02", "CDKN2A/B"),),
    )  # fmt: skip
    facts = {
        ("outline", SERIES, "L1", "flair_abnormality", "4"): Outline(mask, "flair_abnormality", "hand", polygon),
        ("lesion", "L2"): Lesion("L2", side="right", relation="satellite"),
        ("study", "1.2.3"): StudyFacts("after_biopsy", "reader", "yes"),
        ("specimen", "S1"): specimen,
        ("case",): CaseState("flagged", "motion"),
        ("sequence", SERIES): "flair",
        ("no_tumour", SERIES, "9"): True,
    }
    project.store.record(Edit(patient, "A", "All", tuple(Change(a, v) for a, v in facts.items())))
    again = AnnotationStore("sqlite:///annotations.db", project.folder)
    state = again.annotation(patient)
    outline = state.outlines[(SERIES, "L1", "flair_abnormality", 4)]
    assert np.array_equal(outline.mask, mask)
    assert outline.polygon == polygon
    assert state.lesions["L2"] == facts[("lesion", "L2")]
    assert state.studies["1.2.3"] == facts[("study", "1.2.3")]
    assert state.specimens["S1"] == specimen
    assert state.case == CaseState("flagged", "motion")
    assert state.no_tumour == {(SERIES, 9)}
    assert again.studies(patient)[0].series[0].sequence == "flair"
    assert again.studies(patient)[0].series[0].sequence_confirmed
    again.close()


def test_a_fact_of_a_newer_version_is_kept_in_the_log_and_passed_over(project, patient):
    project.store.record(Edit(patient, "A", "New kind", (Change(("hologram", "x"), {"deep": 1}), box(2))))
    assert len(project.store.annotation(patient).boxes) == 1
    assert project.store.events(patient)[-1].changes[0][2] == {"deep": 1}


def test_two_windows_on_one_store_see_each_others_gestures(project, patient):
    other = AnnotationStore("sqlite:///annotations.db", project.folder)
    draw(project.store, patient, 3)
    draw(other, patient, 4)
    draw(project.store, patient, 4, row=9)
    assert project.store.events(patient)[-1].changes[0][1]["roi"]["row_start"] == 4
    assert other.annotation(patient).boxes == project.store.annotation(patient).boxes
    other.close()


def test_the_log_refuses_to_be_rewritten(project, patient):
    draw(project.store, patient)
    with sqlite3.connect(project.folder / "annotations.db") as raw:
        for statement in ("UPDATE events SET reader = 'B'", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                raw.execute(statement)


def test_a_disk_that_fills_up_loses_nothing_and_says_so(project, patient):
    draw(project.store, patient, 3)
    with project.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    from sqlalchemy import event

    @event.listens_for(project.store.engine, "begin")
    def _full(connection):
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    rng = np.random.default_rng(0)
    noise = Outline(rng.random((256, 256)) < 0.5, "flair_abnormality", "hand")
    edit = Edit(patient, "A", "Outline", (Change(("outline", SERIES, "L1", "flair_abnormality", "3"), noise),))
    with pytest.raises(StoreWriteError, match="the disk is full"):
        project.store.record(edit)
    state = project.store.annotation(patient)
    assert (len(state.boxes), len(state.outlines)) == (1, 0)


KILLED = """
import sys
from pathlib import Path
from glioma_desktop.annotation.store import AnnotationStore
from tests.annotation.test_store import draw
store = AnnotationStore("sqlite:///annotations.db", Path(sys.argv[1]))
for k in range(100000):
    draw(store, sys.argv[2], k % 24, k % 9)
    print(k, flush=True)
"""


def test_kill_minus_nine_while_drawing_loses_at_most_the_gesture_in_the_hand(project, patient):
    project.close()
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(project.folder), patient], stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).resolve().parents[2], env={**os.environ, "PYTHONPATH": "."},
    )  # fmt: skip
    assert child.stdout is not None
    reported = -1
    while reported < 25:
        reported = int(child.stdout.readline())
    child.send_signal(signal.SIGKILL)
    reported = max([reported, *(int(line) for line in child.stdout.read().split())])
    child.wait()
    again = Project.open(project.folder)
    assert len(again.store.events(patient)) in (reported + 1, reported + 2)
    with sqlite3.connect(project.folder / "annotations.db") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    again.close()


def test_a_store_of_a_newer_version_is_refused_calmly(project):
    with writing(project.store.engine) as connection:
        connection.execute(schema.meta.update().where(schema.meta.c.key == VERSION_KEY).values(value=b"99"))
    with pytest.raises(StoreReadError, match="newer version"):
        AnnotationStore("sqlite:///annotations.db", project.folder)


@pytest.mark.parametrize("content", [b"not a database at all, sorry", b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_damaged_store_is_refused_with_the_way_out(tmp_path, content):
    (tmp_path / "annotations.db").write_bytes(content)
    with pytest.raises(StoreReadError, match="backup"):
        AnnotationStore("sqlite:///annotations.db", tmp_path)


def test_a_committed_row_survives_a_power_cut_by_the_settings_of_the_database(project):
    with project.store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_on_a_network_drive_the_rollback_journal_is_used_and_the_strip_says_a_word(tmp_path, monkeypatch):
    from collections import namedtuple

    from glioma_desktop.annotation import database

    mount = namedtuple("mount", "mountpoint fstype opts")
    monkeypatch.setattr(
        database.psutil, "disk_partitions", lambda all: [mount("/", "ext4", "rw"), mount(str(tmp_path), "nfs4", "rw")]
    )
    store = AnnotationStore("sqlite:///annotations.db", tmp_path)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "delete"
    assert "network drive" in store.note
    store.close()


def test_a_patient_registered_again_keeps_the_pseudonym_and_the_identifier_stays_in_the_store(project, tmp_path):
    first = project.store.register(study("Q-17", "1.2.3", tmp_path), tmp_path)
    again = project.store.register(study("Q-17", "1.2.9", tmp_path), tmp_path)
    assert (first.pseudonym, again.pseudonym) == ("P-0001", "P-0001")
    assert project.store.find_patient("Q-17") == again
    assert [s.uid for s in project.store.studies("P-0001")] == ["1.2.3", "1.2.9"]
    assert project.store.find_patient("nobody") is None


def test_studies_inside_the_project_move_with_it(tmp_path):
    project = Project.create(tmp_path / "a")
    inside = project.folder / "data"
    project.store.register(study("in", "1.1", inside), inside)
    project.close()
    (tmp_path / "a").rename(tmp_path / "b")
    moved = Project.open(tmp_path / "b")
    assert moved.store.studies("P-0001")[0].series[0].files[0].path == tmp_path / "b" / "data" / "0.dcm"
    moved.close()


def test_the_worklist_is_told_status_and_boxes_of_every_patient(project, patient, tmp_path):
    project.store.register(study("Q-18", "1.2.4", tmp_path), tmp_path)
    draw(project.store, patient, 3)
    project.store.record(Edit(patient, "A", "Done", (box(4), Change(("case",), CaseState("done")))))
    summaries = project.store.case_summaries()
    assert (summaries["P-0001"].status, summaries["P-0001"].boxes) == ("done", 2)
    assert (summaries["P-0002"].status, summaries["P-0002"].boxes) == ("new", 0)


def test_estimates_are_kept_in_order(project, patient):
    project.store.save_grade(patient, {"grade": "high"})
    project.store.save_grade(patient, {"grade": "low"})
    assert [result["grade"] for _, _, result in project.store.grades(patient)] == ["high", "low"]
