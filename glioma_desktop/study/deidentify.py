"""Names that are not names: keyed hashes and pseudonyms."""

from __future__ import annotations

import hashlib
import hmac


def keyed_hash(key: bytes, identifier: str) -> str:
    """HMAC-SHA256 in hex of a patient's identifier under a project's secret key.

    Without the key the identifier cannot be found by trying all of them; with it, equal patients are recognised.

    Raises:
        ValueError: the key is empty.
    """
    if not key:
        raise ValueError("the project's key is empty")
    return hmac.new(key, identifier.strip().encode("utf-8"), hashlib.sha256).hexdigest()


def running_pseudonym(number: int) -> str:
    """The pseudonym of the n-th patient, from 1: ``P-0001``."""
    if number < 1:
        raise ValueError("patients are numbered from 1")
    return f"P-{number:04d}"
