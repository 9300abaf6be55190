"""An outline file is read in the background: the strip says how far it is, and Cancel ends it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nibabel
import numpy as np
import pytest
from reading_room import Room

from glioma_desktop.annotation.exchange import masks
from glioma_desktop.ui import task


@dataclass(frozen=True)
class SlowMask:
    """``at_gate``: its reading has begun; ``gate``: and may go on."""

    path: Path
    gate: threading.Event
    at_gate: threading.Event


@pytest.fixture
def slow_mask(room: Room, studies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowMask]:
    """An outline of the open patient on the grid of another series, whose reading waits before its first slice."""
    image = nibabel.load(studies / "first" / "t1ce.nii.gz")
    affine = image.affine.copy()
    affine[0, 3] += 0.4
    path = tmp_path / "tumour.nii.gz"
    nibabel.save(nibabel.Nifti1Image((np.asanyarray(image.dataobj) > 150).astype(np.uint8), affine), path)
    gate, at_gate, read = threading.Event(), threading.Event(), masks.read_nifti

    def slowly(*arguments):
        at_gate.set()
        gate.wait(20)
        return read(*arguments)

    monkeypatch.setattr(masks, "read_nifti", slowly)
    yield SlowMask(path, gate, at_gate)
    gate.set()


def test_reading_an_outline_file_is_in_the_strip_and_cancel_ends_it(room: Room, slow_mask: SlowMask) -> None:
    strip, outlines = room.window.strip, room.window.controllers.outlines
    before = len(room.session.messages)
    outlines.open_file(slow_mask.path)
    assert strip._scan.text() == "Reading tumour.nii.gz"
    assert strip._cancel.isVisible()
    room.wait_until(slow_mask.at_gate.is_set)
    outlines.open_file(slow_mask.path)
    assert strip.sentence == "tumour.nii.gz is still being read. Cancel it first, or wait for it."
    strip._cancel.click()
    assert not strip._cancel.isVisible()
    assert not strip._scan.isVisible()
    assert strip.sentence == "tumour.nii.gz was not read to its end. Nothing was changed."
    slow_mask.gate.set()
    room.wait_until(lambda: not task._running)
    assert room.session.annotation.outlines == {}, "what comes late is dropped"
    assert len(room.session.messages) == before + 2
    outlines.open_file(slow_mask.path)
    told: list[str] = []
    outlines.progress_changed.connect(lambda _: told.append(strip._scan.text()))
    room.wait_until(lambda: not task._running)
    assert "Reading tumour.nii.gz 12 of 12 slices" in told
    assert not strip._cancel.isVisible()
    assert room.session.annotation.outlines


def test_an_outline_file_that_is_still_being_read_is_not_for_the_next_patient(room: Room, slow_mask: SlowMask) -> None:
    room.window.controllers.outlines.open_file(slow_mask.path)
    room.wait_until(slow_mask.at_gate.is_set)
    room.window._open_patient("P-0002")
    assert room.window.strip.sentence == "tumour.nii.gz was not taken in: its patient was left while it was read."
    assert not room.window.strip._cancel.isVisible() or "tumour" not in room.window.strip._scan.text()
    slow_mask.gate.set()
    room.wait_until(lambda: not task._running)
    assert room.session.patient == "P-0002"
    assert room.session.annotation.outlines == {}
