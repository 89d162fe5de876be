"""An item by name, label, short label or number; surveys and codebooks as tables; refusals that name what works."""

import re

import pandas as pd
import pytest

import surveykit as sk
from surveykit.survey.require_item import TAKES


def option(value: str, zh: str, en: str, score: float | None = None) -> sk.Option:
    return sk.Option(value, {"zh": zh, "en": en}, score=score)


PAIR = option("a", "甲", "A"), option("b", "乙", "B")
POINTS = option("p1", "低", "Low", 1.0), option("p2", "高", "High", 2.0)
ITEMS = {
    "single": sk.Item("plan", "single", {"zh": "您毕业后的去向？", "en": "What are your plans?"}, PAIR,
                      column="4、您毕业后的去向？", short={"zh": "毕业去向", "en": "Plan"}),
    "rating": sk.Item("content", "rating", {"zh": "满意度", "en": "Content"}, POINTS, column="5、满意度"),
    "multiple": sk.Item("hard", "multiple", {"zh": "困难", "en": "Hardship"}, PAIR, column="6、困难"),
    "rank": sk.Item("use", "rank", {"zh": "用途", "en": "Use"}, PAIR, column="7、用途"),
    "number": sk.Item("age", "number", {"zh": "年龄", "en": "Age"}, column="8、年龄"),
    "text": sk.Item("why", "text", {"zh": "原因", "en": "Why"}, column="9、原因"),
    "date": sk.Item("day", "date", {"zh": "日期", "en": "Day"}, column="10、日期")}
PHONE = sk.Item("phone", "text", {"zh": "手机", "en": "Phone"}, column="11、手机", role="pii:phone")
GENDER = sk.Item("gender", "single", {"zh": "性别", "en": "Gender"}, PAIR, column="1、性别")
BOOK = sk.Codebook((GENDER, *ITEMS.values(), PHONE))
FRAME = pd.DataFrame({
    "gender": list("abababab"), "plan": [*"aabbaab", None], "content": [1, 2, 1, 2, 1, 2, 1, 2],
    "hard__a": [1, 0] * 4, "hard__b": [0, 1] * 4, "use": ["a b", "b a"] * 4, "age": [20, 31, 24, 25, 26, 27, 28, 29],
    "why": list("stuvwxyz"), "day": [f"2026-01-0{n}" for n in range(1, 9)],
    "phone": [f"1380000000{n}" for n in range(8)]})


@pytest.fixture(scope="module")
def survey() -> sk.Survey:
    return sk.Survey.from_frame(FRAME, BOOK)


@pytest.mark.parametrize("name", [
    "plan", "Plan", "PLAN", "毕业去向", "您毕业后的去向?", " What are your plans ", "q4", "Q4", 4, "4", "第4题"])
def test_an_item_is_found_by_whatever_people_call_it(survey, name):
    assert survey[name].name == "plan" and BOOK[name] is ITEMS["single"]
    assert sk.frequencies(survey, name).table.equals(sk.frequencies(survey, "plan").table)
    assert name in survey


@pytest.mark.parametrize("call", [
    lambda s, item, by: sk.frequencies(s, item, by=by), lambda s, item, by: sk.crosstab(s, item, by=by),
    lambda s, item, by: sk.association(s, item, by=by), lambda s, item, by: sk.overview(s, [item, by]),
    lambda s, item, by: sk.frequencies(s, item, where=f"{by} = 'a'"),
    lambda s, item, by: sk.recode(s, item, {"a": "b"}, reason="x").log[0].changes])
def test_every_verb_takes_labels_and_numbers(survey, call):
    first, second, third = (call(survey, *names) for names in (("plan", "gender"), ("毕业去向", "性别"), ("q4", "Q1")))
    tables = [one if isinstance(one, tuple) else one.table.to_csv() for one in (first, second, third)]
    assert tables[0] == tables[1] == tables[2]


def test_other_verbs_take_them_too(survey):
    for verb, item in ((sk.multiple_response, "困难"), (sk.ranking, "用途"), (sk.means, "q8"), (sk.likert, "满意度")):
        assert verb(survey, item).base == 8
    assert sk.welch(survey, "年龄", by="性别").base == 8
    assert sk.reverse(survey, "满意度").codebook["content_rev"].kind == "rating"
    assert survey.answers("age").size == 8


