"""Scores and reliability: reversed items, missing answers, degenerate scales."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option, Scale

POINTS = tuple(Option(str(k), {"zh": f"{k} 分", "en": f"point {k}"}, float(k)) for k in range(1, 6))
NAME = {"zh": "量表", "en": "Scale"}


def rated(rows: list[list[float]], *, score: str = "mean", min_valid: float = 1.0, reverse: int = -1,
          missing: str = "blank") -> sk.Survey:
    """A survey of ratings i0, i1, ... of the scale s; nan is one kind of missing."""
    frame = pd.DataFrame(rows, dtype=float).rename(columns=lambda k: f"i{k}")
    items = tuple(Item(name, "rating", {"zh": name, "en": name}, POINTS, scale="s", reverse=k == reverse)
                  for k, name in enumerate(frame))
    survey = sk.Survey.from_frame(frame, Codebook(items, (Scale("s", NAME, 1, 5, score, min_valid),)))
    kinds = survey._missing.replace(2, {"not_asked": 1, "blank": 2}[missing]).astype("int8")
    return survey.with_responses(survey.responses, step=sk.Step("read", "test"), missing=kinds)


def scored(survey: sk.Survey) -> list[float]:
    return survey.pipe(sk.score, "s").responses["s"].to_numpy(dtype=float, na_value=np.nan).tolist()


class TestScore:
    def test_it_is_the_mean_of_the_items_turned_round_and_a_sum_counts_every_one(self):
        assert scored(rated([[1, 2, 3], [5, 5, 4]])) == pytest.approx([2, 14 / 3])
        assert scored(rated([[1, 1], [2, 5]], reverse=1)) == [3, 1.5]
        assert scored(rated([[1, 2, 3], [4, 4, np.nan]], score="sum", min_valid=2 / 3)) == [6, 12]

    @pytest.mark.parametrize(("least", "known"), [(1.0, 0), (0.75, 1), (0.5, 2), (0.0, 3)])
    def test_too_few_answers_give_no_score(self, least, known):
        nan = np.nan
        rows = [[1, 2, 3, nan], [1, 2, nan, nan], [1, nan, nan, nan], [nan] * 4]
        assert np.isfinite(scored(rated(rows, min_valid=least))).sum() == known

    @pytest.mark.parametrize("kind", ["blank", "not_asked"])
    def test_a_scale_that_was_not_asked_is_not_blank(self, kind):
        survey = sk.score(rated([[1, 2], [np.nan, np.nan]], missing=kind), "s")
        assert survey.missing["s"].tolist() == ["", kind]

    def test_a_score_missing_for_lack_of_answers_is_blank(self):
        survey = sk.score(rated([[1, 2], [np.nan, 4]], missing="not_asked"), "s")
        assert survey.missing["s"].tolist() == ["", "blank"]

    def test_it_stands_behind_its_items_and_in_the_log(self, cleaned):
        survey = sk.score(cleaned, "career_planning")
        names = [item.name for item in survey.codebook]
        assert names.index("career_planning") == names.index("cp_6") + 1
        assert survey.log[-1].changes[0].new == "mean(cp_1, cp_2, cp_3, -cp_4, cp_5, cp_6)"
        assert "career_planning" not in cleaned.responses

    def test_scoring_twice_changes_nothing(self):
        once = sk.score(rated([[1, 2, 3], [5, 5, 4]]), "s")
        pd.testing.assert_frame_equal(sk.score(once, "s").responses, once.responses)

    def test_but_it_never_overwrites_a_question(self):
        frame = pd.DataFrame({"i0": [1.0, 2.0], "s": [7.0, 8.0]})
        items = (Item("i0", "rating", NAME, POINTS, scale="s"), Item("s", "number", NAME))
        survey = sk.Survey.from_frame(frame, Codebook(items, (Scale("s", NAME, 1, 5),)))
        with pytest.raises(sk.AnalysisError, match="a name that no question has"):
            sk.score(survey, "s")

    def test_it_refuses_unknown_and_empty_scales(self, cleaned):
        with pytest.raises(sk.CodebookError, match="no scale 'career'"):
            sk.score(cleaned, "career")
        empty = Codebook((Item("x", "number", NAME),), (Scale("s", NAME, 1, 5),))
        with pytest.raises(sk.AnalysisError, match="has no items"):
            sk.score(sk.Survey.from_frame(pd.DataFrame({"x": [1.0]}), empty), "s")


class TestReliability:
    def test_turning_an_item_round_twice_changes_nothing(self):
        rows = np.random.default_rng(3).integers(1, 6, (30, 4)).astype(float)
        turned = rows.copy()
        turned[:, 2] = 6 - turned[:, 2]
        plain, again = (sk.reliability(s, "s").table["estimate"].iloc[0]
                        for s in (rated(rows.tolist()), rated(turned.tolist(), reverse=2)))
        assert plain == pytest.approx(again)

    def test_respondents_with_a_gap_are_left_out_and_counted(self, cleaned):
        result = sk.reliability(cleaned, "career_planning")
        assert (result.base, result.missing) == (44, {"incomplete": 2}) and cleaned.rows == 46

    def test_two_items_are_cautioned_three_are_not_and_flat_answers_have_no_alpha(self):
        rows = [[1, 2, 2], [3, 3, 4], [5, 4, 5], [2, 2, 1]] * 3
        assert sk.reliability(rated([row[:2] for row in rows]), "s").notes
        assert not sk.reliability(rated(rows), "s").notes
        assert "answered all 3 items" in str(sk.interpret(sk.item_analysis(rated([[3, 3, 3]] * 12), "s")))
        result = sk.reliability(rated([[3, 3, 3]] * 12), "s")
        assert result.table[["estimate", "low", "high"]].isna().all(axis=None)
        assert "nan" not in repr(result)

    @pytest.mark.parametrize(("people", "known"), [(3, False), (9, False), (10, True)])
    def test_alpha_is_withheld_of_fewer_than_ten(self, people, known):
        found = sk.reliability(rated(([[1, 2, 2], [3, 3, 4], [5, 4, 5], [2, 2, 1]] * 3)[:people]), "s")
        assert found.table[["estimate", "low", "high"]].notna().all(axis=None) == known
        assert any("fewer than 10" in note["en"] for note in found.notes) != known
        assert ("fewer than 10 alpha is not reported" in str(sk.interpret(found))) != known

    @pytest.mark.parametrize("rows", [[[1], [2], [3]], [[1, 2], [2, 3]], [[np.nan, 2]] * 5])
    @pytest.mark.parametrize("verb", [sk.reliability, sk.item_analysis])
    def test_it_refuses_one_item_and_two_people(self, rows, verb):
        with pytest.raises(sk.AnalysisError, match=f"{verb.__name__} needs two items and three complete"):
            verb(rated(rows), "s")

    def test_its_level_decides_its_interval(self, cleaned):
        wide, narrow = (sk.reliability(cleaned, "career_planning", level=level) for level in (0.99, 0.9))
        assert wide.table["low"].iloc[0] < narrow.table["low"].iloc[0]
        assert "99% CI" in repr(wide.in_language("en"))


class TestItemAnalysis:
    def test_a_reversed_item_is_named_so(self, cleaned):
        result = sk.item_analysis(cleaned, "career_planning")
        assert result.label("item", "cp_4", "en").endswith("(reversed)")
        assert result.label("item", "cp_4", "zh").endswith("（反向计分）")

    def test_an_item_that_does_not_vary_has_no_correlation_and_of_two_none_an_alpha_without_it(self):
        table = sk.item_analysis(rated([[3, 1, 2], [3, 4, 4], [3, 5, 4]]), "s").table
        assert table["item_rest"].isna().tolist() == [True, False, False] and table["sd"].iloc[0] == 0
        table = sk.item_analysis(rated([[1, 2], [3, 3], [5, 4]]), "s").table
        assert table["alpha_without"].isna().all()


class TestOddItems:
    """What a reader must be told of items that spoil a scale."""

    def test_an_item_everybody_answered_alike_is_named_and_an_undefined_alpha_explained(self):
        found = sk.item_analysis(rated([[1, 2, 3], [2, 3, 3], [5, 4, 3], [4, 4, 3]]), "s")
        assert [note["en"] for note in found.notes] == ['Everybody answered "i2" alike, so it correlates with nothing.']
        notes = [note["en"] for note in sk.reliability(rated([[1, 5], [3, 3], [5, 1]]), "s").notes]
        assert "The sum of the items does not vary, so alpha is not defined." in notes

    def test_an_item_that_runs_against_the_others_is_asked_about(self):
        rows = [[1, 2, 5], [2, 2, 4], [4, 5, 1], [5, 4, 2]] * 3
        for verb in (sk.item_analysis, sk.reliability):
            notes = [note["en"] for note in verb(rated(rows), "s").notes]
            assert any('Negative correlation' in note and '"i2"' in note for note in notes)
        assert not sk.item_analysis(rated(rows, reverse=2), "s").notes

    @pytest.mark.parametrize(("people", "cautioned"), [(30, True), (240, False)])
    def test_skewed_items_take_an_interval_without_a_distribution(self, people, cautioned):
        draw = np.random.default_rng(1)
        trait = draw.normal(size=(people, 1))
        x = np.digitize(0.8 * trait + 0.6 * draw.normal(size=(people, 3)), [-2.2, -1.6, -1, -0.2]) + 1.0
        found = sk.reliability(rated(x.tolist()), "s")
        assert "no distribution" in found.method["en"]
        assert any("very skewed" in note["en"] for note in found.notes) == cautioned


class TestScaleByGroup:
    def test_every_group_has_the_alpha_of_its_people_alone(self, example):
        found = sk.reliability(example, "planning", by="gender").table.set_index("group")
        for group in ("female", "male"):
            alone = sk.reliability(example, "planning", where=f"gender == '{group}'").table.iloc[0]
            names = ["base", "estimate", "low", "high"]
            assert found.loc[group, names].tolist() == alone[names].tolist()
            part = sk.item_analysis(example, "planning", by="gender").table.query(f"group == '{group}'")
            whole = sk.item_analysis(example, "planning", where=f"gender == '{group}'").table
            assert part["alpha_without"].tolist() == whole["alpha_without"].tolist()

    def test_items_of_one_mean_are_said_to_tie(self):
        said = str(sk.interpret(sk.item_analysis(rated([[1, 5, 3], [5, 1, 3], [3, 3, 3]]), "s"), language="en"))
        assert "answered all 3 items; every mean is 3.00." in said and "highest for" not in said.split(".00.")[0]

    def test_a_list_of_ratings_is_a_scale(self, example):
        named, listed = sk.reliability(example, "planning"), sk.reliability(example, ["cp_1", "cp_2", "cp_3"])
        assert named.table["estimate"].item() == listed.table["estimate"].item()
        assert "3 ratings" in listed.caption("en")
        scored = sk.score(example, ["cp_1", "cp_2", "cp_3"], name="mine").responses["mine"]
        assert scored.tolist() == sk.score(example, "planning").responses["planning"].tolist()
        with pytest.raises(sk.AnalysisError, match="must have a name"):
            sk.score(example, ["cp_1", "cp_2"])

    def test_who_is_outside_has_no_score_and_was_not_asked(self, example):
        scored = sk.score(example, "planning", where="gender == 'male'")
        women = scored.responses["gender"] == "female"
        assert scored.responses["planning"].isna().tolist() == women.tolist()
        assert set(scored.missing.loc[women, "planning"]) == {"not_asked"}

    def test_each_group_is_said_in_words(self, example):
        said = str(sk.interpret(sk.reliability(example, "planning", by="gender")))
        assert "Women" in said and "Men" in said
        said = str(sk.interpret(sk.item_analysis(example, "planning", by="gender")))
        assert "Women" in said and said.count("all 3 items") == 2

    def test_points_outside_the_range_of_the_scale_are_refused(self, example):
        book = example.codebook
        scale = replace(book.scales[0], high=4)
        survey = replace(example, codebook=replace(book, scales=(scale,)))
        for call in (sk.score, sk.reliability, sk.item_analysis):
            with pytest.raises(sk.AnalysisError, match=r"must lie in the range 1 to 4 .* not at 5"):
                call(survey, "planning")

    def test_a_rating_that_is_no_point_is_refused_by_every_verb(self, example):
        frame = example.responses
        frame.loc["1", "cp_1"] = 9.0
        survey = replace(example, _responses=frame)
        for call in (sk.means, sk.frequencies, sk.quantiles):
            with pytest.raises(sk.AnalysisError, match="must be among its options; not so: '9"):
                call(survey, "cp_1")
        with pytest.raises(sk.AnalysisError, match="must be among its options"):
            sk.score(survey, "planning")
