"""The ground on which other people's forms are rebuilt as codebooks of ours.

A `Draft` gathers what a foreign file asks: lawful names, each once; options whose values and
labels differ; sizes that a codebook can hold. Whatever it had to change is said in a warning.
Around it: plain text out of HTML, our codes for languages.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from surveykit.codebook.faults import NAME
from surveykit.codebook.items import Codebook, Item, Option, Scale
from surveykit.codebook.write import LONGEST_CELL, UNWRITABLE
from surveykit.errors import SHOWN, CodebookError
from surveykit.text.normalise import normalise
from surveykit.words.messages import JoinedMessage, Message, TextMessage
from surveykit.words.phrases import LANGUAGES, Text, in_language, phrase

MAX_ITEMS, MAX_LETTERS, LONGEST_NAME, SHOWN_LETTERS = 20_000, 20_000_000, 64, 300
LIMITS = Message("A codebook must have at most {max_items:,} items, and at most {longest_cell:,} letters in a text.",
                 max_items=MAX_ITEMS, longest_cell=LONGEST_CELL)
NUMERIC = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
MARK = re.compile(r"<!--|-->|<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>")
HIDDEN = {"script", "style"}
OR = re.compile(r"\bor\b")
INLINE = {"a", "b", "em", "font", "i", "label", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}
CODE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{1,8}){0,3})")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about a codebook that a person must know or settle.

    Attributes
    ----------
    item
        Name of the item, as far as it is one; '' for the whole codebook.
    key
        Which rule was unsure, such as `order` or `rating`.
    text
        What to settle, in Chinese and in English.
    """

    item: str
    key: str
    text: Text


Found = tuple[Codebook, tuple[Doubt, ...]]


@dataclass(slots=True)
class Draft:
    """A codebook under construction from a foreign file, with what was noticed on the way."""

    source: str
    language: str = "en"
    items: list[Item] = field(default_factory=list)
    warnings: list[Doubt] = field(default_factory=list)
    names: Counter[str] = field(default_factory=lambda: Counter(["respondent"]))
    columns: set[str] = field(default_factory=set)
    letters: int = 0

    def warn(self, key: str, item: str = "", **values: object) -> None:
        """Note what a person must know or settle, in the words of the phrase `import.<key>`."""
        most = {"text": SHOWN_LETTERS}
        clean = {slot: _shown(value, most.get(slot, LONGEST_NAME + 2)) if isinstance(value, str) else value
                 for slot, value in values.items()}
        self.warnings.append(Doubt(item, key, phrase(f"import.{key}", **clean)))

    def name(self, wanted: str, instead: str = "item", *, kept: bool = False) -> str:
        """A name of Latin letters, digits and _ that no other item has, like the one wanted."""
        bare = "_".join(re.findall("[A-Za-z0-9]+", wanted)) or "_".join(re.findall("[A-Za-z0-9]+", instead))
        bare = wanted if kept and NAME.fullmatch(wanted) else bare if bare[:1].isalpha() else f"q_{bare}"
        name = fresh(bare if kept else bare[:LONGEST_NAME].rstrip("_"), self.names, "{}_{}")
        lost = any(c.isalnum() and not c.isascii() for c in wanted)
        if name != bare or lost:
            self.warn("named", name, wanted=repr(wanted[:60]), name=repr(name))
        return name

    def add(self, item: Item) -> Item:
        """Keep an item, if a codebook can hold it."""
        if not item.label:
            self.warn("wordless", item.name, name=repr(item.name))
            item = replace(item, label={self.language: item.name})
        item = replace(item, short={}) if item.short == item.label else item
        texts = [item.name, item.column or "", item.asked_if or "", *item.label.values(),
                 *item.short.values(), *(o.value for o in item.options),
                 *(side for o in item.options for side in o.label.values())]
        self.letters += sum(map(len, texts))
        clash, most = self.columns.intersection(item.columns), max(map(len, texts))
        if clash or len(self.items) >= MAX_ITEMS or self.letters > MAX_LETTERS or most > LONGEST_CELL:
            raise CodebookError(Message("Two columns cannot have the name {clash!r}.", clash=min(clash))
                                if clash else LIMITS,
                                where="{source}, {item!r}",
                                fix="correct the question on the platform and export it again", source=self.source,
                                item=item.name)
        self.columns.update(item.columns)
        self.items.append(item)
        return item

    def distinct(self, where: str, options: Iterable[Option], *, spaced: bool = False) -> tuple[Option, ...]:
        """The options, with values and labels that differ and are not empty; values without blanks."""
        values, seen, made, changed = Counter(), defaultdict(Counter), [], []
        for option in options:
            bare = option.value if spaced else "_".join(option.value.split())
            value = fresh(bare or "_", values, "{}_{}")
            label = {language: fresh(side, seen[language], "{} ({})", normalise)
                     for language, side in (option.label or {self.language: value}).items()}
            made.append(replace(option, value=value, label=label))
            if value != option.value or label != (option.label or label):
                changed.append(value)
        if changed:
            self.warn("distinct", where=where, values=several(changed))
        return tuple(made)

    def require(self, start: int, stop: int, conditions: Sequence[str]) -> None:
        """Put conditions before those that items (by position) have of their own."""
        for place in range(start, stop):
            parts = [part for part in dict.fromkeys([*conditions, self.items[place].asked_if]) if part]
            asked_if = all_of(parts) or ""
            if len(asked_if) > LONGEST_CELL:
                raise CodebookError(LIMITS, where="{source}, condition of {items!r}",
                                    fix="shorten the condition on the platform and export it again",
                                    source=self.source, items=self.items[place].name)
            self.items[place] = replace(self.items[place], asked_if=asked_if or None)

    def book(self, settings: Mapping[str, object], scales: Sequence[Scale] = ()) -> Found:
        """The codebook and the warnings, each once."""
        if not self.items:
            raise CodebookError("A codebook must have an item; no question here is one.", where="{file}",
                                fix=JoinedMessage(" ", [Message("export the form again."), *(
                                    TextMessage(warning.text) for warning in self.warnings[:3])]), file=self.source)
        kept = {"title": {}, "form_id": "", "version": "", "language": "en", "platform": None,
                "missing_codes": {}, "synthetic": False, "sent": None, **settings}
        once = {(warning.item, warning.text["en"]): warning for warning in reversed(self.warnings)}
        once = dict(reversed(once.items()))
        return Codebook(tuple(self.items), tuple(scales), kept), tuple(once.values())


