"""How a codebook names columns: the same words find the same column for checking and for reading."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from surveykit.codebook import SEPARATOR, Codebook, Item, Option
from surveykit.errors import CodebookError
from surveykit.platforms.export_layout import ExportColumn
from surveykit.text.normalise import normalise, strip_prompt
from surveykit.text.option_value import OTHER

COLUMNS_MARK = " | "  # between the headings of a select-all question whose columns nothing else ties together
TEXT = "_text"  # the end of the name of an item for words behind one option
PARTED = frozenset({"option", "rank"})
NUMBERED = re.compile(r"(\d{1,3})\s?[、.:]\s?(?!\d)")


@lru_cache(maxsize=10_000)
def normalise_name(word: str) -> str:
    """A name as it is compared: platforms have written 1、, 1. and 1: before the same question.
    >>> normalise_name("１．性别"), normalise_name("1: 性别"), normalise_name("1.5 km")
    ('1、性别', '1、性别', '1.5 km')
    """
    seen = normalise(word)
    match = NUMBERED.match(seen)
    return f"{match[1]}、{seen[match.end():]}" if match else seen


def find_place(slots: Sequence[ExportColumn], wanted: str, item: Item | None = None, *, exact: bool) -> int | None:
    """The column of this name: exactly, else, for `sk_column`, as its only beginning or by `re:`."""
    if wanted.startswith("re:") and item is not None:
        pattern = compile_pattern(wanted, item)
        return find_only(slot.place for slot in slots if any(pattern.search(normalise(name)) for name in slot.names))
    names = [(slot.place, normalise_name(name)) for slot in slots for name in slot.names]
    target = normalise_name(wanted)
    hits = [place for place, name in names if name == target]
    if hits or exact:
        return hits[0] if hits else None
    return find_only(place for place, name in names if name.startswith(target) and not _cuts_word(target, name))


def find_question(slots: Sequence[ExportColumn], item: Item) -> list[ExportColumn]:
    """The columns of options, or of places, of the question that an item means."""
    target = normalise_name(item.column or item.name)
    parted: dict[str, list[ExportColumn]] = {}
    for slot in slots:
        if slot.role in PARTED:
            parted.setdefault(slot.question, []).append(slot)
    for test in (_is_named, _begins_so, _has_number):
        hits = [found for key, found in parted.items() if test(target, key, found)]
        if len(hits) == 1:
            return hits[0]
    return []


def matching_options(item: Item, part: str, found: Mapping[str, int]) -> Iterator[Option]:
    """The options that a part stands for and that have no column yet; the first of one label comes first."""
    for form, word in ((normalise, part), (normalise, part.rpartition(".")[2]), (strip_prompt, part)):
        yield from (option for option in item.options if option.value not in found
                    and form(word) in {form(side) for side in (*option.label.values(), option.value)})


def find_typed_columns(slots: Sequence[ExportColumn], question: str) -> list[int]:
    """The columns of words beside a question's options; beside comments only that of `other` counts."""
    texts = [slot for slot in slots if slot.role == "other" and slot.question == question]
    return [slot.place for slot in (texts if len(texts) == 1 else filter(is_other_text, texts))]


def is_other_text(slot: ExportColumn) -> bool:
    """Whether a text was typed beside the option `other`, and is no comment on another option."""
    return bool(OTHER.fullmatch(slot.part)) or slot.names[-1].endswith(("[other]", "_other"))


def find_other_option(item: Item) -> Option | None:
    """The option `other` of an item, by its value or else its label; None where that is not clear."""
    valued = [option for option in item.answers if option.value.casefold() == "other"]
    found = valued or [o for o in item.answers if any(OTHER.fullmatch(side) for side in o.label.values())]
    return found[0] if len(found) == 1 else None


def find_words_column(slots: Sequence[ExportColumn], used: Iterable[int]) -> int | None:
    """The one column of words beside the options of a question that has these columns."""
    places = set(used)
    keys = {slot.question for slot in slots if slot.place in places}
    return find_only(slot.place for slot in slots if slot.role == "other" and slot.question in keys)


def is_filled_elsewhere(item: Item, book: Codebook) -> bool:
    """Whether the item's answers stand in 〖…〗 beside the options of the question it is named after."""
    return item.role == "other_text" and find_asker_name(item) in book


def find_asker_name(item: Item) -> str:
    """The question that a fill-in is named after: `q2` of `q2_other` and of `q2__o1_text`; '' for none.
    >>> find_asker_name(Item("q2_other", "text", {})), find_asker_name(Item("q2__o1_text", "text", {}))
    ('q2', 'q2')
    """
    question, found, _ = item.name.rpartition("_other")
    if found:
        return question
    question, found, rest = item.name.partition(SEPARATOR)
    return question if found and rest.endswith(TEXT) else ""


def option_text_name(item: Item, value: str) -> str:
    """The name of the item for words behind one option of a question."""
    return f"{item.name}{SEPARATOR}{value}{TEXT}"


def find_only(hits: Iterable[int]) -> int | None:
    """The one hit; None when there are several, or none."""
    found = list(dict.fromkeys(hits))
    return found[0] if len(found) == 1 else None


def _spellings(key: str, slots: Sequence[ExportColumn]) -> set[str]:
    """Every way a codebook may name a question that has several columns."""
    stem = slots[0].stem
    joined = {f"{key}、{stem}"} if stem else set()
    return {normalise_name(word) for word in {key, stem, *joined, *(n for slot in slots for n in slot.names)} if word}


def _is_named(target: str, key: str, slots: Sequence[ExportColumn]) -> bool:
    """Whether the question is named so."""
    return target in _spellings(key, slots)


def _begins_so(target: str, key: str, slots: Sequence[ExportColumn]) -> bool:
    """Whether the question's name begins so, at the end of a word."""
    return any(word.startswith(target) and not _cuts_word(target, word) for word in _spellings(key, slots))


def _has_number(target: str, key: str, slots: Sequence[ExportColumn]) -> bool:
    """Whether the question has this number, and the export does not say its wording."""
    match = NUMBERED.match(target)
    return match is not None and match[1] == key and not slots[0].stem


def _cuts_word(target: str, heading: str) -> bool:
    """Whether the beginning ends inside a word or number: `q1` of `q10`."""
    pair = heading[len(target) - 1:len(target) + 1]
    return pair.isascii() and pair.isalnum()


def compile_pattern(wanted: str, item: Item) -> re.Pattern[str]:
    """The pattern of `re:...`."""
    try:
        return re.compile(wanted[3:])
    except re.error as error:
        raise CodebookError("sk_column {wanted!r} is no regular expression: {error}.", where="item {item!r}",
                            fix="write the heading itself", wanted=wanted, error=error, item=item.name) from None
