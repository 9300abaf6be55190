"""A head painted tissue by tissue, from the skin inwards."""

from __future__ import annotations

import numpy as np

from glioma_desktop.study.phantom_head import Head
from glioma_desktop.study.phantom_space import Part, Points, oval, segment, smooth_noise, soft
from glioma_desktop.study.phantom_tissue import Picture

_NUCLEI = (
    ("thalamus", (11.0, 12.0, 6.0), (8.5, 14.0, 9.0)),
    ("deep grey", (13.5, -22.0, 10.0), (4.5, 9.0, 9.0)),
    ("deep grey", (18.0, -2.0, 21.0), (2.4, 18.0, 4.0)),
    ("deep grey", (28.0, -3.0, 3.0), (5.5, 16.0, 10.0)),
    ("pallidum", (21.5, 0.0, 2.0), (4.0, 9.0, 6.0)),
)
LOW_MM = -7.0
"""Below this the base of the skull, the face and the posterior fossa begin."""


def paint_head(picture: Picture, head: Head, random: np.random.Generator) -> None:
    """Everything but the tumour."""
    _shell(picture, head)
    _cerebrum(picture, head)
    heights = head.points.z.min(axis=(1, 2))
    low: Part = (slice(0, int(np.count_nonzero(heights < LOW_MM))), slice(None), slice(None))
    if low[0].stop:
        _base(picture, head, low, random)
    _membranes(picture, head, random)


def _shell(picture: Picture, head: Head) -> None:
    """Scalp, skull and the fluid under it."""
    out, skin = head.outside, head.skin
    picture.paint("skin", soft(skin, 1.4))
    picture.paint(
        "fat", soft(skin + np.float32(1.9)) * np.clip(np.float32(0.9) + np.float32(0.07) * head.fine[1], 0.0, 1.0)
    )
    thick = np.float32(6.3) + head.slow[1]
    p = head.points
    place = ((p.y + 20) / 40) ** 2 + ((p.z + 22) / 48) ** 2
    bulge = np.asarray(np.clip(1.15 - place, 0.0, 1.0), np.float32)
    muscle = soft(out - thick - np.float32(8.0) * bulge, 1.4)
    picture.paint("muscle", muscle * soft(skin + np.float32(3.4)) * (np.abs(p.x) > 30))
    picture.paint("bone", soft(out - thick, 1.2))
    picture.paint(
        "marrow", np.float32(0.85) * soft(np.abs(out - np.float32(0.52) * thick) - np.float32(0.22) * thick, 1.4)
    )
    picture.paint("csf", soft(out + np.float32(0.3)))


