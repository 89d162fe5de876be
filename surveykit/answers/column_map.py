"""Which column of the export holds which item; what is missing, doubtful or left over."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from surveykit.answers.column_names import (
    COLUMNS_MARK,
    find_other_option,
    find_place,
    find_question,
    find_typed_columns,
    find_words_column,
    is_filled_elsewhere,
    matching_options,
)
from surveykit.codebook import Codebook, Item
from surveykit.codebook.conditions import chosen_condition
from surveykit.errors import CodebookError
from surveykit.platforms.export_layout import ExportColumn, ExportLayout

BY_PLACE = {"limesurvey"}  # rankings with a column for each place, not for each option
BY_NUMBER = {"qualtrics"}  # headings may tell labels that a form has replaced
PLACE = re.compile(r"(?:Rank )?(?P<place>\d{1,3})")


@dataclass(slots=True)
class ColumnMap:
    """The column of each item, or its block: a column per option, or per place of a ranking (`#1`).
    `beside` gives the column of words typed beside an item's options. `absent` are items without a
    column, `strangers` columns of a block that no option has, `lost` options of a block that no column
    has, `shared` columns that several items claim, `faulty` patterns of `sk_column` that are none. `split` gives, for
    items of words behind one option where the file has one column for all of a question, this question and option.
    """

    whole: dict[str, int] = field(default_factory=dict)
    blocks: dict[str, dict[str, int]] = field(default_factory=dict)
    beside: dict[str, int] = field(default_factory=dict)
    absent: list[Item] = field(default_factory=list)
    strangers: list[tuple[Item, ExportColumn]] = field(default_factory=list)
    lost: list[tuple[Item, str]] = field(default_factory=list)
    shared: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    faulty: list[tuple[Item, CodebookError]] = field(default_factory=list)
    split: dict[str, tuple[str, str]] = field(default_factory=dict)

    def places_of(self, name: str) -> list[int]:
        """Every position that an item answers in."""
        return [self.whole[name]] if name in self.whole else list(self.blocks.get(name, {}).values())

    def users_by_place(self) -> dict[int, list[str]]:
        """Each column that items answer in, with these items."""
        users: dict[int, list[str]] = {}
        for name in (*self.whole, *self.blocks):
            for place in self.places_of(name):
                users.setdefault(place, []).append(name)
        return users

    def list_unclaimed(self, slots: Sequence[ExportColumn]) -> list[ExportColumn]:
        """Columns with a heading that no item claims; a joined column beside its options is none."""
        strange = {slot.place for _, slot in self.strangers}
        claimed = {*self.users_by_place(), *self.beside.values(), *strange}
        split = {slots[place].question for block in self.blocks.values() for place in block.values()}
        return [slot for slot in slots if slot.heading and slot.role != "meta" and slot.place not in claimed
                and not (slot.role == "whole" and slot.question in split)]


def find_columns(export: ExportLayout, book: Codebook) -> ColumnMap:
    """The columns of every item of a codebook; a platform's form may name them by export tag instead."""
    return _find_columns(export, choose_headings(export, book))


def choose_headings(export: ExportLayout, book: Codebook) -> Codebook:
    """The codebook with its columns named by export tag, where more of them stand so in the export."""
    tags = book.settings.get("export_tags")
    if not isinstance(tags, dict):
        return book
    best, lost = book, _count_lost(_find_columns(export, book))
    for number in range(max(map(len, tags.values()), default=0)):
        tagged = replace(book, items=tuple(replace(item, column=spelt[number])
                                           if len(spelt := tags.get(item.name, ())) > number and lost[item.name]
                                           else item for item in best))
        fewer = _count_lost(_find_columns(export, tagged))
        best = replace(book, items=tuple(other if fewer[item.name] < lost[item.name] else item
                                         for item, other in zip(best, tagged, strict=True)))
        lost = Counter({item.name: min(lost[item.name], fewer[item.name]) for item in book})
    return best


def _count_lost(found: ColumnMap) -> Counter[str]:
    """How many columns an item lacks, or has too many of; one without any lacks most."""
    lost = Counter(item.name for item, _ in (*found.lost, *found.strangers))
    return lost + Counter({item.name: len(item.options) + 1 for item in found.absent})


def _find_columns(export: ExportLayout, book: Codebook) -> ColumnMap:
    """The columns of items by the names that the codebook gives them."""
    found = ColumnMap()
    for item in book:
        if not (_own_columns(export, item, found) or _question_block(export, item, found)):
            _whole_column(export, item, book, found)
    for item in book:
        closed = item.kind in {"single", "multiple"}
        place = find_words_column(export.columns, found.places_of(item.name)) if closed else None
        if place is not None:
            found.beside[item.name] = place
    for asker in (item for item in book if item.name in found.beside):
        found.split |= _split_words(asker, found.absent)
    found.absent = [item for item in found.absent if item.name not in found.split]
    found.shared = _shared_columns(export, found)
    return found


