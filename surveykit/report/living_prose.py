"""Living prose: in a Markdown cell `{{ plans["home"].k_of_n }}` stands for what a result of the notebook says.

A small language, parsed and looked up, never evaluated:

    {{ plans.base }}                                  a field of a result
    {{ plans["home"].percent }}                       of one row: an option, item or group, by value or label
    {{ table["home", "female"].k_of_n }}              keys stand in any order
    {{ verdicts[verdict="impossible"].rows }}         a key may name its column of the long table
    {{ trust.alpha | 3 }}                             with so many decimals

The name is a variable that holds a Result, or a Figure of one, when the notebook has run. Fields, rounding
and marks are those of `surveykit.result.result_fields`. Code and mathematics are left as they are.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from surveykit.errors import ReportError, SurveyError, did_you_mean
from surveykit.result import Result
from surveykit.result.result_fields import field_text
from surveykit.words.marks import join_marked, segments
from surveykit.words.messages import JoinedMessage, Message

LIVING = re.compile(r"\{\{(?P<inner>(?:(?!\{\{|\}\}).)*)\}\}", re.DOTALL)
# fenced code, code, mathematics: what Markdown takes as it stands; then a living number, or braces that never close
_PARTS = re.compile(r"(?P<kept>(?m:^) {0,3}(?P<fence>```+|~~~+).*?(?:(?m:^) {0,3}(?P=fence)[`~]*[ \t]*(?m:$)|\Z)"
                    r"|(?P<tick>`+)(?!`).+?(?<!`)(?P=tick)(?!`)"
                    r"|\$\$.+?\$\$|(?<![\\$])\$(?=[^\s$])[^$\n]*(?<=[^\s\\])\$(?!\d)"
                    r"|\\[{}])|" + LIVING.pattern + r"|(?P<open>\{\{)", re.DOTALL)
_TOKEN = re.compile(r"""\s*(?:(?P<name>[^\W\d]\w*)|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign>[\[\].,=|])
                        |(?P<text>"[^"]*"|'[^']*'|[“”][^“”]*[“”]|[‘’][^‘’]*[‘’]|「[^「」]*」))""", re.VERBOSE)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$@'\"&:])")
Key = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class LivingNumber:
    """A field of a named result: the keys that choose its rows, and the decimals asked for."""

    name: str
    keys: tuple[Key, ...]
    field: str
    decimals: int | None = None


def has_living_numbers(markdown: str) -> bool:
    """Whether a Markdown text calls for a result."""
    return any(match["inner"] is not None or match["open"] for match in _PARTS.finditer(markdown))


def fill_markdown(markdown: str, results: Mapping[str, Result], language: str, where: Message) -> str:
    """Markdown with every living number replaced by what its result says, each number tied to its counts."""
    return "".join(part if isinstance(part, str) else _tied_markdown(_look_up(part["inner"], results, language, where))
                   for part in _cut_at_braces(markdown, where))


def fill_text(text: str, results: Mapping[str, Result], language: str, where: Message) -> str:
    """A plain text, such as a caption, with its living numbers; their marks are kept."""
    return join_marked(*(part if isinstance(part, str) else _look_up(part["inner"], results, language, where)
                    for part in _cut_at_braces(text, where)))


def parse_living(text: str) -> LivingNumber | None:
    """What stands between the braces, parsed; None if it is not of the language.
    >>> parse_living('table["home", group="female"].k_of_n')
    LivingNumber(name='table', keys=('home', ('group', 'female')), field='k_of_n', decimals=None)
    >>> parse_living("open('x')")
    """
    tokens = _tokens(text)
    return _Parser(tokens).living() if tokens else None


class _Parser:
    """Reads tokens from left to right; a method that finds something else gives None."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    def living(self) -> LivingNumber | None:
        """`NAME[keys].field[keys] | decimals`, and nothing behind it."""
        name, keys = self.take("name"), [*self.keys()]
        field = self.take("name") if self.sign(".") else None
        keys += self.keys()
        decimals = self.take("number") if self.sign("|") else ""
        whole = decimals is not None and (not decimals or decimals.isdigit())
        if name is None or field is None or None in keys or not whole or self.at < len(self.tokens):
            return None
        return LivingNumber(name, tuple(key for key in keys if key is not None), field,
                            int(decimals) if decimals else None)

    def keys(self) -> Iterator[Key | None]:
        """The keys of all brackets here."""
        while self.sign("["):
            yield self.key()
            while self.sign(","):
                yield self.key()
            if not self.sign("]"):
                yield None

    def key(self) -> Key | None:
        """A text or number, or a column and its value."""
        column = self.take("name")
        if column is not None and not self.sign("="):
            return None
        value = self.take("text")
        value = self.take("number") if value is None else value
        return value if column is None or value is None else (column, value)

    def sign(self, sign: str) -> bool:
        """Whether this sign stands here; it is taken."""
        return self.take("sign", sign) is not None

    def take(self, kind: str, text: str | None = None) -> str | None:
        """The next token, if it is of this kind."""
        if self.at < len(self.tokens) and self.tokens[self.at][0] == kind and text in {None, self.tokens[self.at][1]}:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None


def _tokens(text: str) -> list[tuple[str, str]]:
    """The tokens of a text; none if a part of it is no token."""
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            return []
        token = match[match.lastgroup]
        found.append((match.lastgroup, token[1:-1] if match.lastgroup == "text" else token))
        at = match.end()
    return found


def _cut_at_braces(text: str, where: Message) -> Iterator[str | re.Match[str]]:
    """Markdown as it stands, and the living numbers between."""
    at = 0
    for match in _PARTS.finditer(text):
        if match["open"]:
            _refuse(text[match.start():].split("\n", 1)[0][:60], where)
        if match["inner"] is not None:
            yield text[at:match.start()]
            yield match
            at = match.end()
    yield text[at:]


def _look_up(text: str, results: Mapping[str, Result], language: str, where: Message) -> str:
    """What one living number says in a language, marked."""
    asked = parse_living(text)
    if asked is None:
        _refuse("{{" + text + "}}", where)
    if asked.name not in results:
        raise ReportError("There is no result named {name!r}.", where="{place}",
                          fix=did_you_mean(asked.name, sorted(results)), name=asked.name, place=where)
    try:
        return field_text(results[asked.name], asked.keys, asked.field, language, decimals=asked.decimals)
    except SurveyError as error:
        place = JoinedMessage("; ", filter(None, (where, Message("{{{{{text}}}}}", text=text), error.where)))
        raise ReportError(error.what, where=place, fix=error.fix) from error


def _refuse(text: str, where: Message) -> NoReturn:
    """The error for braces that hold something else."""
    raise ReportError("What stands in braces must name a result and a field, not {text!r}.", where="{place}",
                      fix='{{{{ plans["home"].k_of_n }}}} or {{{{ plans.base }}}}; \\{{{{ for braces as they stand',
                      text=text, place=where)


def _tied_markdown(text: str) -> str:
    """A marked text as Markdown: nothing in it is markup, each number is a `data` element."""
    return "".join(f'<data value="{value}">{_escape(piece)}</data>' if value else _escape(piece)
                   for piece, value in segments(text))


def _escape(text: str) -> str:
    """A text that Markdown takes as it stands."""
    return _MARKDOWN.sub(r"\\\1", text)
