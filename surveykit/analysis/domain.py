"""Who an analysis is about: a mask over all respondents, so that the design stays whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.sampling import Sampling
from surveykit.analysis.cells import count_places
from surveykit.analysis.coded_columns import missing_codes
from surveykit.analysis.sampling_design import sampling_of
from surveykit.codebook import Item
from surveykit.errors import AnalysisError, list_quoted
from surveykit.survey import MISSING, MISSING_CODE, Survey, require_survey
from surveykit.survey.cell_survey import CellSurvey, people_of, row_count
from surveykit.survey.condition import Condition, select_respondents
from surveykit.survey.condition_words import condition_words
from surveykit.survey.named_domain import NamedDomain
from surveykit.survey.survey_log import list_joined_items
from surveykit.survey.vain_parts import find_vain_parts, say_vain_parts
from surveykit.words.messages import JoinedMessage
from surveykit.words.phrases import Text, join_words, phrase

SAMPLE_PARTS = ("weight", "strata", "psu", "population", "replicates", "probability")


@dataclass(frozen=True, slots=True, eq=False)
class Domain:
    """The respondents of one analysis.
    survey: the whole survey.
    mask: whether each respondent belongs to the domain; None for everybody.
    where: the condition as it was given.
    sampling: the design as arrays; None for a simple sample.
    """

    survey: Survey
    mask: NDArray[np.bool_] | None
    where: str | None
    sampling: Sampling | None = None

    @property
    def rows(self) -> int:
        """Respondents in the domain."""
        return self.survey.rows if self.mask is None else self.count(np.ones(self.length, dtype=bool))

    @property
    def length(self) -> int:
        """Rows of its arrays: respondents, or cells of them."""
        return row_count(self.survey) if self.mask is None else int(self.mask.sum())

    @property
    def people(self) -> NDArray[np.int64] | None:
        """Respondents that each row of its arrays stands for; None for one each."""
        people = people_of(self.survey)
        return None if people is None else self.take(people)

    def count(self, rows: NDArray[np.bool_]) -> int:
        """Respondents in some of its rows."""
        people = self.people
        return int(rows.sum() if people is None else people[rows].sum())

    def tally(self, places: NDArray[np.integer], size: int) -> NDArray[np.intp]:
        """Respondents at each of so many places, a place per row."""
        return count_places(places, size, self.people)

    @property
    def errors(self) -> Text:
        """Where errors come from, in words."""
        return phrase(f"errors.{self.survey.design.replication or 'taylor'}")

    def take(self, column: NDArray[Any]) -> NDArray[Any]:
        """The domain's part of an array with one row per respondent."""
        return column if self.mask is None else column[self.mask]

    def put_back(self, column: NDArray[Any], outside: float) -> NDArray[Any]:
        """The domain's part put back among all respondents, the others with one value."""
        if self.mask is None:
            return column
        whole = np.full((row_count(self.survey), *column.shape[1:]), outside, dtype=column.dtype)
        whole[self.mask] = column
        return whole

    def column(self, name: str) -> pd.Series[Any]:
        """A column of answers, the domain's part."""
        column = self.survey._responses[name]
        return column if self.mask is None else column[self.mask]

    def missing_codes(self, item: Item) -> NDArray[np.int8]:
        """Why each respondent has no answer, 0 for an answer; of a set, its first missing option."""
        return self.take(missing_codes(self.survey, item))

    def missing_counts(self, item: Item) -> dict[str, int]:
        """Who has no answer, by kind of missing; of a set, by its first missing option."""
        return count_missing(self.missing_codes(item), self.people)

    def count_unpaired(self, items: Sequence[Item], left: int) -> dict[str, int]:
        """Why so many are without an answer to each of several items: not in the file that was joined, not asked, or
        asked and without one.
        """
        unasked = np.array([self.missing_codes(item) == MISSING_CODE["not_asked"] for item in items])
        joined = [item.name in list_joined_items(self.survey.log) for item in items]
        gone = self.count(np.logical_or.reduce(unasked[joined]))
        other = self.count(np.logical_or.reduce(unasked)) - gone
        return {why: n for why, n in (("attrition", gone), ("not_asked", other), ("either", left - gone - other)) if n}

    def title(self, words: Text) -> Text:
        """The title of a table: with the label of the domain, where it has a name."""
        named = self.where
        return phrase("title.domain", title=words, domain=named.label) if isinstance(named, NamedDomain) else words

    def notes(self) -> tuple[Text, ...]:
        """Who the numbers are about, when they are not about everybody, and what the sample allows."""
        return (*self._where_note(), *self._design_notes())

    def notes_on_chance(self, *notes: Text) -> tuple[Text, ...]:
        """Notes about what chance may do to an interval; none where the whole population is in the sample."""
        return () if self.sampling is not None and self.sampling.is_whole else notes

    def _where_note(self) -> tuple[Text, ...]:
        """The condition in words."""
        if self.where is None:
            return ()
        condition = Condition.read(self.where, self.survey.codebook)
        unknown = self.survey.unknown if isinstance(self.survey, CellSurvey) else int(
            (~condition.truth(self.survey).known).sum())
        note = phrase("note.domain", condition=condition_words(condition, self.survey.codebook))
        vain = () if isinstance(self.survey, CellSurvey) else say_vain_parts(condition.tree, self.survey)
        return (note, *((phrase("note.domain_unknown", n=unknown),) if unknown else ()), *vain)

    def _design_notes(self) -> tuple[Text, ...]:
        """That percents are weighted, that some people have no weight, that chance did not choose them."""
        sampling, design = self.sampling, self.survey.design
        without = 0 if sampling is None else sampling.count(sampling.weights == 0)
        uneven = sampling is not None and sampling.uneven
        dropped = (sampling is not None and sampling.replication is not None and len(sampling.stages) > 1
                   and design.replication in ("jackknife", "brr", "fay") and not design.replicates)
        return (*((phrase("note.weighted"),) if uneven else ()), *self._calibration_note(),
                *((phrase("note.first_stage"),) if dropped else ()),
                *((phrase("note.no_weight", n=without),) if without else ()),
                *((phrase("note.not_probability"),) if design.probability is False else ()))

    def _calibration_note(self) -> tuple[Text, ...]:
        """What the weights were calibrated to."""
        names = dict.fromkeys(name for margin in self.survey.design.margins for name in margin.items)
        if not names:
            return ()
        return (phrase("note.calibrated", items=join_words(self.survey.codebook[name].words for name in names)),)


