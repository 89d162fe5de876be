"""The rows a verb works on: those of a Survey, or the cells of a survey that is asked without being held."""

from collections.abc import Iterable, Sequence

from surveykit.codebook import Codebook, Item
from surveykit.survey import Survey, require_survey
from surveykit.survey.large_survey import CellRequest, LargeSurvey

Name = object  # however an item may be called


def book_of(survey: object, verb: str) -> Codebook:
    """The codebook of a survey, held or not."""
    return survey.codebook if isinstance(survey, LargeSurvey) else require_survey(survey, verb).codebook


def gather_rows(survey: object, verb: str, names: Sequence[Name], where: str | None = None) -> Survey:
    """A Survey as it is; of a large one the cells of some items (None among them is no item)."""
    return gather_each(survey, verb, [names], where)[0]


def gather_each(survey: object, verb: str, questions: Iterable[Sequence[Name]], where: str | None = None, *,
                sums: bool = False) -> list[Survey]:
    """The same for several questions, all from one pass; with `sums` the first item of each needs only its sums, if it
    is a number."""
    if not isinstance(survey, LargeSurvey):
        return [require_survey(survey, verb)] * len(list(questions))
    requests = []
    for first, *others in questions:
        number = sums and _find(survey.codebook, first).kind == "number"
        items = {_find(survey.codebook, name).name for name in (*others, *([] if number else [first]))
                 if name is not None}
        numbers = (_find(survey.codebook, first).name,) if number else ()
        requests.append(CellRequest(tuple(sorted(items)), where, numbers))
    return list(survey.gather(requests))


def _find(book: Codebook, name: Name) -> Item:
    """The item of a name, a label, a number, or of a column of ticks such as `hardship__pay`."""
    if isinstance(name, Item):
        return book[name.name]
    ticked = next((item for item in book if item.kind == "multiple" and name in item.columns), None)
    return ticked or book[name]  # type: ignore[index]
