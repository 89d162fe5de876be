"""Words filled in beside options: which item holds them, and why others have none."""

from collections.abc import Mapping, MutableMapping

import numpy as np
import pandas as pd

from surveykit.answers.column_names import find_asker_name, option_text_name
from surveykit.codebook import Codebook, Item
from surveykit.survey import MISSING_CODE
from surveykit.words.phrases import phrase

BLANK, NOT_ASKED = MISSING_CODE["blank"], MISSING_CODE["not_asked"]
Values = np.ndarray | pd.api.extensions.ExtensionArray


def add_fill_ins(book: Codebook, fills: Mapping[str, np.ndarray],
                 option_fills: Mapping[tuple[str, str], np.ndarray], data: MutableMapping[str, Values],
                 kinds: MutableMapping[str, np.ndarray], in_file: set[str], rows: int) -> Codebook:
    """The codebook with an item for every fill-in; their columns are put into `data` and `kinds`.
    `fills` holds the words by the item they stand beside ('' for none), `option_fills` those behind one option where
    several have words; items `in_file` have columns of their own.
    """
    full = book
    for (name, value), texts in option_fills.items():
        target = _option_item(full, full[name], value)
        full = full if target.name in full else full.with_item(target, after=name)
        words = np.empty(rows, dtype=object)
        words[:] = [text or None for text in texts]
        data[target.name], kinds[target.name] = words, _fill_kinds(kinds, full[name], target, words)
    for name, texts in fills.items():
        target = _fill_item(full, full[name])
        full = full if target.name in full else full.with_item(target, after=name)
        own = data.get(target.name, np.full(rows, None, dtype=object))
        joined = np.empty(rows, dtype=object)
        joined[:] = ["；".join(dict.fromkeys(t for t in pair if t)) or None for pair in zip(own, texts, strict=True)]
        gaps = _fill_kinds(kinds, full[name], target, joined)
        data[target.name], kinds[target.name] = joined, gaps
    for item in full:
        if item.role == "other_text" and item.name in in_file:
            kinds[item.name] = _fill_kinds(kinds, _find_asker(full, item), item, data[item.name])
        elif item.kind != "multiple" and item.name not in data:
            nothing = np.full(rows, None, dtype=object)
            data[item.name], kinds[item.name] = nothing, _fill_kinds(kinds, _find_asker(full, item), item, nothing)
    return full


def _find_asker(book: Codebook, item: Item) -> Item | None:
    """The question that a fill-in item is named after."""
    question = find_asker_name(item)
    return next((asker for asker in book if asker.name == question), None)


def _option_item(book: Codebook, item: Item, value: str) -> Item:
    """The item that holds what was filled in behind one option: `<item>__<option>_text`."""
    name = option_text_name(item, value)
    option = next(option for option in item.options if option.value == value)
    return book[name] if name in book else Item(
        name, "text", phrase("read.fill_in_option", item=item.words, option=option.label), role="other_text")


def _fill_item(book: Codebook, item: Item) -> Item:
    """The item that holds what was filled in: `<item>_other`, a new one if the codebook has none."""
    name = f"{item.name}_other"
    while name in book and book[name].kind != "text":
        name += "_text"
    return book[name] if name in book else Item(name, "text", phrase("read.fill_in", item=item.words),
                                                role="other_text")


def _fill_kinds(kinds: Mapping[str, np.ndarray], asker: Item | None, target: Item, texts: Values) -> np.ndarray:
    """Kinds of missing of a fill-in: not asked where its question was not, else blank."""
    asked = kinds.get(asker.columns[0]) if asker else None
    gaps = np.full(len(texts), BLANK) if asked is None else np.where(asked == NOT_ASKED, NOT_ASKED, BLANK)
    own = kinds.get(target.name)
    if own is not None:
        gaps = np.where((own != 0) & (own != BLANK), own, gaps)
    filled = np.array([bool(text) for text in texts], dtype=bool)
    return np.where(filled, 0, gaps).astype("int8")
