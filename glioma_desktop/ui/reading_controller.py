"""Which patient is open and which series stand in the viewports. Pixels are read off the GUI thread."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from glioma_desktop.errors import AnnotationError, GliomaError
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.series import Series
from glioma_desktop.study.slice_place import SlicePlace, place_of_slice, slice_now
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.arriving import looked_at
from glioma_desktop.ui.hanging_protocol import BRAIN_TUMOUR, HangingProtocol, hang
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.reading_beside import ReadingBeside
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_controller import ViewController
from glioma_desktop.ui.view_state import VIEWPORTS, Window
from glioma_desktop.ui.volume_shelf import VolumeShelf
from glioma_desktop.ui.window_level import preset_window

PREFETCH_MS = 400


class ReadingController(QObject):
    """Opens patients and series; a failed read leaves what is on the screen.

    Attributes:
        places: Pseudonym -> the slice that was looked at last: there the patient opens again.
        beside: Reads what no viewport shows.
    """

    def __init__(self, session: Session, views: ViewController, shelf: VolumeShelf) -> None:
        super().__init__(session)
        self._session, self._views, self._shelf = session, views, shelf
        self._asked: dict[int, Series] = {}
        self.beside = ReadingBeside(session, shelf, self._asked_uids)
        self._warned: set[str] = set()
        self._landed = False
        self._interim: dict[int, Window] = {}
        self._protocol = BRAIN_TUMOUR
        self.places: dict[str, SlicePlace] = {}
        self._later = QTimer(self, singleShot=True, interval=PREFETCH_MS)
        self._later.timeout.connect(self._prefetch)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fill_empty)
        shelf.setParent(self)
        shelf.in_use = self.in_use
        session.project_changed.connect(shelf.forget)
        session.view_changed.connect(self._steer)
        shelf.dropped.connect(session.drop_volume)
        shelf.outdated.connect(self._outdated)
        session.patient_changed.connect(self._again)
        session.patient_changed.connect(self._soon.start)
        session.layout_changed.connect(self._soon.start)

    def open_patient(self, pseudonym: str) -> None:
        """Open a patient, on the slice that was looked at last; of the open one, what could not be read is tried again."""
        session = self._session
        if pseudonym == session.patient:
            lost = self.beside.try_all_again()
            for index in [index for index, asked in self._asked.items() if asked.uid in lost]:
                self.show_series(index, self._asked[index].uid)
        if session.project is None or pseudonym == session.patient:
            return
        try:
            studies = tuple(session.project.store.studies(pseudonym))
            annotation = session.project.store.annotation(pseudonym)
        except AnnotationError as error:
            session.post(error.message, trouble=True)
            return
        self.keep_place()
        self._asked, self._warned, self._landed, self._interim = {}, set(), False, {}
        self.beside.forget()
        self._shelf.keep_reading([series for study in studies for series in study.series])
        session.set_patient(pseudonym, studies, annotation)
        self._later.start()

    def show_series(self, index: int, uid: str) -> None:
        """Show a series of the open patient in a viewport; the old picture stays until the new one is there."""
        session, series = self._session, self._session.series(uid)
        if series is None:
            return
        patient = session.patient
        self._asked[index] = series
        self.beside.try_again(uid)
        self._interim.pop(index, None)
        if looked_at(session, index) is None:
            session.set_view(index, note=tr("Reading {series}…", series=series_name(series)))

        def wanted() -> bool:
            return session.patient == patient and self._asked.get(index) is series

        def came(arrival: Arrival) -> None:
            if wanted():
                self._come(index, series, arrival)

        def arrived(volume: Volume) -> None:
            if wanted():
                self._complete(index, series, volume)
            elif session.patient == patient and uid not in self._asked_uids():
                session.set_arriving(uid, None)

        def failed(error: GliomaError) -> None:
            if wanted():
                self._give_up(index, uid, error.message)
                session.post(error.message, trouble=True)
                self.beside.lost(uid)

        self._shelf.want(series, arrived, failed, came, self._landing(series)[0])

    def _again(self) -> None:
        """Series that have other files now are read anew, where they are shown or wanted; what still comes of them is not."""
        session = self._session
        for index, asked in list(self._asked.items()):
            uid, now = asked.uid, session.series(asked.uid)
            shown, others = session.views[index].series_uid == uid, now is not None and now.files != asked.files
            if others and uid in session.arriving:
                session.set_arriving(uid, None)
            if shown and (others or (session.volume(uid) is None and uid not in session.arriving)):
                self._keep_slice(index, asked)
                session.set_view(index, series_uid=None)
                self.show_series(index, uid)
            elif others:
                self.show_series(index, uid)

    def _asked_uids(self) -> set[str]:
        """Of the series that viewports wait for or show."""
        return {series.uid for series in self._asked.values()}

    def _keep_slice(self, index: int, series: Series) -> None:
        """The slice that is looked at is found again, also when it is counted otherwise now."""
        session = self._session
        if session.patient is not None and index == session.active and not session.crosses(index):
            self.places[session.patient] = place_of_slice(series, session.views[index].slice_index)

    def _come(self, index: int, series: Series, arrival: Arrival) -> None:
        """Some slices are there: shown once the one looked at is, through its window, until all of them have a say."""
        if arrival.volume is None or (index not in self._interim and not arrival.here[arrival.wanted]):
            return
        self._session.set_arriving(series.uid, arrival)
        if index not in self._interim:
            k = arrival.wanted
            thin = max(1, min(series.shape[1:]) // 128)  # enough for a first look
            window = preset_window(
                replace(arrival.volume, voxels=arrival.volume.voxels[k : k + 1, ::thin, ::thin]), "auto"
            )
            self._interim[index] = window
            self._fill(index, series, arrival.volume, window)

    def _complete(self, index: int, series: Series, volume: Volume) -> None:
        session, before = self._session, self._session.views[index].preset
        session.add_volume(series.uid, volume)
        interim = self._interim.pop(index, None)
        if interim is None:
            self._fill(index, series, volume, preset_window(volume, "auto"))
        elif before and session.views[index].preset == before:  # not by hand, nor as the sequence was seen last
            self._views.preset(before, index)

    def _give_up(self, index: int, uid: str, note: str) -> None:
        """A series does not come: what was shown of it goes, another picture stays."""
        session = self._session
        partly = uid in session.arriving and session.views[index].series_uid == uid
        session.set_view(index, note=note, series_uid=None if partly else session.views[index].series_uid)
        if partly:
            session.set_arriving(uid, None)
        self._interim.pop(index, None)

    def _steer(self, index: int) -> None:
        """The slices that are looked at are read next."""
        state = self._session.views[index]
        arrival = self._session.arriving.get(state.series_uid or "")
        if arrival is not None:
            arrival.wanted = state.slice_index

    def _fill(self, index: int, series: Series, volume: Volume, window: Window) -> None:
        session = self._session
        landing, known = self._landing(series)
        session.set_view(
            index, series_uid=series.uid, slice_index=landing, window=window, preset="auto", carried=False,
            centre=None, scale=None, note="",
        )  # fmt: skip
        if known and not self._landed:
            self._landed = True
            self._views.go_to(index, landing)  # also where other series came first and stand in their middle
        else:
            self._views.follow(index)
        fresh = [warning for warning in volume.warnings if warning not in self._warned]
        self._warned.update(fresh)
        for warning in reversed(fresh):  # the first one, which weighs most, stays in the strip
            session.post(tr("{series}: {warning}", series=series_name(series), warning=warning))

    def _landing(self, series: Series) -> tuple[int, bool]:
        """Last looked at, else the middle of the boxes, else the middle; whether it is more than the middle."""
        session, count = self._session, series.shape[0]
        place = self.places.get(session.patient or "")
        if place is not None and place.series_uid == series.uid:
            return slice_now(place, series), True
        boxes = sorted(session.annotation.boxes_of(series.uid)) if session.annotation else []
        return (min(boxes[len(boxes) // 2], count - 1), True) if boxes else (count // 2, False)

    def stop(self) -> None:
        """Give up the series that are being read; what is on the screen stays."""
        given_up = {series.uid for series in self._shelf.stop_waiting()}
        for index, asked in list(self._asked.items()):
            if asked.uid in given_up:
                self._give_up(index, asked.uid, tr("Reading was stopped. Choose the series again in the list."))

    def _outdated(self, series: Series, there: bool) -> None:
        if self._session.volume(series.uid) is None:  # nothing of it is shown; its viewport says why
            return
        words = (
            tr(
                "{series}: its files have changed on the disc since they were read. What is shown is as it was; choose it "
                "again in the list to read it anew.",
                series=series_name(series),
            )
            if there
            else tr(
                "{series}: its files are no longer there. What is shown was read before; were they moved? File > Find moved "
                "folder.",
                series=series_name(series),
            )
        )
        self._session.post(words, trouble=True)

    def in_use(self) -> tuple[Volume, ...]:
        """The volumes that are shown, in any layout, or carry the boxes."""
        session = self._session
        box_series = session.box_series
        uids = {state.series_uid for state in session.views} | {box_series.uid if box_series is not None else None}
        return tuple(volume for uid in uids if (volume := session.volume(uid)) is not None)

    def keep_place(self) -> None:
        """Remember which slice of the open patient is looked at."""
        session = self._session
        shown = [session.views[i] for i in session.shown_views if not session.crosses(i)]
        for state in (*reversed(session.views[:VIEWPORTS]), *reversed(shown)):  # a cross plane counts no slices
            series = session.series(state.series_uid)
            if session.patient and series is not None:
                self.places[session.patient] = place_of_slice(series, state.slice_index)

    def set_protocol(self, protocol: HangingProtocol) -> None:
        """Which sequence is put into which viewport from now on."""
        self._protocol = protocol

    def rehang(self) -> None:
        """Put every series back into its place by the protocol; what stands in its place already stays as it is."""
        self._asked = {}
        self._fill_empty()

    def _fill_empty(self) -> None:
        """Give the shown viewports that are empty a series each, and read the one that carries the boxes."""
        session = self._session
        if session.patient is None:
            return
        planes = session.layout == "planes"  # they show one series, the one of the viewport before them
        views = (*range(1 if planes else len(session.main_views)), *session.second_views)
        taken = {place: self._asked[index].uid for place, index in enumerate(views) if index in self._asked}
        found = hang(self._protocol, session.layout, len(views), session.studies, session.box_series, taken)
        for index, series in zip(views, found, strict=True):
            if isinstance(series, Series):
                if session.views[index].series_uid == series.uid and session.volume(series.uid) is not None:
                    self._asked[index] = series  # it stands there: with its window, slice and zoom
                else:
                    self.show_series(index, series.uid)
            elif index not in self._asked:
                session.set_view(index, series_uid=None, note=series)
        if not planes and self._asked and session.active not in self._asked:
            session.set_active(min(self._asked))  # keys belong to a picture
        if session.box_series is not None:
            self.beside.read(session.box_series)

    def _prefetch(self) -> None:
        """Read the next patient's series before Enter asks for them."""
        following = self.next_patient()
        project = self._session.project
        if following is None or project is None:
            return
        try:
            studies = tuple(project.store.studies(following))
        except AnnotationError:
            return  # said when the patient is opened
        for series in hang(self._protocol, self._session.layout, self._session.shown, studies, None):
            if isinstance(series, Series):
                self._shelf.prefetch(series)

    def next_patient(self, step: int = 1, unfinished: bool = True) -> str | None:
        """The next patient of the worklist (by default one that is not done); None at its end."""
        rows, patient = self._session.worklist, self._session.patient
        names = [row.pseudonym for row in rows]
        if patient not in names:
            return names[0] if names else None
        here = names.index(patient)
        rest = rows[here + 1 :] if step > 0 else tuple(reversed(rows[:here]))
        open_rows = [row for row in rest if not (unfinished and row.status == "done")]
        return open_rows[0].pseudonym if open_rows else None
