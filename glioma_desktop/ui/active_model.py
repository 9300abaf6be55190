"""Which models a project has and which of them grades, told to the session."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from glioma_desktop.errors import GliomaError
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.registry import Registry
from glioma_desktop.ui.model_facts import model_line
from glioma_desktop.ui.session import Session


@dataclass(frozen=True)
class Models:
    """What was read of a registry; weights are not verified here.

    Attributes:
        cards: Of the models that are whole, the oldest first.
        active: The id of the one that grades, None without one.
        trouble: A sentence for everything that is wrong.
    """

    cards: tuple[ModelCard, ...] = ()
    active: str | None = None
    trouble: tuple[str, ...] = ()

    @property
    def grades(self) -> ModelCard | None:
        """The card of the one that grades."""
        return next((card for card in self.cards if card.model_id == self.active), None)


def read_models(models_dir: Path) -> Models:
    """Ask the drive, which may take its time. What is wrong with a model hides none that is whole."""
    registry = Registry(models_dir)
    try:
        cards, damaged = tuple(registry.list()), tuple(registry.damaged().values())
    except GliomaError as error:
        return Models(trouble=(error.message,))
    try:
        return Models(cards, registry.active(), damaged)
    except GliomaError as error:
        return Models(cards, None, (error.message, *damaged))


def show_model(session: Session, card: ModelCard | None) -> None:
    """Let the session say which model grades."""
    session.set_model(card, "" if card is None else model_line(card))


def show_active_model(session: Session) -> None:
    """Read which model is active and let the session say so; what cannot be read is one sentence in the strip."""
    active, cards = None, []
    if session.project is not None:
        try:
            registry = Registry(session.project.models_dir)
            active = registry.active()
            cards = registry.list() if active is not None else []
        except GliomaError as error:
            session.post(error.message, trouble=True)
    show_model(session, Models(tuple(cards), active).grades)
