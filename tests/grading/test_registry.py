"""Models appear whole or not at all, travel as one file, and are refused when a hand has changed them."""

from __future__ import annotations

import contextlib
import errno
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from glioma_desktop.errors import RegistryError
from glioma_desktop.grading.registry import Registry


@pytest.fixture
def small(fold_weights):
    """Weights small enough to change: the registry looks at checksums, not into them."""
    return {name: data[:2000] for name, data in fold_weights.items()}


@pytest.fixture
def registry(tmp_path, card, small):
    made = Registry(tmp_path / "models")
    made.add(card(), small)
    return made


def test_the_first_model_gets_version_1_and_is_active_and_the_next_gets_version_2(registry, card, small):
    assert registry.active() == "alexnet-frozen-v1"
    second = registry.add(card(start="imagenet"), small)
    assert (second.model_id, second.name) == ("alexnet-imagenet-v2", "AlexNet v2")
    assert registry.active() == "alexnet-frozen-v1"
    registry.activate(second.model_id)
    assert registry.active() == second.model_id
    assert [c.model_id for c in registry.list()] == ["alexnet-frozen-v1", "alexnet-imagenet-v2"]


def test_what_was_published_is_what_is_read(registry, card, small):
    stored = registry.get("alexnet-frozen-v1")
    expected = card()
    assert stored.card.out_of_fold == expected.out_of_fold
    assert stored.card.crop_spec == expected.crop_spec
    assert stored.card.folds[3].patients == ("hash-3",)
    assert (stored.folder / "fold2.safetensors").read_bytes() == small["fold2.safetensors"]
    assert {p.suffix for p in stored.folder.iterdir()} == {".json", ".sha256", ".safetensors"}


def test_weights_edited_by_hand_are_refused(registry):
    path = registry.get("alexnet-frozen-v1").folder / "fold3.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(RegistryError, match=r"fold3\.safetensors was changed after publishing"):
        registry.get("alexnet-frozen-v1")


def test_how_large_a_model_is_may_be_asked_of_a_drive_that_fails(registry, monkeypatch):
    whole, asked = registry.size("alexnet-frozen-v1"), Path.stat

    def failing(path, **how):
        if path.suffix == ".safetensors":
            raise OSError(errno.EIO, "Input/output error")
        return asked(path, **how)

    monkeypatch.setattr(Path, "stat", failing)
    assert 0 < registry.size("alexnet-frozen-v1") < whole


def test_a_card_edited_by_hand_is_refused_and_the_others_go_on(registry, card, small):
    registry.add(card(), small)
    path = registry.models_dir / "alexnet-frozen-v1" / "card.json"
    data = json.loads(path.read_text())
    data["temperature"] = 0.1
    path.write_text(json.dumps(data))
    with pytest.raises(RegistryError, match="its card was changed after publishing"):
        registry.get("alexnet-frozen-v1")
    assert [c.model_id for c in registry.list()] == ["alexnet-frozen-v2"]
    assert "changed after publishing" in registry.damaged()["alexnet-frozen-v1"]


@pytest.mark.parametrize("name", ["card.json", "card.sha256", "fold0.safetensors"])
def test_a_missing_file_is_named_or_its_model_is(registry, name):
    (registry.models_dir / "alexnet-frozen-v1" / name).unlink()
    with pytest.raises(RegistryError, match="alexnet-frozen-v1"):
        registry.get("alexnet-frozen-v1")


@pytest.mark.parametrize(
    "changes",
    [{"network": "resnet"}, {"temperature": -1.0}, {"schema": 99}, {"folds": ()}, {"model_id": "../elsewhere"}],
    ids=lambda c: next(iter(c)),
)
def test_a_card_that_cannot_be_used_is_refused_whole(tmp_path, card, small, changes):
    registry = Registry(tmp_path / "models")
    with pytest.raises(RegistryError):
        registry.add(card(**changes), small)
    assert list(registry.models_dir.iterdir()) == []


def test_a_model_whose_weights_are_not_those_of_its_card_is_not_added(registry, card, small):
    folds = tuple(replace(fold, sha256="0" * 64) for fold in card().folds)
    with pytest.raises(RegistryError, match="does not have the checksum"):
        registry.add(card(folds=folds), small)
    assert len(registry.list()) == 1


def test_a_model_id_never_leads_out_of_the_registry(registry):
    for model_id in ("../models/alexnet-frozen-v1", "", "/etc", "ALEX"):
        with pytest.raises(RegistryError, match="There is no model"):
            registry.get(model_id)


