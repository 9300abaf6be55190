"""Slice views that are fitted at one scale: a mm is as long in each of them, whatever room each has."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations

from PySide6.QtCore import Signal

from glioma_desktop.ui.slice_view import SliceView


class SharedFit(SliceView):
    """Fitted by itself until ``fit_alike`` ties it to others. ``fit_changed``: it has another room or slice to fit."""

    fit_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.alike: Sequence[SharedFit] = ()
        self._fit = 0.0

    def refresh(self, *_: object) -> None:
        """Show it anew."""
        self.update()

    def own_fit(self) -> float:
        """Px a mm at which its own slice would fit."""
        return super().fitted_scale()

    def fitted_scale(self) -> float:
        """Px a mm at which the slice is fitted: that of the view with the least room."""
        own = super().fitted_scale()
        return min((own, *(one.own_fit() for one in self.alike if one.volume is not None)))

    def tell_fit(self) -> None:
        """Say when what would fit is another; the views that are tied to it follow."""
        before, self._fit = self._fit, self.own_fit() if self.volume is not None else 0.0
        if self.alike and before != self._fit:
            self.fit_changed.emit()


def fit_alike(views: Sequence[SharedFit]) -> None:
    """Tie views to one another."""
    for one in views:
        one.alike = views
    for one, other in permutations(views, 2):
        one.fit_changed.connect(other.refresh)
