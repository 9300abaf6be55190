"""The worklist of 1,000 studies while a search is typed, beside a list widget that is filled anew."""

from __future__ import annotations

from itertools import cycle

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem

from glioma_desktop.ui.app import make_app
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_state import PatientRow
from glioma_desktop.ui.worklist import count_words
from glioma_desktop.ui.worklist_model import ROW_ROLE, STATUS_WORDS
from glioma_desktop.ui.worklist_panel import ROW, WorklistPanel, _RowPainter
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import milliseconds, percentile

TYPED = ("f", "fl", "fla", "flair", "flair d", "flair done", "", "4", "42", "201", "2019", "201904", "mrn", "mrn00", "")
"""One letter after the other; sequences, a status, pseudonyms, dates, an identifier."""
SIZE = QSize(208, 800)


def _rows() -> tuple[PatientRow, ...]:
    statuses, sequences = (
        ("new", "draft", "done", "flagged"),
        (("T1CE", "FLAIR", "T1", "T2"), ("T1CE", "T1"), ("FLAIR",)),
    )
    return tuple(
        PatientRow(
            f"P-{k + 1:04d}", statuses[k % 4], k % 7, 1 + k % 2, sequences[k % 3], 40.0, "F", "",
            (f"MRN{k:07d}", f"2019-{k % 12 + 1:02d}-12", f"2019{k % 12 + 1:02d}12"),
        )
        for k in range(1000)
    )  # fmt: skip


@benchmark("a letter typed in the search of 1,000 studies", baseline="QListWidget filled anew", must=0.8, aim=16.7)
def search_letter(place: Place) -> Timing:
    """From the letter to the painted list; its 95th percentile must be below 50 ms."""
    make_app()
    session, rows = Session(), _rows()
    session.set_worklist(rows)
    panel, naive = WorklistPanel(session), QListWidget()
    naive.setItemDelegate(_RowPainter(naive))
    panel.resize(SIZE)
    naive.resize(SIZE)
    panel.show()
    naive.show()
    QApplication.processEvents()

    def ours(text: str) -> None:
        panel.search.setText(text)
        panel.patients.viewport().repaint()

    def theirs(text: str) -> None:
        naive.clear()
        for row in rows:
            seen = (row.pseudonym, row.status, STATUS_WORDS[row.status], *row.sequences, count_words(row), *row.unseen)
            if all(word in " ".join(seen).lower() for word in text.split()):
                item = QListWidgetItem(naive)
                item.setData(ROW_ROLE, row)
                item.setSizeHint(QSize(40, ROW))
        naive.viewport().repaint()

    own, other = [], []
    for text, _ in zip(cycle(TYPED), range(10 * len(TYPED)), strict=False):
        own.append(milliseconds(lambda: ours(text)))  # noqa: B023 - done at once
        other.append(milliseconds(lambda: theirs(text)))  # noqa: B023
        QApplication.processEvents()
    panel.close()
    naive.close()
    p95 = percentile(own, 95)
    return Timing(p95, percentile(other, 95), f"p50 {percentile(own, 50):.1f} ms, both at p95", holds=p95 < 50)
