"""Whom screening rules hit, and what becomes of a result without those people."""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.share_limits import share_limits
from surveykit.analysis.describe.form_counts import without_form
from surveykit.analysis.domain import select_domain
from surveykit.analysis.item_groups import SMALL_GROUP, TOTAL, ItemGroups, select_groups
from surveykit.clean.exclude import exclude, require_screened
from surveykit.clean.flag_table import say_rule
from surveykit.clean.screen import as_names
from surveykit.errors import AnalysisError
from surveykit.result import LISTING, SHARES, Result
from surveykit.result.format import level_words
from surveykit.result.result_column import (
    COUNT,
    INTERVAL,
    PERCENT,
    ResultColumn,
    show_item,
    show_number,
    show_option,
    show_p_value,
    show_share,
    show_words,
)
from surveykit.survey import Survey, require_survey
from surveykit.words.phrases import Text, join_words, phrase

GATE = re.compile(r"\$\{([^}]+)\}")
EVERYBODY = "everybody"
HIT = SHARES.showing(show_item(), show_option(), COUNT, PERCENT, INTERVAL, sections="several", figure="")
CODES = ("item", "option", "group", "against", "contrast", "other", "time")  # tell one estimate from another
SHARES_BESIDE = LISTING.showing(
    show_item(), show_option(), show_words("group", "head.group", "group"),
    ResultColumn("sensitivity.all", "count", ("n_all", "base_all")),
    show_share("sensitivity.percent_all", "all", "n_all", "base_all"),
    ResultColumn("sensitivity.without", "count", ("n", "base")), show_share("sensitivity.percent_without"))
NUMBERS_BESIDE = LISTING.showing(
    show_item(), show_option(), show_words("other", "head.second_item", "item"), show_number("time", "head.time"),
    show_words("group", "head.group", "group"), show_number("all", "sensitivity.all"),
    show_number("estimate", "sensitivity.without"), show_number("difference", "sensitivity.difference"),
    show_p_value("sensitivity.p_all", "p_all"), show_p_value("sensitivity.p_without"))


def sensitivity(survey: Survey, *, rules: str | Sequence[str] | None = None, by: str | Sequence[str] | None = None,
                level: float = 0.95) -> Result:
    """Whom screening rules hit: the share flagged among those who gave each answer.

    Parameters
    ----------
    survey
        A survey that `screen` has looked at, before anybody is excluded.
    rules
        Rules whose flags count; by default all that were run and judge a whole form, not a single answer.
    by
        Items whose answers make the groups, beside the gates of the questionnaire: the items on which it depends who
        is asked what.

    Returns
    -------
    Result
        kind "sensitivity"; a row for everybody and one per item and answer: item, option, group, n (flagged), base
        (gave this answer), estimate, se, low, high.

    Raises
    ------
    CleaningError
        A rule that the survey was not screened for.
    AnalysisError
        No gates and no `by`.

    Missing values
    --------------
    Who gave no answer to an item is in none of its groups.

    Notes
    -----
    A rule that hits one group far more often than another changes who the results are about. Wilson intervals.

    Examples
    --------
    >>> import surveykit as sk
    >>> hit = sk.sensitivity(sk.screen(sk.example_survey()), by="gender")
    >>> hit.table[["option", "n", "base"]].to_numpy().tolist()
    [['everybody', 3, 40], ['female', 3, 17], ['male', 0, 23]]
    """
    domain = select_domain(require_survey(survey, "sensitivity"), "sensitivity", None, level)
    names = as_names(rules) if rules is not None else tuple(  # those that judge a respondent, not an answer
        run.rule for run in survey.screening if not run.refused and run.family not in {"value", "check"})
    require_screened(survey, names)
    items = list(dict.fromkeys([*_find_gates(survey), *(survey.codebook[name].name for name in as_names(by or ()))]))
    if not items:
        raise AnalysisError("sensitivity must be given groups: no question of {file} depends on another.",
                            fix="sensitivity(survey, by=['gender'])", file=survey.source.name)
    hit = survey._responses.index.isin({flag.respondent for flag in survey.flags if flag.rule in names})
    groups = [select_groups(domain, name, sets=True) for name in items]
    rows = [(EVERYBODY, EVERYBODY, int(hit.sum()), int((~without_form(survey)).sum())),
            *(row for one in groups for row in _rows(one, hit))]
    table = pd.DataFrame(rows, columns=["item", "option", "n", "base"]).assign(group="")
    labels = {"item": {EVERYBODY: phrase("sensitivity.everybody")} | {one.item: one.words for one in groups},
              "option": {f"{EVERYBODY}={EVERYBODY}": phrase("sensitivity.any")} | {
                  f"{one.item}={name}": one.labels[name] for one in groups for name in one.names}}
    return Result(kind="sensitivity", layout=HIT, title=phrase("title.sensitivity", rules=_list_rules(names)),
                  table=_with_limits(table, level), base=survey.rows,
                  method=phrase("method.wilson", level=level_words(level)), notes=(*domain.notes(), *_notes(table)),
                  source=survey.facts(), labels=labels, settings={"level": level}, language=survey.codebook.language)


