"""What the words of a description or file name say of a sequence: English, German and Chinese as scanners carry them."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from glioma_desktop.study.series import SequenceName

# A word is whatever stands between separators, so that "t1" is not found in "t1ce" or "st1mulus".
_KIND = r"(?:[tf]fe|t?se|fse|frfse|fs|ir|spgr|vibe|tfl|mp(?:2)?rage|mpr|blade|flair)"
_WEIGHTED = r"(?<![a-z0-9])(?:[23]d|s|o?ax|o?sag|o?cor|tra)?{}[-/ ]?(?:w(?:i|e|td)?|n)?" + _KIND + r"?(?![a-z0-9*])"
_T1_CONTRAST = r"(?<![a-z0-9])(?:[23]d|s)?t1[- ]?w?[- ]?(?:ce|c\+?|gd|gad|gado|post|km)(?![a-z0-9]|[- ]?(?:spine|op))"
_T1 = re.compile(
    _WEIGHTED.format("t1") + "|" + _T1_CONTRAST + r"|mp2?[- ]?rage|bravo|(?<![a-z])(?:f?spgr|tfl3d|vibe)(?![a-z])"
)
_T2 = re.compile(_WEIGHTED.format("t2"))
_FLAIR = re.compile(r"flair|(?<![a-z0-9])t2[- ]?f(?![a-z])|dark[- ]?fl(?:uid)?|da[- ]?fl(?![a-z])|压水|抑水|水抑制")
_INVERSION = re.compile(r"(?<![a-z])tirm(?![a-z])")

_AGENT = (
    r"gd|gad|gado|gadolinium|gadavist|gadovist|gadobutrol|dotarem|clariscan|multihance|magnevist|prohance|omniscan|vueway|"
    r"elucirem|contrast(?:[- ]enhanced)?|kontrast(?:mittel)?|km|ce"
)
# Before the agent. The word for the agent belongs to the phrase, so that what is left tells whether "after" stands too.
_PRE = re.compile(
    rf"(?<![a-z])(?:pre|prä|prae)(?![- ]?(?:op|surg|sat))[- ]?(?:{_AGENT}|c)?(?![a-z])"
    rf"|(?<![a-z])(?:non?|without|w/?o|ohne|vor|kein)[- ]?(?:{_AGENT}|c)(?![a-z])"
    r"|(?<![a-z])[ov]\. ?km(?![a-z])|(?<![a-z])(?:km|gd)[- ]?(?:frei|nein)(?![a-z])"
    r"|(?<![a-z])(?:without|w/?o|native?|unenhanced|nonenhanced)(?![a-z])"
    r"|(?<![a-z0-9])-(?:c|km|gd)(?![a-z])|(?<![a-z])c-(?![a-z0-9])"
    r"|平扫|(?:非|未|无|不)(?:增强|强化)|(?:增强|强化|造影|注射|注药)前"
)
# Not the operation, the treatment or the computer's part.
_NOT_AGENT = re.compile(
    r"(?<![a-z])post[- ]?(?:op\w*|surg\w*|proc\w*|resec\w*|treat\w*|rt|rad\w*|chemo\w*|ther\w*|bx|biops\w*|ictal|trauma\w*)"
    r"(?![a-z])|(?<![a-z])(?:high|hi|low|tissue)[- ]contrast(?![a-z])"
)
_POST = re.compile(
    rf"(?<![a-z])(?:post|enhanced|(?:post[- ]?)?(?:{_AGENT}))(?![a-z])|\+ ?(?:c|gd|km)(?![a-z])|(?<![a-z])c ?\+"
    rf"|{_T1_CONTRAST}|增强|强化|nach (?:gabe|injektion|applikation)|造影后|(?:注射|注药)后"
)
# A minus or a dash before the c; a lone c at the end; with and without in one.
_EITHER = re.compile(
    r"(?<![a-z0-9])t1w?-c(?![a-z0-9+]|[- ]?spine)|(?<=[a-z0-9][- ])(?<!t1[- ])(?<!t1w[- ])c\Z"
    r"|(?<![a-z])(?:w ?& ?w/?o|w/?o ?& ?w|with ?(?:and|&|/) ?without|without ?(?:and|&|/) ?with)(?![a-z])"
)

# "sub-01" is a subject of BIDS, not a subtraction.
_DERIVED = re.compile(
    r"(?<![a-z])(?!\Asub-)(?:sub(?![- ]?\d)|subtr|subtra[ck]ti?on\w*|subtracted|mip|minip|mnip|projection)(?![a-z])|减影"
)
_OTHER = re.compile(
    r"(?<![a-z])(?:survey|(?:aa)?(?:h|head)?[- ]?scout|lo[ck]ali[sz]er|loc|3[- ]?pl(?:ane)?|smart ?brain|übersicht|uebersicht|"
    r"coil ?survey|(?:sense|ref)[- ]?(?:ref\w*|scan)|calibration|cal|asset|field[- ]?map\w*|b[01][- ]?map|report|screen\w*|"
    r"mask|seg)(?![a-z])|定位"
)
_MAP = re.compile(
    r"(?<![a-z])(?:e[- ]?adc|exp(?:onential)?[- ]?(?:adc|apparent)|fa(?! ?\d)|colfa|fractional|ktrans|pha|filt pha|"
    r"(?:swi|swan) ?phase|phase (?:images?|map)|[qr]?t[12]\*?[- ]?(?:map\w*|rho)|r2(?:\*|star)|qt[12])(?![a-z])"
    r"|mp2rage.*(?:inv[- ]?[12]|t1 images)"
    r"|dixon.*(?<![a-z])f(?:at)?(?![a-z]|[- ]?s)"
)
_LATE_OTHER = re.compile(
    r"(?<![a-z])(?:bold|fmri|mra|mrv|tof|pd|proton|mrs|spectro\w*|svs|csi|phoenix\w*|"
    r"stir|dir|double inversion|ciss\w*|ci3d|fiesta|b[- ]?ffe|trufi)(?![a-z])"
    r"|波谱|血管成像"
)
_PD_T2 = re.compile(r"(?<![a-z0-9])pd[- +]*t2")
_TOKENS: tuple[tuple[SequenceName, re.Pattern[str]], ...] = (
    ("other", _OTHER),
    ("other", _MAP),
    ("swi", re.compile(
        r"(?<![a-z])(?:s?swip?|swan|ven[- ]?bold|venobold|hemo|t2[- ]?star|gre[- ]?t2|sus(?:ceptibility)?)(?![a-z])"
        r"|t2 ?\*|(?<![a-z0-9])s?t2w?[- ]?(?:ffe|gre|fgre|fl[23]d|me2d)(?![a-z])|磁敏感"
    )),
    ("adc", re.compile(r"(?<![a-z0-9])d?(?:adc|apparent diffusion|average dc)(?![a-z])|表观扩散")),
    ("dwi", re.compile(
        r"(?<![a-z])(?:d?s?dwi|dti|diff|diffusion|tracew?|b[- ]?1000|isodwi|resolve)(?![a-z])|弥散|扩散"
    )),
    ("perfusion", re.compile(
        r"(?<![a-z])(?:\w*perf|perfusion|dsc|dce|p?c?asl|pwi|(?:r|n|rel)?cb[vf]|(?:rel)?mtt|ttp|tmax|gbp|pbp)(?![a-z])|灌注"
    )),
)  # fmt: skip


def plain(text: str) -> str:
    """A text as the patterns read it: lower case, full-width signs as half-width, underscores as blanks."""
    return unicodedata.normalize("NFKC", text).lower().replace("_", " ")


def is_derived(text: str) -> bool:
    """Whether the words name a subtraction or a projection."""
    return _DERIVED.search(plain(text)) is not None


def sequence_in(text: str) -> SequenceName | None:
    """The sequence the words name, T1 whether before or after contrast; None when they name none or several."""
    words = plain(text)
    if not words.strip():
        return None
    if _DERIVED.search(words):
        return "other"
    for name, pattern in _TOKENS:
        if pattern.search(words):
            return name
    one, two, fluid = _T1.search(words), _T2.search(words), _FLAIR.search(words) or _INVERSION.search(words)
    if one and fluid and not two:
        return "t1"  # a T1 weighting by inversion, not a FLAIR
    if _FLAIR.search(words):
        return None if one else "flair"
    if _LATE_OTHER.search(words) and not _PD_T2.search(words):
        return "other"
    if _INVERSION.search(words) or (one and two):
        return None
    return "t1" if one else "t2" if two else None


def contrast_in(text: str) -> Literal["after", "before", "both", ""]:
    """Whether the words say that the images were made after or before the contrast agent; ``""`` when they do not."""
    words = _NOT_AGENT.sub(" ", plain(text))
    before = _PRE.search(words) is not None
    after = _POST.search(_PRE.sub(" ", words)) is not None
    if (before and after) or _EITHER.search(words):
        return "both"
    return "after" if after else "before" if before else ""
