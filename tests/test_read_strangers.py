"""Files as strangers send them: titles above the headings, other joins, places on the map, remarks that come back."""

from itertools import permutations

import pandas as pd
import pyreadstat
import pytest
from exports import text, workbook
from layouts.raw import table_of

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option
from surveykit.drafting import draft_from_export
from surveykit.drafting.scale_points import mirror_points
from surveykit.errors import ReadError
from surveykit.platforms.detect_platform import detect_export
from surveykit.read.read_survey import survey_from_table

HEADS = ["序号", "提交答卷时间", "所用时间", "1、性别", "2、打算"]
BODY = [[str(n), "2026/9/1 8:00:00", "60秒", "男" if n % 2 else "女", "就业" if n % 3 else "升学"] for n in range(9)]


def draft_of(*rows):
    raw = table_of(rows, "export.csv")
    return draft_from_export(raw, detect_export(raw)).codebook


def column(heading, cells, times=6):
    """A plain table of one question and one number that tells rows apart."""
    return draft_of(["key", heading], *([str(n), cell] for n, cell in enumerate(list(cells) * times))).items[-1]


@pytest.mark.parametrize(("above", "line"), [([["就业调查"]], 2), ([["就业调查", "", "导出时间：2026"], []], 3)])
def test_a_title_above_the_headings_is_refused_with_the_row_of_the_headings(above, line):
    rows = [[*row, *[""] * (5 - len(row))] for row in above] + [HEADS, *BODY]
    with pytest.raises(ReadError, match="headings stand lower") as caught:
        survey_from_table(table_of(rows, "export.xlsx"))
    assert caught.value.where == f"export.xlsx, row {line}"
    assert caught.value.fix.startswith("headings=")


def test_a_title_above_other_headings_is_refused_too():
    with pytest.raises(ReadError, match="headings stand lower"):
        draft_of(["Our survey", "", ""], ["a", "b", "c"], ["1", "2", "3"])


def test_row_names_and_empty_columns_are_no_titles():
    assert len(draft_of(["", "a"], ["1", "x"], ["2", "y"])) == 1
    assert len(draft_of(["a", "", "c"], ["1", "", "x"], ["2", "", "y"])) == 2


def test_google_ticks_joined_by_semicolons_are_parted_and_remarks_are_not():
    cells = ["网站, 公众号;老师", "老师", "网站, 公众号", "同学;老师", "同学;网站, 公众号", "同学"]
    book = draft_of(["时间戳记", "渠道（可多选）"], *(["2026/9/1 15:00:07", cell] for cell in cells))
    assert {option.label["zh"] for option in book["item1"].options} == {"网站, 公众号", "老师", "同学"}
    cells = ["好;但贵", "不错;再来", "网站, 老师", "老师", "网站", "老师, 网站"]
    raw = table_of([["Timestamp", "渠道（可多选）"], *(["2026/9/1 15:00:07", cell] for cell in cells)], "g.csv")
    assert detect_export(raw).separator == ", "


