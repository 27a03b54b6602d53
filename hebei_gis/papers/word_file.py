"""Pieces of a Word file: A4, fonts for Chinese, tables whose heading repeats, page numbers."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from hebei_gis.files.cells import clean_text

#: Fonts that every Windows and WPS has; elsewhere the reader's own Chinese font stands in.
CHINESE_HEADINGS, CHINESE_TEXT = "Microsoft YaHei", "SimSun"
LATIN = "Calibri"
RED = RGBColor(0xC6, 0x28, 0x28)
GREY = RGBColor(0x5A, 0x65, 0x70)
TEXT_WIDTH_CM = 16.4
_STYLES = ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption",
           "Header", "Footer", "List Bullet")  # fmt: skip


class WordFile:
    """A Word file being written, top to bottom.

    Parameters
    ----------
    title : str
    language : str
        ``zh`` or ``en``.
    date : date
        Stands in the file's properties.
    mark : str
        In red in every page's head and before every caption of a table; empty for none.
    """

    def __init__(self, title: str, language: str, date: datetime.date, mark: str = "") -> None:
        self._document = Document()
        self._mark, self._zh = mark, language == "zh"
        self._tables = self._figures = 0
        self._set_page()
        self._set_fonts()
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = title[:255], "hebei-gis", ""
        properties.language = "zh-CN" if self._zh else "en-GB"
        moment = datetime.datetime(date.year, date.month, date.day)
        properties.created = properties.modified = moment

    def content(self) -> bytes:
        """The file."""
        stream = io.BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.3)
        section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)

    def _set_fonts(self) -> None:
        sizes = {"Normal": 10.5, "Title": 22, "Subtitle": 11, "Heading 1": 15, "Heading 2": 12.5,
                 "Heading 3": 11, "Caption": 9.5, "Header": 9, "Footer": 9}  # fmt: skip
        for name in _STYLES:
            style = self._document.styles[name]
            heading = name in ("Title", "Subtitle", "Caption") or name.startswith("Heading")
            _set_font(style.element.get_or_add_rPr(), CHINESE_HEADINGS if heading else CHINESE_TEXT)
            if name in sizes:
                style.font.size = Pt(sizes[name])
            if heading:
                style.font.color.rgb = GREY if name in ("Subtitle", "Caption") else None
                style.font.italic = False
        defaults = self._document.styles.element.find(f".//{qn('w:rPrDefault')}")
        if defaults is not None:
            _set_font(defaults.find(qn("w:rPr")), CHINESE_TEXT)
        normal = self._document.styles["Normal"].paragraph_format
        normal.space_after, normal.line_spacing = Pt(4), 1.2

    def head_and_foot(self, head: str, foot: str) -> None:
        """Words at the top of every page; at the bottom words with the page's numbers.

        `foot` holds ``{page}`` and ``{pages}``.
        """
        section = self._document.sections[0]
        top = section.header.paragraphs[0]
        if self._mark:
            _run(top, f"{self._mark} ", color=RED, bold=True)
        _run(top, head, color=GREY)
        bottom = section.footer.paragraphs[0]
        bottom.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, _, rest = foot.partition("{page}")
        between, _, after = rest.partition("{pages}")
        for words, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            if words:
                _run(bottom, words, color=GREY)
            if field:
                _field(bottom, field)

    def title(self, words: str, below: Sequence[str]) -> None:
        """The paper's title and the lines below it."""
        self._document.add_paragraph(clean_text(words), style="Title")
        for line in below:
            self._document.add_paragraph(clean_text(line), style="Subtitle")

    def warning(self, words: str) -> None:
        """A line in red."""
        paragraph = self._document.add_paragraph()
        _run(paragraph, words, color=RED, bold=True)

    def heading(self, words: str, level: int, *, new_page: bool = False) -> None:
        """A heading."""
        paragraph = self._document.add_heading(clean_text(words), level)
        paragraph.paragraph_format.page_break_before = new_page

    def text(self, words: str, *, grey: bool = False, keep: bool = False) -> None:
        """A paragraph; `keep` with what comes after it."""
        paragraph = self._document.add_paragraph()
        _run(paragraph, words, color=GREY if grey else None)
        paragraph.paragraph_format.keep_with_next = keep

    def bullet(self, words: str) -> None:
        """An item of a list."""
        _run(self._document.add_paragraph(style="List Bullet"), words)

    def picture(self, png: bytes, caption: str) -> None:
        """A picture as wide as the text, its caption below."""
        self._figures += 1
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(TEXT_WIDTH_CM))
        words = clean_text(caption.format(number=self._figures))
        shape._inline.docPr.set("descr", words)  # what screen readers say
        self._document.add_paragraph(words, style="Caption")

    def table(
        self,
        caption: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths_cm: Sequence[float],
        *,
        right: Sequence[int] = (),
        size_pt: float = 9,
        bold_last: bool = False,
    ) -> None:
        """A table with its caption above; its heading repeats on every page.

        Parameters
        ----------
        caption : str
            Holds ``{number}``.
        header : sequence of str
        rows : sequence of rows
        widths_cm : sequence of float
            Scaled to the text's width.
        right : sequence of int
            Columns of numbers, set to the right.
        size_pt : float
        bold_last : bool
            The last row is a sum.
        """
        self._tables += 1
        above = self._document.add_paragraph(style="Caption")
        above.paragraph_format.keep_with_next = True
        above.paragraph_format.space_before = Pt(8)
        if self._mark:
            _run(above, f"{self._mark} ", color=RED, bold=True)
        _run(above, caption.format(number=self._tables))
        table = self._document.add_table(rows=1 + len(rows), cols=len(header), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        scale = TEXT_WIDTH_CM / sum(widths_cm)
        widths = [Cm(width * scale) for width in widths_cm]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for number, (line, cells) in enumerate(zip(table.rows, [header, *rows], strict=True)):
            _whole_row(line, heads=number == 0)
            bold = number == 0 or (bold_last and number == len(rows))
            for place, (cell, words) in enumerate(zip(line.cells, cells, strict=True)):
                cell.width = widths[place]
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                paragraph.paragraph_format.line_spacing = 1.0
                if place in right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                _run(paragraph, words, size_pt=size_pt, bold=bold)
                if number == 0:
                    _shade(cell, "E8ECF0")
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)


