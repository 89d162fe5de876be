"""What every table of figures shares: picking, words, the search for bases, and the Result around the rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from fractions import Fraction
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.printed_figure import PrintedFigure
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.files.disk import file_facts
from surveykit.group_by import group_by
from surveykit.result import Layout, Result
from surveykit.result.format import DASH
from surveykit.words.phrases import LANGUAGES, Text, in_language, phrase, same_text

Questions = Sequence[Sequence[PrintedFigure]]


def pick_figures(figures: Sequence[PrintedFigure], *names: str) -> tuple[PrintedFigure, ...]:
    """The figures with these names, in this order; `*` stands for any ending.

    Parameters
    ----------
    figures
        Figures with names.
    names
        `"BT-1"`, or a pattern such as `"DHU-Q*"`.

    Returns
    -------
    tuple of PrintedFigure
        In the order of `names`; those of a pattern in their own order.

    Raises
    ------
    AnalysisError
        A name that fits no figure.

    Missing values
    --------------
    None.

    Examples
    --------
    >>> import surveykit as sk
    >>> figures = sk.read_figures("data/raw/published/published_figures.csv")
    >>> [figure.printed for figure in sk.audit.pick_figures(figures, "DHU-Q4*")]
    ['43%', '30.8%']
    """
    picked: dict[str, PrintedFigure] = {}
    for name in names:
        found = {figure.name: figure for figure in figures if fnmatchcase(figure.name, name)}
        if not found:
            raise AnalysisError("There is no figure {name!r}.",
                                fix=did_you_mean(name, [figure.name for figure in figures]), name=name)
        picked |= found
    return tuple(picked.values())


def require(figure: PrintedFigure, met: bool, what: str) -> None:
    """Refuse a figure that lacks something."""
    if not met:
        raise AnalysisError("The figure {figure!r} must have {subject}.", figure=figure.name or figure.printed,
                            fix="look at the source, or leave the figure out", subject=what)


def require_count(figure: PrintedFigure) -> int:
    """The count of a figure; a figure without one, or with one that is only a bound, is refused."""
    require(figure, figure.count is not None and not figure.rough, "an exact count")
    return figure.count or 0


def require_count_and_base(figure: PrintedFigure) -> tuple[int, int]:
    """Count and base of a figure; refused where they are not exact, or more people than the base."""
    count, base = require_count(figure), figure.base or 0
    require(figure, base > 0, "a count and base")
    require(figure, count <= base, "a count within its base")
    return count, base


def require_distinct_names(figures: Sequence[PrintedFigure]) -> None:
    """Refuse figures that could not be told apart."""
    names = [figure.name for figure in figures]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise AnalysisError("Each figure must have a name of its own; {twice!r} occurs twice.",
                            fix="PrintedFigure('36%', name='q1a')", twice=twice)


def figure_words(figure: PrintedFigure) -> Text:
    """What a figure is about, in one phrase; the option is left out where the question says it already."""
    if not any(figure.question.values()):
        return same_text(figure.name or figure.printed)
    return {side: _question_option_words(in_language(figure.question, side), in_language(figure.option, side), side)
            for side in LANGUAGES}


def _question_option_words(question: str, option: str, language: str) -> str:
    """Question and option in one language, beginning with a capital where the language has them."""
    said = re.search(rf"(?<![a-z]){re.escape(option.casefold())}(?![a-z])", question.casefold())
    if option and not said:
        question = in_language(phrase("label.question_option", question=question, option=option), language)
    return question[:1].upper() + question[1:]


def select_exact(figures: Sequence[PrintedFigure]) -> list[PrintedFigure]:
    """The figures that are exact numbers, at least one, each with a name of its own."""
    exact = [figure for figure in figures if figure.exact]
    if not exact:
        raise AnalysisError("None of the figures is an exact number.", fix="PrintedFigure('67.3%')")
    require_distinct_names(exact)
    return exact


def group_questions(figures: Sequence[PrintedFigure]) -> list[tuple[PrintedFigure, ...]]:
    """Exact figures taken together: those of one study with the same question and printed base."""
    questions = group_by(select_exact(figures), lambda figure: (figure.study, figure.base, tuple(
        figure.question.values()) if any(figure.question.values()) else figure.name))
    return list(map(tuple, questions.values()))


def question_kind(question: Sequence[PrintedFigure]) -> str:
    """How the counts of a question are bound: by its first figure."""
    return question[0].kind if question[0].kind in ("single", "ticks") else "multi"


def question_words(question: Sequence[PrintedFigure]) -> Text:
    """What a question asked."""
    first = question[0]
    return capitalise(first.question) if any(first.question.values()) else same_text(first.name)


def capitalise(text: Text) -> Text:
    """Every side with its first letter large."""
    return {side: words[:1].upper() + words[1:] for side, words in text.items()}


def join_printed(question: Sequence[PrintedFigure]) -> str:
    """`67.3%, 16.2%, 12.7%`."""
    return ", ".join(figure.printed for figure in question)


def list_bases(found: Sequence[int], shown: int = 14) -> str:
    """`33, 44`, or a cross for none."""
    return (", ".join(map(str, found[:shown])) + (" …" if len(found) > shown else "")) or "×"


def float_or_nan(value: Fraction | int | None) -> float:
    """A number as float, nan for unknown."""
    return float("nan") if value is None else float(value)


def list_counts(spans: Sequence[tuple[int, int]]) -> str:
    """`14 + 11`, or `38 + 34–35 + 31` where a figure leaves a choice."""
    return " + ".join(str(low) if low == high else f"{low}{DASH}{high}" for low, high in spans)


def reading_words(read: Iterable[tuple[str, str]]) -> dict[str, Text]:
    """`20 (half up)` for counts and the reading that gives them, by `reading=counts`."""
    return {f"{reading}={counts}": phrase("audit.counts_read", counts=counts, reading=phrase(f"reading.{reading}"))
            for reading, counts in read}


def figures_result(kind: str, layout: Layout, title: Text, table: pd.DataFrame, figures: Sequence[PrintedFigure],
                   source: str | Path | None, *, method: Text, notes: tuple[Text, ...] = (),
                   settings: Mapping[str, object] | None = None,
                   labels: Mapping[str, Mapping[str, Text]] | None = None, joined: bool = False) -> Result:
    """The Result around a table of figures."""
    asked = {f.name: question_words([f]) for f in figures}
    words = {"item": {f.name: figure_words(f) for f in figures} if joined else asked,
             "option": {f.name: f.option or {"zh": "", "en": ""} for f in figures}}
    return Result(kind=kind, layout=layout, title=title, table=table, base=len(figures), method=method, notes=notes,
                  source=file_facts(source), labels=words | dict(labels or {}),
                  settings={"base_unit": "", **(settings or {})}, language="zh")


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
