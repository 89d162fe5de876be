"""What prose can say of a result: a field of it, or of the rows that some keys choose, as the table shows it.

The fields are those the layout declares: each column by the last part of its heading's key (`percent`, `alpha`,
`points`, `verdict`), and every column of the long table by its own name. Beside them stand `k_of_n`, `percent`,
`interval`, `p`, `rows`, `base`, `missing`, `level`, `caption`, `question` (its one question, quoted), `open_lead`,
`method`, and the numbers among the settings. Every number carries what it is (`surveykit.words.marks`), so that a
report can be verified.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from surveykit.errors import AnalysisError, did_you_mean, list_quoted
from surveykit.result import format as fmt
from surveykit.result.result_column import COUNT, ResultColumn, show_count, show_number, show_p_value, show_words
from surveykit.result.table_notes import LEFT_OUT, caption
from surveykit.result.title_words import quote_caption, quote_question
from surveykit.result.view import Row, View
from surveykit.text.normalise import normalise
from surveykit.words.marks import MarkedText, join_marked, mark_number, marks_of
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, in_language

if TYPE_CHECKING:
    from surveykit.result.result import Result

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_SIGNED = {"share", "share_count", "interval", "joint_interval", "share_range"}  # in percent
_ROUNDED = {"share", "number", "span", "number_span"}
_ALONE = {"words", "count", "number", "share", "p_value", "printed"}  # forms that show one column of the long table
Key = str | tuple[str, str]
RANK = "rank"


def field_text(result: Result, keys: Sequence[Key], name: str, language: str, *, decimals: int | None = None) -> str:
    """A field of a result, or of the rows that the keys choose, in words of one language.
    keys: codes or labels of items, options and groups in any order; a pair names the column (`("verdict",
    "impossible")`), and `("rank", "1")` is the row with the highest estimate, `-1` the lowest. Rows that say the same
    are one. decimals: instead of the house's, for shares and numbers.
    >>> import surveykit as sk
    >>> plans = sk.frequencies(sk.example_survey(), "plan")
    >>> [field_text(plans, ["home"], name, "en") for name in ("k_of_n", "percent", "interval", "option")]
    ['18/40', '45%', '31–60%', 'Return home']
    """
    view = View(result, language)
    if not keys and name in _OF_RESULT:
        return _OF_RESULT[name](view)
    if name == "missing":
        return _left_out(view, keys)
    rows = _choose_rows(view, keys)
    if name == "rows":
        return _count_text(len(rows))
    column = _column_of(result, name)
    number = dict(_numbers(result.settings)).get(name) if not keys else None
    if column is None and number is None:
        raise AnalysisError("A result has no field {name!r}.", where="{caption}",
                            fix=did_you_mean(name, field_names(result)), name=name, caption=caption(view))
    if column is None:
        return _number_text(float(number or 0), decimals)
    if decimals is not None and column.form not in _ROUNDED:
        raise AnalysisError("{name} has no decimals to choose.", where="{caption}", fix="leave out | {decimals}",
                            name=name, caption=caption(view), decimals=decimals)
    if decimals is not None:
        column = replace(column, decimals=decimals)
    return _one_of(view, [_cell_text(column, row, view) for row in rows], rows, keys, column)


def field_names(result: Result) -> list[str]:
    """The fields a result has."""
    heads = [_short(column.head) for column in result.layout.columns if column.head]
    own = [name for name in ("k_of_n", "percent", "interval", "p") if _column_of(result, name)]
    return list(dict.fromkeys([*own, *heads, *map(str, result._table.columns), *_OF_RESULT, "missing", "rows",
                               *(name for name, _ in _numbers(result.settings))]))


def _short(head: str) -> str:
    """The last part of a heading's key."""
    return head.rpartition(".")[2]


def _column_of(result: Result, name: str) -> ResultColumn | None:
    """The column that a field is shown by: usual ones, those of the layout, those of the long table."""
    table, columns = set(map(str, result._table.columns)), result.layout.columns
    usual = {"k_of_n": COUNT if {"n", "base"} <= table else None,
             "percent": _first(columns, "share", "share_count"),
             "interval": _first(columns, "interval", "joint_interval", "difference_span", "span"),
             "p": show_p_value() if "p_value" in table else None}
    if name == "interval" and usual[name] is None and _first(columns, "share_count"):
        return ResultColumn("", "interval", ("low", "high", "n", "base"))
    if usual.get(name):
        return usual[name]
    named = [column for column in columns if column.head and _short(column.head) == name]
    shown = [column for column in columns if name == (column.names or ("",))[-1 if column.form == "words" else 0]
             and column.form in _ALONE and (column.form != "count" or len(column.names) == 1)]
    return next((column for column in (*named, *shown)), None) or (_plain(result, name) if name in table else None)


