"""Typeform, Alchemer, REDCap, form builders; headings that stand lower; sets and choices spread over columns."""

import csv
from pathlib import Path

import pytest
from layouts.raw import table_of

import surveykit as sk
from surveykit.errors import ReadError
from surveykit.platforms.detect_platform import detect_export

Rows = list[list[str]]


def write(folder: Path, rows: Rows, name: str = "export.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def facts(rows: Rows, **options) -> list[tuple[str, str, str]]:
    export = detect_export(table_of(rows), **options)
    return [(slot.question, slot.role, slot.part) for slot in export.columns if slot.role != "meta"]


def kinds(survey: sk.Survey) -> dict[str, str]:
    own = {"meta", "date", "duration", "pii:user"}
    return {item.name: item.kind for item in survey.codebook if item.role not in own}


TIMES = ["Start Date (UTC)", "Submit Date (UTC)", "Network ID"]
WHEN = ["2026-03-02 10:00:00", "2026-03-02 10:05:00", "abc1"]


class TestTypeform:
    def test_a_second_other_is_named_apart_and_stays_beside_its_question(self, tmp_path):
        rows = [["#", "Which job?", "Other", "Which city?", "Other", *TIMES]]
        rows += [[f"a{n}", "Teacher" if n % 2 else "", "" if n % 2 else "farmer", "" if n % 2 else "Chengdu",
                  "Lhasa" if n % 2 else "", *WHEN] for n in range(12)]
        survey = sk.read_survey(write(tmp_path, rows))
        assert survey.source.platform == "typeform"
        assert kinds(survey) == {"item1": "single", "item1_other": "text", "item2": "single", "item2_other": "text"}
        assert sk.frequencies(survey, "item1").table["n"].tolist() == [6, 6]

    def test_ticks_in_columns_of_one_heading_or_joined_in_one_cell_are_one_question(self):
        rows = [["#", "Age", "Legs", "Arms", "Spine", "Other", *TIMES],
                ["a1", "20", "Legs", "", "Spine", "", *WHEN], ["a2", "21", "", "Arms", "", "neck", *WHEN]]
        assert facts(rows) == [("Age", "whole", ""), *(("Legs", "option", part) for part in ("Legs", "Arms", "Spine")),
                               ("Legs", "other", "Other")]
        rows = [["#", "Muscles", *TIMES], ["a1", " / Legs / Arms", *WHEN], ["a2", " / Arms", *WHEN]]
        export = detect_export(table_of(rows))
        assert (export.variant, export.separator) == ("joined", "/ ")


class TestSosci:
    HEAD = ["CASE", "SERIAL", "REF", "QUESTNNR", "MODE", "STARTED", "A101", "A101_03", "A102_01", "A102_02", "A103",
            "A103_01", "A103_02", "A103_02a", "A104_01", "UR01_CP", "TIME001", "TIME_SUM", "FINISHED", "LASTPAGE",
            "MISSREL"]
    WORDS = ["Interview-Nummer", "Personenkennung", "Referenz im Link", "Fragebogen im Interview", "Interview-Modus",
             "Zeitpunkt des Beginns", "Geschlecht", "Geschlecht: anderes", "Lehre: Inhalt", "Lehre: Raum",
             "Quellen: Anzahl ausgewählter Optionen", "Quellen: Web", "Quellen: Sonstige", "Quellen: Sonstige (offen)",
             "Anmerkung: [01]", "Urne: Code", "Verweildauer Seite 1", "Verweildauer gesamt", "Befragung abgeschlossen",
             "Letzte Seite", "Fehlende Antworten"]

    def rows(self, no: str = "1", yes: str = "2", words: bool = True) -> Rows:
        ticks = [[yes, no], [no, yes], [yes, yes], ["", ""]]
        return [self.HEAD, *([self.WORDS] if words else []), *(
            [str(100 + n), "", "mail", "base", "debug" if n == 0 else "interview", f"2026-03-02 10:{n:02}:00",
             "123"[n % 3], "divers" if n % 3 == 2 else "", "-9" if n == 4 else str(n % 5 + 1),
             "-1" if n == 5 else str(n % 4 + 1), str(ticks[n % 4].count(yes)) if ticks[n % 4][0] else "", *ticks[n % 4],
             "Radio" if ticks[n % 4][1] == yes else "", f"Das war die {n}. Meinung von vielen.", "7", str(n + 9),
             str(n + 99), "1", "2", "0"] for n in range(13))]

    @pytest.mark.parametrize(("marks", "words"), [(("1", "2"), True), (("F", "T"), False)])
    def test_its_columns_are_known_by_name_and_ticks_by_their_number(self, tmp_path, marks, words):
        rows = self.rows(*marks, words=words)
        if not words:  # as where files were put together
            rows[1:3] = [rows[2], self.HEAD, rows[1]]
        survey = sk.read_survey(write(tmp_path, rows))
        assert survey.source.platform == "sosci" and len(survey) == 12  # without the test interview
        assert "100" not in survey.responses.index
        assert [n for n in kinds(survey) if not n.startswith("meta")] == [
            "A101", "A101_other", "A102_01", "A102_02", "A103", "A103_other", "A104_01"]
        assert kinds(survey)["A103"] == "multiple" and survey.codebook["page_time_1"].role == "meta"
        assert survey.codebook["duration_seconds"].role == "duration" and survey.codebook["user"].role == "pii:user"
        ticks = sk.multiple_response(survey, "A103").table
        assert ticks["n"].tolist() == [6, 6] and set(ticks["base"]) == {9}  # three were not asked
        assert survey.responses["A102_01"].isna().sum() == 1 == survey.responses["A102_02"].isna().sum()
        if words:
            assert survey.codebook["A102_01"].label["en"] == "Lehre – Inhalt"
            assert [option.label["en"] for option in survey.codebook["A103"].options] == ["Web", "Sonstige"]


class TestAlchemer:
    HEAD = ["Response ID", "Time Started", "Date Submitted", "Status"]
    BODY = [["1", "t", "t", "Complete"], ["2", "t", "t", "Complete"], ["3", "t", "t", "Partial"]]

    def test_parts_stand_before_the_colon(self):
        rows = [[*self.HEAD, "Age", "Pay:Why, now?", "Home:Why, now?", "Other - Write In:Why, now?", "Bus:Rate",
                 "Rail:Rate"]]
        cells = (["Pay", "", "", "Good", "Bad"], ["Pay", "Home", "the food", "Bad", "Bad"],
                 ["", "Home", "", "Bad", "Good"])
        rows += [[*body, "20", *answers] for body, answers in zip(self.BODY, cells, strict=True)]
        assert facts(rows) == [
            ("Age", "whole", ""), ("Why, now?", "option", "Pay"), ("Why, now?", "option", "Home"),
            ("Why, now?", "other", "Other - Write In"), ("Rate", "row", "Bus"), ("Rate", "row", "Rail")]
        assert detect_export(table_of(rows)).columns[3].meta == "status"

    def test_places_given_once_each_are_a_ranking(self):
        rows = [[*self.HEAD, "A:Order", "B:Order"], *([*body, *cells] for body, cells in zip(
            self.BODY, (["1", "2"], ["2", "1"], ["1", "2"]), strict=True))]
        assert [role for _, role, _ in facts(rows)] == ["rank", "rank"]


class TestRedcap:
    def test_three_underscores_make_one_set(self, tmp_path):
        rows = [["record_id", "why___pay", "why___home", "sex", "form_complete"],
                *([str(n), str(n % 2), "1", str(1 + n % 2), "2"] for n in range(12))]
        survey = sk.read_survey(write(tmp_path, rows))
        assert survey.source.platform == "redcap" and kinds(survey)["why"] == "multiple"
        assert sk.multiple_response(survey, "why").table["n"].tolist() == [6, 12]
        assert list(survey.responses.index[:2]) == ["0", "1"]

    REPEATS = [["record_id", "redcap_repeat_instrument", "redcap_repeat_instance", "sex", "score"],
               *([str(n), form, instance, sex, score] for n in range(1, 13) for form, instance, sex, score in (
                   ("", "", str(1 + n % 2), ""), ("visit", "1", "", str(1 + n % 4)), ("visit", "2", "", "5")))]

    def test_repeated_records_are_refused_with_the_choices(self, tmp_path):
        with pytest.raises(ReadError, match=r"12 records have several") as caught:
            sk.read_survey(write(tmp_path, self.REPEATS))
        assert "platform='redcap:main'" in str(caught.value) and "visit 2 (12 rows)" in str(caught.value)

    def test_the_chosen_rows_are_read_and_the_codebook_keeps_the_choice(self, tmp_path):
        path = write(tmp_path, self.REPEATS)
        survey = sk.read_survey(path, platform="redcap:visit 1")
        assert survey.rows == 12 and survey.responses["score"].notna().all()
        draft = sk.draft_codebook(path, platform="redcap:main")
        assert sk.read_survey(path, draft.codebook).responses["sex"].notna().all()

    def test_a_choice_that_no_row_has_is_refused(self, tmp_path):
        with pytest.raises(ReadError, match="no rows 'visit 3'"):
            sk.read_survey(write(tmp_path, self.REPEATS), platform="redcap:visit 3")


@pytest.mark.parametrize(("name", "own"), [
    ("jinshuju", ["序号", "提交人", "提交时间", "填写时长", "填写设备", "填写地区", "IP"]),
    ("wps", ["填写ID", "填写者", "提交时间"]),
    ("feishu", ["编号", "提交人", "提交时间"]), ("wenjuanwang", ["编号", "开始时间", "结束时间", "答题时长", "IP"])])
def test_own_columns_of_form_builders_are_known_by_name(name, own):
    rows = [[*own, "毕业去向", "毕业去向"], [*(str(n) for n, _ in enumerate(own)), "就业", "升学"]]
    export = detect_export(table_of(rows))
    assert (export.platform, export.columns[-1].names[0]) == (name, "毕业去向__2")
    assert all(slot.role == "meta" for slot in export.columns[:len(own)])
    assert any("not checked on a real file" in note["en"] for note in export.notes)


class TestHeadings:
    TITLE = [["survey of 2026", "", ""], ["made by A", "", ""], ["plan", "age", "plan"],
             *(["work", str(20 + n), "study"] for n in range(12))]

    def test_a_title_is_refused_by_its_way_out_and_read_when_told(self, tmp_path):
        path = write(tmp_path, self.TITLE)
        with pytest.raises(ReadError, match="headings=3"):
            sk.read_survey(path)
        survey = sk.read_survey(path, headings=3)
        assert survey.rows == 12 and "age" in survey.responses

    def test_the_draft_and_the_check_take_it_and_the_codebook_keeps_it(self, tmp_path):
        path = write(tmp_path, self.TITLE)
        book = sk.write_draft(sk.draft_codebook(path, headings=3), tmp_path / "book.xlsx")
        assert sk.read_codebook(book).settings["headings"] == "3"
        assert sk.read_survey(path, book).rows == 12
        assert {one.key for one in sk.check_export(path, book)} == {"todo"}  # what the draft leaves to a person

    def test_files_of_ours_begin_at_their_first_row_whatever_the_export_did(self, tmp_path):
        path = write(tmp_path, self.TITLE)
        book = sk.write_draft(sk.draft_codebook(path, headings=3), tmp_path / "book.xlsx")
        survey = sk.read_survey(path, book)
        again = sk.read_survey(sk.write_survey(survey, tmp_path / "ours.csv"), tmp_path / "ours.codebook.xlsx")
        assert again.responses.shape == survey.responses.shape

    def test_a_question_may_stand_above_its_options(self, tmp_path):
        rows = [["about us", "", "", ""], ["Why?", "", "", "Age"], ["Pay", "Home", "Far", ""],
                *(["Pay", "Home" * (n % 2), "Far" * (n % 3 == 0), str(20 + n)] for n in range(12))]
        survey = sk.read_survey(write(tmp_path, rows), headings="2-3")
        assert kinds(survey) == {"q1": "multiple", "q2": "number"}
        assert sk.multiple_response(survey, "q1").table["n"].tolist() == [12, 6, 4]

    @pytest.mark.parametrize("told", ["00", "99", "3-7", "third"])
    def test_but_no_row_that_is_not_there(self, tmp_path, told):
        with pytest.raises(ReadError, match="headings must be the row"):
            sk.read_survey(write(tmp_path, self.TITLE), headings=told)

    def test_equal_headings_of_a_plain_table_are_named_apart(self):
        export = detect_export(table_of([["plan", "age", "plan"], ["a", "1", "b"]]))
        assert [slot.names[0] for slot in export.columns] == ["plan", "age", "plan__2"]

    def test_row_names_of_r_are_the_respondents(self, tmp_path):
        survey = sk.read_survey(write(tmp_path, [["", "age"], *([str(3 * n + 2), "20"] for n in range(12))]))
        assert list(survey.responses.index[:3]) == ["2", "5", "8"]
        grouped = [["", "age"], *([f"{1978 + n // 6}.{n % 6 + 1}", "20"] for n in range(12))]  # of frames put together
        survey = sk.read_survey(write(tmp_path, grouped))
        assert list(survey.responses.index[5:7]) == ["1978.6", "1979.1"] and list(survey.responses) == ["age"]


class TestSpreadChoices:
    @staticmethod
    def rows(twice: int) -> Rows:
        cells = [["Male", ""], ["", "Female"]] * 10 + [["Male", "Female"]] * twice
        return [["Respondent ID", "Gender", "", "Age"], ["", "Male", "Female", "Response"],
                *([str(n), *pair, "21"] for n, pair in enumerate(cells))]

    def test_columns_never_ticked_twice_are_one_single_choice(self, tmp_path):
        path = write(tmp_path, self.rows(0))
        survey = sk.read_survey(path)
        assert survey.codebook["q1"].kind == "single"
        assert sk.frequencies(survey, "q1").table["n"].tolist() == [10, 10]
        notes = [change.note["en"] for step in survey.log for change in step.changes if change.note]
        assert any("Nobody ticked two" in note for note in notes)
        assert sk.check_export(path, sk.draft_codebook(path).codebook) == ()

    def test_but_one_that_somebody_ticked_twice_is_a_set(self, tmp_path):
        assert sk.read_survey(write(tmp_path, self.rows(1))).codebook["q1"].kind == "multiple"

    def test_two_ticks_of_a_single_choice_are_refused_and_listed(self, tmp_path):
        book = sk.draft_codebook(write(tmp_path, self.rows(0))).codebook
        path = write(tmp_path, self.rows(1), "later.csv")
        with pytest.raises(sk.CodebookError, match="a row must have one tick"):
            sk.read_survey(path, book)
        assert [found.key for found in sk.check_export(path, book)] == ["several"]


def test_limesurvey_headings_lose_their_tags(tmp_path):
    rows = [["id", "submitdate", "lastpage", "startlanguage", "<p>Your <b>plan</b>?</p>", "<p>Why?</p> [Pay]",
             "<p>Why?</p> [Home]"], *([str(n), "2026-01-01 10:00:00", "3", "en", "work" if n % 2 else "study",
                                       "Yes" if n % 3 else "No", "Yes"] for n in range(12))]
    survey = sk.read_survey(write(tmp_path, rows))
    asked = [item for item in survey.codebook if item.kind in {"single", "multiple"}]
    assert [(item.kind, item.label["en"]) for item in asked] == [("single", "Your plan?"), ("multiple", "Why?")]


@pytest.mark.parametrize("headings", [["Q1", "Q2[SQ001]", "Q2[SQ002]"], ["Plan", "Why? [Pay]", "Why? [Home]"]])
def test_limesurvey_sets_are_found_without_administrative_columns(tmp_path, headings):
    ticks = ("Y", "") if headings[0] == "Q1" else ("Yes", "No")
    survey = sk.read_survey(write(tmp_path, [headings, *(["a", ticks[n % 2], ticks[0]] for n in range(12))]))
    assert survey.source.platform == "limesurvey"
    assert [item.kind for item in survey.codebook if item.kind == "multiple"] == ["multiple"]
