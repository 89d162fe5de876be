"""Shares, means, select-all questions and the flow of forms: bases and missing add up."""

import re
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option

YES_NO = tuple(Option(v, {"zh": z, "en": v}, s) for v, z, s in (("yes", "是", 1.0), ("no", "否", 2.0)))
SIDES = tuple(Option(v, {"zh": z, "en": v}) for v, z in (("left", "左"), ("right", "右"), ("up", "上")))


def survey_of(frame: pd.DataFrame) -> sk.Survey:
    """A survey of q (single), by (single), s (select-all) and x (number)."""
    book = Codebook((Item("q", "single", {"zh": "题", "en": "Question"}, SIDES),
                     Item("by", "single", {"zh": "组", "en": "Group"}, YES_NO),
                     Item("s", "multiple", {"zh": "多选", "en": "Set"}, YES_NO),
                     Item("x", "number", {"zh": "数", "en": "Number"})))
    return sk.Survey.from_frame(frame, book)


def small(n: int = 6, **columns: list) -> sk.Survey:
    """Six people who answered everything, with columns replaced."""
    frame = pd.DataFrame({"q": ["left", "left", "right", "left", "right", "left"],
                          "by": ["yes", "yes", "no", "no", "yes", "no"], "s__yes": [1, 0, 1, 1, 0, 0],
                          "s__no": [0, 1, 1, 0, 0, 1], "x": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}).head(n)
    return survey_of(frame.assign(**columns))


def later(**columns: list) -> sk.Survey:
    """The six people after a step that left answers no codebook foresees."""
    survey = small()
    frame = survey.responses.assign(**columns)
    missing = survey._missing.copy()
    for name in columns:
        missing[name] = frame[name].isna().astype("int8") * 2
    return survey.with_responses(frame, step=sk.Step("recode", "test"), missing=missing)


def adds_up(result: sk.Result, rows: int) -> bool:
    """Whether base and missing together are everybody."""
    return result.base + sum(result.missing.values()) == rows


