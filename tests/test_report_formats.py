"""HTML, Word and PDF of one content agree, resolve references and let nothing hostile through."""

import base64
import io
import re
import zipfile

import pandas as pd
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree, html

import surveykit as sk
from surveykit.errors import ReportError
from surveykit.figures import Figure
from surveykit.interviews.coding.excerpts import EXCERPT_LAYOUT
from surveykit.report.content import Content, content_from_results
from surveykit.report.html_dialect import POLICY, write_html
from surveykit.report.pdf_dialect import PdfDialect, write_pdf
from surveykit.report.provenance import complete_report
from surveykit.report.report_blocks import Report, TableBlock
from surveykit.report.word_dialect import write_docx
from surveykit.result import CROSSED, SHARES, Grid, Head, Result

HOSTILE = ("<script>alert(1)</script>", '#read("/etc/passwd")', "]]", "$x$", "=cmd|' /C calc'!A0",
           r"\input{secret}", "@tbl-x", "**bold**", "a" * 90, "<!-- no -->", "&amp;", "`code`", '"quote"')
CAPTION = {"zh": {"tbl": "表", "fig": "图"}, "en": {"tbl": "Table", "fig": "Figure"}}


def text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def grouped(title: dict[str, str], synthetic: bool = True) -> Result:
    rows = [{"item": "plan", "option": option, "group": group, "n": n, "base": 23, "estimate": n / 23,
             "se": 0.1, "low": 0.1, "high": 0.6}
            for group in ("m", "f") for option, n in (("home", 8), ("stay", 5))]
    labels = {"item": {"plan": text("打算", "Plan")},
              "option": {"plan=home": text("返乡就业", "Return home"), "plan=stay": text("留下", "Stay")},
              "group": {"m": text("男", "Men"), "f": text("女", "Women")}}
    source = {"file": "volunteers.xlsx", "sha256": "0123456789abcdef" * 4, "rows": 46, "synthetic": synthetic}
    return Result(kind="crosstab", layout=CROSSED, title=title, table=pd.DataFrame(rows), base=46,
                  missing={"blank": 2}, method=text("Wilson 区间", "Wilson"), labels=labels, source=source)


def shares(title: dict[str, str], synthetic: bool = True) -> Result:
    first = grouped(title, synthetic)
    return Result(kind="frequencies", layout=SHARES, title=title, base=23, labels=first.labels, source=first.source,
                  table=first.table.query("group == 'm'").assign(group=""))


def quotations(texts: tuple[str, ...]) -> Result:
    rows = [{"item": "c1", "document": f"P{i:02d}", "attributes": "", "quote": quote} for i, quote in enumerate(texts)]
    return Result(kind="excerpts", layout=EXCERPT_LAYOUT, title=text("访谈摘录", "Excerpts"),
                  table=pd.DataFrame(rows, dtype=object), base=len(rows),
                  labels={"item": {"c1": text("语言", "Language")}}, settings={"base_unit": ""})


PROSE = {
    "zh": "# 去向\n\n正文见@tbl-auto2与 @tbl-auto3 和[@fig-auto1]。公式 $V=\\sqrt{2}$ 在此。\n换行无空格。\n"
          "\n## 小节\n\n| 甲 | 乙 |\n|:--|--:|\n| 一 | 2 |\n\n: 变量说明 {#tbl-vars}\n\n@tbl-vars。",
    "en": "# Destinations\n\nSee @tbl-auto2 and @tbl-auto3, [@fig-auto1]. Math $V=\\sqrt{2}$ here.\n\n"
          "## Section\n\n| A | B |\n|:--|--:|\n| one | 2 |\n\n: Variables {#tbl-vars}\n\n@tbl-vars.",
}


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def written(language: str) -> dict[str, bytes]:
    first = grouped(text("按性别分的打算", "Plans by gender"))
    pieces = [PROSE[language], first, quotations(HOSTILE), Figure(shares(text("打算", "Plans")), language)]
    report = complete_report(content_from_results(pieces, language))
    return {"html": write_html(report), "docx": write_docx(report), "pdf": write_pdf(report)}


@pytest.fixture(scope="module")
def page(written: dict[str, bytes]) -> html.HtmlElement:
    return html.document_fromstring(written["html"])


