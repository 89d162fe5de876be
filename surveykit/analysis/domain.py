"""Who an analysis is about: a mask over all respondents, so that the design stays whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.survey import MISSING, Survey, value_text
from surveykit.survey.condition import condition, holds
from surveykit.words.phrases import Text, phrase


@dataclass(frozen=True, slots=True, eq=False)
class Domain:
    """The respondents of one analysis.

    survey: The whole survey.
    mask: Whether each respondent belongs to the domain; None for everybody.
    where: The condition as it was given.
    """

    survey: Survey
    mask: NDArray[np.bool_] | None
    where: str | None

    @property
    def rows(self) -> int:
        """Respondents in the domain."""
        return self.survey.rows if self.mask is None else int(self.mask.sum())

    def take(self, column: NDArray[Any]) -> NDArray[Any]:
        """The domain's part of an array with one row per respondent."""
        return column if self.mask is None else column[self.mask]

    def column(self, name: str) -> pd.Series[Any]:
        """A column of answers, the domain's part."""
        column = self.survey.responses[name]
        return column if self.mask is None else column[self.mask]

    def missing_counts(self, item: Item) -> dict[str, int]:
        """Who has no answer, by kind of missing; of a set, by its first missing option."""
        codes = self.take(self.survey.missing_codes(item.columns))
        first = codes[:, 0] if codes.shape[1] == 1 else codes[np.arange(len(codes)), (codes != 0).argmax(axis=1)]
        counts = np.bincount(first, minlength=len(MISSING))
        return {kind: int(counts[code]) for code, kind in enumerate(MISSING) if kind and counts[code]}

    def notes(self) -> tuple[Text, ...]:
        """Who the numbers are about, when they are not about everybody."""
        if self.where is None:
            return ()
        item, value = condition(self.where, self.survey.codebook)
        labels = [o.label for o in item.options if value in {o.value, value_text(o.score)}]
        return (phrase("note.domain", item=item.words, option=labels[0] if labels else value),)


def select_domain(survey: Survey, verb: str, where: str | None, level: float = 0.95) -> Domain:
    """The respondents a verb is about, once the design and the level are found lawful."""
    if not 0 < level < 1:
        raise AnalysisError("level must lie between 0 and 1, not {level:g}.", where="{verb}",
                            fix="{verb}(..., level=0.95)", level=level, verb=verb)
    require_simple_sample(survey, verb)
    mask = None if where is None else holds(survey.responses, *condition(where, survey.codebook))
    return Domain(survey, mask, where)


def require_simple_sample(survey: Survey, verb: str) -> None:
    """Refuse a design that is no simple sample; no design is ever ignored."""
    if survey.design.weight or survey.design.strata or survey.design.psu:
        raise AnalysisError("{verb} cannot honour weights, strata or clusters yet.",
                            where="{file}",
                            fix="analyse the survey before its design was set", verb=verb, file=survey.source.name)
