"""Rows above or below the headings that are none of the respondents, files without headings, two rows of headings."""

import csv

import pytest

import surveykit as sk
from surveykit.errors import ReadError

WORDINGS = ["分组", "您购买的频率？", "您的年龄", "您愿意支付多少钱？"]
ANSWERS = [["情境1", "经常", "18-22", 121], ["情境2", "有时", "23-27", 56], ["情境1", "很少", "18-22", 90],
           ["情境2", "有时", "23-27", 75], ["情境1", "经常", "28-32", 80]]


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def read(path, **told):
    return sk.read_survey(path, codebook=sk.draft_codebook(path, **told).codebook, **told)


class TestARowOfNames:
    def test_codes_below_the_headings_are_no_respondent(self, tmp_path):
        survey = read(write(tmp_path / "a.csv", [WORDINGS, ["分组", "Q1", "Q2", "Q3"], *ANSWERS]))
        assert survey.rows == len(ANSWERS)
        assert [item.name for item in survey.codebook][1:] == ["Q1", "Q2", "Q3"]
        assert survey.codebook["Q3"].kind == "number"
        assert any("Q1, Q2" in step.reason["en"] for step in survey.log)

    def test_wordings_below_names_become_the_labels(self, tmp_path):
        survey = read(write(tmp_path / "a.csv", [
            ["group", "freq", "age", "pay"], ["Which group were you in?", "How often do you buy such things here?",
                                               "Your age at the last birthday", "How much would you pay?"],
            *([one, {"经常": "often", "有时": "now", "很少": "rare"}[two], three[:2], four] for one, two, three, four
              in [["g1" if row[0] == "情境1" else "g2", *row[1:]] for row in ANSWERS])]))
        assert survey.rows == len(ANSWERS)
        assert survey.codebook["pay"].label["en"] == "How much would you pay?"
        assert survey.codebook["pay"].kind == "number"

    @pytest.mark.parametrize("second", [["C3", "B2", "A1", "C2"], ["A1", "B2", "C1", "12"]])
    def test_but_answers_that_are_codes_are_a_respondent(self, tmp_path, second):
        levels = [["B1", "A2", "C1", "A1"], second, ["B1", "B2", "A1", "C1"], ["A1", "A1", "B1", "B1"]]
        assert read(write(tmp_path / "a.csv", [["Reading", "Writing", "Listening", "Speaking"], second, *levels])
                    ).rows == 1 + len(levels)


class TestNoHeadings:
    ROWS = [["often", "yes", "Bus", 3], ["never", "no", "Car", 4], ["often", "yes", "Bus", 4],
            ["often", "no", "Car", 3]]

    def test_a_first_row_of_answers_is_refused_with_a_way_out(self, tmp_path):
        path = write(tmp_path / "a.csv", self.ROWS)
        with pytest.raises(ReadError, match="headings=0") as caught:
            sk.draft_codebook(path)
        assert "4 of 4" in str(caught.value)
        survey = read(path, headings=0)
        assert survey.rows == len(self.ROWS)
        assert survey.codebook.settings["headings"] == "0"
        assert sk.read_survey(path, codebook=survey.codebook).rows == len(self.ROWS)

    def test_ticks_that_repeat_their_heading_are_options_and_years_as_headings_headings(self, tmp_path):
        rows = [["Bus", "Car", "Bike", "age"], ["Bus", "", "Bike", 3], ["", "Car", "Bike", 4], ["Bus", "Car", "", 5]]
        assert read(write(tmp_path / "a.csv", rows)).rows == 3
        rows = [["unit", "2019", "2020", "2021"], ["a", 3, 4, 5], ["b", 3, 2, 1]]
        assert read(write(tmp_path / "a.csv", rows)).rows == 2


