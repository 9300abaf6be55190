"""NIfTI files -> studies: one a folder, or one a patient and session where a folder holds files of several."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.content_mark import content_mark
from glioma_desktop.study.folder_names import patient_names, place_of, study_folder
from glioma_desktop.study.geometry import orientation_of
from glioma_desktop.study.nifti_header import NiftiHeader, header_spacing
from glioma_desktop.study.sequence import Hints, guess_sequence
from glioma_desktop.study.series import Series, SliceFile, Study
from glioma_desktop.study.unpacking import is_packed

MOST_LABELS = 8
_NUMBER = re.compile(r"(?<![tT\d])\d+")  # not those of T1 and T2
_OUTLINE_NAME = re.compile(
    r"(?<![a-z])(seg|segmentation|masks?|labels?|tumou?rs?|rois?|outlines?|contours?|lesions?|gt|annotations?)(?![a-z])"
)
_SESSION = re.compile(r"(?P<patient>sub-[A-Za-z0-9]+)_ses-[A-Za-z0-9]+")
_PATIENT_OF_NAME = re.compile(
    r"^(?P<patient>.+?)[-_.](?:t1c|t1n|t2f|t2w|t1ce|t1gd|t1w|t1|t2|flair|adc|dwi|swi|seg|mask)(?:$|[-_.])",
    re.IGNORECASE,
)


def plain_name(path: Path) -> str:
    """A NIfTI file's name without its ending."""
    name = path.name
    for ending in (".gz", ".nii"):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return name


class Surroundings:
    """What lies beside NIfTI files, by which outlines are told from images.

    Args:
        dicom_folders: Folders with DICOM images.
        found: All NIfTI files that were found.
    """

    def __init__(self, dicom_folders: Iterable[Path], found: Sequence[NiftiHeader]) -> None:
        self._dicom = set(dicom_folders)
        self._above = {parent for folder in self._dicom for parent in folder.parents}
        self._grids = Counter((header.path.parent, header.shape) for header in found)

    def may_be_outline(self, header: NiftiHeader) -> bool:
        """Whether a NIfTI file holds outlines (labels) rather than an image if ``holds_only_labels``.

        It must be named as a mask or lie in a folder named so, or lie above, in or below a folder with DICOM images, or share
        the grid of another NIfTI file in its folder.
        """
        folder = header.path.parent
        likely = (
            any(_OUTLINE_NAME.search(name.lower().replace("_", " ")) for name in (plain_name(header.path), folder.name))
            or folder in self._dicom
            or folder in self._above
            or not self._dicom.isdisjoint(folder.parents)
            or self._grids[folder, header.shape] > 1
        )
        return likely and header.volumes == 1


