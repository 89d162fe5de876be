"""The figure audit: line by line with what was worked out by hand, and with brute force."""

from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import prod
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import surveykit as sk
from surveykit.audit import PrintedFigure, attainable, bases, implied_base, judge, pick_figures, question_table
from surveykit.audit.figures.chance_rate import chance_rate
from surveykit.audit.figures.judge import VERDICTS as WORDS
from surveykit.audit.figures.reading_modes import MODES

RAW = Path(__file__).parents[1] / "data/raw/published"
FIGURES = sk.read_figures(RAW / "published_figures.csv")
BY_NAME = {figure.name: figure for figure in FIGURES}

# The 14 figures of the founding study on 46 forms: counts by rounding and by cutting, nearest values.
ON_46 = {
    "DHU-Q1a": ("36%", (), (17,), "34.78, 36.96"), "DHU-Q1b": ("36%", (), (17,), "34.78, 36.96"),
    "DHU-Q2a": ("67.3%", (), (31,), "65.22, 67.39"), "DHU-Q2b": ("16.2%", (), (), "15.22, 17.39"),
    "DHU-Q2c": ("12.7%", (), (), "10.87, 13.04"), "DHU-Q3a": ("35.9%", (), (), "34.78, 36.96"),
    "DHU-Q3b": ("28.2%", (), (13,), "26.09, 28.26"), "DHU-Q4a": ("43%", (20,), (20,), "41.30, 43.48"),
    "DHU-Q4b": ("30.8%", (), (), "30.43, 32.61"), "DHU-Q5a": ("24.2%", (), (), "23.91, 26.09"),
    "DHU-Q5b": ("22%", (10,), (), "21.74, 23.91"), "DHU-Q5c": ("19.7%", (), (), "19.57, 21.74"),
    "DHU-Q6a": ("45.5%", (), (), "43.48, 45.65"), "DHU-Q6d": ("9%", (4,), (), "8.70, 10.87")}
STUDY = pick_figures(FIGURES, *ON_46)
# Bases on which all figures of a question are attainable together by rounding.
JOINT = {
    "DHU-Q1*": (55, [11, 14, 22, 25, 28, 33, 36, 39, 42, 44, 45, 47, 50, 53, 55]), "DHU-Q2*": (230, []),
    "DHU-Q3*": (230, [39, 78, 103, 117, 131, 142, 156, 170, 181, 195, 206, 209, 220]),
    "DHU-Q4*": (146, [65, 91, 104, 107, 117, 120, 130, 133, 143, 146]), "DHU-Q5*": (230, [132, 157, 178, 198, 223]),
    "DHU-Q6*": (123, [11, 22, 33, 44, 55, 66, 77, 88, 99, 101, 110, 112, 121, 123])}
# Recomputed percentages of the figures that print count and base.
VERDICTS = {
    "exact": ["DHU-R1", "WE-7", "HH-5"], "rounding": ["BT-1", "BT-2", "HH-1", "HH-2", "HH-3", "WE-3", "WE-6"],
    "other_base": ["HH-4"], "base_missing": ["NAT-1", "WE-1", "WE-2"],
    "no_percent": ["BT-3", "BT-6", "BT-7", "XJ-1", "ST-1", "HH-6", "HH-7", "HH-8", "HH-9", "WE-5"]}
ROUGH = ["BT-4", "BT-5", "JX-1", "NAT-2", "TEN-1", "TEN-2", "TEN-5", "TEN-6", "TEN-7", "ST-2", "ST-3", "ST-4", "WE-4"]
UNTESTABLE = [*ROUGH, "DHU-I1", "DHU-Q6b", "DHU-Q6c", "B8-1", "B8-2", "B8-3", "B7-1", "XZ-1", "TEN-3",
              "TEN-4", "JX-2", "WE-8", "WE-9", "WE-10", *[f"TG-{k}" for k in range(1, 20)]]


def kept(figures: str) -> tuple[PrintedFigure, ...]:
    """The figures of a question that print a number."""
    return tuple(figure for figure in pick_figures(FIGURES, figures) if figure.exact)


