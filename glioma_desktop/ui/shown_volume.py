"""A volume as a viewport shows it: in another plane, or moved by a link by hand. Each is made once a volume and kept with it."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

from glioma_desktop.annotation.annotation import HandLink
from glioma_desktop.study.planes import in_plane
from glioma_desktop.study.series import Orientation
from glioma_desktop.study.volume import Volume

Way = Orientation | HandLink
_made: WeakKeyDictionary[Volume, dict[Way, Volume | None]] = WeakKeyDictionary()


def shown_volume(volume: Volume, way: Way | None) -> Volume:
    """The volume in a plane, or where a link by hand puts it (None: as it is); always the same object for the same way."""
    if way is None:
        return volume
    known = _made.setdefault(volume, {})
    if way not in known:
        shown = _moved(volume, way) if isinstance(way, HandLink) else in_plane(volume, way)
        known[way] = None if shown is volume else shown  # kept as it is, it would keep itself alive
    return known[way] or volume


def _moved(volume: Volume, link: HandLink) -> Volume:
    affine = volume.affine.copy()
    affine[:3, 3] += link.offset_mm
    return replace(volume, affine=affine, frame_of_reference_uid=link.into)
