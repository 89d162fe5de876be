"""From a cell's text to an answer: options by label, numbers, ticks, and kinds of missing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, repeat

from surveykit.codebook import Item, Option
from surveykit.survey import written
from surveykit.text.normalise import normalise, strip_prompt
from surveykit.text.numbers import NUMBER
from surveykit.text.ticks import FILL_IN

LETTER = re.compile(r"[A-Z]{1,2}[.．、]\s*(?=\S)")


def tidied(texts: Sequence[str]) -> list[str]:
    """`tidy` of many texts in one pass: nothing composes across a NUL, which no cell holds.

    Examples
    --------
    >>> tidied(["（空）", " a\u3000 b"])
    ['(空)', 'a b']
    """
    joined = "\0".join(texts)
    if not texts or joined.count("\0") != len(texts) - 1:
        return list(map(normalise, texts))
    seen = unicodedata.normalize("NFKC", joined)
    used = set(seen)
    for hidden in sorted(c for c in used if unicodedata.category(c) == "Cf"):
        seen = seen.replace(hidden, "")
    if not any(map(str.isspace, used)):
        return seen.split("\0")
    return [" ".join(text.split()) for text in seen.split("\0")]


@dataclass(frozen=True, slots=True)
class Labels:
    """An item's options by every word that may stand for them in an export; `letters` stand before it."""

    words: Mapping[str, tuple[Option, str]]
    exact: bool = False
    letters: bool = False

    @classmethod
    def of(cls, item: Item, numbered: str = "") -> Labels:
        """Labels in every language, and values, as they are compared; numbers instead where the export has these."""
        if numbered and item.kind in {"single", "rating"}:
            words = {word: pair for word, pair in cls.of(item).words.items() if not NUMBER.fullmatch(word)}
            return cls({**words, **_by_number(item, numbered)})
        sides = [(side, option) for option in item.options for side in option.label.values()]
        words: dict[str, tuple[Option, str]] = {}
        for word, option in (*sides, *((option.value, option) for option in item.options)):
            words.setdefault(normalise(word), (option, word))
        loose = {strip_prompt(word): pair for word, pair in reversed(words.items()) if strip_prompt(word)}
        return cls({**loose, **words})

    @classmethod
    def as_written(cls, item: Item) -> Labels:
        """Values (of a rating: scores), as `write_processed` wrote them."""
        rating = item.kind == "rating"
        words = {written(o.score if rating else o.value): (o, "") for o in item.options}
        return cls(words, exact=True)

    def find(self, text: str) -> tuple[Option | None, str, str]:
        """The option a piece of text stands for, what was filled in, and how it should be written."""
        if self.exact:
            return self.words.get(text, (None, ""))[0], "", text
        letter = LETTER.match(text) if self.letters else None
        if letter:
            option, fill, word = replace(self, letters=False).find(text[letter.end():])
            if option is not None:
                return option, fill, letter[0] + word
        option, word = self._word(text)
        match = FILL_IN.fullmatch(text.strip()) if option is None else None
        if match is None:
            return option, "", word
        option, word = self._word(match["label"])
        fill = match["text"]
        return option, fill if fill.strip() else "", f"{word}〖{fill}〗"

    def _word(self, text: str) -> tuple[Option | None, str]:
        """The option of a label and how the codebook writes it."""
        return self.words.get(normalise(text)) or self.words.get(strip_prompt(text)) or (None, "")


def _by_number(item: Item, numbered: str) -> dict[str, tuple[Option, str]]:
    """Options by the numbers that exports have; of a single choice, no number that means two of them."""
    numbers = [(written(n), option) for n, option in _numbers(item, numbered)]
    twice = Counter(number for number, _ in numbers)
    return {number: (option, number) for number, option in numbers if item.kind == "rating" or twice[number] == 1}


def _numbers(item: Item, numbered: str) -> Iterator[tuple[float, Option]]:
    """The numbers of options: their place in the form, or their score."""
    for place, option in enumerate(item.options, start=1):
        number = float(place) if numbered == "order" else option.score
        if number is not None:
            yield number, option


