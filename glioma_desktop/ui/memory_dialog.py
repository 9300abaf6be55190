"""How much memory and disc the images may take, and what they take now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from glioma_desktop.errors import GliomaError
from glioma_desktop.study.archive_cache import ArchiveCache
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.machine_memory import machine_bytes
from glioma_desktop.ui.panel_rows import label
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.themed_window import ThemedWindow
from glioma_desktop.ui.volume_shelf import VolumeShelf

GIB = 1 << 30
LEAST_GIB, STEP_GIB, MOST_CACHE_GIB = 0.25, 0.25, 1024.0
REFRESH_MS = 1000


class MemoryDialog(ThemedWindow):
    """Non-modal; what is entered holds at once. What lies on the disc is counted and deleted off the GUI thread."""

    def __init__(
        self, settings: Settings, shelf: VolumeShelf, archives: ArchiveCache, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Memory — Glioma Desktop"), parent)
        self._settings, self._shelf, self._archives = settings, shelf, archives
        self.budget = _gib(LEAST_GIB, machine_bytes() / GIB, tr("Memory for images"))
        self.disc = _gib(0.0, MOST_CACHE_GIB, tr("Disc for unpacked files"))
        self.archives = _gib(LEAST_GIB, MOST_CACHE_GIB, tr("Disc for unpacked archives"))
        self.in_memory, self.on_disc, self.of_archives = (label("", "muted") for _ in range(3))
        self.about = label(
            tr(
                "Series that were looked at stay in memory, so that they are there at once; those not used for longest leave "
                "first, never one that is shown. Packed files and the images of archives are unpacked once and kept in a "
                "private folder of yours."
            ),
            "muted",
        )
        self._counting: Task | None = None
        self.clear = QPushButton(tr("Empty now"))
        self.clear.setToolTip(tr("Delete the unpacked copies; the files themselves stay."))
        self.clear_archives = QPushButton(tr("Empty now"))
        self.clear_archives.setToolTip(
            tr("Delete the images that were unpacked from ZIP and tar files; they are unpacked again when asked for.")
        )
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._lay_out()
        self.budget.setValue(settings.memory_budget_bytes / GIB)
        self.disc.setValue(settings.cache_limit_bytes / GIB)
        self.archives.setValue(settings.archive_limit_bytes / GIB)
        self.budget.valueChanged.connect(self._set_budget)
        self.disc.valueChanged.connect(self._set_disc)
        self.archives.valueChanged.connect(self._set_archives)
        self.clear.clicked.connect(self._empty)
        self.clear_archives.clicked.connect(self._empty_archives)

    def refresh(self) -> None:
        """What is in use now."""
        self.in_memory.setText(
            tr(
                "{size} in use, of {total:.0f} GiB in the machine",
                size=_words(self._shelf.bytes_held),
                total=machine_bytes() / GIB,
            )
        )
        if self._counting is None:  # a disc that takes long is not asked again before it has answered
            self._do(_nothing)

    def showEvent(self, event: QShowEvent) -> None:
        """Figures are read while somebody looks."""
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(2, 1)
        rows = (
            (tr("Series kept in memory"), self.budget, self.in_memory),
            (tr("Unpacked .nii.gz on disc"), self.disc, self.on_disc),
            (tr("Unpacked ZIP and tar on disc"), self.archives, self.of_archives),
        )
        for line, (words, field, now) in enumerate(rows):
            name = label(words, "muted")
            name.setBuddy(field)
            for place, part in enumerate((name, field, now)):
                grid.addWidget(part, line, place)
        grid.addWidget(self.clear, 1, 3)
        grid.addWidget(self.clear_archives, 2, 3)
        self.about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(14)
        column.addLayout(grid)
        column.addWidget(self.about)
        column.addStretch(1)
        self.resize(640, 230)

    def _set_budget(self, gib: float) -> None:
        self._settings.memory_budget_bytes = self._shelf.budget_bytes = int(gib * GIB)
        self.refresh()

    def _set_disc(self, gib: float) -> None:
        self._settings.cache_limit_bytes = int(gib * GIB)
        if self._shelf.cache is not None:
            self._shelf.cache.limit_bytes = int(gib * GIB)
            self._do(self._shelf.cache.trim)

    def _set_archives(self, gib: float) -> None:
        self._settings.archive_limit_bytes = self._archives.limit_bytes = int(gib * GIB)
        self._do(self._archives.trim)

    def _empty_archives(self) -> None:
        self._do(self._archives.empty)

    def _empty(self) -> None:
        if self._shelf.cache is not None:
            self._do(self._shelf.cache.empty)

    def _do(self, work: Callable[[], None]) -> None:
        """Do something with what lies on the disc, and show what is there then; an answer from before it is dropped."""
        cache, archives = self._shelf.cache, self._archives

        def counted(_: Task) -> tuple[int, int]:
            work()
            return (cache.bytes_held if cache is not None else 0), archives.bytes_held

        if self._counting is not None:
            self._counting.cancel()
        self._counting = run_task(counted, on_done=self._show, on_error=self._failed)

    def _show(self, held: tuple[int, int]) -> None:
        self._counting = None
        for words, size in zip((self.on_disc, self.of_archives), held, strict=True):
            words.setText(tr("{size} in use", size=_words(size)))

    def _failed(self, error: GliomaError) -> None:
        self._counting = None
        self.about.setText(say(error.message))


class MemoryController(QObject):
    """Shows the dialog; it is made when first asked for."""

    def __init__(self, settings: Settings, shelf: VolumeShelf, archives: ArchiveCache, window: QWidget) -> None:
        super().__init__(window)
        self._settings, self._shelf, self._archives, self._window = settings, shelf, archives, window
        self.dialog: MemoryDialog | None = None

    def show(self) -> None:
        """Edit > Memory."""
        if self.dialog is None:
            self.dialog = MemoryDialog(self._settings, self._shelf, self._archives, self._window)
        self.dialog.show()
        self.dialog.raise_()


def _nothing() -> None:
    """Only count."""


def _gib(least: float, most: float, name: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(least, most)
    box.setSingleStep(STEP_GIB)
    box.setDecimals(2)
    box.setSuffix(" GiB")
    box.setAccessibleName(name)
    box.lineEdit().setTextMargins(6, 0, 0, 0)
    box.setKeyboardTracking(False)  # a figure half typed would let series go
    return box


def _words(size: int) -> str:
    return f"{size / GIB:.2f} GiB" if size >= GIB else f"{size / (1 << 20):.0f} MiB"
