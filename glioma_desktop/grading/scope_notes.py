"""What is said beside an answer: a case that a model may grade, but that is not all it knows."""

from __future__ import annotations

from collections.abc import Callable

from glioma_desktop.grading import wording
from glioma_desktop.grading.scope_case import COVERAGE, Case, measured_range, scanner_of
from glioma_desktop.phrase import inside, joined, phrase
from glioma_desktop.study.series import SEQUENCE_LABELS
from glioma_desktop.translation import known


def _of_coverage(case: Case) -> list[str]:
    band = measured_range(case.card.training, *COVERAGE)
    found = [case.facts.coverages[roi] for roi in case.rois if roi in case.facts.coverages]
    if band is None or not found:
        return []
    outside = [c for c in found if not band[0] - 0.005 <= c <= band[1] + 0.005]
    if not outside:
        return []
    low, high = 100 * band[0], 100 * band[1]
    if len(found) == 1:
        return [
            phrase(
                "Note: box holds {share:.0f} % of the outline; training had {low:.0f}-{high:.0f} %.",
                share=100 * outside[0],
                low=low,
                high=high,
            )
        ]
    return [
        phrase(
            "Note: {count} of {all} boxes hold {least:.0f}-{most:.0f} % of the outline; "
            "training had {low:.0f}-{high:.0f} %.",
            count=len(outside),
            all=len(found),
            least=100 * min(outside),
            most=100 * max(outside),
            low=low,
            high=high,
        )
    ]


def _of_scanner(case: Case) -> list[str]:
    trained = {str(name).casefold() for name in case.card.training.get("scanners") or ()}
    found = {scanner_of(series).casefold() for series in case.series.values()} - {""}
    return [phrase("Note: scanner not among those trained on.")] if trained and found - trained else []


def _of_treatment(case: Case) -> list[str]:
    if case.facts.treatment == "unknown":
        return [phrase("Note: treatment state not entered.")]
    return [phrase("Note: images are after biopsy.")] if case.facts.treatment == "after_biopsy" else []


def _of_lesions(case: Case) -> list[str]:
    used = wording.lesion_word(case.facts.lesion)
    return [phrase("Note: several lesions; only {used} is used.", used=used)] if case.facts.lesions > 1 else []


def _of_grades(case: Case) -> list[str]:
    unseen = wording.unseen_grades(case.card)
    return [phrase("Note: grade {grades} not trained on.", grades=joined(unseen, " and "))] if unseen else []


def _of_spacing(case: Case) -> list[str]:
    if not case.box_volume.spacing_nominal:
        return []
    unproven = (
        [] if case.box_volume.orientation_known else [phrase("Note: left and right are not proven by this file.")]
    )
    return [phrase("Note: spacing not measured: sizes in pixels."), *unproven]


def _of_warnings(case: Case) -> list[str]:
    """What is wrong with the stacks themselves; nominal spacing has its own note."""
    several = len(case.series) > 1
    return [
        _of_stack(warning, SEQUENCE_LABELS.get(name, name) if several else "")
        for name, series in case.series.items()
        for warning in series.warnings
        if not (series.spacing_nominal and "nominal" in warning.lower())
    ]


def _of_stack(warning: str, sequence: str) -> str:
    fact = inside(known(warning))  # one that was kept in the catalogue has lost its template
    return phrase("Note: {fact}", fact=joined([sequence, fact], ": ") if sequence else fact)


def _of_phantoms(case: Case) -> list[str]:
    return [wording.SYNTHETIC] if case.card.synthetic else []


NOTES: tuple[Callable[[Case], list[str]], ...] = (
    _of_coverage, _of_scanner, _of_treatment, _of_lesions, _of_grades, _of_spacing, _of_warnings, _of_phantoms,
)  # fmt: skip
