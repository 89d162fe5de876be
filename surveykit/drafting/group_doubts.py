"""Equal doubts about many items, told once: which items, and the smallest and largest of the numbers said."""

import re
from collections.abc import Sequence

from surveykit.codebook.draft import DraftQuestion
from surveykit.words.phrases import in_language, phrase

NUMBER = re.compile(r"(?<![A-Za-z0-9_'\".])\d+(?![A-Za-z0-9_'\"]|\.\d)")
FEWEST, SHOWN = 3, 4


def doubt_shape(doubt: DraftQuestion) -> tuple[str, str]:
    """What doubts that ask the same have in common: the sentence without its numbers, in both languages.
    >>> doubt_shape(DraftQuestion("q1", "empty", {"en": "Left empty: 12.", "zh": "空白 12 个。"}))
    ('Left empty: #.', '空白 # 个。')
    """
    return NUMBER.sub("#", in_language(doubt.text, "en")), NUMBER.sub("#", in_language(doubt.text, "zh"))


def group_doubts(doubts: Sequence[DraftQuestion]) -> list[list[DraftQuestion]]:
    """The doubts in order; what is asked of three items or more stands together, where it is asked first."""
    groups: dict[tuple[str, str], list[DraftQuestion]] = {}
    for doubt in doubts:
        groups.setdefault(doubt_shape(doubt), []).append(doubt)
    alone = {id(doubt): [doubt] for group in groups.values() if len(group) < FEWEST for doubt in group}
    first = {id(group[0]): group for group in groups.values() if len(group) >= FEWEST}
    return [{**alone, **first}[id(doubt)] for doubt in doubts if id(doubt) in alone or id(doubt) in first]


def group_line(group: Sequence[DraftQuestion], language: str) -> str:
    """A group of equal doubts as one line, the items named first.
    >>> group_line([DraftQuestion(f"q{n}", "na", {"en": f"NA: {n}."}) for n in range(2, 9)], "en")
    'q2, q3, q4, q5 and 3 more: NA: 2-8.'
    """
    mark = in_language(phrase("list.comma"), language)
    names = mark.join(doubt.item or "*" for doubt in group[:SHOWN])
    if len(group) > SHOWN:
        names = in_language(phrase("import.and_more", shown=names, rest=len(group) - SHOWN), language)
    texts = [in_language(doubt.text, language) for doubt in group]
    spans = [sorted(map(int, numbers)) for numbers in zip(*map(NUMBER.findall, texts), strict=True)]
    parts = NUMBER.split(texts[0])
    said = [f"{span[0]}-{span[-1]}" if span[0] < span[-1] else str(span[0]) for span in spans]
    return f"{names}: {''.join(word for pair in zip(parts, [*said, ''], strict=True) for word in pair)}"
