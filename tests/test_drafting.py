"""A first codebook from an export, and what an export and its codebook disagree on."""

import io
import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from builders import cases
from exports import disagreements
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import asked, google, wjx
from layouts.every import LAYOUTS
from layouts.raw import table_of

import surveykit as sk
from surveykit.answers.answer_fault import FLAGS, REFUSED
from surveykit.codebook import Codebook, Item, Option, codebook_bytes, parse_codebook
from surveykit.drafting import check_lines, draft_from_export, draft_lines
from surveykit.drafting.check_export import KEYS
from surveykit.drafting.scale_points import find_points
from surveykit.errors import SurveyError
from surveykit.formats import open_foreign
from surveykit.platforms import wjx as wjx_room
from surveykit.platforms.detect_platform import detect_export
from surveykit.text.normalise import normalise
from surveykit.text.parse_number import parse_number
from surveykit.text.personal import classify_personal, find_personal_kinds
from surveykit.words.phrases import table

BOOK = "data/raw/volunteers/volunteers.codebook.xlsx"
COHORT = "data/raw/volunteers/volunteers_synthetic.xlsx"


def draft(rows, name="export.xlsx", **more):
    """The draft of an export of these rows."""
    raw = table_of(rows, name)
    return draft_from_export(raw, detect_export(raw), **more)


def of(*columns, name="12345_按文本_标题_50_48.xlsx"):
    """The draft of a 问卷星 text export with these columns, headings first."""
    return draft(sheet(*columns), name)


def sheet(*columns, meta=("序号", "提交答卷时间")):
    """Platform columns and these, headings first."""
    count = len(columns[0]) - 1
    known = [[heading, *(str(n) for n in range(1, count + 1))] for heading in meta]
    return [list(row) for row in zip(*known, *columns, strict=True)]


def plain(*columns):
    """The draft of a table without a platform."""
    return draft([list(row) for row in zip(*columns, strict=True)])


def labels(item):
    """The labels of an item's options."""
    return [next(iter(option.label.values())) for option in item.options]


def doubts(made, item=None):
    """The keys of the doubts, of one item or of all."""
    return {doubt.key for doubt in made.doubts if item in (None, doubt.item)}


def test_a_grid_that_asks_for_two_things_has_the_options_of_each():
    parts = [f"{job} - {asked}" for job in ("First", "Second") for asked in ("Sector", "Hours")]
    heads = [["RespondentID", "Your jobs", "", "", ""], ["", *parts]]
    made = draft([*heads, *([str(n), *["Public" if n % 2 else "Private", "Full" if n % 3 else "Part"] * 2]
                            for n in range(24))], "s.csv")
    assert [{*labels(item)} for item in made.codebook] == [{"Public", "Private"}, {"Full", "Part"}] * 2


@pytest.mark.parametrize(("asked", "ends"), [
    ("服务评分（0-10分）", ("0", "10")), ("Rate us", ("1", "9")), ("How likely are you to recommend us?", ("1", "9"))])
def test_a_rating_has_the_ends_its_wording_names(asked, ends):
    made = draft([["时间戳记", asked], *([f"2026/9/{n + 1} 10:00:00", str(n % 5 + 5)] for n in range(20))], "g.csv")
    assert (labels(made.codebook["item1"])[0], labels(made.codebook["item1"])[-1]) == ends


# --- every layout ---------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_draft_of_every_layout_reads_back_agrees_and_names_every_question(layout):
    raw = table_of(*LAYOUTS[layout])
    export = detect_export(raw)
    made = draft_from_export(raw, export)
    book = made.codebook
    again = parse_codebook(codebook_bytes(book, made.todo), "draft.xlsx")
    settings = {key: said for key, said in again.settings.items() if key not in {"warnings", "todo"}}
    assert (again.items, again.scales, settings) == (book.items, book.scales, book.settings)
    assert disagreements(raw, export, book) == ()
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", item.name) for item in book)
    assert len({item.name for item in book}) == len(book)
    claimed = {part for item in book for part in (item.column or "").split(" | ")}
    assert len(claimed) >= len({slot.question for slot in export.columns if slot.question})


@pytest.mark.parametrize(("variant", "mark"), list(product(wjx.NAMES, (".", "．", "："))))
def test_numbers_written_otherwise_are_the_same_questions_to_the_check_as_to_the_reader(variant, mark):
    rows, name = wjx.rows(asked.EXAMPLE, variant), wjx.name(asked.EXAMPLE, variant)
    raw = table_of(wjx.restyled(rows, mark, full=True), name)
    assert disagreements(raw, detect_export(raw), draft(rows, name).codebook) == ()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_export_can_be_read_with_its_draft(tmp_path, layout):
    rows, name = LAYOUTS[layout]
    path = tmp_path / name
    xlsx = name.endswith("xlsx")
    path.write_bytes(asked.as_bytes(rows, "xlsx" if xlsx else "utf-8"))
    survey = sk.read_survey(path, draft(rows, name).codebook)
    assert survey.rows == len(rows) - detect_export(table_of(rows, name)).header_rows


