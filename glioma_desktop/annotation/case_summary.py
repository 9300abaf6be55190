"""What the worklist shows of a patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from glioma_desktop.annotation.annotation import Address, CaseStatus


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """What the worklist shows of a patient; ``people``: what a reader said of studies that may be of two people."""

    status: CaseStatus
    boxes: int
    lesions: int
    people: Mapping[str, Any] | None = None


def summary_of(state: Mapping[Address, Any]) -> CaseSummary:
    """The summary of a folded state (JSON values by address); a patient nobody has touched has an empty one."""
    kinds = [address[0] for address in state]
    case = state.get(("case",), {})
    return CaseSummary(
        case.get("status", "new"),
        kinds.count("box"),
        max(1, kinds.count("lesion")),
        state.get(("people",)),
    )
