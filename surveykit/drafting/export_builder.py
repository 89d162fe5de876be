"""The codebook of an export under construction: its columns at hand, and what a second export tells of codes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from surveykit.answers import ExportTable
from surveykit.answers.record_keys import RepeatedKey
from surveykit.codebook import Item
from surveykit.codebook.codebook_builder import CodebookBuilder, Doubts
from surveykit.drafting.column_contents import ColumnContents, read_contents
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.named_options import TICKS
from surveykit.platforms.wjx_pairs import Pair
from surveykit.text.detect_language import HAN
from surveykit.text.normalise import normalise
from surveykit.text.personal import classify_personal, find_personal_kinds
from surveykit.text.strip_html import strip_piped
from surveykit.words.phrases import Text, phrase

FRACTION = re.compile(r"[+-]?\d{1,2}[.,]\d+")  # of a number: no telephone
LEAST_TICKED = 2
LEAST_SURE = 30  # people who each ticked exactly one option: no select-all question does that by chance


@dataclass(kw_only=True)
class ExportBuilder(CodebookBuilder):
    """A codebook that grows question by question.
    `missing` are whole cells (normalised) that are no answers, with their kind; `key` numbers people or units that
    have several rows; `pairs` are labels and codes by question and row, `seen` the contents of columns whose cells are
    single choices.
    """

    table: ExportTable
    missing: Mapping[str, str]
    key: RepeatedKey | None = None
    pairs: Mapping[tuple[str, str], Pair] | None = None
    phrases: str = field(default="draft", init=False)
    seen: dict[str, ColumnContents] = field(default_factory=dict, init=False)

    def add(self, item: Item, doubts: Doubts | None = None) -> Item:
        """Keep an item under a name that no other item, column or scale has."""
        return super().add(replace(item, name=self.free_name(item)), doubts)

    def replace_item(self, item: Item) -> None:
        """Put an item in the place of the one of its name."""
        self.items[:] = [item if one.name == item.name else one for one in self.items]
        self.columns |= set(item.columns)

    @property
    def export(self) -> ExportLayout:
        """What the platform's room makes of the file."""
        return self.table.export

    def contents(self, places: Sequence[int]) -> ColumnContents:
        """What stands in the cells of these columns together."""
        return read_contents(self.table, places, self.missing)

    def most_ticks(self, places: Sequence[int]) -> int:
        """How many of these option columns somebody ticked at most; 0 where too few did to tell."""
        counts = self._count_ticks(places)
        return int(counts.max()) if (counts > 0).sum() >= LEAST_TICKED else 0

    def is_one_of_all(self, places: Sequence[int]) -> bool:
        """Whether many people answered, and each ticked one of these options, no more and no less."""
        counts = self._count_ticks(places)
        filled = np.logical_or.reduce([~self.table.columns[place].blank() for place in places])
        return int(filled.sum()) >= LEAST_SURE and bool((counts == filled).all())

    def _count_ticks(self, places: Sequence[int]) -> np.ndarray:
        """How many of these option columns everybody ticked; of columns of 1 and 2 a 2 is a tick."""
        columns = [self.table.columns[place] for place in places]
        twos = {text.strip() for column in columns for text in column.texts} - {""} == {"1", "2"}
        ticks = {"1": 0, "2": 1} if twos else {**TICKS, **self.export.ticks}
        counts = np.zeros(len(self.table), dtype=int)
        for column in columns:
            ticked = [bool(text.strip()) and normalise(text) not in self.missing and ticks.get(text.strip(), 1) == 1
                      for text in column.texts]
            counts += np.array(ticked or [False])[column.codes]
        return counts

    def questions(self) -> dict[str, list[ExportColumn]]:
        """The columns of each question, in order."""
        found: dict[str, list[ExportColumn]] = {}
        for column in self.table.slots:
            if column.role != "meta" and column.heading:
                found.setdefault(column.question or column.names[0], []).append(column)
        return found

    def pair(self, question: str, part: str = "") -> Pair | None:
        """What the text and the code export together tell of a question or row."""
        return (self.pairs or {}).get((question, part))

    def wording(self, *texts: str) -> Text:
        """The first text there is, in its language."""
        text = strip_piped(next((text for text in texts if text), ""))
        return {"zh" if HAN.search(text) else self.language: text}

    def personal_role(self, item: str, heading: str, seen: ColumnContents) -> str:
        """The role of likely personal data, with a doubt; '' for none."""
        kind = classify_personal(heading, seen.texts)
        if kind:
            self.ask("personal", item, kind=phrase(f"draft.kind_{kind}"))
        elif any(find_personal_kinds(text) for text in seen.texts if not FRACTION.fullmatch(text)):
            self.ask("personal_inside", item)
        return f"pii:{kind}" if kind else ""
