"""Which folder above a file is the study's and which the patient's: names that say only what lies in them are passed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

_SEQUENCE = re.compile(
    r"(?:[23]d[-_ ]?)?(?:t1w?|t2w?)(?:[-_ +]?(?:n|c|ce|gd|gad|gado|km|pre|post|f|flair|w|native?|star))?|flair|adc|dwi|dti|swi"
    r"|pd|perf(?:usion)?|dsc|dce|asl|anat|func|fmap|masks?|segs?|segmentations?|labels?",
    re.IGNORECASE,
)
_VISIT = re.compile(
    r"(?:ses|session|visit|timepoint|time[-_ ]point|tp)[-_ ]?\w{1,12}|baseline|pre[-_ ]?op|post[-_ ]?op|follow[-_ ]?up[-_ ]?\d*",
    re.IGNORECASE,
)
# Names that a patient's folder may have too, in a cohort's folder.
_PERHAPS = re.compile(
    r"(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d|(?:exam|study|scan|series)[-_ ]?\d*|niftis?|nii|dicoms?|dcm|images?|imgs?|mri?"
    r"|data|raw|orig(?:inal)?|(?:co)?reg(?:istered)?|skull[-_ ]?strip(?:ped)?|brain|bet|n4|(?:pre)?processed|derivatives?",
    re.IGNORECASE,
)


def study_folder(folder: Path) -> Path:
    """The nearest folder that is not named by a sequence: of ``sub-01/anat`` it is ``sub-01``, whichever was opened."""
    while _SEQUENCE.fullmatch(folder.name) and folder.parent.name:
        folder = folder.parent
    return folder


def patient_folder(folder: Path, root: Path) -> Path:
    """The nearest folder that is not named by a visit or a sequence: ``sub-01/ses-2/anat`` is ``sub-01``.

    Dates, ``nifti`` and the like are passed only when there is another folder below the opened one (``root``) that can
    be the patient's.
    """
    while folder.parent.name:
        passed = _SEQUENCE.fullmatch(folder.name) or _VISIT.fullmatch(folder.name)
        if not passed and not (_PERHAPS.fullmatch(folder.name) and root in folder.parent.parents):
            break
        folder = folder.parent
    return folder


def patient_names(folders: Iterable[Path], root: Path) -> dict[Path, str]:
    """What the patient of every study folder is called: its patient folder's name, with the way to it when several share it."""
    owners = {folder: patient_folder(folder, root) for folder in folders}
    sharing: dict[str, set[Path]] = defaultdict(set)
    for owner in owners.values():
        sharing[owner.name].add(owner)
    return {
        folder: owner.name if len(sharing[owner.name]) == 1 else place_of(owner, root)
        for folder, owner in owners.items()
    }


def place_of(folder: Path, root: Path) -> str:
    """A folder relative to the opened one; its own name for the opened one and those above it."""
    inside = folder.is_relative_to(root) and folder != root
    return folder.relative_to(root).as_posix() if inside else folder.name
