"""A codebook under construction, from whatever says what was asked: an export, a form, a file's own labels."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from surveykit.codebook.codebook_faults import NAME
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.codebook.form_texts import (
    LONGEST_NAME,
    SHOWN_LETTERS,
    join_conditions,
    list_values,
    quote_shortened,
    unique_text,
)
from surveykit.codebook.items import Codebook, Item, Option, Scale
from surveykit.errors import CodebookError
from surveykit.files.workbook_bytes import LONGEST_CELL
from surveykit.text.normalise import drop_controls, normalise
from surveykit.words.messages import JoinedMessage, Message, TextMessage
from surveykit.words.phrases import Text, phrase

MAX_ITEMS, MAX_LETTERS = 20_000, 20_000_000
LIMITS = Message("A codebook must have at most {max_items:,} items, and at most {longest_cell:,} letters in a text.",
                 max_items=MAX_ITEMS, longest_cell=LONGEST_CELL)
LONGEST_VALUES = {"text": SHOWN_LETTERS, **dict.fromkeys(("name", "wanted", "where", "kind"), LONGEST_NAME + 2)}
Doubts = Mapping[str, Mapping[str, object]]


@dataclass
class CodebookBuilder:
    """Gathers items with lawful names, options that differ, and sizes that a codebook can hold.
    Whatever it had to change, and whatever its makers are unsure of, is a `DraftQuestion`; `phrases` says
    under which heading their words stand. `names` are those given out, `columns` what items and scales hold.
    """

    source: str
    language: str = "en"
    phrases: str = "import"
    items: list[Item] = field(default_factory=list)
    scales: list[Scale] = field(default_factory=list)
    doubts: list[DraftQuestion] = field(default_factory=list)
    names: Counter[str] = field(default_factory=lambda: Counter(["respondent"]))
    columns: set[str] = field(default_factory=lambda: {"respondent"})
    letters: int = 0

    def ask(self, key: str, item: str = "", **values: object) -> None:
        """Note what a person must know or settle."""
        clean = {slot: quote_shortened(value, LONGEST_VALUES[slot])
                 if isinstance(value, str) and slot in LONGEST_VALUES else value for slot, value in values.items()}
        self.doubts.append(DraftQuestion(item, key, phrase(f"{self.phrases}.{key}", **clean)))

    def name(self, wanted: str, instead: str = "item", *, kept: bool = False) -> str:
        """A name of Latin letters, digits and _ that no other item has, like the one wanted."""
        bare = "_".join(re.findall("[A-Za-z0-9]+", wanted)) or "_".join(re.findall("[A-Za-z0-9]+", instead))
        bare = wanted if kept and NAME.fullmatch(wanted) else bare if bare[:1].isalpha() else f"q_{bare}"
        name = unique_text(bare if kept else bare[:LONGEST_NAME].rstrip("_"), self.names, "{}_{}")
        lost = any(c.isalnum() and not c.isascii() for c in wanted)
        if name != bare or lost:
            self.ask("named", name, wanted=repr(wanted[:60]), name=repr(name))
        return name

    def free_name(self, item: Item) -> str:
        """The item's name, with a number behind it where an item, column or scale has it already."""
        tried = (item.name if n == 1 else f"{item.name}_{n}" for n in count(1))
        return next(name for name in tried if self.columns.isdisjoint({name, *replace(item, name=name).columns}))

    def add(self, item: Item, doubts: Doubts | None = None) -> Item:
        """Keep an item, if a codebook can hold it."""
        if not item.label:
            self.ask("wordless", item.name, name=repr(item.name))
            item = replace(item, label={self.language: item.name})
        item = replace(item, label=_without_controls(item.label), short=_without_controls(item.short),
                       options=tuple(replace(o, label=_without_controls(o.label)) for o in item.options))
        item = replace(item, short={}) if item.short == item.label else item
        texts = [item.name, item.column or "", item.asked_if or "", *item.label.values(),
                 *item.short.values(), *(o.value for o in item.options),
                 *(side for o in item.options for side in o.label.values())]
        self.letters += sum(map(len, texts))
        clash, most = self.columns.intersection(item.columns), max(map(len, texts))
        if clash or len(self.items) >= MAX_ITEMS or self.letters > MAX_LETTERS or most > LONGEST_CELL:
            raise CodebookError(Message("Two columns cannot have the name {clash!r}.", clash=min(clash))
                                if clash else LIMITS, where="{source}, {item!r}",
                                fix="correct the question on the platform and export it again", source=self.source,
                                item=item.name)
        self.columns |= {item.name, *item.columns}
        self.items.append(item)
        for key, values in (doubts or {}).items():
            self.ask(key, item.name, **values)
        return item

    def distinct(self, where: str, options: Iterable[Option], *, spaced: bool = False) -> tuple[Option, ...]:
        """The options, with values and labels that differ and are not empty; values without blanks."""
        values, seen, made, changed = Counter[str](), defaultdict[str, Counter[str]](Counter), [], []
        for option in options:
            bare = option.value if spaced else "_".join(option.value.split())
            value = unique_text(bare or "_", values, "{}_{}")
            label = {language: unique_text(side, seen[language], "{} ({})", normalise)
                     for language, side in (option.label or {self.language: value}).items()}
            made.append(replace(option, value=value, label=label))
            if value != option.value or label != (option.label or label):
                changed.append(value)
        if changed:
            self.ask("distinct", where=where, values=list_values(changed))
        return tuple(made)

    def require(self, start: int, stop: int, conditions: Sequence[str]) -> None:
        """Put conditions before those that items (by position) have of their own."""
        for place in range(start, stop):
            parts = [part for part in dict.fromkeys([*conditions, self.items[place].asked_if]) if part]
            asked_if = join_conditions(parts) or ""
            if len(asked_if) > LONGEST_CELL:
                raise CodebookError(LIMITS, where="{source}, condition of {items!r}",
                                    fix="shorten the condition on the platform and export it again",
                                    source=self.source, items=self.items[place].name)
            self.items[place] = replace(self.items[place], asked_if=asked_if or None)

    def draft(self, settings: Mapping[str, object]) -> Draft:
        """The codebook, and each doubt once."""
        if not self.items:
            fix = [Message("check that this is the whole export or form."),
                   *(TextMessage(doubt.text) for doubt in self.doubts[:3])]
            raise CodebookError("A codebook must have an item; no question here is one.", where="{file}",
                                fix=JoinedMessage(" ", fix), file=self.source)
        kept = {"title": {}, "form_id": "", "version": "", "language": "en", "platform": None,
                "missing_codes": {}, "synthetic": False, "sent": None, **settings}
        once = {(doubt.item, doubt.text["en"]): doubt for doubt in reversed(self.doubts)}
        return Draft(Codebook(tuple(self.items), tuple(self.scales), kept), tuple(reversed(once.values())))


def _without_controls(text: Text) -> Text:
    """A wording without control characters, which no workbook holds."""
    return {language: drop_controls(side) for language, side in text.items()}
