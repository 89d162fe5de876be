"""From characters to tokens: numbers, texts in quotes, items, names and marks."""

import re
import unicodedata
from dataclasses import dataclass

from surveykit.errors import CodebookError
from surveykit.expression.expression_source import ExpressionSource
from surveykit.words.messages import Message

LONGEST = 32_767  # characters an Excel cell can hold
# Excel curls quotes as one types: a text may stand between curled ones. Between straight ones they are letters of the
# text ('I don’t know' is a common label).
STRAIGHT = str.maketrans("‘’“”", "''\"\"")

_TOKENS = r"""
    (?P<space>\s+)
  | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
  | (?P<quote>'[^']*'|"[^"]*"|['‘’][^'‘’]*['‘’]|["“”][^"“”]*["“”])
  | (?P<item>\$\{%s\})
  | (?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)
  | (?P<wrong>%s<>|=<|=>|&&|\|\||\.\.)
  | (?P<here>\.)
  | (?P<mark>==|<=|>=|!=|[=<>+\-*(),])
"""
_TOKEN = re.compile(_TOKENS % (r"[^\W\d][\w.\-]*", "==|"), re.VERBOSE)
_LOOSE = re.compile(_TOKENS % (r"[^{}]+", ""), re.VERBOSE)

_PATH = Message("name another item as ${{name}}; to divide, write div")
_PARTED = Message("join conditions by and, or")
_FIXES = {
    "、": _PARTED, ";": _PARTED, "；": _PARTED, "，": Message("write , (half width), or join conditions by and, or"),
    "[": Message("write any-of(item, 'a', 'b')"), "~": Message("write regex(item, 'pattern')"),
    "==": Message("write ="), "<>": Message("write !="), "=<": Message("write <="), "=>": Message("write >="),
    "&&": Message("write and"),
    "||": Message("write or"), "|": Message("write or"), "!": Message("write not(...), or != between two values"),
    "≤": Message("write <="), "≥": Message("write >="), "≠": Message("write !="), "×": Message("write *"),
    "÷": Message("write div"), "%": Message("write mod for the remainder"), "..": _PATH, "/": _PATH,
    "'": Message("end it with '"), '"': Message('end it with "'),
    "$": Message("name an item as ${{name}}: letters, digits, _, - and . without spaces")}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the language; `kind` is number, quote, item, name, here, mark or end."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The place behind its last character."""
        return self.start + len(self.text)


def split_tokens(source: ExpressionSource, *, loose: bool = False) -> list[Token]:
    """The tokens of an expression, an `end` token last; `loose` takes `==` and any name in `${...}`."""
    if len(source.text) > LONGEST:
        raise source.fault(Message("An expression cannot be longer than {longest} characters.", longest=LONGEST), 0, 1,
                           fix=Message("split the condition over several items"))
    text, place, found = source.text, 0, []
    while place < len(text):
        match = (_LOOSE if loose else _TOKEN).match(text, place)
        if not match or match.lastgroup == "wrong":
            raise _unknown_token(source, match.group() if match else text[place], place)
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", "=" if match.group() == "==" else match.group(), place))
        place = match.end()
    return [*found, Token("end", "", len(text.rstrip()))]


def _unknown_token(source: ExpressionSource, piece: str, place: int) -> CodebookError:
    """The error for characters that begin no token, with what to write instead."""
    plain = unicodedata.normalize("NFKC", piece)
    wide = Message("write {plain} (half width)",
                   plain=plain) if plain != piece and plain.isascii() else Message("take it out")
    piece = piece.translate(STRAIGHT)
    quote = piece in ("'", '"')
    what = Message("A text in quotes must be closed.") if quote else Message(
        "{piece!r} cannot stand here in an expression.", piece=piece)
    return source.fault(what, place, place + len(piece), fix=_FIXES.get(piece, wide))
