"""ImageNet weights: from a file, from the cache, or by torchvision's own download with a checksum.

Nothing is unpickled but torchvision's own ``.pth`` files, known by their SHA-256 and read with ``weights_only=True``; what
was read is stored at once as safetensors.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load, save_file
from torch import Tensor
from torchvision.models import AlexNet_Weights, GoogLeNet_Weights

from glioma_desktop.errors import NoWeightsError, WeightsError
from glioma_desktop.grading.networks import NETWORKS
from glioma_desktop.phrase import inside, phrase

Progress = Callable[[int, int], None]
TORCHVISION: dict[str, Any] = {"alexnet": AlexNet_Weights.IMAGENET1K_V1, "googlenet": GoogLeNet_Weights.IMAGENET1K_V1}
BVLC_URL = "http://dl.caffe.berkeleyvision.org/bvlc_googlenet.caffemodel"
KNOWN_SHA256: Mapping[str, str] = {
    "alexnet_imagenet_features.safetensors": "7983855edad996bb4e9546602af08193613b2c540e4d8ba46cdb3fad843e416e",
    "googlenet_bvlc_imagenet.safetensors": "7bd190afddd910725b5a3686161a9ee687dee1886d9ed9d934d7acf1118835d7",
}
"""Files that are handed from one to another under these names: a copy that differs was damaged on the way."""
CHUNK = 1 << 20
TIMEOUT_S = 20
MOST_BYTES = 1 << 30


@dataclass(frozen=True)
class ImageNetWeights:
    """Weights of one network.

    Attributes:
        state: Under the names of the file, float32.
        source: The file's name, or the address it was downloaded from.
        sha256: Of the file.
        note: What does not come from ImageNet, in one sentence; ``""`` when only the last layer is fresh.
    """

    network: str
    state: Mapping[str, Tensor]
    source: str
    sha256: str
    note: str


def default_weights_folder() -> Path | None:
    """``GLIOMA_WEIGHTS``, else ``../shared/weights`` beside a checkout of this program, else None."""
    named = os.environ.get("GLIOMA_WEIGHTS")
    if named:
        return Path(named)
    checkout = Path(__file__).resolve().parents[2]
    beside = checkout.parent / "shared" / "weights"
    return beside if (checkout / "pyproject.toml").exists() and beside.is_dir() else None


def find_imagenet_weights(
    network: str, where: Path | None, cache_dir: Path, progress: Progress | None = None
) -> ImageNetWeights:
    """The ImageNet weights of a network.

    Args:
        network: ``alexnet``, ``googlenet`` or ``googlenet_bvlc``.
        where: A file, or a folder that is searched, and nothing else is; None: ``default_weights_folder``, then the cache,
            then the web.
        cache_dir: Where what was downloaded or unpickled is kept as safetensors.
        progress: Called with (bytes so far, bytes in all) during a download.

    Raises:
        NoWeightsError: there are none; says what to fetch, from where and with which SHA-256.
        WeightsError: the file belongs to another network, is damaged, or fails its checksum.
    """
    if where is not None and not where.is_dir():
        return _from_file(network, where, cache_dir)
    folder = where or default_weights_folder()
    if folder is not None and folder.is_dir():
        found = _in_folder(network, folder, cache_dir)
        if found is not None:
            return found
    if where is not None:
        raise NoWeightsError(
            phrase(
                "{where} holds no ImageNet weights of {label}. {fetch}",
                where=where,
                label=NETWORKS[network].label,
                fetch=what_to_fetch(network),
            ),
            where,
        )
    cached = _in_folder(network, cache_dir, cache_dir) if cache_dir.is_dir() else None
    return cached or _download(network, cache_dir, progress)


def what_to_fetch(network: str) -> str:
    """What to fetch, from where, with which SHA-256, and what to do with it: for a machine without the web."""
    if network not in TORCHVISION:
        name = "googlenet_bvlc_imagenet.safetensors"
        return phrase(
            "Fetch bvlc_googlenet of the Caffe model zoo ({url}) as safetensors under its Caffe names ({name}: SHA-256 "
            "{digest}) and choose it as the weights file (--weights).",
            url=BVLC_URL,
            name=name,
            digest=KNOWN_SHA256[name],
        )
    return phrase(
        "Fetch {url} (SHA-256 begins {begins}) on a machine with a connection and choose "
        "it as the weights file (--weights).",
        url=TORCHVISION[network].url,
        begins=_known_prefix(network),
    )


def _known_prefix(network: str) -> str:
    """Torchvision writes the first digits of the SHA-256 into the file's name."""
    url: str = TORCHVISION[network].url
    return url.rsplit("-", 1)[1].removesuffix(".pth")


