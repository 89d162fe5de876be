"""Sentences: base first, the table's own numbers, no claim the table does not hold."""

import itertools
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import surveykit as sk
from surveykit.audit import PrintedFigure, question_table
from surveykit.codebook import Codebook, Item, Option, Scale
from surveykit.report.selfaudit.report_verifier import verify_report
from surveykit.result import ESTIMATES, SHARES, Result
from surveykit.result import format as fmt
from surveykit.result.point_sides import side_words
from surveykit.result.result_fields import field_text
from surveykit.result.view import View
from surveykit.sentences import TEXT_MIME
from surveykit.words.phrases import LANGUAGES, table

DATA = Path(__file__).parents[1] / "data"
TALKS, PRINTED = DATA / "raw" / "interviews", DATA / "raw" / "published"
VOLUNTEERS = DATA / "processed" / "volunteers" / "volunteers_synthetic"
HAN = re.compile(r"[\u3400-\u9fff]")
NUMBER = re.compile(r"−?\d+(?:\.\d+)?")
PARTS = ("kind", "layout", "title", "base", "missing", "method", "notes", "source", "labels", "settings", "language")
PEOPLE = {"Cronbach", "Cram", "Hedges", "Pearson", "Fisher", "Freeman", "Halton"}
CAUSAL = ["影响", "导致", "造成", "促进", "促使", "决定", "因此", "所以", "使得", "causes", "caused",
          "leads to", "led to", "effect of", "affect", "impact", "because", "due to", "results in"]
ADVICE = ["应该", "建议", "应当", "should", "recommend", "显著", "significant", "强相关", "strong", "weak"]

OPTIONS = tuple(Option(f"v{k}", {"zh": f"选项{name}", "en": f"choice {name}"}, float(k + 1))
                for k, name in enumerate("ABCD"))
BOOK = Codebook(
    (Item("q", "single", {"zh": "问题", "en": "question"}, OPTIONS),
     Item("by", "single", {"zh": "组别", "en": "group"}, OPTIONS[:2]),
     Item("s", "multiple", {"zh": "多选", "en": "ticks"}, OPTIONS[:3]),
     *(Item(f"r{k}", "rating", {"zh": f"评分{name}", "en": f"rating {name}"}, OPTIONS, scale="sc")
       for k, name in enumerate("XYZ"))),
    (Scale("sc", {"zh": "量表", "en": "scale"}, 1, 4),))


@st.composite
def surveys(draw: st.DrawFn) -> sk.Survey:
    """A survey of 6 to 260 people with random answers and gaps."""
    n, seed = draw(st.integers(6, 260)), draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    share = rng.dirichlet([draw(st.sampled_from([0.2, 1, 20]))] * 4)
    words = np.array([option.value for option in OPTIONS], dtype=object)
    frame = pd.DataFrame({"q": words[rng.choice(4, n, p=share)], "by": words[rng.integers(0, 2, n)]})
    for option in OPTIONS[:3]:
        frame[f"s__{option.value}"] = rng.integers(0, 2, n).astype(float)
    for k in range(3):
        frame[f"r{k}"] = rng.integers(1, 5, n).astype(float)
    gaps = rng.random(n) < draw(st.sampled_from([0, 0.1]))
    frame.loc[gaps, "q"] = None
    frame.loc[rng.random(n) < 0.05, "by"] = None
    frame.loc[gaps, ["s__v0", "s__v1", "s__v2", "r0"]] = np.nan
    # somebody answers everything, in both groups
    frame.loc[0, ["q", "by", "s__v0", "s__v1", "s__v2"]] = ["v0", "v0", 1, 0, 0]
    frame.loc[1:2, "by"], frame.loc[3:4, "by"], frame.loc[1, "q"] = "v1", "v0", "v1"
    frame.loc[0:5, "r0"] = [1.0, 2, 3, 4, 2, 1]
    return sk.Survey.from_frame(frame, BOOK)


