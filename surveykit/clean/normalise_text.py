"""Texts written in one way: blanks, invisible characters, and spellings that a person joined."""

from surveykit.clean.apply_step import apply_step, cell_change, require_reason
from surveykit.clean.worklist import Decisions, find_reviewer, read_decisions
from surveykit.errors import CleaningError
from surveykit.survey import Step, Survey, require_item
from surveykit.text.normalise import collapse_blanks, drop_invisible
from surveykit.words.phrases import Text


def normalise_text(survey: Survey, item: str, spellings: Decisions | None = None, *, reason: str | Text) -> Survey:
    """Write the answers to a text item in one way.

    Parameters
    ----------
    item
        A text item.
    spellings
        Text as it was written to text as it is to be; or the path of a worklist that came back
        (`write_worklist(survey, item, path)`). Without it only runs of blanks, line breaks and invisible characters go.
        Width, case and punctuation are the writer's, and change only where a spelling says so.
    reason
        Why; it stands in the log. In two languages: `{"zh": ..., "en": ...}`.

    Raises
    ------
    CleaningError
        No reason, a text that nobody wrote, or nothing to change.

    Missing values
    --------------
    Stay as they are; a text that holds only blanks becomes `blank`.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.normalise_text(sk.example_survey(), "plan_other", {"go back home": "go home"}, reason="one wording")
    >>> survey.answers("plan_other").tolist()
    ['go home']
    """
    require_reason(reason, "normalise_text")
    name = require_item(survey, item, ("text",), "normalise_text").name
    wanted = {} if spellings is None else read_decisions(survey, name, spellings, "text")
    given = survey._responses[name].dropna()
    unused = [text for text in wanted if text not in set(given)]
    if unused:
        raise CleaningError("Nobody wrote {count} of the texts of item {item!r} that are to be replaced.", where=survey,
                            count=len(unused), item=name, fix="look at the answers: survey.responses[{item!r}]")
    tidy = {text: wanted.get(text, collapse_blanks(drop_invisible(text))) for text in dict.fromkeys(given)}
    changes = tuple(cell_change(str(who), name, text, tidy[text], "normalise_text") for who, text in given.items()
                    if tidy[text] != text)
    if not changes:
        raise CleaningError("No answer to {item!r} would change.", where=survey, item=name, fix="leave this step out")
    arguments = {"item": name, "reviewer": find_reviewer(spellings) if spellings is not None else ""}
    return apply_step(survey, Step("normalise_text", reason, changes, arguments))
