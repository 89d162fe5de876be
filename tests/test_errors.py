"""The text of errors: what, where, fix; values stop at five, faults at twelve; unknown names everywhere."""

import pickle

import pytest

import surveykit as sk
from surveykit.errors import count_noun, did_you_mean, faults_error, list_quoted

KINDS = [sk.ReadError, sk.CodebookError, sk.CleaningError, sk.AnalysisError, sk.ReportError]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_survey_error_and_survives_a_trip_to_another_process(kind):
    assert issubclass(kind, sk.SurveyError) and issubclass(kind, ValueError)
    error = kind("No.", where="here", fix="yes")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind and str(again) == str(error)


def test_it_says_what_where_and_how_as_far_as_it_is_known():
    error = sk.ReadError("The file must be there.", where="a.xlsx", fix="check the path")
    assert str(error) == "The file must be there.\n  where: a.xlsx\n  fix:   check the path"
    assert (error.what, error.where, error.fix) == ("The file must be there.", "a.xlsx", "check the path")
    assert str(sk.ReadError("No.")) == "No."
    assert str(sk.ReadError("No.", fix="yes")) == "No.\n  fix:   yes"


@pytest.mark.parametrize("n, shown", [
    (0, ""), (1, "'0'"), (5, "'0', '1', '2', '3', '4'"), (6, "'0', '1', '2', '3', '4' and 1 more"),
    (17, "'0', '1', '2', '3', '4' and 12 more")])
def test_five_values_are_listed_and_the_rest_counted(n, shown):
    assert list_quoted(map(str, range(n))) == shown


def test_texts_show_their_blanks_words_are_counted_and_the_rest_after_twelve_faults():
    assert list_quoted([2, 14]) == "2, 14"
    assert list_quoted(["待定 "]) == "'待定 '"
    assert [count_noun(n, "row") for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    error = faults_error(sk.CodebookError, "Faults:", [f"f{n}" for n in range(15)], where="w", fix="x")
    lines = str(error).splitlines()
    assert lines[1:13] == [f"    f{n}" for n in range(12)] and lines[13] == "    and 3 more"
    assert len(str(faults_error(sk.ReadError, "Faults:", ["one"], where="w", fix="x")).splitlines()) == 4


@pytest.mark.parametrize("name, known, said", [
    ("gendr", ["gender", "school"], "did you mean 'gender'?"),
    ("xyz", ["gender", "school"], "use one of: 'gender', 'school'"), ("xyz", [], "there is nothing to choose from"),
    ("xyz", list("abcdefgh"), "use one of: 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'"),
    (3, [30, 4], "did you mean '30'?")])
def test_it_suggests_the_nearest_name_or_lists_them(name, known, said):
    assert did_you_mean(name, known) == said


UNKNOWN = {
    "frequencies": lambda s: sk.frequencies(s, "plann"),
    "frequencies by": lambda s: sk.frequencies(s, "plan", by="plann"),
    "frequencies where": lambda s: sk.frequencies(s, "plan", where="plann == 'home'"),
    "crosstab": lambda s: sk.crosstab(s, "gender", by="plann"),
    "multiple_response": lambda s: sk.multiple_response(s, "plann"),
    "means": lambda s: sk.means(s, ["months", "plann"]), "likert": lambda s: sk.likert(s, ["cp_1", "plann"]),
    "association": lambda s: sk.association(s, "plann", by="gender"),
    "welch": lambda s: sk.welch(s, "months", by="plann"),
    "recode": lambda s: sk.recode(s, "plann", {"a": "b"}, reason="x"),
    "recode_other": lambda s: sk.recode_other(s, "plann", {"a": "b"}, reason="x"),
    "reverse": lambda s: sk.reverse(s, "plann"), "codebook": lambda s: s.codebook["plann"],
    "answers": lambda s: s.answers("plann")}


@pytest.mark.parametrize("call", UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_item_is_named_with_the_nearest_everywhere(example, call):
    with pytest.raises(
        (sk.CodebookError, sk.AnalysisError), match=r"There is no (item|column) 'plann'[\s\S]*did you mean 'plan'\?"):
        call(example)


@pytest.mark.parametrize("call", [
    lambda s: sk.score(s, "plannin"), lambda s: sk.reliability(s, "plannin"),
    lambda s: sk.item_analysis(s, "plannin")])
def test_an_unknown_scale_is_named_with_the_nearest(example, call):
    with pytest.raises(sk.CodebookError, match=r"There is no scale 'plannin'[\s\S]*did you mean 'planning'\?"):
        call(example)
