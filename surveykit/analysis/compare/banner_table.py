"""Many items by several groups beside each other, with letters for the columns that differ."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit._stats.mean import welch
from surveykit._stats.multiplicity import ADJUSTMENTS
from surveykit._stats.proportion import two_proportions_z
from surveykit._stats.sampled_mean import sampled_difference, sampled_mean
from surveykit._stats.sampling import simple_sampling
from surveykit.analysis.coded_columns import number_column, option_codes, tick_codes
from surveykit.analysis.domain import SAMPLE_PARTS, Domain, select_domain
from surveykit.analysis.estimate import require_base
from surveykit.analysis.item_groups import ItemGroups, select_groups
from surveykit.analysis.option_lines import Nets, OptionLines, nets_of_items, select_lines
from surveykit.analysis.questions import require_question
from surveykit.analysis.share_table import LimitChoice, share_of_ticks
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result import MATRIX, Result
from surveykit.result.result_column import ResultColumn, show_item, show_option
from surveykit.survey import Survey, require_survey
from surveykit.words.phrases import Text, join_words, phrase

LAYOUT = MATRIX.showing(show_item(), show_option("head.measure"), ResultColumn("", "profile", ("n",)), figure="profile",
                        sections="always", across=ResultColumn("", "words", ("group",), kind="group"))
COLUMNS = ["item", "option", "group", "letter", "measure", "n", "base", "estimate", "sd", "low", "high",
           "net", "letters"]
EVERYBODY = "all()"  # no group has this name
FEWEST_EXPECTED = 5  # people with an answer, and without it, that a comparison of shares needs in each column
Floats = NDArray[np.float64]
FAMILIES: dict[str, Callable[[Floats], Floats]] = {**ADJUSTMENTS, "none": lambda p_values: p_values}


@dataclass(frozen=True, slots=True, eq=False)
class BannerColumn:
    """One column: its key, words, letter, which heading it stands under, and who belongs to it."""

    key: str
    label: Text
    letter: str
    block: int
    inside: NDArray[np.bool_]
    apart: bool  # whether nobody belongs to two columns of its heading


def banner(survey: Survey, items: str | Sequence[str], by: str | Sequence[str | Sequence[str]], *,
           where: str | None = None, nets: Mapping[str, Nets] | None = None, method: str = "holm",
           fewest: int = 30, level: float = 0.95) -> Result:
    """Many items down, several groups across, letters where columns differ.

    Parameters
    ----------
    survey
        Survey after cleaning, with its design if it has one (`set_design`).
    items
        Items of any kind but texts, dates and rankings: shares of options, of ratings and numbers the mean.
    by
        Items whose groups are columns; a pair of items (`("gender", "region")`) makes a column of every combination;
        the options of a select-all item are columns that overlap.
    where
        As in `frequencies`.
    nets
        Further lines of items, each the sum of options: `{"plan": {"leave": ["home", "study"]}}` (see `frequencies`).
    method
        How the comparisons of one item under one heading are adjusted: `holm`, `BH` or `none`.
    fewest
        Columns of fewer people, and of a single one, are shown, not compared; nor are shares where a column would
        expect fewer than five people with the answer, or without it.
    level
        A letter stands where the adjusted p-value is below 1 - level; of the intervals of shares.

    Returns
    -------
    Result
        kind "banner"; per item, line and column: option (`base`, an option, `mean`), group (`gender=female`; `all()`
        for everybody), letter (of the column), measure, n, base, estimate, sd (of a mean), low and high (of a share;
        shown for nets), net, letters (of the columns of the same heading that this one exceeds).

    Raises
    ------
    AnalysisError
        No items or groups, an item of another kind, an item under its own heading, another method.

    Missing values
    --------------
    Each item rests on those who answered it; a base stands above its lines.

    Notes
    -----
    Columns of one heading are compared two by two, never with the total, whose people they are. Shares: the pooled z
    test (R: ``prop.test(correct = FALSE)``), means Welch's t; under a design, and where columns overlap, t with the
    covariance between the columns (``svyttest``; for overlapping ones the variance of the difference of two ratios).
    The family of an adjustment is all pairs and lines of one item under one heading.

    Examples
    --------
    >>> import surveykit as sk
    >>> table = sk.banner(sk.example_survey(), ["plan", "months"], by=["gender", "hardship"], fewest=5).table
    >>> table["letter"].unique().tolist()
    ['', 'A', 'B', 'C', 'D', 'E']
    """
    survey = require_survey(survey, "banner")
    names, heads = ([part] if isinstance(part, str | int) else list(part) for part in (items, by))
    asked = [require_question(survey, name, ("single", "multiple", "rating", "number"), "banner", most=None)
             for name in names]
    if not asked or not heads:
        raise AnalysisError("banner needs at least one item and one group.", where=survey,
                            fix="banner(survey, ['item'], by=['group'])")
    if method not in FAMILIES:
        raise AnalysisError("method must be one of {methods}, not {method!r}.", fix="method='holm'",
                            methods=", ".join(FAMILIES), method=method)
    fewest, domain = max(fewest, 2), select_domain(survey, "banner", where, level, honours=SAMPLE_PARTS)
    blocks = [_block(domain, [head] if isinstance(head, str) else list(head), [item.name for item in asked])
              for head in heads]
    columns = list(_columns(domain, blocks))
    given = nets_of_items(asked, nets)
    shares = [select_lines(item, given.get(item.name)) for item in asked]
    limits = LimitChoice(level)
    table = pd.DataFrame([row for lines in shares for row in _item_rows(domain, lines, columns, method, fewest, limits)]
                         ).reindex(columns=COLUMNS)
    table = table.assign(net=table["net"].eq(True))
    require_base(survey, int(columns[0].inside.sum()), *names)
    small = [column.label for column in columns[1:] if column.inside.sum() < fewest]
    return Result(
        kind="banner", layout=LAYOUT, table=table, base=domain.rows,
        title=domain.title(phrase("title.banner")), source=survey.facts(),
        method=phrase("method.banner_design" if domain.sampling else "method.banner", level=f"{1 - level:g}"),
        notes=(*domain.notes(), phrase(f"note.banner_{method}"),
               phrase("note.banner_expected", k=FEWEST_EXPECTED),
               *((phrase("note.banner_small", k=fewest, groups=join_words(small)),) if small else ()),
               *(note for lines in shares for note in lines.notes()), *limits.net_notes(domain, table),
               *((phrase("note.groups_overlap"),) if any(block.overlap is not None for block in blocks) else ())),
        labels=_labels(shares, columns), language=survey.codebook.language,
        settings={**limits.settings(domain, table), "method": method, "fewest": fewest})


def _block(domain: Domain, names: Sequence[str], of: Sequence[str]) -> ItemGroups:
    """The groups of one heading; of several items, every combination that occurs."""
    parts = [select_groups(domain, name, of=of, sets=len(names) == 1) for name in names]
    first = parts[0]
    for other in parts[1:]:
        pairs = [(one, two) for one, two in product(range(len(first.names)), range(len(other.names)))
                 if (first.member(one) & other.member(two)).any()]
        codes = np.full(domain.rows, -1)
        for place, (one, two) in enumerate(pairs):
            codes[first.member(one) & other.member(two)] = place
        keys = [f"{first.names[one]}/{other.names[two]}" for one, two in pairs]
        labels = {key: phrase("label.nested", first=first.labels[first.names[one]],
                              second=other.labels[other.names[two]])
                  for key, (one, two) in zip(keys, pairs, strict=True)}
        first = ItemGroups(f"{first.item}/{other.item}", tuple(keys), codes, labels)
    return first


def _columns(domain: Domain, blocks: Sequence[ItemGroups]) -> Iterator[BannerColumn]:
    """Everybody, then the groups of every heading, lettered from A on."""
    yield BannerColumn(EVERYBODY, phrase("group.total"), "", -1, np.ones(domain.rows, dtype=bool), True)
    place = 0
    for number, block in enumerate(blocks):
        for code, name in enumerate(block.names):
            letter = _letter(place)
            words = phrase("label.lettered", group=block.labels[name], letter=letter)
            yield BannerColumn(f"{block.item}={name}", words, letter, number, block.member(code), block.overlap is None)
            place += 1


def _letter(place: int) -> str:
    """A to Z, then AA, AB ..."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def _item_rows(domain: Domain, shares: OptionLines, columns: Sequence[BannerColumn], method: str, fewest: int,
               limits: LimitChoice) -> list[dict[str, object]]:
    """Base, shares and mean of one item in every column."""
    item, (answered, lines) = shares.item, _lines(domain, shares)
    columns = [replace(column, inside=column.inside & answered) for column in columns]
    letters = _compare(domain, columns, [values for _, _, values in lines], method, fewest, limits.level)
    base = [int(column.inside.sum()) for column in columns]
    rows = [_row(item, "base", column, "count", n=n, base=n) for column, n in zip(columns, base, strict=True)]
    ticks = [values for _, measure, values in lines if measure == "share"]
    cells = _share_cells(domain, shares, np.column_stack(ticks), columns, limits) if ticks else {}
    for place, (option, measure, values) in enumerate(lines):
        for which, (column, size) in enumerate(zip(columns, base, strict=True)):
            found = cells[option, column.key] if measure == "share" else _mean_cell(domain, column.inside, values)
            rows.append(_row(item, option, column, measure, **{"n": size, "base": size, **found},
                             letters=letters.get((which, place), "")))
    return rows


