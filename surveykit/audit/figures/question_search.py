"""What the tables about whole questions search, and the Result around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.figure_results import figures_result, question_words
from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.errors import AnalysisError
from surveykit.result import Layout, Result
from surveykit.words.phrases import Text

Questions = Sequence[Sequence[PrintedFigure]]


@dataclass(frozen=True, slots=True)
class QuestionSearch:
    """The bases that a table searches and the rest that was asked for; see `question_table`."""

    n_min: int = 1
    n_max: int = 230
    marked: int | None = None
    candidates: Sequence[int] = ()
    people: int = 0
    digits: int = 1
    places: int = 2
    draws: int = 20_000
    seed: int = 1
    source: str | Path | None = None

    @property
    def span(self) -> range:
        """The bases; AnalysisError where they do not rise or miss the marked one."""
        span = range(self.n_min, self.n_max + 1)
        if not span or (self.marked is not None and self.marked not in span):
            raise AnalysisError("The bases must run upwards and hold the marked one: {n_min} to {n_max}, "
                                "marked {marked}.", fix="question_table(figures, 'map', n_min=30, n_max=60, marked=46)",
                                n_min=self.n_min, n_max=self.n_max, marked=self.marked)
        return span

    @property
    def settings(self) -> dict[str, object]:
        """The range searched, as a Result keeps it."""
        return {"n_min": self.n_min, "n_max": self.n_max}


def questions_result(kind: str, layout: Layout, title: Text, table: pd.DataFrame, questions: Questions,
                     search: QuestionSearch, *, method: Text, notes: tuple[Text, ...] = (),
                     settings: dict[str, object] | None = None) -> Result:
    """The Result around a table with questions as its items."""
    words = {asked[0].name: question_words(asked) for asked in questions}
    return figures_result(kind, layout, title, table, [figure for asked in questions for figure in asked],
                          search.source, method=method, notes=notes, labels={"item": words}, settings=settings)
