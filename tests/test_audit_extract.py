"""Figures and their bases in text: every labelled sentence exactly, line by line."""

import pytest
from builders import cases
from hypothesis import given
from hypothesis import strategies as st
from sentences import CHINESE, ENGLISH

import surveykit as sk
from surveykit.audit import judge
from surveykit.audit.reports.figure_bases import read_paragraph
from surveykit.audit.reports.sentence_figures import find_sentence_figures
from surveykit.audit.reports.table_figures import find_table_figures
from surveykit.formats.documents import Cell, Place, Table


def found_in(text: str, base: int | None = None) -> list[tuple]:
    """Printed, count, base and status of each figure."""
    return [(c.figure.printed, c.figure.count, c.figure.base, c.status)
            for c in find_sentence_figures(read_paragraph(text), Place(paragraph=1), base)]


@pytest.mark.parametrize(("text", "expected"), CHINESE + ENGLISH, ids=[text[:40] for text, _ in CHINESE + ENGLISH])
def test_every_labelled_sentence_gives_its_figures_and_no_other(text, expected):
    assert found_in(text) == expected


# ---------------------------------------------------------------- made sentences

NUMBERS = st.integers(20, 3000).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n)))
TEMPLATES = ("{n}份有效问卷中，{k}份选择返乡，占{p}%。", "返乡的占{p}%（{k}/{n}）。", "{k}/{n}＝{p}%，为返乡者。",
             "{k} of {n} ({p}%) returned home.", "Of the {n} respondents, {k} ({p}%) returned home.",
             "{p} per cent ({k} of {n}) returned home.", "在{n}名志愿者中，有{k}人返乡（占{p}％）。")


@given(NUMBERS, st.sampled_from(TEMPLATES), st.integers(0, 2))
def test_made_sentences_give_count_base_and_figure_and_are_never_impossible(pair, template, decimals):
    k, n = pair
    printed = f"{100 * k / n:.{decimals}f}"
    (found,) = find_sentence_figures(read_paragraph(template.format(n=n, k=k, p=printed)), Place(), None)
    assert (found.figure.count, found.figure.base, found.figure.printed) == (k, n, f"{printed}%")
    assert judge(found.figure).word in {"exact", "rounding"}


@given(st.text(alphabet="0123456789.%‰成百分之占中人份名，。（）()=/nN 约近≥三五十 of", max_size=80))
def test_any_text_is_read_without_an_error(text):
    for one in find_sentence_figures(read_paragraph(text), Place(), 46):
        judge(one.figure)


def test_a_base_from_the_document_is_to_be_confirmed_and_the_quote_is_the_original():
    assert found_in("打算返乡的占43.5%。", 46) == [("43.5%", None, 46, "to_confirm")]
    assert found_in("打算返乡的有20人，占43.5%。", 46) == [("43.5%", 20, 46, "judged")]
    (found,) = find_sentence_figures(read_paragraph("前句。佔(zhan)４３．５％的人同意。后句。"), Place(), None)
    assert found.quote == "佔(zhan)４３．５％的人同意。"


# ---------------------------------------------------------------- tables


def table(text: str, caption: str = "") -> Table:
    """A table from lines of cells parted by |."""
    rows = [line.split("|") for line in text.split("\n")]
    cells = tuple(Cell(cell, r, c) for r, row in enumerate(rows) for c, cell in enumerate(row))
    return Table(cells, Place(table=1), caption)


def judged(*given: str | Table) -> list[tuple]:
    """Printed, count, base and verdict of each figure of a table."""
    made = given[0] if isinstance(given[0], Table) else table(*given)
    return [(c.figure.printed, c.figure.count, c.figure.base, judge(c.figure).word)
            for c in find_table_figures(made, None)]


THREE = [("43.5%", 20, 46, "rounding"), ("34.8%", 16, 46, "rounding"), ("21.7%", 10, 46, "rounding")]


@pytest.mark.parametrize(*cases("audit_side_by_side"))
def test_counts_and_percentages_side_by_side_in_every_shape(text):
    assert judged(text) == THREE


def test_tables_of_any_direction_find_their_bases():
    assert judged("选项|返乡|续约|升学\n人数|20|16|10\n百分比|43.5|34.8|21.7") == THREE
    found = judged("计划|男 (n=20)|女 (n=26)\n返乡|45.0%|42.3%\n续约|55.0%|57.7%")
    assert [(f[0], f[2]) for f in found] == [("45.0%", 20), ("42.3%", 26), ("55.0%", 20), ("57.7%", 26)]
    found = judged("性别|返乡 人数|返乡 %|续约 人数|续约 %|合计 人数\n男|9|45.0|11|55.0|20\n女|14|53.8|12|46.2|26")
    assert [f[2] for f in found] == [20, 20, 26, 26]