@pytest.fixture(scope="module")
def word(written: dict[str, bytes]) -> object:
    return Document(io.BytesIO(written["docx"]))


@pytest.fixture(scope="module")
def printed(written: dict[str, bytes]) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written["pdf"])).pages)


def tight(shown: str) -> str:
    """Text without blanks, which formats break lines at in their own ways."""
    return re.sub(r"[\s\u200b\u00a0\u3000]", "", shown)


def word_text(document: object) -> str:
    return "\n".join("".join(p.itertext(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))


def captions(shown: str, language: str) -> list[str]:
    """Numbers in captions: a word and number followed by the title of a known block."""
    words = "|".join(CAPTION[language].values())
    titles = "变量说明|按性别分的打算|访谈摘录|打算" if language == "zh" else "Variables|Plans|Excerpts"
    return re.findall(rf"((?:{words})\d)\.?(?={titles})", tight(shown))


def test_captions_carry_the_same_numbers_in_all_formats(page, word, printed, language):
    expected = captions("\n".join(e.text_content() for e in page.iter("figcaption")), language)
    assert len(expected) == 4
    assert captions(word_text(word), language) == expected
    assert sorted(captions(printed, language)) == sorted(expected)


def test_tables_are_as_many_in_html_and_word(page, word):
    assert len(list(page.iter("table"))) == len(word.tables) == 4


def test_numbers_in_cells_are_the_same_in_all_formats(page, word, printed):
    cells = [cell.text_content() for cell in page.iter("td")]
    numbers = [cell for cell in cells if re.fullmatch(r"\d+/23|\d+ \(.*\)", cell)]
    assert "8/23" in numbers and "35 (10–60)" in numbers
    shown = tight(word_text(word))
    for number in numbers:
        assert tight(number) in shown
        assert tight(number) in tight(printed)


def test_references_are_resolved_in_all_formats(page, word, printed, language):
    label = CAPTION[language]["tbl"]
    for shown in (page.text_content(), word_text(word), printed):
        assert f"{label}2" in tight(shown)
        assert "@tbl-auto" not in shown and "@fig-auto" not in shown and "@tbl-vars" not in shown
    targets = {element.get("id") for element in page.iter() if element.get("id")}
    links = {a.get("href").removeprefix("#") for a in page.xpath("//main//a")}
    assert links == {"tbl-auto2", "tbl-vars", "tbl-auto3", "fig-auto1"}
    assert links <= targets


def test_brackets_around_a_reference_vanish(page):
    assert "[" not in page.xpath("//main/p")[0].text_content()


def test_text_runs_on_in_a_pdf_while_a_figure_moves_to_the_next_page(language):
    words = "甲乙丙丁。" * 6 if language == "zh" else "One two three. " * 5
    figure = Figure(shares(text("打算", "Plans")), language)
    pages = []
    for count in range(26, 32):
        pieces = ["# T\n\n" + "\n\n".join([words] * count), figure, words + "END", words]
        reader = pypdf.PdfReader(io.BytesIO(write_pdf(complete_report(content_from_results(pieces, language)))))
        shown = [tight(page.extract_text()) for page in reader.pages]
        pages.append(tuple(next(i for i, page in enumerate(shown) if re.search(what, page))
                           for what in ("END", "图1打算|Figure1.Plans")))
    assert (0, 1) in pages


def test_a_table_too_wide_for_paper_is_cut_there_and_scrolls_on_the_screen():
    heads = (Head("Option"), *(Head(f"Group {i}") for i in range(12)))
    rows = tuple((name, *["1234/5678"] * 12) for name in ("Home", "Stay"))
    block = TableBlock(Grid("Many groups", (heads,), rows, "l" + "r" * 12), "tbl-many")
    report = complete_report(Content("T", "en", (block,)))
    word = Document(io.BytesIO(write_docx(report)))
    panels = [table for table in word.tables if table.rows[0].cells[0].text == "Option"]
    assert len(panels) == 2
    assert all([row.cells[0].text for row in table.rows] == ["Option", "Home", "Stay"] for table in panels)
    assert min(int(size.get(qn("w:val"))) for size in word.element.body.iter(qn("w:sz"))) >= 16
    page = html.document_fromstring(write_html(report))
    assert len(page.xpath("//table[contains(., 'Group 0') and contains(., 'Group 11')]")) == 1
    shown = tight("".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(write_pdf(report))).pages))
    assert shown.count("Option") == 2 and shown.count("1234/5678") == 24


