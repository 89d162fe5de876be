"""Layouts that real exports have: each variant reads right, with a codebook and without."""

import pytest
from layouts.raw import table_of

import surveykit as sk
from surveykit.read.read_survey import survey_from_table

META = {"序号": "{n}", "提交答卷时间": "2026/9/{n} 1:05:07", "所用时间": "6{n}秒", "来源": "微信", "来源详情": "",
        "来自IP": "192.0.2.{n}(四川-成都)"}
AGREE = ("不同意", "一般", "同意", "同意", "一般", "不同意")


def wjx(*columns, meta=META, people=6):
    """A 问卷星 export of these columns: a heading, and answers that come round again."""
    made = [[heading, *(cell.format(n=n) for n in range(1, people + 1))] for heading, cell in meta.items()]
    made += [[heading, *(answers[n % len(answers)] for n in range(people))] for heading, *answers in columns]
    return [list(row) for row in zip(*made, strict=True)]


def guessed(rows, name="export.xlsx"):
    """The survey without a codebook."""
    return survey_from_table(table_of(rows, name))


def by(column, kind, *labels, **facts):
    """A codebook of one item."""
    options = tuple(sk.Option("other" if label in {"其他", "Other"} else f"o{n}", {"zh": label}, float(n))
                    for n, label in enumerate(labels, start=1))
    return sk.Codebook((sk.Item("q", kind, {}, options, column=column, **facts),))


def kinds(survey):
    return {item.name: item.kind for item in survey.codebook if item.column and item.column not in META}


def lines(survey, rule):
    return [change for step in survey.log for change in step.changes if change.rule == rule]


def remarks(survey):
    """What was noticed in the file."""
    return [step.reason["en"] for step in survey.log if any(change.rule == "remark" for change in step.changes)]


# --- 问卷星 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["1、您的性别", "1. 您的性别 ", "1．您的性别", "1：您的性别", "1、1. 您的性别",
                                     "1、1、您的性别", "1 、 您的性别", "您的性别"])
def test_a_question_has_its_wording_however_its_number_is_written(heading):
    survey = guessed(wjx([heading, "男", "女"], ["2、建议", "a", "b", "c"]))
    item = survey.codebook.items[-2]
    assert (item.kind, item.label, item.columns) == ("single", {"zh": "您的性别"}, (item.name,))
    assert survey.responses[item.name].tolist() == ["male", "female"] * 3


def test_a_form_without_numbers_keeps_its_matrix_together():
    survey = guessed(wjx(["您的性别", "男", "女"], ["请评价—工资", *AGREE], ["同事", *AGREE[::-1]],
                         ["建议", *"abcdef"]))
    assert list(kinds(survey).values()) == ["single", "rating", "rating", "text"]
    assert survey.codebook["item2_2"].label == {"zh": "请评价 – 同事"}
    assert survey.responses["item2_2"].tolist() == [1.0, 2.0, 3.0, 3.0, 2.0, 1.0]


def test_an_address_is_several_blanks_and_personal():
    survey = guessed(wjx(["2、收货地址：—收货人姓名：", "张三", "李四", "王五", "赵六", "钱七", "孙八"],
                         ["2、所在地区：", "四川-成都市-武侯区", "北京-北京市-海淀区"],
                         ["2、收货人电话：", *(f"1380000000{n}" for n in range(6))]))
    assert [item.label["zh"] for item in survey.codebook.items[-3:]] == [
        "收货地址： – 收货人姓名：", "收货地址： – 所在地区：", "收货地址： – 收货人电话："]
    assert survey.codebook["q2_3"].personal
    assert survey.responses["q2_3"].iloc[0] == "13800000000"


def test_platform_columns_stand_in_any_order_and_number():
    meta = {"序号": "{n}", "用户ID": "u{n}", "提交答卷时间": "2026-09-0{n} 08:00:00", "所用时间": "1{n}秒",
            "来自IP": "192.0.2.{n}(本地)", "来源": "链接", "来源详情": "直接访问", "总分": "{n}"}
    survey = guessed(wjx(["1、性别", "男", "女"], meta=meta))
    assert kinds(survey)["q1"] == "single" and "item1" not in survey.codebook
    assert survey.codebook["user"].role == "pii:user" and survey.codebook["ip"].personal
    assert survey.responses["duration_seconds"].tolist() == [11.0, 12.0, 13.0, 14.0, 15.0, 16.0]


def test_rows_of_a_matrix_may_hold_several_ticks():
    survey = guessed(wjx(["5、用哪些？—平日", "手机┋电脑", "手机", "(空)"],
                         ["5、周末", "电脑", "手机┋平板", "手机┋电脑┋平板"]))
    assert survey.codebook["q5_2"].kind == "multiple"
    labels = [option.label["zh"] for option in survey.codebook["q5_1"].options]
    ticks = survey.responses[list(survey.codebook["q5_1"].columns)].to_numpy()
    assert ticks[0, [labels.index("手机"), labels.index("电脑"), labels.index("平板")]].tolist() == [1, 1, 0]
    assert survey.missing[survey.codebook["q5_1"].columns[0]].tolist() == ["", "", "blank"] * 2


