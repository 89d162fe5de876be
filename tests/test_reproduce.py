"""Printed figures sought in respondents' data: found under every rule, never where a cell was changed."""

import csv
import gzip
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit.audit import PrintedAnswer

SHARED = Path(__file__).parents[2] / "shared/data/real"
ITEMS = ("TVnews", "selfLR", "ClinLR", "PID", "educ", "income", "vote")


@pytest.fixture(scope="module")
def holed(anes) -> sk.Survey:
    """The 944 people of 1996; every item but one with holes, of different sizes."""
    frame, draw = anes.responses, np.random.default_rng(4)
    for place, name in enumerate(ITEMS[1:], start=1):
        column = frame[name].copy()
        column[draw.random(len(frame)) < 0.04 * place] = None
        frame[name] = column
    return sk.Survey.from_frame(frame, anes.codebook)


def rounded(value: Fraction | float, reading: str) -> int:
    """Units of the last place, told apart from the code under test."""
    if reading == "half_up":
        return math.floor(value + Fraction(1, 2))
    return {"half_even": round, "truncation": math.floor, "ceiling": math.ceil}[reading](value)


def shown(units: int, decimals: int) -> str:
    digits = str(units).rjust(decimals + 1, "0")
    return (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits) + "%"


def print_topline(survey, items, base, reading, decimals, weight=None, where=None) -> list[PrintedAnswer]:
    """All options of some items as a report would print them, by a loop over people."""
    people = survey.responses.loc[survey.where(where)]
    amounts = people[weight] if weight else None
    made = []
    for name in items:
        item, column = survey.codebook[name], people[name]
        inside = column.notna() if base == "answered" else column.notna() | True
        for option in item.answers:
            chosen = column == (option.score if item.kind == "rating" else option.value)
            if amounts is None:
                share = Fraction(100 * 10**decimals * int(chosen.sum()), int(inside.sum()))
            else:
                share = 100 * 10**decimals * float(amounts[chosen.fillna(False)].sum()) / float(amounts[inside].sum())
            made.append(PrintedAnswer(name, option.value, shown(rounded(share, reading), decimals)))
    return made


READINGS = ["half_up", "half_even", "truncation", "ceiling"]
RULES = st.tuples(st.sampled_from(["answered", "all"]), st.sampled_from(READINGS),
                  st.sampled_from([0, 1, 2]), st.sampled_from([None, "age"]), st.sampled_from([None, "vote == '1'"]))
DOMAINS = ["vote", "educ"]


@settings(max_examples=25, derandomize=True)
@given(rule=RULES, items=st.lists(st.sampled_from(ITEMS[:6]), min_size=3, max_size=5, unique=True))
def test_every_figure_is_given_whatever_the_rule(holed, rule, items):
    base, reading, decimals, weight, where = rule
    printed = print_topline(holed, items, base, reading, decimals, weight, where)
    table = sk.reproduce(holed, printed, domains=DOMAINS, weights=["age"]).table
    assert set(table["verdict"]) == {"given"}
    if decimals == 2 and not weight:
        assert set(table["base_kind"]) <= {base, "asked"} and set(table["domain"]) == {where or ""}
        assert reading in set(table["reading"]) or reading == "half_even"


@settings(max_examples=40, derandomize=True)
@given(rule=RULES, items=st.lists(st.sampled_from(ITEMS[:6]), min_size=3, max_size=5, unique=True), data=st.data())
def test_a_changed_cell_is_never_given(holed, rule, items, data):
    base, reading, decimals, weight, where = rule
    printed = print_topline(holed, items, base, reading, decimals, weight, where)
    place = data.draw(st.integers(0, len(printed) - 1))
    old = printed[place]
    units, fine = old.figure.units
    new = data.draw(st.integers(0, fine).filter(lambda value: value != units))
    printed[place] = PrintedAnswer(old.item, old.option, shown(new, decimals))
    table = sk.reproduce(holed, printed, domains=DOMAINS, weights=["age"]).table
    assert table["verdict"][place] == "not_given"
    assert (table["verdict"].drop(index=place) == "given").mean() > 0.5


def test_the_nearest_share_stands_beside_a_figure_that_is_not_given(anes):
    printed = print_topline(anes, ["vote", "educ"], "answered", "half_up", 1)
    right = printed[0].printed
    printed[0] = PrintedAnswer("vote", printed[0].option, "9.9%")
    table = sk.reproduce(anes, printed).table
    assert table["verdict"].tolist() == ["not_given"] + ["given"] * (len(printed) - 1)
    assert f"{100 * table['estimate'][0]:.1f}%" == right and table["n"][0] / table["base"][0] == table["estimate"][0]


