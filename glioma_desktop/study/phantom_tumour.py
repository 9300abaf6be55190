"""Phantom gliomas: where they lie, how they grow, what they show in each sequence.

Drawn so that the grade is hard to tell: enhancement and necrosis are usual in high grades and possible in low ones, some high
grades show neither, and sizes overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from glioma_desktop.study.phantom_head import Head
from glioma_desktop.study.phantom_space import Field, Grid, Part, Points, smooth_noise, soft
from glioma_desktop.study.phantom_tissue import Picture

Enhancement = Literal["none", "faint", "patchy", "ring"]
# Frontal, superior frontal, parietal, temporal, insular, parieto-occipital: x to one side, y to the back, z up, in mm.
_PLACES = ((27, -42, 20), (24, -24, 42), (30, 34, 38), (46, 8, 2), (38, -6, 10), (28, 50, 20))
_SHARES: dict[str, dict[Enhancement, float]] = {
    "low": {"none": 0.65, "faint": 0.22, "patchy": 0.13, "ring": 0.0},
    "high": {"none": 0.11, "faint": 0.14, "patchy": 0.35, "ring": 0.40},
}


@dataclass(frozen=True)
class Tumour:
    """What one tumour is like.

    Attributes:
        grade: WHO grade, 2 to 4.
        centre_mm: In head space.
        radius_mm: Of the FLAIR abnormality, about.
        stretch: Relative half axes along x, y and z.
        lobes: How lobulated the border is.
        border_mm: Width of the border on FLAIR.
        core: Radius of the solid part relative to the abnormality.
        enhancement: Its kind after contrast.
        strength: Of the enhancement, 0..1.
        necrosis: Radius of the necrotic middle relative to the core.
        cyst: A fluid-filled part.
        blood: Old blood, bright on T1.
        mixed: How mixed the signal within is.
        swelling: How far surroundings are pushed away.
    """

    grade: int
    centre_mm: tuple[float, float, float]
    radius_mm: float
    stretch: tuple[float, float, float]
    lobes: float
    border_mm: float
    core: float
    enhancement: Enhancement
    strength: float
    necrosis: float
    cyst: bool
    blood: bool
    mixed: float
    swelling: float

    @classmethod
    def draw(
        cls, random: np.random.Generator, grade: int, kind_at: float | None = None, size_at: float | None = None
    ) -> Tumour:
        """A tumour of a WHO grade at random.

        Args:
            random: Draws it.
            grade: 2 to 4.
            kind_at: Where it stands among the enhancements of its class, 0..1; None: anywhere.
            size_at: The same for its size.
        """
        high = grade > 2
        kind = _kind("high" if high else "low", random.random() if kind_at is None else kind_at)
        size = norm.ppf(np.clip(random.random() if size_at is None else size_at, 0.01, 0.99))
        place = np.array(_PLACES[int(random.integers(len(_PLACES)))], float) + random.normal(0, 3.5, 3)
        place[0] *= random.choice((-1, 1))
        stretch = np.exp(random.normal(0, 0.14, 3))
        stretch /= np.cbrt(stretch.prod())
        strengths = {"none": (0.0, 0.0), "faint": (0.18, 0.38), "patchy": (0.4, 0.8), "ring": (0.6, 1.0)}
        return cls(
            grade=grade,
            centre_mm=(float(place[0]), float(place[1]), float(place[2])),
            radius_mm=float(np.clip((21.2 if high else 20.6) + 3.6 * size, 13, 31)),
            stretch=(float(stretch[0]), float(stretch[1]), float(stretch[2])),
            lobes=float(random.uniform(0.12, 0.24)),
            border_mm=float(random.uniform(2.5, 6.0)),
            core=float(random.uniform(0.55, 0.85) if kind in ("ring", "patchy") else random.uniform(0.6, 0.95)),
            enhancement=kind,
            strength=float(random.uniform(*strengths[kind])),
            necrosis=float(random.uniform(0.45, 0.75)),
            cyst=bool(random.random() < 0.12),
            blood=bool(random.random() < (0.25 if high else 0.08)),
            mixed=float(random.uniform(0.5, 1.2) + 0.25 * high),
            swelling=float(random.uniform(0.10, 0.25) + 0.06 * high),
        )


def _kind(name: str, at: float) -> Enhancement:
    """The enhancement at a place in the cumulated shares of a class."""
    kinds = _SHARES[name]
    for kind, share in kinds.items():
        at -= share
        if at < 0:
            return kind
    return next(reversed(kinds))


def pushed(points: Points, tumour: Tumour) -> Points:
    """Head space with the surroundings of a tumour pushed away from it: mass effect."""
    away = [getattr(points, axis) - np.float32(c) for axis, c in zip("xyz", tumour.centre_mm, strict=True)]
    squared = away[0] ** 2 + away[1] ** 2 + away[2] ** 2
    pull = np.float32(tumour.swelling) * np.exp(squared * np.float32(-0.5 / (1.15 * tumour.radius_mm) ** 2))
    return Points(*(getattr(points, axis) - pull * step for axis, step in zip("xyz", away, strict=True)))


def paint_tumour(
    picture: Picture, head: Head, points: Points, tumour: Tumour, random: np.random.Generator
) -> NDArray[np.bool_]:
    """Paint a tumour over the brain.

    Args:
        picture: With the head painted.
        head: Of the pushed points.
        points: Of the head before it was pushed.
        tumour: What it is like.
        random: Draws its irregularities.

    Returns:
        The FLAIR abnormality, bool ``[slice, row, column]``.
    """
    where = _box(points, tumour)
    mask = np.zeros(points.x.shape, bool)
    grown = _Grown(points.part(where), where, head, tumour, random)
    share = grown.abnormal()
    mask[where] = share > 0.5
    _infiltrate(picture, grown, share)
    _inside(picture, grown, share)
    return mask


class _Grown:
    """One tumour's distances on the part of the grid around it, and its own noise."""

    def __init__(self, points: Points, where: Part, head: Head, tumour: Tumour, random: np.random.Generator) -> None:
        self.where, self.tumour, self._random = where, tumour, random
        self._grid: Grid = head.grid
        self._shape = points.x.shape
        away = [
            (getattr(points, axis) - np.float32(c)) / np.float32(s)
            for axis, c, s in zip("xyz", tumour.centre_mm, tumour.stretch, strict=True)
        ]
        self._radius = np.sqrt(away[0] ** 2 + away[1] ** 2 + away[2] ** 2)
        self.coarse, self.medium, self.fine = (self.noise(size) for size in (17.0, 9.0, 4.5))
        side = soft(np.float32(-np.sign(tumour.centre_mm[0])) * points.x + np.float32(1.5), 2.0)
        self.tissue = side * soft(-(head.pial[where] + np.float32(0.9)), 1.6) * soft(-head.ventricle[where], 1.2)
        self.hull = side * soft(head.outside[where] + np.float32(3.4), 1.6) * soft(-head.ventricle[where], 1.2)

    def noise(self, size_mm: float) -> Field:
        """Smooth noise of unit variance on the part."""
        return smooth_noise(self._random, self._grid, size_mm, self._shape)

    def distance(self, scale: float, rough: float = 1.0) -> Field:
        """How far outside a surface of ``scale`` times the tumour's radius, in mm."""
        size = self.tumour.radius_mm * scale
        wave = self.coarse + np.float32(0.5 * rough) * self.medium
        return np.asarray(self._radius - np.float32(size) * (1.0 + np.float32(self.tumour.lobes) * wave), np.float32)

    def abnormal(self) -> Field:
        """Share of each voxel that is abnormal on FLAIR."""
        return soft(self.distance(1.0), self.tumour.border_mm) * self.hull


