"""Every screening rule by hand, and what holds for all of them: no cell changes, order and strangers play no part."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import surveykit as sk
from surveykit.screening.rule_table import DEFAULT_RULES, SCREENING_RULES

POINTS = tuple(sk.Option(f"p{n}", {"en": f"Point {n}", "zh": f"{n} 分"}, float(n)) for n in range(1, 6))
YES_NO = (sk.Option("yes", {"en": "Yes", "zh": "是"}), sk.Option("no", {"en": "No", "zh": "否"}))


def ratings(names: Sequence[str], scale: str = "s", reverse: Sequence[str] = ()) -> tuple[sk.Item, ...]:
    return tuple(sk.Item(name, "rating", {"en": name}, POINTS, scale=scale, reverse=name in reverse) for name in names)


def scale(name: str = "s") -> sk.Scale:
    return sk.Scale(name, {"en": name}, 1, 5)


def survey_of(items: Sequence[sk.Item], columns: dict[str, Sequence[object]], *scales: sk.Scale) -> sk.Survey:
    return sk.Survey.from_frame(pd.DataFrame(columns), sk.Codebook(tuple(items), scales))


def flagged(survey: sk.Survey, rule: str, **options: object) -> list[tuple[str, str, str, str]]:
    """(respondent, item, value, threshold) of one rule."""
    return [(flag.respondent, flag.item, flag.value, flag.threshold)
            for flag in sk.screen(survey, rules=rule, **options).flags if flag.rule == rule]


def refusal(survey: sk.Survey, rule: str) -> str:
    run, = (run for run in sk.screen(survey, rules=rule).screening if run.rule == rule)
    return run.refused.get("en", "")


def people(answers: Sequence[Sequence[float | None]], reverse: Sequence[str] = (), scales: int = 1) -> sk.Survey:
    """Respondents x ratings, in one scale or in several of equal length."""
    x = np.array(answers, dtype=object)
    names = [f"r{place}" for place in range(x.shape[1])]
    each = len(names) // scales
    items = [item for number in range(scales)
             for item in ratings(names[number * each:(number + 1) * each], f"s{number}", reverse)]
    return survey_of(items, dict(zip(names, x.T, strict=True)), *(scale(f"s{number}") for number in range(scales)))


# --- time ---------------------------------------------------------------------------------------


def timed(seconds: Sequence[float | None], questions: int = 10) -> sk.Survey:
    items = [sk.Item("time", "number", {"en": "Seconds"}, role="duration"),
             *ratings([f"r{n}" for n in range(questions)])]
    mixed = {f"r{n}": [1 + (n + row) % 5 for row in range(len(seconds))] for n in range(questions)}
    return survey_of(items, {"time": seconds, **mixed}, scale())


def test_speed_is_seconds_per_question_shown():
    survey = timed([19, 20, 60, None, -5])  # ten questions: 1.9, 2.0, 6.0; no time, and a clock put back
    assert flagged(survey, "speed") == [("0", "time", "1.90", "2")]
    assert flagged(survey, "speed", thresholds={"speed": 1.0}) == []
    assert sk.screen(survey, rules="speed").screening[0].base == 3
    assert refusal(people([[1, 2, 3]]), "speed") == "No item has the role duration."


def test_relative_speed_is_the_median_over_the_time_and_slow_a_fence_on_logarithms():
    survey = timed([100] * 9 + [50, 51])  # median 100: 2.0 and 1.96
    assert flagged(survey, "relative_speed") == [("9", "time", "2.00", "2")]
    assert refusal(timed([100] * 9), "relative_speed") == "Needs at least 10 respondents to compare; there are 9."
    survey = timed([100, 200] * 10 + [1700, 1500])  # quartiles 100 and 200 on logs: 200 * 2 ** 3 = 1600
    assert flagged(survey, "slow") == [("20", "time", "1700", "1600")]


# --- invariance ---------------------------------------------------------------------------------


def test_longstring_is_the_longest_run_as_answered():
    survey = people([[3] * 6 + [1, 2, 1, 2], [3] * 5 + [1] * 5, [1, 2] * 5])
    assert flagged(survey, "longstring") == [("0", "", "6", "6")]  # half of ten is five: six at least
    wide = people([[3] * 7 + [1, 2] * 4 + [5], [1, 2] * 8])
    assert flagged(wide, "longstring") == [] and flagged(wide, "longstring", thresholds={"longstring": 0.4}) == [
        ("0", "", "7", "7")]
    assert refusal(people([[1, 2, 3]]), "longstring") == "Needs at least 6 rating items; there are 3."


def test_straightline_is_one_point_over_a_battery_of_a_scale_or_of_the_same_points():
    rows = [[2, 2, 2], [2, 2, 3], [2, 2, None]]
    assert flagged(people(rows, reverse=["r1"]), "straightline") == [("0", "s0", "2", "3")]
    assert refusal(people(rows), "straightline") == "No battery has a reversed item or 5 rows."
    assert flagged(people([[4] * 5, [4] * 4 + [5]]), "straightline") == [("0", "s0", "4", "5")]
    items = [sk.Item(f"q{n}", "rating", {"en": f"q{n}"}, POINTS) for n in range(5)]
    survey = survey_of(items, {item.name: [3, 1 + n] for n, item in enumerate(items)})
    assert flagged(survey, "straightline") == [("0", "q0", "3", "5")]


def test_irv_is_the_tenth_whose_answers_vary_least():
    rows = [[1, 5, 1, 5, n % 3 + 1] for n in range(19)] + [[3, 3, 3, 3, 4]]  # the last: sqrt(0.2) = 0.45
    found = sk.screen(people(rows), rules="irv").flags
    assert found[-1][:4] == ("19", "", "irv", "0.45") and found[-1].severity == "I"
    assert refusal(people(rows[:19]), "irv") == "Needs at least 20 respondents to compare; there are 19."


# --- consistency --------------------------------------------------------------------------------


def test_mahalanobis_is_beyond_the_quantile_of_chi_squared():
    rows = [[x, x + step] for x in (2, 3, 4) for step in (0, 1, -1) for _ in range(2)] + [[1, 5]]
    x = np.array(rows, float)
    d = (x - x.mean(axis=0)) @ np.linalg.inv(np.cov(x.T))
    last = float(d[-1] @ (x - x.mean(axis=0))[-1])
    assert last > 9.21  # chi-squared, 2 degrees of freedom, 0.99
    assert flagged(people(rows), "mahalanobis") == [("18", "s0", f"{last:.2f}", "9.21")]
    assert refusal(people(rows[:9]), "mahalanobis") == "Needs at least 10 respondents to compare; there are 9."
    assert refusal(people([[n % 5 + 1] * 2 for n in range(12)]), "mahalanobis").startswith("The items depend")


def test_even_odd_halves_of_three_scales():
    # means of odd and even items (1, 2), (2, 3), (3, 4): 1; (1, 4), (2, 3), (3, 2): -1
    survey = people([[1, 2, 2, 3, 3, 4], [1, 4, 2, 3, 3, 2]], scales=3)
    assert flagged(survey, "even_odd") == [("1", "", "-1.00", "0.3")]
    # the second item of each scale turned round is 6 - x: (1, 4), (2, 3), (3, 2) and (1, 2), (2, 3), (3, 4)
    assert [hit[0] for hit in flagged(people([[1, 2, 2, 3, 3, 4], [1, 4, 2, 3, 3, 2]], ["r1", "r3", "r5"], 3),
                                      "even_odd")] == ["0"]
    assert refusal(people([[1, 2, 3, 4]], scales=2), "even_odd") == "Needs at least 3 scales; there are 2."


def hundred(odd_one: Sequence[float], opposite: bool = False) -> sk.Survey:
    """A hundred who answer three pairs alike (or oppositely), and one who does not."""
    rows = []
    for n in range(100):
        base = [1 + n % 5, 1 + n // 5 % 5, 1 + n // 25 % 4]
        rows.append([point for x in base for point in (x, 6 - x if opposite else x)])
    return people([*rows, odd_one])


def test_synonyms_and_antonyms_correlate_the_sides_of_pairs_within_a_person():
    survey = hundred([1, 5, 3, 3, 5, 1])  # sides 1 3 5 and 5 3 1: r = -1
    assert flagged(survey, "synonyms") == [("100", "", "-1.00", "0.22")]
    run, = sk.screen(survey, rules="synonyms").screening
    assert run.note["en"] == "Rests on 3 pairs of items; five and more are sensible."
    assert refusal(people([[1, 2, 3]] * 50), "synonyms") == "Needs at least 100 respondents to compare; there are 50."
    mixed = people([[1 + n % 5, 1 + n // 5 % 5, 1 + n // 25 % 4] for n in range(100)])
    assert refusal(mixed, "synonyms") == "Needs at least 3 pairs of items that correlate beyond 0.60; there are 0."
    assert flagged(hundred([1, 1, 3, 3, 5, 5], opposite=True), "antonyms") == [("100", "", "1.00", "-0.03")]


def test_person_total_is_r_with_the_means_of_the_others():
    rows = [[1, 5] * 5] * 9 + [[2, 4] * 5, [5, 1] * 5]
    assert flagged(people(rows), "person_total") == [("10", "", "-1.00", "0")]
    assert refusal(people(rows[:9]), "person_total").startswith("Needs at least 10 respondents")


def test_reversed_pairs_count_agreement_with_both_sides():
    # r1 and r3 are reversed: r0 with r1, r2 with r3
    survey = people([[5, 4, 1, 2], [5, 4, 1, 5], [5, 1, 4, 2], [3, 3, 3, 3]], reverse=["r1", "r3"])
    assert flagged(survey, "reversed_pairs") == [("0", "", "2", "2")]
    assert flagged(survey, "reversed_pairs", thresholds={"reversed_pairs": 1}) == [
        ("0", "", "2", "1"), ("1", "", "1", "1")]


# --- attention ----------------------------------------------------------------------------------


def test_attention_items_ask_for_one_answer_and_diligence_is_what_they_say_themselves():
    items = [sk.Item("a", "rating", {}, POINTS, role="attention:agree=4"),
             sk.Item("b", "single", {}, YES_NO, role="attention:say no=no")]
    survey = survey_of(items, {"a": [4, 3, 3, None], "b": ["no", "no", "yes", "no"]})
    found = list(sk.screen(survey, rules="attention").flags)
    assert [(flag.respondent, flag.value, flag.severity) for flag in found] == [("1", "1", "W"), ("2", "2", "E")]
    item = sk.Item("use", "single", {}, YES_NO, role="diligence:use my answers=no")
    assert flagged(survey_of([item], {"use": ["yes", "no", None]}), "diligence") == [("1", "", "1", "0")]


# --- records ------------------------------------------------------------------------------------


def logged(rows: Sequence[tuple[str, str, str]], answers: Sequence[Sequence[str]]) -> sk.Survey:
    """Forms with time, address and telephone; the answers are letters."""
    letters = tuple(sk.Option(letter, {"en": letter.upper()}) for letter in "abcd")
    items = [sk.Item("submitted_at", "text", {}, role="date"), sk.Item("ip", "text", {}, role="pii:ip"),
             sk.Item("phone", "text", {}, role="pii:phone"),
             *(sk.Item(f"q{n}", "single", {}, letters) for n in range(len(answers[0])))]
    columns = dict(zip(["submitted_at", "ip", "phone"], map(list, zip(*rows, strict=True)), strict=True))
    return survey_of(items, columns | {f"q{n}": [row[n] for row in answers] for n in range(len(answers[0]))})


def test_duplicates_name_the_form_that_stays():
    when = ["2026/9/1 15:10:08", "2026/9/1 15:10:08", "2026/9/2 1:00:00", "2026/9/3 1:00:00"]
    survey = logged([(time, "192.0.2.1", "") for time in when], [list("abcdabcdab")] * 3 + [list("abcdabcdaa")])
    found = sk.screen(survey, rules="duplicate").flags
    assert [(flag.respondent, flag.value, flag.severity) for flag in found] == [("1", "0", "E"), ("2", "0", "W")]
    last = sk.screen(survey, rules="duplicate", keep="last").flags
    assert [(flag.respondent, flag.value) for flag in last] == [("0", "2"), ("1", "2")]
    assert flagged(logged([("", "", "")] * 2, [list("abcdabcda")] * 2), "duplicate") == []  # nine answers


def test_near_duplicates_share_most_answers_and_need_a_hundred_items():
    survey = logged([("", "", "")] * 3, [["a"] * 100, ["a"] * 85 + ["b"] * 15, ["c"] * 100])
    assert flagged(survey, "near_duplicate") == [("0", "", "0.85", "0.85"), ("1", "", "0.85", "0.85")]
    assert "Needs at least 100 categorical columns; there are 5" in refusal(logged([("", "", "")], [["a"] * 5]),
                                                                            "near_duplicate")


def test_relative_speed_is_the_mean_over_pages_where_their_times_are_known():
    pages = [sk.Item(f"page_time_{n}", "number", {"en": f"Page {n}"}, role="meta") for n in (1, 2, 3)]
    rows = [[20, 40, 60]] * 10 + [[10, 10, 20], [1, 80, None], [40, None, 20]]  # (2 + 3 + 3)/3, (3 + .5)/2, (.5 + 3)/2
    frame = pd.DataFrame(rows, columns=[item.name for item in pages], dtype=float).assign(q="a")
    survey = sk.Survey.from_frame(frame, sk.Codebook((*pages, sk.Item("q", "single", {}, (sk.Option("a", {}),)))))
    assert flagged(survey, "relative_speed") == [("10", "", "2.67", "2")]
    low = sk.screen(survey, rules=["relative_speed"], thresholds={"relative_speed": 1.7})
    assert [(flag.respondent, flag.value) for flag in low.flags] == [("10", "2.67"), ("11", "1.75"), ("12", "1.75")]
    assert low.screening[0].note["en"] == "by the times of 3 pages"


def test_too_many_forms_to_compare_two_by_two_are_refused_with_the_price(monkeypatch):
    survey = logged([("", "", "")] * 3, [["a"] * 100] * 3)
    monkeypatch.setattr("surveykit.screening.record_rules.MOST_COMPARED", 400)
    monkeypatch.setattr("surveykit.screening.record_rules.COMPARED_A_MINUTE", 90)
    said = refusal(survey, "near_duplicate")
    assert "Comparing 3 forms two by two over 100 columns would take about 5 minutes" in said


def test_the_same_person_after_the_telephone_is_written_alike_and_the_number_is_not_shown():
    phones = ["138 0000-0001", "+86 13800000001", "13800000002", ""]
    survey = logged([("", "", phone) for phone in phones], [["a"], ["b"], ["a"], ["a"]])
    assert flagged(survey, "same_person") == [("1", "phone", "0", "")]
    assert "1380" not in repr(sk.screen(survey, rules="all").flags)
    complete = survey_of(survey.codebook.items, {column: [None, "a"] if column == "q0" else ["13800000001"] * 2
                                                 for column in survey.codebook.columns})
    assert flagged(complete, "same_person", keep="complete") == [("0", "phone", "1", "")]


def test_addresses_that_send_several_forms():
    rows = [("2026-09-01 10:00:00", "192.0.2.1", ""), ("2026-09-01 10:09:00", "192.0.2.1", ""),
            ("2026-09-01 10:30:00", "192.0.2.1", ""), ("2026-09-01 10:00:00", "192.0.2.2", "")]
    survey = logged(rows, [["a"] * 10, ["a"] * 9 + ["b"], ["a"] * 10, ["a"] * 10])
    assert [hit[:3] for hit in flagged(survey, "same_ip")] == [("0", "ip", "3"), ("1", "ip", "3"), ("2", "ip", "3")]
    assert flagged(survey, "repeated_ip") == [("1", "ip", "0", "0.85")]  # nine minutes later, 0.9 alike
    assert "192.0.2" not in repr(sk.screen(survey, rules="all").flags)


def test_a_burst_is_five_forms_from_one_address_within_a_minute():
    times = [f"2026-09-01 10:{when}" for when in ("00:00", "00:10", "00:20", "00:30", "01:00", "05:00")]
    survey = logged([(time, "192.0.2.1", "") for time in times], [["a"]] * 6)
    assert [hit[0] for hit in flagged(survey, "burst")] == ["0", "1", "2", "3", "4"]
    apart = logged([(time, f"192.0.2.{n}", "") for n, time in enumerate(times)], [["a"]] * 6)
    assert flagged(apart, "burst") == []


def test_equal_times_are_five_forms_in_a_row_that_took_equally_long():
    items = [sk.Item("submitted_at", "text", {}, role="date"), sk.Item("time", "number", {}, role="duration")]
    when = [f"2026-09-01 10:{minute:02d}:00" for minute in (6, 1, 2, 3, 4, 5)]
    survey = survey_of(items, {"submitted_at": when, "time": [99, 80, 80, 80, 80, 80]})
    assert [hit[0] for hit in flagged(survey, "equal_times")] == ["1", "2", "3", "4", "5"]
    assert flagged(survey_of(items, {"submitted_at": [None] * 6, "time": [80.0] * 6}), "equal_times") == []


def test_incomplete_is_of_the_questions_asked():
    items = [sk.Item("gate", "single", {}, YES_NO),
             *(sk.Item(f"q{n}", "single", {}, YES_NO, required="yes") for n in range(4))]
    columns = {"gate": ["yes"] * 3} | {
        f"q{n}": ["yes", None if n else "yes", None if n > 1 else "yes"] for n in range(4)}
    # 5, 2 and 3 of five
    assert flagged(survey_of(items, columns), "incomplete") == [("1", "", "0.40", "0.5")]


# --- values -------------------------------------------------------------------------------------


def test_a_rating_outside_its_scale():
    six = (*POINTS, sk.Option("p6", {"en": "6"}, 6.0))
    survey = survey_of([sk.Item("r", "rating", {}, six, scale="s")], {"r": [1, 5, 6]}, scale())
    assert flagged(survey, "range") == [("2", "r", "6", "1-5")]


def test_an_answer_that_is_no_option_names_the_nearest_label():
    items = [sk.Item("g", "single", {}, YES_NO), sk.Item("n", "number", {})]
    survey = survey_of(items, {"g": ["yes", "no"], "n": [1, 2]})
    frame = survey.responses
    frame.loc["1", "g"] = "Noo"
    odd = survey.with_responses(frame, step=sk.Step("test", "x"))
    assert flagged(odd, "outside_options") == [("1", "g", "Noo ~ No", "")]


def gated() -> sk.Survey:
    letters = tuple(sk.Option(letter, {"en": letter}) for letter in "abc")
    items = [sk.Item("stay", "single", {}, YES_NO),
             sk.Item("why", "text", {}, asked_if="${stay} = 'no'"),
             sk.Item("where", "single", {}, YES_NO, asked_if="${stay} = 'no'", required="yes"),
             sk.Item("age", "number", {}, constraint=". >= 16 and . <= 60"),
             sk.Item("ways", "multiple", {}, (*letters, sk.Option("none", {"en": "None of these", "zh": "以上都不是"})),
                     constraint="count-selected(.) <= 2")]
    ticks = {"ways__a": [1, 1, 0, 1], "ways__b": [0, 1, 0, 0], "ways__c": [0, 1, 0, 0], "ways__none": [0, 0, 1, 1]}
    return survey_of(items, {"stay": ["yes", "no", "no", "yes"], "why": ["secret words", "x", None, None],
                             "where": [None, None, "yes", None], "age": [15, 60, 61, None], **ticks})


def test_the_rules_of_the_codebook():
    survey = gated()
    assert flagged(survey, "answered_unasked") == [("0", "why", "***", "${stay} = 'no'")]
    assert flagged(survey, "unanswered") == [("1", "where", "", "${stay} = 'no'")]
    assert [hit[:3] for hit in flagged(survey, "constraint")] == [("0", "age", "15"), ("2", "age", "61")]
    assert [hit[:3] for hit in flagged(survey, "too_many")] == [("1", "ways", "3")]
    assert flagged(survey, "exclusive") == [("3", "ways", "2", "None of these")]
    assert "secret" not in repr(sk.screen(survey, rules="all").flags)


def test_a_condition_that_cannot_be_read_is_said_and_a_sentinel_lies_far_from_all_answers():
    item = sk.Item("age", "number", {}, constraint=". >= ")
    run, = sk.screen(survey_of([item], {"age": [1, 2]}), rules="constraint").screening
    assert run.note["en"] == "The conditions of these items cannot be read: age."
    survey = survey_of([sk.Item("age", "number", {})], {"age": [20, 21, 22, 23, 24, 25, 26, 27, 28, 99, 97]})
    assert flagged(survey, "sentinel") == [("9", "age", "99", "5 MAD")]


def test_an_implausible_number_is_beyond_a_robust_fence():
    numbers = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 60]  # median 25, MAD 3: 25 +- 3.5 * 1.4826 * 3 = 9.4 to 40.6
    survey = survey_of([sk.Item("age", "number", {})], {"age": numbers})
    assert flagged(survey, "implausible") == [("10", "age", "60", "9.4327-40.5673")]
    flat = survey_of([sk.Item("age", "number", {})], {"age": [20] * 9 + [60, 70]})  # MAD 0: nothing can be said
    assert flagged(flat, "implausible") == []


def test_checks_of_ones_own_are_conditions_that_must_hold():
    survey = survey_of([sk.Item("age", "number", {}), sk.Item("years", "number", {})],
                       {"age": [30, 18, None], "years": [5, 4, 3]})
    screened = sk.screen(survey, rules="range", checks={"service_age": "age - years >= 16"})
    assert [(flag.respondent, flag.rule, flag.threshold) for flag in screened.flags] == [
        ("1", "service_age", "age - years >= 16")]
    assert sk.exclude(screened, rules="service_age", reason="x").rows == 2
    with pytest.raises(sk.CleaningError, match="is that of a rule"):
        sk.screen(survey, checks={"speed": "age > 1"})


# --- all of them --------------------------------------------------------------------------------


def everything(rows: int = 60) -> sk.Survey:
    """A survey that every family finds something in."""
    draw = np.random.default_rng(7)
    letters = tuple(sk.Option(letter, {"en": letter}) for letter in "abcd")
    names = [f"r{n}" for n in range(12)]
    items = [sk.Item("submitted_at", "text", {}, role="date"), sk.Item("time", "number", {}, role="duration"),
             sk.Item("ip", "text", {}, role="pii:ip"), sk.Item("phone", "text", {}, role="pii:phone"),
             *(item for number in range(3) for item in ratings(names[4 * number:4 * number + 4], f"s{number}",
                                                               reverse=["r1", "r5", "r9"])),
             sk.Item("check", "rating", {}, POINTS, role="attention:four=4"),
             *(sk.Item(f"q{n}", "single", {}, letters, asked_if="${r0} >= 2" if n == 3 else None) for n in range(8)),
             sk.Item("age", "number", {}, constraint=". < 60")]
    columns: dict[str, list[object]] = {name: list(draw.integers(1, 6, rows)) for name in names}
    columns |= {f"q{n}": list(draw.choice(list("abcd"), rows)) for n in range(8)}
    columns |= {"submitted_at": [f"2026-09-01 {10 + n // 60}:{n % 60:02d}:00" for n in range(rows)],
                "time": list(draw.integers(15, 300, rows)), "ip": [f"192.0.2.{n % 40}" for n in range(rows)],
                "phone": [f"1380000{n % 50:04d}" for n in range(rows)], "check": list(draw.integers(3, 5, rows)),
                "age": list(draw.integers(18, 64, rows))}
    for column in (*names, *(f"q{n}" for n in range(8))):
        columns[column][1] = columns[column][0]
        columns[column][2] = None if column != "r0" else 3
    for name in names:
        columns[name][4] = 3
    return survey_of(items, columns, *(scale(f"s{number}") for number in range(3)))


@pytest.fixture(scope="module")
def full() -> sk.Survey:
    return everything()


def test_no_rule_changes_a_cell(full):
    screened = sk.screen(full, rules="all")
    assert screened.responses.equals(full.responses) and screened.missing.equals(full.missing)
    assert screened.log == full.log and len({flag.rule for flag in screened.flags}) >= 14


def test_the_order_of_the_rows_plays_no_part(full):
    frame = full.responses.iloc[np.random.default_rng(3).permutation(full.rows)]
    mixed = sk.Survey.from_frame(frame, full.codebook)
    orders = {"duplicate", "same_person"}  # the form that stays is the first
    left = {flag for flag in sk.screen(full, rules="all").flags if flag.rule not in orders}
    assert {flag for flag in sk.screen(mixed, rules="all").flags if flag.rule not in orders} == left


def test_an_untouched_respondent_changes_no_flag_of_another_by_rules_that_compare_nobody(full):
    alone = [name for name, rule in SCREENING_RULES.items() if not rule.compares]
    fewer = sk.Survey.from_frame(full.responses.iloc[:-1], full.codebook)
    gone = full.responses.index[-1]
    before, after = sk.screen(fewer, rules=alone).flags, sk.screen(full, rules=alone).flags
    assert before and set(before) == {flag for flag in after if flag.respondent != gone}


def test_two_families_are_named_and_combined_only_from_careless_families(full):
    screened = sk.screen(full)
    combined = {flag.respondent: flag.value for flag in screened.flags if flag.rule == "two_families"}
    families: dict[str, set[str]] = {}
    for flag in screened.flags:
        if flag.rule in SCREENING_RULES and SCREENING_RULES[flag.rule].family in {
                "time", "invariance", "consistency", "attention"}:
            families.setdefault(flag.respondent, set()).add(SCREENING_RULES[flag.rule].family)
    assert combined and {key: set(value.split(", ")) for key, value in combined.items()} == {
        key: hit for key, hit in families.items() if len(hit) > 1}


def test_information_is_not_asked_for_by_default_and_every_flag_has_its_source(full):
    screened = sk.screen(full)
    assert not {rule for rule in screened.screened_rules if rule in SCREENING_RULES and rule not in DEFAULT_RULES}
    assert all(flag.source and flag.severity in "EWI" for flag in screened.flags)


def test_a_rule_that_refused_excludes_nobody_and_the_flow_says_why(example):
    screened = sk.screen(example, rules=["even_odd", "straightline"])
    assert screened.screened_rules == ("straightline",)
    kept = sk.exclude(screened, rules="even_odd", reason="x")
    assert kept.rows == 40 and [note["en"] for note in sk.case_flow(kept).notes] == [
        "The rule “even and odd items that disagree” could not be applied: Needs at least 3 scales; there is 1."]
    assert sk.replay(example, kept).responses.equals(kept.responses)


def test_the_table_of_flags_counts_people_and_hides_what_they_typed(full):
    found = sk.flag_table(sk.screen(full, rules="all"))
    lines = found.table.set_index("rule")
    assert lines.loc["irv", "n"] == len({flag.respondent for flag in sk.screen(full, rules="irv").flags})
    assert pd.isna(lines.loc["diligence", "n"]) and "diligence" in found.grid("en").to_text()
    listed = sk.flag_table(sk.screen(gated(), rules="all"), respondents=True).grid("zh").to_text()
    assert "secret" not in listed and "不应作答的题有答案" in listed


def test_every_rule_is_described():
    page = (Path(__file__).parents[1] / "docs/cleaning.md").read_text(encoding="utf-8")
    for name, rule in SCREENING_RULES.items():
        assert f"| `{name}` |" in page, name
        line = next(line for line in page.splitlines() if f"| `{name}` |" in line)
        assert rule.threshold is None or f"{rule.threshold:g}" in line.replace("0.30", "0.3"), name
