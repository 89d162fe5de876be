"""A codebook that is not settled yet: what was guessed or taken over, and what a person must settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from surveykit.codebook.codebook_faults import item_faults
from surveykit.codebook.form_texts import join_texts, unique_text
from surveykit.codebook.items import KINDS, Codebook, Item, Option
from surveykit.codebook.score_options import score_options
from surveykit.errors import CodebookError, did_you_mean
from surveykit.expression import parse
from surveykit.text.normalise import normalise
from surveykit.text.option_value import option_value
from surveykit.words.phrases import LANGUAGES, Text, in_language, phrase

SEPARATE = "separate"  # no kind: the columns of a select-all question as items of their own
CHOOSING = ("single", "multiple", "rating", "rank")
Options = Sequence[str] | Mapping[str, str] | Sequence[Option]


@dataclass(frozen=True, slots=True)
class DraftQuestion:
    """Something about a codebook that a person must know or settle.
    item: Name of the item, as far as it is one; '' for the whole codebook.
    key: Which rule was unsure, such as `order` or `rating`.
    text: What to settle, in Chinese and in English.
    """

    item: str
    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Draft:
    """A codebook made of an export or of a platform's form, and what is unsure about it.
    codebook: One item per question, in the order of the export.
    doubts: What a person must settle, item by item.
    """

    codebook: Codebook
    doubts: tuple[DraftQuestion, ...] = ()

    def settle(self, item: str = "", *, kind: str | None = None, options: Options | None = None,
               label: str | Text | None = None, short: str | Text | None = None, role: str | None = None,
               asked_if: str | None = None, separator: str | None = None) -> Draft:
        """The draft with an item settled: what you say is taken, and its doubts are gone.
        >>> import surveykit as sk
        >>> draft = sk.draft_codebook("data/raw/volunteers/volunteers_synthetic.xlsx")
        >>> settled = draft.settle(item="q8", kind="text")
        >>> settled.codebook["q8"].kind, settled.todo.keys() == draft.todo.keys() - {"q8"}
        ('text', True)
        """
        book = self.codebook if not item else _settle_item(
            self.codebook, item, kind=kind, options=options, label=label, short=short, role=role, asked_if=asked_if,
            separator=separator)
        return Draft(book, tuple(doubt for doubt in self.doubts
                                 if (doubt.item if doubt.item in self.codebook else "") != item))

    def __iter__(self) -> Iterator[Any]:
        yield from (self.codebook, self.doubts)

    @property
    def todo(self) -> dict[str, str]:
        """The doubts about each item in the codebook's language, a line each; '' holds those about the whole."""
        return self.list_doubts(self.codebook.language)

    def list_doubts(self, language: str) -> dict[str, str]:
        """The doubts about each item in one language."""
        texts: dict[str, list[str]] = {}
        for doubt in self.doubts:
            line = " ".join(in_language(doubt.text, language).split())
            texts.setdefault(doubt.item if doubt.item in self.codebook else "", []).append(line)
        return {item: "\n".join(lines) for item, lines in texts.items()}


def _settle_item(book: Codebook, name: str, *, kind: str | None = None, options: Options | None = None,
                label: str | Text | None = None, short: str | Text | None = None, role: str | None = None,
                asked_if: str | None = None, separator: str | None = None) -> Codebook:
    """The codebook with what was settled about one item; what is None stays."""
    item = book[name]
    if kind == SEPARATE:
        return _part_set(book, item, options)
    if kind is not None and kind not in KINDS:
        raise CodebookError("There is no kind {kind!r}.", where="item {name!r}",
                            fix=did_you_mean(kind, (*KINDS, SEPARATE)), kind=kind, name=name)
    if options is not None and (kind or item.kind) not in CHOOSING:
        raise CodebookError("A {kind} item has no options.", where="item {name!r}", kind=kind or item.kind, name=name,
                            fix="say the kind, too: settle(item={name!r}, kind='single', options=['...', '...'])")
    if options is not None:
        item = replace(item, options=_list_options(item, options, book.language))
    item = _with_kind(item, kind or item.kind, separator)
    if label is not None:
        item = replace(item, label=_as_text(label, item.label, book.language))
    if short is not None:
        item = replace(item, short=_as_text(short, item.short, book.language))
    if role is not None:
        item = replace(item, role=role or None)
    if asked_if is not None:
        for name_asked in parse(asked_if).names if asked_if else ():
            book[name_asked]  # it is there, or an error says so
        item = replace(item, asked_if=asked_if or None)
    faults = item_faults(item, {scale.name: scale for scale in book.scales})
    if faults:
        raise CodebookError(faults[0], where="item {name!r}", fix="settle(item={name!r}, options=[...])", name=name)
    return book.with_item(item)


