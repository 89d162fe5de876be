"""Which platform wrote a file: right for every layout of every platform, and nothing where nothing shows."""

import pytest
from layouts import google, kobo, limesurvey, msforms, qualtrics, surveymonkey, tencent, wjx
from layouts.asked import EXAMPLE, Form
from layouts.form import FORM
from layouts.raw import table_of

from surveykit.platforms.detect_platform import ROOMS
from surveykit.read.read_survey import survey_from_table


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


@pytest.mark.parametrize("headings", [
    ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"],
    ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"],
    ["ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"],
    ["ID", "開始時刻", "完了時刻", "メール", "名前"], ["識別碼", "開始時間", "完成時間", "電子郵件", "名稱"],
    ["Id", "Start\u00a0time", "Completion time", "Email", "Name", "Total points", "Quiz feedback",
     "Last modified time"]])
def test_microsoft_forms_is_known_in_its_languages(headings):
    rows = [[*headings, "Age?\n(years)"], *([str(n), "9/1/26 18:06:40", "9/1/26 18:09:01", "anonymous",
                                             *[""] * (len(headings) - 4), f"{20 + n}"] for n in range(1, 7))]
    survey = survey_from_table(table_of(rows))
    assert survey.source.platform == "msforms" and list(survey.responses.index) == list("123456")
    assert survey.codebook.items[-1].words == {"en": "Age? (years)"}
    assert survey.responses.iloc[:, -1].tolist() == [21.0, 22.0, 23.0, 24.0, 25.0, 26.0]
    assert [item.name for item in survey.codebook if item.role is None] == [survey.codebook.items[-1].name]
