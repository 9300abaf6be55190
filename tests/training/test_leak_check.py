"""One patient under two names is found, however it was disguised; strangers, and blank slices, are not."""

from __future__ import annotations

import shutil
from pathlib import Path

import nibabel
import numpy as np
import pydicom
import pytest
from pydicom.uid import JPEG2000Lossless, JPEGLSLossless, RLELossless, generate_uid
from skimage.transform import resize

from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import ManifestError
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.phantom_dicom import PhantomPatient, write_series
from tests.phantoms import make_affine, make_study, make_voxels
from tests.study.dicom_files import save
from training import leak_check
from training.leak_check import check_leaks, refuse

UIDS = ("StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID")


def disguise(source: Path, target: Path, pixels=lambda p: p, syntax=None, keep: str = "", name: str = "Q-COPY") -> Path:
    """A DICOM series under another name: every UID fresh but the one in ``keep``, pixels changed as told."""
    fresh = {word: generate_uid() for word in UIDS if word != keep}
    for path in sorted(source.glob("*.dcm")):
        ds = pydicom.dcmread(path)
        if ds.file_meta.TransferSyntaxUID.is_compressed:
            ds.decompress()
        changed = np.ascontiguousarray(pixels(ds.pixel_array))
        ds.PatientID, ds.PatientName = name, "Another^Name"
        for word, uid in fresh.items():
            setattr(ds, word, uid)
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        ds.Rows, ds.Columns = changed.shape
        ds.BitsAllocated = ds.BitsStored = changed.dtype.itemsize * 8
        ds.HighBit, ds.PixelRepresentation = ds.BitsStored - 1, int(changed.dtype.kind == "i")
        for word in ("SmallestImagePixelValue", "LargestImagePixelValue"):
            if word in ds:
                delattr(ds, word)
        ds.PixelData = changed.tobytes()
        save(ds, target / path.name, syntax)
    return target


def as_nifti(source: Path, target: Path) -> Path:
    files = sorted(source.glob("*.dcm"))
    voxels = np.stack([pydicom.dcmread(path).pixel_array for path in files])
    target.mkdir(parents=True)
    affine = np.diag([-1.0, -1.0, 1.0, 1.0]) @ make_affine()[:, [2, 1, 0, 3]]
    nibabel.save(nibabel.Nifti1Image(voxels.transpose(2, 1, 0), affine), target / "t1ce.nii.gz")
    return target


def join(project: Project, folder: Path) -> str:
    """Make the one patient of a folder known; its pseudonym."""
    (study,) = Catalogue().scan(folder)
    return project.store.register(study, folder).pseudonym


def everybody(project: Project) -> list[str]:
    return [record.pseudonym for record in project.store.patients()]


