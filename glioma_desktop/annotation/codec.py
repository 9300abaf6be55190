"""Facts as JSON and back: what an event carries at each address."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields, is_dataclass
from typing import Any

import numpy as np

from glioma_desktop.annotation.annotation import (
    Address,
    Annotation,
    Box,
    CaseState,
    HandLink,
    Lesion,
    Outline,
    StudyFacts,
)
from glioma_desktop.annotation.measurement import Measurement
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.errors import StoreReadError
from glioma_desktop.phrase import phrase


@contextmanager
def intact() -> Iterator[None]:
    """What is stored is taken apart in here; a file that is damaged inside is said in one sentence.

    Raises:
        StoreReadError: an entry is not what this program writes.
    """
    try:
        yield
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        MemoryError,
        RecursionError,
        zlib.error,
    ) as error:
        reason = phrase("The annotation store holds a damaged entry: restore a backup (File > Open project).")
        raise StoreReadError(reason) from error


def to_value(fact: Any) -> Any:
    """The JSON value of a typed fact; JSON values pass through."""
    if isinstance(fact, Outline):
        return outline_to_json(fact)
    if hasattr(fact, "to_json"):
        return fact.to_json()
    if is_dataclass(fact) and not isinstance(fact, type):
        return asdict(fact)
    return fact


def outline_to_json(outline: Outline) -> dict[str, Any]:
    """An outline as JSON: the packed bits of its bounding box, deflated."""
    rows, columns = np.flatnonzero(outline.mask.any(axis=1)), np.flatnonzero(outline.mask.any(axis=0))
    window = (
        [0, 0, 0, 0] if rows.size == 0 else [int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1]
    )
    part = outline.mask[window[0] : window[1], window[2] : window[3]]
    return {
        "shape": list(outline.mask.shape),
        "window": window,
        "bits": base64.b64encode(zlib.compress(np.packbits(part).tobytes())).decode("ascii"),
        "region": outline.region,
        "origin": outline.origin,
        "polygon": [[list(vertex) for vertex in part_] for part_ in outline.polygon],
        "reader": outline.reader,
        "grade_visible": outline.grade_visible,
    }


def outline_from_json(data: Mapping[str, Any]) -> Outline:
    """The outline written by ``outline_to_json``."""
    r0, r1, c0, c1 = data["window"]
    bits = np.frombuffer(zlib.decompress(base64.b64decode(data["bits"])), np.uint8)
    mask = np.zeros(tuple(data["shape"]), bool)
    mask[r0:r1, c0:c1] = np.unpackbits(bits, count=(r1 - r0) * (c1 - c0)).reshape(r1 - r0, c1 - c0).astype(bool)
    mask.setflags(write=False)
    return Outline(
        mask,
        data["region"],
        data["origin"],
        tuple(tuple((float(r), float(c)) for r, c in part) for part in data.get("polygon", ())),
        data.get("reader", ""),
        bool(data.get("grade_visible", False)),
    )


def _known(cls: type) -> Callable[[Mapping[str, Any]], Any]:
    names = {f.name for f in fields(cls)}
    return lambda data: cls(**{k: v for k, v in data.items() if k in names})


def to_annotation(patient: str, revision: int, state: Mapping[Address, Any]) -> Annotation:
    """The typed view of a folded state."""
    boxes, outlines, lesions, studies, specimens, measurements = {}, {}, {}, {}, {}, {}
    sequences: dict[str, str] = {}
    derived: dict[str, Any] = {}
    grown: dict[str, Any] = {}
    people: dict[str, Any] | None = None
    links: dict[str, HandLink] = {}
    seen, empty, case = set(), set(), CaseState()
    for address, value in state.items():
        match address:
            case ("box", series, lesion, k):
                boxes[(series, lesion, int(k))] = Box.from_json(value)
            case ("outline", series, lesion, region, k):
                outlines[(series, lesion, region, int(k))] = outline_from_json(value)
            case ("lesion", lesion):
                lesions[lesion] = _known(Lesion)(value)
            case ("seen", series, k):
                seen.add((series, int(k)))
            case ("no_tumour", series, k):
                empty.add((series, int(k)))
            case ("sequence", series):
                sequences[series] = value
            case ("study", study):
                studies[study] = _known(StudyFacts)(value)
            case ("specimen", specimen):
                specimens[specimen] = Specimen.from_json(value)
            case ("measure", series, id_):
                measurements[(series, id_)] = Measurement.from_json(value)
            case ("derived", series):
                derived[series] = value
            case ("people",):
                people = value
            case ("grown", series):
                grown[series] = value
            case ("link", frame):
                links[frame] = HandLink.from_json(value)
            case ("case",):
                case = _known(CaseState)(value)
            case _:
                continue  # written by a newer version; kept in the log, not shown
    return Annotation(
        patient, revision, boxes, outlines, lesions, frozenset(empty), frozenset(seen), sequences, studies, specimens, case,
        measurements, derived, links, grown, people,
    )  # fmt: skip


def pack(changes: list[tuple[Address, Any, Any]]) -> bytes:
    """Changes as stored: deflated JSON."""
    return zlib.compress(json.dumps([[list(a), b, c] for a, b, c in changes], separators=(",", ":")).encode())


def unpack(data: bytes) -> tuple[tuple[Address, Any, Any], ...]:
    """The changes written by ``pack``."""
    return tuple((tuple(a), b, c) for a, b, c in json.loads(zlib.decompress(data)))
