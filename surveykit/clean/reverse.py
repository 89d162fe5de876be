"""A rating turned round."""

import math
from dataclasses import replace

from surveykit.clean.apply_step import require_reason
from surveykit.codebook import Item
from surveykit.errors import CleaningError
from surveykit.screening.screened_answers import point_ends
from surveykit.survey import Change, Step, Survey, require_item
from surveykit.words.phrases import Text, phrase


def reverse(survey: Survey, item: str, *, reason: str | Text = "worded in reverse") -> Survey:
    """Add `<item>_rev` = low + high - x beside a rating; the raw item stays.

    Parameters
    ----------
    item
        A rating of a scale (its `low` and `high` are used), or one with scored options.

    Raises
    ------
    AnalysisError
        The item is no rating.
    CleaningError
        No reason, or there is an item `<item>_rev` already.

    Missing values
    --------------
    Missing stays missing, of the same kind.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.reverse(sk.example_survey(), "cp_3")
    >>> pair = survey.responses.loc["1", ["cp_3", "cp_3_rev"]]
    >>> float(pair.sum())
    6.0
    """
    require_reason(reason, "reverse")
    source = require_item(survey, item, ("rating",), "reverse")
    item = source.name
    low, high = point_ends(survey, source)
    name = f"{item}_rev"
    if name in survey.codebook:
        raise CleaningError("There is an item {name!r} already.", where=survey,
                            fix="use {name!r}, or rename it in the codebook", name=name)
    frame, codes = survey.responses, survey._missing.copy()
    frame[name], codes[name] = low + high - frame[item], codes[item]
    label = phrase("label.reversed", label=source.words)
    turned = tuple(replace(o, score=None if o.score is None else low + high - o.score) for o in source.options)
    ordered = tuple(sorted(turned, key=lambda o: math.inf if o.score is None else o.score))
    book = survey.codebook.with_item(Item(name, "rating", label, ordered, role="derived"), after=item)
    added = Change("", name, "", f"{low:g} + {high:g} - {item}", "reverse", "add_column")
    step = Step("reverse", reason, (added,), {"item": item})
    return survey.with_responses(frame, step=step, missing=codes, codebook=book)