@pytest.mark.parametrize(*cases("drafted_kinds"))
def test_kinds_and_names_are_those_of_the_questionnaire(layout, expected):
    book = draft(*LAYOUTS[layout]).codebook
    assert {name: book[name].kind for name in expected} == expected


def test_options_of_columns_stand_in_the_order_of_the_form():
    for layout in ("wjx code", "wjx code-old", "tencent old"):
        assert labels(draft(*LAYOUTS[layout]).codebook["q2"]) == list(asked.EXAMPLE.questions[1].parts)


def test_a_workbook_says_what_is_to_be_settled_in_a_column_that_reading_ignores():
    made = draft(*LAYOUTS["wjx text"])
    survey = openpyxl.load_workbook(io.BytesIO(codebook_bytes(made.codebook, made.todo)))["survey"]
    headings = [cell.value for cell in survey[1]]
    todo = {row[1].value: row[headings.index("sk_todo")].value for row in survey.iter_rows(min_row=2)}
    assert "量表" in todo["q3_1"] and not todo["q1_other"]
    assert parse_codebook(codebook_bytes(made.codebook, made.todo), "draft.xlsx").items == made.codebook.items


# --- text and code export together ----------------------------------------------------------------


def cohort():
    """The synthetic cohort's text export; every option was chosen by somebody."""
    raw = open_foreign(COHORT)
    return [raw.row(place) for place in range(len(raw))]


def in_codes(rows, book):
    """The code export of the same survey: numbers of options, a column for each where several may be ticked."""
    by_heading = {normalise(item.column): item for item in book if item.column}
    columns = []
    for heading, *cells in zip(*rows, strict=True):
        item = by_heading.get(normalise(heading))
        if item is None or not item.options:
            columns.append([heading, *(_gap(cell) or cell for cell in cells)])
        elif item.kind != "multiple":
            columns.append([heading, *(_gap(cell) or _code(item, cell) for cell in cells)])
        else:
            columns += _ticked(heading, item, cells)
    return [list(row) for row in zip(*columns, strict=True)]


def _gap(cell):
    """The code of a token for missing."""
    return {"(跳过)": "-3", "(空)": "-2"}.get(normalise(cell), "")


def _code(item, cell):
    """The number of an option."""
    known = {normalise(option.label["zh"]): str(n) for n, option in enumerate(item.options, start=1)}
    return known[normalise(cell.partition("〖")[0])]


def _ticked(heading, item, cells):
    """A column per option; only the first has the question."""
    number, stem = re.match(r"(\d+)、(.*)", heading).groups()
    for place, option in enumerate(item.options):
        label = option.label["zh"]
        ticks = [_gap(cell) or str(int(label in [piece.partition("〖")[0].strip() for piece in cell.split("┋")]))
                 for cell in cells]
        yield [f"{number}. {stem}({label})" if place == 0 else f"{number} ({label})", *ticks]


def test_a_text_and_a_code_export_give_every_label_its_code():
    book, rows = sk.read_codebook(BOOK), cohort()
    text, codes = table_of(rows), table_of(in_codes(rows, book), "12345_按序号_志愿者_50_49.xlsx")
    made = draft_from_export(text, detect_export(text), pairs=wjx_room.pair_code_export(text, codes))
    by_heading = {normalise(item.column): item for item in made.codebook if item.column}
    for item in (item for item in book if item.options):
        found = by_heading[normalise(item.column)]
        assert found.kind == item.kind
        chosen = {n: o for n, o in enumerate(found.options, start=1) if "无人选择" not in o.label["zh"]}
        wanted = {n: o for n, o in enumerate(item.options, start=1) if n in chosen}  # no export knows other labels
        assert len(chosen) > 1 and [(o.label["zh"], o.score) for o in chosen.values()] == [
            (o.label["zh"], float(n)) for n, o in wanted.items()]
        unlike = [n for n in chosen if chosen[n].missing != wanted[n].missing]
        assert not unlike or (found.name, "missing_label") in {(doubt.item, doubt.key) for doubt in made.doubts}
    assert made.codebook.settings["missing_codes"]["-3"] == "not_asked"
    assert "order" not in doubts(made) and "clash" not in doubts(made)
    assert {one.key for raw in (text, codes)
            for one in disagreements(raw, detect_export(raw), made.codebook)} <= {"empty", "asked"}  # a silent gate


def both(text, codes):
    """The draft of a text and a code export of these columns."""
    text, codes = table_of(text), table_of(codes, "12345_按序号_标题_9_9.xlsx")
    return draft_from_export(text, detect_export(text), pairs=wjx_room.pair_code_export(text, codes))


