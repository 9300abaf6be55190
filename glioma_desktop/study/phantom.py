"""Synthetic brain MR studies: a head that looks like a head, with a glioma, as DICOM. For the demo, tests and screenshots.

Nothing here comes from a patient. Everything follows from seeds: the same seed writes the same bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nibabel
import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.phantom_dicom import PhantomPatient, write_series
from glioma_desktop.study.phantom_head import Head, HeadShape, head_points
from glioma_desktop.study.phantom_paint import paint_head
from glioma_desktop.study.phantom_space import Field, Grid, smooth_noise
from glioma_desktop.study.phantom_tissue import ORDER, Picture, scanned
from glioma_desktop.study.phantom_tumour import Tumour, paint_tumour, pushed

MASK_NAME = "tumour.nii.gz"
LABELS_NAME = "cohort.csv"
SIZE = 256
_HEAD = Grid((22, 248, 208), (5.0, 0.9, 0.9), -34.0)
_FIELD = Grid((22, SIZE, SIZE), (5.0, 0.9, 0.9), -34.0)


@dataclass(frozen=True, eq=False)
class Phantom:
    """One synthetic study in memory.

    Attributes:
        patient: Who it claims to be.
        tumour: What it shows.
        voxels: Each sequence of ``t1``, ``t1ce``, ``flair``, ``t2`` -> int16 ``[slice, row, column]``.
        outline: The FLAIR abnormality, bool on the same grid.
        affine: (4, 4): voxel (slice, row, column) to patient mm, LPS.
    """

    patient: PhantomPatient
    tumour: Tumour
    voxels: dict[str, NDArray[np.int16]]
    outline: NDArray[np.bool_]
    affine: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a cohort asks of one of its patients, so that a small cohort is as mixed as a large one.

    Attributes:
        grade: WHO grade, 2 to 4.
        kind_at: Place among the enhancements of its class, 0..1; None: anywhere.
        size_at: Place among the sizes of its class; None: anywhere.
    """

    grade: int
    kind_at: float | None = None
    size_at: float | None = None


ANY_LOW = Plan(2)


def draw_phantom(number: int = 1, seed: int = 0, plan: Plan = ANY_LOW) -> Phantom:
    """The study of patient ``number`` of the cohort ``seed``."""
    random = np.random.default_rng([seed, number, 2026])
    age = int(np.clip(random.normal(52, 12), 22, 79))
    patient = PhantomPatient(number, seed, "FM"[int(random.integers(2))], age, f"2024{random.integers(1, 13):02d}15")
    shape, tumour = HeadShape.draw(random, age), Tumour.draw(random, plan.grade, plan.kind_at, plan.size_at)
    points = head_points(_HEAD, shape)
    head = Head(random, _HEAD, shape, lambda grid: pushed(head_points(grid, shape), tumour))
    picture = Picture(_HEAD.shape)
    paint_head(picture, head, random)
    inner = paint_tumour(picture, head, points, tumour, random)
    noise = float(random.uniform(9.0, 15.0))
    voxels = scanned(picture, random, _shading(random), noise)
    outline = np.zeros(_FIELD.shape, bool)
    outline[_window()] = inner
    air = np.rint(random.rayleigh(noise, _FIELD.shape)).astype(np.int16)
    framed = {name: _framed(values, np.roll(air, 37 * k, 1)) for k, (name, values) in enumerate(voxels.items())}
    return Phantom(patient, tumour, framed, outline, _FIELD.affine())


def write_study(folder: Path, phantom: Phantom, sequences: Sequence[str] = ORDER) -> Path:
    """Write a phantom as DICOM, one folder a sequence, with its outline as ``tumour.nii.gz``.

    Args:
        folder: The cohort; the patient's folder is made in it.
        phantom: What to write.
        sequences: Which of its sequences.

    Returns:
        The patient's folder.

    Raises:
        StudyReadError: it cannot be written.
    """
    home = folder / phantom.patient.identifier
    try:
        for sequence in sequences:
            write_series(home / sequence, phantom.voxels[sequence], phantom.affine, sequence, phantom.patient)
        ras = np.diag([-1.0, -1.0, 1.0, 1.0]) @ phantom.affine[:, [2, 1, 0, 3]]
        marked = phantom.outline.transpose(2, 1, 0).astype(np.uint8)
        image = nibabel.Nifti1Image(marked, ras)  # type: ignore[no-untyped-call]
        nibabel.save(image, home / MASK_NAME)
    except OSError as error:
        raise StudyReadError(f"The phantom cannot be written to {home} ({error.strerror}).", home) from error
    return home


def plan_cohort(patients: int, seed: int = 0) -> list[Plan]:
    """Half of grade 2, the rest 3 and 4; enhancements and sizes of each class spread evenly; all in mixed order."""
    random = np.random.default_rng([seed, 7])
    high = patients // 2
    plans: list[Plan] = []
    for grades in ([2] * (patients - high), [3 + (k % 5 > 1) for k in range(high)]):
        count = len(grades)
        kinds, sizes = ((random.permutation(count) + random.random(count)) / count for _ in range(2))
        plans += [Plan(*values) for values in zip(grades, kinds.tolist(), sizes.tolist(), strict=True)]
    return [plans[int(k)] for k in random.permutation(patients)]


def write_cohort(
    out: Path, patients: int, seed: int = 0, progress: Callable[[int, int], None] | None = None, first: int = 1
) -> Path:
    """Write a graded cohort: one folder a patient, ``tumour.nii.gz`` in each, and ``cohort.csv`` last.

    Patients that are complete already are left as they are.

    Args:
        out: Made if missing.
        patients: How many.
        seed: Everything follows from it.
        progress: Called with (done, of).
        first: Number of the first patient.

    Returns:
        ``out``.

    Raises:
        StudyReadError: it cannot be written.
    """
    plans = plan_cohort(patients, seed)
    for done, plan in enumerate(plans):
        number = first + done
        home = out / PhantomPatient(number, seed).identifier
        if not (home / MASK_NAME).exists():
            write_study(out, draw_phantom(number, seed, plan))
        if progress is not None:
            progress(done + 1, patients)
    try:
        with (out / LABELS_NAME).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(["patient", "who_grade"])
            writer.writerows([PhantomPatient(first + k, seed).identifier, p.grade] for k, p in enumerate(plans))
    except OSError as error:
        raise StudyReadError(f"{LABELS_NAME} cannot be written to {out} ({error.strerror}).", out) from error
    return out


def _shading(random: np.random.Generator) -> dict[str, Field]:
    """The coil's uneven sensitivity: smooth, and a little different in each sequence."""
    shared = np.float32(0.05) * smooth_noise(random, _HEAD, 130.0) + np.float32(1.0)
    own = (np.float32(0.025) * smooth_noise(random, _HEAD, 110.0) for _ in ORDER)
    return {name: np.clip(shared + field, 0.75, 1.3) for name, field in zip(ORDER, own, strict=True)}


def _window() -> tuple[slice, slice, slice]:
    """Where the head's grid lies in the field of view."""
    rows, columns = ((SIZE - n) // 2 for n in _HEAD.shape[1:])
    return slice(None), slice(rows, rows + _HEAD.shape[1]), slice(columns, columns + _HEAD.shape[2])


def _framed(values: NDArray[np.int16], air: NDArray[np.int16]) -> NDArray[np.int16]:
    """A head in its field of view, with the noise of air around it."""
    air[_window()] = values
    return air
