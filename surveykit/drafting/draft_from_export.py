"""A first codebook from an export, with everything that is unsure marked for a person to settle."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from surveykit.answers import ExportTable, open_export_table
from surveykit.answers.column_names import COLUMNS_MARK, is_other_text
from surveykit.answers.record_keys import find_repeated_key, refuse_other_rows
from surveykit.codebook import Item, Option
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.codebook.form_texts import join_texts
from surveykit.drafting import option_list as listing
from surveykit.drafting.add_column import (
    add_column,
    add_free_item,
    add_several,
    ask_about_key,
    guess_column_kind,
    skipped_doubts,
)
from surveykit.drafting.add_rows import add_rows
from surveykit.drafting.column_contents import ColumnContents
from surveykit.drafting.export_builder import ExportBuilder
from surveykit.drafting.group_doubts import group_doubts, group_line
from surveykit.drafting.item_names import CODED, question_name
from surveykit.drafting.learn_routing import learn_routing
from surveykit.drafting.rate_neighbours import rate_neighbours
from surveykit.drafting.share_options import ask_about_sets, draw_in, share_options, share_points
from surveykit.drafting.tick_groups import group_ranks, group_ticks
from surveykit.errors import ReadError, list_quoted
from surveykit.formats import Note, RawTable
from surveykit.platforms.column_patterns import is_single_choice
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.wjx_pairs import Pair
from surveykit.text.detect_language import detect_language
from surveykit.text.normalise import collapse_blanks, normalise
from surveykit.text.option_value import CODE_OF_OTHER, OTHER
from surveykit.words.phrases import check_language, in_language, phrase

UNSURE_TEXT = ("encoding_few", "encoding_either")  # what the file's notes say of its encoding that a person must judge
NEGATIVE = re.compile(r"-\d{1,4}")
TRIAL = re.compile(r"(?:测试|试填|test(?:ing)?|asdf\w*)(?:数据|答卷)?[\d\s]*", re.IGNORECASE)
MOST_COLUMNS = 4_000  # the guess of so many costs 20 s; no questionnaire asks as much
TRIAL_CELLS = 2  # one alone may be an answer: somebody's job is testing
# who typed an answer of their own has no cell that says `other`
UNTICKED = {"limesurvey", "surveymonkey", "typeform", "alchemer"}
SPREAD = {"surveymonkey", "two_rows"}  # platforms that give the options of a single choice columns of their own
SEEN_SPREAD = {"plain", "typeform", "alchemer"}  # platforms that may, as their cells tell
ROLES = ("option", "rank", "whole", "row")


def draft_from_export(raw: RawTable, export: ExportLayout, *, pairs: Sequence[Pair] | None = None,
                      routing: bool = True, every_row: bool = True) -> Draft:
    """A first codebook from an export: kinds, options in order, likely scales and personal data.
    Unless `every_row` is said to be a respondent, several rows of one person are refused.
    A column with cells that hold few, short texts which come back is a choice; labels that read as
    degrees of one thing, or as how often, are the points of a rating; numbers are numbers where 9
    of 10 cells parse. Nothing is guessed in silence: each uncertain guess is a `DraftQuestion`.
    """
    unsure = {text: "blank" for text, tick in export.ticks.items() if tick == 0 and NEGATIVE.fullmatch(text)}
    table = open_export_table(raw, export)
    if not every_row:
        refuse_other_rows(table)
    asked = [slot for slot in export.columns if slot.role != "meta"]
    if len(asked) > MOST_COLUMNS:
        raise ReadError("A codebook is guessed for at most {most:,} columns, and this file has {count:,}.",
                        where="{file}", fix="write a codebook (an XLSForm workbook) of the columns you need and give "
                                            "it to read_survey(path, codebook); the file stays as it is",
                        most=MOST_COLUMNS, count=len(asked), file=raw.name)
    _refuse_twins(raw, asked)
    language = detect_language(text for slot in asked for text in (slot.stem, slot.heading))
    missing = {normalise(token): kind for token, kind in {**export.missing, **unsure}.items()}
    known = None if pairs is None else {(pair.question, pair.part): pair for pair in pairs if pair.kind != "missing"}
    builder = ExportBuilder(raw.name, language, table=table, missing=missing, pairs=known,
                            key=find_repeated_key(table))
    questions = group_ticks(builder.questions(), table.columns, export.platform)
    questions = group_ranks(questions, table.columns, export.platform)
    for place, (key, slots) in enumerate(questions.items(), start=1):
        _add_question(builder, key, slots, place)
    share_options(builder)
    draw_in(builder)
    share_points(builder)
    if export.platform in {"plain", "two_rows"}:
        ask_about_sets(builder)
    builder.items[:], builder.doubts[:] = rate_neighbours(builder.items, builder.doubts, builder.language)
    _ask_about_all(builder, pairs or (), unsure, raw.notes)
    draft = builder.draft({"title": {language: export.hints["title"]} if export.hints.get("title") else {},
                           "language": language, "platform": export.setting,
                           "missing_codes": _missing_tokens(export, pairs or (), unsure),
                           **({"headings": export.headings} if export.headings else {})})
    return learn_routing(draft, table) if routing else draft


def draft_lines(draft: Draft, language: str) -> list[str]:
    """What to print about a draft: how many items of each kind, then every doubt, equal ones together.
    >>> from surveykit.codebook import Codebook, Item
    >>> draft_lines(Draft(Codebook((Item("age", "number", {"en": "Age"}),))), "en")
    ['Items: 1 (1 number)', 'Nothing is left to settle.']
    """
    check_language(language)
    kinds = Counter(item.kind for item in draft.codebook)
    said = in_language(phrase("list.comma"), language).join(f"{n} {in_language(phrase(f'codebook.{kind}'), language)}"
                                                  for kind, n in kinds.items())
    head = [in_language(phrase("draft.items", count=len(draft.codebook), kinds=said), language)]
    captions = sum(bool(item.short) for item in draft.codebook)
    if captions:
        head.append(in_language(phrase("draft.captions", count=captions, column="sk_short"), language))
    if not draft.doubts:
        return [*head, in_language(phrase("draft.settled"), language)]
    return [*head, in_language(phrase("draft.to_settle", count=len(draft.doubts), column="sk_todo"), language),
            *(f"  {group_line(group, language)}" for group in group_doubts(draft.doubts))]


def _refuse_twins(raw: RawTable, slots: Sequence[ExportColumn]) -> None:
    """A codebook names columns by their headings: no two may be the same."""
    names = Counter(normalise(slot.names[0]) for slot in slots if slot.heading)
    twice = [name for name, n in names.items() if n > 1]
    if twice:
        raise ReadError("Headings must be unique; {twice} occur more than once.", where="{file}",
                        fix="rename one of the columns in the export", twice=list_quoted(twice), file=raw.name)


def _missing_tokens(export: ExportLayout, pairs: Sequence[Pair], unsure: Mapping[str, str]) -> dict[str, str]:
    """Whole cells that are no answers; a token with a blank in it cannot stand in the settings."""
    known = {normalise(token): kind for token, kind in export.missing.items()}
    of_codes = {code: known[normalise(token)] for pair in pairs if pair.kind == "missing"
                for code, token in pair.options if normalise(token) in known}
    return {token: kind for token, kind in {**known, **of_codes, **unsure}.items() if token and " " not in token}


def _ask_about_all(builder: ExportBuilder, pairs: Sequence[Pair], unsure: Mapping[str, str],
                   notes: Sequence[Note]) -> None:
    """Doubts about the whole codebook."""
    builder.doubts += [DraftQuestion("", "encoding", note.text) for note in notes if note.key in UNSURE_TEXT]
    builder.doubts += ask_about_key(builder.key, len(builder.table))
    trials = _find_trials(builder.table)
    if trials:
        builder.ask("test_rows", "", rows=", ".join(map(str, trials)))
    if unsure:
        builder.ask("unanswered", "", codes=", ".join(unsure))
    alone = sum(len(pair.clashes) for pair in pairs if pair.kind == "missing")
    if alone:
        builder.ask("alone", "", count=alone)


def _find_trials(table: ExportTable) -> list[int]:
    """Row numbers of forms in which at least two cells hold nothing but a word for a trial."""
    hits = np.zeros(len(table), dtype=int)
    for column in table.columns:
        said = np.array([TRIAL.fullmatch(text.strip()) is not None for text in column.texts] or [False])
        hits += said[column.codes] if said.any() else 0
    return [int(line) for line in np.asarray(table.lines)[hits >= TRIAL_CELLS]]


def _add_question(builder: ExportBuilder, key: str, slots: Sequence[ExportColumn], place: int) -> None:
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
    # a question that the file does not hold is called by the heading of its first option, without its number
    number = re.fullmatch(r"[\W_]*\d+", slots[0].heading.removeprefix(slots[0].question))
    heading = slots[0].question if number and slots[0].question else slots[0].heading
    item = Item(name, "multiple", builder.wording(slots[0].stem, heading), listed.options,
                column=_block_column(builder, slots), layout="onehot")
    places = [slot.place for slot in slots]
    joined = builder.export.columns[slots[0].place].role == "whole"  # nothing but their beginning ties them
    guessed = {"one_set": {"count": len(slots), "last": slots[-1].heading}} if joined else {}
    once = builder.export.platform in SPREAD and is_single_choice([builder.table.columns[place] for place in places])
    if once or (builder.export.platform in SEEN_SPREAD and builder.is_one_of_all(places)):
        return builder.add(replace(item, kind="single"), {**listed.doubts, **guessed, "spread": {},
                                                          **skipped_doubts(seen)})
    plain = builder.export.platform == "plain"
    coded = builder.export.platform in CODED and all(
        slot.part in slot.names[-1] and slot.part.isascii() and " " not in slot.names[-1]
        and (slot.part.isdecimal() if plain else not (slot.stem and slot.part.isalpha())) for slot in slots)
    alone = len(slots) > 1 and builder.most_ticks(places) == 1
    doubts = {**listed.doubts, **guessed, **({} if slots[0].stem else {"stem": {}}), **({"codes": {}} if coded else {}),
              **({"one_tick": {}} if alone else {})}
    return add_several(builder, item, seen, ColumnContents({}, {}), doubts)


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
    if builder.export.columns[slots[0].place].role in {"whole", "row"}:
        return COLUMNS_MARK.join(slot.names[0] for slot in slots)
    return key if builder.export.platform in CODED and key and " " not in key else slots[0].names[0]


def _add_text_beside(builder: ExportBuilder, asked: str, slot: ExportColumn) -> None:
    """A column of words beside the options of a question."""
    seen = builder.contents([slot.place])
    label = join_texts(builder.wording(slot.stem, slot.heading), builder.wording(slot.part))
    base = Item(f"{asked}_other", "text", label, column=slot.names[0])
    role = builder.personal_role(builder.free_name(base), slot.part or slot.heading, seen)
    builder.add(replace(base, role=role or "other_text"))
