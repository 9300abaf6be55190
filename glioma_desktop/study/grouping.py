"""The images of one DICOM series -> the stacks in it: one orientation, one echo, one image a position, in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from glioma_desktop.phrase import phrase
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.directions import Directions
from glioma_desktop.study.stack_geometry import image_normal, positions_along

SAME_POSITION_MM = 0.01
ECHO_STEP_MS = 0.1
# What tells two images at one position apart, most telling first; the words are for the warning.
_TELLING: tuple[tuple[str, Callable[[DicomHeader], Hashable]], ...] = (
    (phrase("descriptions"), lambda h: (h.description, h.protocol, h.series_number)),
    (phrase("contrast agent"), lambda h: h.contrast_agent),
    (phrase("inversion time"), lambda h: h.inversion_time_ms),
    (phrase("repetition time"), lambda h: h.repetition_time_ms),
    ("", lambda h: h.temporal),
    ("", lambda h: h.acquisition),
)
_KINDS = {
    "size": phrase("image sizes"),
    "grid": phrase("kinds of image that do not fit together (pixel size, frame of reference, grey scale or position)"),
    "orientation": phrase("orientations"),
    "type": phrase("kinds of image"),
    "b": phrase("diffusion weightings"),
}


@dataclass(frozen=True, slots=True)
class Stack:
    """Images that make one volume, in volume order.

    Attributes:
        suffix: What the uid of this stack gets: ``""`` for the first one of a series, else ``/echo2``,
            ``/orientation3``, ...
        headers: The images by increasing projection of their position on row x column.
        warnings: What was found while grouping, one sentence each.
    """

    suffix: str
    headers: tuple[DicomHeader, ...]
    warnings: tuple[str, ...] = ()


def stacks_of(headers: Sequence[DicomHeader]) -> list[Stack]:
    """Split the images of one series into stacks.

    Images stored twice (one SOP Instance UID, position and number) are left out once. The series is then split by image
    size, colour, what makes images fit one grid (pixel size, frame of reference, grey scale, modality, having a position),
    orientation, echo time, image type (magnitude, phase, ...) and diffusion weighting; images that still share a position
    are kept apart.
    """
    kept, dropped = _without_copies(headers)
    general = [dropped] if dropped else []
    parts: list[Stack] = [Stack("", tuple(kept))]
    for word, split in (
        ("size", lambda hs: _by_key(hs, lambda h: (-h.rows * h.columns, h.rows, h.samples))),
        ("grid", _by_grid),
        ("orientation", _by_orientation),
        ("echo", _by_echo),
        ("type", lambda hs: _by_key(hs, _kind)),
        ("b", lambda hs: _by_key(hs, lambda h: h.b_value or 0.0)),
        ("volume", _by_repeat),
    ):
        parts = [piece for part in parts for piece in _split(part, word, split)]
    return [replace(part, headers=_ordered(part.headers), warnings=(*general, *part.warnings)) for part in parts]


def _split(
    part: Stack, word: str, split: Callable[[Sequence[DicomHeader]], list[list[DicomHeader]]]
) -> Iterable[Stack]:
    pieces = split(part.headers)
    difference = _difference(pieces) if word == "volume" and len(pieces) > 1 else ""
    for number, piece in enumerate(pieces, start=1):
        suffix = part.suffix if number == 1 else f"{part.suffix}/{word}{number}"
        warnings = part.warnings
        if len(pieces) > 1:
            warnings = (*warnings, _split_sentence(word, number, len(pieces), piece, difference))
        yield Stack(suffix, tuple(piece), warnings)


def _split_sentence(word: str, number: int, count: int, piece: Sequence[DicomHeader], difference: str) -> str:
    if word == "echo":
        time = piece[0].echo_time_ms
        if time is None:
            return phrase(
                "The series holds {count} echo times and was split: this is echo {number}.", count=count, number=number
            )
        return phrase(
            "The series holds {count} echo times and was split: this is echo {number}, TE {time:g} ms.",
            count=count,
            number=number,
            time=time,
        )
    if word == "volume":
        return phrase(
            "{count} images lie at one position and were kept apart as {count} volumes; this is number {number}: "
            "{difference}.",
            count=count,
            number=number,
            difference=difference,
        )
    return phrase(
        "The series holds {count} {what} and was split: this is number {number}.",
        count=count,
        what=_KINDS[word],
        number=number,
    )


def _difference(pieces: list[list[DicomHeader]]) -> str:
    first = [piece[0] for piece in pieces]
    for what, key in _TELLING:
        if len({key(h) for h in first}) > 1 and what:
            return phrase("they differ in their {what}", what=what)
    if len({h.temporal for h in first}) > 1 or len({h.acquisition for h in first}) > 1:
        return phrase("they were acquired one after the other")
    if len({h.acquisition_time for h in first}) > 1:
        return phrase("they were acquired at different times")
    return phrase("nothing in the headers tells them apart, so they may be duplicates")


def _without_copies(headers: Sequence[DicomHeader]) -> tuple[list[DicomHeader], str]:
    seen: set[Hashable] = set()
    kept: list[DicomHeader] = []
    for header in sorted(headers, key=lambda h: (str(h.path), h.frame)):
        # A careless anonymiser gives one UID to all: what lies elsewhere, or counts differently, is no copy.
        name = (header.sop_uid, header.position, header.instance) if header.sop_uid else str(header.path)
        key: Hashable = (name, header.frame)
        if key not in seen:
            seen.add(key)
            kept.append(header)
    count = len(headers) - len(kept)
    return kept, _copies_sentence(count) if count else ""


def _copies_sentence(count: int) -> str:
    if count == 1:
        return phrase("1 image is stored twice in this folder (same SOP Instance UID); the copies were left out.")
    return phrase(
        "{count} images are stored twice in this folder (same SOP Instance UID); the copies were left out.", count=count
    )


def _by_key(headers: Sequence[DicomHeader], key: Callable[[DicomHeader], Any]) -> list[list[DicomHeader]]:
    groups: dict[Any, list[DicomHeader]] = defaultdict(list)
    for header in headers:
        groups[key(header)].append(header)
    return [groups[name] for name in sorted(groups)]


def _kind(header: DicomHeader) -> tuple[int, str]:
    # The part of ImageType that tells magnitude from phase; magnitude first.
    part = header.image_type[2].upper() if len(header.image_type) > 2 else ""
    derived = header.image_type[3].upper() if len(header.image_type) > 3 and part in ("DIFFUSION", "") else ""
    return (0 if part.startswith("M") else 1, f"{part} {derived}".strip())


def _by_grid(headers: Sequence[DicomHeader]) -> list[list[DicomHeader]]:
    frames = {h.frame_of_reference_uid for h in headers}
    told = len(frames) < len(headers)  # one for every image is a quirk of anonymisers

    def key(header: DicomHeader) -> Hashable:
        spacing = header.pixel_spacing_mm
        return (
            header.modality, header.inverted, header.position is None, header.frame_of_reference_uid if told else "",
            None if spacing is None else tuple(round(mm, 3) for mm in spacing),
        )  # fmt: skip

    groups: dict[Hashable, list[DicomHeader]] = defaultdict(list)
    for header in headers:
        groups[key(header)].append(header)
    return sorted(groups.values(), key=lambda g: (-len(g), _first_instance(g)))


def _by_orientation(headers: Sequence[DicomHeader]) -> list[list[DicomHeader]]:
    groups: list[list[DicomHeader]] = []
    directions = Directions()
    for header in headers:
        number = directions.number_of(header.orientation)
        if number == len(groups):
            groups.append([])
        groups[number].append(header)
    return sorted(groups, key=lambda g: (-len(g), _first_instance(g)))


def _first_instance(headers: Sequence[DicomHeader]) -> tuple[int, str]:
    return min((h.instance if h.instance is not None else h.frame, h.sop_uid) for h in headers)


def _by_echo(headers: Sequence[DicomHeader]) -> list[list[DicomHeader]]:
    groups: list[list[DicomHeader]] = []
    last: float | None = None
    for header in sorted(headers, key=lambda h: -1.0 if h.echo_time_ms is None else h.echo_time_ms):
        time = header.echo_time_ms
        same = groups and (time is None or last is None or time - last <= ECHO_STEP_MS)
        if groups and same and (time is None) == (groups[-1][0].echo_time_ms is None):
            groups[-1].append(header)
        else:
            groups.append([header])
        last = time
    # An echo time on every slice is a quirk of some exports, not as many echoes: several slices must share one.
    return groups if len(groups) <= max(1, len(headers) // 2) or _positions_repeat(headers) else [list(headers)]


def _positions_repeat(headers: Sequence[DicomHeader]) -> bool:
    return len({h.position for h in headers}) < len(headers)


def _by_repeat(headers: Sequence[DicomHeader]) -> list[list[DicomHeader]]:
    """The first image at every position, the second at every position, ...; images without a position stay together."""
    if any(h.position is None or h.orientation is None for h in headers):
        return [list(headers)]
    along = positions_along(headers)
    order = sorted(range(len(headers)), key=lambda i: (along[i], *_moment(headers[i])))
    clusters: list[list[int]] = []
    for index in order:
        if clusters and along[index] - along[clusters[-1][0]] <= SAME_POSITION_MM:
            clusters[-1].append(index)
        else:
            clusters.append([index])
    count = max(len(cluster) for cluster in clusters)
    if count == 1:
        return [list(headers)]
    told = _told_apart(headers, clusters, count)
    if told is not None:
        return told
    volumes: list[list[DicomHeader]] = [[] for _ in range(count)]
    for cluster in clusters:
        for number, index in enumerate(sorted(cluster, key=lambda i: _moment(headers[i]))):
            volumes[number].append(headers[index])
    return volumes


def _told_apart(
    headers: Sequence[DicomHeader], clusters: Sequence[Sequence[int]], count: int
) -> list[list[DicomHeader]] | None:
    """``count`` volumes by the first thing the headers say that puts no two images at one position; else None."""
    for _, key in _TELLING:
        if any(len({key(headers[i]) for i in cluster}) < len(cluster) for cluster in clusters):
            continue
        groups: dict[Hashable, list[DicomHeader]] = defaultdict(list)
        for header in headers:
            groups[key(header)].append(header)
        if len(groups) == count:
            return sorted(groups.values(), key=lambda g: min(_moment(h) for h in g))
    return None


def _moment(header: DicomHeader) -> tuple[int, int, str, int, int, str]:
    return (
        header.temporal or 0,
        header.acquisition or 0,
        header.acquisition_time,
        header.instance or 0,
        header.frame,
        header.sop_uid,
    )


def _ordered(headers: Sequence[DicomHeader]) -> tuple[DicomHeader, ...]:
    if all(h.position is not None for h in headers) and image_normal(headers[0]) is not None:
        along = positions_along(headers)
        return tuple(headers[i] for i in sorted(range(len(headers)), key=lambda i: (along[i], *_moment(headers[i]))))
    if all(h.slice_location_mm is not None for h in headers):
        return tuple(sorted(headers, key=lambda h: (h.slice_location_mm or 0.0, h.instance or 0, h.sop_uid)))
    return tuple(sorted(headers, key=lambda h: (h.instance or 0, h.frame, h.sop_uid)))
