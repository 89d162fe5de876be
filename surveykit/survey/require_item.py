"""The item a verb is given, if its kind is lawful."""

from __future__ import annotations

from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.survey.value import Survey
from surveykit.words.messages import JoinedMessage


def require_item(survey: Survey, name: str, kinds: tuple[str, ...], verb: str, fix: str) -> Item:
    """The item, if its kind is lawful for this verb."""
    item = survey.codebook[name]
    if item.kind not in kinds:
        raise AnalysisError("{verb} needs an item of kind {kinds}; {name!r} is {kind}.",
                            where="{file}", fix=fix, verb=verb, kinds=JoinedMessage(" or ", kinds), name=name,
                            kind=item.kind, file=survey.source.name)
    return item
