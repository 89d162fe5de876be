"""The rows of a matrix as items: one list of options for all of them, and perhaps one scale."""

import re
from collections.abc import Sequence
from dataclasses import replace

from surveykit.codebook import Item, Scale
from surveykit.codebook.form_texts import join_texts
from surveykit.drafting import option_list as listing
from surveykit.drafting.add_column import (
    add_column,
    add_fill_in,
    delimited_layout,
    guess_column_kind,
    list_options,
    list_tick_options,
    skipped_doubts,
    split_cells,
)
from surveykit.drafting.column_contents import ColumnContents, KindGuess
from surveykit.drafting.export_builder import ExportBuilder
from surveykit.drafting.guess_kind import HARD, has_recurring_pieces
from surveykit.drafting.guess_number import find_ends
from surveykit.drafting.item_names import row_name
from surveykit.drafting.option_list import OptionList
from surveykit.platforms.export_layout import ExportColumn
from surveykit.platforms.wjx_pairs import Pair
from surveykit.text.normalise import collapse_blanks, normalise
from surveykit.text.parse_number import parse_number
from surveykit.text.split_ticks import split_ticks

TURNED = re.compile(r"不(?![仅但同断过久少])|没有|难以|无法|很少|\b(?:not|never|hardly|no|difficult|un\w+able)\b|"
                    r"n['’]t\b", re.IGNORECASE)
INSTRUCTED = re.compile(r"(?:本题|此题)请?选|请选择?[“\"「]|(?:please )?(?:select|choose|mark) ['\"“]", re.IGNORECASE)
RESPONSE = re.compile(r"(?:open-ended )?response|selected choice", re.IGNORECASE)
LEAST_ROWS, LEAST_VALID, SHOWN_LABELS = 3, 0.8, 5
Shared = tuple[str, OptionList, str | None]


def add_rows(builder: ExportBuilder, name: str, slots: Sequence[ExportColumn]) -> None:
    """The rows of a matrix, which share their options; or several blanks of one question."""
    strange = _find_strangers(builder, slots)
    alike = [slot for slot in slots if slot not in strange]
    shared = _shared_options(builder, alike, builder.contents([slot.place for slot in alike]))
    made: list[Item] = []
    for place, slot in enumerate(slots, start=1):
        base = _row_item(builder, row_name(name, slot, builder.export.platform, place), slot)
        if shared is None or slot in strange:
            apart = add_column(builder, base, slot)
            if shared is not None:
                labels = " / ".join(list(builder.contents([slot.place]).labels)[:SHOWN_LABELS])
                builder.ask("row_outside", apart.name, labels=labels)
            continue
        seen, (kind, listed, held) = builder.contents([slot.place]), shared
        item = replace(base, kind=kind, options=listed.options, layout=held)
        made.append(builder.add(item, {} if made else {**listed.doubts, **skipped_doubts(seen)}))
        add_fill_in(builder, made[-1], seen)
    if len(made) >= LEAST_ROWS and shared and shared[0] == "rating":
        _propose_scale(builder, name, made, slots[0])


def _row_item(builder: ExportBuilder, name: str, slot: ExportColumn) -> Item:
    """A row before its kind is known."""
    part = builder.wording(collapse_blanks(slot.part), slot.heading)
    stem = builder.wording(slot.stem)
    if RESPONSE.fullmatch(slot.part) and slot.stem:  # the platform's own word for the only part
        return Item(name, "text", stem, column=slot.names[0])
    label = join_texts(stem, part) if slot.stem and slot.part else part
    return Item(name, "text", label, column=slot.names[0], short=part if label != part else {})


def _shared_options(builder: ExportBuilder, slots: Sequence[ExportColumn], seen: ColumnContents) -> Shared | None:
    """Kind, options and layout that all rows have in common; None where they share none."""
    pairs = [builder.pair(slot.question, slot.part) for slot in slots]
    if any(pair and pair.options for pair in pairs):
        return _options_by_code(builder, [pair for pair in pairs if pair])
    if not seen.n or not _are_alike(builder, slots):
        return None
    mark = builder.export.separator
    if mark and (mark == HARD or has_recurring_pieces(seen, mark)) and any(len(split_ticks(text, mark)) > 1
                                                                           for text in seen.texts):
        _, listed = list_tick_options(builder, seen, mark)
        return "multiple", replace(listed,
                                   doubts={**listed.doubts, "separator": {"mark": mark}}), delimited_layout(mark)
    found = _points_of_codes(seen, guess_column_kind(builder, seen, ""), slots[0].stem)
    if found.kind not in {"single", "rating"} or (builder.pairs is not None and found.kind == "single"):
        return None
    listed = list_options(builder, seen, found, slots[0].stem)
    return "rating" if listed.rating else "single", listed, None


