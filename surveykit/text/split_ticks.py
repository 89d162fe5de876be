"""Ticked options of a cell taken apart: separators, words filled in beside an option, letters before it."""

import re

from surveykit.text.normalise import collapse_blanks, normalise

FILL_IN = re.compile(r"(?P<label>[^〖〗]*)〖(?P<text>.*)〗", re.DOTALL)
LETTER = re.compile(r"(?P<letter>[A-Z]{1,2})[.．、]\s*(?=\S)")
OPENING, CLOSING = "(（[［【", ")）]］】"
HARD = ("┋", "→")
THOUSANDS, CODES = re.compile(r"(?<=\d),(?=\d{3}(?!\d))"), re.compile(r"[\d,\s]+")
NOTHING_FILLED = {"(空)", "(跳过)"}


def split_fill_in(text: str) -> tuple[str, str]:
    """The label of an answer, and what was filled in beside it.
    >>> split_fill_in("其他〖夜校〗"), split_fill_in("学校")
    (('其他', '夜校'), ('学校', ''))
    """
    match = FILL_IN.fullmatch(text.strip())
    return (collapse_blanks(match["label"]), typed_words(match["text"])) if match else (collapse_blanks(text), "")


def typed_words(fill: str) -> str:
    """What was filled in beside an option, '' where the platform says that nothing was.
    >>> typed_words(" 夜校"), typed_words("（空）"), typed_words(" ")
    ('夜校', '', '')
    """
    return "" if normalise(fill) in NOTHING_FILLED else fill.strip()


def split_letter(text: str) -> tuple[str, str]:
    """The letter before an answer (`A.男`), and the answer."""
    match = LETTER.match(text)
    return (match["letter"], text[match.end():]) if match else ("", text)


def split_ticks(text: str, separator: str) -> list[str]:
    """The ticked options of a cell; nothing splits inside 〖…〗, and nothing inside brackets where it could.
    >>> split_ticks("学校┋其他〖a┋b〗", "┋"), split_ticks("web (a, b), tv", ", ")
    (['学校', '其他〖a┋b〗'], ['web (a, b)', 'tv'])
    >>> split_ticks("1,000 or less,none", ","), split_ticks("1,200,3", ",")
    (['1,000 or less', 'none'], ['1', '200', '3'])
    """
    if separator not in text:
        return [text.strip()] if text.strip() else []
    parted = separator != "," or CODES.fullmatch(text)
    thousands = set() if parted else {match.start() for match in THOUSANDS.finditer(text)}
    opening, closing = ("〖", "〗") if separator in HARD else (OPENING + "〖", CLOSING + "〗")
    found, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth = max(0, depth + (character in opening) - (character in closing))
        if depth == 0 and place >= start and text.startswith(separator, place) and place not in thousands:
            found.append(text[start:place])
            start = place + len(separator)
    return [piece.strip() for piece in (*found, text[start:]) if piece.strip()]
