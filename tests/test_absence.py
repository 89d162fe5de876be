"""What must not be there: cautions, missing counts and marks on a clean survey; and limits at their edge."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option, Scale
from surveykit.report.html_dialect import PAGE_CM, svg_width
from surveykit.words.phrases import phrase

POINTS = tuple(Option(f"p{k}", {"zh": str(k), "en": str(k)}, float(k)) for k in range(1, 5))
HALF = 60


def options(*values: str) -> tuple[Option, ...]:
    """Options named after their values."""
    return tuple(Option(value, {"zh": value, "en": value}) for value in values)


def clean_survey() -> sk.Survey:
    """Real answers of 120 people: everybody answered everything, no group is small."""
    ratings = [Item(f"r{k}", "rating", {"zh": f"题{k}", "en": f"Item {k}"}, POINTS, scale="s", reverse=k == 3)
               for k in (1, 2, 3)]
    book = Codebook((Item("q", "single", {"zh": "问", "en": "Q"}, options("a", "b")),
                     Item("by", "single", {"zh": "组", "en": "By"}, options("x", "y")),
                     Item("t", "multiple", {"zh": "多选", "en": "Ticks"}, options("u", "v")), *ratings),
                    (Scale("s", {"zh": "量表", "en": "Scale"}, 1, 5),), {"language": "en"})
    draw = np.random.default_rng(5)
    base = draw.integers(1, 5, 2 * HALF).astype(float)
    frame = pd.DataFrame({"q": ["a", "b"] * HALF, "by": ["x"] * HALF + ["y"] * HALF, "t__u": 1, "t__v": [1, 0] * HALF,
                          "r1": base, "r2": np.minimum(base + draw.integers(0, 2, 2 * HALF), 4), "r3": 5 - base})
    return sk.Survey.from_frame(frame, book)


ALWAYS = {"multiple_response": ("note.overlap",), "association": ("note.one_test", "note.not_settled"),
          "welch": ("note.one_test", "note.not_settled")}
VERBS = {
    "frequencies": lambda s: sk.frequencies(s, "q"), "by": lambda s: sk.frequencies(s, "q", by="by"),
    "crosstab": lambda s: sk.crosstab(s, "q", by="by"), "likert": lambda s: sk.likert(s, "s"),
    "means": lambda s: sk.means(s, "r1", by="by"), "multiple_response": lambda s: sk.multiple_response(s, "t"),
    "association": lambda s: sk.association(s, "q", by="by"), "welch": lambda s: sk.welch(s, "r1", by="by"),
    "reliability": lambda s: sk.reliability(s, "s"), "item_analysis": lambda s: sk.item_analysis(s, "s"),
    "overview": lambda s: sk.overview(s)}


@pytest.mark.parametrize("verb", VERBS)
def test_a_clean_survey_has_no_caution_nobody_missing_and_no_mark(verb):
    result = VERBS[verb](clean_survey())
    sizes = {phrase("note.group_sizes", first="x", n_first=HALF, second="y", n_second=HALF)["en"]}
    notes = [note["en"] for note in result.notes if note["en"] not in sizes]
    assert notes == [phrase(key)["en"] for key in ALWAYS.get(verb, ())]
    assert result.missing == {} and not result.synthetic
    for language, mark in (("zh", "合成"), ("en", "synthetic")):
        shown = result.grid(language).to_text()
        assert mark not in shown.lower() and "excluded" not in shown and "剔除" not in shown


def test_a_figure_of_real_data_says_nothing_of_synthetic_ones():
    figure = sk.plot(sk.frequencies(clean_survey(), "q"))
    assert not [line for line in figure.labels if "ynthetic" in line] and "ynthetic" not in figure.alt


@pytest.mark.parametrize(("people", "named"), [(29, True), (30, False)])
def test_a_group_is_small_below_thirty(people, named):
    frame = pd.DataFrame({"q": ["a", "b"] * HALF, "by": ["x"] * people + ["y"] * (2 * HALF - people)})
    notes = sk.crosstab(sk.Survey.from_frame(frame), "q", by="by").notes
    assert bool(notes) == named and (not named or "x" in notes[0]["en"])


@pytest.mark.parametrize(("groups", "beside"), [(3, True), (4, False)])
def test_three_groups_stand_beside_each_other_and_four_below(groups, beside):
    frame = pd.DataFrame({"q": ["a", "b"] * HALF, "by": [f"g{k % groups}" for k in range(2 * HALF)]})
    grid = sk.frequencies(sk.Survey.from_frame(frame), "q", by="by").grid("en")
    assert (len(grid.rows) == 2) == beside and (len(grid.rows) == groups) != beside


@pytest.mark.parametrize(("small", "exact"), [([(4, 4)], False), ([(4, 4), (4, 4)], True), ([(1, 1)], False),
                                              ([(1, 0)], True)])
def test_the_test_is_exact_when_more_than_a_fifth_expect_under_five_or_one_expects_under_one(small, exact):
    columns = [*small, *[(20, 20)] * (5 - len(small))]
    cells = [(f"o{k}", group) for k, pair in enumerate(columns) for group, n in zip("xy", pair, strict=True)
             for _ in range(n)]
    test = sk.association(sk.Survey.from_frame(pd.DataFrame(cells, columns=["q", "by"])), "q", by="by")
    assert bool(np.isnan(test.table["statistic"].iloc[0])) == exact


@pytest.mark.parametrize(("p_value", "settled"), [(0.0499999, True), (0.05, False)])
def test_a_test_is_settled_below_what_the_level_leaves_and_not_at_it(p_value, settled):
    result = sk.association(clean_survey(), "q", by="by")
    result = replace_table(result, result.table.assign(p_value=p_value))
    assert ("do not settle" not in str(sk.interpret(result, language="en"))) == settled


def replace_table(result: sk.Result, table: pd.DataFrame) -> sk.Result:
    """The result with another long table."""
    parts = {name: getattr(result, name) for name in ("kind", "layout", "title", "base", "settings", "labels")}
    return sk.Result(table=table, **parts)


def test_an_item_is_reversed_between_the_ends_of_its_scale_even_where_its_options_stop_before():
    survey = clean_survey()
    turned = sk.reverse(survey, "r3", reason="negative")
    assert (turned.responses["r3_rev"] == 6 - turned.responses["r3"]).all()
    assert [option.score for option in turned.codebook["r3_rev"].answers] == [2, 3, 4, 5]
    plain = replace(survey.codebook["r3"], reverse=False)
    unturned = Codebook(tuple(plain if item.name == "r3" else item for item in survey.codebook),
                        survey.codebook.scales, survey.codebook.settings)
    whole = sk.Survey.from_frame(survey.responses.assign(r3=6 - survey.responses["r3"]).astype({"r3": float}),
                                 widened(unturned))
    columns = ["estimate", "low", "high"]
    assert sk.reliability(whole, "s").table[columns].equals(sk.reliability(survey, "s").table[columns])


def widened(book: Codebook) -> Codebook:
    """The codebook with five points in every rating."""
    points = (*POINTS, Option("p5", {"zh": "5", "en": "5"}, 5.0))
    return Codebook(tuple(replace(item, options=points) if item.kind == "rating" else item for item in book),
                    book.scales, book.settings)


@pytest.mark.parametrize("svg", [b"<svg></svg>", b'<svg width="10cm"></svg>', b'<svg viewBox="0 0 9 9"></svg>',
                                 b'<svg width="100%" height="50%"></svg>'])
def test_an_svg_without_a_size_takes_the_width_of_the_page(svg):
    assert svg_width(svg) == PAGE_CM
