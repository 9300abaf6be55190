"""Which sequence a series is, guessed from headers and names. A guess until a reader confirms it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glioma_desktop.study.series import SequenceName

Guess = tuple[SequenceName, str]

# A word is whatever stands between separators, so that "t1" is not found in "t1ce" or "st1mulus".
_POST = re.compile(
    r"(?<![a-z])(post|gd|gad|gado|gadolinium|gadavist|gadovist|dotarem|multihance|magnevist|prohance|contrast|ce|kontrast|km)"
    r"(?![a-z])|\+\s?c(?![a-z])|\+\s?gd|c\s?\+|t1\s?w?\s?[-_ ]?(?:ce|post|gd|c)(?![a-z])|postgd|postcontrast|增强"
)
_PRE = re.compile(
    r"(?<![a-z])(pre|precontrast|non[-_ ]?contrast|without(?: contrast)?|native?|nativ|unenhanced|w/?o)(?![a-z])|平扫"
)
_T1_FLAIR = re.compile(r"(?<![a-z0-9])t1w?[-_ ]*flair")  # a T1 weighting by inversion, not a FLAIR
# "sub-01" at the start is a subject of BIDS, not a subtraction.
_DERIVED = re.compile(r"(?<![a-z])(?!\Asub-)(sub|subtr|subtraction|subtracted|mip|minip|projection)(?![a-z])")
_TOKENS: tuple[tuple[SequenceName, re.Pattern[str]], ...] = (
    ("swi", re.compile(r"(?<![a-z])(swi|swan|venobold|hemo|t2star|gre[-_ ]?t2|sus(?:ceptibility)?)(?![a-z])|t2\*")),
    ("adc", re.compile(r"(?<![a-z0-9])e?(adc|apparent diffusion)(?![a-z])")),
    ("dwi", re.compile(r"(?<![a-z])(dwi|dti|diff|diffusion|tracew?|b[-_ ]?1000|isodwi|resolve)(?![a-z])")),
    ("perfusion", re.compile(r"(?<![a-z])(perf|perfusion|dsc|dce|p?c?asl|pwi|r?cb[vf]|mtt|ttp|tmax)(?![a-z])")),
    ("flair", re.compile(r"flair|(?<![a-z0-9])t2[-_ ]?(?:f|tirm)(?![a-z])|dark[-_ ]?fluid|(?<![a-z])tirm(?![a-z])")),
    ("other", re.compile(
        r"(?<![a-z])(survey|scout|locali[sz]er|loc|3[-_ ]?pl(?:ane)?|field[-_ ]?map\w*|bold|fmri|mra|tof|pd|proton|"
        r"mrs|spectro\w*|phoenix\w*|cal|calibration|asset|b0map|report|screen\w*|mask|seg)(?![a-z])"
    )),
    ("t2", re.compile(r"(?<![a-z0-9])t2[-_ ]?(?:w|wi|n)?(?![a-z*])")),
    ("t1ce", re.compile(r"(?<![a-z0-9])t1[-_ ]?w?[-_ ]?(?:ce|c|gd|gad|post|km|\+c?)(?![a-z0-9])|增强")),
    ("t1", re.compile(
        r"(?<![a-z0-9])t1[-_ ]?(?:w|wi|n)?(?![a-z])|mp[-_ ]?rage|bravo|(?<![a-z])(f?spgr|tfl3d|vibe|mpr)(?![a-z])"
    )),
)  # fmt: skip

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
        return "other", f"modality {hints.modality}"
    by_type = _from_image_type(hints)
    if by_type is not None:
        return by_type
    timing = _from_timing(hints)
    for kind, text in hints.texts:
        found = _from_text(text)
        if found is None:
            continue
        if found == "t2" and timing is not None and timing[0] == "flair":
            return "flair", f"inversion recovery and {kind} '{text.strip()}'"
        if found == "t2" and _is_proton_density(hints):
            return "other", f"echo time {_number(hints.echo_time_ms)} ms: proton density"
        return _with_contrast(found, hints, f"{kind} '{text.strip()}'", text)
    for name in hints.names:
        found = _from_text(name)
        if found is not None:
            return _with_contrast(found, hints, f"name '{name}'", name)
    if timing is not None:
        return _with_contrast(timing[0], hints, timing[1], " ".join(text for _, text in hints.texts))
    return "unknown", "nothing in the headers or names says"


def _from_text(text: str) -> SequenceName | None:
    plain = text.lower().replace("_", " ")
    if not plain.strip():
        return None
    if _DERIVED.search(plain):
        return "other"
    if _T1_FLAIR.search(plain):
        return "t1"
    for name, pattern in _TOKENS:
        if pattern.search(plain):
            if name == "other" and re.search(r"(?<![a-z0-9])pd[-_ +]*t2", plain):
                continue
            return name
    return None


def _with_contrast(found: SequenceName, hints: Hints, reason: str, text: str) -> Guess:
    if found != "t1":
        return found, reason
    plain = text.lower().replace("_", " ")
    if _PRE.search(plain):
        return "t1", reason
    if hints.contrast_agent.strip() and hints.contrast_agent.strip().lower() not in ("none", "no", "n", "0"):
        return "t1ce", "ContrastBolusAgent"
    if _POST.search(plain):
        return "t1ce", reason
    return "t1", reason


def _from_image_type(hints: Hints) -> Guess | None:
    kinds = {part.upper() for part in hints.image_type}
    for word, name in _IMAGE_TYPES:
        if word in kinds:
            return name, f"ImageType {word}"
    if len(hints.image_type) > 2 and hints.image_type[2].upper() in ("P", "PHASE", "R", "I", "REAL", "IMAGINARY"):
        return "other", f"ImageType {hints.image_type[2]}: not a magnitude"
    if "DERIVED" in kinds and any(_DERIVED.search(text.lower().replace("_", " ")) for _, text in hints.texts):
        return "other", "ImageType DERIVED: subtraction or projection"
    if {"DIFFUSION", "TRACEW"} & kinds or (hints.b_value or 0) > 0:
        return "dwi", "diffusion weighting"
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
    if echo < 30 and (repetition < 1000 or (inversion is not None and 300 < inversion < 1300)):
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


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:g}"
