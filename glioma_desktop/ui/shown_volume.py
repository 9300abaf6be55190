"""A volume as a viewport shows it: in another plane. Each is made once and lives as long as the volume it shows."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from glioma_desktop.study.planes import in_plane
from glioma_desktop.study.series import Orientation
from glioma_desktop.study.volume import Volume

_made: WeakKeyDictionary[Volume, dict[Orientation, Volume | None]] = WeakKeyDictionary()


def shown_volume(volume: Volume, plane: Orientation | None) -> Volume:
    """The volume in a plane (None: its own); always the same object for the same volume and plane."""
    if plane is None:
        return volume
    known = _made.setdefault(volume, {})
    if plane not in known:
        shown = in_plane(volume, plane)
        known[plane] = None if shown is volume else shown  # kept as it is, it would keep itself alive
    return known[plane] or volume
