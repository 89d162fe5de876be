"""A question's columns, whatever they are, as items of a codebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from surveykit.answers.column_names import is_other_text
from surveykit.codebook import Item, Option
from surveykit.codebook.draft import joined
from surveykit.drafting import options as listing
from surveykit.drafting.columns import add_column, add_several, free, gaps, guessed
from surveykit.drafting.making import Making
from surveykit.drafting.names import CODED, question_name
from surveykit.drafting.rows import add_rows
from surveykit.drafting.sheet import Seen
from surveykit.platforms.export_layout import ExportColumn
from surveykit.text.normalise import collapse_blanks
from surveykit.text.option_values import CODE_OF_OTHER, OTHER
from surveykit.words.phrases import in_language, phrase

UNTICKED = {"limesurvey", "surveymonkey"}  # who typed an answer of their own has no cell that says `other`
ROLES = ("option", "rank", "whole", "row")


def add_question(making: Making, key: str, slots: Sequence[ExportColumn], place: int) -> None:
    """The items of one question; `place` counts questions from 1."""
    held = {role: [slot for slot in slots if slot.role == role] for role in (*ROLES, "other")}
    main = next((held[role] for role in ROLES if held[role]), slots)
    name = asked = question_name(key, main, making.sheet.export.platform, place)
    if held["option"]:  # a whole beside option columns repeats them joined
        asked = _set(making, name, held["option"]).name
    if held["rank"]:
        asked = _ranking(making, name, held["rank"]).name
    for slot in [] if held["option"] else held["whole"]:
        base = Item(name, "text", making.wording(collapse_blanks(slot.stem), slot.heading), column=slot.names[0])
        asked = add_column(making, base, slot).name
    if held["row"]:
        add_rows(making, name, held["row"])
    typed = [slot for slot in held["other"] if is_other_text(slot)]
    if len(typed) == 1 and making.sheet.export.platform in UNTICKED:
        _add_other(making, asked, typed[0])
    for slot in held["other"]:
        _beside(making, asked, slot)


def _add_other(making: Making, name: str, slot: ExportColumn) -> None:
    """The option that an export has no column or cell for: who typed something chose it."""
    place = next((n for n, item in enumerate(making.items) if item.name == name), None)
    item = making.items[place] if place is not None else None
    if item is None or item.kind not in {"single", "multiple"} or not item.options:
        return
    label = {making.language: slot.part
             if OTHER.fullmatch(slot.part) else in_language(phrase("draft.other"), making.language)}
    coded = [n for n, option in enumerate(item.options) if CODE_OF_OTHER in option.label.values()]
    known = [option for option in item.options
             if option.value == "other" or any(map(OTHER.fullmatch, option.label.values()))]
    if coded:
        made = (*item.options[:coded[0]], replace(item.options[coded[0]], value="other", label=label),
                *item.options[coded[0] + 1:])
    else:
        score = float(len(item.options) + 1) if item.kind == "multiple" else None
        made = item.options if known else (*item.options, Option("other", label, score))
    making.items[place] = replace(item, options=made)
    making.taken |= set(making.items[place].columns)


def _set(making: Making, name: str, slots: Sequence[ExportColumn]) -> Item:
    """A select-all question with a column for each option."""
    seen = making.sheet.seen([slot.place for slot in slots])
    listed = listing.of_form([slot.part or slot.heading for slot in slots], making.language)
    item = Item(name, "multiple", making.wording(slots[0].stem, slots[0].heading), listed.options,
                column=_column(making, slots), layout="onehot")
    coded = making.sheet.export.platform in CODED and all(slot.part in slot.names[-1] and slot.part.isascii()
                                                         and " " not in slot.part for slot in slots)
    doubts = {**listed.doubts, **({} if slots[0].stem else {"stem": {}}), **({"codes": {}} if coded else {})}
    return add_several(making, item, seen, Seen({}, {}), doubts)


def _ranking(making: Making, name: str, slots: Sequence[ExportColumn]) -> Item:
    """A ranking with a column for each option, or for each place."""
    seen = making.sheet.seen([slot.place for slot in slots])
    places = [slot.part.strip(" Rank") for slot in slots] == [str(n) for n in range(1, len(slots) + 1)]
    listed = (listing.of_answers(seen, making.language) if places
              else listing.of_form([slot.part or slot.heading for slot in slots], making.language))
    plain = tuple(replace(option, missing=None, score=None if places else option.score) for option in listed.options)
    base = Item(name, "rank", making.wording(slots[0].stem, slots[0].heading), plain, column=_column(making, slots))
    if not plain:
        return free(making, replace(base, options=()), seen, guessed(making, seen, ""))
    return making.add(base, {**({"order": {}} if places else listed.doubts), **gaps(seen)})


def _column(making: Making, slots: Sequence[ExportColumn]) -> str:
    """How the codebook names a block: its code where the platform has one, else its first heading."""
    key = slots[0].question
    return key if making.sheet.export.platform in CODED and key and " " not in key else slots[0].names[0]


def _beside(making: Making, asked: str, slot: ExportColumn) -> None:
    """A column of words beside the options of a question."""
    seen = making.sheet.seen([slot.place])
    label = joined(making.wording(slot.stem, slot.heading), making.wording(slot.part))
    base = Item(f"{asked}_other", "text", label, column=slot.names[0])
    role = making.personal(making.free(base), slot.part or slot.heading, seen)
    making.add(replace(base, role=role or "other_text"))
