"""腾讯问卷, Google Forms and Microsoft Forms: every column becomes the right part of the right question."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import asked, google, msforms, tencent
from layouts.asked import EXAMPLE, Asked, Form
from layouts.raw import table_of

from surveykit.formats import open_foreign
from surveykit.platforms import google as google_room
from surveykit.platforms import msforms as msforms_room
from surveykit.platforms import tencent as tencent_room

ENCODINGS = ["xlsx", "utf-8", "utf-8-sig", "gb18030", "utf-16"]
PARTS = asked.LABELS.filter(lambda text: not set(text) & set("[]:：_"))


def only(*kinds):
    """The example's questions of these kinds."""
    return replace(EXAMPLE, questions=tuple(q for q in EXAMPLE.questions if q.kind in kinds))


def opened(tmp_path, data, encoding):
    path = tmp_path / ("export.xlsx" if encoding == "xlsx" else "export.csv")
    path.write_bytes(data)
    return open_foreign(path)


def said(made):
    return " ".join(note["en"] for note in made.notes)


def questions(made):
    return [slot for slot in made.columns if slot.role != "meta"]


def full(made):
    return [(slot.question, slot.role, slot.stem, slot.part) for slot in questions(made)]


class TestTencent:
    """腾讯问卷."""

    FORM = only("single", "multiple", "matrix", "text")

    @staticmethod
    def export(*columns, behind=()):
        count = len(columns[0]) - 1
        meta = [["编号", *map(str, range(count))], ["开始答题时间", *["2016-04-27 19:26:45"] * count]]
        return tencent_room.export(table_of([list(row) for row in zip(*meta, *columns, *behind, strict=True)]))

    @pytest.mark.parametrize("encoding", ENCODINGS)
    @pytest.mark.parametrize("variant", ["old", "new"])
    def test_every_variant_reads_right_in_every_encoding(self, tmp_path, variant, encoding):
        raw = opened(tmp_path, tencent.write(self.FORM, variant, encoding), encoding)
        made = tencent_room.export(raw)
        assert tencent_room.detect(raw) == made.evidence == "headings 编号 and 开始答题时间"
        assert (made.variant, made.letters, dict(made.ticks), made.separator) == (variant, True, {"*": 1}, "")
        assert full(made) == tencent.expected(self.FORM)

    @given(asked.forms(("single", "multiple", "matrix", "text", "blanks"), PARTS), st.sampled_from(["old", "new"]))
    def test_any_questionnaire_gives_its_questions_back(self, form, variant):
        form = replace(form, questions=tuple(map(_answered_once, form.questions)))
        assert full(tencent_room.export(table_of(tencent.rows(form, variant)))) == tencent.expected(form)

    def test_the_empty_last_column_is_no_question_and_a_colon_does_not_cut_one(self):
        made = self.export(["1.性别", "A.男"], behind=[["", ""]])
        assert (made.columns[-1].role, made.columns[-1].meta) == ("meta", "other")
        assert "no heading" not in said(made)
        head = "1.请选择：多选"
        made = self.export([f"{head}:甲:早", "A.甲:早"], [f"{head}:甲:晚", ""], [f"{head}:乙", "C.乙"])
        assert full(made) == [("1", "option", "请选择：多选", part) for part in ("甲:早", "甲:晚", "乙")]
        made = self.export(["1.多选:甲:早", "A.甲:早"], ["1.多选:甲:晚", "B.甲:晚"])
        assert [slot.part for slot in questions(made)] == ["甲:早", "甲:晚"]

    def test_columns_of_other_answers_are_rows_and_without_any_answer_undecided(self):
        made = self.export(["1.评价:老师", "A.好"], ["1.评价:同学", "B.差"])
        assert full(made) == [("1", "row", "评价", "老师"), ("1", "row", "评价", "同学")]
        assert "rows of a matrix" in said(made)
        made = self.export(["1.评价:老师", ""], ["1.评价:同学", ""])
        assert [slot.role for slot in questions(made)] == ["option"] * 2 and "Question 1" in said(made)

    def test_a_blank_beside_a_choice_is_its_other_text_and_blanks_alone_are_places(self):
        made = self.export(["3.你来自于：", "C.其他"], ["3.你来自于：_填空3", "火星"])
        assert full(made) == [("3", "whole", "你来自于", ""), ("3", "other", "你来自于", "填空3")]
        several = self.export(["3.你来自：_填空1", "川"], ["3.你来自：_填空2", "蓉"])
        one = self.export(["3.你来自：_填空1", "川"])
        assert full(several) == [("3", "row", "你来自", "填空1"), ("3", "row", "你来自", "填空2")]
        assert full(one) == [("3", "whole", "你来自", "")]

    def test_numbers_carry_no_letters_and_uploads_empty_cells_and_other_headings_are_told(self):
        assert self.export(["1.评分", "5"], ["2.建议", "无"]).letters is False
        made = self.export(["1.照片", '=HYPERLINK("https://example.org/a.png","a.png")'])
        assert "1 column holds =HYPERLINK(...) formulas of uploaded files, read as text: 1.照片" in said(made)
        assert "may mean that the question was not shown" in said(self.export(["1.性别", ""]))
        assert tencent_room.detect(table_of([["序号", "开始答题时间"], ["1", ""]])) == ""

    def test_a_number_that_stands_at_two_questions_keeps_them_apart(self):
        made = self.export(["1.性别", "A.男"], ["2.年龄", "20"], ["1.满意", "A.是"], ["1.推荐", "A.是"])
        keys = [slot.question for slot in questions(made)]
        assert len(set(keys)) == 4 and "stands at several questions" in said(made)


