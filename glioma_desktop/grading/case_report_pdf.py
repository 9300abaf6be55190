"""The report of one estimate as PDF, from the same facts as the page in HTML."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTCollection, TTFont, TTLibError  # type: ignore[import-untyped]
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.errors import FPDFException
from PIL import Image

from glioma_desktop.grading.case_pictures import Picture

MARGIN_MM, GAP_MM, ACROSS = 16.0, 4.0, 3
# Fonts with Chinese letters first; the first one found is used, and only when Helvetica lacks a letter.
UNICODE_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "C:/Windows/Fonts/msyh.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/Library/Fonts/Arial Unicode.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "C:/Windows/Fonts/arial.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)
_BREAK = re.compile(
    "(?<= )(?=[^ ])|(?<=[\u3001-\u9fff\uff09\uff0c\uff1a\uff1b])(?=[\u4e00-\u9fff\uff08])"
    "|(?<=[\u3001-\u9fff\uff09\uff0c\uff1a\uff1b])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff\uff08])"
)
"""Where a line may end: after a space, and beside a Chinese letter unless a mark follows."""
LETTERS_MISSING = "Letters shown as ? are in the HTML report: this computer has no font for them that can be printed."


def pdf_bytes(facts: dict[str, Any], pictures: Sequence[Picture], fonts: Sequence[str] = UNICODE_FONTS) -> bytes:
    """The report as PDF.

    Args:
        facts: Of ``case_report.report_facts``.
        pictures: Of the graded slices.
        fonts: Files to look for when a letter is not Latin; where there is none, ``?`` stands for it and a line says so.
    """
    page = _Page(facts, fonts)
    _estimate(page, facts)
    _figures(page, facts)
    page.title(facts["labels"]["record"])
    page.line(facts["record"], 8)
    page.line(facts["remark"], 8)
    if page.letters_missing:
        page.line(LETTERS_MISSING, 8)
    if pictures:
        page.title(facts["labels"]["boxes"], keep_mm=page.row_mm(pictures[:ACROSS]))
        page.line(facts["side_line"], 8)
        page.pictures(pictures)
    return page.finished()


def _estimate(page: _Page, facts: dict[str, Any]) -> None:
    """What the models say, and what to know before it is believed."""
    page.line(facts["heading"], 12, bold=True)
    page.line(facts["research"], 10, bold=True)
    page.space()
    page.line(facts["estimate"], 15, bold=True)
    for sentence in facts["explanation"]:
        page.line(sentence)
    if facts["notes"]:
        page.title(facts["labels"]["notes"])
        for note in facts["notes"]:
            page.line(note)


def _figures(page: _Page, facts: dict[str, Any]) -> None:
    """What the models are, and their figures one by one and slice by slice."""
    labels = facts["labels"]
    page.title(labels["model"])
    for sentence in (facts["model_line"], facts["classes_line"], facts["trained_on"]):
        page.line(sentence)
    page.title(labels["one_by_one"])
    page.table(
        (labels["model"], facts["figure_name"], labels["saw"]),
        [(row["name"], row["figure"], row["saw"]) for row in facts["models"]],
    )
    page.title(labels["by_slice"])
    page.table(
        (labels["slice"], labels["box"], facts["figure_name"]),
        [(row["name"], row["box"], row["figure"]) for row in facts["slices"]],
    )
    page.line(labels["dependent"], 8)


def can_print(facts: Mapping[str, Any], fonts: Sequence[str] = UNICODE_FONTS) -> bool:
    """Whether one of the fonts has every letter of a report."""
    text = _all_text(facts)
    return _latin(text) == text or next(_fonts_with(_letters(text), fonts), None) is not None


def _letters(text: str) -> set[int]:
    return {ord(letter) for letter in text if letter.isprintable()}


def _fonts_with(letters: set[int], fonts: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Files that have all letters, each with its number in a collection."""
    for path in fonts:
        number, known = _font_of(path)
        if letters <= known:
            yield path, number


@cache
def _font_of(path: str) -> tuple[int, frozenset[int]]:
    """The number of a font in its collection (that of simplified Chinese where one is named so) and its letters."""
    if not Path(path).is_file():
        return 0, frozenset()
    try:
        members = TTCollection(path, lazy=True).fonts if path.endswith(".ttc") else [TTFont(path, lazy=True)]
        names = [str(font["name"].getBestFamilyName()) for font in members]
        number = next((k for k, name in enumerate(names) if name.endswith(" SC")), 0)
        return number, frozenset(members[number].getBestCmap() or ())
    except (TTLibError, OSError, ValueError, KeyError):
        return 0, frozenset()


def _bold_of(path: str) -> str:
    """The bold file beside a font, the font itself where there is none."""
    for plain, bold in (("-Regular.", "-Bold."), ("msyh.", "msyhbd."), ("arial.", "arialbd."), ("Sans.", "Sans-Bold.")):
        if plain in path and Path(path.replace(plain, bold)).is_file():
            return path.replace(plain, bold)
    return path


