"""Rankings, and the page that shows every item: counted by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import surveykit as sk

OPTIONS = tuple(sk.Option(value, {"en": value.upper(), "zh": value}) for value in "abc")
ITEM = sk.Item("use", "rank", {"en": "What counts most?", "zh": "最看重什么"}, OPTIONS)


def survey_of(*answers: str | None, **columns: list) -> sk.Survey:
    """A survey with one ranking, and single-choice items beside it."""
    items = (ITEM, *(sk.Item(name, "single", {"en": name}, tuple(sk.Option(v, {"en": v}) for v in sorted(set(values))))
                     for name, values in columns.items()))
    return sk.Survey.from_frame(pd.DataFrame({"use": answers, **columns}), sk.Codebook(items))


class TestRanking:
    SURVEY = survey_of("a b c", "b a", "a", None)

    def test_places_and_scores_are_as_by_hand_of_those_who_placed_something(self):
        table = sk.ranking(self.SURVEY, "use").table.set_index("option")
        assert table["n"].tolist() == [2, 1, 0] and set(table["base"]) == {3}
        assert table["placed"].tolist() == [3, 2, 1]
        assert table["mean_place"].tolist() == pytest.approx([4 / 3, 1.5, 3])
        assert table["score"].tolist() == pytest.approx([(3 + 2 + 3) / 3, (2 + 3) / 3, 1 / 3])
        assert sk.ranking(self.SURVEY, "use").missing == {"blank": 1}

    def test_groups_have_their_own_bases_and_another_kind_is_refused_with_its_verb(self):
        table = sk.ranking(survey_of("a b", "b a", "a", None, g=["x", "y", "y", "y"]), "use", by="g").table
        assert table.groupby("group")["base"].first().to_dict() == {"x": 1, "y": 2}
        assert table.query("group == 'y' and option == 'a'")["score"].item() == pytest.approx((2 + 3) / 2)
        table = sk.ranking(survey_of("a", "a b"), "use").table
        assert np.isnan(table.loc[table["option"] == "c", "mean_place"].item())
        with pytest.raises(sk.AnalysisError, match=r"(?s)kind rank.*frequencies"):
            sk.ranking(sk.example_survey(), "plan")

    @given(st.lists(st.permutations("abc").flatmap(lambda order: st.integers(1, 3).map(lambda k: " ".join(order[:k]))),
                    min_size=1, max_size=12))
    def test_first_places_add_up_to_the_base_whatever_the_order_of_respondents(self, answers):
        table = sk.ranking(survey_of(*answers), "use").table
        again = sk.ranking(survey_of(*reversed(answers)), "use").table
        assert table["n"].sum() == len(answers)
        pd.testing.assert_frame_equal(table, again)

    def test_it_is_shown_in_both_languages_and_drawn(self):
        result = sk.ranking(self.SURVEY, "use")
        assert "平均综合得分" in str(result.grid("zh").head)
        assert "Mean score" in str(result.grid("en").head)
        assert sk.plot(result).svg().startswith(b"<?xml")

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_groups_stand_side_by_side_in_both_languages(self, language):
        survey = survey_of("a b", "b a", "a", None, g=["x", "y", "y", "y"])
        assert len(sk.ranking(survey, "use", by="g").grid(language).rows) == 3


class TestOverview:
    def test_each_item_is_counted_and_what_was_not_asked_is_no_gap(self):
        table = sk.overview(sk.example_survey()).table.set_index("item")
        assert table.loc["hardship", ["n", "base", "missing", "not_asked"]].tolist() == [38, 40, 2, 0]
        assert table.loc["months", "n"] == 37
        survey = sk.read_survey("data/raw/volunteers/volunteers_synthetic.xlsx",
                                codebook="data/raw/volunteers/volunteers.codebook.xlsx")
        row = sk.overview(survey, "months_searching").table.iloc[0]
        assert row["not_asked"] == 45 and row["n"] + row["missing"] + row["not_asked"] == survey.rows

    def test_it_shows_no_text_of_a_respondent_and_no_items_are_refused(self):
        survey = sk.example_survey()
        words = list(survey.responses["plan_other"].dropna())
        assert words and all(text not in str(sk.overview(survey)) for text in words)
        with pytest.raises(sk.AnalysisError, match="at least one item"):
            sk.overview(sk.example_survey(), [])


def test_a_ranking_leaves_its_survey_as_it_was():
    survey = survey_of("a b", None)
    before = survey.responses.copy(), survey.missing.copy(), survey.log
    sk.ranking(survey, "use")
    assert survey.responses.equals(before[0]) and survey.missing.equals(before[1]) and survey.log == before[2]
