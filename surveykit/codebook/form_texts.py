"""Texts of other people's forms: out of HTML, joined, each once, in our codes for languages."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from surveykit.errors import SHOWN
from surveykit.files.workbook_bytes import UNWRITABLE
from surveykit.text.strip_html import strip_html
from surveykit.words.phrases import LANGUAGES, Text, join_words, phrase

LONGEST_NAME, SHOWN_LETTERS = 64, 300
NUMERIC = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?")
OR = re.compile(r"\bor\b")
CODE = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{1,8}){0,3})")


def join_conditions(conditions: Iterable[str]) -> str | None:
    """Conditions that must all hold, as one; None where there is none.
    >>> join_conditions(["${a} = 1 or ${b} = 1", "${c} = 1"])
    '(${a} = 1 or ${b} = 1) and ${c} = 1'
    """
    parts = list(dict.fromkeys(conditions))
    return " and ".join(f"({p})" if len(parts) > 1 and OR.search(p) else p for p in parts) or None


def quote_shortened(text: str, most: int = SHOWN_LETTERS) -> str:
    """A text of the form as a warning quotes it."""
    clean = " ".join(UNWRITABLE.sub("", text).split())
    return clean if len(clean) <= most else clean[:most] + " …"


def list_values(values: Iterable[object]) -> Text:
    """Values, at most five, then how many more, as each language says it."""
    quoted = [quote_shortened(repr(str(value)), LONGEST_NAME) for value in values]
    shown, rest = quoted[:SHOWN], len(quoted) - SHOWN
    joint = join_words(shown)
    return phrase("import.and_more", shown=joint, rest=rest) if rest > 0 else joint


def unique_text(text: str, seen: Counter[str], pattern: str, fold: Callable[[str], str] = str) -> str:
    """The text, or with a number behind it if it (as it is compared) stands already."""
    key, made = fold(text), text
    while fold(made) in seen:
        seen[key] += 1
        made = pattern.format(text, seen[key])
    seen[fold(made)] += 1
    return made


def code_number(text: object) -> float | None:
    """The number a short code is, or None."""
    return float(text) if isinstance(text, str) and NUMERIC.fullmatch(text) else None


def plain_text(value: object) -> str:
    """A foreign text without HTML, control characters and repeated blanks; '' for what is no text.
    >>> plain_text("<b>Are</b> you&nbsp;happy?<br>Age &lt; 30 <style>p {}</style>")
    'Are you happy? Age < 30'
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(UNWRITABLE.sub("", strip_html(str(value))).split())


def join_texts(stem: Text, part: Text) -> Text:
    """A question's stem and the part of it that is asked here, in every language of either."""
    return {language: " – ".join(side for side in (stem.get(language, ""), part.get(language, "")) if side)
            for language in {**stem, **part}}


def quote_literal(value: str) -> str | None:
    """A value as a literal of an expression; None where it holds both kinds of quote."""
    return next((f"{mark}{value}{mark}" for mark in "'\"" if mark not in value), None)


def match_languages(codes: Iterable[object]) -> dict[str, str]:
    """Our code of each language, the first ones first: `zh`, `en`, or the platform's own.
    >>> match_languages(["EN", "ZH-S", "ZH-T", "DE", "no language"])
    {'EN': 'en', 'ZH-S': 'zh', 'ZH-T': 'zh-T', 'DE': 'de'}
    """
    found: dict[str, str] = {}
    for code in codes:
        if isinstance(code, str) and (match := CODE.fullmatch(code)):
            short, taken = match[1].lower(), set(found.values())
            key = short if short in LANGUAGES and short not in taken else short + match[2].replace("_", "-")
            found.setdefault(code, f"{key}-2" if key in taken and code not in found else key)
    return found
