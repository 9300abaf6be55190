"""The networks, one file each. A new network is one new file and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from glioma_desktop.grading.networks.alexnet import AlexNetDefinition
from glioma_desktop.grading.networks.definition import (
    STARTS,
    FrozenTrunk,
    Network,
    NetworkDefinition,
    as_three_channels,
)
from glioma_desktop.grading.networks.googlenet import GoogLeNetDefinition
from glioma_desktop.grading.networks.googlenet_bvlc import BvlcGoogLeNetDefinition

__all__ = ["NETWORKS", "STARTS", "FrozenTrunk", "Network", "NetworkDefinition", "as_three_channels"]

NETWORKS: Mapping[str, NetworkDefinition] = {
    definition.name: definition
    for definition in (AlexNetDefinition(), GoogLeNetDefinition(), BvlcGoogLeNetDefinition())
}
