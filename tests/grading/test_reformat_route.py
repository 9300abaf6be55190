"""Boxes on an axial reformat of an oblique series: graded, reported, exported and trained on where they lie in the patient."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import nibabel as nib
import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813
from scipy.spatial.transform import Rotation

from glioma_desktop.annotation.annotation import Box, Change, Edit, Lesion
from glioma_desktop.annotation.derived import change_for
from glioma_desktop.annotation.exchange.export import export_annotations
from glioma_desktop.annotation.exchange.masks import read_mask
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading.case import CaseFacts, grade_case
from glioma_desktop.grading.case_report import ReportContext, write_case_report
from glioma_desktop.grading.choice import choose_series, stored_boxes
from glioma_desktop.grading.registry import Model
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.reformat import reformatted
from glioma_desktop.study.series import Series, Study
from training.crops import cut_crops
from training.eligible import attach_series, build_manifest
from training.rows import Choice

SHAPE = (120, 128, 130)  # sagittal slices, rows to the feet, columns to the back
SPACING = (1.1, 1.0, 0.95)
TUMOUR = (70, 48, 60)  # voxel of the source
RADIUS_MM = 14.0


def write_oblique(folder: Path) -> None:
    """A head with a bright ball, turned by some degrees about all three axes; and that ball as a mask."""
    folder.mkdir(parents=True)
    grid = np.stack(np.meshgrid(*(np.arange(n) for n in SHAPE), indexing="ij"), -1)
    from_centre = np.linalg.norm((grid - np.array(SHAPE) / 2) * SPACING, axis=-1)
    ball = np.linalg.norm((grid - TUMOUR) * SPACING, axis=-1) < RADIUS_MM
    noise = np.random.default_rng(7).normal(0, 20, SHAPE)
    voxels = np.where(from_centre < 58, 400 + noise, 0).clip(0) + 500 * ball
    affine = np.zeros((4, 4))  # RAS of data[column, row, slice]
    affine[0, 2], affine[2, 1], affine[1, 0] = -SPACING[0], -SPACING[1], -SPACING[2]
    affine[:3, :3] = Rotation.from_euler("xyz", [9, -7, 5], degrees=True).as_matrix() @ affine[:3, :3]
    affine[:, 3] = (70, 55, 80, 1)
    for name, values in (("t1ce", voxels.astype(np.int16)), ("ball", ball.astype(np.uint8))):
        image = nib.Nifti1Image(values.transpose(2, 1, 0), affine)
        image.set_sform(affine, 1)
        nib.save(image, folder / f"{name}.nii.gz")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    write_oblique(tmp_path / "studies" / "one")
    (tmp_path / "studies" / "one" / "ball.nii.gz").rename(tmp_path / "ball.nii.gz")
    project = Project.create(tmp_path / "project")
    (study,) = Catalogue().scan(tmp_path / "studies")
    project.store.register(study, tmp_path / "studies")
    yield project
    project.close()


def the_study(project: Project) -> Study:
    (study,) = project.store.studies("P-0001")
    return study


def made_reformat(project: Project) -> Series:
    (source,) = the_study(project).series
    record(project, "Reformat", change_for(reformatted(source, 5.0)))
    return next(s for s in the_study(project).series if s.source is not None)


def record(project: Project, text: str, *changes: Change) -> None:
    project.store.record(Edit("P-0001", "Dr A", text, changes))


def boxed(project: Project, series: Series, mask: np.ndarray) -> list[RectROI]:
    """A box around the mask on each slice that shows it."""
    rois = []
    for k in np.flatnonzero(mask.any(axis=(1, 2))):
        rows, columns = (np.flatnonzero(mask[k].any(axis=axis)) for axis in (1, 0))
        rois.append(RectROI(int(k), int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1))
    boxes = [Change(("box", series.uid, "L1", str(roi.slice_index)), Box(roi, "hand", reader="Dr A")) for roi in rois]
    record(project, "Draw", Change(("lesion", "L1"), Lesion("L1", graded=True)), *boxes)
    return rois


def test_a_mask_drawn_on_the_source_and_boxes_drawn_on_the_reformat_are_one_place_for_other_programs_too(
    project: Project, tmp_path: Path
) -> None:
    series = made_reformat(project)
    volume = read_series(series)
    mask = read_mask(tmp_path / "ball.nii.gz", volume)
    rois = boxed(project, series, mask)
    answer = export_annotations(project, "json", tmp_path / "o.json")
    written = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    assert answer["series"][0]["series"] == series.uid
    (grid,) = written["series"]
    assert (grid["source"], grid["step_mm"]) == (series.source.uid, 5.0)
    assert tuple(grid["shape"]) == series.shape
    affine = np.array(grid["affine"])
    assert np.allclose(affine, volume.affine), "where the voxels lie that were drawn on"
    ball = sitk.ReadImage(str(tmp_path / "ball.nii.gz"))
    inside = np.argwhere(sitk.GetArrayFromImage(ball))[:, ::-1]
    points = np.array([ball.TransformIndexToPhysicalPoint([int(n) for n in index]) for index in inside])
    corners = []
    for row in written["annotations"]:
        assert row["series"] == series.uid
        k = row["slice_index"]
        for r in (row["row_start"], row["row_stop"]):
            for c in (row["column_start"], row["column_stop"]):
                corners += [(affine @ (k + edge, r - 0.5, c - 0.5, 1.0))[:3] for edge in (-0.5, 0.5)]
    low, high = np.min(corners, axis=0), np.max(corners, axis=0)
    assert np.allclose((low + high) / 2, points.mean(axis=0), atol=2.6), "SimpleITK's millimetres are LPS as well"
    assert np.allclose(low[:2], points.min(axis=0)[:2], atol=2.0)
    assert np.allclose(high[:2], points.max(axis=0)[:2], atol=2.0)
    again = nib.load(tmp_path / "ball.nii.gz")
    ras = (again.affine @ np.append(TUMOUR[::-1], 1.0))[:3]
    assert np.allclose((low + high) / 2, ras * (-1, -1, 1), atol=2.6)
    assert len(rois) == len(written["annotations"]) >= 5


def test_it_is_graded_and_the_report_says_of_which_source_and_step_the_slices_are(
    project: Project, tmp_path: Path, model: Model
) -> None:
    series = made_reformat(project)
    volume = read_series(series)
    boxed(project, series, read_mask(tmp_path / "ball.nii.gz", volume))
    annotation, study = project.store.annotation("P-0001"), the_study(project)
    _, chosen = choose_series([study], model.card.crop_spec.sequences, annotation)
    assert chosen["t1ce"].uid == series.uid
    rois = stored_boxes(annotation, study, chosen, "t1ce")
    result = grade_case(model, chosen, {"t1ce": volume}, rois, CaseFacts.of(project, study, "P-0001"))
    said = [note for note in result.notes if "axial reformat" in note]
    assert len(said) == 1
    assert "5 mm" in said[0]
    assert series.source.description in said[0]
    assert len(result.slices) == len(rois), "slices 5 mm apart are all used"
    page = write_case_report(result, tmp_path / "report.html", ReportContext("P-0001", volume)).read_text("utf-8")
    assert "axial reformat, mean over 5 mm" in page


def test_a_sagittal_series_with_boxes_of_its_own_is_not_mixed_into_axial_slices(
    project: Project, tmp_path: Path, model: Model
) -> None:
    (source,) = the_study(project).series
    boxed(project, source, read_mask(tmp_path / "ball.nii.gz", read_series(source)))
    record(project, "Pathology", Change(("specimen", "s"), Specimen("s", grade=4)))
    manifest = build_manifest(project, Choice())
    assert manifest.patients == ()
    assert any("not axial" in reason for step in manifest.flow for reason in step.excluded)
    series = made_reformat(project)
    rois = boxed(project, series, read_mask(tmp_path / "ball.nii.gz", read_series(series)))
    manifest = build_manifest(project, Choice())
    (row,) = manifest.patients
    assert row.series["t1ce"].uid == series.uid, "of the two that have boxes the axial one"
    assert len(row.boxes) == len(rois)
    attached = attach_series(project, manifest)
    assert attached.patients[0].series["t1ce"].source == source
    crops = cut_crops(attached, model.card.crop_spec, tmp_path / "cache")
    assert [roi.slice_index for roi in crops.rois] == [roi.slice_index for roi in rois]
    _, chosen = choose_series([the_study(project)], ("t1ce",), project.store.annotation("P-0001"))
    assert chosen["t1ce"].uid == series.uid
    _, chosen = choose_series([the_study(project)], ("t1ce",), project.store.annotation("P-0001"), "sagittal")
    assert chosen["t1ce"].uid == source.uid