def _answered_once(question):
    """The question, answered in full by the first respondent: columns of empty cells tell nothing."""
    full = {"multiple": tuple(range(len(question.parts))), "matrix": (0,) * len(question.parts)}
    return replace(question, answers=(full.get(question.kind, question.answers[0]), *question.answers[1:]))


class TestGoogle:
    """Google Forms."""

    FORM = only("single", "multiple", "matrix", "text")

    @staticmethod
    def export(*columns, stamp="Timestamp", time="10/4/2026 9:15:00"):
        count = len(columns[0]) - 1
        return google_room.export(table_of([list(row) for row in zip([stamp, *[time] * count], *columns, strict=True)]))

    @pytest.mark.parametrize("encoding", ENCODINGS)
    @pytest.mark.parametrize("variant", ["form", "sheet"])
    def test_every_variant_reads_right_in_every_encoding(self, tmp_path, variant, encoding):
        made = google_room.export(opened(tmp_path, google.write(self.FORM, variant, encoding), encoding))
        assert (made.variant, made.separator) == (variant, google.SEPARATOR[variant])
        assert made.evidence.startswith("first heading Timestamp; times ")
        assert [(s.role, s.stem, s.part) for s in questions(made)] == google.expected(self.FORM)
        assert made.columns[0].meta == "submitted"

    @given(asked.forms(("single", "multiple", "matrix", "text"), PARTS), st.sampled_from(["form", "sheet"]))
    def test_any_questionnaire_gives_its_questions_back(self, form, variant):
        made = google_room.export(table_of(google.rows(form, variant)))
        assert [(s.role, s.stem, s.part) for s in questions(made)] == google.expected(form)
        assert len({slot.question for slot in questions(made)}) == len(form.questions)

    @pytest.mark.parametrize("stamp", ["Timestamp", "时间戳记", "时间戳", "時間戳記", "\ufeffTimestamp "])
    def test_the_first_heading_proves_it(self, stamp):
        time = "2026-10-04 09:15:00"
        assert google_room.detect(table_of([[stamp, "Q"], [time, "a"]])).startswith("first heading ")
        assert google_room.detect(table_of([["Q", stamp], ["a", time]])) == ""
        half = [[stamp, "Q"], [time, "a"], ["", "b"], ["soon", "c"]]  # blanks are no times and no others
        assert google_room.detect(table_of(half)) and not google_room.detect(table_of([*half, ["later", "d"]]))

    def test_the_platforms_columns_stand_behind_the_time_if_it_is_one_and_hold_no_words(self):
        assert google_room.detect(table_of([["Timestamp", "sensor"], ["1699999999", "a"], ["1700000000", "b"]])) == ""
        rows = google.rows(self.FORM, leading={"Email Address": "a@example.org", "Score": "4 / 5"})
        made = google_room.export(table_of(rows))
        assert [slot.meta for slot in made.columns[:4]] == ["submitted", "user", "score", ""]
        made = self.export(["Score", "high"], ["Email Address", "a@b.c"])
        assert [slot.role for slot in made.columns[1:]] == ["whole"] * 2

    def test_quizzes_and_lone_brackets_are_no_grids_and_two_of_one_title_are_two(self):
        made = self.export(["Capital?", "Rome"], ["Capital? [Score]", "1.00 / 1"], ["Capital? [Feedback]", ""])
        assert [(s.role, s.meta) for s in made.columns[1:]] == [("whole", ""), ("meta", "other"), ("meta", "other")]
        made = self.export(*([f"评价 [{row}]", "好"] for row in "甲乙甲乙"))
        assert [slot.question for slot in questions(made)] == ["评价", "评价", "评价__2", "评价__2"]
        assert made.columns[3].names == ("评价 [甲]__2",)
        made = self.export(["Income [USD]", "5"])
        assert (made.columns[1].role, made.columns[1].stem) == ("whole", "Income [USD]")
        assert "no other column shares its question" in said(made)

    def test_questions_of_one_wording_get_own_names_and_commas_are_said_to_be_ambiguous(self):
        made = self.export(["Why?", "a"], ["Why?", "b"])
        assert [(s.names[0], s.question, s.stem) for s in questions(made)] == [
            ("Why?", "Why?", "Why?"), ("Why?__2", "Why?__2", "Why?")]
        assert "Why?__2 have the same heading as a column before them" in said(made)
        assert '1 question holds "," in their answers: Q.' in said(self.export(["Q", "a, b"], ["R", "a"]))

    @pytest.mark.parametrize(("time", "separator"), [
        ("2026/10/04 10:15:00 AM GMT+8", ";"), ("2026/10/04 10:15:00 PM EST", ";"),
        ("2026/10/04 10:15:00 上午 GMT+8", ";"),
        ("2026/10/4 上午 10:15:00", ", "), ("2026-10-04 10:15:00", ", "), ("10/4/2026 9:15:00", ", ")])
    def test_the_times_tell_the_separator(self, time, separator):
        made = self.export(["Q", "a"], time=time)
        assert made.separator == separator and "do not say" not in said(made)

    def test_times_of_no_known_form_are_noted(self):
        made = self.export(["Q", "a"], time="yesterday")
        assert made.separator == ", " and "The times do not say" in said(made)