def _cerebrum(picture: Picture, head: Head) -> None:
    picture.paint("grey", soft(-head.pial))
    ribbon = np.float32(3.0) + np.float32(0.4) * head.fine[1]
    picture.paint("white", soft(ribbon - head.pial, 1.3))
    for sequence, size in (("t1", 9.0), ("t1ce", 9.0), ("flair", -9.0), ("t2", -9.0)):
        picture.tint(sequence, np.float32(size) * (head.slow[0] + np.float32(0.4) * head.fine[0]) * soft(-head.pial))
    _, rows, columns = head.grid.shape
    deep: Part = (slice(None), slice(rows // 5, rows - rows // 5), slice(columns // 4, columns - columns // 4))
    q, ventricle = head.warped.part(deep), head.ventricle[deep]
    side = Points(np.abs(q.x), q.y, q.z)
    for tissue, centre, half in _NUCLEI:
        picture.paint(tissue, soft(oval(side, centre, half), 1.6), deep)
    caps = soft(ventricle - np.float32(1.6), 2.5) * np.clip((np.abs(q.y + 2) - 20) / 14, 0, 1)
    picture.paint("cap", np.float32(0.55) * caps, deep)
    picture.paint("csf", soft(ventricle, 1.2), deep)
    plexus = soft(oval(side, (21.0, 29.0, 16.0), (2.4, 5.0, 4.0)) + head.fine[0][deep], 1.5)
    picture.paint("choroid", np.float32(0.65) * plexus * soft(ventricle + np.float32(0.8)), deep)


def _base(picture: Picture, head: Head, low: Part, random: np.random.Generator) -> None:
    """Orbits, nose, posterior fossa: only in the lowest slices."""
    p, q = head.points.part(low), head.warped.part(low)
    skin, out = head.skin[low], head.outside[low]
    side = Points(np.abs(p.x), p.y, p.z)
    face = soft(skin + np.float32(5.0), 2.0) * soft(-(out - np.float32(6.0)), 2.0) * soft(p.y + np.float32(38.0), 6.0)
    face *= soft(p.z + np.float32(13.0), 4.0)
    picture.paint("muscle", face, low)
    picture.paint("fat", soft(oval(side, (29.0, -66.0, -33.0), (17.0, 26.0, 15.0)), 2.0) * face, low)
    picture.paint("muscle", soft(segment(side, (31.0, -74.0, -32.0), (14.0, -42.0, -29.0))[0] - 2.2, 1.2) * face, low)
    for start, end in (((42.0, -72.0, -32.0), (16.0, -42.0, -29.0)), ((21.0, -74.0, -32.0), (12.0, -42.0, -29.0))):
        picture.paint("muscle", soft(segment(side, start, end)[0] - 1.8, 1.2) * face, low)
    globe = oval(side, (31.5, -80.0, -32.0), (12.0, 12.0, 12.0))
    picture.paint("muscle", soft(globe - np.float32(1.0)), low)
    picture.paint("vitreous", soft(globe + np.float32(0.6)), low)
    picture.paint("lens", soft(oval(side, (31.5, -89.0, -32.0), (4.5, 2.0, 4.5))), low)
    nose = soft(oval(side, (0.0, -68.0, -34.0), (11.0, 24.0, 16.0)), 1.5) * face
    picture.paint("mucosa", nose, low)
    picture.paint("air", nose * soft(np.float32(-0.25) - smooth_noise(random, head.grid, 5.0, p.x.shape), 0.5), low)
    _fossa(picture, head, low, q, random)


def _fossa(picture: Picture, head: Head, low: Part, q: Points, random: np.random.Generator) -> None:
    """Cerebellum, brainstem and the cisterns around them."""
    side = Points(np.abs(q.x), q.y, q.z)
    inside = soft(head.outside[low] + np.float32(2.2))
    tent = q.z + np.float32(3.0) + np.float32(0.30) * side.x
    room = np.maximum.reduce([tent, 14.0 + np.float32(0.55) * side.x - q.y, head.outside[low] + np.float32(2.0)])
    picture.paint("csf", soft(room) * inside, low)
    cerebellum = room + np.float32(1.6)
    ring = np.hypot(q.x * np.float32(0.8), q.y - np.float32(26.0)) + np.float32(1.8) * head.fine[0][low]
    leaf = np.abs(np.mod(ring, np.float32(4.6)) - np.float32(2.3))
    picture.paint("grey", soft(cerebellum), low)
    picture.paint(
        "white", soft(cerebellum + np.float32(2.5)) * soft(leaf - np.float32(0.55), 1.0) * np.float32(0.7), low
    )
    picture.paint("csf", soft(cerebellum) * soft(np.float32(1.9) - leaf, 0.8) * np.float32(0.5), low)
    core = oval(side, (17.0, 40.0, -30.0), (12.0, 13.0, 12.0)) + head.fine[1][low]
    picture.paint("white", soft(core, 3.0) * soft(cerebellum + np.float32(3.0)), low)
    sella = oval(side, (0.0, -9.0, -16.0), (13.0, 11.0, 7.0)) + np.float32(1.5) * head.fine[1][low]
    picture.paint("csf", soft(sella, 1.5) * inside, low)
    stem = np.minimum(
        oval(side, (0.0, 12.0, -34.0), (15.5, 13.0, 15.0)), oval(side, (6.0, 8.0, -14.0), (10.5, 11.5, 14.0))
    )
    picture.paint("csf", soft(stem - np.float32(2.0) - np.float32(0.9) * head.fine[0][low], 1.2) * inside, low)
    picture.paint("white", soft(stem, 1.4) * inside, low)
    picture.paint("deep grey", np.float32(0.5) * soft(oval(side, (4.0, 11.0, -22.0), (5.0, 4.0, 14.0)), 2.0), low)
    picture.paint("csf", soft(oval(side, (0.0, 27.5, -30.0), (6.5, 3.6, 10.0)), 1.2), low)
    picture.paint("csf", soft(oval(side, (0.0, 19.5, -12.0), (1.2, 1.5, 6.0))), low)
    for centre in ((9.0, -11.0, -20.0), (0.0, -3.5, -24.0)):
        picture.paint("vessel", soft(oval(side, centre, (1.9, 1.9, 9.0)), 1.0), low)
    artery, _ = segment(side, (8.0, -12.0, -13.0), (38.0, -8.0, -9.0))
    picture.paint("vessel", soft(artery - np.float32(1.2), 1.0) * inside, low)


def _membranes(picture: Picture, head: Head, random: np.random.Generator) -> None:
    """Falx, dura, sinus and the veins on the surface: quiet before contrast, bright after."""
    p, out = head.points, head.outside
    core = ((p.y - 2) / 43) ** 2 + ((p.z - 4) / 29) ** 2
    above = (core > 1.0) & (p.z > -6.0)
    picture.paint("dura", np.float32(0.75) * soft(head.falx - np.float32(0.45)) * soft(out) * above)
    picture.paint("dura", np.float32(0.5) * soft(np.abs(out - np.float32(0.1)) - np.float32(0.35), 1.0))
    crest = soft(np.hypot(head.falx, np.float32(0.8) * (out + np.float32(2.2))) - np.float32(3.0), 1.2)
    picture.paint("vessel", crest * above * ((p.y > 20) | (p.z > 45)))
    veins = smooth_noise(random, head.grid, 5.0) - np.float32(1.95)
    picture.paint("vessel", np.float32(0.85) * soft(-veins, 0.35) * soft(head.pial - np.float32(0.3)) * soft(out + 1.0))
