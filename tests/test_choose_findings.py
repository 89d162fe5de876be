"""Findings chosen by a rule: on the subject, ahead by more than chance, never impossible."""

import pandas as pd
import pytest

import surveykit as sk
from surveykit.new.choose_findings import is_subject

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
    book = make_survey().codebook
    assert [item.name for item in book if is_subject(item)] == ["fan", "seen", "even"]


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
