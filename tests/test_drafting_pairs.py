"""Two exports of one random 问卷星 survey of 50 to 800 people give back every label with its code."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layouts import wjx
from layouts.asked import EMPTY, SKIPPED, Asked, Form
from layouts.raw import table_of

from surveykit.drafting import draft_from_export
from surveykit.formats import RawTable
from surveykit.platforms.detect_platform import detect_export
from surveykit.platforms.wjx import pair_code_export
from surveykit.read.read_survey import survey_from_table
from surveykit.words.phrases import in_language

QUIET = settings(max_examples=12, suppress_health_check=list(HealthCheck), derandomize=True)
WORDS = ("返乡就业", "留在当地", "继续升学", "考公务员", "自主创业", "文化类(动漫、游戏等)",
         "网络（微博,微信）", "收入低", "离家远", "其他【请注明】", "不清楚", "18", "25", "3", "100元以上",
         "A(甲(乙))", "说不好/一般", "No, thanks", "1-2年")
FILLS = ("", "", "夜校", "a┋b", "x→y", "（空）", "3")
SEEDS = st.integers(0, 10**6)


def choose(chance: random.Random, count: int, used: int) -> tuple[int, ...]:
    """Some of the options that are ever chosen, in any order."""
    return tuple(chance.sample(range(count), min(count, chance.randint(1, used))))


def form(seed: int, people: int, *, matrix: bool = True) -> Form:
    """A survey with each kind of question; some options are never chosen, some answers are gaps."""
    chance = random.Random(seed)

    def parts(most: int = 7) -> tuple[str, ...]:
        labels = tuple(chance.sample(WORDS, chance.randint(3, most)))
        return labels if any(not label.isdecimal() for label in labels) else (*labels, "返乡就业")

    def gapped(answer):
        return chance.choice([SKIPPED, EMPTY]) if chance.random() < 0.08 else answer

    def answers(make):
        return tuple(gapped(make()) for _ in range(people))

    def fills():
        return tuple(chance.choice(FILLS) for _ in range(people))

    one, several, ranked, rows = parts(), parts(), parts(5), parts(4)
    often = chance.sample(range(len(one)), max(2, len(one) - 1))
    ticked = range(max(2, len(several) - chance.randint(0, 1)))
    questions = [
        Asked("single", "毕业后的打算", one, answers=answers(lambda: chance.choice(often)), fills=fills()),
        Asked("multiple", "遇到的困难（可多选）", several, fills=fills(), answers=answers(
            lambda: tuple(sorted(chance.sample(ticked, chance.randint(1, len(ticked))))))),
        Asked("rank", "请按重要性排序", ranked, answers=answers(lambda: choose(chance, len(ranked), 3))),
        Asked("text", "您的建议", answers=answers(
            lambda: chance.choice(["无", "好", "多办活动→更好", "没有（请跳过）"])))]
    if matrix:
        points = ("不同意", "一般", "同意")
        questions.append(Asked("matrix", "请评价以下说法", rows, points, answers(
            lambda: tuple(chance.randrange(3) for _ in rows))))
    return Form(tuple(questions), people)


def tables(survey: Form, variant: str) -> tuple[RawTable, RawTable]:
    """The text export and the code export."""
    return (table_of(wjx.rows(survey, "text"), wjx.name(survey, "text")),
            table_of(wjx.rows(survey, variant), wjx.name(survey, variant)))


def chosen(asked: Asked) -> set[int]:
    """The options that somebody chose."""
    answers = [answer for answer in asked.answers if answer not in (SKIPPED, EMPTY)]
    return {option for answer in answers for option in ((answer,) if isinstance(answer, int) else answer)}


@QUIET
@given(seed=SEEDS, people=st.sampled_from([50, 51, 120, 333, 800]), variant=st.sampled_from(["code", "code-old"]))
def test_every_label_gets_its_code_and_nothing_contradicts(seed, people, variant):
    survey = form(seed, people, matrix=variant == "code")
    found = {(pair.question, pair.part): pair for pair in pair_code_export(*tables(survey, variant))}
    assert all(pair.clashes == () for pair in found.values())
    assert set(found["", ""].options) <= {("-2", "(空)"), ("-3", "(跳过)")}
    for number, asked in enumerate(survey.questions, start=1):
        if asked.kind == "single":
            assert dict(found[str(number), ""].options) == {str(n + 1): asked.parts[n] for n in chosen(asked)}
        elif asked.kind in {"multiple", "rank"}:  # the code file has a column for options nobody chose
            assert dict(found[str(number), ""].options) == {str(n): part for n, part in enumerate(asked.parts, 1)}
        elif asked.kind == "matrix":
            for part in asked.parts:
                assert dict(found[str(number), part].options) == {"1": "不同意", "2": "一般", "3": "同意"}


@QUIET
@given(seed=SEEDS, people=st.sampled_from([50, 200, 800]))
def test_with_the_draft_both_exports_read_as_the_same_survey(seed, people):
    text, codes = tables(form(seed, people), "code")
    book = draft_from_export(text, detect_export(text), pairs=pair_code_export(text, codes)).codebook
    one = survey_from_table(text, book)
    other = survey_from_table(codes, replace(book, settings={**book.settings, "platform": "wjx"}))
    asked = [c for item in book if item.kind not in {"text"} and item.role != "other_text" for c in item.columns]
    assert one.responses[asked].equals(other.responses[asked])
    assert one.missing[asked].equals(other.missing[asked])


@QUIET
@given(seed=SEEDS, people=st.sampled_from([80, 300]), wrong=st.integers(1, 5))
def test_contradictions_are_reported_by_respondent(seed, people, wrong):
    survey = form(seed, people)
    chance, single = random.Random(seed), survey.questions[0]
    rows = wjx.rows(survey, "code")
    place = rows[0].index("1. 毕业后的打算")
    often = [n for n in range(people) if isinstance(single.answers[n], int)
             and sum(answer == single.answers[n] for answer in single.answers) > 12]
    spoilt = sorted(chance.sample(often, wrong))
    others = sorted(chosen(single))
    for n in spoilt:
        rows[n + 1][place] = str(next(o for o in others if o != single.answers[n]) + 1)
    text, codes = table_of(wjx.rows(survey, "text")), table_of(rows, wjx.name(survey, "code"))
    pairs = pair_code_export(text, codes)
    pair = next(pair for pair in pairs if pair.question == "1")
    assert [clash.respondent for clash in pair.clashes] == [str(3 * n + 2) for n in spoilt]
    made = draft_from_export(text, detect_export(text), pairs=pairs)
    said = [in_language(doubt.text, "en") for doubt in made.doubts if doubt.key == "clash"]
    assert said == [f"Places where the text and the code export disagree: {wrong}. Look at them."]


@pytest.mark.parametrize("numbers", [("3", "1", "2"), ("18", "25", "60")])
def test_labels_that_are_numbers_are_labels(numbers):
    chance = random.Random(7)
    asked = Asked("single", "几个", numbers, answers=tuple(chance.randrange(3) for _ in range(60)))
    pair = pair_code_export(*tables(Form((asked,), 60), "code"))[1]
    assert dict(pair.options) == {"1": numbers[0], "2": numbers[1], "3": numbers[2]}
