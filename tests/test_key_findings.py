"""Findings chosen by a rule, and their page: one entry a result, and what the data cannot say."""

import json
import re

import pandas as pd
import pytest

import surveykit as sk
from surveykit.new.choose_findings import is_subject
from surveykit.report import verify_report
from surveykit.result.result import result_key
from surveykit.sentences import SUMMARY_MIME


@pytest.fixture(scope="module")
def plans(example):
    return sk.frequencies(example, "plan")


def shown(path):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", "", path.read_text(encoding="utf-8")))


def test_it_says_one_thing_of_each_result_and_names_its_table(example, plans):
    said = str(sk.summary([plans, sk.association(example, "plan", by="gender")], language="en"))
    first, second, limits = said.splitlines()
    assert first.startswith("* Plan after service: 18 of 40 respondents (45%; 95% CI 31–60%) chose “Return home”")
    assert "p = 0.157" in second and "Synthetic data" in limits and "chance alone" in limits


def test_small_bases_stand_among_the_limits(example, plans):
    few = sk.frequencies(example, "plan", where="gender == 'female'")
    assert "the smallest is 17" in sk.summary([plans, few]).limits["en"]
    assert "smallest" not in sk.summary([plans]).limits["en"]


@pytest.mark.parametrize("count", [0, 8])
def test_none_and_more_than_seven_results_are_refused(plans, count):
    with pytest.raises(sk.AnalysisError, match=f"one to 7 results, not {count}"):
        sk.summary([plans] * count)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_in_a_report_every_entry_links_to_its_table(example, plans, tmp_path, language):
    test = sk.association(example, "plan", by="gender")
    page = sk.summary([test, plans, sk.reliability(example, "planning")])
    path = sk.write_report([page, plans, test], tmp_path / "a.html", language=language)
    html = path.read_text(encoding="utf-8")
    links = re.findall(r'href="#(tbl-auto\d)"', html[html.index("<li>"):html.index("</ul>", html.index("0.157"))])
    assert links[:2] == ["tbl-auto2", "tbl-auto1"]
    assert {"zh": "（本报告未列出该表）", "en": "(this report does not show that table)"}[language] in shown(path)
    assert verify_report(path).faults == ()


def test_the_figure_stands_behind_the_findings_and_serves_as_the_table_that_is_not_shown(plans, tmp_path):
    path = sk.write_report([sk.summary([plans], figure=sk.plot(plans))], tmp_path / "a.html")
    assert "(see Figure 1)" in shown(path).replace("\u00a0", " ")


def test_a_result_is_known_again_after_it_was_stored_and_under_another_caption(example, plans):
    again = sk.Result.from_json(plans.to_json()).with_title("甲", "A").in_language("zh")
    assert result_key(again) == result_key(plans) != result_key(sk.frequencies(example, "gender"))


def test_a_notebook_stores_both_languages_with_what_the_numbers_are(plans):
    bundle = sk.summary([plans], figure=sk.plot(plans))._repr_mimebundle_()
    stored = json.loads(json.dumps(bundle[SUMMARY_MIME]))
    assert set(stored) == {"findings", "limits", "figure"} and stored["findings"][0]["result"] == result_key(plans)
    assert any(mark.endswith("18/40") for mark in stored["findings"][0]["marks"]["zh"])
    assert bundle["text/html"].startswith("<ul><li>Plan after service: 18 of 40")
    assert "data:image/svg+xml;base64," in bundle["text/html"]


class TestColumnsOfCounts:
    def test_a_count_stands_alone_with_the_base_in_its_heading(self, plans):
        grid = plans.grid("en", columns="n and %")
        assert [head.text for head in grid.head[0]][:3] == ["Option", "n (N = 40)", "Percent"]
        assert grid.rows[0][:3] == ("Return home", "18", "45") and plans.grid("en").rows[0][1] == "18/40"

    def test_bases_of_groups_stand_in_the_heads_of_the_groups(self, example):
        grid = sk.crosstab(example, "plan", by="gender").grid("en", columns="n and %")
        assert grid.head[0][1].text == "Women (n = 17)" and grid.head[1][1].text == "n" and grid.rows[0][1] == "5"

    def test_bases_that_differ_have_a_column(self):
        figures = sk.audit.pick_figures(sk.read_figures("data/raw/published/published_figures.csv"), "BT-1", "BT-2")
        grid = sk.audit.proportions(figures).grid("en", columns="n and %")
        heads = [head.text for head in grid.head[0]]
        assert heads[heads.index("n"):][:2] == ["n", "N"] and "883" in grid.rows[0] and "2061" in grid.rows[0]

    def test_another_form_is_refused(self, plans):
        with pytest.raises(sk.AnalysisError, match="columns must be 'k/n' or 'n and %'"):
            plans.grid("en", columns="n")