class TestTheFourteenFigures:
    @pytest.mark.parametrize("name", ON_46)
    def test_counts_and_nearest_values_on_46(self, name):
        printed, by_rounding, by_cutting, nearest = ON_46[name]
        assert BY_NAME[name].printed == printed
        found = attainable(printed, 46)
        assert (found.rounding, found.truncation) == (by_rounding, by_cutting)
        row = sk.audit_figures([BY_NAME[name]]).table.iloc[0]
        assert row["nearest"] == nearest
        shown = [str(counts[0]) if counts else "×" for counts in (by_rounding, by_cutting)]
        assert [row["rounding"], row["truncation"]] == shown

    def test_3_fit_by_rounding_5_by_cutting_7_by_either(self):
        each = [attainable(figure, 46) for figure in STUDY]
        assert sum(bool(one.rounding) for one in each) == 3
        assert sum(bool(one.truncation) for one in each) == 5
        assert sum(bool(one.rounding or one.truncation) for one in each) == 7

    @pytest.mark.parametrize(("printed", "count"), [("36", 18), ("22", 11)])
    def test_on_50_two_are_exact_and_no_other_fits(self, printed, count):
        assert attainable(printed, 50).rounding == (count,)
        assert judge(PrintedFigure(printed, base=50)).word == "exact"
        others = {figure.printed for figure in STUDY} - {"36%", "22%"}
        assert not any(attainable(figure, 50).rounding for figure in others)

    @pytest.mark.parametrize("question", JOINT)
    def test_bases_that_fit_a_whole_question(self, question):
        n_max, expected = JOINT[question]
        figures = kept(question)
        assert list(bases(figures, n_max, kind=figures[0].kind).rounding) == expected

    def test_no_base_of_a_reasonable_size_fits_all_questions(self):
        assert bases(kept("DHU-Q2*"), 315).rounding == (260, 284, 315)
        assert [attainable(figure, 260).rounding for figure in kept("DHU-Q2*")] == [(175,), (42,), (33,)]
        fits = {name: [46 in way for way in bases(kept(name), 46, kind="multi")[:2]] for name in JOINT}
        assert fits.pop("DHU-Q1*") == [False, True]
        assert set(map(tuple, fits.values())) == {(False, False)}
        assert bases(STUDY, 624, n_min=2, kind="multi").rounding == (624,)
        assert bases(STUDY, 573, n_min=2, kind="multi").truncation == (573,)

    def test_the_scoreboard_from_30_to_60_and_how_many_fit_by_chance(self):
        states = question_table(STUDY, "map", n_min=30, n_max=60).settings["states"]
        hits = {n: sum(letters[n - 30] in "BR" for letters in states.values()) for n in range(30, 61)}
        assert hits[55] == 7 and {n for n in hits if hits[n] == 5} == {58, 44, 39, 33}
        assert (hits[46], hits[50]) == (3, 3) and max(v for n, v in hits.items() if n != 55) == 5
        found = question_table(STUDY, "map", n_min=30, n_max=60)
        assert found.settings["by_chance"][46 - 30] == pytest.approx(2.75, abs=0.01)

    @pytest.mark.parametrize(("question", "expected"), [
        ("DHU-Q1*", 164.2), ("DHU-Q2*", 0.7), ("DHU-Q3*", 4.1), ("DHU-Q4*", 25.1), ("DHU-Q5*", 4.0), ("DHU-Q6*", 25.1)])
    def test_accidents_over_2_to_230_are_as_worked_out(self, question, expected):
        each = [prod(chance_rate(figure, n) for figure in kept(question)) for n in range(2, 231)]
        assert round(float(sum(each)), 1) == expected


