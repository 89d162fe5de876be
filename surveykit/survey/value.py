"""A survey: responses, codebook, design, flags and the log of everything done to them.

All types are frozen; only `with_responses` makes a successor, and it demands a Step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook, Item
from surveykit.errors import CodebookError, ReadError, did_you_mean, list_quoted
from surveykit.survey.condition import select_respondents
from surveykit.survey.design import Design
from surveykit.survey.find_changes import find_changes
from surveykit.survey.frame import (
    MISSING,
    MISSING_CODE,
    codebook_from_frame,
    normalise_names,
    order_columns,
    reconcile_missing,
    validate_frame,
)
from surveykit.survey.named_domain import NamedDomain
from surveykit.survey.source import Source
from surveykit.survey.survey_log import Flag, RuleRun, Step
from surveykit.survey.survey_table import survey_table
from surveykit.words.messages import Message
from surveykit.words.phrases import Text, as_text


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Responses with the codebook that explains them, and a log of every change.

    `len(survey)` is the number of respondents, `survey["q4"]` an item by its name, label or number, iteration goes
    over the items. A notebook shows the items as a table, with how many answered.

    Attributes
    ----------
    responses
        One row per respondent (index `respondent`, text). A single-choice item holds option
        values, a rating its score, a response set one column per option with 1, 0 or missing.
    missing
        Frame of the same shape: why a cell is empty (`not_asked`, `blank`, `refused`,
        `dont_know`), '' where there is an answer.
    codebook, design, flags, screening, log, source, codes
        What the columns mean, how people were sampled, what was found, by which screening rules, what was
        changed, where the file came from, and coded columns that analyses keep for the next one.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> survey.rows
    40
    >>> survey.responses.loc["1", "gender"]
    'male'
    """

    _responses: pd.DataFrame
    _missing: pd.DataFrame
    codebook: Codebook
    source: Source = field(default_factory=Source)
    design: Design = field(default_factory=Design)
    flags: tuple[Flag, ...] = ()
    log: tuple[Step, ...] = ()
    screening: tuple[RuleRun, ...] = ()
    codes: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, codebook: Codebook | None = None) -> Survey:
        """A Survey from a DataFrame that is already in order.

        Parameters
        ----------
        frame
            One row per respondent; columns named as the codebook names them: option values, the
            scores of ratings, 1 and 0 for each option of a response set.
        codebook
            What the columns mean; without one, text columns become `single` items with the
            answers found, in order of appearance, and number columns `number` items.

        Raises
        ------
        ReadError
            The frame is empty, a column of the codebook is missing, or names or keys repeat.
        CodebookError
            A column holds what its item cannot: a value that is no option, a text for a number.

        Missing values
        --------------
        Empty cells are taken as `blank`; options that stand for missing keep their kind.

        Examples
        --------
        >>> import pandas as pd, surveykit as sk
        >>> sk.Survey.from_frame(pd.DataFrame({"a": ["x", "y", None]})).missing["a"].tolist()
        ['', '', 'blank']
        """
        frame = normalise_names(frame)
        book = codebook or codebook_from_frame(frame)
        data, codes, coded = validate_frame(frame, book)
        made = cls(data, codes, book, Source(rows=len(data), synthetic=book.synthetic)).validate()
        made.codes.update(coded)
        return made

    @property
    def responses(self) -> pd.DataFrame:
        """A copy of the answers; changing it changes nothing here."""
        return self._responses.copy(deep=False)

    @property
    def missing(self) -> pd.DataFrame:
        """Why each empty cell is empty, as words; '' where there is an answer."""
        words = np.array(MISSING, dtype=object)[self._missing.to_numpy("int8")]
        return pd.DataFrame(words, index=self._missing.index.copy(), columns=self._missing.columns.copy())

    @property
    def rows(self) -> int:
        """Respondents now in the survey."""
        return len(self._responses)

    @property
    def screened_rules(self) -> tuple[str, ...]:
        """The screening rules whose findings are among the flags; those that refused are not."""
        return tuple(run.rule for run in self.screening if not run.refused)

    def validate(self) -> Survey:
        """The survey itself, unless it is empty or two respondents share a key."""
        if self.rows == 0:
            raise ReadError("A survey must have at least one respondent.", where="{file}",
                            fix="check that the export holds answers, and the rules that excluded",
                            file=self.source.name)
        keys = self._responses.index
        twice = keys[keys.duplicated()].unique()
        if len(twice):
            raise ReadError("Respondents {twice} occur more than once.", where="{file}",
                            fix="the key column must be unique: was the same export pasted twice?",
                            twice=list_quoted(twice), file=self.source.name)
        if "" in keys:
            raise ReadError("Every respondent must have a key.", where="{file}",
                            fix="fill the key column, or leave the whole row empty", file=self.source.name)
        return self

    def answers(self, column: str) -> pd.Series:
        """One column of answers, missing left out; the columns of a response set are `item__option`."""
        return self._responses[self._require_column(column)].dropna()

    def _require_column(self, column: str) -> str:
        """The column's name, or a CodebookError that suggests one."""
        if column in self._responses:
            return column
        near = self.codebook.sets.get(column, tuple(self._responses.columns))
        raise CodebookError("There is no column {column!r} in the survey.", where="{file}",
                            fix=did_you_mean(column, near), column=column, file=self.source.name)

    def missing_codes(self, columns: Sequence[str]) -> np.ndarray:
        """Why cells are empty as codes of `MISSING`, 0 where there is an answer: respondents x columns."""
        return self._missing[list(columns)].to_numpy()

    def missing_counts(self, column: str, rows: pd.Index | None = None) -> dict[str, int]:
        """How many respondents have no answer, by kind of missing."""
        codes = self._missing[self._require_column(column)]
        counts = np.bincount((codes if rows is None else codes[rows]).to_numpy(), minlength=len(MISSING))
        return {kind: int(counts[code]) for kind, code in MISSING_CODE.items() if kind and counts[code]}

    def with_responses(self, frame: pd.DataFrame, *, step: Step, missing: pd.DataFrame | None = None,
                       codebook: Codebook | None = None) -> Survey:
        """The successor of this survey: other responses, and the Step that says what changed.

        Parameters
        ----------
        frame
            The new responses, with the columns of the codebook.
        step
            What was done and why. A step without changes gets those that are found by comparing.
        missing
            Kinds of missing as codes (`MISSING_CODE`); by default those of the rows and columns
            that remain, a new gap being `blank`.
        codebook
            The codebook, where a column was added.

        Raises
        ------
        SurveyError
            No respondent is left, keys repeat, or columns are not those of the codebook.

        Examples
        --------
        >>> import surveykit as sk
        >>> survey = sk.example_survey()
        >>> step = sk.Step("exclude", "first respondent withdrew")
        >>> survey.with_responses(survey.responses.iloc[1:], step=step).rows
        39
        """
        book = codebook or self.codebook
        frame = order_columns(frame, book.columns).copy(deep=False)
        codes = self._missing.reindex(index=frame.index, columns=frame.columns, fill_value=0)
        codes = order_columns(missing, book.columns) if missing is not None else codes
        if not step.changes:
            step = replace(step, changes=tuple(find_changes(self._responses, frame, step.verb)))
        return replace(self, _responses=frame, _missing=reconcile_missing(frame, codes), codebook=book,
                       log=(*self.log, step)).validate()

    def with_new_item(self, item: Item, answers: Mapping[str, Any], kinds: np.ndarray, *, after: str | None,
                      step: Step) -> Survey:
        """The successor with one more item, whose kinds of missing agree with its answers; all else is not touched."""
        book = self.codebook.with_item(item, after=after)
        frame, codes = self.responses, self._missing.copy(deep=False)
        with pd.option_context("mode.performance_warnings", False):  # a large frame keeps its columns apart
            for place, column in enumerate(item.columns, start=book.columns.index(item.columns[0])):
                frame.insert(place, column, answers[column])
                codes.insert(place, column, kinds)
        made = replace(self, _responses=frame, _missing=codes, codebook=book, log=(*self.log, step))
        made.codes.update(self.codes)  # coded columns of the other items still hold
        return made

    def pipe(self, step: Callable[..., Survey], *args: object, **options: object) -> Survey:
        """`step(self, ...)`, so that steps read from left to right.

        Examples
        --------
        >>> import surveykit as sk
        >>> sk.example_survey().pipe(sk.screen).rows
        40
        """
        return step(self, *args, **options)

    def where(self, query: str | None) -> pd.Index:
        """The respondents of a domain such as `gender = 'female' and age >= 30`; everybody for None."""
        if query is None:
            return self._responses.index
        return self._responses.index[select_respondents(self, query)]

    def domain(self, condition: str, *, name: str, label: str | Text | None = None) -> NamedDomain:
        """Some of the respondents under a name: `where=` takes it, and tables, reports and the log say its label.

        Parameters
        ----------
        condition
            Such as `"service_year >= 2012"` (`docs/expressions.md`). It can be joined to others:
            `where=f"({recent}) and gender = 'female'"` is a condition without a name again.
        name, label
            What it is called in code and, in one or two languages, in tables; the name by default.

        Examples
        --------
        >>> import surveykit as sk
        >>> survey = sk.example_survey()
        >>> slow = survey.domain("months > 6", name="slow", label={"zh": "就业较慢", "en": "late first job"})
        >>> slow
        domain slow: months > 6 (13 of 40 respondents)
        >>> sk.frequencies(survey, "plan", where=slow).title["en"]
        'Plan after service (late first job)'
        """
        holds = select_respondents(self, condition)
        return NamedDomain(condition, name, as_text(name if label is None else label), (int(holds.sum()), self.rows))

    def facts(self) -> dict[str, object]:
        """What every Result repeats about its source."""
        first, *others = self.source.files
        beside = {"with": [one.facts(one.rows) for one in others]} if others else {}
        return first.facts(self.rows) | {"synthetic": self.source.synthetic} | beside

    def __len__(self) -> int:
        return self.rows

    def __iter__(self) -> Iterator[Item]:
        return iter(self.codebook)

    def __getitem__(self, name: str | int) -> Item:
        return self.codebook[name]

    def __contains__(self, name: object) -> bool:
        try:
            return bool(self.codebook[str(name)])
        except CodebookError:
            return False

    def _repr_mimebundle_(self, **options: object) -> dict[str, object]:
        """The items as a table; no cell of anybody."""
        return survey_table(self)._repr_mimebundle_(**options)

    def __repr__(self) -> str:
        return str(Message("Survey: {rows} respondents, {items} items, {steps} steps, {flags} flags, from {name}",
                           rows=self.rows, items=len(self.codebook), steps=len(self.log), flags=len(self.flags),
                           name=self.source.name))
