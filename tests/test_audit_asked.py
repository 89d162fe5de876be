"""What is asked of the audit in a wrong way is refused in words, and a verdict says what it found."""

import numpy as np
import pytest

from surveykit import audit
from surveykit.audit import PrintedFigure, judge
from surveykit.audit.figures.chance_rate import accident
from surveykit.audit.reconstruction.possible_counts import possible_counts
from surveykit.errors import AnalysisError
from surveykit.words.phrases import in_language

WRONG = [
    (lambda: audit.attainable("67.3", 46.0), "A base must be a whole number, not 46.0"),
    (lambda: audit.attainable("67.3", "46"), "A base must be a whole number, not '46'"),
    (lambda: audit.attainable("67.3", True), "A base must be a whole number, not True"),
    (lambda: audit.attainable("67.3", 0), "A base must be 1 or more, not 0"),
    (lambda: audit.attainable(67.3, 46), "the string that was printed, not 67.3"),
    (lambda: audit.implied_base(-1, "44%"), "A count must be 0 or more"),
    (lambda: audit.implied_base("2134", "44%"), "A count must be a whole number"),
    (lambda: audit.bases("35.9", 230), "must stand in a list"),
    (lambda: audit.bases(["35.9"], "230"), "The largest base must be a whole number"),
    (lambda: audit.bases(["35.9"], 10**12), "At most 10,000,000 bases"),
    (lambda: audit.check_closes("60"), "must stand in a list"),
    (lambda: audit.check_closes([60.0, 40.0]), "the string that was printed"),
    (lambda: audit.check_pooled(["40", "60"], [50, "100"], "53.3"), "A size must be a whole number"),
    (lambda: audit.check_pooled("40", [50], "53.3"), "must stand in a list"),
    (lambda: audit.repair(["67.3"], 55.0), "A base must be a whole number"),
    (lambda: audit.repair("67.3", 55), "must stand in a list"),
    (lambda: accident("35.9", [46]), "must stand in a list"),
    (lambda: audit.monte_carlo(["36%"], "46"), "A base must be a whole number"),
    (lambda: possible_counts("36", 46), "must stand in a list"),
    (lambda: audit.reconstruct(["36"], 46.0), "A base must be a whole number"),
    (lambda: audit.grim("3.45", "20"), "People and items must be whole numbers"),
    (lambda: audit.grimmer("3.45", "1.20", 20.0), "People and items must be whole numbers"),
    (lambda: PrintedFigure(67.3, base=46), "the string that was printed"),
    (lambda: PrintedFigure("67.3", base=46.5), "A base must be a whole number"),
    (lambda: PrintedFigure("67.3", count=-1, base=46), "A count must be 0 or more")]


@pytest.mark.parametrize(("ask", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_question_is_refused_in_words(ask, said):
    with pytest.raises(AnalysisError, match=said):
        ask()


def test_numbers_of_numpy_whole_percentages_and_strings_alone_are_taken():
    assert audit.attainable("67.4", np.int64(46)).rounding == (31,)
    assert audit.attainable(43, 46).rounding == (20,)
    assert audit.check_closes([60, 40]).fits
    assert PrintedFigure("43", np.int64(20), np.int64(46)) == PrintedFigure("43", 20, 46)
    assert accident(["35.9"], 46) == accident(["35.9"], [46])
    assert judge("67.3%") == judge(PrintedFigure("67.3%"))


@pytest.mark.parametrize(("figure", "zh", "en"), [
    (PrintedFigure("44%", 2134), "相容的基数：4796–4905", "bases that fit: 4796–4905"),
    (PrintedFigure("65.40%", 1136, 1740), "相容的基数：1737", "bases that fit: 1737"),
    (PrintedFigure("35.9%", base=46), "最接近的相容值：34.78, 36.96", "nearest attainable: 34.78, 36.96")])
def test_a_verdict_says_what_would_fit_in_both_languages(figure, zh, en):
    said = judge(figure).words()
    assert zh in in_language(said, "zh") and en in in_language(said, "en")
    assert "不等于学术不端" in in_language(said, "zh") and "not misconduct" in in_language(said, "en")


def test_a_notebook_shows_a_verdict_in_both_languages():
    shown = judge(PrintedFigure("43%", base=46))._repr_mimebundle_()["text/plain"]
    assert shown.splitlines() == [in_language(judge(PrintedFigure("43%", base=46)).words(), side)
                                  for side in ("zh", "en")]