def test_a_label_that_nobody_ticked_is_taken_from_the_code_export():
    text = sheet(["1、渠道", "学校", "学校┋网络", "网络"])
    codes = sheet(["1. 渠道(学校)", "1", "1", "0"], ["1 (电视)", "0", "0", "0"], ["1 (网络)", "0", "1", "1"])
    assert labels(both(text, codes).codebook["q1"]) == ["学校", "电视", "网络"]


def test_a_code_between_others_that_nobody_chose_keeps_its_place():
    made = both(sheet(["1、打算", "返乡", "升学", "返乡", "升学"]), sheet(["1、打算", "1", "3", "1", "3"]))
    assert [(o.score, *o.label.values()) for o in made.codebook["q1"].options] == [
        (1.0, "返乡"), (2.0, "（第 2 个选项，无人选择）"), (3.0, "升学")]
    assert "gap" in doubts(made, "q1")


def test_codes_that_run_against_the_words_stay_as_the_form_has_them():
    text = sheet(["1、满意吗", "非常满意", "满意", "一般", "不满意"])
    made = both(text, sheet(["1、满意吗", "1", "2", "3", "4"]))
    assert [o.score for o in made.codebook["q1"].options] == [1.0, 2.0, 3.0, 4.0]
    assert {"rating", "code_falls"} <= doubts(made, "q1")


def test_a_text_that_has_no_codes_is_no_choice_and_files_that_disagree_are_a_doubt():
    text = sheet(["1、建议", "无", "无", "无", "有"], ["2、性别", "男", "女", "男", "女"])
    codes = sheet(["1、建议", "无", "无", "无", "有"], ["2、性别", "1", "2", "1", "2"])
    made = both(text, codes)
    assert [item.kind for item in made.codebook] == ["text", "single"]
    text = sheet(["1、性别", "男", "女", "男", "女", "男"])
    codes = sheet(["1、性别", "1", "2", "1", "2", "2"])
    made = both(text, codes)
    assert "clash" in doubts(made, "q1")


# --- kinds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cells", "kind", "unsure"), [
    (["文学院", "理学院"] * 3, "single", "order"), (["文学院", "理学院"] * 2, "single", "choice"),
    (["一", "二", "三"], "text", "text_or_choice"), ([], "text", "empty"), (["12", "15", "3个", "200"], "number", None),
    ([*map(str, range(20, 39)), "大概四十"], "number", "number"),
    ([*map(str, range(20, 39)), "-99"], "number", "sentinel"), (["1", "2", "3", "5"] * 3, "rating", "rating_numbers"),
    (["007", "012"], "text", "identifier"), ([str(20190007 + 7 * n) for n in range(12)], "text", "identifier"),
    ([str(n) for n in range(101, 113)], "text", "identifier"), ([str(5000 + 100 * n) for n in range(12)], "number", ""),
    (["cv_a.pdf", "https://x.example/b.docx?v=1", "[document]"], "text", "files"),
    (["2026-09-03", "2026/9/4 10:00"], "date", None), (["03/09/2026", "04/09/2026"], "date", "date_order"),
    (["非常同意", "同意", "不同意"], "rating", "rating"), (["每周", "18-25岁", "26-30岁"] * 3, "single", "order"),
    (["26-30岁", "18岁以下", "18-25岁"] * 3, "single", "order_numbers"),
    (["甲┋乙", "乙┋丙", "甲"], "multiple", "order"), (["甲→乙", "乙→甲", "甲→乙"], "rank", "order"),
    ([f"{n}000-{n + 1}000" if n % 3 else f"{n}k左右" for n in range(3, 23)], "text", "spellings"),
    ([f"{n}小时{n}分" if n % 2 else f"{n + 5}分钟" for n in range(1, 21)], "text", "spellings"),
    ([f"{n % 12 + 1}月{n + 1}日" if n % 2 else f"2026-03-{n + 1:02}" for n in range(20)], "text", "spellings"),
    ([f"{n} min" if n % 2 else f"{n}h {n}m" for n in range(1, 21)], "text", "spellings"),
    ([f"我在第{n}年才明白这个专业" for n in range(20)], "text", ""),
    ([f"{n}.5 km, uphill" for n in range(20)], "text", ""), ([f"{n + 45}kg" for n in range(20)], "text", "spellings"),
    ([f"10:{n + 20}:05" for n in range(20)], "text", "spellings"),
    ([f"{n} 512" for n in range(20)], "text", "spellings"),
    ([f"${n}/hour" for n in range(20)], "text", "spellings"),
    ([f"March {n}, 2026" for n in range(1, 21)], "text", "spellings"),
    (["20260305", "20260412", "20251231"], "date", "days_digits"), (["2026.3", "2025.10"], "date", "days_dotted"),
    (["1", "2", "3", "5"] * 6 + ["45"], "number", "sentinel"),
    (["3000", "3500元", "4k", "面议"] * 4, "single", "amounts"),
    ([*map(str, range(2500, 6000, 137)), "999"], "number", "sentinel"),
    (["0", "1", "2", "3+"] * 6, "single", "order_ladder"),
    (["1人", "2人", "3人", "4人及以上"] * 5, "single", "order_ladder"),
    ([f"0,{n}4857142857143" for n in range(20)], "number", ""),
    ([*(f"{n}.5" for n in range(20)), "1008447900"], "number", ""),
    ([str(1000 + n * 997 % 1999) for n in range(200)], "number", ""),
    ([str(2 * n + n % 2) for n in range(90)], "text", "identifier"),
    (["Low", "Medium", "High", "Very_High"] * 4, "rating", "rating"),
    (["半年", "1", "两年", "1年", "3"] * 5, "single", "amounts"), (["6:15", "7:00", "7:30"] * 5, "single", "amounts"),
    (["2/2", "1/2", "1/1", "2/3"] * 9, "single", "order_numbers"),
    ([f"{n:03d}-{n * 7 % 9:03d}" for n in range(40)], "text", ""),
    ([*map(str, range(10 ** 6, 10 ** 8, 10 ** 7 - 1)), "1.5E3", "4000000000"], "number", ""),
    (["1.200", "2.300", "900", "4.100"] * 5, "number", "thousands"), (["1.25", "2.300", "900"] * 5, "number", "")])
