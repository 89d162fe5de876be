"""Answers that are not there: by item, by respondent, by pattern."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.analysis.domain import Domain, select_domain
from surveykit.codebook import Item
from surveykit.errors import AnalysisError, did_you_mean
from surveykit.result import LISTING, Layout, Result
from surveykit.result.result_column import show_count, show_item, show_share, show_words
from surveykit.survey import MISSING_CODE, PARTS, Survey, require_survey
from surveykit.survey.survey_log import list_joined_items
from surveykit.words.phrases import Text, join_words, phrase

KINDS = ("blank", "refused", "dont_know")
VIEWS = ("item", "respondent", "pattern")
NO_QUESTION = {"date", "duration", "meta", "id", "derived", "other_text"}
MOST_NAMED = 6
NONE = "none"
_PEOPLE = (show_count("head.respondents", "n", "base"), show_share("head.percent"))
BY_ITEM = LISTING.showing(
    show_item(), show_count("lost.asked", "base"), *(show_count(f"lost.{kind}", kind) for kind in KINDS),
    show_count("lost.not_asked", "not_asked"), show_count("lost.missing", "n", "base"), show_share("head.percent"))
BY_RESPONDENT = LISTING.showing(show_words("answers", "lost.answers"), *_PEOPLE)
BY_PATTERN = LISTING.showing(show_words("items", "lost.items", "items"), show_count("lost.count", "answers"), *_PEOPLE)


def missing_answers(survey: Survey, items: str | Sequence[str] | None = None, *, by: str = "item",
                    where: str | None = None) -> Result:
    """Which answers are not there, and why.

    Parameters
    ----------
    survey
        Any survey; people are counted, weights play no part.
    items
        Names of items; all questions by default.
    by
        `item`: per item, by reason. `respondent`: how many respondents lack none, one, two ... answers. `pattern`:
        which items are missing together, the most frequent first.
    where
        A domain such as `"gender == 'female'"`.

    Returns
    -------
    Result
        kind "missing_answers". By item: item, base (asked), blank, refused, dont_know, not_asked, n (missing, of those
        asked), estimate. By respondent: answers (missing answers), n, base, estimate. By pattern: items, answers, n,
        base, estimate; items that only one pattern of many lacks are named up to six.

    Raises
    ------
    AnalysisError
        `by` is none of the three.

    Missing values
    --------------
    What was not asked is never missing. A select-all question is missing where its first option is.

    Examples
    --------
    >>> import surveykit as sk
    >>> lost = sk.missing_answers(sk.example_survey())
    >>> lost.table.set_index("item").loc["months", ["n", "base"]].tolist()
    [3, 40]
    >>> sk.missing_answers(sk.example_survey(), by="respondent").table[["answers", "n"]].to_numpy().tolist()
    [['0', 35], ['1', 5]]
    """
    if by not in VIEWS:
        raise AnalysisError("missing_answers has no view {by!r}.", fix=did_you_mean(str(by), VIEWS), by=by)
    domain = select_domain(require_survey(survey, "missing_answers"), "missing_answers", where, honours=PARTS,
                           empty=True)
    names = [items] if isinstance(items, str | int) else items
    chosen = ([survey.codebook[name] for name in names] if names is not None else list_questions(survey))
    codes = domain.take(survey.missing_codes([item.columns[0] for item in chosen]))
    layout, table, labels = {"item": _by_item, "respondent": _by_respondent, "pattern": _by_pattern}[by](chosen, codes)
    return Result(kind="missing_answers", layout=layout, title=domain.title(phrase(f"title.missing_{by}")),
                  table=table, base=domain.rows, method=phrase("method.missing_answers"), notes=_notes(domain, codes),
                  source=survey.facts(), labels=labels, settings={"where": where}, language=survey.codebook.language)


def list_questions(survey: Survey) -> list[Item]:
    """What the form asked: no platform columns, no personal data, nothing derived or joined."""
    joined = list_joined_items(survey.log)
    return [item for item in survey.codebook
            if item.name not in joined and not item.personal and item.role not in NO_QUESTION]


Labels = dict[str, dict[str, Text]]
View = tuple[Layout, pd.DataFrame, Labels]
Codes = NDArray[np.int8]


def _is_missing(codes: Codes) -> NDArray[np.bool_]:
    """Asked, and no answer."""
    missing: NDArray[np.bool_] = (codes != 0) & (codes != MISSING_CODE["not_asked"])
    return missing


def _by_item(items: Sequence[Item], codes: Codes) -> View:
    """One row per item, by reason."""
    counts = {kind: (codes == MISSING_CODE[kind]).sum(axis=0) for kind in (*KINDS, "not_asked")}
    table = pd.DataFrame({"item": [item.name for item in items], **counts})
    table["n"], table["base"] = table[list(KINDS)].sum(axis=1), len(codes) - table["not_asked"]
    table["estimate"] = table["n"] / table["base"].where(table["base"] > 0)
    return BY_ITEM, table, {"item": {item.name: item.words for item in items}}


def _by_respondent(items: Sequence[Item], codes: Codes) -> View:
    """One row per number of missing answers."""
    numbers, counts = np.unique(_is_missing(codes).sum(axis=1), return_counts=True)
    table = pd.DataFrame({"answers": [str(number) for number in numbers], "n": counts, "base": len(codes)})
    return BY_RESPONDENT, table.assign(estimate=table["n"] / len(codes)), {}


def _by_pattern(items: Sequence[Item], codes: Codes) -> View:
    """One row per set of items that are missing together."""
    lost = _is_missing(codes)
    patterns = Counter(tuple(np.flatnonzero(row).tolist()) for row in lost)
    ordered = sorted(patterns.items(), key=lambda one: (-one[1], len(one[0]), one[0]))
    rows = [(",".join(items[place].name for place in places) or NONE, len(places), n, len(codes), n / len(codes))
            for places, n in ordered]
    labels = {row[0]: _list_items([items[place] for place in places]) for row, (places, _) in zip(rows, ordered,
                                                                                              strict=True)}
    return BY_PATTERN, pd.DataFrame(rows, columns=["items", "answers", "n", "base", "estimate"]), {"items": labels}


def _list_items(items: Sequence[Item]) -> Text:
    """Items in words; many are counted."""
    if not items:
        return phrase("lost.none")
    shown = join_words(item.words for item in items[:MOST_NAMED])
    rest = len(items) - MOST_NAMED
    return phrase("lost.more", items=shown, count=rest) if rest > 0 else shown


def _notes(domain: Domain, codes: Codes) -> tuple[Text, ...]:
    """Who is meant, and how many answered everything they were asked."""
    whole = int((~_is_missing(codes).any(axis=1)).sum())
    return (*domain.notes(), phrase("note.complete_answers", count=f"{whole}/{len(codes)}"))