def test_a_mean_is_named_once_and_a_short_table_of_estimates_says_each():
    means = sk.means(sk.example_survey(), "months", by="gender")
    said = str(sk.summary([means], language="en")).splitlines()[0]
    assert said == ("* Mean of months to first job by gender: Women: 4.67 (15 respondents, 95% CI 2.38–6.96); "
                    "Men: 5.91 (22 respondents, 95% CI 4.11–7.71).")
    said = str(sk.interpret(sk.quantiles(sk.example_survey(), "months"), language="en"))
    assert said.startswith("Of 37 respondents: Lower quartile 2.00 (95% CI 1.00–3.00); Median 4.00 (95% CI 3.00–9.00)")


YES = (sk.Option("y", {"en": "Yes"}), sk.Option("n", {"en": "No"}))
NAMES = {"fan": "Are you a fan?", "seen": "Have you seen it?", "gender": "Gender", "form_complete": "Complete?",
         "agree": "Do you agree to take part?", "mugshot": "Upload your picture", "even": "Is it even?"}


def make_survey(rows: int = 40) -> sk.Survey:
    """Yes and no to each; `fan` and `seen` lead, `even` does not, `height` is a number of five people."""
    items = tuple(sk.Item(name, "single", {"en": label}, YES) for name, label in NAMES.items())
    answers = {name: ["y"] * (rows - rows // 5) + ["n"] * (rows // 5) for name in NAMES}
    answers["even"] = (["y", "n"] * rows)[:rows]
    return sk.Survey.from_frame(pd.DataFrame(answers), sk.Codebook(items))


def test_who_answered_and_how_the_form_was_filled_is_no_finding():
    assert [item.name for item in make_survey().codebook if is_subject(item)] == ["fan", "seen", "even"]


@pytest.mark.parametrize("labels", [("[document]", "x.pdf"), ("1", "2"), ("Yes",)])
def test_uploads_bare_codes_and_one_option_are_no_finding(labels):
    options = tuple(sk.Option(str(n), {"en": text}) for n, text in enumerate(labels))
    assert not is_subject(sk.Item("q1", "single", {"en": "What?"}, options))


def test_answers_that_lead_come_before_those_that_do_not_and_the_rule_is_said():
    page = sk.key_findings(make_survey(), most=3)
    said = [finding.text["en"] for finding in page.findings]
    assert said[0].startswith("Asked “Are you a fan?”, 32 of 40 respondents (80%; 95% CI 65–90%) answered “Yes” and 8")
    assert "Chosen by rule" in str(page) and "even" in said[2]
    assert "even" not in str(sk.key_findings(make_survey(), most=2))


def test_few_answers_make_no_finding_and_most_is_one_to_seven():
    page = sk.key_findings(make_survey(5))
    assert page.findings == () and "10 answers" in str(page)
    with pytest.raises(sk.AnalysisError, match="most must be from 1 to 7, not 9"):
        sk.key_findings(make_survey(), most=9)


def test_groups_differ_only_after_the_adjustment():
    answers = {"sex": ["m"] * 40 + ["f"] * 40, "likes": ["y"] * 36 + ["n"] * 8 + ["y"] * 4 + ["n"] * 32,
               "noise": ["y", "n"] * 40}
    items = (sk.Item("sex", "single", {"en": "Gender"}, (sk.Option("m", {"en": "Men"}), sk.Option("f", {"en": "W"}))),
             *(sk.Item(name, "single", {"en": f"{name}?"}, YES) for name in ("likes", "noise")))
    said = str(sk.key_findings(sk.Survey.from_frame(pd.DataFrame(answers), sk.Codebook(items)), by="sex"))
    assert "“likes?” by gender" in said and "“noise?” by" not in said and "Holm" in said


def test_no_interval_of_a_mean_is_impossible():
    book = sk.Codebook((sk.Item("height", "number", {"en": "Height"}),))
    means = sk.means(sk.Survey.from_frame(pd.DataFrame({"height": [180.0, 4, 5, 170, 165]}), book), "height")
    assert means.table.at[0, "low"] == 0.0 and any("set to the ends" in note["en"] for note in means.notes)