def _plain(result: Result, name: str) -> ResultColumn:
    """A column of the long table that the layout does not show by itself."""
    values = result._table[name].dropna()
    if name in {"item", "option", "group"} or values.map(lambda value: isinstance(value, str | bool)).any():
        return show_words(name, "", name, *(("item",) if name == "option" else ()))
    whole = all(float(value).is_integer() for value in values)
    return show_count("", name) if whole else show_number(name, "")


def _first(columns: Sequence[ResultColumn], *forms: str) -> ResultColumn | None:
    """The first column of one of these forms; a share with its count is the share alone."""
    found = next((column for column in columns if column.form in forms), None)
    return replace(found, form="share") if found and found.form == "share_count" else found


def _cell_text(column: ResultColumn, row: Row, view: View) -> str:
    """A cell as prose says it: percentages with their sign, every number marked."""
    shown = column.cell(row, view)
    if shown in {fmt.DASH, ""}:
        return shown
    values = [row.get(name) for name in column.names]
    if column.form == "p_value":
        return _p_text(values, shown)
    if column.form == "count":
        return mark_number(shown, f"counts {shown}" if "/" in shown else f"count {shown}")
    if column.form == "number":
        return mark_number(shown, f"value {_exact(values[0])}")
    if column.form == "span":
        return mark_number(shown, f"spread {_exact(values[0])} {_exact(values[1])}")
    if column.form in _SIGNED:
        return join_marked(shown, "%")
    return shown if marks_of(shown) else _mark_digits(shown, "wording" if column.kind else "")


def _p_text(values: Sequence[object], shown: str) -> str:
    """`p = 0.031` or `p < 0.001`; the range of several as it is shown."""
    marked = mark_number(shown.removeprefix("<"), f"value {_exact(values[0])}") if len(values) == 1 else shown
    if shown.startswith("<"):
        return join_marked("p ", mark_number(f"< {shown[1:]}", f"value {_exact(values[0])}"))
    return join_marked("p = ", marked)


def _exact(value: object) -> str:
    """A number with the digits a stored result keeps."""
    return f"{float(str(value)):.{fmt.DIGITS}g}"


def _mark_digits(text: str, value: str) -> str:
    """A text whose numbers are quoted words, or counts."""
    marks = [mark_number(match[0], value or ("count " if match[0].isdigit() else "value ") + match[0])
             for match in _DIGITS.finditer(text)]
    parts = _DIGITS.split(text)
    return join_marked(*(part for pair in zip(parts, [*marks, ""], strict=True) for part in pair)) if marks else text


def _one_of(view: View, texts: Sequence[str], rows: Sequence[Row], keys: Sequence[Key], column: ResultColumn) -> str:
    """The one text that all rows say; labels of rows that share a rank, as tied."""
    found = list({str.__str__(text): text for text in texts}.values())
    if len(found) == 1:
        return found[0]
    if any(isinstance(key, tuple) and key[0] == "rank" for key in keys) and column.form == "words":
        return view.phrase("list.tied", words=join_marked(*found, by=view.phrase("list.comma")))
    raise AnalysisError("The keys must choose one row, not {count}.", where="{caption}", caption=caption(view),
                        fix=Message("name one of: {names}", names=list_quoted(_name_rows(view, rows))), count=len(rows))


def _left_out(view: View, keys: Sequence[Key]) -> str:
    """How many were left out, all of them or for one reason."""
    missing: Mapping[str, int] = view.result.missing
    for key in keys:
        if key not in LEFT_OUT:
            raise AnalysisError("{key!r} is no reason for a missing answer.", where="{caption}",
                                fix=did_you_mean(str(key), LEFT_OUT), key=key, caption=caption(view))
    return _count_text(sum(n for kind, n in missing.items() if not keys or kind in keys))


def _count_text(number: int) -> str:
    """A whole number, marked."""
    return mark_number(str(number), f"count {number}")


def _number_text(number: float, decimals: int | None) -> str:
    """A setting, marked."""
    whole = number.is_integer() and decimals is None
    return _count_text(int(number)) if whole else mark_number(
        fmt.decimal_text(number, 2 if decimals is None else decimals), f"value {_exact(number)}")


