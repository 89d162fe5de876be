"""The survey and the item a verb is given, if they are lawful: each refusal names a call that would work."""

from surveykit.codebook import Item
from surveykit.errors import AnalysisError, list_quoted
from surveykit.survey.large_survey import LargeSurvey, refuse_rows
from surveykit.survey.named_domain import NamedDomain
from surveykit.survey.value import Survey
from surveykit.words.messages import JoinedMessage, Message

# a verb that takes an item of each kind
TAKES = {"single": "frequencies", "rating": "frequencies", "multiple": "multiple_response", "rank": "ranking",
         "number": "means", "text": "overview", "date": "overview"}
CHOSEN = ("rating", "single")  # kinds that a column of numbers or words may be


def require_survey(survey: object, verb: str) -> Survey:
    """The survey, if it is one: a DataFrame must become one first."""
    if isinstance(survey, Survey):
        return survey
    if isinstance(survey, LargeSurvey):
        refuse_rows(survey.source.name, verb)
    if isinstance(survey, NamedDomain):
        raise AnalysisError("{name!r} says who is counted; it is no survey.", name=survey.name,
                            fix="it stands where a condition does: {verb}(survey, ..., where=domain)", verb=verb)
    raise AnalysisError("{verb} needs a Survey, not a {type}.", verb=verb, type=type(survey).__name__,
                        fix="{verb}(Survey.from_frame(frame), ...) for a DataFrame, {verb}(read_survey(path), ...) "
                            "for a file")


def require_item(survey: object, name: object, kinds: tuple[str, ...], verb: str) -> Item:
    """The item, however it is called, if its kind is lawful for this verb."""
    survey = require_survey(survey, verb)
    if isinstance(name, Item):
        name = name.name
    if not isinstance(name, str | int):
        names = [one.name if isinstance(one, Item) else one for one in name] if isinstance(name, list | tuple) else []
        raise AnalysisError("{verb} takes one item at a time, not {names}.", where="{file}", verb=verb,
                            file=survey.source.name, fix="tables(survey, ['item'], by=[{names}])" if verb == "by=" else
                            "[{verb}(survey, item, ...) for item in [{names}]]",
                            names=list_quoted(names) if names else type(name).__name__)
    item = survey.codebook[name]
    if item.kind not in kinds:
        call = Message("{takes}(survey, {name!r})", takes=Message(TAKES[item.kind]), name=item.name)
        wanted = next((kind for kind in kinds if kind in CHOSEN), "")
        fix = Message("{call}; if it is a {wanted}, draft_codebook(path).settle(item={name!r}, kind={wanted!r}, "
                      "options=[...]).codebook is the codebook to read it with", call=call, wanted=wanted,
                      name=item.name) if wanted and item.kind in {"number", "text"} else call
        if item.kind == "single" and wanted == "rating":  # and not single itself
            bare = "number" in kinds and all(option.value.isdecimal() and {*option.label.values()} == {option.value}
                                             for option in item.answers)
            fix = Message("{call}; if it is a {wanted}, draft_codebook(path).settle(item={name!r}, kind={wanted!r})."
                          "codebook is the codebook to read it with", call=call, wanted="number" if bare else wanted,
                          name=item.name)
        raise AnalysisError("{verb} needs an item of kind {kinds}; {name!r} is {kind}.", where="{file}", verb=verb,
                            fix=fix, kinds=JoinedMessage(" or ", kinds), name=item.name,
                            kind=item.kind, file=survey.source.name)
    return item
