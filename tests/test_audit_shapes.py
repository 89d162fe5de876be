"""The audit on texts as others write them: right figures are never called impossible, wrong ones are."""

import re
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from builders import cases

from surveykit import audit_report
from surveykit.audit import attainable, audit_statistics, bases, check_closes, grim, recompute
from surveykit.audit.figures.judge import judge
from surveykit.audit.reports.cross_figures import find_cross_figures
from surveykit.audit.reports.figure_bases import read_paragraph
from surveykit.audit.reports.number_tokens import find_wholes
from surveykit.audit.reports.sentence_figures import find_sentence_figures
from surveykit.audit.reports.table_figures import find_table_figures
from surveykit.formats.documents import Cell, Place, Table

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from article_shapes import MAKERS, make_texts, percent, plant_error

WRONG = {"impossible", "other_base"}


def found_in(text: str, base: int | None = None) -> list[tuple[str, int | None, int | None, str]]:
    """Printed, count, base and status of each figure of a sentence."""
    return [(one.figure.printed, one.figure.count, one.figure.base, one.status)
            for one in find_sentence_figures(read_paragraph(text), Place(paragraph=1), base)]


def table(text: str, caption: str = "") -> Table:
    """A table from lines of cells parted by |."""
    cells = [(cell.strip(), r, c) for r, line in enumerate(text.strip().split("\n")) for c, cell in
             enumerate(line.split("|"))]
    return Table(tuple(Cell(*one) for one in cells), Place(table=1), caption)


def judged(text: str) -> list[tuple[str, int | None, int | None, str]]:
    """Printed, count, base and verdict of each figure of a table."""
    return [(one.figure.printed, one.figure.count, one.figure.base,
             judge(one.figure).word if one.status == "judged" else one.status)
            for one in find_table_figures(table(text), None)]


def verdicts(text: str, folder: Path) -> list[str]:
    """What the audit of a Markdown text says."""
    (folder / "a.md").write_text(text, encoding="utf-8")
    return audit_report(folder / "a.md").table["verdict"].tolist()


class TestBrackets:
    @pytest.mark.parametrize(("text", "expected"), [
        ("71%（17/24）、83%（20/24）、88%（22/25）", [("71%", 17, 24), ("83%", 20, 24), ("88%", 22, 25)]),
        ("Response was 71% (17/24), 83% (20/24), 88% (22/25).", [("71%", 17, 24), ("83%", 20, 24), ("88%", 22, 25)]),
        ("有85% [85/100] 的人，另有40% [40/100]。", [("85%", 85, 100), ("40%", 40, 100)]),
        ("In 85% [85 of 100] and 40% (40 of 100).", [("85%", 85, 100), ("40%", 40, 100)]),
        ("Bei 43,5 % (20 von 46).", [("43.5%", 20, 46)]),
        ("17/24 (71%), 20/24 (83%)", [("71%", 17, 24), ("83%", 20, 24)]),
        ("So many (54.1%; 124/229) stayed; 9 left.", [("54.1%", 124, 229)]),
        ("比上期（24人中18人，75%）高。", [("75%", 18, 24)]),
        ("Non-response (n=37; 20.3% of 182).", [("20.3%", 37, 182)]),
        ("追踪到412人中的355人，追踪率86.2%。", [("86.2%", 355, 412)]),
        ("实到67人，应到75人，到课率89.3%。", [("89.3%", 67, 75)]),
        ("Of 4,106 pupils, 2,012 (49.0%) of them girls.", [("49.0%", 2012, 4106)]),
        ("of 57 posts and a quarter (25%) of 44 grants", [("25%", None, 44)]),
        ("from 18.2% (10/55) in 2019 to 48.4% (31/64)", [("18.2%", 10, 55), ("48.4%", 31, 64)])])
    def test_a_bracket_behind_a_percentage_belongs_to_it(self, text, expected):
        assert found_in(text) == [(*one, "judged") for one in expected]

    def test_a_pair_of_the_sentence_protects_a_figure_unless_it_is_wrong_in_its_own_bracket(self):
        text = "共调查46人，男性{}，女性人数未报，男性的83.3%愿意返乡。"
        assert found_in(text.format("20/24")) == [("83.3%", 20, 24, "to_confirm")]
        assert found_in(text.format("20/25")) == [("83.3%", None, 46, "to_confirm")]
        assert found_in("共检查46人（46/50），其中20人返乡，20/24为男性，占83%。") == [("83%", 20, 24, "judged")]
        assert judge_first("有效率为81%（17/24）。") == "other_base"
        assert judge_first("有效率为81.3%（17/24）。") == "impossible"