def results(survey: sk.Survey, level: float) -> list[Result]:
    """A result of every kind of analysis that has sentences."""
    return [sk.frequencies(survey, "q", level=level), sk.frequencies(survey, "q", by="by", level=level),
            sk.crosstab(survey, "q", "by", level=level), sk.multiple_response(survey, "s", level=level),
            sk.multiple_response(survey, "s", by="by", level=level), sk.means(survey, "r0", level=level),
            sk.means(survey, ["r0", "r1"], by="by", level=level), sk.case_flow(survey, sent=300),
            sk.welch(survey, "r0", "by", level=level), sk.reliability(survey, "sc", level=level),
            sk.association(survey, "q", "by", level=level, method="chi_square")]


def figures(kind: str) -> Result:
    """A result about published figures."""
    known = sk.read_figures("data/raw/published/published_figures.csv")
    bt1, xj, xz, we6, we2 = sk.audit.pick_figures(known, "BT-1", "XJ-1", "XZ-1", "WE-6", "WE-2")
    return {"proportions": lambda: sk.audit.proportions([bt1, we6]),
            "contrasts": lambda: sk.audit.contrasts([(bt1, xj), (we6, bt1)]),
            "missing_base": lambda: sk.audit.missing_base([xz, we2], ranges={"XZ-1": (901, 999)})}[kind]()


class TestRandomSurveys:
    @settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
    @given(surveys(), st.sampled_from([0.9, 0.95, 0.975, 0.99]))
    def test_every_number_of_a_sentence_stands_in_the_table(self, survey, level):
        for result in results(survey, level):
            said = sk.interpret(result)
            for language in LANGUAGES:
                shown, text = result.grid(language).to_text(), said.text[language]
                known = set(NUMBER.findall(shown)) | {"0"}
                assert set(NUMBER.findall(text)) <= known, (text, shown)

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(surveys())
    def test_a_percent_is_that_of_its_own_counts_and_whole_under_100(self, survey):
        for result in [sk.frequencies(survey, "q"), sk.multiple_response(survey, "s")]:
            zh, en = (sk.interpret(result).text[language] for language in LANGUAGES)
            pairs = [*re.findall(r"(\d+) 人（([\d.]+)%）", zh), *re.findall(r"（(\d+) 人，([\d.]+)%）", zh),
                     *re.findall(r"(\d+)(?: each)? \(([\d.]+)%\)", en), *re.findall(r"\((\d+), ([\d.]+)%\)", en)]
            assert len(pairs) in {2, 4}
            assert all(percent == fmt.percent(int(n), result.base) for n, percent in pairs)
            assert result.base >= 100 or not re.search(r"\d\.\d+%", zh + en)
            # no percent beside those of counts, the level and the interval
            assert zh.count("%") == en.count("%") == len(pairs) / 2 + 2

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(surveys(), st.sampled_from([0.5, 0.9, 0.95, 0.99]))
    def test_a_difference_is_open_exactly_when_its_interval_holds_zero(self, survey, level):
        result = sk.welch(survey, "r0", "by", level=level)
        row, said = result.table.iloc[0], str(sk.interpret(result, language="en"))
        if np.isnan(row["p_value"]):
            assert "nothing can be tested" in said
        else:
            assert ("includes 0" in said) == (row["low"] <= 0 <= row["high"])

    @settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
    @given(surveys())
    def test_sentences_are_complete_and_claim_no_cause(self, survey):
        for result, style in itertools.product(results(survey, 0.95), ("short", "full")):
            zh, en = (sk.interpret(result, style=style).text[language] for language in LANGUAGES)
            assert zh.endswith("。") and en.endswith(".") and not HAN.search(en)
            assert set(re.findall(r"[A-Za-z]{3,}", zh)) <= PEOPLE
            assert not [word for word in [*CAUSAL, *ADVICE] if word in zh or word in en.lower()]
            assert not re.search(r"\bnan\b|None|[{}]", zh + en)

    @settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
    @given(surveys())
    def test_a_stored_result_says_the_same(self, survey):
        for result in results(survey, 0.95):
            stored = json.dumps(json.loads(result.to_json()), sort_keys=True)
            assert sk.interpret(Result.from_json(stored)).text == sk.interpret(result).text


