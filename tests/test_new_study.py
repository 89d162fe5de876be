"""A study of one's own: folder, settings and notebook from an export, and again from a newer one."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pytest

import surveykit as sk
from surveykit.new.first_notebook import build_notebook
from surveykit.new.item_cells import crossed_cells, item_cells
from surveykit.report import build_reports

EXPORT = "data/raw/volunteers/volunteers_synthetic.xlsx"
NOTEBOOK = "notebooks/01_all_questions.ipynb"
SHARED = Path(__file__).parents[2] / "shared/data"
HEAD = "respondent,gender,plan\n"
FIRST = HEAD + "".join(f"{n},{g},{p}\n" for n, (g, p) in enumerate([("m", "stay"), ("f", "go")] * 6, start=1))
SECOND = FIRST.replace("plan\n", "plan,county\n").replace("stay\n", "stay,north\n").replace("go\n", "go,south\n")


def sources(folder: Path) -> list[str]:
    """The sources of the notebook's cells."""
    return ["".join(cell["source"]) for cell in json.loads((folder / NOTEBOOK).read_text("utf-8"))["cells"]]


@pytest.fixture
def study(tmp_path) -> Path:
    """A study made from a small plain table."""
    (tmp_path / "first.csv").write_text(FIRST, encoding="utf-8")
    sk.new_study(tmp_path / "study", tmp_path / "first.csv", language="en")
    return tmp_path / "study"


class TestTheFolder:
    def test_it_holds_the_export_unchanged_with_its_checksum(self, study, tmp_path):
        assert (study / "data/raw/first.csv").read_bytes() == (tmp_path / "first.csv").read_bytes()
        record = json.loads((study / ".surveykit.json").read_text("utf-8"))
        assert record["exports"] == {"first.csv": hashlib.sha256(FIRST.encode()).hexdigest()}

    def test_raw_data_and_keys_stay_out_of_git(self, study):
        lines = (study / ".gitignore").read_text("utf-8").splitlines()
        assert {"data/raw/*", "!data/raw/*.codebook.xlsx", "*.key"} <= set(lines)

    def test_the_survey_it_names_is_read(self, study):
        assert sk.read_study(study).rows == 12

    def test_settings_without_an_export_say_what_to_write(self, study):
        (study / "study.yaml").write_text("codebook: x.xlsx\n", encoding="utf-8")
        with pytest.raises(sk.ReadError, match=r"(?s)name its export.*export: data/raw"):
            sk.read_study(study)


class TestTheNotebook:
    def test_every_item_that_is_not_personal_stands_in_it_once(self):
        book = sk.draft_codebook(EXPORT).codebook
        shown = [name for cell in item_cells(book) if cell.verb != "reliability" for name in cell.items]
        assert sorted(shown) == sorted(item.name for item in book if not item.personal)

    def test_no_number_is_typed_in_it(self, tmp_path):
        sk.new_study(tmp_path / "s", EXPORT, language="both", by=["q1"])
        prose = [text for text in sources(tmp_path / "s") if not text.startswith(("#|", "import"))]
        assert prose and not re.search(r"\d", "".join(prose))

    def test_groups_divide_every_other_closed_item(self):
        book = sk.example_survey().codebook
        cells = crossed_cells(book, ["gender"])
        assert {cell.items[0] for cell in cells} >= {"plan", "hardship", "months"}
        assert "gender" not in {name for cell in cells for name in cell.items}

    def test_a_table_the_answers_do_not_bear_is_named_with_the_reason(self):
        points = tuple(sk.Option(str(n), {"en": str(n)}, float(n)) for n in range(1, 6))
        items = tuple(sk.Item(name, "rating", {"en": name}, points, scale="s") for name in "ab")
        book = sk.Codebook(items, (sk.Scale("s", {"en": "S"}, 1, 5),))
        survey = sk.Survey.from_frame(pd.DataFrame({"a": [1.0, 2.0, None, None], "b": [None, None, 3.0, 4.0]}), book)
        cells = build_notebook(survey, ["en"])["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        assert not [text for text in code if "reliability" in text]
        assert [text for text in prose if "reliability" in text and "three complete respondents" in text]


class TestAnotherExport:
    def test_new_items_are_added_and_nothing_else_changes(self, study, tmp_path):
        notebook = study / NOTEBOOK
        mine = json.loads(notebook.read_text("utf-8"))
        mine["cells"][1]["source"] = ["# my own words"]
        notebook.write_text(json.dumps(mine), encoding="utf-8")
        before = sources(study)
        (tmp_path / "second.csv").write_text(SECOND, encoding="utf-8")
        made = sk.new_study(study, tmp_path / "second.csv", language="en")
        after = sources(study)
        assert made.added == ("county",)
        assert [text for text in after if text in before] == before and "# my own words" in after
        assert any('sk.frequencies(cleaned, "county")' in text for text in after)
        assert "county" in sk.read_study(study).codebook

    def test_an_item_taken_out_of_the_notebook_stays_out(self, study, tmp_path):
        notebook = study / NOTEBOOK
        mine = json.loads(notebook.read_text("utf-8"))
        mine["cells"] = [cell for cell in mine["cells"] if '"plan"' not in "".join(cell["source"])]
        notebook.write_text(json.dumps(mine), encoding="utf-8")
        (tmp_path / "second.csv").write_text(SECOND, encoding="utf-8")
        sk.new_study(study, tmp_path / "second.csv", language="en")
        assert not any('"plan"' in text for text in sources(study))

    def test_the_same_export_again_writes_nothing(self, study, tmp_path):
        assert sk.new_study(study, tmp_path / "first.csv", language="en").written == ()

    def test_another_file_of_the_same_name_is_refused(self, study, tmp_path):
        (tmp_path / "first.csv").write_text(SECOND, encoding="utf-8")
        with pytest.raises(sk.ReadError, match="Another export of this name"):
            sk.new_study(study, tmp_path / "first.csv", language="en")

    def test_an_unknown_group_is_refused_before_anything_is_written(self, tmp_path):
        with pytest.raises(sk.ReadError, match="no item 'gendr'"):
            sk.new_study(tmp_path / "s", EXPORT, by=["gendr"])
        assert not (tmp_path / "s").exists()


@pytest.mark.parametrize("path", sorted((SHARED / "cases").glob("*.csv"))[::4] or [None])
def test_a_whole_first_report_comes_from_an_export_alone(tmp_path, path):
    if path is None:
        pytest.skip("the shared sample exports are not here")
    try:
        sk.draft_codebook(path)
    except sk.ReadError:
        pytest.skip("refused by reading, with a reason")
    sk.new_study(tmp_path / "s", path, language="en")
    built = build_reports([tmp_path / "s" / NOTEBOOK], tmp_path / "r", languages=["en"], formats=["html"])
    assert built[0].bytes > 1000
