"""One grade in a fresh process, for ``grading``: ``... window|script MODELS MODEL``. Says the milliseconds from click to answer.

``window`` does what the window does after the click; ``script`` what a short script would: import torch and torchvision, load
the same five networks into torchvision's class and run the same crops, one after the other.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grade import ProjectClasses
from glioma_desktop.grading.card import FoldCard, ModelCard
from glioma_desktop.grading.crop import CropSpec, crop
from glioma_desktop.grading.grader import Grader
from glioma_desktop.grading.registry import Registry
from tests.phantoms import make_volume

CROPS = 8
VOLUME = make_volume(seed=4, shape=(CROPS + 4, 96, 80))
BOXES = [RectROI(k, 30, 60, 24, 54) for k in range(2, CROPS + 2)]


def publish(models: Path) -> str:
    """Put five untrained GoogLeNets into a registry; returns the model."""
    import torch
    from safetensors.torch import save

    from glioma_desktop.grading.networks import NETWORKS

    weights = {}
    for k in range(5):
        torch.manual_seed(k)
        state = NETWORKS["googlenet"].make().state_dict()
        weights[f"fold{k}.safetensors"] = save({name: value.contiguous() for name, value in state.items()})
    card = ModelCard(
        model_id="", name="", created="", network="googlenet", start="scratch", classes=ProjectClasses(),
        folds=tuple(FoldCard(k, name, "", ()) for k, name in enumerate(weights)), key_id="", hold_out=(),
        pixel_digests={}, temperature=None, out_of_fold=(), grades_seen={"2": 5, "3": 5}, editions={}, treatments={},
        base_rate_high=0.5, outline_region="flair_abnormality", crop_spec=CropSpec(), metrics={}, training={}, run="",
        synthetic=True, versions={},
    )  # fmt: skip
    return Registry(models).add(card, weights).model_id


def as_the_window(models: Path, model: str) -> float:
    """Verify the weights, load, grade: the mean probability of high grade."""
    return Grader(Registry(models).get(model)).grade({"t1ce": VOLUME}, BOXES).probability_high


def as_a_script(models: Path, model: str) -> float:
    """The same digits without the house around them."""
    import torch
    from safetensors.torch import load_file
    from torchvision.models import googlenet

    crops = torch.from_numpy(np.stack([crop({"t1ce": VOLUME}, roi, CropSpec()) for roi in BOXES]))
    chances = []
    with torch.inference_mode():
        for path in sorted((models / model).glob("*.safetensors")):
            network = googlenet(weights=None, num_classes=2, aux_logits=True, transform_input=False, init_weights=False)
            state = {name.removeprefix("net."): value for name, value in load_file(path).items()}
            state = {name.replace("head.1.", "fc."): value for name, value in state.items()}
            network.load_state_dict({n: v for n, v in state.items() if not n.startswith("input_")})
            network.eval()
            for one in crops:
                shown = (one.expand(3, -1, -1)[None] - 0.5) / 0.5
                chances.append(float(torch.softmax(network(shown), dim=1)[0, 1]))
    return float(np.mean(chances))


if __name__ == "__main__":
    way = {"window": as_the_window, "script": as_a_script}[sys.argv[1]]
    began = time.perf_counter()
    answer = way(Path(sys.argv[2]), sys.argv[3])
    print(json.dumps({"ms": 1000 * (time.perf_counter() - began), "probability_high": answer}), flush=True)
