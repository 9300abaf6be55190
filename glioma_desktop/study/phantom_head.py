"""A head in parts: what tissue lies where. Shapes only; how bright a tissue is, a sequence decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from glioma_desktop.study.phantom_space import (
    Field,
    Grid,
    Points,
    doubled,
    folded_noise,
    segment,
    signed_distance,
    slope,
    smooth_noise,
)

# One side's lateral ventricle: (x, y, z, radius) in mm along frontal horn, body, atrium, then occipital and temporal horn.
_VENTRICLE = ((15, -36, 9, 2.2), (9, -26, 15, 4.6), (8, -8, 21, 4.8), (13, 12, 25, 4.8), (24, 33, 15, 5.8))
_OCCIPITAL = ((24, 33, 14, 5.4), (26, 56, 9, 1.6))
_TEMPORAL = ((25, 32, 9, 4.2), (32, 14, -9, 2.4), (31, -6, -18, 1.8))
POWER = np.float32(2.3)


@dataclass(frozen=True)
class HeadShape:
    """What differs from head to head.

    Attributes:
        half_mm: Half width, half length and height above the origin of the brain.
        ventricles: Radius of the ventricles, 1 is usual.
        atrophy: Width of the sulci, 1 is usual.
        turn_degrees: Pitch, roll and yaw.
        shift_mm: x and y of the head's middle.
        scalp_mm: Thickness of the scalp.
    """

    half_mm: tuple[float, float, float]
    ventricles: float
    atrophy: float
    turn_degrees: tuple[float, float, float]
    shift_mm: tuple[float, float]
    scalp_mm: float

    @classmethod
    def draw(cls, random: np.random.Generator, age_years: float) -> HeadShape:
        """A head at random; with age the fluid spaces widen."""
        size = random.normal(1.0, 0.022)
        half = (64 * size * random.normal(1, 0.018), 82 * size * random.normal(1, 0.018), 71 * size)
        older = (age_years - 45) / 100
        return cls(
            half,
            float(np.clip(random.normal(1.0 + older, 0.15), 0.65, 1.6)),
            float(np.clip(random.normal(0.95 + older, 0.15), 0.55, 1.5)),
            (random.normal(0, 2.0), random.normal(0, 1.5), random.normal(0, 3.0)),
            (random.normal(0, 2.0), random.normal(0, 2.5)),
            float(np.clip(random.normal(3.6, 0.8), 2.4, 6.0)),
        )


def head_points(grid: Grid, shape: HeadShape) -> Points:
    """The grid's voxels in the head's own space."""
    pitch, roll, yaw = np.radians(shape.turn_degrees)
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_y = np.array([[np.cos(roll), 0, np.sin(roll)], [0, 1, 0], [-np.sin(roll), 0, np.cos(roll)]])
    about_z = np.array([[np.cos(yaw), -np.sin(yaw), 0], [np.sin(yaw), np.cos(yaw), 0], [0, 0, 1]])
    turn = (about_z @ about_y @ about_x).astype(np.float32)
    x, y, z = grid.axes()
    x, y = x - np.float32(shape.shift_mm[0]), y - np.float32(shape.shift_mm[1])
    parts = (np.asarray(turn[i, 0] * x + turn[i, 1] * y + turn[i, 2] * z, np.float32) for i in range(3))
    return Points(*parts)


class Head:
    """The surfaces of one head on a grid; distances in mm.

    Attributes:
        points: The voxels in head space.
        warped: The same, unevenly shifted: no two heads are folded alike.
        slow, fine: Smooth fields of unit variance.
        skin: Outside the skin; negative within.
        outside: Outside the inner table of the skull; negative within.
        falx: From the plane between the hemispheres.
        pial: Below the nearest brain surface, sulci and fissures counted; negative in fluid.
        ventricle: Outside the ventricles; negative within.
    """

    def __init__(
        self, random: np.random.Generator, grid: Grid, shape: HeadShape, place: Callable[[Grid], Points]
    ) -> None:
        """Build a head.

        Args:
            random: Draws its folds and unevenness.
            grid: With even numbers of rows and columns; what is smooth is made at half their number.
            shape: Its proportions.
            place: The head-space points of a grid.
        """
        self.grid, self.shape, self.points = grid, shape, place(grid)
        half = grid.halved()
        rough = _Rough(random, half, shape, place(half))
        self.slow, self.fine = [doubled(f) for f in rough.slow], [doubled(f) for f in rough.fine]
        self.warped = rough.warp(self.points, self.slow, self.fine)
        self.skin, self.outside, self.ventricle = doubled(rough.skin), doubled(rough.outside), doubled(rough.ventricle)
        self.falx = np.abs(self.points.x + np.float32(0.9) * self.slow[0])
        self.pial = self._pial(rough)

    def _pial(self, rough: _Rough) -> Field:
        wide = np.float32(self.shape.atrophy)
        depth = -self.outside - np.float32(1.0 + 1.2 * wide)
        sheet = np.abs(doubled(rough.folds)) / doubled(rough.steepness)
        sulci = np.hypot(sheet, np.clip(depth - np.float32(20.0) - np.float32(6.0) * self.slow[0], 0.0, None))
        sulci -= np.float32(0.5) * wide * np.clip(np.float32(1.0) + np.float32(0.75) * self.fine[1], -0.6, 2.0)
        midline = np.hypot(self.falx, doubled(rough.callosum)) - np.float32(0.8)
        sylvian = doubled(rough.sylvian) - np.float32(0.9) * wide
        return np.asarray(np.minimum.reduce([depth, sulci, midline, sylvian]), np.float32)


class _Rough:
    """What is smooth enough to be made on half the rows and columns."""

    def __init__(self, random: np.random.Generator, grid: Grid, shape: HeadShape, points: Points) -> None:
        self.grid, self.shape, self.points = grid, shape, points
        self.slow = [smooth_noise(random, grid, 38.0) for _ in range(2)]
        self.fine = [smooth_noise(random, grid, 11.0) for _ in range(2)]
        self.warped = self.warp(points, self.slow, self.fine)
        self.skin = self._skin()
        self.outside = self._hull() + np.float32(0.7) * self.slow[1]
        self.folds = folded_noise(random, self.warped, 18.0)
        self.folds *= np.clip(np.hypot(points.x, points.y) / np.float32(42.0) - np.float32(0.15), 0.0, 1.0)
        self.folds += np.float32(0.8) * smooth_noise(random, grid, 10.5)
        self.steepness = np.clip(slope(self.folds, grid), 0.09, None)
        core = np.sqrt(((points.y - 2) / 41) ** 2 + ((points.z - 4) / 27) ** 2)
        self.callosum: Field = np.asarray(np.clip((1.0 - core) * 30.0, 0.0, None), np.float32)
        self.sylvian = self._sylvian()
        self.ventricle = self._ventricle()

    @staticmethod
    def warp(points: Points, slow: list[Field], fine: list[Field]) -> Points:
        """Points shifted unevenly: no two heads are folded alike."""
        return Points(
            points.x + np.float32(2.2) * slow[0] + np.float32(1.2) * fine[0],
            points.y + np.float32(2.2) * slow[1] + np.float32(1.2) * fine[1],
            points.z,
        )

    def _hull(self) -> Field:
        p, (a, b, c) = self.points, self.shape.half_mm
        low = np.clip(-p.z - 6.0, 0.0, 40.0)
        width = (a - np.float32(0.10) * low) * (1.0 + np.float32(0.0016) * np.clip(p.y, -70, 20))
        recess = np.where(p.y < 0, np.float32(0.0011), np.float32(0.00012)) * low * low
        radius = np.abs(p.x / width) ** POWER
        radius += np.abs(p.y * (1.0 + recess) / b) ** POWER
        radius += (np.clip(p.z, 0.0, None) / c) ** POWER
        return signed_distance(radius ** (1 / POWER), self.grid)

    def _skin(self) -> Field:
        p, (a, b, c), more = self.points, self.shape.half_mm, self.shape.scalp_mm + 7.5
        radius = np.abs(p.x / ((a + more) * (1.0 + np.float32(0.0010) * np.clip(p.y, -60, 20)))) ** POWER
        radius += np.abs((p.y + 1.0) / (b + more + 0.5)) ** np.float32(2.2)
        radius += (np.clip(p.z, 0.0, None) / (c + more)) ** POWER
        return signed_distance(radius ** (1 / POWER), self.grid)

    def _sylvian(self) -> Field:
        """To the lateral fissures and the sheets over the insula."""
        q = self.warped
        side = Points(
            np.abs(q.x) + np.float32(1.5) * self.fine[1], q.y + np.float32(1.5) * self.fine[0], np.zeros_like(q.x)
        )
        away = np.clip(np.abs(q.z - 2.0) - 14.0, 0.0, None)
        found = np.full(q.x.shape, 99.0, np.float32)
        for start, end in pairwise(((70, 8, 0), (55, 4, 0), (44, -7, 0))):
            found = np.minimum(found, segment(side, start, end)[0])
        for start, end in pairwise(((37, -24, 0), (42, -10, 0), (41, 4, 0), (35, 17, 0))):
            found = np.minimum(found, segment(side, start, end)[0])
        return np.asarray(np.hypot(found, away), np.float32)

    def _ventricle(self) -> Field:
        q, size = self.warped, np.float32(self.shape.ventricles)
        distance = np.full(q.x.shape, 99.0, np.float32)
        near = (np.abs(q.x) < 48) & (np.abs(q.y) < 72) & (q.z > -26) & (q.z < 40)
        inner = q.part(near)
        inner = Points(np.abs(inner.x), inner.y, inner.z)
        found = np.full(inner.x.shape, 99.0, np.float32)
        for tube in (_VENTRICLE, _OCCIPITAL, _TEMPORAL):
            for start, end in pairwise(tube):
                length, along = segment(inner, start[:3], end[:3])
                found = np.minimum(found, length - size * (start[3] + along * (end[3] - start[3])))
        third = np.maximum.reduce([inner.x - 1.7 * size, np.abs(inner.y - 5) - 13, np.abs(inner.z - 1) - 9])
        distance[near] = np.minimum(np.maximum(found, 0.9 - inner.x), third)
        return distance
