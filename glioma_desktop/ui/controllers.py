"""The controllers of one window, by the names that the table of actions uses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from glioma_desktop.annotation.people import people_of
from glioma_desktop.ui.bindings_controller import BindingsController
from glioma_desktop.ui.box_zoom import BoxZoom
from glioma_desktop.ui.case_controller import CaseController
from glioma_desktop.ui.cine_controller import CineController
from glioma_desktop.ui.comparing import Comparing
from glioma_desktop.ui.difference_controller import DifferenceController
from glioma_desktop.ui.export_controller import ExportController
from glioma_desktop.ui.full_screen import FullScreen
from glioma_desktop.ui.grade_controller import GradeController
from glioma_desktop.ui.grey_controller import GreyController
from glioma_desktop.ui.hand_link_controller import HandLinkController
from glioma_desktop.ui.hanging_controller import HangingController
from glioma_desktop.ui.measure_controller import MeasureController
from glioma_desktop.ui.memory_dialog import MemoryController
from glioma_desktop.ui.midline_ahead import MidlineAhead
from glioma_desktop.ui.mirror_controller import MirrorController
from glioma_desktop.ui.moved_controller import MovedController
from glioma_desktop.ui.outline_controller import OutlineController
from glioma_desktop.ui.panels_controller import PanelsController
from glioma_desktop.ui.project_controller import ProjectController
from glioma_desktop.ui.reading_controller import ReadingController
from glioma_desktop.ui.reformat_controller import ReformatController
from glioma_desktop.ui.report_controller import ReportController
from glioma_desktop.ui.resume_controller import ResumeController
from glioma_desktop.ui.roi_controller import RoiController
from glioma_desktop.ui.saving_controller import SavingController
from glioma_desktop.ui.scan_controller import ScanController
from glioma_desktop.ui.second_window import SecondScreen
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.training_controller import TrainingController
from glioma_desktop.ui.undo_controller import UndoController
from glioma_desktop.ui.user_cache import user_archives, user_cache
from glioma_desktop.ui.view_controller import ViewController
from glioma_desktop.ui.volume_shelf import VolumeShelf
from glioma_desktop.ui.watch_controller import WatchController

if TYPE_CHECKING:
    from glioma_desktop.ui.main_window import MainWindow


class Controllers:
    """One a verb; ``window`` for what belongs to the window itself."""

    def __init__(self, session: Session, settings: Settings, window: MainWindow) -> None:
        self.session, self.window = session, window
        self.bindings = BindingsController(session, settings)
        self.views = ViewController(session, settings)
        self.cine = CineController(session, settings, self.views)
        self.grey = GreyController(session, settings, self.views)
        self.saving = SavingController(session)
        self.roi = RoiController(session, self.views)
        self.undo = UndoController(session, self.views)
        self.measure = MeasureController(session, self.views, self.roi, self.undo)
        self.zoom = BoxZoom(session, self.views, lambda: window.area.active.size())
        self.shelf = VolumeShelf(settings.memory_budget_bytes, user_cache(settings.cache_limit_bytes))
        self.reading = ReadingController(session, self.views, self.shelf)
        self.hanging = HangingController(session, settings, self.reading, window)
        read = self.reading.beside.read
        self.compare = Comparing(session, DifferenceController(session, read), MirrorController(session, read))
        self.reading.beside.given_up.connect(lambda _: self.compare.difference.changed.emit())
        self.midline_ahead = MidlineAhead(session, self.compare.mirror)
        self.hand_link = HandLinkController(session, self.views.frame)
        self.reformat = ReformatController(session, self.reading)
        self.archives = user_archives(settings.archive_limit_bytes)
        self.memory = MemoryController(settings, self.shelf, self.archives, window)
        self.scan = ScanController(session, self.archives)
        self.resume = ResumeController(session, self.reading, self.scan)
        self.watch = WatchController(session, self.scan, settings, window)
        self.case = CaseController(session, self.reading)
        self.outlines = OutlineController(session, self.roi, window, settings)
        self.exports = ExportController(session, window)
        self.moved = MovedController(session, self.reading, window)
        self.project = ProjectController(session, window, settings, self.saving.finish)
        self.training = TrainingController(session, window)
        self.grade = GradeController(session, window)
        self.report = ReportController(session, settings, window)
        self.panels = PanelsController(window)
        self.full_screen = FullScreen(window)
        self.second = SecondScreen(window)

    @property
    def preset(self) -> str:
        """The window preset of the active viewport."""
        return self.session.view.preset

    @property
    def case_status(self) -> str:
        """The open case's status."""
        return self.session.annotation.case.status if self.session.annotation else ""

    def refresh_row(self) -> None:
        """The open patient's line of the worklist follows its annotation."""
        session, annotation = self.session, self.session.annotation
        if annotation is None:
            return
        rows = []
        for row in session.worklist:
            if row.pseudonym == annotation.patient:
                status, boxes = annotation.case.status, len(annotation.boxes)
                status = "draft" if status == "new" and boxes else status
                people = people_of(annotation.people, session.studies)
                lesions = max(1, len(annotation.lesions))
                row = replace(row, status=status, boxes=boxes, lesions=lesions, people=people, arrived=False)
            rows.append(row)
        if tuple(rows) != session.worklist:
            session.set_worklist(tuple(rows))

    def stop_reading(self) -> None:
        """Stop reading folders, series, outline files and projects; what was found and what is shown stays."""
        self.scan.cancel()
        self.outlines.cancel()
        self.project.cancel()
        self.reading.stop()

    def close(self) -> bool:
        """Before the window goes: keep what was looked at, stop reading; False when something still waits to be saved."""
        self.session.leaving.emit()
        if not self.saving.finish():
            return False
        self.project.stop_waiting()
        self.stop_reading()
        self.second.close()
        return True
