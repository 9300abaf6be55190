"""The form for a new project. Everything but the folder has a good default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from glioma_desktop.grade import ProjectClasses
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import SEQUENCE_LABELS
from glioma_desktop.ui.form_card import add_row
from glioma_desktop.ui.form_layout import form_grid, lay_out_form
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.themed_window import ThemedWindow

_CLASSES = (
    (phrase("WHO 2 against 3–4 (adult-type diffuse glioma)"), ProjectClasses((2,), (3, 4))),
    (phrase("WHO 1–2 against 3–4 (with circumscribed tumours)"), ProjectClasses((1, 2), (3, 4))),
    (phrase("WHO 2–3 against 4"), ProjectClasses((2, 3), (4,))),
)
_REGIONS = (
    (phrase("the whole T2/FLAIR abnormality"), "flair_abnormality"),
    (phrase("enhancing and necrotic core, else T2/FLAIR"), "core"),
    (phrase("what the reader chooses"), "free"),
)


@dataclass(frozen=True, slots=True)
class ProjectWish:
    """What the form asks for."""

    folder: Path
    name: str
    classes: ProjectClasses
    outline_region: str
    box_series: str

    @property
    def settings(self) -> dict[str, Any]:
        """What ``Project.create`` takes beside folder and name."""
        return {"classes": self.classes, "outline_region": self.outline_region, "box_series": self.box_series}


class NewProject(ThemedWindow):
    """Non-modal; ``wished(ProjectWish)``."""

    wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("New project — Glioma Desktop"), parent)
        self.resize(600, 320)
        self.name, self.place = QLineEdit("Glioma"), QLineEdit(str(Path.home()))
        self.place.setAccessibleName(tr("In folder"))
        self.classes, self.region, self.series = QComboBox(), QComboBox(), QComboBox()
        for words, classes in _CLASSES:
            self.classes.addItem(say(words), classes)
        for words, region in _REGIONS:
            self.region.addItem(say(words), region)
        for name in ("t1ce", "flair", "t1", "t2"):
            self.series.addItem(say(SEQUENCE_LABELS[name]), name)
        self._sentence = QLabel(tr("Low and high are classes of this project, not WHO terms."))
        self._sentence.setProperty("role", "muted")
        self._sentence.setWordWrap(True)
        self.make = QPushButton(tr("Make project"))
        self.make.setProperty("role", "primary")
        self.make.clicked.connect(self._wish)
        self._lay_out()

    def say(self, sentence: str) -> None:
        """One sentence above the button."""
        self._sentence.setText(say(sentence))

    def _lay_out(self) -> None:
        browse = QPushButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        place = QWidget()
        place.setProperty("role", "plain")
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.place, 1)
        row.addWidget(browse)
        form = form_grid()
        rows = (
            (tr("Name"), self.name),
            (tr("In folder"), place),
            (tr("Classes"), self.classes),
            (tr("Box holds 80 % of"), self.region),
            (tr("Boxes are kept on"), self.series),
        )
        for line, (words, field) in enumerate(rows):
            add_row(form, line, words, field)
        lay_out_form(self, (form, self._sentence), (self.make,))

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("In folder"), self.place.text())
        if chosen:
            self.place.setText(chosen)

    def _wish(self) -> None:
        name = self.name.text().strip()
        if not name or any(sign in name for sign in '/\\:*?"<>|'):
            self.say(tr("Give the project a name that can be a folder's name."))
            return
        folder = Path(self.place.text()).expanduser() / name
        classes: ProjectClasses = self.classes.currentData()
        self.wished.emit(
            ProjectWish(folder, name, classes, str(self.region.currentData()), str(self.series.currentData()))
        )
