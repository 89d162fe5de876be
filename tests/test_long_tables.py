"""Rows that are no respondents although each holds answers: several of one person, and counts of people."""

import pandas as pd
import pyreadstat
import pytest
from layouts.raw import table_of

import surveykit as sk
from surveykit.read.read_survey import survey_from_table

REFUSED, COUNTED = "numbers people, and some have several rows", "Each row stands for as many people"


def persons(heading, people=12, times=4, *, start=1, mark="", wave="wave", sort="person"):
    """Headings and rows of a table in long form: sex stays, the wave and the score change."""
    rows = [[f"{mark}{start + person}", str(time), "mf"[person % 2], str((person * 7 + time * 3) % 5 + 1)]
            for person in range(people) for time in range(1, times + 1)]
    rows = sorted(rows, key=lambda row: int(row[1])) if sort == "wave" else rows
    return [[heading, wave, "sex", "score"], *rows]


def read(rows):
    """What reading says: `refused`, `counted`, or what was doubted of the rows beside their number."""
    try:
        survey = survey_from_table(table_of(rows))
    except sk.ReadError as error:
        return "refused" if REFUSED in str(error) else "counted" if COUNTED in str(error) else str(error)
    told = {change.rule.removeprefix("guess_") for step in survey.log for change in step.changes}
    kinds = {item.column or item.name: item.kind for item in survey.codebook}
    return survey.rows, told & {"rows_apart", "key_twice", "repeated_key"} or "silent", kinds[rows[0][0]]


@pytest.mark.parametrize("rows", [
    persons("individual"), persons("id"), persons("ID", start=1001), persons("编号"), persons("学号", start=20260001),
    persons("pid", mark="A"), persons("childid"), persons("volunteer_no"), persons("志愿者编号"), persons("subj"),
    persons("id", sort="wave"), persons("nr"), persons("case"), persons("student"), persons("name", mark="P"),
    persons("姓名", mark="学员"), persons("序号", wave="time"), persons("id", people=5, times=60),
    [["x", "id"], *([str(n), str(n % 30)] for n in range(36))]])
def test_a_key_that_comes_back_is_refused_wherever_it_stands(rows):
    assert read(rows) == "refused"
    assert read([[*reversed(row)] for row in rows]) == "refused"


@pytest.mark.parametrize("rows, said", [
    (persons("firm"), (48, {"rows_apart"}, "text")),
    (persons("Chick", sort="wave"), (48, {"rows_apart"}, "text")),
    (persons("county", mark="C"), (48, {"rows_apart"}, "text")),
    (persons("firm")[:-2], (46, {"rows_apart"}, "text")),  # one left early
    ([["id", "sex"], *([str(n - (n == 40)), "mf"[n % 2]] for n in range(60))], (60, {"key_twice"}, "text")),
    ([["nr", "sex"], *([str(n - (n == 40)), "mf"[n % 2]] for n in range(60))], (60, {"key_twice"}, "text"))])
def test_what_only_looks_like_it_is_counted_with_a_doubt_and_no_number_of_it_is_averaged(rows, said):
    assert read(rows) == said


@pytest.mark.parametrize("rows", [
    [["class", "score"], *([str(n // 30), str(n * 7 % 11)] for n in range(300))],  # pupils of ten classes, sorted
    [["class", "seat", "score"], *([str(n // 30), str(n % 30), str(n * 7 % 11)] for n in range(300))],
    [["age", "score"], *([str(18 + n // 4), str(n * 7 % 5)] for n in range(48))],  # sorted by age
    [["children", "sex"], *([str(n // 8), "mf"[n % 2]] for n in range(48))],  # how many, sorted
    [["students", "funds"], *([str(n * 37 % 46 + 90), str(n * 7 % 45)] for n in range(50))],
    [["school", "score"], *([f"School {n % 12}", str(n * n % 13)] for n in range(48))],
    [["id", "answer"], *([str(n), ["yes", "no"][n % 2]] for n in range(9))],
    [["id", "answer"], *([str(n % 4), ["yes", "no"][n % 2]] for n in range(40))],  # too few to be people
    [["id", "individual", "answer"], *([str(n), str(n // 4), ["yes", "no"][n % 2]] for n in range(40))],
    [["Freq", "sex"], *([str(n % 4 + 1), "mf"[n % 2]] for n in range(40))],  # how often, of 40 people
    [["sex", "age", "n"], *([s, a, "3"] for s in "mf" for a in ("young", "old"))][:-1]])
def test_but_people_sorted_or_grouped_by_an_answer_are_people(rows):
    assert read(rows)[:2] == (len(rows) - 1, "silent")


@pytest.mark.parametrize("rows", [
    [["sex", "plan", "Freq"], *([s, p, str(7 + ord(s[0]) % 5)] for s in ("m", "f") for p in ("stay", "go", "study"))],
    [["人数", "性别", "年级"], *([str(n), s, g] for n, (s, g) in enumerate(
        ((s, g) for s in "男女" for g in ("大一", "大二", "大三")), start=5))]])
def test_a_table_counted_by_its_answers_is_refused(rows):
    assert read(rows) == "counted"
    assert survey_from_table(table_of(rows), platform="plain").rows == len(rows) - 1


@pytest.mark.parametrize("ending", ["sav", "dta"])
def test_spss_and_stata_files_are_held_to_the_same(tmp_path, ending):
    head, *rows = persons("id")
    frame = pd.DataFrame(rows, columns=head).astype({"id": float, "wave": float, "score": float})
    path = tmp_path / f"long.{ending}"
    write = pyreadstat.write_sav if ending == "sav" else pyreadstat.write_dta
    write(frame, path)
    for fails in (lambda: sk.read_survey(path), lambda: sk.draft_codebook(path)):
        with pytest.raises(sk.ReadError, match="'id' numbers people, and some have several rows: 12 people in 48 rows"):
            fails()
    draft = sk.draft_codebook(path, platform="plain")
    assert ("", "repeated_key") in {(doubt.item, doubt.key) for doubt in draft.doubts}
    assert draft.codebook["id"].kind == "text"
    assert sk.read_survey(path, draft.codebook).rows == sk.read_survey(path, platform="plain").rows == 48
    write(frame.assign(id=range(1001, 1049)), path)
    assert sk.read_survey(path).codebook["id"].role == "id"
    write(frame.assign(id=range(20260001, 20260049)).rename(columns={"id": "student_id"}), path)
    assert sk.read_survey(path).codebook["student_id"].personal


def test_a_counted_table_may_leave_out_its_empty_cells_but_no_more():
    rows = [["sex", "plan", "n"], *([sex, plan, str(n)] for n, (sex, plan) in enumerate(
        ((sex, plan) for sex in "mf" for plan in "abcdef"), start=3))]
    assert [read(rows[:last])[:7] for last in (13, 11)] == ["counted"] * 2
    assert read(rows[:10])[0] == 9
