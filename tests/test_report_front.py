"""Front matter, contents, numbered headings and the three presets: read back from HTML, Word and PDF."""

import io
import re

import nbformat
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import html
from nbformat.v4 import new_markdown_cell, new_notebook, new_raw_cell

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.report.content import content_from_results
from surveykit.report.front_page import ReportSettings, settings_from, settings_of_notebook
from surveykit.report.html_dialect import write_html
from surveykit.report.pdf_dialect import write_pdf
from surveykit.report.provenance import complete_report
from surveykit.report.statistic_letters import split_letters
from surveykit.report.word_dialect import write_docx

FRONT = {"title": {"zh": "志愿者去向研究", "en": "Where volunteers go"},
         "subtitle": {"zh": "以某校为例", "en": "One school"},
         "authors": [{"zh": "李明", "en": "Li Ming"}, {"zh": "王芳", "en": "Wang Fang"}],
         "institution": {"zh": "某大学", "en": "A University"}, "supervisor": {"zh": "张教授", "en": "Prof. Zhang"},
         "date": "2026-05", "abstract": {"zh": "第一段。\n\n第二段。", "en": "First.\n\nSecond."},
         "keywords": {"zh": ["志愿者", "就业"], "en": ["volunteers", "work"]}}
PROSE = "## {}\n\n### {}\n\n正文。"


def tight(text: str) -> str:
    return re.sub(r"[\s\u200b\u00a0\u3000]", "", text)


@pytest.fixture(scope="module")
def plan() -> sk.Result:
    return sk.frequencies(sk.example_survey(), "plan")


def built(plan: sk.Result, language: str, **given: object) -> dict[str, bytes]:
    pieces = ["# 研究", PROSE.format("甲章", "甲节"), plan, PROSE.format("乙章", "乙节"), plan,
              sk.plot(sk.frequencies(sk.example_survey(), "gender"), language=language)]
    report = complete_report(content_from_results(pieces, language), settings=settings_from(given, "here"))
    return {"html": write_html(report), "docx": write_docx(report), "pdf": write_pdf(report)}


def shown(written: dict[str, bytes]) -> dict[str, str]:
    """The text of each format, without blanks."""
    return {form: shown_in(data, form) for form, data in written.items()}


def test_a_thesis_counts_captions_in_chapters_and_says_them_in_both_languages(plan):
    written = built(plan, "zh", style="thesis", **FRONT)
    for text in shown(written).values():
        for caption in ("表1-1", "Table1-1", "表2-1", "图2-1", "Figure2-1"):
            assert caption in text
        assert "表3" not in text and "Abstract" in text and "摘要" in text
    box = pypdf.PdfReader(io.BytesIO(written["pdf"])).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_headings_are_numbered_the_same_in_every_format(plan):
    written = built(plan, "zh", style="annual-report", **FRONT)
    page = html.document_fromstring(written["html"])
    heads = [(h.tag, tight(h.text_content())) for h in page.xpath("//main//h2 | //main//h3")]
    assert heads[:4] == [("h2", "1甲章"), ("h3", "1.1甲节"), ("h2", "2乙章"), ("h3", "2.1乙节")]
    assert not re.match(r"\d", heads[4][1])  # the appendix
    links = page.xpath("//nav//a")
    assert [tight(a.text_content()) for a in links][:2] == ["1甲章", "1.1甲节"]
    assert {a.get("href")[1:] for a in links} <= {h.get("id") for h in page.xpath("//h2 | //h3")}
    assert "2.1乙节" in shown(written)["pdf"]
    word = Document(io.BytesIO(written["docx"]))
    numbered = word.styles["Heading 2"].element.pPr.numPr
    assert numbered.ilvl.val == 1
    levels = word.part.numbering_part.element.xpath(
        f"//w:abstractNum[@w:abstractNumId=//w:num[@w:numId='{numbered.numId.val}']/w:abstractNumId/@w:val]/w:lvl")
    assert [level.find(qn("w:lvlText")).get(qn("w:val")) for level in levels] == ["%1", "%1.%2", "%1.%2.%3"]
    appendix = next(p for p in word.paragraphs if p.style.name == "Heading 1" and p.text not in {"甲章", "乙章"})
    assert appendix._p.pPr.numPr.numId.val == 0


def test_contents_and_lists_stand_where_the_style_or_the_author_asks_for_them(plan):
    texts = shown(built(plan, "zh", contents=True, title="研究"))
    assert all(name in texts[form] for form in ("docx", "pdf") for name in ("目录", "表目录", "图目录"))
    texts = shown(built(plan, "zh", style="thesis", contents=False, numbered=False))
    assert "表目录" not in texts["pdf"] and "1.1甲节" not in texts["pdf"]


