"""Conditions about respondents: what holds, what cannot be told, and how they are said."""

import math
import pickle

import numpy as np
import pandas as pd
import pytest
from builders import cases
from hypothesis import given
from hypothesis import strategies as st

import surveykit as sk
from surveykit.survey.condition import Condition, select_respondents
from surveykit.survey.condition_words import condition_words
from surveykit.text.display_width import display_width

LABELS = {"zh": "去向", "en": "Plan"}
BOOK = sk.Codebook((
    sk.Item("g", "single", {"zh": "性别", "en": "Gender"}, (
        sk.Option("m", {"zh": "男", "en": "Men"}), sk.Option("f", {"zh": "女", "en": "Women"}),
        sk.Option("no", {"zh": "不愿说", "en": "Will not say"}, missing="refused"))),
    sk.Item("h", "multiple", {"zh": "困难", "en": "Hardship"}, (
        sk.Option("pay", {"zh": "收入", "en": "Pay"}), sk.Option("far", {"zh": "远", "en": "Far"}))),
    sk.Item("r", "rating", {"zh": "满意", "en": "Content"}, tuple(
        sk.Option(f"p{n}", {"en": f"P{n}"}, score=float(n)) for n in range(1, 6))),
    sk.Item("n", "number", {"zh": "月数", "en": "Months"}),
    sk.Item("t", "text", {"zh": "说明", "en": "Words"}), sk.Item("d", "date", {"zh": "日期", "en": "Day"})))
ATOMS = {  # a condition, and the same said in Python about one respondent; None: cannot be told
    "g = 'f'": lambda row: None if row["g"] is None else row["g"] == "f",
    "g != '男'": lambda row: None if row["g"] is None else row["g"] != "m",
    "selected(h, 'Pay')": lambda row: None if row["h"] is None else "pay" in row["h"],
    "h = 'far'": lambda row: None if row["h"] is None else "far" in row["h"],
    "count-selected(h) >= 1": lambda row: None if row["h"] is None else len(row["h"]) >= 1,
    "r >= 4": lambda row: None if row["r"] is None else row["r"] >= 4,
    "r = 'p2'": lambda row: None if row["r"] is None else row["r"] == 2,
    "3 < n": lambda row: None if row["n"] is None else row["n"] > 3,
    "n + r > 6": lambda row: None if row["n"] is None or row["r"] is None else row["n"] + row["r"] > 6,
    "t = 'x'": lambda row: None if row["t"] is None else row["t"] == "x",
    "d >= '2026-02-01'": lambda row: None if row["d"] is None else row["d"] >= "2026-02-01",
    "answered(n)": lambda row: row["n"] is not None, "missing(g) = 'blank'": lambda row: row["g"] is None,
    "g = ''": lambda row: row["g"] is None, "coalesce(n, 0) < 2": lambda row: (row["n"] or 0) < 2,
    "coalesce(n, r, 9) > 6": lambda row: next((x for x in (row["n"], row["r"]) if x is not None), 9) > 6,
    "any-of(h, 'Pay', 'far')": lambda row: None if row["h"] is None else bool(row["h"]),
    "all-of(h, 'pay', '远')": lambda row: None if row["h"] is None else len(row["h"]) == 2,
    "none-of(h, 'pay', 'far')": lambda row: None if row["h"] is None else not row["h"],
    "any-of(r, 'p1', 4)": lambda row: None if row["r"] is None else row["r"] in (1, 4),
    "sum(n, r) > 5": lambda row: None if row["n"] is None or row["r"] is None else row["n"] + row["r"] > 5,
    "mean.1(n, r) >= 3": lambda row: (sum(held) / len(held) >= 3 if (held := [
        row[name] for name in ("n", "r") if row[name] is not None]) else None),
    "max(n, r) = n": lambda row: None if row["n"] is None or row["r"] is None else row["n"] >= row["r"],
    "count-answered(n, g, t) >= 2": lambda row: sum(row[name] is not None for name in "ngt") >= 2,
    "days-between(d, '2026-02-01') > 0": lambda row: None if row["d"] is None else row["d"] < "2026-02-01",
    "months-between('2025-02-01', d) = 12": lambda row: None if row["d"] is None else row["d"] == "2026-02-01",
    "years-between('2025-02-01', d) < 1": lambda row: None if row["d"] is None else row["d"] < "2026-02-01",
    "if(r >= 3, n > 2, n < 1)": lambda row: (None if row["r"] is None or row["n"] is None else
                                             row["n"] > 2 if row["r"] >= 3 else row["n"] < 1),
    "-n < -3 and round(r div 2, 0) = 1": lambda row: both(
        None if row["n"] is None else row["n"] > 3, None if row["r"] is None else int(row["r"] / 2 + 0.5) == 1),
    "parse-number(t) > 1": lambda row: None,  # "x" is no number
}


def survey_of(rows: list[dict]) -> sk.Survey:
    frame = pd.DataFrame({
        "g": [row["g"] for row in rows], "r": [row["r"] for row in rows], "n": [row["n"] for row in rows],
        "t": [row["t"] for row in rows], "d": [row["d"] for row in rows],
        **{f"h__{o}": [None if row["h"] is None else int(o in row["h"]) for row in rows] for o in ("pay", "far")}})
    return sk.Survey.from_frame(frame.astype({"g": object, "t": object, "d": object}), BOOK)


