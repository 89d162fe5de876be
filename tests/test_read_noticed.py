"""What wrote a file is known by its layout; what is noticed in it is in the survey's log, whatever path it takes."""

import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
from builders import cases, read_written
from exports import SHEETS, table, text, workbook
from layouts import google, kobo, limesurvey, msforms, qualtrics, surveymonkey, tencent, wjx
from layouts.asked import EXAMPLE, Form
from layouts.form import FORM
from layouts.raw import table_of

import surveykit as sk
from surveykit.formats import Note
from surveykit.platforms.detect_platform import ROOMS
from surveykit.read.read_survey import survey_from_table
from surveykit.words import phrases

XLS = Path(__file__).parent / "data/foreign.xls"
PLAIN = [["respondent", "a", "b"], ["r1", "x", 1], ["r2", "y", 2]]
WORKBOOK = {"hidden_rows", "hidden_columns", "merged_cells", "formulas_without_value", "error_cells", "dates_1904",
            "long_numbers", "blank_rows", "sheet_hidden"}


def noticed(survey: sk.Survey) -> dict[str, str]:
    """Rule to reason, of the steps that change nothing."""
    return {change.rule: step.reason["en"] for step in survey.log for change in step.changes
            if change.kind == "no_action"}


def strange(path: Path, rows: list) -> Path:
    """A workbook with everything a workbook can be odd in."""
    book = openpyxl.load_workbook(workbook(path, {"S": rows, "旧": [["b"]]}))
    sheet, last = book["S"], len(rows)
    book.epoch = dt.datetime(1904, 1, 1)
    book["旧"].sheet_state = "hidden"
    sheet.append([])
    sheet.append([*["" for _ in range(len(rows[0]) - 3)], "=1+1", "#N/A", 1234567890123456789])
    sheet.cell(last + 2, 1, "r9")
    sheet.row_dimensions[2].hidden = sheet.column_dimensions["B"].hidden = True
    sheet.merge_cells(start_row=last + 4, end_row=last + 4, start_column=1, end_column=2)
    book.save(path)
    return path


def test_everything_odd_in_a_plain_workbook_is_in_the_log(tmp_path):
    rows = [[*row, *row[1:]] for row in PLAIN]
    rows[0] = ["respondent", "a", "b", "c", "d"]
    assert noticed(sk.read_survey(strange(tmp_path / "p.xlsx", rows))).keys() >= WORKBOOK


def test_so_it_is_in_a_platforms_export(tmp_path):
    rows = [[*row, *more] for row, more in zip(table({}, {}), [["甲", "乙", "丙"], *[["", "", ""]] * 2], strict=True)]
    path = strange(tmp_path / "w.xlsx", rows)
    book = openpyxl.load_workbook(path)
    for place, cell in enumerate(table({})[1], start=1):
        book["S"].cell(len(rows) + 2, place, 9 if place == 1 else cell)
    book.save(path)
    survey = sk.read_survey(path, workbook(tmp_path / "book.xlsx", SHEETS))
    assert survey.source.platform == "wjx"
    assert noticed(survey).keys() >= WORKBOOK


def test_an_old_workbook_tells_its_notes_too():
    survey = sk.read_survey(XLS, platform="plain")
    assert noticed(survey).keys() >= {"sheet_hidden", "formulas", "error_cells", "long_numbers"}


def test_text_files_tell_theirs(tmp_path):
    (tmp_path / "p.xls").write_bytes("sep=;\nrespondent;a;;\n1;x\ufffd;;\n;;;\n2;1.23457E+17;;\n".encode("utf-8-sig"))
    found = noticed(sk.read_survey(tmp_path / "p.xls", sheet="S"))
    assert found.keys() >= {"separator_line", "replacement_characters", "blank_rows", "empty_columns", "wrong_ending",
                            "long_numbers", "argument_unused"}


def test_files_of_spss_stata_and_parquet_tell_theirs(tmp_path):
    frame = pd.DataFrame({"n": [1.0, 1e17], "t": ["a", "b"]})
    pyreadstat.write_sav(frame, tmp_path / "a.dta")
    assert noticed(sk.read_survey(tmp_path / "a.dta", sheet="S")).keys() >= {"wrong_ending", "long_numbers",
                                                                             "argument_unused"}
    pyreadstat.write_dta(frame, tmp_path / "b.sav", version=15)
    assert noticed(sk.read_survey(tmp_path / "b.sav")).keys() >= {"wrong_ending", "long_numbers"}
    pq.write_table(pa.table({"n": [1.0], "t": ["a"]}), tmp_path / "c.csv")
    survey = sk.read_survey(tmp_path / "c.csv", encoding="gbk")
    assert survey.source.platform == "plain"
    assert noticed(survey).keys() >= {"wrong_ending", "argument_unused"}


def test_rows_left_out_and_remarks_of_a_platform_are_in_the_log(tmp_path):
    rows = table({}, {})
    path = text(tmp_path / "w.csv", [rows[0], rows[1], rows[0], rows[2]])
    assert "(3)" in noticed(sk.read_survey(path))["row_left_out"]


