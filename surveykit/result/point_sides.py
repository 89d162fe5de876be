"""The points of a rating on one side of its middle, together: their name."""

import itertools
from collections.abc import Sequence

from surveykit.result.view import View
from surveykit.text.detect_language import HAN


def side_words(view: View, words: Sequence[str], opposite: Sequence[str]) -> str:
    """The points of one side together, the outermost first: `不同意合计`, `Disagree (sum)`; else named by both ends, as
    where the other side would be called the same (`Not important`, `Very important`).
    """
    points = _shared_end(words)
    if not points or points.casefold() == _shared_end(opposite).casefold():
        key = "points.one" if len(words) == 1 else "points.two" if len(words) == 2 else "points.several"
        return view.phrase(key, inner=words[-1], outer=words[0])
    return view.phrase("points.sum_of", points=points[:1].upper() + points[1:])


def _shared_end(words: Sequence[str]) -> str:
    """The words that all end with: two Chinese characters, or one word of another script; '' for none."""
    chinese = all(map(HAN.search, words))
    pieces = [list(word) if chinese else word.split() for word in words]
    together = itertools.takewhile(lambda ends: len({end.casefold() for end in ends}) == 1,
                                   zip(*(reversed(piece) for piece in pieces), strict=False))
    shared = [ends[0] for ends in together][::-1]
    return "" if len(shared) < 1 + chinese else ("" if chinese else " ").join(shared)
