"""What every platform's room makes of a file: which column is which part of which question.

Words. A *slot* is one column of an export. A question has one slot (`whole`), or several: one per
option of a select-all question (`option`), per row of a matrix (`row`), per place or option of a
ranking (`rank`), or a text beside an option (`other`). Columns of the platform itself are `meta`.
Rooms look at headings and at the distinct texts of columns; they type nothing and drop nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from surveykit.formats import Column
from surveykit.text.strip_html import strip_html
from surveykit.words.phrases import Text

ROLES = ("whole", "option", "row", "rank", "other", "meta")
META = ("id", "submitted", "started", "duration", "status", "progress", "ip", "channel", "language",
        "score", "user", "location", "page_time", "other")
TAGS = re.compile(r"</?(?:a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|small|span|strong|sub|sup|u|ul)(?:\s[^<>]*)?/?>"
                  r"|&(?:nbsp|amp|lt|gt|quot|#[0-9]+);", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column of an export.
    `place`: Position in the table, from 0.
    `heading`: The heading as exported, outer blanks and invisible characters removed; for several heading rows the one
      people read (the question's text).
    `names`: What a codebook's `sk_column` may say to mean this column, best first: heading, short code (`Q1[SQ001]`),
      ImportId (`QID2_TEXT`), `row1 | row2`. Matched without regard to width of characters and number of blanks.
    `question`: A key common to all slots of one question (`4`, `QID2`, `Q1`); '' for meta.
    `stem`: The question's wording, as far as the export tells it, without number and part.
    `part`: Label or code of the option, row or place; '' for a whole.
    `role`: One of `ROLES`.
    `meta`: One of `META` for a meta slot, else ''.
    """

    place: int
    heading: str
    names: tuple[str, ...]
    question: str = ""
    stem: str = ""
    part: str = ""
    role: str = "whole"
    meta: str = ""


@dataclass(frozen=True, slots=True)
class ExportLayout:
    """A file as its platform means it.
    `platform, variant, evidence`: `wjx`, `code`, "headings 序号 and 所用时间; option columns 第6题(...)". Evidence
      is for a person to read.
    `header_rows`: Rows of the table before the first respondent.
    `columns`: One per column, in order.
    `separator`: Between ticked options within one cell (`┋`, `;`, `, `); '' where an export writes none there.
    `ranking`: Between ranked options within one cell (`→`); '' if not so.
    `missing`: Whole-cell text to kind of missing (`not_asked`, `blank`, `refused`, `dont_know`).
    `ticks`: What a cell of an option column says: text to 1, 0 or -1 (nothing); `*` is any other text. An empty cell is
      0 where another option of the block is filled, else the block is `blank`.
    `empty`: What it means that all cells of a select-all question are empty: `blank`, or `not_asked` where the platform
      writes zeros for a question that was asked.
    `escapes`: Marks in cells to what they stand for; the last one is undone last. `^` before a mark says that it stands
      at the beginning of a cell only.
    `html`: Whether answers may hold tags and entities of HTML, which nobody sees and which are left out.
    `letters`: Whether answers carry a letter before the label (`A.男`), to be cut off for matching.
    `skipped`: Body rows (0-based, after the headings) that are no respondents: previews, HXL tags, repeated headings;
      with the reason in both languages.
    `hints`: Facts of the file name and the like: `total`, `exported`, `title`, to be confirmed.
    `notes`: What a person should know, in both languages.
    `decimal_comma`: Whether the file parts its cells by `;`, so that commas in numbers are decimal ones.
    `headings`: The row or rows of headings as the caller gave them (`3`, `3-4`); '' where they were found.
    """

    platform: str
    variant: str
    evidence: str
    header_rows: int
    columns: tuple[ExportColumn, ...]
    separator: str = ""
    ranking: str = ""
    missing: Mapping[str, str] = field(default_factory=dict)
    ticks: Mapping[str, int] = field(default_factory=dict)
    empty: str = "blank"
    escapes: Mapping[str, str] = field(default_factory=dict)
    html: bool = False
    letters: bool = False
    skipped: Mapping[int, Text] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    headings: str = ""
    decimal_comma: bool = False

    @property
    def setting(self) -> str:
        """What `sk_platform` must say for the file to be read so again."""
        return f"{self.platform}:{self.variant}" if self.platform == "redcap" and self.variant else self.platform

    def restore_marks(self, column: Column) -> Column:
        """The column with the platform's marks undone.
        >>> import numpy as np
        >>> export = ExportLayout("limesurvey", "vv", "", 2, (), escapes={"{tab}": "\\t", "{lbrace}": "{"})
        >>> export.restore_marks(Column(("a{tab}{lbrace}b}",), np.zeros(1, int))).texts
        ('a\\t{b}',)
        """
        told = [self._restore_cell(text) for text in column.texts] if self.escapes or self.html else list(column.texts)
        if told == list(column.texts):
            return column
        texts = {text: place for place, text in enumerate(dict.fromkeys(told))}
        return Column(tuple(texts), np.array([texts[text] for text in told], dtype=column.codes.dtype)[column.codes])

    def _restore_cell(self, text: str) -> str:
        """A cell with the platform's marks undone; a cell that is a token as a whole stays."""
        for mark, meant in self.escapes.items() if text not in self.missing else ():
            if not mark.startswith("^"):
                text = text.replace(mark, meant)
            elif text.startswith(mark[1:]):
                text = meant + text[len(mark) - 1:]
        return strip_html(text) if self.html and TAGS.search(text) else text
