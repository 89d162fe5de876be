"""A text whose few bytes beyond ASCII decide nothing but a word or two: read as Western, with those words shown."""

import re

from surveykit.text.east_asian_text import COMMON, has_free_signs
from surveykit.text.western_text import ENCODINGS, count_natural, read_western

ASCII = bytes(range(128))
FEW = 50  # one byte in so many is beyond ASCII, and each stands in a word of a Western language
SCARCE = 1000  # one in so many, where no encoding makes words of them
MOST = 10  # places that make no words
# a word of another script: three letters in a row, or a word with nothing else
OTHER_SCRIPT = re.compile(rb"[\x80-\xff]{3}|(?<![^\s,;|\"])[\x80-\xff]+(?![^\s,;|\"])")


def is_mostly_ascii(data: bytes, share: int = FEW) -> bool:
    """Whether at most one byte in `share` is beyond ASCII."""
    return len(data.translate(None, ASCII)) * share <= len(data)


def read_mostly_ascii(data: bytes) -> tuple[str, str] | None:
    """The text and its Western encoding where so little is beyond ASCII that only single words can be in doubt.
    Refused where an everyday sign of China, Taiwan, Japan or Korea would stand by itself, or where letters of another
    script stand in a row. Where no encoding makes more words of the bytes than another, that of Windows is taken.
    >>> read_mostly_ascii(b"Expanded Universe?\\x8c\\xe6," + b"Yes,No," * 400)[0][:20]
    'Expanded Universe?Œæ'
    >>> read_mostly_ascii("张伟,".encode("gbk") + b"Yes,No," * 400) is None
    True
    """
    if not is_mostly_ascii(data) or any(has_free_signs(data, encoding) for encoding in COMMON):
        return None
    return read_western(data, 1) or (None if OTHER_SCRIPT.search(data) else _read_scarce(data))


def _read_scarce(data: bytes) -> tuple[str, str] | None:
    """The text where next to nothing is beyond ASCII, in the encoding that makes most words of it."""
    readings = []
    for encoding in ENCODINGS if is_mostly_ascii(data, SCARCE) else ():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        natural, places, _ = count_natural(text)
        if places - natural <= MOST:
            readings.append((natural, text, encoding))
    return max(readings, key=lambda reading: reading[0])[1:] if readings else None
