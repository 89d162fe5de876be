"""Two tables about the same people: who has no partner, which questions are one, what is refused, and the way back."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import surveykit as sk
from surveykit.cli import app
from surveykit.result.result import join_sources

YES_NO = (sk.Option("yes", {"en": "Yes"}), sk.Option("no", {"en": "No"}))
HAPPY = sk.Item("happy", "single", {"en": "Happy?"}, YES_NO)
NUMBERS = st.lists(st.integers(0, 12), min_size=1, max_size=8, unique=True)
BY_NUMBER = ("number", "id")


def survey(rows: dict[str, list], *items: sk.Item, keys: str | None = None) -> sk.Survey:
    """A survey of these columns; texts where no item says otherwise."""
    known = {item.name: item for item in items}
    book = sk.Codebook(tuple(known.get(name, sk.Item(name, "text", {"en": name})) for name in rows))
    index = keys or [str(place) for place in range(1, len(next(iter(rows.values()))) + 1)]
    return sk.Survey.from_frame(pd.DataFrame(rows, index=pd.Index(list(index), name="respondent")), book)


FORM = survey({"number": ["01", "02", "03"], "happy": ["yes", "no", None]}, HAPPY)
REGISTER = survey({"id": ["02", "03", "77"], "town": ["A", "B", "C"]})


def lines(joined: sk.Survey, *rules: str) -> list[tuple[str, ...]]:
    """Lines of the last step by their rules."""
    return [(c.respondent, c.item, c.old, c.new) for c in joined.log[-1].changes if c.rule in rules]


def test_rows_without_a_partner_are_listed_on_both_sides():
    joined = sk.join(FORM, REGISTER, on=BY_NUMBER, reason="towns")
    assert joined.responses["town"].tolist()[1:] == ["A", "B"]
    assert joined.missing["town"].tolist() == ["not_asked", "", ""]
    assert joined.responses["match"].tolist() == ["first", "both", "both"]
    assert lines(joined, "only_first") == [("1", "number", "1", "01")]
    assert lines(joined, "only_second") == [("", "id", "3", "77")]
    told = joined.log[-1].arguments
    assert [told[name] for name in ("rows", "matched", "unmatched_first", "unmatched_second")] == [3, 2, 1, 1]


def test_rows_without_a_partner_are_listed_and_come_along_blank_or_not_asked():
    joined = sk.join(FORM, REGISTER, on=BY_NUMBER, keep="all", reason="towns")
    assert joined.responses.loc["frame-3", ["number", "town", "match"]].tolist() == ["77", "C", "second"]
    assert joined.missing.loc["frame-3", "happy"] == "not_asked" and joined.rows == 4
    joined = sk.join(FORM, REGISTER, on=BY_NUMBER, absent="blank", reason="towns")
    assert joined.missing["town"].tolist() == ["blank", "", ""]


@given(NUMBERS, NUMBERS)
@settings(max_examples=25)
def test_a_join_lists_the_same_whichever_side_is_first(left, right):
    one, other = survey({"a": list(map(str, left))}), survey({"b": list(map(str, right))})
    if not set(left) & set(right):
        with pytest.raises(sk.CleaningError, match="Nobody"):
            sk.join(one, other, on=("a", "b"), reason="both ways")
        return
    ways = (sk.join(one, other, on=("a", "b"), reason="x"), sk.join(other, one, on=("b", "a"), reason="x"))
    first, second = ({rule: sorted(line[1:] for line in lines(way, rule)) for rule in ("only_first", "only_second")}
                     for way in ways)
    assert (first["only_first"], first["only_second"]) == (second["only_second"], second["only_first"])
    assert len(first["only_first"]) == len(set(left) - set(right))


def test_a_key_that_occurs_twice_is_refused_with_where():
    twice = survey({"id": ["02", "02"], "town": ["A", "B"]})
    with pytest.raises(sk.CleaningError, match=r"(?s)1 key more than once: '02'.*item id, respondents '1', '2'"):
        sk.join(FORM, twice, on=BY_NUMBER, reason="why")
    with pytest.raises(sk.CleaningError, match="repeat=True"):
        sk.join(twice, FORM, on=("id", "number"), reason="why")
    shared = sk.join(twice, FORM, on=("id", "number"), repeat=True, reason="a row for each town")
    assert shared.responses["happy"].tolist() == ["no", "no"]


def test_a_personal_key_is_printed_nowhere():
    personal = sk.Item("id", "text", {"en": "Id"}, role="pii:id")
    twice = survey({"id": ["130-secret", "130-secret"]}, personal)
    with pytest.raises(sk.CleaningError) as error:
        sk.join(FORM, twice, on=BY_NUMBER, reason="why")
    assert "secret" not in str(error.value)
    other = survey({"id": ["02", "9-secret"], "town": ["A", "B"]}, personal)
    joined = sk.join(FORM, other, on=BY_NUMBER, reason="why")
    assert lines(joined, "only_second") == [("", "id", "2", "")] and "id" not in joined.codebook


def test_a_key_that_is_personal_on_one_side_alone_is_printed_nowhere():
    personal = sk.Item("number", "text", {"en": "Id"}, role="pii:id")
    ours = survey({"number": ["02", "7-secret"], "happy": ["yes", "no"]}, HAPPY, personal)
    twice = survey({"id": ["9-secret", "9-secret"]})
    with pytest.raises(sk.CleaningError) as error:
        sk.join(ours, twice, on=BY_NUMBER, reason="why")
    assert "secret" not in str(error.value)
    joined = sk.join(ours, survey({"id": ["02", "9-secret"], "town": ["A", "B"]}), on=BY_NUMBER, reason="why")
    assert "secret" not in str(joined.log) and len(lines(joined, "only_first", "only_second")) == 2


def test_a_log_file_about_a_personal_key_replays(tmp_path):
    (tmp_path / "form.csv").write_text("学号,town\n" + "".join(f"2021{n:04d},A\n" for n in range(9)), encoding="utf-8")
    (tmp_path / "list.csv").write_text("学号,sex\n" + "".join(f"2021{n:04d},f\n" for n in range(7)), encoding="utf-8")
    form = sk.read_survey(tmp_path / "form.csv")
    joined = sk.join(form, tmp_path / "list.csv", on=form.codebook.items[0].name, reason="why")
    log = sk.write_processed(joined, tmp_path / "out").with_suffix(".log.csv")
    assert "20210008" not in log.read_text(encoding="utf-8")
    assert sk.replay(form, log, others=[tmp_path / "list.csv"]).responses.equals(joined.responses)


def test_personal_items_stay_behind_unless_they_are_named():
    other = survey({"id": ["01"], "phone": ["138"]}, sk.Item("phone", "text", {"en": "Phone"}, role="pii:phone"))
    assert "phone" not in sk.join(FORM, other, on=BY_NUMBER, reason="why").codebook
    assert sk.join(FORM, other, on=BY_NUMBER, items=["phone"], reason="why").codebook["phone"].personal


@pytest.mark.parametrize(("ignore", "matched"), [
    ((), 0), ("zeros", 1), (("blanks", "width"), 1), ("all", 5), ("case", 1), ("marks", 1)])
def test_keys_are_compared_as_they_are_unless_it_is_said_what_does_not_count(ignore, matched):
    form = survey({"k": ["007", "ab", "１２ 3", "x", "same", "2022—01"]})
    other = survey({"k": ["7", "AB", "123", " X ", "same", "2022-01"], "town": list("ABCDEF")})
    joined = sk.join(form, other, on="k", ignore=ignore, reason="why")
    assert joined.log[-1].arguments["matched"] == matched + 1
    assert [line[3] for line in lines(joined, "near_keys")] == ([] if ignore == "all" else [str(5 - matched)])


@pytest.mark.parametrize("name", ["happy", "mood"])  # of one name and wording, or of one wording alone
def test_an_item_both_answered_alike_is_one_and_its_gaps_are_filled(name):
    again = survey({"number": ["01", "03"], name: ["yes", "no"]}, replace(HAPPY, name=name))
    joined = sk.join(FORM, again, on="number", reason="called again")
    assert joined.responses["happy"].tolist() == ["yes", "no", "no"]
    assert [item.name for item in joined.codebook] == ["number", "happy", "match"]
    assert lines(joined, "join")[1:] == [("3", "happy", "", "no")]


def test_but_where_answers_differ_both_are_kept():
    again = survey({"number": ["01", "02"], "happy": ["no", "yes"]}, HAPPY)
    joined = sk.join(FORM, again, on="number", reason="a year later")
    assert joined.responses[["happy", "happy_2"]].iloc[:2].values.tolist() == [["yes", "no"], ["no", "yes"]]
    assert lines(joined, "item_differs") == [("", "happy_2", "happy", "happy_2")]


def test_questions_of_one_name_and_other_wording_are_two_and_conditions_follow():
    part = survey({"number": ["01", "02"], "happy": ["A", "B"], "why": ["x", None]},
                  sk.Item("happy", "text", {"en": "Which town?"}),
                  sk.Item("why", "text", {"en": "Why?"}, asked_if="${happy} = 'A'"))
    joined = sk.join(FORM, part, on="number", reason="part two")
    assert joined.codebook["happy_2"].label["en"] == "Which town?"
    assert joined.codebook["why"].asked_if == "${happy_2} = 'A'"


@pytest.mark.parametrize("codes_first", [True, False])
def test_a_text_export_gives_the_labels_of_a_code_export(codes_first):
    words, codes = ["stay", "go", "stay", "wait"], ["2", "1", "2", "3"]
    plan = sk.Item("q1", "single", {"en": "Plan"}, tuple(sk.Option(w, {"en": w}) for w in ("stay", "go", "wait")))
    coded = sk.Item("q1", "single", {"en": "Plan"}, tuple(sk.Option(c, {"en": c}) for c in "123"))
    texts, numbers = survey({"q1": words}, plan), survey({"q1": codes}, coded)
    pair = (numbers, texts) if codes_first else (texts, numbers)
    joined = sk.join(*pair, on="respondent", reason="labels and codes")
    assert [option.label["en"] for option in joined.codebook["q1"].options] == ["go", "stay", "wait"]
    assert joined.responses["q1"].tolist() == (codes if codes_first else words) and "q1_2" not in joined.codebook


def test_a_key_may_be_several_items_and_a_choice_by_its_labels():
    options = (sk.Option("a", {"en": "Aville"}), sk.Option("b", {"en": "Beburg"}))
    town = sk.Item("town", "single", {"en": "Town"}, options)
    form = survey({"town": ["a", "b"], "year": ["2012", "2012"]}, town)
    other = survey({"place": ["Beburg", "Aville"], "since": ["2012", "2012"], "people": ["5", "9"]})
    joined = sk.join(form, other, on={"town": "place", "year": "since"}, reason="people of the town")
    assert joined.responses["people"].tolist() == ["9", "5"]


def test_a_join_is_replayed_with_the_file_it_was_made_with():
    frame = pd.DataFrame({"id": ["02", "77"], "town": ["A", "C"]})
    joined = sk.join(FORM, frame, on=BY_NUMBER, keep="all", reason="towns")
    cleaned = sk.recode(joined, "happy", {"no": "yes"}, reason="x")
    again = sk.replay(FORM, cleaned, others=[frame])
    pd.testing.assert_frame_equal(again.responses, cleaned.responses)
    pd.testing.assert_frame_equal(again.missing, cleaned.missing)
    with pytest.raises(sk.CleaningError, match="no file given has its checksum"):
        sk.replay(FORM, cleaned, others=[frame.assign(town="B")])


def test_an_append_is_replayed_with_the_other_surveys():
    raw = sk.example_survey()
    both = sk.append({"a": sk.exclude(raw, respondents=["3"], reason="gone"), "b": raw}, reason="two waves")
    both = sk.recode(both, "plan", {"renew": "stay"}, reason="merged")
    assert sk.replay(raw, both, others=[raw]).responses.equals(both.responses)


@pytest.mark.parametrize(("arguments", "what"), [
    ({"on": "nothing"}, "no item 'nothing'"), ({"on": "number"}, "no item 'number'"),
    ({"on": ("number", "town")}, "Nobody"), ({"on": BY_NUMBER, "keep": "both"}, "keep cannot be"),
    ({"on": BY_NUMBER, "match": "happy"}, "an item 'happy' already"),
    ({"on": BY_NUMBER, "ignore": "commas"}, "without 'commas'"), ({"on": {}}, "must name one item"),
    ({"on": BY_NUMBER, "reason": " "}, "must be given a reason")])
def test_what_cannot_be_joined_is_refused(arguments, what):
    with pytest.raises(sk.SurveyError, match=what):
        sk.join(FORM, REGISTER, **{"reason": "why", **arguments})


def test_what_is_no_table_is_refused():
    with pytest.raises(sk.CleaningError, match="not an int"):
        sk.join(FORM, 3, on="number", reason="why")


def test_the_command_lists_what_does_not_match_and_writes_the_joined_file(tmp_path):
    (tmp_path / "a.csv").write_text("number,mood\n01,good\n02,bad\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,name,town\n02,Ann,A\n1,Bob,B\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("a.csv", "b.csv", "out.csv")]
    told = CliRunner().invoke(app, ["join", *files[:2], "--on", "number=id", "--to", files[2], "--language", "en"])
    assert told.exit_code == 0, told.output
    assert "1 matched; without a partner: 1 of the survey, 1 of b.csv." in told.output
    assert "1 more key would match if zeros did not count" in told.output and "Ann" not in told.output
    assert "b.csv: no codebook was given" in told.output and "Numbers that are long" in told.output
    assert sk.read_survey(tmp_path / "out.csv", tmp_path / "out.codebook.xlsx").rows == 2


def test_a_report_knows_every_file_that_was_joined_or_appended():
    joined = sk.join(FORM, REGISTER, on=BY_NUMBER, reason="towns")
    assert [one["rows"] for one in sk.frequencies(joined, "match").source["with"]] == [3]
    both = sk.append({"a": sk.example_survey(), "b": sk.example_survey()}, reason="two waves")
    assert (both.facts()["file"], [one["file"] for one in both.facts()["with"]]) == ("example", ["example"])


def test_the_log_file_of_a_join_replays(tmp_path):
    raw, frame = sk.example_survey(), pd.DataFrame({"number": ["1", "2"], "district": ["A", "B"]})
    joined = sk.join(raw, frame, on=("respondent", "number"), reason="districts")
    path = sk.write_processed(joined, tmp_path)
    log = sk.read_survey(path, path.with_suffix(".codebook.xlsx")).log
    assert sk.replay(raw, log, others=[frame]).responses.equals(joined.responses)


def test_two_waves_are_joined_by_pseudonyms_and_compared_person_by_person(tmp_path):
    plans = [f"1380000{n:04d},{'yes' if n % 2 else 'no'},a\n" for n in range(1, 31)]
    later = [f"+86 138 0000 {n:04d},{'yes' if n % 3 else 'no'},{'b' if n > 20 else 'a'}\n" for n in range(25, 4, -1)]
    for name, lines_ in (("w1", plans), ("w2", later)):
        (tmp_path / f"{name}.csv").write_text("phone,Plan,Job\n" + "".join(lines_), encoding="utf-8")
    key = tmp_path / "key"
    first, second = (sk.pseudonymise(sk.read_survey(tmp_path / f"{name}.csv"), "phone", kind="phone", key=key,
                                     create=name == "w1") for name in ("w1", "w2"))
    again = {"zh": "半年后", "en": "half a year later"}
    joined = sk.join(first, second, on="phone", again=again, reason="follow-up")
    assert joined.responses["match"].value_counts().to_dict() == {"both": 21, "first": 9}
    names = {item.label["en"]: item.name for item in joined.codebook}
    before, after = names["Plan"], names["Plan (half a year later)"]
    numbers = range(5, 26)
    rose = sum(n % 2 == 0 and n % 3 > 0 for n in numbers)
    fell = sum(n % 2 == 1 and n % 3 == 0 for n in numbers)
    test = sk.mcnemar(joined, before, after, answer="yes")
    assert test.base == 21 and test.missing == {"attrition": 9}
    blanked = sk.set_missing(joined, after, where=f"{before} = 'yes'", reason="some blank")
    lost, gaps = sk.mcnemar(blanked, before, after, answer="yes"), blanked.missing[after].value_counts()
    assert lost.missing == {"attrition": gaps["not_asked"], "either": gaps["blank"]}
    assert sk.transition(blanked, before, after).missing == lost.missing
    assert test.table["estimate"].item() == pytest.approx(100 * (rose - fell) / 21)
    assert sk.stuart_maxwell(joined, names["Job"], names["Job (half a year later)"]).base == 21
    assert sk.replay(first, joined, others=[second]).responses.equals(joined.responses)
    alike = sk.join(first, first, on="phone", again="2026", reason="nobody changed")
    assert names["Plan"] + "_2" in alike.responses and not lines(alike, "same_item")


def test_a_follow_up_with_other_options_is_asked_in_the_options_of_both():
    ways = (sk.Option("a", {"en": "A"}), sk.Option("b", {"en": "B"}))
    one = survey({"id": ["1", "2"], "happy": ["yes", "no"]}, HAPPY)
    other = (sk.Option("n", {"en": "No"}), sk.Option("m", {"en": "Maybe"}))
    two = survey({"id": ["2", "1"], "happy": ["n", "m"]}, sk.Item("happy", "single", {"en": "Happy?"}, other))
    joined = sk.join(one, two, on="id", again="2026", reason="follow-up")
    assert joined.responses["happy_2"].tolist() == ["m", "no"]
    assert [option.value for option in joined["happy_2"].options] == ["yes", "no", "m"]
    assert joined["happy"].options == joined["happy_2"].options
    assert lines(joined, "option_added") == [("", "happy", "", "m")]
    sets = [sk.Survey.from_frame(pd.DataFrame({"id": ["1"], **{f"w__{o.value}": [1] for o in held}}), sk.Codebook((
        sk.Item("id", "text", {"en": "id"}), sk.Item("w", "multiple", {"en": "Ways"}, held)))) for held in (
            ways, ways[:1])]
    joined = sk.join(*sets, on="id", again="2026", reason="follow-up")
    assert joined.missing.loc["0", ["w__b", "w_2__a", "w_2__b"]].tolist() == ["", "", "not_asked"]
    joined = sk.join(*sets[::-1], on="id", again="2026", reason="follow-up")
    assert joined.missing.loc["0", ["w__b", "w_2__a", "w_2__b"]].tolist() == ["not_asked", "", ""]


def test_a_joined_file_stays_in_the_provenance_of_what_puts_results_beside_others():
    joined = sk.join(FORM, REGISTER, on=BY_NUMBER, reason="towns")
    one, other = sk.frequencies(joined, "match"), sk.frequencies(sk.example_survey(), "plan")
    files = join_sources(one.source, other.source, {"file": "figures.csv"}, other.source)["with"]
    assert [file["file"] for file in files] == [REGISTER.source.name, "example", "figures.csv"]
    assert join_sources(other.source, one.source)["with"] == files[:1] and "with" not in join_sources(other.source)


def test_a_frame_with_line_ends_in_its_cells_is_joined_row_by_row():
    frame = pd.DataFrame({"id": ["01", "02", "03"], "note": ["a\rb", "c\nd", "e"]})
    joined = sk.join(FORM, frame, on=BY_NUMBER, reason="notes")
    assert [text.split() for text in joined.responses["note"]] == [["a", "b"], ["c", "d"], ["e"]]
