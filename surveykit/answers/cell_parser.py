"""One cell's text as a ParsedCell: what was answered, why nothing was, or what cannot be read.

This is the only place that gives a cell a type: exports of platforms, plain tables, files of ours and files of
SPSS and Stata are all read by it, and `check_export` lists what it finds.
"""

import difflib
import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from surveykit.answers.conventions import CellRules
from surveykit.answers.joined_ticks import choose_separator
from surveykit.answers.option_words import OptionWords
from surveykit.codebook import Item, Option
from surveykit.survey import value_text
from surveykit.text.is_date import is_date
from surveykit.text.normalise import is_placeholder, normalise, normalise_all
from surveykit.text.parse_number import NUMBER, parse_number, uses_decimal_comma

NEAR = 0.6  # likeness from which a text is taken for a misspelt label
LONGEST = 200
RANK_MARKS = ("→", "┋", ">", ";", " ")  # where nothing says what parts a ranking
BLANK_ANSWER = "blank"
FIRST_LETTER = itemgetter(slice(1))


@dataclass(frozen=True, slots=True)
class ParsedCell:
    """What one cell says.
    `fill` was filled in beside an option, or `typed` in the place of one; `written` is how the cell
    should have been written, None if it is; `faults` are reasons, each with the text at fault; a
    `placeholder` stands for nothing; `fills` are words of a select-all cell with the option they stand behind.
    """

    value: str | float | frozenset[str] | None = None
    missing: str = ""
    fill: str = ""
    written: str | None = None
    faults: tuple[tuple[str, str], ...] = ()
    typed: bool = False
    placeholder: bool = False
    fills: tuple[tuple[str, str], ...] = ()


Parser = Callable[[str], ParsedCell]


def make_parser(item: Item, rules: CellRules, texts: Sequence[str] = ()) -> Parser:
    """The function from a cell's text to what it says, for this item in a column of these texts.
    The column tells what its cells cannot: by what ticks are joined, and whether a comma is a decimal one.
    """
    parse = _parser_by_kind(item, rules, texts)

    def parse_cell(text: str) -> ParsedCell:
        bare = rules.unquote(text) if rules.unquote else None
        kind = find_missing(text, rules.missing) if bare is None else find_missing(bare, {})
        if kind:
            return ParsedCell(missing=kind)
        if not rules.gapless and is_placeholder_for(item, rules, text):
            return ParsedCell(missing=BLANK_ANSWER, placeholder=True)
        return parse(text if bare is None else bare)

    return parse_cell


def is_placeholder_for(item: Item, rules: CellRules, text: str) -> bool:
    """Whether a cell of a closed question or a number holds only a mark for nothing, which is none of its options."""
    return (not is_free_text(item) and is_placeholder(text, counted=item.kind in {"number", "rating"})
            and rules.words.find(text)[0] is None)


def is_free_text(item: Item) -> bool:
    """Whether the item's cells are text of which nothing can be wrong."""
    return item.kind not in {"multiple", "number", "date"} and not item.options


def parse_texts(texts: Sequence[str], rules: CellRules) -> tuple[list[str | None], dict[int, str]]:
    """Free texts as they stand, and by place the kind of missing of those that are none: what `make_parser` gives,
    all at once.
    """
    bares = [rules.unquote(text) for text in texts] if rules.unquote else [None]
    if all(bare is None for bare in bares):
        values: list[str | None] = list(texts)
        gaps = find_all_missing(texts, rules.missing)
    else:  # what stands inside marks is no token
        plain = [text if bare is None else bare for text, bare in zip(texts, bares, strict=True)]
        values, marked = list(plain), find_all_missing(plain, {})
        gaps = {place: kind for place, kind in find_all_missing(plain, rules.missing).items()
                if bares[place] is None or place in marked}
    for place in gaps:
        values[place] = None
    return values, gaps


