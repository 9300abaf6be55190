"""The project folder can be moved and backed up, and says calmly what is wrong with it."""

from __future__ import annotations

import pytest

from glioma_desktop.annotation.annotation import Box, Change, Edit, StudyFacts
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project, effective_facts
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import AnnotationError
from glioma_desktop.grade import ProjectClasses
from tests.annotation.conftest import study


def test_a_project_comes_back_as_it_was_made_also_after_it_was_moved(tmp_path):
    made = Project.create(tmp_path / "a", "Ward 3", box_series="flair", classes=ProjectClasses((1, 2), (3, 4)))
    key = made.key
    made.close()
    (tmp_path / "a").rename(tmp_path / "b")
    opened = Project.open(tmp_path / "b")
    assert (opened.config.name, opened.config.box_series, opened.config.classes.low) == ("Ward 3", "flair", (1, 2))
    assert opened.key == key
    assert len(key) == 32
    opened.close()


def test_words_of_a_newer_version_in_project_toml_are_passed_over_and_stay(tmp_path):
    Project.create(tmp_path / "p").close()
    path = tmp_path / "p" / "project.toml"
    path.write_text('hologram = "on"\n' + path.read_text())
    opened = Project.open(tmp_path / "p")
    opened.close()
    assert opened.config.name == "p"
    assert 'hologram = "on"' in path.read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "x"\nclasses = oops', "line 2"),
        ('name = "x"\nbox_series = "t9"', "box_series 't9'"),
        ('name = "x"\n[classes]\nlow = [2]\nhigh = [2]', "disjoint"),
        ('name = "x"\n[classes]\nlow = [2]', "'high'"),
    ],
)
def test_a_damaged_project_file_is_named_with_what_is_wrong(tmp_path, text, said):
    Project.create(tmp_path / "p").close()
    (tmp_path / "p" / "project.toml").write_text(text)
    with pytest.raises(AnnotationError, match=said) as caught:
        Project.open(tmp_path / "p")
    assert "project.toml" in caught.value.message


def test_a_folder_that_is_no_project_and_a_project_made_twice_are_refused(tmp_path):
    with pytest.raises(AnnotationError, match="is not a project"):
        Project.open(tmp_path)
    Project.create(tmp_path / "p").close()
    with pytest.raises(AnnotationError, match="holds a project already"):
        Project.create(tmp_path / "p")


def test_the_default_project_exists_at_first_start_and_is_the_same_at_the_second():
    first = Project.open_default()
    first.close()
    second = Project.open_default()
    assert second.folder == first.folder
    assert second.key == first.key
    second.close()


def test_a_backup_of_a_project_in_use_holds_every_committed_gesture(project, patient, tmp_path):
    change = Change(("box", "1.2.3.1", "L1", "3"), Box(RectROI(3, 1, 9, 2, 8), "hand"))
    project.store.record(Edit(patient, "A", "Draw", (change,)))
    project.backup(tmp_path / "copy.db")
    restored = Project.create(tmp_path / "restored", store_url=f"sqlite:///{tmp_path / 'copy.db'}")
    assert len(restored.store.annotation(patient).boxes) == 1
    restored.close()


def test_a_backup_that_cannot_be_written_leaves_the_old_one_alone(project, tmp_path):
    with pytest.raises(AnnotationError, match=r"copy\.db cannot be written"):
        project.backup(tmp_path / "no such folder" / "copy.db")


def test_an_mr_later_than_the_specimen_is_after_surgery_unless_a_reader_said_otherwise(project, patient):
    store, examined = project.store, study(date="2020-06-01")
    assert effective_facts(store.annotation(patient), examined).treatment_state == "unknown"
    specimen = Change(("specimen", "S1"), Specimen("S1", date="2020-05-01", grade=2))
    state = store.record(Edit(patient, "A", "Specimen", (specimen,)))
    derived = effective_facts(state, examined)
    assert (derived.treatment_state, derived.treatment_source) == ("after_resection", "dates")
    stated = Change(("study", examined.uid), StudyFacts("untreated", "reader"))
    state = store.record(Edit(patient, "A", "Treatment", (stated,)))
    assert effective_facts(state, examined).treatment_state == "untreated"
