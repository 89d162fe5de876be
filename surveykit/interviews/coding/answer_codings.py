"""Codes that people gave to the answers of a text question: the units of agreement are the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from surveykit.errors import AnalysisError, did_you_mean
from surveykit.interviews import Code, Interviews
from surveykit.interviews.coding.turn_units import Units, units_of
from surveykit.words.phrases import phrase

Marks = np.ndarray[Any, np.dtype[Any]]
WAYS = ("any", "all", "majority")


@dataclass(frozen=True, slots=True, eq=False)
class AnswerCodings:
    """What each coder gave to each answer.

    Attributes
    ----------
    item
        Name of the item that was coded.
    codes
        The codes, in the order of the list.
    coders
        Who coded.
    answers
        Respondent to words, in the order of the survey.
    given
        Coders x codes x answers: 1 given, 0 not given, nan where the coder has not coded the answer.
    source
        What a Result says of its source.
    language
        Of the codebook.
    """

    item: str
    codes: tuple[Code, ...]
    coders: tuple[str, ...]
    answers: Mapping[str, str] = field(repr=False)
    given: Marks = field(repr=False)
    source: Mapping[str, object] = field(repr=False)
    language: str = "en"

    @property
    def name(self) -> str:
        """The item, as errors name it."""
        return f"item {self.item}"

    def facts(self) -> dict[str, object]:
        """What every Result repeats about its source."""
        return dict(self.source)

    @property
    def coded_cells(self) -> Marks:
        """Coders x answers: whether the coder has coded the answer."""
        return np.asarray(~np.isnan(self.given).any(axis=1))

    def units(self) -> Units:
        """The answers that two people coded, with what each gave."""
        if len(self.coders) < 2:
            raise AnalysisError("Agreement needs the codings of two people.", where="{item}", item=self.name,
                                fix="put a second coder's column or rows into the table")
        both = self.coded_cells.sum(axis=0) > 1
        if not both.any():
            raise AnalysisError("Agreement needs answers that two people coded.", where="{item}", item=self.name,
                                fix="let two people code the same answers")
        turns = pd.DataFrame({"document": list(self.answers), "turn": 1, "text": list(self.answers.values())})[both]
        alone = int((self.coded_cells.sum(axis=0) == 1).sum())
        notes = (phrase("coding.note.coded_once", n=alone),) if alone else ()
        return Units(self.coders, tuple(code.code_id for code in self.codes), turns.reset_index(drop=True),
                     self.given[:, :, both], pd.DataFrame(), int(both.sum()), notes, "answers")

    def decide(self, coder: str | None = None) -> Marks:
        """Codes x answers of one coder, of `any`, `all` or the `majority`; nan where nobody coded the answer.
        None is the only coder, or what all agree on; where they do not (`split_answers`) all is nan.
        """
        if coder in self.coders:
            return np.asarray(self.given[self.coders.index(coder)])
        if coder is not None and coder not in WAYS:
            raise AnalysisError("There is no coder {coder!r}.", where="{item}", coder=coder, item=self.name,
                                fix=did_you_mean(coder, [*self.coders, *WAYS]))
        coders, votes = self.coded_cells.sum(axis=0), np.nansum(self.given, axis=0)
        needed = {"any": 1, "majority": coders / 2}.get(coder or "", np.maximum(coders, 1))
        made = (votes > needed if coder == "majority" else votes >= needed).astype(float)
        made[:, coders == 0] = np.nan
        if coder is None:
            made[:, self.split_answers] = np.nan
        return np.asarray(made)

    @property
    def split_answers(self) -> Marks:
        """The answers on which coders differ."""
        votes, coders = np.nansum(self.given, axis=0), self.coded_cells.sum(axis=0)
        return np.asarray(((votes > 0) & (votes < coders)).any(axis=0))


def coded_units(coded: Interviews | AnswerCodings) -> Units:
    """The units of agreement of whatever was coded."""
    return coded.units() if isinstance(coded, AnswerCodings) else units_of(coded)