def test_a_model_travels_as_one_file_and_is_the_same_on_the_other_side(registry, tmp_path):
    file = registry.export("alexnet-frozen-v1", tmp_path / "model.zip")
    other = Registry(tmp_path / "other" / "models")
    imported = other.import_file(file)
    assert imported == registry.get("alexnet-frozen-v1").card
    assert other.get(imported.model_id).card.folds == imported.folds
    assert other.import_file(file).model_id == imported.model_id, "the same file twice is one model"
    assert len(other.list()) == 1
    assert registry.export("alexnet-frozen-v1", tmp_path / "again.zip").read_bytes() == file.read_bytes()


def test_an_imported_model_whose_id_is_taken_gets_the_next_number(registry, tmp_path, card, small):
    other = Registry(tmp_path / "other" / "models")
    other.add(card(base_rate_high=0.4), small)
    imported = other.import_file(registry.export("alexnet-frozen-v1", tmp_path / "model.zip"))
    assert imported.model_id == "alexnet-frozen-v2"
    assert other.get("alexnet-frozen-v1").card.base_rate_high == 0.4
    assert other.get("alexnet-frozen-v2").card.base_rate_high == pytest.approx(43 / 79)


def test_a_file_that_is_no_model_is_refused_and_nothing_is_written(registry, tmp_path):
    outside = tmp_path / "outside.txt"
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w") as archive:
        for name in ("card.json", "card.sha256", "../../outside.txt"):
            archive.writestr(name, "x")
    with pytest.raises(RegistryError, match="no model of this program"):
        registry.import_file(bad)
    assert not outside.exists()
    bad.write_bytes(b"not a zip")
    with pytest.raises(RegistryError, match="damaged or no model file"):
        registry.import_file(bad)
    with pytest.raises(RegistryError, match="cannot be read"):
        registry.import_file(tmp_path / "absent.zip")
    assert [p.name for p in sorted(registry.models_dir.iterdir())] == ["active", "alexnet-frozen-v1"]


def test_an_edited_model_file_is_refused(registry, tmp_path):
    file = registry.export("alexnet-frozen-v1", tmp_path / "model.zip")
    edited = tmp_path / "edited.zip"
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(edited, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name) + (b"x" if name == "fold1.safetensors" else b""))
    with pytest.raises(RegistryError, match=r"fold1\.safetensors was changed after publishing"):
        registry.import_file(edited)


def test_an_export_that_cannot_be_written_says_so(registry, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RegistryError, match="cannot be written"):
        registry.export("alexnet-frozen-v1", tmp_path / "file" / "model.zip")


def test_a_newer_version_s_keys_are_carried_through(registry, card, small):
    stored = registry.add(card(extra={"stability": [1, 2]}), small)
    assert registry.get(stored.model_id).card.extra == {"stability": [1, 2]}


def test_a_model_that_lacks_weights_is_listed_as_damaged_not_as_sound(registry):
    (registry.models_dir / "alexnet-frozen-v1" / "fold2.safetensors").unlink()
    assert registry.list() == []
    assert "fold2.safetensors is missing" in registry.damaged()["alexnet-frozen-v1"]


@pytest.mark.parametrize("after", range(0, 24, 3))
def test_an_import_that_is_stopped_leaves_nothing_and_an_export_leaves_the_file_that_was_there(
    registry, tmp_path, after
):
    class Stopped(Exception):  # noqa: N818 - nothing went wrong
        pass

    def stop(_: int) -> None:
        counted.append(_)
        if len(counted) > after:
            raise Stopped

    counted: list[int] = []
    model = registry.active()
    packed = registry.export(model, tmp_path / "model.zip")
    elsewhere = Registry(tmp_path / "elsewhere")
    with contextlib.suppress(Stopped):
        elsewhere.import_file(packed, stop)
        pytest.fail("it was not stopped")
    assert list(elsewhere.models_dir.iterdir()) == []
    kept = packed.read_bytes()
    counted.clear()
    with contextlib.suppress(Stopped):
        registry.export(model, packed, stop)
    assert packed.read_bytes() == kept
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.parametrize("asked", ["list", "damaged", "active", "get"])
@pytest.mark.parametrize("fails", ["is_dir", "iterdir"])
def test_a_drive_that_fails_is_said_to_fail_and_not_to_hold_no_models(registry, monkeypatch, asked, fails):
    def failing(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, fails, failing)
    if fails == "iterdir" and asked in ("active", "get"):  # neither lists the folder
        assert registry.active() == registry.get("alexnet-frozen-v1").card.model_id
        return
    with pytest.raises(
        RegistryError, match=r"The models in .*models cannot be read \(Input/output error\): check its drive"
    ):
        getattr(registry, asked)(*(["alexnet-frozen-v1"] if asked == "get" else []))
