"""Whom the rules hit, results with and without them, and answers that are not there."""

import pandas as pd
import pytest

import surveykit as sk

YES_NO = (sk.Option("yes", {"en": "Yes", "zh": "是"}), sk.Option("no", {"en": "No", "zh": "否"},))


def gated() -> sk.Survey:
    """Ten respondents, four of them too fast, three of these through one gate."""
    items = (sk.Item("seconds", "number", {"en": "Seconds"}, role="duration"),
             sk.Item("works", "single", {"en": "Works?", "zh": "就业？"}, YES_NO),
             sk.Item("post", "single", {"en": "Post?"}, YES_NO, asked_if="${works} = 'yes'"),
             sk.Item("pay", "number", {"en": "Pay"}),
             sk.Item("sex", "single", {"en": "Sex"}, (*YES_NO, sk.Option("na", {"en": "No answer"}, None, "refused"))))
    frame = pd.DataFrame({"seconds": [1] * 4 + [60] * 6, "works": ["yes"] * 3 + ["no"] + ["yes"] * 2 + ["no"] * 4,
                          "post": ["yes"] * 3 + [None] + ["no", "yes"] + [None] * 4,
                          "pay": [1, 2, 3, 4, 5, 6, 7, 8, None, None], "sex": ["yes"] * 8 + ["na", None]})
    survey = sk.Survey.from_frame(frame, sk.Codebook(items))
    missing = survey._missing.copy()
    missing.loc[survey.responses["works"] == "no", "post"] = 1
    return survey.with_responses(survey.responses, missing=missing, step=sk.Step("x", "x"))


@pytest.fixture(scope="module")
def screened() -> sk.Survey:
    return sk.screen(gated(), rules="speed")


def test_sensitivity_counts_the_flagged_at_each_gate(screened):
    table = sk.sensitivity(screened, by="sex").table.set_index(["item", "option"])
    assert table[["n", "base"]].to_numpy().tolist() == [[4, 10], [3, 5], [1, 5], [4, 8]]
    assert table.loc[("works", "yes"), "estimate"] == 0.6
    assert table.loc[("works", "yes"), "low"] == pytest.approx(0.2307, abs=1e-4)  # Wilson, 3 of 5
    assert "Works?" in sk.sensitivity(screened).grid("en").to_text()


def test_but_it_needs_groups_and_rules_that_were_run(example, screened):
    with pytest.raises(sk.AnalysisError, match="must be given groups"):
        sk.sensitivity(sk.screen(example))
    with pytest.raises(sk.CleaningError, match="not screened for 'longstring'"):
        sk.sensitivity(screened, rules="longstring")


def test_shares_stand_with_and_without_in_counts_bases_and_points(screened):
    table = sk.with_and_without(screened, sk.frequencies, "works", rules="speed").table
    assert table[["option", "n_all", "base_all", "n", "base"]].to_numpy().tolist() == [
        ["yes", 5, 10, 2, 6], ["no", 5, 10, 4, 6]]
    assert table["points"].tolist() == pytest.approx([100 * (2 / 6 - 0.5), 100 * (4 / 6 - 0.5)])


def test_and_so_do_means_and_tests(screened):
    table = sk.with_and_without(screened, sk.means, "pay", rules="speed").table
    assert table.loc[0, ["all", "estimate", "difference"]].tolist() == [4.5, 6.5, 2.0]
    example = sk.screen(sk.example_survey())
    found = sk.with_and_without(example, sk.association, "plan", by="gender", rules="straightline")
    whole = sk.association(example, "plan", by="gender").table
    assert found.table.loc[0, ["p_all", "all"]].tolist() == whole.loc[0, ["p_value", "effect"]].tolist()
    assert "剔除前后对照" in found.caption("zh")


@pytest.mark.parametrize(("verb", "asked", "columns"), [
    (sk.correlation, ["cp_1", "cp_2", "cp_3"], ["item", "other"]), (sk.quantiles, "months", ["item", "option"]),
    (sk.duration, "months", ["item", "time"]), (sk.likert, ["cp_1", "cp_2"], ["item", "option"])])
def test_every_row_beside_another_says_whose_it_is(verb, asked, columns):
    found = sk.with_and_without(sk.screen(sk.example_survey()), verb, asked, rules="straightline")
    assert not found.table.duplicated(columns).any()
    rows = [row[:len(columns)] for row in found.grid("en").rows]
    assert len(set(map(tuple, rows))) == len(found.table) > 1


def test_a_group_that_disappears_leaves_a_gap():
    screened = sk.screen(gated(), checks={"low": "pay > 4"}, rules="speed")
    table = sk.with_and_without(screened, sk.crosstab, "post", by="works", rules=["speed", "low"]).table
    assert table["n_all"].notna().all()


def test_missing_answers_by_item_respondent_and_pattern():
    survey = gated()
    item = sk.missing_answers(survey).table.set_index("item")
    assert item.loc["post", ["base", "not_asked", "n"]].tolist() == [5, 5, 0]
    assert item.loc["sex", ["base", "blank", "refused", "n"]].tolist() == [10, 1, 1, 2]
    people = sk.missing_answers(survey, by="respondent").table
    assert people[["answers", "n"]].to_numpy().tolist() == [["0", 8], ["2", 2]]
    pattern = sk.missing_answers(survey, by="pattern")
    assert pattern.table[["items", "n"]].to_numpy().tolist() == [["none", 8], ["pay,sex", 2]]
    assert "Pay, Sex" in pattern.grid("en").to_text()
    assert [note["en"] for note in pattern.notes] == ["Answered everything they were asked: 8/10."]
    with pytest.raises(sk.AnalysisError, match="no view 'items'"):
        sk.missing_answers(survey, by="items")


def test_old_answers_stand_beside_new_ones_gaps_and_bands_among_them():
    before = gated()
    after = sk.set_missing(before, "works", where="pay = 1", reason="x")
    pairs = sk.recoding_table(before, after, "works").table
    assert pairs.to_numpy().tolist() == [["yes", "yes", 4], ["yes", "(blank)", 1], ["no", "no", 5]]
    banded = sk.derive(before, "band", "pay", cut=[4], reason="x")
    bands = sk.recoding_table(before, banded, "pay", new="band").table
    assert bands[["old", "n"]].to_numpy().tolist() == [["1–3", 3], ["4–8", 5], ["(blank)", 2]]
    with pytest.raises(sk.CleaningError, match="neither a choice nor a number"):
        sk.recoding_table(example := sk.example_survey(), example, "hardship")
    with pytest.raises(sk.CleaningError, match="neither a choice nor a number"):
        sk.recoding_table(example, example, "months")  # into a choice only
