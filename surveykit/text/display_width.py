"""How wide characters are: a Chinese one takes two columns of a screen."""

import unicodedata


def is_wide(character: str) -> bool:
    """Whether a character is as wide as a Chinese one; '' is not."""
    return character != "" and unicodedata.east_asian_width(character) in "WF"


def display_width(text: str) -> int:
    """Columns a text takes on a screen: wide characters count two, combining marks none.
    >>> display_width("返乡 home")
    9
    """
    return sum(0 if unicodedata.combining(c) else 2 if is_wide(c) else 1 for c in text)