class TestVerdicts:
    def test_every_figure_of_the_file_has_the_verdict_worked_out_by_hand(self):
        known = {name: word for word, names in VERDICTS.items() for name in names}
        known |= dict.fromkeys(UNTESTABLE, "untestable")
        for name, (_, by_rounding, by_cutting, _) in ON_46.items():
            known[name] = "rounding" if by_rounding else "truncated" if by_cutting else "impossible"
        assert {figure.name: judge(figure).word for figure in FIGURES} == known

    @pytest.mark.parametrize(("name", "percent"), [
        ("BT-1", 42.843), ("BT-2", 66.025), ("HH-1", 68.481), ("HH-2", 37.639), ("HH-3", 71.539), ("WE-3", 33.116),
        ("WE-6", 8.824), ("HH-4", 65.287), ("BT-3", 76.36), ("XJ-1", 38.15), ("ST-1", 56.40), ("HH-6", 81.40),
        ("HH-7", 16.57), ("HH-8", 29.09), ("HH-9", 37.24), ("WE-5", 16.92)])
    def test_percentages_recomputed_from_count_and_base(self, name, percent):
        table = sk.audit.proportions([BY_NAME[name]]).table
        decimals = len(str(percent).partition(".")[2])
        assert 100 * table["estimate"].iloc[0] == pytest.approx(percent, abs=0.51 * 10**-decimals)

    @pytest.mark.parametrize(("name", "count", "base", "low", "high"), [
        ("BT-1", 883, 2061, 40.72, 44.99), ("BT-2", 583, 883, 62.84, 69.07), ("", 583, 2061, 26.38, 30.27),
        ("XJ-1", 1678, 4398, 36.73, 39.60), ("DHU-R1", 46, 50, 81.16, 96.85)])
    def test_wilson_intervals(self, name, count, base, low, high):
        figure = BY_NAME.get(name, PrintedFigure("", 583, 2061))
        assert (figure.count, figure.base) == (count, base)
        ends = 100 * sk.audit.proportions([figure]).table[["low", "high"]].iloc[0]
        assert ends.tolist() == pytest.approx([low, high], abs=0.005)

    @pytest.mark.parametrize(("name", "by_rounding", "by_cutting"), [
        ("NAT-1", (4796, 4905), (4743, 4850)), ("WE-1", (7065, 7080), (7057, 7072)), ("WE-2", (500, 500), (499, 500))])
    def test_bases_implied_by_a_count(self, name, by_rounding, by_cutting):
        assert judge(BY_NAME[name]).bases[:2] == (by_rounding, by_cutting)

    def test_the_knowledge_test_needs_1138_of_1740_or_1136_of_1737_and_87_of_290_is_exactly_30(self):
        verdict = judge(BY_NAME["HH-4"])
        assert verdict.attained.rounding == (1138,)
        assert verdict.bases.rounding == (1737, 1737)
        assert judge(BY_NAME["HH-5"]).word == "exact" and 87 in attainable("30%", 290).rounding

    def test_nested_figures_share_the_bases_worked_out(self):
        pair = pick_figures(FIGURES, "B8-1", "B8-2")
        assert bases(pair, 125, kind="multi").rounding[:8] == (36, 53, 72, 89, 106, 108, 123, 125)

    @pytest.mark.parametrize(("count", "printed"), [
        (3, "0.08"), (703, "18.13"), (195, "5.03"), (224, "5.78"), (1610, "41.52"), (100, "2.58"),
        (1010, "26.04"), (30, "0.77"), (3778, "97.42"), (2032, "52.40")])
    def test_an_honest_report_passes(self, count, printed):
        # a Henan college, class of 2022: nine destinations of 3878 graduates
        assert judge(PrintedFigure(printed, count, 3878)).word in {"exact", "rounding"}

    @pytest.mark.parametrize(("figure", "word"), [
        (PrintedFigure("120%", base=50), "impossible"),       # 60 of 50
        (PrintedFigure("0%", 0, 46), "exact"), (PrintedFigure("0%", base=46), "exact"),
        (PrintedFigure("0%", 1, 46), "other_base"),           # 1 of 200 or more
        (PrintedFigure("44%", 0), "impossible"),              # nobody is never 44 %
        (PrintedFigure("99%", 3), "impossible"),              # 3 of 3 is 100, 3 of 4 is 75
        (PrintedFigure("99%", 3, 100), "impossible"), (PrintedFigure("50%", 23, 46), "exact"),
        (PrintedFigure("50.0%", 23, 46), "exact"), (PrintedFigure("2.5‰", 1, 400), "exact"),
        (PrintedFigure("", 1, 2), "no_percent"), (PrintedFigure("44%"), "untestable"),
        (PrintedFigure("约44%", 44, 100), "untestable"), (PrintedFigure("44%", 44, 100, kind="target"), "untestable"),
        (PrintedFigure("44%", 44, 100, rough=True), "untestable"), (PrintedFigure("", 1, 2, rough=True), "untestable")])
    def test_corner_cases(self, figure, word):
        assert judge(figure).word == word


class TestRoughFigures:
    def test_exactly_the_rows_whose_notes_say_so_are_rough(self):
        assert sorted(figure.name for figure in FIGURES if figure.rough) == sorted(ROUGH)

    @pytest.mark.parametrize("name", ["BT-5", "NAT-2", "TEN-1", "TEN-2"])
    def test_no_share_is_computed_from_them(self, name):
        with pytest.raises(sk.AnalysisError, match="must have an exact count"):
            sk.audit.proportions([BY_NAME[name]])
        with pytest.raises(sk.AnalysisError, match="must have an exact count"):
            sk.audit.contrasts([(BY_NAME["BT-1"], BY_NAME[name])])
        with pytest.raises(sk.AnalysisError, match="must have an exact count"):
            sk.audit.missing_base([BY_NAME[name]], ranges={name: (50_000, 60_000)})

    def test_their_bounds_are_not_shown_as_counts(self):
        table = sk.audit_figures([BY_NAME["NAT-2"]]).table
        assert table[["n", "base"]].isna().all(axis=None) and table["verdict"].tolist() == ["untestable"]

    @pytest.mark.parametrize(("note", "rough"), [
        ("printed as a placement rate", False), ("base = all trainees", False),
        ("through the boundary", False), ("only roughly so", False), ("a rough figure", True),
        ("upper bound only", True), ("printed as nearly 6000", True), ("约数", True)])
    def test_a_note_makes_a_figure_rough_only_if_it_says_so(self, tmp_path, note, rough):
        head = "id,question_zh,question_en,option_zh,option_en,figure_as_printed,count,base,kind,base_note\n"
        (tmp_path / "f.csv").write_text(f"{head}a,,,,,44%,44,100,rate,{note}\n", encoding="utf-8")
        assert sk.read_figures(tmp_path / "f.csv")[0].rough is rough


