"""Every percentage of our own built reports follows from the counts it carries; what does not is found."""

import base64
import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path

import nbformat
import openpyxl
import pytest

import surveykit as sk
from surveykit.errors import ReadError, ReportError
from surveykit.files.disk import canonical_zip
from surveykit.report.content import content_from_results
from surveykit.report.notebook_content import content_from_notebook
from surveykit.report.provenance import complete_report, notebook_fingerprint
from surveykit.report.report_blocks import Report
from surveykit.report.report_builder import report_remarks
from surveykit.report.report_writer import FORMATS as WRITTEN
from surveykit.report.report_writer import draw_report
from surveykit.report.selfaudit import read_pdf_report as pdf
from surveykit.report.selfaudit.audited_text import AuditedText
from surveykit.report.selfaudit.mark_check import follows
from surveykit.report.selfaudit.report_verifier import VerifiedReport, verify_bytes, verify_report
from surveykit.report.selfaudit.typed_numbers import typed_marks
from surveykit.words.marks import claims, mark_number
from surveykit.words.phrases import phrase, table

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
DATA = re.compile(r'<data value="([^"]*)"(?: data-text="[^"]*")?>([^<]*)</data>')
LEAST = 40  # figures in the shortest report of ours
FORMATS = [form for form in WRITTEN if form != "xlsx"]  # a workbook holds values, which nothing rounds


@cache
def built(path: Path, language: str) -> dict[str, bytes]:
    """The three reports of a notebook as it is stored; nbval checks that its outputs are those of a new run."""
    return {form: draw_report(stored_report(path, language), form) for form in FORMATS}


@cache
def stored_report(path: Path, language: str) -> Report:
    """What a notebook as it is stored reports."""
    notebook = nbformat.read(path, as_version=4)
    content = content_from_notebook(notebook, path.name, language)
    return complete_report(content, notebook=notebook_fingerprint(notebook), recorded=True)


def named(number: str) -> Path:
    """The notebook whose name begins so."""
    return next(path for path in NOTEBOOKS if path.name.startswith(number))


def whys(found: VerifiedReport) -> set[tuple[str, str]]:
    """What is wrong, and with which text."""
    return {(fault.why, fault.shown) for fault in found.faults}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_percentage_of_our_reports_follows_from_its_counts(path, language):
    found = {form: verify_bytes(data, form) for form, data in built(path, language).items()}
    assert {form: one.faults for form, one in found.items()} == dict.fromkeys(FORMATS, ())
    assert report_remarks(stored_report(path, language)) == ()
    assert found["html"].kinds == found["docx"].kinds == found["pdf"].kinds
    assert found["html"].figures >= LEAST and found["html"].kinds["share"] > 0


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_percentages_typed_into_prose_say_what_they_are_and_are_true(path):
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
    for text in cells:
        inside = [match.span(2) for match in DATA.finditer(text)]
        assert [text[a:b] for a, b in claims(DATA.sub(lambda m: "x" * len(m[0]), text))] == []
        assert all(follows(value, shown) for value, shown in DATA.findall(text)), text
        assert text.count("<data") == text.count("</data>") == len(inside)


# a report that is changed after it was built

@pytest.fixture(scope="module")
def page() -> str:
    return built(named("04"), "en")["html"].decode()


def test_one_changed_digit_in_html_is_found_wherever_it_stands(page):
    visible = [m for m in DATA.finditer(page) if m[1] != "wording"]
    assert len(visible) > 40 and {"printed"} < {m[1] for m in visible}
    for match in visible:
        place = match.end(2) - 1 - len(match[2]) + len(match[2].rstrip("%])"))
        other = str((int(page[place]) + 4) % 10)
        assert verify_bytes((page[:place] + other + page[place + 1:]).encode()).faults, match[0]


def test_a_changed_count_in_html_is_found(page):
    changed = page.replace('<data value="883/2061">42.8</data>', '<data value="863/2061">42.8</data>', 1)
    assert changed != page
    assert ("does_not_follow", "42.8") in whys(verify_bytes(changed.encode()))