class TestMicrosoft:
    """Microsoft Forms."""

    FORM = only("single", "multiple", "matrix", "rank", "text")

    @staticmethod
    def export(*columns, leading=msforms.ENGLISH):
        count = len(columns[0]) - 1
        meta = [[heading, *["a@example.org"] * count] for heading in leading]
        return msforms_room.export(table_of([list(row) for row in zip(*meta, *columns, strict=True)]))

    @pytest.mark.parametrize("encoding", ENCODINGS)
    @pytest.mark.parametrize("variant", ["form", "quiz"])
    def test_every_variant_reads_right_in_every_encoding(self, tmp_path, variant, encoding):
        made = msforms_room.export(opened(tmp_path, msforms.write(self.FORM, variant, encoding), encoding))
        assert (made.variant, made.separator, made.ranking) == (variant, ";", ";")
        assert made.evidence == "headings ID, Start time, Completion time"
        assert [(slot.role, slot.stem) for slot in questions(made)] == msforms.expected(self.FORM)
        assert [slot.meta for slot in made.columns[:5]] == ["id", "started", "submitted", "user", "user"]
        assert "The form was anonymous" in said(made)

    @given(asked.forms(("single", "multiple", "rank", "text"), PARTS), st.sampled_from(["form", "quiz"]))
    def test_any_questionnaire_gives_its_questions_back(self, form, variant):
        made = msforms_room.export(table_of(msforms.rows(form, variant)))
        assert [(slot.role, slot.stem) for slot in questions(made)] == msforms.expected(form)

    @pytest.mark.parametrize("leading", [msforms.ENGLISH, msforms.CHINESE, ("Id", "Start time", "Completion time"),
                                         (*msforms.ENGLISH, "Last modified time"), (*msforms.CHINESE, "语言"),
                                         ("\ufeffID", "Start\u00a0time", "Completion time ", "Email", "Name")])
    def test_platform_columns_may_be_localised_or_absent(self, leading):
        made = self.export(["Q", "a"], leading=leading)
        assert made.evidence.startswith("headings I")
        assert [slot.role for slot in made.columns] == ["meta"] * len(leading) + ["whole"]

    def test_other_headings_are_not_microsoft(self):
        assert msforms_room.detect(table_of([["Q", "Start time", "Completion time"], ["a", "", ""]])) == ""
        assert msforms_room.detect(table_of([["ID", "Start time"], ["1", ""]])) == ""

    def test_a_digit_of_a_repeated_title_is_no_wording(self):
        made = self.export(["When", "a"], ["When2", "b"], ["When3", "c"], ["Name1", "d"])
        assert [slot.stem for slot in questions(made)] == ["When", "When", "When", "Name"]
        assert [slot.names[0] for slot in questions(made)] == ["When", "When2", "When3", "Name1"]
        assert "3 headings carry a digit" in said(made)

    @pytest.mark.parametrize("headings", [("Q1", "Q2", "Q12"), ("Part 1", "Part 2"), ("When", "When3"), ("Q", "Q1")])
    def test_other_digits_are_wording(self, headings):
        made = self.export(*([heading, "a"] for heading in headings))
        assert [slot.stem for slot in questions(made)] == list(headings)

    def test_hard_blanks_and_points_and_a_question_named_email_stand_where_they_belong(self):
        slot = questions(self.export(["How would\u00a0you\nrank it?\n\n1 - low ", "a"]))[0]
        assert slot.stem == "How would you rank it? 1 - low"
        assert slot.heading == "How would\u00a0you\nrank it?\n\n1 - low"
        made = self.export(["Grace?", "a"], ["Points - Grace?", "1"], ["Points - other", "1"])
        assert [slot.role for slot in made.columns[5:]] == ["whole", "meta", "whole"]
        made = self.export(["Q", "a"], ["Email", "x"])
        assert (made.columns[-1].role, made.columns[-1].names) == ("whole", ("Email__2",))

    def test_what_rankings_semicolons_and_likert_statements_do_not_tell_is_noted(self):
        made = self.export(["排序", "甲;乙;", "乙;甲;"], ["多选", "甲;乙;", "甲;"])
        assert "1 question holds the same options in every answer: 排序." in said(made)
        assert '1 question holds ";" in their answers: Q.' in said(self.export(["Q", "a;b;", "well; no"]))
        assert "does not export the question above" in said(msforms_room.export(table_of(msforms.rows(EXAMPLE_LIKERT))))


EXAMPLE_LIKERT = Form((Asked("matrix", "评价", ("老师", "同学"), ("低", "高"), answers=((0, 1), (1, 0))),), 2)