@pytest.mark.parametrize("gap", ["(跳过)", "（跳过）", " (跳过) "])
def test_skipped_is_not_asked_in_both_kinds_of_brackets(gap):
    survey = guessed(wjx(["1、性别", "男", gap, "女"], ["2、哪些（多选）", "甲┋乙", gap, "乙"],
                         ["3、排序", "甲→乙", gap, "乙→甲"]))
    for column in ("q1", *survey.codebook["q2"].columns, "q3"):
        assert survey.missing[column].tolist() == ["", "not_asked", ""] * 2


def test_fill_ins_may_stand_beside_any_option_also_in_a_ranking():
    survey = guessed(wjx(["1、选", "甲〖a┋b〗", "乙", "丙〖(空)〗", "甲"], ["2、排序", "甲→其他〖钱→物〗", "其他→甲"]))
    assert survey.responses["q1"].tolist()[:4] == ["甲", "乙", "丙", "甲"]
    assert survey.responses["q1_other"].tolist()[:4] == ["a┋b", None, None, None]  # `(空)`: nothing filled in
    assert survey.responses["q2"].tolist()[:2] == ["甲 other", "other 甲"]
    assert survey.responses["q2_other"].tolist()[:2] == ["钱→物", None]


@pytest.mark.parametrize("label", ["其他", "其他：", "其他____", "其他:"])
def test_an_option_that_asks_for_words_is_the_same_with_and_without_its_colon(label):
    texts = wjx(["1、哪里", "家", "其他：〖船上〗", "其他："], ["2、哪些（多选）", "甲┋其他〖乙〗", "甲"])
    survey = survey_from_table(table_of(texts), by("1、哪里", "single", "家", label))
    home, other = (option.value for option in survey.codebook["q"].options)
    assert survey.responses["q"].tolist()[:3] == [home, other, other]
    assert survey.responses["q_other"].tolist()[:3] == [None, "船上", None]
    codes = wjx(["4. 用哪些？(手机)", "1", "0"], ["4 (其他：)", "0", "1"])
    coded = survey_from_table(table_of(codes, "1_按序号_x_6_6.xlsx"), by("4. 用哪些？", "multiple", "手机", label))
    assert coded.responses.iloc[:2, -2:].to_numpy().tolist() == [[1, 0], [0, 1]]


def test_a_ranking_is_told_by_its_wording_where_one_person_answered():
    survey = guessed(wjx(["1、请按重要性排序", "甲→乙→丙"], ["2、建议", "先→后"], people=1))
    assert kinds(survey) == {"q1": "rank", "q2": "text"}
    assert survey.responses.loc["1", "q2"] == "先→后"


def test_options_of_a_code_export_stand_in_the_order_of_the_form():
    survey = guessed(wjx(["4. 用哪些？（可多选）(手机)", "1", "0", "-3"], ["4 (VR/AR（头显）)", "0", "1", "-3"],
                         ["4(其他：)", "1", "1", "-3"], ["5. 年级", "1", "2", "-2"]), "1_按序号_x_6_6.xlsx")
    item = survey.codebook["q4"]
    assert [option.label["zh"] for option in item.options] == ["手机", "VR/AR（头显）", "其他："]
    assert item.label == {"zh": "用哪些？（可多选）"}
    ticks = survey.responses[list(item.columns)].fillna(-1).to_numpy()[:3].tolist()
    assert ticks == [[1, 0, 1], [0, 1, 1], [-1, -1, -1]]
    assert survey.missing["q5"].tolist()[:3] == ["", "", "blank"]


def test_an_old_code_export_tells_matrix_select_all_and_ranking_apart():
    survey = guessed(wjx(["第1题(行一)", "1", "2", "3", "3"], ["第1题(行二)", "2", "2", "3", "1"],
                         ["第2题(甲)", "1", "0", "-3"], ["第2题(乙)", "0", "1", "-3"],
                         ["第3题(甲)", "1", "2", "-2"], ["第3题(乙)", "2", "1", "1"]), "[x]6_6_2.xls")
    assert kinds(survey) == {"q1_1": "rating", "q1_2": "rating", "q2": "multiple", "q3": "rank"}
    assert survey.responses["q3"].tolist()[:3] == ["甲 乙", "乙 甲", "乙"]


