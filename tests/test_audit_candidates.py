"""Candidate bases, pairs, what chance reaches, and what cannot be tested."""

from collections import Counter
from pathlib import Path

import pytest

import surveykit as sk
from surveykit.audit import PrintedFigure, bases, monte_carlo, pick_figures, question_table

FIGURES = sk.read_figures(Path(__file__).parents[1] / "data/raw/published/published_figures.csv")
STUDY = tuple(figure for figure in pick_figures(FIGURES, "DHU-Q*") if figure.exact)
PLANNING = pick_figures(FIGURES, "DHU-Q2*")


class TestCandidateBases:
    def test_each_question_has_the_counts_it_would_need_and_it_says_how_many_stand(self):
        table = question_table(STUDY, "counts", candidates=(39, 44, 46, 55)).table
        cells = {(row["item"][4:6], row["base"]): row["counts"] for row in table.to_dict("records")}
        stand = {key: counts for key, counts in cells.items() if counts != "×"}
        assert stand == {("Q1", 39): "14 + 14", ("Q1", 44): "16 + 16", ("Q1", 46): "17 + 17", ("Q1", 55): "20 + 20",
                         ("Q3", 39): "14 + 11", ("Q4", 39): "17 + 12", ("Q6", 44): "20 + 4", ("Q6", 55): "25 + 5"}
        said = str(sk.interpret(question_table(STUDY, "counts", candidates=(39, 44)), language="en"))
        assert said == ("Base 39: of 6 questions 2 are possible by one reading throughout, 1 only by a mix, "
                        "3 not at all. Base 44: of 6 questions 2 are possible by one reading throughout, 4 not at all.")

    def test_the_mildest_reading_is_tried_last_and_another_than_rounding_is_named(self):
        table = question_table(STUDY, "counts", candidates=(39, 46)).table.set_index(["item", "base"])["reading"]
        assert table["DHU-Q4a", 39] == "mixed" and table["DHU-Q1a", 46] == "truncation"
        assert table["DHU-Q3a", 39] == "rounding" and table["DHU-Q2a", 46] == ""
        grid = question_table(pick_figures(FIGURES, "DHU-Q1*"), "counts", candidates=(44, 46)).grid("en")
        assert grid.rows[0][2:] == ("16 + 16", "17 + 17 (truncated)")
        assert [head.text for head in grid.head[1]] == ["Question", "As printed", "44", "46"]

    def test_it_agrees_with_the_search_on_every_base(self):
        table = question_table(STUDY, "counts", candidates=range(30, 61)).table
        for name, kind in (("DHU-Q1", "single"), ("DHU-Q4", "multi"), ("DHU-Q6", "single")):
            found = bases([f for f in STUDY if f.name.startswith(name)], 60, n_min=30, kind=kind)
            mine = table[table["item"].str.startswith(name)]
            assert tuple(mine.loc[mine["reading"] != "", "base"]) == found.mixed
            assert tuple(mine.loc[mine["reading"] == "rounding", "base"]) == found.rounding

    @pytest.mark.parametrize("candidates", [(), (0, 44)])
    def test_there_must_be_bases(self, candidates):
        with pytest.raises(sk.AnalysisError, match="Candidate bases must be 1 or more"):
            question_table(STUDY, "counts", candidates=candidates)


class TestPairs:
    def test_the_odd_figure_fits_with_no_other_and_pairs_on_no_base_say_so(self):
        table = question_table(PLANNING, "pairs").table
        assert table["rounding"].tolist() == ["×", "55, 110, 150, 165, 205, 220", "142, 173, 197, 204, 228, 229"]
        said = str(sk.interpret(question_table(PLANNING, "pairs", n_max=40), language="en"))
        assert said.count("not by any mix of readings either") == 3

    def test_a_pair_is_named_by_its_figures_alone(self):
        found = question_table(PLANNING, "pairs")
        assert found.grid("en").head[0][0].text == "As printed"
        said = str(sk.interpret(found, language="en"))
        assert "“67.3%, 16.2%”: if readings may be mixed, the smallest base is 180." in said

    @pytest.mark.parametrize("names", [("DHU-Q2a",), ("DHU-Q2*", "DHU-Q3*")])
    def test_pairs_come_from_one_question(self, names):
        with pytest.raises(sk.AnalysisError, match="one question with two exact figures or more"):
            question_table(pick_figures(FIGURES, *names), "pairs")


