"""An item by the names people use: its name, its label or short label, or the number of its question; an option too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from surveykit.errors import SHOWN, CodebookError, did_you_mean
from surveykit.text.normalise import normalise
from surveykit.words.messages import JoinedMessage, Message

if TYPE_CHECKING:
    from surveykit.codebook.items import Item, Option

STATED = re.compile(r"\s*(?:[qQ]\s*\.?\s*(\d+)(?!\d)|(\d+)\s*[、.．:：)）](?!\d))")
NAMED = re.compile(r"[qQ]0*(\d+)(?!\d)")
ASKED = re.compile(r"(?:[qQ]|第)?\s*0*(\d+)\s*题?")


def find_item(items: Sequence[Item], name: object) -> Item:
    """The item that a name means: by its name, else by a label, else by the number of its question."""
    for item in items:
        if item.name == name:
            return item
    wanted = _fold_name(str(name))
    by_words = [item for item in items if wanted in _all_words(item)]
    asked = ASKED.fullmatch(wanted)
    found = by_words or ([item for number, item in number_items(items) if asked and number == int(asked[1])])
    if len(found) == 1:
        return found[0]
    if found:
        raise CodebookError("{name!r} may mean several items: {candidates}.", name=str(name),
                            candidates=_list_items(found), fix="write its name: {first!r}", first=found[0].name)
    raise CodebookError("There is no item {name!r} in the codebook.", fix=_suggest(items, str(name)), name=str(name))


def number_items(items: Iterable[Item]) -> list[tuple[int | None, Item]]:
    """Each item with the number of its question: stated in its heading, label or name; else its place among questions.
    Where any item states its number, the others have none.
    """
    stated = [(_stated_number(item), item) for item in items]
    if any(number is not None for number, _ in stated):
        return stated
    places = {item.name: place for place, item in enumerate((i for _, i in stated if not i.role), start=1)}
    return [(places.get(item.name), item) for _, item in stated]


def _stated_number(item: Item) -> int | None:
    """The number that the heading, a label or the name of an item begins with."""
    for text in (item.column or "", *item.label.values()):
        if found := STATED.match(text):
            return int(found[1] or found[2])
    named = NAMED.match(item.name)
    return int(named[1]) if named else None


def _all_words(item: Item) -> set[str]:
    """What an item is called, as it is compared."""
    return {folded for text in (item.name, *item.label.values(), *item.short.values()) if (folded := _fold_name(text))}


def _fold_name(text: str) -> str:
    """A name as it is compared: case, blanks and the mark at its end do not count."""
    return normalise(text).casefold().rstrip("?:.。 ")


def _list_items(items: Sequence[Item]) -> Message:
    """Names with their labels, at most five."""
    shown = JoinedMessage(", ", [Message("{name!r} ({label})", name=item.name, label=item.words or item.name)
                                 for item in items[:SHOWN]])
    rest = len(items) - SHOWN
    return Message("{first} and {rest} more", first=shown, rest=rest) if rest > 0 else shown


def _suggest(items: Sequence[Item], name: str) -> Message:
    """The nearest name; else the item with the nearest label; else a list."""
    names = [item.name for item in sorted(items, key=lambda item: bool(item.role))]  # questions first
    if get_close_matches(name, names, n=1, cutoff=0.6):
        return did_you_mean(name, names)
    labels: Mapping[str, Item] = {words: item for item in items for words in _all_words(item)}
    near = get_close_matches(_fold_name(name), labels, n=1, cutoff=0.6)
    return Message("did you mean {item}?", item=_list_items([labels[near[0]]])) if near else did_you_mean(name, names)


def find_options(options: Sequence[Option], name: object) -> list[Option]:
    """The options that a name means; several where a label stands twice."""
    text = str(name).strip()
    return [option for option in options if option.value == text] or [
        option for option in options if text in {side.strip() for side in option.label.values()}] or [
        option for option in options if _is_score(option, text)]


def suggest_option(options: Sequence[Option], name: object) -> Message:
    """The value or label nearest to a name that is none."""
    return did_you_mean(str(name), [word for option in options for word in (option.value, *option.label.values())])


def _is_score(option: Option, text: str) -> bool:
    """Whether a text is the score of an option, however it is written (`4`, `4.0`)."""
    try:
        return option.score is not None and float(text) == option.score
    except ValueError:
        return False