def test_a_column_is_what_its_cells_say(cells, kind, unsure):
    made = of(["1、题", *cells, *[""] * (not cells)])
    assert made.codebook["q1"].kind == kind
    assert (unsure in doubts(made, "q1")) if unsure else not doubts(made, "q1")


@pytest.mark.parametrize(("heading", "most", "kind", "unsure"), [
    ("school_id", 12, "single", "codes"), ("schoolNR", 60, "text", "numbered"), ("district", 41, "text", "numbered"),
    ("2、您所在的省份是？", 31, "single", "codes"), ("专业代码", 40, "single", "codes"),
    ("Which state do you live in?", 50, "text", "numbered"), ("age", 60, "number", ""), ("paid", 60, "number", ""),
    ("number", 60, "number", ""), ("family", 12, "number", ""), ("所在学校有多少学生", 60, "number", "")])
def test_numbers_under_a_heading_that_names_groups_or_people_are_no_amounts(heading, most, kind, unsure):
    made = of([heading, *(str(n % most + 1) for n in range(3 * most))])
    assert ([item.kind for item in made.codebook], ",".join(doubt.key for doubt in made.doubts)) == ([kind], unsure)


def test_long_answers_and_arrows_are_free_text_and_a_number_asked_for_stays_one():
    made = of(["1、建议", *(f"第{n}条建议：多组织一些活动" for n in range(15))])
    assert (made.codebook["q1"].kind, made.codebook["q1"].role, doubts(made)) == ("text", "open_text", set())
    assert of(["1、您有几个孩子？", *["0", "1", "2"] * 5]).codebook["q1"].kind == "number"
    assert of(["1、建议", "好→更好", "无", "多宣传，早宣传"]).codebook["q1"].kind == "text"


def test_a_comma_splits_no_label_where_it_explains_nothing_or_a_part_never_stands_alone():
    rows = google.rows(asked.Form((asked.Asked("single", "Home", ("Flat, or house", "Tent"), answers=(0, 1) * 4),), 8))
    assert labels(draft(rows).codebook["Home"]) == ["Flat, or house", "Tent"]
    parts = ("web, and mail", "tv", "press")
    ticks = ((0, 1), (1, 2), (0, 2), (0, 1, 2), (1,), (0,))
    made = draft(google.rows(asked.Form((asked.Asked("multiple", "Select all", parts, answers=ticks),), 6)))
    assert set(labels(made.codebook["Select_all"] if "Select_all" in made.codebook else made.codebook.items[0])) == {
        *parts}
    assert "comma_label" in doubts(made)


def test_options_that_say_nothing_are_missing_and_a_label_has_its_own_language():
    made = of(["1、收入", *["高收入", "低收入", "不愿透露", "不知道"] * 3])
    assert {next(iter(o.label.values())): o.missing for o in made.codebook["q1"].options} == {
        "高收入": None, "低收入": None, "不愿透露": "refused", "不知道": "dont_know"}
    assert "missing_label" in doubts(made, "q1")
    made = plain(["性别", "男", "女", "男", "女"])
    assert (made.codebook["item1"].label, made.codebook.language) == ({"zh": "性别"}, "zh")
    assert plain(["Gender", *["Male", "Female"] * 2]).codebook["Gender"].options[0].label == {"en": "Male"}


def test_fill_ins_make_an_option_and_a_text_item_and_at_several_options_a_doubt():
    made = of(["1、打算", "返乡", "其他〖开店〗", "返乡", "其他"])
    assert [(o.value, *o.label.values()) for o in made.codebook["q1"].options] == [("返乡", "返乡"), ("other", "其他")]
    other = made.codebook["q1_other"]
    assert (other.kind, other.role, other.asked_if, other.column) == ("text", "other_text", "${q1}='other'", None)
    made = of(["1、打算", "返乡〖何时〗", "其他〖开店〗", "返乡", "其他"])
    assert made.codebook["q1_other"].asked_if is None and "fill" in doubts(made, "q1_other")


