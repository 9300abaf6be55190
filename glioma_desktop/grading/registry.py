"""The model registry: ``models/<id>/card.json``, its digest in ``card.sha256``, and one safetensors file a fold.

Nothing in it is a pickle, nothing is changed in place: a model appears whole or not at all, and one that was edited by hand
is refused with one sentence. ``models/active`` holds the id of the model that *Grade tumour* uses.
"""

from __future__ import annotations

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
from glioma_desktop.grading.card import NETWORK_LABELS, ModelCard
from glioma_desktop.grading.card_file import (
    CARD,
    DIGEST,
    ID,
    WEIGHTS_NAME,
    check_weights,
    check_weights_there,
    read_card,
    sha256_of,
    write_card,
)
from glioma_desktop.grading.model_file import Told, untold
from glioma_desktop.phrase import phrase

ACTIVE = "active"
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
                card = read_card(folder)
                check_weights_there(card, folder)
            except RegistryError:
                continue
            cards.append(card)
        return sorted(cards, key=lambda card: (card.created, card.model_id))

    def damaged(self) -> dict[str, str]:
        """Model id -> what is wrong with its card, or which weights are missing, in one sentence."""
        found = {}
        for folder in self._folders():
            try:
                check_weights_there(read_card(folder), folder)
            except RegistryError as error:
                found[folder.name] = error.message
        return found

    def size(self, model_id: str) -> int:
        """How many bytes the files of a model have; those that are not there, or cannot be asked, have none."""
        return sum(model_file.size_of(path) for path in (self.models_dir / model_id).glob("*"))

    def get(self, model_id: str, told: Told = untold) -> Model:
        """A model whose card and weights are as they were published; ``told`` of every byte that is checked.

        Raises:
            RegistryError: there is no such model, or it is damaged or was edited by hand.
        """
        folder = self.models_dir / model_id
        if not ID.fullmatch(model_id) or not self._is_folder(folder):
            held = ", ".join(card.model_id for card in self.list()) or "none"
            raise RegistryError(
                phrase(
                    "There is no model {model_id!r} in this project. It holds: {held}.", model_id=model_id, held=held
                ),
                self.models_dir,
            )
        card = read_card(folder)
        check_weights(card, folder, told)
        return Model(card, folder)

    def active(self) -> str | None:
        """The id of the active model, or None."""
        try:
            model_id = (self.models_dir / ACTIVE).read_text(encoding="utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise RegistryError(
                phrase("The active model cannot be read. Choose one in Models."), self.models_dir
            ) from error
        return model_id if ID.fullmatch(model_id) and self._is_folder(self.models_dir / model_id) else None

    def activate(self, model_id: str, told: Told = untold) -> None:
        """Make a model the one that grades; ``told`` of every byte that is checked.

        Raises:
            RegistryError: it is missing or damaged; the active one stays.
        """
        self.get(model_id, told)
        part = self.models_dir / f".active-{os.getpid()}"
        try:
            part.write_text(model_id + "\n", encoding="utf-8")
            part.replace(self.models_dir / ACTIVE)
        except OSError as error:
            raise RegistryError(
                phrase("{model_id} cannot be made active ({reason}).", model_id=model_id, reason=error.strerror),
                self.models_dir,
            ) from error
        finally:
            part.unlink(missing_ok=True)

    def add(self, card: ModelCard, weights: Mapping[str, bytes | Path], told: Told = untold) -> ModelCard:
        """Put a model into the registry, whole or not at all. The first one becomes active.

        Args:
            card: An empty ``model_id`` becomes the next of its kind (``googlenet-imagenet-v3``), an empty ``name`` or
                ``created`` is filled in; an empty ``sha256`` of a fold is computed.
            weights: ``FoldCard.weights`` -> its bytes, or the file to copy.
            told: Of every byte that is copied and checked.

        Returns:
            The card as it was stored.

        Raises:
            RegistryError: the id is taken, weights are missing or do not have their checksum, or the disk is full.
        """
        part: Path | None = None
        try:
            self.models_dir.mkdir(parents=True, exist_ok=True)
            part = Path(tempfile.mkdtemp(prefix=".adding-", dir=self.models_dir))
            stored = self._named(_filled(card, weights, part, told))
            write_card(stored, part)
            read_card(part, stored.model_id)
            part.chmod(0o755)
            if (self.models_dir / stored.model_id).exists():
                raise RegistryError(
                    phrase("There is a model {model_id} already. Choose another name.", model_id=stored.model_id)
                )
            part.rename(self.models_dir / stored.model_id)
        except OSError as error:
            raise RegistryError(
                phrase("The model cannot be stored ({reason}).", reason=error.strerror or error), self.models_dir
            ) from error
        finally:
            if part is not None:
                shutil.rmtree(part, ignore_errors=True)
        if self.active() is None:
            self.activate(stored.model_id)
        return stored

    def export(self, model_id: str, path: Path, told: Told = untold) -> Path:
        """Write a model as one ``.zip`` file: card, digest and weights; ``told`` of every byte, checked and then written.

        Raises:
            RegistryError: the model is damaged, or the file cannot be written; an existing file stays as it was.
        """
        model = self.get(model_id, told)
        names = [CARD, DIGEST, *(fold.weights for fold in model.card.folds)]
        model_file.write(model.folder, names, path, told)
        return path

    def import_file(self, path: Path, told: Told = untold) -> ModelCard:
        """Take in a model that ``export`` wrote. One that is here already is not doubled; a taken id gets the next number.

        ``told`` of every byte: unpacked, checked, copied and checked again.

        Raises:
            RegistryError: the file is no model of this program, is damaged, or was edited by hand.
        """
        self._make_folder()
        with tempfile.TemporaryDirectory(prefix=".importing-", dir=self.models_dir) as name:
            folder = Path(name)
            model_file.extract(path, folder, CARD, DIGEST, told)
            card = read_card(folder, None)
            check_weights(card, folder, told)
            digest = (folder / DIGEST).read_text(encoding="utf-8").strip()
            for held in self._folders():
                if (held / DIGEST).is_file() and (held / DIGEST).read_text(encoding="utf-8").strip() == digest:
                    return self.get(held.name).card
            taken = (self.models_dir / card.model_id).exists()
            card = replace(card, model_id="") if taken else card
            return self.add(card, {fold.weights: folder / fold.weights for fold in card.folds}, told)

    def _make_folder(self) -> None:
        try:
            self.models_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RegistryError(
                phrase("{folder} cannot be made ({reason}).", folder=self.models_dir, reason=error.strerror),
                self.models_dir,
            ) from error

    def _folders(self) -> tuple[Path, ...]:
        try:
            inside = sorted(self.models_dir.iterdir()) if self._is_folder(self.models_dir) else []
        except OSError as error:
            raise self._unread(error) from error
        return tuple(path for path in inside if ID.fullmatch(path.name) and self._is_folder(path))

    def _is_folder(self, path: Path) -> bool:
        try:
            return path.is_dir()
        except OSError as error:  # the drive fails; that there is nothing is no error
            raise self._unread(error) from error

    def _unread(self, error: OSError) -> RegistryError:
        words = phrase(
            "The models in {folder} cannot be read ({reason}): check its drive, then open the project again.",
            folder=self.models_dir,
            reason=error.strerror,
        )
        return RegistryError(words, self.models_dir)

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


def _filled(card: ModelCard, weights: Mapping[str, bytes | Path], folder: Path, told: Told) -> ModelCard:
    """The weights written to ``folder``, and the card with their checksums."""
    folds = []
    for fold in card.folds:
        given = weights.get(fold.weights)
        if given is None or not WEIGHTS_NAME.fullmatch(fold.weights):
            raise RegistryError(phrase("The model's {weights!r} is missing.", weights=fold.weights))
        target = folder / fold.weights
        if isinstance(given, bytes):
            target.write_bytes(given)
        else:
            with given.open("rb") as source, target.open("wb") as sink:
                model_file.copy(source, sink, told)
        digest = sha256_of(target, told)
        if fold.sha256 and fold.sha256 != digest:
            raise RegistryError(
                phrase(
                    "{weights} does not have the checksum that its card states. Fetch it again.", weights=fold.weights
                ),
                target,
            )
        folds.append(replace(fold, sha256=digest))
    return replace(card, folds=tuple(folds))