class TestBruteForce:
    @pytest.mark.parametrize("decimals", [0, 1, 2])
    def test_attainable_finds_what_counting_finds(self, decimals):
        unit = Decimal(1).scaleb(-decimals)
        for n in [*range(1, 41), 46, 50, 55, 99, 100, 101, 120]:  # every base to 500: test_audit_brute
            rounded, cut = {}, {}
            for k in range(n + 1):
                exact = Decimal(100 * k) / n
                for way in (ROUND_HALF_UP, ROUND_HALF_DOWN):
                    rounded.setdefault(str(exact.quantize(unit, way)), set()).add(k)
                cut.setdefault(str(exact.quantize(unit, ROUND_DOWN)), set()).add(k)
            # all strings on every base; with two decimals, where most cannot occur, on four
            strings = {*rounded, *cut}
            if decimals < 2 or n in {46, 50, 55, 120}:
                strings |= {str(step * unit) for step in range(100 * 10**decimals + 1)}
            for printed in strings:
                found = attainable(printed, n)
                assert found.rounding == tuple(sorted(rounded.get(printed, ())))
                assert found.truncation == tuple(sorted(cut.get(printed, ())))

    @given(st.data())
    def test_an_honest_figure_is_attainable_and_never_impossible(self, data):
        n = data.draw(st.integers(1, 5000))
        k, decimals = data.draw(st.integers(0, n)), data.draw(st.integers(0, 3))
        way = data.draw(st.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN]))
        whole, rest = divmod(Fraction(100 * 10**decimals * k, n), 1)
        up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and way == ROUND_HALF_UP)
        printed = str(Decimal(int(whole) + up).scaleb(-decimals))
        assert k in attainable(printed, n).rounding
        bad = {"impossible", "other_base", "truncated"}
        assert judge(PrintedFigure(printed, k, n)).word not in bad
        assert judge(PrintedFigure(printed, None, n)).word not in bad
        assert judge(PrintedFigure(printed, k)).word not in bad
        if Fraction(printed) > 0:
            low, high = implied_base(k, printed).rounding
            assert low <= n <= high

    @given(st.integers(1, 300), st.integers(0, 1000).map(lambda x: f"{x / 10:.1f}"))
    def test_every_implied_base_gives_the_figure_and_no_other_does(self, count, printed):
        for mode, ends in zip(MODES, implied_base(count, printed), strict=True):
            if Fraction(printed) == 0:
                assert ends == ()
                continue
            low, high = ends or (1, 0)
            endless = not ends and mode in ("ceiling", "mixed") and Fraction(printed) == Fraction(1, 10)
            for n in {count, low - 1, low, high, high + 1} - {0}:
                if n >= count and not endless:
                    assert attainable(printed, n).holds(mode, count) == (low <= n <= high)


