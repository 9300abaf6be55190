"""What is in a ZIP or tar archive: its members, read one after the other, with the hostile ones left out and named."""

from __future__ import annotations

import gzip
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, cast

from glioma_desktop.errors import CatalogueError
from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.archive_names import letters_of, once, read_name, safe_place

ZIP, TAR = (".zip",), (".tar", ".tar.gz", ".tgz")
OTHERS = {b"7z\xbc\xaf\x27\x1c": "7-Zip", b"Rar!\x1a\x07": "RAR"}
MOST_LISTED = 32 << 20
"""Bytes of the list of members at the end of a ZIP: some 300,000 files."""
BOMB_BYTES, BOMB_RATIO = 1 << 30, 100
"""Images shrink to a half or a tenth; what grows a hundredfold to more than this is no archive of images."""
DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    struct.error,
    ValueError,
    OverflowError,
)
"""What the standard library raises for damaged archives."""
MOST_AT_ONCE = 8 << 20
"""Bytes that are read of a tar at once: its library reads long names as a whole, however long they claim to be."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
"""Those whose unpacking takes little memory, whatever a file claims."""
_ENCRYPTED, _UTF8, _LINK = 0x1, 0x800, 0o120000


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    Attributes:
        name: As it is written there.
        place: Where it goes below the archive's folder.
        size: Unpacked, as the archive says.
        open: Its bytes.
    """

    name: str
    place: tuple[str, ...]
    size: int
    open: Callable[[], IO[bytes]]


@dataclass
class Contents:
    """An open archive.

    Attributes:
        total: How many files there are; 0 when that is known only at the end.
        members: The files, folder by folder where the archive can be read in any order; once.
        by_folder: They come so.
        refused: What was left out, with the reason.
    """

    total: int
    members: Iterator[Member]
    by_folder: bool
    refused: dict[str, Phrase] = field(default_factory=dict)


def is_archive(path: Path) -> bool:
    """Whether a file is opened as an archive: by its name, or as a ZIP by its first bytes.

    Raises:
        CatalogueError: it is one of a kind that is not read.
    """
    name = path.name.lower()
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError:
        return False  # told when it is read
    for mark, kind in OTHERS.items():
        if start.startswith(mark):
            raise CatalogueError(
                phrase(
                    "{name} is a {kind} archive, which this program does not read: unpack it and open the folder.",
                    name=path.name,
                    kind=kind,
                ),
                path,
            )
    return name.endswith((*ZIP, *TAR)) or start.startswith(b"PK\x03\x04")


@contextmanager
def opened(path: Path) -> Iterator[Contents]:
    """An archive's contents, while it is open.

    Raises:
        CatalogueError: it cannot be read, is encrypted, damaged, or would fill the disc.
    """
    with ExitStack() as stack:
        try:
            contents = _tar(path, stack) if path.name.lower().endswith(TAR) else _zip(path, stack)
        except NotImplementedError as error:  # a list of members of a later version of ZIP
            raise CatalogueError(unknown_way(path.name), path) from error
        except DAMAGE as error:
            raise CatalogueError(damaged(path), path) from error
        except OSError as error:
            raise CatalogueError(unread(path, error), path) from error
        yield contents


def damaged(path: Path) -> Phrase:
    """The sentence about an archive that makes no sense."""
    return phrase("{name} is damaged or cut off: copy it again from its source.", name=path.name)


def unknown_way(name: str) -> Phrase:
    """The sentence about an archive, or a member of one, that is packed by a method that is not known here."""
    return phrase(
        "{name} is packed in a way that this program does not read: unpack the archive and open the folder.", name=name
    )


def _cut_off(path: Path, files: int) -> Phrase:
    if files == 0:
        return damaged(path)
    if files == 1:
        return phrase(
            "{name} is damaged or cut off after its first file: copy it again from its source.", name=path.name
        )
    return phrase(
        "{name} is damaged or cut off after {count} files: copy it again from its source.", name=path.name, count=files
    )


def unread(path: Path, error: OSError) -> Phrase:
    """The sentence about an archive that its disc does not give."""
    if isinstance(error, FileNotFoundError):
        return phrase("{name} is no longer where it was: open it where it is now.", name=path.name)
    if isinstance(error, PermissionError):
        return phrase("{name} may not be read: ask for permission to open it.", name=path.name)
    if error.errno is None:
        return damaged(path)  # the library's word for a wrong beginning
    reason = error.strerror or phrase("read error")
    return phrase("{name} cannot be read from its disc: {reason}.", name=path.name, reason=reason)


