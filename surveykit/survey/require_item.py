"""The item a verb is given, if its kind is lawful."""

from __future__ import annotations

from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.survey.value import Survey


def require_item(survey: Survey, name: str, kinds: tuple[str, ...], verb: str, fix: str) -> Item:
    """The item, if its kind is lawful for this verb."""
    item = survey.codebook[name]
    if item.kind not in kinds:
        raise AnalysisError(f"{verb} needs an item of kind {' or '.join(kinds)}; {name!r} is {item.kind}.",
                            where=survey.source.name, fix=fix)
    return item
