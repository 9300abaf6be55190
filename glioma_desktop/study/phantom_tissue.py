"""How bright each tissue is in each sequence, and the painting of one over the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import correlate1d

from glioma_desktop.study.phantom_space import Field

ORDER = ("t1", "t1ce", "flair", "t2")
SIGNAL: dict[str, tuple[float, float, float, float]] = {
    # tissue:        t1   t1ce  flair  t2
    "air":          (6, 6, 6, 6),
    "skin":         (430, 520, 360, 330),
    "fat":          (700, 710, 470, 600),
    "muscle":       (330, 400, 250, 200),
    "bone":         (45, 50, 35, 30),
    "marrow":       (430, 450, 250, 330),
    "csf":          (135, 140, 55, 900),
    "grey":         (385, 402, 470, 530),
    "white":        (550, 565, 360, 375),
    "deep grey":    (425, 440, 440, 470),
    "pallidum":     (490, 505, 380, 370),
    "thalamus":     (450, 465, 420, 450),
    "dura":         (260, 640, 180, 150),
    "vessel":       (110, 930, 90, 60),
    "choroid":      (300, 760, 260, 620),
    "mucosa":       (420, 720, 560, 760),
    "vitreous":     (150, 155, 70, 880),
    "lens":         (420, 430, 300, 220),
    "cap":          (500, 515, 520, 520),
    # tumour
    "infiltrate":   (400, 412, 655, 720),
    "core":         (350, 365, 610, 700),
    "cyst":         (190, 195, 260, 880),
    "necrosis":     (215, 225, 430, 820),
    "enhancing":    (400, 840, 600, 600),
    "blood":        (720, 735, 560, 300),
}  # fmt: skip

BLUR = np.array([0.14, 0.72, 0.14], np.float32)
"""The point spread of the scanner along rows and columns."""


class Picture:
    """The four sequences of a head, painted tissue by tissue, later over earlier.

    Attributes:
        values: float32 ``[sequence, slice, row, column]`` in the order of ``ORDER``.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        air = np.array(SIGNAL["air"], np.float32)
        self.values = np.broadcast_to(air[:, None, None, None], (len(ORDER), *shape)).copy()

    def paint(self, tissue: str, share: Field, where: tuple[slice, ...] = (slice(None),) * 3) -> None:
        """Blend a tissue in by its share of each voxel, 0..1; ``where`` limits the work to a part of the grid."""
        for channel, level in enumerate(SIGNAL[tissue]):
            part = self.values[channel][where]
            part += share * (np.float32(level) - part)

    def tint(self, sequence: str, change: Field, where: tuple[slice, ...] = (slice(None),) * 3) -> None:
        """Add to one sequence."""
        self.values[ORDER.index(sequence)][where] += change


def scanned(
    picture: Picture, random: np.random.Generator, shading: dict[str, Field], noise: float
) -> dict[str, NDArray[np.int16]]:
    """What the scanner makes of a picture: coil shading, Rician noise, whole numbers.

    Args:
        picture: As painted.
        random: Draws the noise.
        shading: A factor around 1 for each sequence.
        noise: SD of the noise in each of the two channels.
    """
    draws = random.standard_normal((len(ORDER), *picture.values.shape[1:]), dtype=np.float32)
    draws *= np.float32(noise)
    out = {}
    for channel, sequence in enumerate(ORDER):
        values = correlate1d(picture.values[channel], BLUR, axis=1, mode="nearest")
        values = correlate1d(values, BLUR, axis=2, mode="nearest", output=np.float32)
        values *= shading[sequence]
        values += draws[channel]
        values *= values
        values += draws[channel - 1, :, ::-1, ::-1] ** 2
        out[sequence] = np.rint(np.sqrt(values, out=values), out=values).astype(np.int16)
    return out