def test_a_limit_becomes_a_constraint_and_who_was_not_asked_a_doubt_with_its_tokens():
    made = of(["1、困难（最多选三项）", "甲┋乙", "乙┋丙", "甲"])
    assert made.codebook["q1"].constraint == "count-selected(.) <= 3" and "limit" in doubts(made, "q1")
    made = of(["1、原因", *["甲", "乙"] * 3, "(跳过)"])
    assert "skipped" in doubts(made, "q1")
    assert "relevant" in next(d.text["en"] for d in made.doubts if d.key == "skipped")
    assert of(["1、原因", "甲", "(空)"]).codebook.settings["missing_codes"] == {"(跳过)": "not_asked", "(空)": "blank"}


def test_option_columns_without_their_question_and_codes_without_labels_are_doubts():
    assert "stem" in doubts(draft(*LAYOUTS["wjx code-old"]), "q2")
    made = draft(*LAYOUTS["limesurvey code short"])
    assert "codes" in doubts(made, "Q2") and "codes" in doubts(made, "Q3_SQ001")
    heads = ["Response ID", "Date submitted", "Last page", "Travel[Bus]", "Travel[Car]"]
    made = draft([heads, *([str(n), "2026-09-03 10:00:00", "3", "Yes", "No"] for n in range(9))], "e.csv")
    assert (doubts(made), labels(made.codebook.items[0])) == ({"one_tick"}, ["Bus", "Car"])


# --- matrices and scales ---------------------------------------------------------------------------


def matrix(*rows, stem="请评价", cells=("同意", "不同意", "一般", "同意")):
    """A 问卷星 matrix of these rows."""
    heads = [f"1、{stem}—{row}" if place == 0 else f"1、{row}" for place, row in enumerate(rows)]
    return of(*([head, *cells] for head in heads))


def test_rows_that_share_ordered_answers_are_ratings_of_one_scale():
    made = matrix("指导有帮助", "我很难得到帮助", "我信任老师")
    assert [item.scale for item in made.codebook] == ["q1", "q1", "q1"]
    assert (made.codebook.scale("q1").low, made.codebook.scale("q1").high) == (1, 3)
    assert made.codebook["q1_1"].label == {"zh": "请评价 – 指导有帮助"}
    assert "scale" in doubts(made, "q1_1") and doubts(made, "q1_3") == set()


def test_a_row_that_may_be_reversed_is_a_doubt_and_an_attention_check_no_part_of_the_scale():
    assert "reverse" in doubts(matrix("有帮助", "我很难以得到帮助", "信任"), "q1_2")
    made = matrix("有帮助", "本题请选“同意”", "信任", "清楚")
    assert made.codebook["q1_2"].scale is None and "attention" in doubts(made, "q1_2")


def test_added_points_small_numbers_and_blanks_of_one_question_have_their_own_kinds():
    made = matrix("有帮助", "信任", "清楚", cells=("非常同意", "不同意", "一般", "同意"))
    assert labels(made.codebook["q1_1"]) == ["非常不同意", "不同意", "一般", "同意", "非常同意"]
    assert "mirror" in doubts(made, "q1_1")
    made = matrix("有帮助", "信任", "清楚", cells=("1", "2", "4", "5", "5", "4", "2"))
    assert labels(made.codebook["q1_1"]) == ["1", "2", "3", "4", "5"]
    assert "rating_numbers" in doubts(made, "q1_1")
    made = of(["1、(1)年龄", "20", "21", "35"], ["1、(2)专业", "法学", "历史学", "文学"])
    assert [item.kind for item in made.codebook] == ["number", "text"]


@pytest.mark.parametrize(*cases("scale_words"))
def test_words_of_a_scale_are_put_in_order(words):
    found = find_points(words[::-1])
    assert sorted(found, key=found.__getitem__) == words


@pytest.mark.parametrize("words", [
    ["男", "女", "其他"], ["是", "否", "不确定"], ["返乡", "升学", "其他"], ["同意", "不同意"],
    ["一般", "中立", "普通"], ["从不", "有时", "经常", "常常"], ["Never", "Often", "Frequently"],
    ["满意", "同意", "一般"], ["Red", "Green", "Blue"], ["2012", "2013", "2014"], ["全职", "2", "3", "兼职"],
    ["Never", "2", "3", "Sometimes", "Often", "Always"], ["18-25岁", "26-30岁", "31-35岁"]])
def test_words_that_are_no_scale_have_no_order(words):
    assert find_points(words) is None


# --- personal data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(*cases("personal_columns"))
def test_likely_personal_data_is_marked(heading, cells, role):
    made = of([heading, *cells])
    assert made.codebook["q1"].role == role
    assert ("personal" in doubts(made, "q1")) == role.startswith("pii")


