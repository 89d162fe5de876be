"""Names that SPSS and Stata accept, each once, and labels that fit."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from surveykit.codebook import Item, Option
from surveykit.errors import CleaningError
from surveykit.words.messages import Message
from surveykit.words.phrases import phrase
from surveykit.write.outgoing_survey import KEY, AnswerColumn, OutgoingSurvey

SPSS_WORDS = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")
STATA_WORDS = frozenset({"_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n",
                         "_pi", "_pred", "_r", "_rc", "_se", "_skip", "strl", "using", "with", "_weight"})


@dataclass(frozen=True, slots=True)
class NameRules:
    """What a program allows of names and labels.
    `longest` and `label` are measured by `size` (bytes for SPSS, characters for Stata), `value_label`
    in bytes. `inside` may stand inside a name, `first` at its beginning, beside letters and digits.
    """

    program: str
    longest: int
    label: int
    value_label: int
    inside: str
    first: str
    words: frozenset[str]
    size: Callable[[str], int]
    columns: int
    text: int


def utf8_size(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode())


SPSS = NameRules("SPSS", 64, 250, 120, "_.", "", SPSS_WORDS, utf8_size, 1_000_000, 32_767)
STATA = NameRules("Stata", 32, 80, 32_000, "_", "_", STATA_WORDS, len, 32_767, 2_000_000_000)


def choose_names(out: OutgoingSurvey, rules: NameRules) -> dict[str, str]:
    """The variable of each column; those that cannot keep their name say it at the end of their label.
    A response set keeps all its names or none: then its variables are `<item>_1`, `<item>_2` ...
    """
    kept: set[str] = {KEY}
    names = {column: column for item in out.book if _keep_names(item, rules, kept) for column in item.columns}
    seen = kept.union(column.casefold() for column in out.book.columns)
    for item in out.book:
        if not all(column in names for column in item.columns):
            names.update(zip(item.columns, _make_names(item, rules, seen), strict=True))
    return names


def _keep_names(item: Item, rules: NameRules, kept: set[str]) -> bool:
    """Whether all columns may keep their names; they are taken then."""
    folded = [column.casefold() for column in item.columns]
    free = len(set(folded)) == len(folded) and kept.isdisjoint(folded)
    if not (free and all(is_lawful(column, rules) for column in item.columns)):
        return False
    kept.update(folded)
    return True


def is_lawful(name: str, rules: NameRules) -> bool:
    """Whether the program accepts the name."""
    return (_clean_name(name, rules) == name and rules.size(name) <= rules.longest
            and name.casefold() not in rules.words and not (name.casefold().startswith("str") and name[3:].isdigit()))


def _clean_name(name: str, rules: NameRules) -> str:
    """The name with `_` for what it must not hold, beginning with a letter, not ending with a dot."""
    kept = "".join(c if _is_letter(c) or c in "0123456789" or c in rules.inside else "_" for c in name).rstrip(".")
    return kept if kept and (_is_letter(kept[0]) or kept[0] in rules.first) else f"v{kept}"


def _is_letter(character: str) -> bool:
    """A letter of any script, in its usual form."""
    return character.isalpha() and unicodedata.normalize("NFKC", character) == character


def _make_names(item: Item, rules: NameRules, seen: set[str]) -> list[str]:
    """New names for an item's columns, like its own and taken by no other."""
    several = item.kind == "multiple"
    ends = [f"_{n}" for n in range(1, len(item.columns) + 1)] if several else [""]
    tries = ([stem + end for end in ends] for stem in _stems(_clean_name(item.name, rules), rules, len(ends[-1])))
    names = next(names for names in tries
                 if seen.isdisjoint(map(str.casefold, names)) and all(is_lawful(name, rules) for name in names))
    seen.update(map(str.casefold, names))
    return names


def _stems(bare: str, rules: NameRules, room: int) -> Iterator[str]:
    """The name cut to its length, then with 2, 3 ... behind it."""
    for number in count(1):
        end = f"_{number}" if number > 1 else ""
        yield _cut_text(bare, rules.longest - room - len(end), rules.size) + end


def _cut_text(text: str, most: int, size: Callable[[str], int]) -> str:
    """The beginning of a text that is at most so long."""
    while size(text) > most:
        text = text[:-1]
    return text


def variable_label(column: AnswerColumn, name: str, out: OutgoingSurvey, rules: NameRules) -> str:
    """A variable's label: the wording, of a response set with the option; the column's name if it was changed."""
    label = out.words(column.item.label) or column.item.name
    end = "" if column.option is None else out.words(phrase("write.option", option=option_wording(column.option, out)))
    if name == column.name:
        return fit_label(label, end, rules.label, rules.size)
    said = _name_in_brackets(column, out, rules)
    return fit_label(label, end, rules.label - rules.size(said), rules.size) + said


def _name_in_brackets(column: AnswerColumn, out: OutgoingSurvey, rules: NameRules) -> str:
    """The column's name as it stands at the end of a label; a long one as its item and place."""
    said = f" [{column.name}]"
    if rules.size(said) > rules.label // 2 and column.option is not None:
        said = f" [{column.item.name} #{column.item.answers.index(column.option) + 1}]"
    if rules.size(said) > rules.label:
        raise CleaningError("{program} cannot hold a name as long as this one.", where="{file}, item {item!r}",
                            fix="give the item a shorter name in the codebook", program=rules.program, file=out.name,
                            item=column.item.name)
    return said


def option_wording(option: Option, out: OutgoingSurvey) -> str:
    """An option's label, else its value."""
    return out.words(option.label) or option.value


def fit_label(front: str, end: str, most: int, size: Callable[[str], int]) -> str:
    """Front and end on one line; the front gives way, the full wording stands in the codebook.
    >>> fit_label("Which of these hinder you", ": money", 16, len)
    'Which of…: money'
    >>> fit_label("Which", ": money", 12, len), fit_label("Which", ": as much as that", 9, len)
    ('Which: money', '…: as mu…')
    """
    front, end = CONTROL.sub(" ", front), CONTROL.sub(" ", end)
    if size(front + end) <= most:
        return front + end
    end = shorten_text(end, most - size("…"), size)
    return shorten_text(front, most - size(end), size) + end


def shorten_text(text: str, most: int, size: Callable[[str], int]) -> str:
    """A text of at most this size, `…` where it was cut; nothing where there is no room for that.
    >>> shorten_text("money", 5, len), shorten_text("money", 4, len), shorten_text("money", 0, len)
    ('money', 'mon…', '')
    """
    if size(text) <= most:
        return text
    room = most - size("…")
    return _cut_text(text, room, size) + "…" if room >= 0 else ""


def refuse_unfit(out: OutgoingSurvey, rules: NameRules) -> None:
    """What the program cannot hold: characters that are none, texts too long, too many columns."""
    out.refuse_no_text()
    out.refuse_invisible()
    out.refuse_width(rules.columns, rules.program)
    out.refuse(lambda text: utf8_size(text) > rules.text,
               Message("An answer cannot be longer than {rules:,} bytes in {program}.", rules=rules.text,
                       program=rules.program), Message("write it as .csv, .xlsx or .parquet"))
    for column in out.columns:
        numbers = [v for v in column.values if not isinstance(v, str)]
        if any(not abs(n) < 8.9e307 or (abs(n) >= 1e15 and float(f"{n:.15g}") != n) for n in numbers):
            raise CleaningError("A number cannot have more than fifteen digits in {program}.",
                                where="{file}, column {column!r}",
                                fix="a long number is an id: make it an item of kind text in the codebook",
                                program=rules.program, file=out.name, column=column.name)
