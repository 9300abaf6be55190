"""The window: it puts session, controllers, panels and actions together, and holds what belongs to the window itself."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QIcon
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMainWindow, QMessageBox, QVBoxLayout, QWidget

from glioma_desktop import __version__
from glioma_desktop.grading.result import RESEARCH_LINE
from glioma_desktop.phrase import phrase
from glioma_desktop.resources import resource
from glioma_desktop.ui.action_set import ActionSet
from glioma_desktop.ui.case_panel import CasePanel
from glioma_desktop.ui.controllers import Controllers
from glioma_desktop.ui.estimate_card import EstimateCard
from glioma_desktop.ui.keys_dialog import KeysDialog
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.ledger_form import LedgerForm
from glioma_desktop.ui.log_file import log_folder
from glioma_desktop.ui.reader_bar import ReaderBar
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.status_strip import MessagesDrawer, StatusStrip
from glioma_desktop.ui.top_bar import TopBar
from glioma_desktop.ui.view_state import Layout, Mode
from glioma_desktop.ui.viewport_area import ViewportArea
from glioma_desktop.ui.worklist_panel import WorklistPanel

SIZE = QSize(1280, 800)


class MainWindow(QMainWindow):
    """The reading window of one session."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.session, self.settings = session, settings
        self.setWindowTitle("Glioma Desktop")
        self.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
        self.setAcceptDrops(True)
        self.controllers = Controllers(session, settings, self)
        self.area = ViewportArea(session, self.controllers.views, self.controllers.roi, self.controllers.compare)
        self.worklist, self.case = WorklistPanel(session), CasePanel(session)
        self.card = EstimateCard(session)
        self.case.estimate_area.addWidget(self.card)
        self.top, self.strip, self.drawer = TopBar(session), StatusStrip(session), MessagesDrawer(session)
        self.reader_bar = ReaderBar()
        self._ledger: LedgerForm | None = None
        self._keys: KeysDialog | None = None
        self.actions_ = ActionSet(self.controllers, self, self.area, session)
        menus = self.actions_.fill(self.top.menu_bar, self.controllers.project.fill_recent)
        steps = [self.actions_.actions[name] for name in ("undo", "redo", "undo_import")]
        menus["Edit"].aboutToShow.connect(lambda: self.controllers.undo.name(*steps))
        self.controllers.hanging.attach(menus["View/Hanging protocol"])
        self.top.build(self.actions_)
        self._lay_out()
        self._connect()
        self.controllers.grade.attach(self.card)
        session.set_layout(cast(Layout, settings.layout))
        session.set_smooth(settings.smooth)
        session.set_reference_lines(settings.reference_lines)
        session.set_reader(settings.reader or settings.reader_default)
        self.resize(SIZE)
        if settings.geometry:
            self.restoreGeometry(QByteArray(settings.geometry))

    def _lay_out(self) -> None:
        for widget, role in (
            (self.top, "top"), (self.strip, "bottom"), (self.drawer, "bottom"), (self.worklist, "left"), (self.case, "right"),
        ):  # fmt: skip
            widget.setProperty("role", role)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.worklist)
        body.addWidget(self.area, 1)
        body.addWidget(self.case)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.reader_bar)
        column.addLayout(body, 1)
        column.addWidget(self.drawer)
        column.addWidget(self.strip)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        all_, session = self.controllers, self.session
        self.worklist.patient_chosen.connect(self._open_patient)
        self.worklist.series_chosen.connect(lambda uid: all_.reading.show_series(session.active, uid))
        self.worklist.series_chosen.connect(self.area.take_focus)
        self.worklist.sequence_confirmed.connect(all_.case.confirm_sequence)
        self.worklist.reformat_asked.connect(lambda uid, step: all_.reformat.make(step, uid))
        all_.cine.watch(*self.area.viewports, self.area.rail)
        self.area.series_dropped.connect(all_.reading.show_series)
        self.area.next_key_wanted.connect(self.next_key)
        self.area.action_wanted.connect(lambda id_: self.actions_.actions[id_].trigger())
        self.case.done_asked.connect(all_.case.done_next)
        self.case.grade_asked.connect(all_.grade.grade)
        self.card.report_asked.connect(all_.report.show)
        self.card.save_asked.connect(all_.report.save_as)
        self.case.labels_asked.connect(self.show_labels)
        self.case.lesion_chosen.connect(all_.case.choose_lesion)
        self.case.lesion_added.connect(all_.case.add_lesion)
        self.case.side_stated.connect(self._state_side)
        self.case.treatment_stated.connect(all_.case.set_treatment)
        self.case.people_stated.connect(all_.case.set_people)
        self.case.comment_stated.connect(all_.case.set_comment)
        self.case.left.connect(self.area.take_focus)
        self.worklist.left.connect(self.area.take_focus)
        self._connect_strip()
        all_.scan.patient_found.connect(self._first_found)
        all_.resume.wanted.connect(self._open_patient)
        all_.scan.masks_found.connect(all_.outlines.found)
        self.reader_bar.named.connect(self._reader_named)
        self.reader_bar.put_off.connect(self.area.take_focus)
        session.annotation_changed.connect(all_.refresh_row)
        session.patient_changed.connect(all_.refresh_row)  # more studies of the same patient
        session.leaving.connect(self.area.cancel_gesture)
        session.project_changed.connect(self._project_changed)

    def _connect_strip(self) -> None:
        all_, strip = self.controllers, self.strip
        strip.reader_asked.connect(self.ask_reader)
        strip.messages_asked.connect(self.drawer.toggle)
        strip.cancel_asked.connect(all_.stop_reading)
        all_.shelf.waiting.connect(strip.show_waiting)
        all_.project.waiting.connect(strip.show_opening)
        all_.compare.mirror.waits.connect(strip.show_midline)
        all_.shelf.unpacking.connect(strip.show_unpacking)
        all_.scan.progress_changed.connect(strip.show_scan)
        all_.outlines.progress_changed.connect(strip.show_outline)

    # -- files

    def open_paths(self, paths: list[str]) -> None:
        """Search folders or files for studies."""
        self.controllers.scan.open_paths(paths)

    def ask_folder(self) -> None:
        """File > Open folder."""
        chosen = QFileDialog.getExistingDirectory(self, tr("Open folder"), self.settings.last_folder)
        if chosen:
            self.settings.last_folder = chosen
            self.open_paths([chosen])

    def ask_files(self) -> None:
        """File > Open files."""
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Open files"), self.settings.last_folder)
        if chosen:
            self.settings.last_folder = str(Path(chosen[0]).parent)
            self.open_paths(chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders and files may be dropped anywhere."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Search what was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        if paths:
            self.open_paths(paths)

    def _first_found(self, pseudonym: str) -> None:
        if self.session.patient is None:
            self._open_patient(pseudonym)

    def _open_patient(self, pseudonym: str) -> None:
        self.area.cancel_gesture()
        self.controllers.reading.open_patient(pseudonym)
        self.area.take_focus()

    # -- viewing

    def set_mode(self, mode: Mode) -> None:
        """Annotate or outline."""
        self.session.set_mode(mode)
        self.area.take_focus()

    def escape(self) -> None:
        """Cancel the gesture under way; with none, stop cine; leave a sealed patient sealed; then put the tool down; else Read."""
        if self.area.cancel_gesture() or self.controllers.cine.stop():
            pass
        elif self.card.asks:
            self.card.leave_sealed_asked.emit()
        elif self.controllers.measure.give_up() or self.controllers.grey.leave_region():
            pass
        elif self.session.mode != "read":
            self.session.set_mode("read")
        self.area.take_focus()

    def scroll_slices(self, steps: int) -> None:
        """Scroll the active viewport."""
        self.controllers.views.scroll(self.session.active, steps)

    def next_key(self, step: int) -> None:
        """To the next slice with a key box."""
        kinds = [tick.kind for tick in self.area.rail.ticks]
        here = self.session.slice_index
        keys = [k for k, kind in enumerate(kinds) if kind == "key" and (k > here if step > 0 else k < here)]
        if keys:
            self.controllers.views.go_to(self.session.active, min(keys) if step > 0 else max(keys))

    def zoom(self, step: int) -> None:
        """Zoom the active viewport at its middle."""
        viewport = self.area.active
        viewport.hand.zoom_at(viewport.rect().center().toPointF(), 1.25**step)

    def toggle_overlays(self) -> None:
        """From the menu: what Space does while held."""
        self.session.set_overlays(visible=not self.session.overlays_visible)

    def toggle_blink(self) -> None:
        """From the menu: what S does while held."""
        self.session.set_overlays(blinking=not self.session.blinking)

    # -- case

    def show_labels(self) -> None:
        """The pathology of the open patient; the session knows that it is visible."""
        if self.session.patient is None:
            self.session.post(tr("Open a patient first."))
            return
        if self._ledger is None:
            self._ledger = LedgerForm(self.session, self)
        self._ledger.show()
        self._ledger.raise_()

    def mark_graded(self) -> None:
        """The drawn lesion is the graded one from now on."""
        name = self.session.lesion
        self.controllers.case.change_lesion(name, phrase("Grade lesion {name}", name=name), graded=True)

    def _state_side(self, side: str) -> None:
        name = self.session.lesion
        self.controllers.case.change_lesion(
            name, phrase("Side of {name}", name=name), side=side, side_confirmed=bool(side)
        )

    # -- who, help

    def ask_reader(self) -> None:
        """Who reads."""
        self.reader_bar.ask(self.session.reader)
        self.reader_bar.field.setFocus()

    def _reader_named(self, name: str) -> None:
        self.settings.reader = name
        self.session.set_reader(name)
        self.area.take_focus()

    def show_keys(self) -> None:
        """All keys."""
        if self._keys is None:
            self._keys = KeysDialog(self.session, self.controllers.bindings, self)
        self._keys.show()
        self._keys.raise_()

    def show_log(self) -> None:
        """The folder of the log file."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder())))

    def show_about(self) -> None:
        """Version and licence."""
        text = f"Glioma Desktop {__version__}\nApache License 2.0\n\n{say(RESEARCH_LINE)}"
        box = QMessageBox(QMessageBox.Icon.NoIcon, tr("About Glioma Desktop"), text, parent=self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _project_changed(self) -> None:
        project = self.session.project
        if project is not None:
            name = project.config.name
            name = tr_joined((name, tr("synthetic"))) if project.config.synthetic else name
            self.setWindowTitle(tr("{name} — Glioma Desktop", name=name))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything is stored already; what was looked at last is kept too."""
        self.area.cancel_gesture()
        if not self.controllers.close():
            event.ignore()
            return
        self.settings.geometry = self.controllers.full_screen.geometry
        super().closeEvent(event)