def test_a_removed_mark_in_html_is_found_even_where_the_heading_holds_the_sign(page):
    sentence = DATA.sub(lambda m: m[2] if m[2] == "42.8" else m[0], page)
    assert ("unmarked", "42.8") in whys(verify_bytes(sentence.encode()))
    cell = page.replace('<data value="883/2061">42.8</data></td>', "42.8</td>")
    assert cell != page
    assert ("unmarked", "42.8") in whys(verify_bytes(cell.encode()))


@pytest.mark.parametrize("typed", ["About 37% agreed.", "37 percent", "共 37％", "百分之三十七",
                                   "37 percentage points"])
def test_a_percentage_typed_into_html_is_found(page, typed):
    changed = page.replace("</main>", f"<p>{typed}</p></main>")
    assert [fault.why for fault in verify_bytes(changed.encode()).faults] == ["unmarked"]


def test_numbers_of_a_picture_are_listed_beside_it_and_compared_with_what_it_draws(page):
    listed = page.replace("<li>883/2061", "<li>884/2061", 1)
    assert listed != page
    assert ("not_shown", "884/2061") in [(why, shown[:8]) for why, shown in whys(verify_bytes(listed.encode()))]
    source = re.search(r"data:image/svg\+xml;base64,([^\"]*)", page)[1]
    redrawn = base64.b64decode(source).replace(b"<!-- 883/2061", b"<!-- 885/2061")
    swapped = page.replace(source, base64.b64encode(redrawn).decode())
    assert ("unmarked", "885/2061") in [(why, shown[:8]) for why, shown in whys(verify_bytes(swapped.encode()))]


def word(change: object) -> VerifiedReport:
    """The Word report of notebook 04 with its parts changed, audited."""
    data = built(named("04"), "en")["docx"]
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    changed = change(document)
    assert changed != document
    return verify_bytes(canonical_zip(data, {"word/document.xml": changed.encode()}))


def test_a_changed_digit_in_word_is_found():
    found = whys(word(lambda text: text.replace(">66.0</w:t>", ">66.3</w:t>", 1)))
    assert {("does_not_follow", "66.3"), ("not_shown", "66.0")} <= found


def test_a_changed_quotation_in_word_is_found():
    assert ("not_shown", "44%") in whys(word(lambda text: text.replace(">44%</w:t>", ">45%</w:t>", 1)))


def test_a_removed_bookmark_in_word_is_found():
    name = re.compile(r'<w:bookmarkStart w:id="(\d+)" w:name="_sk\d+" ?/>(?=<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?'
                      r'<w:t[^>]*>66\.0<)')
    found = whys(word(lambda text: name.sub("", text, count=1)))
    assert {("unmarked", "66.0"), ("not_shown", "66.0")} <= found


def test_word_without_its_list_is_found():
    data = built(named("04"), "en")["docx"]
    found = verify_bytes(canonical_zip(data, {"customXml/item1.xml": b"<empty/>"}))
    assert len(found.faults) > 20 and {fault.why for fault in found.faults} == {"unmarked"}


def printed(monkeypatch: pytest.MonkeyPatch, change: object) -> VerifiedReport:
    """The PDF of notebook 04 with other text on its pages, audited."""
    listed, shown = pdf._parts(built(named("04"), "en")["pdf"], "r.pdf")
    assert change(shown) != shown
    monkeypatch.setattr(pdf, "_parts", lambda data, name: (listed, change(shown)))
    return verify_bytes(b"%PDF")


def test_a_changed_digit_in_a_cell_of_a_pdf_is_found(monkeypatch):
    found = printed(monkeypatch, lambda text: text.replace("883/2061 42.8 ", "883/2061 42.9 ", 1))
    assert ("not_shown", "42.8") in whys(found)


def test_a_changed_digit_in_a_sentence_of_a_pdf_is_found(monkeypatch):
    found = printed(monkeypatch, lambda text: text.replace("October, 42.8% of", "October, 42.9% of", 1))
    assert {("not_shown", "42.8"), ("unmarked", "42.9")} <= whys(found)


