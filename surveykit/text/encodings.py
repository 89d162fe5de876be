"""Bytes to text: a ladder of strict decoders, and a question where no step is safe.

Never latin-1 as a guess, never replacement characters.
"""

import codecs
import re
from collections.abc import Iterator

from surveykit.errors import ReadError
from surveykit.text.east_asian_text import COMMON, HANZI, USUAL_HANZI, has_free_signs, is_chinese, read_lone_hanzi
from surveykit.text.western_text import ENCODINGS, NON_ASCII, count_natural, read_western
from surveykit.words.messages import JoinedMessage, Message

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
        *((b"+/v" + end, "utf-7") for end in (b"8", b"9", b"+", b"/")))
CANDIDATES = ("gb18030", "big5hkscs", "cp1252", "mac_roman")
# offered where enough of the text is their own: kana of Japan, Hangul, small letters of Russian
SCRIPTS = {"cp932": ("\u3041-\u3096\u30a1-\u30fa", 0.2), "cp949": ("\uac00-\ud7a3", 0.5), "cp1251": ("а-яё", 0.7)}
NUL_SHARE = 0.05  # Chinese UTF-16 text has few NULs: commas and line ends supply them
NUL_IN_ASCII = 0.4  # where nearly all of the text is ASCII
SHOWN = 60
HEAD = 4096
TOKEN = re.compile(r"""[^\s,;|"]*[^\x00-\x7f][^\s,;|"]*""")
HEADINGS = ({"序号", "提交答卷时间"}, {"序号", "所用时间"}, {"编号", "开始答题时间"}, {"开始时间", "完成时间"},
            {"时间戳记"}, {"时间戳"}, {"時間戳記"})
ASCII = bytes(range(128))
FEW = 50  # one byte in so many is beyond ASCII, and each stands in a word of a Western language
SCARCE = 1000  # one in so many, where no encoding makes words of them
MOST = 10  # places that make no words
# a word of another script: three letters in a row, or a word with nothing else
OTHER_SCRIPT = re.compile(rb"[\x80-\xff]{3}|(?<![^\s,;|\"])[\x80-\xff]+(?![^\s,;|\"])")


