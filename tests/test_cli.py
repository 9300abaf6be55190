"""The command line: one JSON object, one calm sentence, exit 0, 1 or 2; each verb as the specification calls it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from glioma_desktop.annotation.annotation import Change, Edit
from glioma_desktop.annotation.project import Project
from tests.clinic import Answer, Clinic, done, run
from tests.phantoms import LABELS, MASK, make_study

ROOT = Path(__file__).resolve().parent.parent
MEASURES = ("validation_accuracy", "validation_auc", "test_accuracy", "test_auc")


def refused(*words: object) -> Answer:
    """A command line that the world stops: exit 1, one sentence on stderr, the same as JSON."""
    answer = run(*words, "--json")
    assert answer.status == 1, answer.out
    assert answer.json["error"]["message"] == answer.sentence
    assert answer.sentence.endswith((".", ")"))
    assert "Traceback" not in answer.err
    return answer


@pytest.mark.parametrize(
    "line",
    [
        "frobnicate",
        "scan --json",
        "grade --project P",
        "grade X",
        "grade X --project P --roi 1,2,3",
        "grade X --project P --roi 1,9,4,2,8",
        "grade X --project P --roi=-1,2,3,4,5",
        "grade X --project P --roi 1,2,3,4,5 --mask m.nii",
        "grade X --project P --report notes.txt",
        "grade X --project P --sequence t9",
        "train",
        "train --project P --epochs 0",
        "train --project P --epochs -3",
        "train --project P --epochs many",
        "train --project P --seed -1",
        "train --project P --network vgg",
        "train --project P --start warm",
        "train --project P --preset slow",
        "train --project P --device tpu",
        "train --project P --sequence t1ce,flair",
        "train --project P --sequence t1ce,flair,t1ce",
        "train --project P --coverage-min 0",
        "train --project P --coverage-max 1.2",
        "train --project P --coverage-min 0.9 --coverage-max 0.7",
        "import-cohort F --project P --masks m.nii",
        "import-cohort F --project P --masks m.nii --labels c.csv --coverage 80",
        "publish --project P --network resnet",
        "models",
        "models forget --project P",
        "models show --project P",
        "export --project P",
        "export --project P --format xml OUT",
    ],
)
def test_wrong_usage_ends_with_status_2_and_says_what_is_wrong(line: str) -> None:
    answer = run(*line.split())
    assert answer.status == 2
    assert answer.out == ""
    assert "error: " in answer.sentence


@pytest.mark.parametrize(
    "line",
    ["train", "runs", "report", "publish", "grade .", "models list", "export --format json out.json"],
)
def test_a_project_that_is_not_there_is_named(line: str, tmp_path: Path) -> None:
    answer = refused(*line.split(), "--project", tmp_path / "none")
    assert "is not a project: project.toml is missing" in answer.sentence
    assert not (tmp_path / "none").exists()


def test_the_installed_command_prints_one_object_and_tells_its_progress_on_stderr(tmp_path: Path) -> None:
    make_study(tmp_path, 3)
    command = [sys.executable, "-m", "glioma_desktop", "scan", str(tmp_path), "--json"]
    found = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    (study,) = json.loads(found.stdout)["studies"]
    assert "Files read: " in found.stderr
    assert {series["sequence"] for series in study["series"]} == {"t1ce", "flair"}


def test_a_word_that_is_neither_verb_nor_folder_opens_no_window() -> None:
    gone = run("./no/such/folder")
    assert (gone.status, gone.out) == (1, "")
    assert gone.sentence == "There is no file or folder no/such/folder. Check the path."


def test_without_a_display_the_window_says_so_and_ends(tmp_path: Path) -> None:
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    command = [sys.executable, "-m", "glioma_desktop", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=bare, check=False)
    if sys.platform.startswith("linux"):
        assert (ended.returncode, ended.stdout) == (1, "")
        assert ended.stderr == "There is no display to open the window on. Every verb works without one.\n"


# -- scan ------------------------------------------------------------------------------------------------------------------


def test_scan_lists_studies_series_and_what_cannot_be_read(tmp_path: Path) -> None:
    make_study(tmp_path, 3)
    (tmp_path / "SYN-0003" / "broken.dcm").write_bytes(b"no image")
    found = done("scan", tmp_path)
    (study,) = found["studies"]
    for series in study["series"]:
        assert {"uid", "sequence", "shape", "spacing_mm", "orientation", "files", "warnings"} <= set(series)
        assert (series["shape"], series["spacing_mm"], series["orientation"]) == ([8, 48, 40], [5, 1, 1], "axial")
        assert len(series["files"]) == 8
    (broken,) = found["unreadable"]
    assert broken["path"].endswith("broken.dcm")
    assert "named like a DICOM file" in broken["reason"]
    assert study["patient"] == "P-0001"


def test_scan_of_several_paths_and_of_a_folder_without_images(tmp_path: Path) -> None:
    make_study(tmp_path, 3)
    make_study(tmp_path, 4)
    found = done("scan", tmp_path / "SYN-0003", tmp_path / "SYN-0004")
    assert [study["patient"] for study in found["studies"]] == ["P-0001", "P-0002"]
    (tmp_path / "empty").mkdir()
    assert done("scan", tmp_path / "empty") == {"studies": [], "masks": [], "unreadable": []}
    assert "There is no file or folder" in refused("scan", tmp_path / "gone").sentence


def test_every_real_folder_can_be_scanned(real_data: Path) -> None:
    found = done("scan", real_data / "dicom", real_data / "nifti")
    shapes = {tuple(series["shape"]) for study in found["studies"] for series in study["series"]}
    assert {(24, 320, 260), (35, 64, 64), (96, 128, 128), (155, 240, 240)} <= shapes
    assert found["unreadable"] == []


# -- train, runs, report, publish --------------------------------------------------------------------------------------------


def test_train_runs_and_report_carry_their_keys(clinic: Clinic) -> None:
    (run_,) = done("runs", "--project", clinic.project)["runs"]
    assert run_["state"] == "finished"
    report = done("report", "--project", clinic.project)
    assert report["hold_out_opened"] == 1
    assert report["flow"]["eligible"] == 17
    for row in report["results"]:
        assert {"network", "start", "level", "of", "status", *MEASURES} <= set(row)
        assert (row["level"] in ("patient", "slice"), row["of"] in ("five", "mean")) == (True, True)
        assert (row["start"] is None) == (row["network"] in ("handcrafted", "size_only"))
        for name in MEASURES:
            if row["of"] == "five" or name.startswith("test"):
                assert {"mean", "sd", "low", "high", "n"} <= set(row[name])
            else:
                assert row[name] is None
    assert done("report", "--project", clinic.project, "--run", run_["run"])["results"] == report["results"]


@pytest.mark.parametrize(("verb", "said"), [("report", "There is no run"), ("publish", "There is no run")])
def test_a_run_that_is_not_there_is_named_with_those_that_are(clinic: Clinic, verb: str, said: str) -> None:
    assert said in refused(verb, "--project", clinic.project, "--run", "yesterday").sentence


def test_a_refused_training_is_not_the_latest_run_and_leaves_the_sealed_patients_alone(clinic: Clinic) -> None:
    before = done("report", "--project", clinic.project)
    refusal = refused("train", "--project", clinic.project, "--sequence", "adc", "--network", "alexnet")
    assert "17 no ADC" in refusal.sentence
    missing = refused("train", "--project", clinic.project, "--weights", clinic.project / "none.pth")
    assert missing.sentence.startswith("There are no weights at ")
    unknown = refused("train", "--project", clinic.project, "--resume", "yesterday")
    assert unknown.sentence.startswith("There is no run yesterday in this project. It holds: ")
    after = done("report", "--project", clinic.project)
    assert (after["meta"]["run"], after["hold_out_opened"]) == (before["meta"]["run"], 1)
    assert done("publish", "--project", clinic.project)["run"] == before["meta"]["run"]


def test_a_published_model_gets_its_name_and_the_next_number(clinic: Clinic) -> None:
    card = done("publish", "--project", clinic.project, "--network", "alexnet", "--start", "frozen", "--name", "Ward 3")
    assert (card["model_id"], card["name"]) == ("alexnet-frozen-v2", "Ward 3")
    refusal = refused("publish", "--project", clinic.project, "--network", "googlenet", "--start", "scratch")
    assert "alexnet-frozen" in refusal.sentence


# -- models ------------------------------------------------------------------------------------------------------------------


def test_a_model_goes_out_and_comes_into_another_project_and_grades_the_same(clinic: Clinic, tmp_path: Path) -> None:
    file = tmp_path / "model.zip"
    done("models", "export", "alexnet-frozen-v1", file, "--project", clinic.project)
    elsewhere = tmp_path / "elsewhere"
    done("import-cohort", clinic.cohort, "--project", elsewhere, "--masks", MASK, "--labels", clinic.cohort / LABELS)
    assert done("models", "list", "--project", elsewhere)["models"] == []
    assert done("models", "import", file, "--project", elsewhere)["imported"] == "alexnet-frozen-v1"
    assert done("models", "activate", "alexnet-frozen-v1", "--project", elsewhere)["active"] == "alexnet-frozen-v1"
    shown = [done("models", "show", "alexnet-frozen-v1", "--project", p) for p in (clinic.project, elsewhere)]
    assert shown[0] == shown[1]
    mask = ("--mask", clinic.unseen / MASK)
    here, there = (done("grade", clinic.unseen, "--project", p, *mask) for p in (clinic.project, elsewhere))
    assert here["probability_high"] == there["probability_high"]
    seen = done("grade", clinic.patient(1), "--project", elsewhere)
    assert (seen["seen_in_training"] or seen["sealed"], "SYN-" in json.dumps(seen)) == (True, False)


def test_models_that_are_missing_cut_off_or_edited_by_hand_are_refused_and_the_others_stay(
    clinic: Clinic, tmp_path: Path
) -> None:
    project = ("--project", clinic.project)
    file = tmp_path / "model.zip"
    done("models", "export", "alexnet-frozen-v1", file, *project)
    file.write_bytes(file.read_bytes()[:5000])
    assert "model.zip is damaged or no model file" in refused("models", "import", file, *project).sentence
    assert "There is no model 'v9'" in refused("models", "show", "v9", *project).sentence
    card = clinic.project / "models" / "alexnet-frozen-v1" / "card.json"
    card.write_text(card.read_text().replace('"AlexNet v1"', '"Best model"'))
    for words in (("models", "show", "alexnet-frozen-v1"), ("grade", clinic.unseen, "--mask", clinic.unseen / MASK)):
        assert "card was changed after publishing" in refused(*words, *project).sentence
    listed = done("models", "list", *project)
    assert listed["models"] == []
    assert [entry["id"] for entry in listed["damaged"]] == ["alexnet-frozen-v1"]
    assert done("publish", *project)["model_id"] == "alexnet-frozen-v2"


# -- grade -------------------------------------------------------------------------------------------------------------------


def grade(clinic: Clinic, path: Path, *words: object) -> dict[str, object]:
    return done("grade", path, "--project", clinic.project, *words)


def test_a_grade_carries_its_keys_and_repeats_to_the_digit_and_another_box_gives_other_digits(clinic: Clinic) -> None:
    first = grade(clinic, clinic.unseen, "--roi", "3,10,38,8,34")
    assert {
        "grade", "probability_high", "folds", "slices", "model", "grades_seen", "seen_in_training", "out_of_fold", "notes",
        "research_use",
    } <= set(first)  # fmt: skip
    assert (first["seen_in_training"], first["out_of_fold"], len(first["folds"])) == (False, False, 5)  # type: ignore[arg-type]
    assert first["research_use"] == "Research use only. Not for diagnosis."
    assert grade(clinic, clinic.unseen, "--roi", "3,10,38,8,34") == first
    other = grade(clinic, clinic.unseen, "--roi", "3,14,38,8,34")
    assert other["probability_high"] != first["probability_high"]
    two = grade(clinic, clinic.unseen, "--roi", "3,10,38,8,34", "--roi", "4,10,38,8,34")
    assert [answer["slice_index"] for answer in two["slices"]] == [3, 4]  # type: ignore[attr-defined]


def trained(clinic: Clinic) -> list[Path]:
    """The folders of the patients of the folds."""
    drawn = json.loads((clinic.project / "splits" / "holdout.json").read_text())["patients"]
    return [clinic.patient(n) for n in range(1, 18) if drawn[f"P-{n:04d}"] == "tuning"]


def sealed_folder(clinic: Clinic, listed: Path) -> Path:
    drawn = json.loads(listed.read_text())["patients"]
    return next(clinic.patient(n) for n in range(1, 18) if drawn[f"P-{n:04d}"] == "hold_out")


def sealed(clinic: Clinic) -> Path:
    return next(p for n in range(1, 18) if (p := clinic.patient(n)) not in trained(clinic))


def disguised(source: Path, target: Path, **tags: str) -> Path:
    """A copy of a study whose headers were rewritten."""
    import pydicom

    shutil.copytree(source, target)
    for path in target.rglob("*.dcm"):
        ds = pydicom.dcmread(path)
        for word, value in tags.items():
            setattr(ds, word, value)
        ds.save_as(path)
    return target


def test_a_patient_of_the_folds_is_answered_by_the_one_model_that_did_not_see_them_under_any_name(
    clinic: Clinic, tmp_path: Path
) -> None:
    known = trained(clinic)[0]
    answer = grade(clinic, known)
    assert (answer["seen_in_training"], answer["out_of_fold"]) == (True, True)
    (own,) = [fold for fold in answer["folds"] if not fold["saw_patient"]]  # type: ignore[attr-defined]
    assert answer["probability_high"] == own["probability_high"]
    moved = Path(shutil.copytree(known, tmp_path / "moved"))
    renamed = disguised(known, tmp_path / "renamed", PatientID="X-1", PatientName="Someone^Else")
    new = {
        "PatientID": "X-2",
        "StudyInstanceUID": "1.2.3.4",
        "SeriesInstanceUID": "1.2.3.4.5",
        "FrameOfReferenceUID": "1.9",
    }
    for series in ("flair",):
        shutil.rmtree(Path(shutil.copytree(known, tmp_path / "t1ce only")) / series)
    strange = disguised(tmp_path / "t1ce only", tmp_path / "strange", **new)
    again = [grade(clinic, moved), grade(clinic, renamed), grade(clinic, strange, "--mask", strange / MASK)]
    for other in again:
        assert (other["seen_in_training"], other["out_of_fold"]) == (True, True)
        assert other["probability_high"] == answer["probability_high"]


def test_a_sealed_patient_is_graded_counted_and_said_so(clinic: Clinic) -> None:
    folder = sealed(clinic)
    for times in (2, 3):
        answer = grade(clinic, folder)
        assert answer["sealed"] is True
        assert answer["notes"][-1] == (  # type: ignore[index]
            f"This patient belongs to the sealed test set. This answer counts as opening {times}."
        )
        assert done("report", "--project", clinic.project)["hold_out_opened"] == times
    grade(clinic, trained(clinic)[0])
    assert done("report", "--project", clinic.project)["hold_out_opened"] == 3


def test_no_sealed_patient_is_graded_uncounted_because_the_list_is_gone(clinic: Clinic) -> None:
    listed = clinic.project / "splits" / "holdout.json"
    aside = listed.rename(listed.with_suffix(".aside"))
    try:
        answer = refused("grade", sealed_folder(clinic, aside), "--project", clinic.project)
        assert answer.sentence == (
            "Not graded: this patient is sealed, and the list of sealed patients, splits/holdout.json, is missing. "
            "Restore it from a backup."
        )
        assert not listed.exists()
    finally:
        aside.rename(listed)


def test_what_is_wrong_with_the_stack_is_said_beside_the_answer(clinic: Clinic, tmp_path: Path) -> None:
    import pydicom

    uneven = Path(shutil.copytree(clinic.unseen / "t1ce", tmp_path / "uneven" / "t1ce"))
    path = sorted(uneven.glob("*.dcm"), key=lambda p: pydicom.dcmread(p).ImagePositionPatient[2])[4]
    ds = pydicom.dcmread(path)
    ds.ImagePositionPatient[2] += 2
    ds.save_as(path)
    notes = grade(clinic, uneven.parent, "--roi", "3,10,30,10,30")["notes"]
    assert any(note.startswith("Note: the slices are unevenly spaced (3.00 to 7.00 mm)") for note in notes)  # type: ignore[attr-defined]


def test_a_sequence_is_stated_by_hand_for_a_series_that_does_not_say(clinic: Clinic, tmp_path: Path) -> None:
    source = Path(shutil.copytree(clinic.unseen / "t1ce", tmp_path / "copy" / "a"))
    mute = disguised(source, tmp_path / "p" / "a", SeriesDescription="", ProtocolName="", ContrastBolusAgent="")
    for path in mute.glob("*.dcm"):
        remove_timing(path)
    roi = ("--roi", "3,10,38,8,34")
    refusal = refused("grade", mute.parent, "--project", clinic.project, *roi)
    assert refusal.sentence == "Not graded: sequence not known. State it with --series UID --sequence NAME."
    (study,) = done("scan", mute.parent)["studies"]
    uid = study["series"][0]["uid"]
    stated = grade(clinic, mute.parent, "--series", uid, "--sequence", "t1ce", *roi)
    assert stated["probability_high"] == grade(clinic, clinic.unseen, *roi)["probability_high"]
    assert grade(clinic, mute.parent, "--sequence", "T1CE", *roi) == stated
    wrong = refused("grade", mute.parent, "--project", clinic.project, "--series", uid, "--sequence", "flair", *roi)
    assert wrong.sentence == "Not graded: this is FLAIR. Choose the T1CE series."


def remove_timing(path: Path) -> None:
    import pydicom

    ds = pydicom.dcmread(path)
    for word in ("RepetitionTime", "EchoTime", "InversionTime", "ScanningSequence", "SequenceVariant"):
        if word in ds:
            delattr(ds, word)
    ds.save_as(path)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--roi 3,0,4,0,8", "Not graded: the box is outside the head. Move it."),
        ("--roi 3,20,26,18,23", "Not graded: the box is 5 x 6 mm; 10 x 10 mm is the least."),
        ("--roi 30,10,38,8,34", "Not graded: the box is outside the image. Move it."),
        ("--roi 3,10,38,8,340", "Not graded: the box is outside the image. Move it."),
        ("--mask none.nii.gz", "There is no mask file none.nii.gz."),
        ("", "Not graded: there is no box. Draw one, or give --mask or --roi."),
        ("--series 1.2.3 --roi 3,10,38,8,34", "The series 1.2.3 is not in "),
        ("--model best --roi 3,10,38,8,34", "There is no model 'best' in this project. It holds: alexnet-frozen-v1."),
        ("--sequence flair --roi 3,10,38,8,34", "Not graded: this is FLAIR. Choose the T1CE series."),
    ],
)
def test_a_case_that_cannot_be_graded_says_why_and_what_to_do(clinic: Clinic, words: str, said: str) -> None:
    answer = refused("grade", clinic.unseen, "--project", clinic.project, *words.split())
    assert answer.sentence.startswith(said)


def test_series_that_are_no_contrast_enhanced_mr_are_refused_in_the_exact_words(clinic: Clinic, tmp_path: Path) -> None:
    roi = ("--project", clinic.project, "--roi", "3,10,38,8,34")
    flair = make_study(tmp_path, 50, ("flair",))
    assert refused("grade", flair, *roi).sentence == "Not graded: this is FLAIR. Choose the T1CE series."
    plain = make_study(tmp_path, 51, ("t1", "flair"))
    sentence = "Not graded: no record of contrast. Confirm T1CE or choose another series."
    assert refused("grade", plain, *roi).sentence == sentence
    ct = disguised(clinic.unseen / "t1ce", tmp_path / "ct" / "a", Modality="CT")
    assert refused("grade", ct.parent, *roi).sentence == "Not graded: this is CT. The model reads MR only."


def test_masks_that_mark_nothing_or_lie_elsewhere_are_refused_with_both_grids(clinic: Clinic, tmp_path: Path) -> None:
    import nibabel
    import numpy as np

    image = nibabel.load(clinic.unseen / MASK)
    project = ("--project", clinic.project)
    nibabel.save(nibabel.Nifti1Image(np.zeros((40, 48, 8), np.uint8), image.affine), tmp_path / "empty.nii.gz")
    empty = refused("grade", clinic.unseen, *project, "--mask", tmp_path / "empty.nii.gz")
    assert "the mask empty.nii.gz marks nothing" in empty.sentence
    away = image.affine.copy()
    away[:3, 3] += 500
    nibabel.save(nibabel.Nifti1Image(np.asarray(image.dataobj), away), tmp_path / "away.nii.gz")
    sentence = refused("grade", clinic.unseen, *project, "--mask", tmp_path / "away.nii.gz").sentence
    assert "lies outside the series: mask 8 x 48 x 40 voxels of 5.00 x 1.00 x 1.00 mm from" in sentence
    assert "; series 8 x 48 x 40 voxels" in sentence
    few = np.zeros((40, 48, 8), np.uint8)
    few[10:13, 10:13, 3] = 1
    nibabel.save(nibabel.Nifti1Image(few, image.affine), tmp_path / "few.nii.gz")
    head = np.random.default_rng(0).integers(0, 900, (40, 48, 8)).astype(np.int16)
    nibabel.save(nibabel.Nifti1Image(head, image.affine), tmp_path / "head.nii.gz")
    sentence = refused("grade", clinic.unseen, *project, "--mask", tmp_path / "head.nii.gz").sentence
    assert sentence.startswith("head.nii.gz is an image, not a mask: ")
    assert (
        "fewer than 10 voxels" in refused("grade", clinic.unseen, *project, "--mask", tmp_path / "few.nii.gz").sentence
    )


def test_a_folder_of_several_patients_lists_them_all(clinic: Clinic) -> None:
    answer = refused("grade", clinic.cohort, "--project", clinic.project)
    assert "holds 17 patients: SYN-0001, SYN-0002" in answer.sentence
    assert len(answer.json["error"]["choices"]) == 17
    assert "No MR study was found" in refused("grade", clinic.project / "runs", "--project", clinic.project).sentence


def test_a_series_that_cannot_be_read_is_named_with_its_file(clinic: Clinic, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(clinic.unseen, tmp_path / "broken"))
    for path in (broken / "t1ce").glob("*.dcm"):
        path.write_bytes(path.read_bytes()[:-3000])
    answer = refused("grade", broken, "--project", clinic.project, "--roi", "3,10,38,8,34")
    assert answer.sentence.startswith("Not graded: this is FLAIR. Choose the T1CE series. 8 files were passed over: ")
    assert "is cut off" in answer.sentence


@pytest.mark.parametrize("name", ["case.html", "case.pdf"])
def test_a_case_report_names_the_pseudonym_and_no_patient(clinic: Clinic, tmp_path: Path, name: str) -> None:
    grade(clinic, trained(clinic)[0], "--report", tmp_path / name)
    written = (tmp_path / name).read_bytes()
    assert len(written) > 5000
    assert b"SYN-0" not in written
    if name.endswith("html"):
        assert b"Research use only" in written


def test_a_case_report_is_in_chinese_when_asked_and_the_answer_stays_english(clinic: Clinic, tmp_path: Path) -> None:
    answer = grade(clinic, trained(clinic)[0], "--report", tmp_path / "case.html", "--language", "zh")
    assert answer["research_use"] == "Research use only. Not for diagnosis."
    page = (tmp_path / "case.html").read_text(encoding="utf-8")
    assert "仅供科研使用，不得用于临床诊断。" in page
    assert "前提：未经治疗的胶质瘤。" in page


def test_boxes_drawn_on_t1ce_serve_a_model_of_another_sequence_on_the_same_grid(clinic: Clinic) -> None:
    done("train", "--project", clinic.project, "--network", "alexnet", "--start", "scratch", "--epochs", "1",
         "--sequence", "flair", "--device", "cpu", "--threads", "1")  # fmt: skip
    card = done("publish", "--project", clinic.project)
    assert card["crop_spec"]["sequences"] == ["flair"]
    answer = grade(clinic, trained(clinic)[0], "--model", card["model_id"])
    assert answer["out_of_fold"] is True
    assert len(answer["slices"]) >= 3  # type: ignore[arg-type]


# -- export and privacy --------------------------------------------------------------------------------------------------------


def test_an_export_holds_every_box_with_its_uids_as_json_and_as_csv(clinic: Clinic, tmp_path: Path) -> None:
    keys = (
        "patient", "study", "series", "lesion", "slice_index", "row_start", "row_stop", "column_start", "column_stop",
        "coverage", "fill", "origin", "reader",
    )  # fmt: skip
    printed = done("export", "--project", clinic.project, "--format", "json", tmp_path / "boxes.json")
    rows = json.loads((tmp_path / "boxes.json").read_text())["annotations"]
    assert rows == printed["annotations"]
    assert all({*keys, "source_patient"} <= set(row) for row in rows)
    assert {(row["patient"], row["source_patient"]) for row in rows} == {
        (f"P-{n:04d}", f"SYN-{n:04d}") for n in range(1, 18)
    }
    (study,) = done("scan", clinic.patient(4))["studies"]
    mine = [row for row in rows if row["source_patient"] == "SYN-0004"]
    assert {row["study"] for row in mine} == {study["uid"]}
    assert {row["series"] for row in mine} == {s["uid"] for s in study["series"] if s["sequence"] == "t1ce"}
    run("export", "--project", clinic.project, "--format", "csv", tmp_path / "boxes.csv")
    with (tmp_path / "boxes.csv").open(newline="", encoding="utf-8") as stream:
        table = list(csv.DictReader(stream))
    assert [[row[key] for key in keys] for row in table] == [[str(row[key]) for key in keys] for row in rows]
    refusal = refused("export", "--project", clinic.project, "--format", "csv", tmp_path / "none" / "boxes.csv")
    assert "cannot be written" in refusal.sentence


def test_nothing_that_leaves_the_store_names_a_patient(clinic: Clinic, tmp_path: Path) -> None:
    done("models", "export", "alexnet-frozen-v1", tmp_path / "model.zip", "--project", clinic.project)
    zipfile.ZipFile(tmp_path / "model.zip").extractall(tmp_path / "unpacked")
    done("report", "--project", clinic.project)
    folders = [clinic.project / "runs", clinic.project / "models", clinic.project / "splits", tmp_path / "unpacked"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        assert b"SYN-0" not in path.read_bytes(), path
        assert b"SYNTHETIC^" not in path.read_bytes(), path


def test_a_project_drawn_by_hand_exports_no_source_patient(tmp_path: Path) -> None:
    from glioma_desktop.annotation.annotation import Box
    from glioma_desktop.annotation.roi import RectROI
    from glioma_desktop.study.catalogue import Catalogue

    (study,) = Catalogue().scan(make_study(tmp_path, 3))
    project = Project.create(tmp_path / "project")
    record = project.store.register(study, tmp_path)
    change = Change(("box", study.series[0].uid, "L1", "2"), Box(RectROI(2, 4, 20, 4, 20), "hand", reader="A"))
    project.store.record(Edit(record.pseudonym, "A", "Draw", (change,)))
    project.close()
    (row,) = done("export", "--project", tmp_path / "project", "--format", "json", tmp_path / "o.json")["annotations"]
    assert "source_patient" not in row
    assert (row["patient"], row["origin"], row["coverage"]) == ("P-0001", "hand", None)


def test_a_bug_still_leaves_one_json_object_and_its_trace_on_stderr(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from glioma_desktop import cli
    from glioma_desktop.study import scan_report

    def broken(*_: object) -> None:
        print("a library chatters")  # noqa: T201
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(scan_report, "scan_paths", broken)
    with pytest.raises(ZeroDivisionError):
        cli.main(["scan", str(tmp_path), "--json"])
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["error"]["kind"] == "ZeroDivisionError"
