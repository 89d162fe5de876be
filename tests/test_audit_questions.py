"""Whole questions against figures worked out by hand; what is asked in a wrong way is refused in words."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import surveykit as sk
from surveykit import audit
from surveykit.audit import (
    PrintedFigure,
    Tie,
    attainable,
    bases,
    check_closes,
    check_nested,
    judge,
    monte_carlo,
    pick_figures,
    question_table,
)
from surveykit.audit import check_pooled as pool
from surveykit.audit import repair as repaired
from surveykit.audit.figures.chance_rate import accident
from surveykit.audit.figures.figure_results import figure_words
from surveykit.audit.figures.question_bases import find_counts, make_question
from surveykit.audit.reconstruction.possible_counts import possible_counts
from surveykit.errors import AnalysisError
from surveykit.words.phrases import in_language

FIGURES = sk.read_figures(Path(__file__).parents[1] / "data/raw/published/published_figures.csv")
STUDY = tuple(figure for figure in pick_figures(FIGURES, "DHU-Q*") if figure.exact)
QUESTIONS = {name: tuple(figure.printed for figure in STUDY if figure.name.startswith(f"DHU-{name}"))
             for name in ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6")}
TIES = {"Q1": (Tie(options=(0, 1)),), "Q6": (Tie(unprinted=2, between=(0, 1)),)}
# Numbers of ticks from 30 upwards that 46 people can have made, with the counts they need.
TICKS = {
    "Q1": {33: (12, 12), 36: (13, 13), 39: (14, 14), 42: (15, 15), 44: (16, 16), 45: (16, 16)},
    "Q3": {39: (14, 11), 78: (28, 22), 103: (37, 29), 117: (42, 33)},
    "Q4": {65: (28, 20), 91: (39, 28), 104: (45, 32), 107: (46, 33)},
    "Q5": {132: (32, 29, 26), 157: (38, 34, 31), 178: (43, 39, 35)}, "Q6": {33: (15, 3), 44: (20, 4)}}
CHOICE = {("Q5", 157): (38, 35, 31), ("Q5", 178): (43, 40, 35)}
HENAN = [(3, "0.08"), (703, "18.13"), (3, "0.08"), (195, "5.03"), (224, "5.78"), (1610, "41.52"), (100, "2.58"),
         (1010, "26.04"), (30, "0.77")]
GRADUATES = 3878


class TestBasesOfTheStudy:
    @pytest.mark.parametrize("ties", [True, False])
    def test_question_1_fits_most_bases_from_56_on(self, ties):
        found = bases(QUESTIONS["Q1"], 230, ties=TIES["Q1"] if ties else ()).rounding
        assert len([n for n in found if n >= 56]) > 150
        assert found[:15] == (11, 14, 22, 25, 28, 33, 36, 39, 42, 44, 45, 47, 50, 53, 55)

    def test_question_2_and_its_pairs_need_large_bases(self):
        assert bases(QUESTIONS["Q2"], 200).mixed == (180,)
        assert find_counts(make_question(QUESTIONS["Q2"]), "mixed", 180)[0][0] == 121
        big, odd, small = QUESTIONS["Q2"]
        assert bases([big, small], 230).rounding == (55, 110, 150, 165, 205, 220)
        assert bases([big, odd], 230).rounding == ()
        assert bases([odd, small], 142).rounding == (142,)

    def test_a_tie_leaves_the_bases_of_question_6_and_closes_on_even_remainders_only(self):
        expected = (11, 22, 33, 44, 55, 66, 77, 88, 99, 101, 110, 112, 121, 123)
        assert bases(QUESTIONS["Q6"], 123, ties=TIES["Q6"]).rounding == expected
        # 11: 5 + 1 leaves 5, which two tied options cannot share; 22: 10 + 2 leaves 10
        assert bases(QUESTIONS["Q6"], 22, ties=TIES["Q6"], closes=True).rounding == (22,)

    @pytest.mark.parametrize("question", TICKS)
    def test_numbers_of_ticks_that_46_people_can_have_made(self, question):
        last = max(TICKS[question]) if question in ("Q1", "Q6") else 230
        found = bases(QUESTIONS[question], last, n_min=30, kind="ticks", people=46).rounding
        assert found == tuple(TICKS[question])
        for n, expected in TICKS[question].items():
            spans = find_counts(make_question(QUESTIONS[question], kind="ticks", people=46), "rounding", n)
            assert tuple(low for low, _ in spans) == expected
            assert tuple(high for _, high in spans) == CHOICE.get((question, n), expected)

    def test_131_ticks_would_need_47_people_and_no_base_fits_all_below_741(self):
        assert 131 in bases(QUESTIONS["Q3"], 131, kind="ticks", people=47).rounding
        assert 131 not in bases(QUESTIONS["Q3"], 131, kind="ticks", people=46).rounding
        found = bases(STUDY, 771, n_min=2, kind="multi", zero_dropped=True)
        assert (found.rounding[0], found.truncation) == (741, (771,))
        assert not any(attainable(figure, 46, zero_dropped=True).rounding for figure in STUDY if figure.decimals == 0)

    def test_on_46_people_only_the_first_question_stands_and_on_39_three_by_mixed_readings(self):
        for name, printed in QUESTIONS.items():
            assert any(bases(printed, 46, n_min=46, kind="multi")[:-1]) == (name == "Q1")
        fits = {name for name, printed in QUESTIONS.items() if bases(printed, 39, n_min=39, kind="multi").mixed}
        assert fits == {"Q1", "Q3", "Q4"}


class TestRepairsOfTheStudy:
    def test_one_digit_repairs_question_2_on_55_only_and_two_only_where_one_does_not_suffice(self):
        found = repaired(QUESTIONS["Q2"], range(40, 61))
        assert [(one.n, one.changed, one.counts, one.rest) for one in found] == [
            (55, ((1, "16.2", "16.4"),), ((37, 37), (9, 9), (7, 7)), (2, 2)),
            (55, ((1, "16.2", "18.2"),), ((37, 37), (10, 10), (7, 7)), (1, 1))]
        found = repaired(["67.3", "16.2", "12.7"], 50, digits=2, mode="half_up")
        assert found == () and repaired(["16.2"], 50, digits=2)
        assert all(len(one.changed) == 1 for one in repaired(["16.2"], 50, digits=2))

    def test_what_stands_needs_no_change_and_a_number_keeps_its_length(self):
        assert [one.changed for one in repaired(["35.9", "28.2"], 39)] == [()]
        changed = {new for one in repaired(["16.2"], range(5, 60)) for _, _, new in one.changed}
        assert changed and not any(new.startswith("0") for new in changed)
        assert all(len(new) == 4 for new in changed)


class TestAccidentsOfTheStudy:
    @pytest.mark.parametrize(("question", "observed", "expected"), [
        ("Q1", 180, 164.2), ("Q2", 0, 0.7), ("Q3", 13, 4.1), ("Q4", 25, 25.1), ("Q5", 5, 4.0), ("Q6", 36, 25.1)])
    def test_hits_over_2_to_230_beside_those_of_chance(self, question, observed, expected):
        row = question_table([f for f in STUDY if f.name.startswith(f"DHU-{question}")], "accidents").table.iloc[0]
        assert (row["observed"], round(row["expected"], 1), row["searched"]) == (observed, expected, 229)
        assert float(accident(QUESTIONS[question], range(2, 231))) == row["expected"]

    def test_random_figures_reach_the_best_base_in_17_percent_of_draws_and_the_same_by_seed(self):
        found = monte_carlo(STUDY, range(30, 61), draws=20_000, seed=1)
        assert (found.best, found.best_bases) == (6, (55,))
        assert found.rate == pytest.approx(0.17, abs=0.01)
        assert (found.hits[46 - 30], round(found.mean[46 - 30], 1)) == (3, 2.2)
        again = [monte_carlo(STUDY, range(40, 50), draws=500, seed=seed) for seed in (7, 7, 8)]
        assert again[0] == again[1] != again[2]

    def test_the_scoreboard_names_55_then_33_39_44_58(self):
        table = question_table(STUDY, "scoreboard", marked=46, draws=100).table
        assert table["base"].tolist() == [55, 33, 39, 44, 58, 46]
        assert table["rounding"].tolist() == [7, 5, 5, 5, 5, 3] and set(table["figures"]) == {14}
        assert table.loc[table["base"] == 46, ["truncation", "mixed"]].values.tolist() == [[5, 7]]


class TestControls:
    def test_an_honest_report_passes_in_every_check(self):
        printed = [figure for _, figure in HENAN]
        assert sum(count for count, _ in HENAN) == GRADUATES
        found = bases(printed, GRADUATES, n_min=GRADUATES, closes=True)
        assert found.rounding == found.half_up == (GRADUATES,)
        assert check_closes(printed).modes[0] == "rounding"
        for count, figure in [*HENAN, (GRADUATES - 100, "97.42"), (3 + 195 + 224 + 1610, "52.40")]:
            assert judge(PrintedFigure(figure, count, GRADUATES)).word == "rounding"

    def test_one_wrong_digit_in_it_is_found(self):
        printed = [figure for _, figure in HENAN]
        printed[5] = "41.62"
        assert not check_closes(printed).fits
        assert not bases(printed, GRADUATES, n_min=GRADUATES, closes=True).mixed

    def test_weighted_percentages_are_refused_but_may_close(self):
        topline = [PrintedFigure(printed, base=1615, kind="weighted") for printed in ("37", "46", "11", "5", "1")]
        assert check_closes(topline).fits and {judge(figure).word for figure in topline} == {"untestable"}
        with pytest.raises(sk.AnalysisError, match=r"weighted percentage .* cannot be tested against whole counts"):
            bases(topline, 1615)

    def test_shares_of_costs_close_and_a_select_all_question_does_not(self):
        assert check_closes(pick_figures(FIGURES, "WE-9", "WE-10")).fits
        assert not check_closes(["64", "41", "35", "35", "23", "17"]).fits


class TestRelations:
    def test_common_bases_of_a_part_and_its_whole(self):
        child, parent = pick_figures(FIGURES, "B8-1", "B8-2")
        assert check_nested(child, parent, 125).bases.rounding == (36, 53, 72, 89, 106, 108, 123, 125)
        assert not check_nested(parent, child, 125).fits
        assert check_nested(child, child, 125).bases == bases([child], 125)  # all of a whole are a part of it
        assert check_nested(PrintedFigure("36%", base=125), "52.8%").searched == (125, 125)

    def test_a_share_of_those_counted_uses_their_count_as_base(self):
        parent, child = pick_figures(FIGURES, "BT-1", "BT-2")
        found = check_nested(child, parent, of="parent")
        assert found.bases.rounding == (2061,) and found.searched == (2061, 2061)
        assert not check_nested(PrintedFigure("66%", 583, 880), parent, of="parent").fits

    def test_parts_of_parts_on_unknown_bases(self):
        # 50 % of 33.3 %: 1 of 2 of 6, but a third of 3 is one person, of whom no half can be taken
        assert check_nested("50", "33.3", 12, of="parent").bases.half_up == (6, 12)

    def test_a_total_lies_between_what_the_groups_allow_if_these_can_occur(self):
        found = pool(["40", "60"], [50, 100], "53.3")
        assert found.fits and (found.low, found.high) == (Fraction(160, 3), Fraction(160, 3))
        assert pool(["40", "60"], [50, 100], "54").modes == ("ceiling", "mixed")
        assert not pool(["40", "60"], [50, 100], "55").fits
        assert pool(["40", "60"], None, "60").fits and not pool(["40", "60"], None, "37").fits
        found = pool(["35.9", "60"], [46, 100], "52")
        assert not found.fits and found.low is None

    @pytest.mark.parametrize(("figures", "modes"), [
        (["33.3", "33.3", "33.3"], {"rounding", "half_up", "half_even", "truncation", "mixed"}),
        (["33.4", "33.4", "33.4"], {"ceiling", "mixed"}), (["50", "51"], {"rounding", "half_up", "ceiling", "mixed"}),
        (["0", "100"], {"rounding", "truncation", "half_up", "half_even", "ceiling", "mixed"}), (["49", "49"], set())])
    def test_readings_under_which_figures_close(self, figures, modes):
        assert set(check_closes(figures).modes) == modes

    def test_per_mille_and_percent_do_not_add(self):
        with pytest.raises(sk.AnalysisError, match="all percent or all per mille"):
            check_closes(["50%", "500‰"])
        assert check_closes(["500‰", "500‰"]).fits


class TestLawfulQuestions:
    @pytest.mark.parametrize(("call", "why"), [
        (lambda: bases(["36"], 50, kind="singel"), "no kind of question 'singel'"),
        (lambda: bases(["36"], 50, kind="multi", closes=True), "need not close to 100"),
        (lambda: bases([], 50), "at least one figure"), (lambda: bases(["36"], 50, people=0), "1 or more, not 0"),
        (lambda: bases(["36"], 50, n_min=0), "1 or more, not 0"),
        (lambda: bases(["36"], 50, ties=[Tie(options=(0, 1))]), "positions from 0 to 0"),
        (lambda: bases(["36"], 50, ties=[Tie()]), "must join options"),
        (lambda: repaired(["36"], 50, digits=4), "One to three digits"),
        (lambda: check_nested("36", "52", of="whole"), "not of 'whole'"),
        (lambda: pool(["36"], [10, 20], "36"), "Each rate must have a size"),
        (lambda: monte_carlo(["36"], range(0), draws=10), "must have figures, bases, draws"),
        (lambda: question_table(STUDY, "scoreboard", marked=99), "30 to 60, marked 99")])
    def test_a_question_that_makes_no_sense_is_refused(self, call, why):
        with pytest.raises(sk.AnalysisError, match=why):
            call()

    def test_numbers_beyond_64_bits_are_searched_exactly(self):
        printed = "33.333333333333333333"
        assert bases([printed], 10).rounding == (3, 6, 9) and bases(["33.333333333333333334"], 10).rounding == ()
        assert bases([printed, "99999999999999999999"], 10, kind="multi").mixed == ()
        assert bases(["50.000000000000000000"], 4).rounding == (2, 4)


class TestHowVerdictsSpeak:
    @pytest.mark.parametrize(("figure", "reading", "searched", "accident"), [
        (PrintedFigure("43%", base=46), "half_up", (46, 46), Fraction(47, 101)),
        (PrintedFigure("92%", 46, 50), "exact", (50, 50), Fraction(51, 101)),
        (PrintedFigure("67.3%", base=46), "truncation", (46, 46), Fraction(47, 1001)),
        (PrintedFigure("65.22%", base=46), "half_up", (46, 46), Fraction(47, 10001)),
        (PrintedFigure("12%", 1, 8), "half_even", (8, 8), Fraction(9, 101)),
        (PrintedFigure("37%", 3, 8), "rounding", (8, 8), Fraction(9, 101)),
        (PrintedFigure("15%", 1, 7), "ceiling", (7, 7), Fraction(8, 101)),
        (PrintedFigure("65.40%", 1136, 1740), None, (1136, None), Fraction(1741, 10001)),
        (PrintedFigure("44%", 2134), None, (2134, None), None), (PrintedFigure("约44%", 2134), None, None, None)])
    def test_it_carries_reading_range_and_accident_rate(self, figure, reading, searched, accident):
        found = judge(figure)
        assert (found.reading, found.searched, found.accident) == (reading, searched, accident)

    def test_a_raised_figure_is_not_called_impossible(self):
        assert judge(PrintedFigure("15%", 1, 7)).word == "raised"
        assert judge(PrintedFigure("14.3%", 1, 7)).word == "rounding"

    @pytest.mark.parametrize(("language", "said"), [
        ("en", "67.3%: by truncation; reading: truncated; bases examined: 46; "
               "4.7% of all figures with as many decimals match by chance. An inconsistency is not misconduct"),
        ("zh", "67.3%：与截尾相容；读法：截尾；检验过的基数：46；小数位相同的随机数值中有 4.7% 相容。"
               "报告值不一致不等于学术不端")])
    def test_it_says_that_an_inconsistency_is_not_misconduct(self, language, said):
        found = judge(PrintedFigure("67.3%", base=46))
        assert found.words()[language].startswith(said) and str(found) == found.words()["en"]

    def test_the_table_shows_reading_range_and_accident_rate(self):
        shown = sk.audit_figures(pick_figures(FIGURES, "WE-2", "HH-4", "DHU-Q2a")).grid("en")
        assert [row[3:] for row in shown.rows] == [
            ("237/–", "", "", "≥ 237: 500", "", "base missing"),
            ("1136/1740", "×", "65.345, 65.402", "≥ 1136: 1737", "17.4", "needs another base"),
            ("–/46", "31 (truncated)", "65.22, 67.39", "46", "4.7", "by truncation")]


class TestFigureWords:
    @pytest.mark.parametrize(("name", "zh", "en"), [
        ("XJ-1", "留疆", "Stayed in Xinjiang"), ("HH-4", "知识及格率", "Passed the knowledge test"),
        ("DHU-Q1a", "最大困难：现实与理想差距",
         "Biggest difficulty during service: reality far from ideals, inner doubt")])
    def test_nothing_is_said_twice(self, name, zh, en):
        assert figure_words(*pick_figures(FIGURES, name)) == {"zh": zh, "en": en}

    def test_a_word_within_a_word_is_another_word(self):
        figure = PrintedFigure("44.2%", name="w", question={"zh": "学员", "en": "women in training"},
                           option={"zh": "男", "en": "men"})
        assert figure_words(figure) == {"zh": "学员：男", "en": "Women in training: men"}


class TestNumerals:
    @pytest.mark.parametrize(("printed", "digits", "scale"), [
        ("６７．３％", "67.3", 100), ("百分之六十七点三", "67.3", 100), ("百分之43", "43", 100),
        ("百分之一百", "100", 100), ("百分之十", "10", 100), ("百分之二十", "20", 100), ("百分之九", "9", 100),
        ("百分之零点五", "0.5", 100), ("千分之五", "5", 1000), ("5 ‰", "5", 1000), ("百分之一百零五", "105", 100),
        ("67.3 %", "67.3", 100)])
    def test_full_width_and_chinese_numerals_are_read_as_what_they_say(self, printed, digits, scale):
        figure = PrintedFigure(printed)
        assert (figure.digits, figure.scale, figure.exact) == (digits, scale, True)

    @pytest.mark.parametrize("printed", [
        "百分之", "百分之点三", "百分之六十七点", "百分之十十", "四成", "6²%", "67,3%", "1,234%", "百分之几",
        "百分之三至五", "约10%左右", "6:5", "1/4以上", "", "4成", "≥95%"])
    def test_what_is_no_number_is_not_guessed(self, printed):
        assert not PrintedFigure(printed).exact
        with pytest.raises(sk.ReadError, match="must be a number as printed"):
            attainable(printed, 46)

    @pytest.mark.parametrize("printed", ["-5%", "−5%", "－５％", "负5%", "百分之负五"])
    def test_a_share_under_zero_is_refused(self, printed):
        with pytest.raises(sk.ReadError, match="cannot be under zero"):
            attainable(printed, 46)
        assert judge(PrintedFigure(printed, 3, 46)).word == "untestable"

    def test_more_than_everybody_is_never_attained(self):
        assert attainable("100.4", 46).mixed == () and attainable("101", 46).mixed == ()
        assert attainable("100", 46).rounding == (46,) and judge(PrintedFigure("120%", base=50)).word == "impossible"


class TestSentences:
    @pytest.mark.parametrize(("result", "en"), [
        (lambda: question_table(pick_figures(FIGURES, "DHU-Q3*"), "ticks", people=46, n_min=30),
         "13 numbers of ticks from 30 to 230 can give these figures by rounding; 9 of them need more than 46 ticks on "
         "one option, 4 remain possible."),
        (lambda: question_table(pick_figures(FIGURES, "DHU-Q2*"), "ticks", people=46),
         "“Career planning while at university” (67.3%, 16.2%, 12.7%): no number of ticks from 2 to 230 gives these "
         "figures by rounding."),
        (lambda: question_table(pick_figures(FIGURES, "DHU-Q2*"), "repairs"),
         "with 16.2 → 16.4, the figures are consistent with a base of 55 (37 + 9 + 7)."),
        (lambda: question_table(pick_figures(FIGURES, "DHU-Q2*"), "repairs", n_max=50),
         "no replacement of digits (at most 1)"),
        (lambda: question_table(pick_figures(FIGURES, "DHU-Q3*"), "repairs", n_min=39, n_max=39),
         "as printed, the figures"),
        (lambda: question_table(pick_figures(FIGURES, "DHU-Q3*"), "accidents"),
         "13 of 229 bases fit; of random figures with the same precision, 4.1 would be expected."),
        (lambda: question_table(STUDY, "scoreboard"),
         "Most figures fit 55 (7 of 14). Of 20000 random sets of 13 distinct"),
        (lambda: sk.audit.consistency_table([check_closes(["60%", "40%"]), check_nested("60%", "40%", 50)]),
         "Of 2 checks: 1 possible, 1 not possible.")])
    def test_tables_of_questions_are_put_into_words(self, result, en):
        said = sk.interpret(result()).text
        assert en in said["en"] and said["zh"]

    def test_a_check_that_fails_shows_what_is_allowed(self):
        groups = pool([PrintedFigure("40%"), PrintedFigure("60%")], [50, 100], PrintedFigure("49%"))
        rows = sk.audit.consistency_table([groups, check_closes(QUESTIONS["Q2"])]).grid("en").rows
        assert [row[1:] for row in rows] == [("40%, 60% → 49%", "53.3", "not possible"),
                                             ("67.3%, 16.2%, 12.7%", "96.05–96.35", "not possible")]


WRONG = [
    (lambda: audit.attainable("67.3", 46.0), "A base must be a whole number, not 46.0"),
    (lambda: audit.attainable("67.3", "46"), "A base must be a whole number, not '46'"),
    (lambda: audit.attainable("67.3", True), "A base must be a whole number, not True"),
    (lambda: audit.attainable("67.3", 0), "A base must be 1 or more, not 0"),
    (lambda: audit.attainable(67.3, 46), "the string that was printed, not 67.3"),
    (lambda: audit.implied_base(-1, "44%"), "A count must be 0 or more"),
    (lambda: audit.implied_base("2134", "44%"), "A count must be a whole number"),
    (lambda: audit.bases("35.9", 230), "must stand in a list"),
    (lambda: audit.bases(["35.9"], "230"), "The largest base must be a whole number"),
    (lambda: audit.bases(["35.9"], 10**12), "At most 10,000,000 bases"),
    (lambda: audit.check_closes("60"), "must stand in a list"),
    (lambda: audit.check_closes([60.0, 40.0]), "the string that was printed"),
    (lambda: audit.check_pooled(["40", "60"], [50, "100"], "53.3"), "A size must be a whole number"),
    (lambda: audit.check_pooled("40", [50], "53.3"), "must stand in a list"),
    (lambda: audit.repair(["67.3"], 55.0), "A base must be a whole number"),
    (lambda: audit.repair("67.3", 55), "must stand in a list"),
    (lambda: accident("35.9", [46]), "must stand in a list"),
    (lambda: audit.monte_carlo(["36%"], "46"), "A base must be a whole number"),
    (lambda: possible_counts("36", 46), "must stand in a list"),
    (lambda: audit.reconstruct(["36"], 46.0), "A base must be a whole number"),
    (lambda: audit.grim("3.45", "20"), "People and items must be whole numbers"),
    (lambda: audit.grimmer("3.45", "1.20", 20.0), "People and items must be whole numbers"),
    (lambda: PrintedFigure(67.3, base=46), "the string that was printed"),
    (lambda: PrintedFigure("67.3", base=46.5), "A base must be a whole number"),
    (lambda: PrintedFigure("67.3", count=-1, base=46), "A count must be 0 or more")]


@pytest.mark.parametrize(("ask", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_question_is_refused_in_words(ask, said):
    with pytest.raises(AnalysisError, match=said):
        ask()


def test_numbers_of_numpy_whole_percentages_and_strings_alone_are_taken():
    assert audit.attainable("67.4", np.int64(46)).rounding == (31,)
    assert audit.attainable(43, 46).rounding == (20,)
    assert audit.check_closes([60, 40]).fits
    assert PrintedFigure("43", np.int64(20), np.int64(46)) == PrintedFigure("43", 20, 46)
    assert accident(["35.9"], 46) == accident(["35.9"], [46])
    assert judge("67.3%") == judge(PrintedFigure("67.3%"))


@pytest.mark.parametrize(("figure", "zh", "en"), [
    (PrintedFigure("44%", 2134), "相容的基数：4796–4905", "bases that fit: 4796–4905"),
    (PrintedFigure("65.40%", 1136, 1740), "相容的基数：1737", "bases that fit: 1737"),
    (PrintedFigure("35.9%", base=46), "最接近的相容值：34.78, 36.96", "nearest attainable: 34.78, 36.96")])
def test_a_verdict_says_what_would_fit_in_both_languages(figure, zh, en):
    said = judge(figure).words()
    assert zh in in_language(said, "zh") and en in in_language(said, "en")
    assert "不等于学术不端" in in_language(said, "zh") and "not misconduct" in in_language(said, "en")


def test_a_notebook_shows_a_verdict_in_both_languages():
    shown = judge(PrintedFigure("43%", base=46))._repr_mimebundle_()["text/plain"]
    assert shown.splitlines() == [in_language(judge(PrintedFigure("43%", base=46)).words(), side)
                                  for side in ("zh", "en")]
