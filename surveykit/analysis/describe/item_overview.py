"""Every item of a survey on one page: how many answered, and between which ends."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from surveykit.analysis.domain import Domain, select_domain
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_count, show_item, show_words
from surveykit.survey import MISSING_CODE, PARTS, Survey, require_survey
from surveykit.words.phrases import LANGUAGES, Text, in_language, join_words, phrase, same_text

FIRST_OPTIONS, LONGEST = 3, 40
LAYOUT = LISTING.showing(
    show_item(), show_words("kind", "head.kind", "kind"), show_count("head.answered", "n", "base"),
    show_count("head.unanswered", "missing"), show_count("head.not_asked", "not_asked"),
    show_words("ends", "head.ends", "ends"), figure="")


def overview(survey: Survey, items: str | Sequence[str] | None = None, *, where: str | None = None) -> Result:
    """What was asked, item by item: the kind of answer, who answered, and what the answers span.

    Parameters
    ----------
    survey
        Any survey; weights and strata play no part, since people are counted.
    items
        Names of items of any kind; all of them by default.
    where
        A domain such as `"gender == 'female'"`.

    Returns
    -------
    Result
        kind "overview"; one row per item in codebook order. Columns: item, kind, n (answered), base (asked), missing
        (asked, no answer), not_asked, ends (words: first options, lowest to highest, first to last day, or the number
        of different texts). Base of the Result: all respondents.

    Raises
    ------
    CodebookError
        An unknown item.
    AnalysisError
        No items.

    Missing values
    --------------
    What was not asked is counted apart from what was asked and left empty; refusals and don't knows are empty.

    Notes
    -----
    No answer of a text or personal item is shown, only how many differ.

    Examples
    --------
    >>> import surveykit as sk
    >>> sk.overview(sk.example_survey()).table.loc[:1, ["item", "n", "missing"]].to_numpy().tolist()
    [['gender', 40, 0], ['plan', 40, 0]]
    """
    survey = require_survey(survey, "overview")
    names = [items] if isinstance(items, str | int) else items
    asked = [survey.codebook[name] for name in names] if names is not None else list(survey.codebook)
    if not asked:
        raise AnalysisError("overview needs at least one item.", where=survey, fix="overview(survey)")
    domain = select_domain(survey, "overview", where, honours=PARTS, empty=True)
    table = pd.DataFrame([_line(domain, item) for item in asked],
                         columns=["item", "kind", "n", "base", "missing", "not_asked", "ends"])
    kinds = {kind: phrase(f"kind.{kind}") for kind in table["kind"].unique()}
    return Result(kind="overview", layout=LAYOUT, table=table,
                  title=domain.title(phrase("title.overview" if items is None else "title.overview_some")),
                  base=domain.rows, method=phrase("method.overview"), notes=domain.notes(), source=survey.facts(),
                  labels={"item": {item.name: item.words for item in asked}, "kind": kinds,
                          "ends": {item.name: _ends(domain, item) for item in asked}},
                  settings={"where": where}, language=survey.codebook.language)


def _line(domain: Domain, item: Item) -> tuple[object, ...]:
    """One item's row."""
    missing = domain.take(domain.survey.missing_codes(item.columns))
    answered = int((missing == 0).any(axis=1).sum())
    not_asked = int((missing == MISSING_CODE["not_asked"]).all(axis=1).sum())
    asked = domain.rows - not_asked
    return item.name, item.kind, answered, asked, asked - answered, not_asked, item.name


def _ends(domain: Domain, item: Item) -> Text:
    """What the answers of an item span, in words."""
    if item.kind in ("single", "multiple", "rating", "rank"):
        shown = item.answers[:FIRST_OPTIONS]
        first = join_words({lang: _short(in_language(option.label, lang)) for lang in LANGUAGES} for option in shown)
        more = len(item.answers) - len(shown)
        return phrase("overview.options", first=first, more=more) if more > 0 else first
    given = domain.column(item.name).dropna()
    if not len(given):
        return phrase("overview.none")
    if item.kind == "text" or item.personal:
        return phrase("overview.texts", n=given.nunique())
    values = np.sort(given.to_numpy(dtype=float)) if item.kind == "number" else sorted(map(str, given))
    low, high = (f"{value:g}" if item.kind == "number" else value for value in (values[0], values[-1]))
    return phrase("overview.span", low=low, high=high) if low != high else same_text(low)


def _short(label: str) -> str:
    """A label that fits into a cell beside others."""
    return label if len(label) <= LONGEST else label[:LONGEST - 1] + "…"
