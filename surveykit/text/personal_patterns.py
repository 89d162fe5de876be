"""Patterns of personal data that have a form: numbers, addresses and accounts.

Every quantifier is bounded, so that a text takes time in proportion to its length. Patterns are matched on folded
text (`fold_positions`). A group `x` is what is personal; what stands before it is the word that tells.
"""

import ipaddress
import re
from collections.abc import Callable
from typing import NamedTuple

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
DIGITS = re.compile("[0-9]")
NOT_WORD = re.compile("[^0-9A-Za-z]")
LEAST_DIGITS, MOST_DIGITS = 8, 15  # of a telephone number, E.164
LOCAL_DIGITS = 7
# first digits and lengths of bank cards
CARDS = re.compile(r"(?:62\d{14,17}|4\d{15}|5[1-5]\d{14}|2[2-7]\d{14}|35\d{14}|3[47]\d{13}|6011\d{12}|65\d{14}"
                   r"|9558\d{15})")
YEARS = re.compile(r"(?:19|20)\d\d[ -]?(?:(?:19|20)\d\d|[01]\d[ -]?[0-3]\d)")
HOTLINE = re.compile(r"[48]00")
SMALL_OCTET = 10


def _is_resident_number(text: str) -> bool:
    """Whether the last character of a resident number is right.
    >>> _is_resident_number("11010519491231002X"), _is_resident_number("110105194912310021")
    (True, False)
    """
    digits = NOT_WORD.sub("", text)
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], WEIGHTS, strict=True))
    return CHECKS[total % 11] == digits[17].upper()


