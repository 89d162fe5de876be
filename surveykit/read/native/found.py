"""Which variable holds which item: by name, never by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from surveykit.codebook import Codebook, Item
from surveykit.errors import ReadError, did_you_mean, listed
from surveykit.formats import NativeTable
from surveykit.survey import Change

KEY = "respondent"


def places_of(table: NativeTable, book: Codebook) -> Mapping[str, int]:
    """Position of each response column (of a select-all question in one variable: of its item).

    A name is looked for as it is, then in brackets at the end of a label, where `write_survey` puts the names
    that SPSS or Stata do not allow, then without regard to case. The variables of a response set are named
    `<sk_column>_1`, `_2` ..., or as its columns, or as its options.
    """
    names = Names(table, book)
    places: dict[str, int] = {}
    absent = []
    for item in book:
        found = names.several(item) if item.kind == "multiple" else names.single(item)
        places.update(found)
        absent += [] if found else [item]
    if absent:
        near = did_you_mean(absent[0].column or absent[0].name, names.exact)
        raise ReadError(f"The file has no variable for {len(absent)} of {len(book)} items: "
                        f"{listed(item.column or item.name for item in absent)}.",
                        where=f"{table.name}, item {absent[0].name!r}",
                        fix=f"{near} Correct sk_column in the codebook")
    _refuse_shared(table, book, places)
    return places


class Names:
    """The variables of a file by every name they may be called."""

    def __init__(self, table: NativeTable, book: Codebook) -> None:
        self.exact = {variable.name: place for place, variable in enumerate(table.variables)}
        known = {KEY, *book.columns, *(item.column or item.name for item in book)}
        free = {name: place for name, place in self.exact.items() if name not in known}
        count = Counter(name.casefold() for name in free)
        self.folded = {name.casefold(): place for name, place in free.items() if count[name.casefold()] == 1}
        self.labels = {place: table.variables[place].label for place in free.values()
                       if table.variables[place].label.endswith("]")}

    def single(self, item: Item) -> dict[str, int]:
        """The variable of an item."""
        names = [name for name in (item.column, item.name) if name]
        tries = (*map(self.exact.get, names), self.said(item.name),
                 *(self.folded.get(name.casefold()) for name in names))
        place = next((place for place in tries if place is not None), None)
        return {} if place is None else {item.name: place}

    def several(self, item: Item) -> dict[str, int]:
        """The variables of a response set, or the one that holds it as text."""
        said = [self.said(column, f"{item.name} #{place}") for place, column in enumerate(item.columns, start=1)]
        folded = [[self.folded.get(name.casefold(), self.exact.get(name)) for name in names]
                  for names in _spellings(item)]
        for places in (*([self.exact.get(name) for name in names] for names in _spellings(item)), said, *folded):
            if None not in places:
                return dict(zip(item.columns, places, strict=True))
        return self.single(item)

    def said(self, *names: str) -> int | None:
        """The only variable whose label ends with one of the names in brackets."""
        hits = [place for place, label in self.labels.items() for name in names if label.endswith(f" [{name}]")]
        return hits[0] if len(hits) == 1 else None


def _spellings(item: Item) -> Iterator[Sequence[str]]:
    """How the variables of a response set may be named, best first."""
    numbers = range(1, len(item.columns) + 1)
    if item.column:
        yield [f"{item.column}_{number}" for number in numbers]
    yield item.columns
    yield [option.value for option in item.answers]
    yield [f"{item.name}_{number}" for number in numbers]


def _refuse_shared(table: NativeTable, book: Codebook, places: Mapping[str, int]) -> None:
    """Two items cannot be answered in one variable (it may belong to several response sets)."""
    users: dict[int, list[str]] = {}
    for item in book:
        if item.name in places:
            users.setdefault(places[item.name], []).append(item.name)
    for place, names in users.items():
        if len(names) > 1:
            raise ReadError(f"Items {listed(names)} cannot share the variable {table.variables[place].name!r}.",
                            where=table.name, fix="give each its own name in sk_column of the codebook")


def left_out(table: NativeTable, places: Mapping[str, int]) -> tuple[Change, ...]:
    """A line for every variable that no item claims."""
    claimed = set(places.values())
    return tuple(Change("", variable.name, "", "", "not_in_codebook", "no_action")
                 for place, variable in enumerate(table.variables)
                 if place not in claimed and variable.name != KEY)