def _row(item: Item, option: str, column: BannerColumn, measure: str, **values: object) -> dict[str, object]:
    """One cell."""
    return {"item": item.name, "option": option, "group": column.key, "letter": column.letter, "measure": measure,
            "letters": "", **values}


def _lines(domain: Domain, shares: OptionLines) -> tuple[NDArray[np.bool_], list[tuple[str, str, Floats]]]:
    """Who answered, and what each line measures: 0 or 1 per option, numbers for the mean."""
    item = shares.item
    answered, lines = domain.missing_codes(item) == 0, []
    if item.kind != "number":
        counted = (shares.add_ticks(domain.take(tick_codes(domain.survey, item))) if item.kind == "multiple" else
                   shares.add_choices(domain.take(option_codes(domain.survey, item))))
        lines = [(code, "share", counted[:, place]) for place, code in enumerate(shares.codes)]
    if item.kind in ("number", "rating"):
        lines.append(("mean", "mean", np.nan_to_num(domain.take(number_column(domain.survey, item)))))
    return answered, lines


def _share_cells(domain: Domain, shares: OptionLines, ticks: Floats, columns: Sequence[BannerColumn],
                 limits: LimitChoice) -> dict[tuple[str, str], dict[str, object]]:
    """The share of each line in each column, with its limits."""
    whole = select_groups(domain, None)
    tables = [share_of_ticks(domain, ticks, column.inside, whole) for column in columns]
    frame = tables[0].stack(*tables[1:]).frame(replace(whole, names=tuple(one.key for one in columns)), shares, limits)
    kept = frame.reindex(columns=["n", "base", "estimate", "low", "high", "net"]).to_dict("records")
    return {pair: {str(name): value for name, value in row.items()}
            for pair, row in zip(zip(frame["option"], frame["group"], strict=True), kept, strict=True)}


