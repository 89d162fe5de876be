"""Cleaning: rules flag and remove nobody; every change has a line; what is written reads back the same."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import builders
import pandas as pd
import pytest
from builders import read_written
from exports import read, same

import surveykit as sk
from surveykit.files import disk as _files
from surveykit.formats import sheets_of

FORMULAS = [
    "=1+1", "@SUM(A1)", "-2+3", "+cmd", "'quoted", " =1",
    "＝1", "\tx", "\rx", "(refused)", "(not_asked)", "two\r\nlines", "a\rb", 'say "so", he said', "007", "NA", "None"]
refused = partial(builders.refused, kind=sk.CleaningError)


def rules_of(survey: sk.Survey) -> list[tuple[str, str]]:
    return [(flag.respondent, flag.rule) for flag in survey.flags]


# --- screen -------------------------------------------------------------------------------------


def test_screening_flags_removes_nobody_and_finds_the_same_once_again(volunteers):
    screened = sk.screen(volunteers)
    assert rules_of(screened)[:4] == [
        ("25", "duplicate"), ("16", "speed"), ("16", "straightline"), ("35", "incomplete")]
    assert ("16", "two_families") in rules_of(screened)
    assert same(screened, volunteers) and screened.log == volunteers.log
    once = sk.screen(volunteers)
    assert sk.screen(once).flags == once.flags
    assert sk.screen(once, rules="speed").screened_rules == once.screened_rules


def test_ten_ticks_are_no_ten_questions():
    options = tuple(sk.Option(f"o{n}", {}) for n in range(12))
    book = sk.Codebook((sk.Item("s", "multiple", {}, options), sk.Item("g", "single", {}, (sk.Option("m", {}),))))
    frame = pd.DataFrame({column: [0] * 3 for column in book["s"].columns}).assign(g="m")
    assert sk.screen(sk.Survey.from_frame(frame, book)).flags == ()


def test_a_score_is_no_question(cleaned):
    before = sk.screen(cleaned, rules="incomplete").flags
    assert sk.screen(sk.score(cleaned, "career_planning"), rules="incomplete").flags == before


def test_screening_a_survey_without_questions_finds_nothing():
    book = sk.Codebook((sk.Item("ip", "text", {}, role="pii:ip"),))
    assert sk.screen(sk.Survey.from_frame(pd.DataFrame({"ip": ["1", "1"]}), book)).flags == ()


def test_but_it_refuses_a_rule_it_does_not_know(example):
    said = refused(lambda: sk.screen(example, rules=["fast"]))
    assert said.startswith("There is no screening rule 'fast'.\n  fix:   use one of: 'duplicate', 'speed', ")
    assert said.endswith(" and 11 more") and said.count("', '") == 19
    assert "did you mean 'duplicate'?" in refused(lambda: sk.screen(example, rules="duplicates"))


# --- exclude ------------------------------------------------------------------------------------


def test_it_removes_those_whom_rules_flagged_each_for_one_reason(volunteers):
    rules = ["duplicate", "speed", "straightline"]
    kept = sk.exclude(sk.screen(volunteers, rules=[*rules, "incomplete"]), rules=rules, reason="quality")
    assert kept.rows == 47 and not {"16", "25"} & set(kept.responses.index)
    assert [(c.respondent, c.rule, c.kind) for c in kept.log[-1].changes] == [
        ("16", "speed", "remove_survey"), ("25", "duplicate", "remove_survey")]
    assert rules_of(kept) == [("35", "incomplete")]


def test_it_removes_those_who_are_named_and_nobody_for_a_rule_that_found_none(example):
    assert sk.exclude(example, respondents="12", reason="withdrew").rows == 39
    assert "12" not in sk.exclude(example, respondents=["12", "12"], reason="withdrew").responses.index
    kept = sk.exclude(sk.screen(example), rules=["exclusive"], reason="quality")
    assert same(kept, example) and kept.log[-1].changes == ()


@pytest.mark.parametrize(
    "arguments, message",
    [
        (
            {"rules": ["speed"]}, "The survey was not screened for 'speed'.\n  where: example\n"
            "  fix:   survey.pipe(sk.screen).pipe(sk.exclude, ...)",
        ), ({"rules": ["sped"]}, "There is no rule 'sped'.\n  where: example\n  fix:   did you mean 'speed'?"),
        (
            {}, "exclude must be given rules, respondents or a condition.\n"
            "  fix:   exclude(survey, rules=['duplicate'], reason='why')",
        ), ({"respondents": ["400"]}, "There are no respondents '400'.\n  where: example\n  fix:   did you mean '40'?"),
    ])
def test_but_it_refuses_what_it_cannot_do(example, arguments, message):
    assert refused(lambda: sk.exclude(example, reason="quality", **arguments)) == message


@pytest.mark.parametrize("reason", ["", "  "])
def test_but_every_change_needs_a_reason(example, reason):
    for call in (
        lambda: sk.exclude(example, respondents=["7"], reason=reason),
        lambda: sk.recode(example, "plan", {"renew": "stay"}, reason=reason),
        lambda: sk.recode_other(example, "plan", {"go back home": "home"}, reason=reason),
        lambda: sk.reverse(example, "cp_3", reason=reason)):
        assert " must be given a reason.\n  fix:   " in refused(call)


def test_but_it_refuses_to_remove_everybody(example):
    message = refused(lambda: sk.exclude(example, respondents=example.responses.index, reason="x"), kind=sk.ReadError)
    assert message.startswith("A survey must have at least one respondent.\n  where: example")


def test_it_removes_those_who_fulfil_a_condition_and_says_which(example):
    kept = sk.exclude(example, where="gender = 'Women' and months > 6", reason={"zh": "范围外", "en": "out of scope"})
    gone = [change.respondent for change in kept.log[-1].changes if change.kind == "remove_survey"]
    assert gone == list(example.where("gender = 'female' and months > 6")) and kept.rows == 40 - len(gone) > 30
    assert sk.replay(example, kept).responses.equals(kept.responses)
    shown = sk.cleaning_log(kept).grid("en").to_text()
    assert "out of scope: Gender is “Women” and Months to first job > 6" in " ".join(shown.split())
    assert "性别为“女”" in sk.cleaning_log(kept).grid("zh").to_text()
    assert "out of scope" in sk.case_flow(kept).grid("en").to_text()


@pytest.mark.parametrize("kind", ["blank", "not_asked", "refused", "dont_know"])
@pytest.mark.parametrize("item, where", [("months", "months > 6"), ("hardship", "selected(hardship, 'pay')"),
                                         ("Gender", "gender = 'male'"), ("cp_1", "cp_1 >= 4")])
def test_answers_become_missing_of_a_kind_by_a_condition(example, item, where, kind, tmp_path):
    made = sk.set_missing(example, item, where=where, kind=kind, reason="impossible")
    hit, name = example.where(where), example[item].columns[0]
    assert made.responses.loc[hit, name].isna().all() and set(made.missing.loc[hit, name]) == {kind}
    rest = made.responses.index.difference(hit)
    assert made.responses.loc[rest].equals(example.responses.loc[rest])
    assert same(sk.replay(example, made), made)
    again = read_written(sk.write_processed(made, tmp_path))
    assert again.log[-1].changes == made.log[-1].changes and same(sk.replay(example, again.log), made)


def test_a_kind_or_condition_that_hits_nobody_is_refused_and_answers_may_change_places(example):
    assert refused(lambda: sk.set_missing(example, "months", where="months > 1", kind="gone", reason="x")).startswith(
        "There is no kind of missing 'gone'.")
    assert refused(lambda: sk.set_missing(example, "months", where="months > 999", reason="x")).startswith(
        "Nobody who answered 'months' fulfils the condition.")
    swapped = sk.recode(example, "gender", {"female": "male", "male": "female"}, reason="columns were swapped")
    assert (swapped.responses["gender"] != example.responses["gender"]).all()


# --- recode -------------------------------------------------------------------------------------


def test_it_recodes_and_logs_every_cell(example):
    merged = sk.recode(example, "plan", {"renew": "stay", "study": None}, reason="merged")
    assert sk.frequencies(merged, "plan").table["n"].tolist() == [18, 15, 0, 0, 2]
    assert (merged.missing["plan"] == "blank").sum() == 5
    assert {(c.old, c.new, c.kind) for c in merged.log[-1].changes} == {
        ("renew", "stay", "change_response"), ("study", "", "blank_response")}
    assert len(merged.log[-1].changes) == 12


@pytest.mark.parametrize("old", [3, 3.0, "3"])
def test_it_recodes_ratings_by_their_score(example, old):
    changed = sk.recode(example, "cp_1", {old: 4}, reason="neutral counts as agreement")
    assert not (changed.responses["cp_1"] == 3).any() and (changed.responses["cp_1"] == 4).sum() > 0
    assert changed.responses["cp_1"].dtype == example.responses["cp_1"].dtype


def test_an_option_that_stands_for_missing_is_missing(tmp_path):
    changed = sk.recode(read(tmp_path, {}, {}), "gender", {"male": "prefer_not"}, reason="asked to be left out")
    assert changed.missing["gender"].tolist() == ["refused", "refused"]
    assert changed.responses["gender"].isna().all()


def test_long_numbers_are_not_rounded_in_the_log(example):
    exact = sk.recode(example, "months", {12: 1234567.891}, reason="typing error")
    assert {c.new for c in exact.log[-1].changes} == {"1234567.891"}
    assert same(sk.replay(example, exact), exact)


@pytest.mark.parametrize("item, mapping, kind, message", [
    ("plan", {"homee": "stay"}, sk.CleaningError,
     "Nobody answered 'homee' to 'plan'.\n  where: example\n  fix:   did you mean 'home'?"),
    ("plan", {}, sk.CleaningError, "recode must be given what to replace by what."),
    ("plan", {"home": "stya"}, sk.CodebookError,
     "'stya' is not an option.\n  where: item 'plan'\n  fix:   did you mean 'stay'?"),
    ("cp_1", {1: 7}, sk.CodebookError,
     "'7' cannot be an answer.\n  where: item 'cp_1'\n  fix:   use one of: 1, 2, 3, 4, 5"),
    ("months", {1: "soon"}, sk.CodebookError,
     "'soon' cannot be an answer.\n  where: item 'months'\n  fix:   give a number"),
    ("plans", {"home": "stay"}, sk.CodebookError,
     "There is no item 'plans' in the codebook.\n  fix:   did you mean 'plan'?"),
    ("hardship", {"pay": "far"}, sk.AnalysisError, "recode needs an item of kind single or rating or number")])
def test_but_it_refuses_what_nobody_said_or_nobody_can_say(example, item, mapping, kind, message):
    assert refused(lambda: sk.recode(example, item, mapping, reason="x"), kind=kind).startswith(message)


# --- recode_other -------------------------------------------------------------------------------


def test_it_moves_fill_ins_to_the_option_they_belong_to(tmp_path):
    survey = read(tmp_path, {"q3": "收入低┋其他〖太远〗"}, {"q3": "离家远┋其他〖太远〗"}, {"q3": "其他〖太吵〗"})
    moved = sk.recode_other(survey, "hard", {"太远": "far"}, reason="the option was there")
    assert moved.responses["hard__far"].tolist() == [1, 1, 0]
    assert moved.responses["hard__other"].tolist() == [0, 0, 1]
    assert moved.responses["hard_other"].tolist() == [None, None, "太吵"]
    assert [c.item for c in moved.log[-1].changes] == [
        "hard__other", "hard__far", "hard_other", "hard__other", "hard_other"]


def test_it_leaves_those_who_filled_in_beside_another_option(tmp_path):
    survey = read(tmp_path, {"q2": "返乡〖县城〗"}, {"q2": "其他〖县城〗"})
    moved = sk.recode_other(survey, "plan", {"县城": "stay"}, reason="they stay")
    assert moved.responses["plan"].tolist() == ["home", "stay"]
    assert moved.responses["plan_other"].tolist() == ["县城", None]


@pytest.mark.parametrize(
    "item, mapping, kind, message",
    [
        (
            "plan", {"go home": "home"}, sk.CleaningError, "Nobody filled in 'go home' beside 'other' of 'plan'.\n"
            "  where: example\n  fix:   look at the answers: survey.responses['plan_other']"),
        ("plan", {"go back home": "hom"}, sk.CodebookError, "'hom' is not an option."),
        ("plan", {"go back home": "other"}, sk.CleaningError, "A fill-in cannot be moved to 'other'"),
        ("plan", {}, sk.CleaningError, "recode_other must be given which texts"),
        (
            "gender", {"x": "male"}, sk.CleaningError, "'gender' has no fill-in item 'gender_other'.\n"
            "  where: example\n  fix:   add a text row named gender_other"),
        (
            "cp_1",
            {"x": "y"}, sk.AnalysisError, "recode_other needs an item of kind single or multiple; 'cp_1' is rating")])
def test_but_it_refuses_to_move_what_is_not_there(example, item, mapping, kind, message):
    assert refused(lambda: sk.recode_other(example, item, mapping, reason="x"), kind=kind).startswith(message)


# --- reverse ------------------------------------------------------------------------------------


def test_it_reverses_beside_the_raw_item(example):
    turned = sk.reverse(example, "cp_3")
    assert (turned.responses[["cp_3", "cp_3_rev"]].sum(axis=1) == 6).all()
    assert list(turned.responses)[-3:] == ["cp_3", "cp_3_rev", "months"]
    assert [o.score for o in turned.codebook["cp_3_rev"].options] == [1, 2, 3, 4, 5]


def test_but_it_refuses_to_reverse_twice_or_what_is_no_rating(example):
    assert refused(lambda: sk.reverse(sk.reverse(example, "cp_3"), "cp_3")).startswith(
        "There is an item 'cp_3_rev' already.")
    assert refused(lambda: sk.reverse(example, "plan"), kind=sk.AnalysisError).startswith(
        "reverse needs an item of kind rating")


# --- log and replay -----------------------------------------------------------------------------


def test_replaying_the_log_gives_the_cleaned_survey(volunteers, cleaned):
    scored = sk.reverse(sk.score(cleaned, "career_planning"), "cp_4", reason="reversed")
    again = sk.replay(volunteers, scored)
    assert same(again, scored)
    assert again.log == scored.log and again.codebook == scored.codebook and again.source == scored.source


def test_the_log_of_a_file_can_be_replayed_on_the_raw_survey(tmp_path):
    raw = sk.example_survey()
    cleaned = sk.reverse(sk.score(sk.exclude(raw, respondents=["7"], reason="left"), "planning"), "cp_3")
    assert same(sk.replay(raw, read_written(sk.write_processed(cleaned, tmp_path))), cleaned)


def test_but_a_stale_log_is_refused(volunteers, cleaned):
    other = sk.recode(volunteers, "plan_after_service", {"other": "home"}, reason="x")
    assert refused(lambda: sk.replay(other, cleaned)).startswith("The log must begin with the steps of the raw survey")
    stale = replace(other, log=volunteers.log)
    assert refused(lambda: sk.replay(stale, cleaned)) == (
        "The log expects 'other' but the survey holds 'home'.\n"
        "  where: volunteers_synthetic.xlsx, respondent 12, item plan_after_service\n"
        "  fix:   replay the log on the raw file it was made from")


@pytest.mark.parametrize("change, message", [
    (sk.Change("999", "plan", "home", "stay", "recode", "change_response"),
     "The log names respondent '999', who is not"),
    (sk.Change("1", "plann", "home", "stay", "recode", "change_response"),
     "The log names the column 'plann', which is not"),
    (sk.Change("", "new", "", "1", "mine", "add_column"), "The step 'mine' added a column and cannot be replayed."),
    (sk.Change("2", "months", "", "soon", "recode", "change_response"), "Item 'months' must be given numbers.")])
def test_but_a_log_of_another_survey_is_refused(example, change, message):
    assert refused(lambda: sk.replay(example, [sk.Step("mine", "x", (change,))])).startswith(message)


def test_the_log_shows_itself(cleaned):
    table = sk.cleaning_log(cleaned).table
    assert table[["step", "verb", "rule", "items", "respondents", "n"]].values.tolist() == [
        ["1", "read", "", "gender,service_year,county,difficulty,policies,plan_after_service,months_to_first_job,"
         "stayed_months", 7, 9], ["2", "exclude", "speed", "", 1, 1], ["2", "exclude", "duplicate", "", 1, 1],
        ["2", "exclude", "incomplete", "", 1, 1],
        ["3", "recode_other", "", "plan_after_service,plan_after_service_other", 1, 2],
        ["4", "recode_other", "", "difficulty,difficulty_other", 1, 2]]
    assert sk.cleaning_log(sk.example_survey()).base == 0


def test_the_log_of_a_report_shows_nobodys_answers(cleaned):
    for language in ("zh", "en"):
        shown = sk.cleaning_log(cleaned).grid(language).to_text()
        assert "回老家找工作" not in shown and "返乡就业" not in shown
    listed = sk.cleaning_log(cleaned, respondents=True)
    assert listed.table[listed.table["step"] == "3"][["respondent", "item", "old", "new"]].values.tolist() == [
        ["12", "plan_after_service", "other", "home"], ["12", "plan_after_service_other", "***", ""]]
    assert len(listed.table) == sum(len(step.changes) for step in cleaned.log) == sk.cleaning_log(cleaned).base


def test_a_reason_is_said_in_each_language(example, tmp_path):
    both = sk.recode(example, "plan", {"renew": "stay"}, reason={"zh": "合并", "en": "merged"})
    one = sk.exclude(both, respondents="7", reason="withdrew || 撤回")
    assert [step.reason for step in one.log] == [{"zh": "合并", "en": "merged"}, dict.fromkeys(["zh", "en"],
                                                                                         "withdrew || 撤回")]
    assert "合并" in sk.cleaning_log(one).grid("zh").to_text() and "merged" in sk.cleaning_log(one).grid("en").to_text()
    again = read_written(sk.write_processed(one, tmp_path))
    assert [step.reason for step in again.log] == [step.reason for step in one.log]
    assert "cannot have 'de'" in refused(lambda: sk.recode(example, "plan", {"renew": "stay"}, reason={"de": "x"}))
    assert sk.recode(example, "plan", {"renew": "stay"}, reason={"zh": "合并"}).log[0].reason["en"] == "合并"


def test_a_log_of_an_old_version_is_read_and_replayed(example, tmp_path):
    merged = sk.recode(example, "plan", {"renew": "stay"}, reason="x")
    path = sk.write_processed(merged, tmp_path)
    log, record = path.with_suffix(".log.csv"), path.with_suffix(".json")
    with log.open(encoding="utf-8-sig", newline="") as stream:
        rows = [[*row[:9], "合并 || merged"] for row in csv.reader(stream)]
    rows[0][9] = "reason"
    with log.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    facts = json.loads(record.read_text(encoding="utf-8"))
    facts["files"][log.name] = hashlib.sha256(log.read_bytes()).hexdigest()
    record.write_text(json.dumps(facts), encoding="utf-8")
    again = read_written(path)
    assert again.log[0].reason == {"zh": "合并", "en": "merged"}
    assert sk.replay(example, again.log).responses.equals(merged.responses)


def test_the_words_of_a_reason_are_no_part_of_a_replay(example):
    first = sk.recode(example, "plan", {"renew": "stay"}, reason="one wording")
    other = sk.recode(sk.recode(example, "plan", {"renew": "stay"}, reason="another"), "cp_1", {1: 2}, reason="y")
    assert sk.replay(first, other).responses.equals(other.responses)


def test_the_log_of_a_long_routed_survey_stays_short():
    items = tuple(sk.Item(f"q{n}", "text", {"en": f"Q{n}", "zh": f"第{n}题"}) for n in range(40))
    survey = sk.Survey.from_frame(pd.DataFrame({item.name: ["x", "y"] for item in items}), sk.Codebook(items))
    step = sk.Step("read", "not asked", tuple(sk.Change("", i.name, "", "30", "condition", "no_action") for i in items))
    log = sk.cleaning_log(replace(survey, log=(step,)))
    assert log.table["n"].tolist() == [1200] and "Q4 and 35 more" in log.grid("en").to_text()
    assert "第4题 等，另有 35 项" in log.grid("zh").to_text()


def test_a_step_of_ones_own_is_shown_by_its_name(example):
    frame = example.responses.replace({"gender": {"male": "female"}})
    mine = example.with_responses(frame, step=sk.Step("merge", "why not"))
    assert "merge" in sk.cleaning_log(mine).grid("zh").to_text()


def test_personal_answers_do_not_stand_in_the_log(tmp_path):
    survey = sk.recode(read(tmp_path, {}), "phone", {"13800000000": "13900000000"}, reason="typing error")
    shown = sk.cleaning_log(survey, respondents=True)
    assert shown.table.loc[shown.table["item"] == "phone", ["old", "new"]].values.tolist() == [["***", "***"]]
    assert "13800000000" not in shown.grid("zh").to_text()


# --- write_processed ----------------------------------------------------------------------------


def test_what_is_written_reads_back_the_same(tmp_path, cleaned):
    again = read_written(sk.write_processed(cleaned, tmp_path))
    shared = [column for item in cleaned.codebook if not item.personal for column in item.columns]
    assert set(cleaned.responses) - set(shared) == {"ip", "channel_detail"}
    days = cleaned.responses["submitted_at"].str.partition(" ")[0]  # times of day do not leave
    assert again.responses.equals(cleaned.responses[shared].assign(submitted_at=days))
    assert again.missing.equals(cleaned.missing[shared])
    assert len(again.log) == len(cleaned.log) and again.source.platform == "surveykit"


def test_writing_what_was_read_back_gives_the_same_bytes(tmp_path, cleaned):
    path = sk.write_processed(cleaned, tmp_path / "a")
    second = sk.write_processed(read_written(path), tmp_path / "b")
    assert second.read_bytes() == path.read_bytes()


def test_kinds_of_missing_survive_to_the_end(tmp_path):
    survey = read(
        tmp_path,
        {"q1": "不愿透露", "q2": "(跳过)", "q3": "不想说", "q4": "不知道", "q6": "(空)"}, {"q3": "(跳过)", "q6": "-3"})
    again = read_written(sk.write_processed(survey, tmp_path)).missing
    wanted = ["gender", "plan", "hard__pay", "hard__far", "goal", "months"]
    assert again.loc["1", wanted].tolist() == ["refused", "not_asked", "refused", "refused", "dont_know", "blank"]
    assert again.loc["2", wanted].tolist() == ["", "", "not_asked", "not_asked", "", "not_asked"]


@pytest.mark.parametrize("answer", FORMULAS)
def test_no_answer_is_a_formula_and_each_reads_back_unchanged(tmp_path, answer):
    book = sk.Codebook(
        (
            sk.Item("t", "text", {"en": "T"}),
            sk.Item("g", "single", {"en": "G"}, (sk.Option("-x", {"en": "minus x"}), sk.Option("b", {"en": "-x"})))))
    frame = pd.DataFrame({"t": [answer, "plain"], "g": ["-x", "b"]}, index=["=key", "2"])
    survey = sk.Survey.from_frame(frame, book)
    path = sk.write_processed(survey, tmp_path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(tuple("=+-@＝＋－＠\t\r\n"))]
    assert same(read_written(path), survey)


def test_numbers_are_written_whole(tmp_path):
    values = [-3.0, 0.1 + 0.2, 1 / 3, 1e15, 1.5e-9, 12345678901234.5]
    again = read_written(sk.write_processed(sk.Survey.from_frame(pd.DataFrame({"x": values})), tmp_path))
    assert again.responses["x"].tolist() == values and again.log == ()


def test_no_personal_answer_is_in_any_file(tmp_path):
    survey = read(tmp_path, {"q8": "13812345678", "来自IP": "192.0.2.77(四川)"}, {})
    survey = sk.recode(survey, "phone", {"13812345678": "13887654321"}, reason="typing error")
    sk.write_processed(survey, tmp_path / "out")
    files = sorted((tmp_path / "out").iterdir())
    assert {"wave.csv", "wave.codebook.xlsx"} < {file.name for file in files}
    for file in files:
        data = file.read_bytes()
        sheets = ["survey", "choices", "settings", "scales"]
        text = str(sheets_of(data, file.name, sheets)) if file.suffix == ".xlsx" else data.decode("utf-8-sig")
        for secret in ("13812345678", "13887654321", "192.0.2.77"):
            assert secret not in text, file.name
        if file.name == "wave.csv":
            assert not {"ip", "phone"} & set(text.splitlines()[0].split(","))


def test_the_facts_name_every_file_with_its_checksum(tmp_path, cleaned):
    sk.write_processed(cleaned, tmp_path)
    facts = json.loads((tmp_path / "volunteers_synthetic.json").read_text(encoding="utf-8"))
    files = {p.name: p for p in tmp_path.iterdir() if p.suffix != ".json"}
    assert facts["files"] == {name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in files.items()}
    assert facts["removed"] == {"duplicate": 1, "incomplete": 1, "speed": 1}
    assert (facts["raw"]["rows"], facts["rows"], facts["sent"]) == (49, 46, 50)


@pytest.mark.parametrize("place", ["data/raw", "data/raw/study", "data/raw/a/b", "DATA/Raw/x", "x/../data/raw/y"])
def test_but_data_raw_is_never_written(tmp_path, example, place):
    message = refused(lambda: sk.write_processed(example, tmp_path / place))
    assert message.startswith("data/raw cannot be written.") and "data/processed/<study>" in message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_all_files_are_written_or_none(tmp_path, monkeypatch, cleaned, example, nth):
    folder = tmp_path / "processed"
    sk.write_processed(cleaned, folder)
    (folder / "volunteers_synthetic.json").unlink()
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    replace_file, calls = os.replace, []

    def fail(source, target):
        if Path(target).parent == folder and ".part-" in str(source) and "new" in Path(source).parts:
            calls.append(target)
            if len(calls) == nth:
                raise PermissionError(13, "Permission denied", str(target))
        replace_file(source, target)

    monkeypatch.setattr(_files.os, "replace", fail)
    longer = sk.exclude(cleaned, respondents=["3"], reason="withdrew")
    message = refused(lambda: sk.write_processed(longer, folder), kind=sk.ReportError)
    assert len(calls) == nth
    assert (
        message.startswith("The file cannot be written: Permission denied.\n  where: ")
        and "close it in Excel" in message)
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def test_a_full_disk_leaves_the_old_files(tmp_path, monkeypatch, example):
    path = sk.write_processed(example, tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_files.os, "fsync", full)
    with pytest.raises(sk.ReportError, match="No space left on device"):
        sk.write_processed(sk.exclude(example, respondents=["1"], reason="x"), tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before and path.name in before


def test_but_a_file_cannot_be_a_folder(tmp_path, example):
    (tmp_path / "out").write_text("mine")
    assert refused(lambda: sk.write_processed(example, tmp_path / "out"), kind=sk.ReportError).startswith(
        "The file cannot be written")
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_but_a_link_is_not_overwritten(tmp_path, example):
    (tmp_path / "else.csv").write_text("mine")
    (tmp_path / "example_synthetic.csv").symlink_to(tmp_path / "else.csv")
    assert refused(lambda: sk.write_processed(example, tmp_path), kind=sk.ReportError).startswith(
        "A link cannot be overwritten.")
    assert (tmp_path / "else.csv").read_text() == "mine" and len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("frame", [
    pd.DataFrame({"性别": ["女"]}), pd.DataFrame({"a": [" x"]}), pd.DataFrame({"a": ["x", "x "]}),
    pd.DataFrame({"respondent": ["x"]}), pd.DataFrame({"a": ["bell\x07"]})])
def test_but_what_could_not_be_read_again_is_not_written(tmp_path, frame):
    survey = sk.Survey.from_frame(frame)
    message = refused(lambda: sk.write_processed(survey, tmp_path / "out"))
    assert message.startswith(("The survey cannot be written with its codebook", "The name 'respondent' is kept"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["nul\x00", "half\ud800"])
def test_but_characters_that_are_none_are_not_written(tmp_path, text):
    book = sk.Codebook((sk.Item("t", "text", {}),))
    survey = sk.Survey.from_frame(pd.DataFrame({"t": [text]}, dtype=object), book)
    assert refused(lambda: sk.write_processed(survey, tmp_path)).startswith(
        "An answer cannot hold a character that is none")


def test_two_machines_write_the_same_bytes(tmp_path):
    code = (
        "import sys, surveykit as sk; s = sk.screen(sk.example_survey());"
        "s = sk.exclude(s, rules=['straightline'], respondents=['3', '1'], reason='rules');"
        "sk.write_processed(sk.recode(s, 'plan', {'renew': 'stay'}, reason='merged'), sys.argv[1])")
    for place, zone, seed in (("a", "Asia/Shanghai", "1"), ("b", "America/Lima", "77")):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / place)],
            check=True, env=os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"})
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / place).iterdir()} for place in "ab")
    assert one == two and len(one) == 4


# --- what must not leave -------------------------------------------------------------------------


@pytest.fixture
def key(tmp_path, monkeypatch):
    """A place for a key that is nobody's."""
    monkeypatch.setenv("SURVEYKIT_KEY", str(tmp_path / "keys" / "key"))
    return tmp_path / "keys" / "key"


