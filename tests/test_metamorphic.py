"""What must not change, or must change in one known way, when the same answers are told otherwise: every verb."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_designs import VERBS, make_survey

import surveykit as sk

FEW = settings(max_examples=2, derandomize=True, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 10_000)
Verb = Callable[[sk.Survey], sk.Result]
MORE: dict[str, Verb] = {
    "banner": lambda s: sk.banner(s, ["q", "x", "m"], by=["g", "stratum"], fewest=5),
    "set_association": lambda s: sk.association(s, "m", "g", method="rao_scott"),
    "two_sets": lambda s: sk.association(s, "q", "m", method="rao_scott"),
    "multiple_by": lambda s: sk.multiple_response(s, "m", by="g"),
    "means_by": lambda s: sk.means(s, ["x", "r1"], by="q"), "likert_by": lambda s: sk.likert(s, ["r1", "r2"], by="g"),
    "spearman": lambda s: sk.correlation(s, ["x", "r1"], method="spearman"),
    "totals": lambda s: sk.totals(sk.set_design(s, weight="w"), "x")}
ALL = {**VERBS, **MORE}
UNWEIGHTED = {"ranking", "stuart_maxwell", "cochran_q", "spearman", "trend", "transition", "duration", "totals",
              "reliability", "item_analysis"}
DESIGNED = sorted(set(ALL) - UNWEIGHTED)
PEOPLE = {"n", "base", "n_first", "n_second", "responses", "effective_n", "design_effect", "weighted_n"}
SPREAD = {"sd", "effect_low", "effect_high"}  # of a sample of so many people: the divisor n - 1


def sample(seed: int) -> sk.Survey:
    """Sixty people with answers of every kind, each with a name of their own."""
    rng = np.random.default_rng(seed)
    survey = make_survey(q=rng.choice(list("abc"), 60), g=rng.choice(list("ab"), 60), x=rng.normal(10, 2, 60),
                         r1=rng.integers(1, 6, 60).astype(float), r2=rng.integers(1, 6, 60).astype(float),
                         w=rng.uniform(0.5, 3, 60).round(2), **{f"m__{v}": rng.integers(0, 2, 60) for v in "abc"})
    book = replace(survey.codebook, items=(*survey.codebook.items, sk.Item("unit", "text", {"en": "Unit"})))
    return remake(survey, survey.responses.assign(unit=[f"u{row}" for row in range(60)]), book)


def remake(survey: sk.Survey, frame: pd.DataFrame, book: sk.Codebook | None = None) -> sk.Survey:
    """The same questionnaire with other rows."""
    frame = frame.drop(columns="other", errors="ignore")
    return sk.Survey.from_frame(frame.reset_index(drop=True), book or survey.codebook)


def numbers(result: sk.Result) -> pd.DataFrame:
    """The long table, its rows by their keys."""
    keys = [name for name in ("item", "option", "group", "other", "measure", "place") if name in result.table]
    return result.table.sort_values(keys, kind="stable").reset_index(drop=True)


def agree(one: sk.Result, other: sk.Result, without: set[str] = frozenset()) -> None:
    """The same numbers, but for some columns."""
    first, second = numbers(one), numbers(other)
    kept = [name for name in first if name not in without]
    pd.testing.assert_frame_equal(first[kept], second[kept], rtol=1e-7, atol=1e-9, check_dtype=False)


@pytest.mark.slow
@pytest.mark.parametrize("verb", sorted(ALL))
@given(seed=SEEDS)
@FEW
def test_the_order_of_rows_and_other_words_change_no_number(verb, seed):
    survey = sample(seed)
    shuffled = remake(survey, survey.responses.sample(frac=1, random_state=seed))
    agree(ALL[verb](survey), ALL[verb](shuffled))
    items = tuple(replace(item, label={"en": f"No. {place}"}, options=tuple(replace(
        option, label={"en": f"{place}.{option.value}!"}) for option in item.options))
        for place, item in enumerate(survey.codebook.items))
    agree(ALL[verb](survey), ALL[verb](remake(survey, survey.responses, replace(survey.codebook, items=items))))


@pytest.mark.slow
@pytest.mark.parametrize("verb", DESIGNED)
@given(seed=SEEDS)
@FEW
def test_everybody_twice_at_half_weight_is_everybody_once(verb, seed):
    survey = sample(seed)
    twice = remake(survey, pd.concat([survey.responses.assign(w=survey.responses["w"] / 2)] * 2))
    once, doubled = (ALL[verb](sk.set_design(one, weight="w", psu="unit")) for one in (survey, twice))
    of_rows = {"low", "high"} if verb == "banner" else set()  # limits of nobody, and of fewer than ten, go by rows
    agree(once, doubled, PEOPLE | SPREAD | of_rows | {"letters", "effect", "effect_shown", "responses"})


@pytest.mark.slow
@pytest.mark.parametrize("verb", DESIGNED)
@given(seed=SEEDS, factor=st.sampled_from([0.01, 3, 1000]))
@FEW
def test_the_scale_of_weights_does_not_matter(verb, seed, factor):
    survey = sample(seed)
    scaled = remake(survey, survey.responses.assign(w=survey.responses["w"] * factor))
    one, other = (ALL[verb](sk.set_design(each, weight="w", strata="stratum")) for each in (survey, scaled))
    agree(one, other, {"weighted_n"})


@given(seed=SEEDS)
@FEW
def test_but_totals_grow_with_the_weights(seed):
    survey = sample(seed)
    one = sk.totals(sk.set_design(survey, weight="w"), "x").table
    other = sk.totals(sk.set_design(remake(survey, survey.responses.assign(w=survey.responses["w"] * 3)), weight="w"),
                      "x").table
    np.testing.assert_allclose(other[["estimate", "se", "low", "high"]], 3 * one[["estimate", "se", "low", "high"]])


PARTS: dict[str, Callable[[sk.Survey, str | None], sk.Result]] = {
    "frequencies": lambda s, w: sk.frequencies(s, "q", where=w),
    "crosstab": lambda s, w: sk.crosstab(s, "q", "g", where=w),
    "multiple_response": lambda s, w: sk.multiple_response(s, "m", by="g", where=w),
    "likert": lambda s, w: sk.likert(s, ["r1", "r2"], where=w), "ranking": lambda s, w: sk.ranking(s, "k", where=w),
    "means": lambda s, w: sk.means(s, ["x", "r1"], by="g", where=w),
    "banner": lambda s, w: sk.banner(s, ["q", "m"], by=["g"], where=w),
    "profile": lambda s, w: sk.profile(s, ["q", "m"], by="g", where=w)}


@pytest.mark.parametrize("verb", sorted(PARTS))
@given(seed=SEEDS)
@FEW
def test_the_counts_of_two_parts_are_those_of_the_whole(verb, seed):
    survey = sample(seed)
    keys = [name for name in ("item", "option", "group", "measure") if name in PARTS[verb](survey, None).table]
    parts = [PARTS[verb](survey, where).table for where in ("stratum = 'a'", "stratum = 'b'")]
    added = pd.concat(parts).groupby(keys)["n"].sum()
    whole = PARTS[verb](survey, None).table.groupby(keys)["n"].sum()
    pd.testing.assert_series_equal(added.reindex(whole.index).fillna(0), whole, check_dtype=False)


@given(seed=SEEDS)
@FEW
def test_options_merged_hold_what_their_net_holds(seed):
    survey = sample(seed)
    merged = sk.merge_options(survey, "q", {"ab": ["a", "b"]}, reason="told together")
    for weigh in (lambda s: s, lambda s: sk.set_design(s, weight="w", strata="stratum")):
        for verb in (sk.frequencies, lambda s, item, **more: sk.crosstab(s, item, by="g", **more)):
            net = verb(weigh(survey), "q", nets={"ab": ["a", "b"]}).table.query("option == 'ab'")
            one = verb(weigh(merged), "q").table.query("option == 'ab'")
            same = ["n", "base", "estimate", "se", "low", "high"]
            np.testing.assert_allclose(net[same].astype(float), one[same].astype(float), rtol=1e-9)
    whole = sk.association(merged, "q", "g", method="chi_square").table["statistic"].item()
    assert whole <= sk.association(survey, "q", "g", method="chi_square").table["statistic"].item() + 1e-9