def splits(text: str, separator: str, known: Mapping[str, object]) -> list[list[str]]:
    """The ways to part a select-all cell where labels may hold the separator: two at most, longer labels first.

    Examples
    --------
    >>> splits("pay, rent, food", ", ", {"pay, rent": 1, "food": 2})
    [['pay, rent', 'food']]
    """
    most = max((word.count(separator.strip()) for word in known), default=0)
    if not most:
        return [split_ticks(text, separator)]
    ways = _ways(text.split(separator), separator, known, most + 1)
    return list(islice(ways, 2)) or [split_ticks(text, separator)]


def _ways(pieces: Sequence[str], separator: str, known: Mapping[str, object], most: int) -> Iterator[list[str]]:
    """Every way to make known labels, each once, of the pieces; blank pieces may be left out."""
    if not pieces:
        yield []
    for end in range(min(most, len(pieces)), 0, -1):
        piece = separator.join(pieces[:end])
        if normalise(piece) in known:
            left = {word: option for word, option in known.items() if word != normalise(piece)}
            yield from ([piece, *rest] for rest in _ways(pieces[end:], separator, left, most))
    if pieces and not pieces[0].strip():
        yield from _ways(pieces[1:], separator, known, most)


def with_typed(text: str, separator: str, known: Mapping[str, object]) -> tuple[list[str], str]:
    """The labels in a select-all cell, and the words typed beside them; longer labels first.

    Examples
    --------
    >>> with_typed("pay, rent, my dog, a cat", ", ", {"pay, rent": 1, "food": 2})
    (['pay, rent'], 'my dog, a cat')
    """
    pieces, labels, rest = text.split(separator), [], []
    most = 1 + max((word.count(separator.strip()) for word in known), default=0)
    while pieces:
        ends = (end for end in range(min(most, len(pieces)), 0, -1) if normalise(separator.join(pieces[:end])) in known)
        end = next(ends, 0)
        (labels if end else rest).append(separator.join(pieces[:end or 1]))
        pieces = pieces[end or 1:]
    return labels, separator.join(piece for piece in rest if piece.strip()).strip()


def split_ticks(text: str, separator: str) -> list[str]:
    """The pieces of a select-all cell; a separator inside 〖…〗 does not split.

    Examples
    --------
    >>> split_ticks("语言不通┋其他〖a┋b〗", "┋")
    ['语言不通', '其他〖a┋b〗']
    """
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth = max(0, depth + (character == "〖") - (character == "〗"))
        if depth == 0 and text.startswith(separator, place) and place >= start:
            pieces.append(text[start:place])
            start = place + len(separator)
    return [piece for piece in (*pieces, text[start:]) if piece.strip()]


def missing_kind(text: str, codes: Mapping[str, str]) -> str | None:
    """Which kind of missing a whole cell stands for; None when it is an answer."""
    seen = normalise(text)
    return "blank" if seen == "" else codes.get(seen)


def missing_kinds(texts: Sequence[str], codes: Mapping[str, str]) -> list[str]:
    """The same for many texts; '' for an answer."""
    begun = {unicodedata.normalize("NFKD", word)[:1] for word in codes}
    first = [text[:1] for text in texts]
    answers = {letter for letter in set(first) if _stays(letter) and letter not in begun}
    unsure = [place for place, letter in enumerate(first) if letter not in answers]
    kinds = [""] * len(texts)
    seen = tidied([texts[place] for place in unsure])
    for place, kind in zip(unsure, map({**codes, "": "blank"}.get, seen, repeat("")), strict=True):
        kinds[place] = kind
    return kinds


def _stays(letter: str) -> bool:
    """Whether a text that begins so still does, tidied and taken apart: it can equal no token that begins otherwise."""
    return (unicodedata.normalize("NFKD", letter) == letter and unicodedata.category(letter)[0] in "LN"
            and not unicodedata.combining(letter)) if letter else False
