"""A survey as screening rules look at it: each view of its answers is made once, when a rule asks for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from surveykit.answers.answer_texts import SUBMITTED, AnswerTexts
from surveykit.answers.platform_columns import PAGE_TIME
from surveykit.codebook import Item
from surveykit.drafting.rules import BrokenRule, RuleCheck
from surveykit.survey import MISSING_CODE, Survey
from surveykit.survey.survey_log import list_joined_items
from surveykit.text.normalise import normalise

META = {"date", "duration", "meta", "id", "derived"}
CHECKS = ("attention", "diligence")
BLANK, NOT_ASKED = MISSING_CODE["blank"], MISSING_CODE["not_asked"]
LEAST_ROWS = 3  # ratings on the same points that follow each other are a battery
TIME = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?")
EPOCH = datetime(1970, 1, 1)


class Battery(NamedTuple):
    """Ratings that were asked together: a scale of the codebook, or neighbours on the same points."""

    name: str
    items: tuple[Item, ...]
    places: tuple[int, ...]

    @property
    def has_reversed(self) -> bool:
        """Whether an item is worded in reverse."""
        return any(item.reverse for item in self.items)


@dataclass(frozen=True)
class ScreenedAnswers:
    """The answers of a survey, which of several equal forms stays, and conditions of the user's own."""

    survey: Survey
    keep: str = "first"
    checks: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Respondents."""
        return self.survey.rows

    @cached_property
    def respondents(self) -> list[str]:
        """Keys of the respondents."""
        return [str(key) for key in self.survey._responses.index]

    @cached_property
    def questions(self) -> tuple[Item, ...]:
        """The items that are questions: platform columns, personal data, fill-ins, derived, joined ones left out."""
        return tuple(item for item in self.survey.codebook if item.name not in self.joined_items
                     and not item.personal and (item.role or "") not in META | {"other_text"})

    @cached_property
    def joined_items(self) -> set[str]:
        """Items of a register or another file that was joined."""
        return list_joined_items(self.survey.log)

    @cached_property
    def people(self) -> int:
        """Respondents who were shown a question: not those whom only a joined register knows."""
        return int((self.shown_counts > 0).sum())

    @cached_property
    def kinds(self) -> NDArray[np.int8]:
        """Respondents x questions: the kind of missing as a code, 0 for an answer."""
        codes: NDArray[np.int8] = self.survey.missing_codes([item.columns[0] for item in self.questions])
        return codes

    @cached_property
    def shown_counts(self) -> NDArray[np.int64]:
        """How many questions each respondent was asked."""
        return np.asarray((self.kinds != NOT_ASKED).sum(axis=1))

    @cached_property
    def answered_counts(self) -> NDArray[np.int64]:
        """How many questions each respondent answered."""
        return np.asarray((self.kinds == 0).sum(axis=1))

    @cached_property
    def duration(self) -> Item | None:
        """The item that holds how long it took, in seconds."""
        return next((item for item in self.survey.codebook if item.role == "duration"), None)

    @cached_property
    def seconds(self) -> NDArray[np.float64]:
        """How long each respondent took; nan where it is not known."""
        if self.duration is None:
            return np.full(self.rows, np.nan)
        seconds = self.numbers(self.duration.name)
        return np.where(seconds > 0, seconds, np.nan)

    @cached_property
    def page_seconds(self) -> NDArray[np.float64]:
        """Respondents x pages: how long each took, where the platform tells; nan where it is not known."""
        pages = [self.numbers(item.name) for item in self.survey.codebook
                 if item.name.startswith(PAGE_TIME) and item.kind == "number" and item.role == "meta"]
        seconds = np.column_stack(pages) if pages else np.empty((self.rows, 0))
        return np.where(seconds > 0, seconds, np.nan)

    @cached_property
    def times(self) -> NDArray[np.float64]:
        """When each form was handed in, in seconds; nan where it is not known."""
        return _submission_seconds(self.survey)

    @cached_property
    def ratings(self) -> tuple[Item, ...]:
        """The rating items in the order shown, those that check attention left out."""
        return tuple(item for item in self.questions
                     if item.kind == "rating" and not (item.role or "").startswith(CHECKS))

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Respondents x ratings, as answered."""
        if not self.ratings:
            return np.empty((self.rows, 0))
        return np.column_stack([self.numbers(item.name) for item in self.ratings])

    @cached_property
    def turned_points(self) -> NDArray[np.float64]:
        """Respondents x ratings, reversed items turned round."""
        ends = np.array([point_ends(self.survey, item) for item in self.ratings]).reshape(len(self.ratings), 2)
        back = np.array([item.reverse for item in self.ratings], dtype=bool)
        return np.where(back, ends.sum(axis=1) - self.points, self.points)

    @cached_property
    def batteries(self) -> tuple[Battery, ...]:
        """Scales of the codebook; of ratings in no scale, three and more neighbours on the same points."""
        place = {item.name: number for number, item in enumerate(self.ratings)}
        found = [_battery(scale.name, self.survey.codebook.scale_items(scale.name), place)
                 for scale in self.survey.codebook.scales]
        for (scale_name, _), group in groupby(self.ratings, lambda item: (item.scale, [
                (option.score, option.value) for option in item.answers])):
            items = tuple(group)
            if not scale_name and len(items) >= LEAST_ROWS:
                found.append(_battery(items[0].name, items, place))
        return tuple(battery for battery in found if len(battery.items) > 1)

    @cached_property
    def answer_columns(self) -> tuple[tuple[Item, str], ...]:
        """The columns of substantive answers, each with its item: questions and fill-ins."""
        return tuple((item, column) for item in self.survey.codebook if item.name not in self.joined_items
                     and not item.personal and (item.role or "") not in META for column in item.columns)

    @cached_property
    def codes(self) -> NDArray[np.int64]:
        """Respondents x `answer_columns`, each answer as the place of its text; -1 for none."""
        frame = self.survey._responses
        coded = [pd.factorize(frame[column])[0] for _, column in self.answer_columns]
        return np.column_stack(coded).astype(np.int64) if coded else np.empty((self.rows, 0), dtype=np.int64)

    @cached_property
    def broken_rules(self) -> list[BrokenRule]:
        """What breaks the conditions and constraints of the codebook."""
        texts = AnswerTexts(self.survey._responses, self.survey._missing, self.survey.codebook, {})
        return list(RuleCheck(texts, self.survey.codebook, {item.name for item in self.survey.codebook}).find_all())

    def numbers(self, column: str) -> NDArray[np.float64]:
        """One column as numbers, nan for none."""
        values: NDArray[np.float64] = self.survey._responses[column].to_numpy(dtype=float, na_value=np.nan)
        return values

    def items_with_role(self, role: str) -> list[Item]:
        """Items whose role is this one, alone or before a colon."""
        return [item for item in self.survey.codebook if (item.role or "").split(":")[0].casefold() == role]

    def personal_texts(self, item: Item) -> list[str]:
        """The answers to a personal item as they are compared; never shown."""
        return [normalise(str(value)) if isinstance(value, str) else "" for value in self.survey._responses[item.name]]

    def order_kept(self, rows: Sequence[int]) -> list[int]:
        """Several forms of one person, the one that stays first."""
        if self.keep == "last":
            return list(reversed(rows))
        return sorted(rows, key=lambda row: -self.answered_counts[row]) if self.keep == "complete" else list(rows)


