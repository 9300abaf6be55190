"""What stands over a slice, by the rules of the reading room: seen on every grey, and saying what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPolygonF
from PySide6.QtWidgets import QApplication
from reading_room import Room

from glioma_desktop.annotation.roster import PatientRecord
from glioma_desktop.study.geometry import Edges
from glioma_desktop.study.series import LOSSY
from glioma_desktop.ui import overlay_painter as paint
from glioma_desktop.ui import theme
from glioma_desktop.ui.case_words import patient_line
from glioma_desktop.ui.margin_texts import Margin, draw_margin
from glioma_desktop.ui.overlay_model import spacing_words, top_left
from glioma_desktop.ui.worklist import row_of
from tests.phantoms import make_volume

SIZE = (170, 60)
Marks = dict[str, Callable[[QPainter, theme.Theme], object]]
MARKS: Marks = {
    "box": lambda p, t: paint.draw_box(p, QRectF(20.5, 10.5, 60, 30), t.color("roi")),
    "dashed box": lambda p, t: paint.draw_box(p, QRectF(20.5, 10.5, 60, 30), t.color("roi"), dashed=True),
    "box of another lesion": lambda p, t: paint.draw_box(p, QRectF(20.5, 10.5, 60, 30), t.color("overlay_text")),
    "outline": lambda p, t: paint.draw_lines(p, [_triangle()], t.color("outline")),
    "midline": lambda p, t: paint.draw_lines(p, [_triangle()], t.color("overlay_text")),
    "handles": lambda p, t: paint.draw_handles(p, QRectF(20.5, 10.5, 60, 30), t.color("roi")),
    "scale bar": lambda p, t: draw_margin(p, Margin((170, 60), 1.0, t.name, Edges("", "", "", ""), 1.0, "mm")),
    "slice": lambda p, t: paint.draw_text(p, QPointF(20, 30), "21 / 31", t.color("overlay_text"), theme.app_font(12)),
    "spacing": lambda p, t: paint.draw_text(
        p, QPointF(20, 30), "thk 5.0 · sp 6.5", t.color("overlay_muted"), theme.app_font(12)
    ),
    "letter": lambda p, t: paint.draw_text(p, QPointF(20, 40), "R", t.color("overlay_text"), theme.app_font(14)),
}


def _triangle() -> QPolygonF:
    return QPolygonF([QPointF(20.3, 10), QPointF(75, 35.4), QPointF(30, 48), QPointF(20.3, 10)])


def luminance(image: QImage) -> np.ndarray:
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., 2::-1] / 255
    linear = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize("mark", MARKS)
def test_every_mark_as_it_is_painted_stands_out_on_every_grey(qapp: QApplication, name: str, mark: str) -> None:
    """Along the mark, its own pixels against what touches them: 3 : 1 at least, on all 256 levels."""
    colors, sheet = theme.load_theme(name), QImage(*SIZE, QImage.Format.Format_RGB32)
    sheet.fill(QColor(0, 0, 0))
    painter = QPainter(sheet)
    MARKS[mark](painter, colors)
    painter.end()
    on_black = luminance(sheet)
    strokes = np.argwhere(on_black > 0.8 * on_black.max())  # where the mark has its full colour
    assert len(strokes) > 10
    for grey in range(256):
        sheet.fill(QColor(grey, grey, grey))
        painter = QPainter(sheet)
        MARKS[mark](painter, colors)
        painter.end()
        shown = luminance(sheet) + 0.05
        best = []
        for row, column in strokes:
            round_it = shown[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3]
            own = shown[row, column]
            best.append(max(own / round_it.min(), round_it.max() / own))
        assert np.percentile(best, 5) >= 3, f"{mark} on grey {grey}: {np.percentile(best, 5):.2f}"


def test_thickness_and_spacing_are_two_numbers_and_nominal_spacing_is_said() -> None:
    volume = make_volume(spacing_mm=(6.5, 0.9, 1.1), slice_thickness_mm=5.0)
    assert spacing_words(volume) == "thk 5.0 · sp 6.5"
    assert spacing_words(replace(volume, spacing_nominal=True)) == "thk 5.0 · sp 6.5 (nominal)"
    assert spacing_words(replace(volume, slice_thickness_mm=None)) == "sp 6.5"
    assert spacing_words(replace(volume, orientation_known=False)) == "spacing not known"


def test_a_series_that_was_compressed_with_loss_is_marked_on_its_slices(room: Room) -> None:
    uid = room.session.view.series_uid
    assert "lossy" not in room.left.overlays.bottom_left[-1][1]
    room.session.add_volume(uid, replace(room.session.volumes[uid], warnings=(LOSSY,)))
    assert " · lossy · " in room.left.overlays.bottom_left[-1][1]
    assert "lossy" not in room.right.overlays.bottom_left[-1][1]


def test_each_viewport_tells_the_patient_at_the_time_of_its_own_study(room: Room) -> None:
    session = room.session
    first = session.studies[0]
    flair = next(s for s in first.series if s.sequence == "flair")
    t1ce = next(s for s in first.series if s.sequence == "t1ce")
    early = replace(first, series=(t1ce,), age_years=50.0, date="2020-01-01")
    late = replace(first, uid="late", series=(flair,), age_years=52.0, date="2022-03-01")
    session.set_studies((early, late))
    assert "50" in room.left.overlays.top_left[1][1]
    assert "52" in room.right.overlays.top_left[1][1]
    assert "2022" not in patient_line(session, flair), "dates stay hidden"


@pytest.mark.parametrize(
    ("sequence", "listed", "shown"),
    [("other", ("Other",), ("Other", "guessed")), ("unknown", (), ("Sequence not known", ""))],
)
def test_worklist_and_viewport_agree_about_a_series_that_is_no_brain_sequence(
    room: Room, sequence, listed, shown
) -> None:
    study = room.session.studies[0]
    one = replace(study.series[0], sequence=sequence, sequence_confirmed=False, description="")
    record = PatientRecord("P-0009", "X", None, "", "F", 50.0)
    row = row_of(record, [replace(study, series=(one,))], None, "t1ce")
    assert row.sequences == listed, "an empty line is written as: sequence not known"
    assert top_left(room.session, one)[0] == shown
    both = row_of(record, [replace(study, series=(one, study.series[1]))], None, "t1ce")
    assert "Other" not in both.sequences, "among sequences of use it is left out"


def words_of(px: int) -> str:
    """Words that are so long in the margin."""
    metrics = QFontMetricsF(theme.app_font(12))
    return "i" * int(px / metrics.horizontalAdvance("i"))


AT_THE_EDGE, INSIDE = ((0, 30), (272, 300)), ((40, 62), (240, 258))


@pytest.mark.parametrize(
    ("left", "right", "top", "bottom"),
    [
        (60, 60, AT_THE_EDGE[0], AT_THE_EDGE[1]),
        (165, 60, INSIDE[0], INSIDE[1]),
        (60, 165, INSIDE[0], AT_THE_EDGE[1]),
    ],
)
def test_letters_stand_at_the_very_edge_off_the_anatomy_unless_the_corner_texts_come_that_far(
    qapp: QApplication, left, right, top, bottom
) -> None:
    sheet = QImage(400, 300, QImage.Format.Format_RGB32)
    sheet.fill(QColor(0, 0, 0))
    painter = QPainter(sheet)
    said = ((words_of(left), ""),), words_of(right), ((words_of(left), ""),)
    draw_margin(painter, Margin((400, 300), 1.0, "dark", Edges("A", "P", "R", "L"), 1.0, "mm", *said))
    painter.end()
    lit = np.flatnonzero((luminance(sheet)[:, 195:205] > 0.3).any(axis=1))
    upper, lower = lit[lit < 150], lit[lit >= 150]
    assert top[0] <= upper.min()
    assert upper.max() < top[1]
    assert bottom[0] <= lower.min()
    assert lower.max() < bottom[1]
