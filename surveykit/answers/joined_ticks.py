"""Ticked options joined in one cell where nothing says by what: the separator that takes the cells apart."""

from collections import Counter
from collections.abc import Sequence

from surveykit.answers.option_words import OptionWords
from surveykit.codebook import Item
from surveykit.text.normalise import normalise
from surveykit.text.split_ticks import split_fill_in, split_ticks

SEPARATORS = ("┋", "\n", ";", "；", "|", "｜", "、", ",", "，", "/", "／", "+", "＋", "&", "＆", "→", "->", "#", "*",
              "·", "\t", "\\")
LONGEST_PIECE = 60


def choose_separator(words: OptionWords, texts: Sequence[str]) -> str:
    """The separator by which most cells fall apart into known options; `┋` where none does better.
    >>> from surveykit.codebook import Item, Option
    >>> item = Item("a", "multiple", {}, (Option("x", {"zh": "书"}), Option("y", {"zh": "网"})))
    >>> choose_separator(OptionWords.from_item(item), ["书、网", "网"])
    '、'
    """
    return max(SEPARATORS, key=lambda mark: (*_count_known(words, texts, mark), -SEPARATORS.index(mark)))


def _count_known(words: OptionWords, texts: Sequence[str], separator: str) -> tuple[int, int]:
    """How many cells that hold a separator consist of options, and how many of their pieces are options."""
    cells = [[words.find(piece)[0] is not None for piece in words.part_ticks(text, separator)[0]]
             for text in texts if separator in text]
    return sum(map(all, cells)), sum(map(sum, cells))


def suggest_separator(item: Item, texts: Sequence[str]) -> str:
    """The separator by which cells that could not be read consist of options after all; '' for none."""
    words = OptionWords.from_item(item)
    best = choose_separator(words, texts)
    return best if item.kind == "multiple" and _count_known(words, texts, best)[0] else ""


def find_separator(texts: Sequence[str]) -> str:
    """The separator whose pieces come back in other combinations, as options do; '' for none.
    Where several do (a comma in a label), the one that leaves the fewest pieces.
    >>> find_separator(["书、网", "网、课", "书"]), find_separator(["成都, 四川", "南京, 江苏"])
    ('、', '')
    """
    pieces = {mark: count for mark in SEPARATORS if (count := _recombining_pieces(texts, mark))}
    return min(pieces, key=pieces.__getitem__, default="")


def _recombining_pieces(texts: Sequence[str], separator: str) -> int:
    """How many pieces there are, if those of joined cells stand in other cells too, beside others or alone, and never
    hold prose; else 0.
    """
    cells = [frozenset(normalise(split_fill_in(piece)[0]) for piece in split_ticks(text, separator)) for text in texts]
    joined = {cell for cell in cells if len(cell) > 1}
    users = Counter(piece for cell in set(cells) for piece in cell)
    pieces = {piece for cell in joined for piece in cell}
    shared = sum(users[piece] > 1 for piece in pieces)
    recombine = (bool(joined) and all(len(piece) <= LONGEST_PIECE for piece in pieces)
                 and 2 * shared > len(pieces) and len(users) < sum(map(len, set(cells))))
    return len(users) if recombine else 0