class TestShares:
    def said(self, counts: list[int], language: str = "en") -> str:
        frame = pd.DataFrame({"q": [OPTIONS[k].value for k, n in enumerate(counts) for _ in range(n)]})
        survey = sk.Survey.from_frame(frame, Codebook((BOOK["q"],)))
        return str(sk.interpret(sk.frequencies(survey, "q"), language=language))

    def test_the_base_comes_first_and_the_next_only_if_it_stands_alone(self):
        assert self.said([21, 8, 0, 0]).startswith("Of 29 respondents, 21 (72%) chose “choice A”")
        assert self.said([21, 8, 0, 0], "zh").startswith("29 人中有 21 人（72%）选择“选项A”，人数最多")
        assert "Next comes “choice B” (8, 25%)." in self.said([21, 8, 3, 0])
        close = self.said([43, 42, 15, 0])  # within chance: no favourite
        assert "more than" not in close and "Nearly as many chose “choice B” (42, 42.0%); which of the two" in close
        assert "“选项B”（8 人，32%），两者先后尚不能确定" in self.said([12, 8, 5, 0], "zh")
        assert field_text(sk.frequencies(sk.example_survey(), "plan"), [], "open_lead", "en") == (
            "; whether it is ahead of “Stay” (20%) is not settled")
        assert "Next" not in self.said([21, 4, 4, 0]) and "Next" not in self.said([21, 0, 0, 0])
        said = self.said([9, 9, 2, 0])
        assert "9 each (45%) chose “choice A” and “choice B”" in said and "more than" not in said
        assert "并列最多" in self.said([9, 9, 2, 0], "zh")

    def test_every_group_is_named_and_a_crosstab_ends_with_everybody(self, cleaned):
        said = str(sk.interpret(sk.frequencies(cleaned, "planning_time", by="gender"), language="en"))
        assert said.startswith("Male: Of 23 respondents") and "Female: Of 22 respondents" in said
        said = str(sk.interpret(sk.crosstab(cleaned, "planning_time", "gender"), language="zh"))
        assert said.count("人中有") == 3 and "合计：45 人中有 30 人（67%）" in said

    def test_a_group_without_answers_gets_no_share(self):
        frame = pd.DataFrame({"q": ["v0", "v0", None], "by": ["v0", "v0", "v1"]})
        survey = sk.Survey.from_frame(frame, Codebook((BOOK["q"], BOOK["by"])))
        said = str(sk.interpret(sk.frequencies(survey, "q", by="by"), language="en"))
        assert said.endswith("choice B: Nobody answered.")

    def test_a_set_nobody_ticked_names_no_favourite(self):
        frame = pd.DataFrame({f"s__v{k}": [0, 0, 0] for k in range(3)})
        survey = sk.Survey.from_frame(frame, Codebook((BOOK["s"],)))
        said = sk.interpret(sk.multiple_response(survey, "s")).text
        assert said["zh"] == "3 人中没有人选择任何一项。"
        assert said["en"] == "Of 3 respondents, nobody chose any option."


