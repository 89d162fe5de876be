"""`{{ plans["home"].k_of_n }}` in prose: parsed, looked up, rounded once, marked, and never evaluated."""

import json
import re

import nbformat
import pandas as pd
import pytest
from builders import cases
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import surveykit as sk
from surveykit.errors import AnalysisError, ReportError
from surveykit.report import build_reports, verify_report
from surveykit.report.living_prose import LivingNumber, fill_markdown, fill_text, has_living_numbers, parse_living
from surveykit.report.named_results import read_named_results
from surveykit.report.notebook_runner import run_notebook, scrub_notebook
from surveykit.result import MIME
from surveykit.result.result_fields import field_names, field_text
from surveykit.words.marks import marks_of
from surveykit.words.messages import Message
from surveykit.words.phrases import in_language

SURVEY = sk.example_survey()
PLANS = sk.frequencies(SURVEY, "plan")
CROSSED = sk.crosstab(SURVEY, "plan", by="gender")
TEST = sk.association(SURVEY, "plan", by="gender")
HALVES = sk.frequencies(sk.Survey.from_frame(pd.DataFrame({"half": ["Yes", "No"] * 20})), "half")
NAMED = {"plans": PLANS, "halves": HALVES, "crossed": CROSSED, "test": TEST}
HERE = Message("notebook {notebook}, cell {cell}", notebook="n.ipynb", cell=3)


def filled(text: str, language: str = "en") -> str:
    return fill_markdown(text, NAMED, language, HERE)


def shown(text: str, language: str = "en") -> str:
    return re.sub(r"<[^>]*>|\\(?=[^\w\s])", "", filled(text, language))


@pytest.mark.parametrize("text, parsed", [
    ("plans.base", LivingNumber("plans", (), "base")),
    (" plans [ 'home' ] . k_of_n ", LivingNumber("plans", ("home",), "k_of_n")),
    ("表[“返乡”, ‘女’].percent | 1", LivingNumber("表", ("返乡", "女"), "percent", 1)),
    ('t["a"]["b"].n', LivingNumber("t", ("a", "b"), "n")),
    ('t[verdict="impossible"].rows', LivingNumber("t", (("verdict", "impossible"),), "rows")),
    ("board[base=46].hits", LivingNumber("board", (("base", "46"),), "hits")),
    ('plans.missing["refused"]', LivingNumber("plans", ("refused",), "missing"))])
def test_a_living_number_is_a_name_with_keys_and_a_field(text, parsed):
    assert parse_living(text) == parsed


@pytest.mark.parametrize("text", [
    "", "plans", "plans.", ".base", "plans[home].n", "plans['home'.n", "plans['home'].n.n", "plans.base + 1",
    "plans.base()", "__import__('os').system('x')", "open('x').n", "plans.base | x", "plans.base | 1.5",
    "plans['a' 'b'].n", "plans.n;x.n", "plans[].n", "plans[a=].n", "'plans'.n"])
def test_but_nothing_else_is_and_nothing_is_evaluated(text):
    assert parse_living(text) is None
    with pytest.raises(ReportError, match="must name a result and a field"):
        filled("{{" + text + "}}")


@pytest.mark.parametrize(*cases("living_fields"))
def test_a_field_says_what_the_table_shows(text, en, zh):
    assert (shown(text), shown(text, "zh")) == (en, zh)


def test_every_number_carries_what_it_is():
    assert filled("{{ plans.base }}") == '<data value="count 40">40</data>'
    assert filled('{{ plans["home"].percent }}') == '<data value="18/40">45</data>%'
    assert filled('{{ plans["home"].interval }}') == '<data value="wilson 18/40 0.95">31–60</data>%'
    assert filled("{{ test.p }}").startswith('p = <data value="value 0.157')
    assert [str(mark) for mark in marks_of(fill_text("Of {{ plans.base }}", NAMED, "en", HERE))] == ["3:5 count 40"]


@pytest.mark.parametrize("text", [
    "`{{ plans.base }}`", "```\n{{ plans.base }}\n```", "~~~~ text\n{{ x }}\n~~~~", "$\\frac{{a}}{b}$", "$${{a}}$$",
    "``a ` {{ x }}``", "\\{{ plans.base }}", "{ plans.base }", "no braces, $5 and $6"])
