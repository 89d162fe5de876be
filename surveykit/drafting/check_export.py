"""Does a codebook fit an export? Everything on which the two disagree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from surveykit.answers import ParsedExport, parse_file
from surveykit.answers.cell_parser import find_nearest
from surveykit.answers.joined_ticks import suggest_separator
from surveykit.codebook import Codebook, Item, read_codebook
from surveykit.drafting.rules import find_broken_rules
from surveykit.errors import SHOWN
from surveykit.formats import open_foreign
from surveykit.text.normalise import normalise
from surveykit.words.phrases import Text, check_language, in_language, join_words, phrase, same_text

LONGEST = 40
KEYS = {"partly": "mixed"}  # faults whose phrase has another name


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing on which file and codebook disagree.
    item: Name of the item; '' where none is concerned.
    key: Which rule: `absent`, `unclaimed`, `shared`, `stranger`, `lost`, `outside`, `number`, `date`, `tick`, `place`,
        `tied`, `mixed`, `contradiction`, `ambiguous_split`, `misspelt`, `limit`, `constraint`, `not_asked`, `asked`,
        `empty`, `required`, `exclusive`, `duplicate`, `no_key`, `todo`, `expression`, `unknown_name`.
    rows: All rows of the file concerned, as Excel numbers them.
    what, fix: In Chinese and in English.
    """

    item: str
    key: str
    rows: tuple[int, ...]
    what: Text
    fix: Text


def check_export(path: str | Path, codebook: str | Path | Codebook, *, platform: str | None = None,
                 encoding: str | None = None, sheet: str | None = None,
                 headings: int | str | None = None) -> tuple[Disagreement, ...]:
    """Everything an export and a codebook disagree on, in one pass.

    Parameters
    ----------
    path
        The export.
    codebook
        A codebook, or its file.
    platform, encoding, sheet, headings
        As in `read_survey`.

    Returns
    -------
    tuple of Disagreement
        Item, rule, rows, and what to do, in both languages; empty when they agree.

    Raises
    ------
    ReadError
        The file cannot be read.
    CodebookError
        The codebook is faulty in itself.

    Missing values
    --------------
    Questions answered though not asked, and required ones left empty, are disagreements.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.check_export("data/raw/anes96/anes96.csv", "data/raw/anes96/anes96.codebook.xlsx")
    >>> len(found)
    0
    """
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    raw = open_foreign(path, encoding=encoding, sheet=sheet)
    return list_disagreements(parse_file(raw, book, platform=platform, headings=headings))


def list_disagreements(parsed: ParsedExport) -> tuple[Disagreement, ...]:
    """Everything that an export and a codebook disagree on: columns first, then item by item, then keys.
    Tokens for missing disagree with nothing, except `not_asked` where the condition says that the question was asked.
    A `required` item left empty disagrees wherever it was asked; where a codebook requires none, so do the empty
    cells of a question that more than a quarter of those asked by its condition left empty, free text excepted.
    """
    found = [*_columns(parsed), *_open_questions(parsed), *_answers(parsed), *_rules(parsed)]
    places = {item.name: place for place, item in enumerate(parsed.codebook)}
    found.sort(key=lambda one: places.get(one.item, -1))
    return (*found, *_keys(parsed))


def check_lines(disagreements: Sequence[Disagreement], language: str) -> list[str]:
    """What to print about disagreements: how many, then a line for each with its rows and its remedy.
    >>> check_lines((), "en")
    ['The export and the codebook agree.']
    """
    check_language(language)
    if not disagreements:
        return [in_language(phrase("check.agree"), language)]
    return [in_language(phrase("check.count", count=len(disagreements)), language),
            *(f"  {one.item or '*'}: {in_language(_where(one), language)}{in_language(one.what, language)} "
              f"{in_language(one.fix, language)}"
              for one in disagreements)]


def _where(one: Disagreement) -> Text:
    """`rows 3, 8 and 12 more: `; nothing where no row is concerned."""
    if not one.rows:
        return same_text("")
    shown = join_words(one.rows[:SHOWN])
    rest = len(one.rows) - SHOWN
    if len(one.rows) == 1:
        return phrase("check.row", row=one.rows[0])
    return phrase("check.rows_more", rows=shown, rest=rest) if rest > 0 else phrase("check.rows", rows=shown)


def _disagree(parsed: ParsedExport, item: str, key: str, rows: np.ndarray | None,
              values: Mapping[str, object], fix: Text | None = None) -> Disagreement:
    """A disagreement with its phrases filled in."""
    lines = () if rows is None or not len(rows) else tuple(parsed.table.lines[rows].tolist())
    return Disagreement(item, key, lines, phrase(f"check.{key}", **values), fix or phrase(f"check.{key}_fix", **values))