def test_without_numbers_anywhere_the_place_among_questions_counts():
    book = sk.example_survey().codebook
    assert book["q2"].name == "plan" and book[7].name == "months"


def test_but_a_name_of_several_is_refused_with_their_labels():
    rows = tuple(sk.Item(f"m{n}", "rating", {"zh": f"矩阵第{n}行", "en": f"Row {n}"}, POINTS, column=f"4、矩阵—第{n}行")
                 for n in range(1, 8))
    with pytest.raises(sk.CodebookError) as caught:
        sk.Codebook(rows)["q4"]
    assert str(caught.value) == ("'q4' may mean several items: 'm1' (Row 1), 'm2' (Row 2), 'm3' (Row 3), 'm4' (Row 4), "
                                 "'m5' (Row 5) and 2 more.\n  fix:   write its name: 'm1'")
    assert "'m1'（矩阵第1行）" in caught.value.message("zh")


@pytest.mark.parametrize("name, fix", [
    ("plann", "did you mean 'plan'?"), ("毕业的去向", "did you mean 'plan' (Plan)?"),
    ("xyz", "use one of: 'gender', 'plan', 'content', 'hard', 'use', "), ("q44", "use one of")])
def test_but_an_unknown_name_gets_the_nearest_name_or_label(name, fix):
    with pytest.raises(sk.CodebookError) as caught:
        BOOK[name]
    assert fix in caught.value.fix


def test_a_survey_has_the_manners_of_a_container(survey):
    assert len(survey) == 8 and [item.name for item in survey] == [item.name for item in BOOK.items]
    assert survey["hard"].kind == "multiple" and "plan" in survey and "nothing" not in survey


@pytest.mark.parametrize("language, words", [
    ("zh", ["题号", "毕业去向", "单选", "甲、乙"]), ("en", ["No.", "Plan", "A, B"])])
def test_survey_and_codebook_show_themselves_as_tables(survey, language, words):
    book = sk.Codebook(BOOK.items, settings={"language": language})
    for shown in (sk.Survey.from_frame(FRAME, book), book):
        bundle = shown._repr_mimebundle_()
        for text in (bundle["text/plain"], bundle["text/html"]):
            assert [word for word in words if word not in text] == []
            assert not re.search("13800|stu|2026-01-0", text), "no cell of anybody"


def test_the_table_of_a_survey_counts_who_answered(survey):
    assert re.search(r"4 +plan +Plan +\S.* 7 +1 +0", survey._repr_mimebundle_()["text/plain"])