def read_plain_cells(item: Item, texts: Sequence[str], rules: CellRules) -> list[str | float | None]:
    """The cells that are a number or a day as they stand, None for others: what `make_parser` gives, all at once."""
    if item.kind == "number":
        numbers = (float(text) if NUMBER.fullmatch(text) and text not in rules.missing else math.inf for text in texts)
        return [number if math.isfinite(number) else None for number in numbers]
    days = item.kind == "date"
    return [text if days and is_date(text) and normalise(text) not in rules.missing else None for text in texts]


def find_missing(text: str, tokens: Mapping[str, str]) -> str:
    """Which kind of missing a whole cell stands for; '' when it is an answer."""
    bare = normalise(text)
    return tokens.get(bare, "") if bare else BLANK_ANSWER


def find_all_missing(texts: Sequence[str], tokens: Mapping[str, str]) -> dict[int, str]:
    """The same for many texts, by place, answers left out; only those that begin as a token does are looked at."""
    begun = {unicodedata.normalize("NFKD", word)[:1] for word in tokens}
    unsure = {letter for letter in set(map(FIRST_LETTER, texts)) if not _stays(letter) or letter in begun}
    places = [place for place, text in enumerate(texts) if text[:1] in unsure] if unsure else []
    kinds = map({**tokens, "": BLANK_ANSWER}.get, normalise_all([texts[place] for place in places]))
    return {place: kind for place, kind in zip(places, kinds, strict=True) if kind}


def _stays(letter: str) -> bool:
    """Whether a text that begins so still does, tidied and taken apart: it can equal no token that begins otherwise."""
    return (unicodedata.normalize("NFKD", letter) == letter and unicodedata.category(letter)[0] in "LN"
            and not unicodedata.combining(letter)) if letter else False


def _parser_by_kind(item: Item, rules: CellRules, texts: Sequence[str]) -> Parser:
    """How cells of this kind of item are read, once they are no kind of missing."""
    if item.kind == "multiple":
        joined = rules if rules.separator else replace(rules, separator=choose_separator(rules.words, texts))
        return lambda text: _parse_ticks(text, joined)
    if item.kind == "rank" and item.options:
        return lambda text: _parse_ranking(text, rules)
    if item.options:
        return lambda text: _parse_choice(item, text, rules)
    if item.kind == "number":
        question = " ".join((*item.label.values(), item.column or "", item.name))
        comma = uses_decimal_comma(texts, told=rules.decimal_comma)
        return lambda text: _parse_number(text, question, quiet=item.role == "duration", decimal_comma=comma)
    return _parse_date if item.kind == "date" else ParsedCell


def _outside(texts: Sequence[str], rules: CellRules, reason: str = "outside") -> ParsedCell:
    """An answer that holds texts that are no option."""
    return ParsedCell(missing=BLANK_ANSWER, faults=tuple((reason, rules.captions.get(text, text)) for text in texts))


def _parse_choice(item: Item, text: str, rules: CellRules) -> ParsedCell:
    """A single choice or a rating; where words may be typed, what is no label is the option for them."""
    option, fill, word = rules.words.find(text)
    if option is None and rules.typed is not None:
        return ParsedCell(rules.typed.value, fill=text.strip(), typed=True, faults=_misspelt([text], rules.words))
    if option is None:
        return _outside([text], rules)
    value = option.score if item.kind == "rating" else option.value
    return ParsedCell(None if option.missing else value, option.missing or "", fill, None if word == text else word)


def _misspelt(texts: Sequence[str], words: OptionWords) -> tuple[tuple[str, str], ...]:
    """Texts that are nearly a label: perhaps it was typed, perhaps the label is misspelt."""
    return tuple(("misspelt", text) for text in texts if find_nearest(text, words.words))


def find_nearest(text: str, words: Mapping[str, object]) -> str:
    """The nearest of words as they are compared; '' where nothing is near."""
    near = difflib.get_close_matches(normalise(text)[:LONGEST], list(words), n=1, cutoff=NEAR)
    return near[0] if near else ""