def count_missing(codes: NDArray[np.int8], people: NDArray[np.int64] | None = None) -> dict[str, int]:
    """How often each kind of missing occurs; those that do not are left out."""
    counts = count_places(codes, len(MISSING), people)
    return {kind: int(counts[code]) for code, kind in enumerate(MISSING) if kind and counts[code]}


def select_domain(survey: Survey, verb: str, where: str | None, level: float = 0.95, *,
                  honours: tuple[str, ...] = (), instead: str = "", empty: bool = False) -> Domain:
    """The respondents a verb is about, once the level is found lawful and the design one the verb honours.
    instead: the call that takes such a design where this verb does not. empty: whether it can be about nobody.
    """
    survey = require_survey(survey, verb)
    if not 0 < level < 1:
        raise AnalysisError("level must lie between 0 and 1, not {level:g}.", where="{verb}",
                            fix="{verb}(..., level=0.95)", level=level, verb=verb)
    require_honoured(survey, verb, honours, instead)
    mask = None if where is None else (survey.inside if isinstance(survey, CellSurvey) else
                                       select_respondents(survey, where))
    if mask is not None and not mask.any() and not empty and not isinstance(survey, CellSurvey):
        _refuse_nobody(survey, str(where))
    sampling = sampling_of(survey)
    if sampling is not None and not sampling.weights.all():
        mask = (sampling.weights > 0) & (True if mask is None else mask)
    return Domain(survey, mask, where, sampling)


def _refuse_nobody(survey: Survey, where: str) -> None:
    """Refuse a condition that nobody fulfils, and name the parts that no answer does."""
    vain = list(map(str, find_vain_parts(Condition.read(where, survey.codebook).tree, survey)))
    raise AnalysisError("Nobody fulfils the condition {condition!r}.", where=survey, condition=where,
                        fix="no answer fulfils {parts}" if vain else "look at survey.where({condition!r})",
                        parts=list_quoted(vain))


def require_honoured(survey: Survey, verb: str, honours: tuple[str, ...], instead: str = "") -> None:
    """Refuse a design with a part the verb does not honour; no design is ever ignored."""
    unmet = [part for part in survey.design.parts if part not in honours]
    if unmet:
        raise AnalysisError("{verb} cannot honour this part of the design: {parts}.", where="{file}",
                            fix="{instead} takes it; or analyse the survey before its design was set" if instead else
                            "analyse the survey before its design was set", verb=verb, instead=instead,
                            parts=JoinedMessage(", ", unmet), file=survey.source.name)


def note_pairs(key: str, tests: int) -> tuple[Text, ...]:
    """How the p values of several tests were adjusted; nothing where there is one test or none."""
    return (phrase(key, k=tests),) if tests > 1 else ()
