"""What a codebook could say about the cells of an export's columns."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from surveykit.answers import ExportTable
from surveykit.formats import Column
from surveykit.text.normalise import normalise
from surveykit.text.split_ticks import split_fill_in, split_letter


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
