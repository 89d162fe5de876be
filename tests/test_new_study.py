"""A study of one's own: folder, settings and notebook from an export, and again from a newer one."""

import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pytest

import surveykit as sk
from surveykit.drafting.settle_draft import read_draft
from surveykit.files.study_settings import read_settings
from surveykit.new.first_notebook import build_notebook
from surveykit.new.fit_notebook import TEMPLATES, read_template
from surveykit.new.item_cells import ItemCell, crossed_cells, item_cells, look_at
from surveykit.report import build_reports
from surveykit.result import result_fields

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


@pytest.fixture(scope="module")
def cells(tmp_path_factory) -> list[str]:
    """The cells of a notebook made from the sample study."""
    folder = tmp_path_factory.mktemp("order")
    sk.new_study(folder / "s", EXPORT, language="en", by=["q1"])
    return sources(folder / "s")


class TestTheFolder:
    def test_it_holds_the_export_unchanged_with_its_checksum(self, study, tmp_path):
        assert (study / "data/raw/first.csv").read_bytes() == (tmp_path / "first.csv").read_bytes()
        record = json.loads((study / ".surveykit.json").read_text("utf-8"))
        assert record["exports"] == {"first.csv": hashlib.sha256(FIRST.encode()).hexdigest()}

    def test_raw_data_and_keys_stay_out_of_git_and_the_survey_it_names_is_read(self, study):
        lines = (study / ".gitignore").read_text("utf-8").splitlines()
        assert {"data/raw/*", "!data/raw/*.codebook.xlsx", "*.key"} <= set(lines)
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
        prose = [text for text in sources(tmp_path / "s") if "sk." not in text and not text.startswith("#|")]
        bare = re.sub(r"\{\{.*?\}\}|95% CI", "", "".join(prose))
        assert "{{ q14.base }}" in "".join(prose) and not re.search(r"\d", bare)

    def test_what_is_not_settled_is_counted_and_never_averaged(self, tmp_path):
        rows = [f"{2019 + n % 3},{n % 3 or ''},{n % 4 + 1},{'x' if n < 4 else ''},same,{'mf'[n % 2]}"
                for n in range(24)]
        (tmp_path / "e.csv").write_text("year,many,hours per week,rare,all,sex\n" + "\n".join(rows), encoding="utf-8")
        made = sk.new_study(tmp_path / "s", tmp_path / "e.csv", language="en", by=["sex"])
        open_item = next(doubt.item for doubt in made.draft.doubts if doubt.key in ("codes", "few_numbers"))
        code = "\n".join(text for text in sources(tmp_path / "s") if "sk." in text)
        assert 'sk.frequencies(cleaned, "year")' in code and 'sk.crosstab(cleaned, "year", by="sex")' in code
        assert "sk.means" not in code.replace('sk.means(cleaned, "hours_per_week"', "")
        assert 'sk.overview(cleaned, ["rare", "all"])' in code and '"rare", by' not in code
        notes = sk.frequencies(sk.read_study(tmp_path / "s"), open_item).notes
        assert any(note["en"].startswith("Not settled yet: ") for note in notes)

    def test_numbers_of_one_question_share_a_table_and_rows_are_quoted_with_their_question(self):
        points = (sk.Option("1", {"en": "a"}), sk.Option("2", {"en": "b"}))
        asked = {"x": "Share 100 points – Pay", "y": "Share 100 points – Home", "z": "Age", "w": "Which? – At work"}
        book = sk.Codebook(tuple(
            sk.Item(name, "single" if name == "w" else "number", {"en": text}, points * (name == "w"),
                    short={"en": text.partition(" – ")[2] or text}) for name, text in asked.items()))
        frame = pd.DataFrame({name: [10.0, 20, 30] * 4 for name in "xyz"} | {"w": ["1", "2", "2"] * 4})
        survey = sk.Survey.from_frame(frame, book)
        cells = item_cells(book, look=look_at(book, survey))
        assert [cell.source for cell in cells][:2] == ['sk.means(cleaned, ["x", "y"])', 'sk.means(cleaned, "z")']
        assert cells[0].run(survey).title["en"] == "Mean of the items of “Share 100 points”"
        assert result_fields.field_text(cells[2].run(survey), [], "question", "en") == "“Which? – At work”"

    def test_groups_divide_every_other_closed_item(self):
        cells = crossed_cells(sk.example_survey().codebook, ["gender"])
        assert {cell.items[0] for cell in cells} >= {"plan", "hardship", "months"}
        assert "gender" not in {name for cell in cells for name in cell.items}

    def test_a_table_the_answers_do_not_bear_is_named_with_the_reason(self):
        points = tuple(sk.Option(str(n), {"en": str(n)}, float(n)) for n in range(1, 6))
        items = tuple(sk.Item(name, "rating", {"en": name}, points, scale="s") for name in "ab")
        book = sk.Codebook(items, (sk.Scale("s", {"en": "S"}, 1, 5),))
        frame = pd.DataFrame({"a": [1.0, 2, 3, 4, 5] + [None] * 5, "b": [None] * 5 + [5.0, 4, 3, 2, 1]})
        cells = build_notebook(book, sk.Survey.from_frame(frame, book), ["en"])["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
        assert not [text for text in code if "reliability" in text]
        assert [text for text in prose if "reliability" in text and "three complete respondents" in text]


class TestTheOrderOfTheNotebook:
    def test_the_heads_are_those_of_a_committee_and_the_findings_are_summed_up_at_the_front(self, cells):
        heads = [text.splitlines()[0] for text in cells if text.startswith("## ")]
        assert heads == ["## Research question", "## Questionnaire and sample", "## Findings",
                         "## Results, question by question", "## Limitations", "## Appendix"]
        place = next(n for n, text in enumerate(cells) if "sk.key_findings(" in text)
        assert cells[place - 1].startswith("## Findings") and cells[place] == 'sk.key_findings(cleaned, by=["q1"])'

    def test_every_result_is_made_once_and_each_kind_of_question_has_its_living_sentence(self, cells):
        names = [line.split(" = ")[0] for text in cells for line in text.splitlines() if " = sk." in line]
        assert len(names) == len(set(names)) > 20
        prose = "\n".join(text for text in cells if "{{" in text)
        assert all(field in prose for field in ("q10[rank=1].option", "q18.mean", "q14.alpha", "q3[rank=1].k_of_n"))

    def test_a_battery_that_nobody_settled_is_divided_as_a_whole_and_has_no_mean(self, cells):
        code = "\n".join(text for text in cells if 'by="q1"' in text)
        assert re.search(r'fig-q14_1-by-q1\n.*likert\(cleaned, \["q14_1", .*"q14_6"\], by="q1"\)', code)
        assert set(re.findall(r'means\(cleaned, "(\w+)"', code)) == {"q18", "q24"}


class TestTemplates:
    @pytest.mark.parametrize("name", [name for name in TEMPLATES if name != "blank"])
    def test_each_has_a_questionnaire_in_both_languages_that_is_sound(self, name):
        book = read_template(name)
        texts = [text for item in book for text in (item.label, item.words, *(o.label for o in item.options))]
        assert len(book) > 12 and all(text.get("zh") and text.get("en") for text in texts)
        assert not book.settings.get("warnings") and set(TEMPLATES[name]) <= {item.name for item in book}
        assert {"single", "multiple", "rating", "text"} <= {item.kind for item in book} and book.scales

    def test_a_study_can_begin_before_there_are_answers(self, tmp_path):
        made = sk.new_study(tmp_path / "s", template="destinations", language="both")
        assert "data/raw/destinations.codebook.xlsx" in made.written
        code = "\n".join(sources(tmp_path / "s"))
        assert 'destination = sk.frequencies(cleaned, "destination")' in code and 'by="degree"' in code
        with pytest.raises(sk.ReadError, match="must name its export"):
            sk.read_study(tmp_path / "s")

    def test_the_answers_come_later_and_find_their_questions_by_their_words(self, tmp_path, monkeypatch):
        sk.new_study(tmp_path / "s", template="evaluation", language="en")
        head = "序号,提交答卷时间,1、您的性别,2、您的年级,3、您参加了几次活动？,4、您最喜欢的讲师\n"
        rows = "".join(f"{n},2026/5/{n} 10:00:00,{sex},{grade},{n % 4},王\n"
                       for n, (sex, grade) in enumerate([("男", "大一"), ("女", "大二")] * 12, start=1))
        (tmp_path / "wave.csv").write_text(head + rows, encoding="utf-8")
        book = read_template("evaluation")
        few = sk.Codebook(book.items[:3], (), book.settings)
        monkeypatch.setattr("surveykit.new.study_folder.read_template", lambda name: few)
        sk.new_study(tmp_path / "t", template="evaluation", language="en", by=["gender"])
        assert sk.new_study(tmp_path / "t", tmp_path / "wave.csv", language="en").added == ("q4",)
        survey = sk.read_study(tmp_path / "t")
        assert survey.rows == 24 and sk.frequencies(survey, "gender").table["n"].tolist() == [12, 12]
        assert survey.codebook["gender"].label["en"] == "Your gender"
        code = "\n".join(sources(tmp_path / "t"))
        assert 'sk.means(cleaned, "sessions")' in code and 'sk.overview(cleaned, ["q4"])' in code
        assert "This study asks how participants" in "\n".join(sources(tmp_path / "t")) and 'by="gender"' in code

    def test_a_notebook_that_was_touched_before_the_answers_came_is_kept(self, tmp_path):
        book = read_template("evaluation")
        path = sk.write_codebook(sk.Codebook(book.items[:2], (), book.settings), tmp_path / "few.codebook.xlsx")
        sk.new_study(tmp_path / "t", codebook=path, language="en")
        mine = json.loads((tmp_path / "t" / NOTEBOOK).read_text("utf-8"))
        mine["cells"][0]["source"] = ["# Mine"]
        (tmp_path / "t" / NOTEBOOK).write_text(json.dumps(mine), encoding="utf-8")
        (tmp_path / "w.csv").write_text("gender,grade\n" + "male,first\nfemale,second\n" * 6, encoding="utf-8")
        sk.new_study(tmp_path / "t", tmp_path / "w.csv", language="en")
        assert sources(tmp_path / "t")[0] == "# Mine"

    def test_nothing_to_begin_with_and_unknown_templates_are_refused(self, tmp_path):
        with pytest.raises(sk.ReadError, match="begins with an export, a codebook or a template"):
            sk.new_study(tmp_path / "s")
        with pytest.raises(sk.ReadError, match=r"(?s)no template 'destination'.*destinations"):
            sk.new_study(tmp_path / "s", template="destination")

    def test_a_second_codebook_for_one_study_is_refused(self, study, tmp_path):
        path = sk.write_codebook(sk.example_survey().codebook, tmp_path / "b.codebook.xlsx")
        with pytest.raises(sk.ReadError, match="has its codebook already"):
            sk.new_study(study, codebook=path)

    def test_front_matter_waits_to_be_filled_in(self, study):
        front = read_settings(study).front
        assert front.title == {} and front.authors == () and "title:" in (study / "study.yaml").read_text("utf-8")


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
        limits = next(place for place, text in enumerate(after) if text.startswith("## Limitations"))
        assert 'sk.frequencies(cleaned, "county")' in after[limits - 2] and "county" in after[limits - 1]
        assert "county" in sk.read_study(study).codebook

    def test_new_items_are_divided_by_the_study_s_groups_as_well(self, tmp_path):
        for name, text in (("first", FIRST), ("second", SECOND)):
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
            sk.new_study(tmp_path / "s", tmp_path / f"{name}.csv", language="en", by=["gender"])
        code = "\n".join(sources(tmp_path / "s"))
        assert code.count('sk.crosstab(cleaned, "county", by="gender")') == 1 == code.count('"plan", by="gender")')

    def test_an_item_taken_out_of_the_notebook_stays_out(self, study, tmp_path):
        notebook = study / NOTEBOOK
        mine = json.loads(notebook.read_text("utf-8"))
        mine["cells"] = [cell for cell in mine["cells"] if '"plan"' not in "".join(cell["source"])]
        notebook.write_text(json.dumps(mine), encoding="utf-8")
        (tmp_path / "second.csv").write_text(SECOND, encoding="utf-8")
        sk.new_study(study, tmp_path / "second.csv", language="en")
        assert not any('"plan"' in text for text in sources(study))

    def test_cells_that_nobody_edited_follow_a_settled_codebook(self, study):
        notebook, path = study / NOTEBOOK, study / "data/raw/first.codebook.xlsx"
        sk.write_draft(read_draft(path).settle("plan", kind="text"), path, replace=True)
        made = sk.new_study(study)
        assert made.written == (NOTEBOOK, ".surveykit.json") and made.added == ()
        code = "\n".join(sources(study))
        assert 'sk.overview(cleaned, ["plan"])' in code and 'frequencies(cleaned, "plan")' not in code
        assert sk.new_study(study).written == ()
        mine = json.loads(notebook.read_text("utf-8"))
        place = next(n for n, text in enumerate(sources(study)) if '"gender")' in text)
        mine["cells"][place]["source"] = ['mine = sk.frequencies(cleaned, "gender")']
        notebook.write_text(json.dumps(mine), encoding="utf-8")
        sk.write_draft(read_draft(path).settle("gender", kind="text"), path, replace=True)
        sk.new_study(study)
        assert 'mine = sk.frequencies(cleaned, "gender")' in sources(study)

    def test_a_group_that_is_no_choice_is_refused(self, tmp_path):
        (tmp_path / "e.csv").write_text("id,words\n" + "".join(f"{n},text {n}\n" for n in range(20)), encoding="utf-8")
        with pytest.raises(sk.ReadError, match=r"(?s)'words' makes no groups: it is text.*name a single choice"):
            sk.new_study(tmp_path / "s", tmp_path / "e.csv", by="words")

    def test_a_number_of_few_values_makes_groups_as_it_does_in_a_verb(self, tmp_path):
        rows = [f"{2019 + n % 3},{n},{'yn'[n % 2]}" for n in range(24)]
        (tmp_path / "e.csv").write_text("Year of entry,Hours,Agree\n" + "\n".join(rows), encoding="utf-8")
        sk.new_study(tmp_path / "s", tmp_path / "e.csv", by="Year of entry")
        code = "\n".join(sources(tmp_path / "s"))
        assert 'sk.crosstab(cleaned, "Agree", by="Year_of_entry")' in code and "tests = sk.tables(" in code
        space = {"cleaned": sk.read_study(tmp_path / "s"), "sk": sk}
        exec("\n".join(text for text in sources(tmp_path / "s") if 'by="Year' in text or "by=[" in text), space)
        assert space["tests"].table["group"].tolist() == ["Year_of_entry"]
        kept = sk.Survey.from_frame(pd.DataFrame({"g": ["a", "b"] * 6, "q": ["x", None] * 6}), sk.Codebook(tuple(
            sk.Item(name, "single", {"en": name}, tuple(sk.Option(one, {"en": one}) for one in told))
            for name, told in (("g", "ab"), ("q", "xy")))))
        assert "Only one group of 'g' answered 'q'" in str(ItemCell("crosstab", ("q",), "g").run(kept))
        with pytest.raises(sk.AnalysisError, match=r"(?s)'Hours' holds 24 different numbers.*derive\("):
            sk.new_study(tmp_path / "t", tmp_path / "e.csv", by="Hours")
        assert not (tmp_path / "t").exists()

    def test_the_same_export_again_writes_nothing_and_another_of_its_name_is_refused(self, study, tmp_path):
        assert sk.new_study(study, tmp_path / "first.csv", language="en").written == ()
        (tmp_path / "first.csv").write_text(SECOND, encoding="utf-8")
        with pytest.raises(sk.ReadError, match="Another export of this name"):
            sk.new_study(study, tmp_path / "first.csv", language="en")

    def test_groups_are_told_by_label_number_or_name(self, tmp_path):
        sk.new_study(tmp_path / "s", EXPORT, language="zh", by="您的性别, Q4")
        code = (tmp_path / "s/notebooks/01_all_questions.ipynb").read_text(encoding="utf-8")
        assert 'by=\\"q1\\"' in code and 'by=\\"q4\\"' in code

    def test_an_unknown_group_is_refused_before_anything_is_written(self, tmp_path):
        with pytest.raises(sk.ReadError, match="no item 'gendr'"):
            sk.new_study(tmp_path / "s", EXPORT, by=["gendr"])
        assert not (tmp_path / "s").exists()


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((SHARED / "cases").glob("*.csv"))[::8] or [None])
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


