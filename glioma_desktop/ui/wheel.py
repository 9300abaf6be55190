"""From what a wheel or two fingers on a touchpad send to slices, zoom and pan.

How devices differ: a notched wheel sends 120 eighths of a degree a notch, a high-resolution one the same in parts (15, 8, 1). A
touchpad on macOS and Wayland sends px with the phases begin, update, momentum and end; on Windows and X11 it sends small parts
of a notch without phases. Windows sends a pinch as Ctrl and the wheel. macOS turns Shift and a mouse's wheel into a horizontal
one, Qt does so with Alt. Directions are taken as delivered: whoever has set natural scrolling gets it here too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QWheelEvent

NOTCH = 120
PX_A_SLICE = 40
_A_PX = NOTCH // PX_A_SLICE
_MOST_NOTCHES = 3.0
_SIDEWAYS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier
_Phase = Qt.ScrollPhase


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event comes to.

    Attributes:
        verb: ``scroll``, ``key_slice``, ``zoom``, ``pan`` or ``""``.
        steps: Whole slices, positive goes on through the stack.
        notches: The same in parts of a notch, positive away from the hand.
        shift: How far the picture follows two fingers, in px.
        coasting: The fingers have left the touchpad already.
    """

    verb: str = ""
    steps: int = 0
    notches: float = 0.0
    shift: QPointF = field(default_factory=QPointF)
    coasting: bool = False


class WheelReader:
    """Adds up parts of a notch until they are a slice, and keeps to one verb from the first touch to the last glide."""

    def __init__(self) -> None:
        self._rest = 0
        self._verb = ""
        self._held: str | None = None

    def read(self, event: QWheelEvent, verb: str) -> Turn:
        """What an event comes to, with the verb of the keys that are down; a gesture of fingers keeps its first one."""
        phase = event.phase()
        if phase == _Phase.ScrollBegin:
            self._held, self._rest = verb, 0
        elif phase == _Phase.NoScrollPhase:
            self._held = None
        verb = self._held if self._held is not None else verb
        coasting = phase == _Phase.ScrollMomentum
        if phase == _Phase.ScrollEnd:
            self._held, self._rest = None, 0
        if coasting and verb != "scroll":  # after the fingers are gone only slices glide on
            return Turn(coasting=True)
        across, along = _delta(event)
        if verb != "pan" and abs(across) > abs(along):
            along = 0
        notches = max(-_MOST_NOTCHES, min(along / NOTCH, _MOST_NOTCHES))
        return Turn(verb, self._whole(along, verb), notches, QPointF(across / _A_PX, along / _A_PX), coasting)

    def _whole(self, along: int, verb: str) -> int:
        if along * self._rest < 0 or verb != self._verb:  # back again: at once, not after the rest of the other way
            self._rest = 0
        self._verb, self._rest = verb, self._rest + along
        steps = -int(self._rest / NOTCH)
        self._rest += steps * NOTCH
        return steps


def _delta(event: QWheelEvent) -> tuple[int, int]:
    """(across, along) in eighths of a degree; of fingers that send px, three for each of them."""
    pixels, phase = event.pixelDelta(), event.phase()
    if phase != _Phase.NoScrollPhase and not pixels.isNull():
        return pixels.x() * _A_PX, pixels.y() * _A_PX
    angle = event.angleDelta()
    if phase == _Phase.NoScrollPhase and angle.y() == 0 and event.modifiers() & _SIDEWAYS:
        return 0, angle.x()
    return angle.x(), angle.y()
