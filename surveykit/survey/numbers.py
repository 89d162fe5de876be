"""The number of an option in a file of SPSS or Stata: one rule for writing and for reading again."""

from surveykit.codebook import Item, Option
from surveykit.survey.frame import value_text

EXACT = 1e15


def answer_codes(item: Item) -> dict[str, float]:
    """The number of each answer of a rating or a single choice.
    A rating's are its scores; else the values where all are numbers, the scores where all differ, or the places.
    """
    values = [o.value for o in item.answers]
    scores = [float(o.score) for o in item.answers if o.score is not None]
    if item.kind == "rating":
        return {o.value: float(o.score) for o in item.answers if o.score is not None}
    if all(map(numeral, values)):
        return {value: float(value) for value in values}
    if len(set(scores)) == len(values):
        return dict(zip(values, scores, strict=True))
    return {value: float(place) for place, value in enumerate(values, start=1)}


def own_code(option: Option) -> float | None:
    """The number an option for a kind of missing has in the questionnaire."""
    if option.score is not None:
        return float(option.score)
    return float(option.value) if numeral(option.value) else None


def numeral(text: str) -> bool:
    """Whether a text is a number as we write numbers, and keeps all its digits.
    >>> numeral("7"), numeral("-1.5"), numeral("007"), numeral("1234567890123456")
    (True, True, False, False)
    """
    number = number_of(text)
    return number is not None and value_text(number) == text and abs(number) < EXACT


def number_of(text: str) -> float | None:
    """The number a text is, or None."""
    try:
        return float(text)
    except ValueError:
        return None