def test_select_all_questions_find_their_base_and_ticks_a_person_are_no_share():
    assert judged("困难|人数|个案百分比\n语言|31|67.4%\n气候|26|56.5%\n收入|18|39.1%\n家庭|12|26.1%") == [
        ("67.4%", 31, 46, "rounding"), ("56.5%", 26, 46, "rounding"), ("39.1%", 18, 46, "rounding"),
        ("26.1%", 12, 46, "rounding")]
    rows = "困难|人数|响应 百分比|个案百分比\n语言|120|37.5%|52.2%\n气候|140|43.8%|60.9%\n收入|60|18.8%|26.1%\n"
    made = table(rows + "总计|320|100.0%|139.1%", "多选题（n=230）")
    found = {c.figure.printed: (c.status, judge(c.figure).word) for c in find_table_figures(made, None)}
    assert (found["52.2%"], found["139.1%"]) == (("judged", "rounding"), ("ratio", "untestable"))
    assert judged("计划|人数|百分比\n返乡|20|143.5\n续约|16|34.8\n升学|10|21.7")[0][3] == "impossible"


def test_totals_and_columns_give_the_bases_of_their_figures():
    found = judged("|频率|百分比|有效百分比|累积百分比\n男|20|40.0|43.5|43.5\n女|26|52.0|56.5|100.0\n"
                   "合计|46|92.0|100.0|\n缺失|4|8.0||\n总计|50|100.0||")
    assert [(f[0], f[2]) for f in found if f[2]][:4] == [("40.0%", 50), ("43.5%", 46), ("52.0%", 50), ("56.5%", 46)]
    assert {f[3] for f in found if f[2]} == {"exact", "rounding"}
    found = judged("题项|n|非常同意|同意|一般\n补贴够用|46|43.5%|34.8%|21.7%\n住房满意|45|44.4%|33.3%|22.2%")
    assert [(f[1], f[2]) for f in found] == [(None, 46)] * 3 + [(None, 45)] * 3


CROSSED = ("性别||愿意|不愿意|总计\n男|计数|20|26|46\n男|占性别的百分比|43.5%|56.5%|100.0%\n"
           "男|占意愿的百分比|37.7%|55.3%|46.0%\n"
           "女|计数|33|21|54\n女|占性别的百分比|61.1%|{}|100.0%\n女|占意愿的百分比|62.3%|44.7%|54.0%\n"
           "总计|计数|53|47|100\n总计|占性别的百分比|53.0%|47.0%|100.0%\n总计|占意愿的百分比|100.0%|100.0%|100.0%")


def test_cross_tables_with_percentages_below_their_counts_are_judged_by_row_and_by_column(tmp_path):
    def found(text: str) -> list[tuple]:
        (tmp_path / "a.txt").write_text(text.replace("|", "\t"), encoding="utf-8")
        made = sk.audit_report(tmp_path / "a.txt").table
        return list(made[["printed", "n", "base", "verdict"]].itertuples(index=False, name=None))

    honest = found(CROSSED.format("38.9%"))
    assert len(honest) == 18 and {one[3] for one in honest} == {"exact", "rounding"}
    assert honest[:4] == [("43.5%", 20, 46, "rounding"), ("56.5%", 26, 46, "rounding"), ("100.0%", 46, 46, "exact"),
                          ("37.7%", 20, 53, "rounding")]
    assert [one for one in found(CROSSED.format("33.9%")) if one not in honest] == [("33.9%", 21, 54, "other_base")]
    weighted = found("加权后的结果：\n" + CROSSED.format("38.9%").replace("占性别", "加权后占性别"))
    assert {one[3] for one in weighted} == {"untestable", "exact", "rounding"}


PLACED = "学院|毕业生数|落实人数|落实率\n机械|412|389|94.42%\n纺织|305|281|92.13%\n外语|167|148|{}\n合计|884|818|92.53%"