def test_code_mathematics_and_escaped_braces_stay(text):
    assert not has_living_numbers(text)
    assert filled(text) == text


def test_but_money_is_no_mathematics():
    assert shown("costs $5, {{ plans.base }} people, $6") == "costs $5, 40 people, $6"


def refusal(text: str) -> str:
    with pytest.raises(ReportError) as error:
        filled(text)
    return str(error.value)


def test_an_unknown_name_field_or_key_is_named_with_candidates_and_its_cell():
    assert refusal("{{ plan.base }}") == ("There is no result named 'plan'.\n"
                                          "  where: notebook n.ipynb, cell 3\n  fix:   did you mean 'plans'?")
    assert refusal("{{ plans.bas }}") == (
        "A result has no field 'bas'.\n  where: notebook n.ipynb, cell 3; {{ plans.bas }}; "
        f"{PLANS.caption('en')}\n  fix:   did you mean 'base'?")
    assert "There is no 'hom' among what the table is about." in refusal('{{ plans["hom"].n }}')
    assert "did you mean 'home'?" in refusal('{{ plans["hom"].n }}')
    assert "A result has no column 'opton'." in refusal('{{ plans[opton="home"].n }}')
    assert "{{ plans.base" in refusal("text {{ plans.base\nmore")


def test_a_field_of_several_rows_asks_which():
    message = refusal("{{ plans.n }}")
    assert message.startswith("The keys must choose one row, not 5.")
    assert "'Return home'" in message
    assert "There is no rank 9 among" in refusal("{{ plans[rank=9].n }}")


def test_rows_of_one_rank_are_named_together_and_settings_that_are_numbers_are_fields():
    tied = sk.frequencies(SURVEY, "plan", where="gender == 'male'")
    assert sorted(tied.table["n"]) == [1, 2, 2, 5, 13]
    assert field_text(tied, [("rank", "3")], "option", "en") == "Stay, Further study (tied)"
    assert field_text(tied, [("rank", "3")], "n", "en") == "2"
    assert field_text(tied, [("rank", "-1")], "option", "en") == "Other"
    assert "level" in field_names(PLANS)
    figures = [sk.audit.PrintedFigure("36%", name="a", question={"en": "q"})]
    bases = sk.audit.question_table(figures, "scoreboard", n_min=30, n_max=60, marked=46, draws=10)
    assert [field_text(bases, (), name, "en") for name in ("n_min", "draws")] == ["30", "10"]


def test_missing_answers_are_counted_by_reason_and_a_code_that_no_row_bears_as_none():
    assert field_text(PLANS, (), "missing", "en") == str(sum(PLANS.missing.values()))
    assert field_text(PLANS, ["refused"], "missing", "en") == str(PLANS.missing.get("refused", 0))
    with pytest.raises(AnalysisError, match="is no reason for a missing answer"):
        field_text(PLANS, ["forgotten"], "missing", "en")
    figures = sk.audit_figures([sk.audit.PrintedFigure("50%", None, 46, name="a")])
    assert field_text(figures, [("verdict", "impossible")], "rows", "en") == "0"
    assert field_text(figures, (), "rows", "en") == "1"
    with pytest.raises(AnalysisError, match="There is no 'imposible'"):
        field_text(figures, [("verdict", "imposible")], "rows", "en")


def notebook(folder, *prose: tuple[str, str]):
    """A stored notebook with prose of two languages above its results."""
    cells = [new_markdown_cell(text, metadata={"tags": [language]}) for language, text in prose]
    captions = "#| label: tbl-plans\n#| tbl-cap-en: Plans of {{ plans.base }}\n#| tbl-cap-zh: 打算\n"
    cells += [new_code_cell("import surveykit as sk\nsurvey = sk.example_survey()"),
              new_code_cell(f"{captions}plans = sk.frequencies(survey, 'plan')\nplans"),
              new_code_cell("#| label: fig-when\nwhen = sk.plot(sk.frequencies(survey, 'gender'))\nwhen")]
    nbformat.write(new_notebook(cells=cells), folder / "n.ipynb")
    return folder / "n.ipynb"