def check_growth(path: Path, packed: int, unpacked: int, name: str = "") -> None:
    """Refuse what grows as no images do.

    Args:
        path: The archive.
        packed: Its bytes.
        unpacked: The bytes it holds, or those that have come so far.
        name: What is said of it; its own.

    Raises:
        CatalogueError: it does.
    """
    if unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * packed:
        raise CatalogueError(
            phrase(
                "{name} would grow to more than {gib:.0f} GiB, which no archive of images does: it was not unpacked.",
                name=name or path.name,
                gib=unpacked / (1 << 30),
            ),
            path,
        )


def _zip(path: Path, stack: ExitStack) -> Contents:
    packed = path.stat().st_size
    if _listed(path) > MOST_LISTED:
        raise CatalogueError(
            phrase("{name} lists more files than an archive of images holds: it was not unpacked.", name=path.name),
            path,
        )
    file = stack.enter_context(zipfile.ZipFile(path))
    infos = [info for info in file.infolist() if not info.is_dir()]
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise CatalogueError(
            phrase(
                "{name} is locked with a password: unpack it with the password and open the folder.", name=path.name
            ),
            path,
        )
    check_growth(path, packed, sum(info.file_size for info in infos))
    contents = Contents(0, iter(()), True)
    members, taken = [], set[str]()
    letters = letters_of([info.filename for info in infos if not info.flag_bits & _UTF8])
    for info in infos:
        name = info.filename if info.flag_bits & _UTF8 else read_name(info.filename, letters)
        place = _accepted(name, info.external_attr >> 16 & 0o170000 == _LINK, taken, contents)
        if place and info.compress_type not in METHODS:
            contents.refused[name] = unknown_way(place[-1])
        elif place:
            members.append(Member(name, place, info.file_size, partial(file.open, info)))
    members.sort(key=lambda one: (one.place[:-1], one.place[-1]))
    contents.total, contents.members = len(members), iter(members)
    return contents


def _listed(path: Path) -> int:
    """The length of the list of members as the end of a ZIP says it; 0 when there is no end."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 70_000))
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return 0
    size = int(struct.unpack_from("<I", tail, end + 12)[0])
    large = tail.rfind(b"PK\x06\x06")
    if 0 <= large <= len(tail) - 56:
        stated = int(struct.unpack_from("<Q", tail, large + 40)[0])
        size = stated if size == 0xFFFFFFFF else max(size, stated)  # the library believes the larger list in any case
    return size


def _tar(path: Path, stack: ExitStack) -> Contents:
    bytes_of: IO[bytes] = stack.enter_context(path.open("rb"))
    packed = bytes_of.read(2) == b"\x1f\x8b"
    bytes_of.seek(0)
    if packed:
        bytes_of = cast("IO[bytes]", stack.enter_context(gzip.GzipFile(fileobj=bytes_of)))
    pieces = _InPieces(bytes_of)
    file = stack.enter_context(tarfile.open(fileobj=cast("IO[bytes]", pieces), mode="r:"))  # noqa: SIM115 - the stack closes it
    contents = Contents(0, iter(()), False)
    contents.members = _tar_members(file, pieces, path, contents)
    return contents


def _tar_members(file: tarfile.TarFile, pieces: _InPieces, path: Path, contents: Contents) -> Iterator[Member]:
    """The members up to the end, or to where the archive is damaged."""
    taken, size, count, last = set[str](), 0, 0, -1
    packed = path.stat().st_size
    while True:
        try:
            info = file.next()
            if info is None and pieces.last != bytes(tarfile.BLOCKSIZE):
                raise tarfile.ReadError("it has no end")  # which the library takes for one
            if info is not None and (info.size < 0 or info.offset <= last):
                raise tarfile.ReadError("it leads back into itself")
        except (*DAMAGE, OSError):
            contents.refused[path.name] = _cut_off(path, count)
            return
        if info is None:
            return
        size, count, last = size + info.size, count + (not info.isdir()), info.offset
        check_growth(path, packed, size)
        file.members = []  # type: ignore[attr-defined]  # a list of all of them is kept otherwise
        if not info.isdir():
            place = _accepted(info.name, not info.isreg(), taken, contents)
            if place:
                yield Member(info.name, place, info.size, partial(_bytes_of, file, info))


class _InPieces:
    """The bytes of a tar, never too many of them at once.

    Attributes:
        last: Those read last.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.last = file, b""
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes."""
        if not 0 <= size <= MOST_AT_ONCE:
            raise ValueError("more than a name takes")
        self.last = self._file.read(size)
        return self.last


def _bytes_of(file: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    found = file.extractfile(info)
    assert found is not None, "links were left out"
    return found


def _accepted(name: str, is_link: bool, taken: set[str], contents: Contents) -> tuple[str, ...]:
    """The place of a member; empty when it is left out."""
    place = () if is_link else safe_place(name)
    if place is None:
        shown = name if len(name) <= 60 else f"…{name[-60:]}"
        contents.refused[name] = phrase("{name} names a place outside of its archive and was left out.", name=shown)
    return once(place, taken) if place else ()
