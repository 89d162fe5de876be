"""The commands that put files together."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import surveykit
from surveykit.cli_codebook import Language, load_room, print_lines
from surveykit.files.disk import may_write

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
    to: Annotated[Path | None, typer.Option(help="The file to write: .csv, .xlsx, .sav ...; without it only the "
                                                 "list of what does not match.")] = None,
    codebook: Annotated[Path | None, typer.Option(help="The survey's codebook.")] = None,
    other_codebook: Annotated[Path | None, typer.Option(help="The other's codebook.")] = None,
    items: Annotated[str | None, typer.Option(help="Items of the other to bring, a comma between.")] = None,
    keep: Annotated[Keep, typer.Option(help="The survey's rows, or also those that only the other has.")] = Keep.survey,
    ignore: Annotated[str, typer.Option(help="What does not count in keys: blanks,width,case,zeros or all.")] = "",
    repeat: Annotated[bool, typer.Option("--repeat", help="Several respondents may share a row of the other.")] = False,
    reason: Reason = "joined on the command line",
    language: Annotated[Language, typer.Option(help="Language of the list.")] = Language.zh,
) -> None:
    """Put another file beside a survey, person by person; whoever has no partner is listed, on both sides."""
    pairs = {left: right or left for left, _, right in (one.partition("=") for one in on)}
    names = None if items is None else [name.strip() for name in items.split(",") if name.strip()]
    folds = "all" if ignore == "all" else tuple(name.strip() for name in ignore.split(",") if name.strip())
    survey = surveykit.read_survey(export, codebook)
    joined = surveykit.join(survey, other, on=pairs, items=names, keep=keep.value, ignore=folds, repeat=repeat,
                            codebook=other_codebook, reason=reason)
    print_lines(load_room("clean.joining.join_report").join_lines(joined, language.value))
    if to is not None:
        may_write(to, inputs=(export, other))
        print_lines([f"  {surveykit.write_survey(joined, to)}"])
