"""The audit of a report: its candidate figures, judged where the base is beyond doubt."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from surveykit.audit.figures.figure_results import figures_result, float_or_nan
from surveykit.audit.figures.judge import VERDICTS, judge
from surveykit.audit.reports.candidate import STATUSES, Candidate
from surveykit.audit.reports.closing_shares import OpenShares, find_open_shares
from surveykit.audit.reports.document_figures import find_candidates
from surveykit.audit.reports.figure_grid import read_grid
from surveykit.audit.reports.table_sums import WrongSum, find_wrong_sums
from surveykit.errors import ReportError
from surveykit.files.disk import may_write, write_atomic
from surveykit.formats.documents import open_document
from surveykit.formats.documents.document_blocks import Document
from surveykit.result import LISTING, Result
from surveykit.result.result_column import ResultColumn, show_count_and_base, show_item, show_printed, show_words
from surveykit.text.formula_guard import guard_formula
from surveykit.words.phrases import Text, phrase

SHOWN_SUMS = 12
LEFT_OUT = ("target", "approximate", "change", "weighted", "ratio", "summed")
COLUMNS = ("id", "study", "source_file", "question_zh", "question_en", "option_zh", "option_en", "figure_as_printed",
           "count", "base", "base_note", "kind", "status")
LAYOUT = LISTING.showing(
    show_item("head.figure"), show_printed(), show_count_and_base(), show_words("verdict", "head.verdict", "verdict"),
    show_words("why", "head.why", "why"), show_words("place", "head.place", "place"),
    ResultColumn("head.quote", "excerpt", ("quote", "printed"), "l"))


@dataclass(frozen=True, slots=True)
class JudgedCandidate:
    """A candidate with what is said of it: `verdict`, and `if_confirmed` where a person must confirm the base first."""

    candidate: Candidate
    verdict: str
    if_confirmed: str = ""


def audit_report(path: str | Path, *, encoding: str | None = None) -> Result:
    """Judge the percentages printed in a report, thesis or page.

    Parameters
    ----------
    path
        Word (.docx), web page (.html), PDF with text in it, Markdown or plain text.
    encoding
        Of a text or web page, if it is known.

    Returns
    -------
    Result
        kind "report_figures"; one row per candidate figure in reading order: item (F1, F2 ...), printed, n (count),
        base, verdict, if_confirmed, status, why (where the base comes from), place, quote. `verdict` is that of
        `judge` where the text itself ties figure and base, `to_confirm` where the base stands elsewhere (then
        `if_confirmed` holds the verdict on that base), and `untestable` for what is left out (`status` says why).

    Raises
    ------
    ReadError
        The file is no document that can be read.

    Missing values
    --------------
    Counts and bases that the text does not give are nan.

    Notes
    -----
    A candidate is a proposal: look at its quote. Targets, approximations, changes and weighted percentages are found
    but not judged. Tables whose counts and percentages stand side by side are judged on the base on which most of
    the column can occur.

    Examples
    --------
    >>> import surveykit as sk
    >>> table = sk.audit_report("data/raw/published/README.md").table
    >>> table.columns[:5].tolist()
    ['item', 'printed', 'n', 'base', 'verdict']
    """
    document = open_document(path, encoding=encoding)
    return judge_document(document, path)


def judge_document(document: Document, path: str | Path | None = None) -> Result:
    """The Result of a document that is open already."""
    judged = [_judge_candidate(candidate) for candidate in find_candidates(document)]
    wrong = {one.candidate.place.table for one in judged if one.verdict in {"impossible", "other_base"}}
    grids = [(grid, table) for table in document.tables if (grid := read_grid(table))]
    sums = [*(_sum_words(one) for both in grids for one in find_wrong_sums(*both)),
            *(_open_words(one) for grid, table in grids if table.place.table not in wrong
              for one in find_open_shares(grid, table))]
    figures = [one.candidate.figure for one in judged]
    places = {_key(one): one.candidate.place.text for one in judged}
    table = pd.DataFrame([_row(one) for one in judged], columns=[
        "item", "printed", "n", "base", "verdict", "if_confirmed", "status", "why", "place", "quote"])
    verdicts = {word: phrase(f"verdict.{word}") for word in (*VERDICTS, "to_confirm")}
    labels = {"verdict": verdicts, "place": places, "status": {word: phrase(f"status.{word}") for word in STATUSES},
              "why": {_why(one): _why_words(one) for one in judged}}
    notes = (*sums[:SHOWN_SUMS], *_more(len(sums)), phrase("note.candidates"),
             phrase("note.not_misconduct"))
    return figures_result("report_figures", LAYOUT, phrase("title.report_figures", name=document.name), table, figures,
                          path, method=phrase("method.report_figures"), notes=notes, settings={"sums": len(sums)},
                          labels=labels)


def _judge_candidate(candidate: Candidate) -> JudgedCandidate:
    """What is said of a candidate."""
    word = _judge_derived(candidate) if candidate.expected else judge(candidate.figure).word
    if candidate.status in LEFT_OUT:
        return JudgedCandidate(candidate, "untestable")
    if candidate.status == "to_confirm":
        # a base from elsewhere in the document is a guess: that it would not fit says nothing
        afar = candidate.why == "document" and word in {"impossible", "other_base"}
        return JudgedCandidate(candidate, "to_confirm", "" if afar else word)
    return JudgedCandidate(candidate, word)


def _judge_derived(candidate: Candidate) -> str:
    """Whether a figure is what the printed figures leave for it that it follows from."""
    low, high = candidate.expected or (0, 0)
    return "rounding" if low <= candidate.figure.value <= high else "impossible"


def _row(judged: JudgedCandidate) -> tuple[object, ...]:
    """One candidate as a row."""
    one, figure = judged.candidate, judged.candidate.figure
    known = map(float_or_nan, (figure.count, figure.base))
    return (figure.name, figure.printed, *known, judged.verdict, judged.if_confirmed, one.status, _why(judged),
            _key(judged), one.quote)


def _key(judged: JudgedCandidate) -> str:
    """A place as a code: `p3.t2.r4`."""
    place = judged.candidate.place
    parts = (("p", place.page), ("s", place.paragraph), ("t", place.table), ("r", place.row))
    return ".".join(f"{sign}{number}" for sign, number in parts if number)


def _why(judged: JudgedCandidate) -> str:
    """What decides: why it is left out, else where its base comes from, and what the base would make of it."""
    one = judged.candidate
    decides = one.status if one.status in LEFT_OUT else one.why or one.status
    return ".".join(filter(None, (decides, judged.if_confirmed)))


def _why_words(judged: JudgedCandidate) -> Text:
    """The same in words."""
    one = judged.candidate
    if one.status in LEFT_OUT or not one.why:
        return phrase(f"status.{one.status}")
    if judged.if_confirmed:
        return phrase("why.if_confirmed", why=phrase(f"why.{one.why}"),
                      verdict=phrase(f"verdict.{judged.if_confirmed}"))
    return phrase(f"why.{one.why}")


def _sum_words(found: WrongSum) -> Text:
    """Counts that do not add up to the printed total."""
    return phrase("note.sum_differs", place=found.place.text, head=found.head, added=found.added, printed=found.printed)


def _open_words(found: OpenShares) -> Text:
    """Percentages that alone do not add up to 100."""
    return phrase("note.shares_open", place=found.place.text, head=found.head, added=found.added)


def _more(count: int) -> tuple[Text, ...]:
    """How many sums are not shown."""
    return (phrase("note.more_sums", number=count - SHOWN_SUMS),) if count > SHOWN_SUMS else ()


def write_candidates(path: str | Path, report: str | Path, *, encoding: str | None = None) -> None:
    """Write the candidate figures of a report as a CSV file to be confirmed and judged again.

    Parameters
    ----------
    path
        The CSV file; UTF-8 with a byte order mark, with the columns of `read_figures` and `status`.
    report
        The report, as `audit_report` takes it.
    encoding
        Of a text or web page, if it is known.

    Raises
    ------
    ReadError
        The report is no document that can be read.
    ReportError
        The CSV file cannot be written.

    Missing values
    --------------
    An unknown count or base is an empty cell; fill it in where the report gives one.

    Examples
    --------
    >>> import tempfile, pathlib, surveykit as sk
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("43% (20 of 46) agreed.")
    >>> sk.audit.write_candidates(folder / "a.csv", folder / "a.txt")
    >>> sk.audit_figures(folder / "a.csv").table["verdict"].tolist()
    ['rounding']
    """
    if Path(path).suffix.casefold() != ".csv":
        raise ReportError("Candidates are written as .csv.", where="{file}", fix="--to candidates.csv", file=path)
    may_write(path, inputs=[report])
    write_atomic(path, candidates_csv(find_candidates(open_document(report, encoding=encoding))))


def candidates_csv(found: Sequence[Candidate]) -> bytes:
    """Candidates as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_line, found))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _line(one: Candidate) -> list[str]:
    """One candidate as cells; what a spreadsheet would run as a formula is marked as text."""
    figure, place = one.figure, one.place.text
    quote = " ".join(one.quote.split())
    rough = "approximate" if figure.rough else ""
    note = "; ".join(filter(None, (rough, one.status, one.why and f"base: {one.why}")))
    cells = [figure.name, "", figure.document, place["zh"], place["en"], quote, quote, figure.printed,
             "" if figure.count is None else str(figure.count), "" if figure.base is None else str(figure.base), note,
             figure.kind, one.status]
    return list(map(guard_formula, cells))