def test_numbers_of_options_are_places_in_the_codebook_and_it_says_so():
    rows = wjx(["1. 年级", "2", "1", "-2"], ["2. 哪些(甲)", "1", "0"], ["2 (乙)", "0", "1"])
    survey = survey_from_table(table_of(rows, "1_按序号_x_6_6.xlsx"), by("1. 年级", "single", "大一", "大二"))
    assert survey.responses["q"].tolist()[:3] == ["o2", "o1", None]
    assert any("place in the form" in reason for reason in remarks(survey))
    with pytest.raises(sk.CodebookError, match=r"(?s)'3'.*number of an option is its place in the codebook"):
        survey_from_table(table_of(wjx(["1. 年级", "3", "1"], ["2. 哪些(甲)", "1", "0"], ["2 (乙)", "0", "1"]),
                          "1_按序号_x_6_6.xlsx"), by("1. 年级", "single", "大一", "大二"))


def test_words_beside_option_columns_of_numbers_are_a_text_export():
    survey = guessed(wjx(["1、性别", "男", "女"], ["第2题(甲)", "1", "0", "-3"], ["第2题(乙)", "0", "1", "-3"],
                         ["3、年级", "大一", "大二", "(跳过)"]))
    assert kinds(survey) == {"q1": "single", "q2": "multiple", "q3": "single"}
    assert survey.missing["q2__甲"].tolist()[:3] == ["", "", "not_asked"]
    assert "answers are words; only option columns hold numbers" in survey.source.evidence


@pytest.mark.parametrize("name", ["1_按分数_x_6_6.xlsx", "export.xlsx"])
def test_but_blanks_that_few_were_asked_do_not_outvote_the_numbers(name):
    rows = wjx(["1. 性别", "1", "2"], ["2、(1)姓___", "习", *["-3"] * 5], ["2、(2)名___", "家", *["-3"] * 5],
               ["3. 哪些(甲)", "1", "0"], ["3 (乙)", "0", "1"])
    options = (sk.Option("a", {"zh": "男"}, 1.0), sk.Option("b", {"zh": "女"}, 2.0))
    book = sk.Codebook((sk.Item("q", "single", {}, options, column="1. 性别"),))
    survey = survey_from_table(table_of(rows, name), book)
    assert survey.responses["q"].tolist() == ["a", "b"] * 3 and "answers are words" not in survey.source.evidence


def test_but_not_where_the_name_says_score():
    rows = wjx(["1. 性别", "1", "2"], ["2. 省", "川", "川", "川", "渝"], ["3. 市", "甲", "甲", "乙", "乙"],
               ["4. 哪些(甲)", "1", "0"], ["4 (乙)", "0", "1"])
    assert guessed(rows, "1_按分数_x_6_6.xlsx").source.evidence.count("score export: the file name says") == 1


