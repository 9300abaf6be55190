"""The pathology ledger: one row a specimen, as pathology wrote it, and what contradicts what.

Fields and rules: clinical.md 1.3 of the project's plan; CNS WHO 2021 (5th edition) for the integrated types. "Not tested"
and "unknown" are different answers. Contradictions are said, never corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Literal

from glioma_desktop.grade import WhoEdition, WhoGrade
from glioma_desktop.phrase import phrase

SpecimenKind = Literal["unknown", "biopsy", "resection", "recurrence", "autopsy"]
TumourType = Literal[
    "unknown", "astrocytoma_idh_mutant", "oligodendroglioma_codeleted", "glioblastoma_idh_wildtype", "h3_altered",
    "circumscribed", "other", "nos", "nec",
]  # fmt: skip
Idh = Literal["unknown", "not_tested", "mutant", "wildtype"]
Codeletion = Literal["unknown", "not_tested", "codeleted", "retained"]
Deletion = Literal["unknown", "not_tested", "homozygous_deletion", "none"]
Marker = Literal["unknown", "not_tested", "present", "absent"]
Stated = Literal["not_stated", "yes", "no"]
NO_GRADE = ("NOS", "NEC")
"""What a report may say in place of a grade."""
DAYS_AFTER_MR = 90


@dataclass(frozen=True, slots=True)
class Regrading:
    """A grade given again under another edition; the original is kept."""

    grade: int
    edition: WhoEdition
    by: str
    on: str
    reason: str


@dataclass(frozen=True)
class Specimen:
    """One specimen.

    Attributes:
        specimen_id: "S1", "S2", ... unique within the patient.
        date: ``YYYY-MM-DD`` or "".
        grade: 1 to 4, or None for NOS, NEC or not graded.
        grade_as_written: The numeral as it stands in the report ("III", "3", "NOS").
        edition: Of the WHO classification; never defaulted to anything but "unknown".
        type_as_reported: Free text.
        lesion: The lesion it was taken from.
        source: report, registry or CSV row.
        central_review: Whether a second pathologist agreed.
    """

    specimen_id: str
    date: str = ""
    kind: SpecimenKind = "unknown"
    grade: int | None = None
    grade_as_written: str = ""
    edition: WhoEdition = "unknown"
    type_as_reported: str = ""
    tumour_type: TumourType = "unknown"
    idh: Idh = "unknown"
    idh_method: str = ""
    codeletion_1p19q: Codeletion = "unknown"
    cdkn2ab: Deletion = "unknown"
    markers: Mapping[str, Marker] = field(default_factory=dict)
    ki67_percent: float | None = None
    necrosis: Stated = "not_stated"
    microvascular_proliferation: Stated = "not_stated"
    lesion: str = ""
    side: Literal["", "right", "left", "midline", "both"] = ""
    source: str = ""
    entered_by: str = ""
    entered_at: str = ""
    central_review: Stated = "not_stated"
    regradings: tuple[Regrading, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown_grade(self) -> str:
        """The grade as its edition writes it, or as it was written when it is no number."""
        if self.grade is None:
            return self.grade_as_written or phrase("not graded")
        return WhoGrade(self.grade).shown(self.edition)

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy; keys of a newer version are carried through."""
        data = asdict(self)
        return {**data.pop("extra"), **data}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Specimen:
        """The specimen written by ``to_json``."""
        names = {f.name for f in fields(cls)} - {"extra"}
        known = {k: v for k, v in data.items() if k in names}
        known["regradings"] = tuple(Regrading(**r) for r in data.get("regradings", ()))
        return cls(**known, extra={k: v for k, v in data.items() if k not in names})


_SIDES = {
    "left": phrase("left"), "right": phrase("right"), "midline": phrase("midline"), "both": phrase("both sides"),
}  # fmt: skip


