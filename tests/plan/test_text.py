"""Plan texts are read from .txt, .docx and .pdf; what cannot be read says why."""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hebei_gis.plan.outline.outline_reading import read_outline
from hebei_gis.plan.text.document import PlanText, TextLimits, read_plan_text
from hebei_gis.plan.text.docx_numbering import write_number
from hebei_gis.plan.text.errors import (
    DamagedPlanFileError,
    EmptyPlanTextError,
    EncryptedPlanFileError,
    PlanFileUnreadableError,
    PlanTextError,
    PlanTextTooLargeError,
    ScanWithoutTextError,
    UnknownEncodingError,
    WrongFileTypeError,
)
from hebei_gis.plan.text.wrapped_lines import PlacedLine, join_wrapped, unwrapped
from hebei_gis.words.errors import HebeiGisError

PARAGRAPHS = (
    "第一章 湖岸与老桥",
    "这一章讲湖岸和老桥,先讲湖岸,再讲老桥,最后讲怎样把两处连成一条能走能坐的路。",
    "第一节 湖岸",
    "修整湖岸。 分三段修整,东段铺木板,西段种芦苇,南段留给钓鱼的人,北段不动,等水位降下去再看。"
    "每段都设座椅和灯,灯在夜里十点以后调暗,座椅每两年刷一次漆,坏了的当年换掉。",
    "清理湖底。 用两年清理完,清出的泥送去做砖。",
    "第二节 老桥",
    "加固老桥。 桥面换石板,栏杆照老样子补齐,补不上的地方用木头,写明是哪一年补的。",
)
TEXT = "\n".join(PARAGRAPHS)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PlacedText = tuple[float, float, str]