def negate(told: bool | None) -> bool | None:
    return None if told is None else not told


def both(one: bool | None, other: bool | None) -> bool | None:
    return False if one is False or other is False else None if one is None or other is None else True


def either(one: bool | None, other: bool | None) -> bool | None:
    return negate(both(negate(one), negate(other)))


RULES = st.recursive(
    st.sampled_from(sorted(ATOMS)).map(lambda atom: (atom, ATOMS[atom])),
    lambda rule: st.one_of(
        rule.map(lambda one: (f"not({one[0]})", lambda row: negate(one[1](row)))),
        st.tuples(rule, rule).map(lambda pair: (f"({pair[0][0]}) and ({pair[1][0]})",
                                                lambda row: both(pair[0][1](row), pair[1][1](row)))),
        st.tuples(rule, rule).map(lambda pair: (f"({pair[0][0]}) or ({pair[1][0]})",
                                                lambda row: either(pair[0][1](row), pair[1][1](row))))), max_leaves=5)
ROWS = st.lists(st.fixed_dictionaries({
    "g": st.sampled_from(["m", "f", None]), "r": st.sampled_from([None, 1, 2, 4, 5]),
    "n": st.sampled_from([None, 0, 2, 3.5, 7]), "t": st.sampled_from([None, "x", "y"]),
    "d": st.sampled_from([None, "2026-01-31", "2026-02-01"]),
    "h": st.sampled_from([None, frozenset(), frozenset({"pay"}), frozenset({"pay", "far"})])}), min_size=1, max_size=12)


@given(RULES, ROWS)
def test_a_condition_is_what_it_says_row_by_row(rule, rows):
    text, told = rule
    holds, known = Condition.read(text, BOOK).truth(survey_of(rows))
    expected = [told(row) for row in rows]
    assert [bool(h) if k else None for h, k in zip(holds, known, strict=True)] == expected
    assert select_respondents(survey_of(rows), text).tolist() == [one is True for one in expected]


def test_a_missing_answer_is_neither_in_nor_out_and_its_kinds_are_told_apart():
    survey = survey_of([{"g": None, "r": 4, "n": None, "t": None, "d": None, "h": None}])
    for text in ("g = 'f'", "g != 'f'", "not(g = 'f')", "g = 'f' or n > 1"):
        assert not select_respondents(survey, text).any()
    assert select_respondents(survey, "g = 'f' or r = 4").all()
    survey = survey_of([{"g": None, "r": 4, "n": None, "t": None, "d": None, "h": None}] * 2)
    codes = survey._missing.copy()
    codes.loc["1", "n"] = sk.survey.MISSING_CODE["not_asked"]
    asked = survey.with_responses(survey.responses, step=sk.Step("x", "y"), missing=codes)
    assert select_respondents(asked, "missing(n) = 'not_asked'").tolist() == [False, True]
    assert select_respondents(asked, "missing(n) != 'not_asked'").tolist() == [True, False]


@pytest.mark.parametrize(*cases("conditions_said"))
def test_a_condition_is_said_in_both_languages(text, zh, en):
    assert condition_words(Condition.read(text, BOOK), BOOK) == {"zh": zh, "en": en}


def test_a_domain_has_a_name_that_tables_and_the_log_say():
    survey = sk.example_survey()
    slow = survey.domain("months > 6", name="slow", label={"zh": "就业较慢", "en": "late first job"})
    table = sk.frequencies(survey, "plan", where=slow)
    assert table.title == {"zh": "服务期满后的打算（就业较慢）", "en": "Plan after service (late first job)"}
    assert table.notes[0]["zh"] == "只含符合条件的受访者：就业较慢（几个月后就业 > 6）。"
    assert table.table.equals(sk.frequencies(survey, "plan", where="months > 6").table)
    titles = [sk.means(survey, "months", where=slow), sk.crosstab(survey, "plan", "gender", where=slow),
              sk.likert(survey, "planning", where=slow), sk.reliability(survey, "planning", where=slow),
              sk.association(survey, "plan", "gender", where=slow), sk.overview(survey, where=slow)]
    assert all("late first job" in one.title["en"] for one in titles)
    gone = sk.exclude(survey, where=slow, reason="x")
    assert gone.log[-1].changes[0].note["en"] == "late first job (Months to first job > 6)"
    assert sk.replay(survey, gone).responses.equals(gone.responses)
    assert repr(pickle.loads(pickle.dumps(slow))) == "domain slow: months > 6 (13 of 40 respondents)"
    assert len(survey.where(f"({slow}) and gender = 'female'")) == 4
    with pytest.raises(sk.AnalysisError, match="no item 'monts'"):
        survey.domain("monts > 6", name="slow")