def test_personal_data_in_free_text_are_a_doubt_and_nothing_personal_is_printed():
    made = of(["1、建议", "请联系我 a@example.org", "多组织活动吧", "没有什么建议", "很好"])
    assert "personal_inside" in doubts(made, "q1") and not made.codebook["q1"].personal
    made = of(["1、您的手机", "13800000000", "13900000001"], ["2、您的姓名", "王小明", "李雷"])
    said = "\n".join([*draft_lines(made, "zh"), *draft_lines(made, "en"), *made.todo.values()])
    assert "1380" not in said and "王小明" not in said


@pytest.mark.parametrize("text", ["12345678901234", "3.13800000000", "256.1.1.1", "a@b", "2026-09-03"])
def test_numbers_that_only_look_so_are_not_personal(text):
    assert find_personal_kinds(text) == set()


def test_a_heading_alone_is_enough_two_of_one_name_are_apart_and_no_respondents_refused():
    assert classify_personal("您的手机号码", []) == "phone" and classify_personal("您的建议", []) == ""
    with pytest.raises(SurveyError, match="at least one respondent"):
        draft([["序号", "提交答卷时间", "1、性别"]])
    with pytest.raises(SurveyError, match="no question"):
        draft([["序号", "提交答卷时间"], ["1", "2026/9/1"]])
    assert [item.column for item in plain(["age", "1", "2"], ["age", "3", "4"]).codebook] == ["age", "age__2"]
    made = draft(sheet(["3、多选(甲)", "1", "0"], ["3 (乙)", "1", "1"], ["3 (乙)", "0", "1"]), "1_按序号_标题_2_2.xlsx")
    assert "twins" in doubts(made, "q3")


# --- no draft at all -------------------------------------------------------------------------------


HEADS = st.sampled_from(["序号", "提交答卷时间", "1、性别", "2、打算—甲", "2、乙", "3、多选(甲)", "3 (乙)",
                         "RespondentID", "Timestamp", "_uuid", "_submission_time", "q/a", "q/b", "id", "submitdate",
                         "lastpage", "Q1[SQ001]", "Q1[other]", "编号", "开始答题时间", "respondent", "a__b", "姓名",
                         "", " "])
CELLS = st.one_of(st.sampled_from(["", "1", "0", "2", "-3", "(跳过)", "(空)", "甲┋乙", "甲→乙",
                                   "其他〖x〗", "〖〗", "A.男", "a, b", "Y", "同意", "不同意", "非常同意", "99", "-99",
                                   "1e308", "２", "007", "13800000000"]), st.text(max_size=6))


@st.composite
def tables(draw):
    """Random tables that may look like an export."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(0, 8))
    return [draw(st.lists(HEADS, min_size=width, max_size=width)),
            *(draw(st.lists(CELLS, min_size=width, max_size=width)) for _ in range(height))]


@settings(max_examples=50)
@given(tables())
def test_a_random_table_is_drafted_or_refused_with_a_reason(rows):
    raw = table_of(rows)
    try:
        export = detect_export(raw)
        made = draft_from_export(raw, export)
        disagreements(raw, export, made.codebook)
        again = parse_codebook(codebook_bytes(made.codebook, made.todo), "draft.xlsx")
    except SurveyError:
        return
    assert [item.name for item in again] == [item.name for item in made.codebook]


# --- checking --------------------------------------------------------------------------------------


def options(*names):
    """Options whose values are their labels' codes."""
    return tuple(Option(value, {"zh": label}) for value, label in names)


GENDER = Item("gender", "single", {"zh": "性别"}, options(("male", "男"), ("female", "女")), column="1、性别")
AGE = Item("age", "number", {"zh": "年龄"}, constraint=". >= 16", column="2、年龄")
HARD = Item("hard", "multiple", {"zh": "困难"}, options(("pay", "收入低"), ("far", "离家远"), ("none", "以上都没有")),
            constraint="count-selected(.) <= 2", column="3、困难", layout="delimited:┋")
WHY = Item("why", "single", {"zh": "原因"}, options(("a", "甲"), ("b", "乙")), asked_if="${gender}='male'",
           column="4、原因")
FINE = {"序号": "1", "提交答卷时间": "2026/9/1", "1、性别": "男", "2、年龄": "20", "3、困难": "收入低", "4、原因": "甲"}


def book(*items):
    """A codebook of these items, or of all four."""
    return Codebook(items or (GENDER, AGE, HARD, WHY))


def check(*answers, using=None, headings=None):
    """What a 问卷星 export disagrees on; answers are fine but for those given."""
    heads = headings or list(FINE)
    rows = [[({**FINE, "序号": str(n)} | given).get(head, "") for head in heads]
            for n, given in enumerate(answers or ({},), start=1)]
    raw = table_of([heads, *rows])
    return disagreements(raw, wjx_room.export(raw), using or book())


