"""The errors that are the world's fault. Anything else that is raised is a bug.

GliomaError                 shown to the user as one calm sentence
+-- StudyReadError          a file, series or folder cannot be read
+-- CatalogueError          a folder cannot be searched for studies
+-- AnnotationError         an ROI, outline, mask, label table or project folder cannot be used
|   +-- StoreReadError      the annotation store cannot be opened or read
|   +-- StoreWriteError     an edit could not be committed (nothing before it is lost)
+-- ManifestError           a training run cannot be made from these patients
+-- RegistryError           a model in the registry is missing, damaged or was edited by hand
+-- WeightsError            weights are damaged, of another network, or fail their checksum
|   +-- NoWeightsError      there are none here: what to fetch, from where
+-- GradingError            this case cannot be graded; the message says why and what to do
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


class GliomaError(Exception):
    """Something in the world is wrong: a file, a disk, a choice. One sentence names it and the way out.

    Args:
        message: One calm sentence for the reader: what is wrong, with which file or patient (pseudonym), what to do.
        path: The file or folder concerned, if there is one. Never a patient's name.
        choices: What there is to choose from instead, complete where the sentence names only some.
    """

    def __init__(self, message: str, path: Path | str | None = None, choices: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = Path(path) if path is not None else None
        self.choices = tuple(choices)

    def to_json(self) -> dict[str, Any]:
        """The error as the command line prints it under ``{"error": ...}``; ``choices`` only where there are some."""
        found: dict[str, Any] = {
            "kind": type(self).__name__,
            "message": self.message,
            "path": None if self.path is None else str(self.path),
        }
        return {**found, "choices": list(self.choices)} if self.choices else found


class StudyReadError(GliomaError):
    """A file, series or folder cannot be read as MR images."""


class CatalogueError(GliomaError):
    """A folder cannot be searched for studies."""


class AnnotationError(GliomaError):
    """An ROI, outline, mask, label table or project folder cannot be used."""


class StoreReadError(AnnotationError):
    """The annotation store cannot be opened or read."""


class StoreWriteError(AnnotationError):
    """An edit could not be committed; everything committed before it is safe."""


class StoreBusyError(StoreWriteError):
    """Another program or window is writing into the store; the same can be tried again."""


class ManifestError(GliomaError):
    """A training run cannot be made from these patients."""


class RegistryError(GliomaError):
    """A model in the registry is missing, damaged or was edited by hand."""


class WeightsError(GliomaError):
    """Weights are damaged, belong to another network, or fail their checksum."""


class NoWeightsError(WeightsError):
    """There are no weights of this network here; the message says what to fetch. A run lists it and goes on."""


class GradingError(GliomaError):
    """This case cannot be graded; the message says why and what to do."""
