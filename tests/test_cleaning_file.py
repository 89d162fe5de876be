"""The log as a file: replayed, written by hand, refused where stale; what differs is what the log says."""

import csv
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import surveykit as sk
from conftest import RAW
from surveykit.clean.diff_surveys import find_differences
from surveykit.cli import app

RAW_SURVEY = sk.example_survey()
DECISIONS = {
    "recode": lambda s: sk.recode(s, "plan", {"renew": "stay", "study": None}, reason="x"),
    "back": lambda s: sk.recode(s, "plan", {"stay": "renew"}, reason="x"),
    "points": lambda s: sk.recode(s, "cp_1", {1: 2}, reason="x"),
    "exclude": lambda s: sk.exclude(s, where="gender = 'male' and months > 9", reason="x"),
    "named": lambda s: sk.exclude(s, respondents=[s.responses.index[0]], reason="x"),
    "missing": lambda s: sk.set_missing(s, "months", where="months < 3", kind="refused", reason="x"),
    "ticks": lambda s: sk.set_missing(s, "hardship", where="selected(hardship, 'pay')", kind="not_asked", reason="x"),
    "other": lambda s: sk.recode_other(s, "plan", {"go back home": "home"}, reason="x"),
    "text": lambda s: sk.normalise_text(s, "plan_other", {"go back home": "go home"}, reason="x"),
    "reverse": lambda s: sk.reverse(s, "cp_3"), "score": lambda s: sk.score(s, "planning"),
    "band": lambda s: sk.derive(s, "band", "months", cut=[3, 6], reason="x"),
    "ticked": lambda s: sk.derive(s, "where", "hardship", group={"money": ["pay"]}, reason="x"),
    "grouped": lambda s: sk.derive(s, "leave", "plan", group={"stays": ["stay", "renew"], "go": ["home"]}, reason="x"),
    "merge": lambda s: sk.merge_options(s, "plan", {"leave": ["home", "study"]}, reason="x"),
    "merged": lambda s: sk.merge_options(s, "hardship", {"pay": ["far"]}, reason="x")}


def decide(names) -> sk.Survey:
    """The example after some decisions; what cannot be done a second time is left out."""
    survey = RAW_SURVEY
    for name in names:
        try:
            survey = DECISIONS[name](survey)
        except sk.SurveyError:
            continue
    return survey


def net_changes(survey: sk.Survey) -> set[tuple]:
    """What the log comes to: each cell from its first value to its last, and who and what came and went."""
    cells: dict[tuple[str, str], list[str]] = {}
    lines, gone, made, lost = [], set(), set(), set()
    for change in (change for step in survey.log for change in step.changes):
        if change.kind in {"change_response", "blank_response"}:
            cells.setdefault((change.respondent, change.item), [change.old])[1:] = [change.new]
        gone |= {change.respondent} if change.kind == "remove_survey" else set()
        made |= {change.item} if change.kind == "add_column" else set()
        lost |= {change.item} if change.kind == "remove_column" else set()
    lines += [(who, item, old, new) for (who, item), (old, new) in cells.items()
              if old != new and who not in gone and item not in made | lost]
    lines += [(who, "", "", "") for who in gone]
    return {*lines, *(("", item, "", "") for item in made ^ lost)}


@given(st.lists(st.sampled_from(sorted(DECISIONS)), min_size=1, max_size=6))
@settings(max_examples=25)
def test_what_differs_is_what_the_log_says_and_a_replay_gives(names):
    survey = decide(names)
    again = sk.replay(RAW_SURVEY, survey)
    assert again.responses.equals(survey.responses) and again._missing.equals(survey._missing)
    assert again.codebook == survey.codebook and again.log == survey.log
    assert sk.replay(survey, survey).log == survey.log  # a second time changes nothing
    found = {(line.respondent, line.item, line.old, line.new) for line in find_differences(RAW_SURVEY, survey)}
    assert found == net_changes(survey)
    assert {tuple(row) for row in sk.diff(RAW_SURVEY, survey, texts=True).table[
        ["respondent", "item", "old", "new"]].itertuples(index=False, name=None)} == found


def test_a_log_file_alone_cleans_the_raw_survey(tmp_path):
    survey = decide(["recode", "band", "exclude", "missing", "score", "reverse", "grouped", "merge", "ticked", "text"])
    path = sk.write_processed(survey, tmp_path)
    again = sk.replay(RAW_SURVEY, path.with_suffix(".log.csv"))
    assert again.responses.equals(survey.responses) and again._missing.equals(survey._missing)
    assert again.codebook == survey.codebook
    assert sk.replay(again, path.with_suffix(".log.csv")).responses.equals(survey.responses)


