"""A draft under construction: items and doubts so far, and which names are taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from surveykit.codebook import Item, Scale
from surveykit.codebook.draft import Doubt
from surveykit.drafting.sheet import Seen, Sheet
from surveykit.platforms.wjx_pairs import Pair
from surveykit.text.language import HAN
from surveykit.text.personal import classify_personal, find_personal_kinds
from surveykit.words.phrases import Text, phrase

Doubts = Mapping[str, Mapping[str, object]]


@dataclass(slots=True)
class Making:
    """The codebook so far."""

    sheet: Sheet
    pairs: Mapping[tuple[str, str], Pair] | None
    language: str
    items: list[Item] = field(default_factory=list)
    scales: list[Scale] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    taken: set[str] = field(default_factory=lambda: {"respondent"})

    def add(self, item: Item, doubts: Doubts | None = None) -> Item:
        """Keep an item under a name that no other item, column or scale has."""
        made = replace(item, name=self.free(item))
        self.taken |= {made.name, *made.columns}
        self.items.append(made)
        for key, values in (doubts or {}).items():
            self.doubt(made.name, key, **values)
        return made

    def free(self, item: Item) -> str:
        """The item's name, or with a number behind it."""
        tried = (item.name if n == 1 else f"{item.name}_{n}" for n in count(1))
        return next(name for name in tried
                    if self.taken.isdisjoint({name, *replace(item, name=name).columns}))

    def doubt(self, item: str, key: str, **values: object) -> None:
        """Note what a person must settle."""
        self.doubts.append(Doubt(item, key, phrase(f"draft.{key}", **values)))

    def pair(self, question: str, part: str = "") -> Pair | None:
        """What the text and the code export together tell of a question or row."""
        return (self.pairs or {}).get((question, part))

    def wording(self, *texts: str) -> Text:
        """The first text there is, in its language."""
        text = next((text for text in texts if text), "")
        return {"zh" if HAN.search(text) else self.language: text}

    def personal(self, item: str, heading: str, seen: Seen) -> str:
        """The role of likely personal data, with a doubt; '' for none."""
        kind = classify_personal(heading, seen.texts)
        if kind:
            self.doubt(item, "personal", kind=phrase(f"draft.kind_{kind}"))
        elif any(find_personal_kinds(text) for text in seen.texts):
            self.doubt(item, "personal_inside")
        return f"pii:{kind}" if kind else ""