def test_a_rate_of_each_row_takes_its_base_from_the_row_and_rows_of_nobody_tell_none():
    assert judged(PLACED.format("88.62%")) == [("94.42%", 389, 412, "rounding"), ("92.13%", 281, 305, "rounding"),
                                               ("88.62%", 148, 167, "rounding"), ("92.53%", 818, 884, "rounding")]
    assert judged(PLACED.format("86.62%"))[2] == ("86.62%", 148, 167, "impossible")
    unplaced = "学院|毕业生人数|落实人数|未落实|落实率\n机械|412|389|23|94.42%\n纺织|305|281|24|92.13%"
    assert [f[1:] for f in judged(unplaced)] == [(389, 412, "rounding"), (281, 305, "rounding")]
    found = judged("学院|毕业生数|创业人数|创业率\n机械|412|3|0.73%\n纺织|305|0|0.00%\n外语|167|0|0.00%\n"
                   "化工|220|0|0.00%\n合计|1104|3|0.27%")
    assert [f[2:] for f in found] == [(412, "rounding"), *((n, "exact") for n in (305, 167, 220)), (1104, "rounding")]


@pytest.mark.parametrize("text", [
    "学院|毕业生人数|落实人数|落实率\n甲|130|130|100.00%\n乙|488|1|0.20%\n丙|319|0|0.00%\n丁|417|0|0.00%\n戊|251|1|0.40%",
    "专业|毕业生数|升学人数|升学率|就业人数|就业率\n甲|217|1|0|204|94\n乙|203|0|0|153|75\n丙|176|176|100|0|0\n丁|400|400|100|0|0",
    "困难|人数|占比\n语言|1|0%\n气候|1|0%\n收入|0|0%\n家庭|364|75%",
    "困难|人数|占比\n语言|294|76%\n气候|21|5%\n收入|52|14%"])
def test_honest_tables_that_tell_little_of_their_base_are_not_judged_on_a_guess(text):
    assert not {f[3] for f in judged(text)} & {"impossible", "other_base"}


def test_the_size_of_a_group_is_the_base_of_its_rate_and_a_count_before_another_rate_is_no_count():
    made = table("年份|毕业生数|落实率\n2020|40|90.0%\n2021|30|93.3%")
    assert [(c.figure.count, c.figure.base, c.status) for c in find_table_figures(made, None)] == [
        (None, 40, "judged"), (None, 30, "judged")]
    made = table("专业|毕业生|升学人数|升学率|去向落实率\n机械|40|10|25.0%|90.0%\n纺织|30|6|20.0%|91.5%")
    assert [(c.figure.count, c.figure.base, c.status) for c in find_table_figures(made, None)] == [
        (10, 40, "judged"), (None, None, "no_base"), (6, 30, "judged"), (None, None, "no_base")]


def test_means_and_tests_are_no_figures_and_cumulated_ones_follow_from_the_shares():
    assert judged("量表|M|SD|α\n规划|3.45|0.82|0.79\n满意|4.10|0.71|0.84") == []
    found = judged("计划|人数|百分比|累计百分比\n返乡|20|43.5|43.5\n续约|26|56.5|100.0")
    assert [(f[0], f[2]) for f in found] == [("43.5%", 46), ("43.5", None), ("56.5%", 46), ("100.0", None)]


def test_a_real_published_table_of_destinations_passes():
    rows = ("3 0.08", "703 18.13", "3 0.08", "195 5.03", "224 5.78", "1610 41.52", "100 2.58", "1010 26.04", "30 0.77")
    text = "去向|人数|比例\n" + "\n".join(f"去向{i}|{row.replace(' ', '|')}" for i, row in enumerate(rows))
    assert {(f[2], f[3]) for f in judged(text)} == {(3878, "rounding")}


@given(st.lists(st.integers(1, 400), min_size=3, max_size=9), st.integers(0, 2), st.booleans())
def test_honest_tables_are_never_impossible(counts, decimals, total):
    whole = sum(counts)
    rows = [f"o{i}|{k}|{100 * k / whole:.{decimals}f}" for i, k in enumerate(counts)]
    rows += [f"合计|{whole}|{100:.{decimals}f}"] if total else []
    assert "impossible" not in {f[3] for f in judged("计划|人数|百分比\n" + "\n".join(rows))}


@pytest.mark.parametrize(("old", "new"), [("20|43.5", "26|43.5"), ("20|43.5", "20|48.5"), ("20|43.5", "20|43.9"),
                                          ("16|34.8", "16|34.2"), ("16|34.8", "76|34.8"), ("10|21.7", "10|21.1"),
                                          ("46|100.0", "48|100.0")])
