"""How a result is shown: six families of tables, and the columns a verb declares.

A verb chooses a family and says what is its own; figures and sentences go by the family, too. The
declaration is data and travels with the result, so that a stored result needs no verb to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from surveykit.result.result_column import (
    BASE,
    COUNT,
    INTERVAL,
    PERCENT,
    ResultColumn,
    show_count,
    show_group,
    show_item,
    show_number,
    show_option,
    show_p_value,
    show_span,
    show_words,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a verb declares about the table it returns.
    family: `shares`, `crossed`, `estimates`, `tests`, `matrix` or `listing`.
    columns: From left to right. Crossed: the option, its count, its share and, if there is one, the interval. Matrix:
        those before the field, and last the form of its cells.
    figure: The shape `plot` draws (a name in `figures.figure_shapes.SHAPES`); '' for none.
    sections: When the first column becomes a line above its rows: '' never, `several` when there are few enough of
        them, `always`, or `named`: as `several`, and left out when it is one for all rows.
    across: Matrix only: the column whose words head the field; its own heading stands above them all. total: Matrix
    only: phrase key of a last column with the sums; '' for none. behind: Matrix only: columns behind the field.
    """

    family: str
    columns: tuple[ResultColumn, ...] = ()
    figure: str = ""
    sections: str = ""
    across: ResultColumn | None = None
    total: str = ""
    behind: tuple[ResultColumn, ...] = ()

    def showing(self, *columns: ResultColumn, figure: str | None = None, sections: str = "",
                across: ResultColumn | None = None, total: str = "") -> Layout:
        """The family with a verb's own columns, and its own figure where the family's does not fit."""
        return Layout(self.family, columns, self.figure if figure is None else figure, sections, across, total)

    def by_group(self) -> Layout:
        """The same shares with groups beside each other."""
        return replace(self, family=CROSSED.family)

    def to_json(self) -> dict[str, object]:
        """The declaration as JSON holds it."""
        plain = {field.name: value for field in fields(self) if (value := getattr(self, field.name))}
        across = {"across": self.across.to_json()} if self.across else {}
        behind = {"behind": [column.to_json() for column in self.behind]} if self.behind else {}
        return plain | across | behind | {"columns": [column.to_json() for column in self.columns]}

    @classmethod
    def from_json(cls, parts: Mapping[str, Any]) -> Layout:
        """The declaration that `to_json` wrote."""
        across = {"across": _column(parts["across"])} if "across" in parts else {}
        return cls(**{**parts, **across, "columns": tuple(map(_column, parts["columns"])),
                      "behind": tuple(map(_column, parts.get("behind", ())))})


def _column(parts: Mapping[str, Any]) -> ResultColumn:
    """A column that `to_json` wrote."""
    return ResultColumn(**{**parts, "names": tuple(parts["names"])})


SHARES = Layout("shares", (show_option(), COUNT, PERCENT, INTERVAL), "bars")
CROSSED = Layout("crossed", SHARES.columns, SHARES.figure)
ESTIMATES = Layout(
    "estimates", (show_item(), show_group(), BASE, show_number("estimate", "head.estimate"), show_span()), "dots")
TESTS = Layout("tests", (show_item("head.row_item"), show_words("group", "head.by_item", "item"),
                         show_number("statistic", "head.statistic"), show_count("head.df", "df"), show_p_value(),
                         show_words("effect_name", "head.effect_name", "effect"), show_number("effect", "head.effect"),
                         show_span()), "effects")
MATRIX = Layout("matrix", (show_item(), ResultColumn("", "tally", ("n",))), "heat",
                across=ResultColumn("", "words", ("group",), kind="group"), total="head.sum")
LISTING = Layout("listing", (show_item(),))