def keys(found):
    """Item, rule and rows of each disagreement."""
    return [(one.item, one.key, one.rows) for one in found]


def test_an_export_that_agrees_says_so():
    found = check({}, {"1、性别": "女", "4、原因": "(跳过)"})
    assert found == ()
    assert check_lines(found, "zh") == ["文件与编码手册一致。"]


@pytest.mark.parametrize(("given", "expected"), [
    ({"1、性别": "男性", "4、原因": "(跳过)"}, ("gender", "outside", (2,))),
    ({"3、困难": "收入低┋离得远"}, ("hard", "outside", (2,))), ({"2、年龄": "二十来岁"}, ("age", "number", (2,))),
    ({"2、年龄": "15"}, ("age", "constraint", (2,))),
    ({"3、困难": "收入低┋离家远┋以上都没有"}, ("hard", "limit", (2,))),
    ({"3、困难": "收入低┋以上都没有"}, ("hard", "exclusive", (2,))), ({"1、性别": "女"}, ("why", "not_asked", (2,))),
    ({"4、原因": "(跳过)"}, ("why", "asked", (2,))),
    ({"4、原因": "(空)"}, ("why", "empty", (2,))), ({"序号": ""}, ("", "no_key", (2,)))])
def test_every_disagreement_is_found(given, expected):
    assert expected in keys(check(given))


def test_at_most_five_rows_are_shown_of_all_found_in_one_pass_with_the_nearest_label():
    found = check({"1、性别": "男性", "2、年龄": "x", "3、困难": "穷"}, {"2、年龄": "3"}, {"序号": "1"})
    assert [(one.item, one.key) for one in found] == [
        ("gender", "outside"), ("age", "number"), ("age", "constraint"), ("hard", "outside"), ("", "duplicate")]
    found = check({"1、性别": "男 性", "4、原因": "(跳过)"})
    assert found[0].what == {"zh": "“男 性”不在选项中。", "en": "'男 性' is not an option."}
    assert check({"3、困难": "离家远的"})[0].fix == {"zh": "是否为“离家远”？", "en": "Did you mean '离家远'?"}
    found = check(*[{"2、年龄": "x"}] * 7)
    assert check_lines(found, "en")[1].startswith("  age: rows 2, 3, 4, 5, 6 and 2 more: 'x' is not a number.")
    assert "第 2、3、4、5、6 行等（另有 2 行）" in check_lines(found, "zh")[1]
    assert found[0].rows == (2, 3, 4, 5, 6, 7, 8)


def test_a_renamed_column_is_two_disagreements_and_one_that_two_items_claim_another():
    found = check(headings=["序号", "提交答卷时间", "1、您的性别", "2、年龄", "3、困难", "4、原因"])
    assert keys(found) == [("", "unclaimed", ()), ("gender", "absent", ())]
    assert found[1].fix["en"] == "Did you mean '1、您的性别'?"
    assert ("gender", "shared", ()) in keys(check(using=book(GENDER, replace(GENDER, name="sex"), AGE, HARD)))


def test_expressions_that_cannot_be_evaluated_are_told_and_personal_answers_not_quoted():
    odd = [replace(AGE, constraint="(. >="), replace(WHY, asked_if="${nobody} = 1")]
    assert {one.key for one in check(using=book(GENDER, HARD, *odd))} == {"expression", "unknown_name"}
    phone = Item("phone", "number", {"zh": "手机"}, column="2、年龄", role="pii:phone")
    lines = check_lines(check({"2、年龄": "电话13800000000"}, using=book(GENDER, phone, HARD, WHY)), "zh")
    assert "13800000000" not in "".join(lines) and "***" in "".join(lines)


def test_option_columns_and_plain_ticks_are_checked_against_options():
    heads = ["序号", "提交答卷时间", "3、困难(收入低)", "3 (离家远)", "3 (住得差)"]
    rows = [["1", "", "1", "0", "0"], ["2", "", "-3", "-3", "-3"], ["3", "", "1", "-3", "0"], ["4", "", "0", "1", "0"]]
    raw = table_of([heads, *rows], "1_按序号_标题_4_4.xlsx")
    found = disagreements(raw, wjx_room.export(raw), book(replace(HARD, layout="onehot", constraint=None)))
    assert [(one.key, one.rows) for one in found] == [("stranger", ()), ("lost", ()), ("mixed", (4,))]
    rows = [["respondent", "hard__pay", "hard__far", "hard__none"], ["1", "1", "0", "0"], ["2", "x", "0", "0"]]
    raw = table_of(rows)
    found = disagreements(raw, detect_export(raw), book(replace(HARD, column=None, layout="onehot")))
    assert [(one.key, one.rows) for one in found] == [("tick", (3,))]


