"""Answers as expressions see them: options by value, several with blanks between them, '' for nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from surveykit.codebook import Codebook, Item
from surveykit.expression.expression_values import as_text as plain_text
from surveykit.survey import MISSING_CODE
from surveykit.survey.coded_answers import code_answers

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
SUBMITTED = "submitted_at"
DECLINED = ("refused", "dont_know")


@dataclass(slots=True)
class AnswerTexts:
    """The answers of a frame as texts, made when an expression asks for them; `unread` are rows by item."""

    frame: pd.DataFrame
    kinds: pd.DataFrame
    book: Codebook
    unread: Mapping[str, np.ndarray]
    known: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def look_up(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """What everybody answered to an item, '' for nothing, and whether that can be told."""
        if name not in self.known:
            self.known[name] = self._answers(self.book[name])
        return self.known[name]

    def _answers(self, item: Item) -> tuple[np.ndarray, np.ndarray]:
        """Options by value; a kind of missing is the option that stands for it, if there is only one."""
        values, kinds = _option_values(self.frame, item), self.kinds[item.columns[0]].to_numpy()
        sure = np.ones(len(self.frame), dtype=bool)
        sure[self.unread.get(item.name, [])] = False
        for kind in DECLINED:
            options, hits = [o.value for o in item.options if o.missing == kind], kinds == MISSING_CODE[kind]
            if len(options) == 1:
                values[hits] = options[0]
            sure &= ~hits | (len(options) < 2)
        return values, sure

    def submission_days(self) -> list[str]:
        """The day of submission, for `today()`; '' where none is told."""
        dates = [item.name for item in self.book if item.role == "date" and item.name in self.frame]
        place = SUBMITTED if SUBMITTED in dates else next(iter(dates), None)
        found = [DAY.match(str(cell)) for cell in self.frame[place]] if place else [None] * len(self.frame)
        return ["-".join((m[1], m[2].zfill(2), m[3].zfill(2))) if m else "" for m in found]


def _option_values(frame: pd.DataFrame, item: Item) -> np.ndarray:
    """The answers to an item as XLSForm writes them: as conditions see them, a point of a rating by its option."""
    codes, texts = code_answers(frame, item)
    points = {plain_text(float(option.score)): option.value for option in reversed(item.options)
              if item.kind == "rating" and option.score is not None}
    return np.array([points.get(text, text) if text != " " else "" for text in texts], dtype=object)[codes]
