"""`small_cells`: counts in tables that are so small that somebody could be recognised."""

from collections.abc import Iterator, Sequence

import pandas as pd

from surveykit.errors import AnalysisError
from surveykit.release.disclosure import LEAST
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_count, show_words
from surveykit.words.phrases import phrase

COLUMNS = ["table", "small", "bases", "whole"]
LAYOUT = LISTING.showing(
    show_words("table", "release.head.table", "table"), show_count("release.head.small", "small"),
    show_count("release.head.bases", "bases"), show_count("release.head.whole", "whole"))


def small_cells(results: Result | Sequence[Result], *, least: int = LEAST) -> Result:
    """Which tables hold counts that are too small to be passed on.

    Parameters
    ----------
    results
        Tables that are to leave the house.
    least
        The smallest count that may be shown. Zero tells nobody apart and counts as shown.

    Returns
    -------
    Result
        kind "small_cells". One row per table that holds any: table (its place), small (cells with 1 to least - 1
        people), bases (cells whose base is so small), whole (cells in which everybody of a group gave one answer, which
        tells it of each of them). Nothing is changed: `merge_options`, wider bands or leaving the table out do that.

    Raises
    ------
    AnalysisError
        `least` below 2.

    Missing values
    --------------
    Cells without a count are left out, and so are tables without counts.

    Notes
    -----
    5 is the limit of Ofqual's tables ("fewer than 5"); HESA rounds to 5 and shows no percentage of a base below
    22.5. Small counts hidden one by one can be computed again from sums: hide or merge whole options.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> tables = [sk.frequencies(survey, "gender"), sk.crosstab(survey, "plan", by="gender")]
    >>> sk.small_cells(tables).table[["table", "small", "bases"]].values.tolist()
    [['2', 7, 0]]
    """
    if least < 2:
        raise AnalysisError("A count of one person is always small: least must be at least 2.", fix="least=5")
    given = [results] if isinstance(results, Result) else list(results)
    rows = list(_count_cells(given, least))
    first = given[0] if given else None
    notes = (phrase("release.note_small" if rows else "release.note_no_small", least=least),)
    return Result(kind="small_cells", layout=LAYOUT, title=phrase("release.title_small", least=least),
                  table=pd.DataFrame(rows, columns=COLUMNS), base=len(given), notes=notes,
                  source=first.source if first else {}, language=first.language if first else "en",
                  labels={"table": {str(place): one.title for place, one in enumerate(given, start=1)}},
                  settings={"base_unit": "tables", "least": least})


def _count_cells(results: Sequence[Result], least: int) -> Iterator[tuple[str, int, int, int]]:
    """The tables with small counts."""
    for place, one in enumerate(results, start=1):
        if not {"n", "base"}.issubset(one.table):
            continue
        n, base = (pd.to_numeric(one.table[name], errors="coerce") for name in ("n", "base"))
        counts = (int(n.between(1, least - 1).sum()), int(base.between(1, least - 1).sum()),
                  int(((n == base) & (base > 0) & (one.table.get("option", "") != "")).sum()))
        if any(counts[:2]):
            yield (str(place), *counts)