def test_hostile_text_comes_through_as_text(page, word, printed):
    for hostile in HOSTILE:
        assert tight(hostile) in tight(page.text_content())
        assert tight(hostile) in tight(word_text(word))
        assert tight(hostile) in tight(printed)


def test_html_holds_no_script_and_no_address_outside_itself(page, written):
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [POLICY]
    assert not page.xpath("//script | //link | //iframe | //object | //base")
    assert all(source.startswith("data:") for source in page.xpath("//@src"))
    assert all(target.startswith("#") for target in page.xpath("//@href"))
    assert not any(name.startswith("on") for element in page.iter() for name in element.attrib)
    assert b"object at 0x" not in written["html"]


def test_word_rules_stand_on_cells(word):
    for table in word.tables:
        rows = [row._tr for row in table.rows]
        heads = [row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
        assert _rules(rows[0], "top") == {"12"}
        assert _rules(heads[-1], "bottom") == {"6"}
        assert _rules(rows[-1], "bottom") == {"12"}
        assert not any(_rules(row, "bottom") for row in rows[len(heads):-1])


def _rules(row: object, side: str) -> set[str]:
    """Sizes of the rules on one side of a row's cells, in eighths of a point."""
    borders = [cell.find(f"{qn('w:tcPr')}/{qn('w:tcBorders')}/{qn(f'w:{side}')}") for cell in row.findall(qn("w:tc"))]
    return {border.get(qn("w:sz")) for border in borders if border is not None}


def test_word_tables_fit_the_page_and_do_not_split_rows(word):
    for table in word.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) <= 9075
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)


def test_word_sets_every_list_in_one_style():
    report = complete_report(content_from_results(["# T\n\n* a\n\n* b\n\nc\n\n* d\n* e"], "en"))
    items = [one for one in Document(io.BytesIO(write_docx(report))).paragraphs if one.text in {*"abde"}]
    assert [one.style.name for one in items] == ["Compact"] * 4


def test_word_captions_are_fields_and_references_point_to_bookmarks(word, language):
    codes = [code.text.strip() for code in word.element.body.iter(qn("w:instrText"))]
    assert codes.count(f"SEQ {CAPTION[language]['tbl']} \\* ARABIC") == 3
    assert codes.count(f"SEQ {CAPTION[language]['fig']} \\* ARABIC") == 1
    marks = {mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))}
    targets = {code.split()[1] for code in codes if code.startswith("REF")}
    assert targets and targets <= marks


def test_word_page_is_a4_with_synthetic_mark_and_page_number(word, language):
    section = word.sections[0]
    assert (round(section.page_width.cm, 1), round(section.left_margin.cm, 1)) == (21.0, 2.5)
    mark = "含合成数据" if language == "zh" else "Contains synthetic data"
    assert mark in section.header.paragraphs[0].text
    assert mark in section.first_page_header.paragraphs[0].text
    assert "PAGE" in etree.tostring(section.footer._element).decode()


def test_word_carries_no_data_address(written):
    document = zipfile.ZipFile(io.BytesIO(written["docx"])).read("word/document.xml")
    assert b"data:image" not in document
    assert b"descr=\"" in document


def test_pdf_has_title_embedded_fonts_and_no_date_of_today(written, language):
    reader = pypdf.PdfReader(io.BytesIO(written["pdf"]))
    assert reader.metadata.title == ("去向" if language == "zh" else "Destinations")
    assert reader.metadata.author == "surveykit"
    assert reader.metadata.creation_date is None or reader.metadata.creation_date.year == 1980
    fonts = {font["/BaseFont"] for page in reader.pages
             for font in (f.get_object() for f in page["/Resources"]["/Font"].values())}
    assert fonts and all("+" in name for name in fonts)


