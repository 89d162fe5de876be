"""The table of page 1: items of all kinds, by groups, with tests and what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.multiplicity import holm
from surveykit._stats.sampled_mean import sampled_mean, weighted_quantile
from surveykit._stats.sampling import simple_sampling
from surveykit.analysis.coded_columns import number_column, option_codes, tick_codes
from surveykit.analysis.compare.group_tests import UNTESTED, GroupTest, compare_numbers, compare_options, compare_sets
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, note_pairs, select_domain
from surveykit.analysis.estimate import require_base
from surveykit.analysis.item_groups import TOTAL, ItemGroups, select_groups
from surveykit.analysis.option_lines import Nets, OptionLines, nets_of_items, select_lines
from surveykit.analysis.questions import require_groups
from surveykit.analysis.share_table import LimitChoice, ShareTable, share_of_options, share_of_ticks
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import MATRIX, Result
from surveykit.result.result_column import ResultColumn, show_item, show_number, show_option, show_p_value
from surveykit.result.title_words import words_inside
from surveykit.survey import Survey
from surveykit.words.phrases import Text, join_words, phrase

TOP, LEVEL = 2, 0.95
EVERYBODY = "all()"  # the first line is about no item; no item has this name
LAYOUT = replace(
    MATRIX.showing(show_item(), show_option("head.measure"), ResultColumn("", "profile", ("n",)), figure="profile",
                   sections="always", across=ResultColumn("", "words", ("group",), kind="group")),
    behind=(show_p_value("head.p_holm", "p_shown"), show_number("effect_shown", "head.effect_size")))
COLUMNS = ["item", "option", "group", "measure", "n", "base", "estimate", "sd", "low", "high", "net", "weighted_n",
           "test", "p_value", "p_adjusted", "effect", "effect_name", "p_shown", "effect_shown"]
Row = dict[str, object]
Line = tuple[str, Text, Callable[[], list[Row]]]


def profile(survey: Survey, items: Sequence[str], *, by: str | None = None, where: str | None = None,
            nets: Mapping[str, Nets] | None = None) -> Result:
    """Who the respondents are: items of all kinds in one table, by groups and in all, with tests.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    items
        Items of any kind.
    by
        A `single` or `rating` item whose groups stand side by side; without it, everybody.
    where
        As in `frequencies`.
    nets
        Further lines of items, each the sum of options: `{"plan": {"leave": ["home", "study"]}}` (see `frequencies`).

    Returns
    -------
    Result
        kind "profile"; per item, line and group (everybody is the group ''): columns item, option (an option, or
        `mean`, `median`, `top_2`, `missing`), group, measure (share, mean, median or count), n, base (people,
        unweighted), estimate (share, mean or median, weighted), sd, low and high (quartiles of a median, 95 % limits of
        a share: shown for nets), net, weighted_n, test, p_value, p_adjusted (Holm), effect, effect_name. `p_shown` and
        `effect_shown` hold them once per item.

    Raises
    ------
    AnalysisError
        No items, an item against itself, or nobody in the groups.

    Missing values
    --------------
    Every item rests on those who answered it; who did not stands in its last line.

    Notes
    -----
    Options: share within the group, chi-square or exact test (Cochran's rule), Cramér's V; select-all items as in
    `association`, all options together. Numbers and ratings: mean (SD), median (quartiles; a rating its two highest
    points instead), Welch's test and Hedges' g, with three groups or more Welch's analysis of variance and eta squared.
    Under a design: Rao and Scott's test, the design's t or Wald's. Holm's adjustment over all tests of the table.
    R: ``chisq.test``, ``fisher.test``, ``t.test``, ``oneway.test``, ``quantile(type = 2)``; ``svychisq``, ``svyttest``,
    ``regTermTest``; ``p.adjust(p, "holm")``.

    References
    ----------
    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics, 6.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.profile(sk.example_survey(), ["plan", "months"], by="gender").table
    >>> found.query("option == 'mean' and group == ''")["estimate"].round(2).tolist()
    [5.41]
    """
    if isinstance(items, str) or not items:
        raise AnalysisError("profile needs a list of items.", where=survey, fix="profile(survey, ['item', ...])")
    asked = [survey.codebook[name] for name in items]
    domain = select_domain(survey, "profile", where, honours=SAMPLE_PARTS)
    groups = select_groups(domain, by)
    if groups.item in {item.name for item in asked}:
        raise AnalysisError("An item cannot be tested against itself: {item!r}.", where=survey,
                            fix="profile(survey, items, by=another item)", item=groups.item)
    among = groups.with_total() if by else groups
    sizes = np.bincount(groups.codes.astype(np.intp) + 1)[1:]  # groups are of somebody
    require_base(survey, int(sizes.sum()), groups.item)
    given = nets_of_items((item for item in asked if item.answers), nets)
    lines = [_select_lines(item, given.get(item.name)) for item in asked]
    parts, limits = [_item_rows(domain, one, groups, among) for one in lines], LimitChoice(LEVEL)
    tests = [_test(domain, item, groups) if by else UNTESTED for item in asked]
    head = [{"item": EVERYBODY, "option": "count", "group": name, "measure": "count", "n": int(n), "base": int(n)}
            for name, n in zip(among.names, [*sizes, *([sizes.sum()] if by else [])], strict=True)]
    table = pd.DataFrame([*head, *_with_tests(parts, tests)]).reindex(columns=COLUMNS)
    table = table.assign(net=table["net"].eq(True))
    left = domain.rows - int(sizes.sum())
    return Result(kind="profile", layout=LAYOUT if by else replace(LAYOUT, behind=()), table=table,
                  title=domain.title(phrase("title.profile_by", by=words_inside(groups.words)) if by else
                                     phrase("title.profile")), base=int(sizes.sum()),
                  missing={"no_group": left} if left else {}, method=phrase("method.profile"),
                  notes=(*domain.notes(), *(note for one in lines for note in one.notes()[one.item.kind == "rating":]),
                         *limits.net_notes(domain, table), *_test_notes(asked, tests),
                         *among.notes([*sizes, 0][:len(among.names)])),
                  source=survey.facts(), labels=_labels(lines, among), settings=limits.settings(domain, table[
                      table["measure"].eq("share")]), language=survey.codebook.language)


def _select_lines(item: Item, nets: Nets | None) -> OptionLines:
    """The options of an item and its nets; of a rating its highest points together as well."""
    top: Nets = {f"top_{TOP}": {**phrase("net.top", k=TOP), "options": [
        option.value for option in sorted(item.answers, key=lambda option: option.score or 0)[-TOP:]]}}
    return select_lines(item, {**top, **(nets or {})} if item.kind == "rating" else nets)


def _item_rows(domain: Domain, lines: OptionLines, groups: ItemGroups, among: ItemGroups) -> list[Row]:
    """The lines of one item: every option, or mean and median (or top points), and who did not answer."""
    item, missing = lines.item, domain.missing_codes(lines.item)
    members = [groups.codes == code for code in range(len(groups.names))]
    members += [groups.codes >= 0] if len(among.names) > len(groups.names) else []
    rows: list[Row] = []
    if item.kind in ("single", "multiple", "rating"):
        shares = _shares(domain, lines, groups, among, missing == 0)
        rows += _share_rows(lines, shares, among) if item.kind != "rating" else []
    if item.kind in ("number", "rating"):
        x = domain.take(number_column(domain.survey, item))
        measures = ("mean",) if item.kind == "rating" else ("mean", "median")
        rows += [_number_row(domain, item, x, who, name, measure) for measure in measures
                 for who, name in zip(members, among.names, strict=True)]
        rows += _share_rows(lines, shares, among) if item.kind == "rating" else []
    absent = [int(((missing != 0) & who).sum()) for who in members]
    if any(absent) or not rows:
        rows += [{"item": item.name, "option": "missing", "group": name, "measure": "count", "n": n,
                  "base": int(who.sum())} for name, n, who in zip(among.names, absent, members, strict=True)]
    return rows


def _shares(domain: Domain, lines: OptionLines, groups: ItemGroups, among: ItemGroups,
            answered: NDArray[np.bool_]) -> ShareTable:
    """Shares of the lines by group and in all."""
    item = lines.item
    several = (groups, groups.join_all()) if len(among.names) > len(groups.names) else (groups,)
    if item.kind == "multiple":
        ticks = lines.add_ticks(domain.take(tick_codes(domain.survey, item)))
        parts = [share_of_ticks(domain, ticks, answered, one) for one in several]
    else:
        codes = domain.take(option_codes(domain.survey, item))
        parts = [share_of_options(domain, codes, answered, one, lines) for one in several]
    return parts[0].stack(parts[1]) if len(parts) > 1 else parts[0]


def _share_rows(lines: OptionLines, shares: ShareTable, among: ItemGroups) -> list[Row]:
    """A row per option (of a rating only its nets) and group."""
    frame = shares.frame(among, lines, LimitChoice(LEVEL)).assign(measure="share")
    frame = frame[[name for name in COLUMNS if name in frame]]
    kept = lines.codes[len(lines.item.answers) if lines.item.kind == "rating" else 0:]
    return [{str(name): value for name, value in row.items()} for option in kept
            for row in frame[frame["option"] == option].to_dict("records")]


def _number_row(domain: Domain, item: Item, x: NDArray[np.float64], who: NDArray[np.bool_], group: str,
                measure: str) -> Row:
    """Mean and spread, or median and quartiles, of those of a group who gave a number."""
    inside = domain.put_back(who & ~np.isnan(x), False)
    sampling, known = domain.sampling or simple_sampling(domain.survey.rows), domain.put_back(np.nan_to_num(x), 0.0)
    n = int(inside.sum())
    row: Row = {"item": item.name, "option": measure, "group": group, "measure": measure, "n": n, "base": n,
                "weighted_n": float(sampling.weights[inside].sum())}
    if measure == "mean":
        mean = sampled_mean(sampling, known, inside) if n else None
        return row | ({"estimate": mean.mean, "sd": mean.sd} if mean else {})
    low, middle, high = (weighted_quantile(known[inside], sampling.weights[inside], share) for share in (.25, .5, .75))
    return row | {"estimate": middle, "low": low, "high": high}


def _test(domain: Domain, item: Item, groups: ItemGroups) -> GroupTest:
    """The test of one item, if its kind has one."""
    if item.kind == "single":
        return compare_options(domain, domain.take(option_codes(domain.survey, item)), groups)
    if item.kind in ("number", "rating"):
        return compare_numbers(domain, domain.take(number_column(domain.survey, item)), groups)
    if item.kind == "multiple":
        return compare_sets(domain, item, require_groups(domain.survey, groups.item))
    return UNTESTED


def _with_tests(parts: Sequence[list[Row]], tests: Sequence[GroupTest]) -> list[Row]:
    """The rows with the test of their item; what is shown of it stands in the item's first line."""
    adjusted = holm(np.array([test.p_value for test in tests]))
    rows: list[Row] = []
    for part, test, p in zip(parts, tests, adjusted, strict=True):
        first = part[0]["option"]
        for row in part:
            shown = {"p_shown": p, "effect_shown": test.effect} if row["option"] == first else {}
            rows.append(row | {"test": test.name, "p_value": test.p_value, "p_adjusted": p, "effect": test.effect,
                               "effect_name": test.effect_name} | shown)
    return rows


def _test_notes(asked: Sequence[Item], tests: Sequence[GroupTest]) -> tuple[Text, ...]:
    """Which test each item had, and how many there were."""
    names = dict.fromkeys(test.name for test in tests if test.name)
    if not names:
        return ()
    said = [phrase("profile.test", test=phrase(f"test.{name}"), items=join_words(
        item.words for item, test in zip(asked, tests, strict=True) if test.name == name)) for name in names]
    k = sum(not np.isnan(test.p_value) for test in tests)
    return (phrase("note.profile_tests", tests=join_words(said)), *note_pairs("note.family", k))


def _labels(lines: Sequence[OptionLines], among: ItemGroups) -> dict[str, dict[str, Text]]:
    """Words for items, options, measures and groups."""
    measures = {name: phrase(f"profile.{name}") for name in ("mean", "median", "missing", "count")}
    options = {f"{one.item.name}={code}": words for one in lines for code, words in one.labels.items()}
    own = {f"{one.item.name}={name}": words for one in lines for name, words in measures.items()
           if f"{one.item.name}={name}" not in options}
    return {"item": {one.item.name: one.item.words for one in lines} | {EVERYBODY: phrase("profile.respondents")},
            "option": options | own | {f"{EVERYBODY}=count": measures["count"]},
            "group": dict(among.labels) | {TOTAL: phrase("group.total")}}
