"""What every test stands on: no screen, no real home folder, real data only where it lies beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.clinic import Clinic

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ["LC_ALL"] = "C.UTF-8"  # the window speaks English to whoever runs the tests
os.environ.pop("LANGUAGE", None)

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("GLIOMA_SHARED_DATA", ROOT.parent / "shared" / "data"))
WEIGHTS = Path(os.environ.get("GLIOMA_WEIGHTS", ROOT.parent / "shared" / "weights"))


def pytest_configure(config: pytest.Config) -> None:
    config.stash_skipped_real = []  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings and the default project of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("GLIOMA_HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real studies; the test is skipped, with the reason, where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"no real studies at {REAL_DATA} (set GLIOMA_SHARED_DATA)")
    return REAL_DATA


@pytest.fixture(scope="session")
def imagenet_weights() -> Path:
    """The folder of ImageNet weights; the test is skipped, with the reason, where it is absent."""
    if not WEIGHTS.is_dir():
        pytest.skip(f"no ImageNet weights at {WEIGHTS} (set GLIOMA_WEIGHTS)")
    return WEIGHTS


@pytest.fixture(scope="session")
def opened_clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """A cohort imported, trained and published once by the command line; only to be looked at (see ``clinic``)."""
    from tests.clinic import open_clinic

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GLIOMA_HOME", str(tmp_path_factory.mktemp("clinic_home")))
        return open_clinic(tmp_path_factory.mktemp("clinic"))


@pytest.fixture
def clinic(opened_clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A copy of the clinic to work in, with the tiny network in the place of AlexNet."""
    from tests.clinic import put_tiny_networks

    put_tiny_networks(monkeypatch)
    return opened_clinic.copied(tmp_path)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"real_data", "imagenet_weights"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.real_data)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    outcome = yield
    report = outcome.get_result()
    wanted = item.get_closest_marker("real_data") and not item.get_closest_marker("program")
    if report.skipped and wanted and REAL_DATA.is_dir() and WEIGHTS.is_dir():
        report.outcome = "failed"
        report.longrepr = f"the real data is here, so this test must run: {report.longrepr}"
