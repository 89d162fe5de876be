"""The commands about codebooks, and what all commands share: options, and how lines are printed."""

import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

import surveykit
from surveykit.errors import CodebookError
from surveykit.files.disk import may_write

Platform = Annotated[str | None, typer.Option(
    help="wjx, tencent, qualtrics, limesurvey, surveymonkey, msforms, kobo, google, typeform, alchemer, redcap, "
         "sosci, jinshuju, feishu, wenjuanwang, tencent_docs, wps or plain; found out by default.")]
Encoding = Annotated[str | None, typer.Option(help="Of a text file: utf-8, gb18030, big5 ...; found out by default.")]
Sheet = Annotated[str | None, typer.Option(help="Of a workbook with several sheets.")]
Headings = Annotated[str | None, typer.Option(
    metavar="ROW", help="Row of the headings below a title, as Excel counts: 3; 3-4 are questions above options.")]


class Language(StrEnum):
    """Languages a report can be in."""

    zh = "zh"
    en = "en"


def spell_out(text: str) -> str:
    """A text whose control and invisible characters are written out, so that it cannot steer a terminal.
    >>> spell_out("a\\x1b[31mb\\u202e")
    'a\\\\x1b[31mb\\\\u202e'
    """
    return "".join(repr(c)[1:-1] if unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in "\n\t" else c
                   for c in text)


def load_room(name: str) -> Any:
    """A room of the package, loaded when a command needs it."""
    return import_module(f"surveykit.{name}")


def print_lines(lines: Sequence[str]) -> None:
    """Print lines as they are."""
    for line in lines:
        typer.echo(spell_out(line))


def draft(
    export: Annotated[Path, typer.Argument(help="The file the platform gave; or .sav, .dta, .qsf, .lss, .xml.")],
    codes: Annotated[Path | None, typer.Option(
        help="The code export of the same 问卷星 survey, or the platform's survey file (.qsf, .lss).")] = None,
    to: Annotated[Path | None, typer.Option(help="The codebook to write.")] = None,
    language: Annotated[Language, typer.Option(help="Language of the doubts.")] = Language.zh,
    platform: Platform = None, encoding: Encoding = None, sheet: Sheet = None, headings: Headings = None) -> None:
    """Write a first codebook for an export; what is unsure is listed, and marked in its column sk_todo."""
    target = to or export.with_suffix(".codebook.xlsx")
    if target.suffix.casefold() != ".xlsx":
        raise CodebookError("A draft is written as .xlsx.", where="{file}", fix="--to another.xlsx", file=target)
    made = surveykit.draft_codebook(export, codes=codes, platform=platform, encoding=encoding, sheet=sheet,
                                    headings=headings)
    if target.exists() and to is None:
        raise CodebookError("The codebook is there already.", where="{target}", fix="--to another.xlsx", target=target)
    may_write(target, inputs=(export, codes))
    surveykit.write_draft(made, target, language=language.value)
    print_lines([*load_room("drafting").draft_lines(made, language.value), f"  {target}"])


def settle(
    codebook: Annotated[Path, typer.Argument(help="A drafted codebook, or a study's folder; no export is touched.")],
    yes: Annotated[bool, typer.Option("--yes", help="Take every proposal, and say which.")] = False,
    language: Annotated[Language, typer.Option(help="Language of the questions.")] = Language.zh) -> None:
    """Settle what is unsure in a drafted codebook, one doubt at a time; stop whenever you like and go on later.

    In a study the cells of its first notebook that nobody edited follow, and what its export no longer agrees with is
    listed.
    """
    study = next((one for one in (codebook, *codebook.resolve().parents) if (one / "study.yaml").is_file()), None)
    before = _check_study(study)
    prompt = import_module("rich.prompt").Prompt  # deferred: only this command asks
    left = load_room("drafting.settle_draft").settle_workbook(
        codebook, language=language.value, say=lambda line: print_lines([line]),
        ask=None if yes else lambda words: prompt.ask(words.rstrip(":： "), default="", show_default=False))
    lost = [one for one in _check_study(study) if one.key != "todo" and one not in before]
    print_lines(load_room("drafting").check_lines(lost, language.value) if lost else ())
    fitted = surveykit.new_study(study).written if study else ()
    print_lines([f"  {study / name}" for name in fitted if study and name.endswith(".ipynb")])
    raise typer.Exit(1 if left else 0)


def _check_study(study: Path | None) -> Sequence[Any]:
    """What the export and the codebook of a study disagree on; nothing of a codebook alone."""
    found = load_room("files.study_settings").read_settings(study) if study else None
    return surveykit.check_export(study / found.export, study / found.codebook, platform=found.platform,
                                  encoding=found.encoding, sheet=found.sheet, headings=found.headings
                                  ) if study and found and found.export and (study / found.export).is_file() else ()


def check(
    export: Annotated[Path, typer.Argument(help="The file the platform gave.")],
    codebook: Annotated[Path, typer.Argument(help="Its codebook.")],
    language: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh,
    platform: Platform = None, encoding: Encoding = None, sheet: Sheet = None, headings: Headings = None) -> None:
    """List everything an export and its codebook disagree on; exit status 1 if there is anything."""
    found = surveykit.check_export(export, codebook, platform=platform, encoding=encoding, sheet=sheet,
                                   headings=headings)
    print_lines(load_room("drafting").check_lines(found, language.value))
    raise typer.Exit(1 if found else 0)


def diff(
    old: Annotated[Path, typer.Argument(help="A codebook, or an export.")],
    new: Annotated[Path, typer.Argument(help="The same at another time.")],
    language: Annotated[Language, typer.Option(help="Language of the table.")] = Language.zh) -> None:
    """Show every change between two codebooks, or two exports cell for cell; exit status 1 if there is any.

    Where a cleaning log lies beside the newer file (or the older one) each changed cell is shown with its reason.
    """
    files = load_room("drafting.diff_files")
    found = files.diff_files(old, new)
    reasons = load_room("clean.cleaning_log").find_log_reasons(old, new, language.value)
    print_lines(files.diff_lines(found, language.value, reasons))
    raise typer.Exit(1 if found else 0)
