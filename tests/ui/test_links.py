"""Links across thickness and obliquity, reference lines, and links by hand, in the real window on oblique phantoms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from reading_room import Room, draw
from scipy.spatial.transform import Rotation

from glioma_desktop.annotation.annotation import Change, HandLink
from glioma_desktop.study.geometry import patient_to_voxel, voxel_to_patient
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.patient_space import plane_map, why_unlinked
from glioma_desktop.ui.reference_lines import cut


def turned(volume: Volume, degrees: float, slices: int = 30, thickness: float = 2.0) -> Volume:
    """Another grid around the same middle: turned about the left-right axis, other slices, 0.9 x 1.1 mm pixels."""
    shape, spacing = (slices, 70, 60), (thickness, 0.9, 1.1)
    affine = np.zeros((4, 4))
    affine[2, 0], affine[1, 1], affine[0, 2], affine[3, 3] = *spacing, 1.0
    affine[:3, :3] = Rotation.from_euler("x", degrees, degrees=True).as_matrix() @ affine[:3, :3]
    middle = voxel_to_patient(volume.affine, (np.array([volume.shape]) - 1) / 2)[0]
    affine[:3, 3] = middle - affine[:3, :3] @ ((np.array(shape) - 1) / 2)
    voxels = np.random.default_rng(1).integers(0, 200, shape).astype(np.int16)
    return replace(volume, voxels=voxels, affine=affine, spacing_mm=spacing, slice_thickness_mm=thickness)


def put_right(room: Room, volume: Volume) -> Volume:
    """Give the right viewport this volume, its middle slice shown."""
    volume = replace(volume, series_uid=room.session.views[1].series_uid)
    room.session.add_volume(volume.series_uid, volume)
    room.session.set_view(1, slice_index=volume.shape[0] // 2, centre=None, scale=None)
    return volume


def test_slices_of_another_thickness_a_few_degrees_off_scroll_to_the_nearest_millimetre(room: Room) -> None:
    volume = room.left.volume
    other = put_right(room, turned(volume, 7.0))
    for k in (3, 6, 9):
        room.window.controllers.views.go_to(0, k)
        middle = voxel_to_patient(volume.affine, np.array([[k, (72 - 1) / 2, (64 - 1) / 2]]))
        nearest = patient_to_voxel(other.affine, middle)[0, 0]
        assert abs(room.session.views[1].slice_index - nearest) <= 0.5
    assert room.right.overlays.reference == (), "within ten degrees a slice is a slice, not a line"


def test_a_plane_more_than_ten_degrees_off_does_not_scroll_along_but_shows_the_line(room: Room) -> None:
    put_right(room, turned(room.left.volume, 40.0))
    before = room.session.views[1].slice_index
    (first,) = room.right.overlays.reference
    room.wheel(room.left, 2)
    assert room.session.views[1].slice_index == before
    (second,) = room.right.overlays.reference
    assert second != first, "the line follows the slice"
    assert room.left.overlays.reference == (), "the active slice has no line in itself"
    room.press(room.right, room.right.rect().center())
    room.release(room.right, room.right.rect().center())
    assert room.left.overlays.reference
    assert room.right.overlays.reference == ()
    room.key("Shift+N")
    assert room.left.overlays.reference == ()
    room.key("Shift+N")
    assert room.left.overlays.reference


def test_both_ends_of_a_reference_line_lie_on_both_slices_and_inside_both() -> None:
    rng = np.random.default_rng(4)
    base = Volume(np.zeros((12, 72, 64), np.int16), np.diag([1.0, 1, 1, 1]), (5.0, 1.0, 1.0))
    affine = np.zeros((4, 4))
    affine[2, 0], affine[1, 1], affine[0, 2], affine[3, 3] = 5.0, 1.0, 1.0, 1.0
    base = replace(base, affine=affine)
    met = 0
    for _ in range(60):
        other = turned(base, float(rng.uniform(15, 165)))
        spin = Rotation.from_rotvec(rng.normal(0, 0.4, 3)).as_matrix()
        moved = other.affine.copy()
        moved[:3, :3] = spin @ moved[:3, :3]
        other = replace(other, affine=moved)
        i, j = int(rng.integers(12)), int(rng.integers(30))
        line = cut(base, i, other, j)
        grid = np.array(
            [[j, r, c] for r in range(70) for c in range(60)]
        )  # brute force: which pixels does slice i touch
        index = patient_to_voxel(base.affine, voxel_to_patient(other.affine, grid))
        within = (np.abs(index[:, 0] - i) < 0.5 / 5.0) & np.all((index[:, 1:] > 0) & (index[:, 1:] < [71, 63]), axis=1)
        if line is None:
            assert within.sum() <= 2
            continue
        met += 1
        for row, column in line:
            point = voxel_to_patient(other.affine, np.array([[j, row - 0.5, column - 0.5]]))
            k, r, c = patient_to_voxel(base.affine, point)[0]
            assert k == pytest.approx(i, abs=1e-6)
            assert -0.5 - 1e-6 <= r <= 71.5 + 1e-6
            assert -0.5 - 1e-6 <= c <= 63.5 + 1e-6
            assert -1e-6 <= row <= 70 + 1e-6
            assert -1e-6 <= column <= 60 + 1e-6
        touched = grid[within][:, 1:] + 0.5
        (r0, c0), (r1, c1) = line
        way = np.array([r1 - r0, c1 - c0])
        length = float(np.hypot(*way))
        along = (touched - [r0, c0]) @ way / length
        assert np.all((along > -2) & (along < length + 2)), "the slice touches nothing beyond the line"
        if length > 8:
            assert np.ptp(along) > length - 4, "and all along it"
    assert met > 20


def stranger(room: Room, shift_mm: tuple[float, float, float]) -> Volume:
    """The right series in a frame of reference of its own, every place shifted."""
    volume = room.session.volumes[room.session.views[1].series_uid]
    affine = volume.affine.copy()
    affine[:3, 3] += shift_mm
    return put_right(room, replace(volume, affine=affine, frame_of_reference_uid="1.2.77"))


def test_series_without_a_common_frame_are_linked_as_shown_and_the_link_is_kept_with_the_patient(room: Room) -> None:
    other = stranger(room, (200.0, -90.0, 410.0))
    assert why_unlinked(room.left.volume, other) == "no common frame of reference"
    room.window.controllers.views.go_to(0, 5)
    room.session.set_view(1, slice_index=7)
    room.wheel(room.left, 1)
    assert room.session.views[1].slice_index == 7, "not linked"
    room.key("Shift+L")
    assert "linked by hand" in room.session.messages[-1].text
    assert room.window.top._link.text() == "By hand ●"
    assert ("", "linked by hand") in room.right.overlays.bottom_left
    room.wheel(room.left, 2)
    assert (room.session.views[0].slice_index, room.session.views[1].slice_index) == (8, 9)
    room.wheel(room.left, -3, Qt.KeyboardModifier.ControlModifier, room.at(room.left, 20, 15))
    left, right = room.left.transform_now(), room.right.transform_now()
    assert right.scale == pytest.approx(left.scale)
    assert right.centre == pytest.approx(left.centre, abs=0.01), "the heads stood alike in both"
    project = room.session.project
    (link,) = project.store.annotation("P-0001").links.values()
    assert link.offset_mm == pytest.approx((-200.0, 90.0, -410.0 - 5.0), abs=0.01), "6 on the left is 7 on the right"
    assert project.store.next_undo("P-0001") is None, "a link is no step of undo"
    room.key("Shift+L")
    assert project.store.annotation("P-0001").links == {}
    assert room.session.link_note
    before = room.session.views[1].slice_index
    room.wheel(room.left, 1)
    assert room.session.views[1].slice_index == before


def test_boxes_never_cross_a_link_by_hand(room: Room) -> None:
    other = stranger(room, (200.0, -90.0, 410.0))
    room.window.set_mode("read")
    room.key("Shift+L")
    room.window.set_mode("annotate")
    draw(room)
    assert len(room.boxes()) == 1
    assert room.left.overlays.boxes
    assert room.right.overlays.boxes == (), "what is drawn on T1CE is not shown on the moved series"
    room.press(room.right, QPoint(20, 200))
    room.release(room.right, QPoint(20, 200))
    room.drag(room.right, room.at(room.right, 10.3, 12.3), room.at(room.right, 19.7, 21.7))
    assert len(room.boxes()) == 1
    drawn = room.session.project.store.annotation("P-0001").boxes_of(other.series_uid, "L1")
    assert [(b.roi.row_start, b.roi.column_start, b.origin) for b in drawn.values()] == [(10, 12, "hand")]
    assert plane_map(room.session.volumes[room.session.views[0].series_uid], 3, other) is None


def test_nothing_is_linked_by_hand_where_left_and_right_are_not_known(room: Room) -> None:
    uid = room.session.views[1].series_uid
    volume = stranger(room, (0.0, 0.0, 0.0))
    room.session.add_volume(uid, replace(volume, orientation_known=False, affine=volume.affine * 1.01))
    room.key("Shift+L")
    assert room.session.messages[-1].text == "Not linked by hand: orientation not known."
    assert room.session.annotation.links == {}


def test_linked_viewports_have_nothing_to_link_by_hand(room: Room) -> None:
    room.key("Shift+L")
    assert room.session.messages[-1].text == "The viewports are linked already."


def test_a_chain_of_links_is_kept_whole_when_its_anchor_moves(room: Room) -> None:
    stranger(room, (200.0, -90.0, 410.0))
    record(room.session, "x", [Change(("link", "third"), HandLink("1.2.77", (1.0, 2.0, 3.0)))], kind="view")
    room.key("Shift+L")
    links = room.session.annotation.links
    assert links["third"].into == links["1.2.77"].into
    assert np.subtract(links["third"].offset_mm, links["1.2.77"].offset_mm) == pytest.approx((1.0, 2.0, 3.0))
