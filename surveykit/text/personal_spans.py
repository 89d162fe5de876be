"""Where personal data stand in a text: what kind, how sure, and which characters."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from surveykit.text.personal_folding import FoldedText, fold_positions, squeeze_han
from surveykit.text.personal_names import Roster, find_english_names, find_han_names
from surveykit.text.personal_patterns import (
    LOOK_BACK,
    OTHER_NUMBER,
    PATTERNS,
    PLATE,
    WECHAT,
    PersonalPattern,
    is_wechat,
)

CONFIDENCE = ("certain", "likely", "possible")
KINDS = ("name", "phone", "email", "id", "passport", "bank", "student", "qq", "wechat", "ip", "plate", "address")
HOLDS = {  # what a text must hold to be searched for a pattern
    "digits": re.compile(r"[0-9](?:[^0-9\u2e80-\uffff]{0,2}[0-9]){5}"), "letters": re.compile("[A-Z]{2}[0-9]{2}"),
    "groups": re.compile(r"[0-9]\.[0-9]{1,3}\.[0-9]"), "colons": re.compile(":[0-9A-F]{0,4}:", re.IGNORECASE),
    "qq": re.compile("QQ|扣扣|企鹅", re.IGNORECASE), "plate": re.compile(f"[{PLATE}][A-Z]", re.IGNORECASE),
    "house": re.compile("[0-9一二三四五六七八九十](?:[号栋幢座弄组社队]|公寓)"),
    "street": re.compile(r"[0-9][A-Z]?,? [A-Z][a-z]"),
    "box": re.compile(r"Box [0-9]|\b(?:Room|Rm|Apt|Flat)\b", re.IGNORECASE),
    "numerals": re.compile("[零〇一二三四五六七八九幺]{11}"),
    "at": re.compile(r"[@#]|[(\[]at", re.IGNORECASE), "dot": re.compile(r" dot |点(?:com|cn|net)", re.IGNORECASE),
}
LATIN = re.compile(r"[A-Z][a-z]")
WORDS = re.compile(r"[A-Za-z0-9]{4}|[-_0-9]")


class PersonalSpan(NamedTuple):
    """A passage of a text that is personal: code points `start` to `end`, end exclusive."""

    start: int
    end: int
    kind: str
    confidence: str


def find_personal_spans(text: str, *, roster: Roster | None = None, names: bool = True) -> list[PersonalSpan]:
    """Personal data in a text, in order; passages do not overlap.
    `names` looks for names by dictionary as well ("possible"); a roster finds the names it holds ("likely").
    >>> for span in find_personal_spans("我叫王小明，电话１３８００００００００"): print(*span)
    2 5 name possible
    8 19 phone certain
    """
    folded = fold_positions(text)
    found = [*_find_structured(folded)]
    if roster is not None or names:
        found += _find_names(folded, roster, names)
    return _drop_overlaps(found)


def mask_text(text: str) -> str:
    """The shape of a text: digits as #, letters as x, Hanzi as 某; no character of it.
    >>> mask_text("A9-王@x")
    'x#-某@x'
    """
    return "".join("#" if sign.isdigit() else ("某" if sign >= "\u2e80" else "x") if sign.isalpha() else
                   sign if sign in "@.-_ ·+()#" else "?" for sign in text)


def _find_structured(folded: FoldedText) -> Iterator[PersonalSpan]:
    """What has a form: numbers, addresses, accounts."""
    text = folded.text
    holds = {need for need, pattern in HOLDS.items() if pattern.search(text)}
    for pattern in PATTERNS if holds else ():
        if pattern.needs in holds:
            for start, end in _matches(pattern, text):
                yield PersonalSpan(*folded.original_span(start, end), pattern.kind, pattern.confidence)
    if WORDS.search(text):
        for match in WECHAT.finditer(text):
            if is_wechat(match):
                yield PersonalSpan(*folded.original_span(*match.span("x")), "wechat", "likely")


def _matches(pattern: PersonalPattern, text: str) -> Iterator[tuple[int, int]]:
    """The matches of a pattern that pass its check and are no other number."""
    group = "x" if "x" in pattern.pattern.groupindex else 0
    for match in pattern.pattern.finditer(text):
        start, end = match.span(group)
        other = pattern.confidence == "certain" and OTHER_NUMBER.search(text[max(start - LOOK_BACK, 0):start])
        if not other and (pattern.check is None or pattern.check(match[group])):
            yield start, end


def _find_names(folded: FoldedText, roster: Roster | None, guessed: bool) -> Iterator[PersonalSpan]:
    """Names of the roster, and those that seem to be names."""
    squeezed = squeeze_han(folded.text)

    def place(spans: Iterable[tuple[int, int]], confidence: str) -> Iterator[PersonalSpan]:
        for start, end in spans:
            yield PersonalSpan(*folded.original_span(*squeezed.original_span(start, end)), "name", confidence)

    if roster is not None:
        yield from place(roster.find(squeezed.text), "likely")
    if guessed and not squeezed.text.isascii():
        yield from place(find_han_names(squeezed.text), "possible")
    if guessed and LATIN.search(squeezed.text):
        yield from place(find_english_names(squeezed.text), "possible")


def _drop_overlaps(found: list[PersonalSpan]) -> list[PersonalSpan]:
    """The surest of those that overlap, then the longest."""
    kept: list[PersonalSpan] = []
    for span in sorted(found, key=lambda one: (CONFIDENCE.index(one.confidence), one.start - one.end, one.start)):
        place = bisect(kept, span)
        if (not place or kept[place - 1].end <= span.start) and (place == len(kept) or span.end <= kept[place].start):
            kept.insert(place, span)
    return kept
