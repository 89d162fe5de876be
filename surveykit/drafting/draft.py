"""A first codebook from an export, with everything that is unsure marked for a person to settle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveykit.codebook import Codebook, codebook_bytes
from surveykit.codebook.draft import Doubt
from surveykit.drafting.making import Making
from surveykit.drafting.questions import add_question
from surveykit.drafting.sheet import Sheet
from surveykit.errors import CodebookError, ReadError, listed
from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.wjx_pairs import Pair
from surveykit.text.language import detect_language
from surveykit.text.normalise import normalise
from surveykit.words.phrases import check_language, in_language, phrase

NEGATIVE = re.compile(r"-\d{1,4}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A codebook that was guessed from an export, and what is unsure about it.

    Attributes
    ----------
    codebook
        One item per question, in the order of the export.
    doubts
        What a person must settle, item by item.
    """

    codebook: Codebook
    doubts: tuple[Doubt, ...] = ()

    @property
    def todo(self) -> dict[str, str]:
        """The doubts about each item, in the codebook's language; those about no item are left out."""
        said: dict[str, list[str]] = {}
        for doubt in self.doubts:
            said.setdefault(doubt.item, []).append(in_language(doubt.text, self.codebook.language))
        return {item: " ".join(texts) for item, texts in said.items() if item}


def drafted(raw: RawTable, export: ExportLayout, *, pairs: Sequence[Pair] | None = None) -> Draft:
    """A first codebook from an export: kinds, options in order, likely scales and personal data.

    Parameters
    ----------
    raw
        The export's table, heading rows included.
    export
        What its platform's room makes of it.
    pairs
        Labels with their codes, from the text and the code export of one 问卷星 survey
        (`wjx.recovered`); `raw` is then the text export.

    Returns
    -------
    Draft
        A codebook that reads this export, and the doubts about it.

    Raises
    ------
    ReadError
        The export has no respondents, or two columns of one name.
    CodebookError
        The export has no questions.

    Missing values
    --------------
    The platform's own tokens go into `missing_codes`. Options such as 不愿透露 and "Don't know"
    are marked as missing answers, with a doubt.

    Notes
    -----
    A column with cells that hold few, short texts which come back is a choice; labels that read as
    degrees of one thing, or as how often, are the points of a rating; numbers are numbers where 9
    of 10 cells parse. Nothing is guessed in silence: each uncertain guess is a `Doubt`.

    Examples
    --------
    >>> import surveykit.drafting
    >>> surveykit.drafting.drafted.__name__
    'drafted'
    """
    unsure = _unanswered(export)
    sheet = Sheet.of(raw, export, unsure)
    asked = [slot for slot in export.columns if slot.role != "meta"]
    _refuse_twins(raw, asked)
    language = detect_language(text for slot in asked for text in (slot.stem, slot.heading))
    making = Making(sheet, _by_question(pairs), language)
    for place, (key, slots) in enumerate(sheet.questions().items(), start=1):
        add_question(making, key, slots, place)
    if not making.items:
        raise CodebookError("A codebook must have an item; the export has no question.", where="{file}",
                            fix="check that this is the export of the answers", file=raw.name)
    _of_all(making, pairs or (), unsure)
    settings = {"title": {language: export.hints["title"]} if export.hints.get("title") else {}, "form_id": "",
                "version": "", "language": language, "platform": export.platform,
                "missing_codes": _tokens(export, pairs or (), unsure), "synthetic": False, "sent": None}
    return Draft(Codebook(tuple(making.items), tuple(making.scales), settings), tuple(making.doubts))


def draft_bytes(draft: Draft) -> bytes:
    """The draft as an XLSForm workbook; what is to be settled stands in the column `sk_todo`.

    Parameters
    ----------
    draft
        What `drafted` returned.

    Returns
    -------
    bytes
        The workbook; equal drafts give equal bytes.

    Raises
    ------
    CodebookError
        A label cannot stand in a cell of Excel.

    Examples
    --------
    >>> from surveykit.codebook import Codebook, Item, codebook_of
    >>> book = Codebook((Item("age", "number", {"en": "Age"}),))
    >>> codebook_of(draft_bytes(Draft(book)), "draft.xlsx")["age"].kind
    'number'
    """
    return codebook_bytes(draft.codebook, draft.todo)


def draft_lines(draft: Draft, language: str) -> list[str]:
    """What to print about a draft: how many items of each kind, then every doubt.

    Parameters
    ----------
    draft
        What `drafted` returned.
    language
        `zh` or `en`.

    Returns
    -------
    list of str
        Lines without markup; no answers of respondents stand in them but labels.

    Examples
    --------
    >>> from surveykit.codebook import Codebook, Item
    >>> draft_lines(Draft(Codebook((Item("age", "number", {"en": "Age"}),))), "en")
    ['Items: 1 (1 number)', 'Nothing is left to settle.']
    """
    check_language(language)
    kinds = Counter(item.kind for item in draft.codebook)
    said = in_language(phrase("list.comma"), language).join(f"{n} {in_language(phrase(f'codebook.{kind}'), language)}"
                                                  for kind, n in kinds.items())
    head = in_language(phrase("draft.items", count=len(draft.codebook), kinds=said), language)
    if not draft.doubts:
        return [head, in_language(phrase("draft.settled"), language)]
    return [head, in_language(phrase("draft.to_settle", count=len(draft.doubts), column="sk_todo"), language),
            *(f"  {doubt.item or '*'}: {in_language(doubt.text, language)}" for doubt in draft.doubts)]


def _refuse_twins(raw: RawTable, slots: Sequence[ExportColumn]) -> None:
    """A codebook names columns by their headings: no two may be the same."""
    names = Counter(normalise(slot.names[0]) for slot in slots if slot.heading)
    twice = [name for name, n in names.items() if n > 1]
    if twice:
        raise ReadError("Headings must be unique; {twice} occur more than once.", where="{file}",
                        fix="rename one of the columns in the export", twice=listed(twice), file=raw.name)


def _by_question(pairs: Sequence[Pair] | None) -> dict[tuple[str, str], Pair] | None:
    """The pairs by question and row."""
    return None if pairs is None else {(pair.question, pair.part): pair for pair in pairs if pair.kind != "missing"}


def _unanswered(export: ExportLayout) -> Mapping[str, str]:
    """Codes such as -99 that a platform writes in the place of an unticked option: taken for blank."""
    return {text: "blank" for text, tick in export.ticks.items() if tick == 0 and NEGATIVE.fullmatch(text)}


def _tokens(export: ExportLayout, pairs: Sequence[Pair], unsure: Mapping[str, str]) -> dict[str, str]:
    """Whole cells that are no answers; a token with a blank in it cannot stand in the settings."""
    known = {normalise(token): kind for token, kind in export.missing.items()}
    of_codes = {code: known[normalise(token)] for pair in pairs if pair.kind == "missing"
                for code, token in pair.options if normalise(token) in known}
    return {token: kind for token, kind in {**known, **of_codes, **unsure}.items() if token and " " not in token}


def _of_all(making: Making, pairs: Sequence[Pair], unsure: Mapping[str, str]) -> None:
    """Doubts about the whole codebook."""
    if unsure:
        making.doubt("", "unanswered", codes=", ".join(unsure))
    alone = sum(len(pair.clashes) for pair in pairs if pair.kind == "missing")
    if alone:
        making.doubt("", "alone", count=alone)