def docx_of(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def archive_of(members: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word_xml(body: str) -> str:
    return f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'


def pdf_of(pages: Sequence[Sequence[PlacedText]], trailer: bytes = b"") -> bytes:
    """Make a PDF of lines (left, height, words) in a Chinese font that is not embedded."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 880"
        b"/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Descent -120/CapHeight 880/StemV 93>>>>]>>"
    )
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        font,
    ]
    for number, lines in enumerate(pages):
        drawn = "".join(
            f"BT /F1 12 Tf 1 0 0 1 {left} {height} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n"
            for left, height, words in lines
        ).encode()
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (5 + 2 * number)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    return pdf_file(objects, trailer)


def pdf_file(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    content = b"%PDF-1.4\n"
    offsets = []
    for number, words in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R%s>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, trailer, len(content))
    )


def printed(
    paragraphs: Sequence[str], indent: int = 2, columns: int = 24, rows: int = 9
) -> list[list[PlacedText]]:
    """Lay paragraphs out on pages as a printer does, with page heads and numbers."""
    lines: list[tuple[float, str]] = []
    for paragraph in paragraphs:
        shift = 0 if paragraph.startswith("第") else indent
        words, first = paragraph, columns - shift
        lines.append((72 + 12 * shift, words[:first]))
        lines += [(72, words[at : at + columns]) for at in range(first, len(words), columns)]
    pages = []
    for start in range(0, len(lines), rows):
        number = start // rows + 1
        page = [(200.0, 800.0, "湖岸规划纲要")]
        page += [
            (left, 740.0 - 20 * row, words)
            for row, (left, words) in enumerate(lines[start : start + rows])
        ]
        page.append((280.0, 40.0, f"— {number} —"))
        pages.append(page)
    return pages


def entry_bodies(plan: PlanText) -> dict[str, str]:
    outline = read_outline(plan.text, plan.name, plan.tables)
    return {it.id: plan.text[it.start : it.end].replace(" ", "") for it in outline.entries}


WANTED = {
    "1.0": PARAGRAPHS[1],
    "1.1.1": PARAGRAPHS[3].replace(" ", ""),
    "1.1.2": PARAGRAPHS[4].replace(" ", ""),
    "1.2.1": PARAGRAPHS[6].replace(" ", ""),
}


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8"),
        (TEXT.replace("\n", "\r").encode("gb18030"), "gb18030"),
    ],
)
def test_text_file_is_read_in_any_usual_encoding(content: bytes, encoding: str) -> None:
    plan = read_plan_text(content, "plan.txt")
    assert plan.text == TEXT
    assert (plan.kind, plan.encoding, plan.warnings) == ("txt", encoding, ())
    assert plan.sha256 == hashlib.sha256(content).hexdigest()
    assert plan.lines == PARAGRAPHS


def test_file_is_read_from_a_path_and_named_by_it(tmp_path: Path) -> None:
    path = tmp_path / "规划.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert read_plan_text(path).name == "规划.txt"
    assert read_plan_text(str(path), "其他.txt").name == "其他.txt"


def test_word_document_is_read_paragraph_by_paragraph() -> None:
    plan = read_plan_text(docx_of(), "plan.docx")
    assert (plan.text, plan.kind, plan.encoding, plan.tables) == (TEXT, "docx", "", ())


def test_table_of_a_word_document_is_marked() -> None:
    document = docx.Document()
    document.add_paragraph("前")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "甲", "乙"
    document.add_paragraph("后")
    plan = read_plan_text(saved(document), "plan.docx")
    assert plan.text.split() == ["前", "甲", "乙", "后"]
    ((start, end),) = plan.tables
    assert plan.text[start:end].split() == ["甲", "乙"]


def test_deleted_words_and_field_codes_are_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>新</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:tab/><w:t>湖</w:t><w:br/>"
        "<w:t>岸</w:t></w:r></w:p>"
    )
    content = archive_of({"word/document.xml": word_xml(body)})
    assert read_plan_text(content, "plan.docx").text == "新\t湖\n岸"


def test_numbers_that_word_counts_by_itself_are_written_out() -> None:
    document = docx.Document()
    lists = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>'
        f'<w:pStyle w:val="Heading{at + 1}"/><w:lvlText w:val="第%{at + 1}{unit}"/></w:lvl>'
        for at, unit in enumerate("章节")
    )
    kind = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'
    lists.insert(0, parse_xml(kind))
    lists.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    for name in ("Heading 1", "Heading 2"):
        style = document.styles[name].element.get_or_add_pPr()
        style.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="77"/></w:numPr>'))
    for level, words in ((1, "湖岸"), (2, "东岸"), (2, "西岸"), (1, "老桥"), (2, "桥面")):
        document.add_heading(words, level)
    assert read_plan_text(saved(document), "plan.docx").lines == (
        "第一章 湖岸", "第一节 东岸", "第二节 西岸", "第二章 老桥", "第一节 桥面",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numeral", "written"),
    [("decimal", "12"), ("chineseCounting", "十二"), ("ideographDigital", "一二"),
     ("decimalEnclosedCircle", "⑫"), ("unheardOf", "12")],
)  # fmt: skip
def test_numerals_of_word(numeral: str, written: str) -> None:
    assert write_number(12, numeral) == written


def test_paragraphs_of_a_pdf_are_whole_without_page_heads_and_numbers() -> None:
    plan = read_plan_text(pdf_of(printed(PARAGRAPHS)), "plan.pdf")
    assert plan.kind == "pdf"
    assert plan.warnings == ()
    assert plan.lines == PARAGRAPHS


def test_pdf_without_indents_is_joined_by_full_lines() -> None:
    plan = read_plan_text(pdf_of(printed(PARAGRAPHS, indent=0)), "plan.pdf")
    assert entry_bodies(plan) == WANTED


@settings(max_examples=15, deadline=None)
@given(st.integers(17, 34), st.integers(4, 13))
@example(columns=23, rows=4)  # a full stop stands alone on a line
def test_pdf_of_any_width_and_height_gives_the_same_entries(columns: int, rows: int) -> None:
    # What comes twice, at one height of two pages, is a page head; here only the head does.
    others = {ord(sign): ord(sign) + 1 for sign in set(TEXT) - set("第一二章节,。 \n")}
    paragraphs = (*PARAGRAPHS, *(paragraph.translate(others) for paragraph in PARAGRAPHS))
    pages = printed(paragraphs, columns=columns, rows=rows)
    assert read_plan_text(pdf_of(pages), "plan.pdf").lines == paragraphs


def test_a_font_the_pdf_does_not_carry_is_measured_alike_on_every_machine() -> None:
    reader = Path(read_plan_text.__code__.co_filename).with_name("pdf_lines.py")
    done = subprocess.run(
        [sys.executable, "-P", str(reader), "9999", "99", str(1 << 29)],
        input=pdf_of(printed(PARAGRAPHS, columns=23, rows=4)),
        capture_output=True,
        check=True,
    )
    lines = [line for page in json.loads(done.stdout)["pages"] for line in page]
    assert "。" in [text for text, *_ in lines], "alone on its line"
    for text, left, right, _, size in lines:
        assert right - left == pytest.approx(12 * len(text), abs=0.01), text
        assert size == pytest.approx(lines[0][4], abs=0.01)


def test_pages_of_a_pdf_without_text_are_told() -> None:
    pages = [*printed(PARAGRAPHS, rows=40), []]
    plan = read_plan_text(pdf_of(pages), "plan.pdf")
    assert [warning.sentence() for warning in plan.warnings] == ["1 of 2 pages hold no text: 2."]


def test_line_never_begins_with_a_closing_sign() -> None:
    words = ["第一章 湖岸", "专栏 1 湖岸的“新路", "”", "修整湖岸。分三段修整,每段一年。"]
    lines = [
        PlacedLine(text, 72, 72 + 12 * len(text), -20.0 * row, 12, 0)
        for row, text in enumerate(words)
    ]
    assert join_wrapped(lines).split("\n")[1] == "专栏 1 湖岸的“新路”"


@pytest.mark.parametrize("indent", ["　　", "  "])
def test_text_broken_at_a_width_is_joined(indent: str) -> None:
    whole = PARAGRAPHS * 4
    lines = []
    for paragraph in whole:
        words = paragraph if paragraph.startswith("第") else indent + paragraph
        lines += [words[at : at + 20] for at in range(0, len(words), 20)]
    assert unwrapped("\n".join(lines)) == "\n".join(whole)
    plan = read_plan_text("\n".join(lines).encode(), "plan.txt")
    assert "lines_joined" in {warning.kind for warning in plan.warnings}


def test_text_of_whole_paragraphs_stays_as_it_is() -> None:
    assert unwrapped("\n".join(PARAGRAPHS * 6)) == "\n".join(PARAGRAPHS * 6)


def ole_document(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + stream.encode("utf-16-le")


def locked_pdf() -> bytes:
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]"
    return pdf_of([[(72, 700, TEXT[:10])]], lock % (b"1" * 64, b"2" * 64))


def lying_archive() -> bytes:
    """Return a .docx whose directory says that its megabytes are a hundred bytes."""
    content = bytearray(archive_of({"word/document.xml": b" " * 5_000_000}))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def pdf_bomb(size: int) -> bytes:
    packed = zlib.compress(b"BT /F1 9 Tf (aaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n" * (size // 44), 9)
    return pdf_file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources"
            b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
        ]
    )


WHOLE_PDF = pdf_of(printed(PARAGRAPHS))
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
BAD: list[tuple[str, Callable[[], bytes], type[PlanTextError], str]] = [
    ("empty.txt", lambda: b"", EmptyPlanTextError, "an empty file"),
    ("blank.txt", lambda: b" \n\r\n", EmptyPlanTextError, "white space"),
    ("bom.txt", lambda: codecs.BOM_UTF16_LE, EmptyPlanTextError, "white space"),
    ("empty.docx", lambda: docx_of(()), EmptyPlanTextError, "without words"),
    ("cut.txt", lambda: TEXT.encode()[:-1], DamagedPlanFileError, "cut off within a character"),
    ("cut16.txt", lambda: TEXT.encode("utf-16")[:-1], DamagedPlanFileError, "cut off"),
    ("cutgb.txt", lambda: TEXT[:-1].encode("gb18030")[:-1], DamagedPlanFileError, "cut off"),
    ("holed.txt", lambda: TEXT.encode().replace("湖岸".encode(), b"\xff", 1),
     UnknownEncodingError, "broken characters"),
    ("latin.txt", lambda: bytes(range(32, 256)), UnknownEncodingError, "neither UTF-8"),
    ("nobom.txt", lambda: TEXT.encode("utf-16-le"), UnknownEncodingError, "save it as UTF-8"),
    ("large.txt", ("湖岸。" * 2_300_000).encode, PlanTextTooLargeError, "6,900,000"),
    ("xlsx.docx", lambda: archive_of({"xl/workbook.xml": ""}), WrongFileTypeError, "Excel"),
    ("pptx.docx", lambda: archive_of({"ppt/presentation.xml": ""}), WrongFileTypeError,
     "PowerPoint"),
    ("zip.docx", lambda: archive_of({"a.txt": TEXT}), WrongFileTypeError, "zip archive"),
    ("doc.docx", lambda: ole_document("WordDocument"), WrongFileTypeError, "save it as .docx"),
    ("html.docx", lambda: b"<!DOCTYPE html><html><p>a</p></html>", WrongFileTypeError, "HTML"),
    ("rtf.docx", lambda: b"{\\rtf1 a}", WrongFileTypeError, "RTF"),
    ("text.docx", TEXT.encode, WrongFileTypeError, "rename it to end in .txt"),
    ("pdf.docx", lambda: WHOLE_PDF, WrongFileTypeError, "rename it to end in .pdf"),
    ("docx.txt", docx_of, WrongFileTypeError, "rename it to end in .docx"),
    ("scan.txt", lambda: b"\x89PNG\r\n\x1a\n", WrongFileTypeError, "OCR"),
    ("locked.docx", lambda: ole_document("EncryptedPackage"), EncryptedPlanFileError,
     "without a password"),
    ("locked.pdf", locked_pdf, EncryptedPlanFileError, "without a password"),
    ("cut.docx", lambda: docx_of()[:-200], DamagedPlanFileError, "end is missing"),
    ("cut.pdf", lambda: WHOLE_PDF[:-300], DamagedPlanFileError, "%%EOF"),
    ("hollow.pdf", lambda: b"%PDF-1.4\nnothing\n%%EOF", DamagedPlanFileError, "cannot be opened"),
    ("broken.docx", lambda: archive_of({"word/document.xml": word_xml("<w:p>")[:-5]}),
     DamagedPlanFileError, "broken XML"),
    ("lying.docx", lying_archive, DamagedPlanFileError, "broken word/document.xml"),
    ("entities.docx", lambda: archive_of({"word/document.xml": ENTITIES + word_xml("&b;")}),
     WrongFileTypeError, "never writes"),
    ("deep.docx", lambda: archive_of({"word/document.xml": word_xml("<w:x>" * 100_000)}),
     WrongFileTypeError, "never writes"),
    ("bomb.docx", lambda: archive_of({"word/document.xml": b" " * 80_000_000}),
     PlanTextTooLargeError, "80,000,000 bytes of word/document.xml"),
    ("scan.pdf", lambda: pdf_of([[], [(72, 40, "2")], []]), ScanWithoutTextError, "3 pages"),
    ("garbled.pdf", lambda: pdf_of([[(72, 700, "\ue000\ue001" * 9)]] * 3), ScanWithoutTextError,
     "OCR"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "make", "error", "says"), BAD, ids=[name for name, _, _, _ in BAD]
)
def test_file_that_cannot_be_read_says_why(
    name: str, make: Callable[[], bytes], error: type[PlanTextError], says: str
) -> None:
    with pytest.raises(error) as caught:
        read_plan_text(make(), name)
    sentence = str(caught.value)
    assert sentence.startswith(f"{name}: found ")
    assert says in sentence
    assert "Expected " in sentence
    assert sentence.rstrip().endswith(".")
    assert isinstance(caught.value, HebeiGisError)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    ("limits", "content", "name"),
    [
        (TextLimits(file_bytes=99), TEXT.encode(), "plan.txt"),
        (TextLimits(characters=99), TEXT.encode(), "plan.txt"),
        (TextLimits(characters=99), docx_of(), "plan.docx"),
        (TextLimits(xml_bytes=99), docx_of(), "plan.docx"),
        (TextLimits(seconds=0), docx_of(), "plan.docx"),
        (TextLimits(characters=99), WHOLE_PDF, "plan.pdf"),
        (TextLimits(pages=1), WHOLE_PDF, "plan.pdf"),
        (TextLimits(seconds=0.001), WHOLE_PDF, "plan.pdf"),
    ],
)
def test_more_than_the_limits_allow_is_refused(
    limits: TextLimits, content: bytes, name: str
) -> None:
    with pytest.raises(PlanTextTooLargeError, match=r"Expected at most"):
        read_plan_text(content, name, limits)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a program to its memory")
def test_pdf_that_unpacks_without_end_is_refused() -> None:
    limits = TextLimits(memory_bytes=100 * 1024 * 1024)
    with pytest.raises(PlanTextTooLargeError, match="bytes of memory"):
        read_plan_text(pdf_bomb(60_000_000), "bomb.pdf", limits)


def test_large_file_on_disk_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "sparse.txt"
    with path.open("wb") as file:
        file.truncate(10 * 1024**3)
    with pytest.raises(PlanTextTooLargeError, match="10,737,418,240 bytes"):
        read_plan_text(path)


def test_missing_file_and_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(PlanFileUnreadableError, match=r"none\.txt: found no such file"):
        read_plan_text(tmp_path / "none.txt")
    with pytest.raises(PlanFileUnreadableError, match="a folder"):
        read_plan_text(tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_is_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([docx_of(), TEXT.encode(), TEXT.encode("gb18030")]))
    at = data.draw(st.integers(0, len(whole)))
    junk = data.draw(st.binary(max_size=8))
    for content in (whole[:at], whole[:at] + junk + whole[at + len(junk) :], junk):
        try:
            plan = read_plan_text(content)
        except PlanTextError:
            continue
        assert plan.text.strip()


def test_reading_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in (("a.docx", docx_of()), ("a.pdf", WHOLE_PDF), ("a.txt", b"\xff\xff")):
        with contextlib.suppress(PlanTextError):
            read_plan_text(content, name)
    assert list(tmp_path.iterdir()) == []


def test_pdf_reader_runs_beside_a_module_named_numbers() -> None:
    # The package has modules named like those of the standard library.
    reader = Path(read_plan_text.__code__.co_filename).with_name("pdf_lines.py")
    done = subprocess.run(
        [sys.executable, "-P", str(reader), "9999", "9", str(1 << 29)],
        input=WHOLE_PDF,
        capture_output=True,
        check=True,
    )
    assert done.stdout.startswith(b'{"pages"')
