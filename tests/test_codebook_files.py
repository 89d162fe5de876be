"""Codebooks in every form they are read from and written to."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

import surveykit as sk
from conftest import VOLUNTEERS_BOOK

HERE = Path(__file__).parent / "data"


@pytest.fixture
def book() -> sk.Codebook:
    """The codebook of the volunteers."""
    return sk.read_codebook(VOLUNTEERS_BOOK)


@pytest.mark.parametrize("name", ["book.xlsx", "book", "book.xml"])
def test_what_is_written_reads_back_the_same(book, tmp_path, name):
    again = sk.read_codebook(sk.write_codebook(book, tmp_path / name))
    assert again.items == book.items
    assert again.scales == book.scales
    assert again.title == book.title and again.synthetic


@pytest.mark.parametrize("name", ["book.json", "book.md", "book.docx"])
def test_it_is_written_for_archives_and_for_readers(book, tmp_path, name):
    path = sk.write_codebook(book, tmp_path / name)
    assert path.stat().st_size > 1000
    if name.endswith("json"):
        fields = json.loads(path.read_text(encoding="utf-8"))["resources"][0]["schema"]["fields"]
        assert "gender" in {field["name"] for field in fields}
    if name.endswith("md"):
        assert "返乡就业" in path.read_text(encoding="utf-8")


def test_but_not_in_a_form_nobody_knows(book, tmp_path):
    with pytest.raises(sk.CodebookError, match=r"cannot be written as '\.pages'"):
        sk.write_codebook(book, tmp_path / "book.pages")


@pytest.mark.parametrize("name", ["qualtrics_synthetic.qsf", "limesurvey_synthetic.lss",
                                  "limesurvey_synthetic_old.lss"])
def test_it_reads_what_platforms_keep_their_forms_in(name):
    found = sk.read_codebook(HERE / name)
    assert len(found) > 1
    warnings = found.settings.get("warnings", ())
    assert all(set(warning) == {"zh", "en"} and all(warning.values()) for warning in warnings)


def test_a_condition_on_a_row_that_is_no_item_is_kept_with_a_warning(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book/survey.csv").write_text(
        "type,name,label,calculation,relevant\ncalculate,old,,1,\ntext,why,Why,,${old} = 1\n", encoding="utf-8")
    assert [one["en"] for one in sk.read_codebook(tmp_path / "book").settings["warnings"]] == [
        "'why': relevant asks for 'old', which is no item that is read; use one of: 'why'"]


def test_a_condition_on_what_stands_nowhere_is_a_fault_unless_we_left_the_item_out(book, tmp_path):
    late = sk.Item("late", "text", {"en": "x"}, asked_if="${gendr}='male'")
    path = sk.write_codebook(replace(book, items=(*book.items, late)), tmp_path / "book.xlsx")
    with pytest.raises(sk.CodebookError, match="asks for 'gendr', which stands nowhere; did you mean 'gender'"):
        sk.read_codebook(path)
    late = sk.Item("late", "text", {"en": "x"}, asked_if="${phone}!=''")
    ours = replace(book, items=(*book.items, late), settings={**book.settings, "platform": "surveykit"})
    again = sk.read_codebook(sk.write_codebook(ours, tmp_path / "book.xlsx"))
    assert any("asks for 'phone'" in warning["en"] for warning in again.settings["warnings"])


def test_a_condition_we_cannot_evaluate_is_kept_with_a_warning(book, tmp_path):
    late = sk.Item("late", "text", {"en": "x"}, asked_if="pulldata('a','b','c','d')")
    odd = replace(book, items=(*book.items, late))
    again = sk.read_codebook(sk.write_codebook(odd, tmp_path / "book.xlsx"))
    assert again["late"].asked_if.startswith("pulldata")
    assert "cannot be checked" in again.settings["warnings"][0]["en"]


def test_a_line_end_inside_a_label_begins_no_row_of_a_sheet(tmp_path):
    labels = ["\r=1+1", "a\rb", "c\nd", "e\r\nf", "g"]
    options = tuple(sk.Option(f"o{place}", {"en": label}) for place, label in enumerate(labels))
    book = sk.Codebook((sk.Item("q", "single", {"en": "Q"}, options),))
    sk.write_codebook(book, tmp_path / "book")
    text = (tmp_path / "book/choices.csv").read_bytes().decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 6 and not any(cell.startswith("=") for row in rows for cell in row)
    again = sk.read_codebook(tmp_path / "book")
    assert [option.value for option in again["q"].options] == [f"o{place}" for place in range(5)]
