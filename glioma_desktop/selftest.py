"""Does this installation work? The main job in little, with nothing but what is installed: ``glioma-desktop selftest``.

A window opens on a phantom, a box is drawn with the mouse, a training takes two steps in each of its five folds (a process
of its own, as from the menu), its networks are published, the box is graded, the window closes. Everything happens in a
folder of its own that is removed; the settings and projects of whoever runs it are not touched.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glioma_desktop.annotation.coverage import fit_rectangle
from glioma_desktop.annotation.exchange.cohort import CohortRequest, import_cohort
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GliomaError
from glioma_desktop.grading.registry import Registry
from glioma_desktop.study.phantom import LABELS_NAME, MASK_NAME, Phantom, draw_phantom, write_cohort, write_study

if TYPE_CHECKING:
    from glioma_desktop.ui.scripted_hand import ScriptedHand

PATIENTS = 14
"""The fewest of a mixed cohort that leave five of each class for the five folds once the hold-out is sealed."""
EPOCHS = 2
"""Of one step each: four boxes of each of the eight phantoms that a network learns from are one batch."""
NETWORK, START = "googlenet", "scratch"  # needs no download and is small on disk
SEED, UNSEEN = 11, 901
NEAR = 1
"""Voxels by which an edge drawn in screen pixels may lie beside its place."""
WINDOW_S, TRAINING_S, GRADE_S = 120.0, 1800.0, 300.0
Tell = Callable[[str, int, int], None]
_PARTS = 8


def run_selftest(tell: Tell | None = None) -> dict[str, Any]:
    """Do the main job in little.

    Args:
        tell: Called with (what, done, of).

    Returns:
        ``{"passed": True, "screen", "epochs", "grade", "probability_high", "seconds": {part: seconds}}``; ``screen`` is
        Qt's name of what the window was shown on, ``epochs`` counts those of the five networks together.

    Raises:
        GliomaError: a part does not work; one sentence says which.
    """
    before = os.environ.get("GLIOMA_HOME")
    with tempfile.TemporaryDirectory(prefix="glioma-selftest-", ignore_cleanup_errors=True) as folder:
        os.environ["GLIOMA_HOME"] = str(Path(folder) / "home")
        try:
            return _SelfTest(Path(folder), tell or (lambda what, done, of: None)).run()
        finally:
            if before is None:
                del os.environ["GLIOMA_HOME"]
            else:
                os.environ["GLIOMA_HOME"] = before


class _SelfTest:
    """One folder and the parts done in it."""

    def __init__(self, folder: Path, tell: Tell) -> None:
        self.folder, self._tell = folder, tell
        self.project_dir = folder / "project"
        self.seconds: dict[str, float] = {}

    def run(self) -> dict[str, Any]:
        """All parts, in order; the window is open from the first to the last."""
        from glioma_desktop.ui.scripted_hand import ScriptedHand

        self._timed("decoders", _try_decoders)
        phantom = self._timed("phantoms", self._write_phantoms)
        self._timed("import", self._import)
        hand = self._timed("window", lambda: ScriptedHand(self.project_dir, "Self-test"))
        try:
            self._timed("draw", lambda: self._draw(hand, phantom))
            epochs = self._timed("train", lambda: self._train(hand))
            self._timed("publish", self._publish)
            result = self._timed("grade", lambda: hand.grade(GRADE_S))
        finally:
            hand.close()
        if not 0.0 < result.probability_high < 1.0 or len(result.folds) != 5:
            raise GliomaError(f"The estimate is no probability of five networks: {result.probability_high}.")
        return {
            "passed": True, "screen": hand.screen, "epochs": epochs, "grade": result.grade,
            "probability_high": result.probability_high, "seconds": self.seconds,
        }  # fmt: skip

    def _timed(self, part: str, work: Callable[[], Any]) -> Any:
        began = time.monotonic()
        answer = work()
        self.seconds[part] = round(time.monotonic() - began, 1)
        self._tell(f"Self-test, {part}", len(self.seconds), _PARTS)
        return answer

    def _write_phantoms(self) -> Phantom:
        """The cohort, and a patient who is not in it."""
        write_cohort(self.folder / "cohort", PATIENTS, SEED)
        phantom = draw_phantom(UNSEEN, SEED)
        write_study(self.folder / "unseen", phantom)
        return phantom

    def _import(self) -> None:
        project = Project.create(self.project_dir, "Self-test (synthetic)", synthetic=True)
        try:
            labels = self.folder / "cohort" / LABELS_NAME
            import_cohort(project, CohortRequest(self.folder / "cohort", MASK_NAME, labels, project.config.box_series))
        finally:
            project.close()

    def _draw(self, hand: ScriptedHand, phantom: Phantom) -> None:
        hand.open(self.folder / "unseen", WINDOW_S)
        k = int(phantom.outline.sum(axis=(1, 2)).argmax())
        wanted = fit_rectangle(phantom.outline[k], (0.9, 0.9), slice_index=k)
        assert wanted is not None  # a phantom's tumour is never that small
        drawn = hand.draw(wanted)
        if _farthest_edge(drawn, wanted) > NEAR:
            raise GliomaError(f"A box was drawn at {wanted.to_json()}, but {drawn.to_json()} is stored.")

    def _train(self, hand: ScriptedHand) -> int:
        """Train as from the menu, beside the living window; returns the epochs of the five networks together."""
        from glioma_desktop.ui.training_process import last_sentence, lives, start_training

        words = ["--network", NETWORK, "--start", START, "--epochs", str(EPOCHS), "--device", "cpu"]
        pid, log = start_training(self.project_dir, words)
        hand.wait(lambda: not lives(pid), TRAINING_S, "The training was started, but it did not end.")
        report = next(iter(self.project_dir.glob("runs/*/report.json")), None)
        if report is None:
            raise GliomaError(f"The training ended without a report: {last_sentence(log)}")
        events = (report.parent / "events.jsonl").read_text(encoding="utf-8").splitlines()
        return sum(json.loads(line)["event"] == "epoch" for line in events)

    def _publish(self) -> None:
        from training import commands

        model = commands.publish(self.project_dir)["model_id"]
        project = Project.open(self.project_dir)
        try:
            Registry(project.models_dir).activate(model)
        finally:
            project.close()


def _try_decoders() -> None:
    """Compressed slices need libraries that are loaded by name only when the first one is read."""
    import imagecodecs
    import numpy as np

    from glioma_desktop.study.dicom_codec import JPEG, JPEG_2000, JPEG_LS, decode_grey

    picture = np.arange(48, dtype=np.uint16).reshape(6, 8) * 80
    streams = {
        JPEG_LS[0]: imagecodecs.jpegls_encode(picture),
        JPEG_2000[0]: imagecodecs.jpeg2k_encode(picture, codecformat="j2k", reversible=True),
        JPEG[-1]: imagecodecs.jpeg8_encode(picture, lossless=True, bitspersample=16),
    }
    for syntax, stream in streams.items():
        found = np.zeros_like(picture)
        if not decode_grey(bytes(stream), syntax, found) or not np.array_equal(found, picture):
            raise GliomaError(f"{syntax.name} is not decoded here to the picture that was coded.")


def _farthest_edge(a: RectROI, b: RectROI) -> int:
    pairs = zip(a.to_json().values(), b.to_json().values(), strict=True)
    return max(abs(x - y) for x, y in pairs)
