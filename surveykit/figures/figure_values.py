"""What the figures ask of a result: its rows without gaps, its groups, numbers as words."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import View, percent_places
from surveykit.words.marks import join_marked
from surveykit.words.marks import mark_printed as as_printed

Row = dict[str, Any]
TOTAL = ""
# The middle dot of Chinese fonts is as wide as a character; this dot is narrow in every font.
DOT = " \u22c5 "


def rows(result: Result) -> list[Row]:
    """The long table as rows; a missing number is None, everybody together is the group ''."""
    found: list[Row] = []
    for record in result.records():
        row: Row = {name: None if pd.isna(value) else value for name, value in record.items()}
        row["group"] = "" if row.get("group") is None else str(row["group"])
        found.append(row)
    return found


def distinct(found: Sequence[Row], name: str) -> list[Any]:
    """The values of a column, each once, in table order."""
    return list(dict.fromkeys(row.get(name) for row in found))


def has_groups(found: Sequence[Row]) -> bool:
    """Whether the rows stand for several groups."""
    return any(row["group"] for row in found)


def estimate(row: Row, name: str = "estimate", n: str = "n", base: str = "base") -> float | None:
    """The estimate, else the share n of base."""
    if row.get(name) is not None:
        return float(row[name])
    return float(row[n]) / float(row[base]) if row.get(n) is not None and row.get(base) else None


def share(row: Row, n: str = "n", base: str = "base") -> str:
    """`21/46 · 46%`: a count with its base, and the percent (the weighted one if there is one)."""
    if row.get(n) is None or not row.get(base):
        return percent(row.get("estimate"), percent_places(row, base))
    return join_marked(fmt.count(row[n], row[base]), DOT, percent_of(row, n, base))


def percent_of(row: Row, n: str = "n", base: str = "base") -> str:
    """The percent of a row: exact from its counts, unless weights moved the estimate."""
    value = row.get("estimate") if (n, base) == ("n", "base") else None
    plain = row[n] / row[base] if row.get(n) is not None and row.get(base) else None
    if plain is None or (value is not None and abs(value - plain) > 1e-9):
        return percent(value, percent_places(row, base))
    return join_marked(fmt.percent(row[n], row[base], percent_places(row, base)), "%")


def percent(value: float | None, decimals: int) -> str:
    """A proportion with its sign, or a dash."""
    return fmt.DASH if value is None or fmt.missing(value) else join_marked(fmt.estimate(value, decimals), "%")


def group_name(view: View, group: str, base: float | None) -> str:
    """`men (n = 23)`."""
    name = group_words(view, group)
    if base is None:
        return name
    return view.phrase("head.group_base", group=name, base=fmt.count(base))


def group_words(view: View, group: str) -> str:
    """A group's words; the group '' is everybody."""
    known = group != TOTAL or view.result.labels.get("group", {}).get(TOTAL)
    return view.label("group", group) if known else view.phrase("group.total")


def number(row: Row, decimals: int, name: str = "estimate", times: float = 1) -> str:
    """`0.78 (0.66–0.87)`: a number with its interval, in brackets of its own when negative."""
    value, low, high = (None if row.get(part) is None else times * row[part] for part in (name, "low", "high"))
    shown, span = fmt.decimal_text(value, decimals), fmt.span(low, high, decimals)
    if span == fmt.DASH:
        return shown
    return f"{shown} {span}" if span.startswith("[") else f"{shown} ({span})"


def printed_words(row: Row) -> str:
    """What a source printed, '' for nothing."""
    words = str(row.get("printed") or "")
    return "" if words == fmt.DASH else as_printed(words)


def lookup(found: Sequence[Row], *names: str) -> dict[tuple[Any, ...], Row]:
    """Rows by the values of some columns; the first of equals is kept."""
    place: dict[tuple[Any, ...], Row] = {}
    for row in found:
        place.setdefault(tuple(row.get(name) for name in names), row)
    return place


def with_interval(found: Sequence[Row]) -> bool:
    """Whether any row has an interval."""
    return any(row.get("low") is not None and row.get("high") is not None for row in found)


def foot(view: View, words: str, found: Sequence[Row], key: str = "plot.axis.with_interval") -> str:
    """What the axis shows, and what the lines (or bands) are if there are any."""
    return view.phrase(key, axis=words, level=view.level) if with_interval(found) else words
