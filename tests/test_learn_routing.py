"""Who was asked what is learned from the blanks, offered with its evidence, and used."""

from pathlib import Path

import pytest

import surveykit as sk

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
    seen = sk.frequencies(survey, "q1").table.set_index("option")
    assert round(seen.loc["Yes", "estimate"], 3) == 0.789
    assert survey.codebook["q8"].asked_if == "${q7}='Yes'"


def test_an_item_that_many_left_blank_takes_the_condition_its_neighbours_settle(tmp_path):
    rows = [f"{n},{'No,,,' if n % 5 == 0 else 'Yes,' + ('few,good,' if n % 2 else 'many,bad,')}"
            f"{'because' if n % 5 and n * 7 % 11 < 5 else ''}" for n in range(1, 61)]
    draft = sk.draft_codebook(write_export(tmp_path, rows, "id,consent,hours,mood,why"))
    assert {draft.codebook[name].asked_if for name in ("hours", "mood", "why")} == {"${consent}='Yes'"}
    assert not [doubt for doubt in draft.doubts if doubt.key == "routing_open"]
