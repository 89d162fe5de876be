"""What a report says once: methods, results, the cleaning log; its appendix of at most two pages; aligned numbers."""

import io
import re
from pathlib import Path

import nbformat
import pandas as pd
import pypdf
from docx import Document
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import surveykit as sk
from surveykit.report.content import align_numbers, content_from_results, gloss_words
from surveykit.report.provenance import complete_report
from surveykit.report.report_blocks import FigureBlock, TableBlock
from surveykit.report.report_writer import draw_report
from surveykit.report.tidy_blocks import LOG_FILE, LONGEST_LOG, draw_results_once
from surveykit.result import Grid, Head

MADE = 'import surveykit as sk\nsurvey = sk.example_survey()\nplans = sk.frequencies(survey, "plan")'


def tables(report: object) -> list[TableBlock]:
    return [block for block in report.blocks if isinstance(block, TableBlock) and block.label is not None]


def test_a_method_is_said_once_and_a_result_shown_as_a_figure_or_as_a_table(example):
    pieces = [sk.frequencies(example, "plan"), sk.frequencies(example, "gender")]
    for form in ("html", "docx", "pdf"):
        shown = _text(draw_report(complete_report(content_from_results(pieces, "en")), form), form)
        assert shown.count("Wilson") == 1
    plans = sk.frequencies(example, "plan")
    report = complete_report(content_from_results([plans, sk.plot(plans), sk.frequencies(example, "gender")], "en"))
    assert [table.grid.caption for table in tables(report)] == [sk.frequencies(example, "gender").caption("en")]
    assert sum(isinstance(block, FigureBlock) for block in report.blocks) == 1


def _built(folder: Path, show: str) -> html.HtmlElement:
    cells = [new_markdown_cell("# T\n\nSee @tbl-plans, @fig-plans."), new_code_cell(MADE),
             new_code_cell("#| label: tbl-plans\nplans"), new_code_cell(f"#| label: fig-plans\n{show}sk.plot(plans)")]
    nbformat.write(new_notebook(cells=cells), folder / "n.ipynb")
    sk.build_reports([folder / "n.ipynb"], folder / "reports", languages=["en"], formats=["html"])
    return html.fromstring((folder / "reports" / "en" / "n.html").read_bytes())


def test_a_reference_leads_to_the_figure_and_both_are_shown_on_request(tmp_path):
    page = _built(tmp_path, "")
    link = page.xpath("//main//a")[0]
    assert link.get("href") == "#fig-plans" and link.text == "Figure\u00a01"
    assert not page.xpath("//*[@id='tbl-plans']")
    assert page.xpath("//main//a")[0].getparent().text_content() == "See Figure\u00a01."  # said once
    page = _built(tmp_path, "#| show: both\n")
    assert page.xpath("//main//a")[0].get("href") == "#tbl-plans"
    assert page.xpath("//*[@id='tbl-plans']") and page.xpath("//*[@id='fig-plans']")


def test_the_log_stands_in_the_appendix_and_as_a_file_beside_and_inside(example, tmp_path):
    gone = sk.exclude(example, respondents=["7"], reason="withdrew")
    cells = [new_code_cell(MADE + '\nsk.cleaning_log(sk.exclude(survey, respondents=["7"], reason="withdrew"))'),
             new_markdown_cell("## After the log")]
    nbformat.write(new_notebook(cells=cells), tmp_path / "n.ipynb")
    sk.build_reports([tmp_path / "n.ipynb"], tmp_path / "reports", languages=["en"], formats=["pdf"])
    data = (tmp_path / "reports" / "en" / "n.pdf").read_bytes()
    beside = (tmp_path / "reports" / "en" / f"n.{LOG_FILE}").read_bytes()
    assert "withdrew" in beside.decode("utf-8-sig")
    assert pypdf.PdfReader(io.BytesIO(data)).attachments[LOG_FILE] == [beside]
    report = complete_report(content_from_results([sk.cleaning_log(gone), "## After the log"], "en"))
    names = [type(block).__name__ for block in report.blocks]
    assert names.index("Prose") < names.index("Heading") < names.index("TableBlock")


def test_an_appendix_with_a_long_log_takes_two_pages_at_most(example):
    gone = example
    for number in range(1, 36):
        gone = sk.exclude(gone, respondents=[str(number)], reason=f"reason {number}: asked to be left out of the study")
    content = content_from_results(["# T\n\nText.", sk.cleaning_log(gone)], "en")
    report = complete_report(content)
    assert len(tables(report)[0].grid.rows) == LONGEST_LOG
    assert report.attachments[LOG_FILE].decode().count("\r\n") == 36
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(draw_report(report, "pdf"))).pages]
    assert len(pages) <= 3
    for form in ("html", "docx", "pdf"):
        assert f"other {35 - LONGEST_LOG} rows" in _text(draw_report(report, form), form)


def _text(data: bytes, form: str) -> str:
    """The text of a report."""
    if form == "html":
        return " ".join(html.document_fromstring(data).find("body").text_content().split())
    if form == "docx":
        document = Document(io.BytesIO(data))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        return " ".join(" ".join([*(p.text for p in document.paragraphs), *cells]).split())
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())


def test_percents_of_a_table_have_one_precision_in_table_figure_and_sentence():
    frame = pd.DataFrame({"q": ["a"] * 50 + ["b"] * 70 + ["a"] * 3 + ["b"] * 4, "g": ["x"] * 120 + ["y"] * 7})
    crossed = sk.crosstab(sk.Survey.from_frame(frame), "q", "g")
    places = {len(number.partition(".")[2]) for row in crossed.grid().rows for cell in row[2::2]
              for number in re.findall(r"[\d.]+", cell)}
    assert places == {0} and crossed.percent_places()["base"] == 0
    said = " ".join([str(sk.interpret(crossed)), str(sk.interpret(crossed, style="full")), *sk.plot(crossed).labels])
    assert "42%" in said and not re.search(r"\d\.\d+%", said)
    assert "41.7%" in str(sk.interpret(sk.frequencies(sk.Survey.from_frame(frame), "q", where="g = 'x'")))


def test_numbers_before_intervals_end_at_one_place():
    grid = Grid("", ((Head("a"), Head("b")),), (("x", "9 (2–20)"), ("y", "46 (32–60)"), ("z", "–")), "lr")
    assert [row[1] for row in align_numbers(grid).rows] == ["9\u2007 (2–20)", "46 (32–60)", "–"]


def test_words_in_the_other_language_are_glossed_where_the_codebook_knows_them_else_said():
    plans = sk.frequencies(sk.example_survey(), "plan")
    rows = (("返乡就业", "1"), ("创业", "2"), ("Stay", "3"))
    grid = gloss_words(Grid("", ((Head("a"), Head("n")),), rows, "lr"), plans, "en")
    assert [row[0] for row in grid.rows] == ["返乡就业 (Return home)", "创业", "Stay"]
    assert grid.notes == ("Words in Chinese are quoted as they stand in the data; they are not translated.",)
    assert gloss_words(plans.grid("en"), plans, "en") == plans.grid("en")
    assert gloss_words(grid, plans, "zh").rows[2][0] == "Stay（留在服务地）"


def test_a_figure_of_the_findings_stands_once():
    plans = sk.frequencies(sk.example_survey(), "plan")
    told = content_from_results([sk.summary([plans], figure=sk.plot(plans)), plans, sk.plot(plans)], "en")
    [figure] = [block for block in draw_results_once(told.blocks) if isinstance(block, TableBlock | FigureBlock)]
    assert isinstance(figure, FigureBlock) and figure.notes == plans.grid("en").notes
