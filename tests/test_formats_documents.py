"""Documents as blocks of text: reading order, merged cells, notes, tracked changes, PDF rows, hostile files."""

import re
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.formats.documents import Cell, Place, Table, open_document
from surveykit.formats.documents.open_documents import document_kind
from surveykit.formats.documents.plain_blocks import plain_blocks
from surveykit.result import SHARES

ROOT = Path(__file__).parents[1]
SPACE = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
         'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"')


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def para(*runs: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{look}{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def cell(inner: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{inner if inner.startswith('<') else para(inner)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(c if c.startswith('<w:tc') else cell(c) for c in cells)}</w:tr>"


def docx(path: Path, body: str, **parts: str) -> Path:
    """A Word document with this body."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {SPACE}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return path


def pdf(path: Path, *pages: list[tuple[float, float, str]], size: float = 10, turn: int = 0) -> Path:
    """A PDF with words at places of each page (from the lower left), set in Helvetica."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    for i, words in enumerate(pages):
        content = "BT " + " ".join(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({word}) Tj" for x, y, word in words) + " ET"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {turn} /Contents {5 + 2 * i} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(f"<< /Length {len(content)} >> stream\n{content}\nendstream".encode("cp1252"))
    data, places = b"%PDF-1.4\n", []
    for number, thing in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + thing + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    data += (f"xref\n0 {count * 2 + 4}\n0000000000 65535 f \n{table}trailer << /Size {count * 2 + 4} /Root 1 0 R >>\n"
             f"startxref\n{len(data)}\n%%EOF").encode()
    path.write_bytes(data)
    return path


def said(path: Path) -> list:
    """Texts of paragraphs and rows of tables."""
    return [b.rows if isinstance(b, Table) else (b.kind, b.text) for b in open_document(path).blocks]


# ---------------------------------------------------------------- Word


def test_word_paragraphs_and_tables_keep_their_order(tmp_path):
    table = f"<w:tbl>{row('a', 'b')}{row('c', 'd')}</w:tbl>"
    path = docx(tmp_path / "a.docx", para("one") + table + para("two"))
    assert said(path) == [("text", "one"), (("a", "b"), ("c", "d")), ("text", "two")]
    blocks = open_document(path).blocks
    assert [b.place for b in blocks] == [Place(paragraph=1), Place(table=1), Place(paragraph=2)]


def test_word_merged_cells_stand_once_and_cover_their_places(tmp_path):
    restart, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = (row(cell("head", '<w:gridSpan w:val="2"/>'), "x") + row(cell("men", restart), "1", "2")
            + row(cell("", goes_on), "3", "4"))
    table = open_document(docx(tmp_path / "a.docx", f"<w:tbl>{body}</w:tbl>")).tables[0]
    assert table.rows == (("head", "", "x"), ("men", "1", "2"), ("", "3", "4"))
    assert table.repeated_rows == (("head", "head", "x"), ("men", "1", "2"), ("men", "3", "4"))
    assert Cell("men", 1, 0, 2, 1) in table.cells


def test_word_tables_in_cells_follow_the_table_that_holds_them(tmp_path):
    inner = f"{para('outer')}<w:tbl>{row('in', '1')}</w:tbl>"
    path = docx(tmp_path / "a.docx", f"<w:tbl>{row(cell(inner), 'b')}</w:tbl>")
    assert said(path) == [(("outer", "b"),), (("in", "1"),)]


def test_word_deleted_hidden_and_field_code_text_and_rows_are_left_out(tmp_path):
    body = para("<w:del>" + run("67.3").replace("w:t", "w:delText") + "</w:del>", "<w:ins>" + run("43") + "</w:ins>",
                run("%", "<w:vanish/>"), run(" of 46"), "<w:r><w:instrText>PAGE 99</w:instrText></w:r>",
                f"<w:moveFrom>{run('moved')}</w:moveFrom>")
    assert said(docx(tmp_path / "a.docx", body)) == [("text", "43 of 46")]
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("x") + cell("y") + "</w:tr>"
    assert said(docx(tmp_path / "a.docx", f"<w:tbl>{row('a', 'b')}{gone}</w:tbl>")) == [(("a", "b"),)]


def test_word_notes_follow_the_paragraph_they_hang_on_and_their_number_stays_apart(tmp_path):
    notes = (f'<w:footnotes {SPACE}><w:footnote w:id="0" w:type="separator">{para("-")}</w:footnote>'
             f'<w:footnote w:id="2">{para("base 46")}</w:footnote></w:footnotes>')
    body = (para("43%", run("1", '<w:vertAlign w:val="superscript"/>'), '<w:r><w:footnoteReference w:id="2"/></w:r>')
            + para("next"))
    assert said(docx(tmp_path / "a.docx", body, footnotes=notes)) == [
        ("text", "43%¹"), ("note", "base 46"), ("text", "next")]


def test_word_text_boxes_are_read_once(tmp_path):
    box = (f"<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{para('box')}</w:txbxContent></mc:Choice>"
           f"<mc:Fallback><w:txbxContent>{para('box')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>")
    assert said(docx(tmp_path / "a.docx", para("text", box))) == [("text", "text"), ("text", "box")]


def test_word_headings_captions_and_running_headers_are_told_apart(tmp_path):
    styles = (f'<w:styles {SPACE}><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
              '<w:style w:styleId="c"><w:name w:val="caption"/></w:style></w:styles>')
    header = f"<w:hdr {SPACE}>{para('annual report')}</w:hdr>"
    body = para("Results", style="1") + para("表 1 规划", style="c") + f"<w:tbl>{row('a', '1')}</w:tbl>"
    body += para("注：n=46")
    path = docx(tmp_path / "a.docx", body, styles=styles, header1=header, header2=header)
    assert said(path) == [("heading", "Results"), ("caption", "表 1 规划"), (("a", "1"),), ("text", "注：n=46"),
                          ("margin", "annual report")]
    table = open_document(path).tables[0]
    assert (table.caption, table.note) == ("表 1 规划", "注：n=46")


def test_word_content_controls_and_cells_without_text_are_no_obstacle(tmp_path):
    body = f"<w:sdt><w:sdtContent>{para('in')}</w:sdtContent></w:sdt><w:tbl>{row('', '')}</w:tbl>"
    assert said(docx(tmp_path / "a.docx", body)) == [("text", "in")]


# ---------------------------------------------------------------- web pages


def html(path: Path, body: str, head: str = "") -> Path:
    path.write_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())
    return path


def test_web_blocks_keep_their_order_and_scripts_are_left_out(tmp_path):
    body = ("<h1>R</h1><p>one <b>43</b>%<sup>1</sup><br>two</p><script>var x = '99%';</script><p hidden>h</p>"
            "<div style='display: none'>99%</div><ul><li>a</li><li>b</li></ul>tail")
    assert said(html(tmp_path / "a.html", body)) == [
        ("heading", "R"), ("text", "one 43%¹ two"), ("text", "a"), ("text", "b"), ("text", "tail")]


def test_web_spans_land_where_a_browser_puts_them(tmp_path):
    body = ("<table><caption>Table 1. x</caption><tfoot><tr><td>sum</td><td>4</td><td>5</td></tr></tfoot>"
            "<thead><tr><th rowspan=2>a</th><th colspan=2>b</th></tr><tr><th>c</th><th>d</th></tr></thead>"
            "<tr><td>1<td>2<td>3<table><tr><td>in</td></tr></table></table>")
    first, second = open_document(html(tmp_path / "a.html", body)).tables
    assert first.rows == (("a", "b", ""), ("", "c", "d"), ("1", "2", "3"), ("sum", "4", "5"))
    assert first.repeated_rows[:2] == (("a", "b", "b"), ("a", "c", "d"))
    assert first.caption == "Table 1. x"
    assert second.rows == (("in",),)


@pytest.mark.parametrize(("encoding", "charset"), [("gb18030", "gb2312"), ("utf-8", "utf-8"), ("big5", "big5"),
                                                   ("utf-16", "utf-16"), ("gb18030", ""), ("utf-8", "")])
def test_web_encodings_are_what_the_page_says_or_the_ladder_finds(tmp_path, encoding, charset):
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    page = f"<html><head>{meta}</head><body><p>有效問卷中百分之三十</p></body></html>"
    page = page if encoding == "big5" else page.replace("問", "问")
    (tmp_path / "a.html").write_bytes(page.encode(encoding))
    assert "百分之三十" in open_document(tmp_path / "a.html").text


def test_web_a_table_that_spans_the_earth_is_refused(tmp_path):
    rows = "<tr><td rowspan=60000 colspan=1000>x</td></tr>" + "<tr><td>y</td></tr>" * 3000
    with pytest.raises(ReadError, match="spans more than a table can"):
        open_document(html(tmp_path / "a.html", f"<table>{rows}</table>"))


# ---------------------------------------------------------------- PDF


def test_pdf_rows_stay_rows_and_labels_of_two_lines_stay_whole(tmp_path):
    words = [(70, 700, "Table 1. Plans"), (70, 680, "Plan"), (250, 680, "n"), (320, 680, "%"), (70, 664, "return home"),
             (250, 664, "20"), (310, 664, "43.5"), (70, 648, "stay where the"), (70, 637, "service was"),
             (250, 648, "26"), (310, 648, "56.5"), (70, 600, "The end.")]
    assert said(pdf(tmp_path / "a.pdf", words)) == [
        ("caption", "Table 1. Plans"),
        (("Plan", "n", "%"), ("return home", "20", "43.5"), ("stay where the service was", "26", "56.5")),
        ("text", "The end.")]


def test_pdf_tables_that_touch_are_parted_at_their_headings_and_a_number_is_no_list(tmp_path):
    rows = [("Plan", "n", "%"), ("home", "20", "43.5"), ("stay", "26", "56.5"), ("Item", "Cases (n = 46)", "P"),
            ("women", "26 (56.5)", "0.21"), ("men", "20 (43.5)", "0.21")]
    words = [(70, 724, "So it was said by the people who were asked by us about smoking: mothers 12 (7.7% of"),
             (70, 712, "155).")]
    words += [(x, 660 - 16 * row, text) for row, cells in enumerate(rows)
              for x, text in zip((70, 200, 350), cells, strict=True)]
    blocks = said(pdf(tmp_path / "a.pdf", [(x, y, re.sub(r"([()])", r"\\\1", text)) for x, y, text in words]))
    assert [block[1] for block in blocks if block[0] == "text"] == [
        "So it was said by the people who were asked by us about smoking: mothers 12 (7.7% of 155)."]
    assert blocks[1:] == [tuple(rows[:3]), tuple(rows[3:])]


@pytest.mark.parametrize(("heads", "cells", "sizes"), [
    ((110, 300, 430), (70, 250, 380), "left"), ((70, 240, 370), (70, 290, 420), "right"),
    ((110, 240, 370), (70, 290, 420), "centred"), ((None, 290, 430), (70, 250, 380), "no heading of labels")])
def test_pdf_headings_beside_the_numbers_of_their_column_make_no_column_of_their_own(tmp_path, heads, cells, sizes):
    rows = [("Plan", "n", "%"), ("home", "20", "43.5"), ("stay", "26", "56.5"), ("Total", "46", "100.0")]
    words = [(x, 700 - 16 * row, text) for row, texts in enumerate(rows)
             for x, text in zip(cells if row else heads, texts, strict=True) if x]
    (block,) = said(pdf(tmp_path / "a.pdf", words))
    assert block == ((("", "n", "%") if heads[0] is None else rows[0]), *rows[1:]), sizes


def test_pdf_columns_without_headings_stay_apart(tmp_path):
    rows = [("Plan", "", "Note"), ("home", "20", ""), ("stay", "26", "late"), ("go", "", "soon")]
    words = [(x, 700 - 16 * row, text) for row, texts in enumerate(rows)
             for x, text in zip((70, 200, 330), texts, strict=True) if text]
    assert said(pdf(tmp_path / "a.pdf", words)) == [tuple(rows)]


def test_pdf_lines_become_paragraphs_and_words_parted_at_the_end_of_a_line_are_whole(tmp_path):
    words = [(70, 700, "Of all the forms that were returned by the volunteers of this programme 43 per"),
             (70, 688, "cent came from women, and as everybody who was asked says that is a con-"),
             (70, 676, "siderable share."), (70, 664, "A new paragraph.")]
    assert said(pdf(tmp_path / "a.pdf", words)) == [
        ("text", "Of all the forms that were returned by the volunteers of this programme 43 per cent came from women, "
                 "and as everybody who was asked says that is a considerable share."), ("text", "A new paragraph.")]


def test_pdf_running_headers_and_page_numbers_do_not_cut_sentences(tmp_path):
    line = "and the sentence goes on and on over the whole width of this page of ours,"
    pages = [[(70, 800, "Annual report"), (70, 700, line), (70, 688, line), (300, 40, f"{n} / 3")] for n in (1, 2, 3)]
    blocks = open_document(pdf(tmp_path / "a.pdf", *pages)).blocks
    assert [b.kind for b in blocks] == ["text", "margin"]
    assert blocks[0].text == " ".join([line] * 6)
    assert blocks[0].place.page == 1 and blocks[1].text == "Annual report"
    ended = f"{line[:-1]}."  # a full line that ends its sentence ends its paragraph
    other = ended.replace("goes", "went")
    assert said(pdf(tmp_path / "a.pdf", [(70, 700, ended)], [(70, 700, other)])) == [("text", ended), ("text", other)]


def test_pdf_two_columns_are_read_one_after_the_other(tmp_path):
    left = [(50, 700 - 12 * i, f"left {i} some words in the left column here") for i in range(12)]
    right = [(310, 700 - 12 * i, f"right {i} some words in the right column") for i in range(12)]
    text = open_document(pdf(tmp_path / "a.pdf", left + right)).text
    assert text.index("left 11") < text.index("right 0")


@pytest.mark.parametrize(("matrix", "places"), [
    ("1 0 0 1", [(70, 700), (250, 700), (70, 680), (250, 680)]),
    ("0 1 -1 0", [(70, 100), (70, 400), (90, 100), (90, 400)]),
    ("-1 0 0 -1", [(400, 100), (200, 100), (400, 120), (200, 120)]),
    ("0 -1 1 0", [(400, 700), (400, 400), (380, 700), (380, 400)])])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pdf_tables_on_their_side_or_upside_down_keep_their_rows(tmp_path, matrix, places, turn):
    words = [(x, y, word) for (x, y), word in zip(places, ("men", "20", "women", "26"), strict=True)]
    path = pdf(tmp_path / "a.pdf", words, turn=turn)
    path.write_bytes(path.read_bytes().replace(b"Tf 1 0 0 1", f"Tf {matrix}".encode()))
    assert said(path) == [(("men", "20"), ("women", "26"))]


def test_pdf_without_text_is_a_scan(tmp_path):
    with pytest.raises(ReadError, match="no text: it is a scan") as caught:
        open_document(pdf(tmp_path / "a.pdf", []))
    assert "OCR" in caught.value.fix


# ---------------------------------------------------------------- text


def test_markdown_tables_headings_and_paragraphs(tmp_path):
    (tmp_path / "a.md").write_text("# Plans\n\nOf **46** forms\n20 said so.\n\n| a | n |\n|---|--:|\n| x | 20 |\n")
    assert said(tmp_path / "a.md") == [("heading", "Plans"), ("text", "Of 46 forms 20 said so."),
                                       (("a", "n"), ("x", "20"))]


def test_text_columns_parted_by_blanks_are_a_table():
    assert plain_blocks("计划   人数   百分比\n返乡   20   43.5\n\n完。", marked=False) == [
        ["table", "", 0, [["计划", 0, 0, 1, 1], ["人数", 0, 1, 1, 1], ["百分比", 0, 2, 1, 1], ["返乡", 1, 0, 1, 1],
                          ["20", 1, 1, 1, 1], ["43.5", 1, 2, 1, 1]]], ["paragraph", "text", 0, "完。"]]


def test_text_in_gb18030_is_read(tmp_path):
    (tmp_path / "a.txt").write_bytes("有效问卷46份，占百分之九十二。".encode("gb18030"))
    assert said(tmp_path / "a.txt") == [("text", "有效问卷46份，占百分之九十二。")]


# ---------------------------------------------------------------- hostile and wrong files


@pytest.mark.parametrize(("data", "name", "what"), [
    (b"", "a.docx", "is empty"), (b"hello", "a.docx", "does not begin as a file of its name"),
    (b"hello", "a.pdf", "does not begin as a file of its name"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", r"old Word document \(.doc\)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
    (b"{\\rtf1 x}", "a.doc", "RTF"), (b"\x89PNG\r\n", "a.png", "a picture"), (b"a\0b" * 50, "a.txt", "NUL"),
    (b"MIME-Version: 1.0\r\n", "a.html", "MHTML"), (b"PK\x03\x04rubbish", "a.docx", "damaged or cut off"),
    (b"%PDF-1.4 rubbish", "a.pdf", "not a PDF that can be read"), (b"\n \n", "a.txt", "is empty")])
def test_a_file_that_is_no_document_is_refused_with_advice(tmp_path, data, name, what):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError, match=what) as caught:
        open_document(tmp_path / name)
    assert caught.value.fix and caught.value.where == name


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    with pytest.raises(ReadError, match="more than a survey or a report can be"):
        open_document(docx(tmp_path / "a.docx", para("x" * 30_000_000)))


@pytest.mark.parametrize("bad", ["../evil.xml", "/abs.xml", "word/con.xml", "word/DOCUMENT.xml"])
def test_a_bad_entry_refuses_the_whole_document(tmp_path, bad):
    path = docx(tmp_path / "a.docx", para("x"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(bad, "<x/>")
    with pytest.raises(ReadError, match="parts that no office program writes"):
        open_document(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_refuses_the_document(tmp_path, encoding):
    path = docx(tmp_path / "a.docx", para("x"))
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/settings.xml", evil.encode(encoding))
    with pytest.raises(ReadError, match="declares a document type"):
        open_document(path)


def test_a_workbook_and_a_plain_zip_are_named_as_what_they_are(tmp_path):
    for part, what in (("xl/workbook.xml", "an Excel workbook"), ("a.txt", "a zip archive")):
        with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
            archive.writestr(part, "<x/>")
        with pytest.raises(ReadError, match=what):
            open_document(tmp_path / "a.docx")


def test_a_truncated_document_is_refused(tmp_path):
    path = docx(tmp_path / "a.docx", para("x") * 50)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ReadError, match="damaged or cut off"):
        open_document(path)


def test_deep_nesting_ends_in_an_error_or_a_document_never_in_a_crash(tmp_path):
    deep = "<w:sdt><w:sdtContent>" * 50_000 + para("x") + "</w:sdtContent></w:sdt>" * 50_000
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {SPACE}><w:body>{deep}</w:body></w:document>")
    with pytest.raises(ReadError, match=r"no XML that can be read"):
        open_document(tmp_path / "a.docx")
    (tmp_path / "a.html").write_text("<!doctype html><div>" * 100_000 + "x")
    try:
        open_document(tmp_path / "a.html")
    except ReadError as error:
        assert error.fix


def test_a_page_stream_that_unpacks_to_much_is_refused_or_read_in_bounds(tmp_path):
    stream = zlib.compress(b" " * 400_000_000)
    data = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj 4 0 obj<</Filter/FlateDecode/"
            b"Length " + str(len(stream)).encode() + b">>stream\n" + stream
            + b"\nendstream endobj trailer<</Root 1 0 R>>")
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(ReadError) as caught, sk.trusting(seconds=4):
        open_document(tmp_path / "a.pdf")
    assert caught.value.fix


def test_a_file_with_another_name_is_read_as_what_it_is_with_a_note(tmp_path):
    document = open_document(docx(tmp_path / "a.pdf", para("x")))
    assert document.container == "docx"
    assert [note.key for note in document.notes] == ["wrong_ending"]


def test_a_document_keeps_to_the_limits_that_hold_for_every_foreign_file(tmp_path):
    path = docx(tmp_path / "a.docx", para("x"))
    with sk.trusting(file=100), pytest.raises(ReadError, match=r"(?s)MiB that are read.*sk\.trusting\(file="):
        open_document(path)
    assert open_document(path).container == "docx"


def test_a_missing_file_and_a_folder_say_so(tmp_path):
    with pytest.raises(ReadError, match="does not exist"):
        open_document(tmp_path / "a.docx")
    with pytest.raises(ReadError, match="folder"):
        open_document(tmp_path)


@settings(max_examples=25)
@given(st.data())
def test_mutated_documents_end_in_a_document_or_one_error(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("mutants")
    kind = data.draw(st.sampled_from(["docx", "pdf"]))
    path = folder / f"a.{kind}"
    whole = (docx(path, para("x") + f"<w:tbl>{row('a', '1')}</w:tbl>") if kind == "docx"
             else pdf(path, [(70, 700, "a 43%"), (250, 700, "20")])).read_bytes()
    before = said(path)
    at = data.draw(st.integers(0, len(whole) - 1))
    many = data.draw(st.integers(0, 40))
    path.write_bytes(whole[:at] + data.draw(st.binary(max_size=40)) + whole[at + many:])
    try:
        after = said(path)
    except ReadError as error:
        assert error.what and error.fix
    else:
        assert after == before if kind == "docx" else after  # the parts of a zip have checksums


# ---------------------------------------------------------------- small parts


@given(st.text(max_size=300))
def test_any_text_becomes_blocks_that_hold_all_its_letters(text):
    blocks = plain_blocks(text, marked=False)
    held = "".join(b[3] if b[0] == "paragraph" else "".join(c[0] for c in b[3]) for b in blocks)
    assert sorted(c for c in held if c.isalnum()) == sorted(c for c in text if c.isalnum())


@pytest.mark.parametrize(("data", "name", "kind"), [
    (b"PK\x03\x04", "a.txt", "docx"), (b"\xef\xbb\xbf<!DOCTYPE html>", "a.txt", "html"), (b"x < y", "a.html", "html"),
    (b"# x", "a.md", "md"), (b"# x", "a", "txt")])
def test_the_bytes_decide_what_a_document_is(data, name, kind):
    assert document_kind(data, name) == kind


def test_places_read_in_both_languages():
    assert Place(page=3, table=2, row=4, column=1).text == {"zh": "第 3 页，表 2，第 4 行",
                                                            "en": "page 3, table 2, row 4"}


# ---------------------------------------------------------------- blank and odd places


def test_word_tables_keep_blank_cells_and_blank_headings(tmp_path):
    document = open_document(docx(tmp_path / "a.docx", f"<w:tbl>{row('', 'n', '%')}{row('men', '', '43')}</w:tbl>"))
    assert document.tables[0].rows == (("", "n", "%"), ("men", "", "43"))
    assert [block.kind for block in document.paragraphs] == []


def test_web_comments_inside_a_paragraph_do_not_cut_it(tmp_path):
    body = "<p>43 <!-- typed -->per<!--x--> cent<?php x ?> said so</p><table><tr><td></td><td>n</td></tr></table>"
    assert said(html(tmp_path / "a.html", body)) == [("text", "43 per cent said so"), (("", "n"),)]


def test_exact_text_of_a_word_document_is_left_as_it_is(tmp_path):
    box = f"<w:r><w:pict><w:txbxContent>{para('boxed')}</w:txbxContent></w:pict></w:r>"
    body = para("  two  blanks ") + para() + para(run("43"), run("1", '<w:vertAlign w:val="superscript"/>'), box)
    blocks = open_document(docx(tmp_path / "a.docx", body), exact=True).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("text", "  two  blanks "), ("text", ""), ("text", "431"), ("box", "boxed")]
    (tmp_path / "a.txt").write_text(" a\n\n b \n", "utf-8")
    assert [block.text for block in open_document(tmp_path / "a.txt", exact=True).blocks] == [" a\n\n b \n"]


def test_a_document_of_more_paragraphs_than_anybody_holds_is_refused_in_the_child(tmp_path, monkeypatch):
    path = docx(tmp_path / "a.docx", "".join(para(str(n)) for n in range(50_001)))
    with pytest.raises(ReadError, match="holds 50001 paragraphs, more than the 50000"):
        open_document(path)


def test_a_long_text_is_read_in_the_child(tmp_path):
    (tmp_path / "a.txt").write_text("46 forms\n" * 150_000, "utf-8")
    with pytest.raises(ReadError, match="holds 150000 paragraphs"):
        open_document(tmp_path / "a.txt")
    (tmp_path / "a.md").write_text("word " * 300_000, "utf-8")
    assert len(open_document(tmp_path / "a.md").blocks) == 1


def test_running_heads_of_our_own_report_stand_in_the_margin_and_cut_nothing(tmp_path):
    plans = sk.Result(kind="frequencies", layout=SHARES, title={"zh": "去向", "en": "Plans"}, base=46,
                       table=pd.DataFrame({"item": "q", "option": "a", "group": "", "n": [21], "base": [46],
                                           "estimate": [21 / 46], "se": [0.1], "low": [0.3], "high": [0.6]}))
    path = tmp_path / "a.pdf"
    sk.write_report(["# Annual report of the volunteers", *[plans] * 30], path, language="en")
    document = open_document(path)
    heads = [block for block in document.paragraphs if "Annual report" in block.text and block.kind == "margin"]
    assert len(heads) == 1 and max(block.place.page for block in document.blocks) > 1
    assert not any("Annual report" in block.text for block in document.paragraphs[2:] if block.kind == "text")
