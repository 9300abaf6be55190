"""Whatever lies in the place of a mask, a label table, ``project.toml`` or the store: it is used, or refused in a sentence.

``GLIOMA_FUZZ=1000`` tries so many of each.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from glioma_desktop.annotation.exchange.labels import read_labels
from glioma_desktop.annotation.exchange.masks import read_mask
from glioma_desktop.annotation.project import FILE_NAME, Project
from glioma_desktop.errors import AnnotationError
from glioma_desktop.study.nifti_reader import read_nifti
from tests.annotation.test_store import draw

sys.path.insert(0, str(Path(__file__).parents[1] / "study"))

import fuzz_nifti
from fuzz import shown
from fuzz_dicom import flipped, pick, spliced, truncated

COUNT = int(os.environ.get("GLIOMA_FUZZ", "60"))
SEED = int(os.environ.get("GLIOMA_FUZZ_SEED", "1"))


def sentence(error: AnnotationError, *names: str) -> str:
    said = error.message
    assert any(name in said for name in names), said
    assert shown(said), said
    assert said.endswith("."), said
    assert len(said) < 330, said
    assert not any(word in said for word in ("!", "Traceback", "Error(", "None", "nan")), said
    return said


def damaged(raw: bytes, rng: np.random.Generator) -> bytes:
    return pick(rng, (flipped, truncated, spliced))(raw, rng)


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_no_bad_mask_brings_an_import_down(tmp_path: Path) -> None:
    seeds = dict(fuzz_nifti.phantom_seeds())
    (tmp_path / "good.nii").write_bytes(seeds["labels"])
    grid = read_nifti(tmp_path / "good.nii")
    good = [seeds["labels"], seeds["labels"], seeds["flat"], seeds["four"]]
    refused = taken = 0
    for number in range(COUNT):
        rng = np.random.default_rng((SEED, number))
        how, ending, data = fuzz_nifti.mutate(pick(rng, good), rng)
        if how == "bomb":
            continue  # the reader's own test has them
        path = tmp_path / f"mask{ending}"
        path.write_bytes(data)
        try:
            mask = read_mask(path, grid)
        except AnnotationError as error:
            sentence(error, path.name)
            refused += 1
        else:
            assert mask.shape == grid.shape
            assert mask.dtype == bool
            taken += 1
        path.unlink()
    assert refused > COUNT // 4
    assert taken > COUNT // 20


def test_no_bad_label_table_is_taken_for_grades(tmp_path: Path) -> None:
    good = ("patient;who_grade;note\n" + "".join(f"P{k:03d};{'I' * (1 + k % 3)};Ä, {k}\n" for k in range(40))).encode(
        "utf-8"
    )
    path, refused = tmp_path / "labels.csv", 0
    for number in range(COUNT):
        rng = np.random.default_rng((SEED, number))
        data = damaged(pick(rng, (good, good.decode().encode("utf-16"), b'"' + good, good.replace(b";", b"\0;"))), rng)
        path.write_bytes(data)
        try:
            found = read_labels(path)
        except AnnotationError as error:
            sentence(error, path.name)
            refused += 1
        else:
            assert all(1 <= int(label.grade) <= 4 for label in found.values())
    assert refused > COUNT // 8


def test_no_bad_project_file_opens_as_another_project(project: Project) -> None:
    path = project.folder / FILE_NAME
    good = path.read_bytes()
    odd = [b"name = 3", b"store_url = 7", b"classes = 1", b"hold_out_seed = true", b'store_url = "postgres://x"', b"name = [",
           b'store_url = "sqlite:////proc/none/x.db"', b'store_url = ""', b'box_series = ["t1"]', b"outline_region = {}",
           b"synthetic = 'yes'", b"show_labels = 0", b'classes = {low = "x"}', b"\xff\xfe\0", b"a" * 10**6]  # fmt: skip
    refused = 0
    for number in range(COUNT):
        rng = np.random.default_rng((SEED, number))
        line = pick(rng, odd)
        key = line.split(b"=")[0]
        kept = b"".join(part for part in good.splitlines(keepends=True) if not part.startswith(key))
        path.write_bytes(pick(rng, (damaged(good, rng), line + b"\n" + kept)))
        try:
            opened = Project.open(project.folder)
        except AnnotationError as error:
            sentence(error, FILE_NAME, "The annotation store")
            refused += 1
        else:
            assert isinstance(opened.config.name, str)
            opened.close()
    path.write_bytes(good)
    assert refused > COUNT // 4


def test_no_damage_to_the_store_is_more_than_a_sentence(project: Project, patient: str, tmp_path: Path) -> None:
    for k in range(3, 12):
        draw(project.store, patient, k)
    project.store.save_grade(patient, {"a": 1})
    project.close()
    good = (project.folder / "annotations.db").read_bytes()
    copy = Path(shutil.copytree(project.folder, tmp_path / "copy"))
    refused = 0
    for number in range(COUNT):
        rng = np.random.default_rng((SEED, number))
        for left in copy.glob("annotations.db*"):
            left.unlink()
        data = bytearray(damaged(good, rng))
        for place in rng.integers(0, max(1, len(data)), 40 if len(data) else 0):
            data[place] = int(rng.integers(256))
        (copy / "annotations.db").write_bytes(data)
        try:
            opened = Project.open(copy)
        except AnnotationError as error:
            sentence(error, "annotations.db", "The annotation store", FILE_NAME)
            refused += 1
            continue
        for ask in (
            opened.store.patients, opened.store.case_summaries, lambda s=opened.store: s.studies(patient),
            lambda s=opened.store: s.annotation(patient), lambda s=opened.store: s.grades(patient), opened.store.events,
            lambda s=opened.store: draw(s, patient, 1), lambda s=opened.store: s.undo(patient, "A"),
        ):  # fmt: skip
            try:
                ask()
            except AnnotationError as error:
                said = error.message
                assert shown(said)
                assert said.endswith(".")
                refused += 1
        opened.close()
    assert refused > COUNT // 4


def test_a_damaged_entry_is_one_sentence_with_the_way_out(project: Project, patient: str) -> None:
    from sqlalchemy import text

    draw(project.store, patient, 3)
    project.close()
    opened = Project.open(project.folder)
    with opened.store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER events_are_never_changed"))
        connection.execute(text("UPDATE events SET changes = :noise"), {"noise": b"\x78\x9c nothing like it"})
    with pytest.raises(AnnotationError, match=r"^The annotation store holds a damaged entry: restore a backup \(File"):
        opened.store.annotation(patient)
    opened.close()
