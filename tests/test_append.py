"""Waves put together: who was not asked, whose keys repeat, what differs, and what is refused."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import surveykit as sk
from surveykit.cli import app

CASES = Path(__file__).parent / "cases"
PLAN = (sk.Option("job", {"en": "Job"}), sk.Option("study", {"en": "Study"}))
OWN = sk.Option("own", {"en": "Own business"})
WAYS = (sk.Option("a", {"en": "A"}), sk.Option("b", {"en": "B"}))
FIRST = sk.Codebook((sk.Item("plan", "single", {"en": "Plan"}, PLAN), sk.Item("age", "number", {"en": "Age"}),
                     sk.Item("ways", "multiple", {"en": "Ways"}, WAYS, layout="onehot")))
SECOND = sk.Codebook((sk.Item("plan", "single", {"en": "Your plan"}, (OWN, *PLAN)), *FIRST.items[1:],
                      sk.Item("pay", "number", {"en": "Pay"})))


def wave(book: sk.Codebook, keys: str, **columns: list) -> sk.Survey:
    """A survey of these answers."""
    frame = pd.DataFrame({"plan": ["job", "study"], "age": [20, None], "ways__a": [1, 0], "ways__b": [0, 1], **columns},
                         index=pd.Index(list(keys), name="respondent"))
    return sk.Survey.from_frame(frame, book)


@pytest.fixture
def both() -> sk.Survey:
    """Two waves with the same keys; the second has an option and an item more."""
    return sk.append({"May": wave(FIRST, "12"), "June": wave(SECOND, "12", plan=["own", "job"], pay=[3, 4])},
                     reason="two waves")


def test_respondents_stand_below_each_other_under_keys_of_their_own(both):
    assert both.responses.index.tolist() == ["May-1", "May-2", "June-1", "June-2"]
    assert both.responses["wave"].tolist() == ["May", "May", "June", "June"]
    assert both.responses["plan"].tolist() == ["job", "study", "own", "job"]
    assert [option.value for option in both.codebook["plan"].options] == ["job", "study", "own"]


def test_but_keys_that_occur_once_stay():
    made = sk.append([wave(FIRST, "12"), wave(FIRST, "34")], wave="class", reason="two classes")
    assert made.responses.index.tolist() == list("1234") and made.responses["class"].tolist() == ["1", "1", "2", "2"]


def test_an_item_that_a_wave_did_not_have_was_not_asked_in_it_and_the_log_names_it(both):
    assert both.missing["pay"].tolist() == ["not_asked", "not_asked", "", ""]
    assert both.missing["age"].tolist() == ["", "blank", "", "blank"]
    assert sk.means(both, "pay").table["base"].tolist() == [2]
    assert [(line.item, line.old, line.new, line.rule) for line in both.log[-1].changes] == [
        ("wave", "", "", "append"), ("plan", "own", "May", "option_not_offered"),
        ("pay", "", "May", "item_not_offered"), ("plan", "Plan", "Your plan", "other_wording")]


def test_an_option_not_offered_in_a_select_all_question_was_not_asked():
    more = replace(FIRST["ways"], options=(*WAYS, sk.Option("c", {"en": "C"})))
    later = sk.Codebook((*FIRST.items[:2], more))
    made = sk.append([wave(FIRST, "12"), wave(later, "34", ways__c=[0, 1])], reason="two waves")
    assert made.missing["ways__c"].tolist() == ["not_asked", "not_asked", "", ""]
    assert made.responses["ways__a"].tolist() == [1, 0, 1, 0]


def test_earlier_steps_and_flags_come_along_under_the_new_keys():
    one = sk.exclude(sk.screen(wave(FIRST, "12")), respondents=["2"], reason="withdrew")
    made = sk.append({"May": one, "June": wave(FIRST, "12")}, reason="two waves")
    assert [step.verb for step in made.log][-2:] == ["exclude", "append"]
    assert [line.respondent for line in made.log[-2].changes if line.kind == "remove_survey"] == ["May-2"]
    assert {flag.respondent.partition("-")[0] for flag in made.flags} <= {"May"}
    cleaned = sk.exclude(made, respondents=["June-1"], reason="withdrew too")
    assert sk.replay(made, cleaned).responses.equals(cleaned.responses)


def test_a_point_of_a_rating_in_other_words_is_the_same_point():
    def rated(*words):
        options = tuple(sk.Option(word, {"en": word}, float(n)) for n, word in enumerate(words, start=1))
        book = sk.Codebook((sk.Item("q", "rating", {"en": "Q"}, options),))
        return sk.Survey.from_frame(pd.DataFrame({"q": [1.0, len(words)]}), book)

    old, new = rated("poor", "fair", "good"), rated("poor", "fair", "excellent")
    both = sk.append({"old": old, "new": new}, reason="r")
    counts = sk.frequencies(both, "q", by="wave").table
    assert counts["option"].unique().tolist() == ["poor", "fair", "good"] and counts["n"].tolist() == [1, 0, 1] * 2
    told = [(line.old, line.new, line.rule) for line in both.log[-1].changes[1:]]
    assert told == [("good", "excellent", "other_wording")]
    with pytest.raises(sk.CleaningError, match=r"'q' has other values or scores for .*'awful'"):
        sk.append({"old": old, "new": rated("awful", "poor", "fair", "good")}, reason="r")


def test_items_that_are_not_the_same_are_all_named():
    other = sk.Codebook((sk.Item("plan", "text", {"en": "Plan"}), *FIRST.items[1:2],
                         replace(FIRST["ways"], options=(sk.Option("b", {"en": "A"}), sk.Option("a", {"en": "B"})))))
    with pytest.raises(sk.CleaningError, match=r"(?s)'plan' is single in '1' and text.*'ways' has other values"):
        sk.append([wave(FIRST, "12"), wave(other, "34")], reason="two waves")


@pytest.mark.parametrize(("surveys", "settings_", "what"), [
    ([wave(FIRST, "12")], {}, "at least two surveys"), ([wave(FIRST, "12"), 3], {}, "at least two surveys"),
    ([wave(FIRST, "12"), wave(FIRST, "34")], {"wave": "age"}, "an item 'age' already"),
    ([replace(wave(FIRST, "12"), design=sk.Design(weight="age")), wave(FIRST, "34")], {}, "with a design")])
def test_what_cannot_be_put_together_is_refused(surveys, settings_, what):
    with pytest.raises(sk.CleaningError, match=what):
        sk.append(surveys, reason="why", **settings_)


@given(st.integers(1, 39))
@settings(max_examples=15)
def test_the_parts_of_a_survey_put_together_are_the_whole(place):
    whole = sk.example_survey()
    first, rest = (sk.exclude(whole, respondents=list(whole.responses.index[rows]), reason="apart")
                   for rows in (slice(place, None), slice(None, place)))
    made = sk.append([first, rest], wave="part", reason="together")
    pd.testing.assert_frame_equal(made.responses.drop(columns="part"), whole.responses)
    pd.testing.assert_frame_equal(made.missing.drop(columns="part"), whole.missing)


def test_two_waves_of_one_questionnaire():
    paths = [CASES / "wjx_wave1.csv", CASES / "wjx_wave2.csv"]
    made = sk.append([sk.read_survey(path, sk.draft_codebook(path).codebook) for path in paths], reason="two waves")
    third = next(item.name for item in made.codebook if item.column == "3、新题")
    assert (made.rows, made.missing[third].tolist().count("not_asked")) == (40, 20)
    assert ("自主创业", "1", "option_not_offered") in {
        (made.codebook[line.item].option(line.old).label["zh"], line.new, line.rule)
        for line in made.log[-1].changes if line.old and line.rule == "option_not_offered"}


def test_the_log_file_of_waves_that_do_not_differ_replays(tmp_path):
    raw = sk.example_survey()
    both = sk.recode(sk.append({"a": raw, "b": raw}, reason="two waves"), "plan", {"renew": "stay"}, reason="merged")
    path = sk.write_processed(both, tmp_path)
    again = sk.read_survey(path, path.with_suffix(".codebook.xlsx"))
    assert path.name.count("example") == 1
    assert sk.replay(raw, again.log, others=[raw]).responses.equals(both.responses)


def test_the_command_lists_what_only_some_asked_and_writes_the_whole(tmp_path):
    for name, rows in (("may", "id,Plan\n1,a\n2,b\n3,a\n"), ("june", "id,Plan,Town\n4,a,\n5,a,X\n6,b,Y\n")):
        (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
    files = [str(tmp_path / name) for name in ("may.csv", "june.csv")]
    out = str(tmp_path / "all.csv")
    told = CliRunner().invoke(app, ["append", *files, "--to", out, "--language", "en"])
    assert told.exit_code == 0, told.output
    assert "6 respondents" in told.output and "june: 3" in told.output and "may.csv: no codebook was" in told.output
    assert "the survey did not have this question: not asked (1): Town may" in told.output
    whole = sk.read_survey(out, tmp_path / "all.codebook.xlsx")
    assert whole.responses["wave"].tolist() == ["may"] * 3 + ["june"] * 3
    for more, said in ((["--name", "x"] * 2, "a name of its own"), (["--codebook", out] * 3, "one codebook")):
        refused = CliRunner().invoke(app, ["append", *files, *more])
        assert refused.exit_code and said in str(refused.exception), refused.output
