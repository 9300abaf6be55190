"""What a published model is and knows: the JSON beside its weights. No pickle, no patient's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from glioma_desktop.grade import ProjectClasses
from glioma_desktop.grading.crop import CropSpec

CARD_SCHEMA = 1
NETWORK_LABELS: Mapping[str, str] = {
    "alexnet": "AlexNet", "googlenet": "GoogLeNet", "googlenet_bvlc": "GoogLeNet (BVLC)",
}  # fmt: skip
START_NAMES = ("scratch", "imagenet", "frozen")


@dataclass(frozen=True, slots=True)
class FoldCard:
    """One of the five networks.

    Attributes:
        weights: File name beside the card (safetensors).
        sha256: Of that file.
        patients: Keyed hashes (HMAC-SHA256, hex) of the patients of this fold: those the network did NOT see.
    """

    fold: int
    weights: str
    sha256: str
    patients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutOfFoldScore:
    """One training patient, nameless: the probability by the network that did not see it, and its class."""

    probability_high: float
    high: bool


@dataclass(frozen=True)
class ModelCard:
    """Five published networks and all they need.

    Attributes:
        network: ``alexnet``, ``googlenet`` or ``googlenet_bvlc``.
        start: ``scratch``, ``imagenet`` or ``frozen``.
        grades_seen: WHO grade ("1".."4") -> training patients, hold-out not counted.
        editions: WHO edition -> training patients.
        treatments: Treatment state -> training patients.
        base_rate_high: Share of high grade among the training patients.
        key_id: First 16 hex digits of the SHA-256 of the project's key: keyed hashes mean something only under that key.
        hold_out: Keyed hashes of the sealed patients.
        pixel_digests: Digest of an informative slice -> fold of its patient (the fold's network did not see it), or -1
            for the hold-out. Recognises a renamed or copied study in any project.
        temperature: Fitted on out-of-fold logits at patient level, by fold-mean; None: not calibrated, say "score".
        out_of_fold: For the basis in counts.
        metrics: The report's rows of this network x start, each measure with interval and n.
        training: Ranges the scope notes use: spacing_mm, coverage band, ages, scanners, sequences confirmed or guessed.
        synthetic: Trained on phantoms; said wherever the model is named.
        versions: Of this program, Python, torch, torchvision, numpy.
    """

    model_id: str
    name: str
    created: str
    network: str
    start: str
    classes: ProjectClasses
    grades_seen: Mapping[str, int]
    editions: Mapping[str, int]
    treatments: Mapping[str, int]
    base_rate_high: float
    outline_region: str
    crop_spec: CropSpec
    folds: tuple[FoldCard, ...]
    key_id: str
    hold_out: tuple[str, ...]
    pixel_digests: Mapping[str, int]
    temperature: float | None
    out_of_fold: tuple[OutOfFoldScore, ...]
    metrics: Mapping[str, Any]
    training: Mapping[str, Any]
    run: str
    synthetic: bool
    versions: Mapping[str, str]
    licence: str = ""
    notes: tuple[str, ...] = ()
    schema: int = CARD_SCHEMA
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy; keys that a newer version wrote (``extra``) are carried through."""
        data = asdict(self)
        data.pop("extra")
        data["classes"] = self.classes.to_json()
        data["crop_spec"] = self.crop_spec.to_json()
        return {**self.extra, **data}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ModelCard:
        """The card written by ``to_json``.

        Raises:
            KeyError, TypeError, ValueError: a field is missing or malformed (the registry turns this into RegistryError).
        """
        names = set(cls.__dataclass_fields__) - {"extra"}
        known = {name: data[name] for name in names if name in data}
        known["classes"] = ProjectClasses.from_json(data["classes"])
        known["crop_spec"] = CropSpec.from_json(data["crop_spec"])
        known["folds"] = tuple(FoldCard(**{**f, "patients": tuple(f["patients"])}) for f in data["folds"])
        known["out_of_fold"] = tuple(OutOfFoldScore(**s) for s in data["out_of_fold"])
        known["hold_out"] = tuple(data["hold_out"])
        known["notes"] = tuple(data.get("notes", ()))
        known["extra"] = {k: v for k, v in data.items() if k not in names}
        return cls(**known)
