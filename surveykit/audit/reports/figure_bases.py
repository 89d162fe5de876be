"""Where the base of a figure may stand: its sentence, its paragraph, the document."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from surveykit.audit.figures.number_words import chinese_number, english_number
from surveykit.audit.reports.figure_ties import IS_BACK
from surveykit.audit.reports.number_tokens import Percent, WholeNumber, find_wholes
from surveykit.audit.reports.simplified_text import SimplifiedText, simplify_text
from surveykit.audit.reports.stated_bases import NOUN, SUBSET, StatedBase, find_stated_bases

FAR = 64  # numbers before a figure that are looked at
# scores in percent, of which no count follows: 满意度 100 %
SCORE = re.compile(r"(?:[^率]度|指数|得分|评分|\bscores?(?:\s+(?:of|was|is|at))?)\s*(?:高?达到?|均?为|是|:)?\s*$",
                   re.IGNORECASE)
RATE = re.compile(r"率\s*(?:高?达到?|仅?为|是|:)?\s*$")
# what a group has, not how many of it: 7 名编码者的一致率, 16 个班级的平均出勤率
OF_GROUP = re.compile(r"的[^\d。；;,，]{0,8}(?:率|度|数)\s*(?:高?达到?|均?仅?为|是|:)?\s*$")
GROUPS = re.compile(r"(?P<count>[两二三四五六\d]|two|three|four|five|six)\s*个?(?:组|班|校|年级|样本"
                    r"|\s(?:groups|arms|classes))", re.IGNORECASE)
Number = TypeVar("Number", StatedBase, WholeNumber)


class ReadParagraph(NamedTuple):
    """A paragraph made plain, its whole numbers and the bases it states."""

    plain: SimplifiedText
    wholes: tuple[WholeNumber, ...]
    stated: tuple[StatedBase, ...]


def read_paragraph(text: str) -> ReadParagraph:
    """A paragraph, its numbers and stated bases."""
    said = simplify_text(text, words=True)
    numbers = tuple(find_wholes(said.text, said.rounded))
    return ReadParagraph(said, numbers, tuple(find_stated_bases(said.text, numbers)))


class FigureBases(NamedTuple):
    """Where a figure's base may stand: its paragraph, its sentence, the document."""

    paragraph: ReadParagraph
    low: int
    percent: Percent
    counts: set[int]
    document: int | None

    @property
    def before(self) -> list[StatedBase]:
        """Bases stated before the figure in its sentence, the nearest first."""
        return [b for b in _last(self.paragraph.stated, self.percent.start) if self.low <= b.start
                and b.start not in self.counts]

    @property
    def earlier(self) -> list[StatedBase]:
        """Bases stated earlier in the paragraph, the nearest first."""
        return _last(self.paragraph.stated, self.low)

    @property
    def smaller(self) -> list[WholeNumber]:
        """Whole numbers before the figure in the paragraph, the nearest first: a part may be the base of its part."""
        return _last(self.paragraph.wholes, self.percent.start)

    def speaks_of_part(self, base: StatedBase) -> bool:
        """Whether words between a base and the figure say that the figure is of a part of it."""
        text = self.paragraph.plain.text
        noun = NOUN.match(text, base.end, self.percent.start)
        return SUBSET.search(text, noun.end() if noun else base.end, self.percent.start) is not None

    @property
    def numbers_before(self) -> list[WholeNumber]:
        """Whole numbers before the figure in its sentence, the nearest first."""
        return [whole for whole in self.smaller[:6] if whole.start >= self.low]

    @property
    def is_rate(self) -> bool:
        """Whether the words before the figure name a rate after two counts: 普查率达."""
        head = self.paragraph.plain.text[max(self.low, self.percent.start - 12):self.percent.start]
        return len(self.numbers_before) > 1 and RATE.search(head) is not None

    @property
    def came_back(self) -> bool:
        """Whether the words right before the figure say that forms or people came back."""
        return IS_BACK.search(self.paragraph.plain.text[max(self.low, self.percent.start - 16):self.percent.start]
                              ) is not None

    @property
    def is_of_group(self) -> bool:
        """Whether the words before the figure name what a group has: 7 名编码者的一致率."""
        return OF_GROUP.search(self.paragraph.plain.text[max(self.low, self.percent.start - 16):self.percent.start]
                               ) is not None

    @property
    def is_score(self) -> bool:
        """Whether the words before the figure name a score."""
        head = self.paragraph.plain.text[max(self.low, self.percent.start - 16):self.percent.start]
        return SCORE.search(head) is not None

    def count_groups(self, base: StatedBase) -> int:
        """How many groups of this size the paragraph speaks of before it; two where it does not say."""
        said = [match["count"] for match in GROUPS.finditer(self.paragraph.plain.text, 0, base.end)]
        number = said[-1] if said else "2"
        return int(number if number.isdecimal() else chinese_number(number) or english_number(number) or 2)


def _last(numbers: Sequence[Number], place: int) -> list[Number]:
    """The last numbers that end before a place, the nearest first."""
    end = bisect_right(numbers, place, key=lambda number: number.end)
    return list(reversed(numbers[max(0, end - FAR):end]))
