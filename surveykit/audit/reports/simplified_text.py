"""Damaged text made plain, with the way back: every sign knows where it stood in the original."""

import re
from typing import NamedTuple

from surveykit.audit.reports.number_spellings import find_spellings

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：！？"}
SIGNS = {0x3000: " ", 0xA0: " ", 0x2009: " ", 0x202F: " ", 0xFE6A: "%", 0x066A: "%", 0x2212: "-", 0xFF05: "%",
         0x02C9: "-", 0x3007: "〇", 0xFF0E: "."}
# Traditional characters that stand in the words below (units, bases, targets); others may stay as they are.
TRADITIONAL = str.maketrans(
    "問佔訪調對樣總計達標將應爭實現過約餘幾個歲數題選擇業畢願學準須確劃規區間頁點為內項顯範圍與誤險長減遞"
    "漲滿專職員戶億萬無師參組經動還來說認據機關條識設務從單雙級質聯環覺當這時後開號錯讀體樂兩處記錄儘於張"
    "報産產稱滙週歷別許貧縣鄉鎮",
    "问占访调对样总计达标将应争实现过约余几个岁数题选择业毕愿学准须确划规区间页点为内项显范围与误险长减递"
    "涨满专职员户亿万无师参组经动还来说认据机关条识设务从单双级质联环觉当这时后开号错读体乐两处记录尽于张"
    "报产产称汇周历别许贫县乡镇")
# pinyin after a character; marks that pages leave in running text
PINYIN = re.compile(r"(?<=[\u3400-\u9fff])[(（][A-Za-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ' ]{1,12}[)）]")
PAGE = re.compile(r"(?:(?<=\d)\s*)?(?:[\[【<〈{(（]\s*"
                  r"(?:第\s*\d{1,4}\s*[页頁]|[Pp](?:age|\.|g\.?)?\s*\d{1,4})\s*[\]】>〉})）]"
                  r"|[—–]\s*\d{1,4}\s*[—–]|\f)\s*")
UNITS = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")


class SimplifiedText(NamedTuple):
    """The plain text, for each of its signs the place in the original, and where a rounded number begins."""

    text: str
    origin: tuple[int, ...]
    source: str
    rounded: frozenset[int] = frozenset()

    def quote(self, start: int, end: int) -> str:
        """The original between two places of the plain text."""
        if start >= end:
            return ""
        return self.source[self.origin[start]:self.origin[end - 1] + 1].strip()


def simplify_text(source: str, *, words: bool = False) -> SimplifiedText:
    """Full-width signs to plain ones, pinyin and page marks out, characters that patterns need simplified.
    Numbers are put in plain digits; with `words` also those that words say (nine of 46, 九人).
    >>> simplify_text("佔(zhan)６７．３％").text, simplify_text("1.2万人中 5 965 人（28·9%）").text
    ('占67.3%', '12000人中 5965 人(28.9%)')
    """
    return _spell_numbers(_simplify_signs(source), words=words)


def _spell_numbers(plain: SimplifiedText, *, words: bool) -> SimplifiedText:
    """Plain digits for numbers that are spelt otherwise; each new sign stands where the old ones stood."""
    pieces, origin, rounded, place, length = [], [], set(), 0, 0
    for one in find_spellings(plain.text, words=words):
        if one.rounded:
            rounded.add(length + one.start - place)
        kept = plain.origin[one.start:one.end]
        pieces += [plain.text[place:one.start], one.plain]
        last = len(one.plain) - 1
        origin += [*plain.origin[place:one.start], *(kept[-1] if 0 < k == last else kept[min(k, len(kept) - 1)]
                                                     for k in range(last + 1))]
        length += one.start - place + len(one.plain)
        place = one.end
    if not pieces:
        return plain
    return SimplifiedText("".join(pieces) + plain.text[place:], (*origin, *plain.origin[place:]), plain.source,
                          frozenset(rounded))


def _simplify_signs(source: str) -> SimplifiedText:
    """The signs of a text made plain."""
    if source.isascii() and "\f" not in source:
        return SimplifiedText(source, tuple(range(len(source))), source)
    gone: set[int] = set()
    for pattern in (PINYIN, PAGE, UNITS):
        for match in pattern.finditer(source):
            gone.update(range(match.start(), match.end()))
    origin = tuple(at for at in range(len(source)) if at not in gone)
    kept = "".join(source[at] for at in origin)
    return SimplifiedText(kept.translate(SIGNS).translate(WIDE).translate(TRADITIONAL), origin, source)
