"""The words that may stand for an item's options in an export, and how a cell of several is parted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from operator import methodcaller

from surveykit.codebook import Item, Option
from surveykit.survey import value_text
from surveykit.text.normalise import normalise, strip_prompt
from surveykit.text.parse_number import NUMBER
from surveykit.text.split_ticks import FILL_IN, LETTER, split_ticks, typed_words

WHOLE = re.compile(r"(-?[0-9]+)\.0+")
normalise_word = lru_cache(maxsize=10_000)(normalise)  # the words of options come back in every cell
Found = tuple[Option | None, str, str]


@dataclass(frozen=True, slots=True)
class OptionWords:
    """Options by every word that may stand for them, with how the codebook writes it.
    `exact` words are cells as they stand; others are compared as `tidy` makes them, may carry words
    filled in (其他〖夜校〗), and where the export has `letters` one of these before them (A.男).
    """

    words: Mapping[str, tuple[Option, str]]
    exact: bool = False
    letters: bool = False

    @classmethod
    def from_item(cls, item: Item, numbered: str = "", *, letters: bool = False) -> OptionWords:
        """Labels in every language, and values; numbers instead where the export has these.
        `numbered` exports hold an option's place in the form (`order`) or its `score`.
        """
        sides = [(side, option) for option in item.options for side in option.label.values()]
        words: dict[str, tuple[Option, str]] = {}
        for word, option in (*sides, *((option.value, option) for option in item.options)):
            words.setdefault(normalise_word(word), (option, word))
        loose = {strip_prompt(word): pair for word, pair in reversed(words.items()) if strip_prompt(word)}
        every = {**loose, **words}
        if numbered and item.kind in {"single", "rating"}:
            every = {word: pair for word, pair in every.items() if not NUMBER.fullmatch(word)}
            every |= _by_number(item, numbered)
        return cls(every, letters=letters)

    @classmethod
    def as_written(cls, item: Item) -> OptionWords:
        """Values (of a rating: scores), as `write_processed` wrote them."""
        rating = item.kind == "rating"
        return cls({value_text(o.score if rating else o.value): (o, "") for o in item.options}, exact=True)

    def including(self, words: Mapping[str, tuple[Option, str]]) -> OptionWords:
        """The same with more words; those known already stay."""
        return replace(self, words={**words, **self.words})

    def find(self, text: str) -> Found:
        """The option a piece of text stands for, what was filled in, and how it should be written."""
        if self.exact:
            return self.words.get(text, (None, ""))[0], "", text
        letter = LETTER.match(text) if self.letters else None
        if letter:
            option, fill, word = self._find_bare(text[letter.end():])
            if option is not None:
                return option, fill, letter[0] + word
        return self._find_bare(text)

    def _find_bare(self, text: str) -> Found:
        """The same for a text without its letter."""
        option, word = self._look_up(text)
        match = FILL_IN.fullmatch(text.strip()) if option is None else None
        if match is None:
            return option, "", word
        option, word = self._look_up(match["label"])
        fill = match["text"]
        return option, fill if typed_words(fill) else "", f"{word}〖{fill}〗"

    def _look_up(self, text: str) -> tuple[Option | None, str]:
        """The option of a label and how the codebook writes it; 2.0, as programs write whole numbers, is 2."""
        bare = normalise_word(text)
        found = self.words.get(bare) or self.words.get(strip_prompt(text))
        whole = None if found else WHOLE.fullmatch(bare)
        return found or (self.words.get(whole[1]) if whole else None) or (None, "")

    def has(self, piece: str) -> bool:
        """Whether a piece of text is one of the words as it stands."""
        return (piece if self.exact else normalise_word(piece)) in self.words

    def part_ticks(self, text: str, separator: str) -> list[list[str]]:
        """The ways to part a cell where words may hold the separator: two at most, longer words first.
        >>> item = Item("a", "multiple", {}, (Option("r", {"en": "pay, rent"}), Option("f", {"en": "food"})))
        >>> OptionWords.from_item(item).part_ticks("pay, rent, food", ", ")
        [['pay, rent', 'food']]
        """
        ways = self._ways(text.split(separator), separator, frozenset(), self._most_joined(separator))
        return list(islice(ways, 2)) or [split_ticks(text, separator)]

    def part_typed(self, text: str, separator: str) -> tuple[list[str], str]:
        """The labels in a cell, longer ones first, and the words typed beside them.
        >>> item = Item("a", "multiple", {}, (Option("r", {"en": "pay, rent"}), Option("f", {"en": "food"})))
        >>> OptionWords.from_item(item).part_typed("pay, rent, my dog, a cat", ", ")
        (['pay, rent'], 'my dog, a cat')
        """
        pieces = text.split(separator)
        labels: list[str] = []
        rest: list[str] = []
        most = self._most_joined(separator)
        while pieces:
            ends = range(min(most, len(pieces)), 0, -1)
            end = next((end for end in ends if self.has(separator.join(pieces[:end]))), 0)
            (labels if end else rest).append(separator.join(pieces[:end or 1]))
            pieces = pieces[end or 1:]
        return labels, separator.join(piece for piece in rest if piece.strip()).strip()

    def _most_joined(self, separator: str) -> int:
        """Of how many pieces a word consists at most."""
        return 1 + max(map(methodcaller("count", separator.strip() or separator), self.words), default=0)

    def _ways(self, pieces: Sequence[str], separator: str, used: frozenset[str], most: int) -> Iterator[list[str]]:
        """Every way to make known words, each once, of the pieces; blank pieces may be left out."""
        if not pieces:
            yield []
        for end in range(min(most, len(pieces)), 0, -1):
            piece = separator.join(pieces[:end])
            word = piece if self.exact else normalise_word(piece)
            if word in self.words and word not in used:
                yield from ([piece, *rest] for rest in self._ways(pieces[end:], separator, used | {word}, most))
        if pieces and not pieces[0].strip():
            yield from self._ways(pieces[1:], separator, used, most)


def _by_number(item: Item, numbered: str) -> dict[str, tuple[Option, str]]:
    """Options by the numbers that exports have; of a single choice, no number that means two of them."""
    places = enumerate(item.options, start=1)
    pairs = [(float(place) if numbered == "order" else option.score, option) for place, option in places]
    numbers = [(value_text(number), option) for number, option in pairs if number is not None]
    counts = Counter(number for number, _ in numbers)
    return {number: (option, number) for number, option in numbers if item.kind == "rating" or counts[number] == 1}
