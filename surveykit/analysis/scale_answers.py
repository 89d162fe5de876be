"""The items of a scale (or a list of ratings): who answered all of them, and what is odd about them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.reliability import SKEWED, Alpha, ItemStatistics, item_statistics
from surveykit.analysis.coded_columns import rating_matrix
from surveykit.analysis.domain import Domain, select_domain
from surveykit.analysis.estimate import doubt_notes
from surveykit.analysis.item_groups import ItemGroups, select_groups
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.result.format import decimal_text
from surveykit.survey import Survey, require_item, require_survey
from surveykit.words.phrases import Text, join_words, phrase

FEWEST_ITEMS = 3
FEWEST_PEOPLE = 10  # with whom alpha is reported
# Past these the simulated coverage of the interval of alpha falls under 93 %.
ENOUGH = ((2.0, 500), (1.75, 200), (SKEWED, 40))  # respondents needed past a skewness


@dataclass(frozen=True, slots=True, eq=False)
class ScaleItems:
    """Ratings taken together: the scale's name (or those of the items), its words, and the items."""

    name: str
    label: Text
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ScaleAnswers:
    """The complete answers to a scale within groups: respondents x items each, reversed items turned round.
    statistics: of the items in each group.
    """

    scale: ScaleItems
    domain: Domain
    groups: ItemGroups
    parts: tuple[NDArray[np.float64], ...]
    statistics: tuple[ItemStatistics, ...]

    @property
    def base(self) -> int:
        """Respondents in a group who answered every item."""
        return sum(map(len, self.parts))

    def missing(self) -> dict[str, int]:
        """Respondents without a group or with an unanswered item."""
        left = self.domain.rows - self.base
        return {"incomplete": left} if left else {}

    def notes(self) -> tuple[Text, ...]:
        """What a reader must know of the domain, the items and the groups."""
        few = (phrase("note.few_items"),) if len(self.scale.items) < FEWEST_ITEMS else ()
        doubts = doubt_notes(self.domain.survey.codebook, self.scale.items)
        x = self.parts[0] if len(self.parts) == 1 else np.vstack(self.parts)
        found = self.statistics[0] if len(self.parts) == 1 else item_statistics(x)
        constant = [item.words for item, sd in zip(self.scale.items, found.sd, strict=True) if sd == 0]
        against = [item.words for item, value in zip(self.scale.items, found.item_rest, strict=True) if value < 0]
        odd = [("note.constant_item", constant), ("note.negative_item", against)]
        undefined = (phrase("note.alpha_undefined"),) if np.ptp(x.sum(axis=1)) == 0 else ()
        item_notes = (*(phrase(key, items=join_words(phrase("quoted", text=text) for text in words))
                        for key, words in odd if words), *undefined)
        return (*doubts, *self.domain.notes(), *few, *item_notes)

    def labels(self) -> dict[str, Text]:
        """Words for the groups; none for everybody."""
        return dict(self.groups.labels) if self.groups.item else {}


def select_scale(survey: Survey, scale: str | Sequence[str], verb: str) -> ScaleItems:
    """A scale of the codebook by its name, or ratings by theirs; no answer lies outside a scale's range."""
    survey = require_survey(survey, verb)
    if isinstance(scale, str):
        found, items = survey.codebook.scale(scale), tuple(survey.codebook.scale_items(scale))
        if not items:
            raise AnalysisError("The scale {scale!r} has no items.", where=survey,
                                fix="write {scale} into sk_scale of its items in the codebook", scale=scale)
        chosen = ScaleItems(scale, found.label, items)
    else:
        items = tuple(require_item(survey, name, ("rating",), verb) for name in scale)
        chosen = ScaleItems(", ".join(item.name for item in items), phrase("label.items", k=len(items)), items)
    for item in chosen.items:
        _require_range(survey, item)
    return chosen


def _require_range(survey: Survey, item: Item) -> None:
    """Refuse an item with points outside the range of its scale: its score would leave the range, too."""
    if not item.scale:
        return
    scale = survey.codebook.scale(item.scale)
    wrong = [option.score for option in item.answers
             if option.score is not None and not scale.low <= option.score <= scale.high]
    if wrong:
        raise AnalysisError("Points of {item!r} must lie in the range {low:g} to {high:g} of the scale {scale!r}, not "
                            "at {wrong:g}.", where=survey, item=item.name, scale=scale.name, low=scale.low,
                            high=scale.high, fix="correct the scores of its options or the scale's ends",
                            wrong=wrong[0])


def select_answers(survey: Survey, scale: str | Sequence[str], verb: str, by: str | None, where: str | None,
                   level: float = 0.95) -> ScaleAnswers:
    """The complete answers to a scale by group, if there are enough in each."""
    domain = select_domain(survey, verb, where, level, honours=("probability",))
    chosen, groups = select_scale(survey, scale, verb), select_groups(domain, by)
    x = domain.take(rating_matrix(survey, chosen.items))
    complete = ~np.isnan(x.sum(axis=1))
    chosen_rows = [complete & (groups.codes == code) for code in range(len(groups.names))]
    parts = tuple(x if rows.all() else x[rows] for rows in chosen_rows)
    fewest = min(map(len, parts), default=0)
    if len(chosen.items) < 2 or fewest < 3:
        raise AnalysisError("{verb} needs two items and three complete respondents; {scale!r} has {items_count} and "
                            "{x_count}.", where=survey, fix="look at survey.missing, or add items to the scale",
                            verb=verb, scale=chosen.name, items_count=len(chosen.items), x_count=fewest)
    return ScaleAnswers(chosen, domain, groups, parts, tuple(map(item_statistics, parts)))


def few_people_note(found: Sequence[Alpha]) -> tuple[Text, ...]:
    """That alpha is withheld where hardly anybody answered every item."""
    fewest = min((value.n for value in found), default=FEWEST_PEOPLE)
    return (phrase("note.alpha_few", k=FEWEST_PEOPLE),) if fewest < FEWEST_PEOPLE else ()


def skew_notes(value: Alpha) -> tuple[Text, ...]:
    """A caution where the interval of alpha is outside the range in which it was seen to cover."""
    enough = next((people for skew, people in ENOUGH if value.skew > skew), 0)
    outside = value.n < enough
    return (phrase("note.alpha_skew", skew=decimal_text(value.skew, 1), n=value.n),) if outside else ()