def point_ends(survey: Survey, item: Item) -> tuple[float, float]:
    """The lowest and the highest point of a rating: those of its scale, else of its options."""
    if item.scale:
        scale = survey.codebook.scale(item.scale)
        return scale.low, scale.high
    scores = [option.score for option in item.answers if option.score is not None]
    return (min(scores), max(scores)) if scores else (np.nan, np.nan)


def _battery(name: str, items: Sequence[Item], place: Mapping[str, int]) -> Battery:
    """A battery with the places of its items among the ratings."""
    inside = tuple(item for item in items if item.name in place)
    return Battery(name, inside, tuple(place[item.name] for item in inside))


def _submission_seconds(survey: Survey) -> NDArray[np.float64]:
    """Seconds since 1970 at which each form was handed in; nan where only a day, or nothing, is known.
    Day and month are read in the order year, month, day; other orders stay unknown.
    """
    dates = [item.name for item in survey.codebook if item.role == "date"]
    name = SUBMITTED if SUBMITTED in dates else next(iter(dates), None)
    if name is None:
        return np.full(survey.rows, np.nan)
    return np.fromiter(map(_parse_seconds, survey._responses[name]), float, survey.rows)


def _parse_seconds(text: object) -> float:
    """One time of day, or nan."""
    parts = TIME.match(text) if isinstance(text, str) else None
    if parts is None:
        return np.nan
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
        return (datetime(year, month, day, hour, minute, second) - EPOCH).total_seconds()
    except ValueError:  # 31 February
        return np.nan
