"""Texts filled in beside "other", moved to the options they belong to."""

from surveykit.clean.apply_step import apply_step, cell_change, require_reason
from surveykit.clean.worklist import OTHER, Decisions, find_fill_in, find_reviewer, read_decisions, said_beside_other
from surveykit.codebook import SEPARATOR, Item
from surveykit.errors import CleaningError, did_you_mean, list_quoted
from surveykit.survey import Change, Step, Survey, require_item
from surveykit.words.messages import Message
from surveykit.words.phrases import Text, phrase


def recode_other(survey: Survey, item: str, mapping: Decisions, *, reason: str | Text,
                 absent: str = "refuse") -> Survey:
    """Move "other, specify" answers to the options they belong to.

    Parameters
    ----------
    item
        A single or multiple item with an option `other` and a fill-in item `<item>_other`.
    mapping
        Text filled in (as written) to the value of the option it belongs to; or the path of a worklist that came back
        (`write_worklist(survey, item, path, task="other")`).
    reason
        Why; it stands in the log. In two languages: `{"zh": ..., "en": ...}`.
    absent
        A text that nobody who chose `other` wrote: `refuse` it (a misspelling is noticed), or `note` it in the log
        and go on, for notebooks that next year's answers run through.

    Raises
    ------
    CleaningError
        No reason, no fill-in item, a text that nobody who chose `other` wrote (unless `absent="note"`), or a target
        that is no answer.
    CodebookError
        There is no option `other`, or a target is no option.

    Missing values
    --------------
    The fill-in that was moved becomes `blank`; its text stays in the log. What was filled in
    beside another option than `other` stays where it is.

    Examples
    --------
    >>> import surveykit as sk
    >>> cleaned = sk.recode_other(sk.example_survey(), "plan", {"go back home": "home"},
    ...                           reason="the option was there")
    >>> [change.new for change in cleaned.log[-1].changes]
    ['home', '']
    """
    require_reason(reason, "recode_other")
    if absent not in ("refuse", "note"):
        raise CleaningError("absent must be refuse or note, not {absent!r}.", fix="absent='note'", absent=absent)
    target = require_item(survey, item, ("single", "multiple"), "recode_other")
    item, text = target.name, find_fill_in(survey, target).name
    given, mapping = mapping, read_decisions(survey, item, mapping, "other")
    for new in mapping.values():
        _refuse_target(target, new)
    said = said_beside_other(survey, target, text)
    unused = [old for old in mapping if old not in said.to_list()]
    if (unused and absent == "refuse") or not mapping:
        raise CleaningError(Message("Nobody filled in {unused} beside 'other' of {item!r}.", unused=list_quoted(unused),
                                    item=item)
                            if unused else "recode_other must be given which texts belong to which option.",
                            where="{file}",
                            fix="look at the answers: survey.responses[{text!r}]", text=text, file=survey.source.name)
    moved = said[said.isin(list(mapping))]
    changes = [line for r, old in moved.items() for line in move_answer(survey, target, str(r), old, mapping[old])]
    changes += [Change("", item, old, mapping[old], "recode_other", "no_action", phrase("clean.absent_text"))
                for old in unused]
    return apply_step(survey, Step("recode_other", reason, tuple(changes),
                                     {"item": item, "reviewer": find_reviewer(given)}))


def _refuse_target(item: Item, new: str) -> None:
    """Refuse to move a fill-in to what is no option, no answer, or `other` again."""
    item.option(OTHER)
    if item.option(new).missing or new == OTHER:
        raise CleaningError("A fill-in cannot be moved to {new!r}: it is no answer of its own.", where="item {item!r}",
                            fix=did_you_mean(new, [o.value for o in item.answers if o.value != OTHER]), new=new,
                            item=item.name)


def move_answer(survey: Survey, item: Item, respondent: str, text: str, new: str,
                rule: str = "recode_other") -> list[Change]:
    """The lines that move one respondent from `other` to an option."""
    blanked = cell_change(respondent, f"{item.name}_other", text, None, rule)
    if item.kind == "single":
        return [cell_change(respondent, item.name, OTHER, new, rule), blanked]
    column = f"{item.name}{SEPARATOR}{new}"
    ticked = survey._responses.at[respondent, column] == 1
    lines = [] if ticked else [cell_change(respondent, column, 0, 1, rule)]
    return [cell_change(respondent, f"{item.name}{SEPARATOR}{OTHER}", 1, 0, rule), *lines, blanked]