def _columns(parsed: ParsedExport) -> Iterator[Disagreement]:
    """Columns that are missing, claimed twice, or by nobody; options without column and columns without option."""
    columns, slots = parsed.columns, parsed.table.slots
    headings = [name for slot in slots for name in slot.names]
    for item in columns.absent:
        wanted = item.column or item.name
        yield _disagree(parsed, item.name, "absent", None, {"heading": _short(wanted)},
                        _near(wanted, headings, "sk_column"))
    for item, error in columns.faulty:
        yield _disagree(parsed, item.name, "absent", None, {"heading": _short(item.column or "")},
                        same_text(error.what))
    for place, names in columns.shared:
        yield _disagree(parsed, names[0], "shared", None,
                        {"heading": _short(slots[place].heading), "names": join_words(names)})
    for slot in columns.list_unclaimed(slots):
        yield _disagree(parsed, "", "unclaimed", None, {"heading": _short(slot.heading)})
    for item, slot in columns.strangers:
        yield _disagree(parsed, item.name, "stranger", None, {"part": _short(slot.part)},
                        _near(slot.part, _labels(item), "choices"))
    for item, value in columns.lost:
        yield _disagree(parsed, item.name, "lost", None, {"value": value})


def _open_questions(parsed: ParsedExport) -> Iterator[Disagreement]:
    """What a draft still asks (`sk_todo`): nobody has settled it."""
    todo = parsed.codebook.settings.get("todo")
    for name, text in todo.items() if isinstance(todo, Mapping) else ():
        for line in filter(None, map(str.strip, text.splitlines())):
            yield _disagree(parsed, name, "todo", None, {"text": line, "column": "sk_todo"})


def _answers(parsed: ParsedExport) -> Iterator[Disagreement]:
    """Answers that cannot be read, or not for certain: the faults that reading raises or flags."""
    for fault in parsed.responses.faults:
        item = parsed.codebook[fault.item]
        near = fault.reason in {"outside", "misspelt"}
        mark = suggest_separator(item, [fault.text]) if near else ""
        fix = _near(fault.text, _labels(item), "choices") if near else None
        fix = phrase("check.separator", mark=mark, column="sk_layout", layout=f"delimited:{mark}") if mark else fix
        quote = "***" if item.is_hidden else _short(fault.text)
        yield _disagree(parsed, item.name, KEYS.get(fault.reason, fault.reason), fault.rows,
                        {"text": quote}, fix)


def _labels(item: Item) -> list[str]:
    """The labels of an item's options in all languages."""
    return [side for option in item.options for side in option.label.values()]


def _rules(parsed: ParsedExport) -> Iterator[Disagreement]:
    """Conditions, constraints and exclusive options that rows break."""
    for broken in find_broken_rules(parsed):
        if broken.hits.any() or not len(broken.hits):
            yield _disagree(parsed, broken.item, broken.key, np.flatnonzero(broken.hits), broken.values)


def _keys(parsed: ParsedExport) -> Iterator[Disagreement]:
    """Keys of respondents that stand twice, or not at all."""
    slots, whole = parsed.table.slots, parsed.columns.whole
    ids = [("", slot.heading, parsed.respondents) for slot in slots if slot.meta == "id"][:1]
    own = [(item.name, slots[whole[item.name]].heading, parsed.table.columns[whole[item.name]].cells())
           for item in parsed.codebook if item.role == "id" and item.name in whole]
    for name, heading, keys in (*ids, *own):
        cells = [normalise(key) for key in keys]
        counts = Counter(cells)
        twice = np.flatnonzero([bool(cell) and counts[cell] > 1 for cell in cells])
        shown = {"heading": _short(heading)}
        blank = np.flatnonzero([not cell for cell in cells])
        yield from [_disagree(parsed, name, "duplicate", twice, shown)] if len(twice) else []
        yield from [_disagree(parsed, name, "no_key", blank, shown)] if len(blank) else []


def _near(wanted: str, known: Iterable[str], place: str) -> Text:
    """The nearest of what is known, else where to put things right."""
    words = {normalise(word): word for word in known if word}
    words.pop(normalise(wanted), None)  # a label in an export of codes
    near = find_nearest(wanted, words)
    return phrase("check.near", word=_short(words[near])) if near else phrase("check.no_near", column=place)


def _short(text: str) -> str:
    """A text as it is quoted: one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"