def _part_set(book: Codebook, item: Item, options: Options | None) -> Codebook:
    """The codebook with each column of a select-all question as a single choice of its own: 1 yes, 0 no."""
    if item.layout != "onehot":
        raise CodebookError("Only a question with a column for each option can be parted.", where="item {name!r}",
                            fix="settle(item={name!r}, kind='single')", name=item.name)
    told = (item.column or "").split(" | ")
    columns = told if len(told) == len(item.answers) else [item.column and name for name in item.columns]
    names = Counter({name for one in book for name in (one.name, *one.columns)})
    chosen = Option("1", phrase("codebook.yes")), Option("0", phrase("codebook.no"))
    made = []
    for option, column in zip(item.answers, columns, strict=True):
        name = unique_text(option.value if item.column is None else f"{item.name}_{option.value}", names, "{}_{}")
        one = replace(item, name=name, kind="single", options=chosen, label=join_texts(item.label, option.label),
                      short={}, column=column, layout=None, role=None)
        made.append(one if options is None else replace(one, options=_list_options(one, options, book.language)))
    place = [one.name for one in book].index(item.name)
    return replace(book, items=(*book.items[:place], *made, *book.items[place + 1:]))


def _with_kind(item: Item, kind: str, separator: str | None) -> Item:
    """The item with another kind, and without what that kind cannot have."""
    if kind in CHOOSING and not item.options:
        raise CodebookError("A {kind} item must have options.", where="item {name!r}",
                            fix="settle(item={name!r}, kind={kind!r}, options=['...', '...'])", kind=kind,
                            name=item.name)
    layout = f"delimited:{separator}" if separator else item.layout
    if kind not in {"multiple", "rank", item.kind} or kind not in CHOOSING:
        layout = layout if item.layout == "onehot" and kind == "single" else None
    options = tuple(item.options) if kind in CHOOSING else ()
    if kind == "rating":
        options = tuple(score_options(options))
    rated = kind in {"rating", "number"}
    return replace(item, kind=kind, options=options, layout=layout, scale=item.scale if rated else None,
                   reverse=item.reverse and rated and item.scale is not None)


def _list_options(item: Item, options: Options, language: str) -> tuple[Option, ...]:
    """The options in this order; those that are known by label or value keep their value, score and kind of missing."""
    known = {normalise(word): option for option in reversed(item.options)
             for word in (*option.label.values(), option.value)}
    values, made = Counter[str](), list[Option]()
    pairs = options.items() if isinstance(options, Mapping) else [(None, one) for one in options]
    for place, (value, told) in enumerate(pairs, start=1):
        if isinstance(told, Option):
            made.append(told)
            continue
        option = known.get(normalise(value or told)) or known.get(normalise(told))
        if option is None:
            option = Option(value or option_value(told, place), {language: told})
        elif value:
            option = replace(option, label={**option.label, language: told})
        made.append(replace(option, value=unique_text(option.value, values, "{}_{}")))
    order = [option.score for option in made if option.missing is None and option.score is not None]
    if item.kind == "rating" and order not in (sorted(order), sorted(order, reverse=True)):
        made = [replace(option, score=None) for option in made]  # the new order is the order of the points
    return tuple(made)


def _as_text(told: str | Text, before: Text, language: str) -> Text:
    """A wording in each language; a bare text is in the codebook's."""
    return {**before, language: told} if isinstance(told, str) else {
        side: told[side] for side in (*LANGUAGES, *told) if told.get(side)}