def test_a_hidden_recode_keeps_the_old_text_out_of_every_log(example, key, tmp_path):
    frame = example.responses.assign(plan_other=None)
    frame["plan_other"] = frame["plan_other"].astype(object)
    frame.loc["1", "plan_other"] = "CANARY Zhang San"
    raw = sk.Survey.from_frame(frame, example.codebook)
    hidden = sk.recode(raw, "plan_other", {"CANARY Zhang San": "a colleague"}, reason="a name", hide=True)
    assert hidden.responses.at["1", "plan_other"] == "a colleague"
    path = sk.write_processed(hidden, tmp_path)
    shown = sk.cleaning_log(hidden, respondents=True)
    texts = [repr(hidden.log), shown.table.to_csv(), shown.grid("zh").to_text(),
             *(file.read_text(encoding="utf-8-sig") for file in tmp_path.glob("*.[cj]s*"))]
    assert path.is_file() and not [text for text in texts if "CANARY" in text]
    assert sk.replay(raw, hidden).responses.equals(hidden.responses)
    other = sk.Survey.from_frame(frame.assign(plan_other=frame["plan_other"].str.lower()), example.codebook)
    message = refused(lambda: sk.replay(other, hidden))
    assert message.startswith("The log expects another answer than the survey holds.") and "canary" not in message
    for mapping in ({"CANARY": "x"}, {"canary": "x"}):
        shown = refused(lambda mapping=mapping: sk.recode(raw, "plan_other", mapping, reason="a name"))
        assert "Zhang San" not in shown and "survey.responses['plan_other']" in shown


