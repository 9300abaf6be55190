"""Weights that a run is to start from and cannot: what to fetch is said, what is wrong is refused before there is a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from glioma_desktop.annotation.hold_out import load_hold_out
from glioma_desktop.errors import WeightsError
from glioma_desktop.grading.networks import NETWORKS
from training import commands
from training.experiment import fit_specs
from training.imagenet import start_weights
from training.options import TrainOptions

OPTIONS: dict[str, Any] = {"epochs": 1, "device": "cpu", "threads": 1}


def test_a_run_says_at_its_start_what_to_fetch_for_the_fits_that_cannot_be_run(
    project_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "none").mkdir()
    named: dict[str, Any] = {"networks": ("googlenet",), "starts": ("imagenet",), "weights": tmp_path / "none"}
    commands.train(project_dir, TrainOptions(**OPTIONS, **named))
    said = capsys.readouterr().err
    assert "googlenet imagenet: not run: no weights. " in said
    assert "googlenet-1378be20.pth (SHA-256 begins 1378be20)" in said


def test_a_weights_file_of_another_network_or_a_damaged_one_is_refused_before_there_is_a_run(project_dir, tmp_path):
    other = tmp_path / "other.safetensors"
    save_file({"conv1/7x7_s2.weight": torch.zeros(2)}, other)
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"no weights at all")
    known = tmp_path / "alexnet_imagenet_features.safetensors"
    known.write_bytes(other.read_bytes())
    for path, sentence in (
        (other, "other.safetensors: these weights are not AlexNet's"),
        (broken, "broken.safetensors is damaged"),
        (known, "alexnet_imagenet_features.safetensors fails its checksum"),
    ):
        with pytest.raises(WeightsError, match=sentence):
            commands.train(
                project_dir,
                TrainOptions(**OPTIONS, networks=("alexnet",), starts=("scratch", "imagenet"), weights=path),
            )
    assert commands.runs(project_dir)["runs"] == []
    assert load_hold_out(project_dir / "splits") is None


def test_a_file_of_one_of_the_networks_leaves_the_others_without_weights(
    tmp_path: Path, imagenet_weights: Path
) -> None:
    specs = fit_specs("quick", ("alexnet", "googlenet_bvlc"), ("scratch", "frozen", "imagenet"), 1, False)
    found = start_weights(specs, imagenet_weights / "googlenet_bvlc_imagenet.safetensors", tmp_path)
    with_weights = {(spec.network, spec.start) for spec in specs if found[spec.name].state is not None}
    assert with_weights == {("googlenet_bvlc", "frozen"), ("googlenet_bvlc", "imagenet")}
    not_run = {(spec.network, spec.start) for spec in specs if found[spec.name].status}
    assert not_run == {("alexnet", "frozen"), ("alexnet", "imagenet")}
    assert (
        NETWORKS["alexnet"].label
        in found[next(s.name for s in specs if s.network == "alexnet" and s.start == "frozen")].note
    )