def test_a_percentage_that_only_stands_on_the_page_of_a_pdf_is_found(monkeypatch):
    found = printed(monkeypatch, lambda text: text + "\r\nAbout 37% agreed.")
    assert whys(found) == {("unmarked", "37")}


def test_an_entry_taken_out_of_a_pdf_s_list_is_found(monkeypatch):
    listed = json.loads(next(iter(_attachments(built(named("04"), "en")["pdf"]))))
    _, shown = pdf._parts(built(named("04"), "en")["pdf"], "r.pdf")
    kept = [e for e in listed["entries"] if "Counted on 31 October, 42.8%" not in e.get("text", "")]
    assert len(kept) == len(listed["entries"]) - 1
    monkeypatch.setattr(pdf, "_parts", lambda data, name: (json.dumps({"entries": kept}), shown))
    assert ("unmarked", "42.8") in whys(verify_bytes(b"%PDF"))


def _attachments(data: bytes) -> list[bytes]:
    """What is attached to a PDF, read by another library than ours."""
    import pypdf

    return [part for parts in pypdf.PdfReader(io.BytesIO(data)).attachments.values() for part in parts]


# what a number is

@pytest.mark.parametrize(("value", "text", "holds"), [
    ("21/46", "46", True), ("21/46", "45.7", True), ("21/46", "45.6", False), ("21/46", "45", False),
    ("1/8", "13", True), ("1/8", "12", False), ("0/46", "0", True), ("46/46", "100", True), ("5/3", "167", False),
    ("1/0", "0", False), ("883/2061", "42.8%", True), ("1136/1740", "65.29%", True), ("1136/1740", "65.40%", False),
    ("wilson 21/46 0.95", "32–60", True), ("wilson 21/46 0.95", "32–61", False), ("wilson 21/46 0.99", "32–60", False),
    ("wilson 5/3 0.95", "10–20", False), ("level 0.95", "95", True), ("level 0.95", "90", False),
    ("level 0.975", "97.5", True), ("points 8/23 5/23", "+13", True), ("points 5/23 8/23", "−13", True),
    ("points 8/23 5/23", "−13", False), ("newcombe 883/2061 1678/4398 0.95", "2.1–7.3", True),
    ("newcombe 883/2061 1678/4398 0.95", "2.1–7.4", False), ("range 356/999 356/901", "35.6–39.5", True),
    ("range 356/999 356/901", "35.6–39.6", False), ("union 356/999 356/901 0.95", "32.7–42.7", True),
    ("on 46", "34.78", True), ("on 46", "35.00", False), ("count 21", "21", True), ("count 21", "20", False),
    ("axis 0.2", "20", True), ("axis 0.2", "25", False), ("estimate 0.4712", "47.1", True),
    ("estimate 0.4712", "47.2", False), ("ends 0.3 0.62", "30–62", True), ("ends 0.3 0.62", "30–63", False),
    ("printed", "67.3", True), ("wording", "一半", True), ("21 of 46", "46", False), ("", "46", False),
    ("share", "46", False), ("21/46", "46–47", False), ("21/46", "about", False)])
def test_a_text_follows_from_what_it_is_or_it_does_not(value, text, holds):
    assert follows(value, text) is holds


def test_every_share_of_every_small_base_is_told_from_its_neighbours():
    from surveykit.result.format import percent

    for n in (7, 46, 100, 230, 944):
        for k in range(n + 1):
            text = percent(k, n)
            assert follows(f"{k}/{n}", str(text))
            step = 1 if n < 100 else 0.1
            assert not follows(f"{k}/{n}", f"{float(text) + step:.{0 if n < 100 else 1}f}")


