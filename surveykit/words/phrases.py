"""Words in Chinese and English, from one table (`phrases.csv`).

Floor 1. A `Text` is a mapping from language to sentence, so that a Result made once can be
shown in either language.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from surveykit.words.marks import filled

Text = Mapping[str, str]
LANGUAGES = ("zh", "en")


@cache
def table() -> dict[str, dict[str, str]]:
    """Key to {zh, en}, as the CSV holds them."""
    lines = files("surveykit.words").joinpath("phrases.csv").read_text(encoding="utf-8").splitlines()
    return {key: {"zh": zh, "en": en} for key, zh, en in csv.reader(lines[1:], strict=True)}


def say(key: str, **values: object) -> Text:
    """The phrase in every language, its `{slots}` filled.

    A slot may be filled with a `Text`; each language then takes its own side.

    Examples
    --------
    >>> say("base")["en"]
    'Base'
    """
    return {
        language: filled(template, {name: pick(value, language) for name, value in values.items()})
        for language, template in table()[key].items()
    }


def pick(value: object, language: str) -> str:
    """The side of a `Text` for one language; another language's side if that one is missing.

    Examples
    --------
    >>> pick({"en": "home", "zh": "返乡"}, "zh")
    '返乡'
    >>> pick(12, "zh")
    '12'
    """
    if not isinstance(value, Mapping):
        return value if isinstance(value, str) else str(value)
    return value.get(language) or next((side for side in value.values() if side), "")


def same(text: str) -> Text:
    """A `Text` that reads the same in every language (a name, a code, a quotation)."""
    return dict.fromkeys(LANGUAGES, text)


def check_language(language: str) -> str:
    """The language itself, if it is one we speak."""
    if language not in LANGUAGES:
        raise ValueError(f"language must be 'zh' or 'en', not {language!r}")
    return language
