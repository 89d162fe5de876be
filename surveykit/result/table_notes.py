"""What stands around a table: its caption, and below it base, missing, cautions and method."""

import re

from surveykit.result.view import View
from surveykit.words.marks import mark_wording
from surveykit.words.phrases import in_language, table

# The order in which a note lists who was left out, however the result was stored.
LEFT_OUT = ("not_asked", "blank", "refused", "dont_know", "nothing_ticked", "no_group", "attrition", "either",
            "no_time", "incomplete")
QUOTING = ("note.wording", "note.domain")  # notes that repeat words of the questionnaire
_SLOT = re.compile(r"\\\{\w+\\\}")


def caption(view: View) -> str:
    """The title, its percentages marked."""
    return view.mark_known(view.result.caption(view.language))


def table_notes(view: View) -> tuple[str, ...]:
    """The lines below a table."""
    result = view.result
    notes = [base_line(view), *(_note(view, in_language(note, view.language)) for note in result.notes)]
    if result.method:
        notes.append(view.phrase("note.method", method=view.mark_known(in_language(result.method, view.language))))
    synthetic = (view.phrase("note.synthetic"),) if result.synthetic else ()
    return (*(note for note in notes if note), *synthetic)


def _note(view: View, note: str) -> str:
    """A note, its percentages marked; one that repeats a question or an answer quotes them."""
    if any(re.fullmatch(_SLOT.sub("(?s:.+)", re.escape(table()[key][view.language])), note) for key in QUOTING):
        return mark_wording(note)
    return view.mark_known(note)


def base_line(view: View) -> str:
    """`Base: 44 respondents; left out: 2 not asked.` Empty when a result has no one base."""
    result = view.result
    named = result.settings.get("base_unit", "respondents")
    if not named:
        return ""
    line = view.phrase("note.base", base=result.base, unit=view.phrase(f"unit.{named}"))
    kinds = sorted((kind for kind, n in result.missing.items() if n), key=LEFT_OUT.index)
    parts = [view.phrase(f"missing.{kind}", n=result.missing[kind]) for kind in kinds]
    if not parts:
        return line + view.phrase("note.stop")
    return line + view.phrase("note.left_out", parts=view.phrase("list.comma").join(parts))