@pytest.mark.parametrize("style", ["plain", "thesis", "annual-report"])
def test_every_style_is_the_same_bytes_twice(plan, style):
    assert built(plan, "en", style=style, **FRONT) == built(plan, "en", style=style, **FRONT)


@pytest.mark.parametrize(("given", "fix"), [({"autors": ["x"]}, "authors"), ({"style": "thesys"}, "thesis")])
def test_an_unknown_key_or_style_is_named_with_what_was_meant(given, fix):
    with pytest.raises(ReadError, match=fix):
        settings_from(given, "here")


def test_a_notebook_overrules_its_study_key_by_key(tmp_path):
    (tmp_path / "study.yaml").write_text("title: Study\nauthors: [A, B]\nstyle: thesis\nnumbered: false\n", "utf-8")
    folder = tmp_path / "notebooks"
    folder.mkdir()
    raw = new_raw_cell("---\ntitle: Own\nnumbered: true\n---")
    notebook = new_notebook(cells=[raw, new_markdown_cell("# Heading")], metadata={"surveykit": {"date": "2026"}})
    settings = settings_of_notebook(notebook, folder / "n.ipynb")
    page = settings.front_page("en")
    assert (page.title, page.authors, page.date) == ("Own", "A, B", "2026")
    assert (settings.style.name, settings.style.numbered, settings.style.contents) == ("thesis", True, True)
    assert settings_of_notebook(new_notebook(), tmp_path.parent / "n.ipynb") == ReportSettings()


def test_the_heading_of_a_notebook_is_the_subtitle_below_the_title_of_its_study(tmp_path):
    (tmp_path / "study.yaml").write_text("title: The study\nauthors: Li Ming\n", "utf-8")
    nbformat.write(new_notebook(cells=[new_markdown_cell("# One part\n\nText.")]), tmp_path / "n.ipynb")
    sk.build_reports([tmp_path / "n.ipynb"], tmp_path / "reports", languages=["en"], formats=["html"])
    page = html.fromstring((tmp_path / "reports" / "en" / "n.html").read_bytes())
    assert [e.text for e in page.xpath("//h1 | //p[@class='subtitle'] | //p[@class='authors']")] == [
        "The study", "One part", "Li Ming"]


def test_write_report_takes_style_and_front_matter(plan, tmp_path):
    path = sk.write_report([plan], tmp_path / "r.html", style="annual-report", front={"title": "T", "date": "2026"})
    page = html.fromstring(path.read_bytes())
    assert page.xpath("//body/@class")[0].startswith("annual-report")
    assert page.xpath("//p[@class='date']")[0].text == "2026"


def test_letters_of_statistics_are_in_italics_in_every_format():
    table = sk.association(sk.example_survey(), "plan", by="gender")
    pieces = ["# T\n\n差异不显著（p = 0.72，n=46）。A plan (p < 0.05) is `p = 1`.", table]
    report = complete_report(content_from_results(pieces, "en"))
    page = html.document_fromstring(write_html(report))
    assert [e.text for e in page.xpath("//main/p[1]/em")] == ["p", "n", "p"]
    assert "p" in [e.text for e in page.xpath("//th//i")]
    runs = [(run.text, run.italic) for paragraph in Document(io.BytesIO(write_docx(report))).paragraphs
            for run in paragraph.runs]
    assert [text for text, italic in runs if italic][:3] == ["p", "n", "p"]
    assert tight("（p = 0.72，n=46）") in shown({"html": write_html(report), "docx": write_docx(report),
                                             "pdf": write_pdf(report)})["pdf"]


@pytest.mark.parametrize(("text", "slanted"), [
    ("Cramér's V = 0.36 (p < 0.001)", ["V", "p"]), ("n/N", ["n", "N"]), ("step = 3, map = 2", []), ("n. a.", []),
    ("43 人（n=43，t(41) = 2.1）", ["n"]), ("item 4p = 2", [])])
def test_only_letters_before_a_sign_are_slanted(text, slanted):
    pieces = split_letters(text)
    assert [piece for piece, is_slanted in pieces if is_slanted] == slanted
    assert "".join(piece for piece, _ in pieces) == text


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_counts_stand_in_a_column_of_their_own_on_request(plan, form, tmp_path):
    for columns, expected in (("k/n", "n/N"), ("n and %", "n (N = 40)")):
        path = sk.write_report([plan], tmp_path / f"r.{form}", front={"columns": columns})
        heads = [head.text for head in plan.grid("en", columns=columns).head[-1]]
        assert expected in heads
        assert tight(heads[1]) + tight(heads[2]) in shown_in(path.read_bytes(), form)


def shown_in(data: bytes, form: str) -> str:
    """The text of one format, without blanks."""
    if form == "html":
        return tight(html.document_fromstring(data).text_content())
    if form == "docx":
        return tight("".join(node.text or "" for node in Document(io.BytesIO(data)).element.body.iter(qn("w:t"))))
    return tight("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))
