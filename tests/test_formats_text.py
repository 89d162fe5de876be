"""Delimited text: the encoding ladder, the delimiter, and rows that must be even."""

import csv

import numpy as np
import pytest
from builders import rows_of
from hypothesis import given
from hypothesis import strategies as st

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.formats import Limits, open_foreign

CHINESE = "序号,毕业去向\r\n1,回家乡工作\r\n2,考研\r\n"


@pytest.fixture
def opened(tmp_path):
    """Write bytes as a file and open it."""
    def write(data: bytes | str, name: str = "a.csv", **settings):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return open_foreign(path, **settings)
    return write


def keys(table):
    """Keys of the notes."""
    return [note.key for note in table.notes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_it_recognises_how_chinese_text_is_written(opened, encoding):
    table = opened(CHINESE.encode(encoding))
    assert rows_of(table) == [["序号", "毕业去向"], ["1", "回家乡工作"], ["2", "考研"]]
    assert table.encoding == {"gbk": "gb18030"}.get(encoding, encoding)


def test_ascii_is_utf_8(opened):
    assert opened("id,sex\n1,m\n").encoding == "utf-8"


@pytest.mark.parametrize(("encoding", "text"), [("cp1252", "Name,Größe\nMüller,ä\n"), ("mac_roman", "é,ü\nß,ñ\n"),
                                                ("big5hkscs", "編號,畢業去向\n1,繼續升學\n")])
def test_but_it_asks_where_the_encoding_cannot_be_told(opened, encoding, text):
    with pytest.raises(ReadError, match="encoding is undecidable") as caught:
        opened(text.encode(encoding))
    shown = [line.strip() for line in str(caught.value).splitlines()]
    assert any(line.startswith(encoding) and text.split(",")[1].splitlines()[0] in line for line in shown)
    assert caught.value.fix.endswith(f"encoding={shown[1].split()[0]!r}")
    assert rows_of(opened(text.encode(encoding), encoding=encoding))[0] == text.splitlines()[0].split(",")


def test_headings_of_a_known_platform_settle_rare_chinese(opened):
    text = "序号,所用时间,姓名\n1,90秒," + "龘" * 40 + "\n"
    assert opened(text.encode("gb18030")).row(1)[2] == "龘" * 40


def test_an_encoding_that_was_asked_for_is_strict_and_half_a_character_at_the_end_is_cut_off(opened):
    with pytest.raises(ReadError, match="not text in utf-8: byte 0 does not fit"):
        opened(CHINESE.encode("gbk"), encoding="utf-8")
    with pytest.raises(ReadError, match="no text encoding 'klingon'"):
        opened(CHINESE, encoding="klingon")
    with pytest.raises(ReadError, match="in the middle of a character"):
        opened("id,答\n1,好".encode()[:-1])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_it_finds_the_delimiter_outside_quotes(opened, delimiter):
    table = opened(delimiter.join(["a", '"b,,,;;;|||\n,;,"', "c"]) + "\n" + delimiter.join("123") + "\n")
    assert table.delimiter == delimiter
    assert rows_of(table)[1] == ["1", "2", "3"]


def test_a_first_line_may_name_the_delimiter_and_text_is_left_as_it_is(opened):
    table = opened("sep=;\na,x;b\n1;2\n")
    assert rows_of(table) == [["a,x", "b"], ["1", "2"]]
    assert table.lines.tolist() == [2, 3]
    assert keys(table) == ["separator_line"]
    cells = ["007", "NA", "None", " x ", "110101199003074477", "1.0", "=1+1", "a\nb", 'say "hi"', "\u200bz"]
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    assert rows_of(opened("a,b,c,d,e,f,g,h,i,j\n" + quoted + "\n"))[1] == cells
    table = opened('a,b\n1,"x\ny\nz"\n2,w\n')
    assert table.lines.tolist() == [1, 2, 3]


@pytest.mark.parametrize(("text", "counts"), [("a,b\n1,2\n3\n", "1"), ("a,b\n1,2\n3,4,5\n", "3"), ("a,b,\n1,2\n", "2")])
def test_but_a_short_or_long_row_is_refused_with_its_line(opened, text, counts):
    with pytest.raises(ReadError, match=rf"1 has another number \({counts}\)") as caught:
        opened(text)
    assert caught.value.where == f"a.csv, line {len(text.splitlines())}"


@pytest.mark.parametrize(("text", "first"), [
    ('"a" "b"\n"1" "x y" 3\n"2" "say \\"no\\"" 4\n', ["1", "x y", "3"]),
    ('"a","b"\n"r","x",3\n"s","y",4\n', ["r", "x", "3"]), ("a\tb\nr\tx\t3\ns\ty\t4\n", ["r", "x", "3"]),
    ("a,b\n1,x,3\n2,y,4\n", ["1", "x", "3"]), ("a b\n1 5 3\n2 6 4\n3 6 5\n", ["1", "5", "3"])])
def test_names_of_rows_that_r_writes_have_no_heading(opened, text, first):
    table = opened(text)
    assert rows_of(table)[:2] == [["", "a", "b"], first]
    assert keys(table) == ["escaped_quotes"] * ("\\" in text) + ["short_heading"]


@pytest.mark.parametrize(("text", "width"), [
    ('"say"\n"one \\"two\\" three"\n"b"\n', 1), ('"a" "b"\n"x" 1\n"y" 2\n', 2), ("say\nI am here\nyou are there\n", 1),
    ("the words\nI am here\nyou are there\n", 1), ("a b c\n1 2 x\n3 4 y\n5 6 z\n", 3), ("a,b\n1,2,\n3,4,\n", 0),
    ("id,b\n1,2,5\n2,4,5\n", 0), ("a,b\n1,2,5\n1,4,5\n", 0)])
def test_but_words_parted_by_blanks_are_one_answer_and_doubtful_names_refused(opened, text, width):
    if width:
        assert len(opened(text).columns) == width
    else:
        with pytest.raises(ReadError, match="Every line must have 2 fields") as caught:
            opened(text)
        assert "give that column a heading" in caught.value.fix


@pytest.mark.parametrize("path", ["/tmp/" + "x" * 300 + ".csv", "/proc/self/mem", "长" * 100 + ".xlsx"])
def test_names_that_are_too_long_and_files_that_cannot_be_read_are_errors_of_ours(path):
    with pytest.raises(ReadError, match=r"cannot be opened|does not exist"):
        open_foreign(path)


def test_uneven_lines_blank_lines_and_extra_fields_keep_the_numbers_of_rows(opened):
    with pytest.raises(ReadError) as caught:
        opened('a,b\n"1\n1",2\n' + "x\n" * 17)
    assert caught.value.where == "a.csv, line 4, 5, 6, 7, 8 and 12 more"
    with pytest.raises(ReadError, match="Every line must have 2 fields"):
        opened("a,b\n1,2,3\n4,5,6\n")
    table = opened("a,b,\n1,2,\n3,4,\n")
    assert rows_of(table) == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert keys(table) == ["empty_columns"]
    table = opened("a,b\n\n1,2\n,\n3,4\n\n\n")
    assert table.lines.tolist() == [1, 3, 5]
    assert table.notes[0].text["en"] == "4 rows hold nothing at all and were left out: 2, 4, 6, 7."


@pytest.mark.parametrize(("text", "what"), [
    ('a,b\n1,"2\n3,4\n', "opened and never closed"), ("a,b\n1,\0\n", "NUL characters"),
    ('a,b\n"1"x,2\n', "not well-formed CSV"), ("", "file is empty"), ("\n\n", "row of headings"),
    ("a,b\n1," + "x" * 140_000 + "\n", "longer than 131072 characters"), ("," * 20_000, "20001 fields")])
def test_but_broken_text_is_refused(opened, text, what):
    before = csv.field_size_limit()
    with pytest.raises(ReadError, match=what):
        opened(text)
    assert csv.field_size_limit() == before


def test_the_csv_modules_limit_is_given_back(opened):
    before = csv.field_size_limit(99)
    try:
        opened("a,b\n1," + "x" * 1000 + "\n")
        assert csv.field_size_limit() == 99
    finally:
        csv.field_size_limit(before)


def test_text_named_xls_is_read_as_text_with_a_note(opened):
    table = opened("a\tb\n1\t2\n".encode("utf-16"), "a.xls")
    assert rows_of(table) == [["a", "b"], ["1", "2"]]
    assert keys(table) == ["wrong_ending"]


@pytest.mark.parametrize(("data", "name"), [(b"s\2", "a.dta"), (b"a,b\n1,2\n", "a.sav"), (b"PK", "a.xlsx"),
                                            (b"$F", "a.sav"), (b"\xd0\xcf\0\0", "a.xls")])
def test_but_a_stump_of_another_kind_of_file_is_no_text(opened, data, name):
    with pytest.raises(ReadError, match="does not begin as a file of its name"):
        opened(data, name)


@pytest.mark.parametrize(("data", "what"), [
    (b"<html><table><tr><td>1", "web page"), ("\ufeff<!DOCTYPE html>".encode("utf-16-le"), "web page"),
    (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "spreadsheet in XML"),
    (b"%PDF-1.7", "PDF"), (b'{"SurveyEntry":{}', "Qualtrics questionnaire"), (b"PAR1", "Parquet"),
    (b"MIME-Version: 1.0\nContent-Type: multipart/related", "web archive"), (b"\x01\0\x02", "it is damaged")])
def test_but_other_kinds_of_file_are_refused_by_name(opened, data, what):
    with pytest.raises(ReadError, match=what):
        opened(data, "a.xls")


def test_what_excel_cut_what_was_lost_and_an_unused_sheet_are_noted(opened):
    table = opened("id,tel\n1.10101E+17,13800000000\n")
    assert keys(table) == ["long_numbers"]
    assert table.row(1)[0] == "1.10101E+17"
    assert keys(opened("a\n\ufffd\ufffd\n")) == ["replacement_characters"]
    assert keys(opened("a\n1\n", sheet="Sheet1")) == ["argument_unused"]


def test_missing_and_large_files_and_folders_are_refused(opened, tmp_path):
    with pytest.raises(ReadError, match="does not exist"):
        open_foreign(tmp_path / "none.csv")
    with pytest.raises(ReadError, match="folder"):
        open_foreign(tmp_path)
    with pytest.raises(ReadError, match="more than the 0 MiB"):
        opened("a,b\n1,2\n", limits=Limits(file=5))


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_western_text_is_read_where_only_one_encoding_makes_words_of_it(opened, encoding):
    text = "Qué,Was\nJosé’s café – “bueno”,Größe\nNiño,Straße\n"
    raw = opened(text.encode(encoding))
    assert (raw.encoding, rows_of(raw)[1]) == (encoding, ["José’s café – “bueno”", "Größe"])
    assert keys(raw) == ["encoding_western"]
    assert keys(opened(text.encode(encoding), encoding=encoding)) == []


@pytest.mark.parametrize("data", [b"Universe?\x8c\xe6,a\n1,2\n", "a,信還們\n1,2\n".encode("big5"),
                                  "a,É\n1,2\n".encode("cp1252")])
def test_but_one_or_two_odd_bytes_stay_undecidable(opened, data):
    with pytest.raises(ReadError, match=r"(?s)undecidable.*encoding="):
        opened(data)


@pytest.mark.parametrize(("top", "delimiter", "lines"), [
    ("Survey of the spring\n\n", ",", [1]), ("Spring, 2024\nSource: us\n", ";", [1, 2]), ("春季调查\r\n", "\t", [1])])
def test_a_title_of_fewer_fields_is_filled_up_and_the_headings_can_be_named(opened, tmp_path, top, delimiter, lines):
    table = [["id", "Gender", "Plan", "Age"], ["1", "M", "a", "20"], ["2", "F", "b", "21"]]
    text = top + "".join(delimiter.join(row) + "\n" for row in table)
    raw = opened(text)
    assert (raw.delimiter, rows_of(raw)[-3:], keys(raw)[:1]) == (delimiter, table, ["short_lines"])
    assert raw.notes[0].values["lines"] == lines
    (tmp_path / "b.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ReadError, match=rf"headings={raw.lines[-3]}"):
        sk.read_survey(tmp_path / "b.csv")
    survey = sk.read_survey(tmp_path / "b.csv", headings=int(raw.lines[-3]))
    assert survey.responses["Plan"].tolist() == ["a", "b"]


@pytest.mark.parametrize("text", [
    "a,b,c\n1,2,3,4\n5,6,7,8\n", "x,y\n1,2,3\n4,5,6\n", "a,b,c\n1,2,3\n1,2\n", "t\na,b,c\n1,2,3\n1,2\n",
    "a,b,c,d\n1,2\n1,2,3,4\n1,2,3,4\n", "t\na,b\n1,2\n"])
def test_but_headings_that_lack_a_field_and_rows_that_lack_one_stay_refused(opened, text):
    with pytest.raises(ReadError, match="Every line must have"):
        opened(text)


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=5)


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1,
                                                         max_size=150)),
       st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(",;\t|"))
def test_what_is_written_is_what_is_read(tmp_path_factory, table, encoding, delimiter):
    heading = [f"h{i}" for i in range(len(table[0]))]
    path = tmp_path_factory.mktemp("text") / "a.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([heading, *table])
    read = open_foreign(path)
    assert rows_of(read) == [heading, *(row for row in table if any(row))]
    assert all(column.codes.dtype == np.int32 for column in read.columns)
    body = read.body(1)
    assert rows_of(body) == rows_of(read)[1:]
    assert all(set(column.texts) == set(column.cells()) for column in body.columns)
