"""The Survey: frozen, checked, and changed by steps only."""

import dataclasses
import pickle

import pandas as pd
import pytest
from builders import cases, refused
from exports import same

import surveykit as sk

BOOK = sk.Codebook(
    (
        sk.Item("g", "single", {}, (sk.Option("m", {}), sk.Option("x", {}, missing="refused"))),
        sk.Item(
            "r",
            "rating",
            {}, (sk.Option("low", {}, 1.0), sk.Option("high", {}, 2.0), sk.Option("dk", {}, 9.0, "dont_know")),
        ), sk.Item("s", "multiple", {}, (sk.Option("p", {}), sk.Option("q", {}))), sk.Item("n", "number", {}),
        sk.Item("t", "text", {})))
FRAME = pd.DataFrame(
    {
        "g": ["m", "x", None], "r": [1, 9, None],
        "s__p": [1, 0, None], "s__q": [True, False, None], "n": ["3", 4.5, None], "t": ["a", " ", None]}, dtype=object)


# --- from a frame -------------------------------------------------------------------------------


def test_a_frame_is_typed_by_the_codebook():
    survey = sk.Survey.from_frame(FRAME, BOOK)
    assert survey.responses.dtypes.astype(str).tolist() == ["object", "Float64", "Int8", "Int8", "Float64", "object"]
    assert survey.missing.loc["0"].tolist() == [""] * 6
    assert survey.missing.loc["1"].tolist() == ["refused", "dont_know", "", "", "", "blank"]
    assert set(survey.missing.loc["2"]) == {"blank"}
    assert survey.responses.loc["1", "n"] == 4.5 and survey.responses.loc["0", "s__q"] == 1
    assert (survey.responses.isna() == (survey.missing != "")).all(axis=None)


def test_without_a_codebook_the_frame_says_what_it_is():
    survey = sk.Survey.from_frame(
        pd.DataFrame(
            {
                "a": pd.Series(["x", 1, None, True], dtype=object), "b": [True, False, True, True],
                "c": [1.5, 2, 3, None],
                "d": pd.to_datetime(["2026-01-01"] * 4), "e": pd.Categorical(["u", "v", "u", None]), 6: list("wxyz")}))
    assert {i.name: i.kind for i in survey.codebook} == {
        "a": "single", "b": "single", "c": "number", "d": "date", "e": "single", "6": "single"}
    assert sk.frequencies(survey, "a").table["n"].tolist() == [1, 1, 1]
    assert sk.frequencies(survey, "b").table["n"].tolist() == [3, 1]


@pytest.mark.parametrize("change, fault", [
    ({"g": "zz"}, "item 'g': 'zz' (3 respondents)"), ({"r": 7}, "item 'r': '7' (3 respondents)"),
    ({"r": "low"}, "item 'r': 'low' must be numbers (3 respondents)"),
    ({"n": ["1", "many", float("inf")]}, "item 'n': 'many', 'inf' must be numbers (2 respondents)"),
    ({"s__p": [1, 5, None]}, "item 's', column 's__p': '5' must be 1 or 0 (1 respondent)"),
    ({"s__p": [1, None, None]}, "item 's': 1 respondent must have all columns 1 or 0, or all missing")])
def test_but_it_refuses_answers_that_do_not_fit(change, fault):
    message = refused(lambda: sk.Survey.from_frame(FRAME.assign(**change), BOOK), sk.CodebookError)
    assert message.startswith("The answers must fit the codebook:\n    ") and fault in message


@pytest.mark.parametrize("frame, message", [
    (FRAME.drop(columns="s__q"), "The frame must have the column(s) 's__q'.\n  fix:   did you mean 's__p'?"),
    (FRAME.set_axis(["k", "k", "l"]), "Respondents 'k' occur more than once."),
    (FRAME.set_axis(["", "k", "l"]), "Every respondent must have a key."),
    (FRAME.iloc[:0], "A survey must have at least one respondent.\n  where: frame"),
    (pd.concat([FRAME, FRAME[["g"]]], axis=1), "Columns must be unique; 'g' occur more than once.")])
def test_but_it_refuses_a_frame_that_is_none(frame, message):
    assert refused(lambda: sk.Survey.from_frame(frame, BOOK), sk.ReadError).startswith(message)


# --- a value ------------------------------------------------------------------------------------


