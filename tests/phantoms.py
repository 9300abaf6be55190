"""Small phantoms for everyone's tests: a volume in memory, a real DICOM study and a graded cohort on disk.

They are tiny (8 slices of 48 x 40) and quick; the heads that look like heads are made by ``glioma_desktop.study.phantom``.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
from scipy.ndimage import gaussian_filter

from glioma_desktop.study.phantom_dicom import PhantomPatient, write_series
from glioma_desktop.study.volume import Volume

SHAPE = (8, 48, 40)
SPACING_MM = (5.0, 1.0, 1.0)
MASK = "tumour.nii.gz"
LABELS = "cohort.csv"
TUMOUR_SLICES = range(2, 6)
_BASE = {"t1": 500, "t1ce": 520, "t2": 450, "flair": 420}
_TUMOUR = {"t1": -150, "t1ce": -120, "t2": 380, "flair": 330}


def make_affine(spacing_mm: Sequence[float] = SPACING_MM, shape: Sequence[int] = SHAPE) -> np.ndarray:
    """Axial, centred: voxel (slice, row, column) to patient mm in LPS; rows run to the back, columns to the left."""
    affine = np.zeros((4, 4))
    affine[2, 0], affine[1, 1], affine[0, 2], affine[3, 3] = *spacing_mm, 1.0
    affine[:3, 3] = [-affine[2 - axis, axis] * (shape[axis] - 1) / 2 for axis in (2, 1, 0)]
    return affine


def make_outline(shape: Sequence[int] = SHAPE, seed: int = 0) -> np.ndarray:
    """The tumour: bool ``[slice, row, column]``, an ellipse on ``TUMOUR_SLICES``, elsewhere for another seed."""
    random = np.random.default_rng([seed, 1])
    row, column = (shape[1] * random.uniform(0.4, 0.6), shape[2] * random.uniform(0.35, 0.65))
    _, r, c = np.mgrid[: shape[0], : shape[1], : shape[2]]
    mask = ((r - row) / random.uniform(6, 9)) ** 2 + ((c - column) / random.uniform(6, 9)) ** 2 < 1
    mask[[k for k in range(shape[0]) if k not in TUMOUR_SLICES]] = False
    return mask


def make_voxels(
    sequence: str = "t1ce", seed: int = 0, grade: int | None = None, shape: Sequence[int] = SHAPE
) -> np.ndarray:
    """int16 ``[slice, row, column]``: a noisy oval head in air with a tumour; grades 3 and 4 enhance on T1CE."""
    random = np.random.default_rng([seed, sorted(_BASE).index(sequence) + 2])
    k, r, c = (np.linspace(-1, 1, n) for n in shape)
    head = (k[:, None, None] / 1.6) ** 2 + (r[:, None] / 0.9) ** 2 + (c / 0.85) ** 2 < 1
    anatomy = gaussian_filter(np.random.default_rng([seed, 99]).standard_normal(head.shape), (0.4, 2.5, 2.5))
    anatomy *= 130 / anatomy.std()  # everybody's own, the same in all sequences
    voxels = np.where(
        head, _BASE[sequence] + anatomy + 25 * random.standard_normal(head.shape), 8 * random.random(head.shape)
    )
    outline = make_outline(shape, seed)
    voxels[outline] += _TUMOUR[sequence]
    if sequence == "t1ce" and (grade or 0) > 2:
        rows, columns = np.nonzero(outline.any(axis=0))
        _, rr, cc = np.mgrid[: shape[0], : shape[1], : shape[2]]
        voxels[outline & (np.hypot(rr - rows.mean(), cc - columns.mean()) < 4)] += 450
    return voxels.clip(0).astype(np.int16)


def make_volume(
    sequence: str = "t1ce", seed: int = 0, grade: int | None = None, shape: Sequence[int] = SHAPE,
    spacing_mm: Sequence[float] = SPACING_MM, **changes: Any,
) -> Volume:  # fmt: skip
    """A small head in memory; further keywords replace fields of the ``Volume``."""
    volume = Volume(
        make_voxels(sequence, seed, grade, shape), make_affine(spacing_mm, shape), tuple(float(s) for s in spacing_mm),
        slice_thickness_mm=float(spacing_mm[0]), series_uid=f"1.2.{seed}",
    )  # fmt: skip
    return replace(volume, **changes)


def make_study(
    folder: Path, patient: int = 2, sequences: Sequence[str] = ("t1ce", "flair"), grade: int | None = 2,
    seed: int | None = None, mask: bool = True, shape: Sequence[int] = SHAPE, spacing_mm: Sequence[float] = SPACING_MM,
) -> Path:  # fmt: skip
    """Write a patient into a cohort folder: DICOM series, ``tumour.nii.gz`` and a row of ``cohort.csv``.

    Args:
        folder: The cohort; made if missing. Earlier patients and rows stay.
        patient: Its number: the folder and PatientID are ``SYN-0002``.
        grade: WHO grade of the row; None: no row.
        seed: Of voxels and UIDs; None: the patient's number.
        mask: Write the mask.

    Returns:
        The patient's folder.
    """
    seed = patient if seed is None else seed
    who = PhantomPatient(patient, seed)
    home = folder / who.identifier
    affine = make_affine(spacing_mm, shape)
    for sequence in sequences:
        write_series(home / sequence, make_voxels(sequence, seed, grade, shape), affine, sequence, who)
    if mask:
        ras = np.diag([-1.0, -1.0, 1.0, 1.0]) @ affine[:, [2, 1, 0, 3]]
        image = nibabel.Nifti1Image(make_outline(shape, seed).transpose(2, 1, 0).astype(np.uint8), ras)
        nibabel.save(image, home / MASK)
    if grade is not None:
        new = not (folder / LABELS).exists()
        with (folder / LABELS).open("a", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerows([["patient", "who_grade"]] * new + [[who.identifier, grade]])
    return home


def make_cohort(folder: Path, low: int = 6, high: int = 6, sequences: Sequence[str] = ("t1ce",)) -> Path:
    """A graded cohort of tiny studies: ``low`` of grade 2, then ``high`` of grades 3 and 4 in turn; returns ``folder``."""
    for number in range(1, low + high + 1):
        grade = 2 if number <= low else 3 + number % 2
        make_study(folder, number, sequences, grade)
    return folder