class TestTwoRowsOfHeadings:
    STEMS = ["", "What do you use?", "", "", "", "How well does it work?", "", "", "", ""]
    PARTS = ["#", "Bus", "Car, own or shared", "Other", "How often do you travel?", "In town", "On the road",
             "Where do you live?", "Start Date (UTC)", "Submit Date (UTC)"]
    ROWS = [["k1", "Bus", "", "", "Often", "Well", "Badly", "North", "2020-03-11 10:00", "2020-03-11 10:09"],
            ["k2", "", "Car, own or shared", "Tram", "Rarely", "Badly", "Well", "South", "2020-03-11 11:00",
             "2020-03-11 11:03"],
            ["k3", "Bus", "Car, own or shared", "", "Often", "Well", "Well", "North", "2020-03-12 10:00",
             "2020-03-12 10:02"]]

    def test_a_refusal_names_both_rows(self, tmp_path):
        with pytest.raises(ReadError, match="headings='1-2'"):
            sk.draft_codebook(write(tmp_path / "a.csv", [self.STEMS, self.PARTS, *self.ROWS]))

    def test_questions_of_the_second_row_are_no_options_of_the_first(self, tmp_path):
        rows = [[f"{row[0]}{n}", *row[1:]] for n in range(4) for row in self.ROWS]
        survey = read(write(tmp_path / "a.csv", [self.STEMS, self.PARTS, *rows]), headings="1-2")
        kinds = {item.label["en"]: item.kind for item in survey.codebook}
        assert kinds["What do you use?"] == "multiple"
        assert kinds["How often do you travel?"] in {"single", "rating"}
        assert "How well does it work? – In town" in kinds
        assert kinds["Where do you live?"] == "single"
        assert {"#", "Start Date (UTC)"}.isdisjoint(kinds)
        assert list(survey.responses.index[:3]) == ["k10", "k20", "k30"]


class TestPeopleWithSeveralRows:
    ROWS = [["受访者ID", "板块", "满意"], *([f"r{n % 5}", part, n % 3] for n in range(20) for part in ("A", "B"))]

    @pytest.mark.parametrize("heading", ["受访者ID", "respondent", "User ID"])
    def test_they_are_refused_unless_every_row_is_said_to_count(self, tmp_path, heading):
        path = write(tmp_path / "a.csv", [[heading, *self.ROWS[0][1:]], *self.ROWS[1:]])
        with pytest.raises(ReadError, match="5 people in 40 rows") as caught:
            sk.draft_codebook(path)
        assert "platform='plain'" in str(caught.value)
        draft = sk.draft_codebook(path, platform="plain")
        assert "repeated_key" in {doubt.key for doubt in draft.doubts}
        assert sk.read_survey(path, codebook=draft.codebook).rows == 40

    def test_but_a_question_who_answered_is_no_number_of_people(self, tmp_path):
        rows = [["respondent", "age"], *([who, n] for n, who in enumerate(["mother", "father", "mother"] * 5))]
        assert sk.draft_codebook(write(tmp_path / "a.csv", rows)).codebook["respondent_2"].kind == "single"


def test_whole_numbers_of_programs_are_the_codes_without_a_point(tmp_path):
    rows = [["sex", "x"], *([code, n] for n, code in enumerate(["1.0", "2.0", "", "1.0", "2.0"] * 4))]
    assert read(write(tmp_path / "a.csv", rows)).responses["sex"].value_counts().to_dict() == {"1": 8, "2": 8}


def test_neighbours_of_the_same_few_numbers_are_ratings(tmp_path):
    rows = [["sex", "calm", "tired", "glad", "race"],
            *([1 + n % 2, 2 + n % 6, 1 + n % 7, 1 + n * 3 % 7, (1, 2, 4, 7)[n % 4]] for n in range(42))]
    draft = sk.draft_codebook(write(tmp_path / "a.csv", rows))
    assert [item.kind for item in draft.codebook] == ["single", "rating", "rating", "rating", "single"]
    assert [option.score for option in draft.codebook["calm"].options] == [1, 2, 3, 4, 5, 6, 7]
    assert [doubt.item for doubt in draft.doubts if doubt.key == "rated_neighbours"] == ["calm"]


@pytest.mark.parametrize(("labels", "order", "missing"), [
    (["$30,000-$50,000", "I'd rather not say", "< $30,000", ">$100,000", "Nothing"],
     ["Nothing", "< $30,000", "$30,000-$50,000", ">$100,000"], "I'd rather not say"),
    (["più di 1M", "da 10 a 50k", "meno di 10k", "da 300k a 1M"],
     ["meno di 10k", "da 10 a 50k", "da 300k a 1M", "più di 1M"], None),
    (["No", "Sì", "Non so"], ["Sì", "No"], "Non so")])
