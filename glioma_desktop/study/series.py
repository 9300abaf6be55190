"""What a folder of MR files is made of: studies, series and the files of their slices. No pixels here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, overload

from glioma_desktop.phrase import phrase

SequenceName = Literal["t1", "t1ce", "t2", "flair", "adc", "dwi", "swi", "perfusion", "other", "unknown"]
SEQUENCES: tuple[SequenceName, ...] = (
    "t1",
    "t1ce",
    "t2",
    "flair",
    "adc",
    "dwi",
    "swi",
    "perfusion",
    "other",
    "unknown",
)
SEQUENCE_LABELS: Mapping[str, str] = {
    "t1": "T1", "t1ce": phrase("T1CE"), "t2": "T2", "flair": "FLAIR", "adc": "ADC", "dwi": "DWI", "swi": "SWI",
    "perfusion": phrase("Perfusion"), "other": phrase("Other"), "unknown": phrase("Sequence not known"),
}  # fmt: skip
LOSSY = phrase("The images were compressed with loss: fine detail may be missing or made up.")
"""Among the warnings of a series, and marked on its slices."""
OTHER_IMAGE = phrase("Another image than the one that was drawn on: check what is drawn, or put the earlier file back.")
"""Among the warnings of a series whose file holds something else now."""
Orientation = Literal["axial", "sagittal", "coronal", "oblique", "unknown"]
PLANE_WORDS: Mapping[str, str] = {
    "axial": phrase("axial"), "sagittal": phrase("sagittal"), "coronal": phrase("coronal"), "oblique": phrase("oblique"),
    "unknown": phrase("unknown"),
}  # fmt: skip
"""An orientation as a word inside a sentence."""


@dataclass(frozen=True, slots=True)
class SliceFile:
    """One slice of a series: a file and, in a multi-frame file, the frame in it (counted from 0).

    ``path`` is absolute in memory; the store keeps it relative to the opened folder.
    """

    path: Path
    frame: int = 0


class SliceFiles(Sequence[SliceFile]):
    """The slices of a series that was stored: made when one is asked for, and equal to a tuple of them.

    Args:
        count: How many there are.
        make: Makes them.
    """

    __slots__ = ("_count", "_made", "_make")

    def __init__(self, count: int, make: Callable[[], Iterable[SliceFile]]) -> None:
        self._count, self._make = count, make
        self._made: tuple[SliceFile, ...] | None = None

    def _files(self) -> tuple[SliceFile, ...]:
        if self._made is None:
            self._made = tuple(self._make())
        return self._made

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> SliceFile: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[SliceFile, ...]: ...
    def __getitem__(self, index: int | slice) -> SliceFile | tuple[SliceFile, ...]:
        return self._files()[index]

    def __iter__(self) -> Iterator[SliceFile]:
        return iter(self._files())

    def __eq__(self, other: object) -> bool:
        return self._files() == tuple(other) if isinstance(other, SliceFiles | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._files())

    def __repr__(self) -> str:
        return repr(self._files())


@dataclass(frozen=True, slots=True)
class Series:
    """One stack of slices that can be shown and read as a volume.

    Files are in volume order: DICOM by increasing projection of ImagePositionPatient on row x column; NIfTI is one
    file.

    Attributes:
        uid: Unique within the study. The SeriesInstanceUID, with ``/echo2``, ``/orientation2``, ... appended to the
            second and later stacks when one DICOM series had to be split; for NIfTI the path relative to the opened
            folder (with ``#t`` and the volume number for volumes of a 4-D file other than the first).
        series_instance_uid: The DICOM UID as stored; equal to ``uid`` where nothing was split and for NIfTI.
        kind: ``dicom`` or ``nifti``.
        files: The slices, in volume order. For NIfTI: one entry, whose ``frame`` is the volume of a 4-D file.
        sequence: Which sequence this is; a guess unless ``sequence_confirmed``.
        sequence_reason: In a few words, what the guess rests on ("ContrastBolusAgent", "description 'AX FLAIR'").
        shape: (slices, rows, columns).
        spacing_mm: (slice, row, column) distances of voxel centres in mm, or None when not known.
        spacing_nominal: The spacing is invented by a converter, not measured: sizes are shown in pixels.
        slice_thickness_mm: The thickness as stored, which may differ from the spacing; None when not stored.
        orientation: The plane nearest to the slices.
        orientation_known: False when the file does not say where left and right are.
        frame_of_reference_uid: Series that share it can be linked in patient space; None when absent.
        modality: As in DICOM (``MR``, ``CT``, ...), ``""`` when the file does not say.
        warnings: What is wrong with this stack, one sentence each.
        facts: Other header values used by scope notes: manufacturer, model, field_strength_t, echo_time_ms,
            image_type, contrast_agent, study_date. Never a name or an identifier.
        affine: (4, 4) as rows, ``(slice, row, column, 1)`` to mm in LPS, as the headers say; None in stores of older
            versions and where no series was scanned.
        uneven_mm: As in ``Volume``: where the slices lie when that is not even.
        source: The series that this one is made from (``reformat.py``); None for one that lies in files. ``files`` are the
            source's.
        step_mm: Of a reformat: distance and thickness of its slices.
        content: Of NIfTI, ``content_mark`` of the file that was found; of a stored series on which something is drawn, that of
            the file that was drawn on. ``""`` when it is not known.
    """

    uid: str
    series_instance_uid: str
    kind: Literal["dicom", "nifti"]
    files: Sequence[SliceFile]
    description: str
    sequence: SequenceName
    sequence_confirmed: bool
    sequence_reason: str
    shape: tuple[int, int, int]
    spacing_mm: tuple[float, float, float] | None
    spacing_nominal: bool
    slice_thickness_mm: float | None
    orientation: Orientation
    orientation_known: bool
    frame_of_reference_uid: str | None
    modality: str
    warnings: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    affine: tuple[tuple[float, ...], ...] | None = None
    uneven_mm: tuple[float, ...] | None = None
    source: Series | None = None
    step_mm: float | None = None
    content: str = ""

    def confirmed_as(self, sequence: SequenceName) -> Series:
        """The same series with its sequence stated by a reader."""
        return replace(self, sequence=sequence, sequence_confirmed=True, sequence_reason=phrase("stated by the reader"))

    def to_json(self, root: Path, files: bool = True) -> dict[str, Any]:
        """A JSON-able copy whose file paths are relative to ``root``; without ``files`` they are left out."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "files"}
        if files:
            data["files"] = [[relative_place(str(s.path), root), s.frame] for s in self.files]
        data["warnings"] = list(self.warnings)
        data["shape"] = list(self.shape)
        data["spacing_mm"] = None if self.spacing_mm is None else list(self.spacing_mm)
        data["facts"] = dict(self.facts)
        data["source"] = None if self.source is None else self.source.to_json(root)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any], root: Path, files: Sequence[SliceFile] | None = None) -> Series:
        """The series written by ``to_json``, with its files under ``root``, or ``files``. Unknown keys are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        if files is None:
            files = SliceFiles(
                len(data["files"]), lambda: (SliceFile(root / name, int(k)) for name, k in data["files"])
            )
        known["files"] = files
        known["warnings"] = tuple(data.get("warnings", ()))
        known["shape"] = tuple(data["shape"])
        known["spacing_mm"] = None if data["spacing_mm"] is None else tuple(data["spacing_mm"])
        affine, uneven = data.get("affine"), data.get("uneven_mm")
        known["affine"] = None if affine is None else tuple(map(tuple, affine))
        known["uneven_mm"] = None if uneven is None else tuple(uneven)
        source = data.get("source")
        known["source"] = None if source is None else cls.from_json(source, root)
        return cls(**known)


def relative_place(path: str, root: Path) -> str:
    """A path below ``root`` as it is stored, with slashes; another one as it is. ``""`` for the root itself."""
    home = str(root)
    if path == home:
        return ""
    return path.removeprefix(home if home.endswith(os.sep) else home + os.sep).replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class Study:
    """One examination of one patient.

    Attributes:
        uid: StudyInstanceUID; for NIfTI the folder relative to the opened folder.
        patient_id: The real identifier: PatientID, or the folder's name for NIfTI. Stays in the local store.
        patient_name: As in the header, ``""`` when empty. Shown only while identity is held on.
        age_years: At the study, or None.
        sex: ``F``, ``M``, ``O`` or ``""``.
        date: Study date as ``YYYY-MM-DD`` or ``""``.
        folder: The deepest folder that holds all files of the study.
    """

    uid: str
    patient_id: str
    patient_name: str
    age_years: float | None
    sex: str
    date: str
    description: str
    folder: Path
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder that was passed over, and why, in one sentence."""

    path: Path
    reason: str
