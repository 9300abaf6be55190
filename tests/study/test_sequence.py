"""Which sequence a series is: a guess with a reason, against a written table."""

from __future__ import annotations

from typing import Any

import pytest

from glioma_desktop.study.sequence import Hints, guess_sequence

TEXTS = [
    ("AX T1 SE PRE", "t1"), ("AX T1 SE POST GD", "t1ce"), ("AX FLAIR", "flair"), ("T2 TSE tra", "t2"),
    ("t1_mprage_sag", "t1"),
    ("T1post", "t1ce"), ("SAG T1 +C", "t1ce"), ("AX T1 FLAIR", "t1"), ("AX T2 FLAIR FS", "flair"),
    ("T2W_FLAIR", "flair"),
    ("AX T1 FLAIR +C", "t1ce"), ("t2_tirm_tra_dark-fluid", "flair"), ("ADC map", "adc"),
    ("Apparent Diffusion Coefficient", "adc"),
    ("ep2d_diff_3scan_trace", "dwi"), ("DWI b1000", "dwi"), ("SWI_Images", "swi"), ("AX T2* GRE", "swi"),
    ("DSC perfusion", "perfusion"),
    ("rCBV", "perfusion"), ("T1 SUB", "other"), ("SUBTRACTION T1", "other"), ("Survey_MST", "other"),
    ("3-Plane Localizer", "other"),
    ("gre_field_mapping", "other"), ("TOF MRA", "other"), ("AX T1 without contrast", "t1"), ("T1 non-contrast", "t1"),
    ("T1W 3D TFE GADOVIST", "t1ce"), ("T1加权 增强", "t1ce"), ("T2 增强", "t2"), ("T1 平扫", "t1"), ("BRAVO", "t1"),
    ("PD TSE", "other"),
    ("t1 cor", "t1"), ("T1 C+", "t1ce"), ("cube t2 flair", "flair"), ("asc_35sl", "unknown"), ("", "unknown"),
]  # fmt: skip
NAMES = [
    ("BraTS-GLI-00001-000-t1c", "t1ce"), ("BraTS-GLI-00001-000-t1n", "t1"), ("BraTS-GLI-00001-000-t2f", "flair"),
    ("BraTS-GLI-00001-000-t2w", "t2"), ("BraTS20_Training_001_t1ce", "t1ce"), ("BraTS20_Training_001_t1", "t1"),
    ("BraTS20_Training_001_flair", "flair"), ("UCSF-PDGM-0004_T1gad", "t1ce"), ("sub-01_T1w", "t1"),
    ("sub-01_ce-gd_T1w", "t1ce"),
    ("chris_PD", "other"), ("fmri_pitch", "other"), ("CT_AVM", "unknown"), ("t1ce", "t1ce"), ("flair", "flair"),
    ("UPENN-GBM-00001_11_T1GD", "t1ce"), ("patient7", "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sequence"), TEXTS)
def test_a_description_names_its_sequence(text: str, sequence: str) -> None:
    found, reason = guess_sequence(Hints("MR", texts=(("description", text),)))
    assert found == sequence
    assert reason == f"description '{text}'" or sequence == "unknown"


@pytest.mark.parametrize(("name", "sequence"), NAMES)
def test_a_file_or_folder_name_names_its_sequence(name: str, sequence: str) -> None:
    assert guess_sequence(Hints(names=(name,)))[0] == sequence


