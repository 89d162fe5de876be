"""A select-all question beside groups or beside another one: who counts, and the tests of all options and of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.rao_scott import DesignTest
from surveykit._stats.response_sets import TickPairs, bootstrap_sets, rao_scott_sets, sampled_sets, smallest_adjusted
from surveykit.analysis.coded_columns import tick_codes
from surveykit.analysis.compare.table_tests import (
    SEED,
    OccupiedTable,
    TableTest,
    occupied_table,
    sampled_table,
    test_of_table,
)
from surveykit.analysis.domain import Domain
from surveykit.analysis.item_groups import select_groups
from surveykit.analysis.option_lines import find_option
from surveykit.codebook import Item
from surveykit.survey.large_survey import refuse_rows

DRAWS = 4999
SIMPLE_SET_METHODS = ("rao_scott", "rao_scott_first", "bootstrap", "bonferroni")
DESIGN_SET_METHODS = ("rao_scott", "rao_scott_first", "bonferroni")
NONE = float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class SetSide:
    """One question as columns of 0 and 1: groups of which everybody has one, or ticks (`overlap`).
    names: values of the options that vary; same: those that everybody or nobody ticked.
    """

    item: Item
    names: tuple[str, ...]
    columns: NDArray[np.int8]
    overlap: bool
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class SetTable:
    """Two questions, the first a set, among the people who answered both (`inside`, of the domain)."""

    domain: Domain
    ticks: SetSide
    other: SetSide
    inside: NDArray[np.bool_]

    @property
    def base(self) -> int:
        """People with an answer to both."""
        return int(self.inside.sum())

    @property
    def is_testable(self) -> bool:
        """Whether there is a tick that varies, and groups or ticks to compare."""
        return len(self.ticks.names) > 0 and len(self.other.names) > (not self.other.overlap)

    def pairs(self) -> TickPairs:
        """The columns of people with both answers."""
        left, right = (side.columns[self.inside].astype(float) for side in (self.other, self.ticks))
        return TickPairs(left, right, self.other.overlap)

    def parts(self, level: float) -> list[SetPart]:
        """The test of every option, with another set of every pair of options; pairs go by the other's options."""
        others = [(name, 1 - self.other.columns[:, place]) for place, name in enumerate(self.other.names)]
        if not self.other.overlap:
            others = [("", self.other.columns.argmax(axis=1))]
        return [SetPart(option, name, test_of_table(self.domain, table, level), table)
                for name, codes in others for place, option in enumerate(self.ticks.names)
                for table in [occupied_table(*(np.where(self.inside, side, -1) for side in (
                    1 - self.ticks.columns[:, place], codes)))]]


@dataclass(frozen=True, slots=True, eq=False)
class SetPart:
    """The test of one option (value), or of it with an option of the other set."""

    option: str
    other: str
    test: TableTest
    table: OccupiedTable


@dataclass(frozen=True, slots=True)
class SetTest:
    """The test of all options: its name (`set_bootstrap`), the statistic, and how many draws counted."""

    name: str
    found: DesignTest
    draws: int = 0


def cross_sets(domain: Domain, item: Item, by: Item, groups: Sequence[str] | None = None) -> SetTable:
    """Two questions beside each other, the set first; `groups` are some of the options of `by`."""
    if domain.people is not None:
        refuse_rows(domain.survey.source.name, "the test of a select-all item")
    sides = [_make_side(domain, item, None), _make_side(domain, by, groups)]
    inside = np.logical_and.reduce([answered for answered, _ in sides])
    ticks, other = (_drop_same(side, inside) for _, side in sides)
    return SetTable(domain, ticks, other, inside) if item.kind == "multiple" else SetTable(domain, other, ticks, inside)


def _make_side(domain: Domain, item: Item, chosen: Sequence[str] | None) -> tuple[NDArray[np.bool_], SetSide]:
    """Who answered, and the columns of a question."""
    if item.kind == "multiple":
        places = range(len(item.answers)) if chosen is None else [find_option(item, name) for name in chosen]
        ticks = domain.take(tick_codes(domain.survey, item))
        names = tuple(item.answers[place].value for place in places)
        answered: NDArray[np.bool_] = np.asarray((ticks >= 0).all(axis=1))
        return answered, SetSide(item, names, (ticks[:, list(places)] == 1).astype(np.int8), True)
    groups = select_groups(domain, item.name, chosen)
    columns = (groups.codes[:, None] == np.arange(len(groups.names))).astype(np.int8)
    return groups.codes >= 0, SetSide(item, groups.names, columns, False)


def _drop_same(side: SetSide, inside: NDArray[np.bool_]) -> SetSide:
    """Without options that are the same for everybody inside."""
    counts = side.columns[inside].sum(axis=0)
    varies = (counts > 0) & ((counts < inside.sum()) | (not side.overlap))
    kept, gone = (tuple(np.array(side.names, dtype=object)[which]) for which in (varies, ~varies))
    return SetSide(side.item, kept, side.columns[:, varies], side.overlap, gone if side.overlap else ())


def run_set_test(table: SetTable, parts: Sequence[SetPart], method: str = "auto") -> SetTest:
    """All options together; `auto` is Rao and Scott's second order, in small tables the bootstrap."""
    pairs, sampling = table.pairs(), table.domain.sampling
    if method == "auto":
        small = sampling is None and any(part.test.is_sparse for part in parts)
        method = "bootstrap" if small else "rao_scott"
    if method == "bonferroni":
        return SetTest("set_bonferroni", DesignTest(NONE, NONE, NONE, smallest_adjusted(_plain_p_values(table, parts))))
    first = method == "rao_scott_first"
    if sampling is not None:
        whole = sum(sampled_table(table.domain, sampling, part.table).pearson() for part in parts)
        inside = table.domain.put_back(table.inside.astype(float), 0.0)
        return SetTest(f"set_{method}", sampled_sets(pairs, inside, sampling, whole, first_order=first))
    if method == "bootstrap":
        p, counted = bootstrap_sets(pairs, DRAWS, SEED)
        return SetTest("set_bootstrap", DesignTest(float(pairs.statistics().sum()), NONE, NONE, p), counted)
    return SetTest(f"set_{method}", rao_scott_sets(pairs, first_order=first))


def _plain_p_values(table: SetTable, parts: Sequence[SetPart]) -> NDArray[np.float64]:
    """p of each option by chi-square, empty cells counted as one half; or by the design."""
    if table.domain.sampling is not None:
        return np.array([part.test.found.p_value for part in parts])
    return table.pairs().p_values()


def mean_v(parts: Sequence[SetPart]) -> float:
    """Cramér's V of all options together: the square root of the mean of their squares."""
    return float(np.sqrt(np.mean([part.test.effect.estimate**2 for part in parts])))