def test_a_text_that_nobody_wrote_this_year_is_noted_and_the_rest_moved(example):
    raw, mapping = example, {"go back home": "home", "join the army": "stay"}
    with pytest.raises(sk.CleaningError, match="Nobody filled in 'join the army'"):
        sk.recode_other(raw, "plan", mapping, reason="options")
    moved = sk.recode_other(raw, "plan", mapping, reason="options", absent="note")
    plain = sk.recode_other(raw, "plan", {"go back home": "home"}, reason="options")
    assert moved.responses.equals(plain.responses) and sk.replay(raw, moved).responses.equals(plain.responses)
    assert [(line.old, line.kind) for line in moved.log[-1].changes][-1] == ("join the army", "no_action")
    nothing = sk.recode_other(raw, "plan", {"join the army": "stay"}, reason="options", absent="note")
    assert nothing.responses.equals(raw.responses) and len(nothing.log) == len(raw.log) + 1
    with pytest.raises(sk.CleaningError, match="absent must be"):
        sk.recode_other(raw, "plan", mapping, reason="options", absent="skip")


def test_a_hidden_recode_takes_the_text_out_of_earlier_lines_too(example, key):
    frame = example.responses.assign(plan_other=None)
    frame["plan_other"] = frame["plan_other"].astype(object)
    frame.loc["1", "plan_other"] = "zhang san"
    raw = sk.Survey.from_frame(frame, example.codebook)
    named = sk.recode(raw, "plan_other", {"zhang san": "CANARY Zhang San"}, reason="spelling")
    hidden = sk.recode(named, "plan_other", {"CANARY Zhang San": "a colleague"}, reason="a name", hide=True)
    assert "CANARY" in repr(named.log) and "CANARY" not in repr(hidden.log) and "zhang san" not in repr(hidden.log)
    assert sk.replay(raw, hidden).responses.equals(hidden.responses)


