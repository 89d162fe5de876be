"""What CSV and Excel share: cells that no spreadsheet takes for a formula and no reader for missing."""

from collections import Counter

from surveykit.errors import CleaningError, list_quoted
from surveykit.survey import value_text
from surveykit.text.formula_guard import FORMULA
from surveykit.text.normalise import normalise
from surveykit.write.outgoing_survey import KEY, OutgoingSurvey, is_reserved


def cell_text(value: object) -> str:
    """An answer as a cell: text is guarded, a number written whole."""
    return guard_text(value) if isinstance(value, str) else value_text(value)


def guard_text(text: str) -> str:
    """A text with `'` in front where a spreadsheet or `read_survey` would take it for something else.
    >>> guard_text("=1+1"), guard_text("(refused)"), guard_text("None")
    ("'=1+1", "'(refused)", 'None')
    """
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or is_reserved(text) else text


def refuse_unreadable(out: OutgoingSurvey) -> None:
    """Refuse what would not be read again as it is: empty-looking answers, padded keys, equal headings."""
    out.refuse_invisible()
    padded = [key for key in out.keys if key != key.strip()]
    if padded:
        raise CleaningError("Keys cannot begin or end with a blank; {padded_count} do.", where="{file}",
                            fix="strip the index before Survey.from_frame", padded_count=len(padded), file=out.name)
    count = Counter([KEY, *(normalise(column.name) for column in out.columns)])
    twice = [column.name for column in out.columns if count[normalise(column.name)] > 1]
    if twice:
        raise CleaningError("Headings must differ in more than width and blanks; {twice} do not.", where="{file}",
                            fix="rename the options in the codebook", twice=list_quoted(twice), file=out.name)
