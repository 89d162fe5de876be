"""Rates whose base stands in their own row: graduates, graduates placed, placement rate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from surveykit.audit.figures.printed_figure import Figure
from surveykit.audit.reports.figure_cells import N_HEAD
from surveykit.audit.reports.figure_grid import Column, Grid
from surveykit.audit.reports.sentence_figures import fits, occurs

ENOUGH = 0.6  # of the rows that tell anything must fit
MOST = 8  # columns of counts that are tried
# Columns of whole groups, beside which a rate is a share of the group.
EVERYBODY = re.compile(r"毕业生(?:人数|总?数)?$|(?:学生|员工|调查|总)人数$|发放|\b(?:graduates|students|sent)$",
                       re.IGNORECASE)
RATE = re.compile(r"率|\brates?\b", re.IGNORECASE)


def row_counts(grid: Grid, figures: Sequence[tuple[int, Figure]]) -> tuple[Column, Column] | None:
    """The columns of counts and of bases from which a column of rates follows, row by row; None if there are none.

    Rows of 0 % tell nothing: no count is 0 % of every base. Whole percentages must fit in every row, and in two.
    """
    telling = [(row, figure) for row, figure in figures if figure.exact and figure.value]
    coarse = not any(figure.decimals for _, figure in telling)
    need = max(2, len(telling)) if coarse else max(1, ENOUGH * len(telling))
    best, most = None, 0
    for counts, bases in permutations(grid.of_kind("count")[:MOST], 2):
        fitting = _fitting(counts, bases, figures)
        if fitting > most:
            best, most = (counts, bases), fitting
    return best if most >= need else None


def _fitting(counts: Column, bases: Column, figures: Sequence[tuple[int, Figure]]) -> int:
    """How many rows that tell anything fit; none where a count is more than its base."""
    pairs = [(counts.cells[row].count, bases.cells[row].count, figure) for row, figure in figures if figure.exact]
    if any(None not in (k, n) and k > n for k, n, _ in pairs):
        return 0
    return sum(fits(replace(figure, count=k), n or 0) for k, n, figure in pairs if figure.value)


def holds_bases(column: Column, rates: Column, lines: Sequence[tuple[int | None, Figure]]) -> bool:
    """Whether a column of counts holds the bases of the rates beside it: it says so, and every rate can occur."""
    named = N_HEAD.search(column.head) or EVERYBODY.search(column.head) or (
        RATE.search(rates.head) and column.head.split(" ")[-1] == "人数")
    return bool(named) and all(n and occurs(figure, n) for n, figure in lines)
