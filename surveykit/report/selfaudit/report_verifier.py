"""The verdict on a built report: it reads the file alone, never the data behind it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from surveykit.errors import ReadError
from surveykit.files.disk import read_bytes
from surveykit.report.selfaudit import read_html_report as html
from surveykit.report.selfaudit import read_pdf_report as pdf
from surveykit.report.selfaudit import read_word_report as docx
from surveykit.report.selfaudit.audited_text import REPEATED, AuditedText
from surveykit.report.selfaudit.find_faults import Fault, fault_text, find_faults
from surveykit.report.selfaudit.mark_check import kind_of
from surveykit.report.selfaudit.read_workbook_report import read_workbook_report
from surveykit.report.selfaudit.typed_numbers import QUOTED
from surveykit.words.marks import marks_of
from surveykit.words.phrases import in_language, phrase

LARGEST = 200 * 2**20


@dataclass(frozen=True, slots=True)
class VerifiedReport:
    """What was found in a report: how many numbers of each kind, and every fault."""

    kinds: Mapping[str, int]
    faults: tuple[Fault, ...]

    @property
    def figures(self) -> int:
        """How many marked numbers were checked."""
        return sum(self.kinds.values())


def verdict_lines(name: str, found: VerifiedReport, language: str) -> list[str]:
    """What was found, in words: a line for the report, and one for each fault."""
    quoted = sum(found.kinds.get(kind, 0) for kind in QUOTED)
    said = phrase("verify.report", name=name, figures=found.figures, shares=found.kinds.get("share", 0),
                  quoted=quoted, faults=len(found.faults))
    return [in_language(said, language), *(f"  {in_language(fault_text(one), language)}" for one in found.faults)]


def verify_report(path: str | Path) -> VerifiedReport:
    """Check that every percentage of a built report follows from the counts it carries.
    >>> import surveykit as sk, tempfile, pathlib
    >>> from surveykit.report import verify_report
    >>> plans = sk.frequencies(sk.example_survey(), "plan")
    >>> path = sk.write_report([plans], pathlib.Path(tempfile.mkdtemp()) / "plans.html")
    >>> verify_report(path).faults
    ()
    """
    data, name = read_bytes(path), Path(path).name
    if len(data) > LARGEST:
        raise ReadError("A report must have at most {largest} MiB.", where="{file}",
                        fix="verify a report that surveykit wrote", largest=LARGEST // 2**20, file=name)
    return verify_bytes(data, name)


def verify_bytes(data: bytes, name: str = "") -> VerifiedReport:
    """The same for the bytes of a report."""
    lost: list[str] = []
    left: list[str] = []
    numbers: list[str] = []
    if data.startswith(b"%PDF"):
        pieces, lost, left, numbers = pdf.read_pdf_report(data, name)
    elif data.startswith(b"PK") and b"xl/workbook.xml" in data:
        pieces = read_workbook_report(data)
    elif data.startswith(b"PK"):
        pieces, lost = docx.read_word_report(data)
    elif html.is_html(data):
        pieces = html.read_html_report(data)
        lost, left = _pictures(data)
    else:
        raise ReadError("A report must be HTML, Word, PDF or Excel.", where="{file}",
                        fix="surveykit verify report.html", file=name)
    faults = find_faults(pieces, numbers)
    faults += [Fault("not_shown", "", text) for text in lost]
    faults += [Fault("unmarked", "", text) for text in left]
    return VerifiedReport(_kinds(pieces), tuple(dict.fromkeys(faults)))


def _pictures(data: bytes) -> tuple[list[str], list[str]]:
    """Lines listed for a picture that it does not draw, and lines with percentages it draws unlisted."""
    lost, left = [], []
    for _, listed, lines in html.drawn_lines(data):
        lost += sorted(listed - lines)
        left += sorted(line for line in lines - listed if AuditedText("", line).find_unmarked())
    return lost, left


def _kinds(pieces: Iterable[AuditedText]) -> dict[str, int]:
    """How many marks of each kind, the most frequent first; what is repeated counts once."""
    found = Counter(kind_of(mark.value) for piece in pieces for mark in marks_of(piece.text)
                    if not piece.at.endswith(REPEATED))
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
