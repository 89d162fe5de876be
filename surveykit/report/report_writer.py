"""One report: from a notebook or from Results, to the format its name asks for."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from surveykit.errors import ReportError, did_you_mean
from surveykit.figures import Figure
from surveykit.files.disk import may_write, write_atomic
from surveykit.files.leftovers import lock_folder
from surveykit.privacy.personal_gate import refuse_personal
from surveykit.report.content import Content, content_from_results
from surveykit.report.front_page import ReportSettings, settings_from, settings_of_notebook
from surveykit.report.named_results import results_among
from surveykit.report.notebook_content import content_from_notebook
from surveykit.report.notebook_runner import run_notebook
from surveykit.report.provenance import complete_report, notebook_fingerprint, summarise_cleaning
from surveykit.report.report_blocks import Report
from surveykit.report.report_texts import refuse_personal_report, refuse_small_cells
from surveykit.result import Result
from surveykit.words.phrases import LANGUAGES, in_language, phrase

if TYPE_CHECKING:
    from surveykit.survey import Survey

ReportSource = str | Path | Sequence[Result | Figure | str]
FORMATS = {"html": "html_dialect", "docx": "word_dialect", "pdf": "pdf_dialect", "xlsx": "workbook_writer"}


def write_report(content: ReportSource, path: str | Path, *, survey: Survey | None = None, language: str = "en",
                 style: str | None = None, front: Mapping[str, Any] | None = None, release: int | None = None) -> Path:
    """Write a report as HTML, Word, PDF or Excel; its last page says where every number comes from.

    Parameters
    ----------
    content
        A notebook (`.ipynb`, run first), or Results, Figures and Markdown texts in reading
        order. A first heading `# ...` in the texts is the title. `{{ plans.base }}` in a text calls the Result in the
        variable `plans` of whoever calls `write_report`.
    path
        Where to write; `.html`, `.docx`, `.pdf` or `.xlsx` decides the format; a workbook holds the tables and the data
        of the figures, unrounded, without the text.
    survey
        The survey the results came from; adds its cleaning steps and flags to the last page.
    language
        `zh` or `en`.
    style
        `plain`, `thesis` (小四, lines of 1.5, 表 3-1 by chapter, captions in both languages) or `annual-report`.
    front
        What stands before the first chapter, as in `study.yaml`: `title`, `subtitle`, `authors`, `institution`,
        `supervisor`, `date`, `abstract`, `keywords` (texts, or `{"zh": ..., "en": ...}`), `contents`, `numbered`,
        `columns` (`"n and %"` sets counts in a column of their own), `references`, `citations`.
        A notebook has its own, and that of its study.
    release
        The smallest count of people that the report may show, such as 5: a table with smaller ones (not 0) is refused.
        `small_cells` lists them.

    Returns
    -------
    Path
        The file written. An earlier one is replaced in one step, or not at all.

    Raises
    ------
    ReportError
        The format, style or a key of `front` is unknown, another run writes into the folder, a reference names no
        table or figure, a cell fails, a program
        or a Chinese font is missing, or a table shows counts below `release`.

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
    form = format_of(path.suffix.lstrip("."), where=path.name)
    check_languages([language])
    given = settings_from({**(front or {}), **({"style": style} if style else {})}, path.name)
    caller = sys._getframe(1)
    told, notebook, settings = _read_content(content, language, path.name, given,
                                             results_among({**caller.f_globals, **caller.f_locals}))
    if survey is not None:
        refuse_personal(survey)
        untitled = told.title == in_language(phrase("report.title"), told.language)
        title = in_language(survey.codebook.title, told.language) if untitled else ""
        told = replace(told, title=title or told.title, sources=(*told.sources, survey.facts()))
    cleaned = summarise_cleaning(survey) if survey is not None else None
    if release is not None:
        refuse_small_cells(told.blocks, release, path.name)
    report = complete_report(told, notebook=notebook, cleaned=cleaned, settings=settings)
    refuse_personal_report(report, told.sources, settings.contacts, path.name)
    data = draw_report(report, form)
    inputs = [content] if isinstance(content, str | Path) else []
    with lock_folder(may_write(path, inputs=inputs).parent):
        write_atomic(path, data, inputs=inputs)
    return path


def draw_report(report: Report, form: str) -> bytes:
    """The report as `html`, `docx`, `pdf` or `xlsx`; what only one format needs is loaded with it."""
    dialect = import_module(f"surveykit.report.{FORMATS[form]}")
    drawn: bytes = getattr(dialect, f"write_{form}")(report)
    return drawn


def format_of(name: str, where: str = "") -> str:
    """`html`, `docx`, `pdf` or `xlsx`, or a ReportError."""
    if name.lower() not in FORMATS:
        raise ReportError("A report must be written as .html, .docx, .pdf or .xlsx, not {name!r}.", place=where,
                          where="{place}" if where else None, fix=did_you_mean(name.lower(), FORMATS), name=name)
    return name.lower()


def check_languages(languages: Sequence[str]) -> None:
    """Nothing, or a ReportError for a language we do not speak."""
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown:
        raise ReportError("A report cannot be written in {unknown!r}.",
                          fix='language="zh" or language="en"', unknown=unknown[0])


def _read_content(content: ReportSource, language: str, where: str, given: ReportSettings,
                  named: Mapping[str, Result]) -> tuple[Content, str, ReportSettings]:
    """The content of a notebook or of pieces, the notebook's fingerprint, and the settings of the report."""
    if isinstance(content, str | Path):
        if Path(content).suffix != ".ipynb":
            raise ReportError("A report must be made from a notebook or from a list of Results.",
                              where="{content}", fix="write_report([plans, table], ...)", content=content)
        notebook = run_notebook(content)
        settings = given if given != ReportSettings() else settings_of_notebook(notebook, Path(content))
        return (content_from_notebook(notebook, Path(content).name, language, settings.columns),
                notebook_fingerprint(notebook), settings)
    pieces = [content] if isinstance(content, Result | Figure) else list(content)
    if not pieces:
        raise ReportError("A report must have at least one Result or text.", where="{file}",
                          fix="write_report([plans, table], ...)", file=where)
    return content_from_results(pieces, language, where, given.columns, named), "", given