DISGUISES = {
    "renamed": {},
    "rescaled": {"pixels": lambda p: np.rint(p * 1.7 + 30).astype(np.int16)},
    "to 8 bit": {"pixels": lambda p: np.rint(p.clip(0) * (255 / max(p.max(), 1))).astype(np.uint8)},
    "mirrored": {"pixels": lambda p: p[:, ::-1]},
    "upside down": {"pixels": lambda p: p[::-1]},
    "turned by 180 degrees": {"pixels": lambda p: p[::-1, ::-1]},
    "resized": {
        "pixels": lambda p: np.rint(
            resize(p.astype(float), (p.shape[0] * 4 // 3, p.shape[1] * 4 // 3), order=1)
        ).astype(np.int16)
    },
    "as JPEG 2000": {"syntax": JPEG2000Lossless},
    "as JPEG-LS": {"syntax": JPEGLSLossless},
    "as RLE": {"syntax": RLELossless},
}


@pytest.fixture
def known(imported):
    """The pseudonym of ``SYN-0003`` and its T1CE files."""
    project = Project.open(imported)
    pseudonym = next(r.pseudonym for r in project.store.patients() if r.identifier == "SYN-0003")
    project.close()
    return pseudonym


def test_strangers_pass(project):
    assert len(everybody(project)) == 17
    assert check_leaks(project, everybody(project)) == []


@pytest.mark.parametrize("how", DISGUISES)
def test_a_copy_is_found_and_the_refusal_names_both_and_the_way_out(project, cohort, known, tmp_path, how):
    copy = join(project, disguise(cohort / "SYN-0003" / "t1ce", tmp_path / "copy", **DISGUISES[how]))
    leaks = check_leaks(project, everybody(project))
    assert [(leak.first, leak.second) for leak in leaks] == [(known, copy)]
    with pytest.raises(ManifestError, match=f"{known} and {copy} .*Remove the boxes of one of them"):
        refuse(leaks)


def test_a_copy_as_nifti_is_found(project, cohort, known, tmp_path):
    copy = join(project, as_nifti(cohort / "SYN-0003" / "t1ce", tmp_path / "copy" / "Q-COPY"))
    (leak,) = check_leaks(project, everybody(project))
    assert (leak.first, leak.second) == (known, copy)
    assert "equal slices" in leak.reason


@pytest.mark.parametrize(
    ("keep", "reason"),
    [
        ("StudyInstanceUID", "the same study UID"),
        ("SeriesInstanceUID", "the same series UID"),
        ("FrameOfReferenceUID", "the same frame of reference"),
    ],
)
def test_other_pixels_under_a_known_uid_are_the_same_patient(project, cohort, known, tmp_path, keep, reason):
    """Another sequence of the same examination, for example: no pixel is equal, the UID is."""
    other = iter(make_voxels("t1ce", seed=777))
    join(project, disguise(cohort / "SYN-0003" / "t1ce", tmp_path / "copy", lambda p: next(other), keep=keep))
    assert [(leak.first, leak.reason) for leak in check_leaks(project, everybody(project))] == [(known, reason)]


def test_nifti_folders_of_the_same_name_in_two_imports_are_not_the_same_study(project, tmp_path):
    for k, seed in enumerate((501, 502)):
        make_study(tmp_path / f"source{k}", 600 + k, ("t1ce",), None, seed=seed, mask=False)
        source = next((tmp_path / f"source{k}").rglob("t1ce"))
        root = tmp_path / f"import{k}"
        as_nifti(source, root / "sub-01" / f"Q-{k}")
        (study,) = Catalogue().scan(root)
        project.store.register(study, root)
    assert check_leaks(project, everybody(project)) == []


def test_blank_and_nearly_constant_slices_say_nothing(project, tmp_path):
    """Two strangers share blank slices and a slice with a label burnt into a corner."""
    for number, seed in ((701, 701), (702, 702)):
        voxels = make_voxels("t1ce", seed)
        voxels[:3] = 0
        voxels[3] = 7
        voxels[3, :3, :3] = np.arange(9).reshape(3, 3) + 100
        who = PhantomPatient(number, seed)
        write_series(tmp_path / str(number), voxels, make_affine(), "t1ce", who)
        join(project, tmp_path / str(number))
    assert check_leaks(project, everybody(project)) == []


def test_one_equal_slice_is_enough_and_a_few_alike_ones_are_not(project, tmp_path):
    ones = make_voxels("t1ce", 801)
    for number, voxels in ((801, ones), (802, make_voxels("t1ce", 802))):
        voxels[4] = ones[4]
        write_series(tmp_path / str(number), voxels, make_affine(), "t1ce", PhantomPatient(number, number))
        join(project, tmp_path / str(number))
    (leak,) = check_leaks(project, everybody(project))
    assert leak.reason == "1 equal slice"
    voxels = make_voxels("t1ce", 803)
    voxels[4:6] = np.rint(ones[4:6] * 1.3 + 5)
    write_series(tmp_path / "803", voxels, make_affine(), "t1ce", PhantomPatient(803, 803))
    third = join(project, tmp_path / "803")
    assert [leak for leak in check_leaks(project, everybody(project)) if third in (leak.first, leak.second)] == []


def test_a_damaged_mark_in_the_cache_is_made_again(project):
    names = everybody(project)
    check_leaks(project, names)
    marks = sorted((project.cache_dir / leak_check.MARKS).iterdir())
    assert len(marks) == 17
    whole = marks[0].read_bytes()
    marks[0].write_bytes(whole[:100])
    assert check_leaks(project, names) == []
    assert len(marks[0].read_bytes()) == len(whole)


def test_a_leak_stops_the_run_before_anybody_is_sealed(project_dir, cohort, tmp_path, tiny):
    from training import commands
    from training.run import TrainOptions

    folder = tmp_path / "cohort"
    for source in (cohort / "SYN-0003", cohort / "SYN-0012"):
        disguise(source / "t1ce", folder / source.name / "t1ce", name=f"Q-{source.name}")
        shutil.copy(source / "tumour.nii.gz", folder / source.name / "tumour.nii.gz")
    (folder / "cohort.csv").write_text("patient,who_grade\nSYN-0003,2\nSYN-0012,3\n")
    import_it(project_dir, folder)
    with pytest.raises(ManifestError, match="in the cohort under two names"):
        commands.train(project_dir, TrainOptions(networks=("alexnet",), starts=("frozen",), epochs=1, device="cpu"))
    assert list((project_dir / "splits").glob("*.json")) == []
    assert commands.runs(project_dir)["runs"][0]["state"] == "failed"


def import_it(project_dir: Path, folder: Path) -> None:
    from glioma_desktop.annotation.exchange.cohort import CohortRequest, import_cohort

    project = Project.open(project_dir)
    import_cohort(project, CohortRequest(folder, "tumour.nii.gz", folder / "cohort.csv"))
    project.close()


def test_the_87_real_patients_pass_and_their_disguised_copies_do_not(real_project, real_data, tmp_path):
    project = Project.open(Path(shutil.copytree(real_project, tmp_path / "project")))
    names = everybody(project)
    assert len(names) == 87
    assert check_leaks(project, names) == []
    by_folder = {record.source_patient: record.pseudonym for record in project.store.patients()}
    cases = {
        "TCGA-CS-4943": {"syntax": RLELossless},
        "TCGA-CS-5393": {"pixels": lambda p: np.rint(p * 11.0 + 40).astype(np.int16)},
        "TCGA-DU-8164": {"pixels": lambda p: p[:, ::-1]},
    }
    expected = set()
    for k, (source, how) in enumerate(cases.items()):
        series = real_data / "tcga_lgg" / source / "flair"
        copy = join(project, disguise(series, tmp_path / f"copy{k}", name=f"Q-{k}", **how))
        expected.add((by_folder[source], copy))
    found = check_leaks(project, [*by_folder.values(), *(copy for _, copy in expected)])
    assert {(leak.first, leak.second) for leak in found} == expected
    project.close()
