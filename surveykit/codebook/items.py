"""What a questionnaire asks: items, their options, scales, and the codebook that holds them.

Vocabulary. An *item* is one question (a battery's *stem* belongs to several items); an
*option* is one of its answers; a *rating* is one item on ordered points; a *scale* is several
ratings scored together; a *response set* is a select-all question, one 0/1 column per option.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from surveykit.codebook.find_item import find_item
from surveykit.codebook.item_table import codebook_bundle
from surveykit.errors import CodebookError, did_you_mean, list_quoted
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES, Text, in_language

KINDS = ("single", "multiple", "rating", "rank", "number", "text", "date")
SEPARATOR = "__"
REQUIRED = "yes"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of an item.

    `value` is what the responses hold; `score` its number on a rating; `missing` says which
    kind of missing it stands for (`refused`, `dont_know`) or is None for a real answer.
    """

    value: str
    label: Text
    score: float | None = None
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One question: its kind decides which tables and tests are lawful.

    `label` is the wording people were asked; `short` names the item in tables, where there is
    one. `asked_if` and `constraint` are XLSForm expressions, kept as written; `required` is `yes`,
    an expression, or None where an answer may be left out. `column` is the heading in the export
    when it is not the name. `calculation` says how an item was made of others (`sk.derive`).
    """

    name: str
    kind: str
    label: Text
    options: tuple[Option, ...] = ()
    asked_if: str | None = None
    constraint: str | None = None
    scale: str | None = None
    reverse: bool = False
    role: str | None = None
    column: str | None = None
    layout: str | None = None
    short: Text = field(default_factory=dict)
    required: str | None = None
    calculation: str | None = None

    @property
    def words(self) -> Text:
        """The item's name in tables and titles: the short one, else the full wording."""
        return self.short or self.label

    @property
    def personal(self) -> bool:
        """Whether answers are personal data (a role such as `pii:phone`): never written to a file."""
        return (self.role or "").casefold().startswith("pii")

    @property
    def is_hidden(self) -> bool:
        """Whether messages keep its cells to themselves: personal data, and what people typed in their own words."""
        return self.personal or self.role in {"open_text", "other_text"}

    @property
    def answers(self) -> tuple[Option, ...]:
        """The options that are answers, in questionnaire order (missing kinds left out)."""
        return tuple(option for option in self.options if option.missing is None)

    @property
    def columns(self) -> tuple[str, ...]:
        """The response columns: one per option for a response set, else the name itself."""
        if self.kind != "multiple":
            return (self.name,)
        return tuple(f"{self.name}{SEPARATOR}{option.value}" for option in self.answers)

    def option(self, value: str) -> Option:
        """The option with this value, or a CodebookError that suggests one."""
        for option in self.options:
            if option.value == value:
                return option
        known = [option.value for option in self.options]
        raise CodebookError("{value!r} is not an option.", where="item {name!r}",
                            fix=did_you_mean(value, known), value=value, name=self.name)


@dataclass(frozen=True, slots=True)
class Scale:
    """Several ratings scored together; reversed items count as `low + high - x`."""

    name: str
    label: Text
    low: float
    high: float
    score: str = "mean"
    min_valid: float = 1.0


@dataclass(frozen=True, slots=True)
class Codebook:
    """The items of a questionnaire in order, its scales and its settings.

    An item is found by its name, its label or short label in any language, or the number of its question:
    `book["plan"]`, `book["Plan after service"]`, `book["q2"]`. A notebook shows the whole as a table.

    Examples
    --------
    >>> import surveykit as sk
    >>> book = sk.example_survey().codebook
    >>> book["plan"].kind
    'single'
    >>> [item.name for item in book.search("gender")]
    ['gender']
    """

    items: tuple[Item, ...]
    scales: tuple[Scale, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str | int) -> Item:
        return find_item(self.items, name)

    def __contains__(self, name: object) -> bool:
        return any(item.name == name for item in self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def sets(self) -> dict[str, tuple[str, ...]]:
        """Each response set's columns, by the name of its item."""
        return {item.name: item.columns for item in self.items if item.kind == "multiple"}

    @property
    def language(self) -> str:
        """The language results are shown in when nobody asks for another: `zh` or `en`."""
        language = self.settings.get("language")
        return str(language) if language in LANGUAGES else "en"

    @property
    def synthetic(self) -> bool:
        """Whether the data are declared synthetic (setting `sk_synthetic`)."""
        return bool(self.settings.get("synthetic", False))

    @property
    def title(self) -> Text:
        """The form's title in each language."""
        title: str | Text = self.settings.get("title", {})
        return {self.language: title} if isinstance(title, str) else title

    @property
    def columns(self) -> tuple[str, ...]:
        """The response columns of all items, in order."""
        return tuple(column for item in self.items for column in item.columns)

    def scale(self, name: str) -> Scale:
        """The scale with this name, or a CodebookError that suggests one."""
        for scale in self.scales:
            if scale.name == name:
                return scale
        rated = [item.name for item in self if item.kind == "rating"]
        listed = Message("list ratings instead of a scale: [{names}]", names=list_quoted(rated))
        raise CodebookError("There is no scale {name!r} in the codebook.", fix=did_you_mean(
            name, [scale.name for scale in self.scales]) if self.scales or not rated else listed, name=name)

    def scale_items(self, name: str) -> tuple[Item, ...]:
        """The items of a scale in questionnaire order."""
        self.scale(name)
        return tuple(item for item in self.items if item.scale == name)

    def search(self, text: str) -> tuple[Item, ...]:
        """Items whose name or label (any language) contains the text, case ignored."""
        wanted = text.casefold()
        return tuple(
            item for item in self.items
            if any(wanted in side.casefold() for side in (item.name, *item.label.values())))

    def with_item(self, item: Item, *, after: str | None = None) -> Codebook:
        """A codebook with the item replaced, or added (behind `after`, '' before all, else at the end)."""
        if item.name in self:
            return replace(self, items=tuple(item if i.name == item.name else i for i in self))
        names = [i.name for i in self.items]
        place = ["", *names].index(after) if after in ("", *names) else len(names)
        return replace(self, items=(*self.items[:place], item, *self.items[place:]))

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """The items as a table, in text and HTML."""
        return codebook_bundle(self.items, self.title, self.language)

    def label(self, name: str, language: str) -> str:
        """An item's label in one language.

        Examples
        --------
        >>> import surveykit as sk
        >>> sk.example_survey().codebook.label("gender", "zh")
        '性别'
        """
        return in_language(self[name].label, language)
