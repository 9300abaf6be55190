"""The hanging protocol in force, how a reader changes and keeps it, and further series by key."""

from __future__ import annotations

from itertools import zip_longest

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from glioma_desktop.study.series import SEQUENCE_LABELS
from glioma_desktop.ui.hanging_protocol import BRAIN_TUMOUR, HangingProtocol
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.reading_controller import ReadingController
from glioma_desktop.ui.series_choice import listed
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings

NAME_WIDTH = 360


class HangingController(QObject):
    """Hangs series, keeps arrangements under names, and says what was done in the strip."""

    def __init__(self, session: Session, settings: Settings, reading: ReadingController, window: QWidget) -> None:
        super().__init__(session)
        self._session, self._settings, self._reading, self._window = session, settings, reading, window
        reading.set_protocol(self.protocol)

    @property
    def protocol(self) -> HangingProtocol:
        """The protocol in force."""
        chosen = self._settings.hanging
        return next((one for one in self.kept() if one.name == chosen), BRAIN_TUMOUR)

    def kept(self) -> list[HangingProtocol]:
        """What the reader has kept, by name."""
        found = (HangingProtocol.from_json(data) for data in self._settings.hanging_protocols)
        return sorted((one for one in found if one is not None), key=lambda one: one.name.casefold())

    def rehang(self) -> None:
        """Every series back in its place."""
        self._reading.rehang()

    def choose(self, name: str) -> None:
        """Hang by another protocol from now on."""
        self._settings.hanging = name
        self._reading.set_protocol(self.protocol)
        self._reading.rehang()
        self._session.post(tr("Hanging protocol: {name}.", name=_shown(self.protocol.name)))

    def reset(self) -> None:
        """Hang by the brain tumour protocol as it came."""
        self._keep_all([one for one in self.kept() if one.name != BRAIN_TUMOUR.name])
        self.choose(BRAIN_TUMOUR.name)

    def keep(self) -> None:
        """The sequences as they stand now are this layout's arrangement in the protocol in force."""
        self.keep_under(self.protocol.name)

    def ask_name(self) -> None:
        """Keep the arrangement as a protocol of its own."""
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(tr("Hanging protocol"))
        dialog.setLabelText(tr("Keep this arrangement as"))
        dialog.resize(NAME_WIDTH, dialog.sizeHint().height())
        dialog.setOkButtonText(tr("Keep"))
        dialog.textValueSelected.connect(lambda text: self.keep_under(text.strip()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def keep_under(self, name: str) -> None:
        """Keep the arrangement of the layout under a name; other layouts of that protocol stay.

        A viewport that is empty since the patient lacks its sequence goes on asking for that sequence.
        """
        session = self._session
        if session.layout == "planes":
            session.post(tr("Not kept: three planes show one series. Choose another layout first."))
            return
        if not name:
            session.post(tr("Not kept: the arrangement needs a name."))
            return
        places = self.protocol.sequences(session.layout, len(session.main_views))
        shown = [self._sequence(index) for index in session.main_views]
        if not any(shown):
            session.post(tr("Nothing to keep: show the series in their viewports first."))
            return
        names = [one or place for one, place in zip_longest(shown, places, fillvalue="")]
        if any(one in ("", "unknown", "other") for one in names):
            session.post(tr("Not kept: confirm the sequence of every series that is shown first, in the series list."))
            return
        known = {one.name: one for one in self.kept()}
        base = known.get(name, self.protocol if name != BRAIN_TUMOUR.name else BRAIN_TUMOUR)
        changed = HangingProtocol(name, base.kept(session.layout, names).places)
        self._keep_all([*(one for one in known.values() if one.name != name), changed])
        self._settings.hanging = name
        self._reading.set_protocol(changed)
        words = " | ".join(SEQUENCE_LABELS[one] for one in names)
        session.post(tr("Kept for this layout in {name}: {words}.", name=_shown(name), words=words))

    def remove(self) -> None:
        """Forget the protocol in force; the brain tumour protocol takes its place."""
        gone = self.protocol.name
        self._keep_all([one for one in self.kept() if one.name != gone])
        self.choose(BRAIN_TUMOUR.name)

    def attach(self, menu: QMenu) -> None:
        """Put the protocols to choose from at the end of a menu; they are filled in when it is opened."""
        menu.addSeparator()
        choice = menu.addMenu(tr("Choose"))
        menu.aboutToShow.connect(lambda: self.fill_menu(choice))

    def fill_menu(self, menu: QMenu) -> None:
        """The protocols to choose from, the one in force with a mark, and a way to remove that one."""
        menu.clear()
        for old in menu.findChildren(QActionGroup):
            old.deleteLater()
        group = QActionGroup(menu)
        names = [BRAIN_TUMOUR.name, *(one.name for one in self.kept() if one.name != BRAIN_TUMOUR.name)]
        for name in names:
            action = menu.addAction(_shown(name).replace("&", "&&"))
            action.triggered.connect(lambda _=False, name=name: self.choose(name))
            action.setCheckable(True)
            action.setChecked(name == self.protocol.name)
            group.addAction(action)
        if self.protocol.name != BRAIN_TUMOUR.name:
            menu.addSeparator()
            menu.addAction(tr("Remove {name}", name=self.protocol.name.replace("&", "&&")), self.remove)

    def show_listed(self, number: int) -> None:
        """The n-th series of the list (from 1) in the active viewport."""
        series = listed(self._session.studies)
        if number <= len(series):
            self._reading.show_series(self._session.active, series[number - 1].uid)
        elif self._session.patient is not None:
            self._session.post(
                tr("There is no series {number}: the list has {count}.", number=number, count=len(series))
            )

    def step_series(self, step: int) -> None:
        """The next or previous series of the list in the active viewport; round at the ends."""
        uids = [series.uid for series in listed(self._session.studies)]
        if uids:
            here = self._session.view.series_uid
            place = (uids.index(here) + step) % len(uids) if here in uids else 0
            self._reading.show_series(self._session.active, uids[place])

    def _sequence(self, index: int) -> str:
        series = self._session.series(self._session.views[index].series_uid)
        return series.sequence if series is not None else ""

    def _keep_all(self, protocols: list[HangingProtocol]) -> None:
        self._settings.hanging_protocols = [one.to_json() for one in protocols]


def _shown(name: str) -> str:
    """A protocol's name on the screen: the program's own one is translated."""
    return say(BRAIN_TUMOUR.name) if name == BRAIN_TUMOUR.name else name
