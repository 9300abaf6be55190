"""The report: the command line's keys, every figure with its interval and n, and one page that needs nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, brier_score_loss, roc_auc_score

from tests.training.scores import outcome, report_of
from training import metrics
from training.calibration import calibrated
from training.predictions import NO_WEIGHTS, NOT_FINISHED, Outcome
from training.publish import best_outcome
from training.report_html import render

RESULT_KEYS = {
    "network",
    "start",
    "level",
    "of",
    "status",
    "validation_accuracy",
    "validation_auc",
    "test_accuracy",
    "test_auc",
}
MEASURE_KEYS = {"mean", "sd", "low", "high", "n"}


@pytest.fixture(scope="module")
def outcomes():
    return [
        outcome("size_only", None, 0.1), outcome("handcrafted", None, 0.3, seed=20),
        outcome("alexnet", "imagenet", 1.2, seed=40), outcome("alexnet", "scratch", 0.4, seed=60),
        Outcome("googlenet", "imagenet", NO_WEIGHTS, note="Fetch googlenet.pth (SHA-256 begins 1378be20)."),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def report(outcomes):
    return report_of(*outcomes)


def row_of(report, network, start, level="patient", of="five"):
    return next(
        r for r in report["results"] if (r["network"], r["start"], r["level"], r["of"]) == (network, start, level, of)
    )


def test_the_keys_are_those_of_the_command_line_section(report):
    assert {"flow", "hold_out_opened", "results"} <= set(report)
    assert len(report["results"]) == 5 * 2 * 2
    for row in report["results"]:
        assert set(row) >= RESULT_KEYS
        assert row["level"] in ("patient", "slice")
        assert row["of"] in ("five", "mean")
        assert (row["start"] is None) == (row["network"] in ("handcrafted", "size_only"))
        assert row["status"] in ("done", "not run: no weights")
        for name in ("test_accuracy", "test_auc"):
            assert set(row[name]) >= MEASURE_KEYS
        for name in ("validation_accuracy", "validation_auc"):
            assert row[name] is None if row["of"] == "mean" else set(row[name]) >= MEASURE_KEYS
    json.dumps(report, allow_nan=False)


def test_no_figure_of_a_finished_row_is_without_interval_and_n(report):
    for row in report["results"]:
        for name, figure in row.items():
            if isinstance(figure, dict) and figure.get("mean") is not None:
                assert figure["low"] is not None, name
                assert figure["high"] >= figure["low"], name
                assert figure["n"] > 0, name
                assert (figure["sd"] is None) is (row["of"] == "mean" or name.startswith("pooled")), name


def test_the_figures_are_scikit_learn_s(report, outcomes):
    made = outcomes[2]
    tuning = metrics.by_patient(made.out_of_fold)
    folds = [tuning.fold == k for k in range(5)]
    aucs = [roc_auc_score(tuning.label[f], tuning.probability[f]) for f in folds]
    right = [accuracy_score(tuning.label[f], tuning.probability[f] >= 0.5) for f in folds]
    five = row_of(report, "alexnet", "imagenet")
    assert (five["validation_auc"]["mean"], five["validation_auc"]["sd"]) == pytest.approx(
        (np.mean(aucs), np.std(aucs, ddof=1))
    )
    assert five["validation_accuracy"]["mean"] == pytest.approx(np.mean(right))
    assert five["pooled_out_of_fold_auc"]["mean"] == pytest.approx(roc_auc_score(tuning.label, tuning.probability))
    temperature = calibrated(made).temperature
    sealed = [metrics.by_patient(scores, temperature) for scores in made.hold_out]
    label = sealed[0].label
    tests = [roc_auc_score(label, s.probability) for s in sealed]
    assert (five["test_auc"]["mean"], five["test_auc"]["sd"]) == pytest.approx((np.mean(tests), np.std(tests, ddof=1)))
    mean = row_of(report, "alexnet", "imagenet", of="mean")
    together = np.mean([s.probability for s in sealed], axis=0)
    assert mean["test_auc"]["mean"] == pytest.approx(roc_auc_score(label, together))
    assert mean["test_accuracy"]["mean"] == pytest.approx(accuracy_score(label, together >= 0.5))
    assert mean["test_brier"]["mean"] == pytest.approx(brier_score_loss(label, together))
    plain = np.mean([metrics.by_patient(scores).probability for scores in made.hold_out], axis=0)
    assert abs(brier_score_loss(label, plain) - brier_score_loss(label, together)) > 1e-3, (
        "the temperature matters here"
    )
    slices = row_of(report, "alexnet", "imagenet", "slice")
    assert slices["validation_auc"]["n"] == len(made.out_of_fold) > 63 == five["validation_auc"]["n"]


def test_sensitivity_rests_on_the_high_and_specificity_on_the_low_patients(report):
    mean = row_of(report, "alexnet", "imagenet", of="mean")
    assert mean["test_sensitivity"]["n"] + mean["test_specificity"]["n"] == mean["test_auc"]["n"] == 16
    assert {"wilson_low", "wilson_high"} <= set(mean["test_sensitivity"])
    assert {"wilson_low", "wilson_high"} <= set(mean["test_accuracy"])
    assert "wilson_low" not in mean["test_auc"]
    assert "wilson_low" not in row_of(report, "alexnet", "imagenet")["validation_accuracy"], "63 patients are not few"
    assert "wilson_low" not in row_of(report, "alexnet", "imagenet", "slice", "mean")["test_accuracy"]
    few = report_of(outcome(tuning=25), tuning=25)
    assert "wilson_low" in row_of(few, "alexnet", "imagenet")["validation_accuracy"]


def test_the_first_sentence_names_a_baseline_that_wins_and_the_best_network_otherwise(outcomes):
    wins = report_of(
        outcome("size_only", None, 2.5),
        outcome("handcrafted", None, 0.1, seed=5),
        outcome("alexnet", "imagenet", 0.2, seed=9),
    )
    assert re.match(
        r"A baseline does as well as every network: Box size only, tuning AUC [\d.]{4} \([\d.]{4}-[\d.]{4}\), n 63; best network ",
        wins["summary"][0],
    )
    twin = outcome("alexnet", "imagenet", 0.8, seed=3)
    tie = report_of(replace(twin, network="handcrafted", start=None), twin)
    assert tie["summary"][0].startswith("A baseline does as well as every network"), "a tie is a win of the simpler one"
    loses = report_of(*outcomes)
    assert loses["summary"][0].startswith("Best by tuning AUC: AlexNet, fine-tuned, ")


def test_what_a_reader_must_know_is_said_in_sentences(outcomes):
    assert any("was not made: GoogLeNet, fine-tuned not run: no weights" in s for s in report_of(*outcomes)["summary"])
    assert not any("opened" in s for s in report_of(*outcomes)["summary"])
    again = report_of(*outcomes, opened=3, synthetic=True)["summary"]
    assert any("opened 3 times" in s for s in again)
    assert any(s.startswith("Synthetic cohort") for s in again)


def test_the_same_outcomes_give_the_same_report_to_the_digit(outcomes, report):
    assert json.dumps(report_of(*outcomes)) == json.dumps(report)


def test_before_the_hold_out_is_opened_there_is_no_test_figure_anywhere(outcomes):
    sealed = report_of(outcome(hold_out=False), opened=0)
    assert all(row["test_auc"]["mean"] is None and row["test_auc"]["n"] == 0 for row in sealed["results"])
    assert all("hold_out" not in detail for detail in sealed["details"])
    page = render(sealed)
    assert "still sealed" in page
    assert "ROC, held-out test" not in page


def test_a_run_without_a_sealed_patient_left_is_reported_without_test_figures():
    made = outcome()
    empty = tuple(scores.take(np.zeros(len(scores), bool)) for scores in made.hold_out)
    found = report_of(replace(made, hold_out=empty))
    assert row_of(found, "alexnet", "imagenet", of="mean")["test_auc"]["mean"] is None
    render(found)


def test_the_model_that_is_published_by_default_has_the_best_tuning_auc_by_patient(report):
    assert best_outcome(report) == ("alexnet", "imagenet")


class Page(HTMLParser):
    """Headings, texts and everything that a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.pictures = 0

    def handle_starttag(self, tag, attrs):
        self.pictures += tag == "svg"
        self.fetched += [v for k, v in attrs if k in ("src", "href", "data", "action", "poster", "srcset") and v]
        assert tag not in ("script", "link", "iframe", "object", "embed", "img")
        if tag not in ("meta", "br", "line", "circle", "polyline", "polygon", "i"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("meta", "br", "line", "circle", "polyline", "polygon", "i"):
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1], []).append(" ".join(data.split()))