@pytest.mark.parametrize("name", ["export.xlsx", "1_按文本_x_24_24.xlsx"])
def test_a_scale_in_numbers_beside_options_in_words_is_a_text_export(name):
    points = [[f"{q}、第{q}项", *(str((n * q + n // 5) % 5 + 1) for n in range(24))] for q in range(2, 9)]
    survey = guessed(wjx(["1、性别", "男", "女"], *points, people=24), name)
    assert list(kinds(survey).values()) == ["single", *["rating"] * 7]
    assert survey.responses["q3"].tolist()[:3] == [1.0, 4.0, 2.0]


def test_but_where_the_name_says_code_numbers_are_places():
    points = [[f"{q}. 第{q}项", *(str((n * q) % 5 + 1) for n in range(24))] for q in range(2, 9)]
    rows = wjx(["1. 学校", "川大", "华师"], *points, people=24)
    book = by("2. 第2项", "single", *"甲乙丙丁戊")
    survey = survey_from_table(table_of(rows, "1_按序号_x_24_24.xlsx"), book)
    assert survey.responses["q"].tolist()[:3] == ["o1", "o3", "o5"]


def test_scores_that_two_options_share_are_refused():
    rows = wjx(["1. 年级", "5", "0"], ["2. 哪些(甲)", "5", "0"], ["2 (乙)", "0", "5"])
    options = (sk.Option("a", {"zh": "甲"}, 5.0), sk.Option("b", {"zh": "乙"}, 0.0), sk.Option("c", {"zh": "丙"}, 0.0))
    book = sk.Codebook((sk.Item("q", "single", {}, options, column="1. 年级"),))
    with pytest.raises(sk.CodebookError, match=r"(?s)'0'.*is its sk_value, which no other may have"):
        survey_from_table(table_of(rows, "1_按分数_x_6_6.xlsx"), book)
    scored = sk.Codebook((sk.Item("q", "single", {}, options[:2], column="1. 年级"),))
    assert survey_from_table(table_of(rows, "1_按分数_x_6_6.xlsx"), scored).responses["q"].tolist() == ["a", "b"] * 3


def test_columns_without_answers_and_equal_headings_are_kept_apart():
    survey = guessed(wjx(["1、性别", "男", "女"], ["2、空", ""], ["3、同名", "是", "否"], ["3、同名", "否"]))
    assert survey.missing["q2"].eq("blank").all()
    assert survey.responses["q3"].tolist()[:2] == ["yes", "no"] and survey.responses["q3_2"].tolist()[0] == "no"
    assert any("3、同名__2" in reason for reason in remarks(survey))


def test_what_the_file_name_says_is_a_hint():
    survey = guessed(wjx(["1、性别", "男", "女"]), "108397328_0_志愿者_8_6.xlsx")
    assert dict(survey.source.hints) == {"survey": "108397328", "by": "text", "title": "志愿者", "total": "8",
                                         "exported": "6"}


# --- 腾讯问卷 ----------------------------------------------------------------------------------------


def tencent(*columns):
    """A 腾讯问卷 export of these columns and an empty one."""
    meta = [["编号", "309", "308", "307"], ["开始答题时间", *["2026/5/26 12:00"] * 3],
            ["结束答题时间", *["2026/5/26 12:01"] * 3], ["答题时长", "30", "31", "32"]]
    return [list(row) for row in zip(*meta, *columns, ["", "", "", ""], strict=True)]


def test_tencent_answers_lose_their_letters_and_keep_their_order():
    survey = guessed(tencent(["1.年级", "C.大三", "A.大一", "B.大二"], ["2.满意度", "5", "4", "1"],
                             ["3.附件", "a.png", "", ""]))
    assert [option.label["zh"] for option in survey.codebook["q1"].options] == ["大一", "大二", "大三"]
    assert survey.responses["q1"].tolist() == ["大三", "大一", "大二"]
    assert survey.responses["duration_seconds"].tolist() == [30.0, 31.0, 32.0]
    assert survey.responses["q3"].tolist() == ["a.png", None, None]


def test_tencent_words_behind_an_option_are_kept():
    rows = tencent(["2.多选:甲", "A.甲", "", ""], ["2.多选:其他：", "B.其他：养蜂", "B.其他", ""])
    for survey in (guessed(rows), survey_from_table(table_of(rows), by("2.多选", "multiple", "甲", "其他"))):
        item = next(item for item in survey.codebook if item.kind == "multiple")
        assert survey.responses[list(item.columns)].fillna(-1).to_numpy().tolist() == [[1, 1], [0, 1], [-1, -1]]
        assert survey.responses[f"{item.name}_other"].tolist() == ["养蜂", None, None]


def test_tencent_places_of_a_ranking_are_one_answer():
    survey = guessed(tencent(["6.请排序:甲", "1", "2", ""], ["6.请排序:乙", "2", "1", ""], ["7.打分:甲", "5", "1", "2"],
                             ["7.打分:乙", "2", "2", "1"]))
    assert kinds(survey)["q6"] == "rank" and kinds(survey)["q7_1"] == "rating"
    assert survey.responses["q6"].tolist() == ["甲 乙", "乙 甲", None]
    assert [item.name for item in survey.codebook if item.name.startswith("meta_")] == []


# --- Google Forms ------------------------------------------------------------------------------------


def google(*cells):
    """A Google sheet with one question."""
    return [["Timestamp", "Why?"], *([f"10/{n}/2026 9:15:00", cell] for n, cell in enumerate(cells, start=1))]


def test_words_typed_under_other_become_the_fill_in_of_ticks_and_single_choices():
    survey = survey_from_table(table_of(google("pay, rent", "pay, rent, my dog, a cat", "my boss", "food, pay, rent")),
                      by("Why?", "multiple", "pay, rent", "food", "Other"))
    ticks = survey.responses[["q__o1", "q__o2", "q__other"]].to_numpy().tolist()
    assert ticks == [[1, 0, 0], [1, 0, 1], [0, 0, 1], [1, 1, 0]]
    assert survey.responses["q_other"].tolist() == [None, "my dog, a cat", "my boss", None]
    assert ["2 answers are no option" in change.note["en"] for change in lines(survey, "typed_other")] == [True]
    survey = survey_from_table(table_of(google("Home", "on a boat", "Other")), by("Why?", "single", "Home", "Other"))
    assert survey.responses["q"].tolist() == ["o1", "other", "other"]
    assert survey.responses["q_other"].tolist() == [None, "on a boat", None]


def test_what_is_no_option_is_refused_with_the_remedy_or_on_other_platforms():
    with pytest.raises(sk.CodebookError, match=r"(?s)'on a boat'.*typed under 'Other' need an option named other"):
        survey_from_table(table_of(google("Home", "on a boat")), by("Why?", "single", "Home", "Away"))
    with pytest.raises(sk.CodebookError, match="'船上'"):
        survey_from_table(table_of(wjx(["1、哪里", "家", "船上"])), by("1、哪里", "single", "家", "其他"))