def _passes_luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right.
    >>> _passes_luhn("4000000000000002"), _passes_luhn("4000000000000003")
    (True, False)
    """
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits), start=1)]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _is_bank_card(text: str) -> bool:
    """Whether a number has the first digits, the length and the check digit of a card.
    >>> _is_bank_card("4000 0000 0000 0002"), _is_bank_card("4000 0000 0000 0003"), _is_bank_card("0000 0000 0000 0000")
    (True, False, False)
    """
    digits = NOT_WORD.sub("", text)
    return CARDS.fullmatch(digits) is not None and _passes_luhn(digits)


def _is_iban(text: str) -> bool:
    """Whether an international account number has the right check digits.
    >>> _is_iban("GB82 WEST 1234 5698 7654 32"), _is_iban("GB83 WEST 1234 5698 7654 32")
    (True, False)
    """
    signs = NOT_WORD.sub("", text)
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _is_ipv4(text: str) -> bool:
    """Whether four numbers are an address of the internet, and neither a chapter nor the machine itself."""
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or all(int(n) < SMALL_OCTET for n in text.split(".")))


def _is_ipv6(text: str) -> bool:
    """Whether groups of hexadecimal digits are an address of the internet."""
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


def _is_international_phone(text: str) -> bool:
    """Whether there are as many digits as a telephone number has."""
    return LEAST_DIGITS <= len(DIGITS.findall(text)) <= MOST_DIGITS


def _is_local_phone(text: str) -> bool:
    """Whether a number behind the word for telephone may be one: no years, no service line."""
    digits = len(DIGITS.findall(text))
    return LOCAL_DIGITS <= digits <= MOST_DIGITS and not YEARS.fullmatch(text) and not HOTLINE.match(text)



HAN = "\u3400-\u9fff"
L, R = r"(?<![0-9A-Za-z.])", r"(?![0-9A-Za-z]|\.[0-9])"
LINK = r"(?:号码|号|账号|帐号|是|为|填的|[:=,，.#(（\s]|number|is|no\b|id\b){0,6}"
# codes that look like telephone or card numbers
OTHER_NUMBER = re.compile(
    r"(?:订单|单号|快递|物流|运单|流水|编号|条码|条形码|发票|合同|批号|第|股票|邮编|邮政编码|版本|代码|isbn|issn|doi|order|tracking|parcel"
    r"|invoice|barcode|version|section|chapter|serial|item|case|hash|\bv)(?:号码|号| number| no\.?)?[\s:#]{0,3}$",
    re.IGNORECASE)
LOOK_BACK = 24


class PersonalPattern(NamedTuple):
    """What one kind looks like, how sure that is, and what must be true of the match."""

    kind: str
    confidence: str
    pattern: re.Pattern[str]
    check: Callable[[str], bool] | None = None
    needs: str = "digits"  # what a text must hold to be searched at all


def _pattern(kind: str, confidence: str, text: str, check: Callable[[str], bool] | None = None, needs: str = "digits",
             flags: int = re.IGNORECASE) -> PersonalPattern:
    return PersonalPattern(kind, confidence, re.compile(text, flags), check, needs)


STREET = (r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Close|Place|Terrace|Crescent"
          r"|Square|Grove|Gardens|Mews|Quay|Parade)\b")
FLOOR = (r"(?:[0-9A-Za-z一二三四五六]{1,2}单元)?"
         r"(?:[0-9]{1,2}[楼层])?(?:[0-9]{3,4}(?![0-9年元人米分个])(?:室|房|号|寝)?)?")
PLATE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PATTERNS: tuple[PersonalPattern, ...] = (
    _pattern("id", "certain", rf"{L}[1-9][0-9]{{5}}[- ]?(?:18|19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])"
             rf"(?:0[1-9]|[12][0-9]|3[01])[- ]?[0-9]{{3}}[0-9X]{R}", _is_resident_number),
    _pattern("id", "likely", rf"身份证{LINK}(?P<x>[1-9][0-9]{{5}}[0-9]{{2}}(?:0[1-9]|1[0-2])"
             rf"(?:0[1-9]|[12][0-9]|3[01])[0-9]{{3}}){R}"),
    _pattern("passport", "likely", rf"(?:护照|通行证|passport){LINK}(?P<x>[A-Z]{{1,2}}[0-9]{{7,8}}){R}"),
    _pattern("bank", "certain", rf"{L}[2-69][0-9]{{3}}(?:[ -]?[0-9]{{4}}){{2,3}}(?:[ -]?[0-9]{{1,3}})?{R}",
             _is_bank_card),
    _pattern("bank", "certain", rf"{L}3[47][0-9]{{2}}[ -]?[0-9]{{6}}[ -]?[0-9]{{5}}{R}", _is_bank_card),
    _pattern("bank", "likely", rf"(?:银行卡|卡号|工资卡|[账帐]号|card number){LINK}"
             rf"(?P<x>[0-9]{{4}}(?:[ -]?[0-9]{{4}}){{3}}(?:[ -]?[0-9]{{1,3}})?){R}"),
    _pattern("bank", "certain", rf"{L}[A-Z]{{2}}[0-9]{{2}}(?: ?[A-Z0-9]{{4}}){{2,7}}(?: ?[A-Z0-9]{{1,3}})?{R}",
             _is_iban, "letters", 0),
    _pattern("phone", "certain", rf"(?:{L}|(?<=tel)|(?<=phone)|(?<=mobile)|(?<=call)|(?<=[vw]x))(?:\+?(?:00)?86[- ]?)?"
             rf"1[3-9][0-9](?:[- .]?[0-9]{{4}}[- .]?[0-9]{{4}}|[- .][0-9]{{3}}[- .][0-9]{{5}}){R}"),
    _pattern("phone", "certain", r"(?<![零〇一二三四五六七八九幺])[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}"
             r"(?![零〇一二三四五六七八九幺])", needs="numerals"),
    _pattern("phone", "certain", rf"{L}(?:\(0[0-9]{{2,3}}\)|0[0-9]{{2,3}}[- ]?)[- ]?[2-8][0-9]{{6,7}}{R}"),
    _pattern("phone", "certain", r"(?<![0-9A-Za-z+])\+[1-9][0-9 .()-]{6,20}[0-9](?![0-9])", _is_international_phone),
    _pattern("phone", "certain", r"(?<![0-9A-Za-z+.-])(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[-. ])"
             rf"[2-9][0-9]{{2}}[-.][0-9]{{4}}{R}"),
    _pattern("phone", "likely", rf"(?:电话|手机|座机|固话|\btel\b|phone|mobile|\bcell\b|whatsapp){LINK}"
             rf"(?P<x>[0-9][0-9 -]{{5,16}}[0-9]){R}", _is_local_phone),
    _pattern("student", "likely", rf"(?:学号|工号|学籍号|准考证号?|考生号|报名号|(?:student|staff|employee|exam)"
             rf" (?:id|no\b|number)){LINK}(?P<x>[A-Z]{{0,3}}[0-9]{{6,19}}){R}"),
    _pattern("student", "likely", rf"{L}(?P<x>[A-Z]{{0,3}}[0-9]{{6,19}})[\s,，(（是为]{{0,3}}"
             "(?:我的|本人的?)?(?:学号|工号)"),
    _pattern("qq", "likely", rf"(?:QQ|扣扣|企鹅){LINK}(?P<x>[1-9][0-9]{{4,11}})(?![0-9年元月]){R}", needs="qq"),
    _pattern("qq", "likely", rf"{L}(?P<x>[1-9][0-9]{{4,11}})[\s,，(（是为]{{0,3}}(?:我的|本人的?)(?:QQ|扣扣)",
             needs="qq"), _pattern("ip", "certain", rf"{L}[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}}{R}", _is_ipv4, "groups"),
    _pattern("ip", "certain", r"(?<![0-9A-Za-z:.])[0-9A-F]{1,4}(?::[0-9A-F]{0,4}){2,7}(?![0-9A-Za-z:])",
             _is_ipv6, "colons"),
    _pattern("plate", "certain", rf"[{PLATE}][A-HJ-NP-Z][·•. -]?(?=[A-HJ-NP-Z]{{0,5}}[0-9])[A-HJ-NP-Z0-9]{{5,6}}"
             rf"(?![0-9A-Za-z])", needs="plate"),
    _pattern("address", "likely", rf"[{HAN}]{{2,8}}(?:路|街|大道|巷|胡同|弄)"
             rf"(?:[{HAN}]{{0,8}}(?:小区|花园|公寓|家属院|苑|新村|大厦))?"
             rf"[0-9]{{1,5}}(?:号院?|弄|栋|幢|座)(?!线|门|楼梯|公交)"
             rf"(?:[{HAN}]{{0,10}}[0-9]{{1,3}}(?:号楼|栋|幢|座|单元|室))?{FLOOR}", needs="house"),
    _pattern("address", "likely", rf"[{HAN}]{{2,8}}(?:村|屯|社区)"
             rf"(?:第)?(?:[0-9]{{1,4}}|[一二三四五六七八九十]{{1,3}})(?:组|社|号|队)(?!线)", needs="house"),
    _pattern("address", "likely", r"(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:号楼|号?栋|号?幢|座|号公寓)"
             r"(?:[0-9A-Za-z一二三四五六]{1,2}单元)?(?:[0-9]{1,2}[楼层])?[0-9]{3,4}(?![0-9年元人米分个])(?:室|房|号|寝)?",
             needs="house"),
    _pattern("address", "likely", rf"{L}[0-9]{{1,5}}[A-Za-z]?,? (?:[A-Z][A-Za-z'’.-]{{1,20}} ){{1,3}}"
             rf"(?:{STREET}|[A-Z][a-z]{{1,20}}, (?:Flat|Apt|Unit|Suite)\b)", needs="street", flags=0),
    _pattern("address", "likely", r"\bP\.? ?O\.? ?Box [0-9]{1,6}", needs="box"),
    _pattern("address", "likely", r"\b(?:Building|Block|Bldg|Dorm|Dormitory)\.? [0-9A-Z]{1,3},? "
             r"(?:Room|Rm|Apt|Flat)\.? [0-9A-Z]{1,5}\b", needs="box"),
    _pattern("email", "certain", r"[A-Z0-9._%+-]{1,64}(?:@|\(at\)|\[at\])(?:[A-Z0-9-]{1,63}\.){1,4}[A-Z]{2,24}",
             needs="at"),
    _pattern("email", "certain", r"[A-Z0-9._-]{3,64}#(?:qq|vip\.qq|163|126|gmail|outlook|sina|foxmail|hotmail)\.com",
             needs="at"),
    _pattern("email", "likely", r"[A-Z0-9._+-]{2,64} at [A-Z0-9-]{2,40}(?: dot [A-Z]{2,10}){1,3}\b", needs="dot"),
    _pattern("email", "likely", r"[A-Z0-9._-]{3,64}(?:@|艾特)[A-Z0-9-]{2,20}点(?:com|cn|net)", needs="dot"))
WECHAT = re.compile(r"(?:微信|we ?chat|wei ?xin|[v薇威]信|(?<![A-Za-z0-9])[vw]x|加[v薇])(?P<link>" + LINK + r")"
                    r"(?P<x>[A-Za-z][-_A-Za-z0-9]{5,19}|[0-9]{6,12})(?![-_A-Za-z0-9])", re.IGNORECASE)
PLAINLY = re.compile(r"号|[:=]|\bid\b", re.IGNORECASE)
MADE_UP = re.compile(r"[-_0-9]")


def is_wechat(match: re.Match[str]) -> bool:
    """Whether a word behind WeChat is an account: it holds what no word holds, or is called one."""
    return (MADE_UP.search(match["x"]) is not None and not match["x"].isdigit()) or \
        PLAINLY.search(match["link"]) is not None
