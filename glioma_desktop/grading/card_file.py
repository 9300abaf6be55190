"""The files of a model: its card with a digest of it, and what must hold before either is believed."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from glioma_desktop.errors import RegistryError
from glioma_desktop.grading.card import CARD_SCHEMA, NETWORK_LABELS, START_NAMES, ModelCard
from glioma_desktop.grading.model_file import CHUNK, Told, untold
from glioma_desktop.phrase import phrase

CARD, DIGEST = "card.json", "card.sha256"
ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
WEIGHTS_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}\.safetensors")


def write_card(card: ModelCard, folder: Path) -> None:
    """``card.json`` and ``card.sha256``."""
    data = (json.dumps(card.to_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
    (folder / CARD).write_bytes(data)
    (folder / DIGEST).write_text(hashlib.sha256(data).hexdigest() + "\n", encoding="utf-8")


def read_card(folder: Path, model_id: str | None = "") -> ModelCard:
    """The card of a folder.

    Args:
        folder: With ``card.json`` and ``card.sha256``.
        model_id: That the card must state; ``""``: the folder's name; None: any.

    Raises:
        RegistryError: it is missing, was edited by hand, or cannot be used by this version.
    """
    path = folder / CARD
    named = model_id or (phrase("This file") if model_id is None else folder.name)
    expected = folder.name if model_id == "" else model_id
    try:
        data = path.read_bytes()
        digest = (folder / DIGEST).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(
            phrase("{named}: its card is missing or cannot be read. Import the model again.", named=named), path
        ) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise RegistryError(
            phrase("{named}: its card was changed after publishing. Import or publish the model again.", named=named),
            path,
        )
    try:
        card = ModelCard.from_json(json.loads(data))
        fault = _fault(card, expected)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RegistryError(
            phrase("{named}: its card is incomplete ({reason}). Import the model again.", named=named, reason=error),
            path,
        ) from error
    if fault:
        raise RegistryError(phrase("{named}: {fault}", named=named, fault=fault), path)
    return card


def check_weights_there(card: ModelCard, folder: Path) -> None:
    """Raises RegistryError when a weights file of the card is missing."""
    for fold in card.folds:
        path = folder / fold.weights
        if not path.is_file():
            raise RegistryError(
                phrase(
                    "{model_id}: {weights} is missing. Import or publish the model again.",
                    model_id=card.model_id,
                    weights=fold.weights,
                ),
                path,
            )


def check_weights(card: ModelCard, folder: Path, told: Told = untold) -> None:
    """Raises RegistryError when a weights file is not the one of the card; ``told`` as for ``sha256_of``."""
    check_weights_there(card, folder)
    for fold in card.folds:
        path = folder / fold.weights
        if sha256_of(path, told) != fold.sha256:
            raise RegistryError(
                phrase(
                    "{model_id}: {weights} was changed after publishing. Import or publish the model again.",
                    model_id=card.model_id,
                    weights=fold.weights,
                ),
                path,
            )


def _fault(card: ModelCard, expected_id: str | None) -> str:
    """What keeps a well-formed card from being used; ``""`` when nothing does."""
    if card.schema > CARD_SCHEMA:
        return phrase("it was published by a newer version of this program. Update the program.")
    if expected_id is not None and card.model_id != expected_id:
        return phrase("its card belongs to {model_id}. Import the model again.", model_id=card.model_id)
    if not ID.fullmatch(card.model_id):
        return phrase("its id is not allowed. Publish the model again.")
    if card.network not in NETWORK_LABELS or card.start not in START_NAMES:
        return phrase(
            "its network {network} ({start}) is not known to this version. Update the program.",
            network=card.network,
            start=card.start,
        )
    if not card.folds or [fold.fold for fold in card.folds] != list(range(len(card.folds))):
        return phrase("its folds are not in order. Publish the model again.")
    if not all(
        WEIGHTS_NAME.fullmatch(fold.weights) and re.fullmatch(r"[0-9a-f]{64}", fold.sha256) for fold in card.folds
    ):
        return phrase("its list of weights is malformed. Publish the model again.")
    if card.temperature is not None and not card.temperature > 0:
        return phrase("its temperature is not a positive number. Publish the model again.")
    if not all(0 <= score.probability_high <= 1 for score in card.out_of_fold):
        return phrase("its out-of-fold scores are not probabilities. Publish the model again.")
    return ""


def sha256_of(path: Path, told: Told = untold) -> str:
    """The digest of a file.

    Args:
        path: Which.
        told: Called with how many bytes were just read; whatever it raises ends that.

    Raises:
        RegistryError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            digest = hashlib.sha256()
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
                told(len(chunk))
            return digest.hexdigest()
    except OSError as error:
        raise RegistryError(
            phrase("{name} cannot be read ({reason}).", name=path.name, reason=error.strerror), path
        ) from error