def judge_first(text: str) -> str:
    """The verdict on the first figure of a sentence."""
    return judge(find_sentence_figures(read_paragraph(text), Place(), None)[0].figure).word


class TestNumbers:
    @pytest.mark.parametrize("text", ["120人中,72人愿意留下,占60%。", "120人中,60%愿意留下。",
                                      "共调查120人，愿意留下的占60%。"])
    def test_a_percentage_behind_an_ascii_comma_is_read(self, text):
        ((printed, _, base, status),) = found_in(text)
        assert (printed, base, status) == ("60%", 120, "judged")

    @pytest.mark.parametrize(("text", "expected"), [
        ("5 965 人中有 2 386 人（40.0%）。", ("40.0%", 2386, 5965)),
        ("5\u2009965 人中有 2\u2009386 人（40.0%）。", ("40.0%", 2386, 5965)),
        ("In all, 28·9% (33/114) had fever.", ("28.9%", 33, 114)), ("43,5 % (20/46) agreed.", ("43.5%", 20, 46)),
        ("1.2万人中有3000人（25%）。", ("25%", 3000, 12000)), ("Nine of 46 (19.6%) agreed.", ("19.6%", 9, 46)),
        ("46人中有九人（19.6%）。", ("19.6%", 9, 46)), ("Six of eleven (55%) agreed.", ("55%", 6, 11)),
        ("十一人中有六人（55%）。", ("55%", 6, 11))])
    def test_numbers_are_read_however_they_are_spelt(self, text, expected):
        assert found_in(text) == [(*expected, "judged")]

    @pytest.mark.parametrize("text", [
        "3 grades", "12 weeks", "12周", "8个组", "5 groups", "4 doses", "12剂", "aged 35", "35岁", "score of 43",
        "得分43", "[3]", "[3,5-7]", "20:26", "18-45", "18~45", "18 to 45", "18至45", "> 20", "≥20", "<5", "grade 3",
        "group 2", "1 in 4", "week 12", "5 mg", "± 3"])
    def test_what_counts_nobody_is_no_count(self, text):
        assert find_wholes(read_paragraph(f"There were {text} here.").plain.text) == []

    @pytest.mark.parametrize("text", ["group 2 100 people", "46 100 20 43.5 7"])
    def test_blanks_join_no_other_numbers(self, text):
        assert "2100" not in read_paragraph(text).plain.text and "46100" not in read_paragraph(text).plain.text

    @pytest.mark.parametrize("text", ["one in four (25%)", "two thirds (67%)", "第三名（5%）", "每十人（5%）",
                                      "三个月（5%）"])
    def test_words_that_count_nobody_stay_words(self, text):
        assert [one[1] for one in found_in(text)] == [None]

    def test_a_rounded_base_never_makes_a_figure_wrong_and_the_quote_keeps_the_spelling(self):
        assert found_in("1.2万人中有5013人（43.1%）。") == [("43.1%", 5013, 12000, "to_confirm")]
        (found,) = find_sentence_figures(read_paragraph("Nine of 5 965 (0·15%) agreed."), Place(), None)
        assert (found.quote, found.figure.printed) == ("Nine of 5 965 (0·15%) agreed.", "0.15%")


class TestLists:
    def test_respectively_pairs_in_order_or_not_and_n_behind_a_percentage_may_be_its_count(self):
        text = "男生和女生分别为20人、26人，占43.5%、56.5%。"
        assert [one[:2] for one in found_in(text)] == [("43.5%", 20), ("56.5%", 26)]
        text = "Of 46 people, 20 and 26 came from cities and towns (43.5% and 56.5%, respectively)."
        assert [one[:2] for one in found_in(text)] == [("43.5%", 20), ("56.5%", 26)]
        assert [one[1] for one in found_in("甲、乙两组的有效率分别为80%、60%，两组各有50人和40人。")] == [None, None]
        assert [one[1] for one in found_in("三组20人、26人、30人，有效率分别为80%、60%。")] == [None, None]
        assert found_in("In all 46 forms came back, 43.5% (N = 20) from home.") == [("43.5%", 20, 46, "judged")]
        assert found_in("In all 46 forms came back, 43% (n = 30) from home.") == [("43%", None, 30, "to_confirm")]
        assert [one[2] for one in found_in("The sample was 50% male (n = 23), 50% female (n = 23).", 46)] == [46, 46]