def hidden_pair(example):
    """A survey with a name in a text, and the same with the name hidden."""
    frame = example.responses.assign(plan_other=None).astype({"plan_other": object})
    frame.loc["1", "plan_other"] = frame.loc["2", "plan_other"] = "CANARY Zhang San"
    raw = sk.Survey.from_frame(frame, example.codebook)
    return raw, sk.recode(raw, "plan_other", {"CANARY Zhang San": "a colleague"}, reason="a name", hide=True)


def test_a_hidden_text_is_checked_in_another_process_and_after_the_log_was_written(example, key, tmp_path):
    raw, hidden = hidden_pair(example)
    path = sk.write_processed(hidden, tmp_path / "out")
    book, log = path.with_suffix(".codebook.xlsx"), path.with_suffix(".log.csv")
    assert "CANARY" not in log.read_text(encoding="utf-8") and key.stat().st_mode & 0o777 == 0o600
    first = sk.write_survey(raw, tmp_path / "raw.csv")
    code = f"""import surveykit as sk
raw = sk.read_survey({str(first)!r}, {str(book)!r}, platform="surveykit")
print(sk.replay(raw, sk.read_survey({str(path)!r}, {str(book)!r}).log).responses["plan_other"].tolist()[:2])
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['a colleague', 'a colleague']"
    one, two = (change.old for change in hidden.log[-1].changes)
    assert one != two, "equal texts of two people do not look equal"


def test_but_a_log_without_its_key_is_refused_or_taken_on_trust(example, key):
    raw, hidden = hidden_pair(example)
    key.unlink()
    message = refused(lambda: sk.replay(raw, hidden))
    assert message.startswith("2 lines of the log hide their old texts with a key that is not here")
    assert sk.replay(raw, hidden, check_hidden=False).responses.equals(hidden.responses)


@pytest.mark.skipif(os.name != "posix", reason="permissions of others are told on POSIX only")
def test_but_a_key_that_others_can_read_is_refused(example, key):
    hidden_pair(example)
    key.chmod(0o640)
    assert refused(lambda: hidden_pair(example)).startswith("Others can read the key of hidden answers.")


def test_but_a_key_in_a_project_is_refused(example, tmp_path, monkeypatch):
    (tmp_path / "study.yaml").write_text("")
    monkeypatch.setenv("SURVEYKIT_KEY", str(tmp_path / "a" / "key"))
    assert refused(lambda: hidden_pair(example)).startswith("The key of hidden answers cannot lie in a project.")
    assert not (tmp_path / "a").exists()


def test_but_a_broken_key_is_refused(example, key):
    hidden_pair(example)
    key.write_text("no key")
    assert refused(lambda: hidden_pair(example)).startswith("The file holds no key of hidden answers.")


def test_a_rating_whose_options_do_not_fill_its_scale_is_turned_on_the_scale():
    options = tuple(sk.Option(str(n), {"en": f"P{n}"}, score=float(n)) for n in (2, 3, 4))
    item = sk.Item("x", "rating", {"en": "X"}, options, scale="s")
    book = sk.Codebook((item,), (sk.Scale("s", {"en": "S"}, 1.0, 5.0),))
    turned = sk.reverse(sk.Survey.from_frame(pd.DataFrame({"x": [2, 3, 4, None]}), book), "x")
    assert turned.responses["x_rev"].tolist()[:3] == [4.0, 3.0, 2.0]
    scores = {option.label["en"]: option.score for option in turned.codebook["x_rev"].options}
    assert scores == {"P4": 2.0, "P3": 3.0, "P2": 4.0}
