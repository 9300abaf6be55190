"""On CUDA: mixed precision and float32 give the same class on every crop that is not a toss-up."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from glioma_desktop.annotation.project import Project
from glioma_desktop.grading.crop import CropSpec
from glioma_desktop.grading.networks import NETWORKS
from training import commands
from training.augment import cut, identity
from training.crops import Crops, cut_crops
from training.eligible import build_manifest
from training.manifest import Choice
from training.run import TrainOptions, chosen_device

TOSS_UP = 0.01


@pytest.fixture(scope="module")
def cuda() -> torch.device:
    if not torch.cuda.is_available():
        pytest.skip("PyTorch sees no CUDA device: mixed precision runs on CUDA only")
    return torch.device("cuda")


def probabilities(module: torch.nn.Module, crops: Crops, device: torch.device, mixed: bool) -> np.ndarray:
    module = module.to(device).eval()
    found = []
    with torch.inference_mode(), torch.autocast("cuda", torch.float16, enabled=mixed):
        for first in range(0, len(crops), 64):
            pixels, boxes = crops.batch(np.arange(first, min(first + 64, len(crops))))
            batch = cut(torch.from_numpy(pixels).to(device), torch.from_numpy(boxes).to(device), 224,
                        identity(len(pixels)).to(device))  # fmt: skip
            if mixed:
                batch = batch.to(memory_format=torch.channels_last)
            found.append(torch.softmax(module(batch).float(), dim=1)[:, 1].cpu().numpy())
    return np.concatenate(found)


def check_same_classes(folder: Path, device: torch.device, network: str, start: str) -> None:
    """Train on CUDA in mixed precision, then ask each of the five networks for every crop of the cohort both ways."""
    answer = commands.train(folder, TrainOptions(networks=(network,), starts=(start,), epochs=2, device="cuda"))
    assert answer["device"] == "cuda"
    project = Project.open(folder)
    crops = cut_crops(build_manifest(project, Choice()), CropSpec(), project.cache_dir)
    project.close()
    for k in range(5):
        module = NETWORKS[network].skeleton(start)
        weights = load_file(
            folder / "runs" / answer["run"] / "fits" / f"{network}-{start}" / f"fold{k}" / "weights.safetensors"
        )
        module.load_state_dict(weights, strict=True, assign=True)
        exact = probabilities(module, crops, device, mixed=False)
        mixed = probabilities(module, crops, device, mixed=True)
        clear = np.abs(exact - 0.5) > TOSS_UP
        assert ((exact > 0.5) == (mixed > 0.5))[clear].all(), f"fold {k}: {np.abs(exact - mixed).max():.4f} apart"
        assert np.isfinite(mixed).all()


@pytest.mark.gpu
@pytest.mark.parametrize("network", ["alexnet", "googlenet", "googlenet_bvlc"])
def test_mixed_precision_and_float32_agree_on_every_phantom_crop(cuda, project_dir, network):
    check_same_classes(project_dir, cuda, network, "scratch")


@pytest.mark.gpu
@pytest.mark.parametrize("network", ["alexnet", "googlenet_bvlc"])
def test_mixed_precision_and_float32_agree_on_every_real_crop(cuda, request, tmp_path, network):
    real = request.getfixturevalue("real_project")
    request.getfixturevalue("imagenet_weights")
    check_same_classes(Path(shutil.copytree(real, tmp_path / "project")), cuda, network, "imagenet")


def test_without_a_gpu_the_cpu_is_taken_and_why_is_said():
    if torch.cuda.is_available():
        assert chosen_device("auto")[0].type == "cuda"
        assert "mixed precision" in chosen_device("auto")[1]
        return
    device, why = chosen_device("auto")
    assert device.type == "cpu"
    assert "no CUDA device was found" in why
    with pytest.raises(Exception, match="No CUDA device is to be seen"):
        chosen_device("cuda")
