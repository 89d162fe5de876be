"""What sentences share: words for rows, codes and numbers, which rows overlap, and how sentences are joined."""

import math
from collections.abc import Callable, Sequence

from surveykit.group_by import group_by
from surveykit.result import Result
from surveykit.result import format as fmt
from surveykit.result.view import Row, View, percent_places
from surveykit.words.marks import join_marked, mark_wording
from surveykit.words.phrases import Text, in_language, phrase

MOST_NAMED = 4
SMALL_BASE = 30
Name = Callable[[Row], str]


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
    return join_marked(*(in_language(s, language) for s in sentences), by="" if language == "zh" else " ")


def of_group(result: Result, group: str, said: Sequence[Text], *, alone: bool) -> list[Text]:
    """The sentences, with the group's name before them when there are several groups."""
    if alone:
        return list(said)
    text = join_sentences(said, result.language)
    return [phrase("interpret.in_group", group=mark_wording(result.label("group", group)), said=text)]


def rows_by_group(result: Result) -> dict[str, list[Row]]:
    """The rows of each group, in the order of the table; '' where there are no groups."""
    return group_by(rows_of(result), lambda row: row.get("group", ""))


def say_groups(result: Result, say: Callable[[Result, list[Row]], list[Text]]) -> list[Text]:
    """What is said of the rows of each group."""
    parts = rows_by_group(result)
    return [text for group, rows in parts.items()
            for text in of_group(result, group, say(result, rows), alone=list(parts) == [""])]


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


def list_words(view: View, texts: Sequence[str]) -> str:
    """`“A”, “B” and 3 more`: at most four of them named."""
    shown = join_marked(*(view.phrase("interpret.quoted", words=text) for text in texts[:MOST_NAMED]),
                        by=view.phrase("list.comma"))
    more = len(texts) - MOST_NAMED
    return view.phrase("interpret.and_more", words=shown, more=more) if more > 0 else shown


def known_rows(rows: Sequence[Row], name: str = "estimate") -> list[Row]:
    """The rows whose number is known, without sums of other rows, the highest first."""
    known = [row for row in rows if not fmt.missing(row.get(name)) and row.get("net") is not True]
    return sorted(known, key=lambda row: -row[name])


def percent_of(row: Row) -> str:
    """The share of a row in percent, without its sign."""
    return fmt.share_of(row["estimate"], row["n"], row["base"], percent_places(row, "base"))


def overlaps(first: Row, other: Row) -> bool | None:
    """Whether the intervals of two rows overlap; None where one has none."""
    if any(fmt.missing(row.get(end)) for row in (first, other) for end in ("low", "high")):
        return None
    return bool(first["low"] <= other["high"] and other["low"] <= first["high"])


def say_order(view: View, ranked: Sequence[Row], name: Name) -> list[Text]:
    """Whether the first of some rows is settled: whose intervals overlap with its own."""
    if len(ranked) < 2 or overlaps(ranked[0], ranked[1]) is None:
        return []
    others = [row for row in ranked[1:] if overlaps(ranked[0], row)]
    first = name(ranked[0])
    if not others:
        return [phrase("interpret.apart", first=first, level=view.level)]
    return [phrase("interpret.overlap", first=first, others=list_words(view, [name(row) for row in others]),
                   level=view.level)]


def say_small_base(rows: Sequence[Row]) -> list[Text]:
    """That a base is small, where the smallest one is under thirty."""
    bases = [int(row["base"]) for row in rows if not fmt.missing(row.get("base"))]
    small = bases and min(bases) < SMALL_BASE
    return [phrase("interpret.small_base", base=min(bases), few=SMALL_BASE)] if small else []
