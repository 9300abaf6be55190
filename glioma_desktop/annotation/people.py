"""Whether what lies under one identifier is one patient, and what a reader said to it.

Nobody is told apart by the program: where sex or year of birth speak for two people, the patient is left out of training
until a reader has decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from glioma_desktop.annotation.annotation import Address, Change
from glioma_desktop.study.one_person import may_be_one_person
from glioma_desktop.study.series import Study

ADDRESS: Address = ("people",)
People = Literal["", "undecided", "one", "left_out"]
"""``""``: nothing speaks for two people. Else what a reader has decided, if anything."""


def people_of(stated: Mapping[str, Any] | None, studies: Sequence[Study]) -> People:
    """What is known of a patient.

    Args:
        stated: What a reader has decided, as the event carries it; None when nobody has.
        studies: Everything under the identifier. A study that was not there when they were taken for those of one person
            asks the question again.
    """
    if stated is not None and stated["decision"] == "left_out":
        return "left_out"
    if may_be_one_person(studies):
        return ""
    decided = stated is not None and {study.uid for study in studies} <= set(stated["studies"])
    return "one" if decided else "undecided"


def decision(people: str, studies: Sequence[Study]) -> Change:
    """The edit that states it; ``undecided`` takes a decision back."""
    if people not in ("one", "left_out"):
        return Change(ADDRESS, None)
    return Change(ADDRESS, {"decision": people, "studies": sorted(study.uid for study in studies)})
