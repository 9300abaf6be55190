"""Volumes and boxes -> what the five networks of a model say about the patient."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError
from glioma_desktop.grading import wording
from glioma_desktop.grading.basis import cannot_say, cannot_say_one_in, nearest_basis
from glioma_desktop.grading.calibration import probability
from glioma_desktop.grading.crop import crop
from glioma_desktop.grading.registry import Model
from glioma_desktop.grading.result import Estimate, FoldAnswer, GradeResult, SliceAnswer
from glioma_desktop.grading.sampling import sample_boxes
from glioma_desktop.grading.seen import Seen, recognise
from glioma_desktop.study.volume import Volume

if TYPE_CHECKING:
    from glioma_desktop.grading.torch_engine import Networks


class Grader:
    """Grades with one model. The networks are loaded with the first case; nothing before it needs torch."""

    def __init__(self, model: Model, device: str = "cpu") -> None:
        """``model`` comes verified from the registry; on the CPU the digits repeat."""
        self.model, self.device = model, device

    def grade(
        self,
        volumes: Mapping[str, Volume],
        rois: Sequence[RectROI],
        *,
        patient_hash: str | None = None,
        key_id: str | None = None,
        lesion: str = "L1",
        notes: Sequence[str] = (),
    ) -> GradeResult:
        """The estimate for one lesion.

        Args:
            volumes: Each sequence of the card's crop spec -> its Volume, all on the grid of the boxes.
            rois: All boxes of the lesion; of these, slices about ``step_mm`` apart are used.
            patient_hash: Keyed hash of the patient's identifier, None when not known.
            key_id: Of the key of that hash.
            lesion: Whose boxes these are.
            notes: Printed with the result.

        Raises:
            GradingError: there is no box, a sequence is missing, or a box lies outside the image.
            RegistryError: the model's weights are not those of its network.
        """
        card = self.model.card
        spec = card.crop_spec
        missing = [name for name in spec.sequences if name not in volumes]
        if missing:
            raise GradingError(wording.missing_sequences(missing))
        used = {name: volumes[name] for name in spec.sequences}
        boxes = sample_boxes(rois, used[spec.sequences[0]].spacing_mm, spec.step_mm)
        if not boxes:
            raise GradingError(wording.NO_BOX)
        crops = np.stack([crop(used, roi, spec) for roi in boxes])
        chances = self._chances(crops)
        seen = recognise(card, used.values(), patient_hash, key_id)
        return _result(
            self.model, boxes, chances, seen, lesion, tuple(notes), _inputs(self.model, used, boxes, patient_hash)
        )

    def _chances(self, crops: NDArray[np.float32]) -> NDArray[np.float64]:
        """Probability of high grade, (folds, boxes)."""
        from glioma_desktop.grading.torch_engine import predict

        card, folder = self.model.card, self.model.folder
        files = tuple((folder / fold.weights, fold.sha256) for fold in card.folds)
        logits = predict(_networks(card.network, card.start, files, self.device), crops)
        return probability(logits[..., 1] - logits[..., 0], card.temperature)


@lru_cache(maxsize=1)
def _networks(network: str, start: str, files: tuple[tuple[Path, str], ...], device: str) -> Networks:
    """The networks that graded last stay loaded; another checksum is another key."""
    from glioma_desktop.grading.torch_engine import load_networks

    return load_networks(network, start, [path for path, _ in files], device)


def _result(
    model: Model,
    boxes: Sequence[RectROI],
    chances: NDArray[np.float64],
    seen: Seen,
    lesion: str,
    notes: tuple[str, ...],
    inputs: str,
) -> GradeResult:
    card = model.card
    by_fold = chances.mean(axis=1)
    counted = [k for k, fold in enumerate(card.folds) if seen.fold is None or fold.fold == seen.fold]
    answer = float(by_fold[counted].mean())
    return GradeResult(
        grade=_estimate(answer),
        probability_high=answer,
        folds=tuple(
            FoldAnswer(fold.fold, float(by_fold[k]), seen.fold is not None and fold.fold != seen.fold)
            for k, fold in enumerate(card.folds)
        ),
        slices=tuple(
            SliceAnswer(roi.slice_index, roi, float(chances[counted, i].mean()), tuple(float(v) for v in chances[:, i]))
            for i, roi in enumerate(boxes)
        ),
        basis=nearest_basis(answer, card.out_of_fold),
        calibrated=card.temperature is not None,
        model=card.model_id,
        model_line=wording.model_line(card),
        classes=wording.classes_line(card),
        grades_seen=dict(card.grades_seen),
        seen_in_training=seen.fold is not None,
        out_of_fold=seen.fold is not None,
        sealed=seen.sealed,
        notes=notes,
        inputs=inputs,
        lesion=lesion,
        cannot_say_one_in=cannot_say_one_in(card.out_of_fold),
    )


def _estimate(answer: float) -> Estimate:
    if cannot_say(answer):
        return "cannot say"
    return "high" if answer > 0.5 else "low"


def _inputs(model: Model, volumes: Mapping[str, Volume], boxes: Sequence[RectROI], patient_hash: str | None) -> str:
    """SHA-256 of what the answer rests on."""
    pixels = {name: hashlib.sha256(np.ascontiguousarray(v.voxels).tobytes()).hexdigest() for name, v in volumes.items()}
    rests_on = {
        "model": [model.card.model_id, *(fold.sha256 for fold in model.card.folds)],
        "boxes": [list(roi.to_json().values()) for roi in boxes],
        "pixels": pixels,
        "patient": patient_hash or "",
    }
    return hashlib.sha256(json.dumps(rests_on, sort_keys=True).encode()).hexdigest()
