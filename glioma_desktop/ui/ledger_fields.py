"""The fields of the pathology ledger as the form shows them: names, choices, and what each choice is called.

"Not tested" and "unknown" are different answers, so both always stand in the list. No edition is ever chosen by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from glioma_desktop.phrase import phrase

Choices = Sequence[tuple[str, str]]

_STATED: Choices = (("not_stated", phrase("not stated")), ("yes", phrase("yes")), ("no", phrase("no")))
_MARKER: Choices = (
    ("unknown", phrase("unknown")),
    ("not_tested", phrase("not tested")),
    ("present", phrase("present")),
    ("absent", phrase("absent")),
)
SIDES: Choices = (
    ("", phrase("not stated")),
    ("right", phrase("Right (patient)")),
    ("left", phrase("Left (patient)")),
    ("midline", phrase("midline")),
    ("both", phrase("both")),
)


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
    phrase("Specimen"): (
        LedgerField("date", phrase("Date"), hint="YYYY-MM-DD"),
        LedgerField(
            "kind",
            phrase("Specimen"),
            (
                ("unknown", phrase("unknown")),
                ("biopsy", "biopsy"),
                ("resection", "resection"),
                ("recurrence", "recurrence"),
                ("autopsy", "autopsy"),
            ),
        ),
        LedgerField("lesion", phrase("Lesion sampled")),
        LedgerField("side", phrase("Side in the report"), SIDES),
        LedgerField("source", phrase("Source"), hint=phrase("report, registry or CSV row")),
        LedgerField("central_review", phrase("Central review"), _STATED),
    ),
    phrase("Grade"): (
        LedgerField(
            "grade_as_written",
            phrase("Grade as written"),
            hint="II, 3, NOS, NEC",
            tip=phrase("Exactly as in the report."),
        ),
        LedgerField(
            "edition",
            phrase("WHO edition"),
            (("unknown", phrase("unknown")), ("2000", "2000"), ("2007", "2007"), ("2016", "2016"), ("2021", "2021")),
            tip=phrase("The edition pathology graded under. Leave it unknown unless the report says so."),
        ),
        LedgerField("type_as_reported", phrase("Type as reported"), hint=phrase("in the words of the report")),
        LedgerField(
            "tumour_type",
            phrase("Type"),
            (
                ("unknown", phrase("unknown")),
                ("astrocytoma_idh_mutant", phrase("astrocytoma, IDH-mutant")),
                ("oligodendroglioma_codeleted", phrase("oligodendroglioma, IDH-mutant, codeleted")),
                ("glioblastoma_idh_wildtype", phrase("glioblastoma, IDH-wildtype")),
                ("h3_altered", phrase("H3-altered")),
                ("circumscribed", "circumscribed"),
                ("other", "other"),
                ("nos", "NOS"),
                ("nec", "NEC"),
            ),
        ),
        LedgerField("necrosis", phrase("Necrosis"), _STATED),
        LedgerField(
            "microvascular_proliferation",
            phrase("Microvascular prolif."),
            _STATED,
            tip=phrase("Microvascular proliferation"),
        ),
    ),
    phrase("Molecular"): (
        LedgerField(
            "idh",
            "IDH",
            (
                ("unknown", phrase("unknown")),
                ("not_tested", phrase("not tested")),
                ("mutant", phrase("mutant")),
                ("wildtype", phrase("wildtype")),
            ),
        ),
        LedgerField("idh_method", phrase("IDH method"), hint=phrase("IHC R132H, sequencing")),
        LedgerField(
            "codeletion_1p19q",
            "1p/19q",
            (
                ("unknown", phrase("unknown")),
                ("not_tested", phrase("not tested")),
                ("codeleted", "codeleted"),
                ("retained", "retained"),
            ),
        ),
        LedgerField(
            "cdkn2ab",
            "CDKN2A/B",
            (
                ("unknown", phrase("unknown")),
                ("not_tested", phrase("not tested")),
                ("homozygous_deletion", phrase("homozygous deletion")),
                ("none", phrase("no deletion")),
            ),
        ),
        LedgerField("markers.tert_promoter", phrase("TERT promoter"), _MARKER),
        LedgerField("markers.egfr_amplification", phrase("EGFR amplification"), _MARKER),
        LedgerField("markers.chromosome_7_10", "+7/−10", _MARKER),
        LedgerField("markers.atrx_loss", phrase("ATRX loss"), _MARKER),
        LedgerField("markers.h3_k27m", "H3 K27M", _MARKER),
        LedgerField(
            "markers.mgmt_methylation", phrase("MGMT methylation"), _MARKER, tip=phrase("Never used for the grade.")
        ),
        LedgerField(
            "ki67_percent", phrase("Ki-67, %"), hint=phrase("optional"), tip=phrase("Never used for the grade.")
        ),
    ),
}
TREATMENT_STATES: Choices = (
    ("unknown", phrase("unknown")), ("untreated", phrase("untreated")), ("after_biopsy", phrase("after biopsy")),
    ("after_resection", phrase("after resection")), ("after_radio_or_chemotherapy", phrase("after radio- or chemotherapy")),
)  # fmt: skip
STEROIDS: Choices = (("unknown", phrase("unknown")), ("yes", phrase("yes")), ("no", phrase("no")))
