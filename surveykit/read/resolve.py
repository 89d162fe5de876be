"""One cell's text as an Answer: what was said, why nothing was said, or what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from surveykit.codebook import Item, Option
from surveykit.drafting.naming import other_option
from surveykit.read.cells import (
    NUMBER,
    Labels,
    missing_kind,
    missing_kinds,
    normalise,
    splits,
    with_typed,
)
from surveykit.survey import written
from surveykit.text.numbers import parse_number

Codes = Mapping[str, str]
QUOTE = "'"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one cell says.

    `fill` was filled in beside an option, or `typed` in the place of one; `written` is how the cell
    should have been written, None if it is; `bad` holds what cannot be read; `flag` names what is odd
    about the answer.
    """

    value: object = None
    missing: str = ""
    fill: str = ""
    written: str | None = None
    bad: tuple[str, ...] = ()
    flag: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How an export writes its answers.

    Files of `ours` hold values and scores, and `'` stands before a text that must be taken as it
    is. `numbered` exports hold the number of an option in the form (`order`) or its score.
    `letters` may stand before labels; a cell `other` is the option of that name. Words `typed` under
    "Other" may stand where a label would.
    """

    ours: bool = False
    numbered: str = ""
    separator: str = ""
    ranking: str = ""
    letters: bool = False
    other: str = ""
    typed: bool = False


def resolver(item: Item, codes: Codes, reading: Reading) -> Callable[[str], Answer]:
    """The function from a cell's text to an Answer, for this item."""
    labels = Labels.as_written(item) if reading.ours else _labels(item, reading)
    resolve = _by_kind(item, labels, reading)
    if not reading.ours:
        return lambda text: resolve(text, codes)
    return lambda text: resolve(text[1:], {}) if text.startswith(QUOTE) else resolve(text, codes)


def _labels(item: Item, reading: Reading) -> Labels:
    """The words of an item's options in this export."""
    labels, other = Labels.of(item, reading.numbered), other_option(item)
    more = {normalise(reading.other): (other, reading.other)} if reading.other and other else {}
    return Labels({**more, **labels.words}, letters=reading.letters)


def _by_kind(item: Item, labels: Labels, reading: Reading) -> Callable[[str, Codes], Answer]:
    """How cells of this kind of item are read."""
    other = other_option(item) if reading.typed and item.kind in {"single", "multiple"} else None
    if item.kind == "multiple":
        separator = (item.layout or "").partition(":")[2] or reading.separator or "┋"
        return lambda text, codes: _ticked(labels, text, separator, codes, other)
    if item.kind == "rank" and item.options and reading.ranking:
        return lambda text, codes: _ranked(labels, text, reading.ranking, codes)
    if item.options and item.kind != "rank":
        return lambda text, codes: _chosen(item, labels, text, codes, other)
    if item.kind == "number":
        question = " ".join((*item.label.values(), item.column or "", item.name))
        return lambda text, codes: _counted(text, question, codes, quiet=item.role == "duration")
    return _worded


def worded(item: Item, reading: Reading) -> bool:
    """Whether the item's cells are free text: nothing of them can be wrong."""
    parted = item.kind == "rank" and not reading.ranking
    return item.kind not in {"multiple", "number"} and (parted or not item.options)


def words_of(texts: Sequence[str], codes: Codes, reading: Reading) -> tuple[list[str | None], list[str]]:
    """Free texts as they stand and their kinds of missing: what `resolver` gives for `worded` items, all at once."""
    quoted = [text.startswith(QUOTE) for text in texts] if reading.ours else [False]
    if not any(quoted):
        gaps = missing_kinds(texts, codes)
        return [None if gap else text for text, gap in zip(texts, gaps, strict=True)], gaps
    bare = [text[mark:] for text, mark in zip(texts, quoted, strict=True)]
    pairs = zip(missing_kinds(bare, codes), missing_kinds(bare, {}), quoted, strict=True)
    gaps = [plain if mark else gap for gap, plain, mark in pairs]  # what stands behind a mark is no token
    return [None if gap else text for text, gap in zip(bare, gaps, strict=True)], gaps


def _chosen(item: Item, labels: Labels, text: str, codes: Codes, other: Option | None) -> Answer:
    """A single choice or a rating; where words may be typed, what is no label is the option `other`."""
    kind = missing_kind(text, codes)
    if kind:
        return Answer(missing=kind)
    option, fill, word = labels.find(text)
    if option is None and other is not None:
        return Answer(other.value, fill=text.strip(), typed=True)
    if option is None:
        return Answer(missing="blank", bad=(text,))
    value = option.score if item.kind == "rating" else option.value
    return Answer(None if option.missing else value, option.missing or "", fill,
                  None if word == text else word)


def _ticked(labels: Labels, text: str, separator: str, codes: Codes, other: Option | None) -> Answer:
    """A select-all cell: the set of ticked options, and words typed beside them."""
    kind = missing_kind(text, codes)
    if kind:
        return Answer(missing=kind)
    ways = splits(text, separator, labels.words)
    pieces = ways[0]
    found = [labels.find(piece) for piece in pieces]
    bad = tuple(piece for piece, (option, fill, _) in zip(pieces, found, strict=True)
                if option is None or fill.count("〖") != fill.count("〗"))
    if bad and other is not None:
        known, typed = with_typed(text, separator, labels.words)
        chosen = [other, *(labels.find(label)[0] for label in known)]
        return replace(_set(chosen, typed, None, ""), typed=True)
    if bad or not pieces:
        return Answer(missing="blank", bad=bad or (text,))
    word = separator.join(word for _, _, word in found)
    return _set([option for option, _, _ in found], "；".join(fill for _, fill, _ in found if fill),
                None if text.removesuffix(separator) == word else word, "ambiguous_split" if len(ways) > 1 else "")


def _ranked(labels: Labels, text: str, separator: str, codes: Codes) -> Answer:
    """A ranking in one cell: the values of the options in the order given."""
    kind = missing_kind(text, codes)
    if kind:
        return Answer(missing=kind)
    pieces = splits(text, separator, labels.words)[0]
    found = [labels.find(piece) for piece in pieces]
    bad = tuple(piece for piece, (option, _, _) in zip(pieces, found, strict=True) if option is None)
    if bad:
        return Answer(missing="blank", bad=bad)
    return Answer(" ".join(option.value for option, _, _ in found), fill="；".join(f for _, f, _ in found if f))


def _set(options: list[Option], fill: str, word: str | None, doubt: str) -> Answer:
    """The ticks; a tick of `refused` alone is missing, beside others it is a contradiction."""
    ticked = frozenset(option.value for option in options if option.missing is None)
    kinds = [option.missing for option in options if option.missing]
    if kinds and not ticked:
        return Answer(missing=kinds[0], fill=fill, written=word)
    return Answer(ticked, fill=fill, written=word, flag="contradiction" if kinds else doubt)


def _counted(text: str, question: str, codes: Codes, *, quiet: bool) -> Answer:
    """A number; `quiet` where the platform itself writes the unit."""
    kind = missing_kind(text, codes)
    if kind:
        return Answer(missing=kind)
    number = parse_number(text, question)
    if number is None:
        return Answer(missing="blank", bad=(text,))
    as_written = quiet or NUMBER.fullmatch(text) is not None
    return Answer(number, written=None if as_written else written(number))


def _worded(text: str, codes: Codes) -> Answer:
    """Free text, kept as it stands."""
    kind = missing_kind(text, codes)
    return Answer(missing=kind) if kind else Answer(text)
