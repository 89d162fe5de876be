"""A codebook that is not settled yet: what was guessed or taken over, and what a person must settle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from surveykit.codebook.items import Codebook
from surveykit.words.phrases import Text, in_language


@dataclass(frozen=True, slots=True)
class DraftQuestion:
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A codebook made of an export or of a platform's form, and what is unsure about it.

    Attributes
    ----------
    codebook
        One item per question, in the order of the export.
    doubts
        What a person must settle, item by item.
    """

    codebook: Codebook
    doubts: tuple[DraftQuestion, ...] = ()

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
