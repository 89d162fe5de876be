"""Rankings: who put an option first, and where it stands on average."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.analysis.domain import Domain, select_domain
from surveykit.analysis.estimate import estimate_shares, require_base, title_by, wording
from surveykit.analysis.item_groups import ItemGroups, select_groups
from surveykit.codebook import Item
from surveykit.errors import AnalysisError, list_quoted
from surveykit.result import SHARES, Result
from surveykit.result.format import level_words
from surveykit.result.result_column import INTERVAL, show_count, show_number, show_option, show_share
from surveykit.survey import Survey, require_item
from surveykit.words.messages import Message
from surveykit.words.phrases import phrase

LAYOUT = SHARES.showing(
    show_option(), show_count("head.first", "n", "base"), show_share("head.percent_first"), INTERVAL,
    show_count("head.placed", "placed", "base"), show_number("mean_place", "head.mean_place"),
    show_number("score", "head.rank_score"), figure="ranked_bars")
FIX = Message("frequencies for single items, multiple_response for select-all items")


def ranking(survey: Survey, item: str, *, by: str | None = None, where: str | None = None,
            level: float = 0.95) -> Result:
    """How often each option of a ranking was put first, how often it was placed at all, and where.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    item
        A `rank` item; a respondent may have placed all options or only some.
    by, where, level
        As in `frequencies`.

    Returns
    -------
    Result
        kind "ranking"; one row per group and option in codebook order. Columns: item, option, group, n (put it
        first), base (respondents who placed anything), estimate, se, low, high (the share who put it first), placed
        (respondents who gave it any place), mean_place (among these, 1 is best; nan for nobody), score.

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
    question = require_item(survey, item, ("rank",), "ranking", FIX)
    domain = select_domain(survey, "ranking", where, level)
    groups, places = select_groups(domain, by), rank_places(domain, question)
    answered = ~np.isnan(places).all(axis=1)
    table = _rank_table(question, [places[answered & (groups.codes == code)] for code in range(len(groups.names))],
                        groups, level)
    bases = table.groupby("group", sort=False)["base"].first()
    require_base(survey, int(bases.sum()), item, groups.item)
    no_group = int((answered & (groups.codes < 0)).sum())
    return Result(kind="ranking", layout=LAYOUT.by_group() if by else LAYOUT,
                  title=title_by(survey, question.words, groups.item), table=table, base=int(bases.sum()),
                  notes=(*wording(question), *domain.notes(), phrase("note.ranking", k=len(question.answers)),
                         *groups.notes(bases)),
                  source=survey.facts(),
                  labels={"item": {item: question.words}, "group": dict(groups.labels),
                          "option": {f"{item}={option.value}": option.label for option in question.answers}},
                  missing=domain.missing_counts(question) | ({"no_group": no_group} if no_group else {}),
                  method=phrase("method.wilson", level=level_words(level)),
                  settings={"level": level, "where": where}, language=survey.codebook.language)


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
        raise AnalysisError("Answers to {item!r} must be among its options; not so: {strange}.",
                            where="{file}", fix="add them to the codebook, or recode the answers",
                            item=item.name, strange=list_quoted(strange), file=domain.survey.source.name)
    return places


def _rank_table(item: Item, by_group: Sequence[NDArray[np.float64]], groups: ItemGroups,
                level: float) -> pd.DataFrame:
    """Long table: first places as shares, and how often and where each option was placed, per group."""
    k = len(item.answers)
    first = np.array([(places == 1).sum(axis=0) for places in by_group])
    placed = np.array([(~np.isnan(places)).sum(axis=0) for places in by_group])
    sums = np.array([np.nansum(places, axis=0) for places in by_group])
    bases = np.array([len(places) for places in by_group])
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_place, score = sums / placed, ((k + 1) * placed - sums) / bases[:, None]
    return estimate_shares(item, groups, first, bases, level).assign(
        placed=placed.ravel(), mean_place=mean_place.ravel(), score=score.ravel())
