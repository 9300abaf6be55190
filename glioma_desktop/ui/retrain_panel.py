"""The choices before a training: what is trained, on what, and on which device. One page, nothing hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import SEQUENCE_LABELS
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.retrain_choice import NETWORKS, PRESETS, STARTS, Device, Preset, RetrainChoice
from glioma_desktop.ui.retrain_parts import choice_card, fields, in_a_row, number, role_label, with_note
from glioma_desktop.ui.run_words import network_label

THREE_CHANNELS = ("t1ce", "flair", "t1")
SINGLE_SEQUENCES = ("t1ce", "flair", "t1", "t2")
_START_WORDS = {
    "scratch": phrase("from scratch"), "imagenet": phrase("fine-tuned from ImageNet"), "frozen": phrase("frozen trunk"),
}  # fmt: skip
_START_TIPS = {
    "scratch": phrase("Random weights, all layers are learned from these patients."),
    "imagenet": phrase("Starts from weights learned on photographs; the trunk learns at a tenth of the head's rate."),
    "frozen": phrase("Weights from photographs are kept as they are; only the last layer is learned. Fast."),
}
_DEVICES: Sequence[tuple[Device, str]] = (("auto", phrase("Automatic")), ("cpu", "CPU"), ("cuda", "GPU (CUDA)"))


class RetrainPanel(QWidget):
    """Emits ``changed`` whenever the choice does."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weights: Path | None = None
        self._filling = False
        self.setProperty("role", "plain")
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        columns.addWidget(self._what_card(), 1)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._data_card())
        right.addWidget(self._device_card(), 1)
        columns.addLayout(right, 1)
        self._quick.toggled.connect(self._follow_preset)
        self._follow_preset()

    def choice(self) -> RetrainChoice:
        """What is chosen now. The preset's own networks, starts and epochs are left to training."""
        preset: Preset = "paper" if self._paper.isChecked() else "quick"
        own = PRESETS[preset]
        networks = tuple(name for name, box in self._networks.items() if box.isChecked())
        starts = tuple(name for name, box in self._starts.items() if box.isChecked())
        same = networks == own.networks and set(starts) == set(own.starts)
        return RetrainChoice(
            preset=preset,
            networks=None if same else networks,
            starts=None if same else starts,
            sequences=tuple(str(self._sequence.currentData()).split(",")),
            coverage_min=self._coverage_min.value() / 100,
            coverage_max=self._coverage_max.value() / 100,
            epochs=None if self._epochs.value() == own.epochs else self._epochs.value(),
            device=cast(Device, self._device.currentData()),
            seed=self._seed.value(),
            weights=self._weights,
        )

    def problem(self) -> str:
        """Why this choice cannot be started; empty when it can."""
        if not any(box.isChecked() for box in self._networks.values()):
            return tr("Choose at least one network.")
        if not any(box.isChecked() for box in self._starts.values()):
            return tr("Choose at least one start.")
        if self._coverage_min.value() >= self._coverage_max.value():
            return tr("The lower end of the coverage band must be below the upper end.")
        return ""

    def take(self, config: Mapping[str, Any]) -> None:
        """Take over the choice of an earlier run (*Change and start new*)."""
        self._filling = True
        preset = PRESETS["paper" if config.get("preset") == "paper" else "quick"]
        (self._paper if config.get("preset") == "paper" else self._quick).setChecked(True)
        for boxes, chosen in (
            (self._networks, config.get("networks") or preset.networks),
            (self._starts, config.get("starts") or preset.starts),
        ):
            for name, box in boxes.items():
                box.setChecked(name in chosen)
        sequence = config.get("sequences") or config.get("sequence") or ()
        joined = sequence if isinstance(sequence, str) else ",".join(sequence)
        self._sequence.setCurrentIndex(max(0, self._sequence.findData(joined)))
        self._epochs.setValue(int(config.get("epochs") or preset.epochs))
        for spin, key in ((self._coverage_min, "coverage_min"), (self._coverage_max, "coverage_max")):
            if config.get(key) is not None:
                spin.setValue(round(100 * float(config[key])))
        self._seed.setValue(int(config.get("seed") or 0))
        self._filling = False
        self.changed.emit()

    def show_preview(self, preview: Mapping[str, Any]) -> None:
        """Say which device will be used and why, and which weights are at hand."""
        device = preview.get("device") or {}
        self._device_line.setText(say(str(device.get("words", ""))))
        self._weights_line.setText("\n".join(say(line) for line in preview.get("weights", ())))

    # -- cards ---------------------------------------------------------------------------------------------------------

    def _what_card(self) -> QWidget:
        card, layout = choice_card(tr("What is trained"))
        self._quick, self._paper = QRadioButton(tr("Quick")), QRadioButton(tr("Paper"))
        presets = QButtonGroup(self)
        for button, name in ((self._quick, "quick"), (self._paper, "paper")):
            presets.addButton(button)
            layout.addLayout(with_note(button, PRESETS[name].words))
        self._quick.setChecked(True)
        layout.addSpacing(6)
        layout.addWidget(role_label(tr("Networks"), "section"))
        self._networks = {name: QCheckBox(network_label(name)) for name in NETWORKS}
        layout.addLayout(in_a_row(*self._networks.values()))
        layout.addSpacing(6)
        layout.addWidget(role_label(tr("Starts"), "section"))
        self._starts = {name: QCheckBox(say(_START_WORDS[name])) for name in STARTS}
        for name, box in self._starts.items():
            box.setToolTip(say(_START_TIPS[name]))
            layout.addWidget(box)
        self._epochs = number(1, 500, tr("Passes over the training patients; one number for all five folds."))
        layout.addLayout(fields(((tr("Epochs"), self._epochs),)))
        layout.addStretch(1)
        note = role_label(tr("Beside them, always: box size only, and hand-crafted features with an SVM."), "muted")
        note.setWordWrap(True)
        layout.addWidget(note)
        for box in (*self._networks.values(), *self._starts.values()):
            box.toggled.connect(self._tell)
        return card

    def _data_card(self) -> QWidget:
        card, layout = choice_card(tr("On what"))
        self._sequence = QComboBox()
        for name in SINGLE_SEQUENCES:
            self._sequence.addItem(say(SEQUENCE_LABELS[name]), name)
        three = tr_joined((SEQUENCE_LABELS[name] for name in THREE_CHANNELS), " + ")
        self._sequence.addItem(tr("{three}, three channels", three=three), ",".join(THREE_CHANNELS))
        self._coverage_min = number(1, 99, tr("Boxes that hold less of their outline are left out."), 70, " %")
        self._coverage_max = number(2, 100, tr("Boxes that hold more of their outline are left out."), 90, " %")
        self._seed = number(
            0, 999_999, tr("Changes folds, initialisation and augmentation, never the sealed patients.")
        )
        self._coverage_min.setAccessibleName(tr("Least coverage"))
        self._coverage_max.setAccessibleName(tr("Greatest coverage"))
        band = QWidget()
        band.setProperty("role", "plain")
        inside = QHBoxLayout(band)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._coverage_min, 1)
        inside.addWidget(role_label(tr("to"), "muted"))
        inside.addWidget(self._coverage_max, 1)
        layout.addLayout(fields(((tr("Sequence"), self._sequence), (tr("Coverage"), band), (tr("Seed"), self._seed))))
        self._sequence.currentIndexChanged.connect(self._tell)
        for spin in (self._coverage_min, self._coverage_max, self._seed, self._epochs):
            spin.valueChanged.connect(self._tell)
        return card

    def _device_card(self) -> QWidget:
        card, layout = choice_card(tr("With what"))
        self._device = QComboBox()
        for value, words in _DEVICES:
            self._device.addItem(say(words), value)
        self._device.currentIndexChanged.connect(self._tell)
        layout.addLayout(fields(((tr("Device"), self._device),)))
        self._device_line = role_label("", "muted")
        self._device_line.setWordWrap(True)
        self._device_line.setMinimumHeight(self._device_line.fontMetrics().lineSpacing())
        layout.addWidget(self._device_line)
        layout.addSpacing(6)
        layout.addWidget(role_label(tr("ImageNet weights"), "section"))
        self._weights_path = role_label(tr("Those kept from before, else torchvision's download"), "value")
        self._weights_path.setWordWrap(True)
        layout.addWidget(self._weights_path)
        file_button, folder_button = QPushButton(tr("Import from file…")), QPushButton(tr("From folder…"))
        file_button.clicked.connect(self._weights_file)
        folder_button.clicked.connect(self._weights_folder)
        layout.addLayout(in_a_row(file_button, folder_button))
        self._weights_line = role_label("", "muted")
        self._weights_line.setWordWrap(True)
        self._weights_line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._weights_line.setMinimumHeight(3 * self._weights_line.fontMetrics().lineSpacing())  # what is usually said
        layout.addWidget(self._weights_line)
        layout.addStretch(1)
        return card

    # -- what the hand does --------------------------------------------------------------------------------------------

    def _follow_preset(self) -> None:
        own = PRESETS["paper" if self._paper.isChecked() else "quick"]
        self._filling = True
        for name, box in self._networks.items():
            box.setChecked(name in own.networks)
        for name, box in self._starts.items():
            box.setChecked(name in own.starts)
        self._epochs.setValue(own.epochs)
        self._filling = False
        self._tell()

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()

    def _weights_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("ImageNet weights"), "", tr("Weights (*.pth *.pt *.npz *.safetensors *.caffemodel);;All files (*)")
        )
        self.use_weights(Path(chosen) if chosen else None)

    def _weights_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder of ImageNet weights"))
        self.use_weights(Path(chosen) if chosen else None)

    def use_weights(self, path: Path | None) -> None:
        """Take ImageNet weights from this file or folder; None leaves what was chosen."""
        if path is None:
            return
        self._weights = path
        self._weights_path.setText(path.name)
        self._weights_path.setToolTip(str(path))
        self._tell()
