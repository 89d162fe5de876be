"""Questions that were not asked: the codebook decides, blanks teach it, and nobody is removed for them."""

import csv
from pathlib import Path

import pandas as pd
import pytest

import surveykit as sk
from surveykit.codebook import Codebook, Item, Option

YN = (Option("yes", {"en": "Yes"}), Option("no", {"en": "No"}))
PLACES = (*YN, Option("na", {"en": "No answer"}, missing="refused"))


def written(folder: Path, *rows: str, name: str = "e.csv") -> Path:
    """A CSV of these lines."""
    (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder / name


def book(*items: Item, **settings: object) -> Codebook:
    """A codebook of these items."""
    return Codebook(items, settings=settings)


def item(name: str, asked_if: str | None = None, kind: str = "single", **more: object) -> Item:
    """An item, a yes or no by default."""
    return Item(name, kind, {"en": name}, YN if kind == "single" else (), asked_if, **more)


def kinds(survey: sk.Survey, column: str) -> list[str]:
    """The kind of missing of everybody."""
    return survey.missing[column].tolist()


def test_an_empty_cell_was_not_asked_where_the_condition_does_not_hold(tmp_path):
    path = written(tmp_path, "n,stay,why", "1,no,", "2,yes,", "3,no,far", "4,,")
    survey = sk.read_survey(path, book(item("n", kind="number"), item("stay"), item("why", "${stay}='no'", "text")))
    assert kinds(survey, "why") == ["blank", "not_asked", "", "not_asked"]
    assert kinds(survey, "stay") == ["", "", "", "blank"]


def test_the_log_counts_the_cells_of_each_item(tmp_path):
    path = written(tmp_path, "stay,why,when", "no,,", "yes,,", "yes,,")
    survey = sk.read_survey(path, book(item("stay"), item("why", "${stay}='no'", "text"),
                                       item("when", "${stay}='yes'", "number")))
    step = survey.log[-1]
    assert [(c.item, c.new, c.rule) for c in step.changes] == [("why", "2", "condition"), ("when", "1", "condition")]
    assert "因跳转未作答" in step.reason["zh"] and "not asked" in step.reason["en"]


def test_a_chain_of_conditions_follows_questions_that_were_not_asked_themselves(tmp_path):
    chain = book(item("a"), item("b", "${a}='yes'"), item("c", "${b}='yes'"), item("d", "${c}!='no'"))
    survey = sk.read_survey(written(tmp_path, "a,b,c,d", "no,,,", "yes,,,", "yes,yes,,", "yes,yes,no,"), chain)
    assert kinds(survey, "b") == ["not_asked", "blank", "", ""]
    assert kinds(survey, "c") == ["not_asked", "not_asked", "blank", ""]
    # XPath: an empty answer is not 'no', so the last question was asked
    assert kinds(survey, "d") == ["blank", "blank", "blank", "not_asked"]


def test_but_no_answer_is_dropped_and_no_token_overridden(tmp_path):
    path = written(tmp_path, "a,b", "no,yes", "no,-8", "no,(refused)", "no,")
    survey = sk.read_survey(path, book(item("a"), item("b", "${a}='yes'"), missing_codes={"-8": "blank"}))
    assert survey.responses["b"].tolist()[0] == "yes"
    assert kinds(survey, "b") == ["", "blank", "refused", "not_asked"]


def test_all_columns_of_a_response_set_are_marked_together(tmp_path):
    several = Item("m", "multiple", {"en": "m"}, YN, "${a}='yes'", layout="onehot")
    path = written(tmp_path, "a,m__yes,m__no", "yes,1,0", "no,,", "yes,,")
    survey = sk.read_survey(path, book(item("a"), several))
    assert kinds(survey, "m__yes") == kinds(survey, "m__no") == ["", "not_asked", "blank"]


@pytest.mark.parametrize("asked_if, expected", [
    ("selected(${m},'no')", ["not_asked", "blank"]), ("count-selected(${m}) > 1", ["not_asked", "blank"]),
    ("${r}='low'", ["blank", "not_asked"]), ("${n} > 17.5", ["not_asked", "blank"]),
    ("${n}=18", ["not_asked", "blank"]), ("today() > date('2026-05-01')", ["not_asked", "blank"])])
def test_conditions_see_sets_points_numbers_and_the_day_as_a_form_does(tmp_path, asked_if, expected):
    points = (Option("low", {"en": "Low"}, 1.0), Option("high", {"en": "High"}, 2.0))
    path = written(tmp_path, "m,r,n,day,x", "Yes,Low,17,2026/4/30 1:05,", "Yes┋No,High,18,2026/5/2 1:05,")
    held = book(Item("m", "multiple", {}, YN), Item("r", "rating", {}, points), item("n", kind="number"),
                item("day", kind="text", role="date"), item("x", asked_if))
    assert kinds(sk.read_survey(path, held), "x") == expected


def test_a_refusal_is_its_option_and_what_cannot_be_evaluated_decides_nothing(tmp_path):
    path = written(tmp_path, "a,x", "No answer,", "Yes,")
    held = book(Item("a", "single", {}, PLACES), item("x", "${a}!='na'"))
    assert kinds(sk.read_survey(path, held), "x") == ["not_asked", "blank"]
    path = written(tmp_path, "a,x", "yes,")
    for condition in ("pulldata('a','b','c','d') = 1", "${gone}='yes'"):
        assert kinds(sk.read_survey(path, book(item("a"), item("x", condition))), "x") == ["blank"]


def test_but_nothing_is_decided_where_two_options_stand_for_it_or_a_number_cannot_be_read(tmp_path):
    two = (*PLACES, Option("hush", {"en": "Will not say"}, missing="refused"))
    path = written(tmp_path, "a,n,x,y", "No answer,many,,", "Yes,3,,")
    held = book(Item("a", "single", {}, two), item("n", kind="number"), item("x", "${a}='no'"), item("y", "${n} > 5"))
    survey = sk.read_survey(path, held)
    assert kinds(survey, "x") == ["blank", "not_asked"]
    assert kinds(survey, "y") == ["blank", "not_asked"]


def test_what_wjx_says_itself_stays(tmp_path):
    rows = [["序号", "提交答卷时间", "1、留下？", "2、为什么"],
            ["1", "2026/9/3 1:05:07", "是", "(空)"], ["2", "2026/9/3 1:06:07", "是", "(跳过)"],
            ["3", "2026/9/3 1:07:07", "否", "(跳过)"], ["4", "2026/9/3 1:07:09", "是", ""]]
    with (tmp_path / "w.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    options = (Option("yes", {"zh": "是"}), Option("no", {"zh": "否"}))
    held = book(Item("stay", "single", {}, options, column="1、留下？"),
                Item("why", "text", {}, asked_if="${stay}='no'", column="2、为什么"))
    assert kinds(sk.read_survey(tmp_path / "w.csv", held), "why") == ["blank", "not_asked", "not_asked", "not_asked"]


def test_files_of_ours_say_of_every_gap_what_it_is(tmp_path):
    path = written(tmp_path, "stay,why", "yes,", "no,")
    first = sk.read_survey(path, book(item("stay"), item("why", "${stay}='no'", "text")))
    again = sk.read_survey(sk.write_survey(first, tmp_path / "out.csv"), tmp_path / "out.codebook.xlsx")
    assert kinds(again, "why") == kinds(first, "why") == ["not_asked", "blank"]
    assert not any("condition" in {change.rule for change in step.changes} for step in again.log)


def test_a_system_missing_value_of_spss_says_nothing_but_a_user_missing_one_does(tmp_path):
    import pandas as pd
    import pyreadstat

    path = tmp_path / "s.sav"
    pyreadstat.write_sav(pd.DataFrame({"stay": [1.0, 2.0, 2.0], "why": [None, None, 9.0]}), str(path),
                         variable_value_labels={"stay": {1: "No", 2: "Yes"}}, missing_ranges={"why": [9]})
    labelled = (Option("1", {"en": "No"}), Option("2", {"en": "Yes"}))
    held = book(Item("stay", "single", {}, labelled), Item("why", "number", {}, asked_if="${stay}='1'"))
    survey = sk.read_survey(path, held)
    assert kinds(survey, "why") == ["blank", "not_asked", "blank"]
    assert survey.log[-1].changes[0].new == "1"


GATE = sk.Item("seen", "single", {"en": "Seen?", "zh": "看过？"}, (
    sk.Option("yes", {"en": "Yes", "zh": "看过"}), sk.Option("no", {"en": "No", "zh": "没看过"})))


def branched(asked_if: str | None = None, rows: int = 60) -> sk.Survey:
    """A survey whose five later questions were asked of two thirds only."""
    later = [sk.Item(f"q{n}", "single", {"en": f"Q{n}"}, (sk.Option("a", {"en": "A"}), sk.Option("b", {"en": "B"})),
                     asked_if=asked_if) for n in range(1, 6)]
    seen = ["no" if n % 3 == 0 else "yes" for n in range(rows)]
    frame = pd.DataFrame({"seen": seen} | {
        item.name: [None if answer == "no" else "ab"[n % 2] for n, answer in enumerate(seen)] for item in later})
    return sk.Survey.from_frame(frame, sk.Codebook((GATE, *later)))


def test_incomplete_refuses_where_blanks_follow_an_answer_and_says_whom_it_would_hit():
    with pytest.raises(sk.CleaningError) as caught:
        sk.screen(branched(), rules="incomplete")
    message = str(caught.value)
    assert message.startswith("Whether 20 respondents answered too little depends on questions")
    assert "item 'q1': blank for all 20 who answered No to 'seen'" in message and "relevant" in message
    assert "答“没看过”的 20 人全部空白" in caught.value.message("zh")


def test_but_where_nobody_named_the_rule_it_refuses_and_the_others_go_on_as_well():
    run = {run.rule: run for run in sk.screen(branched()).screening}
    assert run["incomplete"].refused["en"].startswith("Whether 20 respondents") and not run["duplicate"].refused
    assert "item 'q1'" in run["incomplete"].refused["en"]
    assert sk.screen(branched(), rules=["duplicate", "exclusive"]).screened_rules == ("duplicate", "exclusive")


def test_but_blanks_that_no_answer_explains_are_the_respondents_own():
    frame = branched().responses
    frame.loc[:, "q1":] = "a"
    frame.loc[["3", "7", "20"], "q1":] = None
    survey = sk.Survey.from_frame(frame, branched().codebook)
    assert [flag.respondent for flag in sk.screen(survey, rules="incomplete").flags] == ["3", "7", "20"]


def test_who_was_not_asked_is_complete(tmp_path):
    survey = branched("${seen} = 'yes'")
    path = sk.write_survey(survey, tmp_path / "a.csv")
    path.write_text(path.read_text(encoding="utf-8-sig").replace("(not_asked)", ""), encoding="utf-8")
    assert survey.missing["q1"].eq("blank").sum() == 20
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    plain = tmp_path / "b.csv"
    frame.drop(columns="respondent").to_csv(plain, index=False)
    again = sk.read_survey(plain, path.with_suffix(".codebook.xlsx"), platform="plain")
    assert again.missing["q1"].eq("not_asked").sum() == 20
    assert not [flag for flag in sk.screen(again).flags if flag.rule == "incomplete"]


def test_an_exclusion_of_more_than_a_tenth_is_said_and_a_small_one_is_not():
    survey = branched()
    gone = survey.responses.index[survey.responses["seen"] == "no"].tolist()
    cleaned = sk.exclude(survey, respondents=gone, reason="x")
    remarks = [change for change in cleaned.log[-1].changes if change.kind == "no_action"]
    assert [(change.item, change.new, change.rule) for change in remarks] == [
        ("", "20/60", "removed_many"), ("seen", "no", "removed_group")]
    notes = [note["en"] for note in sk.case_flow(cleaned).notes]
    assert any("20/60" in note for note in notes) and any("“No” to “Seen?”" in note for note in notes)
    assert sk.replay(survey, cleaned).responses.equals(cleaned.responses)
    cleaned = sk.exclude(branched(), respondents=["1", "2"], reason="x")
    assert [change.kind for change in cleaned.log[-1].changes] == ["remove_survey"] * 2
    assert sk.case_flow(cleaned).notes == ()


STAR_WARS = Path(__file__).parents[2] / "shared/data/exports/surveymonkey_StarWars.csv"


def write_export(folder: Path, rows: list[str], headings: str = "id,works,hours,age") -> Path:
    """A plain table."""
    path = folder / "export.csv"
    path.write_text("\n".join([headings, *rows]) + "\n", encoding="utf-8")
    return path


def workers(yes: int, no: int, silent: int = 0) -> list[str]:
    """People with and without work; only the first are asked for hours."""
    rows = [f"{n},Yes,{('few', 'many', 'some')[n % 3]},{18 + n % 40}" for n in range(1, yes + 1)]
    rows += [f"{yes + n},No,,{18 + n % 40}" for n in range(1, no + 1)]
    return [*rows, *(f"{yes + no + n},,,{30 + n}" for n in range(1, silent + 1))]


def test_blanks_after_a_certain_answer_become_a_condition_with_its_evidence(tmp_path):
    draft = sk.draft_codebook(write_export(tmp_path, workers(40, 12)))
    assert draft.codebook["hours"].asked_if == "${works}='Yes'"
    doubt = next(doubt for doubt in draft.doubts if doubt.key == "routed")
    assert doubt.item == "hours" and "all 12 who answered \"No\"" in doubt.text["en"] and "100%" in doubt.text["zh"]


def test_reading_without_a_codebook_takes_unasked_blanks_for_not_asked(tmp_path):
    survey = sk.read_survey(write_export(tmp_path, workers(40, 12)))
    assert survey.missing["hours"].eq("not_asked").sum() == 12
    assert any(change.rule == "guess_routed" for step in survey.log for change in step.changes)


def test_who_left_the_gate_blank_was_not_asked_either_unless_someone_answered(tmp_path):
    assert sk.draft_codebook(write_export(tmp_path, workers(40, 12, 5))).codebook["hours"].asked_if == "${works}='Yes'"
    rows = [*workers(40, 12, 5), "99,,many,30"]
    assert sk.draft_codebook(write_export(tmp_path, rows)).codebook["hours"].asked_if == "${works}!='No'"


def test_a_condition_by_what_was_not_said_leaves_blank_gates_out_too(tmp_path):
    towns = [*"abcdefgh", "none"]  # too many answers to name: all but one are asked
    rows = [f"{n},{town},{'' if town == 'none' else 'few' if n % 2 else 'many'},{18 + n % 40}"
            for n, town in enumerate(towns * 12, start=1)]
    path = write_export(tmp_path, [*rows, *(f"{200 + n},,,{30 + n}" for n in range(8))], "id,town,hours,age")
    assert sk.draft_codebook(path).codebook["hours"].asked_if == "${town}!='none' and ${town}!=''"
    assert sk.read_survey(path).missing["hours"].value_counts().to_dict() == {"": 96, "not_asked": 20}
    answered = write_export(tmp_path, [*rows, *(f"{200 + n},,few,{30 + n}" for n in range(8))], "id,town,hours,age")
    assert sk.draft_codebook(answered).codebook["hours"].asked_if == "${town}!='none'"


def test_but_few_blanks_are_a_doubt_and_no_condition(tmp_path):
    draft = sk.draft_codebook(write_export(tmp_path, workers(20, 2)))
    assert draft.codebook["hours"].asked_if is None
    assert [doubt.key for doubt in draft.doubts if doubt.item == "hours" and "rout" in doubt.key] == ["routing_open"]


def test_but_one_answer_outside_refutes_the_condition(tmp_path):
    draft = sk.draft_codebook(write_export(tmp_path, [*workers(40, 12), "99,No,many,30"]))
    assert draft.codebook["hours"].asked_if is None


def test_but_chance_blanks_are_no_routing(tmp_path):
    rows = [f"{n},{'Yes' if n % 2 else 'No'},{'' if n % 7 == 0 else 'many' if n % 3 else 'few'},{n}"
            for n in range(1, 80)]
    draft = sk.draft_codebook(write_export(tmp_path, rows))
    assert not [doubt for doubt in draft.doubts if "rout" in doubt.key]


def test_a_ticked_option_can_be_the_gate(tmp_path):
    ways = ("bus┋walk", "bus┋car", "car")
    rows = [f"{n},{ways[n % 3]},{('red', 'blue')[n % 2] if n % 3 else ''}" for n in range(1, 61)]
    draft = sk.draft_codebook(write_export(tmp_path, rows, "id,ways,colour"))
    assert draft.codebook["ways"].kind == "multiple"
    assert draft.codebook["colour"].asked_if in {"selected(${ways},'car')", "not(selected(${ways},'walk'))"}


@pytest.mark.skipif(not STAR_WARS.exists(), reason="needs the shared Star Wars file")
def test_nobody_of_star_wars_is_lost_who_was_not_asked():
    survey = sk.read_survey(STAR_WARS)
    assert survey.rows == 1186
    unasked = survey.missing["q2"].eq("not_asked")
    assert unasked.sum() == 250 and survey.responses["q1"][unasked].eq("No").all()
    assert round(sk.frequencies(survey, "q1").table.set_index("option").loc["Yes", "estimate"], 3) == 0.789
    assert survey.codebook["q8"].asked_if == "${q7}='Yes'"


def test_an_item_that_many_left_blank_takes_the_condition_its_neighbours_settle(tmp_path):
    rows = [f"{n},{'No,,,' if n % 5 == 0 else 'Yes,' + ('few,good,' if n % 2 else 'many,bad,')}"
            f"{'because' if n % 5 and n * 7 % 11 < 5 else ''}" for n in range(1, 61)]
    draft = sk.draft_codebook(write_export(tmp_path, rows, "id,consent,hours,mood,why"))
    assert {draft.codebook[name].asked_if for name in ("hours", "mood", "why")} == {"${consent}='Yes'"}
    assert not [doubt for doubt in draft.doubts if doubt.key == "routing_open"]
