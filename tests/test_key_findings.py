"""The page of findings: one entry for each result, linked to its table, and what the data cannot say."""

import json
import re

import pytest

import surveykit as sk
from surveykit.report import verify_report
from surveykit.result.result_key import result_key
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


def test_a_cross_table_is_told_by_where_its_groups_differ_most(example):
    said = sk.summary([sk.crosstab(example, "plan", by="gender")]).findings[0].text["en"]
    assert said.startswith("Plan after service by gender: Groups differ most in “Return home”: 13/23 (57%) in “Men”")
    assert "not settled" in said


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