class TestTests:
    def pair(self, table: list[list[int]], **options: object) -> str:
        rows = [(OPTIONS[i].value, OPTIONS[j].value) for i, row in enumerate(table)
                for j, n in enumerate(row) for _ in range(n)]
        frame, book = pd.DataFrame(rows, columns=["q", "by"]), Codebook((BOOK["q"], BOOK["by"]))
        survey = sk.Survey.from_frame(frame, book)
        return str(sk.interpret(sk.association(survey, "q", "by", **options), language="en"))

    def test_a_large_p_is_no_proof_of_nothing_and_a_small_one_no_cause(self):
        said = self.pair([[20, 20], [20, 21]])
        assert "do not settle whether" in said and "p = 0.913" in said and "no association" not in said
        said = self.pair([[60, 10], [10, 60]])
        assert "are associated (Pearson's chi-square test, p < 0.001" in said
        assert said.endswith("An association is not a cause.")

    @pytest.mark.parametrize(("level", "open_"), [(0.9, False), (0.95, True), (0.99, True)])
    def test_the_level_asked_for_decides(self, level, open_):
        # chi-square 3.6, p .058
        said = self.pair([[28, 20], [19, 28]], level=level, method="chi_square")
        assert re.search(r"p = 0\.0[5-9]", said) and ("do not settle" in said) == open_
        assert f"{100 * level:g}% CI" in said

    def test_a_difference_carries_base_interval_and_effect(self, cleaned):
        scored = sk.score(cleaned, "career_planning")
        said = str(sk.interpret(sk.welch(scored, "career_planning", "gender"), language="en"))
        assert said.startswith("Among 45 respondents") and "[−0.25, 0.50] includes 0" in said
        assert "Hedges' g = 0.20 [−0.39, 0.79]" in said

    def test_groups_that_do_not_vary_are_not_tested_and_one_answer_has_no_interval(self):
        frame = pd.DataFrame({"r0": [2.0, 2, 3, 3], "by": ["v0", "v0", "v1", "v1"]})
        book = Codebook((BOOK["by"], BOOK["r0"]), BOOK.scales)
        said = sk.interpret(sk.welch(sk.Survey.from_frame(frame, book), "r0", "by"))
        assert "nothing can be tested" in said.text["en"] and "includes 0" not in said.text["en"]
        frame = pd.DataFrame({"r0": [2.0, np.nan]})
        survey = sk.Survey.from_frame(frame, Codebook((BOOK["r0"],), BOOK.scales))
        assert str(sk.interpret(sk.means(survey, "r0"), language="en")) == "The mean of “rating X” is 2.00 (n = 1)."

    def test_alpha_of_two_items_is_withheld_and_without_variation_not_defined(self):
        frame = pd.DataFrame({"r0": [1.0, 2, 4, 3], "r1": [1.0, 3, 4, 3]})
        survey = sk.Survey.from_frame(frame, Codebook((BOOK["r0"], BOOK["r1"]), BOOK.scales))
        said = str(sk.interpret(sk.reliability(survey, "sc"), language="en"))
        assert "not reported" in said and "=" not in said
        frame = pd.DataFrame({f"r{k}": [2.0] * 12 for k in range(3)})
        survey = sk.Survey.from_frame(frame, Codebook(BOOK.items[-3:], BOOK.scales))
        assert "not defined" in str(sk.interpret(sk.reliability(survey, "sc"), language="en"))


class TestFigures:
    def test_figures_without_a_verdict_are_said_to_be_untestable(self):
        found = sk.audit_figures([PrintedFigure("44%", 2134, name="a"), PrintedFigure("约10%", name="b")])
        assert str(sk.interpret(found, language="en")) == "None of the 2 figures can be tested."

    def test_bases_that_tie_are_all_named(self):
        study = sk.audit.pick_figures(sk.read_figures("data/raw/published/published_figures.csv"), "DHU-Q*")
        said = str(sk.interpret(question_table(study, "map", n_min=30, n_max=50, marked=46), language="en"))
        assert "most figures fit 33, 39, 44 (5 by rounding)" in said

    def test_a_missing_base_says_its_condition_and_a_contrast_the_counts_of_both_sides(self):
        said = str(sk.interpret(figures("missing_base"), language="en"))
        assert "in the source's own words the base is between 901 and 999" in said
        assert "if 47.4% was rounded, the base must be 500" in said
        said = str(sk.interpret(figures("contrasts"), language="en"))
        assert "883/2061 against 1678/4398, a difference of +4.7 points" in said
        assert "3/34 against 883/2061, a difference of −34.0 points" in said

    @pytest.mark.parametrize("kind", ["proportions", "contrasts", "missing_base"])
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_their_numbers_stand_in_the_table(self, kind, language):
        result = figures(kind)
        known = set(NUMBER.findall(result.grid(language).to_text().replace("–", " ")))
        assert set(NUMBER.findall(sk.interpret(result).text[language])) <= known | {"95"}

    def test_a_map_without_a_marked_base_says_how_large_it_is(self):
        study = sk.audit.pick_figures(sk.read_figures("data/raw/published/published_figures.csv"), "DHU-Q3*")
        said = str(sk.interpret(question_table(study, "map", n_min=30, n_max=50), language="en"))
        assert said.startswith("Rows in the table: ")


