"""What every sentence shares: rows, words for codes, and how sentences are joined."""

import math
from collections.abc import Sequence

from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import Row, View
from surveykit.words.marks import join_marked as joined_texts
from surveykit.words.marks import mark_wording
from surveykit.words.phrases import Text, in_language, phrase


def level(result: Result) -> str:
    """`95`."""
    return fmt.level_words(result.settings.get("level", 0.95))


def rows_of(result: Result) -> list[Row]:
    """The long table's rows."""
    return result.records()


def interval(result: Result, row: Row) -> str:
    """The interval of a share, in percent."""
    return View(result, result.language).interval(row)


def option_words(result: Result, row: Row) -> str:
    """The words of a row's option."""
    return mark_wording(result.label("option", f"{row['item']}={row['option']}"))


def item_words(result: Result, row: Row) -> str:
    """The words of a row's item."""
    return mark_wording(result.label("item", row["item"]))


def join_sentences(sentences: Sequence[Text], language: str) -> str:
    """Sentences one after the other; a blank between them in English only."""
    return joined_texts(*(in_language(s, language) for s in sentences), by="" if language == "zh" else " ")


def of_group(result: Result, group: str, said: Sequence[Text], *, alone: bool) -> list[Text]:
    """The sentences, with the group's name before them when there are several groups."""
    if alone:
        return list(said)
    text = join_sentences(said, result.language)
    return [phrase("interpret.in_group", group=mark_wording(result.label("group", group)), said=text)]


def interpret_rows(result: Result) -> list[Text]:
    """One sentence per row, in the words of the kind; its slots are columns and headings (`row_slots`)."""
    view = View(result, result.language)
    return [phrase(f"interpret.{result.kind}", **row_slots(view, row)) for row in rows_of(result)]


def row_slots(view: View, row: Row) -> dict[str, str]:
    """What a sentence about a row can say: whole numbers by their column, shown cells by their heading."""
    whole = {name: fmt.count(value) for name, value in row.items()
             if isinstance(value, int | float) and math.isfinite(value) and value == int(value)}
    cells = {column.head.removeprefix("head."): column.cell(row, view) for column in view.result.layout.columns}
    return {"level": view.level, "item": view.label("item", row.get("item", "")), **whole, **cells}