def all_of(conditions: Iterable[str]) -> str | None:
    """Conditions that must all hold, as one; None where there is none.

    Examples
    --------
    >>> all_of(["${a} = 1 or ${b} = 1", "${c} = 1"])
    '(${a} = 1 or ${b} = 1) and ${c} = 1'
    """
    parts = list(dict.fromkeys(conditions))
    return " and ".join(f"({p})" if len(parts) > 1 and OR.search(p) else p for p in parts) or None


def _shown(text: str, most: int = SHOWN_LETTERS) -> str:
    """A text of the form as a warning quotes it."""
    clean = " ".join(UNWRITABLE.sub("", text).split())
    return clean if len(clean) <= most else clean[:most] + " …"


def several(values: Iterable[object]) -> Text:
    """Values, at most five, then how many more, as each language says it."""
    quoted = [_shown(repr(str(value)), LONGEST_NAME) for value in values]
    shown, rest = quoted[:SHOWN], len(quoted) - SHOWN
    joint = {language: in_language(phrase("list.comma"), language).join(shown) for language in LANGUAGES}
    return phrase("import.and_more", shown=joint, rest=rest) if rest > 0 else joint


def fresh(text: str, seen: Counter[str], pattern: str, fold: Callable[[str], str] = str) -> str:
    """The text, or with a number behind it if it (as it is compared) stands already."""
    key, made = fold(text), text
    while fold(made) in seen:
        seen[key] += 1
        made = pattern.format(text, seen[key])
    seen[fold(made)] += 1
    return made


def number(text: object) -> float | None:
    """The number a short code is, or None."""
    return float(text) if isinstance(text, str) and NUMERIC.fullmatch(text) else None


def scored(options: Iterable[Option]) -> list[Option]:
    """Options with different scores: their own, else the numbers they are, else 1, 2, 3 ..."""
    kept = list(options)
    for score in (lambda o: o.score, lambda o: number(o.value)):
        scores = [score(option) for option in kept if option.missing is None]
        if None not in scores and len(set(scores)) == len(scores):
            return [o if o.missing else replace(o, score=score(o)) for o in kept]
    places = iter(range(1, len(kept) + 1))
    return [o if o.missing else replace(o, score=float(next(places))) for o in kept]


def plain(value: object) -> str:
    """A foreign text without HTML, control characters and repeated blanks; '' for what is no text.

    Examples
    --------
    >>> plain("<b>Are</b> you&nbsp;happy?<br>Age &lt; 30 <style>p {}</style>")
    'Are you happy? Age < 30'
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text, kept, place, hidden = str(value), [], 0, ""
    for mark in MARK.finditer(text):
        if not hidden:
            kept += [text[place:mark.start()], "" if (mark[2] or "").lower() in INLINE else " "]
        place, hidden = mark.end(), _hides(mark, hidden)
    seen = html.unescape("".join([*kept, "" if hidden else text[place:]]))
    return " ".join(UNWRITABLE.sub("", seen).split())


def _hides(mark: re.Match[str], hidden: str) -> str:
    """What ends the hidden stretch that follows this mark: a comment, a script; '' if none."""
    name = "-->" if mark[0] == "-->" else (mark[2] or "").lower()
    if hidden:
        return "" if name == hidden and (mark[1] or name == "-->") else hidden
    if mark[0] == "<!--":
        return "-->"
    return name if name in HIDDEN and not mark[1] else ""


def joined(stem: Text, part: Text) -> Text:
    """A question's stem and the part of it that is asked here, in every language of either."""
    return {language: " – ".join(side for side in (stem.get(language, ""), part.get(language, "")) if side)
            for language in {**stem, **part}}


def quoted(value: str) -> str | None:
    """A value as a literal of an expression; None where it holds both kinds of quote."""
    return next((f"{mark}{value}{mark}" for mark in "'\"" if mark not in value), None)


def languages(codes: Iterable[object]) -> dict[str, str]:
    """Our code of each language, the first ones first: `zh`, `en`, or the platform's own.

    Examples
    --------
    >>> languages(["EN", "ZH-S", "ZH-T", "DE", "no language"])
    {'EN': 'en', 'ZH-S': 'zh', 'ZH-T': 'zh-T', 'DE': 'de'}
    """
    found: dict[str, str] = {}
    for code in codes:
        match = CODE.fullmatch(code) if isinstance(code, str) else None
        if match:
            short, taken = match[1].lower(), set(found.values())
            key = short if short in LANGUAGES and short not in taken else short + match[2].replace("_", "-")
            found.setdefault(code, f"{key}-2" if key in taken and code not in found else key)
    return found
