"""In which order series are listed and put into viewports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from glioma_desktop.study.series import SEQUENCE_LABELS, Series, Study

ORDER = ("t1ce", "flair", "t1", "t2", "adc", "dwi", "swi", "unknown", "other", "perfusion")


def in_order(series: Iterable[Series], first: str = "t1ce") -> list[Series]:
    """By sequence, ``first`` before all others; stacks before single slices."""

    def rank(one: Series) -> tuple[int, int, int]:
        place = -1 if one.sequence == first else ORDER.index(one.sequence)
        return place, -int(one.shape[0] > 1), -one.shape[0]

    return sorted(series, key=rank)


def series_name(series: Series) -> str:
    """What a series is called on the screen: its sequence, or its modality when that is not MR and nobody said otherwise."""
    foreign = series.modality not in ("", "MR") and not series.sequence_confirmed
    return series.modality if foreign else SEQUENCE_LABELS[series.sequence]


def choose_series(studies: tuple[Study, ...], box_sequence: str) -> Iterator[Series]:
    """For the viewports: of the study that has the box series, one of each sequence, the box series first; then the rest."""
    with_box = [s for s in studies if any(x.sequence == box_sequence for x in s.series)]
    for study in [*with_box, *(s for s in studies if s not in with_box)]:
        ordered = in_order(study.series, box_sequence)
        firsts = list({series.sequence: series for series in reversed(ordered)}.values())
        yield from in_order(firsts, box_sequence)
        yield from (series for series in ordered if series not in firsts)
