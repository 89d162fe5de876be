"""Whether a number is what it looks like: check digits of cards and documents, addresses of the internet.

References
----------
GB 11643-1999 and ISO 7064, MOD 11-2 (resident identity number); ISO/IEC 7812-1 (Luhn); ISO 13616 (IBAN).
"""

import ipaddress
import re

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


def is_resident_number(text: str) -> bool:
    """Whether the last character of a resident number is right.
    >>> is_resident_number("11010519491231002X"), is_resident_number("110105194912310021")
    (True, False)
    """
    digits = NOT_WORD.sub("", text)
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], WEIGHTS, strict=True))
    return CHECKS[total % 11] == digits[17].upper()


def passes_luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right.
    >>> passes_luhn("4000000000000002"), passes_luhn("4000000000000003")
    (True, False)
    """
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits), start=1)]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def is_bank_card(text: str) -> bool:
    """Whether a number has the first digits, the length and the check digit of a card."""
    digits = NOT_WORD.sub("", text)
    return CARDS.fullmatch(digits) is not None and passes_luhn(digits)


def is_iban(text: str) -> bool:
    """Whether an international account number has the right check digits.
    >>> is_iban("GB82 WEST 1234 5698 7654 32"), is_iban("GB83 WEST 1234 5698 7654 32")
    (True, False)
    """
    signs = NOT_WORD.sub("", text)
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def is_ipv4(text: str) -> bool:
    """Whether four numbers are an address of the internet, and neither a chapter nor the machine itself."""
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or all(int(n) < SMALL_OCTET for n in text.split(".")))


def is_ipv6(text: str) -> bool:
    """Whether groups of hexadecimal digits are an address of the internet."""
    try:
        address = ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


def is_international_phone(text: str) -> bool:
    """Whether there are as many digits as a telephone number has."""
    return LEAST_DIGITS <= len(DIGITS.findall(text)) <= MOST_DIGITS


def is_local_phone(text: str) -> bool:
    """Whether a number behind the word for telephone may be one: no years, no service line."""
    digits = len(DIGITS.findall(text))
    return LOCAL_DIGITS <= digits <= MOST_DIGITS and not YEARS.fullmatch(text) and not HOTLINE.match(text)
