"""Which column of the export holds which item; what is missing, doubtful or left over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from surveykit.codebook import Codebook, Item
from surveykit.errors import CodebookError, ReadError, did_you_mean, listed
from surveykit.read.cells import tidy
from surveykit.read.table import Table
from surveykit.survey import Change

Filled = Callable[[Item, Codebook], bool]


def places_of(table: Table, book: Codebook, filled_elsewhere: Filled) -> Mapping[str, int]:
    """Position of every item's column; absent columns are one error that names them all."""
    places: dict[str, int] = {}
    absent = []
    for item, column, wanted in _wanted(book):
        place = _place(table, wanted, item)
        if place is not None:
            places[column] = place
        elif not filled_elsewhere(item, book):
            absent.append((column, wanted))
    if absent:
        names = [wanted for _, wanted in absent]
        near = did_you_mean(names[0], [h for h in table.headings if h])
        raise ReadError(f"The export has no column for {len(absent)} of {len(book)} items: {listed(names)}.",
                        where=f"{table.name}, item {absent[0][0]!r}",
                        fix=f"for {names[0]!r} {near} Correct sk_column in the codebook, or the heading")
    _refuse_shared(table, places)
    return places


def _wanted(book: Codebook) -> Iterator[tuple[Item, str, str]]:
    """Item, response column and heading in the export."""
    for item in book:
        if item.kind == "multiple" and item.layout == "onehot":
            yield from ((item, column, column) for column in item.columns)
        else:
            yield item, item.name, item.column or item.name


def _place(table: Table, wanted: str, item: Item) -> int | None:
    """The column with this heading: exactly, else, for `sk_column`, as its only beginning or by `re:`."""
    seen = [tidy(heading) for heading in table.headings]
    if wanted.startswith("re:"):
        return _only(i for i, heading in enumerate(seen) if _pattern(wanted, item).search(heading))
    target = tidy(wanted)
    if target in seen:
        return seen.index(target)
    if item.column is None:
        return None
    return _only(i for i, heading in enumerate(seen)
                 if heading.startswith(target) and not _cuts(target, heading))


def _only(hits: Iterator[int]) -> int | None:
    """The one hit, None when there are several."""
    found = list(hits)
    return found[0] if len(found) == 1 else None


def _cuts(target: str, heading: str) -> bool:
    """Whether the beginning ends inside a word or number: `q1` of `q10`."""
    pair = heading[len(target) - 1:len(target) + 1]
    return pair.isascii() and pair.isalnum()


def _pattern(wanted: str, item: Item) -> re.Pattern[str]:
    """The pattern of `re:...`."""
    try:
        return re.compile(wanted[3:])
    except re.error as error:
        raise CodebookError(f"sk_column {wanted!r} is no regular expression: {error}.",
                            where=f"item {item.name!r}", fix="write the heading itself") from None


def _refuse_shared(table: Table, places: Mapping[str, int]) -> None:
    """Two items cannot be answered in one column."""
    users: dict[int, list[str]] = {}
    for column, place in places.items():
        users.setdefault(place, []).append(column)
    for place, names in users.items():
        if len(names) > 1:
            raise ReadError(f"Items {listed(names)} cannot share the column {table.headings[place]!r}.",
                            where=table.name, fix="give each its own heading in sk_column of the codebook")


def headings_found(table: Table, book: Codebook, places: Mapping[str, int]) -> tuple[Change, ...]:
    """A line for every heading that was found by its beginning or by a pattern."""
    return tuple(Change("", column, wanted, table.headings[places[column]], "heading", "no_action")
                 for _, column, wanted in _wanted(book)
                 if column in places and tidy(table.headings[places[column]]) != tidy(wanted))


def headings_left(table: Table, places: Mapping[str, int], keys: frozenset[str]) -> tuple[Change, ...]:
    """A line for every column that no item claims."""
    claimed = set(places.values())
    return tuple(Change("", heading, "", "", "not_in_codebook", "no_action")
                 for place, heading in enumerate(table.headings)
                 if heading and heading not in keys and place not in claimed)