class TestRefusals:
    """Every verb that takes an item, with every kind: what is refused names a call that works."""

    VERBS = {
        "frequencies": lambda s, n: sk.frequencies(s, n), "crosstab": lambda s, n: sk.crosstab(s, n, by="gender"),
        "multiple_response": lambda s, n: sk.multiple_response(s, n), "means": lambda s, n: sk.means(s, n),
        "ranking": lambda s, n: sk.ranking(s, n), "likert": lambda s, n: sk.likert(s, [n]),
        "association": lambda s, n: sk.association(s, n, by="gender"),
        "welch": lambda s, n: sk.welch(s, n, by="gender"), "overview": lambda s, n: sk.overview(s, n),
        "by": lambda s, n: sk.frequencies(s, "gender", by=n),
        "recode": lambda s, n: sk.recode(s, n, {"z": "y"}, reason="x"),
        "recode_other": lambda s, n: sk.recode_other(s, n, {"z": "a"}, reason="x"),
        "reverse": lambda s, n: sk.reverse(s, n)}

    @pytest.mark.parametrize("kind", ITEMS)
    @pytest.mark.parametrize("verb", VERBS)
    def test_a_refusal_of_a_kind_names_a_verb_that_takes_it(self, survey, verb, kind):
        name = ITEMS[kind].name
        try:
            self.VERBS[verb](survey, name)
        except sk.SurveyError as error:
            if "needs an item of kind" in error.what:
                taker = re.match(r"(\w+)\(survey, '(\w+)'\)(?:$|; if it is a \w+, draft_codebook\()", error.fix)
                assert taker and taker[1] == TAKES[kind]
                assert getattr(sk, taker[1])(survey, taker[2]).base == 8 - (kind == "single")

    @pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in {"by"}])
    def test_a_dataframe_is_refused_with_the_call_that_makes_a_survey(self, verb):
        with pytest.raises(sk.SurveyError) as caught:
            self.VERBS[verb](FRAME, "plan")
        assert "needs a Survey, not a DataFrame" in caught.value.what and "from_frame(frame)" in caught.value.fix

    @pytest.mark.parametrize("call", [
        lambda f: sk.screen(f), lambda f: sk.exclude(f, respondents="1", reason="x"), lambda f: sk.case_flow(f),
        lambda f: sk.score(f, "s"), lambda f: sk.reliability(f, "s"), lambda f: sk.item_analysis(f, "s"),
        lambda f: sk.cleaning_log(f), lambda f: sk.replay(f, ()), lambda f: sk.write_processed(f, "nowhere")])
    def test_and_so_it_is_where_no_item_is_named(self, call):
        with pytest.raises(sk.AnalysisError, match="needs a Survey, not a DataFrame"):
            call(FRAME)

    def test_a_draft_in_the_place_of_a_codebook_is_refused_with_its_codebook(self, tmp_path):
        (csv := tmp_path / "a.csv").write_text("sex\nf\nm\nf\n", encoding="utf-8")
        with pytest.raises(sk.CodebookError, match="a path, not a Draft") as caught:
            sk.read_survey(csv, sk.draft_codebook(csv))
        assert "draft.codebook" in caught.value.fix

    def test_a_list_of_items_or_results_is_refused_with_the_loop_to_type(self, survey):
        with pytest.raises(sk.AnalysisError) as caught:
            sk.frequencies(survey, ["plan", survey["gender"]])
        assert caught.value.fix == "[frequencies(survey, item, ...) for item in ['plan', 'gender']]"
        assert sk.frequencies(survey, survey["plan"]).base == 7
        with pytest.raises(sk.AnalysisError) as caught:
            sk.plot([sk.frequencies(survey, "plan")])
        assert caught.value.fix == "[plot(result) for result in results]"

    @pytest.mark.parametrize("call", [
        lambda s: sk.frequencies(s, "plan", by="q4"), lambda s: sk.crosstab(s, "plan", by="毕业去向"),
        lambda s: sk.means(s, "content", by="content"), lambda s: sk.association(s, "plan", by="Plan")])
    def test_an_item_is_not_grouped_by_itself(self, survey, call):
        with pytest.raises(sk.AnalysisError, match=r"by itself|against itself"):
            call(survey)


@pytest.mark.parametrize(("call", "fix"), [
    (lambda s: sk.frequencies(s, "plan", by=["gender", "hard"]), "tables(survey, ['item'], by=['gender', 'hard'])"),
    (lambda s: sk.means(s, "plan"), "frequencies(survey, 'plan'); if it is a rating, draft_codebook(path).settle("
                                    "item='plan', kind='rating').codebook is the codebook to read it with"),
    (lambda s: sk.interpret([sk.means(s, "age")]), "[interpret(result) for result in results]"),
    (lambda s: sk.interpret(s), "interpret(frequencies(survey, 'item'))"),
    (lambda s: sk.reliability(s, "content"), "list ratings instead of a scale: ['content']"),
    (lambda s: sk.read_survey(FRAME), "Survey.from_frame(frame)"),
    (lambda s: s["q99"], "use one of: 'gender', 'plan'"),
])
def test_what_newcomers_type_is_refused_with_what_they_can_type(survey, call, fix):
    with pytest.raises(sk.SurveyError) as refused:
        call(survey)
    assert fix in str(refused.value.fix)


def test_a_named_domain_in_the_place_of_a_survey_is_told_where_it_goes():
    survey = sk.example_survey()
    with pytest.raises(sk.AnalysisError, match="'recent' says who is counted") as caught:
        sk.frequencies(survey.domain("months > 3", name="recent", label="Recent"), "plan")
    assert "frequencies(survey, ..., where=domain)" in caught.value.fix
