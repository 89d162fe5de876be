"""What an export and its codebook disagree on, all of it in one pass."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from surveykit.codebook import Codebook, Item
from surveykit.drafting.matched import Match, matched
from surveykit.drafting.rules import broken_rules
from surveykit.drafting.said import Said, said_in, said_of_block
from surveykit.drafting.sheet import Sheet
from surveykit.errors import SHOWN
from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportLayout
from surveykit.text.normalise import normalise
from surveykit.words.phrases import Text, check_language, pick, same, say

LONGEST, NEAR = 40, 0.6
TYPED = {"google", "msforms"}  # words typed under "Other" stand in cells as labels do
BAD = {"number": "number", "date": "date"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing on which file and codebook disagree.

    Attributes
    ----------
    item
        Name of the item; '' where none is concerned.
    key
        Which rule: `absent`, `unclaimed`, `shared`, `stranger`, `lost`, `outside`, `number`, `date`, `tick`,
        `mixed`, `limit`, `constraint`, `not_asked`, `asked`, `empty`, `required`, `exclusive`, `duplicate`, `no_key`,
        `expression`, `unknown_name`.
    rows
        All rows of the file concerned, as Excel numbers them.
    what, fix
        In Chinese and in English.
    """

    item: str
    key: str
    rows: tuple[int, ...]
    what: Text
    fix: Text


def checked(raw: RawTable, export: ExportLayout, codebook: Codebook) -> tuple[Disagreement, ...]:
    """Everything that an export and a codebook disagree on.

    Parameters
    ----------
    raw
        The export's table, heading rows included.
    export
        What its platform's room makes of it.
    codebook
        What the questionnaire should be.

    Returns
    -------
    tuple of Disagreement
        Columns first, then item by item in the order of the codebook, then keys; empty where all is well.

    Raises
    ------
    ReadError
        The export has no respondents.

    Missing values
    --------------
    Tokens of the platform and of the codebook's `missing_codes` are no answers and disagree with nothing,
    except `not_asked` where the codebook's condition says that the question was asked. A `required` item left
    empty is a disagreement wherever it was asked; where a codebook declares none required, so is an empty cell of
    every question with a condition (`asked_if`) that holds, free text excepted.

    Examples
    --------
    >>> import surveykit.drafting
    >>> surveykit.drafting.checked.__name__
    'checked'
    """
    sheet = Sheet.of(raw, export, dict(codebook.settings.get("missing_codes", {})))
    match = matched(sheet, codebook)
    said = {item.name: _said(sheet, item, match) for item in codebook
            if item.name in match.whole or item.name in match.blocks}
    found = [*_columns(sheet, codebook, match), *_answers(sheet, codebook, said), *_rules(sheet, codebook, said)]
    places = {item.name: place for place, item in enumerate(codebook)}
    found.sort(key=lambda one: places.get(one.item, -1))
    return (*found, *_keys(sheet, codebook, match))


def check_lines(disagreements: Sequence[Disagreement], language: str) -> list[str]:
    """What to print about disagreements: how many, then a line for each with its rows and its remedy.

    Parameters
    ----------
    disagreements
        What `checked` returned.
    language
        `zh` or `en`.

    Returns
    -------
    list of str
        Lines without markup. Answers to personal items are never quoted.

    Examples
    --------
    >>> check_lines((), "en")
    ['The export and the codebook agree.']
    """
    check_language(language)
    if not disagreements:
        return [pick(say("check.agree"), language)]
    return [pick(say("check.count", count=len(disagreements)), language),
            *(f"  {one.item or '*'}: {pick(_where(one), language)}{pick(one.what, language)} {pick(one.fix, language)}"
              for one in disagreements)]


def _where(one: Disagreement) -> Text:
    """`rows 3, 8 and 12 more: `; nothing where no row is concerned."""
    if not one.rows:
        return same("")
    shown = {language: pick(say("list.comma"), language).join(map(str, one.rows[:SHOWN])) for language in ("zh", "en")}
    rest = len(one.rows) - SHOWN
    if len(one.rows) == 1:
        return say("check.row", row=one.rows[0])
    return say("check.rows_more", rows=shown, rest=rest) if rest > 0 else say("check.rows", rows=shown)


def _one(sheet: Sheet, item: str, key: str, hits: np.ndarray | None = None, fix: Text | None = None,
         **values: object) -> Disagreement:
    """A disagreement with its phrases filled in."""
    rows = () if hits is None or not len(hits) else tuple(sheet.lines[hits].tolist())
    return Disagreement(item, key, rows, say(f"check.{key}", **values),
                        fix or say(f"check.{key}_fix", **values))


def _said(sheet: Sheet, item: Item, match: Match) -> Said:
    """What people said to an item."""
    if match.blocks.get(item.name):
        return said_of_block(sheet, item, match.blocks[item.name])
    if item.name in match.blocks:
        nothing = np.full(len(sheet.lines), "", dtype=object)
        return Said(nothing, np.full(len(sheet.lines), "blank", dtype=object))
    return said_in(sheet, item, sheet.columns[match.whole[item.name]])


