"""A book of cross tables: one pass, the same numbers as each table for itself."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

import surveykit as sk
from surveykit._stats.crossed_sums import cross_columns
from surveykit._stats.sampling import Sampling, Stage

ITEMS, GROUPS = ["plan", "cp_1", "hardship", "hardship__pay"], ["gender", "plan", "hardship"]
DRAW = np.random.default_rng(46)


def survey_of(rows: int = 120) -> sk.Survey:
    """Forty respondents of the example three times, with what a design needs."""
    base = sk.example_survey()
    frame = pd.concat([base.responses] * (rows // 40), ignore_index=True).sample(frac=1, random_state=1)
    frame.index = [str(k) for k in range(rows)]
    more = {"w": DRAW.uniform(0.5, 3, rows), "stratum": np.repeat(["1", "2"], rows // 2),
            "school": [f"{k // 60}-{k % 12}" for k in range(rows)], "schools": 30.0, "pupils": 40.0}
    book = base.codebook
    for name, values in more.items():
        book = book.with_item(sk.Item(name, "number" if isinstance(values, float) or name == "w" else "text",
                                      {"en": name}), after=book.items[-1].name)
        frame[name] = values
    return sk.Survey.from_frame(frame, book)


SURVEY = survey_of()
DESIGNS = {"simple": {}, "weighted": {"weight": "w"}, "strata": {"weight": "w", "strata": "stratum"},
           "clustered": {"weight": "w", "strata": "stratum", "psu": "school"},
           "replicates": {"weight": "w", "strata": "stratum", "psu": "school", "replicates": "jackknife"},
           "respondents": {"weight": "w", "replicates": "jackknife"},
           "two stages": {"weight": "w", "strata": "stratum", "psu": ["school"], "population": ["schools", "pupils"]}}


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("where", [None, "months > 3"])
def test_every_table_is_that_of_crosstab_and_every_test_that_of_association(design, where):
    survey = sk.set_design(SURVEY, **DESIGNS[design]) if DESIGNS[design] else SURVEY
    book = sk.tables(survey, ITEMS, by=GROUPS, where=where)
    assert len(book) == 10 and ("plan", "plan") not in book
    for key in book:
        alone = sk.crosstab(survey, key[0], by=key[1], where=where)
        pd.testing.assert_frame_equal(book[key].table, alone.table, rtol=1e-10)
        assert (book[key].notes, book[key].missing, book[key].method) == (alone.notes, alone.missing, alone.method)
        part = book.frame[(book.frame["item"] == key[0]) & (book.frame["by"] == key[1])]
        assert_allclose(part["high"], alone.table["high"], rtol=1e-10)
    tests = book.tests.table.set_index(["item", "group"])
    assert tests["p_value"].notna().all()
    for key in [("hardship", "gender"), ("plan", "hardship")]:
        row = sk.association(survey, *key, where=where).table.iloc[0]
        assert_allclose(tests.loc[key, ["p_value", "effect"]].astype(float), row[["p_value", "effect"]].astype(float))
    assert "–" in book.tests.grid().to_text()  # an item is not crossed with itself
    for key in [("plan", "gender"), ("cp_1", "plan"), ("hardship__pay", "gender")]:
        row = sk.association(survey, *key, where=where).table.iloc[0]
        assert_allclose(tests.loc[key, ["p_value", "effect", "low", "high"]].astype(float),
                        row[["p_value", "effect", "low", "high"]].astype(float), rtol=1e-9)


def test_another_base_is_counted_for_itself():
    book = sk.tables(SURVEY, ["hardship", "months"][:1], by="gender", base="all")
    alone = sk.crosstab(SURVEY, "hardship", by="gender", base="all")
    pd.testing.assert_frame_equal(book["hardship", "gender"].table, alone.table)


@pytest.mark.parametrize("units", [True, False])
def test_sums_of_one_pass_are_those_of_each_table(units):
    rows = 5_000  # more than one block
    codes = [DRAW.integers(-1, 3, rows), DRAW.integers(-1, 5, rows)]
    groups = [DRAW.integers(-1, 2, rows)]
    unit, strata = DRAW.integers(0, 40, rows), np.arange(40) % 4
    stage = Stage(unit, strata, np.full(4, 10.0), np.zeros(4), np.ones(4)) if units else Stage(
        None, strata[unit], np.bincount(strata[unit]).astype(float), np.zeros(4), np.ones(4))
    sampling = Sampling(DRAW.uniform(0.5, 2, rows), (stage,))
    inside = DRAW.random(rows) < 0.7
    crossed = cross_columns([c[inside] for c in codes], [g[inside] for g in groups], ([3, 5], [2]), sampling, inside)
    for place, levels in enumerate((3, 5)):
        table, cell = crossed.table(place, 0), np.where(
            inside & (codes[place] >= 0) & (groups[0] >= 0), groups[0] * levels + codes[place], -1)
        alone = sampling.sum_cells(cell, 2 * levels)
        assert table.counts.ravel().tolist() == np.bincount(cell[cell >= 0], minlength=2 * levels).tolist()
        assert_allclose(table.by_group().covariance(), alone.covariance(), rtol=1e-10)
        assert table.by_group().degrees(table.counts.sum()) == sampling.degrees(cell >= 0)
        assert_allclose(table.together().totals, alone.totals.reshape(2, -1).sum(axis=0), rtol=1e-12)
    counted = cross_columns(codes, groups, ([3, 5], [2]))
    assert counted.table(1, 0).counts.sum() == ((codes[1] >= 0) & (groups[0] >= 0)).sum()
    assert counted.table(1, 0).by_group() is None
    assert cross_columns(codes, groups, ([3, 5], [2]), Sampling(sampling.weights, (stage, stage))) is None


def test_a_book_shows_what_it_holds_and_adjusts_its_tests():
    book = sk.tables(sk.example_survey(), ["plan", "cp_1"], by=["gender", "hardship__pay"])
    assert repr(book).splitlines() == ["4 cross tables of 2 items", "plan: gender, hardship__pay",
                                       "cp_1: gender, hardship__pay"]
    assert "<li>plan: gender, hardship__pay</li>" in book._repr_html_()
    table = book.tests.table
    order = table["p_value"].sort_values()
    assert table.loc[order.index[0], "p_adjusted"] == pytest.approx(min(1, 4 * order.iloc[0]))
    assert "adjusted by Holm for 4 tests" in book.tests.method["en"]
    assert "p" in book.tests.grid("en").to_text() and sk.interpret(book.tests).text["zh"]
    with pytest.raises(sk.AnalysisError, match="tables needs at least one item and another"):
        sk.tables(sk.example_survey(), ["plan"], by=["plan"])
