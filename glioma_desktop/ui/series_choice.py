"""In which order series are listed, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from glioma_desktop.study.series import SEQUENCE_LABELS, Series, Study

ORDER = ("t1ce", "flair", "t2", "t1", "adc", "swi", "dwi", "unknown", "other", "perfusion")
_PLANES = ("axial", "oblique", "coronal", "sagittal", "unknown")


def in_order(series: Iterable[Series]) -> list[Series]:
    """By sequence; of one sequence the confirmed, then reformats, stacks before single slices, axial first, the largest.

    The same series always come in the same order.
    """

    def rank(one: Series) -> tuple[int | str, ...]:
        slices, rows, columns = one.shape
        return (
            ORDER.index(one.sequence), not one.sequence_confirmed, one.source is None, slices == 1,
            _PLANES.index(one.orientation), -slices, -rows * columns, one.uid,
        )  # fmt: skip

    return sorted(series, key=rank)


def listed(studies: Iterable[Study]) -> list[Series]:
    """All series of a patient in the order of the list."""
    return [series for study in studies for series in in_order(study.series)]


def series_name(series: Series) -> str:
    """What a series is called on the screen: its sequence, or its modality when that is not MR and nobody said otherwise."""
    foreign = series.modality not in ("", "MR") and not series.sequence_confirmed
    return series.modality if foreign else SEQUENCE_LABELS[series.sequence]
