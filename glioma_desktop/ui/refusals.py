"""Why an action can do nothing now: the reason on its grey menu entry, and the answer to whoever presses its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from glioma_desktop.annotation.annotation import REGION_LABELS
from glioma_desktop.ui import measuring
from glioma_desktop.ui.arriving import looked_at
from glioma_desktop.ui.carrier import carrier_of, why_not_drawn
from glioma_desktop.ui.language import tr

if TYPE_CHECKING:
    from glioma_desktop.ui.controllers import Controllers

Check = Callable[["Controllers"], str]


def refusal(controllers: Controllers, id_: str) -> str:
    """One sentence: why an action can do nothing now; ``""`` when it can, or says itself what came of it."""
    return next((reason for check in _CHECKS.get(id_, ()) if (reason := check(controllers))), "")


def show_refusal(action: QAction, reason: str) -> None:
    """Grey in its menu, with the reason in its tooltip and in the status tip; ``""`` changes nothing."""
    if reason:
        action.setEnabled(False)
        action.setToolTip(reason)
        action.setStatusTip(reason)


def _project(all_: Controllers) -> str:
    return "" if all_.session.project is not None else tr("Open a project first: File > Open project.")


def _patient(all_: Controllers) -> str:
    return "" if all_.session.patient is not None else tr("Open a patient first.")


def _series(all_: Controllers) -> str:
    session = all_.session
    return "" if looked_at(session, session.active) is not None else tr("Open a series first.")


def _box(all_: Controllers) -> str:
    session = all_.session
    if all_.roi.box_at(session.active) is not None:
        return ""
    if carrier_of(session, session.active) is None:
        return why_not_drawn(session, session.active)
    return tr("Lesion {lesion} has no box on this slice.", lesion=session.lesion)


def _deletable(all_: Controllers) -> str:
    """What Delete takes goes by the mode."""
    session = all_.session
    if session.mode in measuring.TOOLS:
        return _picked_measurement(all_)
    if session.mode == "outline":
        return _outline(all_)
    found = all_.roi.box_at(session.active)
    if found is not None and found[1].locked:
        return tr("The box is locked. Unlock it{key} to delete it.", key=session.bindings.hint("lock"))
    return _box(all_)


def _outline(all_: Controllers) -> str:
    session = all_.session
    carrier = carrier_of(session, session.active)
    if carrier is None or session.annotation is None:
        return why_not_drawn(session, session.active)
    region, k = all_.roi.region, carrier.plane.target_slice
    if k in session.annotation.outlines_of(carrier.series.uid, session.lesion, region):
        return ""
    return tr("Lesion {lesion} has no {region} on this slice.", lesion=session.lesion, region=REGION_LABELS[region])


def _picked_measurement(all_: Controllers) -> str:
    """A long diameter that waits for its perpendicular is given up by Delete."""
    session = all_.session
    found = measuring.measurements_in(session, session.active)
    waits = any(measuring.pending_in(session, view) for view in session.shown_views)
    if waits or any(one.id == session.measurement for one in found):
        return ""
    return tr("Click a measurement to select it, then delete it.") if found else tr("No measurement on this slice.")


def _estimate(all_: Controllers) -> str:
    if all_.session.grade_result is not None:
        return ""
    if all_.session.grade_state == "running":
        return tr("The case is still being graded: there is a report when the estimate is there.")
    return tr("There is no estimate to report. Grade first{key}.", key=all_.session.bindings.hint("grade"))


def _not_planes_to_link(all_: Controllers) -> str:
    if all_.session.layout != "planes":
        return ""
    return tr("Three planes show one series: links by hand hold in the other layouts, where it stands beside others.")


def _not_planes_to_keep(all_: Controllers) -> str:
    if all_.session.layout != "planes":
        return ""
    return tr("Not kept: three planes show one series. Choose another layout first.")


_BY_CHECK: tuple[tuple[tuple[Check, ...], tuple[str, ...]], ...] = (
    ((_project,), ("backup_project", "export_boxes", "retrain", "runs", "models")),
    ((_patient,), (
        "undo", "redo", "undo_import", "done", "flag", "comment", "labels", "grade", "open_outline", "add_lesion",
        "grade_lesion",
    )),
    ((_patient, _series), (
        "auto", "wide", "narrow", "enhancement", "region", "invert", "reformat_1", "reformat_3", "reformat_5",
    )),
    ((_patient, _box), (
        "accept", "copy", "lock", "nudge_up", "nudge_down", "nudge_left", "nudge_right", "shorter", "taller", "narrower",
        "wider",
    )),
    ((_patient, _deletable), ("delete",)),
    ((_patient, _estimate), ("report", "save_report")),
    ((_patient, _not_planes_to_link), ("link_by_hand",)),
    ((_patient, _not_planes_to_keep), ("keep_hanging", "keep_hanging_as")),
)  # fmt: skip
_CHECKS = {id_: checks for checks, ids in _BY_CHECK for id_ in ids}
