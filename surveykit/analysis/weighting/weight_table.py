"""What weights do: shares before and after beside the known ones, and how uneven the weights are."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.calibration import weight_effect
from surveykit.analysis.coded_columns import choice_codes, number_column
from surveykit.analysis.sampling_design import base_weights, sampling_of
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.format import decimal_text
from surveykit.result.result_column import show_count, show_item, show_option, show_share
from surveykit.survey import Survey, require_item, require_survey
from surveykit.words.phrases import Text, phrase

Floats = NDArray[np.float64]
COLUMNS = ["item", "option", "n", "base", "before", "estimate", "target"]
LAYOUT = LISTING.showing(
    show_item(), show_option(), show_count("head.respondents", "n"), show_share("head.before", "before"),
    show_share("head.weighted"), show_share("head.target", "target", "", "", decimals=1), figure="")
LARGE = 5.0  # times the mean weight: worth a look


def weight_report(survey: Survey, items: str | Sequence[str] | None = None) -> Result:
    """Who is counted how much: shares before and after weighting beside the known ones, and the price.

    Parameters
    ----------
    survey
        Survey with weights.
    items
        Names of `single`, `rating` or `multiple` items; by default those the weights were calibrated to.

    Returns
    -------
    Result
        kind "weight_report"; one row per option. Columns: item, option, n (respondents), base (answered), before
        (share with the weights before calibration), estimate (share with the weights now), target (known share; nan
        where none is known). The notes say how uneven the weights are and what that costs.

    Raises
    ------
    AnalysisError
        A survey without weights, an item of another kind, or no items and weights that were not calibrated.

    Missing values
    --------------
    Shares are of those who answered; respondents with weight 0 are left out.

    Notes
    -----
    Design effect of weighting 1 + CV^2 = n sum w^2 / (sum w)^2 (Kish), effective n = n / that.

    References
    ----------
    Kish, L. (1992). Weighting for unequal Pi. Journal of Official Statistics 8, 183-200.

    Examples
    --------
    >>> import surveykit as sk
    >>> weighted = sk.rake(sk.example_survey(), {"gender": {"male": 0.5, "female": 0.5}})
    >>> sk.weight_report(weighted).table[["option", "before", "estimate", "target"]].round(3).to_numpy().tolist()
    [['female', 0.425, 0.5, 0.5], ['male', 0.575, 0.5, 0.5]]
    """
    survey, sampling = require_survey(survey, "weight_report"), sampling_of(survey)
    if sampling is None:
        raise AnalysisError("weight_report needs a survey with weights.", where=survey,
                            fix="set_design(survey, weight=...), or rake(survey, ...)")
    asked = _select_items(survey, items)
    before, now = base_weights(survey), sampling.weights
    table = pd.DataFrame([row for item in asked for row in _rows(survey, item, before, now)], columns=COLUMNS)
    labels = {"item": {item.name: item.words for item in asked},
              "option": {f"{item.name}={option.value}": option.label for item in asked for option in item.answers}}
    return Result(kind="weight_report", layout=LAYOUT, title=phrase("title.weight_report"), table=table,
                  base=int((now > 0).sum()), method=phrase("method.weight_report"),
                  notes=(*_weight_notes(now[now > 0]), *_mean_notes(survey, before, now)), source=survey.facts(),
                  labels=labels, settings={"weight": survey.design.weight}, language=survey.codebook.language)


def _select_items(survey: Survey, items: str | Sequence[str] | None) -> list[Item]:
    """The items of the table."""
    if items is None:
        named = dict.fromkeys(name for margin in survey.design.margins for name in margin.items)
        found = [survey.codebook[name] for name in named]
        asked = [item for item in found if item.kind != "number"]
    else:
        names = [items] if isinstance(items, str) else items
        asked = [require_item(survey, name, ("single", "rating", "multiple"), "weight_report") for name in names]
    if not asked:
        raise AnalysisError("weight_report must be told which items to show: these weights were calibrated to none.",
                            where=survey, fix="weight_report(survey, ['gender', 'year'])")
    return asked


def _rows(survey: Survey, item: Item, before: Floats, now: Floats) -> Iterator[tuple[object, ...]]:
    """Each option with its shares."""
    ticks = choice_codes(survey, item)
    known = (ticks[:, 0] >= 0) & (now > 0)
    targets = _targets(survey, item)
    for place, option in enumerate(item.answers):
        chose = known & (ticks[:, place] == 1)
        yield (item.name, option.value, int(chose.sum()), int(known.sum()), before[chose].sum() / before[known].sum(),
               now[chose].sum() / now[known].sum(), targets.get(option.value, np.nan))


def _targets(survey: Survey, item: Item) -> dict[str, float]:
    """The known share of each option, from the first margin that tells it; joined cells tell none."""
    for margin in survey.design.margins:
        if item.name in margin.items:
            place, whole = margin.items.index(item.name), sum(total for _, total in margin.cells)
            shares: dict[str, float] = dict.fromkeys((option.value for option in item.answers), 0.0)
            for cells, total in margin.cells:
                values = {cell[place] for cell in cells}
                if len(values) > 1:
                    return {}
                shares[values.pop()] += total / whole
            return shares
    return {}


def _weight_notes(weights: Floats) -> Iterator[Text]:
    """How uneven the weights are."""
    effect, mean = weight_effect(weights), float(weights.mean())
    yield phrase("note.weights", n=weights.size, least=decimal_text(float(weights.min()) / mean, 2),
                 most=decimal_text(float(weights.max()) / mean, 2), effect=decimal_text(effect, 2),
                 effective=decimal_text(weights.size / effect, 1))
    large = int((weights > LARGE * mean).sum())
    if large:
        yield phrase("note.large_weights", n=large, times=f"{LARGE:g}")


def _mean_notes(survey: Survey, before: Floats, now: Floats) -> Iterator[Text]:
    """Means that were known, before and after."""
    whole = float(now.sum())
    for margin in survey.design.margins:
        item = survey.codebook[margin.items[0]] if margin.items else None
        if item is not None and item.kind == "number":
            x = number_column(survey, item)
            yield phrase("note.calibrated_mean", item=item.words,
                         before=decimal_text(float(x @ before / before.sum()), 2),
                         after=decimal_text(float(x @ now / whole), 2),
                         target=decimal_text(margin.cells[0][1] / whole, 2))
