"""Are several shares of the same people alike? Margins of two questions, and several yes/no questions."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from surveykit._stats.multiplicity import holm
from surveykit._stats.paired_shares import cochran_q as q_test
from surveykit._stats.paired_shares import stuart_maxwell as margins_test
from surveykit.analysis.compare.paired_tests import HONOURED, PairedQuestion, change_of, require_people, same_options
from surveykit.analysis.domain import note_pairs, select_domain
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import TESTS, Result
from surveykit.result.result_column import show_count, show_group, show_number, show_p_value, show_points, show_span
from surveykit.survey import Survey, require_survey
from surveykit.words.phrases import Text, phrase

MARGINS = TESTS.showing(show_group("head.margin"), show_points("estimate", "head.change_points"),
                        show_span("head.interval", 1), show_number("statistic", "head.statistic"),
                        show_count("head.df", "df"), show_p_value(), figure="contrasts")
EVERY_QUESTION = "all()"  # no question has this name
NO_EFFECT = {"effect": np.nan, "effect_low": np.nan, "effect_high": np.nan, "effect_name": ""}


def stuart_maxwell(survey: Survey, first: str, second: str, *, where: str | None = None, level: float = 0.95) -> Result:
    """Are the answers of the same people to two questions spread alike? Stuart and Maxwell's test.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    first, second
        Two `single` or `rating` items with the same options.
    where, level
        As in `association`.

    Returns
    -------
    Result
        kind "stuart_maxwell". First row: all answers (statistic, df, p_value). Then every answer: estimate (second
        share less first, in percentage points) with low and high, p_value (McNemar's exact, adjusted by Holm).

    Raises
    ------
    AnalysisError
        Different options, or nobody answered both.

    Missing values
    --------------
    Respondents without both answers are left out. Answers that nobody left or took up do not count in df.

    Notes
    -----
    R: ``coin::mh_test``; single answers ``binom.test(b, b + c)``, ``p.adjust(p, "holm")``.

    References
    ----------
    Stuart, A. (1955). A test for homogeneity of the marginal distributions in a two-way classification. Biometrika,
    42, 412-416. Maxwell, A. E. (1970). Comparing the classification of subjects by two independent judges. British
    Journal of Psychiatry, 116, 651-655.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.stuart_maxwell(sk.example_survey(), "cp_1", "cp_2")
    >>> float(test.table["df"].iloc[0])
    4.0
    """
    items, codes = same_options(survey, (first, second), "stuart_maxwell")
    domain = select_domain(survey, "stuart_maxwell", where, level, honours=HONOURED,
                           instead=f"mcnemar(survey, {first!r}, {second!r}, answer={items[0].answers[0].value!r})")
    one, other = (domain.take(part) for part in codes)
    known, k = (one >= 0) & (other >= 0), len(items[0].answers)
    require_people(domain, int(known.sum()), [item.name for item in items])
    table = np.bincount(one[known].astype(np.intp) * k + other[known], minlength=k * k).reshape(k, k)
    asked, test = PairedQuestion("stuart_maxwell", domain, items, int(known.sum()), level), margins_test(table)
    moved = np.flatnonzero(table.sum(axis=0) + table.sum(axis=1))
    changes = [change_of(one[known] == code, other[known] == code, level) for code in moved]
    adjusted = holm(np.array([change["p_value"] for change in changes], dtype=float))
    rows = [asked.row(items[1].name, statistic=test.statistic, df=test.df, p_value=test.p_value),
            *(asked.row(items[0].answers[code].value, **change | NO_EFFECT | {"p_value": p})
              for code, change, p in zip(moved, changes, adjusted, strict=True))]
    labels = {option.value: option.label for option in items[0].answers} | {items[1].name: phrase("group.all_answers")}
    return asked.result(MARGINS, rows, phrase("method.stuart_maxwell"), labels,
                        notes=note_pairs("note.pairs_holm", len(changes)))


def cochran_q(survey: Survey, items: str | Sequence[str], *, where: str | None = None, level: float = 0.95) -> Result:
    """Do several yes/no questions to the same people have the same share? Cochran's Q, then McNemar pair by pair.

    Parameters
    ----------
    survey
        Survey after cleaning; a simple sample without weights.
    items
        A `multiple` item (its options are compared), or names of ticks or of items of two options.
    where, level
        As in `association`.

    Returns
    -------
    Result
        kind "cochran_q". First row: all questions (statistic, df, p_value). Then every pair: estimate (second share
        less first, in percentage points) with low and high, p_value (McNemar's exact, adjusted by Holm).

    Raises
    ------
    AnalysisError
        Fewer than two questions, an item of more than two options, or nobody answered all.

    Missing values
    --------------
    Respondents without all answers are left out.

    Notes
    -----
    R: ``coin::mh_test(y ~ question | person)``; pairs ``binom.test(b, b + c)``, ``p.adjust(p, "holm")``.

    References
    ----------
    Cochran, W. G. (1950). The comparison of percentages in matched samples. Biometrika, 37, 256-266.

    Examples
    --------
    >>> import surveykit as sk
    >>> test = sk.cochran_q(sk.example_survey(), "hardship")
    >>> round(float(test.table["statistic"].iloc[0]), 2)
    24.2
    """
    survey = require_survey(survey, "cochran_q")
    names = [items] if isinstance(items, str) else list(items)
    if len(names) == 1 and names[0] in survey.codebook and survey.codebook[names[0]].kind == "multiple":
        names = list(survey.codebook[names[0]].columns)
    asked_items, codes = same_options(survey, names, "cochran_q")
    if len(names) < 2 or any(len(item.answers) != 2 for item in asked_items):
        raise AnalysisError("cochran_q compares at least two questions of two answers each.", where=survey,
                            fix="cochran_q(survey, 'a select-all item')")
    domain = select_domain(survey, "cochran_q", where, level, honours=HONOURED,
                           instead=f"mcnemar(survey, {names[0]!r}, {names[1]!r})")
    answers = np.column_stack([domain.take(part) for part in codes])
    ticks = answers[(answers >= 0).all(axis=1)] == 0
    require_people(domain, len(ticks), names)
    asked, test = PairedQuestion("cochran_q", domain, asked_items, len(ticks), level), q_test(ticks.astype(float))
    pairs = list(combinations(range(len(names)), 2))
    changes = [change_of(ticks[:, one], ticks[:, other], level) for one, other in pairs]
    adjusted = holm(np.array([change["p_value"] for change in changes], dtype=float))
    rows = [asked.row(EVERY_QUESTION, statistic=test.statistic, df=test.df, p_value=test.p_value),
            *(asked.row(f"{names[other]}/{names[one]}", **change | NO_EFFECT | {"p_value": p})
              for (one, other), change, p in zip(pairs, changes, adjusted, strict=True))]
    labels = {f"{names[other]}/{names[one]}": phrase("label.minus", first=_short(asked_items[other]),
                                                     second=_short(asked_items[one])) for one, other in pairs}
    labels[EVERY_QUESTION] = phrase("group.all_questions")
    return asked.result(MARGINS, rows, phrase("method.cochran_q"), labels,
                        notes=note_pairs("note.pairs_holm", len(pairs)))


def _short(item: Item) -> Text:
    """`Low pay` of a tick, else the item's words."""
    return item.short or item.label
