"""Which column of the export holds which item; what is missing, doubtful or left over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from surveykit.codebook import Codebook, Item, Option
from surveykit.errors import CodebookError, ReadError, did_you_mean, listed
from surveykit.read.cells import OTHER, other_option, tidy, trimmed
from surveykit.read.export import Slot
from surveykit.read.table import Table
from surveykit.survey import Change

PARTED = {"option", "rank"}
BY_PLACE = {"limesurvey"}  # rankings with a column for each place, not for each option
NUMBERED = re.compile(r"(\d{1,3})\s?[、.:]\s?(?!\d)")


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
    found = {column: _place(table, column, exact=True) for column in item.columns}
    if None in found.values() and _block(table, item, places):
        return
    places.absent += [(column, column) for column, place in found.items() if place is None]
    places.blocks[item.name] = {option.value: place for option, place in
                                zip(item.answers, found.values(), strict=True) if place is not None}


def _whole(table: Table, item: Item, book: Codebook, places: Places) -> None:
    """The one column of an item; fill-ins may stand beside the options of another."""
    wanted = item.column or item.name
    place = _place(table, wanted, item, exact=item.column is None)
    if place is None and item.role == "other_text":
        place = _beside(table, item.name.rpartition("_other")[0], places)
    if place is not None:
        places.whole[item.name] = place
    elif not filled_elsewhere(item, book):
        places.absent.append((item.name, wanted))


def filled_elsewhere(item: Item, book: Codebook) -> bool:
    """Whether the item's answers stand in 〖…〗 beside the options of the question it is named after."""
    question, found, _ = item.name.rpartition("_other")
    return bool(found) and item.role == "other_text" and question in book


def _beside(table: Table, question: str, places: Places) -> int | None:
    """The one column of words beside the options of an item."""
    keys = {table.slots[place].question for place in places.of(question)}
    return _only(slot.place for slot in table.slots if slot.role == "other" and slot.question in keys)


def _block(table: Table, item: Item, places: Places) -> bool:
    """Find the option columns of a select-all or ranking item; False where it has none."""
    if item.kind not in {"multiple", "rank"}:
        return False
    slots = _question(table, item)
    if not slots:
        return False
    places.blocks[item.name] = _parts(table, item, slots)
    return True


@lru_cache(maxsize=10_000)
def _named(word: str) -> str:
    """A name as it is compared: platforms have written 1、, 1. and 1: before the same question."""
    seen = tidy(word)
    match = NUMBERED.match(seen)
    return f"{match[1]}、{seen[match.end():]}" if match else seen


def _question(table: Table, item: Item) -> list[Slot]:
    """The option columns of the question an item means."""
    target = _named(item.column or item.name)
    parted: dict[str, list[Slot]] = {}
    for slot in table.slots:
        if slot.role in PARTED:
            parted.setdefault(slot.question, []).append(slot)
    for test in (_same, _begins, _counts):
        hits = [slots for key, slots in parted.items() if test(target, key, slots)]
        if len(hits) == 1:
            return hits[0]
    return []


def _spelt(key: str, slots: Sequence[Slot]) -> set[str]:
    """Every way a codebook may name a question that has several columns."""
    stem = slots[0].stem
    joined = {f"{key}、{stem}"} if stem else set()
    return {_named(word) for word in {key, stem, *joined, *(n for slot in slots for n in slot.names)} if word}


def _same(target: str, key: str, slots: Sequence[Slot]) -> bool:
    """Whether the question is named so."""
    return target in _spelt(key, slots)


def _begins(target: str, key: str, slots: Sequence[Slot]) -> bool:
    """Whether the question's name begins so, at the end of a word."""
    return any(word.startswith(target) and not _cuts(target, word) for word in _spelt(key, slots))


def _counts(target: str, key: str, slots: Sequence[Slot]) -> bool:
    """Whether the question has this number, and the export does not say its wording."""
    match = NUMBERED.match(target)
    return bool(match) and match[1] == key and not slots[0].stem


def _parts(table: Table, item: Item, slots: Sequence[Slot]) -> dict[str, int]:
    """Option (or place of a ranking) to position."""
    if slots[0].role == "rank" and table.export.platform in BY_PLACE:
        return {f"#{number}": slot.place for number, slot in enumerate(slots, start=1)}
    found: dict[str, int] = {}
    for slot in slots:
        option = next(_meant(item, slot.part, found), None)
        if option is None:
            raise CodebookError(f"{slot.part!r} is not an option of item {item.name!r}, but the export has a column "
                                "for it.", where=f"{table.name}, heading {slot.heading!r}",
                                fix=did_you_mean(slot.part, [w for o in item.options for w in o.label.values()]))
        found[option.value] = slot.place
    lost = [option.value for option in item.answers if option.value not in found]
    other, typed = other_option(item), _typed(table, slots[0].question)
    if other and lost == [other.value] and len(typed) == 1:
        return found | {other.value: typed[0]}
    if lost:
        raise ReadError(f"The export has no column for {listed(lost)} of item {item.name!r}.", where=table.name,
                        fix="export again with all options, or take them out of the codebook's choices")
    return found


def _typed(table: Table, question: str) -> list[int]:
    """The columns of words beside a question's options; beside comments only that of `other` counts."""
    held = [slot for slot in table.slots if slot.role == "other" and slot.question == question]
    meant = [slot for slot in held if OTHER.fullmatch(slot.part) or slot.names[-1].endswith(("[other]", "_other"))]
    return [slot.place for slot in (held if len(held) == 1 else meant)]


def _meant(item: Item, part: str, found: Mapping[str, int]) -> Iterator[Option]:
    """The options that a part stands for and that have no column yet; the first of one label comes first."""
    for form, word in ((tidy, part), (tidy, part.rpartition(".")[2]), (trimmed, part)):
        yield from (option for option in item.options if option.value not in found
                    and form(word) in {form(side) for side in (*option.label.values(), option.value)})


def _place(table: Table, wanted: str, item: Item | None = None, *, exact: bool) -> int | None:
    """The column of this name: exactly, else, for `sk_column`, as its only beginning or by `re:`."""
    if wanted.startswith("re:") and item is not None:
        pattern = _pattern(wanted, item)
        hits = [slot.place for slot in table.slots if any(pattern.search(tidy(name)) for name in slot.names)]
        return _only(hits)
    names = [(slot.place, _named(name)) for slot in table.slots for name in slot.names]
    target = _named(wanted)
    hits = list(dict.fromkeys(place for place, name in names if name == target))
    if hits or exact:
        return hits[0] if hits else None
    return _only(dict.fromkeys(place for place, name in names
                               if name.startswith(target) and not _cuts(target, name)))


def _only(hits: Iterable[int]) -> int | None:
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
        if place is not None and tidy(wanted) not in map(tidy, table.slots[place].names) and item.role != "other_text":
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
