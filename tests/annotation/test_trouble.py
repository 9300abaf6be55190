"""A store on a full disk, in a folder that may only be read, under two writers: what was committed stays, and it is said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from glioma_desktop.annotation import database
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import AnnotationError, StoreReadError, StoreWriteError
from tests.annotation.test_store import draw

ROOT = Path(__file__).resolve().parents[2]

FILLED = """
import resource, sys
from pathlib import Path
import numpy as np
from glioma_desktop.annotation.annotation import Change, Edit, Outline
from glioma_desktop.annotation.store import AnnotationStore
from glioma_desktop.errors import StoreWriteError

store = AnnotationStore("sqlite:///annotations.db", Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
rng = np.random.default_rng(0)
for k in range(200):
    noise = Outline(rng.random((256, 256)) < 0.5, "flair_abnormality", "hand")
    change = Change(("outline", "1.2.3.1", "L1", "flair_abnormality", str(k)), noise)
    try:
        store.record(Edit(sys.argv[2], "A", "Outline", (change,)))
    except StoreWriteError as error:
        print(k, len(store.annotation(sys.argv[2]).outlines), error.message)
        break
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.record(Edit(sys.argv[2], "A", "Outline", (change,)))
print("drawn again")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_disk_that_takes_no_more_is_said_and_the_same_gesture_works_once_there_is_room(project, patient):
    draw(project.store, patient, 3)
    project.close()
    child = subprocess.run(
        [sys.executable, "-c", FILLED, str(project.folder), patient], capture_output=True, text=True, check=True,
        cwd=ROOT, env={**os.environ, "PYTHONPATH": "."},
    )  # fmt: skip
    said, again = child.stdout.splitlines()
    tried, kept, sentence = said.split(" ", 2)
    assert int(tried) == int(kept) > 5
    assert sentence.startswith("The annotation store cannot be written: the disk ")
    assert "everything before is safe" in sentence
    assert again == "drawn again"
    reopened = Project.open(project.folder)
    state = reopened.store.annotation(patient)
    assert (len(state.boxes), len(state.outlines)) == (1, int(kept) + 1)
    reopened.close()


def test_a_project_that_may_only_be_read_is_shown_and_every_gesture_in_it_is_refused_with_the_way_out(
    project, patient, tmp_path, monkeypatch
):
    drawn = draw(project.store, patient, 3)
    key = project.key
    project.close()
    monkeypatch.setattr(database, "_writable", lambda path: False)
    opened = Project.open(project.folder)
    assert opened.strip_note == "This project is read-only: nothing will be saved."
    assert opened.store.annotation(patient).boxes == drawn.boxes
    assert opened.key == key
    with pytest.raises(StoreWriteError, match=r"the project is read-only; open a copy that can be written"):
        draw(opened.store, patient, 4)
    assert opened.store.annotation(patient).boxes == drawn.boxes
    assert not list(project.folder.glob("annotations.db-*")), "reading needs no file beside the database"
    opened.close()


def test_a_project_cannot_be_made_where_a_file_lies(tmp_path):
    (tmp_path / "letter").write_text("Dear colleague")
    with pytest.raises(AnnotationError, match=r"A project cannot be made in .*letter"):
        Project.create(tmp_path / "letter" / "project")


def test_a_project_folder_copied_while_it_is_open_holds_what_was_committed(project, patient, tmp_path):
    for k in range(3, 9):
        draw(project.store, patient, k)
    copy = Path(shutil.copytree(project.folder, tmp_path / "copy"))
    other = Project.open(copy)
    assert len(other.store.annotation(patient).boxes) == 6
    other.close()


def test_a_second_writer_waits_its_turn_and_nothing_of_either_is_lost(project, patient):
    other = Project.open(project.folder)
    for k in range(6):
        draw((project, other)[k % 2].store, patient, k)
    assert len(project.store.annotation(patient).boxes) == 6
    assert [e.number for e in other.store.events(patient)] == sorted({e.number for e in project.store.events(patient)})
    other.close()


GONE = r"the folder project is no longer there; put it back and go on, everything before is safe in it\.$"


def test_a_project_folder_that_is_pulled_away_is_named_and_goes_on_when_it_is_back(project, patient, tmp_path):
    draw(project.store, patient, 3)
    away = project.folder.rename(tmp_path / "elsewhere")
    with pytest.raises(StoreWriteError, match=f"^The annotation store cannot be written: {GONE}"):
        draw(project.store, patient, 4)
    with pytest.raises(StoreReadError, match=f"^The annotation store cannot be read: {GONE}"):
        project.store.annotation(patient)
    assert not project.folder.exists(), "nothing is made where it was"
    away.rename(project.folder)
    assert sorted(b.roi.slice_index for b in draw(project.store, patient, 5).boxes.values()) == [3, 5]


def test_a_project_that_comes_back_as_another_copy_is_written_there_and_not_into_the_old_one(
    project, patient, tmp_path
):
    draw(project.store, patient, 3)
    shutil.copytree(project.folder, tmp_path / "copy")
    old = project.folder.rename(tmp_path / "old")
    (tmp_path / "copy").rename(project.folder)
    draw(project.store, patient, 4)
    fresh = Project.open(old)
    assert len(fresh.store.annotation(patient).boxes) == 1
    fresh.close()
    fresh = Project.open(project.folder)
    assert len(fresh.store.annotation(patient).boxes) == 2
    fresh.close()


def test_a_store_that_alone_is_deleted_is_not_made_anew_and_empty(project, patient):
    draw(project.store, patient, 3)
    for path in project.folder.glob("annotations.db*"):
        path.unlink()
    with pytest.raises(StoreWriteError, match=r"annotations\.db is no longer there"):
        draw(project.store, patient, 4)
    assert not (project.folder / "annotations.db").exists()


AS_NOBODY = """
import os, sys
from pathlib import Path
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import StoreWriteError
from tests.annotation.test_store import draw
Project.create(Path(sys.argv[3])).close()  # all that is loaded late is loaded
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
project = Project.open(Path(sys.argv[1]))
print(project.strip_note)
print(len(project.store.annotation(sys.argv[2]).boxes), project.store.read_only)
try:
    draw(project.store, sys.argv[2], 4)
except StoreWriteError as error:
    print(error.message)
"""


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="this system has no Unix permissions")
def test_whoever_may_not_write_a_project_reads_it(project, patient, tmp_path):
    draw(project.store, patient, 3)
    project.close()
    folder = Path(tempfile.gettempdir()) / f"readonly-{os.getpid()}"  # pytest's own folders are closed to others
    shutil.copytree(project.folder, folder)
    try:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)
        command = [sys.executable, "-c", AS_NOBODY, str(folder), patient, str(tmp_path / "warm")]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        child = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
        assert child.stdout.splitlines() == [
            "This project is read-only: nothing will be saved.", "1 True",
            "The annotation store cannot be written: the project is read-only; open a copy that can be written.",
        ], child.stderr[-400:]  # fmt: skip
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)
        shutil.rmtree(folder)
