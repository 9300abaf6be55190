"""Which sequence a series is, guessed from headers and names. A guess until a reader confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glioma_desktop.phrase import phrase
from glioma_desktop.study.sequence_words import contrast_in, is_derived, sequence_in
from glioma_desktop.study.series import SequenceName

Guess = tuple[SequenceName, str]

_NO_AGENT = frozenset(
    ("none", "no", "n", "0", "nil", "no contrast", "kein", "keine", "keins", "ohne", "nein", "unknown", "-", "无")
)
_IMAGE_TYPES: tuple[tuple[str, SequenceName], ...] = (
    ("ADC", "adc"), ("SUBTRACTION", "other"), ("SWI", "swi"), ("MNIP", "other"), ("MINIP", "other"), ("MIP", "other"),
    ("PROJECTION IMAGE", "other"), ("LOCALIZER", "other"), ("RCBV", "perfusion"), ("RCBF", "perfusion"),
    ("CBV", "perfusion"), ("CBF", "perfusion"), ("TTP", "perfusion"), ("PERFUSION", "perfusion"), ("ASL", "perfusion"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hints:
    """What a guess may rest on. Times in ms, None when not stored.

    Attributes:
        modality: ``MR``, ``CT`` or ``""``.
        texts: Descriptions, most trusted first: (what it is, the text).
        names: File and folder names, nearest first.
    """

    modality: str = ""
    texts: Sequence[tuple[str, str]] = ()
    names: Sequence[str] = ()
    contrast_agent: str = ""
    image_type: tuple[str, ...] = ()
    scanning_sequence: tuple[str, ...] = ()
    echo_time_ms: float | None = None
    repetition_time_ms: float | None = None
    inversion_time_ms: float | None = None
    b_value: float | None = None


def guess_sequence(hints: Hints) -> Guess:
    """The sequence of a series and, in a few words, what the guess rests on.

    Order of trust: what the image type says (derived maps, subtractions), then the contrast agent together with the
    text, then the text, then the names of file and folders, then the timing. Nothing fits: ``unknown``.
    """
    if hints.modality not in ("", "MR"):
        return "other", phrase("modality {modality}", modality=hints.modality)
    by_type = _from_image_type(hints)
    if by_type is not None:
        return by_type
    timing = _from_timing(hints)
    for kind, text in hints.texts:
        found = sequence_in(text)
        if found is None:
            continue
        if found == "t2" and timing is not None and timing[0] == "flair":
            return "flair", phrase("inversion recovery and {what}", what=_text(kind, text))
        if found == "t2" and _is_proton_density(hints):
            return "other", phrase("echo time {ms} ms: proton density", ms=_number(hints.echo_time_ms))
        return _with_contrast(found, hints, _text(kind, text), text)
    for name in hints.names:
        found = sequence_in(name)
        if found is not None:
            return _with_contrast(found, hints, phrase("name '{name}'", name=name), name)
    if timing is not None:
        return _with_contrast(timing[0], hints, timing[1], " ".join(text for _, text in hints.texts))
    return "unknown", phrase("nothing in the headers or names says")


def _with_contrast(found: SequenceName, hints: Hints, reason: str, text: str) -> Guess:
    if found != "t1":
        return found, reason
    said = contrast_in(text)
    if said == "before":
        return "t1", reason
    if hints.contrast_agent.strip().lower() not in ("", *_NO_AGENT):
        return "t1ce", "ContrastBolusAgent"
    if said == "both":
        return "unknown", phrase("{reason} may mean before or after contrast", reason=reason)
    return ("t1ce" if said == "after" else "t1"), reason


def _from_image_type(hints: Hints) -> Guess | None:
    kinds = {part.upper() for part in hints.image_type}
    for word, name in _IMAGE_TYPES:
        if word in kinds:
            return name, f"ImageType {word}"
    if len(hints.image_type) > 2 and hints.image_type[2].upper() in ("P", "PHASE", "R", "I", "REAL", "IMAGINARY"):
        return "other", phrase("ImageType {part}: not a magnitude", part=hints.image_type[2])
    if "DERIVED" in kinds and any(is_derived(text) for _, text in hints.texts):
        return "other", phrase("ImageType DERIVED: subtraction or projection")
    if {"DIFFUSION", "TRACEW"} & kinds or (hints.b_value or 0) > 0:
        return "dwi", phrase("diffusion weighting")
    return None


def _from_timing(hints: Hints) -> Guess | None:
    echo, repetition, inversion = hints.echo_time_ms, hints.repetition_time_ms, hints.inversion_time_ms
    if echo is None or repetition is None or repetition <= 0:
        return None
    stated = f"TR {_number(repetition)} ms, TE {_number(echo)} ms"
    if inversion is not None and inversion >= 1500 and echo >= 70:
        return "flair", f"{stated}, TI {_number(inversion)} ms"
    if "EP" in hints.scanning_sequence:
        return None
    if inversion is not None and inversion > 0:
        # Between the nulling of fat (STIR) and of fluid: a T1 by inversion, also as MPRAGE.
        return ("t1", stated) if 300 < inversion < 1300 and echo < 30 else None
    if "GR" in hints.scanning_sequence:
        return None  # angiography, T2*, localizer and T1 share such times
    if 5 <= echo < 25 and 250 <= repetition < 1000:
        return "t1", stated
    if echo >= 70 and repetition >= 2000:
        return "t2", stated
    return None


def _is_proton_density(hints: Hints) -> bool:
    return (
        hints.echo_time_ms is not None
        and 0 < hints.echo_time_ms < 40
        and (hints.repetition_time_ms or 0) >= 1800
        and "SE" in hints.scanning_sequence
        and not (hints.inversion_time_ms or 0)
    )


def _text(kind: str, text: str) -> str:
    if kind == "protocol":
        return phrase("protocol '{text}'", text=text.strip())
    return phrase("description '{text}'", text=text.strip())


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"
