"""What the questions of one block begin with, apart from the row each asks about."""

import re

from surveykit.codebook.items import Item
from surveykit.words.phrases import Text

_BETWEEN = re.compile(r" – |：|: |(?<=[?？.。])\s*[-—]+\s*(?=\S)")


def stem_words(item: Item) -> Text:
    """The stem of a row of a block in each language that has one; empty for a question of its own.
    >>> stem_words(Item("q5_1", "rating", {"en": "How do you like them? – Han Solo", "zh": "性别"}))
    {'en': 'How do you like them?'}
    """
    parts = {language: _BETWEEN.split(text, maxsplit=1) for language, text in item.label.items()}
    return {language: part[0].strip() for language, part in parts.items() if len(part) == 2 and all(part)}


def stem_of(item: Item) -> str:
    """The stem in the first language that has one; '' for none."""
    return next(iter(stem_words(item).values()), "")
