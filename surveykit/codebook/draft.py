"""A codebook that is not settled yet: what was guessed or taken over, and what a person must settle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from surveykit.codebook.items import Codebook
from surveykit.codebook.settle_item import Options, settle_item
from surveykit.words.phrases import Text, in_language


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
        book = self.codebook if not item else settle_item(
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