def test_the_answers_to_texts_are_shown_only_when_asked_for():
    survey = decide(["text"])
    assert sk.diff(RAW_SURVEY, survey).table["old"].tolist() == ["***"]
    assert "go back home" not in str(sk.diff(RAW_SURVEY, survey)._repr_mimebundle_())


WRITTEN = [("uuid", "question", "issue", "old_value", "new_value", "change_type", "source", "reviewer", "reason"),
           ("3", "months", "too long", "12", "", "blank_response", "manual", "李", "不可能"),
           ("9", "plan", "", "other", "home", "change_response", "manual", "李", "选项中已有"),
           ("7", "", "", "", "", "remove_survey", "manual", "李", "要求退出"),
           ("5", "months", "", "", "", "no_action", "manual", "李", "已核实")]


def write_log(path, rows=WRITTEN, encoding="utf-8-sig"):
    """A log that a person wrote, as CSV or a workbook."""
    if path.suffix == ".xlsx":
        workbook = openpyxl.Workbook()
        for row in rows:
            workbook.active.append(row)
        workbook.save(path)
    else:
        path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding=encoding)
    return path


@pytest.mark.parametrize("name, encoding", [("log.csv", "utf-8-sig"), ("log.csv", "gb18030"), ("log.xlsx", "")])
def test_a_log_that_a_person_wrote_is_applied(tmp_path, name, encoding):
    rows = [(*row[:3], raw_value(row), *row[4:]) for row in WRITTEN]
    cleaned = sk.replay(RAW_SURVEY, write_log(tmp_path / name, rows, encoding or "utf-8"))
    assert [step.verb for step in cleaned.log] == ["recode", "recode", "exclude", "recode"]
    assert cleaned.log[0].reason["zh"] == "不可能" and cleaned.rows == 39
    assert cleaned.responses.loc["9", "plan"] == "home" and cleaned.missing.loc["3", "months"] == "blank"
    assert sk.replay(cleaned, tmp_path / name).log == cleaned.log


def raw_value(row) -> str:
    """What the example holds in the cell of a line."""
    if row[1] not in {"months", "plan"} or row[5] == "no_action":
        return row[3]
    return sk.survey.value_text(RAW_SURVEY.responses.loc[row[0], row[1]])


@pytest.mark.parametrize("line, said", [
    (("3", "months", "", "11.5", "", "blank_response", "", "", "x"), r"expects '11.5'.*respondent 3, item months"),
    (("3", "monts", "", "12", "", "blank_response", "", "", "x"), "the column 'monts', which is not in the survey"),
    (("99", "months", "", "12", "", "blank_response", "", "", "x"), "99"),
    (("3", "months", "", "12", "", "delete", "", "", "x"), r"'delete' is no change.*row 2"),
    (("3", "months", "", "12", "5", "blank_response", "", "", "x"), r"no new value.*row 2"),
    (("3", "months", "", "12", "", "blank_response", "", "", ""), r"must have a reason.*row 2")])
def test_a_log_that_does_not_fit_is_refused_with_its_row(tmp_path, line, said):
    with pytest.raises(sk.SurveyError, match=f"(?s){said}"):
        sk.replay(RAW_SURVEY, write_log(tmp_path / "log.csv", [WRITTEN[0], line]))


EDITS = {"old_value": ["zzz"], "new_value": ["zzz"], "uuid": ["zzz"], "question": ["zzz"], "verb": ["zzz"],
         "step": ["99"], "change_type": ["zzz", "no_action", "remove_survey", "blank_response"], "arguments": ["{"],
         "log_id": ["1"]}
STUDY = decide(["recode", "band", "exclude", "missing", "score", "reverse", "other", "merge", "ticks"])


@pytest.fixture(scope="module")
def log_lines(tmp_path_factory):
    path = sk.write_processed(STUDY, tmp_path_factory.mktemp("log")).with_suffix(".log.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("call", [
    lambda s: sk.score(s, ["cp_1", "cp_2"], name="two"), lambda s: sk.score(s, "planning", name="pl"),
    lambda s: sk.score(s, "planning", where="gender == 'male'"),
    lambda s: sk.score(sk.reverse(s, "cp_1", reason="x"), ["cp_1_rev", "cp_2"], name="turned")])