def _split_words(asker: Item, absent: Sequence[Item]) -> dict[str, tuple[str, str]]:
    """Items without a column for words behind one option of a question that has one column for all such words."""
    conditions = {chosen_condition(asker, option.value) or "": option.value for option in asker.answers}
    return {item.name: (asker.name, value) for item in absent if item.role == "other_text"
            for condition, value in conditions.items() if condition and condition in (item.asked_if or "")}


def _own_columns(export: ExportLayout, item: Item, found: ColumnMap) -> bool:
    """The columns that `sk_column` lists one for one, else `item__option` of a plain table.
    False where it has none, or a question's block instead.
    """
    told = (item.column or "").split(COLUMNS_MARK)
    listed = len(told) == len(item.answers) > 1
    ranked = item.kind == "rank" and listed
    if not ranked and (item.layout != "onehot" or (item.kind != "multiple" and not listed)):
        return False
    places = [find_place(export.columns, column, exact=True) for column in (told if listed else item.columns)]
    block = {option.value: place for option, place in zip(item.answers, places, strict=True) if place is not None}
    if not block or (None in places and find_question(export.columns, item)):
        return False
    found.blocks[item.name] = block
    found.lost += [(item, option.value) for option in item.answers if option.value not in block]
    return True


def _question_block(export: ExportLayout, item: Item, found: ColumnMap) -> bool:
    """The option columns of a select-all, ranking or spread single-choice item; False where it has none."""
    several = item.kind in {"multiple", "rank"} or item.layout == "onehot"
    slots = find_question(export.columns, item) if several else []
    if not slots:
        return False
    by_place = slots[0].role == "rank" and export.platform in BY_PLACE
    block = {f"#{number}": slot.place for number, slot in enumerate(slots, start=1) if by_place}
    if not block:
        block = _block_by_number(item, slots) if export.platform in BY_NUMBER else {}
        block = block or _block_by_option(item, slots, found)
        block |= _typed_option(export, item, slots[0].question, block)
        placed = any(part.startswith("#") for part in block)
        found.lost += [(item, o.value) for o in item.answers if o.value not in block and not placed]
    found.blocks[item.name] = block
    return True


def _block_by_option(item: Item, slots: Sequence[ExportColumn], found: ColumnMap) -> dict[str, int]:
    """The columns of a block by option, or else by the place they name; strangers are noted."""
    block: dict[str, int] = {}
    for slot in slots:
        option, place = next(matching_options(item, slot.part, block), None), PLACE.fullmatch(slot.part)
        if option is not None:
            block[option.value] = slot.place
        elif slot.role == "rank" and place:
            block[f"#{int(place['place'])}"] = slot.place
        else:
            found.strangers.append((item, slot))
    return block


def _block_by_number(item: Item, slots: Sequence[ExportColumn]) -> dict[str, int]:
    """The columns whose tags end with the options' recoded values, or else ids, where no heading names an option."""
    ends = [slot.names[0].rpartition("_")[2] for slot in slots]
    if len(set(ends)) < len(ends) or any(True for slot in slots for _ in matching_options(item, slot.part, {})):
        return {}
    scores = {f"{option.score:g}": option.value for option in item.answers if option.score is not None}
    for known in (scores, {option.value: option.value for option in item.answers}):
        if known.keys() >= set(ends):
            return {known[end]: slot.place for end, slot in zip(ends, slots, strict=True)}
    return {}


def _typed_option(export: ExportLayout, item: Item, question: str, block: Mapping[str, int]) -> dict[str, int]:
    """The column of typed words as that of the option `other`, where it has none of its own."""
    lost = [option.value for option in item.answers if option.value not in block]
    other, typed = find_other_option(item), find_typed_columns(export.columns, question)
    return {other.value: typed[0]} if other and lost == [other.value] and len(typed) == 1 else {}


def _whole_column(export: ExportLayout, item: Item, book: Codebook, found: ColumnMap) -> None:
    """The one column of an item; fill-ins may stand beside the options of another."""
    try:
        place = find_place(export.columns, item.column or item.name, item, exact=item.column is None)
    except CodebookError as error:
        found.faulty.append((item, error))
        return
    if place is None and item.role == "other_text":
        place = find_words_column(export.columns, found.places_of(item.name.rpartition("_other")[0]))
    if place is not None:
        found.whole[item.name] = place
    elif not is_filled_elsewhere(item, book):
        found.absent.append(item)


def _shared_columns(export: ExportLayout, found: ColumnMap) -> list[tuple[int, tuple[str, ...]]]:
    """Columns that several items answer in; typed words tick `other` and are the fill-in too."""
    shared = []
    for place, names in found.users_by_place().items():
        fills = {f"{name}_other" for name in names} if export.columns[place].role == "other" else set()
        if len(set(names) - fills) > 1:
            shared.append((place, tuple(dict.fromkeys(names))))
    return shared
