"""A first codebook from an export, with everything that is unsure marked for a person to settle."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from surveykit.answers import ExportTable, open_export_table
from surveykit.answers.record_keys import find_repeated_key, refuse_repeated_key
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.drafting.add_question import add_question
from surveykit.drafting.export_builder import ExportBuilder
from surveykit.drafting.group_doubts import group_doubts, group_line
from surveykit.drafting.learn_routing import learn_routing
from surveykit.drafting.rate_neighbours import rate_neighbours
from surveykit.drafting.share_options import draw_in, share_options
from surveykit.drafting.tick_groups import group_ranks, group_ticks
from surveykit.errors import ReadError, list_quoted
from surveykit.formats import Note, RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.wjx_pairs import Pair
from surveykit.text.detect_language import detect_language
from surveykit.text.normalise import normalise
from surveykit.words.phrases import check_language, in_language, phrase

UNSURE_TEXT = ("encoding_few", "encoding_either")  # what the file's notes say of its encoding that a person must judge
NEGATIVE = re.compile(r"-\d{1,4}")
TRIAL = re.compile(r"(?:测试|试填|test(?:ing)?|asdf\w*)(?:数据|答卷)?[\d\s]*", re.IGNORECASE)
MOST_COLUMNS = 4_000  # the guess of so many costs 20 s; no questionnaire asks as much
TRIAL_CELLS = 2  # one alone may be an answer: somebody's job is testing


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
        refuse_repeated_key(table)
    asked = [slot for slot in export.columns if slot.role != "meta"]
    if len(asked) > MOST_COLUMNS:
        raise ReadError("A codebook is guessed for at most {most:,} columns, and this file has {count:,}.",
                        where="{file}",
                        fix="write a codebook (an XLSForm workbook) of the columns you need and give it to "
                            "read_survey(path, codebook); the file stays as it is",
                        most=MOST_COLUMNS, count=len(asked), file=raw.name)
    _refuse_twins(raw, asked)
    language = detect_language(text for slot in asked for text in (slot.stem, slot.heading))
    missing = {normalise(token): kind for token, kind in {**export.missing, **unsure}.items()}
    known = None if pairs is None else {(pair.question, pair.part): pair for pair in pairs if pair.kind != "missing"}
    builder = ExportBuilder(raw.name, language, table=table, missing=missing, pairs=known)
    questions = group_ticks(builder.questions(), table.columns, export.platform)
    questions = group_ranks(questions, table.columns, export.platform)
    for place, (key, slots) in enumerate(questions.items(), start=1):
        add_question(builder, key, slots, place)
    share_options(builder)
    draw_in(builder)
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
    repeated = find_repeated_key(builder.table)
    if repeated:
        builder.ask("repeated_key", "", heading=repeated.heading, people=repeated.people, rows=len(builder.table))
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
