"""Which variable holds which item: by name, never by position."""

from collections import Counter
from collections.abc import Iterator, Sequence

from surveykit.answers.column_map import ColumnMap
from surveykit.codebook import Codebook, Item
from surveykit.errors import ReadError, did_you_mean, list_quoted
from surveykit.formats import NativeTable
from surveykit.survey import Change

KEY = "respondent"
CATEGORIES = "categories"  # the layout of a set whose variables each hold one of the options named


def find_variables(table: NativeTable, book: Codebook) -> ColumnMap:
    """The variable of each item, or those of its options.
    A name is looked for as it is, then in brackets at the end of a label, where `write_survey` puts the names
    that SPSS or Stata do not allow, then without regard to case. The variables of a response set are named
    `<sk_column>_1`, `_2` ..., or as its columns, or as its options; they may belong to several sets. Those of a
    set of categories (`sk_layout` categories) all stand in `sk_column`, parted by blanks: each holds one option named.
    """
    names, columns = VariableNames(table, book), ColumnMap()
    for item in book:
        find_block = names.find_mentions if item.layout == CATEGORIES else names.find_block
        block = find_block(item) if item.kind == "multiple" else None
        place = None if block else names.find_one(item)
        if block:
            columns.blocks[item.name] = block
        elif place is None:
            columns.absent.append(item)
        else:
            columns.whole[item.name] = place
    users: dict[int, list[str]] = {}
    for name, place in columns.whole.items():
        users.setdefault(place, []).append(name)
    columns.shared = [(place, tuple(sharing)) for place, sharing in users.items() if len(sharing) > 1]
    return columns


def raise_variable_faults(table: NativeTable, book: Codebook, columns: ColumnMap) -> None:
    """Refuse a file that lacks variables of the codebook, and two items in one variable."""
    absent = columns.absent
    if absent:
        near = did_you_mean(absent[0].column or absent[0].name, [variable.name for variable in table.variables])
        raise ReadError("The file has no variable for {absent_count} of {book_count} items: {absent}.",
                        where="{file}, item {absent_2!r}",
                        fix="{near} Correct sk_column in the codebook", absent_count=len(absent),
                        book_count=len(book), absent=list_quoted(item.column or item.name for item in absent),
                        file=table.name, absent_2=absent[0].name, near=near)
    for place, names in columns.shared:
        raise ReadError("Items {names} cannot share the variable {variables!r}.",
                        where="{file}", fix="give each its own name in sk_column of the codebook",
                        names=list_quoted(names), variables=table.variables[place].name, file=table.name)


class VariableNames:
    """The variables of a file by every name they may be called."""

    def __init__(self, table: NativeTable, book: Codebook) -> None:
        self.exact = {variable.name: place for place, variable in enumerate(table.variables)}
        known = {KEY, *book.columns, *(item.column or item.name for item in book)}
        free = {name: place for name, place in self.exact.items() if name not in known}
        count = Counter(name.casefold() for name in free)
        self.folded = {name.casefold(): place for name, place in free.items() if count[name.casefold()] == 1}
        self.labels = {place: table.variables[place].label for place in free.values()
                       if table.variables[place].label.endswith("]")}

    def find_one(self, item: Item) -> int | None:
        """The variable of an item."""
        names = [name for name in (item.column, item.name) if name]
        tries = (*map(self.exact.get, names), self.find_labelled(item.name),
                 *(self.folded.get(name.casefold()) for name in names))
        return next((place for place in tries if place is not None), None)

    def find_block(self, item: Item) -> dict[str, int] | None:
        """The variables of a response set, by option; None where it has none."""
        labelled = [self.find_labelled(column, f"{item.name} #{place}")
                    for place, column in enumerate(item.columns, start=1)]
        folded = [[self.folded.get(name.casefold(), self.exact.get(name)) for name in names]
                  for names in _spellings(item)]
        exact = [[self.exact.get(name) for name in names] for names in _spellings(item)]
        for places in (*exact, labelled, *folded):
            block = {option.value: place for option, place in zip(item.answers, places, strict=True)
                     if place is not None}
            if block and len(block) == len(places):
                return block
        return None

    def find_mentions(self, item: Item) -> dict[str, int] | None:
        """The variables that hold the first, the second ... option named; None where one is not there."""
        places = [self.exact.get(name, self.folded.get(name.casefold())) for name in (item.column or "").split()]
        block = {f"#{number}": place for number, place in enumerate(places, start=1) if place is not None}
        return block if block and len(block) == len(places) else None

    def find_labelled(self, *names: str) -> int | None:
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


def list_unread_variables(table: NativeTable, columns: ColumnMap) -> tuple[Change, ...]:
    """A line for every variable that no item claims."""
    claimed = columns.users_by_place()
    return tuple(Change("", variable.name, "", "", "not_in_codebook", "no_action")
                 for place, variable in enumerate(table.variables)
                 if place not in claimed and variable.name != KEY)
