"""What goes wrong when answers and transcripts are copied from web pages and PDF files, rule by rule.

Never NFKC: it turns Chinese punctuation into ASCII and changes lengths without a trace. What is narrowed, dropped or
joined is listed here and nothing else is touched. A rule gives passages `(start, end, new)` of the text as
it stands before it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module

from surveykit.text.text_edits import Edit, Span, apply_edits, as_edits

CJK = "\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NARROW = {code: code - 0xFEE0
          for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
          for code in range(first, last + 1)}
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]+")
JOINER = "\u200d"
FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+|\u3000+")
RADICAL = re.compile("[\u2e80-\u2eff\u2f00-\u2fdf]")
# radicals of the supplement that have no compatibility mapping
SUPPLEMENT = dict(zip("⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
                      "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟", strict=True))
PAGE = (r"(?:[—–-]{1,3} *\d{1,4} *[—–-]{1,3}|[Pp]age \d{1,4}(?: of \d{1,4})?"
        r"|第 *\d{1,4} *页[ ，,/]{0,3}(?:共 *\d{1,4} *页)?)")
PAGE_MARK = re.compile(rf"[ \n]{{0,9}}(?:(?<=\n){PAGE}(?=\n|$)"
                       rf"|第 *\d{{1,4}} *页[ ，,/]{{0,3}}共 *\d{{1,4}} *页)[ \n]{{0,9}}")
INSIDE, HAN = re.compile(rf"[{CJK}，、]"), re.compile(f"[{CJK}]")
GLOSS = re.compile(rf"[(（](?P<words>[a-zA-ZüÜ{TONED}]{{1,6}}(?:[ '’][a-zA-ZüÜ{TONED}]{{1,6}}){{0,7}})[)）]")
NEUTRAL = {"他", "她", "它"}  # 他(ta) may be written on purpose
WORD = re.compile(r"[^\W\d_]+")
LOOKALIKE = re.compile("[A-Za-z].*[\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff].*[A-Za-z]")

RepairRule = Callable[[str], Iterable[Span]]


def drop_invisible_signs(text: str) -> Iterator[Span]:
    """Characters without shape are dropped; a joiner inside an emoji stays."""
    for m in INVISIBLE.finditer(text):
        if m[0] != JOINER or not _is_symbol(text[m.start() - 1:m.start()]):
            yield m.start(), m.end(), ""


def _is_symbol(sign: str) -> bool:
    """Whether a sign is a picture, or chooses how one looks."""
    return sign == "\ufe0f" or (sign != "" and unicodedata.category(sign) in {"So", "Sk"})


def narrow_forms(text: str) -> Iterator[Span]:
    """Full-width digits and Latin letters become half-width, wide blanks blanks; punctuation stays."""
    return ((m.start(), m.end(), m[0].translate(NARROW).replace("\u3000", " ")) for m in FULL_WIDTH.finditer(text))


def unify_radicals(text: str) -> Iterator[Span]:
    """Radicals that look like characters become these characters (U+2F00 to U+2FDF, U+2E80 to U+2EFF)."""
    for m in RADICAL.finditer(text):
        new = SUPPLEMENT.get(m[0]) or unicodedata.normalize("NFKC", m[0])
        if new != m[0]:
            yield m.start(), m.end(), new


def compose_signs(text: str) -> Iterator[Span]:
    """NFC, character by character where that is possible, else line by line."""
    at = 0
    for line in text.split("\n"):
        if not unicodedata.is_normalized("NFC", line):
            yield from _compose_line(line, at)
        at += len(line) + 1


def _compose_line(line: str, at: int) -> Iterable[Span]:
    """NFC of one line that starts at position `at`."""
    bounds = [i for i, sign in enumerate(line) if i == 0 or not _composes(sign)]
    spans = [(at + a, at + b, unicodedata.normalize("NFC", line[a:b]))
             for a, b in zip(bounds, [*bounds[1:], len(line)], strict=True)]
    whole = unicodedata.normalize("NFC", line)
    # A few Indic letters compose although they are no combining marks.
    exact = "".join(new for _, _, new in spans) == whole
    return spans if exact else [(at, at + len(line), whole)]


def _composes(sign: str) -> bool:
    """Whether a sign may melt into the one before: combining marks, Hangul vowels and finals."""
    return bool(unicodedata.combining(sign)) or "\u1160" <= sign <= "\u11ff"


def join_pages(text: str, heads: re.Pattern[str] | None = None) -> Iterator[Span]:
    """A page mark inside a word or a number goes with its line breaks; elsewhere a line break stays in its place.
    `heads`: What begins a line that is never joined to the one before.
    """
    for m in PAGE_MARK.finditer(text):
        before, behind = text[:m.start()][-1:], text[m.end():m.end() + 1]
        inside = (before.isdigit() and behind.isdigit()) or (INSIDE.match(before) and INSIDE.match(behind))
        joined = inside and not (heads and heads.match(text, m.end()))
        yield m.start(), m.end(), "" if joined or not before or not behind else "\n"


def drop_toned_glosses(text: str) -> Iterator[Span]:
    """One toned syllable in brackets behind a Chinese character goes, whatever it reads: no list of readings is needed.
    """
    for m in GLOSS.finditer(text):
        if re.fullmatch(f"[a-zü{TONED}]*[{TONED}][a-zü{TONED}]*", m["words"]) and HAN.match(text, m.start() - 1):
            yield m.start(), m.end(), ""


def drop_glosses(text: str) -> Iterator[Span]:
    """Syllables in brackets go where they are readings of the characters before them, one each."""
    readings = load_readings()
    if readings is None:
        return
    for m in GLOSS.finditer(text):
        if _is_gloss(text, m, readings):
            yield m.start(), m.end(), ""


def _is_gloss(text: str, match: re.Match[str], readings: Callable[[str], frozenset[str]]) -> bool:
    """Whether every syllable is a reading of its character; a lone ta behind 他 may be meant."""
    syllables = re.split("[ '’]", match["words"].lower())
    signs = text[max(match.start() - len(syllables), 0):match.start()]
    if len(signs) < len(syllables) or (signs in NEUTRAL and match["words"].lower() == "ta"):
        return False
    return all(syllable in readings(sign) for sign, syllable in zip(signs, syllables, strict=True))


@lru_cache(maxsize=1)
def load_readings() -> Callable[[str], frozenset[str]] | None:
    """The readings of a character, with tones and without; None where `pypinyin` (`surveykit[zh]`) is not installed."""
    try:
        pinyin = import_module("pypinyin")
    except ImportError:
        return None

    @lru_cache(maxsize=8192)
    def readings(sign: str) -> frozenset[str]:
        styles = (pinyin.Style.TONE, pinyin.Style.NORMAL)
        found = [one for style in styles for one in pinyin.pinyin(sign, style=style, heteronym=True, errors="ignore")]
        return frozenset(reading.replace("v", "ü") for group in found for reading in group)

    return readings


RULES: dict[str, RepairRule] = {
    "invisible": drop_invisible_signs, "composed": compose_signs, "radical": unify_radicals, "full_width": narrow_forms,
    "page_mark": join_pages, "pinyin": drop_glosses}


def repair(text: str, document: str = "", rules: Iterable[str] = RULES) -> tuple[str, list[Edit]]:
    """The text after the rules, and the edits that lead there, one step per rule.
    >>> repair("２０\\u200b１３年")[0]
    '2013年'
    >>> [edit.rule for edit in repair("２０\\u200b１３年")[1]]
    ['invisible', 'full_width']
    """
    log: list[Edit] = []
    for step, name in enumerate(rules):
        edits = as_edits(document, text, RULES[name](text), name, step)
        text = apply_edits(text, edits)
        log += edits
    return text, log


def find_doubts(text: str) -> Iterator[tuple[int, int, str]]:
    """What a person should look at: words of mixed scripts, and glosses that no rule took out."""
    for m in WORD.finditer(text):
        if LOOKALIKE.search(m[0]):
            yield m.start(), m.end(), "mixed_scripts"
    for m in GLOSS.finditer(text):
        before = text[max(m.start() - 1, 0):m.start()]
        if before in NEUTRAL or (HAN.match(before) and re.search(f"[{TONED}]", m[0].lower())):
            yield m.start(), m.end(), "gloss"
