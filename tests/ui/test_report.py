"""The report of an estimate is looked at in the browser and kept as HTML or PDF, by pseudonym and without a modal box."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from reading_room import Room

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading import case_report, case_report_pdf
from glioma_desktop.grading.result import FoldAnswer, GradeResult, SliceAnswer

LOADED = case_report, case_report_pdf  # by the program when a report is first asked for; a busy machine takes its time


def estimate() -> GradeResult:
    folds = tuple(FoldAnswer(k, 0.7) for k in range(5))
    slices = (SliceAnswer(5, RectROI(5, 20, 40, 15, 30), 0.7, (0.7,) * 5),)
    return GradeResult(
        "high", 0.7, folds, slices, None, True, "m", "GoogLeNet v1", "High = WHO III.", {2: 9, 3: 9}, False, False, False,
        (), "0" * 64,
    )  # fmt: skip


@pytest.fixture
def graded(room: Room) -> Iterator[Room]:
    room.session.set_grade(estimate(), "fresh")
    yield room
    if room.window.controllers.report.dialog is not None:
        room.window.controllers.report.dialog.close()


def test_the_page_opens_in_the_browser_and_the_strip_says_how_to_keep_it(
    graded: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True)
    graded.window.actions_.actions["report"].trigger()
    graded.wait_until(lambda: bool(opened))
    assert opened[0].name == "P-0001-estimate.html"
    assert "Leans high grade" in opened[0].read_text(encoding="utf-8")
    assert graded.window.strip.sentence == "The report of P-0001 is open in the browser. Save as… keeps it."


@pytest.mark.parametrize(("name", "start"), [("kept.pdf", b"%PDF"), ("kept.html", b"<!"), ("kept", b"<!")])
def test_it_is_kept_as_html_or_pdf_where_the_reader_says_and_reading_goes_on_meanwhile(
    graded: Room, tmp_path: Path, name: str, start: bytes
) -> None:
    graded.window.card.save.click()
    dialog = graded.window.controllers.report.dialog
    assert dialog is not None
    assert not dialog.isModal()
    assert QApplication.activeModalWidget() is None
    assert [Path(one).name for one in dialog.selectedFiles()] == ["P-0001-estimate.html"]
    graded.window._open_patient("P-0002")
    dialog.fileSelected.emit(str(tmp_path / name))
    kept = tmp_path / (name if "." in name else f"{name}.html")
    graded.wait_until(lambda: kept.name in graded.window.strip.sentence)
    assert kept.read_bytes().lstrip().startswith(start)
    assert graded.window.strip.sentence == f"The report of P-0001 is saved as {kept.name}."
    if kept.suffix == ".html":
        page = kept.read_text(encoding="utf-8")
        assert "P-0001" in page, "of the patient it was asked for"
        assert str(graded.folder) not in page, "no folder, so no name of a patient"
    assert graded.window.settings.report_folder == str(tmp_path)


def test_without_an_estimate_one_sentence_says_what_to_do_and_nothing_opens(room: Room) -> None:
    room.window.actions_.actions["save_report"].trigger()
    assert room.window.strip.sentence.startswith("There is no estimate to report. Grade first")
    assert room.window.controllers.report.dialog is None


def test_a_reader_who_thought_better_of_it_is_asked_where_to_again_the_next_time(graded: Room) -> None:
    report = graded.window.controllers.report
    for _ in range(2):
        graded.window.card.save.click()
        assert report.dialog is not None
        assert report.dialog.isVisible()
        report.dialog.reject()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert report.dialog is None


def test_where_no_browser_opens_the_page_the_strip_does_not_say_that_one_has(
    graded: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    graded.window.actions_.actions["report"].trigger()
    sentence = "No browser opened for the report of P-0001. Save as… keeps it as a file."
    graded.wait_until(lambda: graded.window.strip.sentence == sentence)


def test_where_a_page_has_no_place_on_the_disc_it_is_said(graded: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(prefix: str) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkdtemp", full)
    graded.window.actions_.actions["report"].trigger()
    sentence = "The report has no place to be shown from: No space left on device."
    graded.wait_until(lambda: graded.window.strip.sentence == sentence)
