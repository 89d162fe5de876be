"""One report: from a notebook or from Results, to the format its name asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from surveykit.errors import ReportError, did_you_mean
from surveykit.figures import Figure
from surveykit.files.disk import write_atomic
from surveykit.report.document import Report
from surveykit.report.docx import write_docx
from surveykit.report.html import write_html
from surveykit.report.notebook import story_of
from surveykit.report.pdf import write_pdf
from surveykit.report.provenance import cleaned_of, notebook_fingerprint, report_of
from surveykit.report.run import execute
from surveykit.report.story import Story, told
from surveykit.result import Result
from surveykit.words.phrases import LANGUAGES, pick, say

if TYPE_CHECKING:
    from surveykit.survey import Survey

Content = str | Path | Sequence[Result | Figure | str]
WRITERS: dict[str, Callable[[Report], bytes]] = {"html": write_html, "docx": write_docx, "pdf": write_pdf}


def write_report(content: Content, path: str | Path, *, survey: Survey | None = None,
                 language: str = "en", release: object | None = None) -> Path:
    """Write a report as HTML, Word or PDF; its last page says where every number comes from.

    Parameters
    ----------
    content
        A notebook (`.ipynb`, run first), or Results, Figures and Markdown texts in reading
        order. A first heading `# ...` in the texts is the title.
    path
        Where to write; `.html`, `.docx` or `.pdf` decides the format.
    survey
        The survey the results came from; adds its cleaning steps and flags to the last page.
    language
        `zh` or `en`.
    release
        Disclosure rule; not available yet.

    Returns
    -------
    Path
        The file written. An earlier one is replaced in one step, or not at all.

    Raises
    ------
    ReportError
        The format is unknown, a reference names no table or figure, a cell fails, a program
        or a Chinese font is missing, or `release` is given.

    Missing values
    --------------
    Shown as each Result shows them: a dash in cells, and counts by reason in the notes.

    Examples
    --------
    >>> import surveykit as sk, tempfile, pathlib
    >>> plans = sk.frequencies(sk.example_survey(), "plan")
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> sk.write_report(["# Plans", plans], folder / "plans.html").name
    'plans.html'
    """
    path = Path(path)
    writer = WRITERS[format_of(path.suffix.lstrip("."), where=path.name)]
    check_languages([language])
    if release is not None:
        raise ReportError("A release rule cannot be applied: disclosure control is not there yet.",
                          where=path.name, fix="call write_report without release=")
    story, notebook = _story(content, language, path.name)
    if survey is not None:
        story = _with_survey(story, survey)
    cleaned = cleaned_of(survey) if survey is not None else None
    write_atomic(path, writer(report_of(story, notebook=notebook, cleaned=cleaned)))
    return path


def format_of(name: str, where: str = "") -> str:
    """`html`, `docx` or `pdf`, or a ReportError."""
    if name.lower() not in WRITERS:
        raise ReportError(f"A report must be written as .html, .docx or .pdf, not {name!r}.",
                          where=where or None, fix=did_you_mean(name.lower(), WRITERS))
    return name.lower()


def check_languages(languages: Sequence[str]) -> None:
    """Nothing, or a ReportError for a language we do not speak."""
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown:
        raise ReportError(f"A report cannot be written in {unknown[0]!r}.",
                          fix='language="zh" or language="en"')


def _story(content: Content, language: str, where: str) -> tuple[Story, str]:
    """The story of a notebook or of pieces, and the notebook's fingerprint."""
    if isinstance(content, str | Path):
        if Path(content).suffix != ".ipynb":
            raise ReportError("A report must be made from a notebook or from a list of Results.",
                              where=str(content), fix="write_report([plans, table], ...)")
        notebook = execute(content)
        return story_of(notebook, Path(content).name, language), notebook_fingerprint(notebook)
    pieces = [content] if isinstance(content, Result | Figure) else list(content)
    if not pieces:
        raise ReportError("A report must have at least one Result or text.", where=where,
                          fix="write_report([plans, table], ...)")
    return told(pieces, language, where), ""


def _with_survey(story: Story, survey: Survey) -> Story:
    """The story with the survey among its sources; its form's title if none was given."""
    untitled = story.title == pick(say("report.title"), story.language)
    title = pick(survey.codebook.title, story.language) if untitled else ""
    return replace(story, title=title or story.title, sources=(*story.sources, survey.facts()))
