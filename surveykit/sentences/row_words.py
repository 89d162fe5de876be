"""How a sentence names a row, shows its number, and says which rows overlap."""

from collections.abc import Callable, Sequence

from surveykit.result import format as fmt
from surveykit.result.view import Row, View, percent_places
from surveykit.words.marks import join_marked
from surveykit.words.phrases import Text, phrase

MOST_NAMED = 4
SMALL_BASE = 30

Name = Callable[[Row], str]


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
