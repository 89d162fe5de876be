"""Is a select-all question associated with a group or with another one: the Result, all options first, then each."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from surveykit._stats.multiplicity import holm
from surveykit.analysis.compare.set_tables import (
    DESIGN_SET_METHODS,
    SIMPLE_SET_METHODS,
    SetPart,
    SetTable,
    SetTest,
    cross_sets,
    mean_v,
    run_set_test,
)
from surveykit.analysis.compare.table_tests import SEED
from surveykit.analysis.domain import Domain, note_pairs
from surveykit.analysis.estimate import require_base
from surveykit.analysis.item_groups import SMALL_GROUP
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import TESTS, Layout, Result
from surveykit.result.result_column import show_group, show_number, show_option, show_p_value, show_span
from surveykit.result.title_words import words_inside
from surveykit.words.phrases import Text, join_words, phrase

COLUMNS = ["item", "option", "group", "n", "base", "statistic", "df", "df_second", "p_value", "p_unadjusted", "effect",
           "effect_name", "low", "high"]
ALL_OPTIONS = "all()"  # no option has this value


def associate_sets(domain: Domain, item: Item, by: Item, method: str, groups: Sequence[str] | None,
                   level: float) -> Result:
    """The test of two questions of which one at least is select-all (see `association`)."""
    _require_method(domain, method)
    table = cross_sets(domain, item, by, groups)
    require_base(domain.survey, table.base, item.name, by.name)
    if not table.is_testable:
        raise AnalysisError("{item!r} and {by!r} must each have two options that somebody chose.", where=domain.survey,
                            fix="look at crosstab(survey, item, by)", item=item.name, by=by.name)
    parts = table.parts(level)
    test = run_set_test(table, parts, method)
    left = domain.rows - table.base
    return Result(kind="set_association", layout=_layout(domain, table), table=_frame(table, parts, test),
                  base=table.base, missing={"either": left} if left else {},
                  title=domain.title(phrase("title.association", item=words_inside(item.words),
                                            by=words_inside(by.words))), method=_method_words(test, parts),
                  notes=(*domain.notes(), *_notes(table, parts)), source=domain.survey.facts(), labels=_labels(table),
                  settings={"level": level, "where": domain.where, "test": test.name},
                  language=domain.survey.codebook.language)


def _require_method(domain: Domain, method: str) -> None:
    """Refuse a test that the sample does not allow."""
    lawful = ("auto", *(DESIGN_SET_METHODS if domain.sampling else SIMPLE_SET_METHODS))
    if method not in lawful:
        raise AnalysisError("method must be one of {methods} for a select-all item, not {method!r}.",
                            fix="association(..., method='auto')", methods=", ".join(lawful), method=method)


def _layout(domain: Domain, table: SetTable) -> Layout:
    """Options down; beside another set the pairs of options; under a design a second df."""
    second = (show_number("df_second", "head.df_second", 1),) if domain.sampling else ()
    pair = (show_group("head.other_option"),) if table.other.overlap else ()
    return TESTS.showing(show_option("head.option"), *pair, show_number("statistic", "head.statistic"),
                         show_number("df", "head.df", 1), *second, show_p_value("head.p_holm"),
                         show_number("effect", "head.cramers_v"), show_span(), figure="effects")


def _frame(table: SetTable, parts: Sequence[SetPart], test: SetTest) -> pd.DataFrame:
    """All options together, then every option: its own statistic, p adjusted by Holm for all options."""
    by, base, inside = table.other.item.name, table.base, table.inside
    single = np.array([part.test.found.p_value for part in parts])
    statistics = table.pairs().statistics().ravel() if table.domain.sampling is None else [
        part.test.found.statistic for part in parts]
    ticked = dict(zip(table.ticks.names, table.ticks.columns[inside].sum(axis=0), strict=True))
    df = float(len(table.other.names) - 1) if not table.other.overlap else 1.0
    found = test.found
    rows = [(table.ticks.item.name, ALL_OPTIONS, by, base, base, found.statistic, found.df, found.df_second,
             found.p_value, found.p_value, mean_v(parts), "mean_v", np.nan, np.nan)]
    for part, statistic, p, alone in zip(parts, statistics, holm(single), single, strict=True):
        own, effect = part.test.found, part.test.effect
        rows.append((table.ticks.item.name, part.option, part.other or by, int(ticked[part.option]), base, statistic,
                     own.df if table.domain.sampling else df, own.df_second, p, alone, effect.estimate, "cramers_v",
                     effect.low, effect.high))
    return pd.DataFrame(rows, columns=COLUMNS)


def _method_words(test: SetTest, parts: Sequence[SetPart]) -> Text:
    """The test of all options, then that of each."""
    names = dict.fromkeys(part.test.name for part in parts)
    each = join_words(phrase(f"test.{name}") for name in names)
    return phrase(f"method.{test.name}", draws=test.draws, seed=SEED, each=each)


def _notes(table: SetTable, parts: Sequence[SetPart]) -> tuple[Text, ...]:
    """That options overlap, which were left out, how many were compared, and what is not settled."""
    gone = [_option(side.item, name) for side in (table.ticks, table.other) for name in side.same]
    sizes = table.other.columns[table.inside].sum(axis=0)
    small = [_option(table.other.item, name) for name, n in zip(table.other.names, sizes, strict=True)
             if n < SMALL_GROUP]
    return (phrase("note.set_overlap"), *note_pairs("note.set_pairs", len(parts)),
            *((phrase("note.set_same", options=join_words(gone)),) if gone else ()),
            *((phrase("note.small_group", groups=join_words(small)),) if small and not table.other.overlap else ()),
            phrase("note.not_settled"))


def _option(item: Item, value: str) -> Text:
    """The words of an option."""
    return next(option.label for option in item.answers if option.value == value)


def _labels(table: SetTable) -> dict[str, dict[str, Text]]:
    """Words for the items, their options, and the line of all."""
    ticks, other = table.ticks.item, table.other.item
    options = {f"{ticks.name}={option.value}": option.label for option in ticks.answers}
    return {"item": {ticks.name: ticks.words, other.name: other.words},
            "option": {f"{ticks.name}={ALL_OPTIONS}": phrase("option.all_options"), **options},
            "group": {option.value: option.label for option in other.answers} | {other.name: other.words},
            "effect": {name: phrase(f"effect.{name}") for name in ("cramers_v", "mean_v")}}
