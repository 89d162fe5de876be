"""What leaves the house: the answers without personal data, column by column, each distinct answer once."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from surveykit.answers.own_file import make_own_codebook
from surveykit.codebook import Codebook, Item, Option
from surveykit.errors import CleaningError, count_noun
from surveykit.survey import MISSING, Survey
from surveykit.text.is_date import is_date
from surveykit.text.normalise import normalise
from surveykit.words.messages import Message
from surveykit.words.phrases import in_language, phrase

TOKENS = ("", "(not_asked)", "", "(refused)", "(dont_know)")
RESERVED = frozenset(token for token in TOKENS if token)
KINDS = ("refused", "dont_know", "not_asked")
KEY = "respondent"
STAMPED = {"date", "text"}
NO_TEXT = re.compile("[\x00\ud800-\udfff]")
HAND = frozenset(":：时点")  # one stands in every time
CLOCK = re.compile(r"(?P<day>\S.*?)(?:[T,]\s?|\s)(?:(?:上午|下午|凌晨|晚上|AM|PM)\s?)?\d{1,2}(?:[:：]\d{2}|[时点]).*",
                   re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class AnswerColumn:
    """One response column: its distinct answers, and which one each respondent gave.
    `codes` is -1 where there is no answer; `kinds` then says why, as a code of `MISSING_CODE`.
    `option` is the option a column of a response set stands for.
    """

    item: Item
    option: Option | None
    name: str
    values: tuple[str | float, ...]
    codes: np.ndarray
    kinds: np.ndarray
    clipped: bool = False

    def spread_codes(self, words: Sequence[object], gaps: Sequence[object] = TOKENS) -> np.ndarray:
        """One entry per respondent: the word of the answer, or the gap of its kind of missing."""
        table = np.empty(len(words) + len(MISSING), dtype=object)
        table[:len(words)], table[len(words):] = words, gaps
        return table[np.where(self.codes < 0, len(words) + self.kinds, self.codes)]

    def numbers(self, words: Sequence[float], gaps: Sequence[float] = (np.nan,) * len(MISSING)) -> np.ndarray:
        """The same as numbers."""
        table = np.array([*words, *gaps], dtype=float)
        return table[np.where(self.codes < 0, len(words) + self.kinds, self.codes)]

    def occurring_kinds(self) -> set[str]:
        """The kinds of missing that occur."""
        return {MISSING[code] for code in np.unique(self.kinds[self.codes < 0])} - {""}

    def texts(self) -> list[str]:
        """The distinct answers that are text."""
        return [value for value in self.values if isinstance(value, str)]


@dataclass(frozen=True, slots=True)
class OutgoingSurvey:
    """The survey as it is written: a codebook without personal items, keys and columns."""

    name: str
    book: Codebook
    keys: tuple[str, ...]
    columns: tuple[AnswerColumn, ...]

    @property
    def clipped_columns(self) -> tuple[str, ...]:
        """The items of which only the days leave, and not the times."""
        return tuple(column.name for column in self.columns if column.clipped)

    def words(self, text: Mapping[str, str]) -> str:
        """A text in the survey's language."""
        return in_language(text, self.book.language)

    def texts(self) -> Iterator[tuple[str, list[str]]]:
        """Every text that is written, by the column it stands in."""
        yield KEY, list(self.keys)
        yield from ((column.name, column.texts()) for column in self.columns)

    def refuse(self, wrong: Callable[[str], object], what: str, fix: str) -> None:
        """A CleaningError that names the first column with an answer the format cannot hold."""
        for column, texts in self.texts():
            found = sum(1 for text in texts if wrong(text))
            if found:
                raise CleaningError(what, where="{file}, column {column!r} ({answers})",
                                    fix=fix, file=self.name, column=column, answers=count_noun(found, 'answer'))

    def refuse_no_text(self) -> None:
        """Characters that are none: NUL, or half of a pair."""
        self.refuse(NO_TEXT.search, Message("An answer cannot hold a character that is none (NUL, or half of a pair)."),
                    Message("recode this answer"))

    def refuse_invisible(self) -> None:
        """Answers that would be read again as none."""
        self.refuse(is_invisible,
                    Message("An answer cannot consist of blanks and invisible characters only: it would read as none."),
                    Message("set it to missing, or recode it"))

    def refuse_width(self, most: int, program: str) -> None:
        """More columns than a program can hold."""
        width = len(self.columns) + 1
        if width > most:
            raise CleaningError("{program} holds at most {most:,} columns, and this survey has {width:,}.",
                                where="{file}", fix="write it as .csv or .parquet, or in parts", program=program,
                                most=most, width=width, file=self.name)


def prepare_outgoing(survey: Survey, name: str) -> OutgoingSurvey:
    """The part of a survey that may be written, under the file's name."""
    book = make_own_codebook(survey.codebook)
    if not book.items:
        raise CleaningError("A file must have an item; all items of this survey are personal data.", where="{file}",
                            fix="pseudonymise them, or give them another role in the codebook", file=name)
    if any(KEY in item.columns for item in book):
        raise CleaningError("The name {key!r} is kept for the respondents' keys.", where="{file}",
                            fix="give this item another name", key=KEY, file=name)
    answers, kinds = survey._responses, survey._missing
    columns = tuple(_factorize_column(item, option, column, answers[column], kinds[column])
                    for item in book for option, column in zip(
                        item.answers if item.kind == "multiple" else (None,), item.columns, strict=True))
    clipped = [column.name for column in columns if column.clipped]
    if clipped:  # said where the file is explained
        note = in_language(phrase("write.clipped", items=", ".join(clipped)), book.language)
        notes = "\n".join(filter(None, [str(book.settings.get("note") or ""), note]))
        book = replace(book, settings={**book.settings, "note": notes})
    return OutgoingSurvey(name, book, tuple(map(str, answers.index)), columns)


def _factorize_column(item: Item, option: Option | None, name: str, answers: pd.Series,
                      kinds: pd.Series) -> AnswerColumn:
    """A column, every distinct answer found once; of a time stamp its day."""
    codes, found = pd.factorize(answers)
    values = found.tolist()
    stamped = item.kind in STAMPED
    days = [clip_time(value) if stamped and isinstance(value, str) else value for value in values]
    if days != values:
        places, kept = pd.factorize(pd.Series(days, dtype=object))
        codes = np.append(places, -1)[codes]  # the code of no answer takes the last, which is itself
        return AnswerColumn(item, option, name, tuple(kept.tolist()), codes, kinds.to_numpy().astype(np.intp), True)
    return AnswerColumn(item, option, name, tuple(values), codes, kinds.to_numpy().astype(np.intp))


def is_reserved(text: str) -> bool:
    """Whether readers would take the text for a kind of missing."""
    if text.isascii():
        return text.strip() in RESERVED
    return normalise(text) in RESERVED


def is_invisible(text: str) -> bool:
    """Whether readers would see nothing: blanks and invisible characters only."""
    return not normalise(text)


def clip_time(text: str) -> str:
    """The day of a time stamp; any other text as it is.
    >>> [clip_time(text) for text in ("2026/9/3 1:05:07", "2026-09-03T01:05:07Z", "2026-09-03", "at 2026/9/3 1:05:07")]
    ['2026/9/3', '2026-09-03', '2026-09-03', 'at 2026/9/3 1:05:07']
    """
    match = None if HAND.isdisjoint(text) else CLOCK.fullmatch(text)
    return match["day"] if match and is_date(normalise(match["day"])) else text