def _set_font(properties: Any, chinese: str) -> None:
    """Fonts of a run or style; the theme's, which would win, are taken away."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), LATIN)
    fonts.set(qn("w:eastAsia"), chinese)
    for language in properties.findall(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")


def _run(
    paragraph: Any,
    words: str,
    *,
    color: RGBColor | None = None,
    bold: bool = False,
    size_pt: float | None = None,
) -> None:
    run = paragraph.add_run(clean_text(words))
    # Quotation marks and dashes are set in the Chinese font where the text is Chinese.
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:hint"), "eastAsia")
    run.bold = bold or None
    if color is not None:
        run.font.color.rgb = color
    if size_pt is not None:
        run.font.size = Pt(size_pt)


def _field(paragraph: Any, name: str) -> None:
    """A field that Word fills: PAGE, NUMPAGES."""
    for kind, text in (("begin", ""), ("", f" {name} "), ("separate", ""), ("1", "1"), ("end", "")):
        run = paragraph.add_run()
        run.font.color.rgb = GREY
        if kind == "1":
            run.text = text
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._element.append(element)


def _whole_row(row: Any, *, heads: bool) -> None:
    """A row that no page break cuts; `heads` repeats it on every page."""
    properties = row._tr.get_or_add_trPr()
    names = ("w:cantSplit", "w:tblHeader") if heads else ("w:cantSplit",)
    for name in names:
        properties.append(OxmlElement(name))


def _shade(cell: Any, color: str) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", color)):
        shading.set(qn(name), value)
    cell._tc.get_or_add_tcPr().append(shading)