@pytest.mark.parametrize("form", ["docx", "html", "pdf"])
def test_what_a_contents_list_repeats_of_a_heading_is_no_figure_of_its_own(tmp_path, form):
    text = '# A\n\n## <data value="printed">46%</data> go home\n\nSo.\n\n## B\n\n### C\n\n#### D\n\nSo.'
    path = sk.write_report([text], tmp_path / f"r.{form}", language="en", front={"contents": True})
    found = verify_report(path)
    assert found.faults == () and found.kinds == {"printed": 1}
    assert form != "html" or re.findall('level([23])"><a href="[^"]*">([BCD])<', path.read_text("utf-8")) == [
        ("2", "B"), ("3", "C")]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_report_with_a_damaged_or_swollen_part_is_refused(tmp_path, form):
    path = sk.write_report([sk.frequencies(sk.example_survey(), "plan")], tmp_path / f"r.{form}")
    data, refused = path.read_bytes(), 0
    for at in range(100, len(data), len(data) // 40):
        path.write_bytes(data[:at] + bytes(byte ^ 0xFF for byte in data[at:at + 9]) + data[at + 9:])
        try:
            verify_report(path)
        except ReadError:
            refused += 1
    assert refused > 9
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in ("[Content_Types].xml", "word/document.xml", "xl/workbook.xml"):
            archive.writestr(member, b" " * 70_000_000)
    with pytest.raises(ReadError, match="is too large"):
        verify_report(path)


# cells whose sign stands in the heading

def test_a_number_in_a_column_of_percents_must_be_marked_and_a_count_with_its_base_need_not():
    assert AuditedText("t", "46", unit=True).find_unmarked() == ["46"]
    assert AuditedText("t", "21/46", unit=True).find_unmarked() == []
    assert AuditedText("t", mark_number("46", "21/46"), unit=True).find_unmarked() == []
    assert AuditedText("t", "46").find_unmarked() == []


# prose

def report(text: str, form: str = "html") -> bytes:
    """A report of one Markdown text."""
    return draw_report(complete_report(content_from_results([text], "en", "report")), form)


@pytest.mark.parametrize("form", list(FORMATS))
def test_numbers_in_prose_carry_their_counts_in_every_format(form):
    text = ('# Title\n\nThere were $x$ <data value="21/46">46%</data>, and **<data value="printed">67.3 %</data>**.\n\n'
            '* <data value="level 0.95">95%</data> of them\n\n| A | Percent |\n|---|---:|\n'
            '| q | <data value="1/3">33</data> |\n')
    found = verify_bytes(report(text, form))
    assert found.faults == ()
    assert found.kinds == {"share": 2, "level": 1, "printed": 1}


@pytest.mark.parametrize("form", list(FORMATS))
def test_numbers_in_prose_that_are_not_true_are_found(form):
    found = verify_bytes(report('# T\n\nIt was <data value="21/46">47%</data>, or 12%.', form))
    assert whys(found) == {("does_not_follow", "47%"), ("unmarked", "12")}


def test_a_value_of_no_known_form_is_an_error():
    with pytest.raises(ReportError) as error:
        report('# T\n\n<data value="21 of 46">46%</data>')
    assert str(error.value) == (
        "What a number is must be said in a form we know, not '21 of 46'.\n  where: text 1\n"
        '  fix:   <data value="21/46">46%</data>, or value="printed" for a published figure')


@pytest.mark.parametrize("text", ['<data value="21/46">46%', "46%</data>",
                                  '<data value="21/46"><data value="printed">46%</data></data>'])
def test_a_tag_without_its_partner_is_an_error(text):
    with pytest.raises(ReportError, match="must stand in a pair, in one paragraph"):
        report(f"# T\n\nwords {text} words")


def test_percentages_in_a_questionnaire_s_own_words_are_no_claims_of_ours():
    plans = sk.frequencies(sk.example_survey(), "plan")
    labels = {kind: dict(texts) for kind, texts in plans.labels.items()}
    first = next(iter(labels["option"]))
    labels["option"][first] = {"zh": "不到 10% 的人会走", "en": "Under 10% will leave"}
    asked = phrase("note.wording", label="Would over 50% of you stay?")
    parts = {name: getattr(plans, name) for name in ("kind", "layout", "title", "table", "base", "source", "settings")}
    worded = sk.Result(**parts, labels=labels, notes=(*plans.notes, asked))
    for form in FORMATS:
        content = content_from_results([worded, sk.plot(worded), sk.interpret(worded)], "en", form)
        found = verify_bytes(draw_report(complete_report(content), form))
        assert found.faults == () and found.kinds["wording"] >= 3


def test_no_phrase_of_ours_holds_a_percentage_that_is_typed_in():
    for key, texts in table().items():
        for text in texts.values():
            said = re.sub(r"\{\w+\}", "x", text)
            levels = [mark[:2] for mark in typed_marks(said) if mark.value.startswith("level ")]
            # prose of templates is Markdown, in which a level beside its word is marked when the report is built
            assert [claim for claim in claims(said) if not key.startswith("new.") or claim not in levels] == [], key


# files

def test_a_file_that_is_no_report_is_refused(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("46%", encoding="utf-8")
    with pytest.raises(ReadError, match="A report must be HTML, Word, PDF or Excel"):
        verify_report(path)
    with pytest.raises(ReadError, match="cannot be read as a Word document"):
        verify_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(ReadError, match="cannot be read as a PDF"):
        verify_bytes(b"%PDF-1.7 nothing", "r.pdf")


def test_a_foreign_page_has_nothing_but_unmarked_percentages():
    found = verify_bytes(b"<!doctype html><html><body><p>36% and 36%</p><pre>40%</pre></body></html>")
    assert [(f.why, f.shown) for f in found.faults] == [("unmarked", "36")]
    assert found.figures == 0


def test_a_percentage_of_a_workbook_follows_from_the_counts_beside_it(tmp_path):
    survey = sk.example_survey()
    shown = [sk.frequencies(survey, "plan"), sk.crosstab(survey, "plan", "gender"), sk.likert(survey, ["cp_1", "cp_2"])]
    path = sk.write_report(shown, tmp_path / "r.xlsx", language="zh")
    found = verify_report(path)
    assert (found.faults, dict(found.kinds)) == ((), {"share": 30})
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[1]["B3"] = 19
    workbook.save(path)
    assert [(one.why, one.shown, one.value) for one in verify_report(path).faults] == [
        ("does_not_follow", "45.0000", "19/40")]
    with pytest.raises(ReadError, match="cannot be read as a workbook"):
        verify_bytes(b"PK\x03\x04 xl/workbook.xml")


def test_a_table_goes_on_behind_a_figure_at_the_top_of_the_next_page():
    head = [[{"text": text, "marks": []}, 1] for text in ("Rate", "n")]
    rows = [[{"text": name, "marks": []}, {"text": n, "marks": []}] for name, n in (("RR1", "46"), ("COOP3", "47"))]
    entry = {"at": "t", "kind": "table", "head": [head], "rows": rows}
    page = "Rate n RR1 46\n8/10\nFigure 1. Sent and returned\nRate n COOP3 {n}\nNote."
    assert pdf._in_rows(entry, pdf.PdfText(page.format(n=47))) == []
    assert pdf._in_rows(entry, pdf.PdfText(page.format(n=48))) == ["COOP3", "47"]


@pytest.mark.parametrize(("shown", "lost"), [
    ("Rate n RR1 46 COOP3 47", []), ("Rate n RR1 of us 46 COOP3 47", ["46"]), ("Rate n RR1 146 COOP3 47", ["46"]),
    ("Rate n RR1 45 COOP3 47", ["46"]), ("Rate n RR1 46 COOP 47", ["COOP3"]), ("Rate n RR2 46 COOP3 47", ["RR1"]),
    ("Rate n RR2 45 COOP3 47", ["RR1", "46"]), ("Rate n RR1 46 COOP3 48", ["47"])])
def test_a_cell_out_of_place_costs_no_cell_behind_it(shown, lost):
    head = [[{"text": text, "marks": []}, 1] for text in ("Rate", "n")]
    rows = [[{"text": name, "marks": []}, {"text": n, "marks": []}] for name, n in (("RR1", "46"), ("COOP3", "47"))]
    assert pdf._in_rows({"head": [head], "rows": rows}, pdf.PdfText(f"{shown}\nNote.")) == lost
