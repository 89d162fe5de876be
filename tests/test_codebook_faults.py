"""A codebook with every fault there is: all of them in one error; and what XLSForms in the wild look like."""

from pathlib import Path

import pytest
from builders import cases
from exports import workbook

import surveykit as sk

EXPORTS = Path(__file__).parents[2] / "shared/data/exports"
HEAD = ["type", "name", "label", "relevant", "constraint", "required", "sk_scale", "sk_reverse"]
CHOICES = [["list_name", "name", "label", "sk_value"], ["yn", "yes", "Yes", 1], ["yn", "no", "No", 2]]
SCALES = [["scale", "label", "min", "max"], ["trust", "Trust", 1, 2]]


def read(folder: Path, *rows: list, choices: list = CHOICES, head: list = HEAD, **more: list) -> sk.Codebook:
    """The codebook of these rows."""
    return sk.read_codebook(workbook(folder / "c.xlsx", {"survey": [head, *rows], "choices": choices, **more}))


def refused(folder: Path, *rows: list, **more: list) -> str:
    """The message that refuses these rows."""
    with pytest.raises(sk.CodebookError) as caught:
        read(folder, *rows, **more)
    return str(caught.value)


def warnings(book: sk.Codebook) -> list[str]:
    """What reading warned of, in English."""
    return [warning["en"] for warning in book.settings.get("warnings", ())]


def test_ten_different_faults_are_one_error(tmp_path):
    message = refused(
        tmp_path, ["select_one yn", "a b", "A"], ["select_one yns", "b", "B"], ["select_multiple", "c", "C"],
        ["select_on yn", "d", "D"], ["text", "e", "E", "${nobody} = 1"], ["text", "f", "F", "", "regex(., 'x'"],
        ["integer", "g", "G", "", "", "", "", "1"], ["begin_repeat", "h", "H"], ["text", "i", "I"], ["end_repeat"],
        ["begin_group", "j", "J"], ["text", "i", "Again"])
    assert message.startswith("The codebook has 10 faults:")
    for fault in [
        "row 2: the name 'a b' must have no spaces: write 'a_b'",
        "row 3: the list 'yns' of item 'b' is not in sheet choices; did you mean 'yn'?",
        "row 4: item 'c' must name its list: select_multiple listname",
        "row 5: type 'select_on yn' is not one we read (", "; did you mean 'select_one'?",
        "row 6: relevant of item 'e' asks for 'nobody', which stands nowhere;",
        "row 7: constraint of item 'f': This parenthesis must be closed.",
        "row 8: item 'g' is reversed (sk_reverse) and has no scale to be reversed on (sk_scale)",
        "row 9: a repeat is asked several times of one respondent", "row 12: this group is begun and not ended",
        "row 13: the name 'i' stands already in row 10"]:
        assert fault in message


def test_a_fault_in_an_expression_shows_its_place(tmp_path):
    lines = refused(tmp_path, ["text", "a", "A", "${a} = = 1"]).splitlines()
    shown = next(n for n, line in enumerate(lines) if line.strip() == "${a} = = 1")
    assert lines[shown + 1].index("^") == lines[shown].index("= 1")


@pytest.mark.parametrize(*cases("codebook_disorder"))
def test_what_is_out_of_order_is_told(tmp_path, rows, fault):
    choices = [*CHOICES, ["spaced", "far off", "Far"], ["spaced", "near", "Near"]]
    assert fault in refused(tmp_path, *rows, choices=choices)


def test_conditions_of_groups_keep_their_own_or(tmp_path):
    book = read(tmp_path, ["select_one yn", "a", "A"], ["begin_group", "g", "G", "${a}='yes' or ${a}='no'"],
                ["text", "b", "B", "${a}='no'"], ["end_group", "g"])
    assert book["b"].asked_if == "(${a}='yes' or ${a}='no') and ${a}='no'"