def _box(points: Points, tumour: Tumour) -> Part:
    """The part of the grid within reach of the tumour."""
    reach = 1.75 * tumour.radius_mm
    near = [np.abs(getattr(points, axis) - c) < reach for axis, c in zip("xyz", tumour.centre_mm, strict=True)]
    inside = near[0] & near[1] & near[2]
    spans = []
    for axis in range(3):
        hit = np.flatnonzero(inside.any(axis=tuple(a for a in range(3) if a != axis)))
        spans.append(slice(int(hit[0]), int(hit[-1]) + 1))
    return spans[0], spans[1], spans[2]


def _infiltrate(picture: Picture, grown: _Grown, share: Field) -> None:
    """The abnormality on FLAIR and T2: sulci within it stay visible, its signal is uneven."""
    cover = share * (np.float32(0.35) + np.float32(0.65) * grown.tissue)
    cover *= np.clip(np.float32(0.86) + np.float32(0.08) * grown.medium, 0.0, 1.0)
    picture.paint("infiltrate", cover, grown.where)
    solid = soft(grown.distance(grown.tumour.core), 5.0) * share
    picture.paint("core", np.float32(0.7) * solid, grown.where)
    uneven = np.float32(24.0 * grown.tumour.mixed) * (grown.medium + np.float32(0.6) * grown.fine) * solid
    for sequence, weight in (("t1", 0.7), ("t1ce", 0.7), ("flair", 1.6), ("t2", 1.6)):
        picture.tint(sequence, np.float32(weight) * uneven, grown.where)


def _inside(picture: Picture, grown: _Grown, share: Field) -> None:
    tumour, where = grown.tumour, grown.where
    core = grown.distance(tumour.core, rough=1.6)
    if tumour.cyst:
        hole = soft(grown.distance(0.35 * tumour.core) + np.float32(2.0) * grown.coarse, 1.5)
        picture.paint("cyst", hole * share, where)
    if tumour.enhancement == "ring":
        dead = grown.distance(tumour.core * tumour.necrosis, rough=2.2) - np.float32(1.2) * grown.fine
        rim = soft(core, 2.2) * soft(-dead, 1.8)
        picture.paint("necrosis", np.float32(0.9) * soft(dead, 2.0) * share, where)
        uneven = np.clip(np.float32(0.85) + np.float32(0.3) * grown.medium, 0.15, 1.0)
        picture.paint("enhancing", np.float32(tumour.strength) * rim * uneven * share, where)
    elif tumour.enhancement != "none":
        rise = grown.noise(10.0) + np.float32(0.5) * grown.fine
        patches = soft(np.float32(0.75 if tumour.enhancement == "faint" else 0.45) - rise, 0.9)
        picture.paint("enhancing", np.float32(tumour.strength) * patches * soft(core, 4.0) * share, where)
    if tumour.blood:
        spot = soft(np.float32(1.7) - grown.noise(8.0), 0.6) * soft(core, 2.0)
        picture.paint("blood", np.float32(0.8) * spot * share, where)