def test_a_question_may_have_a_domain_of_its_own(holed):
    common = print_topline(holed, ["TVnews", "selfLR", "ClinLR"], "answered", "half_up", 1)
    own = print_topline(holed, ["PID"], "answered", "half_up", 1, where="vote == '1'")
    table = sk.reproduce(holed, [*common, *own], domains=["vote"]).table
    assert table["verdict"].tolist() == ["given"] * len(common) + ["given_alone"] * len(own)
    assert set(table["domain"][len(common):]) == {"vote == '1'"}
    assert set(sk.reproduce(holed, [*common, *own]).table["verdict"][len(common):]) == {"not_given"}


def test_ticks_and_people_are_told_apart(example):
    item = example.codebook["hardship"]
    ticks = example.responses[list(item.columns)].dropna()
    for whole, base in ((int(ticks.to_numpy().sum()), "ticked"), (len(ticks), "answered")):
        printed = [PrintedAnswer("hardship", option.value, shown(
            rounded(Fraction(10000 * int(ticks[column].sum()), whole), "half_up"), 2))
            for option, column in zip(item.answers, item.columns, strict=True)]
        table = sk.reproduce(example, printed).table
        assert set(table["verdict"]) == {"given"} and set(table["base_kind"]) == {base}
        assert set(table["base"]) == {whole}


def test_asked_and_all_are_told_apart(volunteers):
    name = next(item.name for item in volunteers.codebook if item.kind == "single"
                and {"not_asked"} <= set(volunteers.missing_counts(item.name)))
    asked = volunteers.rows - volunteers.missing_counts(name)["not_asked"]
    printed = [PrintedAnswer(name, one.value, shown(rounded(Fraction(
        10000 * int((volunteers.responses[name] == one.value).sum()), asked), "half_up"), 2))
        for one in volunteers.codebook[name].answers]
    table = sk.reproduce(volunteers, printed).table
    assert set(table["verdict"]) == {"given"} and set(table["base"]) == {asked}


def test_a_csv_names_options_by_label_and_leaves_goals_out(tmp_path, example):
    with (tmp_path / "printed.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["item", "option", "printed", "kind"], ["gender", "男", "57.5%", ""],
                                    ["gender", "Women", "42.5%", ""], ["gender", "male", "50%", "target"],
                                    ["gender", "male", "about 60%", ""]])
    result = sk.reproduce(example, tmp_path / "printed.csv")
    assert result.table["verdict"].tolist() == ["given", "given", "untestable", "untestable"]
    assert result.table["option"].tolist() == ["male", "female", "male", "male"]
    for language in ("zh", "en"):
        assert "57.5%" in result.grid(language).to_text()
    assert "占作答者；四舍五入" in result.grid("zh").to_text()


@pytest.mark.parametrize(("answer", "message"), [
    (PrintedAnswer("gender", "divers", "57.5%"), "no answer of 'gender'"),
    (PrintedAnswer("months", "3", "57.5%"), "its kind is number"),
    (PrintedAnswer("gender", "male", "about 57.5%"), "exact share")])
def test_what_cannot_be_sought_is_refused(example, answer, message):
    with pytest.raises(sk.AnalysisError, match=message):
        sk.reproduce(example, [answer])


def test_weights_must_be_numbers(example):
    with pytest.raises(sk.AnalysisError, match="must be an item of numbers"):
        sk.reproduce(example, [PrintedAnswer("gender", "male", "57.5%")], weights=["plan"])


@pytest.mark.skipif(not SHARED.exists(), reason="the shared real survey is not here")
def test_the_printed_topline_of_a_weighted_survey_is_given_and_its_weight_found():
    raw = pd.read_csv(SHARED / "masculinity2018_raw.csv.gz", encoding="latin-1")
    columns = ["q0001", "q0002", "weight", "age3"]
    survey = sk.Survey.from_frame(raw[columns].astype({"weight": float}))
    with gzip.open(SHARED / "masculinity2018_published.csv.gz", "rt", encoding="latin-1") as file:
        rows = list(csv.reader(file))
    heads = [number for number, row in enumerate(rows) if row[0] and number][:3]
    groups = {2: "", 3: "age3 == '18 - 34'", 4: "age3 == '35 - 64'", 5: "age3 == '65 and up'"}
    printed = [PrintedAnswer(item, row[1], row[at], domain)
               for item, low, high in zip(columns, heads, heads[1:], strict=False)
               for row in rows[low + 1:high] for at, domain in groups.items()]
    assert len(printed) == 40
    table = sk.reproduce(survey, printed, weights=["weight"]).table
    assert set(table["verdict"]) == {"given"} and set(table["weight"]) == {"weight"}
    assert set(table["reading"]) == {"half_up"}
    assert "not_given" in set(sk.reproduce(survey, printed).table["verdict"])
