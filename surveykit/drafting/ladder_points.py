"""Points of answer scales in German, French, Spanish, Japanese, Korean and Russian, by patterns of their words.

`scale_words.csv` gives for each ladder and point what its label may be; `~` stands for the thing that all points are
degrees of (`sehr ~`, `eher un~`): one word, the same in all of them.
"""

import csv
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

THING = r"(?P<thing%d>[^\W\d_]+?)(?:\(e\)|/[oa])?"
INFLECTED = re.compile(r"(?<=[a-zà-ÿ]{4})(?:es|as|os|e|a|o)$")
Ladder = tuple[tuple[float, re.Pattern[str]], ...]


def find_ladder_points(words: Sequence[str]) -> dict[str, float] | None:
    """Where each word (casefolded) stands on the ladder that holds them all; None where there is none.

    >>> find_ladder_points(["sehr zufrieden", "eher unzufrieden", "teils/teils"])
    {'sehr zufrieden': 3.0, 'eher unzufrieden': -1.0, 'teils/teils': 0.0}
    >>> find_ladder_points(["bus", "auto", "bahn"]) is None
    True
    """
    for ladder in _read_ladders():
        places = [_find_places(ladder, word) for word in words]
        things = {thing for found in places for thing in found} if all(places) else set()
        for thing in sorted(things, key=len):
            points = [found.get(thing, found.get("")) for found in places]
            told = {word: point for word, point in zip(words, points, strict=True) if point is not None}
            if len(told) == len(words) and sum(thing in found for found in places) > 1:
                return told
    return None


def _find_places(ladder: Ladder, word: str) -> dict[str, float]:
    """Each thing that a word may be a degree of, with its place; '' where the word names none."""
    found: dict[str, float] = {}
    for point, pattern in ladder:
        match = pattern.fullmatch(word)
        if match:
            thing = next((text for text in match.groupdict().values() if text), "")
            found.setdefault(INFLECTED.sub("", thing), point)
    return found


@lru_cache(maxsize=1)
def _read_ladders() -> tuple[Ladder, ...]:
    """The ladders, those without a thing first."""
    ladders: dict[str, list[tuple[float, re.Pattern[str]]]] = {}
    with Path(__file__).with_name("scale_words.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            text, number = row["words"], 0
            while "~" in text:
                text, number = text.replace("~", THING % number, 1), number + 1
            ladders.setdefault(row["ladder"], []).append((float(row["point"]), re.compile(text)))
    return tuple(map(tuple, ladders.values()))
