"""The model registry: ``models/<id>/card.json``, its digest in ``card.sha256``, and one safetensors file a fold.

Nothing in it is a pickle, nothing is changed in place: a model appears whole or not at all, and one that was edited by hand
is refused with one sentence. ``models/active`` holds the id of the model that *Grade tumour* uses.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from glioma_desktop.errors import RegistryError
from glioma_desktop.grading import model_file
from glioma_desktop.grading.card import CARD_SCHEMA, NETWORK_LABELS, START_NAMES, ModelCard

CARD, DIGEST, ACTIVE = "card.json", "card.sha256", "active"
ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
WEIGHTS_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}\.safetensors")
_VERSION = re.compile(r"-v(\d+)$")


@dataclass(frozen=True)
class Model:
    """A verified model: what it is, and where its weights lie."""

    card: ModelCard
    folder: Path


class Registry:
    """The models of a project."""

    def __init__(self, models_dir: Path) -> None:
        """The folder is made when the first model is added."""
        self.models_dir = Path(models_dir)

    def list(self) -> list[ModelCard]:
        """The cards that are whole, oldest first. Weights are verified by ``get``; damaged models are in ``damaged``."""
        cards = []
        for folder in self._folders():
            try:
                card = _read_card(folder)
                _weights_there(card, folder)
            except RegistryError:
                continue
            cards.append(card)
        return sorted(cards, key=lambda card: (card.created, card.model_id))

    def damaged(self) -> dict[str, str]:
        """Model id -> what is wrong with its card, or which weights are missing, in one sentence."""
        found = {}
        for folder in self._folders():
            try:
                _weights_there(_read_card(folder), folder)
            except RegistryError as error:
                found[folder.name] = error.message
        return found

    def get(self, model_id: str) -> Model:
        """A model whose card and weights are as they were published.

        Raises:
            RegistryError: there is no such model, or it is damaged or was edited by hand.
        """
        folder = self.models_dir / model_id
        if not ID.fullmatch(model_id) or not folder.is_dir():
            held = ", ".join(card.model_id for card in self.list()) or "none"
            raise RegistryError(f"There is no model {model_id!r} in this project. It holds: {held}.", self.models_dir)
        card = _read_card(folder)
        _verify(card, folder)
        return Model(card, folder)

    def active(self) -> str | None:
        """The id of the active model, or None."""
        try:
            model_id = (self.models_dir / ACTIVE).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise RegistryError("The active model cannot be read. Choose one in Models.", self.models_dir) from error
        return model_id if ID.fullmatch(model_id) and (self.models_dir / model_id).is_dir() else None

    def activate(self, model_id: str) -> None:
        """Make a model the one that grades.

        Raises:
            RegistryError: it is missing or damaged; the active one stays.
        """
        self.get(model_id)
        part = self.models_dir / f".active-{os.getpid()}"
        try:
            part.write_text(model_id + "\n", encoding="utf-8")
            part.replace(self.models_dir / ACTIVE)
        except OSError as error:
            raise RegistryError(f"{model_id} cannot be made active ({error.strerror}).", self.models_dir) from error
        finally:
            part.unlink(missing_ok=True)

    def add(self, card: ModelCard, weights: Mapping[str, bytes | Path]) -> ModelCard:
        """Put a model into the registry, whole or not at all. The first one becomes active.

        Args:
            card: An empty ``model_id`` becomes the next of its kind (``googlenet-imagenet-v3``), an empty ``name`` or
                ``created`` is filled in; an empty ``sha256`` of a fold is computed.
            weights: ``FoldCard.weights`` -> its bytes, or the file to copy.

        Returns:
            The card as it was stored.

        Raises:
            RegistryError: the id is taken, weights are missing or do not have their checksum, or the disk is full.
        """
        part: Path | None = None
        try:
            self.models_dir.mkdir(parents=True, exist_ok=True)
            part = Path(tempfile.mkdtemp(prefix=".adding-", dir=self.models_dir))
            stored = self._named(_filled(card, weights, part))
            write_card(stored, part)
            _read_card(part, stored.model_id)
            part.chmod(0o755)
            if (self.models_dir / stored.model_id).exists():
                raise RegistryError(f"There is a model {stored.model_id} already. Choose another name.")
            part.rename(self.models_dir / stored.model_id)
        except OSError as error:
            raise RegistryError(f"The model cannot be stored ({error.strerror or error}).", self.models_dir) from error
        finally:
            if part is not None:
                shutil.rmtree(part, ignore_errors=True)
        if self.active() is None:
            self.activate(stored.model_id)
        return stored

    def export(self, model_id: str, path: Path) -> Path:
        """Write a model as one ``.zip`` file: card, digest and weights.

        Raises:
            RegistryError: the model is damaged, or the file cannot be written; an existing file stays as it was.
        """
        model = self.get(model_id)
        names = [CARD, DIGEST, *(fold.weights for fold in model.card.folds)]
        model_file.write(model.folder, names, path)
        return path

    def import_file(self, path: Path) -> ModelCard:
        """Take in a model that ``export`` wrote. One that is here already is not doubled; a taken id gets the next number.

        Raises:
            RegistryError: the file is no model of this program, is damaged, or was edited by hand.
        """
        self._make_folder()
        with tempfile.TemporaryDirectory(prefix=".importing-", dir=self.models_dir) as name:
            folder = Path(name)
            model_file.extract(path, folder, CARD, DIGEST)
            card = _read_card(folder, None)
            _verify(card, folder)
            digest = (folder / DIGEST).read_text(encoding="utf-8").strip()
            for held in self._folders():
                if (held / DIGEST).is_file() and (held / DIGEST).read_text(encoding="utf-8").strip() == digest:
                    return self.get(held.name).card
            taken = (self.models_dir / card.model_id).exists()
            card = replace(card, model_id="") if taken else card
            return self.add(card, {fold.weights: folder / fold.weights for fold in card.folds})

    def _make_folder(self) -> None:
        try:
            self.models_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RegistryError(f"{self.models_dir} cannot be made ({error.strerror}).", self.models_dir) from error

    def _folders(self) -> tuple[Path, ...]:
        if not self.models_dir.is_dir():
            return ()
        return tuple(p for p in sorted(self.models_dir.iterdir()) if p.is_dir() and ID.fullmatch(p.name))

    def _named(self, card: ModelCard) -> ModelCard:
        folders = self._folders()
        versions = [int(m.group(1)) for m in (_VERSION.search(p.name) for p in folders) if m]
        version = max(versions, default=0) + 1
        return replace(
            card,
            model_id=card.model_id or f"{card.network}-{card.start}-v{version}",
            name=card.name or f"{NETWORK_LABELS.get(card.network, card.network)} v{version}",
            created=card.created or datetime.now(UTC).isoformat(timespec="seconds"),
        )


def write_card(card: ModelCard, folder: Path) -> None:
    """``card.json`` and ``card.sha256``."""
    data = (json.dumps(card.to_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
    (folder / CARD).write_bytes(data)
    (folder / DIGEST).write_text(hashlib.sha256(data).hexdigest() + "\n", encoding="utf-8")


def _filled(card: ModelCard, weights: Mapping[str, bytes | Path], folder: Path) -> ModelCard:
    """The weights written to ``folder``, and the card with their checksums."""
    folds = []
    for fold in card.folds:
        given = weights.get(fold.weights)
        if given is None or not WEIGHTS_NAME.fullmatch(fold.weights):
            raise RegistryError(f"The model's {fold.weights!r} is missing.")
        target = folder / fold.weights
        if isinstance(given, bytes):
            target.write_bytes(given)
        else:
            shutil.copyfile(given, target)
        digest = _sha256(target)
        if fold.sha256 and fold.sha256 != digest:
            raise RegistryError(
                f"{fold.weights} does not have the checksum that its card states. Fetch it again.", target
            )
        folds.append(replace(fold, sha256=digest))
    return replace(card, folds=tuple(folds))


def _read_card(folder: Path, model_id: str | None = "") -> ModelCard:
    """The card of a folder.

    Args:
        folder: With ``card.json`` and ``card.sha256``.
        model_id: That the card must state; ``""``: the folder's name; None: any.
    """
    path = folder / CARD
    named = model_id or ("This file" if model_id is None else folder.name)
    expected = folder.name if model_id == "" else model_id
    try:
        data = path.read_bytes()
        digest = (folder / DIGEST).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(f"{named}: its card is missing or cannot be read. Import the model again.", path) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise RegistryError(f"{named}: its card was changed after publishing. Import or publish the model again.", path)
    try:
        card = ModelCard.from_json(json.loads(data))
        fault = _fault(card, expected)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RegistryError(f"{named}: its card is incomplete ({error}). Import the model again.", path) from error
    if fault:
        raise RegistryError(f"{named}: {fault}", path)
    return card


def _weights_there(card: ModelCard, folder: Path) -> None:
    """Raises RegistryError when a weights file of the card is missing."""
    for fold in card.folds:
        path = folder / fold.weights
        if not path.is_file():
            raise RegistryError(f"{card.model_id}: {fold.weights} is missing. Import or publish the model again.", path)


def _verify(card: ModelCard, folder: Path) -> None:
    """Raises RegistryError when a weights file is not the one of the card."""
    _weights_there(card, folder)
    for fold in card.folds:
        path = folder / fold.weights
        if _sha256(path) != fold.sha256:
            raise RegistryError(
                f"{card.model_id}: {fold.weights} was changed after publishing. Import or publish the model again.",
                path,
            )


def _fault(card: ModelCard, expected_id: str | None) -> str:
    """What keeps a well-formed card from being used; ``""`` when nothing does."""
    if card.schema > CARD_SCHEMA:
        return "it was published by a newer version of this program. Update the program."
    if expected_id is not None and card.model_id != expected_id:
        return f"its card belongs to {card.model_id}. Import the model again."
    if not ID.fullmatch(card.model_id):
        return "its id is not allowed. Publish the model again."
    if card.network not in NETWORK_LABELS or card.start not in START_NAMES:
        return f"its network {card.network} ({card.start}) is not known to this version. Update the program."
    if not card.folds or [fold.fold for fold in card.folds] != list(range(len(card.folds))):
        return "its folds are not in order. Publish the model again."
    if not all(
        WEIGHTS_NAME.fullmatch(fold.weights) and re.fullmatch(r"[0-9a-f]{64}", fold.sha256) for fold in card.folds
    ):
        return "its list of weights is malformed. Publish the model again."
    if card.temperature is not None and not card.temperature > 0:
        return "its temperature is not a positive number. Publish the model again."
    if not all(0 <= score.probability_high <= 1 for score in card.out_of_fold):
        return "its out-of-fold scores are not probabilities. Publish the model again."
    return ""


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise RegistryError(f"{path.name} cannot be read ({error.strerror}).", path) from error
