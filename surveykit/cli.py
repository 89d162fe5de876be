"""The command line: no traceback, exit status 2 (70 for a fault of ours), and what was written at the end.

A command loads only the rooms it needs, when it runs.
"""

from __future__ import annotations

import locale
import os
import re
import sys
import time
import traceback
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import surveykit
from surveykit.errors import CodebookError, ReportError, SurveyError
from surveykit.files.disk import may_write, write_atomic
from surveykit.words.messages import Message
from surveykit.words.phrases import in_language

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

# without typer's own tracebacks: they would print local variables, that is, answers
app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None,
                  pretty_exceptions_enable=False,
                  help="From a raw questionnaire export and interviews to a reproducible bilingual report.")
ARGUMENT = re.compile(r"\b(platform|encoding|sheet|headings)=(?:'([^']*)'|(\d+))")  # here they are options
NOTEBOOKS = Path("notebooks")
Notebooks = Annotated[list[Path] | None,
                      typer.Argument(help="Notebooks or folders of them; notebooks/ by default.")]


Platform = Annotated[str | None, typer.Option(help="wjx, tencent, qualtrics, limesurvey, surveymonkey, msforms, kobo, "
                                                   "google or plain; found out by default.")]
Encoding = Annotated[str | None, typer.Option(help="Of a text file: utf-8, gb18030, big5 ...; found out by default.")]
Sheet = Annotated[str | None, typer.Option(help="Of a workbook with several sheets.")]
Headings = Annotated[str | None, typer.Option(
    metavar="ROW", help="Row of the headings below a title, as Excel counts: 3; 3-4 are questions above options.")]


class Language(StrEnum):
    """Languages a report can be in."""

    zh = "zh"
    en = "en"


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


INTERNAL_FAULT = 70  # EX_SOFTWARE of sysexits.h; 1 and 2 are answers of commands


