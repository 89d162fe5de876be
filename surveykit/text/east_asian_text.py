"""Whether bytes may be text of China, Taiwan, Japan or Korea: how common what their encodings make of them is."""

import re
from collections import Counter
from functools import cache

from surveykit.text.western_text import NON_ASCII

PLAUSIBLE = 0.9
USUAL = 0.3  # of the Hanzi are among the few hundred commonest: 0.75 in Chinese, 0.1 in Korean read as Chinese
# CJK, its punctuation, full-width forms, general punctuation, circled numbers, and the joiners of 问卷星
CHINESE = re.compile("[\u2010-\u203b\u2460-\u249b\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef┋→"
                     "\U00020000-\U0003134f]")
HANZI = re.compile("[\u3400-\u9fff]")
LETTER = re.compile("[A-Za-z]")
ASCII, STEP = bytes(range(128)), 1 << 16
RARE_LATIN = frozenset(range(0x80, 0xCA))  # bytes of U+0100 to U+024F in UTF-8
# what makes a reading believable, by encoding: first bytes of its common signs, and the lowest second byte
COMMON = {"gb18030": (0xB0, 0xD7, 0xA1), "big5hkscs": (0xA4, 0xC6, 0x40), "cp949": (0xB0, 0xC8, 0xA1),
          "cp932": (0x82, 0x83, 0x40)}
USUAL_HANZI = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法"
    "学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业"
    "外将两高间由问很最重并物手应向头文体政美相见被利什二等产或新己制身果加西月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立"
    "及比员解水名真论处走义各入几口认条平系气题活更别打女变四总何电数安少报才结反受目太量再感建务做接必场件计管期市直资命山金指许统区保"
    "至形社便空决治展科司五基书非则听白却界达光放强即像难且权思完设式色路记南品住告类求据程北边该交规万取望觉术领共确传师观清今切院让识"
    "男女否未岁级班专课吗您请选择填写单项满度非偶经农村城镇乡省县区考研就业毕")


def plausible_chinese(text: str) -> float:
    """How much a text decoded as GB18030 reads as Chinese people write, 0 to 1.
    Share of Chinese characters among the non-ASCII ones, times the share of Hanzi in level 1 of GB 2312
    (0.99 in real questionnaires; chance finds rarer ones).
    >>> plausible_chinese("非常同意"), plausible_chinese("Größe".encode("cp1252").decode("gb18030"))
    (1.0, 0.0)
    """
    seen = Counter(NON_ASCII.findall(text))
    hanzi = {c: n for c, n in seen.items() if HANZI.match(c)}
    if not hanzi:
        return 0.0
    chinese = sum(n for c, n in seen.items() if CHINESE.match(c)) / seen.total()
    return chinese * sum(n for c, n in hanzi.items() if c in common_signs("gb18030")) / sum(hanzi.values())


def is_chinese(text: str) -> bool:
    """Whether a text decoded as GB18030 reads as Chinese, and not as Korean decoded wrongly.
    The commonest Hangul fill the bytes of the commonest Hanzi: such a text must hold words that all Chinese use.
    >>> is_chinese("非常同意"), is_chinese("매우 그렇다".encode("cp949").decode("gb18030"))
    (True, False)
    """
    if plausible_chinese(text) < PLAUSIBLE:
        return False
    hanzi = HANZI.findall(text)
    try:
        read = HANZI.sub(lambda found: found[0].encode("gb18030").decode("cp949"), text)
    except UnicodeDecodeError:
        return True
    usual = sum(sign in USUAL_HANZI for sign in hanzi)
    return usual >= USUAL * len(hanzi) or not common_signs("cp949").issuperset(NON_ASCII.findall(read))


def read_lone_hanzi(data: bytes) -> str | None:
    """Bytes that are UTF-8 as GB18030, where both may be meant: all beyond ASCII are rare Latin letters, or Hanzi.
    女 alone has the bytes of Ů. Each such letter must stand apart from Latin ones, and be a common Hanzi.
    >>> read_lone_hanzi("sex\\nM\\n女".encode("gbk")), read_lone_hanzi("Růžena".encode()), read_lone_hanzi(b"sex")
    ('sex\\nM\\n女', None, None)
    """
    parts = () if data.isascii() else (data[:STEP], data)  # nearly every text is told by its beginning
    if not parts or not all(RARE_LATIN.issuperset(part.translate(None, ASCII)) for part in parts):
        return None
    try:
        runs, text = re.findall("[A-Za-z]?[^\\x00-\\x7f]+[A-Za-z]?", data.decode()), data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    hanzi = NON_ASCII.findall(text)
    lone = not any(LETTER.search(run) for run in runs) and all("\u0100" <= c < "\u0250" for run in runs for c in run)
    return text if lone and common_signs("gb18030").issuperset(hanzi) else None


@cache
def common_signs(encoding: str) -> frozenset[str]:
    """The everyday signs of an encoding: Hanzi of level 1 (GB 2312, Big5), Hangul of KS X 1001, kana."""
    first, last, lowest = COMMON[encoding]
    cells = (bytes((row, cell)).decode(encoding, "ignore") for row in range(first, last + 1)
             for cell in range(lowest, 0xFF))
    return frozenset("".join(cells)) - frozenset(map(chr, range(0x3000)))


def has_free_signs(data: bytes, encoding: str) -> bool:
    """Whether bytes decode so that an everyday sign stands by itself, touched by no Latin letter.
    >>> has_free_signs("1,男".encode("gbk"), "gb18030"), has_free_signs("EDUCAÇÃO".encode("cp1252"), "gb18030")
    (True, False)
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    common = common_signs(encoding)
    return any(found[0] in common and not LETTER.search(text[max(0, found.start() - 1):found.end() + 1])
               for found in NON_ASCII.finditer(text))
