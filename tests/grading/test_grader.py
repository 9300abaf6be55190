"""What the five networks say, who counts, and that the digits repeat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError, RegistryError
from glioma_desktop.grading.case import CaseFacts, grade_case
from glioma_desktop.grading.crop import crop
from glioma_desktop.grading.grader import Grader
from glioma_desktop.grading.registry import Model
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.grading.seen import key_id_of
from glioma_desktop.study.digest import volume_digests

KEY_ID = "0123456789abcdef"


@pytest.fixture(scope="module")
def logits(model):
    """The networks' logits without the grader: (folds, n, 2)."""
    import torch
    from safetensors.torch import load_file

    from glioma_desktop.grading.networks import NETWORKS

    def run(crops):
        found = []
        for fold in model.card.folds:
            module = NETWORKS["alexnet"].skeleton("frozen")
            module.load_state_dict(load_file(model.folder / fold.weights), assign=True)
            with torch.inference_mode():
                found.append(module.eval()(torch.from_numpy(crops)).double().numpy())
        return np.stack(found)

    return run


def test_the_answer_is_the_mean_over_boxes_then_over_five_networks_after_the_temperature(model, head, boxes, logits):
    volume = head()
    result = Grader(model).grade({"t1ce": volume}, boxes)
    found = logits(np.stack([crop({"t1ce": volume}, roi, model.card.crop_spec) for roi in boxes]))
    chances = 1 / (1 + np.exp(-(found[..., 1] - found[..., 0]) / 1.5))
    assert [fold.probability_high for fold in result.folds] == pytest.approx(chances.mean(axis=1), abs=1e-5)
    assert result.probability_high == pytest.approx(chances.mean(), abs=1e-5)
    assert [s.probability_high for s in result.slices] == pytest.approx(chances.mean(axis=0), abs=1e-5)
    assert np.std(chances) > 0.01, "a test on equal numbers proves nothing"


def test_grading_twice_gives_the_same_digits_and_another_box_gives_others(model, head, boxes):
    once = Grader(model).grade({"t1ce": head()}, boxes)
    again = Grader(model).grade({"t1ce": head()}, list(reversed(boxes)))
    assert once.to_json() == again.to_json()
    other = Grader(model).grade({"t1ce": head()}, [roi.moved(1, 0, (96, 80)) for roi in boxes])
    assert other.probability_high != once.probability_high
    assert other.inputs != once.inputs


def test_a_crop_s_digits_do_not_hang_on_what_else_is_graded(model, head, boxes):
    together = Grader(model).grade({"t1ce": head()}, boxes)
    alone = Grader(model).grade({"t1ce": head()}, [boxes[2]])
    assert alone.slices[0].folds == together.slices[2].folds


def test_thin_slices_are_sampled_at_the_step_of_the_card(model, head, boxes):
    thin = head(spacing_mm=(1.0, 1.0, 1.0))
    result = Grader(model).grade({"t1ce": thin}, [RectROI(k, 30, 56, 24, 50) for k in range(1, 11)])
    assert [s.slice_index for s in result.slices] == [3, 8]


def test_the_result_survives_json(model, head, boxes):
    result = Grader(model).grade({"t1ce": head()}, boxes, notes=("Note: one.",))
    assert GradeResult.from_json(result.to_json()) == result


def test_a_patient_of_fold_2_is_answered_by_network_2_alone(model, head, boxes):
    result = Grader(model).grade({"t1ce": head()}, boxes, patient_hash="hash-2", key_id=KEY_ID)
    assert result.seen_in_training
    assert result.out_of_fold
    assert not result.sealed
    assert result.probability_high == result.folds[2].probability_high
    assert [fold.saw_patient for fold in result.folds] == [True, True, False, True, True]
    assert [s.probability_high for s in result.slices] == [s.folds[2] for s in result.slices]


def test_a_keyed_hash_of_another_project_means_nothing(model, head, boxes):
    result = Grader(model).grade({"t1ce": head()}, boxes, patient_hash="hash-2", key_id="fedcba9876543210")
    assert not result.seen_in_training


def _with_pixels(model: Model, volume, fold: int, share: float = 1.0) -> Model:
    digests = [digest for digest in volume_digests(volume) if digest]
    known = dict.fromkeys(digests[: max(1, round(share * len(digests)))], fold)
    return Model(replace(model.card, pixel_digests=known), model.folder)


def test_a_renamed_study_is_recognised_by_its_pixels(model, head, boxes):
    known = _with_pixels(model, head(), fold=3)
    result = Grader(known).grade({"t1ce": head()}, boxes, patient_hash="renamed", key_id=KEY_ID)
    assert result.out_of_fold
    assert result.probability_high == result.folds[3].probability_high
    part = head(voxels=head().voxels[2:9])
    cut = [roi.on_slice(roi.slice_index - 2) for roi in boxes]
    assert Grader(known).grade({"t1ce": part}, cut).seen_in_training, "a part of the study is the study"
    assert not Grader(known).grade({"t1ce": head(seed=5)}, boxes).seen_in_training