def test_skipped_rows_are_not_checked_and_the_example_cohort_agrees_with_its_codebook():
    assert all(one.key != "outside" for one in check({}, {head: head for head in FINE} | {"序号": "序号"}))
    raw = open_foreign(COHORT)
    found = disagreements(raw, detect_export(raw), sk.read_codebook(BOOK))
    # seven answers and one whole form were left out on purpose; others answered later questions with nothing
    assert {one.key for one in found} == {"required"}
    assert {row for one in found for row in one.rows} >= {9, 19, 33, 38, 41}


# --- words ------------------------------------------------------------------------------------------


def test_every_doubt_and_disagreement_has_its_words():
    source = "".join(path.read_text(encoding="utf-8") for path in Path(sk.__file__).parent.glob("drafting/*.py"))
    unsure = set(re.findall(r'\{"([a-z_]+)": \{(?:\}|")', source))
    unsure |= set(re.findall(r'doubt\([^,()]+, "([a-z_]+)"', source))
    calls = r'(?:BrokenRule|_disagree)\([a-z_.\[\]0-9"]+(?:, [a-z_.\[\]0-9"]+)?, "([a-z_]+)"'
    broken = set(re.findall(calls, source))
    broken |= {KEYS.get(reason, reason) for reason in REFUSED | set(FLAGS)}
    assert len(unsure) > 20 and {f"draft.{key}" for key in unsure} <= set(table())
    assert len(broken) > 10 and {f"check.{key}" for key in broken} <= set(table())


def test_lines_come_in_both_languages_and_in_no_other():
    made = draft(*LAYOUTS["wjx text"])
    assert draft_lines(made, "zh")[0].startswith("共 ") and draft_lines(made, "en")[0].startswith("Items: ")
    with pytest.raises(ValueError, match="language"):
        draft_lines(made, "fr")


@given(st.floats(-1e9, 1e9).map(lambda x: round(x, 3)))
def test_numbers_are_read_as_they_are_written(value):
    assert parse_number(str(value)) == value


# --- required -------------------------------------------------------------------------------------


NEEDED = [["age", "gender", "why"], ["20", "M", ""], ["", "F", ""], ["30", "M", "a"], ["40", "", "b"]]


def broken(*items: Item) -> dict[tuple[str, str], tuple[int, ...]]:
    """What the small table breaks, by item and rule."""
    raw = table_of(NEEDED, "n.csv")
    return {(one.item, one.key): one.rows for one in disagreements(raw, detect_export(raw), Codebook(items))}


def coded(name: str, *values: str, **more: object) -> Item:
    """A single choice of these values."""
    return Item(name, "single", {"en": name}, tuple(Option(v, {"en": v}) for v in values), **more)


@pytest.mark.parametrize(("required", "asked_if", "expected"), [
    (None, None, None), ("yes", None, (2, 3)), ("yes", "${gender}='M'", (2,)), ("${gender}='F'", None, (3,)),
    ("${gender}='F'", "${gender}='M'", None), ("yes", "${gender}='F'", (3,))])
def test_what_is_required_where_it_was_asked_and_left_empty_is_an_omission(required, asked_if, expected):
    why = coded("why", "a", "b", required=required, asked_if=asked_if)
    found = broken(Item("age", "number", {}), coded("gender", "M", "F"), why)
    assert found.get(("why", "required")) == expected


def test_an_optional_question_may_be_left_out_once_a_codebook_says_what_is_required():
    why = coded("why", "a", "b", asked_if="${gender}='M'")
    gender = coded("gender", "M", "F")
    assert ("why", "empty") in broken(Item("age", "number", {}), gender, why)
    assert ("why", "empty") not in broken(Item("age", "number", {}), replace(gender, required="yes"), why)
    assert broken(Item("age", "number", {}, required="yes"), gender, why)[("age", "required")] == (3,)


def test_an_answer_whose_condition_is_false_is_a_commission_and_a_faulty_condition_told():
    why = coded("why", "a", "b", asked_if="${gender}='F'", required="yes")
    assert broken(Item("age", "number", {}), coded("gender", "M", "F"), why)[("why", "not_asked")] == (4, 5)
    assert ("why", "expression") in broken(coded("why", "a", "b", required="${gender"), coded("gender", "M", "F"),
                                           Item("age", "number", {}))


def test_small_whole_numbers_of_few_people_may_be_codes_and_a_doubt_says_so(tmp_path):
    rows = "id,fruit,How many siblings?,height\na,1,2,171.5\nb,3,0,160\nc,2,1,182.5\n"
    (tmp_path / "few.csv").write_text(rows, "utf-8")
    draft = sk.draft_codebook(tmp_path / "few.csv")
    asked = {doubt.item for doubt in draft.doubts if "(1, 2, 3)" in doubt.text["en"]}
    kinds = {item.column: item.kind for item in draft.codebook}
    assert [kinds[name] for name in ("fruit", "How many siblings?", "height")] == ["number"] * 3
    assert asked == {item.name for item in draft.codebook if item.column == "fruit"}
