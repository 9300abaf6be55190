"""The persistent index of every folder that was opened: its files, studies and thumbnails, by paths relative to it.

It holds names and identifiers of patients and belongs to the account that opened them: private, beside the settings, in no
project. It is a memory, never the truth: whatever it says of a file holds while size and time of the file are the same.
"""

from __future__ import annotations

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.any_name import as_written, written
from glioma_desktop.study.file_facts import FolderFacts
from glioma_desktop.study.folder_listing import Listing
from glioma_desktop.study.index_file import IndexFile
from glioma_desktop.study.index_pack import packed_facts, packed_study, unpacked_facts, unpacked_study
from glioma_desktop.study.series import Series, Study, Unreadable, relative_place
from glioma_desktop.study.thumbnail_key import thumbnail_key

FILE_NAME = "catalogue.db"
MADE = 2
"""How studies are made of what is known of files: those that an earlier version made are made again."""


@dataclass(frozen=True)
class Opening:
    """What was found below a folder when it was last opened.

    Attributes:
        root: The folder.
        studies: By patient, date and uid.
        unreadable: What was passed over.
        masks: Outline files.
        folders: Names and stamps of the files that were there, by folder; compared in bulk.
    """

    root: Path
    studies: tuple[Study, ...]
    unreadable: tuple[Unreadable, ...]
    masks: tuple[Path, ...]
    folders: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def is_as(self, listings: Sequence[Listing]) -> bool:
        """No file has come, gone or changed."""
        return len(listings) == len(self.folders) and all(
            self.folders.get(one.folder) == ("/".join(one.names), one.stamps.tobytes()) for one in listings
        )

    def there(self) -> Iterator[Study]:
        """The studies whose first file is as it was: another disc may have been put in the place of the one that was opened."""
        known: dict[str, dict[str, tuple[int, int]]] = {}
        for study in self.studies:
            first = study.series[0].files[0].path
            folder = str(first.parent)
            if folder not in known:
                names, stamps = self.folders.get(folder, ("", b""))
                found = np.frombuffer(stamps, np.int64).reshape(2, -1).T.tolist()
                known[folder] = {
                    name: (size, time) for name, (size, time) in zip(names.split("/"), found, strict=False)
                }
            with suppress(OSError):
                info = first.stat()
                if known[folder].get(first.name) == (info.st_size, info.st_mtime_ns):
                    yield study


class RememberedFolder:
    """What is known of the files of a folder; unpacked when it is asked for."""

    def __init__(self, folder: str, names: str, stamps: bytes, facts: str) -> None:
        self._folder, self._stored, self._kept = folder, facts, (names, stamps)
        self._names = names.split("/")
        found = np.frombuffer(stamps, np.int64).reshape(2, -1).T.tolist()
        self._stamps = {name: (size, time) for name, (size, time) in zip(self._names, found, strict=True)}

    def has(self, name: str, stamp: tuple[int, int]) -> bool:
        """The file is as it was."""
        return self._stamps.get(name) == stamp and name not in self.facts.passing

    def stored_if(self, listing: Listing) -> str:
        """All that is known as it is kept; ``""`` when a file has come, gone or changed, or was read anew all the same."""
        same = self._kept == ("/".join(listing.names), listing.stamps.tobytes())
        return self._stored if same and not self.facts.passing else ""

    @property
    def stamps(self) -> dict[str, tuple[int, int]]:
        """Size in bytes and time of the last change in ns, by name."""
        return self._stamps

    @property
    def sizes(self) -> dict[str, int]:
        """In bytes, by name."""
        return {name: size for name, (size, _) in self._stamps.items()}

    @cached_property
    def facts(self) -> FolderFacts:
        """Of its files, as they were."""
        try:
            return unpacked_facts(self._folder, self._names, self._stored)
        except (ValueError, KeyError, IndexError, TypeError):
            return FolderFacts(passing=set(self._names))  # another version's: all are read


