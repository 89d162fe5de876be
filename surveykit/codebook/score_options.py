"""The numbers of a rating's points."""

from collections.abc import Iterable
from dataclasses import replace

from surveykit.codebook.form_texts import code_number
from surveykit.codebook.items import Option


def score_options(options: Iterable[Option]) -> list[Option]:
    """Options with different scores: their own, else the numbers they are, else 1, 2, 3 ..."""
    kept = list(options)
    for score in (lambda o: o.score, lambda o: code_number(o.value)):
        scores = [score(option) for option in kept if option.missing is None]
        if None not in scores and len(set(scores)) == len(scores):
            return [o if o.missing else replace(o, score=score(o)) for o in kept]
    places = iter(range(1, len(kept) + 1))
    return [o if o.missing else replace(o, score=float(next(places))) for o in kept]