class TestForms:
    def test_rates_stand_on_the_forms_sent(self, cleaned):
        said = sk.interpret(sk.case_flow(cleaned)).text
        assert said["en"] == "50 questionnaires were sent, 48 were returned (96%) and 46 are valid (92% of those sent)."
        assert said["zh"] == "共发放问卷 50 份，回收 48 份（回收率 96%），有效 46 份（有效回收率 92%）。"

    def test_duplicates_are_not_called_returned(self, anes):
        flagged = sk.exclude(sk.screen(anes, rules=["duplicate"]), rules=["duplicate"], reason="r")
        n = sk.case_flow(flagged).table.set_index("option")["n"]
        said = sk.interpret(sk.case_flow(flagged)).text
        assert said["zh"].startswith(f"回收问卷 {n['returned']} 份，其中有效 {n['valid']} 份；发放数未知")
        assert said["en"].startswith(f"{n['returned']} questionnaires were returned")

    @pytest.mark.parametrize(("sent", "start"), [(50, "50 questionnaires were sent and 46 are valid (92%"),
                                                 (None, "46 questionnaires are valid; the data were cleaned")])
    def test_a_cleaned_file_knows_no_return_rate(self, cleaned, sent, start):
        rows = [("sent", sent)] * (sent is not None) + [("valid", 46)]
        stages = pd.DataFrame([{"option": stage, "n": n, "base": sent} for stage, n in rows])
        said = str(sk.interpret(Result(kind="case_flow", layout=SHARES, title={"en": "x"}, table=stages,
                                       base=46), language="en"))
        assert said.startswith(start) and "were returned" not in said


class TestWords:
    def test_no_phrase_of_a_sentence_claims_a_cause_or_gives_advice(self):
        said = {key: sides for key, sides in table().items() if key.startswith(("interpret.", "title."))}
        assert len(said) > 40
        for sides in said.values():
            text = sides["zh"] + sides["en"].lower()
            assert not [word for word in [*CAUSAL, *ADVICE] if word in text], text

    @pytest.mark.parametrize("key", [
        *(f"interpret.flow{end}" for end in ("", "_open", "_cleaned", "_cleaned_open")),
        *(f"interpret.missing_base_{end}" for end in ("printed", "source")),
        *(f"interpret.{name}_{end}" for name in ("association", "difference") for end in ("found", "open"))])
    def test_every_phrase_chosen_by_its_ending_exists(self, key):
        assert all(table()[key].values())

    def test_it_shows_one_language_carries_both_and_escapes_its_html(self, example):
        said = sk.interpret(sk.frequencies(example, "plan"), language="zh")
        bundle = said._repr_mimebundle_()
        assert bundle["text/plain"] == said.text["zh"] and set(bundle[TEXT_MIME]) == {"zh", "en", "marks"}
        said = sk.interpret(sk.frequencies(example, "plan").with_title("a<b", "a<b"), style="full")
        assert said._repr_mimebundle_()["text/html"] == f"<p>{said}</p>" and "<b" not in str(said)

    def test_another_style_is_refused(self, example):
        with pytest.raises(sk.AnalysisError, match="style must be 'short' or 'full', not 'long'"):
            sk.interpret(sk.frequencies(example, "plan"), style="long")


