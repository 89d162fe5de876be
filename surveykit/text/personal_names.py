"""Names of people in running text: by a roster, else by surnames, given names and the words around them.

A roster finds the names it holds. Without one these are guesses: the measured figures stand in `docs/privacy.md`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from surveykit.text.personal_folding import fold_positions, squeeze_han


def _read_word_lists(name: str) -> dict[str, list[str]]:
    """The lists of a table beside this file, words divided by blanks.
    >>> "王" in _read_word_lists("name_words.csv")["surname"]
    True
    """
    lists: dict[str, list[str]] = {}
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            lists.setdefault(row["list"], []).extend(row["words"].split())
    return lists


HAN = "\u4e00-\u9fff"
WORDS = _read_word_lists("name_words.csv")
SURNAMES = "".join(WORDS["surname"])
COMPOUND = frozenset(WORDS["compound_surname"])
GIVEN, FUNCTION, COMMON, PLAIN = (frozenset(WORDS[name]) for name in ("given", "function", "common", "plain"))
TITLES = "|".join(WORDS["title"])
ROLES = "|".join([*WORDS["title"], *WORDS["role"]])
STRONG = re.compile(rf"(?:{ROLES})[是叫为有:，,\s「“\"]{{0,2}}$")
CALLED = re.compile(r"(?:姓名|名字|我叫|名叫|叫做|叫|联系人|填表人|负责人|本人)[是叫为有:，,\s「“\"]{0,2}$")
TITLED = re.compile(rf"(?:{TITLES})")
AFTER = re.compile(rf"$|[^{HAN}]|" + "|".join(WORDS["after"]))
EDGE = re.compile(r"(?:^|[^\u4e00-\u9fff]|和|与|跟|是|叫|的|了|找|问|由|给|向|让|请|同)$")
MIDDLE_DOT = re.compile("[·•‧]")
DOTTED = re.compile(rf"[{HAN}]{{2,6}}[·•‧][{HAN}]{{2,8}}(?:[·•‧][{HAN}]{{2,8}})?")
WITHOUT_SURNAME = re.compile(f"(?:{'|'.join(WORDS['tibetan'])}){{2}}|{'|'.join(WORDS['turkic'])}")
CANDIDATE = re.compile(rf"(?=((?:{'|'.join(sorted(COMPOUND))}|[{SURNAMES}])[{HAN}]{{1,2}}))")
LONGEST_CONTEXT = 8

PINYIN_SURNAMES = "|".join(WORDS["pinyin_surname"])
SYLLABLE = (r"(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?(?:iang|iong|uang|ang|eng|ong|ian|iao|ing|uai|uan|ai|an|ao|ei|en|er|ia|ie"
            r"|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)")
FIRST = "|".join(WORDS["first_name"])
NAME = r"[A-Z][a-z’']{1,20}"
ENGLISH = (
    re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Tutor|Teacher|teacher|tutor)\b\.? "
               rf"(?P<x>{NAME}(?: {NAME}){{0,2}})"),
    re.compile(r"\b(?:[Mm]y name is|[Nn]amed|[Cc]alled|[Cc]ontact person:?|[Nn]ame:|[Ss]igned,?|[Rr]egards,|[Aa]sk) "
               rf"(?P<x>{NAME}(?: {NAME}){{0,2}})"),
    re.compile(rf"\bI(?:'m| am|’m) (?P<x>{NAME}(?: {NAME}){{0,2}})"),
    re.compile(rf"\b(?P<x>(?:{FIRST}) {NAME}(?: {NAME})?)"),
    re.compile(rf"\b(?P<x>(?:{PINYIN_SURNAMES}) [A-Z](?=[a-z]{{1,12}}\b)[a-z]{{1,12}})\b"),
    re.compile(rf"\b(?P<x>[A-Z](?=[a-z]{{1,12}}\b)[a-z]{{1,12}} (?:{PINYIN_SURNAMES}))\b"))
PRONOUNS = {"We", "He", "She", "An", "In", "On", "No", "So", "Me"}
PINYIN_NAME = re.compile(rf"{SYLLABLE}(?:{SYLLABLE})?", re.IGNORECASE)

LETTERS = re.compile("[A-Za-zÀ-ɏ]+")

Span = tuple[int, int]


def find_han_names(text: str) -> Iterator[Span]:
    """Where a Chinese name seems to stand: a surname, a given name, and words around it that go with names."""
    for pattern in (DOTTED, WITHOUT_SURNAME) if MIDDLE_DOT.search(text) else (WITHOUT_SURNAME,):
        yield from (match.span() for match in pattern.finditer(text))
    done = 0
    for match in CANDIDATE.finditer(text):
        end = match.start() >= done and _name_end(text, match.start(), match[1])
        if end:
            done = end
            yield match.start(), end


def _name_end(text: str, start: int, longest: str) -> int:
    """Where the name ends that starts here; 0 where there is none."""
    surname = 2 if longest[:2] in COMPOUND else 1
    if longest[:2] in COMMON or longest in COMMON:
        return 0
    before = text[max(start - LONGEST_CONTEXT, 0):start]
    for length in dict.fromkeys((len(longest), surname + 1)):
        given = text[start + surname:start + length]
        rare = surname > 1 and set(given) <= GIVEN
        if given and not FUNCTION & set(given) and (rare or _is_name(text, before, start + length, given)):
            return start + length
    return 0


def _is_name(text: str, before: str, end: int, given: str) -> bool:
    """Whether the words before and behind, and the given name, make a name of it."""
    usual = set(given) <= GIVEN
    if TITLED.match(text, end):
        return bool(usual or STRONG.search(before))
    if not AFTER.match(text, end):
        return False
    if CALLED.search(before):
        return True
    return usual and (bool(STRONG.search(before)) or (len(given) > 1 and EDGE.search(before) is not None))


def find_english_names(text: str) -> Iterator[Span]:
    """Where a name in Latin letters seems to stand: behind a title or a cue, a common first name, a name in pinyin."""
    for number, pattern in enumerate(ENGLISH):
        for match in pattern.finditer(text):
            words = match["x"].split()
            if not PLAIN & set(words) and (number < len(ENGLISH) - 2 or _is_pinyin(words, number)):
                yield match.span("x")


def _is_pinyin(words: list[str], number: int) -> bool:
    """Whether the given name beside a surname is written in syllables."""
    given = words[1] if number == len(ENGLISH) - 2 else words[0]
    return PINYIN_NAME.fullmatch(given) is not None and given not in PRONOUNS


@dataclass(frozen=True, slots=True)
class Roster:
    """Names that are known, found by their first character or word."""

    han: dict[str, frozenset[str]] = field(default_factory=dict)
    latin: dict[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[str]) -> Roster:
        """A roster of names as a list holds them, in any order and width.
        >>> list(Roster.of(["张 伟", "Smith, Jane"]).find("请问张伟和 jane smith 在吗"))
        [(2, 4), (6, 16)]
        """
        han: dict[str, set[str]] = {}
        latin: dict[str, set[tuple[str, ...]]] = {}
        for name in names:
            bare = squeeze_han(fold_positions(str(name)).text.strip()).text
            if re.search(f"[{HAN}]", bare):
                if len(bare) > 1:
                    han.setdefault(bare[0], set()).add(bare)
            else:
                words = tuple(LETTERS.findall(bare.casefold()))
                for order in {words, words[1:] + words[:1], words[-1:] + words[:-1]} if len("".join(words)) > 2 else ():
                    latin.setdefault(order[0], set()).add(order)
        return cls({key: frozenset(found) for key, found in han.items()},
                   {key: frozenset(found) for key, found in latin.items()})

    def find(self, text: str) -> Iterator[Span]:
        """Where names of the roster stand, the longest at each place."""
        for place, sign in enumerate(text):
            lengths = [len(name) for name in self.han.get(sign, ()) if text.startswith(name, place)]
            if lengths:
                yield place, place + max(lengths)
        if self.latin:
            yield from self._find_latin(text)

    def _find_latin(self, text: str) -> Iterator[Span]:
        """Names of several words, in either order; of one word, with a capital."""
        words = [(match[0].casefold(), match.start(), match.end()) for match in LETTERS.finditer(text)]
        for number, (word, start, _) in enumerate(words):
            for name in self.latin.get(word, ()):
                following = words[number:number + len(name)]
                end = following[-1][2]
                if (tuple(part[0] for part in following) == name and end - start <= len(" ".join(name)) + len(name)
                        and (len(name) > 1 or text[start].isupper())):
                    yield start, end