def holds_only_labels(header: NiftiHeader) -> bool:
    """Whether all voxels are whole numbers of at most 8 kinds. Stops at the first block that shows otherwise."""
    kind = header.voxels.kind
    if kind.names is not None or kind.kind not in "iuf":
        return False
    left = int(np.prod(header.shape, dtype=np.int64)) * kind.itemsize
    found: set[float] = set()
    opener = gzip.open if is_packed(header.path) else open
    with opener(header.path, "rb") as file:
        file.read(header.voxels.offset)
        block = (1 << 18) // kind.itemsize * kind.itemsize
        while left > 0 and (data := file.read(min(block, left))):
            left -= len(data)
            voxels = np.frombuffer(data[: len(data) // kind.itemsize * kind.itemsize], kind)
            inside: NDArray[np.generic] = voxels[voxels != 0]  # few as a rule, and only they have to be sorted
            if inside.size < voxels.size:
                found.add(0.0)
            values = np.unique(inside)
            if kind.kind == "f" and not bool(np.all(values == np.rint(values.astype(np.float64)))):
                return False
            found.update(values.astype(np.float64).tolist())
            if len(found) > MOST_LABELS:
                return False
    return True


def nifti_studies(headers: Sequence[NiftiHeader], root: Path) -> list[Study]:
    """The studies of image files under a root: one a folder; one with files of several patients or sessions is split by name.

    Sessions of one patient (BIDS: ``sub-01_ses-1_T1w.nii``) stay one patient, who is called as the folder when there is no other.
    """
    by_folder: dict[Path, list[NiftiHeader]] = defaultdict(list)
    for header in headers:
        by_folder[study_folder(header.path.parent)].append(header)
    patients = patient_names(by_folder, root)
    studies = []
    for folder in sorted(by_folder):
        members = sorted(by_folder[folder], key=lambda h: (h.path.parent, h.path.name))
        names = _owners([plain_name(h.path) for h in members])
        owned: dict[str, list[NiftiHeader]] = defaultdict(list)
        for header, name in zip(members, names, strict=True):
            owned[name].append(header)
        several = len({patient_of(name) for name in owned}) > 1
        for name in sorted(owned):
            patient = (several and patient_of(name)) or patients[folder]
            studies.append(_study(folder, name, patient, owned[name], root))
    return studies


def patient_of(name: str) -> str:
    """The patient of what the names of files begin with: ``sub-01`` of ``sub-01_ses-2``, else all of it."""
    match = _SESSION.fullmatch(name)
    return match["patient"] if match else name


def session_patient(study: Study) -> str:
    """The patient (``sub-01``) whose name all files of a study of one or several sessions begin with; ``""`` when there is none."""
    files = [series.files[0].path for series in study.series if series.kind == "nifti"]
    found = {match["patient"] if (match := _SESSION.match(path.name)) else "" for path in files}
    return found.pop() if len(found) == 1 else ""


def grouping_notes(studies: Sequence[Study]) -> list[Phrase]:
    """What a reader should know of how loose NIfTI files were told apart; nothing where each patient has a folder.

    Args:
        studies: Of a scan.
    """
    notes = []
    by_folder: dict[Path, list[Study]] = defaultdict(list)
    for study in studies:
        if study.series and all(series.kind == "nifti" for series in study.series):
            by_folder[study.folder].append(study)
    for folder, own in sorted(by_folder.items()):
        files = {item.path for study in own for series in study.series for item in series.files}
        alike = Counter((path.parent, _NUMBER.sub("#", plain_name(path))) for path in files)
        patients = {study.patient_id for study in own}
        if len(patients) > 1:
            notes.append(phrase(
                "{count} patients were told apart in the folder {folder} by the beginnings of its files' names.",
                count=len(patients), folder=folder.name,
            ))  # fmt: skip
        elif len(own) == 1 and any(count > 1 for (_, name), count in alike.items() if "#" in name):
            notes.append(phrase(
                "The {count} NIfTI files of the folder {folder} count as one patient, since their names begin with none. If "
                "they are of several, give each a folder, or names like sub-01_T1w.nii.gz.",
                count=len(files), folder=folder.name,
            ))  # fmt: skip
    return notes


def _owners(files: Sequence[str]) -> list[str]:
    """The patient each file's name begins with; ``""`` for all when they are one patient's, and where none is named."""
    matches = [_PATIENT_OF_NAME.match(file) for file in files]
    known = {match["patient"] for match in matches if match}
    names = [
        match["patient"] if match else max((start for start in _starts(file) if start in known), key=len, default="")
        for file, match in zip(files, matches, strict=True)
    ]
    return names if len(set(names)) > 1 else [""] * len(files)


def _starts(file: str) -> Iterable[str]:
    """What stands before each hyphen or underscore of a name."""
    return (file[:at] for at, letter in enumerate(file) if letter in "_-")


def _study(folder: Path, name: str, patient: str, headers: Sequence[NiftiHeader], root: Path) -> Study:
    place = place_of(folder, root)
    space = f"{place}/{name}" if _SESSION.fullmatch(name) else place  # a head does not lie twice in the same way
    return Study(
        uid=f"{place}/{name}" if name else place,
        patient_id=patient,
        patient_name="",
        age_years=None,
        sex="",
        date="",
        description="",
        folder=folder,
        series=tuple(series for header in headers for series in _volumes(header, space, root)),
    )


def _frame_of_reference(header: NiftiHeader, space: str) -> str | None:
    """NIfTI has no frame of reference: files of one study on the same grid share one, others have their own."""
    if not header.orientation_known:
        return None
    grid = hashlib.sha256(np.round(header.affine, 3).tobytes() + repr(header.shape).encode()).hexdigest()[:16]
    return f"nifti:{space}:{grid}"


def _volumes(header: NiftiHeader, space: str, root: Path) -> Iterable[Series]:
    path = header.path
    name = plain_name(path)
    uid = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
    sequence, reason = guess_sequence(Hints(names=[name, path.parent.name, path.parent.parent.name]))
    content = content_mark(header)
    for volume in range(header.volumes):
        warnings = list(header.warnings)
        if header.volumes > 1:
            warnings.append(
                phrase(
                    "The file holds {count} volumes; this is number {number}.", count=header.volumes, number=volume + 1
                )
            )
        own = uid if volume == 0 else f"{uid}#t{volume + 1}"
        yield Series(
            uid=own,
            series_instance_uid=own,
            kind="nifti",
            files=(SliceFile(path, volume),),
            description=name if volume == 0 else f"{name} (volume {volume + 1})",
            sequence=sequence,
            sequence_confirmed=False,
            sequence_reason=reason,
            shape=header.shape,
            spacing_mm=header_spacing(header) if header.orientation_known else None,
            spacing_nominal=False,
            slice_thickness_mm=None,
            orientation=orientation_of(header.affine) if header.orientation_known else "unknown",
            orientation_known=header.orientation_known,
            frame_of_reference_uid=_frame_of_reference(header, space),
            modality="",
            warnings=tuple(warnings),
            facts={},
            affine=tuple(map(tuple, header.affine.tolist())),
            content=content,
        )
