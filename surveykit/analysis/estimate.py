"""What every table needs: a base, a title, the wording of its items, a caution about skewed means."""

from collections.abc import Iterable, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from surveykit.codebook import Codebook, Item
from surveykit.codebook.question_stem import stem_of, stem_words
from surveykit.codebook.translate_doubt import doubt_key, translate_doubt
from surveykit.errors import AnalysisError
from surveykit.result.title_words import title_words, words_inside
from surveykit.survey import Survey
from surveykit.words.messages import JoinedMessage
from surveykit.words.phrases import Text, join_words, phrase

# doubts of a draft that leave open what a table of the item is about
KIND_DOUBTS = frozenset({
    "few_numbers", "sentinel", "rating", "rating_numbers", "rated_neighbours", "codes", "code_order", "scale",
    "separator", "separator_absent", "together", "rank_or_ticks", "one_set", "one_ranking", "one_tick", "spread",
    "choice", "one_option", "unlabelled", "row_values", "excel_dates", "beside_scale", "new_options", "maybe_set"})
BASE_DOUBTS = frozenset({"number", "missing_label", "placeholder"})  # and who was left out
MEASURED = ("number", "rating", "date")  # a mark for nothing is no answer to these
PER_SQUARED_SKEWNESS = 25  # people needed for t limits (Cochran, 1977, Sampling Techniques, section 2.15)
FEWEST_PEOPLE = 4  # below, a standard error says little of skewness
MOST_NAMED = 6


def require_base(survey: Survey, base: int, *names: str) -> None:
    """Refuse a table about nobody."""
    if base == 0:
        asked = JoinedMessage(" and ", [repr(name) for name in names if name])
        raise AnalysisError("Nobody answered {asked} here, so there is no base.", where=survey,
                            fix="look at survey.missing", asked=asked)


def title_by(words: Text, by: Text) -> Text:
    """`Plan after service by Gender`; the words alone where no item makes groups."""
    shown = title_words(words)
    return phrase("title.by", item=shown, by=words_inside(by)) if by else shown


def item_notes(survey: Survey, *items: Item) -> tuple[Text, ...]:
    """The items' wording, and what nobody has settled about them yet."""
    return (*wording(*items), *doubt_notes(survey.codebook, items))


def doubt_notes(book: Codebook, items: Iterable[Item]) -> tuple[Text, ...]:
    """What a drafted codebook still asks about the kind of the items and about who counts, each doubt once."""
    lines = [line for item in items for line in open_doubts(
        book, item.name, KIND_DOUBTS | BASE_DOUBTS - ({"placeholder"} if item.kind in MEASURED else set()))]
    return tuple(phrase("note.unsettled", doubt=translate_doubt(line)) for line in dict.fromkeys(lines))


def open_doubts(book: Codebook, name: str, keys: Set[str] = KIND_DOUBTS) -> list[str]:
    """The lines of a drafted codebook with these doubts: by default what kind an item is, and what its numbers mean."""
    lines = book.settings.get("todo", {}).get(name, "").splitlines()
    return [line for line in lines if doubt_key(line) in keys]


def wording(*items: Item) -> tuple[Text, ...]:
    """The question as people were asked it, where tables use a shorter name; of rows of one block, their stem once."""
    stems = [stem_of(item) for item in items]
    texts = {stem if stem and stems.count(stem) > 1 else item.name:
             stem_words(item) if stem and stems.count(stem) > 1 else item.label
             for stem, item in zip(stems, items, strict=True) if item.short}
    return tuple(phrase("note.wording", label=label) for label in texts.values())


def is_skewed_for_size(x: NDArray[np.float64], people: NDArray[np.float64] | None = None) -> bool:
    """Whether too few gave these numbers for how skewed they are; `people` counts how many gave each."""
    counts = np.ones(x.size) if people is None else people
    n = float(counts.sum())
    if n == 0 or not x.any():
        return False
    apart = x / np.abs(x).max()  # of 1 at most: no power is too large
    apart = apart - (counts * apart).sum() / n
    return has_skewed_moments(n, float((counts * apart**2).sum() / n), float((counts * apart**3).sum() / n))


def has_skewed_moments(n: float, second: float, third: float) -> bool:
    """The same from central moments: fewer people than 25 times the squared skewness, and that not by chance.

    One sample of normal numbers in twenty has a skewness past two of its standard errors: such a one says nothing.
    """
    if n < FEWEST_PEOPLE or not second > 0:
        return False
    skewness = abs(third) / second**1.5
    error = np.sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)))
    return bool(skewness > 2 * error and n < PER_SQUARED_SKEWNESS * skewness**2)


def skewness_note(places: Sequence[Text]) -> tuple[Text, ...]:
    """The caution that names where, the first six; none where nothing is too skewed."""
    if not places:
        return ()
    named = join_words(places[:MOST_NAMED])
    more = len(places) - MOST_NAMED
    return (phrase("note.skewed_means", places=phrase("item.and_more", items=named, n=more) if more > 0 else named),)