class TestFrequencies:
    def test_it_keeps_zero_options(self):
        table = sk.frequencies(small(), "q").table
        assert table["option"].tolist() == ["left", "right", "up"]
        assert table["n"].tolist() == [4, 2, 0]
        assert table["low"].iloc[2] == 0 and 0 < table["high"].iloc[2] < 1

    def test_values_of_a_number_are_counted_one_by_one_and_not_too_many(self):
        table = sk.frequencies(small(x=[2.0, 2.5, 2.0, None, 7.0, 2.0]), "x").table
        assert table["option"].tolist() == ["2", "2.5", "7"] and table["n"].tolist() == [3, 1, 1]
        assert sk.crosstab(small(), "x", by="by").table["n"].sum() == 12
        many = sk.Survey.from_frame(pd.DataFrame({"x": np.arange(61.0)}), Codebook((Item("x", "number", {}),)))
        with pytest.raises(sk.AnalysisError, match=r"(?s)holds 61 different numbers.*means\(survey, 'x'\), or bands"):
            sk.frequencies(many, "x")

    def test_a_number_of_few_values_makes_groups_and_one_of_many_none(self):
        counts = sk.crosstab(small(x=[1.0, 2.0, 1.0, None, 2.0, 1.0]), "q", by="x").table.groupby("group")["n"].sum()
        assert (counts["1"], counts["2"]) == (3, 2)
        with pytest.raises(sk.AnalysisError, match=r"(?s)13 different numbers; by= counts 12 at most.*derive\("):
            sk.means(sk.Survey.from_frame(pd.DataFrame({"x": range(13), "y": range(13)})), "y", by="x")

    def test_but_it_refuses_text_items(self, cleaned):
        with pytest.raises(sk.AnalysisError, match="kind single or rating or number; 'suggestion' is text"):
            sk.frequencies(cleaned, "suggestion")

    def test_it_refuses_a_base_of_nobody(self):
        with pytest.raises(sk.AnalysisError, match="Nobody answered 'q' here"):
            sk.frequencies(small(q=[None] * 6), "q")

    def test_it_names_both_items_when_nobody_has_a_group(self):
        with pytest.raises(sk.AnalysisError, match="Nobody answered 'q' and 'by' here"):
            sk.frequencies(small(by=[None] * 6), "q", by="by")

    def test_it_describes_one_respondent(self):
        table = sk.frequencies(small(1), "q").table
        assert table["estimate"].tolist() == [1, 0, 0]
        assert table["se"].tolist() == [0, 0, 0] and table["low"].iloc[0] < 0.3

    def test_a_group_without_answers_has_a_base_of_zero_and_no_share(self):
        result = sk.frequencies(small(q=["left", "left", None, None, "right", None]), "q", by="by")
        rows = result.table[result.table["group"] == "no"]
        assert rows["base"].tolist() == [0, 0, 0] and rows["estimate"].isna().all()
        assert "0/0" in repr(result) and "nan" not in repr(result)

    def test_it_refuses_an_answer_that_is_no_option(self):
        with pytest.raises(sk.AnalysisError, match="must be among its options; not so: 'down'"):
            sk.frequencies(later(q=["left", "down", "left", "left", "left", "left"]), "q")

    def test_base_missing_and_no_group_add_up(self):
        survey = small(q=["left", None, "right", "left", None, "up"], by=["yes", "no", None, "no", None, "no"])
        result = sk.frequencies(survey, "q", by="by")
        assert result.missing == {"blank": 2, "no_group": 1} and adds_up(result, 6)
        assert result.table.groupby("group")["n"].sum().sum() == result.base

    @pytest.mark.parametrize("level", [0, 1, 95, -0.5])
    def test_it_refuses_a_level_that_is_no_proportion(self, level):
        with pytest.raises(sk.AnalysisError, match="level must lie between 0 and 1"):
            sk.frequencies(small(), "q", level=level)

    def test_level_975_is_975_everywhere_and_a_domain_is_named_below_the_table(self):
        result = sk.frequencies(small(), "q", level=0.975)
        assert "97.5% CI (percent)" in repr(result) and "97.5% intervals" in result.method["en"]
        assert "98" not in re.sub(r"Method.*", "", repr(result).split("Base")[0])
        result = sk.frequencies(small(), "q", where="by == 'no'")
        assert result.base == 3
        note = {"zh": "只含符合条件的受访者：组为“否”。", "en": "Only respondents with: Group is “no”."}
        assert note in result.notes

    def test_groups_of_under_30_are_named_and_rows_follow_the_item_not_the_answers(self, cleaned):
        note = sk.frequencies(cleaned, "plan_after_service", by="gender").notes[-1]
        assert note["zh"].startswith("男、女的人数不足 30") and note["en"].startswith("Male, Female: fewer")
        item = cleaned.codebook["plan_after_service"]
        assert len(sk.frequencies(cleaned, item.name).table) == len(item.answers)


class TestCrosstab:
    def test_the_total_is_the_sum_of_the_groups_and_is_called_all(self, cleaned):
        table = sk.crosstab(cleaned, "planning_time", by="gender").table
        alone = table[table["group"] == ""].set_index("option")["n"]
        assert alone.equals(table[table["group"] != ""].groupby("option")["n"].sum()[alone.index])
        result = sk.crosstab(cleaned, "planning_time", by="gender")
        assert result.label("group", "", "zh") == "合计" and result.label("group", "", "en") == "All"
        spanners = [head.text for head in result.grid("en").head[0]]
        assert spanners == ["", "Male (n = 23)", "Female (n = 22)", "All (n = 45)"]

    def test_people_without_a_group_are_in_no_column_and_the_total_is_no_small_group(self):
        result = sk.crosstab(small(by=["yes", None, "no", "no", "yes", "no"]), "q", "by")
        assert result.base == 5 and adds_up(result, 6)
        assert result.table[result.table["group"] == ""]["base"].unique().tolist() == [5]
        note = sk.crosstab(small(), "q", "by").notes[-1]
        assert "All" not in note["en"] and "合计" not in note["zh"]

    def test_many_groups_stand_below_each_other_with_their_base(self, anes):
        grid = sk.crosstab(anes, "vote", by="PID").grid("en")
        assert grid.rows[3] == ("Independent-Independent", "37", "26/37  70 (54–83)", "11/37  30 (17–46)")
        assert grid.rows[-1][:3] == ("All", "944", "551/944  58 (55–61)")


