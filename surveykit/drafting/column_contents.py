"""What a codebook could say about the cells of an export's columns."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from surveykit.answers import ExportTable
from surveykit.formats import Column
from surveykit.text.normalise import is_placeholder, normalise
from surveykit.text.split_ticks import split_fill_in, split_letter, split_ticks

LONGEST_REPEATED, MOST_REPEATED = 60, 15  # letters of a label, and labels
LEAST_REPEATED, REPEATED = 3, 0.05  # cells that hold one, and their share
NOTHING = re.compile(r"(?:暂时?|都|什么)?(?:无|没有)(?:了|意见|建议)?|no(?:thing|pe)?|none|n/a", re.IGNORECASE)
LABELLED_BY_COMMA = {",", "，", "、", "/"}


@dataclass(frozen=True, slots=True)
class ColumnContents:
    """What stands in the cells of a question: each label, as first written, with how often.
    `texts` are whole cells (without letters and outer blanks), `labels` without what was filled in; `fills` counts
    fill-ins by label, `letters` holds the letter of a label, `gaps` counts cells without an answer by kind of missing.
    """

    texts: Mapping[str, int]
    labels: Mapping[str, int]
    fills: Mapping[str, int] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    gaps: Mapping[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Cells with an answer."""
        return sum(self.texts.values())

    def share(self, texts: Iterable[str]) -> float:
        """Share of the cells with an answer that hold one of these texts."""
        return sum(self.texts[text] for text in texts) / self.n


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A kind of item, the doubts about it with what they name, and the separator found in cells of several answers."""

    kind: str
    doubts: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    mark: str = ""


def read_contents(table: ExportTable, places: Sequence[int], missing: Mapping[str, str]) -> ColumnContents:
    """What stands in the cells of these columns together; `missing` are whole cells that are no answers."""
    texts, labels, fills, gaps = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    letters: dict[str, str] = {}
    first: dict[str, str] = {}
    for cell, count in (pair for place in places for pair in count_texts(table.columns[place])):
        text = normalise(cell)
        kind = missing.get(text, "") if text else "blank"
        if kind:
            gaps[kind] += count
            continue
        letter, bare = split_letter(cell.strip()) if table.export.letters else ("", cell.strip())
        bare = bare.strip()
        label, fill = split_fill_in(bare)
        label = first.setdefault(normalise(label), label)
        texts[bare] += count
        labels[label] += count
        fills.update({label: count} if fill else {})
        if table.export.letters:
            letters.setdefault(label, letter)
    return ColumnContents(texts, labels, fills, letters, gaps)


def count_texts(column: Column) -> Iterator[tuple[str, int]]:
    """The distinct texts of a column that stand in it, each with how often."""
    counts = np.bincount(column.codes, minlength=len(column.texts)).tolist()
    return ((text, count) for text, count in zip(column.texts, counts, strict=True) if count)


def leave_out(seen: ColumnContents, texts: Sequence[str]) -> ColumnContents:
    """The contents without some cells, which count as blank."""
    if not texts:
        return seen
    gone = {split_fill_in(text)[0] for text in texts}
    blank = seen.gaps.get("blank", 0) + sum(seen.texts[text] for text in texts)
    kept = {label: count for label, count in seen.labels.items() if label not in gone}
    return ColumnContents({text: count for text, count in seen.texts.items() if text not in texts}, kept, seen.fills,
                          seen.letters, {**seen.gaps, "blank": blank})


def find_repeated_labels(seen: ColumnContents) -> list[str]:
    """The few labels that most cells repeat where the others, all different, may be words typed under "other"."""
    often = [label for label, count in seen.labels.items() if count > 1 and len(label) <= LONGEST_REPEATED]
    telling = [label for label in often if seen.labels[label] >= max(LEAST_REPEATED, REPEATED * seen.n)
               and not is_placeholder(label, counted=True) and not NOTHING.fullmatch(normalise(label))]
    mostly = 2 * sum(seen.labels[label] for label in often) >= seen.n
    return (sorted(telling, key=lambda label: -seen.labels[label])
            if mostly and len(telling) > 1 and len(often) <= MOST_REPEATED else [])


def split_labels(texts: Iterable[str], separator: str) -> dict[str, list[str]]:
    """The labels of each cell; a piece that never stands alone or first belongs to the one before it.
    An option that only ever follows others is told by following different ones; words in small letters are none.
    >>> split_labels(["Yes", "No, not yet", "No"], ", ")["No, not yet"]
    ['No, not yet']
    >>> split_labels(["a, b", "b, c", "a, c"], ", ")["b, c"]
    ['b', 'c']
    >>> split_labels(["Fairs, visits,CV", "CV,tips", "tips"], ",")["Fairs, visits,CV"]
    ['Fairs, visits', 'CV']
    """
    cells = {text: split_ticks(text, separator) for text in texts}
    if separator.strip() not in LABELLED_BY_COMMA:
        return cells
    heads = {normalise(pieces[0]) for pieces in cells.values() if pieces}
    before: dict[str, set[str]] = defaultdict(set)
    for pieces in cells.values():
        for one, other in pairwise(pieces):
            before[normalise(other)].add(normalise(one))
    stuck = {piece for piece, ones in before.items()
             if piece not in heads and (len(ones) == 1 or (piece[:1].islower() and " " in piece))}
    return {text: _join_stuck(text, pieces, stuck, separator) for text, pieces in cells.items()}


def _join_stuck(text: str, pieces: list[str], stuck: set[str], separator: str) -> list[str]:
    """The pieces of a cell, those that are none of their own with the one before, as the cell writes them."""
    labels: list[str] = []
    for piece in pieces:
        if labels and normalise(piece) in stuck:
            spaced = f"{labels[-1]}{separator} {piece}"
            labels[-1] = spaced if spaced in text else labels[-1] + separator + piece
        else:
            labels.append(piece)
    return labels