LIVING = ('# Plans of {{ plans.base }}\n\n'
          '{{ plans["home"].k_of_n }} ({{ plans["home"].percent }}); women {{ when["female"].n }}.')


@pytest.mark.slow
def test_a_report_shows_the_numbers_in_every_format_verified_and_asks_names_in_no_cell(tmp_path):
    path = notebook(tmp_path, ("en", LIVING), ("zh", LIVING.replace("Plans", "打算").replace("women", "女")))
    built = build_reports([path], tmp_path / "r", formats=["html", "docx", "pdf"])
    assert len(built) == 6 and [one.remarks for one in built] == [()] * 6
    for one in built:
        found = verify_report(one.path)
        assert found.faults == ()
        assert found.kinds["count"] >= 1 and found.kinds["counts"] >= 1
    page = (tmp_path / "r/en/n.html").read_text()
    assert '<data value="counts 18/40">18/40</data> (<data value="18/40">45</data>%)' in page
    assert "Plans of 40" in re.sub(r"<[^>]*>", "", page) and "{{" not in page
    assert '<data value="count 40">40</data>' in page.split("<figcaption", 1)[1].split("</figcaption>")[0]
    ran = run_notebook(notebook(tmp_path, ("en", LIVING)))
    assert len(ran.cells) == 4 and set(ran.metadata.surveykit_results) == {"plans", "when"}
    assert "surveykit_results" not in scrub_notebook(ran).metadata
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Plans")]), tmp_path / "n.ipynb")
    assert "surveykit_results" not in run_notebook(tmp_path / "n.ipynb").metadata


@pytest.mark.parametrize("source, name", [
    ("plans", "plans"), ("x = 1\nsk.plot(plans)", "plans"), ("#| label: a\nplans.with_title('a', 'b')", "plans"),
    ("sk.frequencies(survey, 'plan')", ""), ("%matplotlib inline", ""), ("", ""), ("x = 1", ""), ("1", "")])
def test_a_stored_cell_names_the_result_that_its_last_line_shows(source, name):
    output = new_output("display_data", data={MIME: json.loads(PLANS.to_json())})
    stored = new_notebook(cells=[new_code_cell(source, outputs=[output])])
    assert list(read_named_results(stored)) == ([name] if name else [])


@pytest.mark.slow
def test_a_report_warns_of_typed_numbers_that_nothing_shows(tmp_path):
    path = notebook(tmp_path, ("en", "# Plans\n\nOf 41 people 18 go home, 40 answered, 45.5% stay."),
                    ("zh", "# 打算\n\n共 41 人，18 人返乡。"))
    built = build_reports([path], tmp_path / "r", formats=["html", "docx"])
    assert {one.path.parent.name: [in_language(remark, "en") for remark in one.remarks] for one in built} == {
        "en": ["nothing says what “45.5” was computed from (notebook n.ipynb, cell 1)",
               "“41” was typed and nothing in the report shows it (notebook n.ipynb, cell 1)"],
        "zh": ["“41” was typed and nothing in the report shows it (notebook n.ipynb, cell 2)"]}
    for one in built:
        assert [fault.shown for fault in verify_report(one.path).faults if fault.why == "typed"] == ["41"]


def test_texts_given_to_write_report_call_results_by_the_name_of_the_variable(tmp_path):
    plans = sk.frequencies(sk.example_survey(), "plan")
    texts = ["# Plans of {{ plans.base }} people", "## Of {{ plans.base }}, not 99 people", plans, "## Appendix"]
    for form in ("html", "docx", "pdf"):
        path = sk.write_report(texts, tmp_path / f"plans.{form}",
                               front={"subtitle": "77 people", "abstract": "Of {{ plans.base }} people.\n\n63 people."})
        faults = verify_report(path).faults
        assert sorted((one.why, one.shown) for one in faults) == [("typed", n) for n in ("63", "77", "99")], form
    page = (tmp_path / "plans.html").read_text(encoding="utf-8")
    assert '<h1>Plans of <data value="count 40">40</data> people</h1>' in page and "Appendix" not in page
    with pytest.raises(sk.ReportError, match="There is no result named 'plan'"):
        sk.write_report(["{{ plan.base }}", plans], tmp_path / "no.html")