class TestFull:

    def test_means_of_other_units_are_not_put_in_order_and_who_was_left_out_stands_first(self, example):
        said = str(sk.interpret(sk.means(example, ["cp_1", "months"]), style="full", language="en"))
        assert "highest" not in said and "overlap" not in said
        said = str(sk.interpret(sk.multiple_response(example, "hardship"), style="full", language="zh"))
        assert said.startswith("基数：38 人；剔除：未作答 2 人。")

    @pytest.mark.parametrize("shares", [[0.9, 0.1], [0.6, 0.4]])
    def test_an_order_is_settled_exactly_when_no_interval_overlaps(self, example, shares):
        table = sk.frequencies(example, "plan").table.head(2).assign(
            n=[int(200 * share) for share in shares], base=200, estimate=shares, low=[shares[0] - 0.15, 0.05],
            high=[1.0, shares[1] + 0.1])
        plans = sk.frequencies(example, "plan")._with_parts(base=200)
        said = str(sk.interpret(type(plans)(**{**{name: getattr(plans, name) for name in PARTS}, "table": table}),
                                style="full", language="en"))
        assert ("overlaps with no other" in said) == (shares[0] - 0.15 > shares[1] + 0.1)

    def test_agreement_without_variation_is_not_defined(self):
        rows = pd.DataFrame({"item": ["(pooled)", "a"], "base": 9, "estimate": np.nan, "low": np.nan, "high": np.nan})
        result = Result(kind="agreement", layout=ESTIMATES, title={"en": "x"}, table=rows, base=9)
        said = str(sk.interpret(result, language="en"))
        assert said == "The codings of 9 turns do not vary, so the coefficients are not defined."


def test_a_family_of_tests_says_which_stay_significant_and_ranks_no_running_number():
    survey = sk.example_survey()
    tests = [sk.association(survey, item, by="gender") for item in ("plan", "cp_1", "cp_2")]
    for family in (sk.adjust(tests), sk.tables(survey, ["plan", "cp_1", "cp_2"], by="gender").tests):
        assert str(sk.interpret(family, language="en")).startswith("Of 3 tests none is settled after adjustment")
    assert "Rows in the table" not in str(sk.interpret(sk.adjust(tests), style="full"))


def test_tables_of_risks_and_flags_say_how_many_people():
    survey = sk.example_survey()
    assert str(sk.interpret(sk.disclosure(survey, ["gender", "plan"], sensitive=[], k=5), language="en")) == (
        "By Gender × Plan after service, 11/40 respondents (28%) stand in groups of fewer than 5, 2 of them alone; the "
        "smallest group holds 1.")
    told = sk.disclosure(survey, ["gender", "plan"], sensitive=[], k=5, respondents=True)
    assert str(sk.interpret(told, language="en")).startswith("11 respondents stand in groups of fewer than 5")
    assert "12 rules, 1 flagged somebody" in str(sk.interpret(sk.flag_table(sk.screen(survey)), language="en"))
    calm = sk.flag_table(sk.screen(survey, rules=["duplicate"]))
    assert str(sk.interpret(calm, language="en")) == "None of 1 rule flagged anybody."


