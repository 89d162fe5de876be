"""Words in Chinese and English, from one table that every room adds its own lines to (`<room>/phrases.csv`).

A `Text` is a mapping from language to sentence, so that a Result made once can be shown in either
language. Words that several rooms use stand in the lowest of them, or here.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from surveykit.words.agree_templates import agree
from surveykit.words.marks import fill_template
from surveykit.words.messages import Message

Text = Mapping[str, str]
LANGUAGES = ("zh", "en")


def phrase_files() -> list[Traversable]:
    """The `phrases.csv` of every room that has one."""
    rooms = sorted(files("surveykit").iterdir(), key=lambda room: room.name)
    return [path for room in rooms if (path := room / "phrases.csv").is_file()]


@cache
def table() -> dict[str, dict[str, str]]:
    """Key to {zh, en}, as the files of all rooms hold them."""
    return {key: {"zh": zh, "en": en} for path in phrase_files()
            for key, zh, en in csv.reader(path.read_text(encoding="utf-8").splitlines()[1:], strict=True)}


def phrase(key: str, **values: object) -> Text:
    """The phrase in every language, its `{slots}` filled.
    A slot may be filled with a `Text`; each language then takes its own side.
    >>> phrase("base")["en"]
    'Base'
    """
    said = {}
    for language, template in table()[key].items():
        filled = {name: in_language(value, language) for name, value in values.items()}
        said[language] = fill_template(agree(template, filled) if language == "en" else template, filled)
    return said


def in_language(value: object, language: str) -> str:
    """The side of a `Text` for one language; another language's side if that one is missing.
    >>> in_language({"en": "home", "zh": "返乡"}, "zh")
    '返乡'
    >>> in_language(12, "zh")
    '12'
    """
    if isinstance(value, Message):
        return value.in_language(language)
    if not isinstance(value, Mapping):
        return value if isinstance(value, str) else str(value)
    return value.get(language) or next((side for side in value.values() if side), "")


def same_text(text: str) -> Text:
    """A `Text` that reads the same in every language (a name, a code, a quotation)."""
    return dict.fromkeys(LANGUAGES, text)


def join_words(texts: Iterable[object], by: str = "list.comma") -> Text:
    """Several words in one phrase: `a、b` in Chinese, `a, b` in English.
    >>> join_words([{"zh": "返乡", "en": "home"}, 12])["zh"]
    '返乡、12'
    """
    parts = list(texts)
    return {language: mark.join(in_language(part, language) for part in parts) for language, mark in phrase(by).items()}


def as_text(words: str | Text) -> Text:
    """Words of a user as a `Text`: those of one language, or of no language in particular, are said in each.
    >>> as_text("withdrew")["zh"], as_text({"zh": "撤回", "en": "withdrew"})["en"]
    ('withdrew', 'withdrew')
    """
    return {language: in_language(words, language) for language in LANGUAGES}


def check_language(language: str) -> str:
    """The language itself, if it is one we speak."""
    if language not in LANGUAGES:
        raise ValueError(f"language must be 'zh' or 'en', not {language!r}")
    return language