def test_a_report_speaks_no_word_of_ours_in_the_other_language(page, language):
    shown = " ".join(e.text_content() for e in page.xpath("//th | //caption | //figcaption | //h1 | //h2 | //h3"))
    other = r"[A-Za-z]{2,}" if language == "zh" else r"[\u4e00-\u9fff]+"
    assert shown.strip() and set(re.findall(other, shown)) <= {"SHA"}


def test_real_data_carry_no_synthetic_mark():
    report = complete_report(content_from_results([grouped(text("打算", "Plans"), synthetic=False)], "en"))
    assert b"synthetic data" not in write_html(report)


def test_figures_are_inside_the_page(page):
    source = page.xpath("//img/@src")[0]
    assert base64.b64decode(source.partition(",")[2]).lstrip().startswith(b"<?xml")
    assert page.xpath("//img/@alt")[0]


def test_an_unresolved_reference_is_named(language):
    with pytest.raises(ReportError) as error:
        content = content_from_results(["# T\n\n@tbl-plan", grouped(text("甲", "A"))], language, "report")
        write_html(complete_report(content))
    assert str(error.value) == (
        "The reference '@tbl-plan' must name a table or figure of this report.\n"
        "  where: text 1\n  fix:   use one of 'tbl-auto1'")


def test_labels_in_code_are_no_references_pictures_are_refused_and_links_printed():
    shown = write_html(complete_report(content_from_results(["# T\n\n`@tbl-none` is how one refers."], "en")))
    assert b"<code>@tbl-none</code>" in shown
    with pytest.raises(ReportError, match="A picture cannot be part of the prose"):
        content_from_results(["![](https://example.org/beacon.png)"], "en")
    prose = "# T\n\n[site](https://example.org) <b>bold</b> <script>alert(1)</script>"
    page = html.document_fromstring(write_html(complete_report(content_from_results([prose], "en"))))
    assert "site (https://example.org) bold" in page.xpath("//main/p")[0].text_content()
    assert not page.xpath("//script | //b | //main//a")


def test_a_character_without_a_shape_is_spelt_out_in_pdf():
    report = complete_report(content_from_results([quotations(("开心😊",))], "zh"))
    shown = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(write_pdf(report))).pages)
    assert "[U+1F60A]" in tight(shown)


def test_an_answer_longer_than_a_page_is_printed_to_its_end():
    quote = "".join(f"第{i}句，来了就想留下。" for i in range(400))
    reader = pypdf.PdfReader(io.BytesIO(write_pdf(complete_report(content_from_results([quotations((quote,))], "zh")))))
    shown = tight("".join(page.extract_text() for page in reader.pages))
    assert len(reader.pages) >= 3
    cut = [i for i in range(400) if f"第{i}句" not in shown]
    assert len(cut) < len(reader.pages)  # a page may end inside one


def test_control_characters_and_surrogates_do_not_break_a_report():
    report = complete_report(content_from_results(["# T\x0b", quotations(("a\x00b\ud800c",))], "en"))
    for writer in (write_html, write_docx, write_pdf):
        assert writer(report)


def test_a_piece_that_is_no_result_is_a_type_error():
    with pytest.raises(TypeError, match="not DataFrame"):
        content_from_results([pd.DataFrame()], "en")


def test_a_long_label_is_not_broken_in_the_name_by_which_its_page_is_found():
    result, label = grouped(text("甲", "A")), "tbl-an_item_with_a_very_long_name_of_its_own"
    drawn = PdfDialect(Report("A", "en", ())).table(TableBlock(result.grid(), label, result), None)
    assert f'id: "{label}"' in drawn[0]["c"][1]


def test_tables_and_figures_of_a_pdf_come_in_the_order_of_their_numbers(tmp_path):
    survey, content = sk.example_survey(), ["Words. " * 40]
    for name in ("plan", "gender", "cp_1", "plan", "gender"):
        content += [sk.frequencies(survey, name), "A sentence.", sk.means(survey, "months"), "One more."]
    pages = pypdf.PdfReader(sk.write_report(content, tmp_path / "a.pdf")).pages
    found = [(int(number), page) for page, one in enumerate(pages)
             for number in re.findall(r"^Table (\d+)\.", one.extract_text(), re.MULTILINE)]
    assert len(found) == 10 and [page for _, page in sorted(found)] == sorted(page for _, page in found)