def _points_of_codes(seen: ColumnContents, found: KindGuess, wording: str) -> KindGuess:
    """Codes 1 to k in the rows of a matrix are points, more likely than not."""
    values = [value for text in seen.texts if (value := parse_number(text)) is not None]
    if "codes" not in found.doubts or len(values) < len(seen.texts) or max(values) < LEAST_ROWS:
        return found
    low, high = find_ends(wording, values)
    return KindGuess("rating", {**found.doubts, "rating_numbers": {"low": f"{low:g}", "high": f"{high:g}"}})


def _options_by_code(builder: ExportBuilder, pairs: Sequence[Pair]) -> Shared | None:
    """The options of all rows by code; None where rows say different labels for one code."""
    known: dict[str, set[str]] = {}
    for code, label in (option for pair in pairs for option in pair.options):
        known.setdefault(code, set()).add(normalise(label))
    if any(len(labels) > 1 for labels in known.values()):
        return None
    listed = listing.options_of_pairs(list({code: label for pair in pairs for code, label in pair.options}.items()),
                              builder.language)
    clashes = sum(len(pair.clashes) for pair in pairs)
    doubts = {**({"clash": {"count": clashes}} if clashes else {}), **listed.doubts}
    return "rating" if listed.rating else "single", replace(listed, doubts=doubts), None


def _find_strangers(builder: ExportBuilder, slots: Sequence[ExportColumn]) -> list[ExportColumn]:
    """The few rows of a matrix whose answers are none of those that all other rows share; [] where most differ."""
    said = {slot.place: labels for slot in slots if (labels := _row_labels(builder, slot))}
    alone = [slot for slot in slots if slot.place in said and not any(
        said[slot.place] & other for place, other in said.items() if place != slot.place)]
    rest = [slot for slot in slots if slot.place in said and slot not in alone]
    return alone if len(rest) >= LEAST_ROWS > len(alone) and _are_alike(builder, rest) else []


def _are_alike(builder: ExportBuilder, slots: Sequence[ExportColumn]) -> bool:
    """Whether answers tie all rows together, as those of a matrix do, and not of a grid that asks for two things."""
    said = [labels for slot in slots if (labels := _row_labels(builder, slot))]
    tied, rest = set().union(*said[:1]), said[1:]
    while near := [labels for labels in rest if labels & tied]:
        tied, rest = tied.union(*near), [labels for labels in rest if labels not in near]
    return not rest


def _row_labels(builder: ExportBuilder, slot: ExportColumn) -> set[str]:
    """The labels in a row's cells."""
    seen, mark = builder.contents([slot.place]), builder.export.separator
    return set(split_cells(seen, mark).labels if mark == HARD else seen.labels)


def _propose_scale(builder: ExportBuilder, name: str, rows: Sequence[Item], slot: ExportColumn) -> None:
    """The rows of a matrix of ratings, proposed as one scale; instructed rows stay out of it."""
    instructed = {row.name for row in rows if INSTRUCTED.search(" ".join(row.words.values()))}
    scores = [option.score for option in rows[0].answers if option.score is not None]
    scale = builder.free_name(Item(name, "text", {}))
    builder.columns.add(scale)
    builder.scales.append(Scale(scale, builder.wording(slot.stem, slot.heading), min(scores), max(scores), "mean",
                               LEAST_VALID))
    kept = {row.name for row in rows} - instructed
    builder.items[:] = [replace(item, scale=scale) if item.name in kept else item for item in builder.items]
    builder.ask("scale", rows[0].name, name=scale, count=len(kept))
    for row in rows:
        if row.name in instructed:
            builder.ask("attention", row.name)
        elif TURNED.search(" ".join(row.words.values())):
            builder.ask("reverse", row.name, column="sk_reverse")
