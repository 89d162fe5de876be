"""Old answers beside new ones: what a decision did to an item."""

import numpy as np
import pandas as pd

from surveykit.codebook import Item
from surveykit.errors import CleaningError
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_count, show_words
from surveykit.survey import MISSING, Survey, require_survey, value_text
from surveykit.words.phrases import Text, phrase, same_text

CHOICES = ("single", "rating")
LAYOUT = LISTING.showing(show_words("old", "recoding.old", "old"), show_words("new", "recoding.new", "new"),
                         show_count("head.respondents", "n"))


def recoding_table(before: Survey, after: Survey, item: str, *, new: str | None = None) -> Result:
    """Which old answer became which new one, and how often.

    Parameters
    ----------
    before, after
        The survey before and after a decision; compared are the respondents of both.
    item
        A choice, a rating or a number; of numbers the lowest and highest of each new answer are shown.
    new
        The item it became, where it is another one (`derive`).

    Returns
    -------
    Result
        kind "recoding": old, new, n, in the order of the old answers; combinations that do not occur are left out.

    Raises
    ------
    CleaningError
        The item is neither a choice nor a number.

    Missing values
    --------------
    Kinds of missing are answers here: whoever lost or gained an answer is seen.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> merged = sk.recode(survey, "plan", {"renew": "stay"}, reason="both stay")
    >>> sk.recoding_table(survey, merged, "plan").table[["old", "new", "n"]].to_numpy().tolist()[1:3]
    [['stay', 'stay', 8], ['renew', 'stay', 7]]
    """
    first, second = require_survey(before, "recoding_table"), require_survey(after, "recoding_table")
    old, into = first.codebook[item], second.codebook[new or item]
    if old.kind not in (*CHOICES, "number") or into.kind not in CHOICES:
        raise CleaningError("{item!r} is neither a choice nor a number.", where=first, item=old.name,
                            fix="recoding_table(before, after, 'a choice')")
    keys = first._responses.index.intersection(second._responses.index, sort=False)
    frame = pd.DataFrame({"old": _cells(first, old, keys), "new": _cells(second, into, keys)})
    table = _bands(first, old, keys, frame) if old.kind == "number" else _pairs(old, into, frame)
    return Result(kind="recoding", layout=LAYOUT, title=phrase("title.recoding", item=into.words), table=table,
                  base=len(keys), source=second.facts(), labels={"old": _words(old), "new": _words(into)},
                  language=second.codebook.language)


def _cells(survey: Survey, item: Item, keys: pd.Index) -> np.ndarray:
    """Answers as texts, gaps as their kind in brackets."""
    values, codes = survey._responses[item.name].loc[keys], survey._missing[item.name].loc[keys].to_numpy()
    return np.array([f"({MISSING[code]})" if code else value_text(value)
                     for value, code in zip(values, codes, strict=True)], dtype=object)


def _pairs(old: Item, into: Item, frame: pd.DataFrame) -> pd.DataFrame:
    """Every combination that occurs, in the order of the options."""
    counts = frame.value_counts().rename("n").reset_index()
    places = [{value: place for place, value in enumerate(_words(item))} for item in (old, into)]
    order = sorted(range(len(counts)), key=lambda row: tuple(
        places[side].get(str(counts.iloc[row, side]), len(places[side])) for side in (0, 1)))
    return counts.iloc[order].reset_index(drop=True)


def _bands(survey: Survey, old: Item, keys: pd.Index, frame: pd.DataFrame) -> pd.DataFrame:
    """The span of the numbers of each new answer."""
    frame = frame.assign(number=survey._responses[old.name].loc[keys].to_numpy(dtype=float, na_value=np.nan))
    rows = []
    for new, group in frame.groupby("new", sort=False):
        ends = [value_text(end) for end in (group["number"].min(), group["number"].max())]
        rows.append((group["number"].min(), "–".join(dict.fromkeys(ends)) or group["old"].iloc[0], new, len(group)))
    rows.sort(key=lambda row: (np.isnan(row[0]), row[0]))
    return pd.DataFrame([row[1:] for row in rows], columns=["old", "new", "n"])


def _words(item: Item) -> dict[str, Text]:
    """Labels of the answers, then of the kinds of missing."""
    values = [value_text(option.score if item.kind == "rating" else option.value) for option in item.answers]
    labels = {value: option.label or same_text(value) for value, option in zip(values, item.answers, strict=True)}
    return labels | {f"({kind})": phrase(f"recoding.{kind}") for kind in MISSING if kind}
