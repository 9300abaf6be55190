"""A graded cohort as hospitals keep it: folders, masks and tables of every kind; nothing is lost and nothing is silent."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pydicom
import pytest

from glioma_desktop.annotation.annotation import Box, Change, Edit
from glioma_desktop.annotation.coverage import fit_rectangle
from glioma_desktop.annotation.exchange.cohort import CohortRequest, import_cohort
from glioma_desktop.annotation.exchange.cohort_report import CohortReport
from glioma_desktop.annotation.exchange.labels import read_labels
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import AnnotationError, StoreWriteError
from glioma_desktop.study.catalogue import Catalogue
from tests.phantoms import LABELS, MASK, TUMOUR_SLICES, make_outline, make_study


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    """Two patients with T1CE, FLAIR, mask and grade: SYN-0001 of grade 2, SYN-0002 of grade 3."""
    folder = tmp_path / "cohort"
    for number in (1, 2):
        make_study(folder, number, grade=number + 1)
    return folder


def take_in(project: Project, folder: Path, **changes: Any) -> CohortReport:
    return import_cohort(project, CohortRequest(folder, MASK, folder / LABELS, **changes))


def boxes(project: Project, source: str) -> dict[int, Box]:
    annotation = project.store.annotation(pseudonym(project, source))
    return {k: box for (_, _, k), box in annotation.boxes.items()}


def pseudonym(project: Project, source: str) -> str:
    (found,) = [r.pseudonym for r in project.store.patients() if r.source_patient == source]
    return found


def rewritten(folder: Path, **tags: str) -> None:
    for path in folder.rglob("*.dcm"):
        ds = pydicom.dcmread(path)
        for word, value in tags.items():
            setattr(ds, word, value)
        ds.save_as(path)


# -- boxes -------------------------------------------------------------------------------------------------------------------


def test_every_slice_with_a_tumour_gets_the_smallest_box_that_holds_80_percent(project: Project, cohort: Path) -> None:
    report = take_in(project, cohort)
    assert (report.patients, report.refused, report.without_grade) == (2, [], [])
    for number, source in ((1, "SYN-0001"), (2, "SYN-0002")):
        outline = make_outline(seed=number)
        held = boxes(project, source)
        assert list(held) == list(TUMOUR_SLICES)
        for k, box in held.items():
            roi = box.roi
            inside = outline[k, roi.row_start : roi.row_stop, roi.column_start : roi.column_stop].sum()
            assert box.coverage == inside / outline[k].sum() >= 0.8
            assert box.fill == inside / roi.area
            assert roi == fit_rectangle(outline[k], (1.0, 1.0), 0.8, k)
            assert (box.origin, box.reader, box.outline_region) == ("mask", "import", "flair_abnormality")


def test_boxes_above_90_percent_are_listed_and_no_smaller_box_would_do(project: Project, cohort: Path) -> None:
    image = nibabel.load(cohort / "SYN-0001" / MASK)
    mask = np.zeros((40, 48, 8), np.uint8)
    mask[10:20, 20, 3] = 1  # a line of ten: nine of them are 90 %, and 0.95 of ten needs all
    mask[10:13, 10:13, 4] = 1  # nine voxels: too small for a box
    nibabel.save(nibabel.Nifti1Image(mask, image.affine), cohort / "SYN-0001" / MASK)
    report = take_in(project, cohort, coverage=0.95)
    line = next(entry for entry in report.above_band if entry["patient"] == "SYN-0001")
    assert (line["slice_index"], line["coverage"]) == (3, 1.0)
    assert report.too_small_outlines == 1
    assert list(boxes(project, "SYN-0001")) == [3]
    above = {(e["patient"], e["slice_index"]) for e in report.above_band}
    stored = {(s, k) for s in ("SYN-0001", "SYN-0002") for k, b in boxes(project, s).items() if (b.coverage or 0) > 0.9}
    assert above == stored


def test_the_same_import_twice_adds_nothing_and_what_a_reader_changed_stays(project: Project, cohort: Path) -> None:
    take_in(project, cohort)
    who = pseudonym(project, "SYN-0001")
    (series,) = {uid for uid, _, _ in project.store.annotation(who).boxes}
    own = Box(RectROI(3, 1, 20, 2, 30), "hand", reader="A")
    project.store.record(Edit(who, "A", "Move box", (Change(("box", series, "L1", "3"), own),)))
    before = {r.pseudonym: project.store.annotation(r.pseudonym).revision for r in project.store.patients()}
    again = take_in(project, cohort)
    assert (again.patients, again.boxes, again.outlines) == (2, 0, 0)
    assert {r.pseudonym: project.store.annotation(r.pseudonym).revision for r in project.store.patients()} == before
    assert boxes(project, "SYN-0001")[3] == own


def test_a_patient_added_later_joins_and_a_changed_grade_is_said_and_not_taken(project: Project, cohort: Path) -> None:
    take_in(project, cohort)
    make_study(cohort, 3, grade=4)
    (cohort / LABELS).write_text("patient,who_grade\nSYN-0001,IV\nSYN-0002,3\nSYN-0003,4\n")
    again = take_in(project, cohort)
    assert (again.patients, again.other_grade) == (3, ["SYN-0001"])
    grades = [
        s.grade for r in project.store.patients() for s in project.store.annotation(r.pseudonym).specimens.values()
    ]
    assert grades == [2, 3, 4]


def test_a_patient_without_the_sequence_has_grade_and_outline_but_no_boxes_and_is_listed(
    project: Project, cohort: Path
) -> None:
    make_study(cohort, 3, ("flair", "t1"), grade=3)
    report = take_in(project, cohort)
    assert report.without_sequence == ["SYN-0003"]
    state = project.store.annotation(pseudonym(project, "SYN-0003"))
    assert (len(state.boxes), len(state.outlines), state.specimens["S1"].grade) == (0, len(TUMOUR_SLICES), 3)
    flair = project.store.studies(state.patient)[0].series
    assert {uid for uid, *_ in state.outlines} == {s.uid for s in flair if s.sequence == "flair"}


def test_grades_keep_the_numeral_of_the_report_and_an_edition_nobody_stated_is_unknown(
    project: Project, cohort: Path
) -> None:
    (cohort / LABELS).write_text("patient,who_grade\nSYN-0001,II\nSYN-0002,3\n")
    take_in(project, cohort)
    found = [project.store.annotation(r.pseudonym).specimens["S1"] for r in project.store.patients()]
    assert [(s.grade, s.grade_as_written, s.edition, s.source) for s in found] == [
        (2, "II", "unknown", "CSV row"),
        (3, "3", "unknown", "CSV row"),
    ]


# -- masks -------------------------------------------------------------------------------------------------------------------


def moved_mask(path: Path, by_mm: float, flip: bool = False, finer: bool = False) -> None:
    """The same tumour in patient space on another grid, or somewhere else."""
    image = nibabel.load(path)
    data, affine = np.asarray(image.dataobj), image.affine.copy()
    affine[:3, 3] += by_mm
    if flip:
        affine = affine @ np.array([[-1, 0, 0, data.shape[0] - 1], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1.0]])
        data = data[::-1]
    if finer:  # each voxel twice along i, with its centres kept
        data = np.repeat(data, 2, axis=0)
        affine = affine @ np.array([[0.5, 0, 0, -0.25], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1.0]])
    nibabel.save(nibabel.Nifti1Image(data, affine), path)


@pytest.mark.parametrize("change", [{"flip": True}, {"finer": True}], ids=["stored from the left", "twice as fine"])
def test_a_mask_on_another_grid_marks_the_same_tissue(project: Project, cohort: Path, change: dict[str, bool]) -> None:
    moved_mask(cohort / "SYN-0001" / MASK, 0.0, **change)
    assert take_in(project, cohort).refused == []
    state = project.store.annotation(pseudonym(project, "SYN-0001"))
    outline = make_outline(seed=1)
    for (_, _, _, k), found in state.outlines.items():
        np.testing.assert_array_equal(found.mask, outline[k])


def test_a_mask_that_lies_elsewhere_is_refused_with_both_grids_and_the_patient_keeps_the_grade(
    project: Project, cohort: Path
) -> None:
    moved_mask(cohort / "SYN-0001" / MASK, 400.0)
    report = take_in(project, cohort)
    (refused,) = report.refused
    assert refused["patient"] == "SYN-0001"
    assert "mask 8 x 48 x 40 voxels of 5.00 x 1.00 x 1.00 mm from (" in refused["reason"]
    assert "; series 8 x 48 x 40 voxels of 5.00 x 1.00 x 1.00 mm from (" in refused["reason"]
    state = project.store.annotation(pseudonym(project, "SYN-0001"))
    assert (len(state.boxes), state.specimens["S1"].grade) == (0, 2)
    assert len(boxes(project, "SYN-0002")) == len(TUMOUR_SLICES)


def broken_mask(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:60])


def empty_mask(path: Path) -> None:
    image = nibabel.load(path)
    nibabel.save(nibabel.Nifti1Image(np.zeros((40, 48, 8), np.uint8), image.affine), path)


def image_for_a_mask(path: Path) -> None:
    image = nibabel.load(path)
    voxels = np.random.default_rng(0).integers(0, 900, (40, 48, 8)).astype(np.int16)
    nibabel.save(nibabel.Nifti1Image(voxels, image.affine), path)


def mask_of_two_volumes(path: Path) -> None:
    image = nibabel.load(path)
    nibabel.save(nibabel.Nifti1Image(np.stack([np.asarray(image.dataobj)] * 2, axis=-1), image.affine), path)


def placeless_mask(path: Path) -> None:
    image = nibabel.load(path)
    placeless = nibabel.Nifti1Image(np.asarray(image.dataobj), None)
    placeless.set_qform(None, 0)
    placeless.set_sform(None, 0)
    nibabel.save(placeless, path)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (broken_mask, "The mask tumour.nii.gz cannot be read"),
        (placeless_mask, "does not say where it lies"),
        (image_for_a_mask, "tumour.nii.gz is an image, not a mask"),
        (mask_of_two_volumes, "tumour.nii.gz holds 2 volumes; a mask is one"),
        (empty_mask, "Patients whose mask marks nothing: 1 (SYN-0001)."),
        (Path.unlink, "Patients without a mask, so without boxes: 1 (SYN-0001)."),
    ],
)
def test_a_mask_that_is_of_no_use_is_said_and_the_others_go_on(
    project: Project, cohort: Path, damage: Callable[[Path], None], said: str
) -> None:
    damage(cohort / "SYN-0001" / MASK)
    report = take_in(project, cohort)
    assert any(said in sentence for sentence in report.sentences())
    assert boxes(project, "SYN-0001") == {}
    assert len(boxes(project, "SYN-0002")) == len(TUMOUR_SLICES)


def test_studies_nested_below_a_patient_are_one_patient_and_the_mask_beside_the_box_series_is_taken(
    project: Project, cohort: Path
) -> None:
    home = cohort / "SYN-0001"
    (home / "2019" / "mr").mkdir(parents=True)
    for name in ("t1ce", "flair", MASK):
        (home / name).rename(home / "2019" / "mr" / name)
    make_study(cohort, 9, ("flair",), grade=None)
    (cohort / "SYN-0009").rename(home / "2015")
    rewritten(home / "2015", StudyDate="20150101", PatientID="SYN-0001")
    report = take_in(project, cohort)
    who = pseudonym(project, "SYN-0001")
    assert (report.patients, len(project.store.studies(who))) == (2, 2)
    assert len(boxes(project, "SYN-0001")) == len(TUMOUR_SLICES)
    assert report.notes == ["SYN-0001: 2 masks; 2019/mr/tumour.nii.gz was taken."]


# -- who is who --------------------------------------------------------------------------------------------------------------


def test_a_row_names_the_folder_or_else_the_patient_id(project: Project, cohort: Path) -> None:
    (cohort / "SYN-0001").rename(cohort / "Case A")
    rewritten(cohort / "SYN-0002", PatientID="4711")
    (cohort / LABELS).write_text("patient,who_grade\nSYN-0001,2\nSYN-0002,3\n4711,4\n")
    report = take_in(project, cohort)
    assert report.without_grade == []
    assert report.labels_without_folder == ["4711"]
    grades = {
        r.source_patient: project.store.annotation(r.pseudonym).specimens["S1"].grade for r in project.store.patients()
    }
    assert grades == {"Case A": 2, "SYN-0002": 3}


def test_folders_that_share_one_patient_id_or_have_none_stay_patients_of_their_own(
    project: Project, cohort: Path
) -> None:
    for k, name in enumerate(("SYN-0001", "SYN-0002")):
        rewritten(cohort / name, PatientID="ANON", PatientName="")
        make_study(cohort, 5 + k, grade=2)
        rewritten(cohort / f"SYN-000{5 + k}", PatientID="", PatientName="")
    report = take_in(project, cohort)
    records = project.store.patients()
    assert (report.patients, len(records), report.without_grade) == (4, 4, [])
    assert "ANON" not in {r.identifier for r in records}
    for record in records:
        (study,) = project.store.studies(record.pseudonym)
        assert len(study.series) == 2
        (found,) = Catalogue().scan(cohort / str(record.source_patient))
        known = project.store.find_study(found)
        assert known is not None
        assert known[0] == record
    stranger = make_study(cohort.parent / "new", 9)
    rewritten(stranger, PatientID="ANON", PatientName="")
    (found,) = Catalogue().scan(stranger)
    assert project.store.find_study(found) is None


def test_nifti_patients_are_named_by_their_folder_and_known_again_from_any_folder_above(
    project: Project, tmp_path: Path
) -> None:
    from tests.ui.reading_room import write_patient

    cohort = tmp_path / "nifti"
    for k, name in enumerate(("A", "B")):
        write_patient(cohort / name / "anat", k)
        image = nibabel.load(cohort / name / "anat" / "flair.nii.gz")
        data = np.zeros(image.shape, np.uint8)
        data[20:40, 20:44, 4:7] = 1
        nibabel.save(nibabel.Nifti1Image(data, image.affine), cohort / name / "anat" / "seg.nii.gz")
    (cohort / "grades.csv").write_text("patient,who_grade\nA,2\nB,4\n")
    report = import_cohort(project, CohortRequest(cohort, "seg.nii.gz", cohort / "grades.csv"))
    assert (report.patients, report.boxes, report.without_grade) == (2, 6, [])
    for opened in (cohort, cohort / "B", cohort / "B" / "anat"):
        study = next(s for s in Catalogue().scan(opened) if s.folder == cohort / "B")
        known = project.store.find_study(study)
        assert known is not None
        assert (known[0].source_patient, known[1].uid) == ("B", "B")
        assert project.store.register(study, opened) == known[0]
    assert len(project.store.patients()) == 2
    assert {uid for uid, _, _ in project.store.annotation(known[0].pseudonym).boxes} == {"B/anat/t1ce.nii.gz"}


def test_a_patient_who_cannot_be_read_is_listed_with_the_reason_and_the_rest_goes_on(
    project: Project, cohort: Path
) -> None:
    for path in (cohort / "SYN-0001").rglob("*.dcm"):
        path.write_bytes(path.read_bytes()[:300])
    make_study(cohort, 3, grade=3)
    first = next((cohort / "SYN-0003").rglob("*.dcm"))
    first.write_bytes(b"")
    report = take_in(project, cohort)
    (entry,) = report.without_studies
    assert entry["patient"] == "SYN-0001"
    assert first.name in report.unreadable[-1]["reason"]
    assert report.patients == 2


def test_a_cohort_without_a_single_study_is_refused_with_a_reason(project: Project, tmp_path: Path) -> None:
    (tmp_path / "c" / "letters").mkdir(parents=True)
    (tmp_path / "c" / LABELS).write_text("patient,who_grade\nA,2\n")
    with pytest.raises(AnnotationError, match=r"No patient of .* could be imported: No MR study lies in the folder"):
        take_in(project, tmp_path / "c")
    assert project.store.patients() == []


def test_a_full_disk_ends_the_import_with_a_sentence_and_the_same_call_goes_on_later(
    project: Project, cohort: Path
) -> None:
    from sqlalchemy import event

    for number in range(3, 9):
        make_study(cohort, number, grade=2)
    with project.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    full = [pages + 4]

    @event.listens_for(project.store.engine, "begin")
    def _limited(connection: Any) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count={full[0]}")

    with pytest.raises(StoreWriteError, match="the disk is full"):
        take_in(project, cohort)
    kept = len(project.store.patients())
    assert 0 < kept < 8
    full[0] = 1_000_000
    assert take_in(project, cohort).patients == 8
    assert [len(boxes(project, f"SYN-{n:04d}")) for n in range(1, 9)] == [len(TUMOUR_SLICES)] * 8


# -- the table ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"patient,who_grade\nA,II\nB,3\n",
        b"\xef\xbb\xbfpatient,who_grade\r\nA,II\r\nB,3\r\n",
        b"patient;age;who_grade\nA;61;II\nB;40;3\n;;\n",
        b"sep=;\r\npatient;who_grade\r\nA;II\r\nB;3\r\n",
        b"Patient\tWHO_Grade\nA\tWHO II\nB\tCNS WHO grade 3\n",
        b"\nwho_grade, patient ,note\nii,A,\"said \"\"so\"\",\nand more\"\n3,B,x\n",
        "patient,who_grade,Gr\u00f6\u00dfe\nA,II,1\nB,3,2\n".encode("cp1252"),
        "patient\twho_grade\nA\t\u2161\nB\t\u2162\n".encode("utf-16"),
        b"patient,who_grade\nA,II\nA,2\nB,3\n",
    ],
    ids=["plain", "with a mark", "semicolons", "sep line", "tabs", "quoted", "windows", "utf-16", "the same row twice"],
)  # fmt: skip
def test_a_table_is_read_as_spreadsheets_write_it(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "c.csv").write_bytes(data)
    assert {patient: int(label.grade) for patient, label in read_labels(tmp_path / "c.csv").items()} == {"A": 2, "B": 3}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"patient,who_grade\nA,2\nB,V\n", r"c\.csv, line 3: 'V' is no WHO grade. Write I to IV or 1 to 4\."),
        (b"patient,who_grade\nA,2\n\nB,unknown\n", r"line 4: 'unknown' is no WHO grade"),
        (b"patient,who_grade\nA\n", r"line 2: '' is no WHO grade"),
        (b"patient,who_grade\n,3\n", r"line 2: the patient is empty"),
        (b"patient,who_grade\nA,2\nA,3\n", r"line 3: A has another grade on line 2"),
        (b"name,grade\nA,2\n", r"needs the columns patient and who_grade \(it has name, grade\): rename them\."),
        (b"patient,who_grade\n", r"holds no patient"),
        (b"", r"needs the columns patient and who_grade"),
        (b"PK\x03\x04\x14\x00", r"is a workbook\. Save it as CSV"),
        (b"\x00\x01\x02patient", r"is no text"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_its_line_and_nothing_is_stored(
    project: Project, cohort: Path, data: bytes, said: str
) -> None:
    (cohort / "c.csv").write_bytes(data)
    with pytest.raises(AnnotationError, match=said):
        import_cohort(project, CohortRequest(cohort, MASK, cohort / "c.csv"))
    assert project.store.patients() == []


def test_a_request_that_cannot_be_carried_out_names_what_is_wrong(
    project: Project, cohort: Path, tmp_path: Path
) -> None:
    with pytest.raises(AnnotationError, match=r"cohort folder .*none.* cannot be read"):
        import_cohort(project, CohortRequest(tmp_path / "none", MASK, cohort / LABELS))
    with pytest.raises(AnnotationError, match=r"none\.csv cannot be read"):
        import_cohort(project, CohortRequest(cohort, MASK, tmp_path / "none.csv"))
    with pytest.raises(AnnotationError, match="is no file name"):
        import_cohort(project, CohortRequest(cohort, "../x.nii", cohort / LABELS))
    with pytest.raises(AnnotationError, match="'t9' is no sequence"):
        take_in(project, cohort, sequence="t9")
    shutil.rmtree(cohort / "SYN-0001")
    shutil.rmtree(cohort / "SYN-0002")
    with pytest.raises(AnnotationError, match="holds no folder"):
        take_in(project, cohort)


def test_the_87_real_patients_are_imported_with_a_box_of_80_percent_on_every_slice(
    real_data: Path, tmp_path: Path
) -> None:
    folder = real_data / "tcga_lgg"
    project = Project.create(tmp_path / "project")
    report = import_cohort(project, CohortRequest(folder, "tumour.nii.gz", folder / "cohort.csv"))
    assert (report.patients, report.boxes, len(report.without_sequence), report.above_band) == (87, 949, 8, [])
    for record in project.store.patients():
        held = project.store.annotation(record.pseudonym).boxes
        mask = np.asarray(nibabel.load(folder / str(record.source_patient) / "tumour.nii.gz").dataobj).transpose(
            2, 1, 0
        )
        for (_, _, k), box in held.items():
            roi = box.roi
            inside = np.count_nonzero(mask[k, roi.row_start : roi.row_stop, roi.column_start : roi.column_stop])
            assert box.coverage == inside / np.count_nonzero(mask[k]) >= 0.8
    project.close()


def test_a_mask_stored_as_fractions_by_its_scaling_is_a_mask(project: Project, cohort: Path) -> None:
    """255 times 1/255 is not 1 in every program."""
    path = cohort / "SYN-0001" / MASK
    image = nibabel.load(path)
    nibabel.save(nibabel.Nifti1Image((np.asarray(image.dataobj) > 0) * np.float32(0.9999999), image.affine), path)
    take_in(project, cohort)
    assert len(boxes(project, "SYN-0001")) == len(TUMOUR_SLICES)
