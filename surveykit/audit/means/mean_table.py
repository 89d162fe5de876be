"""A table of published means and standard deviations, each judged."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.printed_figure import read_rows
from surveykit.audit.means.grim import grim
from surveykit.audit.means.grimmer import grimmer
from surveykit.audit.means.printed_number import parse_number
from surveykit.errors import AnalysisError, ReadError, SurveyError
from surveykit.files.disk import file_facts
from surveykit.result import LISTING, Result
from surveykit.result.format import DASH
from surveykit.result.result_column import show_count, show_item, show_share, show_words
from surveykit.words.messages import Message
from surveykit.words.phrases import Text, phrase, same_text

MEAN_VERDICTS = ("consistent", "truncated", "mean_impossible", "sd_impossible", "untestable")
WORDS = {"rounding": "consistent", "truncation": "truncated", "": "sd_impossible"}
COLUMNS = ["item", "option", "mean", "sd", "base", "items", "scale", "nearest_mean", "nearest_sd", "chance", "verdict"]

Row = Mapping[str, object]
LAYOUT = LISTING.showing(
    show_item("head.figure"), show_words("mean", "head.mean"), show_words("sd", "head.sd"),
    show_count("head.n_people", "base"), show_count("head.items", "items"), show_words("scale", "head.scale_ends"),
    show_words("nearest_mean", "head.nearest_mean"), show_words("nearest_sd", "head.nearest_sd"),
    show_share("head.pass_chance", "chance", "", "", decimals=0), show_words("verdict", "head.verdict", "verdict"))


def audit_means(means: str | Path | Sequence[Row], *, population: bool = False,
                source: str | Path | None = None) -> Result:
    """Judge published means and standard deviations of whole-number answers.

    Parameters
    ----------
    means
        A UTF-8 CSV file with the columns id, mean, sd, n and, where known, items, low, high, label_zh, label_en; or
        mappings with such keys. Means and standard deviations are strings as printed.
    population
        Whether the variances were divided by n instead of n - 1.
    source
        The file the rows were read from, for the provenance.

    Returns
    -------
    Result
        kind "mean_figures"; one row per mean: item (its id), mean, sd, base (n), items, scale, nearest_mean and
        nearest_sd (attainable values around it), chance (the share of all means with so many decimals that n people can
        give), verdict: `consistent`, `truncated` (only if decimals were cut off), `mean_impossible` (GRIM),
        `sd_impossible` (GRIMMER; DEBIT on a scale of 0 and 1), `untestable` (no n).

    Raises
    ------
    ReadError
        A column or a number is missing or is no number.
    AnalysisError
        A mean is a float, or a scale does not rise.

    Missing values
    --------------
    An empty n leaves the mean untestable; an empty sd leaves only the mean to be tested; an empty
    scale or number of items is a scale without ends, and one item.

    References
    ----------
    See `grim`, `grimmer`.

    Examples
    --------
    >>> table = audit_means([{"id": "a", "mean": "3.48", "n": 20}, {"id": "b", "mean": "3.45", "n": 20}]).table
    >>> table["verdict"].tolist()
    ['mean_impossible', 'consistent']
    """
    if isinstance(means, str | Path):
        source, means = means, read_rows(means, ("id", "mean", "sd", "n"))
    rows = [_row(row, number, population) for number, row in enumerate(means, start=1)]
    labels: dict[str, dict[str, Text]] = {
        "item": {str(row[0]): _words(given, str(row[0])) for given, row in zip(means, rows, strict=True)},
        "verdict": {word: phrase(f"verdict.mean.{word}") for word in MEAN_VERDICTS}}
    return Result(kind="mean_figures", layout=LAYOUT, title=phrase("title.mean_figures"),
                  table=pd.DataFrame(rows, columns=COLUMNS), base=len(rows), method=phrase("method.mean_figures"),
                  notes=(phrase("note.whole_answers"), phrase("note.not_misconduct")), source=file_facts(source),
                  labels=labels, settings={"base_unit": "", "population": population}, language="zh")


def _words(given: Row, name: str) -> Text:
    """What a mean is about: its labels, else its id."""
    words = {language: str(given.get(f"label_{language}") or "") for language in ("zh", "en")}
    return words if any(words.values()) else same_text(name)


def _row(given: Row, number: int, population: bool) -> tuple[object, ...]:
    """One mean and its verdict as a row."""
    name, where = str(given.get("id") or number), Message("row {row}", row=number)
    mean, sd = (_text(given.get(key), where) for key in ("mean", "sd"))
    n, items, low, high = (_parse_whole(given, key, where) for key in ("n", "items", "low", "high"))
    scale = "" if low is None else f"{low}{DASH}{high}"
    shown = (name, name, mean, sd or DASH, float("nan") if n is None else float(n), items or 1, scale)
    if n is None:
        parse_number(mean)
        return (*shown, "", "", float("nan"), "untestable")
    try:
        found = grim(mean, n, items=items or 1, low=low, high=high, truncation=True)
        both = grimmer(mean, sd, n, items=items or 1, low=low, high=high, population=population,
                       truncation=True) if found.consistent and sd and n > 1 else None
    except SurveyError as error:
        raise type(error)(error.what, where=where, fix=error.fix) from None
    word = "mean_impossible" if not found.consistent else WORDS[found.reading if both is None else both.reading]
    near = "" if both is None else ", ".join(both.nearest)
    return (*shown, ", ".join(found.nearest), near, float(found.chance), word)


def _text(value: object, where: str) -> str:
    """A printed string; a number would have lost its zeros."""
    if isinstance(value, float):
        raise AnalysisError("Means and standard deviations must be strings as printed.", where="{file}",
                            fix="{{'id': 'a', 'mean': '3.40', 'sd': '1.20', 'n': 20}}", file=where)
    return "" if value is None else str(value).strip()


def _parse_whole(given: Row, key: str, where: str) -> int | None:
    """A whole number, or None where nothing is given."""
    text = str("" if given.get(key) is None else given.get(key)).strip()
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        raise ReadError("{key} must be a whole number, not {text!r}.", where="{file}",
                        fix="leave it empty when the source gives none", key=key, text=text, file=where) from None
