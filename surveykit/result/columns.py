"""Columns of shown tables: a heading and how a row of the long table fills a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveykit.result import format as fmt
from surveykit.words.marks import claims, free, joined, printed, tied, worded
from surveykit.words.phrases import pick, say

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
        return worded(self.result.label(kind, code, self.language))

    def option(self, row: Row) -> str:
        """Words for the option a row is about."""
        return self.label("option", f"{row['item']}={row['option']}")

    @property
    def confidence(self) -> float:
        """The confidence level as a proportion, 0.95."""
        return float(self.result.settings.get("level", 0.95))

    @property
    def level(self) -> str:
        """The confidence level in percent, `95`."""
        return fmt.level_words(self.confidence)

    def known(self, text: str) -> str:
        """A stored text, its percentages marked: the level, and what stands in labels."""
        said = self.level
        text = tied(text, lambda number: f"level {self.confidence:g}" if number == said else "")
        return tied(text, lambda number: "wording" if self._in_labels(number) else "") if free(text) else text

    def _in_labels(self, number: str) -> bool:
        """Whether a percentage stands in a label of this result."""
        return any(number in pick(text, self.language)[start:stop] for texts in self.result.labels.values()
                   for text in texts.values() for start, stop in claims(pick(text, self.language)))

    def interval(self, row: Row, n: str = "n", base: str = "base") -> str:
        """The interval of a share, in percent: Wilson's, unless the result names another in its settings."""
        wilson = self.result.settings.get("interval", "wilson") == "wilson" and not fmt.missing(row[n])
        value = f"wilson {fmt.ratio(row[n], row[base])} {self.confidence:g}" if wilson else ""
        return fmt.interval(row["low"], row["high"], row[base], value)


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
        return view.label(kind, value) if kind else worded(str(value))
    return Column(head, cell, "l")


def as_printed(head: str) -> Column:
    """A figure as its source printed it."""
    return Column(head, lambda row, view: printed(str(row.get("printed") or "")), "l")


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
INTERVAL = Column("head.interval_percent", lambda row, view: view.interval(row))


def percent_with_interval(row: Row, view: View) -> str:
    """`46 (32–60)`: a share and its interval in one cell."""
    shown = fmt.percent(row["n"], row["base"])
    if fmt.missing(row["low"]):
        return shown
    return joined(shown, " (", view.interval(row), ")")