@pytest.mark.parametrize("total", ["\n合计|46|100.0", ""])
def test_a_changed_digit_in_a_table_is_found(old, new, total):
    text = "计划|人数|百分比\n返乡|20|43.5\n续约|16|34.8\n升学|10|21.7" + total
    changed = text.replace(old, new) if old in text else text.replace("20|43.5", "23|43.5")
    assert {f[3] for f in judged(changed)} & {"impossible", "other_base"}


def test_counts_that_do_not_add_up_are_named(tmp_path):
    rows = "计划|人数|百分比\n返乡|21|43.5\n续约|16|34.8\n升学|10|21.7\n合计|46|100.0\n"
    (tmp_path / "a.txt").write_text(rows.replace("|", "\t"), encoding="utf-8")
    found = sk.audit_report(tmp_path / "a.txt")
    assert found.settings["sums"] == 1
    assert found.notes[0]["en"] == "table 1, row 5 (人数): the counts add up to 47, the printed total is 46."


# ---------------------------------------------------------------- reports


def test_page_marks_on_lines_of_their_own_part_no_sentence(tmp_path):
    (tmp_path / "a.txt").write_text("到新疆服务4398人，16\n— 12 —\n78人留疆，占38.2%。\n")
    table = sk.audit_report(tmp_path / "a.txt").table
    assert table[["n", "base", "verdict"]].values.tolist() == [[1678, 4398, "rounding"]]


def test_one_line_without_an_end_is_read_in_parts(tmp_path):
    line = "在230名受访者中有100人返乡，占43.5%，" * 1000
    (tmp_path / "a.txt").write_text(line + "9" * 50_000 + "%", encoding="utf-8")
    found = sk.audit_report(tmp_path / "a.txt").table
    assert found["verdict"].value_counts()["rounding"] > 950 and set(found["quote"].str.len() <= 2001) == {True}
    assert set(found["verdict"]) == {"rounding", "to_confirm", "untestable"}


def test_numbers_of_any_length_are_no_figures(tmp_path):
    long = "7" * 6000
    text = f"{long}%\n计划\t人数（n={long}）\t百分比\n返乡\t{long}\t{long}%\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert set(sk.audit_report(tmp_path / "a.txt").table["verdict"]) <= {"untestable"}


def test_rows_that_a_page_hides_are_not_read(tmp_path):
    page = ("<table><tr><th>计划</th><th>人数</th><th>百分比</th></tr><tr hidden><td>其他</td><td>5</td>"
            "<td>77.7%</td></tr><tr><td>返乡</td><td>20</td><td>43.5%</td></tr><tr><td>续约</td><td>26</td><td>56.5%</td></tr></table>")
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert sk.audit_report(tmp_path / "a.html").table["printed"].tolist() == ["43.5%", "56.5%"]


def test_a_base_that_is_not_beyond_doubt_is_never_called_impossible(tmp_path):
    (tmp_path / "a.txt").write_text("回收有效问卷46份。毕业后才规划的占16.2%。\n")
    row = sk.audit_report(tmp_path / "a.txt").table.iloc[0]
    assert (row["verdict"], row["if_confirmed"], row["base"]) == ("to_confirm", "impossible", 46)


def test_a_list_of_candidates_comes_back_as_figures(tmp_path):
    text = "46份有效问卷中20份返乡，占43.5%。约43%的人满意。力争就业率达到95%。=有16.2%没有规划。"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    sk.audit.write_candidates(tmp_path / "a.csv", tmp_path / "a.txt")
    figures = sk.read_figures(tmp_path / "a.csv")
    assert (figures[0].printed, figures[0].count, figures[0].base) == ("43.5%", 20, 46)
    assert [judge(f).word for f in figures] == ["rounding", "untestable", "untestable", "impossible"]
    assert figures[3].option["zh"].startswith("'=")


@pytest.mark.parametrize("ending", ["html", "docx", "pdf"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_our_own_reports_are_read_whole_and_nothing_in_them_is_impossible(tmp_path, example, ending, language):
    plans = sk.frequencies(example, "plan")
    path = tmp_path / f"a.{ending}"
    sk.write_report([plans], path, survey=example, language=language)
    table = sk.audit_report(path).table
    assert "impossible" not in set(table["verdict"])
    expected = {(row.n, row.base) for row in plans.table.itertuples()}
    assert expected <= {(row.n, row.base) for row in table.itertuples() if row.verdict in {"exact", "rounding"}}
