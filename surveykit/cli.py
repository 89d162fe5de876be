"""The command line: no traceback, exit status 2 (70 for a fault of ours), and what was written at the end.

A command loads only the rooms it needs, when it runs.
"""

from __future__ import annotations

import errno
import locale
import os
import re
import sys
import time
import traceback
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import surveykit
from surveykit.cli_clean import clean
from surveykit.cli_codebook import (
    Encoding,
    Headings,
    Language,
    Platform,
    Sheet,
    check,
    diff,
    draft,
    load_room,
    print_lines,
    settle,
    spell_out,
)
from surveykit.cli_join import append, join
from surveykit.cli_release import release
from surveykit.errors import ReportError, SurveyError
from surveykit.files.disk import write_atomic
from surveykit.words.messages import Message
from surveykit.words.phrases import in_language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

# without typer's own tracebacks: they would print local variables, that is, answers
app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
                  help="From a raw questionnaire export and interviews to a reproducible bilingual report.")
ARGUMENT = re.compile(r"\b(platform|encoding|sheet|headings)=(?:'([^']*)'|(\d+))")  # here they are options
for command in (draft, settle, check, diff, join, append, clean, release):
    app.command()(command)
NOTEBOOKS = Path("notebooks")
Notebooks = Annotated[list[Path] | None, typer.Argument(help="Notebooks or folders of them; notebooks/ by default.")]


class StudyLanguage(StrEnum):
    """Languages a study can be in."""

    zh = "zh"
    en = "en"
    both = "both"


class Format(StrEnum):
    """Files a report can be."""

    html = "html"
    docx = "docx"
    xlsx = "xlsx"
    pdf = "pdf"


CLOSED_PIPE = 141  # what a shell says of it; 1 is an answer of `check` and others
INTERNAL_FAULT = 70  # EX_SOFTWARE of sysexits.h; 1 and 2 are answers of commands


