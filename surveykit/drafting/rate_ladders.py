"""Questions of a survey file whose options read as points: ratings, as a draft from the export would have them."""

from dataclasses import replace

from surveykit.codebook import Item
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.drafting.scale_points import find_points
from surveykit.words.phrases import in_language, phrase


def rate_ladders(draft: Draft) -> Draft:
    """The draft with single choices among degrees of one thing as ratings, with a doubt for each.
    Their points are the form's own scores where these follow the degrees, else their order 1 to k.
    """
    rated = {item.name: found for item in draft.codebook if item.kind == "single" and (found := _as_rating(item))}
    doubts = [DraftQuestion(item.name, "rating", phrase("draft.rating", count=len(item.answers)))
              for item in rated.values()]
    items = tuple(rated.get(item.name, item) for item in draft.codebook)
    return Draft(replace(draft.codebook, items=items), (*draft.doubts, *doubts))


def _as_rating(item: Item) -> Item | None:
    """The item as a rating; None where its options are no points."""
    labels = {option.value: in_language(option.label, "zh") for option in item.answers}
    points = find_points(list(labels.values())) if len(set(labels.values())) == len(labels) else None
    if points is None:
        return None
    scores = [option.score for option in item.answers if option.score is not None]
    order = sorted(item.answers, key=lambda option: points[labels[option.value]])
    told = [option.score for option in order]
    follows = len(set(scores)) == len(labels) and told in (sorted(scores), sorted(scores, reverse=True))
    places = {option.value: float(place) for place, option in enumerate(order, start=1)}
    options = tuple(option if option.missing or follows else replace(option, score=places[option.value])
                    for option in item.options)
    return replace(item, kind="rating", options=options)