class TestBases:
    @pytest.mark.parametrize("text", [
        "应查995605人，实查681797人，普查率达68.5%。", "发放问卷995605份，普查681797份，普查率为68.5%。"])
    def test_a_rate_behind_two_counts_is_tied_to_them(self, text):
        assert found_in(text) == [("68.5%", 681797, 995605, "judged")]

    def test_a_rate_named_after_what_was_counted_can_be_wrong_and_one_of_few_is_to_be_confirmed(self):
        assert judge_first("应到995605人，普查681797人，普查率达61.5%。") in WRONG
        assert found_in("对7名志愿者的跟踪调查显示，满意度100%。") == [("100%", None, 7, "to_confirm")]

    def test_a_base_from_another_paragraph_never_says_that_a_figure_would_be_impossible(self, tmp_path):
        (tmp_path / "a.txt").write_text("回收有效问卷46份。\n\n毕业后才规划的占16.2%。\n", encoding="utf-8")
        row = audit_report(tmp_path / "a.txt").table.iloc[0]
        assert (row["verdict"], row["if_confirmed"], row["base"]) == ("to_confirm", "", 46)
        (tmp_path / "a.txt").write_text("回收有效问卷46份。毕业后才规划的占16.2%。\n", encoding="utf-8")
        assert audit_report(tmp_path / "a.txt").table["if_confirmed"].tolist() == ["impossible"]


ARTICLE = """Characteristic|Treatment (n = 24)|Control (n = 22)
Age, median (IQR)|62 (46–71)|60 (45–70)
Male, n (%)|14 (58.3)|12 (54.5)
BMI, mean (SD)|24.1 (3.2)|23.8 (2.9)
Score|43|50
Range|12 (3)|14 (5)
P value|0.43|0.50"""


