"""Pictures of graded slices with their box, as PNG: what the reader saw, without a name."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading.crop import ROBUST_PERCENTILES, normalised_slice
from glioma_desktop.study.geometry import display_axes, edge_letters
from glioma_desktop.study.volume import Volume

LONGER_SIDE = 448
CASING, LINE, LETTER = 0, 255, 200
LETTER_SIZE = 22


@dataclass(frozen=True, slots=True)
class Picture:
    """One slice as PNG with what it shows."""

    caption: str
    png: bytes

    @property
    def base64(self) -> str:
        """For a data URI."""
        return base64.b64encode(self.png).decode("ascii")


def pictures_of(volume: Volume, rois: Sequence[RectROI], captions: Sequence[str]) -> list[Picture]:
    """A picture of each box; boxes outside the volume are left out."""
    return [
        Picture(caption, _png(volume, roi))
        for roi, caption in zip(rois, captions, strict=True)
        if roi.fits(volume.shape)
    ]


def _png(volume: Volume, roi: RectROI) -> bytes:
    """The slice as it stands on the screen (patient right on the left), the box as a white line with a black casing."""
    axes = display_axes(volume.affine, volume.orientation_known)
    _, rows, columns = volume.shape
    shown = axes.apply(normalised_slice(volume, roi.slice_index, ROBUST_PERCENTILES))
    row_mm, column_mm = volume.spacing_mm[1:]
    high_mm, wide_mm = (column_mm, row_mm) if axes.transpose else (row_mm, column_mm)
    height, width = shown.shape[0] * high_mm, shown.shape[1] * wide_mm
    scale = LONGER_SIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    grey = Image.fromarray(np.ascontiguousarray(np.rint(shown * 255).astype(np.uint8)))
    picture = grey.resize(size, Image.Resampling.BILINEAR)
    corners = [
        axes.to_screen(row, column, rows, columns)
        for row, column in ((roi.row_start, roi.column_start), (roi.row_stop, roi.column_stop))
    ]
    down = sorted(corner[0] * size[1] / shown.shape[0] for corner in corners)
    right = sorted(corner[1] * size[0] / shown.shape[1] for corner in corners)
    draw = ImageDraw.Draw(picture)
    box = (round(right[0]), round(down[0]), round(right[1]) - 1, round(down[1]) - 1)
    for outset, level in ((1, CASING), (-1, CASING), (0, LINE)):
        outer = (box[0] - outset, box[1] - outset, box[2] + outset, box[3] + outset)
        if outer[2] > outer[0] and outer[3] > outer[1]:
            draw.rectangle(outer, outline=level)
    edges, font = edge_letters(volume), ImageFont.load_default(size=LETTER_SIZE)
    for letter, place, anchor in ((edges.left, 4, "lm"), (edges.right, size[0] - 4, "rm")):
        draw.text((place, size[1] / 2), letter, fill=LETTER, anchor=anchor, font=font)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