def _parse_ticks(text: str, rules: CellRules) -> ParsedCell:
    """A select-all cell: the set of ticked options, and words typed beside them."""
    words, separator = rules.words, rules.separator
    ways = words.part_ticks(text, separator)
    pieces = ways[0]
    found = [words.find(piece) for piece in pieces]
    bad = [piece for piece, (option, fill, _) in zip(pieces, found, strict=True)
           if option is None or fill.count("〖") != fill.count("〗")]
    if bad and rules.typed is not None:
        labels, typed = words.part_typed(text, separator)
        options = [rules.typed, *(words.find(label)[0] for label in labels)]
        return replace(_tick_set(text, options, typed, None), typed=True, faults=_misspelt(bad, words))
    if separator and not text.strip(f"{separator} "):  # nothing but the mark that ends a cell
        return ParsedCell(missing=BLANK_ANSWER)
    if bad or not pieces:
        return _outside(bad or [text], rules)
    word = separator.join(word for _, _, word in found)
    as_written = text, text.replace(f"{separator} ", separator)  # a blank behind a mark is its writer's
    answer = _tick_set(text, [option for option, _, _ in found], "；".join(fill for _, fill, _ in found if fill),
                       None if word in {way.removesuffix(separator) for way in as_written} else word)
    doubt = (("ambiguous_split", text),) if len(ways) > 1 else ()
    fills = tuple((option.value, fill) for option, fill, _ in found if option is not None and fill)
    return replace(answer, faults=answer.faults or doubt, fills=fills) if doubt or fills else answer


def _tick_set(text: str, options: Sequence[Option | None], fill: str, word: str | None) -> ParsedCell:
    """The ticks; a tick of `refused` alone is missing, beside others it is a contradiction."""
    known = [option for option in options if option is not None]
    ticks = frozenset(option.value for option in known if option.missing is None)
    kinds = [option.missing for option in known if option.missing]
    if kinds and not ticks:
        return ParsedCell(missing=kinds[0], fill=fill, written=word)
    return ParsedCell(ticks, fill=fill, written=word, faults=(("contradiction", text),) if kinds else ())


def _parse_ranking(text: str, rules: CellRules) -> ParsedCell:
    """A ranking in one cell: the values of the options in the order given, parted by blanks (as XLSForm does)."""
    marks = [rules.ranking] if rules.ranking else [mark for mark in RANK_MARKS if mark in text]
    ways = [pieces for mark in marks for pieces in rules.words.part_ticks(text, mark)] or [[text]]
    ways.sort(key=lambda pieces: any(rules.words.find(piece)[0] is None for piece in pieces))
    found = [rules.words.find(piece) for piece in ways[0]]
    bad = [piece for piece, (option, _, _) in zip(ways[0], found, strict=True) if option is None]
    values = [option.value for option, _, _ in found if option]
    twice = [piece for place, piece in enumerate(ways[0]) if not bad and values[place] in values[:place]]
    if bad or twice or not values:
        return _outside(bad or twice or [text], rules, "place" if twice else "outside")
    fills = tuple((option.value, fill) for option, fill, _ in found if option is not None and fill)
    return ParsedCell(" ".join(values), fill="；".join(fill for _, fill in fills), fills=fills)


def _parse_number(text: str, question: str, *, quiet: bool, decimal_comma: bool) -> ParsedCell:
    """A number; `quiet` where the platform itself writes the unit."""
    value = parse_number(text, question, decimal_comma=decimal_comma)
    if value is None:
        return ParsedCell(missing=BLANK_ANSWER, faults=(("number", text),))
    as_written = quiet or NUMBER.fullmatch(text) is not None
    return ParsedCell(value, written=None if as_written else value_text(value))


def _parse_date(text: str) -> ParsedCell:
    """A day or month, kept as it stands."""
    return ParsedCell(text) if is_date(normalise(text)) else ParsedCell(missing=BLANK_ANSWER, faults=(("date", text),))