class TestMultipleResponse:
    def test_percent_of_cases_and_of_responses_with_those_who_ticked_nothing(self):
        table = sk.multiple_response(small(), "s").table.set_index("option")
        assert table["n"].to_dict() == {"yes": 3, "no": 3}
        assert table["estimate"].tolist() == [0.5, 0.5] and table["responses"].unique().tolist() == [6]
        assert sk.multiple_response(small(), "s").base == 6

    @pytest.mark.parametrize("column", ["s__yes", "s__no"])
    def test_a_respondent_with_one_option_missing_is_no_case_whichever_it_is(self, column):
        result = sk.multiple_response(later(**{column: [0, 1, np.nan, 1, 0, np.nan]}), "s")
        assert result.base == 4 and result.missing == {"blank": 2}

    def test_its_missing_adds_up_with_groups(self):
        survey = later(s__no=[0, 1, np.nan, 0, 0, 1], by=["yes", None, None, "no", "yes", "no"])
        result = sk.multiple_response(survey, "s", by="by")
        assert result.missing == {"blank": 1, "no_group": 1} and adds_up(result, 6)

    def test_each_group_has_its_own_ticks_and_no_percent_of_responses_is_said(self, cleaned):
        alone = sk.multiple_response(cleaned, "policies")
        grouped = sk.multiple_response(cleaned, "policies", by="gender")
        assert "65 ticks" in alone.method["en"] and "ticks" not in grouped.method["en"]
        assert "响应" not in grouped.method["zh"] and "响应" not in repr(grouped.in_language("zh"))
        assert "Percent of cases (95% CI)" in repr(grouped.in_language("en"))
        for _, rows in sk.multiple_response(cleaned, "policies", by="gender").table.groupby("group"):
            assert rows["responses"].unique().tolist() == [rows["n"].sum()]
            assert rows["of_responses"].sum() == pytest.approx(1)

    def test_a_set_that_nobody_ticked_is_shown_and_one_that_nobody_answered_refused(self):
        result = sk.multiple_response(small(s__yes=[0] * 6, s__no=[0] * 6), "s")
        assert result.table["of_responses"].isna().all() and "–" in repr(result)
        nothing = small(s__yes=[np.nan] * 6, s__no=[np.nan] * 6)
        with pytest.raises(sk.AnalysisError, match="Nobody answered 's'"):
            sk.multiple_response(nothing, "s")


class TestLikert:
    def test_each_item_has_its_own_base_and_a_small_one_shows_its_counts(self, cleaned):
        table = sk.likert(cleaned, "career_planning").table
        bases = table.groupby("item", sort=False)["base"].unique().map(list).to_dict()
        assert bases == {"cp_1": [46], "cp_2": [46], "cp_3": [45], "cp_4": [46], "cp_5": [45], "cp_6": [46]}
        assert (table.groupby("item")["n"].sum() == table.groupby("item")["base"].first()).all()
        assert sk.likert(cleaned, "career_planning").grid("en").rows[0][2] == "4 (2)"

    def test_a_large_base_does_not_need_them(self, anes):
        assert re.fullmatch(r"\d+\.\d", sk.likert(anes, ["selfLR", "ClinLR"]).grid("en").rows[0][2])

    def test_it_does_not_turn_reversed_items_round(self, example):
        table = sk.likert(example, ["cp_3"]).table
        assert table["n"].tolist() == sk.frequencies(example, "cp_3").table["n"].tolist()

    @pytest.mark.parametrize(("items", "why"), [([], "at least one item"), (["selfLR", "PID"], "the same")])
    def test_it_refuses_no_items_and_unequal_ones(self, anes, items, why):
        with pytest.raises(sk.AnalysisError, match=why):
            sk.likert(anes, items)

    def test_it_refuses_a_base_of_nobody(self, example):
        frame = example.responses
        frame["cp_1"] = pd.array([pd.NA] * 40, dtype="Float64")
        with pytest.raises(sk.AnalysisError, match="Nobody answered 'cp_1'"):
            sk.likert(sk.Survey.from_frame(frame, example.codebook), ["cp_1"])


