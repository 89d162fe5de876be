"""Nobody is removed for questions that were not asked; large and one-sided exclusions are said."""

import pandas as pd
import pytest

import surveykit as sk

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
    text = path.read_text(encoding="utf-8-sig").replace("(not_asked)", "")
    path.write_text(text, encoding="utf-8")
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
