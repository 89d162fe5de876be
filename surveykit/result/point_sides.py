"""The points of a rating on one side of its middle, together: their name."""

import itertools
from collections.abc import Sequence

from surveykit.result.view import View


def side_words(view: View, words: Sequence[str]) -> str:
    """The points of one side together, the outermost first: `不同意合计`, `Disagree (sum)`; else named by both ends."""
    pieces = [list(word) if view.language == "zh" else word.split() for word in words]
    together = itertools.takewhile(lambda ends: len({end.casefold() for end in ends}) == 1,
                                   zip(*(reversed(piece) for piece in pieces), strict=False))
    shared = [ends[0] for ends in together][::-1]
    if len(shared) < (2 if view.language == "zh" else 1):
        key = "points.one" if len(words) == 1 else "points.two" if len(words) == 2 else "points.several"
        return view.phrase(key, inner=words[-1], outer=words[0])
    points = "".join(shared) if view.language == "zh" else " ".join(shared)
    return view.phrase("points.sum_of", points=points[:1].upper() + points[1:])
