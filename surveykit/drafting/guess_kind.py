"""What kind of question a column is, by what stands in its cells.

Every rule is a guess; the ones that may be wrong give a doubt (a key of the phrases `draft.*`).
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from surveykit.answers.joined_ticks import SEPARATORS, find_separator
from surveykit.drafting.column_contents import ColumnContents, KindGuess, find_repeated_labels, split_labels
from surveykit.drafting.guess_number import LIKELY, MOST_POINTS, MOSTLY, NEARLY, guess_number
from surveykit.drafting.scale_points import find_points
from surveykit.drafting.value_shapes import are_typed_amounts, find_hidden_days, find_spelt
from surveykit.text.is_date import DAY_FIRST, ISO, MONTH
from surveykit.text.normalise import normalise
from surveykit.text.split_ticks import split_fill_in, split_ticks
from surveykit.text.yes_no import is_yes_no

SHOWN_AMOUNTS = 3
MOST_OPTIONS, LONGEST_OPTION = 40, 120
SURE = 3  # cells per distinct text of a choice
SEVERAL = re.compile(r"可多选|多选|不定项|最多选|至多|all that apply|(?:select|choose|check|tick) all", re.IGNORECASE)
RANKED = re.compile(r"排序|排列|排名|按.{0,12}(?:顺序|先后|高低)|\brank|\bin order\b", re.IGNORECASE)
OPEN = re.compile(r"(?:意见|建议|评论|留言|感言|备注|想说的话?)[)）]?[?？。.：:]?$|"
                  r"\b(?:comments?|suggestions?|remarks?|anything else)\W*$", re.IGNORECASE)
ABOUT = re.compile("看待|是否|采纳|哪[一个种类]|满意|认同|同意")  # asks about advice, not for it
NO_PAIR = frozenset({"有", "没有", "无"})  # alone they may be words somebody typed
CODE = re.compile(r"[A-Za-z]{1,3}\d{1,3}")
NAME = re.compile(r"[\w.\-]+")
HARD = "┋"
FILE = re.compile(r"\[document\]|=HYPERLINK\(.*\)|.*\.(?:pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|heic|zip|rar|mp[34]|mov)"
                  r"(?:[?#]\S*)?", re.IGNORECASE)
FEWEST_ORDERS = 3  # of the same options in a cell: a ranking


def guess_kind(seen: ColumnContents, wording: str, *, separator: str = "", ranking: str = "", coded: bool = False,
          loose: bool = False, decimal_comma: bool = False) -> KindGuess:
    """The kind of a question of one column.
    `separator` and `ranking` may join several answers in a cell; `coded` exports hold codes
    instead of labels, `loose` ones may; with `decimal_comma` all commas of numbers are decimal ones.
    """
    if not seen.n:
        return KindGuess("text", {"empty": {}})
    if all(FILE.fullmatch(text) for text in seen.texts):
        return KindGuess("text", {"files": {}})
    return (_guess_several(seen, wording, separator, ranking) or _guess_date(seen)
            or guess_number(seen, wording, coded or loose, coded, decimal_comma=decimal_comma)
            or _guess_joined(seen, wording, separator) or _guess_choice(seen, wording))


def _guess_several(seen: ColumnContents, wording: str, separator: str, ranking: str) -> KindGuess | None:
    """A select-all question or a ranking in one column."""
    both = bool(ranking) and ranking == separator
    if ranking and has_recurring_pieces(seen, ranking) and (not both or _is_one_set(seen, ranking)):
        return KindGuess("rank", {"rank_or_ticks": {}} if both else {})
    ranked = RANKED.search(wording) and any(ranking in text for text in seen.texts)
    if ranking and ranked and (not both or _is_one_set(seen, ranking, least=1)):
        return KindGuess("rank")
    if separator and separator == HARD and any(len(split_ticks(text, HARD)) > 1 for text in seen.texts):
        return KindGuess("multiple", mark=HARD)
    if separator == " " and not _are_names(seen):
        joined = SEVERAL.search(wording) and any(" " in text for text in seen.texts)
        return KindGuess("text", {"labels_joined": {}}) if joined else None
    if separator and _is_one_set(seen, separator, least=FEWEST_ORDERS):
        return KindGuess("rank", {} if RANKED.search(wording) else {"rank_or_ticks": {}}, separator)
    if separator and has_recurring_pieces(seen, separator):
        return KindGuess("multiple", {} if SEVERAL.search(wording) else {"separator": {"mark": separator}}, separator)
    if separator and SEVERAL.search(wording) and is_choice(seen):
        return _guess_joined(seen, wording, separator) or KindGuess("multiple", {"separator_absent": {}}, separator)
    return None


def has_recurring_pieces(seen: ColumnContents, separator: str) -> bool:
    """Whether the pieces of cells come back in other cells, as options do and free text does not."""
    if not any(separator in text for text in seen.texts):
        return False
    cells = {text: [split_fill_in(piece)[0] for piece in labels]
             for text, labels in split_labels(seen.texts, separator).items()}
    said = Counter(piece for found in cells.values() for piece in set(found))
    twice = seen.share(text for text, found in cells.items() if len(set(found)) < len(found))  # 3/3: no ticks
    total = sum(count * len(cells[text]) for text, count in seen.texts.items())
    short = all(len(piece) <= LONGEST_OPTION for piece in said)
    ends = separator == ";" and all(text.rstrip().endswith(";") for text in seen.texts)
    shared = any(said[piece] > 1 for found in cells.values() if len(found) > 1 for piece in found)
    return short and twice < 1 - NEARLY and (ends or (shared and len(said) <= MOST_OPTIONS and total >= 2 * len(said)))


def _guess_joined(seen: ColumnContents, wording: str, known: str) -> KindGuess | None:
    """Ticks joined by a mark that the platform does not name, or is not known for."""
    if any(known in text for text in seen.texts if known) or seen.fills or any(seen.letters.values()):
        return None
    order = next((mark for mark in SEPARATORS if _is_one_set(seen, mark, least=FEWEST_ORDERS)), "")
    if order:
        return KindGuess("rank", {} if RANKED.search(wording) else {"rank_or_ticks": {}}, order)
    mark = find_separator(list(seen.texts))
    if not mark or not has_recurring_pieces(seen, mark) or find_points(list(seen.labels)) is not None:
        return None
    shown = "\\n" if mark == "\n" else mark
    return KindGuess("multiple", {} if SEVERAL.search(wording) else {"separator": {"mark": shown}}, mark)


def _are_names(seen: ColumnContents) -> bool:
    """Whether cells hold names of options (`cash in_kind`), parted by blanks, and no wording (`Very good`)."""
    words = [text.split() for text in seen.texts]
    worded = any(found[0][0].isupper() and found[-1][0].islower() for found in words if found)
    return not worded and all(NAME.fullmatch(word) for found in words for word in found)


def pieces_together(texts: Iterable[str], separator: str) -> list[str]:
    """Neighbouring pieces that never stand apart: perhaps one label that holds the separator."""
    cells = list(split_labels(texts, separator).values())
    alone = Counter(piece for found in cells for piece in found)
    beside = Counter(pair for found in cells for pair in pairwise(found))
    return [separator.join(pair) for pair, count in beside.items()
            if count > 1 and count == alone[pair[0]] == alone[pair[1]]]


def _is_one_set(seen: ColumnContents, separator: str, least: int = 2) -> bool:
    """Whether every cell holds the same options, at least two, in as many orders as this."""
    found = {frozenset(split_ticks(text, separator)) for text in seen.texts}
    return len(found) == 1 and len(next(iter(found))) > 1 and len(seen.texts) >= least


def _guess_date(seen: ColumnContents) -> KindGuess | None:
    """Days and months."""
    said = {text: normalise(text) for text in seen.texts}
    if seen.share({text for text, day in said.items() if ISO.fullmatch(day) or MONTH.fullmatch(day)}) >= NEARLY:
        return KindGuess("date")
    if seen.share({text for text, day in said.items() if DAY_FIRST.fullmatch(day)}) >= NEARLY:
        return KindGuess("date", {"date_order": {}})
    hidden = find_hidden_days(said)
    if hidden == "digits" or (hidden == "dotted" and len(said) > 1):
        return KindGuess("date", {f"days_{hidden}": {}})
    return None


def _guess_choice(seen: ColumnContents, wording: str) -> KindGuess:
    """One of several options, else free text; short remarks come back too and are no options."""
    if _is_proven(seen):
        return KindGuess("single", {"codes": {}} if all(map(CODE.fullmatch, seen.labels)) else {})
    asked = OPEN.search(wording.strip()) and not ABOUT.search(wording)
    if is_choice(seen) and not asked:
        doubts: dict[str, dict[str, object]] = {} if seen.n >= SURE * len(seen.labels) else {"choice": {}}
        if are_typed_amounts(seen.labels):
            doubts |= {"amounts": {"labels": ", ".join([*seen.labels][:SHOWN_AMOUNTS])}}
        return KindGuess("single", doubts | ({"codes": {}} if all(map(CODE.fullmatch, seen.labels)) else {}))
    few = len(seen.labels) <= MOST_POINTS and _are_short(seen)
    if few:
        return KindGuess("text", {"text_or_choice": {"count": len(seen.labels)}})
    spelt = find_spelt(seen.texts)
    if not asked and seen.share(spelt) >= MOSTLY:
        return KindGuess("text", {"spellings": {"count": sum(seen.texts[text] for text in spelt)}})
    options = [] if asked else find_repeated_labels(seen)
    return KindGuess("text", {"mostly_labels": {
        "count": sum(seen.labels[label] for label in options),
        "labels": " / ".join(options[:SHOWN_AMOUNTS])}} if options else {})


def is_choice(seen: ColumnContents) -> bool:
    """Whether labels are few, short and come back, most of them more than once."""
    often = sum(count > 1 for count in seen.labels.values())
    return (_are_short(seen) and len(seen.labels) <= MOST_OPTIONS and seen.n >= LIKELY * len(seen.labels)
            and 2 * often >= len(seen.labels))


def _is_proven(seen: ColumnContents) -> bool:
    """Whether something shows that labels are options, however few people answered."""
    if len(seen.labels) > MOST_OPTIONS:
        return False
    lettered = bool(seen.letters) and all(seen.letters.values())
    listed = is_yes_no(seen.labels) and (len(seen.labels) > 1 or not seen.labels.keys() <= NO_PAIR)
    return _are_short(seen) and (bool(seen.fills) or lettered or listed or find_points(list(seen.labels)) is not None)


def _are_short(seen: ColumnContents) -> bool:
    """Whether all labels are short enough for an option."""
    return all(0 < len(label) <= LONGEST_OPTION for label in seen.labels)