class CatalogueIndex:
    """The index in one file; without one that can be used every answer is empty and nothing is kept.

    Args:
        path: Of the file; its folder is made when something is kept.
    """

    def __init__(self, path: Path) -> None:
        self._file = IndexFile(path)
        self._sizes: dict[Path, dict[str, int]] = {}

    @property
    def note(self) -> str:
        """One sentence on what was wrong with the file, ``""`` when all is usual."""
        return self._file.note

    def opening(self, root: Path) -> Opening | None:
        """What was found below a folder when it was last opened to the end; None when it never was, or not by this version."""
        found = None
        with self._file.reading() as connection:
            row = (
                connection
                and connection.execute(
                    "SELECT id, passed FROM roots WHERE path = ? AND complete", (written(str(root)),)
                ).fetchone()
            )
            passed = json.loads(row[1]) if connection and row else {}
            if connection and row and passed.get("made") == MADE:
                studies = tuple(self._studies(connection, row[0], root))
                folders = {
                    _at(str(root), as_written(place)): (as_written(names), stamps)
                    for place, names, stamps in connection.execute(
                        "SELECT place, names, stamps FROM folders WHERE root = ?", (row[0],)
                    )
                }
                unreadable = tuple(Unreadable(root / place, why) for place, why in passed["unreadable"])
                found = Opening(root, studies, unreadable, tuple(root / place for place in passed["masks"]), folders)
        return found

    @staticmethod
    def _studies(connection: sqlite3.Connection, number: int, root: Path) -> Iterator[Study]:
        query = "SELECT data, uid, patient, name, sex, date FROM studies WHERE root = ? ORDER BY number"
        for data, *identity in connection.execute(query, (number,)):
            yield unpacked_study(data, root, *map(as_written, identity))

    def folders_below(self, root: Path) -> dict[str, RememberedFolder]:
        """What is known of the folders at and below a path, by their path, whichever folder was opened to learn it."""
        wanted, found = str(root), {}
        with self._file.reading() as connection:
            if connection is not None:
                for number, stored in connection.execute("SELECT id, path FROM roots ORDER BY opened").fetchall():
                    path = as_written(stored)
                    if not (_is_below(path, wanted) or _is_below(wanted, path)):
                        continue
                    for place, names, stamps, facts in connection.execute(
                        "SELECT place, names, stamps, facts FROM folders WHERE root = ?", (number,)
                    ):
                        folder = _at(path, as_written(place))
                        if _is_below(folder, wanted):
                            found[folder] = RememberedFolder(folder, as_written(names), stamps, facts)
        return found

    def keep(self, root: Path, learned: Sequence[tuple[Listing, FolderFacts]], opening: Opening | None) -> None:
        """Remember what a scan has learned.

        Args:
            root: What was opened.
            learned: Folders that were looked through.
            opening: All there is below ``root``; None when the scan was stopped, or looked at some of it only.
        """
        home = written(str(root))
        folders = [
            (written(relative_place(one.folder, root)), written("/".join(one.names)), one.stamps.tobytes(),
             packed_facts(one.names, facts)) for one, facts in learned if one.whole
        ]  # fmt: skip
        studies = [] if opening is None else [
            (number, written(one.uid), written(one.patient_id), one.patient_name, one.sex, one.date, packed_study(one, root))
            for number, one in enumerate(opening.studies)
        ]  # fmt: skip
        passed = {
            "made": MADE,
            "unreadable": [[relative_place(str(one.path), root), one.reason] for one in opening.unreadable]
            if opening
            else [],
            "masks": [relative_place(str(path), root) for path in opening.masks] if opening else [],
        }
        if not folders and opening is None:
            return
        with self._file.writing() as connection:
            if connection is None:
                return
            number = _root_number(connection, home, opening is not None, json.dumps(passed))
            if opening is not None:
                connection.execute("DELETE FROM folders WHERE root = ?", (number,))
                connection.execute("DELETE FROM studies WHERE root = ?", (number,))
            connection.executemany(f"INSERT OR REPLACE INTO folders VALUES ({number}, ?, ?, ?, ?)", folders)
            connection.executemany(f"INSERT INTO studies VALUES ({number}, ?, ?, ?, ?, ?, ?, ?)", studies)

    def roots(self) -> list[Path]:
        """Every folder that was opened, the last one first."""
        found: list[Path] = []
        with self._file.reading() as connection:
            if connection is not None:
                rows = connection.execute("SELECT path FROM roots ORDER BY opened DESC")
                found = [Path(as_written(path)) for (path,) in rows]
        return found

    def size_of(self, path: Path) -> int | None:
        """The size of a file when its folder was last opened; None when it never was."""
        known = self._sizes.get(path.parent)
        if known is None:
            remembered = self.folders_below(path.parent).get(str(path.parent))
            known = self._sizes[path.parent] = {} if remembered is None else remembered.sizes
        return known.get(path.name)

    def moved(self, old: Path, new: Path) -> None:
        """A folder lies elsewhere now: what was known of all that is gone with it is known there."""
        with self._file.writing() as connection:
            if connection is None:
                return
            for table in ("roots", "thumbnails"):
                rows = [(as_written(path),) for (path,) in connection.execute(f"SELECT path FROM {table}")]
                for path in sorted({path for (path,) in rows if _is_below(path, str(old)) and not Path(path).exists()}):
                    target = _at(str(new), relative_place(path, old))
                    names = written(target), written(path)
                    connection.execute(f"UPDATE OR REPLACE {table} SET path = ? WHERE path = ?", names)

    # --- thumbnails -------------------------------------------------------------------------------------------------

    def thumbnail(self, series: Series) -> NDArray[np.uint8] | None:
        """The picture of a series kept for its middle slice's file as it is now: uint8 ``[n, n]``."""
        picture, key = None, thumbnail_key(series, self.size_of)
        if key is not None:
            with self._file.reading() as connection:
                row = (
                    connection
                    and connection.execute(
                        "SELECT picture FROM thumbnails WHERE (path, frame, size, time) = (?, ?, ?, ?)", key
                    ).fetchone()
                )
                if row:
                    pixels = np.frombuffer(zlib.decompress(row[0]), np.uint8)
                    side = round(pixels.size**0.5)
                    picture = pixels.reshape(side, side)
        return picture

    def keep_thumbnails(self, pictures: Sequence[tuple[Series, NDArray[np.uint8]]]) -> None:
        """Keep the pictures, uint8 ``[n, n]``, of some series."""
        rows = [
            (*key, zlib.compress(picture.tobytes(), 1))
            for one, picture in pictures
            if (key := thumbnail_key(one, self.size_of))
        ]
        if not rows:
            return
        with self._file.writing() as connection:
            if connection is not None:
                connection.executemany("INSERT OR REPLACE INTO thumbnails VALUES (?, ?, ?, ?, ?)", rows)


def _root_number(connection: sqlite3.Connection, path: str, complete: bool, passed: str) -> int:
    now = datetime.now(UTC).isoformat()
    connection.execute(
        "INSERT INTO roots (path, opened, complete, passed) VALUES (?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET "
        "opened = excluded.opened, complete = excluded.complete, passed = excluded.passed",
        (path, now, complete, passed),
    )
    return int(connection.execute("SELECT id FROM roots WHERE path = ?", (path,)).fetchone()[0])


def _at(root: str, place: str) -> str:
    return os.path.join(root, *place.split("/")) if place else root  # noqa: PTH118 - thousands of them


def _is_below(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)
