"""Where the files of the top-level folder ``resources`` are, in a checkout, in an installed wheel and in a bundle."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a shipped resource, for example ``resource("theme", "dark.json")``.

    Raises:
        FileNotFoundError: the resource was not shipped (a fault of the build, not of the user).
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(f"resource {'/'.join(parts)} is missing from this installation")
