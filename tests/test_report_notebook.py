"""What a notebook's tags and comment lines mean for a report."""

import json
import struct
from dataclasses import dataclass, replace

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from surveykit.errors import ReportError
from surveykit.figures import FIGURE_MIME
from surveykit.report.column_widths import MEASURE, fit_columns
from surveykit.report.content import TEXT_MIME
from surveykit.report.notebook_content import content_from_notebook, read_options
from surveykit.report.notebook_runner import run_notebook, scrub_notebook
from surveykit.report.pdf_pages import FOOT, Piece, _holes, choose_remedy, find_risen, measure_heights, mend_order
from surveykit.report.provenance import complete_report
from surveykit.report.report_blocks import CodeBlock, FigureBlock, Heading, Paragraphs, Prose, Report, TableBlock
from surveykit.report.wide_tables import cut_panels
from surveykit.report.word_pages import fill_word_pages
from surveykit.result import MIME, SHARES, Grid, Head, Result


def text(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


RESULT = Result(kind="frequencies", layout=SHARES, title=text("打算", "Plans"), table=pd.DataFrame(
    [{"item": "plan", "option": "home", "group": "", "n": 21, "base": 46, "estimate": 0.4565, "se": 0.07,
      "low": 0.32, "high": 0.6}]), base=46, labels={"option": {"plan=home": text("返乡", "Home")}},
    source={"file": "v.xlsx", "sha256": "f" * 64, "rows": 46, "synthetic": True})
PAYLOAD = json.loads(RESULT.to_json())


def prose(source: str, *tags: str) -> nbformat.NotebookNode:
    return new_markdown_cell(source, metadata={"tags": list(tags)})


def shown(source: str, *data: dict, tags: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    outputs = [new_output("display_data", data=one) for one in data]
    return new_code_cell(source, outputs=outputs, metadata={"tags": list(tags)})


def told(*cells: nbformat.NotebookNode, language: str = "zh"):
    return content_from_notebook(new_notebook(cells=list(cells)), "02_plans.ipynb", language)


def kinds(content) -> list[type]:
    return [type(block) for block in content.blocks]


def test_tagged_prose_goes_into_its_language_and_untagged_into_both():
    cells = (prose("# 题目\n\n中文", "zh"), prose("# Title\n\nEnglish", "en"), prose("both"))
    zh, en = told(*cells), told(*cells, language="en")
    assert (zh.title, en.title) == ("题目", "Title")
    assert kinds(zh) == kinds(en) == [Prose, Prose]
    assert "English" not in str(zh.blocks) and "中文" not in str(en.blocks)


def test_a_notebook_is_called_by_its_title_or_file_and_cells_tagged_no_report_are_left_out():
    assert told(prose("text")).title == "02_plans"
    assert told(shown("x", {MIME: PAYLOAD}, tags=("no-report",)), prose("secret", "no-report")).blocks == ()


def test_label_and_caption_come_from_comment_lines():
    source = ("#| label: tbl-plans\n#| tbl-cap-zh: 服务期满后的打算\n#| tbl-cap-en: \"Plans after service\"\n"
              "#| other: kept for others\nplans")
    zh, en = told(shown(source, {MIME: PAYLOAD})), told(shown(source, {MIME: PAYLOAD}), language="en")
    assert [block.label for block in zh.blocks] == ["tbl-plans"]
    assert zh.blocks[0].grid.caption == "服务期满后的打算"
    assert en.blocks[0].grid.caption == "Plans after service"


def test_a_caption_in_one_language_leaves_the_other_and_a_second_output_has_its_own_label():
    cell = shown("#| tbl-cap-zh: 另名\nplans", {MIME: PAYLOAD})
    assert told(cell, language="en").blocks[0].grid.caption == "Plans"
    cell = shown("#| label: tbl-a\nx", {MIME: PAYLOAD}, {MIME: PAYLOAD})
    assert sorted(complete_report(told(cell)).numbers) == ["tbl-a", "tbl-auto2"]


def test_figures_and_sentences_are_in_the_language_of_the_report():
    cell = shown("#| label: fig-a\nsk.plot(x)", {FIGURE_MIME: {"result": PAYLOAD}})
    content = told(cell, language="en")
    assert kinds(content) == [FigureBlock]
    assert content.blocks[0].drawing.language == "en"
    assert content.blocks[0].caption == "Plans"
    cell = shown("x", {TEXT_MIME: {"zh": "二十一人返乡。", "en": "Twenty-one."}})
    assert told(cell).blocks == (Paragraphs(("二十一人返乡。",)),)


def test_other_outputs_are_shown_only_where_code_is():
    printed = [new_output("stream", name="stdout", text="hello\n"),
               new_output("stream", name="stderr", text="careful\n"),
               new_output("display_data", data={"text/html": "<table></table>", "text/plain": "foreign"})]
    quiet, loud = new_code_cell("x", outputs=printed), new_code_cell("#| echo: true\nx", outputs=printed)
    assert told(quiet).blocks == ()
    assert told(loud).blocks == (CodeBlock("x"), CodeBlock("hello", ""), CodeBlock("foreign", ""))


def test_tables_of_provenance_cells_stand_on_the_last_page():
    content = told(shown("x", {MIME: PAYLOAD}, tags=("provenance",)), prose("text"))
    assert kinds(content) == [Prose] and len(content.appendix) == 1
    assert content.synthetic
    report = complete_report(content)
    assert [type(block) for block in report.blocks].index(TableBlock) > 2


def test_sources_are_named_once_with_the_rows_used():
    before = PAYLOAD | {"source": PAYLOAD["source"] | {"rows": 48}}
    page = complete_report(told(shown("x", {MIME: PAYLOAD}, {MIME: before})))
    rows = [row for block in page.blocks if isinstance(block, TableBlock) for row in block.grid.rows]
    assert ("v.xlsx", "48 / 46", "f" * 16, "是") in rows


def test_labels_of_no_kind_used_twice_or_malformed_are_errors_with_their_cell():
    with pytest.raises(ReportError) as error:
        told(prose("a"), shown("#| label: plans\nx", {MIME: PAYLOAD}))
    assert str(error.value) == ("A label must begin with tbl- or fig-, not 'plans'.\n"
                                "  where: notebook 02_plans.ipynb, cell 2\n  fix:   #| label: tbl-plans")
    cells = [shown("#| label: tbl-a\nx", {MIME: PAYLOAD}) for _ in range(2)]
    with pytest.raises(ReportError, match="'tbl-a' cannot be used twice"):
        complete_report(told(*cells))
    with pytest.raises(ReportError, match="must read tbl- and then letters"):
        complete_report(told(shown("#| label: tbl-打算\nx", {MIME: PAYLOAD})))


def test_only_leading_comment_lines_are_options():
    found = read_options("#| echo: true\n\nx = 1\n#| label: tbl-late")
    assert (found.echo, found.label, found.source) == (True, "", "x = 1\n#| label: tbl-late")


def test_a_cell_that_fails_is_named_without_a_traceback(tmp_path):
    path = _stored(tmp_path, new_markdown_cell("a"), new_code_cell("1 / 0"))
    with pytest.raises(ReportError) as error:
        run_notebook(path)
    assert str(error.value) == (
        "A cell cannot be run: ZeroDivisionError: division by zero\n  where: notebook n.ipynb, cell 2\n"
        "  fix:   run the notebook in JupyterLab to see the whole error")


def test_an_error_of_ours_keeps_its_words(tmp_path):
    raising = ("from surveykit.errors import ReadError\n"
               "raise ReadError('The file does not exist.', where='a.xlsx', fix='check the path')")
    with pytest.raises(ReportError) as error:
        run_notebook(_stored(tmp_path, new_code_cell(raising)))
    assert str(error.value) == ("The file does not exist.\n  where: notebook n.ipynb, cell 1; a.xlsx\n"
                                "  fix:   check the path")


SHOWN = "from surveykit.errors import ReportError\nclass Odd:\n    def {method}(self, **_): raise {error}\n{call}"


@pytest.mark.parametrize("method", ["_repr_html_", "_repr_mimebundle_", "__repr__"])
@pytest.mark.parametrize("call", ["Odd()", "display(Odd())\n1"])
def test_a_value_that_cannot_show_itself_is_named_with_its_fault(tmp_path, method, call):
    cell = new_code_cell(SHOWN.format(method=method, call=call, error="KeyError('boom')"))
    with pytest.raises(ReportError) as error:
        run_notebook(_stored(tmp_path, new_markdown_cell("a"), cell))
    assert str(error.value) == (
        "A cell cannot be run: KeyError: 'boom'\n  where: notebook n.ipynb, cell 2\n"
        "  fix:   run the notebook in JupyterLab to see the whole error")


def test_but_an_error_of_ours_while_showing_keeps_its_words_in_both_languages(tmp_path):
    odd = "ReportError('At least one notebook must be given.', where='a.xlsx', fix='surveykit report notebooks')"
    with pytest.raises(ReportError) as error:
        run_notebook(_stored(tmp_path, new_code_cell(SHOWN.format(method="_repr_html_", call="Odd()", error=odd))))
    assert str(error.value) == ("At least one notebook must be given.\n  where: notebook n.ipynb, cell 1; a.xlsx\n"
                                "  fix:   surveykit report notebooks")
    assert error.value.message("zh").startswith("至少要给出一个笔记本")


def test_a_cell_that_is_to_fail_is_let_alone(tmp_path):
    cell = new_code_cell("1 / 0", metadata={"tags": ["raises-exception"]})
    assert run_notebook(_stored(tmp_path, cell)).cells[0].outputs[0].ename == "ZeroDivisionError"


def test_a_file_that_is_no_notebook_is_an_error(tmp_path):
    path = tmp_path / "n.ipynb"
    for content in (b"", b"{}", b"\xff\xfe", b"[1]", b'{"cells": 3, "nbformat": 4, "metadata": {}}'):
        path.write_bytes(content)
        with pytest.raises(ReportError, match="cannot be read as a notebook"):
            run_notebook(path)
    with pytest.raises(ReportError, match="does not exist"):
        run_notebook(tmp_path / "none.ipynb")


def test_a_notebook_runs_in_its_own_folder_with_this_interpreter(tmp_path):
    cell = new_code_cell("import os, sys\nprint(os.path.basename(os.getcwd()), sys.executable)")
    notebook = run_notebook(_stored(tmp_path / "notebooks", cell))
    folder, interpreter = notebook.cells[0].outputs[0].text.split(" ", 1)
    assert folder == "notebooks"
    assert interpreter.strip() == __import__("sys").executable


def test_a_scrubbed_notebook_holds_no_times_ids_or_addresses():
    output = new_output("execute_result", data={"text/plain": "<a at 0x7fe0a1b2c3>"})
    cell = new_code_cell("x", outputs=[output],
                         metadata={"tags": ["zh"], "execution": {"iopub.status.busy": "2026-01-01"}})
    language = {"name": "python", "version": "3.9"}
    clean = scrub_notebook(new_notebook(cells=[cell], metadata={"papermill": {}, "language_info": language}))
    assert clean.cells[0].id == "cell-01"
    assert clean.cells[0].metadata == {"tags": ["zh"]}
    assert clean.cells[0].outputs[0].data["text/plain"] == "<a at 0xADDR>"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert clean.metadata == {"kernelspec": kernel, "language_info": {"name": "python"}}
    assert cell.outputs[0].data["text/plain"] == "<a at 0x7fe0a1b2c3>"
    nbformat.validate(clean)


def test_tables_shrink_to_eight_points_and_wider_ones_are_cut_into_panels():
    heads = tuple(Head(f"受访者 {i}") for i in range(14))
    grid = Grid("标题", (heads,), (("甲", *("12345.67" for _ in heads[1:])),), "l" + "r" * 13, ("注",))
    panels = cut_panels(grid)
    assert len(panels) == 2 and [panel.caption for panel in panels] == ["标题", ""]
    assert [panel.notes for panel in panels] == [(), ("注",)]
    assert [row[0] for panel in panels for row in panel.rows] == ["甲", "甲"]
    assert [head.text for panel in panels for head in panel.head[0][1:]] == [head.text for head in heads[1:]]
    for panel in panels:
        columns = fit_columns(panel)
        assert columns.size >= 8
        assert sum(columns.widths) <= MEASURE + 0.01
    assert fit_columns(grid).size == 8 and sum(fit_columns(grid).widths) == pytest.approx(MEASURE)
    narrow = fit_columns(cut_panels(replace(grid, head=(heads[:10],), align="l" + "r" * 9,
                                            rows=(grid.rows[0][:10],)))[0])
    assert 8 <= narrow.size < 9


def test_panels_keep_the_columns_of_a_heading_together():
    top = (Head(""), *(Head(f"第 {i} 组", 2) for i in range(6)))
    below = (Head("选项"), *(Head(text) for _ in range(6) for text in ("人数/基数", "百分比（区间）")))
    grid = Grid("", (top, below), (("返乡", *(cell for _ in range(6) for cell in ("1234/5678", "37 (25–52)"))),),
                "l" + "r" * 12)
    panels = cut_panels(grid)
    assert len(panels) > 1
    assert all({head.across for head in panel.head[0][1:]} == {2} for panel in panels)
    assert sum(len(panel.align) - 1 for panel in panels) == 12


def test_the_room_goes_to_the_quotations():
    head = ((Head("编号"), Head("代码"), Head("原话")),)
    rows = tuple((f"P{i:02d}", "方言与当地语言沟通", "听不懂老人说的方言，后来请村医陪着走访。" * 4) for i in range(8))
    assert fit_columns(Grid("", head, rows, "lll")).widths[2] > 0.65 * MEASURE


def _pages_of(*marks: str) -> list[tuple[str, int, float]]:
    """Marks as typst gives them, from `what page y`."""
    return [(what.replace("_", " "), int(page), float(y)) for what, page, y in (mark.split() for mark in marks)]


def test_what_a_page_break_pushes_floats_where_text_follows_and_splits_where_none_does():
    marks = _pages_of("text_0 1 500", "start_fig-a 2 70", "drawn_fig-a 2 300", "end_fig-a 2 330", "text_1 2 360",
                      "start_tbl-b 2 370", "end_tbl-b 2 400", "start_tbl-c 3 70", "end_tbl-c 3 600")
    assert list(_holes(marks, [])) == [("fig-a", FOOT - 500), ("tbl-c", FOOT - 400)]
    assert list(_holes(marks, ["float:fig-a"])) == [("tbl-c", FOOT - 400)]
    behind = _pages_of("text_0 1 600", "start_tbl-a 2 70", "end_tbl-a 2 300", "start_fig-b 3 70")
    assert list(_holes(behind, ["float:tbl-a"])) == [("fig-b", FOOT - 300)]
    assert list(find_risen(behind, ["float:tbl-a"])) == []
    risen = _pages_of("text_0 1 600", "start_tbl-a 1 70", "end_tbl-a 1 300", "text_1 1 700")
    assert list(find_risen(risen, ["float:tbl-a"])) == ["tbl-a"] and list(find_risen(risen, [])) == []
    passed = _pages_of("start_tbl-c 2 70", "end_tbl-c 2 300", "text_1 1 600", "start_tbl-d 1 620", "start_fig-a 1 700")
    flow = [Piece("tbl-c", "tbl", 6), Piece("text 1", "text"), Piece("tbl-d", "tbl", 6), Piece("fig-a", "fig")]
    assert mend_order(passed, [], flow) == "" and mend_order(risen, ["float:tbl-a"], flow) == "stay:tbl-a"
    assert mend_order(passed, ["float:tbl-c"], flow) == "float:tbl-d"
    assert {mend_order(passed, ["float:tbl-c", way], flow) for way in ("split:tbl-d", "stay:tbl-d")} == {"stay:tbl-c"}
    assert mend_order(passed, ["float:tbl-c"], flow[:2] + flow[3:]) == ""  # figures are counted apart
    flow = [Piece("text 0", "text"), Piece("fig-a", "fig"), Piece("text 1", "text"), Piece("tbl-b", "tbl", 3),
            Piece("tbl-c", "tbl", 20), Piece(), Piece("text 2", "text"), Piece("fig-d", "fig"), Piece(),
            Piece("text 3", "text"), Piece("fig-e", "fig"), Piece(kind="break"), Piece("text 4", "text")]
    assert choose_remedy("fig-a", 273, flow, []) == "float:fig-a"
    assert choose_remedy("fig-a", 273, flow, ["float:fig-a"]) == ""
    assert choose_remedy("fig-a", 50, flow, []) == ""
    assert measure_heights(marks)["fig-a"] == (230, 30)
    assert choose_remedy("fig-a", 260, flow, [], 230, 30) == "shrink:fig-a=0.870"
    assert choose_remedy("fig-a", 260, flow, ["shrink:fig-a=0.870"], 230) == "float:fig-a"
    assert choose_remedy("tbl-c", 373, flow, []) == "split:tbl-c"
    assert choose_remedy("tbl-c", 100, flow, []) == ""
    assert choose_remedy("tbl-b", 373, flow, []) == ""
    assert choose_remedy("fig-d", 100, flow, []) == "" and choose_remedy("fig-d", 373, flow, []) == "float:fig-d"
    assert choose_remedy("fig-e", 373, flow, []) == ""
    chapter = [Piece("fig-a", "fig"), Piece(kind="break"), Piece(), Piece("tbl-b", "tbl", 9), Piece("text 1", "text")]
    assert choose_remedy("tbl-b", 373, chapter, []) == ""  # a new chapter ended the page before


@dataclass(frozen=True)
class _BlankDrawing:
    """A figure of so many points, as far as Word's pages are concerned."""

    height: float
    alt: str = ""

    def png(self, dpi: int = 200) -> bytes:
        """The head of a PNG: width and height."""
        return b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", 1000, round(self.height / 72 * dpi))


def test_text_comes_before_a_figure_that_would_leave_a_page_of_word_half_empty():
    half, third, rest = (Paragraphs(("字" * count,)) for count in (800, 450, 400))
    english, ours, table = Paragraphs(("word " * 500,)), Heading("来源", 2), TableBlock(Grid(
        "", ((Head("选项"), Head("人数")),), (("返乡", "21"),) * 6, "lr"), "tbl-b")
    figure = FigureBlock(_BlankDrawing(430), "图", "fig-a")

    def place(language: str, *blocks: object) -> tuple[list[object], dict[str, float]]:
        """What Word is given in which order, and the figures set smaller."""
        placed, shares = fill_word_pages(Report("", language, tuple(blocks)))
        return list(placed.blocks), shares
    assert place("zh", half, figure, rest) == ([half, rest, figure], {})
    assert place("en", english, figure, rest) == ([english, rest, figure], {})
    assert place("zh", half, figure, table) == ([half, table, figure], {})
    assert place("zh", figure, rest, half) == ([figure, rest, half], {})  # it fits
    assert place("zh", half, figure, ours, rest)[0] == [half, figure, ours, rest]  # never into the appendix
    head = Prose(({"t": "Header", "c": [2, ["", [], []], [{"t": "Str", "c": "局限"}]]},))
    announced = Prose(({"t": "Para", "c": [{"t": "Str", "c": "五点："}]},))
    assert place("zh", half, figure, head, rest, head, rest)[0] == [half, head, rest, figure, head, rest]
    assert place("zh", half, figure, announced, rest)[0] == [half, announced, rest, figure]  # never behind a colon
    other, low, tall = (FigureBlock(_BlankDrawing(high), "图", "fig-b") for high in (150, 125, 300))
    assert place("zh", half, figure, other, rest)[0] == [half, rest, figure, other]  # what it passes stays behind it
    sections = [block for _ in range(6) for block in (Heading("节", 2), Paragraphs(("字",)))]
    assert place("zh", *sections, low, rest) == ([*sections, low, rest], {})  # points between paragraphs are shared
    wide = TableBlock(Grid("", ((Head("很长的表头" * 40), Head("人数")),), (("返乡", "21"),) * 62, "lr"), "tbl-c")
    assert place("zh", wide, tall, rest) == ([wide, rest, tall], {})  # below the heading on its second page
    blocks, shares = place("zh", third, figure)
    assert blocks == [third, figure] and 0.7 <= shares["fig-a"] < 0.8


def test_numbers_stay_whole_beside_long_text():
    grid = Grid("", ((Head("代码"), Head("原话"), Head("人数/基数")),),
                (("语言障碍", "听不懂方言" * 40, "21/46"),), "llr")
    columns = fit_columns(grid)
    assert columns.size == 9
    assert sum(columns.widths) == pytest.approx(MEASURE)
    assert columns.widths[2] > 9 * 2.8 and columns.widths[1] > 250


def test_short_tables_are_kept_together_and_only_giant_rows_may_split():
    head = ((Head("代码"), Head("原话")),)
    short = Grid("", head, (("语言", "听不懂"),) * 5, "ll")
    long = Grid("", head, (("语言", "听不懂"),) * 60, "ll")
    giant = Grid("", head, (("语言", "听不懂方言" * 500),), "ll")
    assert fit_columns(short).keeps(short) and not fit_columns(long).keeps(long) and not fit_columns(giant).keeps(giant)
    assert fit_columns(giant).splits(giant.rows[0]) and not fit_columns(short).splits(short.rows[0])
    tied, noted = fit_columns(short).tied_rows(short), replace(short, notes=("注" * 400,))
    assert len(tied) == 5 and len(fit_columns(noted).tied_rows(noted)) == 4  # a third of a page with all around it


def _stored(folder, *cells: nbformat.NotebookNode):
    folder.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells)), folder / "n.ipynb")
    return folder / "n.ipynb"