@pytest.mark.parametrize(*cases("unfulfilled_parts"))
def test_parts_that_no_answer_fulfils_are_said_wherever_a_condition_stands(text, part):
    survey, expected = sk.example_survey(), [part] if part else []
    notes = sk.frequencies(survey, "gender", where=text).notes
    assert [note["en"] for note in notes if "obody" in note["en"]] == expected
    for made in (sk.exclude(survey, where=text, reason="r"), sk.derive(survey, "d", text, reason="r"),
                 sk.set_missing(survey, "months", where=text, reason="r")):
        assert [line.note["en"] for line in made.log[-1].changes if line.rule == "found_nobody"] == expected
        assert set(expected) <= {note["en"] for note in sk.cleaning_log(made).notes}
        assert sk.replay(survey, made).log == made.log


def test_a_condition_that_nobody_fulfils_is_no_silence():
    survey = sk.example_survey()
    with pytest.raises(sk.AnalysisError, match=r"Nobody fulfils the condition(.|\n)*fulfils '\$\{months\} < 0'"):
        sk.means(survey, "cp_1", where="months < 0")
    assert sk.overview(survey, where="months < 0").notes[-1]["en"] == "Nobody fulfils “Months to first job < 0”."
    apart = "plan = 'other' and gender = 'male' and months > 10"  # no part is vain, the whole is
    notes = sk.case_flow(sk.exclude(survey, where=apart, reason="r")).notes
    assert notes[-1]["en"].startswith("Nobody fulfils “Plan after service is ‘Other’ and Gender")


def test_options_that_stand_for_missing_are_asked_for_by_kind_and_dates_in_any_form():
    with pytest.raises(sk.AnalysisError, match=r"missing\(g\) = 'refused'"):
        Condition.read("g = 'no'", BOOK)
    frame = pd.DataFrame({"d": ["2026/4/30 1:05", "2026年5月2日", "2026-05-03T08:00:00", "soon"]})
    survey = sk.Survey.from_frame(frame, sk.Codebook((sk.Item("d", "date", {}),)))
    assert select_respondents(survey, "d >= '2026-05-02'").tolist() == [False, True, True, False]


def test_no_number_is_lost_and_more_options_than_bits_of_a_word_are_told_apart():
    options = tuple(sk.Option(f"o{n}", {}) for n in range(70))
    book = sk.Codebook((sk.Item("m", "multiple", {}, options),))
    survey = sk.Survey.from_frame(pd.DataFrame(np.eye(70, dtype=int), columns=list(book.columns)), book)
    for n in (0, 63, 64, 69):
        assert np.flatnonzero(select_respondents(survey, f"selected(m, 'o{n}')")).tolist() == [n]
    values = [0.1, 0.30000000000000004, 2.0**53 + 2, -1e-9]
    survey = sk.Survey.from_frame(pd.DataFrame({"n": values}), sk.Codebook((sk.Item("n", "number", {}),)))
    assert select_respondents(survey, "n = 0.1").tolist() == [True, False, False, False]
    assert select_respondents(survey, "n > 0.3 and n < 0.31").tolist() == [False, True, False, False]
    assert math.isclose(select_respondents(survey, "n < 0").mean(), 0.25)


BANDS = sk.Survey.from_frame(pd.DataFrame({
    "plan": ["home", "study"], "band": ["18-29", "60+"], "years": [1, 2], "r": [1.0, 2.0], "h__pay": [1, 0],
    "h__far": [0, 1]}), sk.Codebook((
    sk.Item("plan", "single", {"zh": "毕业去向", "en": "Plan after service"}, (
        sk.Option("home", {"zh": "回家", "en": "Return home"}), sk.Option("study", {"en": "Further study"}))),
    sk.Item("band", "single", {"en": "Age"}, (sk.Option("18-29", {"en": "18-29"}), sk.Option("60+", {"en": "60+"}))),
    sk.Item("years", "number", {"en": "Years"}), sk.Item("r", "rating", {"en": "Content"}, BOOK["r"].options),
    BOOK["h"])))


@pytest.mark.parametrize(*cases("condition_mistakes"))
def test_what_people_write_by_mistake_is_pointed_at_with_what_to_write(text, pointed, what, fix):
    with pytest.raises(sk.AnalysisError) as caught:
        BANDS.where(text)
    said, line, carets = str(caught.value).splitlines()[:3]
    assert what in said and fix in str(caught.value.fix) and line.strip() == text
    assert carets.count("^") == display_width(pointed)
    assert carets.index("^") == 4 + display_width(text[:text.index(pointed)])
    assert caught.value.message("zh").splitlines()[0] != said


def test_but_calculations_that_come_to_an_answer_and_labels_in_braces_are_read():
    grades = tuple(sk.Option(str(n), {"en": f"Grade {n}"}) for n in (1, 2, 3))
    survey = sk.Survey.from_frame(pd.DataFrame({"g": list("123")}), sk.Codebook((sk.Item("g", "single", {}, grades),)))
    assert survey.where("g = 1 + 1").tolist() == ["1"] and survey.where("g > 2 - 1").tolist() == ["1", "2"]
    assert BANDS.where("${Plan after service} = 'Return home'").tolist() == ["0"]
    assert BANDS.where("years = 3 - 2").tolist() == ["0"]
