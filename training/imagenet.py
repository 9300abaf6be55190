"""ImageNet weights for the fits of a run: found, not to be had, or wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from torch import Tensor

from glioma_desktop.errors import NoWeightsError, WeightsError
from glioma_desktop.grading.weights import find_imagenet_weights
from training.experiment import FINE_TUNED, FROZEN, FitSpec
from training.predictions import NO_WEIGHTS

Download = Callable[[str, int, int], None]
TOLD_EVERY = 0.05
"""Of a download."""


class StartWeights(NamedTuple):
    """What a fit starts from.

    Attributes:
        state: Tensors by name; None: none are needed, or none are to be had.
        status: ``""``, or ``NO_WEIGHTS``: the fit is not run.
        note: Where they come from and what is missing in them; without them: what to fetch, from where.
    """

    state: Mapping[str, Tensor] | None
    status: str
    note: str


def start_weights(
    specs: Sequence[FitSpec], where: Path | None, cache_dir: Path, download: Download | None = None
) -> dict[str, StartWeights]:
    """The weights of each fit, by ``FitSpec.name``.

    Args:
        specs: All fits of the run.
        where: A file or folder that was named; None: the usual places, then the web.
        cache_dir: Where downloads are kept.
        download: Called with (network, bytes so far, bytes in all), some twenty times a file.

    Raises:
        WeightsError: a file is damaged or fails its checksum, or the named file belongs to none of the networks that
            start from ImageNet. A file that belongs to one of them leaves the others without weights.
    """
    found: dict[str, StartWeights] = {}
    wrong: WeightsError | None = None
    for spec in specs:
        try:
            found[spec.name] = _of(spec, where, cache_dir, download)
        except NoWeightsError as error:
            found[spec.name] = StartWeights(None, NO_WEIGHTS, error.message)
        except WeightsError as error:
            if where is None or where.is_dir():
                raise
            wrong = wrong or error
            found[spec.name] = StartWeights(None, NO_WEIGHTS, error.message)
    if wrong is not None and all(weights.state is None for weights in found.values()):
        raise wrong
    return found


def _of(spec: FitSpec, where: Path | None, cache_dir: Path, download: Download | None) -> StartWeights:
    if spec.start not in (FINE_TUNED, FROZEN):
        return StartWeights(None, "", "")
    told = 0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if download is not None and (done - told >= TOLD_EVERY * total or done == total):
            told = done
            download(spec.network, done, total)

    weights = find_imagenet_weights(spec.network, where, cache_dir, progress)
    source = f"ImageNet weights {weights.source}, SHA-256 {weights.sha256[:16]}"
    return StartWeights(weights.state, "", f"{source}. {weights.note}" if weights.note else f"{source}.")
