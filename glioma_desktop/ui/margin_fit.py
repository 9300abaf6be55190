"""What gives way to what in the margin of a narrow view: no fact is cut off, and no letter stands on anatomy without need."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFontMetricsF

from glioma_desktop.ui import theme

Lines = tuple[tuple[str, str], ...]
SIZE, EDGE, BETWEEN = 12, 12, 4
INSIDE_TOP, INSIDE_BOTTOM = 64, 54
"""How much of the view's top and bottom a letter takes that stands inside of the texts."""
LETTER_ROOM, TIGHT = 32, 13
"""What a letter keeps free on either side of its middle; and where there is no more."""
POINT = " · "


def fitted(lines: Lines, last: float, above: float, full: float) -> Lines:
    """Lines of (strong part, rest), the last of them that of the slice.

    Where the last one would be cut, all but the slice's number and the zoom stands in lines of its own above it, as many as
    it takes: thickness and spacing with what is said of them, the plane, a mark for lossy pixels. A line that would run into
    the scale bar stands higher.

    Args:
        lines: From top to bottom.
        last: Where the last line has to end, in px from the left edge.
        above: Where the line over it has to end.
        full: Where all others have to.
    """
    if not lines:
        return lines
    strong, rest = lines[-1]
    if EDGE + text_width(strong) + BETWEEN + text_width(rest) <= last:
        return lines
    parts = rest.removeprefix("·").strip().split(POINT)
    rows: list[str] = []
    for part in parts[:-1]:
        longer = f"{rows[-1]}{POINT}{part}" if rows else part
        if rows and EDGE + text_width(longer) <= full:
            rows[-1] = longer
        else:
            rows.append(part)
    if rows and EDGE + text_width(rows[-1]) > above:
        rows.append("")
    return *lines[:-1], *(("", row) for row in rows), (strong, f"· {parts[-1]}")


def letter_at(middle: float, row: tuple[float, float], clear: bool) -> float | None:
    """Where the top or bottom letter stands in the outermost row of the texts; None: inside of them.

    In the middle where it is free; else inside, if there is no anatomy there; else beside the middle.

    Args:
        middle: Of the view, in px from the left edge.
        row: What the texts leave free, from x to x.
        clear: No anatomy stands inside of the texts.
    """
    left, right = row
    if left + LETTER_ROOM <= middle <= right - LETTER_ROOM:
        return middle
    if clear or right - left < 2 * TIGHT:
        return None
    return min(max(middle, left + TIGHT), right - TIGHT)


@lru_cache(maxsize=512)
def text_width(text: str) -> float:
    """Of a line in the margin, in px."""
    return QFontMetricsF(theme.app_font(SIZE)).horizontalAdvance(text)