class TestTables:
    def test_verdicts_are_in_order_and_figures_without_a_question_are_named_by_their_id(self):
        assert tuple(sk.audit_figures(FIGURES).labels["verdict"]) == WORDS
        blank = {"zh": "", "en": ""}
        found = sk.audit_figures([PrintedFigure("36%", base=46, name="q1", question=blank, option=blank)])
        assert found.grid("zh").rows[0][0] == "q1"

    def test_questions_of_other_studies_or_bases_are_not_taken_together(self):
        same = {"question": {"zh": "去向", "en": "destination"}}
        figures = [PrintedFigure("36%", name="a", **same), PrintedFigure("52.8%", name="b", study="other", **same),
                   PrintedFigure("66%", name="c", base=883, **same), PrintedFigure("12%", name="d", **same)]
        assert question_table(figures, n_max=60).table["printed"].tolist() == ["36%, 12%", "52.8%", "66%"]

    def test_what_no_table_can_hold_is_refused(self):
        with pytest.raises(sk.AnalysisError, match="must have a name of its own"):
            question_table([PrintedFigure("36%"), PrintedFigure("22%")], "map")
        with pytest.raises(sk.AnalysisError, match="30 to 40, marked 46"):
            question_table(STUDY, "map", n_min=30, n_max=40, marked=46)
        with pytest.raises(sk.AnalysisError, match="a count within its base"):
            sk.audit.proportions([PrintedFigure("", 51, 50)])

    def test_differences_on_small_bases_carry_no_decimals_and_all_say_their_level(self):
        small = sk.audit.contrasts([(BY_NAME["WE-6"], BY_NAME["BT-1"])]).grid("en").rows[0]
        large = sk.audit.contrasts([(BY_NAME["BT-1"], BY_NAME["XJ-1"])]).grid("en").rows[0]
        assert small[-2:] == ("−34", "[−40, −20]") and large[-2:] == ("+4.7", "2.1–7.3")
        found = sk.audit.contrasts([(BY_NAME["BT-1"], BY_NAME["XJ-1"])], level=0.9)
        assert "90% CI (points)" in repr(found.in_language("en")) and "95" not in repr(found)

    @pytest.mark.parametrize("span", [(300, 999), (999, 901)])
    def test_a_range_begins_at_the_count_and_runs_upwards(self, span):
        with pytest.raises(sk.AnalysisError, match="a range of bases from its count upwards"):
            sk.audit.missing_base([BY_NAME["XZ-1"]], ranges={"XZ-1": span})

    def test_beside_speaks_of_no_study_names_the_types_of_both_and_refuses_unlike_ones(self, cleaned):
        plans = sk.frequencies(cleaned, "plan_after_service")
        found = sk.audit.compare_with_survey(FIGURES, RAW / "questionnaire_links.csv", [plans])
        assert found.table["printed"].tolist() == ["45.5%", "–", "–", "9%"]
        assert not any(character.isdigit() for note in found.notes for character in note["zh"])
        assert set(found.table["kinds"]) == {"single"} and found.table["of_responses"].isna().all()
        links, policies = RAW / "questionnaire_links.csv", sk.multiple_response(cleaned, "policies")
        found = sk.audit.compare_with_survey(FIGURES, links, [policies])
        assert set(found.table["kinds"]) == {"multi"} and found.table["ticks"].tolist() == [65, 65]
        assert (100 * found.table["of_responses"]).round(1).tolist() == [43.1, 30.8]
        others = [replace(figure, kind="single") for figure in FIGURES if figure.name.startswith("DHU-Q")]
        with pytest.raises(sk.AnalysisError, match="'policies' takes multi here, and single where DHU-Q4a was printed"):
            sk.audit.compare_with_survey(others, links, [policies])
        told = sk.audit.compare_with_survey(others, links, [policies], unlike=True)
        assert "published: one; here: several" in repr(told.in_language("en"))


class TestFiles:
    @pytest.mark.parametrize(("text", "why"), [
        ("id,question_zh\na,b\n", "must have the column 'question_en'"), ("", "and at least one row"),
        ("id,question_zh,question_en,option_zh,option_en,figure_as_printed,count,base,kind\n"
         "a,,,,,1%,²,4,rate\n", "count must be a whole number, not '²'")])
    def test_a_damaged_file_is_refused_by_name(self, tmp_path, text, why):
        (tmp_path / "figures.csv").write_text(text, encoding="utf-8")
        with pytest.raises(sk.ReadError, match=why) as error:
            sk.read_figures(tmp_path / "figures.csv")
        assert "figures.csv" in error.value.where

    @pytest.mark.parametrize("read", [sk.read_figures, lambda path: sk.audit.compare_with_survey(FIGURES, path, [])])
    def test_a_file_that_is_not_utf_8_is_refused(self, tmp_path, read):
        (tmp_path / "f.csv").write_bytes("问题".encode("gb18030"))
        with pytest.raises(sk.ReadError, match="must be CSV in UTF-8"):
            read(tmp_path / "f.csv")

    def test_a_row_that_ends_early_has_empty_cells(self, tmp_path):
        head = "id,question_zh,question_en,option_zh,option_en,figure_as_printed,count,base,kind"
        (tmp_path / "f.csv").write_text(f"{head}\na,x\n", encoding="utf-8")
        figure = sk.read_figures(tmp_path / "f.csv")[0]
        assert (figure.printed, figure.count, figure.base) == ("", None, None)