def _columns(sheet: Sheet, book: Codebook, match: Match) -> Iterator[Disagreement]:
    """Columns that are missing, claimed twice, or by nobody; options without column and columns without option."""
    headings = [name for slot in sheet.export.columns for name in slot.names]
    for item in match.absent:
        wanted = item.column or item.name
        yield _one(sheet, item.name, "absent", heading=_short(wanted), fix=_near(wanted, headings, "sk_column"))
    users, slots = match.claimed(), sheet.export.columns
    for place, names in users.items():
        asks = {f"{name}_other" for name in names}  # typed words tick `other`, and are the fill-in too
        if len(set(names) - (asks if slots[place].role == "other" else set())) > 1:
            heading, users_here = _short(slots[place].heading), _list(dict.fromkeys(names))
            yield _one(sheet, names[0], "shared", heading=heading, names=users_here)
    whole = {slot.question for slot in slots if slot.role == "option" and slot.place in users}
    strange = {slot.place for _, slot in match.strangers}
    for slot in slots:
        repeats = slot.role == "whole" and slot.question in whole
        if slot.role != "meta" and slot.heading and slot.place not in {*users, *strange} and not repeats:
            yield _one(sheet, "", "unclaimed", heading=_short(slot.heading))
    for item, slot in match.strangers:
        labels = [side for option in item.options for side in option.label.values()]
        yield _one(sheet, item.name, "stranger", part=_short(slot.part), fix=_near(slot.part, labels, "choices"))
    for item, value in match.lost:
        yield _one(sheet, item.name, "lost", value=value)


def _answers(sheet: Sheet, book: Codebook, said: Mapping[str, Said]) -> Iterator[Disagreement]:
    """Answers that cannot be read, one disagreement per text; parts of a question missing and parts not."""
    for item in (item for item in book if item.name in said):
        found = said[item.name]
        labels = [side for option in item.options for side in option.label.values()]
        ticks = item.kind == "multiple" and item.layout == "onehot"
        key = BAD.get(item.kind, "tick" if ticks else "outside")
        typed = sheet.export.platform in TYPED and any(option.value == "other" for option in item.options)
        for text, hits in found.bad.items():
            if typed and key == "outside" and not _nearest(text, labels):
                continue
            shown = "***" if item.personal else _short(text)
            fix = _near(text, labels, "choices") if key == "outside" else None
            yield _one(sheet, item.name, key, hits, fix, text=shown)
        if found.mixed is not None and found.mixed.any() and item.kind == "multiple":
            yield _one(sheet, item.name, "mixed", found.mixed)


def _rules(sheet: Sheet, book: Codebook, said: Mapping[str, Said]) -> Iterator[Disagreement]:
    """Conditions, constraints and exclusive options that rows break."""
    for broken in broken_rules(sheet, book, said):
        if broken.hits.any() or not len(broken.hits):
            yield _one(sheet, broken.item, broken.key, broken.hits, **broken.values)


def _keys(sheet: Sheet, book: Codebook, match: Match) -> Iterator[Disagreement]:
    """Keys of respondents that stand twice, or not at all."""
    places = [slot.place for slot in sheet.export.columns if slot.meta == "id"]
    own = [item.name for item in book if item.role == "id" and item.name in match.whole]
    for name, place in [*(("", place) for place in places[:1]), *((name, match.whole[name]) for name in own)]:
        cells = [normalise(text) for text in sheet.columns[place].cells()]
        counts = Counter(cells)
        twice = np.array([bool(cell) and counts[cell] > 1 for cell in cells], dtype=bool)
        blank = np.array([not cell for cell in cells], dtype=bool)
        heading = _short(sheet.export.columns[place].heading)
        yield from [_one(sheet, name, "duplicate", twice, heading=heading)] if twice.any() else []
        yield from [_one(sheet, name, "no_key", blank, heading=heading)] if blank.any() else []


def _near(wanted: str, known: Iterable[str], place: str) -> Text:
    """The nearest of what is known, else where to put things right."""
    near = _nearest(wanted, known)
    return say("check.near", word=_short(near)) if near else say("check.no_near", column=place)


def _nearest(wanted: str, known: Iterable[str]) -> str:
    """The nearest of what is known; '' where nothing is near."""
    words = {normalise(word): word for word in known if word}
    words.pop(normalise(wanted), None)  # a label in an export of codes
    near = difflib.get_close_matches(normalise(wanted)[:200], list(words), n=1, cutoff=NEAR)
    return words[near[0]] if near else ""


def _short(text: str) -> str:
    """A text as it is quoted: one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"


def _list(names: Iterable[str]) -> Text:
    """Names as each language lists them."""
    return {language: pick(say("list.comma"), language).join(names) for language in ("zh", "en")}
