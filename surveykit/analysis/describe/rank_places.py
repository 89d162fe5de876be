"""Rankings: who put an option first, and where it stands on average."""

import numpy as np
from numpy.typing import NDArray

from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.item_groups import select_groups
from surveykit.analysis.option_lines import select_lines
from surveykit.analysis.share_question import ShareQuestion, choose_base
from surveykit.analysis.share_table import LimitChoice
from surveykit.codebook import Item
from surveykit.errors import AnalysisError, list_quoted
from surveykit.result import SHARES, Result
from surveykit.result.result_column import INTERVAL, show_count, show_number, show_option, show_share
from surveykit.survey import Survey, require_item
from surveykit.words.phrases import phrase

LAYOUT = SHARES.showing(
    show_option(), show_count("head.first", "n", "base"), show_share("head.percent_first"), INTERVAL,
    show_count("head.placed", "placed", "base"), show_number("mean_place", "head.mean_place"),
    show_number("score", "head.rank_score"), figure="ranked_bars")


def ranking(survey: Survey, item: str, *, by: str | None = None, where: str | None = None, base: str = "answered",
            level: float = 0.95, interval: str = "auto") -> Result:
    """How often each option of a ranking was put first, how often it was placed at all, and where.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one.
    item
        A `rank` item; a respondent may have placed all options or only some.
    by, where, base, level, interval
        As in `frequencies`.

    Returns
    -------
    Result
        kind "ranking"; columns as in `frequencies` (n put it first, base placed anything), and placed (respondents
        who gave it any place), mean_place (among these, weighted, 1 is best; nan for nobody), score (weighted).

    Raises
    ------
    CodebookError
        An unknown item.
    AnalysisError
        An item of another kind, an answer that is no option, or a base of nobody.

    Missing values
    --------------
    Respondents who placed nothing are left out of the base and counted by kind in `Result.missing`. An option a
    respondent did not place counts 0 in his score and is left out of its mean place.

    Notes
    -----
    With k options the first place scores k, the last 1, no place 0; ``score`` is the mean over the base (the
    平均综合得分 of 问卷星). The interval is Wilson's, of the share of first places.
    R: ``colMeans(ifelse(is.na(place), 0, k + 1 - place))``.

    Examples
    --------
    >>> import pandas as pd, surveykit as sk
    >>> options = (sk.Option("a", {"en": "A"}), sk.Option("b", {"en": "B"}))
    >>> book = sk.Codebook((sk.Item("use", "rank", {"en": "Use"}, options),))
    >>> survey = sk.Survey.from_frame(pd.DataFrame({"use": ["a b", "a b", "b"]}), book)
    >>> sk.ranking(survey, "use").table[["n", "placed", "mean_place", "score"]].to_numpy().tolist()
    [[2.0, 2.0, 1.0, 1.3333333333333333], [1.0, 3.0, 1.6666666666666667, 1.3333333333333333]]
    """
    question = require_item(survey, item, ("rank",), "ranking")
    domain = select_domain(survey, "ranking", where, level, honours=SAMPLE_PARTS)
    groups, places = select_groups(domain, by), rank_places(domain, question)
    first = places == 1
    first_put = np.where(first.any(axis=1), first.argmax(axis=1), -1)
    asked = ShareQuestion("ranking", question, domain, groups, select_lines(question, None),
                          choose_base(domain, question, base), LimitChoice(level, interval), first_put)
    weights = np.ones(domain.rows) if domain.sampling is None else domain.take(domain.sampling.weights)
    inside = [asked.base.inside & (groups.codes == code) for code in range(len(groups.names))]
    shares = asked.shares()
    placed, mean_place, score = (np.array(part) for part in zip(
        *(_place_means(places[who], weights[who]) for who in inside), strict=True))
    return asked.result(LAYOUT.by_group() if by else LAYOUT, shares,
                        notes=(phrase("note.ranking", k=len(question.answers)),), placed=placed,
                        mean_place=mean_place, score=score)


def rank_places(domain: Domain, item: Item) -> NDArray[np.float64]:
    """Respondents x options: the place each was given, from 1; nan for none."""
    column = domain.column(item.name)
    option = {answer.value: code for code, answer in enumerate(item.answers)}
    places = np.full((len(column), len(option)), np.nan)
    strange: dict[str, None] = {}
    for row, text in enumerate(column.to_numpy(dtype=object, na_value="")):
        for place, value in enumerate(str(text).split(), start=1):
            if value in option:
                places[row, option[value]] = place
            else:
                strange[value] = None
    if strange:
        raise AnalysisError("Answers to {item!r} must be among its options; not so: {strange}.", where=domain.survey,
                            fix="add them to the codebook, or recode the answers", item=item.name,
                            strange=list_quoted(strange))
    return places


def _place_means(places: NDArray[np.float64],
                 weights: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Who placed each option, its mean place among them, and its mean score over all."""
    k, known = places.shape[1], ~np.isnan(places)
    among, sums = weights @ known, weights @ np.nan_to_num(places)
    with np.errstate(invalid="ignore", divide="ignore"):
        return known.sum(axis=0), sums / among, ((k + 1) * among - sums) / weights.sum()
