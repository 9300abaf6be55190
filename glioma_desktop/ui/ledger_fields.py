"""The fields of the pathology ledger as the form shows them: names, choices, and what each choice is called.

"Not tested" and "unknown" are different answers, so both always stand in the list. No edition is ever chosen by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Choices = Sequence[tuple[str, str]]

_STATED: Choices = (("not_stated", "not stated"), ("yes", "yes"), ("no", "no"))
_MARKER: Choices = (("unknown", "unknown"), ("not_tested", "not tested"), ("present", "present"), ("absent", "absent"))
SIDES: Choices = (
    ("", "not stated"), ("right", "Right (patient)"), ("left", "Left (patient)"), ("midline", "midline"), ("both", "both"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerField:
    """One row of the form.

    Attributes:
        name: Attribute of ``Specimen``, or ``markers.<name>``.
        choices: (value, words); empty for free text.
        hint: Placeholder of a text field.
    """

    name: str
    label: str
    choices: Choices = ()
    hint: str = ""
    tip: str = ""


GROUPS: Mapping[str, tuple[LedgerField, ...]] = {
    "Specimen": (
        LedgerField("date", "Date", hint="YYYY-MM-DD"),
        LedgerField(
            "kind",
            "Specimen",
            (
                ("unknown", "unknown"),
                ("biopsy", "biopsy"),
                ("resection", "resection"),
                ("recurrence", "recurrence"),
                ("autopsy", "autopsy"),
            ),
        ),
        LedgerField("lesion", "Lesion sampled"),
        LedgerField("side", "Side in the report", SIDES),
        LedgerField("source", "Source", hint="report, registry or CSV row"),
        LedgerField("central_review", "Central review", _STATED),
    ),
    "Grade": (
        LedgerField("grade_as_written", "Grade as written", hint="II, 3, NOS, NEC", tip="Exactly as in the report."),
        LedgerField(
            "edition",
            "WHO edition",
            (("unknown", "unknown"), ("2000", "2000"), ("2007", "2007"), ("2016", "2016"), ("2021", "2021")),
            tip="The edition pathology graded under. Leave it unknown unless the report says so.",
        ),
        LedgerField("type_as_reported", "Type as reported", hint="in the words of the report"),
        LedgerField(
            "tumour_type",
            "Type",
            (
                ("unknown", "unknown"),
                ("astrocytoma_idh_mutant", "astrocytoma, IDH-mutant"),
                ("oligodendroglioma_codeleted", "oligodendroglioma, IDH-mutant, codeleted"),
                ("glioblastoma_idh_wildtype", "glioblastoma, IDH-wildtype"),
                ("h3_altered", "H3-altered"),
                ("circumscribed", "circumscribed"),
                ("other", "other"),
                ("nos", "NOS"),
                ("nec", "NEC"),
            ),
        ),
        LedgerField("necrosis", "Necrosis", _STATED),
        LedgerField("microvascular_proliferation", "Microvascular prolif.", _STATED, tip="Microvascular proliferation"),
    ),
    "Molecular": (
        LedgerField(
            "idh",
            "IDH",
            (("unknown", "unknown"), ("not_tested", "not tested"), ("mutant", "mutant"), ("wildtype", "wildtype")),
        ),
        LedgerField("idh_method", "IDH method", hint="IHC R132H, sequencing"),
        LedgerField(
            "codeletion_1p19q",
            "1p/19q",
            (
                ("unknown", "unknown"),
                ("not_tested", "not tested"),
                ("codeleted", "codeleted"),
                ("retained", "retained"),
            ),
        ),
        LedgerField(
            "cdkn2ab",
            "CDKN2A/B",
            (
                ("unknown", "unknown"),
                ("not_tested", "not tested"),
                ("homozygous_deletion", "homozygous deletion"),
                ("none", "no deletion"),
            ),
        ),
        LedgerField("markers.tert_promoter", "TERT promoter", _MARKER),
        LedgerField("markers.egfr_amplification", "EGFR amplification", _MARKER),
        LedgerField("markers.chromosome_7_10", "+7/−10", _MARKER),
        LedgerField("markers.atrx_loss", "ATRX loss", _MARKER),
        LedgerField("markers.h3_k27m", "H3 K27M", _MARKER),
        LedgerField("markers.mgmt_methylation", "MGMT methylation", _MARKER, tip="Never used for the grade."),
        LedgerField("ki67_percent", "Ki-67, %", hint="optional", tip="Never used for the grade."),
    ),
}
TREATMENT_STATES: Choices = (
    ("unknown", "unknown"), ("untreated", "untreated"), ("after_biopsy", "after biopsy"),
    ("after_resection", "after resection"), ("after_radio_or_chemotherapy", "after radio- or chemotherapy"),
)  # fmt: skip
STEROIDS: Choices = (("unknown", "unknown"), ("yes", "yes"), ("no", "no"))
