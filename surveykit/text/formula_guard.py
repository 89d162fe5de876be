"""Cells of CSV files that a spreadsheet would run: marked as text with `'`, and the mark taken off again."""

import re

FORMULA = tuple("=+-@＝＋－＠'\t\r\n")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def guard_formula(text: str) -> str:
    """A text with `'` in front where a spreadsheet would take it for a formula; plain numbers are none.
    >>> guard_formula("=1+1"), guard_formula("-9"), guard_formula("'a'"), guard_formula("a=b")
    ("'=1+1", '-9', "''a'", 'a=b')
    """
    runs = text.lstrip(" ").startswith(FORMULA) and PLAIN_NUMBER.fullmatch(text) is None
    return f"'{text}" if runs else text


def unguard_formula(text: str) -> str:
    """The text without the mark.
    >>> [unguard_formula(guard_formula(text)) for text in ("=1+1", "-9", "'a'", "a")]
    ['=1+1', '-9', "'a'", 'a']
    """
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(FORMULA) else text
