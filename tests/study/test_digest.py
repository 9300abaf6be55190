"""Equal pixels, equal mark; blank slices say nothing; identifiers cannot be read back."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from skimage.transform import resize

from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.deidentify import keyed_hash, running_pseudonym
from glioma_desktop.study.digest import slice_digest, slice_signature
from glioma_desktop.study.reading import read_series


def head(seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    small = rng.random((9, 9))
    smooth = resize(small, (120, 100), order=3)
    return np.rint(np.clip(smooth, 0, 1) * 800).astype(np.uint16)


def test_the_mark_depends_on_values_and_shape_not_on_the_type() -> None:
    pixels = head()
    mark = slice_digest(pixels)
    assert mark is not None
    assert len(mark) == 32
    assert all(slice_digest(pixels.astype(kind)) == mark for kind in (np.int16, ">i2", np.int32, np.float32))
    assert slice_digest(pixels.reshape(100, 120)) != mark
    changed = pixels.copy()
    changed[60, 50] += 1
    assert slice_digest(changed) != mark
    assert slice_digest(pixels + np.float32(0.5)) not in (mark, None)


def test_blank_and_nearly_constant_slices_have_no_mark() -> None:
    blank = np.zeros((64, 64), np.uint8)
    assert slice_digest(blank) is None
    blank[:4, :4] = np.arange(16).reshape(4, 4)
    assert slice_digest(blank) is None, "too few pixels"
    assert slice_digest(np.indices((64, 64)).sum(0) % 3) is None, "too few values"


@pytest.mark.parametrize("disguise", ["rescaled", "mirrored", "upside down", "both", "resized", "8 bit"])
def test_a_disguised_slice_has_nearly_the_same_signature_and_another_head_has_not(disguise: str) -> None:
    pixels = head()
    other = {
        "rescaled": pixels * 3.7 - 120,
        "mirrored": pixels[:, ::-1],
        "upside down": pixels[::-1],
        "both": pixels[::-1, ::-1],
        "resized": resize(pixels.astype(float), (181, 150), order=1, anti_aliasing=True),
        "8 bit": np.rint(pixels / 800 * 255).astype(np.uint8),
    }[disguise]
    mine = slice_signature(pixels)
    assert mine.shape == (32, 32)
    assert mine.dtype == np.float32
    assert float((mine * slice_signature(other)).sum()) > 0.99
    assert abs(float((mine * slice_signature(head(1))).sum())) < 0.9


def test_no_two_real_patients_share_an_informative_slice(real_data: Path) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    silent = 0
    for folder in sorted((real_data / "tcga_lgg").glob("TCGA-*"))[::3]:
        (study,) = Catalogue().scan(folder / "flair")
        for pixels in read_series(study.series[0]).voxels:
            mark = slice_digest(pixels)
            silent += mark is None
            if mark is not None:
                owners[mark].add(folder.name)
    assert len(owners) > 300
    assert all(len(names) == 1 for names in owners.values())


def test_an_identifier_is_hashed_with_the_projects_key() -> None:
    assert keyed_hash(b"k", "A-17") == keyed_hash(b"k", " A-17 ")
    assert keyed_hash(b"k", "A-17") != keyed_hash(b"other", "A-17")
    assert len(keyed_hash(b"k", "A-17")) == 64
    with pytest.raises(ValueError, match="key"):
        keyed_hash(b"", "A-17")
    assert running_pseudonym(12) == "P-0012"