def test_what_is_handed_out_can_be_changed_without_harm(example):
    before = example.responses.copy(), example.missing.copy()
    frame, words = example.responses, example.missing
    frame.loc["1", "gender"], words.loc["1", "gender"] = "changed", "changed"
    frame.index.name = words.index.name = frame.columns.name = words.columns.name = "changed"
    assert example.responses.equals(before[0]) and example.missing.equals(before[1])
    assert example.responses.index.name == example.missing.index.name == "respondent"
    assert example.responses.columns.name is None


def test_it_survives_pickling_and_its_fields_cannot_be_set(example):
    assert same(pickle.loads(pickle.dumps(example)), example)
    with pytest.raises(dataclasses.FrozenInstanceError):
        example.flags = ()


def test_it_says_how_large_it_is(volunteers):
    assert repr(volunteers).startswith("Survey: 49 respondents, 38 items, 1 step, 0 flags, from volunteers_")


@pytest.mark.parametrize("ask", [lambda s: s.answers("gendr"), lambda s: s.missing_counts("gendr")])
def test_but_an_unknown_column_is_named(example, ask):
    assert refused(lambda: ask(example), sk.CodebookError) == (
        "There is no column 'gendr' in the survey.\n  where: example\n  fix:   did you mean 'gender'?")


def test_but_a_response_set_has_columns_of_its_own(example):
    assert "did you mean 'hardship__" in refused(lambda: example.answers("hardship"), sk.CodebookError)
    assert len(example.answers("hardship__pay")) == 38


def test_it_counts_kinds_of_missing(volunteers):
    assert volunteers.missing_counts("months_searching") == {"not_asked": 45}
    assert volunteers.missing_counts("gender") == {"refused": 1}
    assert volunteers.missing_counts("gender", volunteers.where("where_now == 'study'")) == {}


# --- with_responses -----------------------------------------------------------------------------


def test_a_change_without_a_line_gets_one(example):
    frame = example.responses.drop(index="7")
    frame.loc["1", "gender"], frame.loc["2", "plan"] = "female", None
    late = frame["months"].last_valid_index()
    frame.loc[late, "months"] = pd.NA
    step = example.with_responses(frame, step=sk.Step("mine", "why")).log[-1]
    assert [tuple(c) for c in step.changes] == [
        ("7", "", "", "", "named", "remove_survey", None),
        ("1", "gender", "male", "female", "mine", "change_response", None),
        ("2", "plan", example.responses.loc["2", "plan"], "", "mine", "blank_response", None),
        (late, "months", f"{example.responses.loc[late, 'months']:g}", "", "mine", "blank_response", None)]
    assert same(sk.replay(example, [step]), example.with_responses(frame, step=step))


def test_kinds_of_missing_follow_the_answers(example):
    frame = example.responses
    frame.loc["1", "plan"], frame.loc["2", "months"] = None, 5.0
    made = example.with_responses(frame, step=sk.Step("mine", "why"))
    assert made.missing.loc["1", "plan"] == "blank" and made.missing.loc["2", "months"] == ""


def test_columns_may_come_in_any_order_but_unknown_ones_are_refused(example):
    made = example.with_responses(example.responses[sorted(example.responses)], step=sk.Step("mine", "why"))
    assert same(made, example)
    frame = example.responses.assign(new=1).drop(columns="plan")
    message = refused(lambda: example.with_responses(frame, step=sk.Step("mine", "why")), sk.CodebookError)
    assert message.startswith("Responses must have the columns of the codebook; 'plan', 'new' differ.")


# --- domains ------------------------------------------------------------------------------------


@pytest.mark.parametrize(*cases("domains"))
def test_a_domain_holds_those_who_gave_the_answer(example, query, column, value):
    expected = [r for r, v in example.answers(column).items() if v == value]
    assert expected and list(example.where(query)) == expected


def test_everybody_is_a_domain(example):
    assert len(example.where(None)) == 40


@pytest.mark.parametrize(*cases("domains_refused"))
def test_but_a_domain_that_is_none_is_refused(example, query, message):
    assert refused(lambda: example.where(query), sk.AnalysisError).startswith(message)


def test_but_a_domain_is_a_text(example):
    assert "must be a text, not an int" in refused(lambda: example.where(3), sk.AnalysisError)


def test_but_a_kind_of_missing_is_no_domain(volunteers):
    message = refused(lambda: volunteers.where("gender == 'prefer_not'"), sk.AnalysisError)
    assert message.startswith("'prefer_not' is a kind of missing of item 'gender'")