def main() -> None:
    """Run the command line; a SurveyError becomes its message and exit status 2, any other error status 70."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a console that cannot show a character
    try:
        app()
    except SurveyError as error:
        shown = [error.message("zh"), str(error)] if _chinese() else [str(error)]
        text = "\n".join(shown)
        if sys.argv[1:2] in (["new"], ["draft"], ["check"]):
            text = ARGUMENT.sub(r'--\1 "\2\3"', text)
        _fail(f"{type(error).__name__}: {text}", 2)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = Message("An error of surveykit itself: {kind} in {file}, line {line}.", kind=type(error).__name__,
                        file=Path(place.filename).name, line=place.lineno)
        _fail("\n".join([fault.in_language("zh"), fault] if _chinese() else [fault]), INTERNAL_FAULT)


def _fail(text: str, status: int) -> None:
    """End with a message on the error stream."""
    typer.secho(spell_out(text), err=True, fg="red")
    sys.exit(status)


def spell_out(text: str) -> str:
    """A text whose control and invisible characters are written out, so that it cannot steer a terminal.

    Examples
    --------
    >>> spell_out("a\\x1b[31mb\\u202e")
    'a\\\\x1b[31mb\\\\u202e'
    """
    return "".join(repr(c)[1:-1] if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\t" else c
                   for c in text)


def _room(name: str) -> Any:
    """A room of the package, loaded when a command needs it."""
    return import_module(f"surveykit.{name}")


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
    format: Annotated[list[Format] | None, typer.Option(help="html, docx, pdf, xlsx; all by default.")] = None,
) -> None:
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
    _print_lines([f"  {one.path}  {one.bytes / 1024:.0f} KiB" for one in built])
    shown = "zh" if _chinese() else "en"
    remarks = dict.fromkeys(in_language(remark, shown) for one in built for remark in one.remarks)
    _print_lines([f"  ! {remark}" for remark in remarks])
    typer.echo(f"{len(built)} reports in {time.monotonic() - started:.0f} s")


@app.command()
def run(
    notebooks: Notebooks = None,
) -> None:
    """Run the code of the notebooks and store its outputs in them, without times, addresses or versions.

    Their code is executed: run only notebooks that you trust.
    """
    import nbformat  # deferred: only this command writes notebooks

    runner = _room("report.notebook_runner")
    for path in _notebooks(notebooks):
        text = nbformat.writes(runner.scrub_notebook(runner.run_notebook(path)), version=4)
        write_atomic(path, (text.rstrip("\n") + "\n").encode())
        _print_lines([f"  {path}"])


@app.command()
def new(
    study: Annotated[Path, typer.Argument(help="The folder of the study; what is there already stays.")],
    export: Annotated[Path, typer.Argument(help="The file the platform gave; a copy goes into data/raw.")],
    codes: Annotated[Path | None, typer.Option(help="As in `draft`.")] = None,
    by: Annotated[str, typer.Option(help="Items whose answers divide all others: q1,q3.")] = "",
    language: Annotated[StudyLanguage, typer.Option(help="Of the notebook and its reports.")] = StudyLanguage.zh,
    platform: Platform = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    headings: Headings = None,
) -> None:
    """Make a study folder of an export: codebook, settings, and a notebook that shows every item once."""
    groups = [name.strip() for name in by.split(",") if name.strip()]
    made = surveykit.new_study(study, export, codes=codes, language=language.value, by=groups, platform=platform,
                               encoding=encoding, sheet=sheet, headings=headings)
    shown = "en" if language == StudyLanguage.en else "zh"
    _print_lines([*_room("drafting").draft_lines(made.draft, shown), *(f"  {study / name}" for name in made.written)])


@app.command()
def draft(
    export: Annotated[Path, typer.Argument(help="The file the platform gave; or .sav, .dta, .qsf, .lss, .xml.")],
    codes: Annotated[Path | None, typer.Option(
        help="The code export of the same 问卷星 survey, or the platform's survey file (.qsf, .lss).")] = None,
    to: Annotated[Path | None, typer.Option(help="The codebook to write.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the doubts.")] = Language.zh,
    platform: Platform = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    headings: Headings = None,
) -> None:
    """Write a first codebook for an export; what is unsure is listed, and marked in its column sk_todo."""
    target = to or export.with_suffix(".codebook.xlsx")
    if target.suffix.casefold() != ".xlsx":
        raise CodebookError("A draft is written as .xlsx.", where="{file}", fix="--to another.xlsx", file=target)
    made = surveykit.draft_codebook(export, codes=codes, platform=platform, encoding=encoding, sheet=sheet,
                                    headings=headings)
    if target.exists() and to is None:
        raise CodebookError("The codebook is there already.", where="{target}", fix="--to another.xlsx",
                            target=target)
    may_write(target, inputs=(export, codes))
    surveykit.write_draft(made, target, language=language.value)
    _print_lines([*_room("drafting").draft_lines(made, language.value), f"  {target}"])


@app.command()
def settle(
    codebook: Annotated[Path, typer.Argument(help="A drafted codebook; the export is not touched.")],
    yes: Annotated[bool, typer.Option("--yes", help="Take every proposal, and say which.")] = False,
    language: Annotated[Language, typer.Option(help="Language of the questions.")] = Language.zh,
) -> None:
    """Settle what is unsure in a drafted codebook, one doubt at a time; stop whenever you like and go on later."""
    prompt = import_module("rich.prompt").Prompt  # deferred: only this command asks
    left = _room("drafting.settle_draft").settle_workbook(
        codebook, language=language.value, say=lambda line: _print_lines([line]),
        ask=None if yes else lambda words: prompt.ask(words.rstrip(":： "), default="", show_default=False))
    raise typer.Exit(1 if left else 0)


@app.command()
def check(
    export: Annotated[Path, typer.Argument(help="The file the platform gave.")],
    codebook: Annotated[Path, typer.Argument(help="Its codebook.")],
    language: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh,
    platform: Platform = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    headings: Headings = None,
) -> None:
    """List everything an export and its codebook disagree on; exit status 1 if there is anything."""
    found = surveykit.check_export(export, codebook, platform=platform, encoding=encoding, sheet=sheet,
                                   headings=headings)
    _print_lines(_room("drafting").check_lines(found, language.value))
    raise typer.Exit(1 if found else 0)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A codebook, or an export.")],
    new: Annotated[Path, typer.Argument(help="The same at another time.")],
    language: Annotated[Language, typer.Option(help="Language of the table.")] = Language.zh,
) -> None:
    """Show every change between two codebooks, or two exports cell for cell; exit status 1 if there is any."""
    files = _room("drafting.diff_files")
    found = files.diff_files(old, new)
    _print_lines(files.diff_lines(found, language.value))
    raise typer.Exit(1 if found else 0)


@app.command()
def audit(
    file: Annotated[Path, typer.Argument(help="A report (.docx .html .pdf .txt .md), or a CSV of figures.")],
    to: Annotated[Path | None, typer.Option(help="A CSV of the candidates, to confirm and audit again.")] = None,
    language: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh,
) -> None:
    """Judge published percentages; exit status 1 if one is impossible, 0 if none is, 2 if the file cannot be read."""
    listed = file.suffix.casefold() == ".csv"
    if listed and to is not None:
        raise ReportError("A list of figures is judged as it is; only a report has candidates to write.",
                          where="{file}", fix="surveykit audit {file_2}, without --to", file=file,
                          file_2=file.name)
    found = surveykit.audit_figures(file) if listed else surveykit.audit_report(file)
    if to is not None:
        surveykit.audit.write_candidates(to, file)
    lines = _room("audit.reports.report_lines")
    _print_lines(lines.audit_lines(found, language.value, to))
    raise typer.Exit(0 if lines.audit_passes(found) else 1)


@app.command()
def verify(
    reports: Annotated[list[Path], typer.Argument(help="Reports written by surveykit: HTML, Word or PDF.")],
    language: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh,
) -> None:
    """Check that every percentage in built reports follows from the counts it carries; exit status 1 if not."""
    report = _room("report")
    found = {path: report.verify_report(path) for path in reports}
    for path, one in found.items():
        _print_lines(report.verdict_lines(str(path), one, language.value))
    raise typer.Exit(1 if any(one.faults for one in found.values()) else 0)


def _print_lines(lines: Sequence[str]) -> None:
    """Print lines as they are."""
    for line in lines:
        typer.echo(spell_out(line))


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