class _Page:
    """Lines, tables and pictures one below the other."""

    def __init__(self, facts: dict[str, Any], fonts: Sequence[str]) -> None:
        self.letters_missing = False
        self._pdf = _Footed(facts["research"])
        self._pdf.set_margin(MARGIN_MM)
        self._pdf.set_auto_page_break(True, margin=MARGIN_MM + 6)
        self._pdf.set_title(facts["labels"]["title"])
        self._pdf.set_creator(facts["program"])
        self._family = "Helvetica"
        self._clean: Callable[[str], str] = _latin
        text = _all_text(facts)
        if _latin(text) != text:
            self._take_font(fonts, _letters(text))
        self._pdf.family = self._family
        self._pdf.add_page()

    def _take_font(self, fonts: Sequence[str], letters: set[int]) -> None:
        for path, number in _fonts_with(letters, fonts):
            try:
                self._pdf.add_font("Unicode", "", path, collection_font_number=number)
                self._pdf.add_font("Unicode", "B", _bold_of(path), collection_font_number=number)
            except (TTLibError, FPDFException, OSError, ValueError, KeyError):
                continue
            self._family, self._clean = "Unicode", str
            return
        self.letters_missing = True

    def line(self, text: str, size: float = 10, bold: bool = False) -> None:
        if text:
            self._pdf.set_font(self._family, "B" if bold else "", size)
            shown = self._broken(text) if self._family == "Unicode" else self._clean(text)
            self._pdf.multi_cell(0, size * 0.5, shown, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _broken(self, text: str) -> str:
        """Lines of Chinese, which has no spaces to break at: between two letters, but not before a mark that closes."""
        lines, room = [""], self._pdf.epw - 2 * self._pdf.c_margin
        for piece in _BREAK.split(text):
            if self._pdf.get_string_width(lines[-1] + piece.rstrip()) > room and lines[-1]:
                lines.append("")
            lines[-1] += piece
        return "\n".join(line.rstrip() for line in lines)

    def space(self) -> None:
        self._pdf.ln(GAP_MM)

    def title(self, text: str, keep_mm: float = 0.0) -> None:
        """A heading; on the next page when what follows it has no room on this one."""
        if self._pdf.will_page_break(keep_mm + 3 * GAP_MM):
            self._pdf.add_page()
        else:
            self.space()
        self.line(text, 11, bold=True)

    def table(self, head: tuple[str, str, str], rows: Sequence[tuple[str, str, str]]) -> None:
        width = self._pdf.epw / 3
        for row, bold in ((head, True), *((row, False) for row in rows)):
            self._pdf.set_font(self._family, "B" if bold else "", 9)
            for cell in row:
                self._pdf.cell(width, 5, self._clean(cell))
            self._pdf.ln(5)

    @property
    def _picture_mm(self) -> float:
        return float(self._pdf.epw - (ACROSS - 1) * GAP_MM) / ACROSS

    def row_mm(self, row: Sequence[Picture]) -> float:
        """The height of a row of pictures with its captions."""
        shapes = []
        for picture in row:
            with Image.open(io.BytesIO(picture.png)) as image:
                shapes.append(image.height / image.width)
        return max(shapes) * self._picture_mm + 6.5

    def pictures(self, pictures: Sequence[Picture]) -> None:
        """Rows of pictures; a row is never torn."""
        width = self._picture_mm
        for first in range(0, len(pictures), ACROSS):
            row = pictures[first : first + ACROSS]
            if self._pdf.will_page_break(self.row_mm(row)):
                self._pdf.add_page()
            top, lowest = self._pdf.get_y(), self._pdf.get_y()
            for i, picture in enumerate(row):
                left = MARGIN_MM + i * (width + GAP_MM)
                placed = self._pdf.image(io.BytesIO(picture.png), x=left, y=top, w=width)
                self._pdf.set_xy(left, top + placed.rendered_height + 0.5)
                self._pdf.set_font(self._family, "", 8)
                self._pdf.cell(width, 4, self._clean(picture.caption))
                lowest = max(lowest, self._pdf.get_y() + 4)
            self._pdf.set_xy(MARGIN_MM, lowest + 2)

    def finished(self) -> bytes:
        return bytes(self._pdf.output())


class _Footed(FPDF):
    """Every page says what the report is not for."""

    def __init__(self, research: str) -> None:
        super().__init__(format="A4")
        self._research = research
        self.family = "Helvetica"

    def footer(self) -> None:
        """The research line and the page's number."""
        self.set_y(-MARGIN_MM)
        self.set_font(self.family, "", 8)
        self.cell(0, 4, f"{self._research}   {self.page_no()}", align="C")


def _all_text(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(_all_text(v) for v in value.values())
    if isinstance(value, list):
        return "".join(_all_text(v) for v in value)
    return str(value)


def _latin(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1")
