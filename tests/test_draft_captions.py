"""Short labels and option values of drafts: what a reader of the codebook and of a table sees."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import surveykit as sk
from surveykit.drafting.draft_caption import WIDEST, draft_caption
from surveykit.text.display_width import display_width
from surveykit.text.option_value import option_value
from surveykit.text.strip_html import strip_piped


def draft(folder: Path, text: str) -> sk.Codebook:
    """The drafted codebook of a file with this text."""
    (folder / "export.csv").write_text(text, encoding="utf-8")
    return sk.draft_codebook(folder / "export.csv").codebook


@pytest.mark.parametrize(("wording", "caption"), [
    ("1. 您的性别？", "性别"), ("Q12: What is your highest degree?", "Highest degree"),
    ("您遇到的主要困难有哪些？（最多选3项）", "遇到的主要困难"),
    ("【单选】您毕业后是否回到生源地？", "毕业后是否回到生源地"),
    ("We thank you for coming. How satisfied are you with the career centre?", "Satisfaction with the career centre"),
    ("Have you ever changed your major?", "Ever changed your major"), ("Please select one.", "One"), ("年龄", "年龄"),
    ("食堂的答复您满意吗？", "对食堂的答复是否满意"), ("您对食堂还有什么建议？", "对食堂的建议"),
    ("还有什么建议？", "其他建议"), ("您有什么特长？", "特长"), ("您目前最需要哪些支持？", "目前最需要的支持"),
    ("您主要通过哪些渠道找工作？", "主要通过哪些渠道找工作"),
    ("How many months did it take you to find your first job?", "Months to find your first job"),
    ("How many hours per week do you volunteer?", "Number of hours per week you volunteer"),
    ("Age: I am ... years old", "Age: I am ... years old"), ("3、您是哪一年开始服务的？", "开始服务的年份"),
    ("您是在哪里上的大学？", "上大学的地点"), ("您何时毕业的？", "毕业的时间"),
    ("您打算什么时候离开？", "打算离开的时间"), ("您是怎样得知本项目的？", "得知本项目的方式"),
    ("您为什么选择该专业？", "选择该专业的原因"), ("您是通过什么途径找到工作的？", "找到工作的途径"),
    ("您毕业于哪所学校？", "毕业学校"), ("您在哪个省服务？", "服务所在省"), ("您今年多大了？", "年龄"),
    ("您每天工作几个小时？", "每天工作的小时数"), ("您是谁推荐来的？", "谁推荐来的"),
    ("您的毕业时间是什么时候？", "毕业时间"),
    ("您是否愿意留在当地？", "是否愿意留在当地"), ("2026 年的计划", "2026 年的计划"), ("?", "?")])
def test_captions_are_what_a_table_is_called(wording, caption):
    assert draft_caption(wording) == caption


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200).filter(str.strip))
def test_a_caption_is_never_empty_and_never_wide(wording):
    caption = draft_caption(wording)
    assert caption.strip() and display_width(caption) <= WIDEST + 1


def test_long_captions_end_where_a_clause_or_word_ends():
    text = "In which of the counties of the western provinces did you serve as a volunteer, and for how many years"
    assert draft_caption(text) == "In which of the counties of the western provinces did you…"


class TestItemsOfADraft:
    def test_rows_of_a_battery_are_called_by_their_own_words_and_equal_ones_told_apart(self, tmp_path):
        book = draft(tmp_path, "id,How much do you like: tea,How much do you like: milk,Age\n" + "".join(
            f"{n},{('Agree', 'Neutral', 'Disagree')[n % 3]},Neutral,{n}\n" for n in range(20, 32)))
        assert [item.words["en"] for item in book][1:] == ["tea", "milk", "Age"]
        book = draft(tmp_path, "id,What do you drink: home,What do you drink: work\n" + "1,tea,milk\n2,milk,tea\n" * 6)
        assert [item.words["en"] for item in book][1:] == ["What do you drink – home", "What do you drink – work"]
        book = draft(tmp_path, "id,At home: tea,At home: milk,At your work: tea,At your work: milk\n" + "".join(
            f"{n},{'Often' if n % 2 else 'Never'},Never,Often,Never\n" for n in range(12)))
        words = [item.words["en"] for item in book][1:]
        assert len(set(words)) == 4 and words[2] == "At your work – tea"

    def test_the_wording_itself_stays_whole_and_how_many_were_drafted_is_said(self, tmp_path):
        rows = "1,2026/5/2 10:01:00,返乡\n2,2026/5/2 10:02:00,升学\n"
        item = draft(tmp_path, f"序号,提交答卷时间,1、您的打算？（单选）\n{rows}")["q1"]
        assert (item.label["zh"], item.short["zh"]) == ("您的打算？（单选）", "打算")
        (tmp_path / "e.csv").write_text("id,Do you walk?\n1,Yes\n2,No\n", encoding="utf-8")
        assert "Short labels drafted" in "\n".join(sk.drafting.draft_lines(sk.draft_codebook(tmp_path / "e.csv"), "en"))


@pytest.mark.parametrize(("wording", "bare"), [
    ("You chose ${q://QID3/ChoiceGroup/SelectedChoices}. Why?", "You chose …. Why?"),
    ("Why do you like {{field:abc-1}}?", "Why do you like …?"), ("How old is {Q3.shown}?", "How old is …?"),
    ("Your plan - Selected Choice", "Your plan"),
    ("Your religion – Response", "Your religion"), ("A set {a, b} of $5", "A set {a, b} of $5")])
def test_what_was_piped_into_a_wording_leaves_a_gap(wording, bare):
    assert strip_piped(wording) == bare


class TestValues:
    def test_they_serve_in_conditions_columns_and_other_programs(self, tmp_path):
        plans = ["考研（深造）", "返乡就业", "返乡就业"] * 4
        book = draft(tmp_path, "序号,提交答卷时间,1、去向,2、困难（多选）\n" + "".join(
            f"{n},2026/5/2 10:0{n % 10}:00,{plan},信息少┋经验不足\n" for n, plan in enumerate(plans)))
        assert {option.value for option in book["q1"].options} == {"返乡就业", "考研_深造"}
        survey = sk.read_survey(tmp_path / "export.csv", book)
        assert sk.frequencies(survey, "q1", where="q1 == '考研_深造'").base == 4
        for ending in (".csv", ".xlsx", ".sav", ".dta", ".parquet"):
            path = sk.write_survey(survey, tmp_path / f"out{ending}")
            again = sk.read_survey(path, path.with_suffix(".codebook.xlsx"))
            assert again.responses["q1"].tolist() == survey.responses["q1"].tolist()
            assert again.responses["q2__信息少"].tolist() == [1] * 12

    @given(st.text(min_size=1, max_size=80))
    def test_they_have_no_blanks_and_no_quotes_and_are_short(self, label):
        value = option_value(label, 7)
        assert value and not set(value) & set(" \t\n\r'\"|,;") and display_width(value) <= 40
