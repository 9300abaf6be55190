"""The project folder: one place that can be moved and backed up.

project.toml      what the project is: name, classes, outline region, box series, store, hold-out seed
annotations.db    the annotation store
models/ runs/ splits/
cache/            may be deleted at any time
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs
import tomli_w
from sqlalchemy.exc import SQLAlchemyError

from glioma_desktop.annotation.annotation import REGION_LABELS, Annotation, Region, StudyFacts
from glioma_desktop.annotation.database import backup, sentence_of
from glioma_desktop.annotation.pathology import days_after
from glioma_desktop.annotation.store import AnnotationStore
from glioma_desktop.annotation.whole_file import write_whole
from glioma_desktop.errors import AnnotationError
from glioma_desktop.grade import ProjectClasses
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import SEQUENCES, Study

FILE_NAME = "project.toml"
FOLDERS = ("models", "runs", "splits", "cache")
DEFAULT_STORE = "sqlite:///annotations.db"
KEY_BYTES = 32


@dataclass(frozen=True)
class ProjectConfig:
    """What a project is.

    Attributes:
        classes: Which WHO grades are low and high.
        outline_region: What a box holds 80 % of.
        box_series: The sequence that boxes are stored on.
        store_url: SQLAlchemy URL; a relative SQLite file lies in the project folder.
        hold_out_seed: The seed that the sealed patients are drawn with, once.
        synthetic: Every study in it is a phantom; said wherever its results are shown.
        show_labels: Pathology may be seen while annotating (default: hidden, so that boxes are drawn blind).
    """

    name: str
    classes: ProjectClasses = field(default_factory=ProjectClasses)
    outline_region: Region = "flair_abnormality"
    box_series: str = "t1ce"
    store_url: str = DEFAULT_STORE
    hold_out_seed: int = 0
    synthetic: bool = False
    show_labels: bool = False

    def to_toml(self) -> dict[str, Any]:
        """As written to ``project.toml``."""
        return {
            "name": self.name,
            "classes": self.classes.to_json(),
            "outline_region": self.outline_region,
            "box_series": self.box_series,
            "store_url": self.store_url,
            "hold_out_seed": self.hold_out_seed,
            "synthetic": self.synthetic,
            "show_labels": self.show_labels,
        }

    @classmethod
    def from_toml(cls, data: Mapping[str, Any], name: str) -> ProjectConfig:
        """The configuration in a parsed ``project.toml``; keys of a newer version are passed over, and stay in the file.

        Raises:
            ValueError, TypeError, KeyError: a value is not what it should be.
        """
        values = {k: v for k, v in data.items() if k in cls.__dataclass_fields__}
        values["name"] = str(values.get("name", name))
        if "classes" in values:
            values["classes"] = ProjectClasses.from_json(values["classes"])
        config = cls(**values)
        if config.outline_region not in REGION_LABELS:
            raise ValueError(f"outline_region {config.outline_region!r} is none of {', '.join(REGION_LABELS)}")
        if config.box_series not in SEQUENCES:
            raise ValueError(f"box_series {config.box_series!r} is none of {', '.join(SEQUENCES)}")
        if not isinstance(config.hold_out_seed, int):
            raise TypeError("hold_out_seed must be a whole number")
        return config


class Project:
    """An open project.

    Attributes:
        folder: Absolute.
        config: What ``project.toml`` says.
        store: The annotation store.
        key: The project's secret for keyed hashes; kept in the local store, never exported.
        strip_note: A word for the status strip ("" if all is usual).
    """

    def __init__(self, folder: Path, config: ProjectConfig) -> None:
        self.folder = folder.resolve()
        self.config = config
        self.store = AnnotationStore(config.store_url, self.folder)
        self.strip_note = self.store.note
        self.key = self.store.ensure_meta("project_key", secrets.token_bytes(KEY_BYTES))
        self.models_dir, self.runs_dir, self.splits_dir, self.cache_dir = (self.folder / name for name in FOLDERS)

    def writes_in(self, folder: Path) -> bool:
        """Whether a folder holds what the project writes itself: its store, models, runs, splits, cache."""
        inside = (self.models_dir, self.runs_dir, self.splits_dir, self.cache_dir)
        return folder == self.folder or any(folder.is_relative_to(one) for one in inside)

    @classmethod
    def create(cls, folder: Path, name: str | None = None, **settings: Any) -> Project:
        """Make a project in a folder, which is made when it is missing.

        Raises:
            AnnotationError: the folder holds a project already, or cannot be written.
        """
        folder = Path(folder)
        if (folder / FILE_NAME).exists():
            raise AnnotationError(phrase("{folder} holds a project already. Open it instead.", folder=folder), folder)
        config = ProjectConfig(name or folder.resolve().name, **settings)
        try:
            for part in FOLDERS:
                (folder / part).mkdir(parents=True, exist_ok=True)
            _write_toml(folder / FILE_NAME, config)
        except OSError as error:
            raise AnnotationError(
                phrase("A project cannot be made in {folder} ({reason}).", folder=folder, reason=error.strerror), folder
            ) from error
        return cls(folder, config)

    @classmethod
    def open(cls, folder: Path) -> Project:
        """Open a project.

        Raises:
            AnnotationError: the folder is no project, or its files are damaged; names the file and, if known, the line.
        """
        folder = Path(folder)
        path = folder / FILE_NAME
        try:
            config = ProjectConfig.from_toml(tomllib.loads(path.read_text(encoding="utf-8")), folder.name)
        except FileNotFoundError as error:
            raise AnnotationError(
                phrase(
                    "{folder} is not a project: {file} is missing. Make one with import-cohort, demo or File > New.",
                    folder=folder,
                    file=FILE_NAME,
                ),
                folder,
            ) from error
        except (OSError, UnicodeDecodeError, ValueError, TypeError, KeyError) as error:
            raise AnnotationError(
                phrase("{path} cannot be used: {reason}. Mend it or restore a backup.", path=path, reason=error), path
            ) from error
        try:
            for part in FOLDERS:
                (folder / part).mkdir(exist_ok=True)
        except OSError as error:
            if not all((folder / part).is_dir() for part in FOLDERS[:3]):
                raise AnnotationError(
                    phrase("The project {folder} cannot be written ({reason}).", folder=folder, reason=error.strerror),
                    folder,
                ) from error
        return cls(folder, config)

    @classmethod
    def open_default(cls) -> Project:
        """The project that exists without being asked for: of the last resort at first start. Made when missing."""
        folder = home() / "default-project"
        return cls.open(folder) if (folder / FILE_NAME).exists() else cls.create(folder, "My project")

    def backup(self, path: Path) -> None:
        """Copy the annotation store to ``path``, also while it is in use.

        Raises:
            AnnotationError: the copy failed; an existing file is unchanged.
        """
        try:
            backup(self.store.engine, Path(path))
        except (OSError, sqlite3.Error, SQLAlchemyError) as error:
            raise AnnotationError(
                sentence_of(phrase("The backup {name} cannot be written", name=Path(path).name), error), path
            ) from error

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def effective_facts(annotation: Annotation, study: Study) -> StudyFacts:
    """What is known of a study's time point: as a reader said, else from the dates.

    An MR later than the first specimen is after surgery, unless a reader said otherwise.
    """
    facts = annotation.studies.get(study.uid, StudyFacts())
    if facts.treatment_state != "unknown" or facts.treatment_source == "reader":
        return facts
    gaps = [days_after(study.date, s.date) for s in annotation.specimens.values() if s.kind != "autopsy"]
    if any(gap is not None and gap < 0 for gap in gaps):
        return StudyFacts("after_resection", "dates", facts.steroids)
    return facts


def home() -> Path:
    """Where the program keeps what belongs to nobody's project (``GLIOMA_HOME`` overrides it)."""
    given = os.environ.get("GLIOMA_HOME")
    return Path(given) if given else Path(platformdirs.user_data_dir("glioma-desktop", appauthor=False))


def _write_toml(path: Path, config: ProjectConfig) -> None:
    write_whole(path, tomli_w.dumps(config.to_toml()).encode("utf-8"))
