"""Claims beside the evidence: four verdicts, by intervals and not by what the numbers happen to be."""

import csv
from pathlib import Path

import pytest
from builders import cases

import surveykit as sk
from surveykit.audit import PrintedFigure
from surveykit.errors import AnalysisError, ReadError
from surveykit.report.column_widths import fit_columns
from surveykit.report.content import content_from_results
from surveykit.report.tidy_blocks import draw_results_once

ROOT = Path(__file__).parents[1]
OURS = ROOT / "data/raw/published/claims.csv"
HEAD = ["id", "claim_zh", "claim_en", "kind", "measure", "relation", "than", "quotation_zh", "quotation_en"]
QUESTION = {"zh": "问", "en": "asked"}
FIGURES = [PrintedFigure("67.3%", base=46, name="early", question=QUESTION, option={"zh": "早", "en": "early"}),
           PrintedFigure("16.2%", base=46, name="late", question=QUESTION, option={"zh": "晚", "en": "late"}),
           PrintedFigure("50.4%", name="baseless"), PrintedFigure("", base=46, name="unprinted")]


def weigh(folder: Path, measure: str, relation: str = "", than: str = "", **more) -> str:
    path = folder / "claims.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, ["c", "话", "words", "finding", measure, relation, than, "", ""]])
    return sk.evidence(path, figures=FIGURES, **more).table["verdict"][0]


@pytest.mark.parametrize(*cases("evidence_verdicts"))
def test_a_verdict_needs_the_whole_interval(tmp_path, measure, relation, than, verdict):
    assert weigh(tmp_path, measure, relation, than) == verdict


def test_equal_shares_settle_no_first_place(tmp_path):
    assert sk.evidence(OURS).table.set_index("item")["verdict"]["C2"] == "not_settled"


def test_the_largest_beside_an_option_without_a_number_is_not_settled():
    assert sk.evidence(OURS).table.set_index("item")["verdict"]["C5"] == "not_settled"


def test_results_and_themes_bear_claims(tmp_path, cleaned):
    plans = sk.frequencies(cleaned, "plan_after_service")
    home = plans.table.set_index("option").loc["home"]
    goal = f"{100 * home['low'] - 1:.1f}%"
    assert weigh(tmp_path, "result:plans[home]", ">", goal, results={"plans": plans}) == "supported"
    assert weigh(tmp_path, "result:plans[home]", ">", "99%", results={"plans": plans}) == "not_supported"
    themes = sk.code_counts(sk.read_interviews(ROOT / "data/raw/interviews"))
    given = sk.evidence(OURS, results={"themes": themes})
    rows = given.table.set_index("item")
    assert rows.loc[["I1", "I2", "I3", "I4"], "base"].tolist() == [11] * 4 and given.synthetic
    assert rows["verdict"][["I1", "I2"]].tolist() == ["not_settled", "supported"]


def test_a_result_that_was_not_given_is_said(tmp_path):
    result = sk.evidence(OURS)
    assert any("themes" in note["en"] for note in result.notes)
    assert set(result.table.set_index("item")["verdict"][["I1", "I2", "I3", "I4"]]) == {"not_settled"}


def test_the_claims_of_the_founding_study_have_their_verdicts():
    table = sk.evidence(OURS).table.set_index("item")
    assert table["verdict"][["C1", "C6", "C7", "P2"]].tolist() == [
        "supported", "never_asked", "not_supported", "never_asked"]
    assert set(table["verdict"][["T1", "T2", "T3"]]) == {"not_supported"}
    assert table["kind"].value_counts()[["problem", "recommendation"]].tolist() == [5, 5]


@pytest.mark.parametrize(("row", "message"), [
    (("figure:early", "bigger", "50%"), "relation must be one of"), (("early", ">", "50%"), "measure must read"),
    (("figure:early", ">", ""), "must say what it is compared with"), (("figure:never", ">", "50%"), "no figure"),
    (("result:plans[nowhere]", ">", "50%"), "no row of the result")])
def test_what_is_no_claim_is_refused(tmp_path, cleaned, row, message):
    with pytest.raises(sk.SurveyError, match=message):
        weigh(tmp_path, *row, results={"plans": sk.frequencies(cleaned, "plan_after_service")})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_claims_show_in_both_languages(language):
    result = sk.evidence(OURS)
    shown = result.grid(language).to_text()
    assert "67.3%" in shown and ("未曾询问" if language == "zh" else "never asked") in shown
    assert ("尚不能判断" if language == "zh" else "not settled") in sk.plot(result, language=language).labels
    assert ("证据不支持" if language == "zh" else "not supported") in str(sk.interpret(result, language=language))


def test_the_claims_of_the_study_take_one_page():
    for language in ("zh", "en"):
        grid = sk.evidence(OURS).grid(language)
        columns = fit_columns(grid)
        assert columns.size >= 8 and columns.total(grid) <= 680
        assert sum(isinstance(row, str) for row in grid.rows) == 4  # findings, problems, recommendations, targets


def test_claims_of_some_kinds_are_weighed_alone_and_their_figure_takes_no_tables_place():
    result = sk.evidence(OURS)
    kept = draw_results_once(content_from_results([result, sk.plot(result)], "en").blocks)
    assert [type(block).__name__ for block in kept] == ["TableBlock", "FigureBlock"]
    table = sk.evidence(OURS, kinds=["problem", "recommendation"]).table
    assert table["kind"].value_counts().to_dict() == {"problem": 5, "recommendation": 5}


CLAIM = "C1,话,words,finding,figure:early,>,50%"


@pytest.mark.parametrize(("text", "message"), [
    (CLAIM + "\n" + CLAIM, "row 3"), (CLAIM.replace("C1", ""), "an id of its own, not ''"),
    (CLAIM.replace("话,words", ","), "must have words"), ("C1,话,words,finding", "The row has 4 cells"),
    (CLAIM.replace("words", "words, many"), "The row has 8 cells"), (CLAIM.replace("50%", "50"), "not '50'"),
    (CLAIM.replace("50%", "0.5"), "not '0.5'"), (CLAIM.replace("50%", "150%"), "not '150%'"),
    ("", "write a row below the head")])
def test_what_is_no_claim_is_refused_and_says_where(tmp_path, text, message):
    path = tmp_path / "claims.csv"
    path.write_text("\n".join([",".join(HEAD[:7]), text]) + "\n", encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        sk.evidence(path, figures=FIGURES)


def test_kinds_and_results_that_are_none_are_refused(tmp_path):
    with pytest.raises(AnalysisError, match="did you mean 'finding'"):
        sk.evidence(OURS, kinds=["findings"])
    with pytest.raises(AnalysisError, match="results must be Results by name"):
        sk.evidence(OURS, results={"themes": 3})