class TestChance:
    def test_draws_are_counted_by_their_best_base_and_each_stands_in_the_table_once(self):
        found = monte_carlo(["35.9", "28.2", "43"], range(30, 61), draws=500, seed=3)
        assert sum(found.spread) == 500 and sum(found.spread[found.best:]) == found.reached
        found = question_table(STUDY, "chance", draws=1000)
        assert found.table["n"].sum() == 1000 and found.table["estimate"].sum() == pytest.approx(1)
        assert found.table.loc[found.table["as_good"], "hits"].min() == found.settings["simulated"]["best"] == 6

    def test_figures_that_fit_worse_than_every_draw_are_in_the_table_and_it_says_how_often(self):
        found = question_table([PrintedFigure("16.2%", name="a")], "chance", n_min=30, n_max=36, draws=50)
        assert found.table["hits"].tolist()[0] == 0 and bool(found.table["as_good"].all())
        said = str(sk.interpret(question_table(STUDY, "chance", draws=1000), language="en"))
        assert "6 fit one base (55) at best" in said and "/1000 random draws" in said and "no evidence" in said


class TestUntestable:
    def test_every_figure_that_no_test_judges_has_a_reason(self):
        found, verdicts = question_table(FIGURES, "untestable").table, sk.audit_figures(FIGURES).table
        assert sorted(found["item"]) == sorted(verdicts.loc[verdicts["verdict"] == "untestable", "item"])
        assert Counter(found["why"]) == {"target": 19, "no_counts": 7, "approximate": 6, "rough": 7, "no_base": 4,
                                         "nothing": 2, "ratio": 1}

    @pytest.mark.parametrize(("figure", "why"), [
        (PrintedFigure("25%左右"), "approximate"), (PrintedFigure("6:5", 6, 11), "ratio"),
        (PrintedFigure("", base=46), "nothing"),
        (PrintedFigure("", 10000, 150000, rough=True), "rough"), (PrintedFigure("100%"), "no_counts"),
        (PrintedFigure("", 356), "no_base"), (PrintedFigure("37%", 9, 10, kind="weighted"), "weighted"),
        (PrintedFigure("75%以上", kind="target"), "target")])
    def test_the_first_reason_is_given(self, figure, why):
        assert question_table([figure], "untestable").table["why"].tolist() == [why]

    def test_figures_that_can_be_tested_are_refused_and_reasons_of_the_others_counted(self):
        with pytest.raises(sk.AnalysisError, match="Every figure here can be tested"):
            question_table(STUDY, "untestable")
        grid = question_table(pick_figures(FIGURES, "TG-*"), "untestable").grid("en")
        assert len(grid.rows) == 19 and [head.text for head in grid.head[0]] == ["Figure", "As printed"]
        said = str(sk.interpret(question_table(pick_figures(FIGURES, "TG-*", "XZ-1"), "untestable"), language="en"))
        assert said == ("Figures that cannot be tested: 20. A count alone, without base or percentage (1); A target "
                        "or a requirement, not a result (19).")


class TestReconstructionInWords:
    def test_counts_that_are_certain_and_a_proof_of_none_are_said(self):
        found = sk.audit.reconstruct(pick_figures(FIGURES, "DHU-Q6a", "DHU-Q6d"), 44)
        assert str(sk.interpret(found, language="en")) == (
            "Tables of whole numbers that fit the printed figures: 1. Counts that are the same in every one of them: "
            "return home to work 20, further study 4, the rest (not printed) 20.")
        found = sk.audit.reconstruct(PLANNING, (40, 60))
        assert "a proof, not a search that failed" in str(sk.interpret(found, language="en"))

    def test_one_question_stands_as_a_line_above_its_options(self):
        grid = sk.audit.reconstruct(pick_figures(FIGURES, "DHU-Q3*"), 39, single=False).grid("en")
        assert grid.rows[0] == "What limits the share of bachelor graduates recruited" and len(grid.rows) == 3