def test_scores_of_lists_names_and_domains_are_made_again_from_the_log(call, tmp_path):
    cleaned = call(RAW_SURVEY)
    sk.write_processed(cleaned, tmp_path)
    for log in (cleaned, next(tmp_path.glob("*.log.csv"))):
        made = sk.replay(RAW_SURVEY, log)
        assert made.responses.equals(cleaned.responses) and made.missing.equals(cleaned.missing)
        assert made.codebook == cleaned.codebook


def replay_lines(rows, place, raw=RAW_SURVEY):
    """The raw survey after a log with these lines; None where it is refused."""
    with place.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    try:
        return sk.replay(raw, place)
    except sk.SurveyError as error:
        assert error.where
        return None


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_line_edited_by_hand_is_refused_or_done(log_lines, tmp_path, data):
    head, *lines = [list(row) for row in log_lines]
    column, place = data.draw(st.sampled_from(sorted(EDITS))), data.draw(st.integers(0, len(lines) - 1))
    line, old = lines[place], dict(zip(head, lines[place], strict=True))
    line[head.index(column)] = data.draw(st.sampled_from(EDITS[column]))
    made = replay_lines([head, *lines], tmp_path / "log.csv")
    if made is None or made.responses.equals(STUDY.responses):
        return
    now = dict(zip(head, line, strict=True))  # a person may decide to leave a cell, or the form
    assert column == "change_type" and now["change_type"] in {"no_action", "remove_survey"}
    assert old["verb"] in {"recode", "recode_other", "set_missing"}, "a line of a rule was passed over"
    who = now["uuid"]
    assert made.responses.drop(who, errors="ignore").drop(columns="band").equals(
        STUDY.responses.drop(who, errors="ignore").drop(columns="band"))


def test_the_order_of_lines_and_respondents_plays_no_part_and_what_a_condition_saw_does(log_lines, tmp_path):
    head, *lines = log_lines
    assert replay_lines([head, *lines[::-1]], tmp_path / "log.csv").responses.equals(STUDY.responses)
    turned = replace(RAW_SURVEY, _responses=RAW_SURVEY._responses[::-1], _missing=RAW_SURVEY._missing[::-1])
    assert replay_lines(log_lines, tmp_path / "log.csv", turned).responses[::-1].equals(STUDY.responses)
    gone = next(change.respondent for step in STUDY.log for change in step.changes if change.rule == "where")
    frame = RAW_SURVEY.responses.copy()
    frame.loc[gone, "months"] = 2.0  # corrected in the raw file since: the form was excluded for more than nine months
    corrected = replace(RAW_SURVEY, _responses=frame)
    with pytest.raises(sk.CleaningError, match=f"(?s)holds for others now: .*respondent {gone}"):
        sk.replay(corrected, tmp_path / "log.csv")
    del lines[next(place for place, line in enumerate(lines) if line[head.index("verb")] == "merge_options")]
    assert replay_lines([head, *lines], tmp_path / "log.csv") is None  # its arguments went with the line


def test_a_file_that_is_no_log_is_refused(tmp_path):
    with pytest.raises(sk.ReadError, match="has no column 'uuid'"):
        sk.replay(RAW_SURVEY, write_log(tmp_path / "log.csv", [("a", "b"), ("1", "2")]))


def test_a_study_is_cleaned_from_the_command_line_and_the_same_again(tmp_path):
    study = tmp_path / "study"
    sk.new_study(study, RAW / "volunteers/volunteers_synthetic.xlsx")
    run = CliRunner().invoke
    refused = run(app, ["clean", str(study)])
    assert refused.exit_code == 1 and "no cleaning log" in str(refused.exception)
    left = ("12", "", "", "", "", "remove_survey", "manual", "李", "要求退出")
    write_log(study / "cleaning_log.csv", [WRITTEN[0], left])
    done = run(app, ["clean", str(study), "--language", "en"])
    assert done.exit_code == 0, done.output
    assert "要求退出" in done.output
    files = {path.name: path.read_bytes() for path in sorted((study / "data/processed").iterdir())}
    assert run(app, ["clean", str(study)]).exit_code == 0
    assert {path.name: path.read_bytes() for path in sorted((study / "data/processed").iterdir())} == files
    (study / "cleaning_log.csv").unlink()
    assert run(app, ["clean", str(study)]).exit_code == 0  # from the log beside the data
    assert {path.name: path.read_bytes() for path in sorted((study / "data/processed").iterdir())} == files