def parsed(text: str) -> Page:
    page = Page()
    page.feed(text)
    assert page.open == []
    return page


def test_the_page_stands_alone(report):
    text = render(report)
    page = parsed(text)
    assert page.fetched == []
    assert not re.search(r"https?://|url\(|@import|@font-face", text)
    assert len(text.encode()) < 1_000_000


def test_the_page_has_every_part_that_was_asked_for(report):
    page = parsed(render(report))
    headings = page.texts["h2"]
    for wanted in (
        "The paper's table",
        "Flow of patients",
        "Split receipt",
        "Differences, paired on the same patients",
        "By slice",
    ):
        assert wanted in headings
    captions = page.texts["figcaption"]
    for wanted in ("Tuning AUC by epoch", "Loss by epoch", "ROC, tuning, out of fold", "ROC, held-out test",
                   "Confusion, tuning, out of fold, n 63", "Confusion, held-out test, n 16"):  # fmt: skip
        assert wanted in captions
    assert page.pictures == 2 + 2 * 2 + 2 * 5
    assert page.texts["p"][1] == "Research use only. Not for diagnosis."
    cells = page.texts["td"]
    for patient in report["split"]["hold_out"] + report["split"]["folds"][4]:
        assert any(patient in cell.split() for cell in cells)


def test_the_flow_on_the_page_adds_up(report):
    page = parsed(render(report))
    cells = page.texts["td"]
    start = cells.index("patients found")
    assert cells[start + 1] == "87"
    assert cells[start + 2 : start + 5] == ["with the sequence", "− 8", "79"]
    assert cells[start + 5 : start + 7] == ["no T1CE", "8"]
    parts = [int(cells[cells.index(name) + 2]) for name in ["held-out test", *(f"fold {k}" for k in range(1, 6))]]
    assert sum(parts) == int(cells[cells.index("together") + 1]) == 79


