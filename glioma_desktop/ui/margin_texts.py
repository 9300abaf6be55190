"""What stands in the margin of a slice: corner texts, letters, scale bar. Laid out once for what it says, then only copied."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from glioma_desktop.study.geometry import Edges
from glioma_desktop.ui import theme
from glioma_desktop.ui.margin_fit import LETTER_ROOM, fitted, letter_at
from glioma_desktop.ui.overlay_painter import CASING, Placed, crisp, place_drawing, place_text, thin_pen

Lines = tuple[tuple[str, str], ...]
GAP = 12
BAR_ROOM = 130
_BARS = (200, 100, 50, 20, 10, 5, 2, 1)
_RIGHT, _CENTRE = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True)
class Margin:
    """What a margin says, and where.

    Attributes:
        size: (width, height) of the view in logical px.
        ratio: Device px each.
        theme: Name of the theme, for the colours.
        edges: The letters; ``""`` where none is claimed.
        px_per_unit: Logical px of one unit of the scale bar.
        unit: ``mm`` or ``px``.
        top_left: Lines of (strong part, rest).
        top_right: One line.
        bottom_left: Lines of (strong part, rest).
        active: A dot stands before the first line.
        clear: No anatomy lies where the top and the bottom letter stand inside of the texts.
    """

    size: tuple[int, int]
    ratio: float
    theme: str
    edges: Edges
    px_per_unit: float
    unit: str
    top_left: Lines = ()
    top_right: str = ""
    bottom_left: Lines = ()
    active: bool = False
    clear: tuple[bool, bool] = (True, True)


def draw_margin(painter: QPainter, margin: Margin) -> None:
    """Paint it."""
    for at, picture in _laid_out(margin):
        painter.drawImage(at, picture)


@lru_cache(maxsize=256)
def _laid_out(margin: Margin) -> tuple[Placed, ...]:
    """Most of it stays the same from slice to slice, and all of it while the window or a box is dragged."""
    (width, height), colors, placed = margin.size, theme.load_theme(margin.theme), list[Placed]()
    bar, label = _scale_bar(placed, margin, width - 13, height - 35)
    at, font = QPointF(width - 12, 22), theme.app_font(12)
    words, used = place_text(margin.ratio, at, margin.top_right, colors.color("overlay_text"), font, _RIGHT)
    placed.append(words)
    first, middle = width - 12 - used, width / 2
    yields = bool(margin.edges.top) and not margin.clear[0]  # the description, to the letter
    end = min(first - GAP, max(middle - LETTER_ROOM, first / 2)) if yields else first - GAP
    top = _corner(placed, margin, margin.top_left, 22, end, dot=margin.active), first
    yields = bool(margin.edges.bottom) and not margin.clear[1]
    end = min(label - GAP, middle - LETTER_ROOM) if yields else label - GAP
    bottom, lines = height - 15, fitted(margin.bottom_left, end, bar - GAP, width - GAP)
    _corner(placed, margin, lines[:-2], bottom - 18 * (len(lines) - 1), width - GAP)
    _corner(placed, margin, lines[-2:-1], bottom - 18, bar - GAP)
    low = _corner(placed, margin, lines[-1:], bottom, label - GAP), min(bar, label)
    _letters(placed, margin, top, low)
    return tuple(placed)


def _corner(placed: list[Placed], margin: Margin, lines: Lines, y: int, end: float, dot: bool = False) -> float:
    """Lines of text from the left edge; what would pass ``end`` is elided. Returns where the first one ends."""
    colors, plain, first = theme.load_theme(margin.theme), theme.app_font(12), 0.0
    for index, (strong, rest) in enumerate(lines):
        x, baseline = 12.0, y + 18.0 * index
        if index == 0 and dot:
            placed.append(_dot(margin, QPointF(x + 4, baseline - 4.5)))
            x += 14
        font = theme.app_font(12, QFont.Weight.DemiBold if index == 0 and y < 40 else QFont.Weight.Normal)
        if strong:
            words, used = place_text(margin.ratio, QPointF(x, baseline), strong, colors.color("overlay_text"), font)
            placed.append(words)
            x += used + 4
        if shown := elided(rest, 12, max(0, int(end - x))):
            words, used = place_text(margin.ratio, QPointF(x, baseline), shown, colors.color("overlay_muted"), plain)
            placed.append(words)
            x += used
        first = first if index else x
    return first


def _dot(margin: Margin, at: QPointF) -> Placed:
    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.load_theme(margin.theme).color("overlay_accent"))
        painter.drawEllipse(at, 4, 4)

    return place_drawing(margin.ratio, QRectF(at.x() - 5, at.y() - 5, 10, 10), draw)


@lru_cache(maxsize=512)
def elided(text: str, size: int, room: int) -> str:
    """As much of a text in the house's type as fits into ``room`` px, with dots for the rest."""
    return QFontMetricsF(theme.app_font(size)).elidedText(text, Qt.TextElideMode.ElideRight, room)


def _letters(
    placed: list[Placed], margin: Margin, top_row: tuple[float, float], bottom_row: tuple[float, float]
) -> None:
    """Top, bottom, left and right letters in the middle of the view's edges.

    Top and bottom stand in the outermost row of the corner texts, where they cover no anatomy, or inside of them
    (``letter_at``; a row is what the texts leave free, from x to x).
    """
    font = theme.app_font(14, QFont.Weight.DemiBold)
    color, (width, height), edges = theme.load_theme(margin.theme).color("overlay_text"), margin.size, margin.edges
    x, y = width / 2, height / 2
    above, below = letter_at(x, top_row, margin.clear[0]), letter_at(x, bottom_row, margin.clear[1])
    for letter, at, align in (
        (edges.top, QPointF(x, 58) if above is None else QPointF(above, 23), _CENTRE),
        (edges.bottom, QPointF(x, height - 48) if below is None else QPointF(below, height - 14), _CENTRE),
        (edges.left, QPointF(8, y + 5), Qt.AlignmentFlag.AlignLeft),
        (edges.right, QPointF(width - 8, y + 5), _RIGHT),
    ):
        if letter:
            placed.append(place_text(margin.ratio, at, letter, color, font, align)[0])


def bar_length(px_per_unit: float, room: float) -> int:
    """The longest round length, in units, whose bar fits into ``room`` px."""
    return next((n for n in _BARS if n * px_per_unit <= room), 1)


def _scale_bar(placed: list[Placed], margin: Margin, right: float, y: float) -> tuple[float, float]:
    """A bar with end marks, its label under it, ending at ``right``. Returns the left ends of bar and label."""
    length, color = bar_length(margin.px_per_unit, BAR_ROOM), theme.load_theme(margin.theme).color("overlay_text")
    x1, y = crisp(right), crisp(y)
    x0 = x1 - length * margin.px_per_unit

    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for pen in (thin_pen(CASING, 3), thin_pen(color, 1)):
            painter.setPen(pen)
            painter.drawLine(QPointF(x0, y), QPointF(x1, y))
            for x, half in ((x0, 4), ((x0 + x1) / 2, 2), (x1, 4)):
                painter.drawLine(QPointF(crisp(x), y - half), QPointF(crisp(x), y + half))

    # A voxel of a strongly magnified slice can be longer than the view.
    area = QRectF(QPointF(x0 - 4, y - 7), QPointF(x1 + 4, y + 7)) & QRectF(0, 0, *margin.size)
    placed.append(place_drawing(margin.ratio, area, draw))
    words, width = place_text(
        margin.ratio, QPointF(x1, y + 17), f"{length} {margin.unit}", color, theme.app_font(12), _RIGHT
    )
    placed.append(words)
    return x0, x1 - width