@pytest.mark.parametrize("key", [key[8:] for key in phrases.table() if key.startswith("noticed.")])
def test_every_note_is_a_sentence_in_both_languages(key):
    slots = {name: [7, 9, "x"] for name in ("sheets", "cells", "lines", "said", "members")}
    numbers = ("count", "columns", "ending", "container", "rows_said", "columns_said", "rows", "encoding", "name",
               "argument", "words")
    note = Note(key, dict.fromkeys(numbers, 3) | slots)
    zh, en = note.text["zh"], note.text["en"]
    assert zh.endswith("。") and en.rstrip("'").endswith(".")
    assert " and " not in zh and "'" not in zh


def test_the_log_as_a_table_and_as_a_file_holds_them(tmp_path):
    survey = sk.read_survey(shutil.copy(workbook(tmp_path / "p.xlsx", {"S": PLAIN}), tmp_path / "p.csv"))
    assert sk.cleaning_log(survey, respondents=True).table["rule"].tolist()[0] == "wrong_ending"
    assert sk.replay(survey, survey).log == survey.log
    again = read_written(sk.write_processed(survey, tmp_path / "out"))
    assert [step.reason for step in again.log] == [step.reason for step in survey.log]
    assert "已按后者读取" in survey.log[0].reason["zh"] and "it was read as that" in survey.log[0].reason["en"]


def only(*kinds):
    return Form(tuple(q for q in EXAMPLE.questions if q.kind in kinds), EXAMPLE.respondents)


CLOSED = only("single", "multiple", "matrix", "text")
LAYOUTS = [
    *(("wjx", wjx.rows(EXAMPLE, variant)) for variant in wjx.NAMES),
    ("wjx", wjx.rows(EXAMPLE, "text", ["序号", "提交答卷时间"])),
    *(("tencent", tencent.rows(CLOSED, variant)) for variant in ("old", "new")),
    *(("google", google.rows(CLOSED, variant)) for variant in ("sheet", "form")),
    *(("msforms", msforms.rows(CLOSED, variant)) for variant in ("form", "quiz")),
    ("msforms", msforms.rows(CLOSED, leading=msforms.CHINESE)),
    *(("qualtrics", qualtrics.write(FORM, style=style).rows) for style in ("new", "quoted", "old", "legacy")),
    *(("limesurvey", limesurvey.write(FORM, headings=heads).rows) for heads in limesurvey.FORMS if heads != "sgqa"),
    *(("surveymonkey", surveymonkey.write(FORM, flat=flat).rows) for flat in (False, True)),
    *(("kobo", kobo.write(FORM, odk=odk).rows) for odk in (False, True))]


@pytest.mark.parametrize(("platform", "rows"), LAYOUTS)
def test_only_the_right_room_knows_its_layout_and_a_survey_says_which_and_why(platform, rows):
    found = {name: room.detect(table_of(rows)) for name, room in ROOMS.items()}
    assert [name for name, why in found.items() if why] == [platform]
    source = survey_from_table(table_of(rows)).source
    assert source.platform == platform
    assert source.evidence and source.evidence != "no platform's headings were found"


@pytest.mark.parametrize("headings", [
    ["ID", "name", "score"], ["ID", "Start time", "room"], ["id", "age", "sex"], ["序号", "性别", "年龄"],
    ["序号", "提交时间", "来源"], ["编号", "开始时间", "结束时间"], ["Timestamp", "sensor", "value"],
    ["KEY", "value", "unit"], ["V1", "V2", "V3"], ["start", "end", "today"], ["Response", "n", "m"],
    ["Email", "Name", "Total points"], ["时间戳", "温度", "湿度"], ["respondent", "q1", "q2"]])
def test_a_plain_table_is_nobodys(headings):
    rows = [headings, *([str(n), f"{n}0", "x"] for n in range(1, 9))]
    survey = survey_from_table(table_of(rows))
    assert (survey.source.platform, survey.source.evidence) == ("plain", "no platform's headings were found")
    assert survey.rows == 8


@pytest.mark.parametrize("stamp", ["2026-10-04 09:15:00", "10/4/2026 9:15:00", "2026/10/04 9:15:00 AM GMT+8",
                                   "2026/10/04 9:15:00 上午 格林尼治标准时间+0800", "04.10.2026 09:15:00",
                                   "2026. 10. 4 오전 9:15:00", "2026/10/04 下午 3:15:00"])
def test_google_is_known_by_its_times_in_every_language(stamp):
    survey = survey_from_table(table_of([["Timestamp", "Age?"], *([stamp, str(20 + n)] for n in range(6))]))
    assert survey.source.platform == "google" and survey.responses["submitted_at"].iloc[0] == stamp


@pytest.mark.parametrize(*cases("msforms_headings"))
def test_microsoft_forms_is_known_in_its_languages(headings):
    rows = [[*headings, "Age?\n(years)"], *([str(n), "9/1/26 18:06:40", "9/1/26 18:09:01", "anonymous",
                                             *[""] * (len(headings) - 4), f"{20 + n}"] for n in range(1, 7))]
    survey = survey_from_table(table_of(rows))
    assert survey.source.platform == "msforms" and list(survey.responses.index) == list("123456")
    assert survey.codebook.items[-1].words == {"en": "Age? (years)"}
    assert survey.responses.iloc[:, -1].tolist() == [21.0, 22.0, 23.0, 24.0, 25.0, 26.0]
    assert [item.name for item in survey.codebook if item.role is None] == [survey.codebook.items[-1].name]
