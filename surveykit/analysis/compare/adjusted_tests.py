"""Several tests taken together: p-values adjusted for how many there are."""

from collections.abc import Sequence

import pandas as pd

from surveykit._stats.multiplicity import ADJUSTMENTS
from surveykit.errors import AnalysisError
from surveykit.result import TESTS, Result
from surveykit.result.result_column import show_count, show_p_value, show_words
from surveykit.words.phrases import Text, phrase

LAYOUT = TESTS.showing(show_count("head.number", "place"), show_words("test", "head.test", "test"),
                       show_p_value("head.p"), show_p_value("head.p_adjusted", "p_adjusted"), figure="p_values")


def adjust(results: Sequence[Result], *, method: str = "holm") -> Result:
    """Adjust the p-values of several tests for how many they are.

    Parameters
    ----------
    results
        Results that hold tests; of each, every row with a p-value belongs to the family.
    method
        `holm` (no false finding at all), or `BH` (Benjamini and Hochberg: a share of false findings).

    Returns
    -------
    Result
        kind "adjusted"; one row per test: place, test (its title), item, group, n, base, p_value, p_adjusted.

    Raises
    ------
    AnalysisError
        No result with a p-value, or another method.

    Missing values
    --------------
    A p-value of nan stays nan and does not count.

    Notes
    -----
    Rows that are themselves adjusted (pairs of `anova`, `kruskal_wallis`) are left out: the family is that of the
    questions asked. R: ``p.adjust(p, "holm" | "BH")``.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical
    Society B, 57, 289-300.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.example_survey()
    >>> tests = [sk.association(survey, item, by="gender") for item in ("plan", "cp_1", "cp_2")]
    >>> sk.adjust(tests).table["p_adjusted"].round(3).tolist()
    [0.315, 0.717, 0.193]
    """
    if method not in ADJUSTMENTS:
        raise AnalysisError("method must be one of {methods}, not {method!r}.", fix="method='holm'",
                            methods=", ".join(ADJUSTMENTS), method=method)
    several = [results] if isinstance(results, Result) else list(results)
    parts = [_tests(place, result) for place, result in enumerate(several, start=1) if "p_value" in result.table]
    family = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"p_value": []})
    known = int(family["p_value"].notna().sum())
    if not known:
        raise AnalysisError("None of these results holds a test.",
                            fix="give it results of tests: adjust([association(...), welch(...)])")
    family["p_adjusted"] = ADJUSTMENTS[method](family["p_value"].to_numpy(float))
    first = several[0]
    words: dict[str, Text] = {}
    for test, place, item, other in family[["test", "place", "item", "other"]].itertuples(index=False):
        words[test] = _test_words(several[place - 1], item, other if test != str(place) else "")
    return Result(kind="adjusted", layout=LAYOUT, table=family.drop(columns="other"),
                  base=max(result.base for result in several), title=phrase("title.adjusted", k=known),
                  method=phrase(f"method.adjust_{method}", k=known), notes=(phrase("note.not_settled"),),
                  source=first.source, labels={"test": words}, settings={"base_unit": ""}, language=first.language)


def _tests(place: int, result: Result) -> pd.DataFrame:
    """The tests of a result that are not adjusted yet: its first row where the others are its pairs."""
    table = result.table
    own = table.head(1) if "effect_name" in table else table
    kept = own.reindex(columns=["item", "group", "n", "base", "p_value", "other"])
    names = [str(place)] if len(kept) == 1 else [f"{place}.{number}" for number in range(1, len(kept) + 1)]
    other = kept["other"].where(kept["other"].notna(), kept["group"])
    return kept.assign(place=place, test=names, option="", other=other)


def _test_words(result: Result, item: str, other: str) -> Text:
    """The title of a result; of one with several tests also what each is about."""
    if not other:
        return result.title
    first, second = (next((result.labels[kind][name] for kind in ("item", "group")
                           if name in result.labels.get(kind, {})), str(name)) for name in (item, other))
    return phrase("title.test_of", test=result.title, first=first, second=second)