class TestTables:
    def test_means_medians_scores_and_p_values_are_no_percentages_in_any_table(self):
        assert judged(ARTICLE) == [("58.3%", 14, 24, "rounding"), ("54.5%", 12, 22, "rounding")]
        rows = "指标|试验组|对照组\n平均年龄|22.3|21.9\n得分|43|50\n中位数|62（46–71）|60（45–70）\nP|0.43|0.5"
        assert judged(rows) == []

    def test_thousands_are_no_counts_and_one_cell_may_hold_count_and_percent(self):
        assert judged("Item|2012|2013\nGraduates|3,878|4,001\nPlaced|3,778|3,850") == []
        cells = [("Group", 0, 0), ("Reached (N = 8,000)", 0, 1), ("North", 1, 0), ("5,135 | 64.2%", 1, 1)]
        (found,) = find_table_figures(Table(tuple(Cell(*one) for one in cells), Place(table=1), ""), None)
        assert (found.figure.printed, found.figure.count, found.figure.base) == ("64.2%", 5135, 8000)

    def test_total_rows_and_rows_of_n_give_the_bases(self):
        text = "Plan|Men n (%)|Women n (%)\nHome|9 (45.0)|11 (42.3)\nStay|6 (31.0)|9 (34.6)\n"
        text += "Study|5 (25.0)|6 (23.1)\nTotal|20|26"
        assert judged(text) == [("45.0%", 9, 20, "exact"), ("42.3%", 11, 26, "rounding"),
                                ("31.0%", 6, 20, "impossible"), ("34.6%", 9, 26, "rounding"),
                                ("25.0%", 5, 20, "exact"), ("23.1%", 6, 26, "rounding")]
        text = "Item|A|B\nn|20|26\nHome, n (%)|9 (45.0)|11 (42.3)\nStay, n (%)|6 (30.0)|9 (34.6)"
        assert [one[2] for one in judged(text)] == [20, 26, 20, 26]

    @pytest.mark.parametrize("misprinted", [8, 10])
    def test_a_misprinted_count_is_seen_beside_two_that_fit(self, misprinted):
        text = f"Plan|n|%\nHome|20|43.5%\nStay|17|37.0%\nStudy|{misprinted}|19.6%"
        assert [one[2:] for one in judged(text)] == [(46, "rounding"), (46, "rounding"), (46, "other_base")]

    def test_three_counts_find_their_only_base_and_neither_unchosen_options_nor_wrong_headings_do(self):
        assert [one[2] for one in judged("Plan|n|%\nHome|20|43.5\nStay|26|56.5\nStudy|0|0.0")] == [46, 46, 46]
        rows = "Plan|n|%\nHome|20|43.5%\nStay|17|37.0%"
        assert [one[2] for text in (rows, f"{rows}\nStudy|12|26.1%") for one in judged(text)] == [None] * 2 + [46] * 3
        text = "Plan|All (N = 46) n (%)\nHome|20 (43.5%)\nStay|30 (50.5%)\nStudy|31 (30.1%)"
        assert [one[2] for one in judged(text)] == [None, None, None]

    def test_a_mean_below_hides_no_error_and_bare_pairs_are_for_a_person(self):
        text = "计划|人数|百分比\n返乡|20|43.5\n续约|16|31.8\n升学|10|21.7\n平均年龄|22.3|3.2"
        assert [one[3] for one in judged(text)] == ["rounding", "impossible", "rounding"]
        assert "impossible" not in {one[3]
                                    for one in judged("Item (n = 46)|All (n = 46)\nHome|20 (43.5)\nWeeks off|12 (3.1)")}

    def test_truncated_percentages_of_a_select_all_question_without_total_find_their_base(self):
        counts = {"语言": 31, "气候": 26, "收入": 18, "家庭": 12}
        rows = "\n".join(f"{name}|{k}|{100000 * k // 46 / 1000:.4f}"[:-3] for name, k in counts.items())
        assert [one[2:] for one in judged(f"困难|人数|个案百分比\n{rows}")] == [
            (46, "truncated" if 1000 * k // 46 != (2000 * k + 46) // 92 else "rounding") for k in counts.values()]

    def test_a_figure_of_a_cross_table_has_its_row_and_its_column(self):
        text = "性别||返乡|续约|合计\n男|计数|20|16|36\n男|百分比|55.6%|44.4%|100.0%\n"
        text += "女|计数|10|20|30\n女|百分比|33.3%|66.7%|100.0%"
        found = find_cross_figures(table(text))
        blank = text.replace("男|计数|20|16|36\n男|百分比|55.6%|44.4%|100.0%", "男|计数|||\n男|百分比|||")
        assert [one.figure.base for one in find_cross_figures(table(blank))] == [30, 30, 30]
        assert [(one.figure.printed, one.place.row, one.place.column) for one in found] == [
            ("55.6%", 3, 3), ("44.4%", 3, 4), ("100.0%", 3, 5), ("33.3%", 5, 3), ("66.7%", 5, 4), ("100.0%", 5, 5)]


class TestMadeTexts:
    def test_two_hundred_true_texts_raise_no_alarm(self, tmp_path):
        alarms = [(name, text) for name, text, _ in make_texts(200) if WRONG & set(verdicts(text, tmp_path))]
        assert alarms == []

    def test_of_the_errors_planted_in_them_95_percent_are_found(self, tmp_path):
        rng = np.random.Generator(np.random.PCG64(7))
        planted = [wrong for _, text, figures in make_texts(200) if (wrong := plant_error(text, figures, rng))]
        hits = sum(bool(WRONG & set(verdicts(wrong, tmp_path))) for wrong in planted)
        assert len(planted) > 5 * len(MAKERS) and hits >= 0.95 * len(planted)


class TestAnswers:
    def test_answers_are_true_where_they_say_yes_and_q_is_distributed_as_chi_square(self):
        assert attainable("67.3", 46) and not attainable("35.9", 46)
        assert bases(["35.9", "28.2"], 40) and not bases(["35.9", "28.2"], 20)
        assert check_closes(["60", "40"]) and not check_closes(["60", "38"])
        assert grim("3.45", 20) and not grim("3.48", 20)
        assert recompute("Q", "25.3", 12, ".013").estimate == recompute("chi2", "25.3", 12, ".013").estimate
        table_of_tests = audit_statistics("Q(12) = 25.3, p = .013; Cochran's Q = 12.1, df = 5, p = .001").table
        assert table_of_tests["statistic"].tolist() == ["Q", "Q"]
        assert table_of_tests["verdict"].tolist() == ["consistent", "inconsistent"]

    @pytest.mark.parametrize(("t", "verdict"), [("5.20", "consistent"), ("2.00", "decision_error")])
    def test_a_p_printed_as_zeros_is_a_small_one(self, t, verdict):
        assert recompute("t", t, 28, "= .000").verdict == verdict
        assert audit_statistics(f"t(28) = {t}, p = .000").table["verdict"].tolist() == [verdict]


@pytest.mark.parametrize(("text", "wrong"), [
    ("其中，本科生112人，占56.6%；硕士生73人，占{}%；博士生13人，占6.6%，合计198人。", ("36.9", "26.9")),
    ("Most were women (n = 96, {}%), the others men (n = 83, 36.1%) or unknown (n = 51, 22.2%); N = 230.",
     ("41.7", "51.7")),
    ("Among those employed (n = 176), {}% (n = 102) stayed, 29.0% (n = 51) moved and 13.1% (n = 23) left.",
     ("58.0", "58.9")),
    ("We reached 1,284 people (64.2%); {}% [n = 770] were women and 514 [40.0%] men.", ("60.0", "62.0")),
    ("Only 6 (4.1%) of the 147 trainees failed; 141 ({}%) passed, 88 of whom (62.4%) well.", ("95.9", "94.9")),
    ("Pay | 88 | {}%\nFamily | 63 | 45.0%\nHousing | 41 | 29.3%\nCases | 140 | ", ("62.9", "65.9"))])
def test_counts_that_add_to_a_printed_number_stand_on_it(text, wrong, tmp_path):
    head = "Reason | Frequency | Percent of cases\n--- | --- | ---\n" if " | " in text else ""
    assert not WRONG & set(verdicts(head + text.format(wrong[0]), tmp_path))
    assert WRONG & set(verdicts(head + text.format(wrong[1]), tmp_path))


def test_numbers_that_add_to_nothing_get_no_base_and_rows_with_their_own_n_are_columns():
    found = found_in("There were 12 men (30.0%), 20 women (51.0%) and 40 schools.")
    assert [(count, base) for _, count, base, _ in found] == [(12, 40), (20, None)] or not any(
        status == "judged" and base for _, _, base, status in found)
    found = judged("Question | Yes | No | Don't know\nQ1 (n = 77) | 56% | 32% | 12%\nQ2 (n = 74) | 42% | 47% | 11%")
    assert [base for _, _, base, _ in found] == [77] * 3 + [74] * 3 and not {one[3] for one in found} & WRONG


@pytest.mark.parametrize(*cases("audit_group_sizes"))
def test_the_size_of_each_group_is_a_base_and_no_count(text, base, status):
    for candidate in find_sentence_figures(read_paragraph(text), Place(1), None):
        assert (candidate.figure.base, candidate.status) == (base, status), candidate
        assert judge(candidate.figure).word != "impossible"


NAMES = """问卷共80份。来自985院校的占33.7%，来自211工程高校的占41.3%。
问卷共80份。95后中有63.7%选择留任，90后的比例是41.3%。
问卷共80份。使用5G手机的占45.3%，去过4S店的占12.9%。
问卷共80份。愿意去世界500强企业的占27.3%，拨打过12345热线的占8.7%。
问卷共80份。知道“两个统筹”的占66.9%，知道《2021年第3号通知》的占37.6%。
80 forms came back. The worry about COVID-19 was shared by 61.7%, and the PHQ-9 score was high in 22.9%.
80 forms came back. Windows 11 was used by 58.3%, Python 3 by 31.7%, 4G by 12.7%.
80 forms came back. Among Fortune 500 firms 27.3% replied; of the MBA-7 course 41.7% did."""


@pytest.mark.parametrize("text", NAMES.split("\n"))
def test_a_number_inside_a_name_counts_nobody(text):
    found = found_in(text)
    assert len(found) >= 2
    assert {count for _, count, _, _ in found} == {None} and {base for _, _, base, _ in found} <= {None, 80}


@pytest.mark.parametrize(("text", "expected"), [
    ("“愿意”的30人，占80人的37.5%。", ("37.5%", 30, 80)), ("共80人，30人（37.5%）选“愿意”。", ("37.5%", 30, 80)),
    ("Of 80 nurses 30 (37.5%) feared COVID-19.", ("37.5%", 30, 80))])
def test_but_a_count_beside_a_name_is_one(text, expected):
    assert [one[:3] for one in found_in(text)] == [expected]


def say_share(match: re.Match[str], rng: np.random.Generator | None = None) -> str:
    """`[[20/46]]` as 43.5; a marked one as another figure that its count cannot give, if there is a generator."""
    k, n, marked = int(match[1]), int(match[2]), match[3]
    while rng is not None and marked:
        wrong = round(100 * k / n + rng.choice([-1, 1]) * rng.uniform(0.8, 9), 1)
        if 0.5 < wrong < 99.5 and (n > 450 or not attainable(f"{wrong:.1f}", n).holds("mixed")):
            return f"{wrong:.1f}"
    return percent(k, n)


def test_passages_of_articles_are_right_and_planted_errors_are_found(tmp_path):
    lines = (Path(__file__).parent / "data/audit_passages.txt").read_text(encoding="utf-8").splitlines()[1:]
    rng, share = np.random.default_rng(9), re.compile(r"\[\[(\d+)/(\d+)(\*?)\]\]")
    texts = [line.replace("\\n", "\n") for line in lines]
    assert [text for text in texts if WRONG & set(verdicts(share.sub(say_share, text), tmp_path))] == []
    planted = [share.sub(partial(say_share, rng=rng), text) for text in texts if "*]]" in text]
    found = [bool(WRONG & set(verdicts(text, tmp_path))) for text in planted]
    assert len(planted) == 135 and sum(found) >= 0.95 * len(found)
