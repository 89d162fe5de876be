"""The command that writes a file for passing on."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import surveykit
from surveykit.cli_codebook import Language, load_room, print_lines


class DataFormat(StrEnum):
    """Files that data can be passed on as."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"
    sav = "sav"
    dta = "dta"


def release(
    study: Annotated[Path, typer.Argument(help="The folder of the study, with study.yaml.")] = Path(),
    by: Annotated[str | None, typer.Option(
        help="Items that somebody may know of a person: gender,age_band. Else those the codebook suggests.")] = None,
    sensitive: Annotated[str, typer.Option(help="Items that nobody should learn about a person: income,health.")] = "",
    k: Annotated[int, typer.Option("--k", help="How many people must share the answers to --by.")] = 5,
    diversity: Annotated[int, typer.Option(help="How many different sensitive answers a group must hold.")] = 2,
    keep: Annotated[str, typer.Option(
        help="Items that leave although a rule keeps them: open answers, weights, times; never personal data.")] = "",
    leave_out: Annotated[str, typer.Option(help="Items that stay although no rule says so.")] = "",
    pseudonyms: Annotated[bool, typer.Option("--pseudonyms", help="Keyed codes for respondents, not numbers.")] = False,
    check: Annotated[bool, typer.Option(
        "--check", help="Only the table of risks; exit status 1 where a group is too small.")] = False,
    log: Annotated[Path | None, typer.Option(help="The decisions, as in `clean`.")] = None,
    to: Annotated[Path | None, typer.Option(help="Folder of the files; release/ of the study by default.")] = None,
    form: Annotated[DataFormat, typer.Option("--format", help="Of the data file.")] = DataFormat.csv,
    language: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh) -> None:
    """Write the cleaned data of a study for passing on, with codebook and a statement of what was left out.

    Left out are personal data, open answers, weights and what is about the form; respondents get new numbers in an
    order that a secret key decides. Nothing is written while groups of fewer than k people could be recognised.
    """
    survey = load_room("clean.clean_study").read_cleaned_study(study, log=log, needs_log=False)
    private = _names(sensitive) or ()
    table = surveykit.disclosure(survey, _names(by), sensitive=private, k=max(k, 2), diversity=diversity)
    print_lines(table.grid(language.value).to_text().splitlines())
    if check:
        raise typer.Exit(1 if table.table["below"].iloc[0] else 0)
    path = surveykit.write_release(survey, study / "release" if to is None else to, quasi_identifiers=_names(by),
                                   sensitive=private, k=k, diversity=diversity, ending=f".{form.value}",
                                   keep=_names(keep) or (), leave_out=_names(leave_out) or (),
                                   respondents="pseudonyms" if pseudonyms else "numbers")
    print_lines(["", *path.with_suffix(".README.md").read_text(encoding="utf-8").splitlines(), "", f"  {path}"])


def _names(given: str | None) -> list[str] | None:
    """Names with commas between them; None for none."""
    names = [name.strip() for name in (given or "").replace("，", ",").split(",") if name.strip()]
    return names or None