def test_a_sealed_patient_whose_look_cannot_be_counted_gets_no_answer(model, series, head, boxes):
    volume = head()
    known = CaseFacts(patient_hash="hash-sealed", key_id=KEY_ID)
    with pytest.raises(GradingError, match=r"splits/holdout\.json, is missing\. Restore it from a backup\."):
        grade_case(model, {"t1ce": series(volume)}, {"t1ce": volume}, boxes, known)
    counted = grade_case(model, {"t1ce": series(volume)}, {"t1ce": volume}, boxes, replace(known, countable=True))
    assert counted.sealed


def test_a_sealed_patient_is_answered_by_all_five_and_marked(model, head, boxes):
    by_key = Grader(model).grade({"t1ce": head()}, boxes, patient_hash="hash-sealed", key_id=KEY_ID)
    by_pixels = Grader(_with_pixels(model, head(), fold=-1)).grade({"t1ce": head()}, boxes)
    for result in (by_key, by_pixels):
        assert result.sealed
        assert not result.out_of_fold
        assert result.probability_high == pytest.approx(np.mean([f.probability_high for f in result.folds]))


def test_one_slice_in_common_out_of_many_is_not_the_same_patient(model, head, boxes):
    assert not Grader(_with_pixels(model, head(), fold=3, share=0.01)).grade({"t1ce": head()}, boxes).seen_in_training


def test_without_a_box_or_a_sequence_there_is_a_sentence(model, head):
    with pytest.raises(GradingError, match="there is no box"):
        Grader(model).grade({"t1ce": head()}, [])
    with pytest.raises(GradingError, match="T1CE is missing"):
        Grader(model).grade({"flair": head()}, [RectROI(3, 1, 30, 1, 30)])
    with pytest.raises(GradingError, match="outside the image"):
        Grader(model).grade({"t1ce": head()}, [RectROI(3, 1, 300, 1, 30)])


def test_weights_of_another_network_under_a_valid_checksum_are_refused(published, card, fold_weights, tmp_path):
    from safetensors.numpy import save

    from glioma_desktop.grading.registry import Registry

    registry = Registry(tmp_path / "models")
    other = {name: save({"fc.weight": np.zeros((2, 2), np.float32)}) for name in fold_weights}
    stored = registry.add(card(), other)
    with pytest.raises(RegistryError, match="does not hold AlexNet"):
        Grader(registry.get(stored.model_id)).grade({"t1ce": _volume()}, [RectROI(3, 1, 30, 1, 30)])


def _volume():
    from glioma_desktop.study.volume import Volume

    return Volume(np.random.default_rng(0).integers(0, 99, (6, 40, 40)).astype(np.int16), np.eye(4), (5.0, 1.0, 1.0))


def test_a_case_carries_its_notes_and_a_refusal_grades_nothing(model, head, series, boxes):
    volume = head()
    result = grade_case(model, {"t1ce": series(volume)}, {"t1ce": volume}, boxes, CaseFacts(lesions=2))
    assert result.notes == (
        "Note: treatment state not entered.",
        "Note: several lesions; only lesion 1 is used.",
        "Note: grade IV not trained on.",
    )
    with pytest.raises(GradingError, match=r"images are after surgery\. The model knows untreated tumours only"):
        grade_case(model, {"t1ce": series(volume)}, {"t1ce": volume}, boxes, CaseFacts(treatment="after_resection"))


def test_a_key_s_id_is_the_beginning_of_its_sha256():
    assert key_id_of(b"key") == "2c70e12b7a0646f9"


@pytest.mark.gpu
@pytest.mark.parametrize("name", ["alexnet", "googlenet", "googlenet_bvlc"])
def test_mixed_precision_and_float32_give_the_same_class_on_cuda(name):
    import torch

    if not torch.cuda.is_available():
        pytest.skip("no CUDA device: mixed precision was not compared with float32")
    from glioma_desktop.grading.networks import NETWORKS
    from glioma_desktop.grading.torch_engine import Networks, predict

    definition = NETWORKS[name]
    modules = tuple(definition.build("scratch", seed=k).cuda().eval() for k in range(2))
    for module in modules:
        for last in [m for m in module.modules() if isinstance(m, torch.nn.Linear) and m.out_features == 2]:
            torch.nn.init.normal_(last.weight, std=0.1)
    networks = Networks(modules, torch.device("cuda"), torch.contiguous_format)
    crops = np.random.default_rng(0).random((64, 1, 224, 224), dtype=np.float32)
    crops = crops * np.linspace(0.2, 1, 64, dtype=np.float32)[:, None, None, None]
    margins = [np.diff(predict(networks, crops, mixed_precision=mixed), axis=-1)[..., 0] for mixed in (False, True)]
    exact, mixed = (1 / (1 + np.exp(-(m - np.median(margins[0])))) for m in margins)
    far = np.abs(exact - 0.5) > 0.01
    assert far.sum() > 32
    assert np.array_equal(exact[far] > 0.5, mixed[far] > 0.5)
