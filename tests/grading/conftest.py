"""A small published model of random trunks, and studies to grade with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grade import ProjectClasses
from glioma_desktop.grading.card import FoldCard, ModelCard, OutOfFoldScore
from glioma_desktop.grading.crop import CropSpec
from glioma_desktop.grading.registry import Model, Registry
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume

KEY_ID = "0123456789abcdef"


def make_card(**changes: object) -> ModelCard:
    scores = tuple(OutOfFoldScore(i / 80, i % 5 < 1 + i // 20) for i in range(80))
    card = ModelCard(
        model_id="", name="", created="", network="alexnet", start="frozen", classes=ProjectClasses(),
        grades_seen={"2": 36, "3": 43}, editions={"2007": 79}, treatments={"untreated": 79}, base_rate_high=43 / 79,
        outline_region="flair_abnormality", crop_spec=CropSpec(),
        folds=tuple(FoldCard(k, f"fold{k}.safetensors", "", (f"hash-{k}",)) for k in range(5)),
        key_id=KEY_ID, hold_out=("hash-sealed",), pixel_digests={}, temperature=1.5, out_of_fold=scores,
        metrics={"results": [
            {"level": "patient", "of": "mean", "test_auc": {"mean": 0.712, "sd": None, "low": 0.534, "high": 0.856, "n": 16}},
        ]},
        training={"slice_spacing_mm": [3.0, 6.0], "coverage_band": [0.7, 0.9], "age_years": [19, 74],
                  "scanners": ["SIEMENS Verio"]},
        run="20261124-140231-quick", synthetic=False, versions={},
    )  # fmt: skip
    return replace(card, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def fold_weights() -> dict[str, bytes]:
    """Five frozen AlexNets with one random trunk and five random heads, as safetensors."""
    import torch
    from safetensors.torch import save

    from glioma_desktop.grading.networks import NETWORKS, FrozenTrunk

    definition = NETWORKS["alexnet"]
    torch.manual_seed(11)
    trunk = definition.make(head=False)
    data = {}
    for k in range(5):
        module = FrozenTrunk(trunk, definition.feature_count)
        torch.nn.init.normal_(module.head.weight, std=0.3)
        data[f"fold{k}.safetensors"] = save({n: t.contiguous() for n, t in module.state_dict().items()})
    return data


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, fold_weights: dict[str, bytes]) -> Registry:
    """A registry with one model, ``alexnet-frozen-v1``; tests must not change it."""
    registry = Registry(tmp_path_factory.mktemp("project") / "models")
    registry.add(make_card(), fold_weights)
    return registry


@pytest.fixture(scope="session")
def model(published: Registry) -> Model:
    return published.get("alexnet-frozen-v1")


@pytest.fixture(scope="session")
def card() -> Callable[..., ModelCard]:
    return make_card


def make_volume(seed: int = 0, **changes: object) -> Volume:
    """A noisy ellipsoid head in air, 12 axial slices 5 mm apart, 1 mm pixels."""
    random = np.random.default_rng(seed)
    k, r, c = np.mgrid[:12, :96, :80]
    head = ((k - 6) / 7) ** 2 + ((r - 48) / 40) ** 2 + ((c - 40) / 32) ** 2 < 1
    voxels = np.where(head, 600 + 200 * random.standard_normal(head.shape), 10 * random.random(head.shape))
    affine = np.eye(4)[[2, 1, 0, 3]] * [[1.0], [1.0], [5.0], [1.0]]
    volume = Volume(voxels.clip(0).astype(np.int16), affine, (5.0, 1.0, 1.0), series_uid="1.2.3")
    return replace(volume, **changes)  # type: ignore[arg-type]


def make_series(volume: Volume, **changes: object) -> Series:
    """The series that a volume was read from."""
    series = Series(
        uid="1.2.3", series_instance_uid="1.2.3", kind="dicom", files=(), description="AX T1 POST", sequence="t1ce",
        sequence_confirmed=False, sequence_reason="ContrastBolusAgent", shape=volume.shape, spacing_mm=volume.spacing_mm,
        spacing_nominal=False, slice_thickness_mm=5.0, orientation="axial", orientation_known=True,
        frame_of_reference_uid="1.2", modality="MR", facts={"manufacturer": "SIEMENS", "model": "Verio"},
    )  # fmt: skip
    return replace(series, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def head() -> Callable[..., Volume]:
    return make_volume


@pytest.fixture(scope="session")
def series() -> Callable[..., Series]:
    return make_series


@pytest.fixture
def boxes() -> list[RectROI]:
    return [RectROI(k, 30, 56, 24, 50) for k in range(4, 9)]
