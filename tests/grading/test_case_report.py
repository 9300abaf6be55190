"""The report says what the screen says, shows the boxes where they lie, and names nobody."""

from __future__ import annotations

import base64
import io
import json
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
from glioma_desktop.grading.case_report import ReportContext, in_words, report_facts, write_case_report
from glioma_desktop.grading.case_report_pdf import LETTERS_MISSING, UNICODE_FONTS, _Page, can_print, pdf_bytes
from glioma_desktop.grading.grader import Grader
from glioma_desktop.grading.result import Basis, FoldAnswer, GradeResult


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


EXACT = (
    "倾向高级别 · 79 %（60-91）",
    "评分相近的 24 例折外患者中，19 例为高级别。",
    "5 个模型：4 高，1 低。",
    "高 = WHO Ⅲ，低 = WHO Ⅱ（2007 版）。未用 Ⅳ 级训练。",
    "GoogLeNet v3 · T1 增强 · 留出集 AUC 0.71（0.53-0.86），16 例",
    "前提：未经治疗的胶质瘤。",
    "提示：未填写治疗状态。",
    "提示：层面有 12.0 度剪切，如同机架倾斜：跨层平面是倾斜的。",
)


def estimate(card, **changes):
    """The estimate of the design's wordings, as it comes back from the store: plain English without templates."""
    named = card(name="GoogLeNet v3")
    found = GradeResult(
        "high", 0.79, tuple(FoldAnswer(k, p) for k, p in enumerate((0.8, 0.7, 0.9, 0.4, 0.85))), (),
        Basis(19, 24, 0.60, 0.91), True, "googlenet-imagenet-v3", wording.model_line(named), wording.classes_line(named),
        named.grades_seen, False, False, False,
        ("Note: treatment state not entered.", "Note: the stack is sheared by 12.0 degrees, as with a tilted gantry: planes "
         "across it are slanted."), "ab12", cannot_say_one_in=5,
    )  # fmt: skip
    return GradeResult.from_json(json.loads(json.dumps(replace(found, **changes).to_json())))


def test_the_chinese_report_has_the_wordings_of_chinese_reports_and_the_research_line(card, tmp_path):
    context = ReportContext("P-0042", None, "2026-11-29 14:02", "zh_CN")
    page = write_case_report(estimate(card), tmp_path / "r.html", context).read_text(encoding="utf-8")
    assert '<html lang="zh-CN">' in page
    for sentence in ("模型预测 · P-0042 · 病灶 1", *EXACT):
        assert sentence in page
    assert page.count("仅供科研使用，不得用于临床诊断。") == 2
    assert not re.search(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{3,}", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))


def test_a_low_estimate_and_one_that_cannot_say_have_their_words_in_chinese(card):
    context = ReportContext("P-0042", language="zh_CN")
    low = estimate(card, grade="low", probability_high=0.21, basis=Basis(5, 24, 0.09, 0.40))
    facts = in_words(report_facts(low, context), "zh_CN")
    assert facts["estimate"] == "倾向低级别 · 高级别概率 21 %（9-40）"
    assert facts["explanation"][0] == "不能排除更高级别。"
    middle = in_words(report_facts(estimate(card, grade="cannot say", probability_high=0.5), context), "zh_CN")
    assert middle["estimate"] == "无法判断"
    assert "评分介于低、高级别之间。" in middle["explanation"]
    assert "约每 5 例中有 1 例如此，属正常。" in middle["explanation"]


def test_the_english_report_is_english_whatever_was_written_before(card, tmp_path):
    context = ReportContext("P-0042", created="2026-11-29 14:02")
    first = write_case_report(estimate(card), tmp_path / "1.html", context).read_bytes()
    write_case_report(estimate(card), tmp_path / "2.html", replace(context, language="zh_CN"))
    assert write_case_report(estimate(card), tmp_path / "3.html", context).read_bytes() == first
    assert not re.search("[\u4e00-\u9fff]", first.decode("utf-8"))


def letters_in(data: bytes) -> set[str]:
    """The letters that a PDF holds of its own font."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    text = b"\n".join(zlib.decompress(s) if s[:1] == b"\x78" else s for s in streams)
    return {chr(int(code, 16)) for code in re.findall(rb"^<[0-9A-Fa-f]{4}> <([0-9A-Fa-f]{4})>", text, re.MULTILINE)}


def test_a_chinese_pdf_holds_every_letter_of_its_sentences(card, tmp_path):
    context = ReportContext("P-0042", None, "2026-11-29 14:02", "zh_CN")
    facts = in_words(report_facts(estimate(card), context), "zh_CN")
    if not can_print(facts):
        pytest.skip("no font for Chinese on this computer")
    held = letters_in(write_case_report(estimate(card), tmp_path / "r.pdf", context).read_bytes())
    said = (facts["heading"], facts["estimate"], *facts["explanation"], *facts["notes"], facts["research"])
    assert {letter for sentence in said for letter in sentence if "\u4e00" <= letter <= "\u9fff"} <= held


def test_a_pdf_for_which_there_is_no_font_is_english_and_says_so(card, tmp_path, monkeypatch):
    monkeypatch.setattr("glioma_desktop.grading.case_report_pdf.can_print", lambda facts: False)
    context = ReportContext("P-0042", None, "2026-11-29 14:02", "zh_CN")
    without = printed(write_case_report(estimate(card), tmp_path / "r.pdf", context).read_bytes())
    assert "Leans high grade" in without
    assert "This report is in English" in without


def test_a_line_of_chinese_is_broken_inside_and_no_mark_begins_one(card):
    page = _Page(in_words(report_facts(estimate(card), ReportContext(language="zh_CN")), "zh_CN"), UNICODE_FONTS)
    if page.letters_missing:
        pytest.skip("no font for Chinese on this computer")
    page.line("", 10)
    page._pdf.set_font("Unicode", "", 10)
    lines = page._broken("高 = WHO Ⅲ，低 = WHO Ⅱ（2007 版）。未用 Ⅳ 级训练。前提：未经治疗的胶质瘤。" * 6).split("\n")
    assert len(lines) > 2
    assert all(page._pdf.get_string_width(line) <= page._pdf.epw for line in lines)
    assert not [line for line in lines if line[:1] in "，。；：）、"]
