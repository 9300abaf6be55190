"""The report says what the screen says, shows the boxes where they lie, and names nobody."""

from __future__ import annotations

import base64
import io
import re
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError
from glioma_desktop.grading import wording
from glioma_desktop.grading.case_pictures import pictures_of
from glioma_desktop.grading.case_report import ReportContext, report_facts, write_case_report
from glioma_desktop.grading.case_report_pdf import LETTERS_MISSING, UNICODE_FONTS, pdf_bytes
from glioma_desktop.grading.grader import Grader


@pytest.fixture(scope="module")
def graded(model, head):
    volume = head()
    boxes = [RectROI(k, 30, 56, 24, 50) for k in range(4, 9)]
    return Grader(model).grade({"t1ce": volume}, boxes, notes=("Note: treatment state not entered.",)), volume


def test_the_page_holds_every_sentence_and_needs_nothing_from_outside(graded, tmp_path):
    result, volume = graded
    page = write_case_report(
        result, tmp_path / "r.html", ReportContext("P-0042", volume, "2026-11-24 14:02")
    ).read_text(encoding="utf-8")
    sentences = [wording.estimate_line(result), *wording.explanation(result), *result.notes, result.model_line]
    for sentence in [*sentences, "Model estimate · P-0042 · lesion 1", "Assumes an untreated glioma."]:
        assert sentence in page
    assert page.count("Research use only. Not for diagnosis.") == 2
    assert not re.search(r'(src|href)="(?!data:)', page)
    assert page.count("data:image/png;base64,") == 5


def test_the_picture_shows_the_box_where_it_lies_and_patient_right_on_the_left(graded, tmp_path):
    result, volume = graded
    page = write_case_report(result, tmp_path / "r.html", ReportContext("P-0042", volume)).read_text(encoding="utf-8")
    first = re.search(r"base64,([A-Za-z0-9+/=]+)", page).group(1)
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(first))))
    scale = 448 / 96
    assert picture.shape == (448, round(80 * scale))
    # LPS with columns growing to the left: the slice is shown as stored; the box is rows 30-56, columns 24-50.
    for row in (round(30 * scale), round(56 * scale) - 1):
        assert np.all(picture[row, round(26 * scale) : round(48 * scale)] == 255)
    mirrored = replace(volume, affine=volume.affine * [[1, 1, -1, 1]], voxels=volume.voxels)
    page = write_case_report(result, tmp_path / "m.html", ReportContext("P-0042", mirrored)).read_text(encoding="utf-8")
    flipped = np.asarray(
        Image.open(io.BytesIO(base64.b64decode(re.search(r"base64,([A-Za-z0-9+/=]+)", page).group(1))))
    )
    column = round((80 - 50) * scale)
    assert np.all(flipped[round(32 * scale) : round(54 * scale), column] == 255)


def test_html_in_a_name_stays_text(graded, tmp_path):
    result, _ = graded
    page = write_case_report(
        replace(result, model_line="<script>alert(1)</script>"), tmp_path / "r.html", ReportContext("P-0042")
    ).read_text(encoding="utf-8")
    assert "<script>" not in page


def test_the_pdf_is_whole_and_small(graded, tmp_path):
    result, volume = graded
    data = write_case_report(result, tmp_path / "r.pdf", ReportContext("P-0042", volume)).read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert data.count(b"/Subtype /Image") == 5
    assert len(data) < 2_000_000


def printed(data: bytes) -> str:
    """The text of a PDF whose font is Helvetica."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    pages = [zlib.decompress(s) for s in streams if s[:1] == b"\x78"]
    return b" ".join(re.findall(rb"\(((?:[^()\\]|\\.)*)\)", b"".join(pages))).decode("latin-1")


def test_the_pdf_has_the_words_of_the_screen(graded):
    result, _ = graded
    words = printed(pdf_bytes(report_facts(result, ReportContext("P-0042")), ()))
    assert wording.estimate_line(result) in re.sub(r"\\([()])", r"\1", words)
    assert words.count("Research use only. Not for diagnosis.") >= 2


def test_letters_without_a_font_are_said_to_be_missing_and_printed_where_there_is_one(graded):
    result, _ = graded
    facts = report_facts(replace(result, model_line="北京 v3 · T1CE"), ReportContext("P-0042"))
    without = printed(pdf_bytes(facts, (), fonts=()))
    assert "?? v3" in without
    assert LETTERS_MISSING[:40] in without
    font = next((path for path in UNICODE_FONTS if Path(path).is_file() and "CJK" in path), None)
    if font is not None:
        assert b"ToUnicode" in pdf_bytes(facts, (), fonts=(font,))


def test_a_report_that_cannot_be_written_leaves_the_old_one(graded, tmp_path):
    result, _ = graded
    (tmp_path / "file").write_text("old")
    with pytest.raises(GradingError, match="cannot be written"):
        write_case_report(result, tmp_path / "file" / "r.html")
    with pytest.raises(GradingError, match="Choose one of these endings"):
        write_case_report(result, tmp_path / "r.docx")
    assert (tmp_path / "file").read_text() == "old"


def test_the_heading_of_the_boxes_stands_on_the_page_of_the_first_of_them(graded):
    result, volume = graded
    facts = report_facts(result, ReportContext("P-0042", volume))
    pictures = pictures_of(volume, [s.roi for s in result.slices] * 3, [f"Slice {k}" for k in range(15)])
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf_bytes(facts, pictures), re.DOTALL)
    pages = [page for s in streams if s[:1] == b"\x78" and b" Tj" in (page := zlib.decompress(s))]
    (with_heading,) = [page for page in pages if b"(Boxes)" in page]
    assert with_heading.count(b" Do") >= 3
    assert b"(Record)" in pages[0]
    assert len(pages) == 3
