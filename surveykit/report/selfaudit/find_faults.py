"""The verdict on the texts of a report: what does not follow, what nothing explains, what was typed and is not shown.

One engine for a report that is being built and for one that is read again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from surveykit.report.selfaudit.audited_text import AuditedText
from surveykit.report.selfaudit.mark_check import follows, kind_of
from surveykit.report.selfaudit.typed_numbers import is_shown, shown_numbers
from surveykit.words.marks import marks_of
from surveykit.words.phrases import Text, phrase


@dataclass(frozen=True, slots=True)
class Fault:
    """A number that does not hold.
    `why` is `does_not_follow` (from the counts it carries), `unmarked` (nothing says what it is), `typed` (into
    prose, and nothing in the report shows it) or `not_shown` (the structure lists it and the text does not hold it).
    """

    why: str
    at: str
    shown: str
    value: str = ""


def find_faults(pieces: Sequence[AuditedText], numbers: Iterable[str] = ()) -> list[Fault]:
    """The faults of all pieces of a report; `numbers` are shown too, in pieces that are not here."""
    shown = shown_numbers([*pieces, *(AuditedText("", number) for number in numbers)])
    found = []
    for piece in pieces:
        found += [Fault("unmarked", piece.at, text) for text in piece.find_unmarked()]
        for mark in marks_of(piece.text):
            said = "".join(piece.text[mark.start:mark.stop])
            if not follows(mark.value, said):
                found.append(Fault("does_not_follow", piece.at, said, mark.value))
            elif kind_of(mark.value) == "typed" and not is_shown(mark.value, shown):
                found.append(Fault("typed", piece.at, said))
    return found


def fault_text(fault: Fault) -> Text:
    """A fault in words, in both languages."""
    place = fault.at if fault.at not in {"", "text"} else phrase("verify.text")
    return phrase(f"verify.{fault.why}", shown=fault.shown, value=fault.value, place=place)