def contradictions(
    specimen: Specimen, *, study_date: str = "", age_years: float | None = None, lesion_side: str = ""
) -> list[str]:
    """What in a specimen contradicts itself, the study or the box; one sentence each, in no case corrected."""
    s, found = specimen, list[str]()
    new = s.edition == "2021"
    checks = [
        (s.idh == "wildtype" and s.codeletion_1p19q == "codeleted",
         phrase("IDH-wildtype and 1p/19q-codeleted exclude each other.")),
        (new and s.tumour_type == "glioblastoma_idh_wildtype" and s.idh == "mutant",
         phrase("Under CNS WHO 2021 an IDH-mutant tumour is not called glioblastoma.")),
        (new and s.tumour_type == "glioblastoma_idh_wildtype" and s.grade in (2, 3),
         phrase("Under CNS WHO 2021 a glioblastoma, IDH-wildtype, is grade 4.")),
        (new and s.idh == "mutant" and s.codeletion_1p19q != "codeleted" and s.cdkn2ab == "homozygous_deletion"
         and s.grade is not None and s.grade < 4,
         phrase("Under CNS WHO 2021 an IDH-mutant astrocytoma with CDKN2A/B homozygous deletion is grade 4.")),
        (s.tumour_type == "oligodendroglioma_codeleted" and s.grade == 4,
         phrase("An oligodendroglioma has no grade 4.")),
        (bool(s.side and lesion_side and s.side != lesion_side and "both" not in (s.side, lesion_side)),
         phrase("The report says {side}, the box is {lesion_side}.", side=_SIDES.get(s.side, s.side),
                lesion_side=_SIDES.get(lesion_side, lesion_side))),
        (s.grade is not None and s.edition == "unknown", phrase("The WHO edition is not known.")),
        (s.grade is None and s.grade_as_written.strip().upper() not in ("", *NO_GRADE),
         phrase("{written} is no WHO grade, so this specimen does not count: write I-IV, 1-4, NOS or NEC.",
                written=s.grade_as_written.strip())),
    ]  # fmt: skip
    found += [sentence for holds, sentence in checks if holds]
    days = days_after(study_date, s.date)
    if days is not None and abs(days) > 365:
        found.append(
            phrase("The specimen is {days} days after the MR.", days=days)
            if days > 0
            else phrase("The specimen is {days} days before the MR.", days=-days)
        )
    if days is not None and age_years is not None and -days > age_years * 365.25 + 366:
        found.append(phrase("The specimen is older than the patient."))
    return found


def days_after(study_date: str, specimen_date: str) -> int | None:
    """Days from the MR to the specimen (negative: the specimen came first); None when a date is missing or no date."""
    try:
        return (date.fromisoformat(specimen_date) - date.fromisoformat(study_date)).days
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference standard of a study: the grade of the specimen that belongs to it.

    Attributes:
        days_after_mr: From MR to specimen; None when a date is not known, which stays in and is counted.
    """

    grade: WhoGrade
    edition: WhoEdition
    specimen: Specimen
    days_after_mr: int | None


def reference_grade(
    specimens: Iterable[Specimen], study_date: str = "", lesion: str | None = None, days: int = DAYS_AFTER_MR
) -> Reference | None:
    """The grade that belongs to a study: of the first graded specimen that follows the MR within ``days``.

    A specimen without a date, or a study without one, is no contradiction and stays in. A specimen that is known to come
    before the MR, or later than ``days`` after it, does not label the study. Specimens of another lesion are passed over.
    """
    candidates = []
    for specimen in specimens:
        if specimen.grade is None or (lesion and specimen.lesion and specimen.lesion != lesion):
            continue
        gap = days_after(study_date, specimen.date)
        if gap is None or 0 <= gap <= days:
            candidates.append((gap is None, gap or 0, specimen.specimen_id, specimen, gap))
    if not candidates:
        return None
    *_, specimen, gap = min(candidates, key=lambda c: c[:3])
    assert specimen.grade is not None
    return Reference(WhoGrade(specimen.grade), specimen.edition, specimen, gap)
