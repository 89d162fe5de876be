"""What was found: where personal data stand, of what kind, how long; never the data themselves."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from surveykit.errors import AnalysisError
from surveykit.result import LISTING, Result
from surveykit.result.result_column import show_count, show_words
from surveykit.text.personal_spans import CONFIDENCE
from surveykit.words.phrases import Text, phrase, same_text

PLACES = ("cell", "key", "column", "heading", "option", "title", "turn", "memo", "translation")
LAYOUT = LISTING.showing(
    show_words("place", "privacy.head.place", "place"), show_words("item", "head.item", "item"),
    show_words("respondent", "head.respondent"), show_words("kind", "privacy.head.kind", "kind"),
    show_count("privacy.head.start", "start"), show_count("privacy.head.length", "length"),
    show_words("masked", "privacy.head.masked"), show_words("confidence", "privacy.head.confidence", "confidence"))


class PersonalFinding(NamedTuple):
    """One passage that is personal, or a column that is so as a whole (length 0).
    `item` is the item (of a transcript: the document), `respondent` the row (of a transcript: the turn). Positions
    count code points in the cell, in the label, or in the document.
    """

    place: str
    item: str
    respondent: str
    kind: str
    start: int
    length: int
    masked: str
    confidence: str

    @property
    def address(self) -> str:
        """Where it stands within its item and row, as a log writes it."""
        return f"{self.place} {self.kind} {self.start}+{self.length}"


def findings_result(findings: Sequence[PersonalFinding], *, labels: Mapping[str, Text], notes: tuple[Text, ...],
                    source: Mapping[str, object], language: str) -> Result:
    """The findings as a table to show and to filter; `read_findings` takes it back."""
    table = pd.DataFrame(findings, columns=list(PersonalFinding._fields))
    words = {"place": PLACES, "confidence": CONFIDENCE, "kind": dict.fromkeys(table["kind"])}
    return Result(kind="personal", layout=LAYOUT, title=phrase("privacy.title"), table=table, base=len(table),
                  method=phrase("privacy.method"), notes=notes, source=source,
                  labels={"item": {"": same_text(""), **labels},
                          **{name: {code: phrase(f"privacy.{name}_{code}") for code in codes}
                             for name, codes in words.items()}},
                  settings={"base_unit": "findings"}, language=language)


def read_findings(given: Result | pd.DataFrame | Iterable[PersonalFinding], verb: str) -> list[PersonalFinding]:
    """Findings from the table that `find_personal` gave, or from part of its rows."""
    if isinstance(given, Result):
        given = given.table
    if not isinstance(given, pd.DataFrame):
        return list(given)
    absent = [name for name in PersonalFinding._fields if name not in given]
    if absent:
        raise AnalysisError("{verb} must be given findings: the table lacks the column {column!r}.",
                            fix="look: sk.find_personal(survey)", verb=verb, column=absent[0])
    return [_finding(row) for row in given[list(PersonalFinding._fields)].to_dict("records")]


def _finding(row: Mapping[Any, Any]) -> PersonalFinding:
    """A row as a finding, numbers as numbers."""
    texts = {name: str(row[name]) for name in PersonalFinding._fields if name not in {"start", "length"}}
    return PersonalFinding(**texts, start=int(row["start"]), length=int(row["length"]))


def count_findings(findings: Iterable[PersonalFinding]) -> list[tuple[str, str, int]]:
    """How many of each kind stand in each item, most first."""
    counts = Counter((finding.item, finding.kind) for finding in findings)
    return [(item, kind, n) for (item, kind), n in counts.most_common()]
