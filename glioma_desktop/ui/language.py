"""What the window says in the reader's language: English in the code, Simplified Chinese from ``resources/translations``.

``tr("Slice {k} of {n}", k=3, n=20)`` is what is shown; the template is a literal, so that a test can list them all. What
is kept for later, or was made on a lower floor, is a ``Phrase`` (``phrase.py``) and goes through ``say`` when it is shown.
On a switch every text that stands in a widget, action or list is known again and said anew in its place: nobody registers
anything. What paints itself says its words while it paints; what is put together from several texts by other means than
``tr_joined`` is made again by whoever listens to ``Session.language_changed``.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from weakref import WeakKeyDictionary

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from glioma_desktop.phrase import Phrase, joined
from glioma_desktop.resources import resource
from glioma_desktop.translation import recognised
from glioma_desktop.ui.standing_texts import Standing, standing_texts

log = logging.getLogger(__name__)

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""The languages of the window, each by its own name."""
CONTEXT = "glioma"
REMEMBERED = 20_000
"""How many texts that are shown are remembered; the older half goes when there are more."""

_AFTER_A_STOP = re.compile("(?<=[。；：，、]) ")
"""The space between two sentences; a full-width mark has its own."""

_current = "en"
_translators: list[QTranslator] = []
_said: dict[str, Phrase] = {}
_placed: WeakKeyDictionary[QObject, dict[str, tuple[str, Phrase]]] = WeakKeyDictionary()
"""What a switch put where: a heading in capitals and a menu may be one word in Chinese and must part again."""


class _Said(str):
    """A text as it is shown now that remembers what was meant."""

    meant: Phrase


class _Capitals(Phrase):
    """A heading that is in capitals where it is English."""

    @classmethod
    def _filled(cls, template: str, values: Mapping[str, object]) -> str:
        return super()._filled(template, values).upper()


def tr(template: str, /, **values: object) -> str:
    """What a template says in the reader's language.

    Args:
        template: English, a literal: fields by name, one template for the singular and one for the plural.
        **values: What fills the fields; texts among them are translated where they are phrases or came from ``tr``.

    Raises:
        KeyError: A field of the template has no value.
    """
    return say(Phrase(template, {name: meant(one) if isinstance(one, str) else one for name, one in values.items()}))


def tr_joined(parts: Iterable[str], separator: str = " · ") -> str:
    """Texts one after another, each in the reader's language; empty ones are left out."""
    shown = [meant(part) for part in parts if part]
    return say(shown[0] if len(shown) == 1 else joined(shown, separator))


def capitals(text: str) -> str:
    """A heading in capitals, where the language has them."""
    found = meant(text)
    return say(_Capitals(found.template, found.values)) if isinstance(found, Phrase) else found.upper()


def say(text: str) -> str:
    """Any text in the reader's language: a phrase, an error's message, or a plain text that is one of the templates.

    What is not known (a name, a number, a path) is shown as it is.
    """
    found = meant(text)
    if not isinstance(found, Phrase):
        return found
    shown = found if _current == "en" else _said_in_translation(found)
    if shown not in found.values.values():  # else it would stand for itself, one layer deeper each time it is said
        _remember(str(shown), found)
    return shown


def _remember(shown: str, found: Phrase) -> None:
    if len(_said) >= REMEMBERED:
        for old in list(_said)[: REMEMBERED // 2]:
            _said.pop(old, None)  # workers say things too
    _said[shown] = found


def meant(text: str) -> str:
    """The English phrase behind a text that is shown; the text itself where none is known."""
    if isinstance(text, Phrase):
        return text
    if isinstance(text, _Said):
        return text.meant
    return _said.get(text) or (text if _current == "en" else recognised(text) or text)


def current() -> str:
    """The language of the window, a key of ``LANGUAGES``."""
    return _current


def of_system() -> str:
    """Chinese where the system speaks it, else English."""
    return "zh_CN" if next(iter(QLocale.system().uiLanguages()), "").startswith("zh") else "en"


def switch(name: str) -> None:
    """Say everything in another language; texts change where they stand, and nothing else does.

    Args:
        name: A key of ``LANGUAGES``; any other is English.
    """
    global _current  # one application, one language
    name = name if name in LANGUAGES else "en"
    if name == _current:
        return
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    places = [(_meant_there(one), one) for one in standing_texts(app)]
    for translator in _translators:
        app.removeTranslator(translator)
    _translators.clear()
    _current = name
    if name != "en":
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        own = str(resource("translations"))
        for file, folder in ((f"qtbase_{name}", qt), (f"qt_gaps_{name}", own), (f"glioma_{name}", own)):
            translator = QTranslator()
            if translator.load(file, folder):
                app.installTranslator(translator)
                _translators.append(translator)
            else:
                log.warning("no translation %s here", file)
    for found, one in places:
        if found is not None:
            shown = say(found)
            one.put(shown)
            if one.owner is not None:
                _placed.setdefault(one.owner, {})[one.name] = (str(shown), found)
    for widget in app.allWidgets():
        QWidget.update(widget)  # PySide6 6.8 hides it behind the lists' own update(index)


def _meant_there(one: Standing) -> Phrase | None:
    """The phrase behind a text that stands somewhere: what was put there, what was said, or what it reads like."""
    placed = _placed.get(one.owner, {}).get(one.name) if one.owner is not None else None
    if placed is not None and placed[0] == one.text:
        return placed[1]
    return _said.get(one.text) or recognised(one.text)


def _known_again(found: Phrase) -> Phrase:
    """With those sentences among its values as phrases that lost their template while the window spoke English.

    In a file, in the catalogue; a single word may be a name and stays.
    """
    values = {
        name: _known_again(one)
        if isinstance(one, Phrase)
        else (type(one) is str and one.endswith(".") and recognised(one)) or one
        for name, one in found.values.items()
    }
    return type(found)(found.template, values)


def _said_in_translation(found: Phrase) -> _Said:
    text = _known_again(found).translated(lambda template: QCoreApplication.translate(CONTEXT, template))
    shown = _Said(_AFTER_A_STOP.sub("", text))
    shown.meant = found
    return shown
