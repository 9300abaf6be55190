"""Whether a model was trained on this patient: by the keyed hash in its own project, by the pixels everywhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from glioma_desktop.grading.card import ModelCard
from glioma_desktop.study.digest import volume_digests
from glioma_desktop.study.volume import Volume

SEALED_FOLD = -1
LEAST_SLICES = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """What a model knows of a patient.

    Attributes:
        fold: The fold the patient belongs to, whose network did not see it; None: not among the training patients.
        sealed: The patient belongs to the hold-out; no network saw it.
        by_pixels: Recognised by equal slices, not by name: a renamed or copied study.
    """

    fold: int | None = None
    sealed: bool = False
    by_pixels: bool = False


def key_id_of(key: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of a project's key: hashes mean something only under that key."""
    return hashlib.sha256(key).hexdigest()[:16]


def recognise(card: ModelCard, volumes: Iterable[Volume], patient_hash: str | None, key_id: str | None) -> Seen:
    """Whether the model's folds or its hold-out hold this patient.

    Args:
        card: The model's card.
        volumes: What is to be graded; every informative slice counts.
        patient_hash: ``deidentify.keyed_hash`` of the real identifier; None: not known.
        key_id: Of the key that hash was made with.
    """
    if patient_hash is not None and key_id == card.key_id:
        if patient_hash in card.hold_out:
            return Seen(sealed=True)
        for fold in card.folds:
            if patient_hash in fold.patients:
                return Seen(fold.fold)
    return _by_pixels(card, volumes)


def _by_pixels(card: ModelCard, volumes: Iterable[Volume]) -> Seen:
    """At least two equal slices, or half of the informative ones; the fold that most of them belong to."""
    digests = {digest for volume in volumes for digest in volume_digests(volume) if digest is not None}
    folds = Counter(card.pixel_digests[digest] for digest in digests if digest in card.pixel_digests)
    known = sum(folds.values())
    if known == 0 or (known < LEAST_SLICES and 2 * known < len(digests)):
        return Seen()
    fold = min(folds, key=lambda f: (-folds[f], f))
    return Seen(sealed=True, by_pixels=True) if fold == SEALED_FOLD else Seen(fold, by_pixels=True)
