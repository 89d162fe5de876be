"""What changed between two codebooks: items, kinds, wordings, options, conditions, scales, settings."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from surveykit.codebook.items import Codebook, Item, Option
from surveykit.words.phrases import LANGUAGES, Text

FIELDS = ("kind", "label", "short", "asked_if", "constraint", "required", "scale", "reverse", "role", "column",
          "layout", "calculation")
SETTINGS = ("title", "language", "platform", "headings", "missing_codes", "synthetic", "sent")


class CodebookChange(NamedTuple):
    """One change: of which item ('' for none), of what, from what to what ('' where there was or is nothing)."""

    item: str
    what: str
    old: str
    new: str


def diff_codebooks(old: Codebook, new: Codebook) -> tuple[CodebookChange, ...]:
    """All changes from one codebook to another.

    Parameters
    ----------
    old, new
        Two states of a codebook.

    Returns
    -------
    tuple of CodebookChange
        `item`, `what` (`added`, `removed`, `moved`, `todo`, a field such as `kind`, `option VALUE`, `order`,
        `scale NAME`, `setting NAME`), `old`, `new`; items in the order of the new codebook, those removed behind.

    Missing values
    --------------
    The kind of missing that an option stands for is part of it.

    Examples
    --------
    >>> import surveykit as sk
    >>> book = sk.example_survey().codebook
    >>> sk.diff_codebooks(book, book)
    ()
    """
    changes = [*_item_changes(old, new), *_scale_changes(old, new)]
    changes += [CodebookChange("", f"setting {name}", before, after) for name in SETTINGS
                if (before := _text(old.settings.get(name))) != (after := _text(new.settings.get(name)))]
    return tuple(changes)


def _item_changes(old: Codebook, new: Codebook) -> Iterator[CodebookChange]:
    """Items added, changed, moved and removed."""
    todo = [dict(book.settings.get("todo", {})) for book in (old, new)]
    shared = [item.name for item in new if item.name in old]
    before = [item.name for item in old if item.name in new]
    for item in new:
        if item.name not in old:
            yield CodebookChange(item.name, "added", "", f"{item.kind}: {_text(item.label)}")
            continue
        yield from _field_changes(old[item.name], item)
        if shared.index(item.name) != before.index(item.name):
            yield CodebookChange(item.name, "moved", str(before.index(item.name) + 1), str(shared.index(item.name) + 1))
        if todo[0].get(item.name) != todo[1].get(item.name):
            yield CodebookChange(item.name, "todo", *(side.get(item.name, "") for side in todo))
    for item in old:
        if item.name not in new:
            yield CodebookChange(item.name, "removed", f"{item.kind}: {_text(item.label)}", "")


def _field_changes(old: Item, new: Item) -> Iterator[CodebookChange]:
    """What differs in one item."""
    for field in FIELDS:
        before, after = _text(getattr(old, field)), _text(getattr(new, field))
        if before != after:
            yield CodebookChange(new.name, field, before, after)
    olds, news = ({option.value: option for option in item.options} for item in (old, new))
    for value in dict.fromkeys([*olds, *news]):
        if olds.get(value) != news.get(value):
            before, after = _option_text(olds.get(value)), _option_text(news.get(value))
            yield CodebookChange(new.name, f"option {value}", before, after)
    orders = [[value for value in side if value in olds and value in news] for side in (olds, news)]
    if orders[0] != orders[1]:
        yield CodebookChange(new.name, "order", *(" ".join(order) for order in orders))


def _scale_changes(old: Codebook, new: Codebook) -> Iterator[CodebookChange]:
    """Scales added, changed and removed."""
    sides = [{scale.name: f"{_text(scale.label)} {scale.low:g}-{scale.high:g} {scale.score} {scale.min_valid:g}"
              for scale in book.scales} for book in (old, new)]
    for name in dict.fromkeys([*sides[0], *sides[1]]):
        if sides[0].get(name) != sides[1].get(name):
            yield CodebookChange("", f"scale {name}", *(side.get(name, "") for side in sides))


def _option_text(option: Option | None) -> str:
    """An option in words."""
    if option is None:
        return ""
    parts = [_text(option.label), "" if option.score is None else f"{option.score:g}", option.missing or ""]
    return " | ".join(filter(None, parts))


def _text(value: object) -> str:
    """A value as it is shown; a text in several languages with all of them."""
    if isinstance(value, Mapping):
        said: Text = {str(key): str(side) for key, side in value.items() if side}
        sides = dict.fromkeys(said.values())
        return " / ".join(sides) if set(said) <= set(LANGUAGES) else " ".join(f"{k}:{side}" for k, side in said.items())
    return "" if value is None or value is False else "yes" if value is True else str(value)
