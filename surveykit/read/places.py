"""Which column of the export holds which item; what is missing, doubtful or left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from surveykit.codebook import Codebook, Item
from surveykit.drafting.naming import (
    filled_elsewhere,
    options_meant,
    other_option,
    place_named,
    question_named,
    typed_beside,
    words_beside,
)
from surveykit.errors import CodebookError, ReadError, did_you_mean, listed
from surveykit.platforms.export_layout import ExportColumn
from surveykit.read.cells import normalise
from surveykit.read.table import Table
from surveykit.survey import Change

BY_PLACE = {"limesurvey"}  # rankings with a column for each place, not for each option


@dataclass(slots=True)
class Places:
    """Positions of columns: of items, and of the parts of items that have several columns.

    `blocks` gives for an item the position of each option's column (or each place of a ranking);
    `beside` the column of words typed beside its options.
    """

    whole: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, dict[str, int]] = field(default_factory=dict)
    beside: dict[str, int] = field(default_factory=dict)
    absent: list[tuple[str, str]] = field(default_factory=list)

    def of(self, name: str) -> list[int]:
        """Every position that an item answers in."""
        return [self.whole[name]] if name in self.whole else list(self.blocks.get(name, {}).values())

    def claimed(self) -> set[int]:
        """Every position that items answer in."""
        parts = (place for block in self.blocks.values() for place in block.values())
        return {*self.whole.values(), *self.beside.values(), *parts}


def places_of(table: Table, book: Codebook) -> Places:
    """The place of every item; absent columns are one error that names them all."""
    places = sought(table, book)
    if places.absent:
        names = [wanted for _, wanted in places.absent]
        near = did_you_mean(names[0], [h for h in table.headings if h])
        raise ReadError(f"The export has no column for {len(places.absent)} of {len(book)} items: {listed(names)}.",
                        where=f"{table.name}, item {places.absent[0][0]!r}",
                        fix=f"for {names[0]!r} {near} Correct sk_column in the codebook, or the heading")
    _refuse_shared(table, places)
    return places


def sought(table: Table, book: Codebook) -> Places:
    """The place of every item, and the items that have none."""
    places = Places()
    for item in book:
        if item.kind == "multiple" and item.layout == "onehot":
            _one_hot(table, item, places)
        elif not _block(table, item, places):
            _whole(table, item, book, places)
    found = {item.name: _beside(table, item.name, places) for item in book if item.kind in {"single", "multiple"}}
    places.beside |= {name: place for name, place in found.items() if place is not None}
    return places


def _one_hot(table: Table, item: Item, places: Places) -> None:
    """The columns `item__option` of a file of ours, or the option columns of a platform."""
    found = {column: place_named(table.slots, column, exact=True) for column in item.columns}
    if None in found.values() and _block(table, item, places):
        return
    places.absent += [(column, column) for column, place in found.items() if place is None]
    places.blocks[item.name] = {option.value: place for option, place in
                                zip(item.answers, found.values(), strict=True) if place is not None}


def _whole(table: Table, item: Item, book: Codebook, places: Places) -> None:
    """The one column of an item; fill-ins may stand beside the options of another."""
    wanted = item.column or item.name
    place = place_named(table.slots, wanted, item, exact=item.column is None)
    if place is None and item.role == "other_text":
        place = _beside(table, item.name.rpartition("_other")[0], places)
    if place is not None:
        places.whole[item.name] = place
    elif not filled_elsewhere(item, book):
        places.absent.append((item.name, wanted))


def _beside(table: Table, question: str, places: Places) -> int | None:
    """The one column of words beside the options of an item."""
    return words_beside(table.slots, places.of(question))


def _block(table: Table, item: Item, places: Places) -> bool:
    """Find the option columns of a select-all or ranking item; False where it has none."""
    if item.kind not in {"multiple", "rank"}:
        return False
    slots = question_named(table.slots, item)
    if not slots:
        return False
    places.blocks[item.name] = _parts(table, item, slots)
    return True


def _parts(table: Table, item: Item, slots: Sequence[ExportColumn]) -> dict[str, int]:
    """Option (or place of a ranking) to position."""
    if slots[0].role == "rank" and table.export.platform in BY_PLACE:
        return {f"#{number}": slot.place for number, slot in enumerate(slots, start=1)}
    found: dict[str, int] = {}
    for slot in slots:
        option = next(options_meant(item, slot.part, found), None)
        if option is None:
            raise CodebookError(f"{slot.part!r} is not an option of item {item.name!r}, but the export has a column "
                                "for it.", where=f"{table.name}, heading {slot.heading!r}",
                                fix=did_you_mean(slot.part, [w for o in item.options for w in o.label.values()]))
        found[option.value] = slot.place
    lost = [option.value for option in item.answers if option.value not in found]
    other, typed = other_option(item), typed_beside(table.slots, slots[0].question)
    if other and lost == [other.value] and len(typed) == 1:
        return found | {other.value: typed[0]}
    if lost:
        raise ReadError(f"The export has no column for {listed(lost)} of item {item.name!r}.", where=table.name,
                        fix="export again with all options, or take them out of the codebook's choices")
    return found


def _refuse_shared(table: Table, places: Places) -> None:
    """Two items cannot be answered in one column."""
    users: dict[int, list[str]] = {}
    for name, place in places.whole.items():
        users.setdefault(place, []).append(name)
    for place, names in users.items():
        if len(names) > 1:
            raise ReadError(f"Items {listed(names)} cannot share the column {table.headings[place]!r}.",
                            where=table.name, fix="give each its own heading in sk_column of the codebook")


def headings_found(table: Table, book: Codebook, places: Places) -> tuple[Change, ...]:
    """A line for every heading that was found by its beginning or by a pattern."""
    lines = []
    for item in book:
        place, wanted = places.whole.get(item.name), item.column or item.name
        if place is not None and item.role != "other_text" and (
                normalise(wanted) not in map(normalise, table.slots[place].names)):
            lines.append(Change("", item.name, wanted, table.headings[place], "heading", "no_action"))
    return tuple(lines)


def headings_left(table: Table, places: Places) -> tuple[Change, ...]:
    """A line for every column that no item claims."""
    claimed = places.claimed()
    split = {table.slots[place].question for block in places.blocks.values() for place in block.values()}
    return tuple(Change("", slot.heading, "", "", "not_in_codebook", "no_action")
                 for slot in table.slots
                 if slot.heading and slot.meta != "id" and slot.place not in claimed
                 and not (slot.role == "whole" and slot.question in split))
