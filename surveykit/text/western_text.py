"""Whether bytes read as words of Western languages in one old encoding, and in no other."""

import re

ENCODINGS = ("cp1252", "mac_roman")
FEWEST = 3  # places that must all read naturally: one or two may do so by chance
MOST = 20_000  # places looked at
LETTERS = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšž"
LOWER, UPPER = f"a-z{LETTERS}", f"A-Z{LETTERS.upper().replace('SS', '')}"
NATURAL = re.compile(
    rf"(?<![{LOWER}{UPPER}])(?=[{LOWER}{UPPER}]*[A-Za-z])(?:[{UPPER}]?[{LOWER}]+|[{UPPER}]{{2,}})(?![{LOWER}{UPPER}])"
    rf"|(?<=[{LOWER}{UPPER}])’(?:s|t|re|ve|ll|m|d)\b|(?:(?<=\b[ldjncsmtLDJNCSMTO])|(?<=\b[Qq]u))’(?=[{LOWER}{UPPER}])"
    r"|(?<![^\s(\[,;\"])[“‘«](?=\S)|(?<=\S)[”’»](?![^\s)\],;.:!?\"])|(?<=[\w\s,;])[–—](?=[\w\s,;])"
    r"|[€£¥] ?(?=\d)|(?<=\d) ?[€£°%‰½¼²³ª]|(?<=[\w .])…|(?<!\S)[•·](?=\s)|(?<=\w)[®™©]|\xa0|[¿¡](?=\w)")
NON_ASCII = re.compile(r"[^\x00-\x7f]")


def read_western(data: bytes, fewest: int = FEWEST) -> tuple[str, str] | None:
    """The text and its encoding where every letter and mark stands as people write in exactly one of them.
    Accents stand in words of one case, quotation marks open before and close behind a word, an apostrophe before
    `s` or `t`: the same bytes read otherwise break these rules. `fewest` places must do so, in two words if many.
    >>> read_western("Café, it’s “très” chic".encode("cp1252"))
    ('Café, it’s “très” chic', 'cp1252')
    >>> read_western(b"Expanded Universe?\\x8c\\xe6") is None
    True
    """
    found = []
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        natural, places, words = count_natural(text)
        if fewest <= places == natural and words > (fewest > 1):
            found.append((text, encoding))
    return found[0] if len(found) == 1 else None


def count_natural(text: str) -> tuple[int, int, int]:
    """How many characters beyond ASCII stand as Western writing has them, of how many looked at, in how many words.
    >>> count_natural("café, Universe?Œæ")
    (1, 3, 1)
    """
    places = [found.start() for found, _ in zip(NON_ASCII.finditer(text), range(MOST), strict=False)]
    end = places[-1] + 60 if places else 0
    words = [range(*found.span()) for found in NATURAL.finditer(text, 0, min(len(text), end)) if not found[0].isascii()]
    return len({place for word in words for place in word}.intersection(places)), len(places), len(words)
