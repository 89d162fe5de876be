"""The commands that put files together."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import surveykit
from surveykit.cli_codebook import Language, load_room, print_lines
from surveykit.errors import CleaningError
from surveykit.files.disk import may_write

Target = Annotated[Path | None, typer.Option(help="The file to write: .csv, .xlsx, .sav ...; without it only the list "
                                                  "of what does not agree.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the log.")]


class Keep(StrEnum):
    """Whose rows a joined file has."""

    survey = "survey"
    all = "all"


def join(
    export: Annotated[Path, typer.Argument(help="The survey.")],
    other: Annotated[Path, typer.Argument(help="A register, a sent list, a second part, a follow-up.")],
    on: Annotated[list[str], typer.Option(help="Who is who: an item or heading of both, or 'here=there'; several times "
                                               "for a key of several items. respondent or 序号 is the row's own key.")],
    to: Target = None,
    codebook: Annotated[Path | None, typer.Option(help="The survey's codebook.")] = None,
    other_codebook: Annotated[Path | None, typer.Option(help="The other's codebook.")] = None,
    items: Annotated[str | None, typer.Option(help="Items of the other to bring, a comma between.")] = None,
    keep: Annotated[Keep, typer.Option(help="The survey's rows, or also those that only the other has.")] = Keep.survey,
    ignore: Annotated[str, typer.Option(help="What does not count in keys: blanks,width,case,marks,zeros; all.")] = "",
    again: Annotated[str | None, typer.Option(help="What the other is called where it asks the same people again (a "
                                                   "wave, a follow-up): its questions stay its own.")] = None,
    repeat: Annotated[bool, typer.Option("--repeat", help="Several respondents may share a row of the other.")] = False,
    reason: Reason = "joined on the command line",
    language: Annotated[Language, typer.Option(help="Language of the list.")] = Language.zh) -> None:
    """Put another file beside a survey, person by person; whoever has no partner is listed, on both sides."""
    pairs = {left: right or left for left, _, right in (one.partition("=") for one in on)}
    names = None if items is None else [name.strip() for name in items.split(",") if name.strip()]
    folds = "all" if ignore == "all" else tuple(name.strip() for name in ignore.split(",") if name.strip())
    survey, second = surveykit.read_survey(export, codebook), surveykit.read_survey(other, other_codebook)
    joined = surveykit.join(survey, second, on=pairs, items=names, keep=keep.value, ignore=folds, repeat=repeat,
                            again=again, reason=reason)
    report = load_room("clean.joining.join_report")
    print_lines([*report.doubt_lines((survey, second), language.value), *report.join_lines(joined, language.value)])
    _write(joined, to, (export, other))


def append(
    exports: Annotated[list[Path], typer.Argument(help="Exports of one questionnaire: waves, classes, two links.")],
    name: Annotated[list[str] | None, typer.Option(help="What each is called in the new item, in their order; by "
                                                        "default the names of the files.")] = None, to: Target = None,
    codebook: Annotated[list[Path] | None, typer.Option(help="The codebook of all, or one for each export in their "
                                                            "order.")] = None,
    wave: Annotated[str, typer.Option(help="Name of the new item that says which export a respondent is from.")] = (
        "wave"), reason: Reason = "put together on the command line",
    language: Annotated[Language, typer.Option(help="Language of the list.")] = Language.zh) -> None:
    """Put exports of one questionnaire below each other; what only some asked, or asked in other words, is listed."""
    names, books = name or [export.stem for export in exports], codebook or []
    _require_one_each(exports, names, books)
    each = books if len(books) == len(exports) else [books[0] if books else None] * len(exports)
    surveys = {called: surveykit.read_survey(export, book) for called, export, book in
               zip(names, exports, each, strict=True)}
    appended = surveykit.append(surveys, wave=wave, reason=reason)
    report = load_room("clean.joining.join_report")
    print_lines([*report.doubt_lines(surveys.values(), language.value), *report.append_lines(appended, language.value)])
    _write(appended, to, exports)


def _require_one_each(exports: Sequence[Path], names: Sequence[str], books: Sequence[Path]) -> None:
    """A name of its own for each export; one codebook, or one for each."""
    if len(names) != len(exports) or len(set(names)) < len(names):
        raise CleaningError("Each file must have a name of its own: {names}.", names=", ".join(names),
                            fix="--name 2024 --name 2025, in the order of the files")
    if len(books) not in (0, 1, len(exports)):
        raise CleaningError("There must be one codebook, or one for each file.",
                            fix="--codebook first.xlsx --codebook second.xlsx, in the order of the files")


def _write(survey: surveykit.Survey, to: Path | None, inputs: Sequence[Path]) -> None:
    """The file that was asked for, if any."""
    if to is not None:
        may_write(to, inputs=tuple(inputs))
        print_lines([f"  {surveykit.write_survey(survey, to)}"])
