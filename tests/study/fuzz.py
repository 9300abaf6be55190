"""A seeded fuzzer of the files a folder may hold, and the trial each bad file is put through in a process of its own.

``python tests/study/fuzz.py --count 1000 --seed 7`` prints every finding; a finding can be made again by its seed and number.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import select
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import fuzz_dicom  # noqa: E402 - beside this file, also when it is run by itself
import fuzz_nifti  # noqa: E402
import numpy as np  # noqa: E402

REAL = Path(os.environ.get("GLIOMA_SHARED_DATA", HERE.parents[2] / "shared" / "data"))
SLOWEST_S = 5.0  # of processor time; a hang is seen by the clock
HANG_S = 180.0
MOST_MEMORY = 2 << 30
NIFTI_SHARE = 0.35


@dataclass(frozen=True)
class Case:
    """One bad file beside nothing, or in the place of one slice of a good stack.

    Attributes:
        name: Seed, number, what it was made from and how.
        files: Name and content of the files of its folder; the first is the bad one.
    """

    name: str
    files: tuple[tuple[str, bytes], ...]


@cache
def dicom_seeds(real: bool) -> tuple[tuple[str, bytes], ...]:
    found = fuzz_dicom.phantom_seeds()
    if real and REAL.is_dir():
        picked = [
            *sorted((REAL / "dicom" / "nine_encodings").glob("*.dcm")),
            *(next(iter(sorted((REAL / "dicom" / name).rglob("*.dcm")))) for name in
              ("pgbm_001_t1post", "dual_echo", "decubitus_hfdr", "philips_survey_mixed_files",
               "enhanced_xa30/9_gre_field_mapping")),
            *(next(iter(sorted(folder.rglob("*.dcm")))) for folder in sorted((REAL / "tcga_lgg").glob("TCGA-*"))[::4]),
        ]  # fmt: skip
        found += [(str(path.relative_to(REAL)), path.read_bytes()) for path in picked]
    return tuple(found)


@cache
def nifti_seeds(real: bool) -> tuple[tuple[str, bytes], ...]:
    found = fuzz_nifti.phantom_seeds()
    if real and REAL.is_dir():
        found += [(path.name, fuzz_nifti.shortened(path)) for path in sorted((REAL / "nifti").glob("*.nii.gz"))]
    return tuple(found)


def case(seed: int, number: int, real: bool = True) -> Case:
    """The bad file of a seed and a number; always the same."""
    rng = np.random.default_rng((seed, number))
    if rng.random() < NIFTI_SHARE:
        origin, raw = fuzz_dicom.pick(rng, nifti_seeds(real))
        how, ending, data = fuzz_nifti.mutate(raw, rng)
        files = [(f"bad{ending}", data)]
        if rng.integers(3) == 0:
            files.append(("good.nii", raw))
    else:
        origin, raw = fuzz_dicom.pick(rng, dicom_seeds(real))
        how, data = fuzz_dicom.mutate(raw, rng)
        files = [("bad.dcm", data)]
        if rng.integers(3) == 0:
            files.append(("good.dcm", raw))
    return Case(f"seed {seed}, number {number}: {origin}, {how}", tuple(files))


def trial(folder: Path) -> dict[str, Any]:
    """Everything the window does with a folder that was opened. Runs in a process that may die of it.

    Returns:
        ``sentences`` that were said, ``seconds`` of processor time of the slowest step, ``memory`` that was taken at most beyond
        what was in use before, ``read`` series, and ``wrong``: what the results promise and do not keep.
    """
    from glioma_desktop.errors import GliomaError
    from glioma_desktop.study.catalogue import Catalogue
    from glioma_desktop.study.reading import read_series, read_slice
    from glioma_desktop.study.thumbnail import thumbnail

    wrong: list[str] = []
    sentences: list[str] = []
    read = 0
    before, began = _memory(), time.process_time()
    catalogue = Catalogue()
    studies = catalogue.scan(folder)
    slowest = time.process_time() - began
    sentences += [item.reason for item in catalogue.unreadable]
    for study in studies:
        wrong += [f"unprintable {word!r}" for word in (study.patient_id, study.patient_name) if not shown(word)]
        for series in study.series[:4]:
            wrong += series_faults(series)
            for work in (read_series, lambda s: read_slice(s, s.shape[0] // 2)[0], thumbnail):
                began = time.process_time()
                try:
                    found = work(series)
                except GliomaError as error:
                    sentences.append(error.message)
                else:
                    read += work is read_series
                    wrong += volume_faults(found, series) if work is read_series else []
                    del found
                slowest = max(slowest, time.process_time() - began)
    names = [path.name for path in folder.iterdir()]
    wrong += [f"not one sentence that names the file: {said!r}" for said in sentences if not one_sentence(said, names)]
    return {"sentences": sentences, "seconds": slowest, "memory": _memory(peak=True) - before, "read": read,
            "wrong": wrong}  # fmt: skip


def one_sentence(said: str, names: Sequence[str]) -> bool:
    """Whether something said of a bad file is one calm sentence that names it."""
    return (
        any(name in said for name in names)
        and shown(said)
        and len(said) < 240
        and said[-1] in ".?"
        and not re.search(r"[.?!] [A-Z]", said)
        and not re.search(r"!|\b([Ww]arning|[Ee]xception|[Tt]raceback|None|nan|inf)\b", said)
    )


def shown(words: str) -> bool:
    """Whether a screen can show a text and a store keep it."""
    return not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in words)


def series_faults(series: Any) -> list[str]:
    """What a series says of itself that the window cannot show."""
    faults = [
        f"unprintable {word!r}"
        for word in (series.description, series.sequence_reason, *series.warnings)
        if not shown(word)
    ]
    faults += [f"no number in {said!r}" for said in series.warnings if re.search(r"\b(nan|inf)\b", said)]
    if series.spacing_mm is not None and not all(np.isfinite(mm) and mm > 0 for mm in series.spacing_mm):
        faults.append(f"a spacing of {series.spacing_mm}")
    return faults


def volume_faults(volume: Any, series: Any) -> list[str]:
    """What a volume promises and does not keep; and what the views do with its geometry."""
    from glioma_desktop.study import geometry

    faults = []
    if volume.shape != series.shape:
        faults.append(f"{volume.shape} voxels where {series.shape} were announced")
    if not np.all(np.isfinite(volume.affine)) or not np.isfinite(np.linalg.cond(volume.affine[:3, :3])):
        faults.append("an affine that cannot be inverted")
    elif volume.voxels.dtype.kind == "f" and not np.all(np.isfinite(volume.voxels)):
        faults.append("voxels that are no numbers")
    else:
        geometry.edge_letters(volume)
        geometry.nearest_slice(volume, geometry.slice_centre_mm(volume, 0))
        last = geometry.slice_centre_mm(volume, volume.shape[0] - 1)
        faults += [] if np.all(np.isfinite(last)) else ["a slice that lies nowhere"]
    if not all(np.isfinite(mm) and mm > 0 for mm in volume.spacing_mm):
        faults.append(f"a spacing of {volume.spacing_mm}")
    return faults


def _memory(peak: bool = False) -> int:
    """Bytes in use, or the most since the last question (Linux; elsewhere the most ever)."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    if not peak:
        Path("/proc/self/clear_refs").write_text("5")
    return int(re.search(rf"{'VmHWM' if peak else 'VmRSS'}:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]


def _child() -> None:
    """Trials of the folders named on the standard input, one line of JSON each on the standard output."""
    import logging
    import warnings

    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    import glioma_desktop.study.dicom_reader
    import glioma_desktop.study.nifti_reader  # noqa: F401 - loaded before memory is counted

    # What numpy and the decoders ask for counts, not only what they touch.
    usual = int(re.search(r"VmSize:\s+(\d+)", Path("/proc/self/status").read_text())[1]) * 1024  # type: ignore[index]
    resource.setrlimit(resource.RLIMIT_AS, (usual + MOST_MEMORY + (512 << 20), resource.RLIM_INFINITY))
    for line in sys.stdin:
        try:
            answer = trial(Path(line.strip()))
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            import traceback

            where = traceback.extract_tb(error.__traceback__)[-1]
            answer = {"wrong": [f"{type(error).__name__}: {error} at {Path(where.filename).name}:{where.lineno}"]}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


class Laboratory:
    """A process that tries bad files, and is started anew when one has killed or held it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child: subprocess.Popen[str] | None = None

    def __enter__(self) -> Laboratory:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def try_out(self, bad: Case) -> tuple[list[str], dict[str, Any]]:
        """What is wrong with how a case was taken (nothing, as a rule), and what the trial found."""
        home = self._folder / "case"
        home.mkdir(exist_ok=True)
        for path in home.iterdir():
            path.unlink()
        for name, data in bad.files:
            (home / name).write_bytes(data)
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, __file__, "--child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(f"{home}\n")
        self._child.stdin.flush()
        if not select.select([self._child.stdout], [], [], HANG_S)[0]:
            self._stop()
            return [f"no answer in {HANG_S:.0f} s"], {}
        line = self._child.stdout.readline()
        if not line:
            assert self._child.stderr is not None
            said, status = self._child.stderr.read()[-300:], self._child.wait()
            self._stop()
            return [f"the process ended with {status}: {said}"], {}
        answer = json.loads(line)
        wrong = list(answer["wrong"])
        if answer.get("seconds", 0.0) > SLOWEST_S:
            wrong.append(f"took {answer['seconds']:.1f} s")
        if answer.get("memory", 0) > MOST_MEMORY:
            wrong.append(f"took {answer['memory'] >> 20} MiB")
        return wrong, answer

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def findings(seed: int, numbers: Sequence[int], real: bool = True) -> Iterator[tuple[Case, list[str], dict[str, Any]]]:
    """Every case with what is wrong about it and what its trial found."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder, Laboratory(Path(folder)) as laboratory:
        for number in numbers:
            bad = case(seed, number, real)
            wrong, answer = laboratory.try_out(bad)
            if wrong and all(fault.startswith(("took ", "no answer")) for fault in wrong):
                wrong, answer = laboratory.try_out(bad)  # the machine may have been busy with something else
            yield bad, wrong, answer


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="a folder for the files of each finding")
    chosen = parser.parse_args()
    if chosen.child:
        _child()
        return 0
    found = said = read = slowest = most = 0
    for bad, wrong, answer in findings(chosen.seed, range(chosen.first, chosen.first + chosen.count)):
        said += bool(answer.get("sentences"))
        read += bool(answer.get("read"))
        slowest, most = max(slowest, answer.get("seconds", 0)), max(most, answer.get("memory", 0))
        if wrong:
            found += 1
            print(bad.name, *wrong, sep="\n    ", flush=True)  # noqa: T201
            if chosen.keep:
                home = chosen.keep / f"{chosen.seed}-{bad.name.split(':')[0].split()[-1]}"
                home.mkdir(parents=True, exist_ok=True)
                for name, data in bad.files:
                    (home / name).write_bytes(data)
    print(f"seed {chosen.seed}: {found} findings of {chosen.count}; {said} said why, {read} were read; "  # noqa: T201
          f"at most {slowest:.2f} s and {most >> 20} MiB")  # fmt: skip
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
