"""The three networks are the published ones, wired right, from one input range."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torchvision.models import AlexNet, GoogLeNet, alexnet

from glioma_desktop.errors import WeightsError
from glioma_desktop.grading import weights
from glioma_desktop.grading.networks import NETWORKS
from glioma_desktop.grading.networks.googlenet_bvlc import BvlcGoogLeNet, BvlcGoogLeNetDefinition
from glioma_desktop.grading.weights import find_imagenet_weights


def published(name: str) -> dict[str, torch.Tensor]:
    """A state dict with the names and shapes of the published one, randomly filled."""
    if name == "alexnet":
        return dict(AlexNet(num_classes=1000).state_dict())
    if name == "googlenet":
        return dict(GoogLeNet(num_classes=1000, aux_logits=True, init_weights=False).state_dict())
    state = BvlcGoogLeNet(classes=1000).state_dict()
    return {key: value for key, value in state.items() if not key.startswith("input_")}


CATS = {281, 282, 283, 284, 285}  # ILSVRC: tabby, tiger cat, Persian, Siamese, Egyptian


def test_bvlc_googlenet_names_the_cat_among_its_five_most_probable_classes(imagenet_weights):
    from skimage.data import chelsea
    from skimage.transform import resize

    picture = resize(chelsea()[:, 75:375], (224, 224), anti_aliasing=True).astype(np.float32)
    network = BvlcGoogLeNetDefinition().original(load_file(imagenet_weights / "googlenet_bvlc_imagenet.safetensors"))
    with torch.no_grad():
        five = network(torch.from_numpy(picture).permute(2, 0, 1)[None]).topk(5).indices[0].tolist()
    assert CATS & set(five), five


def test_alexnet_takes_the_convolutional_trunk_and_says_that_its_classifier_starts_fresh(imagenet_weights, tmp_path):
    found = find_imagenet_weights("alexnet", imagenet_weights, tmp_path)
    assert "classifier starts fresh" in found.note
    path = imagenet_weights / "alexnet_imagenet_features.safetensors"
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    module = NETWORKS["alexnet"].build("imagenet", found.state)
    assert torch.equal(module.features[0].weight, found.state["features.0.weight"])


def test_the_alexnet_trunk_equals_torchvisions_own_on_the_same_weights(imagenet_weights, tmp_path):
    found = find_imagenet_weights("alexnet", imagenet_weights, tmp_path)
    frozen = NETWORKS["alexnet"].build("frozen", found.state).eval()
    reference = alexnet(weights=None).eval()
    reference.load_state_dict(dict(found.state), strict=False)
    x = torch.rand(2, 3, 224, 224)
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    with torch.no_grad():
        normalised = (x - mean[:, None, None]) / std[:, None, None]
        expected = reference.features(normalised).mean(dim=(2, 3))
    assert torch.allclose(frozen.trunk_features(x), expected, atol=1e-5)


def test_googlenet_from_imagenet_equals_torchvisions_pretrained_network_with_its_transformed_input():
    torch.manual_seed(0)
    reference = GoogLeNet(num_classes=1000, aux_logits=True, transform_input=True, init_weights=False).eval()
    module = NETWORKS["googlenet"].build("frozen", reference.state_dict()).eval()
    x = torch.rand(2, 3, 224, 224)
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    grabbed = []
    reference.avgpool.register_forward_hook(lambda _m, _i, out: grabbed.append(out.flatten(1)))
    with torch.no_grad():
        reference((x - mean[:, None, None]) / std[:, None, None])
    assert torch.allclose(module.trunk_features(x), grabbed[0], atol=1e-4)


def test_googlenet_learns_from_three_classifiers_and_answers_with_one():
    torch.manual_seed(0)
    definition = NETWORKS["googlenet"]
    module = definition.build("scratch").train()
    outputs = definition.loss_outputs(module, torch.rand(2, 1, 224, 224))
    assert [weight for weight, _ in outputs] == [1.0, 0.3, 0.3]
    assert module.eval()(torch.rand(2, 1, 224, 224)).shape == (2, 2)


@pytest.mark.parametrize("name", list(NETWORKS))
def test_fine_tuning_gives_the_trunk_a_tenth_of_the_heads_rate_and_every_parameter_one_place(name):
    definition = NETWORKS[name]
    weights = published(name)
    module = definition.build("imagenet", weights)
    trunk, head = definition.parameter_groups(module, "imagenet", 0.01)
    assert (trunk["lr"], head["lr"]) == (pytest.approx(0.001), 0.01)
    places = [id(p) for group in (trunk, head) for p in group["params"]]
    assert sorted(places) == sorted(id(p) for p in module.parameters())
    fresh = sum(p.numel() for p in head["params"])
    assert 0 < fresh < sum(p.numel() for p in trunk["params"])
    assert all(p.shape[0] == 2 or name == "googlenet" for p in head["params"]), "only last layers start fresh"


def test_with_the_convolutions_alone_the_dense_layers_of_alexnet_learn_at_the_full_rate():
    weights = {key: value for key, value in published("alexnet").items() if key.startswith("features.")}
    definition = NETWORKS["alexnet"]
    _trunk, head = definition.parameter_groups(definition.build("imagenet", weights), "imagenet", 0.01)
    assert {tuple(p.shape) for p in head["params"]} >= {(4096, 9216), (4096, 4096), (2, 4096)}


@pytest.mark.parametrize("name", list(NETWORKS))
def test_without_weights_nothing_is_fine_tuned_from_chance(name):
    with pytest.raises(WeightsError, match="are needed for this start"):
        NETWORKS[name].build("imagenet")


@pytest.mark.parametrize("start", ["scratch", "frozen"])
def test_a_state_dict_is_all_there_is_to_keep(start):
    definition = NETWORKS["googlenet"]
    module = definition.build(start, published("googlenet"), seed=3).eval()
    again = definition.skeleton(start)
    again.load_state_dict(module.state_dict(), strict=True, assign=True)
    x = torch.rand(2, 1, 224, 224)
    with torch.inference_mode():
        assert torch.equal(module(x), again.eval()(x))


def test_the_same_seed_builds_the_same_network_and_leaves_the_generator_alone():
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    one, two = (NETWORKS["googlenet_bvlc"].build("scratch", seed=7).state_dict() for _ in range(2))
    assert torch.equal(torch.rand(1), expected)
    assert all(torch.equal(one[key], two[key]) for key in one)


def test_standardised_features_have_mean_0_and_spread_1_and_one_that_never_varies_counts_as_nothing():
    module = NETWORKS["googlenet"].build("frozen", published("googlenet"))
    features = torch.randn(20, 1024) * 3 + 5
    features[:, 0] = 7.0
    module.standardise(features)
    with torch.no_grad():
        module.head.weight.copy_(torch.ones(2, 1024))
    logits = module.classify(features)
    assert torch.allclose(logits.mean(), torch.tensor(0.0), atol=1e-3)
    assert torch.isfinite(logits).all()


def test_a_frozen_trunk_stays_in_eval_and_only_its_linear_head_learns():
    module = NETWORKS["googlenet"].build("frozen", published("googlenet")).train()
    assert not any(part.training for part in module.trunk.modules())
    assert {name for name, p in module.named_parameters() if p.requires_grad} == {"head.weight", "head.bias"}


def test_weights_of_another_network_are_refused_by_name(imagenet_weights, tmp_path):
    with pytest.raises(WeightsError, match="not GoogLeNet"):
        find_imagenet_weights("googlenet", imagenet_weights / "alexnet_imagenet_features.safetensors", tmp_path)
    with pytest.raises(WeightsError, match="not AlexNet"):
        find_imagenet_weights("alexnet", imagenet_weights / "googlenet_bvlc_imagenet.safetensors", tmp_path)


def test_missing_weights_say_what_to_fetch_from_where_and_with_which_checksum(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(WeightsError, match=r"googlenet-1378be20\.pth \(SHA-256 begins 1378be20\)"):
        find_imagenet_weights("googlenet", tmp_path / "empty", tmp_path)


def test_a_machine_without_the_web_is_told_so_and_nothing_half_downloaded_stays(tmp_path, monkeypatch):
    monkeypatch.delenv("GLIOMA_WEIGHTS", raising=False)
    closed = type("Closed", (), {"url": "http://127.0.0.1:9/googlenet-1378be20.pth"})
    monkeypatch.setitem(weights.TORCHVISION, "googlenet", closed)
    with pytest.raises(WeightsError, match="cannot be downloaded"):
        find_imagenet_weights("googlenet", None, tmp_path / "cache")
    assert not list((tmp_path / "cache").iterdir())


def test_a_changed_or_unknown_pickle_is_never_opened(tmp_path):
    path = tmp_path / "googlenet-1378be20.pth"
    torch.save({"fc.weight": torch.zeros(1)}, path)
    with pytest.raises(WeightsError, match="fails its checksum"):
        find_imagenet_weights("googlenet", path, tmp_path)


def test_a_torchvision_state_dict_of_the_right_keys_is_accepted_from_a_file(tmp_path):
    torch.manual_seed(1)
    state = GoogLeNet(num_classes=1000, aux_logits=True, init_weights=False).state_dict()
    save_file(state, str(tmp_path / "googlenet.safetensors"))
    found = find_imagenet_weights("googlenet", tmp_path, tmp_path)
    module = NETWORKS["googlenet"].build("imagenet", found.state)
    assert torch.equal(module.net.conv1.conv.weight, state["conv1.conv.weight"])
    assert module.head[1].weight.shape == (2, 1024)


def test_damaged_safetensors_are_refused_by_name(tmp_path):
    (tmp_path / "alexnet.safetensors").write_bytes(b"\x10\x00\x00\x00\x00\x00\x00\x00nonsense")
    with pytest.raises(WeightsError, match=r"alexnet\.safetensors is damaged"):
        find_imagenet_weights("alexnet", tmp_path / "alexnet.safetensors", tmp_path)


def test_a_damaged_copy_of_known_weights_fails_its_checksum_in_a_folder_too(imagenet_weights, tmp_path):
    data = bytearray((imagenet_weights / "alexnet_imagenet_features.safetensors").read_bytes())
    data[-1] ^= 1
    (tmp_path / "alexnet_imagenet_features.safetensors").write_bytes(bytes(data))
    with pytest.raises(WeightsError, match="fails its checksum"):
        find_imagenet_weights("alexnet", tmp_path, tmp_path / "cache")


def test_torchvisions_own_file_is_unpickled_once_and_kept_as_safetensors(tmp_path, monkeypatch):
    path = tmp_path / "googlenet-1378be20.pth"
    torch.save(published("googlenet"), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    url = f"https://download.pytorch.org/models/googlenet-{digest[:8]}.pth"
    monkeypatch.setitem(weights.TORCHVISION, "googlenet", type("Known", (), {"url": url}))
    found = find_imagenet_weights("googlenet", path, tmp_path / "cache")
    assert found.sha256 == digest
    kept = load_file(tmp_path / "cache" / "googlenet-1378be20.safetensors")
    assert torch.equal(kept["fc.weight"], found.state["fc.weight"])