class TestMeans:
    def test_its_missing_adds_up_with_groups(self):
        survey = small(x=[1.0, np.nan, 3.0, 4.0, 5.0, 6.0], by=["yes", "yes", None, "no", "yes", None])
        result = sk.means(survey, "x", by="by")
        assert result.missing == {"blank": 1, "no_group": 2} and adds_up(result, 6)

    def test_several_items_with_other_bases_claim_no_common_one(self, cleaned):
        result = sk.means(cleaned, ["cp_1", "cp_3"])
        assert result.table["base"].tolist() == [46, 45] and result.base == 46
        assert "Base:" not in repr(result.in_language("en"))

    def test_a_group_column_is_shown_only_for_groups_and_one_respondent_has_no_interval(self):
        assert "Group" not in repr(sk.means(small(), "x"))
        assert "Group" in repr(sk.means(small(), "x", by="by"))
        result = sk.means(small(1), "x")
        row = result.table.iloc[0]
        assert (row["base"], row["estimate"]) == (1, 1.0) and np.isnan(row["low"])
        assert "nan" not in repr(result)

    def test_a_group_is_small_if_any_of_its_bases_is(self, anes):
        frame = anes.responses
        frame.loc[frame.index[40:], "age"] = pd.NA
        half = sk.Survey.from_frame(frame, anes.codebook)
        notes = [note["en"] for note in sk.means(half, ["TVnews", "age"], by="vote").notes]
        assert any("fewer than 30" in note for note in notes)

    @pytest.mark.parametrize(("items", "why"), [([], "at least one item"), (["q"], "kind number or rating")])
    def test_it_refuses_no_items_and_words(self, items, why):
        with pytest.raises(sk.AnalysisError, match=why):
            sk.means(small(), items)

    def test_it_refuses_a_base_of_nobody(self):
        with pytest.raises(sk.AnalysisError, match="Nobody answered 'x'"):
            sk.means(small(x=[np.nan] * 6), "x")

    @pytest.mark.parametrize(("values", "named"), [([*range(1, 30), 1e252], "1e+252"), ([*range(1, 30), 999], "999"),
                                                   ([*range(1, 31)], ""), ([3.0] * 30, ""), ([1, 2, 3, 4, 999], "")])
    def test_a_single_value_that_carries_the_mean_is_named(self, values, named):
        survey = sk.Survey.from_frame(pd.DataFrame({"x": [float(v) for v in values]}))
        notes = [note["en"] for note in sk.means(survey, "x").notes if "carries the mean" in note["en"]]
        assert [named in note for note in notes] == [True] * bool(named)

    @pytest.mark.parametrize(("values", "warned"), [
        ([1] * 30 + [2] * 10 + [5] * 6, True), ([1] * 300 + [2] * 100 + [5] * 60, False), ([1, 2, 3, 4, 5] * 9, False),
        ([3] * 40, False), ([1, 1, 1, 9], False), ([1e200, *range(40)], True)])
    def test_skewed_answers_of_few_people_carry_a_caution(self, values, warned):
        by = ["a", "b"] * (len(values) // 2) + ["a"] * (len(values) % 2)
        survey = sk.Survey.from_frame(pd.DataFrame({"x": [float(v) for v in values], "by": by}))
        found = [sk.means(survey, "x")]
        if len(values) > 4 and warned and max(values) < 10:
            found += [sk.means(survey, "x", by="by"), sk.welch(survey, "x", by="by"), sk.anova(survey, "x", by="by"),
                      sk.equivalence(survey, "x", "by", margin=1)]
        assert [any("rather few people" in note["en"] for note in one.notes) for one in found] == [warned] * len(found)
        whole = sk.set_design(survey, probability=True, population=len(values))
        for verb in (sk.welch, sk.anova) if len(values) > 4 and len(set(values)) > 1 and max(values) < 10 else ():
            assert not any("rather few people" in note["en"] for note in verb(whole, "x", by="by").notes)

    @pytest.mark.parametrize(("n", "shares", "warned"), [
        (39, [0.25], True), (40, [0.25, 0.5], False), (9, [0.5], False)])
    def test_quantiles_with_few_people_beyond_them_carry_a_caution_or_have_no_limits(self, n, shares, warned):
        survey = sk.Survey.from_frame(pd.DataFrame({"x": np.arange(float(n))}))
        found = sk.quantiles(survey, "x", shares=shares)
        assert any("Fewer than ten" in note["en"] for note in found.notes) == warned
        beyond = sk.quantiles(survey, "x", shares=[1 - 0.5 / n]).table.iloc[0]
        assert beyond["estimate"] == n - 1 and np.isnan([beyond["low"], beyond["high"]]).all()

    def test_a_reversed_item_is_said_to_be_averaged_as_answered(self, example):
        assert "worded the other way round" in sk.means(example, "cp_3").notes[0]["en"]
        assert not any("other way round" in note["en"] for note in sk.means(example, "cp_1").notes)


class TestCaseFlow:
    def test_it_follows_the_forms_of_the_synthetic_cohort_and_says_which_rules_took_whom(self, cleaned):
        n = sk.case_flow(cleaned).table.set_index("option")["n"].to_dict()
        assert n == {"sent": 50, "submitted": 49, "duplicate": 1, "returned": 48, "invalid": 2, "valid": 46,
                     "valid_of_returned": 46}
        reasons = sk.case_flow(cleaned).labels["reason"]
        assert reasons["invalid"]["en"] == "answered too fast: 1, under half answered: 1"
        assert reasons["invalid"]["zh"] == "作答过快 1 份、作答不足一半 1 份"

    def test_every_rate_stands_on_its_own_base(self, cleaned):
        table = sk.case_flow(cleaned).table.set_index("option")
        assert table.loc[["returned", "valid", "valid_of_returned"], "base"].tolist() == [50, 50, 48]
        shown = repr(sk.case_flow(cleaned).in_language("en"))
        assert "48/50       96" in shown and "46/48       96" in shown

    def test_a_cleaned_file_without_its_log_does_not_know_how_many_came_back(self, cleaned, tmp_path):
        sk.write_processed(cleaned, tmp_path)
        (tmp_path / "volunteers_synthetic.log.csv").unlink()
        again = sk.read_survey(tmp_path / "volunteers_synthetic.csv", tmp_path / "volunteers_synthetic.codebook.xlsx")
        table = sk.case_flow(again).table
        assert table["option"].tolist() == ["sent", "valid"] and table["base"].tolist()[1] == 50
        assert "not known here" in sk.case_flow(again).notes[0]["en"]

    def test_more_forms_cannot_come_back_than_were_sent(self, example):
        with pytest.raises(sk.AnalysisError, match="39 forms cannot be sent when 40 were returned"):
            sk.case_flow(example, sent=39)

    def test_without_the_number_sent_there_is_no_return_rate(self, anes):
        table = sk.case_flow(anes).table.set_index("option")
        assert table.index.tolist() == ["submitted", "returned", "valid", "valid_of_returned"]
        assert table["base"].isna().tolist() == [True, True, True, False]

    def test_a_rule_without_words_is_named_as_it_is(self, example):
        flags = (sk.Flag("3", "x", "own_rule", "", "W"),)
        kept = sk.exclude(replace(example, flags=flags), rules=["own_rule"], reason="ours")
        assert sk.case_flow(kept).labels["reason"]["invalid"]["en"] == "own_rule: 1"


def test_no_verb_changes_the_survey(cleaned):
    before = cleaned.responses.copy(deep=True)
    sk.frequencies(cleaned, "gender", by="planning_time")
    sk.multiple_response(cleaned, "policies", by="gender")
    sk.likert(cleaned, "career_planning")
    sk.means(cleaned, "cp_1", by="gender")
    pd.testing.assert_frame_equal(cleaned.responses, before)


@pytest.mark.bench
def test_sixty_items_of_20000_people_take_seconds():
    n, rng = 20_000, np.random.default_rng(20080501)
    options = np.array([option.value for option in SIDES], dtype=object)
    frame = pd.DataFrame({f"q{k}": options[rng.integers(0, 3, n)] for k in range(60)})
    book = Codebook(tuple(Item(name, "single", {"zh": name, "en": name}, SIDES) for name in frame))
    survey = sk.Survey.from_frame(frame, book)
    start = time.process_time()
    bases = [sk.crosstab(survey, f"q{k}", by="q0").base for k in range(1, 60)]
    assert time.process_time() - start < 6 and bases == [n] * 59