def _numbers(settings: Mapping[str, object]) -> Iterator[tuple[str, float]]:
    """The numbers among settings, nested ones by their own names."""
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _numbers(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield name, float(value)


def _open_lead(view: View) -> str:
    """That the first is not known to be ahead of the second, whose intervals overlap; '' where it is, or none leads."""
    ranked = sorted((row for row in view.result.records() if not fmt.missing(row.get("low")) and "estimate" in row
                     and row.get("net") is not True and not row.get("group")), key=lambda row: -row["estimate"])[:3]
    if len(ranked) < 2 or ranked[0]["low"] > ranked[1]["high"] or not ranked[1].get("n") or any(
            one["estimate"] == two["estimate"] for one, two in pairwise(ranked)):
        return ""
    percent = _column_of(view.result, "percent")
    return view.phrase("field.open_lead", option=view.option(ranked[1]),
                       percent=_cell_text(percent, ranked[1], view)) if percent else ""


_OF_RESULT: dict[str, Callable[[View], str]] = {
    "open_lead": _open_lead,
    "base": lambda view: _count_text(view.result.base),
    "level": lambda view: join_marked(view.level, "%"),
    "caption": lambda view: MarkedText(caption(view), marks_of(caption(view))),
    "question": lambda view: quote_question(view) or quote_caption(view),
    "method": lambda view: view.mark_known(in_language(view.result.method, view.language))}


def _choose_rows(view: View, keys: Sequence[Key]) -> list[Row]:
    """The rows all keys name; ranks are taken among those that the other keys leave."""
    rows: list[Row] = view.result.records()
    for key in sorted(keys, key=lambda key: isinstance(key, tuple) and key[0] == RANK):
        column, wanted = key if isinstance(key, tuple) else ("", key)
        rows = _rows_of_rank(view, rows, wanted) if column == RANK else _match_rows(view, rows, column, wanted)
    return rows


def _name_rows(view: View, rows: Sequence[Row]) -> list[str]:
    """Words that tell rows apart: those of the first column in which they differ."""
    for column in _text_columns(view):
        names = list(dict.fromkeys(_spell_code(view, column, row, view.language) for row in rows))
        if len(names) > 1:
            return names
    return []


def _spell_code(view: View, column: str, row: Row, language: str) -> str:
    """The words of a row in a column, else its code."""
    shown = next((one for one in view.result.layout.columns
                  if one.form == "words" and one.names[-1:] == (column,)), None)
    kind = shown.kind if shown and shown.kind else column
    names = shown.names if shown else (("item", "option") if column == "option" else (column,))
    return str(View(view.result, language).label_of(kind, [row.get(name) for name in names]))


def _match_rows(view: View, rows: Sequence[Row], column: str, wanted: str) -> list[Row]:
    """The rows with a code or label, in one column or in any that holds words."""
    known = [str(name) for name in view.result._table.columns]
    if column and column not in known:
        raise AnalysisError("A result has no column {column!r}.", where="{caption}",
                            fix=did_you_mean(column, [*known, RANK]), column=column, caption=caption(view))
    columns = [column] if column else _text_columns(view)
    found = [row for row in rows
             if any(_is_same(wanted, text) for one in columns for text in _spellings(view, one, row))]
    if not found and not _is_known(view, column, wanted):
        names = dict.fromkeys(text for row in rows for one in columns for text in _spellings(view, one, row) if text)
        raise AnalysisError("There is no {wanted!r} among what the table is about.", where="{caption}",
                            fix=did_you_mean(wanted, names), wanted=wanted, caption=caption(view))
    return found


def _is_same(wanted: str, text: str) -> bool:
    """Whether a key names a code or label, whatever its case and blanks."""
    return normalise(wanted).casefold() == normalise(text).casefold()


def _is_known(view: View, column: str, wanted: str) -> bool:
    """Whether a column knows a code that none of its rows bears: none of them, then, and no slip of the pen."""
    labels = view.result.labels.get(column, {})
    return any(_is_same(wanted, text) for code, words in labels.items() for text in (code, *words.values()))


def _rows_of_rank(view: View, rows: Sequence[Row], wanted: str) -> list[Row]:
    """The rows with the highest estimate (1), the next (2) ..., or the lowest (-1)."""
    by = next((name for name in ("estimate", "n") if name in view.result._table.columns), "")
    values = sorted({row[by] for row in rows if by and not fmt.missing(row[by])}, reverse=True)
    place = int(wanted) if wanted.lstrip("-").isdigit() else 0
    if not by or not 0 < abs(place) <= len(values):
        raise AnalysisError("There is no rank {wanted} among {count} estimates.", where="{caption}", wanted=wanted,
                            fix="rank=1 is the highest, rank=-1 the lowest", count=len(values), caption=caption(view))
    return [row for row in rows if row[by] == values[place - 1 if place > 0 else place]]


def _text_columns(view: View) -> list[str]:
    """The columns of the long table that hold codes or words."""
    table = view.result._table
    return [str(name) for name in table.columns if table[name].map(lambda value: isinstance(value, str)).any()]


def _spellings(view: View, column: str, row: Row) -> Iterator[str]:
    """The code in a column, and its words in each language."""
    value = row.get(column)
    yield f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, str):
        yield from (_spell_code(view, column, row, language) for language in LANGUAGES)
