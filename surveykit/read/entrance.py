"""`read_survey`: which platform is this, where is each question, what did people answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from surveykit.codebook import Codebook, Item, read_codebook
from surveykit.drafting import TYPED, Draft, drafted
from surveykit.errors import ReadError
from surveykit.formats import NativeTable, RawTable, open_foreign
from surveykit.platforms.detect_platform import detect_export
from surveykit.platforms.export_layout import ExportLayout
from surveykit.platforms.plain_table import OWN
from surveykit.read import own_exports as ours
from surveykit.read.cells import normalise
from surveykit.read.meta import with_meta
from surveykit.read.native import NativeParts, native_parts, native_steps, parquet_parts
from surveykit.read.noticed import export_steps, file_steps
from surveykit.read.places import headings_found, headings_left, places_of
from surveykit.read.resolve import QUOTE, Reading
from surveykit.read.routing import routed, routed_native
from surveykit.read.table import Table, table_of
from surveykit.read.typed import Typed, typed
from surveykit.survey import Change, Source, Step, Survey
from surveykit.words.phrases import same

GUESSED = "没有题本：题型与选项按答案推断 || no codebook was given: kinds and options were guessed from the answers"
REASONS = (
    "按题本规定的类型读入 || read as the codebook types it",
    "题本没有相应的填空项，补充一项 || the codebook has no item for these fill-ins: one was added",
    "表头与题本不完全相同 || the heading is not quite the codebook's",
    "题本没有这一列，未读入 || not in the codebook: left out",
)


def read_survey(path: str | Path, codebook: str | Path | Codebook | None = None, *,
                platform: str | None = None, encoding: str | None = None,
                sheet: str | None = None) -> Survey:
    """Read a questionnaire export into a Survey.

    Parameters
    ----------
    path
        The file the platform gave (`.xlsx`, `.xls`, `.csv`), a plain workbook or CSV whose headings are
        the items' names, or a file of SPSS, Stata or Parquet. Its first bytes say what it is, not its name.
    codebook
        XLSForm workbook (or a Codebook). Without one, kinds and options are guessed from the
        answers, as `draft_codebook` does; what is unsure about them is in `log`.
    platform
        `wjx`, `tencent`, `qualtrics`, `limesurvey`, `surveymonkey`, `msforms`, `kobo` (also ODK),
        `google`, `plain` or `surveykit`; found out from the headings by default.
    encoding
        Of a CSV file; found out by default: byte order mark, UTF-8, plausible GB18030.
    sheet
        Of a workbook with several sheets.

    Returns
    -------
    Survey
        One row per respondent; `source.platform` and `source.evidence` say how it was read.
        What was read otherwise than it stands in the file is in `log`, and so are columns that the
        codebook does not name (left out), text items added for fill-ins it has none for, and what was
        noticed in the file: hidden sheets, formulas, blank rows, a wrong ending, numbers that Excel has
        cut ... A cell of a `number` item that holds no number becomes blank, with a flag that keeps the text.

    Raises
    ------
    ReadError
        No such file, damaged, too large or too slow to read (`trusting` raises limits), an encoding that
        cannot be told, rows of unequal length, a missing or renamed column, headings or keys that repeat, no
        respondents.
    CodebookError
        The codebook is faulty, or there are answers outside an item's options.

    Missing values
    --------------
    `(跳过)` is `not_asked`, `(空)` and an empty cell are `blank`; the codebook's
    `sk_missing_codes` adds others, and `sk_missing` choices are `refused` or `dont_know`. An empty
    cell is `not_asked` where the item's condition (`relevant`) does not hold; the log counts them.

    Notes
    -----
    A file that `write_processed` wrote brings its cleaning log along, as long as the files lie
    together as they were written.

    Examples
    --------
    >>> import surveykit as sk
    >>> survey = sk.read_survey("data/raw/anes96/anes96.csv", "data/raw/anes96/anes96.codebook.xlsx")
    >>> survey.rows
    944
    """
    book = codebook if isinstance(codebook, Codebook | None) else read_codebook(codebook)
    raw = open_foreign(path, encoding=encoding, sheet=sheet)
    if isinstance(raw, NativeTable):
        return _native(raw, book)
    return surveyed(raw, book, platform=platform, folder=Path(path).parent)


def _native(raw: NativeTable, book: Codebook | None) -> Survey:
    """The survey in a file that carries its own labels and kinds of missing."""
    if not len(raw):
        raise ReadError("A survey must have at least one respondent.", where=raw.name,
                        fix="the file holds variables only: export it again with cases")
    parts, routes = _parts(raw, book)
    source = Source(raw.name, raw.sha256, len(parts.frame), raw.container,
                    f"the file is {raw.container}: its own labels and missing values", parts.codebook.synthetic)
    return Survey(parts.frame, parts.missing, parts.codebook, source, flags=tuple(parts.flags),
                  log=(*file_steps(raw.notes), *native_steps(parts.changes), *routes)).checked()


def _parts(raw: NativeTable, book: Codebook | None) -> tuple[NativeParts, tuple[Step, ...]]:
    """The answers; only a Parquet file of ours says itself which empty cells were not asked."""
    if raw.container == "parquet":
        return parquet_parts(raw, book), ()
    return routed_native(native_parts(raw, book), raw)


def opened(path: str | Path, *, encoding: str | None = None, sheet: str | None = None) -> RawTable:
    """The table in a file, for checking and pairing; SPSS and Stata files carry their own labels."""
    raw = open_foreign(path, encoding=encoding, sheet=sheet)
    if not isinstance(raw, RawTable):
        raise ReadError("An SPSS, Stata or Parquet file holds its own labels; there is nothing to check.",
                        where=raw.name, fix="sk.read_survey(path, codebook) lists what does not fit")
    return raw


def surveyed(raw: RawTable, book: Codebook | None = None, *, platform: str | None = None,
             folder: Path | None = None) -> Survey:
    """The survey that a raw table holds; `folder` may hold the cleaning log of a file of ours."""
    export = detect_export(raw, platform or (book.settings.get("platform") if book else None))
    table = table_of(raw, export)
    if not len(table):
        raise ReadError("A survey must have at least one respondent.", where=table.name,
                        fix="the file holds headings only: export it again with answers")
    draft = Draft(book) if book else _guessed(raw, table)
    book = with_meta(draft.codebook, table)
    places = places_of(table, book)
    codes = {normalise(token): kind for token, kind in
             {**export.missing, **dict(book.settings.get("missing_codes", {}))}.items()}
    mine = export.platform == OWN
    made = typed(table, book, places, _keys(table, mine), codes=codes, reading=_reading(export, mine))
    made, routes = routed(made, table, places)
    past = ours.history(folder / raw.name, table) if mine and folder else ()
    source = Source(table.name, table.sha256, len(table), export.platform, export.evidence, book.synthetic, bool(past),
                    export.hints)
    log = (*past, *file_steps(raw.notes), *export_steps(raw, export), *_guesses(draft),
           *_log(made, headings_found(table, book, places), headings_left(table, places)), *routes)
    return Survey(made.frame, made.missing, made.codebook, source, flags=made.flags, log=log).checked()


def _keys(table: Table, mine: bool) -> list[str]:
    """The respondents' keys; in files of ours a `'` before a formula is taken away."""
    keys = table.keys()
    return [key.removeprefix(QUOTE) for key in keys] if mine else keys


def _reading(export: ExportLayout, mine: bool) -> Reading:
    """How this export writes answers."""
    numbered = {"code": "order", "score": "score"}.get(export.variant, "") if export.platform == "wjx" else ""
    other = "-oth-" if export.platform == "limesurvey" else ""
    return Reading(mine, numbered, export.separator, export.ranking, export.letters, other, export.platform in TYPED)


def _guessed(raw: RawTable, table: Table) -> Draft:
    """A codebook guessed from the answers; files of ours hold values that only their own codebook explains."""
    if table.export.platform == OWN or not any(s.names and s.role != "meta" for s in table.slots):
        return Draft(_textbook(table))
    draft = drafted(raw, table.export)
    # a guess must not make an answer unreadable: where some cells hold no number, all are text
    wordy = {doubt.item for doubt in draft.doubts if doubt.key == "number"}
    items = tuple(replace(item, kind="text") if item.name in wordy else item for item in draft.codebook)
    return replace(draft, codebook=replace(draft.codebook, items=items))


def _textbook(table: Table) -> Codebook:
    """A codebook that takes every column as free text."""
    return Codebook(tuple(Item(slot.names[0], "text", same(slot.heading))
                          for slot in table.slots if slot.names and slot.role != "meta"))


def _guesses(draft: Draft) -> tuple[Step, ...]:
    """What is unsure about a codebook that was guessed."""
    doubts = tuple(Change("", doubt.item, "", f"{doubt.text['zh']} || {doubt.text['en']}", f"guess_{doubt.key}",
                          "no_action") for doubt in draft.doubts)
    return (Step("read", GUESSED, doubts),) if doubts else ()


def _log(made: Typed, *notes: tuple[Change, ...]) -> tuple[Step, ...]:
    """What was read otherwise than it stands in the file, and what was not read."""
    said = zip(REASONS, (made.changes, made.added, *notes), strict=True)
    return tuple(Step("read", reason, changes) for reason, changes in said if changes)