ACCOUNTS = [
    (lambda s: sk.case_stages(s, analysed=sk.means(s, "months")), "Analysed: Mean of months to first job 36 (92% of"),
    (sk.missing_answers, "Of 7 items, 5 lack no answer; most are missing at “Months to first job” (3/39, 8%)."),
    (lambda s: sk.missing_answers(s, by="respondent"), "34/39 respondents (87%) answered everything"),
    (lambda s: sk.missing_answers(s, by="pattern"), "pattern of missing answers is “Months to first job” (3/39, 8%)"),
    (lambda s: sk.sensitivity(s, by=["gender"]), "highest in “Women” (3/17, 18%) and lowest in “Men” (0/22, 0%); their "
                                                 "95% CIs overlap"),
    (lambda s: sk.diff(sk.example_survey(), s), "Changes: 1. Forms concerned: 1. Kinds: respondent removed (1)."),
    (sk.cleaning_log, "Steps: 1. Changes: 1. Of these: Exclude (1)."),
    (lambda s: sk.sample_size(margin=0.05), "5.0 points take 385 answers"),
    (lambda s: sk.weight_report(sk.rake(s, {"gender": {"female": 0.5, "male": 0.5}})), "from 43.6% to 50.0%"),
    (lambda s: sk.rates(s, known="plan"), "RR1: 39/50 (78.0%)"),
    (lambda s: sk.with_and_without(s, sk.frequencies, "plan", rules="straightline"),
     "7/39 with everybody, 5/36 without"),
    (lambda s: sk.profile(s, ["plan", "months"], by="gender"), "Of 2 tests none is settled"),
    (lambda s: sk.small_cells(sk.crosstab(s, "plan", by="gender")),
     "Tables: 1, of which with cells of fewer than 5 people: 1; such cells: 7"),
    (lambda s: sk.quantiles(s, "months"), "Of 36 respondents: Lower quartile 2.00 (95% CI 1.00–3.00); Median"),
    (lambda s: sk.totals(sk.set_design(s, population=1000), "plan"),
     "Estimated for the population from 39 answers: about 436 for “Return home” (95% CI 276–596); about"),
    (lambda _: sk.excerpts(sk.read_interviews(TALKS), ["ideal_gap", "bridge"], n=3),
     "6 passages of 5 interviewees are quoted, for 2 codes: “Gap between ideal and reality”, “Bridge"),
    (lambda _: sk.disagreements(sk.read_interviews(TALKS), n=8), "In the 8 turns shown the coders differ: 4 were left"),
    (lambda _: sk.code_matrix(sk.read_interviews(TALKS)),
     "Of 13 codes, most interviewees mention “Bridge from school to work” (8 of 11), fewest “Firms discount"),
    (lambda _: sk.audit.compare_with_survey(
        sk.read_figures(PRINTED / "published_figures.csv"), PRINTED / "questionnaire_links.csv",
        [sk.frequencies(sk.read_survey(VOLUNTEERS.with_suffix(".csv"), VOLUNTEERS.with_suffix(".codebook.xlsx")),
                        "difficulty")], source=PRINTED / "published_figures.csv"),
     "Of 2 published percentages, 2 lie within the 95% interval of this survey. The two are farthest apart for “")]


@pytest.fixture(scope="module")
def flagged() -> sk.Survey:
    """The example, screened, one respondent left out."""
    return sk.screen(sk.exclude(sk.example_survey(), respondents=["40"], reason="withdrew"))


@pytest.mark.parametrize(("call", "said"), ACCOUNTS)
def test_accounts_say_what_they_hold_and_not_how_many_rows_they_have(flagged, call, said):
    told = sk.interpret(call(flagged), style="full").text
    assert said in told["en"] and "Rows in the table" not in told["en"] and "表中共有" not in told["zh"]


def test_every_percent_of_an_account_says_what_it_was_computed_from(flagged, tmp_path):
    told = [sk.interpret(call(flagged), style="full") for call, _ in ACCOUNTS]
    sk.write_report(told, tmp_path / "accounts.html", survey=flagged, language="en")
    assert verify_report(tmp_path / "accounts.html").faults == ()


@pytest.mark.parametrize(("language", "words", "sides"), [
    ("en", ["not important", "somewhat important", "important", "very important"],
     ("“somewhat important” and “not important” (sum)", "“important” and “very important” (sum)")),
    ("zh", ["not there", "out there", "are in", "stay in"], ("There合计", "In合计")),
    ("en", ["strongly disagree", "disagree", "agree", "strongly agree"], ("Disagree (sum)", "Agree (sum)")),
    ("zh", ["非常不满意", "不满意", "满意", "非常满意"], ("不满意合计", "满意合计")),
    ("en", ["poor", "good"], ("Poor (sum)", "Good (sum)"))])
def test_a_side_is_named_by_a_word_that_is_not_the_other_side_s(language, words, sides):
    view, half = View(sk.frequencies(sk.example_survey(), "plan"), language), len(words) // 2
    ends = words[:half], words[:-half - 1:-1]
    assert (side_words(view, *ends), side_words(view, *ends[::-1])) == sides
