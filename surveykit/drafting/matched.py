"""Which columns of an export a codebook's items mean, as reading it will find them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from surveykit.codebook import Codebook, Item
from surveykit.drafting.export import Slot
from surveykit.drafting.said import other_value
from surveykit.drafting.sheet import Sheet
from surveykit.drafting.words import OTHER, tidy

PARTED = ("option", "rank")
PLACE = re.compile(r"(?:Rank )?(?P<place>\d{1,3})")


@dataclass(slots=True)
class Match:
    """The column of each item, or its block: a column per option, or per place of a ranking (`#1`).

    `absent` are items without a column, `strangers` columns of a block that no option has,
    `lost` options of a block that no column has.
    """

    whole: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, dict[str, int]] = field(default_factory=dict)
    absent: list[Item] = field(default_factory=list)
    strangers: list[tuple[Item, Slot]] = field(default_factory=list)
    lost: list[tuple[Item, str]] = field(default_factory=list)

    def claimed(self) -> dict[int, list[str]]:
        """Each column that items claim, with these items."""
        users: dict[int, list[str]] = {}
        pairs = [*self.whole.items(), *((name, p) for name, block in self.blocks.items() for p in block.values())]
        for name, place in pairs:
            users.setdefault(place, []).append(name)
        return users


def matched(sheet: Sheet, book: Codebook) -> Match:
    """The columns of every item."""
    match = Match()
    for item in book:
        if not (_own_columns(sheet, item, match) or _block(sheet, item, match)):
            place = place_of(sheet, item.column or item.name, exact=item.column is None)
            place = _beside(sheet, item, match) if place is None else place
            if place is not None:
                match.whole[item.name] = place
            elif not filled_in(item, book):
                match.absent.append(item)
    return match


def filled_in(item: Item, book: Codebook) -> bool:
    """Whether an item's answers stand beside the options of the question it is named after."""
    question, found, _ = item.name.rpartition("_other")
    return bool(found) and item.role == "other_text" and question in book


def place_of(sheet: Sheet, wanted: str, *, exact: bool) -> int | None:
    """The column of a name: exactly, else as its only beginning, or by `re:`."""
    names = [(slot.place, tidy(name)) for slot in sheet.export.slots for name in slot.names]
    if wanted.startswith("re:"):
        return _only(place for place, name in names if _fits(wanted[3:], name))
    target = tidy(wanted)
    hits = [place for place, name in names if name == target]
    if hits or exact:
        return hits[0] if hits else None
    return _only(place for place, name in names if name.startswith(target) and not _cuts(target, name))


def _own_columns(sheet: Sheet, item: Item, match: Match) -> bool:
    """The columns `item__option` of a plain table; False where it has none."""
    if item.kind != "multiple" or item.layout != "onehot":
        return False
    found = {o.value: place_of(sheet, column, exact=True) for o, column in zip(item.answers, item.columns, strict=True)}
    if all(place is None for place in found.values()):
        return False
    match.blocks[item.name] = {value: place for value, place in found.items() if place is not None}
    match.lost += [(item, value) for value, place in found.items() if place is None]
    return True


def _block(sheet: Sheet, item: Item, match: Match) -> bool:
    """The option columns of a select-all or ranking item; False where it has none."""
    slots = _question(sheet, item) if item.kind in {"multiple", "rank"} else []
    found: dict[str, int] = {}
    for slot in slots:
        value, place = _option(item, slot.part), PLACE.fullmatch(slot.part)
        if value is None and slot.role == "rank" and place:
            found[f"#{int(place['place'])}"] = slot.place
        elif value is None or value in found:
            match.strangers.append((item, slot))
        else:
            found[value] = slot.place
    if slots:
        found |= _typed(sheet, item, slots[0].question, found)
        match.blocks[item.name] = found
        by_place = any(key.startswith("#") for key in found)
        match.lost += [(item, o.value) for o in item.answers if o.value not in found and not by_place]
    return bool(slots)


def means_other(slot: Slot) -> bool:
    """Whether a text was typed beside the option `other`, and is no comment on another option."""
    return bool(OTHER.fullmatch(slot.part)) or slot.names[-1].endswith(("[other]", "_other"))


def _typed(sheet: Sheet, item: Item, question: str, found: Mapping[str, int]) -> dict[str, int]:
    """The column of typed words as that of the option `other`, where it has none of its own."""
    lost = [option.value for option in item.answers if option.value not in found]
    held = [slot for slot in sheet.export.slots if slot.role == "other" and slot.question == question]
    meant = held if len(held) == 1 else [slot for slot in held if means_other(slot)]
    return {lost[0]: meant[0].place} if lost == [other_value(item)] and len(meant) == 1 else {}


def _question(sheet: Sheet, item: Item) -> list[Slot]:
    """The option columns of the question that an item means."""
    target = tidy(item.column or item.name)
    parted: dict[str, list[Slot]] = {}
    for slot in sheet.export.slots:
        if slot.role in PARTED:
            parted.setdefault(slot.question, []).append(slot)
    said = {key: _spelt(key, slots) for key, slots in parted.items()}
    same = [key for key, words in said.items() if target in words]
    begun = [key for key, words in said.items()
             if any(word.startswith(target) and not _cuts(target, word) for word in words)]
    hits = same or begun
    return parted[hits[0]] if len(hits) == 1 else []


def _spelt(key: str, slots: Sequence[Slot]) -> set[str]:
    """Every way a codebook may name a question that has several columns."""
    stem = slots[0].stem
    joined = [f"{key}{mark}{stem}" for mark in ("、", ".", ". ", "．")] if stem else []
    return {tidy(word) for word in (key, stem, *joined, *(n for slot in slots for n in slot.names)) if word}


def _option(item: Item, part: str) -> str | None:
    """The value of the option that a column's part names."""
    for wanted in (tidy(part), tidy(part.rpartition(".")[2])):
        for side in ("label", "value"):
            for option in item.options:
                words = option.label.values() if side == "label" else (option.value,)
                if wanted in map(tidy, words):
                    return option.value
    return None


def _beside(sheet: Sheet, item: Item, match: Match) -> int | None:
    """The column of words beside the options of the question that an item is named after."""
    question = item.name.rpartition("_other")[0]
    if item.role != "other_text" or not question:
        return None
    used = [match.whole[question]] if question in match.whole else list(match.blocks.get(question, {}).values())
    keys = {slot.question for slot in sheet.export.slots if slot.place in used}
    return _only(slot.place for slot in sheet.export.slots if slot.role == "other" and slot.question in keys)


def _only(hits: Iterable[int]) -> int | None:
    """The one hit; None when there are several, or none."""
    found = list(dict.fromkeys(hits))
    return found[0] if len(found) == 1 else None


def _cuts(target: str, heading: str) -> bool:
    """Whether the beginning ends inside a word or number: `q1` of `q10`."""
    pair = heading[len(target) - 1:len(target) + 1]
    return pair.isascii() and pair.isalnum()


def _fits(pattern: str, name: str) -> bool:
    """Whether a pattern is found in a name; a faulty pattern never is."""
    try:
        return re.search(pattern, name) is not None
    except re.error:
        return False