def test_what_was_not_run_stands_in_the_tables_with_its_reason_and_no_figure(report):
    text = render(report)
    line = next(row for row in text.split("<tr") if "GoogLeNet<" in row and "not run: no weights" in row)
    assert "Fetch googlenet.pth (SHA-256 begins 1378be20)." in line
    assert not re.search(r"0\.\d\d", line)


def test_confusion_on_the_page_is_the_one_of_the_scores(report, outcomes):
    made = outcomes[2]
    scored = metrics.by_patient(made.out_of_fold)
    found = next(d for d in report["details"] if (d["network"], d["start"]) == ("alexnet", "imagenet"))["tuning"][
        "confusion"
    ]
    called = scored.probability >= 0.5
    assert found["high_as_low"] == sum(1 for c, y in zip(called, scored.label, strict=True) if y and not c)
    assert sum(found.values()) == 63
    assert f">{found['high_as_high']}<small>found" in render(report)


def test_from_the_second_opening_on_every_heading_of_test_figures_says_so(outcomes):
    text = render(report_of(*outcomes, opened=4))
    assert text.count("opened 4 times") >= 3


def test_a_synthetic_cohort_is_named_so_at_the_top(outcomes):
    text = render(report_of(*outcomes, synthetic=True))
    assert "<title>Training report · synthetic</title>" in text
    assert "synthetic cohort" in text
    assert "synthetic" not in render(report_of(*outcomes))


def test_words_from_outside_stay_words():
    name = '<script>alert("x")</script>'
    text = render(report_of(replace(outcome(), note=name)))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_stopped_run_has_a_page_too():
    text = render(report_of(outcome(hold_out=False), Outcome("alexnet", "scratch", NOT_FINISHED), opened=0))
    assert NOT_FINISHED in text
    parsed(text)


def test_a_fold_that_ran_one_epoch_or_none_has_no_learning_curve_and_still_a_page():
    text = render(report_of(outcome(epochs=1)))
    assert "Tuning AUC by epoch" not in text
    parsed(text)
