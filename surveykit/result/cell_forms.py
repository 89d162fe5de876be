"""The forms a cell of a shown table can take: each makes text from the numbers of one row.

A form is named in a `ResultColumn`, so that a stored result knows how it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from surveykit.result import format as fmt
from surveykit.result.view import Row, View, percent_places
from surveykit.words.marks import join_marked, mark_number, mark_printed, mark_wording

if TYPE_CHECKING:
    from surveykit.result.result_column import ResultColumn

Form = Callable[["ResultColumn", Row, View], str]
EXCERPT = 60  # signs of a quote in a table


def _values(column: ResultColumn, row: Row) -> list[Any]:
    """The values a cell is made of; None for a name that is empty."""
    return [row.get(name) for name in column.names]


def _words(column: ResultColumn, row: Row, view: View) -> str:
    """A text as it is, or the words for codes; nothing for a blank."""
    codes = _values(column, row)
    if codes[-1] is None or codes[-1] == "":
        return ""
    return view.label_of(column.kind, codes) if column.kind else mark_wording(str(codes[-1]))


def _answer(column: ResultColumn, row: Row, view: View) -> str:
    """An answer in words, else as it stands; quoted when blanks at its ends would not be seen."""
    item, text = _values(column, row)
    if f"{item}={text}" in view.result.labels.get(column.kind, {}):
        return view.label_of(column.kind, (item, text))
    return mark_wording(text if text == text.strip() else view.phrase("quoted", text=text))


def _printed_figure(column: ResultColumn, row: Row, view: View) -> str:
    """A figure as its source printed it."""
    return mark_printed(str(row.get(column.names[0]) or ""))


def _measure_text(column: ResultColumn, row: Row, view: View) -> str:
    """What was measured, its share as printed, and of how many: `prefer home: 45.5% (n = 46)`."""
    item, measure, printed, n, base = _values(column, row)
    words = view.label_of(column.kind, (item, measure)) if measure else ""
    share = mark_printed(str(printed or ""))
    if not words or not share:
        return words or share
    if fmt.missing(base):
        return view.phrase("cell.measured", words=words, share=share)
    known = f"n = {fmt.count(base)}" if fmt.missing(n) else fmt.count(n, base)
    return view.phrase("cell.measured_of", words=words, share=share, known=known)


def _count(column: ResultColumn, row: Row, view: View) -> str:
    """`21`, or `21/46`; the blank where a part is not known."""
    values = _values(column, row)
    return column.blank if any(map(fmt.missing, values)) else fmt.count(*values)


def _pair(column: ResultColumn, row: Row, view: View) -> str:
    """`46/50`, with a dash for the part that is not known."""
    parts = [fmt.count(value) for value in _values(column, row)]
    return column.blank if set(parts) == {fmt.DASH} else "/".join(parts)


def _tally(column: ResultColumn, row: Row, view: View) -> str:
    """A count; none is a dash, so that patterns show."""
    n = row[column.names[0]]
    return str(int(n)) if n else fmt.DASH


def _share(column: ResultColumn, row: Row, view: View) -> str:
    """A share in percent; the blank where it has no base."""
    value, n, base = _values(column, row)
    known = not fmt.missing(base) if column.names[2] else not fmt.missing(value)
    decimals = percent_places(row, column.names[2]) if column.decimals is None else column.decimals
    return fmt.share_of(value, n, base, decimals) if known else column.blank


def _share_count(column: ResultColumn, row: Row, view: View) -> str:
    """A share, with its count in brackets when the base is small."""
    shown, n = _share(column, row, view), _values(column, row)[1]
    if percent_places(row, column.names[2]) or fmt.missing(n):
        return shown
    return join_marked(shown, " (", mark_number(fmt.count(n), f"count {int(n)}"), ")")


def _profile(column: ResultColumn, row: Row, view: View) -> str:
    """What a row measures, with the letters of the columns it exceeds: `18 (45%) B`."""
    letters, shown = row.get("letters"), _measured_value(row, view)
    return join_marked(shown, " ", mark_wording(str(letters))) if letters else shown


def _measured_value(row: Row, view: View) -> str:
    """`18 (45%)`, of a net `18 (45%; 31–60)`, `3.41 (0.92)`, `4 (2–9)` or `2`, by what the row measures."""
    measure, n = row["measure"], row["n"]
    if measure == "count":
        return fmt.count(n)
    if measure == "share":
        if not row["base"]:
            return fmt.DASH
        shown = fmt.share_of(row["estimate"], n, row["base"], percent_places(row, "base"))
        behind = ("%; ", view.interval(row), ")") if row.get("net") else ("%)",)
        return join_marked(mark_number(fmt.count(n), f"count {int(n)}"), " (", shown, *behind)
    if fmt.missing(row["estimate"]):
        return fmt.DASH
    if measure == "mean":
        return f"{fmt.decimal_text(row['estimate'], 2)} ({fmt.decimal_text(row['sd'], 2)})"
    return f"{fmt.decimal_text(row['estimate'], 1)} ({fmt.span(row['low'], row['high'], 1)})"


def _interval(column: ResultColumn, row: Row, view: View) -> str:
    """The interval of a share, in percent."""
    return view.interval(row, *column.names)


def _number(column: ResultColumn, row: Row, view: View) -> str:
    """A number with fixed decimals; of a `kind` (`points`) it carries what it is, as a percent does."""
    value = row.get(column.names[0])
    text = fmt.decimal_text(value, column.decimals or 0)
    return mark_number(text, f"value {value:.12g}") if column.kind and value is not None and text != fmt.DASH else text


def _number_span(column: ResultColumn, row: Row, view: View) -> str:
    """A number with its interval."""
    value, low, high = _values(column, row)
    return fmt.with_span(value, low, high, column.decimals or 0)


def _span(column: ResultColumn, row: Row, view: View) -> str:
    """The interval of a number."""
    low, high = _values(column, row)
    return fmt.span(low, high, column.decimals or 0)


def _p_value(column: ResultColumn, row: Row, view: View) -> str:
    """A p value, or the lowest and the highest: one number where they look the same."""
    return fmt.DASH.join(dict.fromkeys(map(fmt.p_value, _values(column, row))))


def _range(column: ResultColumn, row: Row, view: View) -> str:
    """Two whole numbers as a range, or one when they agree."""
    low, high = _values(column, row)
    if fmt.missing(low):
        return fmt.DASH
    return fmt.DASH.join(dict.fromkeys((str(int(low)), str(int(high)))))


def share_difference(row: Row, view: View, decimals: int | None = None) -> tuple[str, str]:
    """A difference of shares with its sign, and its interval: points, decimals by the smaller base."""
    decimals = min(percent_places(row, name) for name in ("base", "base_other")) if decimals is None else decimals
    pair = f"{fmt.ratio(row['n'], row['base'])} {fmt.ratio(row['n_other'], row['base_other'])}"
    return fmt.points(row["estimate"], (row["low"], row["high"]), decimals, pair, view.confidence)


def share_range(row: Row, decimals: int | None = None) -> str:
    """The share a count is of its largest and of its smallest possible base: `35.6–39.5`."""
    decimals = percent_places(row, "base_low") if decimals is None else decimals
    return fmt.interval(row["estimate_low"], row["estimate_high"], decimals, f"range {_ratios(row)}")


def _joint_interval(column: ResultColumn, row: Row, view: View) -> str:
    """The intervals on all possible bases, joined."""
    places = percent_places(row, "base_low")
    return fmt.interval(row["low"], row["high"], places, f"union {_ratios(row)} {view.confidence:g}")


def _ratios(row: Row) -> str:
    """`356/999 356/901`."""
    return f"{fmt.ratio(row['n'], row['base_high'])} {fmt.ratio(row['n'], row['base_low'])}"


def _on_base(column: ResultColumn, row: Row, view: View) -> str:
    """Percents, each a share that its base can give."""
    text, base = _values(column, row)
    texts = str(text or "").split(", ")
    known = texts != [""] and not fmt.missing(base)
    return join_marked(*(mark_number(one, f"on {int(base)}") if known else one for one in texts), by=", ")


def _entries(column: ResultColumn, row: Row, view: View) -> str:
    """`39: 14 + 11; 78: 28 + 22`, broken over lines between the entries only."""
    return "; ".join(entry.replace(" ", "\u00a0") for entry in str(row[column.names[0]]).split("; "))


def _excerpt(column: ResultColumn, row: Row, view: View) -> str:
    """A quote around its figure, cut to a line."""
    quote, shown = map(str, _values(column, row))
    text, at = " ".join(quote.split()), quote.find(shown.rstrip("%‰"))
    start = max(0, at - EXCERPT // 2) if len(text) > EXCERPT else 0
    part = text[start:start + EXCERPT]
    return "…" * (start > 0) + part + "…" * (start + EXCERPT < len(text))


FORMS: dict[str, Form] = {
    "words": _words, "answer": _answer, "printed": _printed_figure, "count": _count, "pair": _pair, "tally": _tally,
    "measured": _measure_text, "share": _share, "share_count": _share_count, "profile": _profile, "interval": _interval,
    "number": _number, "number_span": _number_span, "span": _span, "p_value": _p_value, "range": _range,
    "difference": lambda column, row, view: share_difference(row, view)[0],
    "difference_span": lambda column, row, view: share_difference(row, view)[1],
    "share_range": lambda column, row, view: share_range(row), "joint_interval": _joint_interval,
    "on_base": _on_base, "entries": _entries, "excerpt": _excerpt}