HEADERS: list[tuple[str, dict[str, Any], str, str]] = [
    ("the everyday trap: an MPR after contrast named only T1", {"texts": (("description", "T1 MPR"),),
     "contrast_agent": "Dotarem"},
     "t1ce", "ContrastBolusAgent"),
    ("an agent in the header of the series before it", {"texts": (("description", "T1 PRE"),),
     "contrast_agent": "GD"}, "t1", "PRE"),
    ("an agent does not change a FLAIR", {"texts": (("description", "FLAIR"),), "contrast_agent": "GD"},
     "flair", "FLAIR"),
    ("the word none is no agent", {"texts": (("description", "T1"),), "contrast_agent": "NONE"}, "t1", "T1"),
    ("the image type of a map", {"texts": (("description", "ep2d"),),
     "image_type": ("DERIVED", "PRIMARY", "DIFFUSION", "ADC")},
     "adc", "ImageType ADC"),
    ("a derived subtraction", {"texts": (("description", "T1 sub"),), "image_type": ("DERIVED", "SECONDARY", "OTHER")},
     "other", "DERIVED"),
    ("a maximum intensity projection", {"texts": (("description", "T1 CE"),),
     "image_type": ("DERIVED", "SECONDARY", "MIP")},
     "other", "MIP"),
    ("a phase image", {"texts": (("description", "T1"),), "image_type": ("ORIGINAL", "PRIMARY", "P")},
     "other", "magnitude"),
    ("the protocol where the description is empty", {"texts": (("description", ""),
    ("protocol", "T2 tse"))}, "t2", "protocol"),
    ("the folder where both are empty", {"texts": (("description", "1"),), "names": ("t1ce", "P7")},
     "t1ce", "name 't1ce'"),
    ("timing of a T1", {"echo_time_ms": 9.0, "repetition_time_ms": 500.0}, "t1", "TR 500 ms, TE 9 ms"),
    ("timing of a T2", {"echo_time_ms": 95.0, "repetition_time_ms": 4500.0}, "t2", "TE 95 ms"),
    ("timing of a FLAIR", {"echo_time_ms": 120.0, "repetition_time_ms": 9000.0, "inversion_time_ms": 2500.0},
     "flair", "TI 2500 ms"),
    ("timing of a T1 after contrast", {"echo_time_ms": 9.0, "repetition_time_ms": 500.0, "contrast_agent": "Gd"},
     "t1ce", "Contrast"),
    ("an echo-planar series by timing alone",
     {"echo_time_ms": 30.0, "repetition_time_ms": 500.0, "scanning_sequence": ("EP",)},
     "unknown", "nothing"),
    ("the short times of an angiography", {"echo_time_ms": 3.6, "repetition_time_ms": 22.0, "scanning_sequence": ("GR",)},
     "unknown", "nothing"),
    ("the times of a T2* series", {"echo_time_ms": 20.0, "repetition_time_ms": 650.0, "scanning_sequence": ("GR",)},
     "unknown", "nothing"),
    ("an MPRAGE by its inversion", {"echo_time_ms": 2.9, "repetition_time_ms": 2000.0, "inversion_time_ms": 900.0,
     "scanning_sequence": ("GR", "IR")}, "t1", "TE 2.9 ms"),
    ("a short inversion nulls fat", {"texts": (("description", "t2_tirm_cor"),), "echo_time_ms": 75.0,
     "repetition_time_ms": 4500.0, "inversion_time_ms": 160.0}, "unknown", "nothing"),
    ("a long one nulls fluid", {"texts": (("description", "t2_tirm_tra"),), "echo_time_ms": 120.0,
     "repetition_time_ms": 9000.0, "inversion_time_ms": 2500.0}, "flair", "TI 2500 ms"),
    ("before and after in one name", {"texts": (("description", "T1 pre post Gd"),)}, "unknown", "before or after"),
    ("an agent declined in words", {"texts": (("description", "T1"),), "contrast_agent": "No Contrast"}, "t1", "T1"),
    ("a b value", {"texts": (("description", "T2 axial"),), "b_value": 1000.0}, "dwi", "diffusion"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "hints", "sequence", "reason"), HEADERS, ids=[row[0] for row in HEADERS])
def test_headers_outweigh_names(case: str, hints: dict[str, Any], sequence: str, reason: str) -> None:
    found, why = guess_sequence(Hints("MR", **hints))
    assert found == sequence
    assert reason in why


def test_a_ct_is_never_an_mr_sequence() -> None:
    assert guess_sequence(Hints("CT", texts=(("description", "T1"),))) == ("other", "modality CT")
