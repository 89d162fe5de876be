"""A doubt as it stands in a workbook, in one language, told in the other: by the phrase that it was made from."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from surveykit.words.agree_templates import agree
from surveykit.words.phrases import LANGUAGES, Text, same_text, table

ROOMS = ("draft.", "import.", "native.", "check.", "form.", "noticed.encoding")
KINDS = "draft.kind_"
SLOT = re.compile(r"\{(\w+)\}")
LISTED = re.compile(r"(?:'[^']*'|\d+)(?:(?:、|, )(?:'[^']*'|\d+))+")
SHORTEST = 3  # signs of a phrase that is no sentence


def translate_doubt(line: str) -> Text:
    """The line in both languages; values that are no phrases of ours stay as they are.
    A line may be two sentences, a finding and its remedy. What is no phrase is said the same in each.
    >>> translate_doubt("Different in every row: taken as the key of respondents. Confirm.")["zh"]
    '每行不同，视为答卷编号：请确认。'
    >>> translate_doubt("my own note")["zh"]
    'my own note'
    """
    return next(filter(None, (_translate(line, language) for language in LANGUAGES)), same_text(line))


@cache
def doubt_key(line: str) -> str:
    """The key of the phrase that a line of a workbook was made from, such as `rating_numbers`; '' for other words.
    >>> doubt_key("每行不同，视为答卷编号：请确认。")
    'key'
    """
    return next((key.removeprefix("draft.") for language in LANGUAGES for key, _, pattern in _patterns(language)
                 if pattern.match(line)), "")


def _translate(line: str, language: str) -> Text | None:
    """The line in both languages, if it is one phrase or two in this one."""
    for _, sides, pattern in _patterns(language):
        found = pattern.match(line)
        if found is None:
            continue
        rest = line[found.end():].strip()
        values = {name: _translate_value(value, language, name == "labels")
                  for name, value in found.groupdict().items()}
        first = {one: _fill(sides[one], values, one) for one in LANGUAGES}
        second = _translate(rest, language) if rest else {"zh": "", "en": ""}
        if second:
            return {"zh": first["zh"] + second["zh"], "en": f"{first['en']} {second['en']}".strip()}
    return None


def _fill(template: str, values: Mapping[str, Text], language: str) -> str:
    """A template with its values."""
    said = {name: value[language] for name, value in values.items()}
    agreed = agree(template, said) if language == "en" else template
    return SLOT.sub(lambda slot: said.get(slot[1], slot[0]), agreed)


def _translate_value(value: str, language: str, labels: bool) -> Text:
    """A value in both languages: a kind of personal data, a list of codes or labels; others stay."""
    kinds = {sides[language]: sides for key, sides in table().items() if key.startswith(KINDS)}
    listed = labels or LISTED.fullmatch(value)
    marks = {"zh": "、", "en": ", "}
    pieces = value.split(marks[language])
    return kinds.get(value) or ({one: mark.join(pieces) for one, mark in marks.items()} if listed else same_text(value))


@cache
def _patterns(language: str) -> tuple[tuple[str, Text, re.Pattern[str]], ...]:
    """Phrases that a doubt may be, each with its key and a pattern of what it says; those that say most first."""
    kept: list[tuple[str, Text]] = [(key, sides) for key, sides in table().items()
                                    if key.startswith(ROOMS) and len(sides[language]) > SHORTEST]
    kept.sort(key=lambda one: -len(SLOT.sub("", one[1][language])))
    end = r"(?=\s|$|(?<=[。？]))"
    return tuple((key, sides, re.compile(_as_pattern(said) + end, re.DOTALL)) for key, sides in kept
                 for said in (sides[language], *(_said_of_one(sides[language]) if language == "en" else ())))


def _said_of_one(template: str) -> Iterator[str]:
    """How a template reads where one of its numbers is 1, or all are, if that is different."""
    slots = SLOT.findall(template)
    for ones in (*([slot] for slot in slots), slots):
        said = agree(template, dict.fromkeys(ones, "1"))
        if said != template:
            yield said


def _as_pattern(template: str) -> str:
    """A template as a pattern: a slot is any text, the same where it stands twice."""
    seen: set[str] = set()
    parts = []
    for place, part in enumerate(SLOT.split(template)):
        known = part in seen
        parts.append(re.escape(part) if place % 2 == 0 else f"(?P={part})" if known else f"(?P<{part}>.+?)")
        seen |= {part} if place % 2 else set()
    return "".join(parts)
