"""What is shipped: every dependency pinned, no licence that would bind the installers, resources inside, the self-test honest."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from glioma_desktop import cli
from glioma_desktop.resources import resource

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]

# PyInstaller's licence excepts what it builds, and neither of these two is shipped.
BUILD_TOOLS = ("pyinstaller", "pyinstaller-hooks-contrib")
# Without a licence in its metadata: NVIDIA's empty package that names its others.
UNSTATED = ("cuda-toolkit",)


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    plain = [re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][0-9A-Za-z.]*)", line) for line in lines]
    assert all(plain), f"not name==version: {[x for x, m in zip(lines, plain, strict=True) if m is None]}"
    found = {canonicalize_name(m[1]): m[2] for m in plain if m is not None}
    assert len(found) == len(lines), "a package is pinned twice"
    return found


def declared() -> list[Requirement]:
    everything = [
        *PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"],
        *(line for extra in EXTRAS.values() for line in extra),
    ]  # fmt: skip
    return [Requirement(line) for line in everything]


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_every_dependency_has_a_floor_and_is_pinned_above_it(requirement: Requirement) -> None:
    assert any(part.operator == ">=" for part in requirement.specifier), "no floor"
    assert requirement.specifier.contains(Version(pins()[canonicalize_name(requirement.name)]))


def test_qt_stays_below_the_release_that_loses_none_at_every_paint() -> None:
    (pyside,) = [r for r in declared() if r.name == "pyside6"]
    assert not pyside.specifier.contains("6.12.0")


def test_whatever_the_dependencies_bring_along_is_pinned_too() -> None:
    pinned = pins()
    if distribution("torch").version.split("+")[0] != pinned["torch"]:
        pytest.skip("this environment was not installed from constraints.txt")
    met = reached("glioma-desktop", ["", *EXTRAS])
    assert len(met) > len(declared())
    assert sorted(met - {"glioma-desktop"} - set(pinned)) == []


def reached(name: str, extras: list[str]) -> set[str]:
    """The names of a package and of all that it needs on this machine, as far as they are installed."""
    met: set[str] = set()
    waiting = [(canonicalize_name(name), tuple(extras))]
    while waiting:
        here, wanted = waiting.pop()
        if here in met:
            continue
        met.add(here)
        for needed in requirements_of(here):
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in wanted):
                waiting.append((canonicalize_name(needed.name), ("", *needed.extras)))
    return met


def requirements_of(name: str) -> list[Requirement]:
    try:
        return [Requirement(line) for line in distribution(name).requires or ()]
    except PackageNotFoundError:  # an extra that is not installed here; its name alone must be pinned
        return []


def licences(package: Distribution) -> list[str]:
    """Every statement of a licence in the metadata, classifiers as alternatives; texts of whole licences are left out."""
    meta = package.metadata
    offered = [c.rsplit(" :: ", 1)[-1] for c in meta.get_all("Classifier") or () if c.startswith("License ::")]
    stated = [meta.get("License-Expression"), meta.get("License"), " OR ".join(offered)]
    return [text for text in stated if text and "\n" not in text.strip() and text != "UNKNOWN"]


def binds(statement: str) -> bool:
    """Whether a licence would bind what is shipped with it: GPL or AGPL where no alternative is offered."""
    return any(
        all(is_gpl(choice) for choice in re.split(r"\s+OR\s+", part))
        for part in re.split(r"\s+AND\s+", statement.strip("() "))
    )


def is_gpl(licence: str) -> bool:
    strong = re.search(r"(?<!L)GPL|General Public License|Affero", licence, re.IGNORECASE)
    lesser = re.search(r"Lesser|Library General|LGPL|GCC[- ](runtime )?exception", licence, re.IGNORECASE)
    return bool(strong) and not lesser


def installed() -> Iterator[tuple[str, list[str]]]:
    for package in distributions():
        yield canonicalize_name(package.metadata["Name"]), licences(package)


def test_nothing_installed_is_under_the_gpl() -> None:
    found = dict(installed())
    listing = "\n".join(f"{name:32s} {' | '.join(stated)}" for name, stated in sorted(found.items()))
    print(listing)  # noqa: T201 - shown by pytest -rP
    assert len(found) > 30, listing
    assert [n for n, stated in found.items() if any(map(binds, stated)) and n not in BUILD_TOOLS] == []
    assert [n for n, stated in found.items() if not stated and n not in UNSTATED] == []
    assert "pylibjpeg-libjpeg" not in found, "this decoder is GPL-3"


@pytest.mark.parametrize(
    ("statement", "bound"),
    [
        ("GPL-3.0-or-later", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("MIT AND GPL-2.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("MPL-2.0", False),
    ],
)
def test_a_licence_that_binds_is_told_from_one_that_does_not(statement: str, bound: bool) -> None:
    assert binds(statement) is bound


def test_every_folder_of_resources_goes_into_the_wheel() -> None:
    force = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert force == {"resources": "glioma_desktop/_resources"}
    for folder in sorted(p for p in (ROOT / "resources").iterdir() if p.is_dir()):
        assert any(resource(folder.name).iterdir())


def test_a_self_test_without_room_for_its_phantoms_fails_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from glioma_desktop import selftest

    monkeypatch.setattr(selftest.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(selftest, "LABELS_NAME", "no-such-table.csv")
    monkeypatch.setattr(selftest, "PATIENTS", 1)
    assert cli.main(["selftest"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "no-such-table.csv" in said.err.splitlines()[-1]
    assert list(tmp_path.iterdir()) == [], "its folder is removed"