def with_and_without(survey: Survey, verb: Callable[..., Result], *arguments: object,
                     rules: str | Sequence[str], **options: object) -> Result:
    """A result with everybody, and without those whom rules flagged, side by side.

    Parameters
    ----------
    survey
        A survey that `screen` has looked at, before anybody is excluded.
    verb, arguments, options
        What to compute: `with_and_without(survey, sk.frequencies, "plan", rules="speed")`.
    rules
        Rules whose flags lead to exclusion in the second column.

    Returns
    -------
    Result
        kind "with_and_without"; one row per estimate. Shares: n_all, base_all, all, n, base, estimate, points (without
        less with, in percentage points). Other estimates and tests: all, estimate (the effect of a test), difference,
        p_all, p_value.

    Raises
    ------
    CleaningError
        A rule that the survey was not screened for.
    AnalysisError
        The verb gives no estimates.

    Missing values
    --------------
    As those of the verb; an estimate that only one side has is shown with a gap on the other.

    Examples
    --------
    >>> import surveykit as sk
    >>> both = sk.with_and_without(sk.screen(sk.example_survey()), sk.frequencies, "plan", rules="straightline")
    >>> both.table.loc[0, ["n_all", "base_all", "n", "base"]].tolist()
    [18, 40, 17, 37]
    """
    survey = require_survey(survey, "with_and_without")
    names = as_names(rules)
    kept = exclude(survey, rules=names, reason=phrase("sensitivity.reason"))
    whole, rest = verb(survey, *arguments, **options), verb(kept, *arguments, **options)
    is_share = {"n", "base", "estimate"} <= set(whole.table) and whole.layout.family in {"shares", "crossed"}
    table = _pair_shares(whole, rest) if is_share else _pair_numbers(whole, rest)
    if table["group"].nunique() > 1:
        table["group"] = table["group"].replace(TOTAL, EVERYBODY)
    return Result(kind="with_and_without", layout=SHARES_BESIDE if is_share else NUMBERS_BESIDE,
                  title=phrase("title.with_and_without", title=whole.title), table=table, base=survey.rows,
                  method=whole.method, notes=(phrase("note.with_and_without", n=survey.rows - kept.rows,
                                                     rules=_list_rules(names)), *whole.notes),
                  source=survey.facts(), settings=whole.settings, language=whole.language, labels={
                      **whole.labels, "group": {**whole.labels.get("group", {}),
                                                EVERYBODY: phrase("sensitivity.everybody")}})


def _find_gates(survey: Survey) -> Iterator[str]:
    """Items of choices that the conditions of others name."""
    for item in survey.codebook:
        for name in GATE.findall(item.asked_if or ""):
            if name in survey.codebook and survey.codebook[name].kind in {"single", "rating", "multiple"}:
                yield name


def _rows(groups: ItemGroups, hit: NDArray[np.bool_]) -> Iterator[tuple[str, str, int, int]]:
    """(item, answer, flagged, all) of each group."""
    for place, name in enumerate(groups.names):
        member = groups.member(place)
        yield groups.item, name, int((member & hit).sum()), int(member.sum())


def _with_limits(table: pd.DataFrame, level: float) -> pd.DataFrame:
    """Shares with their limits."""
    n, base = table["n"].to_numpy(float), table["base"].to_numpy(float)
    share = np.divide(n, base, out=np.full(len(n), np.nan), where=base > 0)
    low, high = share_limits(share, base, base, np.full(len(n), np.inf), level)
    return table.assign(estimate=share, se=np.sqrt(share * (1 - share) / base), low=low, high=high)[
        ["item", "option", "group", "n", "base", "estimate", "se", "low", "high"]]


def _notes(table: pd.DataFrame) -> Iterator[Text]:
    """That small groups tell little."""
    if (table["base"] < SMALL_GROUP).any():
        yield phrase("note.small_groups_flagged", k=SMALL_GROUP)


def _list_rules(names: Sequence[str]) -> Text:
    """Rules in words, one after the other; many by their number."""
    return phrase("sensitivity.rules", count=len(names)) if len(names) > 5 else join_words(map(say_rule, names))


def _pair(whole: Result, rest: Result, columns: Sequence[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The estimates of both, row by row; those that one side lacks are gaps."""
    keys = [name for name in CODES if name in whole.table]
    sides = [one.table.assign(place=range(len(one.table))).set_index(keys) for one in (whole, rest)]
    if not all(side.index.is_unique for side in sides):
        sides = [one.table.assign(place=range(len(one.table))) for one in (whole, rest)]
    second = sides[1].reindex(sides[0].index)
    return sides[0].reset_index(), second.reset_index()[[name for name in columns if name in second]]


def _pair_shares(whole: Result, rest: Result) -> pd.DataFrame:
    """Counts, bases and shares of both."""
    first, second = _pair(whole, rest, ("n", "base", "estimate"))
    table = first[[name for name in CODES if name in first]].copy()
    table[["n_all", "base_all", "all"]] = first[["n", "base", "estimate"]]
    table[["n", "base"]] = second[["n", "base"]].astype("Int64")
    return table.assign(estimate=second["estimate"], points=100 * (second["estimate"] - first["estimate"]))


def _pair_numbers(whole: Result, rest: Result) -> pd.DataFrame:
    """Estimates, or effects and p values, of both."""
    value = next((name for name in ("effect", "estimate") if name in whole.table), None)
    if value is None:
        raise AnalysisError("{kind} has no estimates that could be shown side by side.", kind=whole.kind,
                            fix="with_and_without(survey, sk.frequencies, 'plan', rules=...)")
    first, second = _pair(whole, rest, (value, "p_value"))
    table = first[[name for name in CODES if name in first]].copy().assign(all=first[value], estimate=second[value])
    table = table.assign(difference=table["estimate"] - table["all"])
    for name, side in (("p_all", first), ("p_value", second)):
        table[name] = side.get("p_value", np.nan)
    return table.assign(group=table.get("group", TOTAL))
