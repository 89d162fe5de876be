"""The rows of a result that keys choose: codes or words of items, options, groups, or of a named column."""

from collections.abc import Iterator, Sequence

from surveykit.errors import AnalysisError, did_you_mean
from surveykit.result import format as fmt
from surveykit.result.table_notes import caption
from surveykit.result.view import Row, View
from surveykit.text.normalise import normalise
from surveykit.words.phrases import LANGUAGES

Key = str | tuple[str, str]
RANK = "rank"


def choose_rows(view: View, keys: Sequence[Key]) -> list[Row]:
    """The rows all keys name; ranks are taken among those that the other keys leave."""
    rows: list[Row] = view.result.records()
    for key in sorted(keys, key=lambda key: isinstance(key, tuple) and key[0] == RANK):
        column, wanted = key if isinstance(key, tuple) else ("", key)
        rows = _rows_of_rank(view, rows, wanted) if column == RANK else _match_rows(view, rows, column, wanted)
    return rows


def name_rows(view: View, rows: Sequence[Row]) -> list[str]:
    """Words that tell rows apart: those of the first column in which they differ."""
    for column in _text_columns(view):
        names = list(dict.fromkeys(spell_code(view, column, row, view.language) for row in rows))
        if len(names) > 1:
            return names
    return []


def spell_code(view: View, column: str, row: Row, language: str) -> str:
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
        raise AnalysisError("There is no rank {wanted} among {count} estimates.", where="{caption}",
                            fix="rank=1 is the highest, rank=-1 the lowest", wanted=wanted, count=len(values),
                            caption=caption(view))
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
        yield from (spell_code(view, column, row, language) for language in LANGUAGES)
