"""A sentence for any table: how many rows, and which of them are the highest and the lowest."""

from collections.abc import Sequence

from surveykit.result import MATRIX, Result
from surveykit.result import format as fmt
from surveykit.result.result_column import ResultColumn
from surveykit.result.view import Row, View
from surveykit.sentences.sentence_words import MOST_NAMED, list_words
from surveykit.words.marks import join_marked
from surveykit.words.phrases import Text, phrase

# forms that show a number, and which of their columns it is
_NUMBERS = {"share": 0, "share_count": 0, "number": 0, "number_span": 0, "count": 0, "tally": 0, "difference": 0}
JUDGED = {"verdict", "status", "verdict.p", "verdict.mean"}
_NO_FINDING = {"base", "step", "participant", "place"}  # running numbers, and what a share is of


def interpret_extremes(result: Result) -> list[Text]:
    """The rows with the highest and the lowest number of the first column that holds one; else how many rows."""
    view, rows = View(result, result.language), result.records()
    verdict = next((column for column in result.layout.columns if column.kind in JUDGED), None)
    if verdict:
        return [phrase("interpret.judged", rows=len(rows), parts=_count_words(view, verdict, rows))]
    column = _number_column(result)
    values = [(value, row) for row in rows if column and (value := _value(column, row)) is not None]
    ends = sorted({value for value, _ in values})
    if column is None or len(ends) < 2:
        return [phrase("interpret.rows", rows=len(rows))]
    high, low = ([row for value, row in values if value == end] for end in (ends[-1], ends[0]))
    key = "interpret.highest" if len(low) > MOST_NAMED else "interpret.extremes"
    return [phrase(key, rows=len(rows), head=column.heading(view) or view.phrase("head.count_only"),
                   high=list_words(view, [row_name(view, row) for row in high]), high_value=column.cell(high[0], view),
                   low=list_words(view, [row_name(view, row) for row in low]), low_value=column.cell(low[0], view))]


def interpret_few(result: Result) -> list[Text]:
    """Every estimate of a short table with its base and interval; the extremes of a longer one."""
    view, rows = View(result, result.language), result.records()
    span = next((column for column in result.layout.columns if column.form == "span"), None)
    column = _number_column(result)
    if len(rows) > MOST_NAMED or column is None or span is None:
        return interpret_extremes(result)
    said = []
    for row in rows:
        key = "interpret.estimate_bare" if fmt.missing(row["low"]) else "interpret.estimate"
        said.append(view.phrase(key, name=row_name(view, row), estimate=column.cell(row, view), base=int(row["base"]),
                                level=view.level, interval=span.cell(row, view)))
    return [phrase("interpret.estimates", head=column.heading(view),
                   estimates=join_marked(*said, by=view.phrase("list.semicolon")))]


def _count_words(view: View, column: ResultColumn, rows: Sequence[Row]) -> str:
    """How often each word stands in a column, the most frequent first."""
    words = [column.cell(row, view) for row in rows]
    order = sorted(dict.fromkeys(words), key=lambda word: -words.count(word))
    return join_marked(*(view.phrase("interpret.untestable_part", why=word, n=words.count(word)) for word in order),
                       by=view.phrase("list.semicolon"))


def row_name(view: View, row: Row) -> str:
    """The words that tell a row from the others: those of its columns of words that differ."""
    layout, rows = view.result.layout, view.result.records()
    columns = [column for column in layout.columns if column.form in {"words", "answer"} and column.head]
    columns = columns or [column for column in layout.columns if column.form == "printed"]
    if layout.family == MATRIX.family and layout.across:
        columns.append(layout.across)
    elif layout.family == "crossed" and "group" in row:
        return join_marked(columns[0].cell(row, view), view.label("group", row["group"]),
                           by=view.phrase("interpret.between"))
    differing = [column for column in columns if len({column.cell(one, view) for one in rows}) > 1]
    differing = differing[:1] if differing and len({differing[0].cell(one, view) for one in rows}) == len(rows) \
        else differing
    texts = [text for column in differing[:2] or columns[:1 + (len(rows) == 1)] if (text := column.cell(row, view))]
    return join_marked(*texts, by=view.phrase("interpret.between")) if texts else fmt.DASH


def _number_column(result: Result) -> ResultColumn | None:
    """The first column with a number to speak of."""
    return next((column for column in result.layout.columns
                 if column.form in _NUMBERS and column.names[0] not in _NO_FINDING), None)


def _value(column: ResultColumn, row: Row) -> float | None:
    """The number of a cell; None where there is none."""
    value = row.get(column.names[_NUMBERS[column.form]])
    return float(value) if isinstance(value, int | float) and not fmt.missing(value) else None