def decode_bytes(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file and the encoding it was read in.
    `encoding`: Known to the caller; decoded strictly. Otherwise: byte order mark, UTF-16 by its NULs, strict UTF-8,
    GB18030 where it reads as common Chinese, cp1252 or Mac Roman where only one reads as Western words,
    or where next to nothing is beyond ASCII and no script of East Asia fits.
    >>> decode_bytes("序号,所用时间".encode("gbk"), "a.csv")
    ('序号,所用时间', 'gb18030')
    """
    if encoding is not None:
        return _strict(data, name, encoding).removeprefix("\ufeff"), encoding
    for mark, known in BOMS:
        if data.startswith(mark):
            return _strict(data, name, known).removeprefix("\ufeff"), known
    half = len(data[:HEAD]) // 2 or 1
    odd, even = data[1:HEAD:2].count(0) / half, data[:HEAD:2].count(0) / half
    wide, share = ("utf-16-le", odd) if odd > even else ("utf-16-be", even)
    if share > NUL_IN_ASCII or _has_wide_lines(data, wide):
        return _strict(data, name, wide), wide
    try:
        text, lone = data.decode("utf-8"), read_lone_hanzi(data)
        return (lone, "gb18030") if lone and USUAL_HANZI.issuperset(HANZI.findall(lone)) else (text, "utf-8")
    except UnicodeDecodeError as error:
        if share > NUL_SHARE:
            return _strict(data, name, wide), wide
        return _read_unmarked(data, name, error)


def _has_wide_lines(data: bytes, encoding: str) -> bool:
    """Whether most bytes that may end a line end one in UTF-16: text of other scripts has few NULs but these."""
    text = data.decode(encoding, "replace") if "\n".encode(encoding) in data else ""
    lines = text.count("\n")
    return lines > 0 and 2 * (lines + text.count("上")) > data.count(b"\n")  # U+4E0A: the usual Hanzi with this byte


def _strict(data: bytes, name: str, encoding: str) -> str:
    """The text, or a ReadError that names the byte that does not fit."""
    try:
        return data.decode(encoding)
    except LookupError:
        raise ReadError("There is no text encoding {encoding!r}.", where="{file}",
                        fix="encoding='utf-8', 'gb18030', 'big5hkscs', 'cp1252' or 'utf-16'", encoding=encoding,
                        file=name) from None
    except UnicodeError as error:
        place = getattr(error, "start", 0)
        raise ReadError("The file is not text in {encoding}: byte {place} does not fit.", where="{file}, line {line}",
                        fix="leave encoding out to let it be recognised, or name another one", encoding=encoding,
                        place=place, file=name, line=_line(data, place)) from None


def _read_unmarked(data: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, str]:
    """Text in GB18030 if it reads as Chinese or bears a known platform's headings, else in the one Western encoding.
    Where both read well that is a doubt; Hanzi that all stand inside Latin words (EDUCAÇÃO) are none.
    """
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    chinese = (is_chinese(text) and has_free_signs(data, "gb18030")) or _known_headings(text)
    western = read_western(data) or read_mostly_ascii(data)
    if bool(chinese) != bool(western):
        return western or (text, "gb18030")
    if len(data) - error.start < 4 and error.reason == "unexpected end of data":
        raise ReadError("The file ends in the middle of a character: it is cut off.", where="{file}",
                        fix="export or copy it again", file=name) from None
    raise _undecidable(data, name, error)


def _known_headings(text: str) -> bool:
    """Whether the first line has the headings of a Chinese platform."""
    cells = {cell.strip('" \t\r') for cell in re.split(r"[,;\t|]", text[:HEAD].partition("\n")[0])}
    return any(headings <= cells for headings in HEADINGS)


def _undecidable(data: bytes, name: str, error: UnicodeDecodeError) -> ReadError:
    """The question to the user: how each candidate would read."""
    readings = dict(_readings(data))
    lines = [f"{encoding:<10} {shown}" for encoding, shown in readings.items()]
    what = JoinedMessage("\n    ", [Message("The encoding is undecidable. The file could read:"), *lines])
    return ReadError(what, where="{file}, line {line} is the first that is not UTF-8",
                     fix="choose the line that reads right, for example encoding={example!r}",
                     example=next(iter(readings), "gb18030"), file=name, line=_line(data, error.start))


def _readings(data: bytes) -> Iterator[tuple[str, str]]:
    """Each candidate that fits, with the first words that are not ASCII; Western ones first where these are few."""
    order = (*CANDIDATES[2:], *CANDIDATES[:2]) if is_mostly_ascii(data) else CANDIDATES
    for encoding in (*SCRIPTS, *order):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding not in SCRIPTS or _is_of_script(text, *SCRIPTS[encoding]):
            head = text.lstrip().partition("\n")[0]  # headings say as much as answers, and are nobody's
            yield encoding, list_odd_words(head if NON_ASCII.search(head) else text)


def _is_of_script(text: str, letters: str, least: float) -> bool:
    """Whether enough of the characters beyond ASCII are letters of a script."""
    odd = NON_ASCII.findall(text)
    return len(re.findall(f"[{letters}]", text)) >= least * max(1, len(odd))


def list_odd_words(text: str, most: int = SHOWN) -> str:
    """Words with characters beyond ASCII, up to so many such characters.
    >>> list_odd_words("the café, Universe?Œæ")
    'café Universe?Œæ'
    """
    words, seen = [], 0
    for match in TOKEN.finditer(text):
        word = match[0][:SHOWN]
        words.append(word)
        seen += len(NON_ASCII.findall(word))
        if seen >= most:
            break
    return " ".join("".join(c if c.isprintable() else "·" for c in word) for word in words)


def _line(data: bytes, place: int) -> int:
    """The line, counted from 1, that holds a byte."""
    return data.count(b"\n", 0, place) + 1


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
