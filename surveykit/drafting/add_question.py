"""A question's columns, whatever they are, as items of a codebook."""

import re
from collections.abc import Sequence
from dataclasses import replace

from surveykit.answers.column_names import COLUMNS_MARK, is_other_text
from surveykit.codebook import Item, Option
from surveykit.codebook.form_texts import join_texts
from surveykit.drafting import option_list as listing
from surveykit.drafting.add_column import add_column, add_free_item, add_several, guess_column_kind, skipped_doubts
from surveykit.drafting.add_rows import add_rows
from surveykit.drafting.column_contents import ColumnContents
from surveykit.drafting.export_builder import ExportBuilder
from surveykit.drafting.item_names import CODED, question_name
from surveykit.platforms.column_patterns import is_single_choice
from surveykit.platforms.export_layout import ExportColumn
from surveykit.text.normalise import collapse_blanks
from surveykit.text.option_value import CODE_OF_OTHER, OTHER
from surveykit.words.phrases import in_language, phrase

# who typed an answer of their own has no cell that says `other`
UNTICKED = {"limesurvey", "surveymonkey", "typeform", "alchemer"}
SPREAD = {"surveymonkey", "two_rows"}  # platforms that give the options of a single choice columns of their own
SEEN_SPREAD = {"plain", "typeform", "alchemer"}  # platforms that may, as their cells tell
ROLES = ("option", "rank", "whole", "row")


def add_question(builder: ExportBuilder, key: str, slots: Sequence[ExportColumn], place: int) -> None:
    """The items of one question; `place` counts questions from 1."""
    held = {role: [slot for slot in slots if slot.role == role] for role in (*ROLES, "other")}
    main = next((held[role] for role in ROLES if held[role]), slots)
    name = asked = question_name(key, main, builder.export.platform, place)
    if held["option"]:  # a whole beside option columns repeats them joined
        asked = _add_set(builder, name, held["option"]).name
    if held["rank"]:
        asked = _add_ranking(builder, name, held["rank"]).name
    for slot in [] if held["option"] else held["whole"]:
        base = Item(name, "text", builder.wording(collapse_blanks(slot.stem), slot.heading), column=slot.names[0])
        asked = add_column(builder, base, slot).name
    if held["row"]:
        add_rows(builder, name, held["row"])
    typed = [slot for slot in held["other"] if is_other_text(slot)]
    if len(typed) == 1 and builder.export.platform in UNTICKED:
        _add_other(builder, asked, typed[0])
    for slot in held["other"]:
        _add_text_beside(builder, asked, slot)


def _add_other(builder: ExportBuilder, name: str, slot: ExportColumn) -> None:
    """The option that an export has no column or cell for: who typed something chose it."""
    item = next((item for item in builder.items if item.name == name), None)
    if item is None or item.kind not in {"single", "multiple"} or not item.options:
        return
    label = {builder.language: slot.part
             if OTHER.fullmatch(slot.part) else in_language(phrase("draft.other"), builder.language)}
    coded = [n for n, option in enumerate(item.options) if CODE_OF_OTHER in option.label.values()]
    known = [option for option in item.options
             if option.value == "other" or any(map(OTHER.fullmatch, option.label.values()))]
    if coded:
        made = (*item.options[:coded[0]], replace(item.options[coded[0]], value="other", label=label),
                *item.options[coded[0] + 1:])
    else:
        score = float(len(item.options) + 1) if item.kind == "multiple" else None
        made = item.options if known else (*item.options, Option("other", label, score))
    builder.replace_item(replace(item, options=made))


def _add_set(builder: ExportBuilder, name: str, slots: Sequence[ExportColumn]) -> Item:
    """A select-all question with a column for each option."""
    seen = builder.contents([slot.place for slot in slots])
    listed = listing.options_of_form([slot.part or slot.heading for slot in slots], builder.language)
    item = Item(name, "multiple", builder.wording(slots[0].stem, _heading_of(slots[0])), listed.options,
                column=_block_column(builder, slots), layout="onehot")
    places = [slot.place for slot in slots]
    joined = builder.export.columns[slots[0].place].role == "whole"  # nothing but their beginning ties them
    guessed = {"one_set": {"count": len(slots), "last": slots[-1].heading}} if joined else {}
    once = builder.export.platform in SPREAD and is_single_choice([builder.table.columns[place] for place in places])
    if once or (builder.export.platform in SEEN_SPREAD and builder.is_one_of_all(places)):
        return builder.add(replace(item, kind="single"), {**listed.doubts, **guessed, "spread": {},
                                                          **skipped_doubts(seen)})
    coded = builder.export.platform in CODED and all(slot.part in slot.names[-1] and slot.part.isascii()
                                                         and " " not in slot.names[-1] for slot in slots)
    coded = coded and (builder.export.platform != "plain" or all(slot.part.isdecimal() for slot in slots))
    alone = len(slots) > 1 and builder.most_ticks(places) == 1
    doubts = {**listed.doubts, **guessed, **({} if slots[0].stem else {"stem": {}}), **({"codes": {}} if coded else {}),
              **({"one_tick": {}} if alone else {})}
    return add_several(builder, item, seen, ColumnContents({}, {}), doubts)


def _heading_of(slot: ExportColumn) -> str:
    """What stands for a question the file does not hold: the heading of its first option, without its number."""
    number = re.fullmatch(r"[\W_]*\d+", slot.heading.removeprefix(slot.question))
    return slot.question if number and slot.question else slot.heading


def _add_ranking(builder: ExportBuilder, name: str, slots: Sequence[ExportColumn]) -> Item:
    """A ranking with a column for each option, or for each place."""
    seen = builder.contents([slot.place for slot in slots])
    places = [slot.part.strip(" Rank") for slot in slots] == [str(n) for n in range(1, len(slots) + 1)]
    listed = (listing.options_of_answers(seen, builder.language) if places
              else listing.options_of_form([slot.part or slot.heading for slot in slots], builder.language))
    plain = tuple(replace(option, missing=None, score=None if places else option.score) for option in listed.options)
    joined = builder.export.columns[slots[0].place].role == "whole"  # nothing but their places ties them
    guessed = {"one_ranking": {"count": len(slots), "last": slots[-1].heading}} if joined else {}
    base = Item(name, "rank", builder.wording(slots[0].stem, slots[0].heading), plain,
                column=_block_column(builder, slots))
    if not plain:
        return add_free_item(builder, replace(base, options=()), seen, guess_column_kind(builder, seen, ""))
    return builder.add(base, {**({"order": {}} if places else listed.doubts), **guessed, **skipped_doubts(seen)})


def _block_column(builder: ExportBuilder, slots: Sequence[ExportColumn]) -> str:
    """How the codebook names a block: its code where the platform has one, else its first heading."""
    key = slots[0].question
    if builder.export.columns[slots[0].place].role == "whole":
        return COLUMNS_MARK.join(slot.names[0] for slot in slots)
    return key if builder.export.platform in CODED and key and " " not in key else slots[0].names[0]


def _add_text_beside(builder: ExportBuilder, asked: str, slot: ExportColumn) -> None:
    """A column of words beside the options of a question."""
    seen = builder.contents([slot.place])
    label = join_texts(builder.wording(slot.stem, slot.heading), builder.wording(slot.part))
    base = Item(f"{asked}_other", "text", label, column=slot.names[0])
    role = builder.personal_role(builder.free_name(base), slot.part or slot.heading, seen)
    builder.add(replace(base, role=role or "other_text"))
