"""What an answer rests on, in counts: how many of the out-of-fold patients that scored like this were high grade."""

from __future__ import annotations

import math
from collections.abc import Sequence

from glioma_desktop.grading.card import OutOfFoldScore
from glioma_desktop.grading.result import CANNOT_SAY_HIGH, CANNOT_SAY_LOW, Basis

NEAREST, FEW = 24, 72
Z_95 = 1.959963984540054


def wilson(successes: float, n: int, z: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval (1927) of a share (95 % by default), within 0..1.

    ``successes`` may be a mean count over several networks.

    Raises:
        ValueError: ``n`` is not positive, or ``successes`` not within 0..n.
    """
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"no share: {successes} of {n}")
    share, square = successes / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == n else min(1.0, middle + half)
    return low, high


def nearest_basis(probability_high: float, scores: Sequence[OutOfFoldScore]) -> Basis | None:
    """The n out-of-fold patients scored nearest: 24, or a third if there are fewer than 72; None without any.

    Ties are broken by the lower score, then low before high, so that the count does not hang on an order.
    """
    if not scores:
        return None
    n = NEAREST if len(scores) >= FEW else max(1, len(scores) // 3)
    ordered = sorted(
        scores, key=lambda s: (round(abs(s.probability_high - probability_high), 12), s.probability_high, s.high)
    )
    high = sum(score.high for score in ordered[:n])
    return Basis(high, n, *wilson(high, n))


def cannot_say(probability_high: float) -> bool:
    """Whether a probability lies in the zone between low and high, its ends included."""
    return CANNOT_SAY_LOW <= probability_high <= CANNOT_SAY_HIGH


def cannot_say_one_in(scores: Sequence[OutOfFoldScore]) -> int | None:
    """About one of how many out-of-fold patients fell into that zone; None when none did."""
    within = sum(cannot_say(score.probability_high) for score in scores)
    return round(len(scores) / within) if within else None