def test_a_study_speaks_the_language_of_its_questionnaire_and_keeps_it(tmp_path):
    export = tmp_path / "plans.csv"
    export.write_text("Plans after service,Gender\n" + "Home,m\nStay,f\n" * 10, encoding="utf-8")
    made = sk.new_study(tmp_path / "en", export)
    settings = made.folder / "study.yaml"
    assert "languages: [en]" in settings.read_text(encoding="utf-8")
    settings.write_text(settings.read_text(encoding="utf-8").replace("[en]", "[zh, en]"), encoding="utf-8")
    later = tmp_path / "plans_later.csv"
    later.write_text("Plans after service,Gender,Year\n" + "Home,m,First\nStay,f,Second\n" * 10, encoding="utf-8")
    assert sk.new_study(made.folder, later).added
    cells = json.loads((made.folder / "notebooks/01_all_questions.ipynb").read_text(encoding="utf-8"))["cells"]
    assert {tag for cell in cells for tag in cell["metadata"].get("tags", ())} == {"zh", "en"}
    chinese = sk.new_study(tmp_path / "zh", "data/raw/volunteers/volunteers_synthetic.xlsx")
    assert "languages: [zh]" in (chinese.folder / "study.yaml").read_text(encoding="utf-8")


def test_a_codebook_made_for_the_export_is_used_as_it_stands(tmp_path):
    made = sk.new_study(tmp_path / "s", EXPORT, codebook="data/raw/volunteers/volunteers.codebook.xlsx")
    book = sk.read_codebook("data/raw/volunteers/volunteers.codebook.xlsx")
    assert made.draft.codebook.items == book.items and sk.read_study(tmp_path / "s").rows == 49