@pytest.mark.parametrize(("cell", "required"), [
    ("yes", "yes"), ("TRUE", "yes"), ("true()", "yes"), (True, "yes"), ("no", None), ("false()", None), (None, None),
    ("${a}='yes'", "${a}='yes'")])
def test_required_is_yes_no_or_an_expression(tmp_path, cell, required):
    book = read(tmp_path, ["select_one yn", "a", "A"], ["text", "b", "B", "", "", cell])
    assert book["b"].required == required
    for name in ("again.xlsx", "again", "again.xml"):
        assert sk.read_codebook(sk.write_codebook(book, tmp_path / name))["b"].required == required


def test_required_stands_in_every_export(tmp_path):
    book = read(tmp_path, ["select_one yn", "a", "A", "", "", "yes"], ["text", "b", "B", "", "", "${a}='yes'"])
    page = sk.write_codebook(book, tmp_path / "b.md", language="en").read_text(encoding="utf-8")
    assert "<br>required |" in page and "required if" in page
    package = sk.write_codebook(book, tmp_path / "b.json").read_text(encoding="utf-8")
    assert '"surveykit:required": "yes"' in package


@pytest.mark.parametrize("heading", ["label:English", "Label::English (en)", "caption", "LABEL"])
def test_headings_are_read_however_they_are_spelt(tmp_path, heading):
    choices = [["List Name", "value", heading], ["yn", "yes", "Yes"]]
    book = read(tmp_path, ["select one from yn", "a", "A question", "1 = 1"], choices=choices,
                head=["Type", "Name", heading, "relevance"])
    assert (book["a"].label, book["a"].asked_if) == ({"en": "A question"}, "1 = 1")
    assert book["a"].options[0].label == {"en": "Yes"}


def test_but_an_alias_gives_way_to_the_heading_itself(tmp_path):
    choices = [["list_name", "name", "label", "value"], ["yn", "yes", "Yes", "7"]]
    assert read(tmp_path, ["select_one yn", "a", "A"], choices=choices)["a"].options[0].value == "yes"


def test_or_other_becomes_a_choice_and_a_text_with_a_warning(tmp_path):
    book = read(tmp_path, ["select_multiple yn or_other", "a", "A"], ["text", "b", "B"])
    assert [option.value for option in book["a"].options] == ["yes", "no", "other"]
    assert (book["a_other"].role, book["a_other"].asked_if) == ("other_text", "selected(${a},'other')")
    assert [item.name for item in book] == ["a", "a_other", "b"]
    assert any("or_other" in warning for warning in warnings(book))


def test_types_that_give_no_answer_are_left_out_with_a_warning(tmp_path):
    book = read(tmp_path, ["image", "photo", "P"], ["note", "n", "N"], ["range", "r", "R"], ["time", "t", "T"])
    assert [(item.name, item.kind) for item in book] == [("r", "number"), ("t", "text")]
    assert warnings(book) == ["'photo' is left out: type 'image' gives no answer that can be analysed."]


def test_missing_translations_and_scales_without_items_are_warned_about(tmp_path):
    head = ["type", "name", "label::中文 (zh)", "label::English (en)"]
    book = read(tmp_path, ["text", "a", "甲", "A"], ["text", "b", "乙", "B"], ["text", "c", "丙"], head=head,
                scales=SCALES)
    assert warnings(book) == ["No label in language en: 'c'.",
                              "No item belongs to the scale 'trust': write it into sk_scale of its items."]


@pytest.mark.parametrize("name", ["xlsform_specify_other.xlsx", "codebook_example.xlsx"])
def test_the_shared_forms_are_read(name):
    path = EXPORTS / name
    if not path.exists():
        pytest.skip("skipped: ../shared is absent")
    book = sk.read_codebook(path)
    assert len(book) > 1
    if name.startswith("xlsform"):
        asked = next(item for item in book if item.kind == "single")
        assert asked.options[-1].value == "other" and f"{asked.name}_other" in book
