"""The command that cleans a study again."""

from pathlib import Path
from typing import Annotated

import typer

import surveykit
from surveykit.cli_codebook import Language, load_room, print_lines


def clean(
    study: Annotated[Path, typer.Argument(help="The folder of the study, with study.yaml.")] = Path(),
    log: Annotated[Path | None, typer.Option(
        help="The decisions; by default cleaning_log.csv (.xlsx) of the study, else that of data/processed.")] = None,
    to: Annotated[Path | None, typer.Option(help="Folder of the cleaned data; data/processed by default.")] = None,
    language: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh) -> None:
    """Apply the decisions of a study to its raw data again, write data, codebook and log, and say what was changed.

    Nothing is written if the log does not fit the raw data; running it twice gives the same files.
    """
    cleaned, path = load_room("clean.clean_study").clean_study(study, log=log, to=to)
    print_lines([*surveykit.cleaning_log(cleaned).grid(language.value).to_text().splitlines(), f"  {path}"])