def _mean_cell(domain: Domain, inside: NDArray[np.bool_], values: Floats) -> dict[str, object]:
    """Weighted mean and standard deviation."""
    if not inside.any():
        return {}
    sampling = domain.sampling or simple_sampling(domain.survey.rows)
    found = sampled_mean(sampling, domain.put_back(values, 0.0), domain.put_back(inside, False))
    return {"estimate": found.mean, "sd": found.sd}


def _compare(domain: Domain, columns: Sequence[BannerColumn], lines: Sequence[Floats], method: str, fewest: int,
             level: float) -> dict[tuple[int, int], str]:
    """Letters of the columns that each exceeds, by column and line."""
    found: dict[tuple[int, int], list[str]] = {}
    for block in sorted({column.block for column in columns[1:]}):
        members = [place for place, column in enumerate(columns) if column.block == block
                   and column.inside.sum() >= fewest]
        tested = [(one, other, line) for line in range(len(lines)) for one, other in combinations(members, 2)]
        results = [_test(domain, columns[one], columns[other], lines[line]) for one, other, line in tested]
        adjusted = FAMILIES[method](np.array([p for _, p in results]))
        for (one, other, line), (difference, _), p in zip(tested, results, adjusted, strict=True):
            if p < round(1 - level, 12):
                high, low = (one, other) if difference > 0 else (other, one)
                found.setdefault((high, line), []).append(columns[low].letter)
    wide = any(len(column.letter) > 1 for column in columns)
    return {key: (" " if wide else "").join(sorted(letters, key=lambda letter: (len(letter), letter)))
            for key, letters in found.items()}


def _test(domain: Domain, one: BannerColumn, other: BannerColumn, values: Floats) -> tuple[float, float]:
    """Difference of two columns, and its p-value."""
    x, y = values[one.inside], values[other.inside]
    is_share = set(np.unique(values)) <= {0.0, 1.0}
    if is_share:
        people, ticked = x.size + y.size, x.sum() + y.sum()
        if min(x.size, y.size) * min(ticked, people - ticked) < FEWEST_EXPECTED * people:
            return np.nan, np.nan
    if domain.sampling is None and one.apart:
        if is_share:
            return float(x.mean() - y.mean()), float(two_proportions_z(x.sum(), x.size, y.sum(), y.size).p_value)
        simple = welch(x, y)
        return simple.difference, simple.p_value
    sampling = domain.sampling or simple_sampling(domain.survey.rows)
    test = sampled_difference(sampling, domain.put_back(values, 0.0), domain.put_back(one.inside, False),
                              domain.put_back(other.inside, False))
    return test.difference, test.p_value


def _labels(shares: Sequence[OptionLines], columns: Sequence[BannerColumn]) -> dict[str, dict[str, Text]]:
    """Words for items, lines and columns."""
    own = {"base": phrase("head.base"), "mean": phrase("profile.mean")}
    asked = [lines.item for lines in shares]
    options = {f"{lines.item.name}={code}": words for lines in shares for code, words in lines.labels.items()}
    return {"item": {item.name: item.words for item in asked},
            "option": {f"{item.name}={name}": words for item in asked for name, words in own.items()} | options,
            "group": {column.key: column.label for column in columns}}
