"""Columns of shown tables: a heading and how a row of the long table fills a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveykit.phrases import pick, say
from surveykit.result import format as fmt

Row = Mapping[str, object]
Cell = Callable[[Row, "View"], str]


@dataclass(frozen=True, slots=True)
class View:
    """A result looked at in one language."""

    result: object
    language: str

    def say(self, key: str, **values: object) -> str:
        """A phrase in this view's language."""
        return pick(say(key, **values), self.language)

    def label(self, kind: str, code: object) -> str:
        """Words for a code, in this view's language."""
        return self.result.label(kind, code, self.language)

    def option(self, row: Row) -> str:
        """Words for the option a row is about."""
        return self.label("option", f"{row['item']}={row['option']}")

    @property
    def level(self) -> str:
        """The confidence level in percent, `95`."""
        return fmt.level_words(self.result.settings.get("level", 0.95))


@dataclass(frozen=True, slots=True)
class Column:
    """A heading (phrase key), the cell it draws, and its side."""

    head: str
    cell: Cell
    align: str = "r"

    def heading(self, view: View) -> str:
        """The heading's words."""
        return view.say(self.head, level=view.level)


def item(head: str = "head.item") -> Column:
    """The item's words."""
    return Column(head, lambda row, view: view.label("item", row["item"]), "l")


def option(head: str = "head.option") -> Column:
    """The option's words."""
    return Column(head, lambda row, view: view.option(row), "l")


def group(head: str = "head.group") -> Column:
    """The group's words."""
    return Column(head, lambda row, view: view.label("group", row["group"]), "l")


def words(name: str, head: str, kind: str | None = None) -> Column:
    """A text column as it is, or through the labels of `kind`."""
    def cell(row: Row, view: View) -> str:
        value = row.get(name)
        if value is None or value == "":
            return ""
        return view.label(kind, value) if kind else str(value)
    return Column(head, cell, "l")


def whole(name: str, head: str) -> Column:
    """A count."""
    return Column(head, lambda row, view: fmt.count(row.get(name)))


def number(name: str, head: str, decimals: int = 2) -> Column:
    """A number with fixed decimals."""
    return Column(head, lambda row, view: fmt.fixed(row.get(name), decimals))


def span(head: str = "head.interval", decimals: int = 2) -> Column:
    """The interval of a number."""
    return Column(head, lambda row, view: fmt.span(row["low"], row["high"], decimals))


def p_value(head: str = "head.p") -> Column:
    """A p value."""
    return Column(head, lambda row, view: fmt.p_value(row.get("p_value")))


COUNT = Column("head.count", lambda row, view: fmt.count(row["n"], row["base"]))
PERCENT = Column("head.percent", lambda row, view: fmt.percent(row["n"], row["base"]))
INTERVAL = Column("head.interval_percent",
                  lambda row, view: fmt.interval(row["low"], row["high"], row["base"]))


def percent_with_interval(row: Row) -> str:
    """`46 (32–60)`: a share and its interval in one cell."""
    shown = fmt.percent(row["n"], row["base"])
    if fmt.missing(row["low"]):
        return shown
    return f"{shown} ({fmt.interval(row['low'], row['high'], row['base'])})"
