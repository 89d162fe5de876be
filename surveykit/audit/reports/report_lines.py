"""An audit as lines of text: its table with its notes, and a line per verdict."""

from pathlib import Path

from surveykit.audit.figures.judge import VERDICTS
from surveykit.result import Result
from surveykit.words.phrases import in_language, phrase


def audit_lines(found: Result, language: str, written: Path | None = None) -> list[str]:
    """What the command line prints.
    >>> from surveykit import audit_figures
    >>> from surveykit.audit import PrintedFigure
    >>> audit_lines(audit_figures([PrintedFigure("36%", base=46, name="a")]), "en")[-1]
    'by truncation: 1'
    """
    counts = found.table["verdict"].value_counts()
    if counts.empty:
        return [in_language(phrase("audit.none"), language)]
    lines = [found.grid(language).to_text(), ""]
    lines += [in_language(phrase("audit.count", verdict=phrase(f"verdict.{word}"), number=int(counts[word])), language)
              for word in (*VERDICTS, "to_confirm") if word in counts]
    sums = found.settings.get("sums", 0)
    lines += [in_language(phrase("audit.sums", number=sums), language)] if sums else []
    return [*lines, *([in_language(phrase("audit.written", path=str(written)), language)] if written else [])]


def audit_passes(found: Result) -> bool:
    """Whether nothing is impossible: no figure judged so, and every total the sum of its counts."""
    return "impossible" not in set(found.table["verdict"]) and not found.settings.get("sums", 0)