def test_amounts_and_pairs_of_many_languages_have_an_order(tmp_path, labels, order, missing):
    rows = [["income", "x"], *([label, n] for n, label in enumerate(labels * 6))]
    item = sk.draft_codebook(write(tmp_path / "a.csv", rows)).codebook["income"]
    assert [next(iter(option.label.values())) for option in item.options][:len(order)] == order
    assert [next(iter(option.label.values())) for option in item.options if option.missing] == [missing] * bool(missing)


def test_columns_of_places_are_one_ranking(tmp_path):
    orders = [(1, 2, 3), (2, 1, 3), (3, 1, 2), (1, 3, 2)]
    rows = [["Rank: Pay", "Rank: Place", "Rank: People", "age"], *([*orders[n % 4], 20 + n] for n in range(24))]
    survey = read(write(tmp_path / "a.csv", rows))
    item = survey.codebook["Rank"]
    assert item.kind == "rank" and [option.label["en"] for option in item.options] == ["Pay", "Place", "People"]
    assert survey.responses["Rank"].tolist()[:3] == ["Pay Place People", "Place Pay People", "Place People Pay"]


def test_but_ratings_in_which_numbers_come_twice_are_none(tmp_path):
    rows = [["a: x", "a: y", "a: z"], *([1 + n % 3, 1 + n % 2, 1 + n * 2 % 3] for n in range(24))]
    assert {item.kind for item in sk.draft_codebook(write(tmp_path / "a.csv", rows)).codebook} == {"single"}


def test_numbers_between_labelled_ends_are_their_own_scores(tmp_path):
    labels = ["0 - Not at all likely", "7", "8", "10 - Extremely likely"]
    rows = [["How likely to recommend?", "x"], *([label, n] for n, label in enumerate(labels * 6))]
    draft = sk.draft_codebook(write(tmp_path / "a.csv", rows))
    item = draft.codebook["item1"]
    assert item.kind == "rating" and [option.score for option in item.options] == [float(n) for n in range(11)]
    assert "gap_points" in {doubt.key for doubt in draft.doubts}


def test_words_behind_other_are_kept_beside_a_select_all_question_of_tencent(tmp_path):
    head = ["编号", "开始答题时间", "结束答题时间", "1.渠道:微信", "1.渠道:老师", "1.渠道:其他"]
    rows = [[n, "2023-04-01 10:00:00", "2023-04-01 10:05:00", "A.微信", "B.老师" if n % 2 else "", other]
            for n, other in enumerate(["C.其他 学长", "", "C.其他"] * 5, start=1)]
    survey = read(write(tmp_path / "a.csv", [head, *rows]))
    item = next(item for item in survey.codebook if item.kind == "multiple")
    assert survey.responses[f"{item.name}__other"].sum() == 10
    assert survey.responses[f"{item.name}_other"].dropna().unique().tolist() == ["学长"]


def test_answers_called_like_their_heading_beside_not_are_no_lost_row(tmp_path):
    rows = [["breakfast", "lunch", "home", "age"],
            *(["breakfast" if n % 2 else "Not.breakfast", "lunch" if n % 3 else "Not.lunch", "home" if n % 5 else
               "Not.home", n] for n in range(20))]
    assert read(write(tmp_path / "a.csv", rows)).rows == 20


def test_a_count_of_persons_is_no_key_and_names_of_rows_without_a_heading_are_a_column(tmp_path):
    rows = [["person", "age"], *([n % 5, n] for n in range(200))]
    assert read(write(tmp_path / "a.csv", rows)).rows == 200
    rows = [["", "survived", "age"], *([f"Allen, Miss {n}", "yes" if n % 2 else "no", 20 + n] for n in range(12))]
    survey = read(write(tmp_path / "a.csv", rows))
    assert survey.rows == 12 and any("column 1" in step.reason["en"] for step in survey.log)
