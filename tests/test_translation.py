"""What the lower floors say is known again when it comes from a file, and said in the wordings that were agreed upon."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from glioma_desktop.grade import ProjectClasses, WhoGrade
from glioma_desktop.grading import wording
from glioma_desktop.phrase import Phrase, inside, joined, phrase
from glioma_desktop.translation import CHINESE, known, lookup, recognised, said_in
from training.report_words import summary

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Not graded: this is CT. The model reads MR only.", "未分级：此为 CT。本模型仅适用于 MR。"),
        ("Not graded: this is FLAIR. Choose the T1CE series.", "未分级：此为 FLAIR。请选择 T1 增强序列。"),
        (
            "Not graded: sequence not known. Confirm it in the series list.",
            "未分级：序列类型未知。请在序列列表中确认。",
        ),
        (
            "Not graded: no record of contrast. Confirm T1CE or choose another series.",
            "未分级：无对比剂记录。请确认为 T1 增强，或另选序列。",
        ),
        (
            "Not graded: images are after surgery. The model knows untreated tumours only.",
            "未分级：图像为术后。本模型仅适用于未治疗的肿瘤。",
        ),
        ("Not graded: patient is 11. The model was trained on adults.", "未分级：患者 11 岁。本模型仅用成人训练。"),
        ("Not graded: slices are 8 mm apart; training had 3-6 mm.", "未分级：层间距 8 mm；训练数据为 3-6 mm。"),
        ("Not graded: the box is outside the head. Move it.", "未分级：框在头部以外。请移动。"),
        ("Not graded: the box is 6 x 5 mm; 10 x 10 mm is the least.", "未分级：框为 6 x 5 mm；至少需 10 x 10 mm。"),
        ("Not graded: left and right are not known in this file.", "未分级：此文件左右方向未知。"),
        ("Note: box holds 62 % of the outline; training had 70-90 %.", "提示：框内含轮廓的 62 %；训练数据为 70-90 %。"),
        ("Note: scanner not among those trained on.", "提示：训练数据中无此型号扫描仪。"),
        ("Note: treatment state not entered.", "提示：未填写治疗状态。"),
        ("Note: several lesions; only lesion 1 is used.", "提示：有多个病灶；仅使用病灶 1。"),
        (
            "This patient was used in training. Shown: the one model that did not see this patient.",
            "该患者曾用于训练。此处为唯一未见过该患者的模型的结果。",
        ),
        (
            "This patient belongs to the sealed test set. Showing the answer counts as opening 3.",
            "该患者属于封存测试集。查看将计为第 3 次开封。",
        ),
        ("The box has changed since this answer. Grade again (G).", "框已修改，此结果已过期。请重新分级（G）。"),
        ("Research use only. Not for diagnosis.", "仅供科研使用，不得用于临床诊断。"),
    ],
)
def test_refusals_and_notes_have_the_wordings_agreed_upon_also_as_plain_text_from_a_file(
    english: str, chinese: str
) -> None:
    assert said_in(CHINESE, english) == chinese
    assert said_in("en", english) == english


def test_the_grade_is_written_as_its_edition_writes_it_in_chinese_too() -> None:
    assert said_in(CHINESE, WhoGrade(3).shown("2021")) == "CNS WHO 3 级（2021）"
    assert said_in(CHINESE, WhoGrade(3).shown("2007")) == "WHO Ⅲ 级（2007）"
    assert (
        said_in(CHINESE, ProjectClasses().describe([2, 3, 4], "unknown")) == "高 = WHO Ⅲ、Ⅳ，低 = WHO Ⅱ（版次未知）。"
    )


def test_a_sentence_inside_a_note_is_said_whole_and_english_notes_keep_their_small_letter() -> None:
    fact = phrase("The pixel spacing is not stored: sizes are in pixels.")
    note = phrase("Note: {fact}", fact=joined(["FLAIR", inside(fact)], ": "))
    assert note == "Note: FLAIR: the pixel spacing is not stored: sizes are in pixels."
    assert said_in(CHINESE, note) == "提示：FLAIR：未存储像素间距：尺寸以像素计。"
    stored = json.loads(json.dumps(note))
    assert said_in(CHINESE, stored) == "提示：FLAIR：未存储像素间距：尺寸以像素计。"
    assert known(stored) == stored, "known again it is the same English"


def test_what_is_no_sentence_of_the_program_stays_as_it_is() -> None:
    for text in ("P-0042", "ax T1 MPR", "/data/cohort/high", "SIEMENS Verio", "I", ""):
        assert said_in(CHINESE, text) == text
        assert not isinstance(recognised(text), Phrase)


def test_a_folder_that_is_called_like_a_word_keeps_its_name() -> None:
    sentence = phrase("The folder {name} may not be opened: ask for permission.", name="high")
    assert said_in(CHINESE, sentence) == "文件夹 high 不允许打开：请申请权限。"


def test_a_template_is_a_literal_so_that_all_can_be_listed() -> None:
    put_together = []
    for path in sorted([*(ROOT / "glioma_desktop").rglob("*.py"), *(ROOT / "training").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "phrase" and path.stem != "translation":
                literal = node.args and isinstance(node.args[0], ast.Constant | ast.IfExp)
                put_together += [] if literal else [f"{path.relative_to(ROOT)}:{node.lineno}"]
    assert not put_together


def test_the_summary_of_a_run_is_known_again_from_its_report_file() -> None:
    figure = {"mean": 0.7, "low": 0.58, "high": 0.8, "n": 63}
    rows = [
        {"network": n, "start": s, "level": "patient", "of": "five", "status": "done", "validation_auc": figure}
        for n, s in (("googlenet", "imagenet"), ("size_only", None))
    ]
    told = json.loads(json.dumps(summary(rows, [], 2, True)))
    assert told[0] == (
        "A baseline does as well as every network: Box size only, tuning AUC 0.70 (0.58-0.80), n 63; best network "
        "GoogLeNet, fine-tuned, 0.70 (0.58-0.80), n 63."
    )
    chinese = [said_in(CHINESE, sentence) for sentence in told]
    assert chinese[0].startswith("基线不逊于任何网络：仅框大小，调优 AUC 0.70")
    assert "GoogLeNet、微调" in chinese[0]
    assert chinese[2] == "封存测试集已开封 2 次：其数值并非首次查看所得。"


@pytest.mark.parametrize("sentence", [wording.heading("P-0042", "L1"), wording.heading("", "L2")])
def test_the_heading_of_an_estimate_is_known_again_though_another_text_begins_alike(sentence: str) -> None:
    assert said_in(CHINESE, str(sentence)) == sentence.translated(lookup())
    assert said_in(CHINESE, str(sentence)).startswith("模型预测 · ")