def _in_folder(network: str, folder: Path, cache_dir: Path) -> ImageNetWeights | None:
    """The first file of a folder that belongs to the network; a damaged one is an error only when there is no other."""
    damaged: WeightsError | None = None
    for path in sorted([*folder.glob("*.safetensors"), *folder.glob("*.pth")]):
        if not _may_fit(network, path):
            continue
        try:
            return _from_file(network, path, cache_dir)
        except WeightsError as error:
            damaged = damaged or error
    if damaged is not None:
        raise damaged
    return None


def _may_fit(network: str, path: Path) -> bool:
    """Whether a file is worth reading whole: by its tensors' names, or its own name when they cannot be read."""
    if path.suffix == ".pth":
        return network in TORCHVISION and path.name == TORCHVISION[network].url.rsplit("/", 1)[1]
    try:
        with safe_open(path, framework="pt") as file:
            return NETWORKS[network].fingerprint()[0] in file.keys()  # noqa: SIM118 - not a mapping
    except (SafetensorError, OSError):
        return path.name.startswith(f"{network}_") or path.stem == network


def _from_file(network: str, path: Path, cache_dir: Path) -> ImageNetWeights:
    try:
        data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    except OSError as error:
        raise WeightsError(
            phrase("The weights {path} cannot be read ({reason}).", path=path, reason=error.strerror), path
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    if KNOWN_SHA256.get(path.name, digest) != digest:
        raise WeightsError(
            phrase(
                "{name} fails its checksum: its SHA-256 is {found}..., not {expected}.... Copy it again.",
                name=path.name,
                found=digest[:12],
                expected=KNOWN_SHA256[path.name][:12],
            ),
            path,
        )
    state = _unpickled(path, digest) if path.suffix == ".pth" else _tensors(path, data)
    try:
        note = NETWORKS[network].check(state)
    except WeightsError as error:
        raise WeightsError(phrase("{name}: {fault}", name=path.name, fault=inside(error.message)), path) from error
    if path.suffix == ".pth":
        _keep(state, cache_dir / f"{path.stem}.safetensors")
    return ImageNetWeights(network, state, path.name, digest, note)


def _tensors(path: Path, data: bytes) -> dict[str, Tensor]:
    try:
        return {name: tensor.float() for name, tensor in load(data).items()}
    except (SafetensorError, ValueError) as error:
        raise WeightsError(
            phrase("{name} is damaged or no safetensors file. Fetch it again.", name=path.name), path
        ) from error


def _unpickled(path: Path, digest: str) -> dict[str, Tensor]:
    known = [_known_prefix(network) for network in TORCHVISION]
    if not digest.startswith(tuple(known)):
        raise WeightsError(
            phrase(
                "{name} fails its checksum: its SHA-256 begins {begins}, those of torchvision's files begin "
                "{known}. Fetch it again.",
                name=path.name,
                begins=digest[:8],
                known=" or ".join(known),
            ),
            path,
        )
    try:
        state: Mapping[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
        return {name: tensor.float() for name, tensor in state.items()}
    except (pickle.UnpicklingError, RuntimeError, EOFError, AttributeError) as error:
        raise WeightsError(phrase("{name} is damaged. Fetch it again.", name=path.name), path) from error


def _keep(state: Mapping[str, Tensor], target: Path) -> None:
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        save_file({name: value.contiguous() for name, value in state.items()}, str(part))
        part.replace(target)
    except (OSError, SafetensorError) as error:
        raise WeightsError(
            phrase(
                "The weights cannot be kept in {folder} ({reason}). Free some space.",
                folder=target.parent,
                reason=error,
            ),
            target,
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _download(network: str, cache_dir: Path, progress: Progress | None) -> ImageNetWeights:
    label = NETWORKS[network].label
    if network not in TORCHVISION:
        raise NoWeightsError(
            phrase("There are no ImageNet weights of {label} here. {fetch}", label=label, fetch=what_to_fetch(network))
        )
    url: str = TORCHVISION[network].url
    part = cache_dir / url.rsplit("/", 1)[1]
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        _fetch(url, part, progress)
        weights = _from_file(network, part, cache_dir)
    except OSError as error:
        reason = getattr(error, "reason", None) or error.strerror or phrase("no connection")
        raise NoWeightsError(
            phrase(
                "The ImageNet weights of {label} cannot be downloaded ({reason}). {fetch}",
                label=label,
                reason=reason,
                fetch=what_to_fetch(network),
            )
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return ImageNetWeights(network, weights.state, url, weights.sha256, weights.note)


def _fetch(url: str, target: Path, progress: Progress | None) -> None:
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer, target.open("wb") as stream:
        total, done = int(answer.headers.get("Content-Length") or 0), 0
        while chunk := answer.read(CHUNK):
            stream.write(chunk)
            done += len(chunk)
            if progress is not None:
                progress(done, total)
