"""A text as personal data are looked for in it, and where each of its characters stands in the original."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple


class FoldedText(NamedTuple):
    """A folded text; `places` holds the original position of each character, None where they are the same."""

    text: str
    places: tuple[int, ...] | None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a passage of the folded text stands in the original."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


@lru_cache(maxsize=8192)
def _fold_character(sign: str) -> str:
    """One character narrowed, '' for one without shape; what would become several stays."""
    if unicodedata.category(sign) == "Cf":
        return ""
    folded = unicodedata.normalize("NFKC", sign)
    return folded if len(folded) == 1 else " " if folded.isspace() else sign


def fold_positions(text: str) -> FoldedText:
    """The text with full-width forms narrowed and invisible characters out, character by character.
    >>> fold_positions("１３\\u200b８").text, fold_positions("１３\\u200b８").original_span(1, 3)
    ('138', (1, 4))
    """
    if text.isascii() or (text.isprintable() and unicodedata.is_normalized("NFKC", text)):
        return FoldedText(text, None)
    signs = [_fold_character(sign) for sign in text]
    folded = "".join(signs)
    if len(folded) == len(text) and all(signs):
        return FoldedText(folded, None)
    return FoldedText(folded, tuple(place for place, sign in enumerate(signs) if sign))


def squeeze_han(text: str) -> FoldedText:
    """The text without the blanks between two Hanzi, as names are written in forms.
    >>> squeeze_han("张 伟 told me").text
    '张伟 told me'
    """
    if text.isascii() or not any(map(str.isspace, text)):
        return FoldedText(text, None)
    kept = []
    for place, sign in enumerate(text):
        if not sign.isspace() or not _between_han(text, place):
            kept.append(place)
    return FoldedText("".join(text[place] for place in kept), tuple(kept))


def _between_han(text: str, place: int) -> bool:
    """Whether one or two blanks here stand between Hanzi."""
    before = text[max(place - 2, 0):place].strip()[-1:]
    after = text[place + 1:place + 3].strip()[:1]
    return "\u3400" <= before <= "\u9fff" and "\u3400" <= after <= "\u9fff"