def main() -> None:
    """Run the command line; a SurveyError becomes its message and exit status 2, any other error status 70."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a console that cannot show a character
    try:
        app()
    except SystemExit:
        if type(sys.stdout).__name__ == "PacifyFlushWrapper":  # click's, where the reader of a pipe is gone
            sys.exit(CLOSED_PIPE)
        raise
    except SurveyError as error:
        shown = [error.message("zh"), str(error)] if _chinese() else [str(error)]
        text = "\n".join(shown)
        if sys.argv[1:2] in (["new"], ["draft"], ["check"]):
            text = ARGUMENT.sub(r'--\1 "\2\3"', text)
        _fail(f"{type(error).__name__}: {text}", 2)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            _fail(str(error), 2)
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = Message("An error of surveykit itself: {kind} in {file}, line {line}.", kind=type(error).__name__,
                        file=Path(place.filename).name, line=place.lineno)
        _fail("\n".join([fault.in_language("zh"), fault] if _chinese() else [fault]), INTERNAL_FAULT)


def _fail(text: str, status: int) -> None:
    """End with a message on the error stream."""
    typer.secho(spell_out(text), err=True, fg="red")
    sys.exit(status)


def _chinese() -> bool:
    """Whether the user's language is Chinese: by the variables of POSIX, or by the system's locale (Windows)."""
    named = next(filter(None, map(os.environ.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), None)
    return (named or locale.getlocale()[0] or "").casefold().startswith(("zh", "chinese"))


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(f"surveykit {surveykit.__version__}")
        raise typer.Exit


@app.command()
def report(
    notebooks: Notebooks = None,
    folder: Annotated[Path, typer.Option("--to", help="Folder of the reports.")] = Path("reports"),
    language: Annotated[list[Language] | None,
                        typer.Option(help="zh, en; by default those study.yaml names, else those the codebook has "
                                          "words in.")] = None,
    format: Annotated[list[Format] | None, typer.Option(help="html, docx, pdf, xlsx; all by default.")] = None) -> None:
    """Run the code of the notebooks and write each as HTML, Word and PDF, in Chinese and in English.

    Their code is executed: run only notebooks that you trust.
    """
    from rich.console import Console  # deferred: only this command draws a bar

    paths = _notebooks(notebooks)
    languages = tuple(dict.fromkeys(x.value for x in language)) if language else None
    formats = tuple(dict.fromkeys(x.value for x in format or list(Format)))
    console, started = Console(soft_wrap=True), time.monotonic()
    with _bar(console) as bar:
        task = bar.add_task("", total=None)
        built = surveykit.build_reports(
            paths, folder, languages=languages, formats=formats,
            on_step=lambda done, total, name: bar.update(task, completed=done, total=total, description=name))
    print_lines([f"  {one.path}  {one.bytes / 1024:.0f} KiB" for one in built])
    shown = "zh" if _chinese() else "en"
    remarks = dict.fromkeys(in_language(remark, shown) for one in built for remark in one.remarks)
    print_lines([f"  ! {remark}" for remark in remarks])
    typer.echo(f"{len(built)} reports in {time.monotonic() - started:.0f} s")


@app.command()
def run(notebooks: Notebooks = None) -> None:
    """Run the code of the notebooks and store its outputs in them, without times, addresses or versions.

    Their code is executed: run only notebooks that you trust.
    """
    runner = load_room("report.notebook_runner")
    for path in _notebooks(notebooks):
        text = runner.load_nbformat().writes(runner.scrub_notebook(runner.run_notebook(path)), version=4)
        write_atomic(path, (text.rstrip("\n") + "\n").encode())
        print_lines([f"  {path}"])


@app.command()
def new(
    study: Annotated[Path, typer.Argument(help="The folder of the study; what is there already stays.")],
    export: Annotated[Path | None, typer.Argument(
        help="The file the platform gave; a copy goes into data/raw. None where there are no answers yet.")] = None,
    template: Annotated[str, typer.Option(
        help="A questionnaire of ours to begin with: career-planning, destinations, follow-up, evaluation.")] = "blank",
    codebook: Annotated[Path | None, typer.Option(help="A codebook that exists; else one is drafted.")] = None,
    codes: Annotated[Path | None, typer.Option(help="As in `draft`.")] = None,
    by: Annotated[str | None, typer.Option(help="Items that divide the others, by name, label, number: q1,q3")] = None,
    language: Annotated[StudyLanguage | None, typer.Option(
        help="Of the notebook and its reports; else that of the questionnaire.")] = None, platform: Platform = None,
    encoding: Encoding = None, sheet: Sheet = None, headings: Headings = None) -> None:
    """Make a study folder of an export: codebook, settings, and a notebook that shows every item once."""
    made = surveykit.new_study(study, export, template=template, codebook=codebook, codes=codes,
                               language=language and language.value, by=by, platform=platform,
                               encoding=encoding, sheet=sheet, headings=headings)
    shown = ("zh" if _chinese() else "en") if language is None else "en" if language == StudyLanguage.en else "zh"
    lines = load_room("drafting").draft_lines(made.draft, shown)
    print_lines([*lines, *(f"  {study / name}" for name in made.written)])


@app.command()
def audit(
    file: Annotated[Path, typer.Argument(help="A report (.docx .html .pdf .txt .md), or a CSV of figures.")],
    to: Annotated[Path | None, typer.Option(help="A CSV of the candidates, to confirm and audit again.")] = None,
    language: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh) -> None:
    """Judge published percentages; exit status 1 if one is impossible, 0 if none is, 2 if the file cannot be read."""
    listed = file.suffix.casefold() == ".csv"
    if listed and to is not None:
        raise ReportError("A list of figures is judged as it is; only a report has candidates to write.",
                          where="{file}", fix="surveykit audit {file_2}, without --to", file=file, file_2=file.name)
    found = surveykit.audit_figures(file) if listed else surveykit.audit_report(file)
    if to is not None:
        surveykit.audit.write_candidates(to, file)
    lines = load_room("audit.reports.report_lines")
    print_lines(lines.audit_lines(found, language.value, to))
    raise typer.Exit(0 if lines.audit_passes(found) else 1)


@app.command()
def verify(
    reports: Annotated[list[Path], typer.Argument(help="Reports written by surveykit: HTML, Word or PDF.")],
    language: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh) -> None:
    """Check that every percentage in built reports follows from the counts it carries; exit status 1 if not."""
    report = load_room("report")
    found = {path: report.verify_report(path) for path in reports}
    for path, one in found.items():
        print_lines(report.verdict_lines(str(path), one, language.value))
    raise typer.Exit(1 if any(one.faults for one in found.values()) else 0)


def _notebooks(paths: list[Path] | None) -> list[Path]:
    """The notebooks named or in the folders named; by default those of `notebooks/`."""
    named = paths or [NOTEBOOKS]
    found = [book for path in named for book in (sorted(path.glob("*.ipynb")) if path.is_dir() else [path])]
    if not found or (not paths and found == [NOTEBOOKS]):
        raise ReportError("There is no notebook to run.", where="{named}",
                          fix="run this in the project's folder, or name a notebook",
                          named=", ".join(f"{path}/" for path in named))
    return found


def _bar(console: Console) -> Progress:
    """A progress bar that is silent where there is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(TextColumn("{task.description:<44}"), BarColumn(), MofNCompleteColumn(),
                    TimeElapsedColumn(), console=console, transient=True)
