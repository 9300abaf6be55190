"""Which model of the project grades, told to the session."""

from __future__ import annotations

from glioma_desktop.errors import GliomaError
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.registry import Registry
from glioma_desktop.ui.model_facts import model_line
from glioma_desktop.ui.session import Session


def card_of(session: Session, model_id: str | None) -> ModelCard | None:
    """The card of a model of the open project; None without one. Its weights are not verified here."""
    if session.project is None or model_id is None:
        return None
    return next((card for card in Registry(session.project.models_dir).list() if card.model_id == model_id), None)


def show_active_model(session: Session) -> None:
    """Read which model is active and let the session say so; what cannot be read is one sentence in the strip."""
    active = None
    if session.project is not None:
        try:
            active = Registry(session.project.models_dir).active()
        except GliomaError as error:
            session.post(error.message, trouble=True)
    card = card_of(session, active)
    if card is None:
        session.set_model(None)
    else:
        session.set_model(card.model_id, model_line(card))
