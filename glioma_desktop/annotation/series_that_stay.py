"""Which series of a study that is opened again stay as they were stored, since something is drawn on their slices.

What is drawn is kept by the number of its slice: a copy that lacks a slice, or has one more among them, would put what lies
behind it on other anatomy, unless every fact moves with its slice. A NIfTI file may be another image under the same name: on
another grid the earlier series stays (and says so when it is read), on the same one it is marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from glioma_desktop.annotation import schema
from glioma_desktop.annotation.codec import unpack
from glioma_desktop.annotation.growth import Growth
from glioma_desktop.study.grown_series import in_place, places_among
from glioma_desktop.study.series import OTHER_IMAGE, Series, Study


def with_series_that_stay(
    connection: Connection, patient: int, study: Study, known: Mapping[str, Series], grown: Sequence[Growth]
) -> tuple[Study, tuple[tuple[Series, Series], ...], tuple[Growth, ...]]:
    """The study, but a series whose slices would get other numbers stays where and what it was.

    Args:
        connection: A transaction of the store.
        patient: Their number inside the store.
        study: As it was found.
        known: Its series as they are stored, by uid.
        grown: Series whose earlier slices were found again among the new ones.

    Returns:
        The study, the series that were held (as they were, as they were found), and those of ``grown`` that have taken the
        place of what was known; among these also series on which nothing is drawn, but of which slices were looked at.
    """
    study = replace(study, series=_in_their_spaces(study.series, known))
    more = {one.uid for one in study.series if one.uid in known and _renumbered(known[one.uid], one)}
    changed = {one.uid for one in study.series if one.uid in known and _changed(known[one.uid], one)}
    drawn, seen = _drawn(connection, patient) if more or changed else ({}, set[str]())
    proven = {one.new.uid: one for one in grown}
    kept, held, taken = list[Series](), list[tuple[Series, Series]](), list[Growth]()
    for series in study.series:
        old = known.get(series.uid, series)
        drawn_on = series.uid in drawn or _has_reformat(series, drawn)
        if series.kind == "dicom" and old.shape[0] > series.shape[0]:
            kept.append(old)
        elif series.uid not in more or not drawn_on:
            if series.uid in more & seen and (places := places_among(old, series)) is not None:
                taken.append(Growth(old, series, places))  # slices that were looked at; no image has to prove it
            kept.append(_marked(old, series) if drawn_on and series.uid in changed else series)
        elif (growth := proven.get(series.uid)) is not None and (growth.old, growth.new) == (old, series):
            taken.append(growth)
            kept.append(series)
        else:
            kept.append(old)
            if series.kind == "dicom" and not _across(series, drawn):
                held.append((old, series))
    return replace(study, series=tuple(kept)), tuple(held), tuple(taken)


def _in_their_spaces(series: Sequence[Series], known: Mapping[str, Series]) -> tuple[Series, ...]:
    """NIfTI series in the space that their study has in the store: what was laid over one another by hand names it.

    The first version gave the sessions of a folder one space, the folder's; each was a patient then.
    """
    spaces = {
        _space(new): _space(known[new.uid]) for new in series
        if new.kind == "nifti" and new.uid in known and new.frame_of_reference_uid and known[new.uid].frame_of_reference_uid
    }  # fmt: skip
    return tuple(
        replace(one, frame_of_reference_uid=f"{space}:{_grid(one)}") if (space := spaces.get(_space(one))) else one
        for one in series
    )


def _space(series: Series) -> str:
    return (series.frame_of_reference_uid or "").rpartition(":")[0]


def _grid(series: Series) -> str:
    return (series.frame_of_reference_uid or "").rpartition(":")[2]


def _across(series: Series, drawn: Mapping[str, frozenset[str]]) -> bool:
    """Whether something was measured across the slices, or drawn on a reformat of slices that are uneven now."""
    uneven = series.uneven_mm is not None and _has_reformat(series, drawn)
    return bool(drawn.get(series.uid, frozenset()) - {""}) or uneven


def _has_reformat(series: Series, drawn: Mapping[str, frozenset[str]]) -> bool:
    """Whether something was drawn on a reformat of it."""
    return any(uid.startswith(f"{series.uid}/axial") for uid in drawn)


def _changed(old: Series, new: Series) -> bool:
    """Whether a file holds something else than before, or nobody has looked what."""
    return bool(old.content) and old.content != new.content


def _marked(old: Series, new: Series) -> Series:
    """A file that holds another image on the same grid than the one that was drawn on, whose mark stays."""
    if not new.content:
        return replace(new, content=old.content)
    return replace(new, content=old.content, warnings=(OTHER_IMAGE, *new.warnings))


def _renumbered(old: Series, new: Series) -> bool:
    """Whether slices have other numbers than before: by where they lie, and in a series that has grown by their files' names.

    A NIfTI file on another grid is another image. Files may lie in another folder.
    """
    count = old.shape[0]
    if old.kind == "nifti":
        return not in_place(old, new)
    if new.shape[0] < count:
        return False
    if not in_place(old, new):
        return True
    if new.shape[0] == count:  # as nearly always
        return False
    names = [[(item.path.name, item.frame) for item in one.files[:count]] for one in (old, new)]
    return names[0] != names[1]


def _drawn(connection: Connection, patient: int) -> tuple[dict[str, frozenset[str]], set[str]]:
    """The series that anything was ever drawn on, also what was taken back since, and in which planes ("": its own).

    Reformats have uids of their own. Then the series of which slices were looked at.
    """
    rows = connection.execute(select(schema.events.c.changes).where(schema.events.c.patient_id == patient))
    found: dict[str, frozenset[str]] = {}
    seen: set[str] = set()
    for row in rows:
        for address, before, after in unpack(row.changes):
            if address[0] in ("box", "outline", "no_tumour", "measure"):
                measured = (address[0] == "measure" and (after or before)) or {}
                found[address[1]] = found.get(address[1], frozenset()) | {measured.get("plane", "")}
            elif address[0] == "seen":
                seen.add(address[1])
    return found, seen
