"""Which columns of an export a codebook's items mean, as reading it will find them."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
from surveykit.drafting.sheet import Sheet
from surveykit.errors import CodebookError
from surveykit.platforms.export_layout import ExportColumn

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
    strangers: list[tuple[Item, ExportColumn]] = field(default_factory=list)
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
            place = _place(sheet, item)
            place = _beside(sheet, item, match) if place is None else place
            if place is not None:
                match.whole[item.name] = place
            elif not filled_elsewhere(item, book):
                match.absent.append(item)
    return match


def _place(sheet: Sheet, item: Item) -> int | None:
    """The one column of an item; a faulty pattern finds none."""
    try:
        return place_named(sheet.export.columns, item.column or item.name, item, exact=item.column is None)
    except CodebookError:
        return None


def _own_columns(sheet: Sheet, item: Item, match: Match) -> bool:
    """The columns `item__option` of a plain table; False where it has none."""
    if item.kind != "multiple" or item.layout != "onehot":
        return False
    places = [place_named(sheet.export.columns, column, exact=True) for column in item.columns]
    found = {option.value: place for option, place in zip(item.answers, places, strict=True)}
    if all(place is None for place in found.values()):
        return False
    match.blocks[item.name] = {value: place for value, place in found.items() if place is not None}
    match.lost += [(item, value) for value, place in found.items() if place is None]
    return True


def _block(sheet: Sheet, item: Item, match: Match) -> bool:
    """The option columns of a select-all or ranking item; False where it has none."""
    slots = question_named(sheet.export.columns, item) if item.kind in {"multiple", "rank"} else []
    found: dict[str, int] = {}
    for slot in slots:
        option, place = next(options_meant(item, slot.part, found), None), PLACE.fullmatch(slot.part)
        if option is not None:
            found[option.value] = slot.place
        elif slot.role == "rank" and place:
            found[f"#{int(place['place'])}"] = slot.place
        else:
            match.strangers.append((item, slot))
    if slots:
        found |= _typed(sheet, item, slots[0].question, found)
        match.blocks[item.name] = found
        by_place = any(key.startswith("#") for key in found)
        match.lost += [(item, o.value) for o in item.answers if o.value not in found and not by_place]
    return bool(slots)


def _typed(sheet: Sheet, item: Item, question: str, found: Mapping[str, int]) -> dict[str, int]:
    """The column of typed words as that of the option `other`, where it has none of its own."""
    lost = [option.value for option in item.answers if option.value not in found]
    other, typed = other_option(item), typed_beside(sheet.export.columns, question)
    return {other.value: typed[0]} if other and lost == [other.value] and len(typed) == 1 else {}


def _beside(sheet: Sheet, item: Item, match: Match) -> int | None:
    """The column of words beside the options of the question that an item is named after."""
    question = item.name.rpartition("_other")[0]
    if item.role != "other_text" or not question:
        return None
    used = [match.whole[question]] if question in match.whole else match.blocks.get(question, {}).values()
    return words_beside(sheet.export.columns, used)