def test_places_on_the_map_are_personal_and_never_written(tmp_path):
    heads = ["_uuid", "_submission_time", "loc", "_loc_latitude", "_loc_longitude", "age"]
    rows = [[f"u{n}", "2026-09-01T02:05:00", f"30.{n} 104.{n} 0 0", f"30.{n}", f"104.{n}", str(20 + n)]
            for n in range(5)]
    survey = survey_from_table(table_of([heads, *rows], "kobo.csv"))
    assert [item.name for item in survey.codebook if item.role == "pii:location"] == ["loc", "loc_1", "loc_2"]
    written = sk.write_survey(survey, tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "104." not in written and "24" in written


def test_the_second_column_of_a_place_is_as_personal_as_the_first():
    heads = ["StartDate", "ResponseId", "LocationLatitude", "LocationLongitude", "Q1"]
    ids = [f'{{"ImportId":"{name}"}}' for name in ("startDate", "_recordId", "locationLatitude", "locationLongitude",
                                                  "QID1")]
    rows = [["2026-09-01 10:00:00", f"R_{n}", "30.5", "104.1", "Yes" if n % 2 else "No"] for n in range(4)]
    survey = survey_from_table(table_of([heads, heads, ids, *rows], "q.csv"))
    assert sum(item.role == "pii:location" for item in survey.codebook) == 2


@pytest.mark.parametrize("labels", [["差", "一般", "很好"], ["小", "中等", "很大"], ["反对", "一般", "非常同意"]])
def test_no_option_is_made_up_against_a_word_that_has_an_opposite(labels):
    assert not [label for label in mirror_points(labels) if label.startswith("不")]


def test_na_among_answers_is_set_aside_with_a_doubt():
    rows = [[str(n), cell] for n, cell in enumerate(["NA", "EU", "AP", "n/a"] * 6)]
    raw = table_of([["key", "地区"], *rows], "a.csv")
    draft = draft_from_export(raw, detect_export(raw))
    assert [o.label["zh"] for o in draft.codebook.items[-1].options] == ["EU", "AP"]
    assert "placeholder" in {doubt.key for doubt in draft.doubts}


@pytest.mark.parametrize("heading", ["您的建议", "10、意见和建议", "评论：", "Any comments?"])
def test_short_remarks_that_come_back_are_text(heading):
    assert column(heading, ["好", "无", "很好", "没有"]).kind == "text"


def test_attitudes_to_advice_stay_a_choice():
    assert column("您怎样看待老师的建议？", ["采纳", "部分采纳", "不理会"]).kind == "single"
    assert column("您的建议是哪一类？", ["课程", "师资", "其他"]).kind == "single"


@pytest.mark.parametrize("months", [["2026-06", "2026-07"], ["2026年6月", "2026年12月"]])
def test_months_are_dates_and_come_back_from_spss_and_stata(tmp_path, months):
    rows = [["respondent", "毕业月份"], *([str(n), months[n % 2]] for n in range(8))]
    survey = survey_from_table(table_of(rows, "m.csv"))
    assert [item.kind for item in survey.codebook] == ["date"]
    for ending in ("csv", "xlsx", "sav", "dta"):
        path = sk.write_survey(survey, tmp_path / f"m.{ending}")
        back = sk.read_survey(path, path.with_suffix(".codebook.xlsx"))
        assert back.responses.iloc[:, 0].tolist() == survey.responses.iloc[:, 0].tolist()


def test_ranges_of_years_are_no_months_and_a_refusal_in_brackets_is_one():
    assert column("年份", ["2015-20", "2010-15"]).kind == "single"
    assert [o.missing for o in column("性别", ["男", "女", "（不愿透露）"]).options] == [None, None, "refused"]


@pytest.mark.parametrize("cells", [["1.10101E+17", "1.20101E+17"], ["1.10101199003074e+17", "1.20101199003074e+17"]])
def test_identity_numbers_that_excel_has_cut_are_still_personal(cells):
    assert (column("身份证号", cells).kind, column("身份证号", cells).role) == ("text", "pii:id")
    assert column("编号", cells).kind == "text"


@pytest.mark.parametrize("codes", ["1 2 3", "pay home interest"])
def test_codes_of_kobo_in_several_orders_are_a_ranking_and_in_one_order_ticks(codes):
    orders = [" ".join(order) for order in permutations(codes.split())]
    rows = [[f"u{n}", "2026-09-01T02:05:00", order, codes] for n, order in enumerate(orders * 2)]
    survey = survey_from_table(table_of([["_uuid", "_submission_time", "order", "ticks"], *rows], "kobo.csv"))
    assert survey.codebook["order"].kind == "rank"
    assert survey.responses["order"].tolist() == orders * 2
    assert survey.codebook["ticks"].kind != "rank"


def test_postcodes_are_text_and_a_sex_that_all_share_is_still_a_choice():
    assert column("邮编", ["610000", "610001", "100000"]).kind == "text"
    assert column("性别", ["男"]).kind == "single"
    assert column("性别", ["男"], times=1).kind == "single"
    assert column("附注", ["有"], times=1).kind == "text"


def test_the_log_names_values_an_spss_file_calls_missing_without_saying_why(tmp_path):
    path = tmp_path / "income.sav"
    pyreadstat.write_sav(pd.DataFrame({"income": [1000.0, 99998.0, 99999.0]}), path,
                         missing_ranges={"income": [{"lo": 99990, "hi": 99999}]})
    survey = sk.read_survey(path)
    assert survey.missing["income"].tolist() == ["", "blank", "blank"]
    told = [change for step in survey.log for change in step.changes if change.rule == "declared_missing"]
    assert [(change.item, change.old) for change in told] == [("income", "'99998', '99999'")]


def test_the_command_line_takes_sheet_and_encoding_as_its_errors_say(surveykit, tmp_path):
    path = tmp_path / "two.xlsx"
    workbook(path, {"说明": [["note"], ["x"]], "Sheet1": [HEADS, *BODY]})
    refused = surveykit(tmp_path, "draft", path)
    assert refused.returncode == 2 and '--sheet "说明" or --sheet "Sheet1"' in refused.stderr
    assert surveykit(tmp_path, "draft", path, "--sheet", "Sheet1").returncode == 0
    checked = surveykit(tmp_path, "check", path, path.with_suffix(".codebook.xlsx"), "--sheet", "Sheet1")
    assert checked.returncode == 1 and "q2" in checked.stdout  # only what the draft still asks


def test_the_command_line_takes_an_encoding(surveykit, tmp_path):
    path = tmp_path / "german.csv"
    path.write_bytes("Größe,Stadt\n1,Trier\n2,Bonn\n".encode("cp1252"))
    assert '--encoding "' in surveykit(tmp_path, "draft", path).stderr
    assert surveykit(tmp_path, "draft", path, "--encoding", "cp1252", "--platform", "plain").returncode == 0


def test_words_typed_under_other_are_no_disagreement_but_a_misspelt_label_is(tmp_path):
    said = {"sex": "性别", "plan": "打算"}
    options = {"sex": ("男", "女"), "plan": ("返乡就业", "继续升学", "其他")}
    book = Codebook(tuple(Item(name, "single", {"zh": word}, tuple(
        Option("other" if label == "其他" else f"o{n}", {"zh": label}) for n, label in enumerate(options[name])),
        column=word) for name, word in said.items()))
    cells = ["返乡就业", "继续升学", "当明星", "返乡就叶", "返乡就业", "继续升学"]
    rows = [["时间戳记", "性别", "打算"], *(["2026/9/1 15:00:07", "男", cell] for cell in cells)]
    path = text(tmp_path / "google.csv", rows)
    assert sk.read_survey(path, book).responses["plan_other"].dropna().tolist() == ["当明星", "返乡就叶"]
    assert [(one.item, one.key, one.rows) for one in sk.check_export(path, book)] == [("plan", "misspelt", (5,))]
