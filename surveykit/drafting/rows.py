"""The rows of a matrix as items: one list of options for all of them, and perhaps one scale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from surveykit.codebook import Item, Scale
from surveykit.codebook.draft import joined
from surveykit.drafting import options as listing
from surveykit.drafting.columns import add_column, filled, gaps, guessed, layout, listed_of, parted, several_of
from surveykit.drafting.kinds import HARD, Guess, recurring
from surveykit.drafting.making import Making
from surveykit.drafting.names import row_name
from surveykit.drafting.options import Listed
from surveykit.drafting.sheet import Seen
from surveykit.platforms.export_layout import ExportColumn
from surveykit.platforms.wjx_pairs import Pair
from surveykit.text.normalise import collapse_blanks, normalise
from surveykit.text.numbers import parse_number
from surveykit.text.ticks import split_ticks

TURNED = re.compile(r"不(?![仅但同断过久少])|没有|难以|无法|很少|\b(?:not|never|hardly|no|difficult|un\w+able)\b|"
                    r"n['’]t\b", re.IGNORECASE)
INSTRUCTED = re.compile(r"(?:本题|此题)请?选|请选择?[“\"「]|(?:please )?(?:select|choose|mark) ['\"“]", re.IGNORECASE)
LEAST_ROWS, LEAST_VALID = 3, 0.8
Shared = tuple[str, Listed, str | None]


def add_rows(making: Making, name: str, slots: Sequence[ExportColumn]) -> None:
    """The rows of a matrix, which share their options; or several blanks of one question."""
    shared = _shared(making, slots, making.sheet.seen([slot.place for slot in slots]))
    made: list[Item] = []
    for place, slot in enumerate(slots, start=1):
        base = _row(making, row_name(name, slot, making.sheet.export.platform, place), slot)
        if shared is None:
            add_column(making, base, slot)
            continue
        seen, (kind, listed, held) = making.sheet.seen([slot.place]), shared
        item = replace(base, kind=kind, options=listed.options, layout=held)
        made.append(making.add(item, {**listed.doubts, **gaps(seen)} if place == 1 else {}))
        filled(making, made[-1], seen)
    if len(made) >= LEAST_ROWS and shared and shared[0] == "rating":
        _scale(making, name, made, slots[0])


def _row(making: Making, name: str, slot: ExportColumn) -> Item:
    """A row before its kind is known."""
    part = making.wording(collapse_blanks(slot.part), slot.heading)
    label = joined(making.wording(slot.stem), part) if slot.stem and slot.part else part
    return Item(name, "text", label, column=slot.names[0], short=part if label != part else {})


def _shared(making: Making, slots: Sequence[ExportColumn], seen: Seen) -> Shared | None:
    """Kind, options and layout that all rows have in common; None where they share none."""
    pairs = [making.pair(slot.question, slot.part) for slot in slots]
    if any(pair and pair.options for pair in pairs):
        return _of_pairs(making, [pair for pair in pairs if pair])
    if not seen.n or not _alike(making, slots):
        return None
    mark = making.sheet.export.separator
    if mark and (mark == HARD or recurring(seen, mark)) and any(
            len(split_ticks(text, mark)) > 1 for text in seen.texts):
        _, listed = several_of(making, seen, mark)
        return "multiple", replace(listed, doubts={**listed.doubts, "separator": {"mark": mark}}), layout(mark)
    found = _points(seen, guessed(making, seen, ""))
    if found.kind not in {"single", "rating"} or (making.pairs is not None and found.kind == "single"):
        return None
    listed = listed_of(making, seen, found)
    return "rating" if listed.rating else "single", listed, None


def _points(seen: Seen, found: Guess) -> Guess:
    """Codes 1 to k in the rows of a matrix are points, more likely than not."""
    values = [parse_number(text) for text in seen.texts]
    if "codes" not in found.doubts or None in values or max(values) < LEAST_ROWS:
        return found
    ends = {"low": f"{min(1, *values):g}", "high": f"{max(values):g}"}
    return Guess("rating", {**found.doubts, "rating_numbers": ends})


def _of_pairs(making: Making, pairs: Sequence[Pair]) -> Shared | None:
    """The options of all rows by code; None where rows say different labels for one code."""
    known: dict[str, set[str]] = {}
    for code, label in (option for pair in pairs for option in pair.options):
        known.setdefault(code, set()).add(normalise(label))
    if any(len(labels) > 1 for labels in known.values()):
        return None
    listed = listing.of_pairs(list({code: label for pair in pairs for code, label in pair.options}.items()),
                              making.language)
    clashes = sum(len(pair.clashes) for pair in pairs)
    doubts = {**({"clash": {"count": clashes}} if clashes else {}), **listed.doubts}
    return "rating" if listed.rating else "single", replace(listed, doubts=doubts), None


def _alike(making: Making, slots: Sequence[ExportColumn]) -> bool:
    """Whether every row with answers shares one with the others, as rows of a matrix do."""
    said = [labels for slot in slots if (labels := _labels(making, slot))]
    rest = [set().union(*(other for n, other in enumerate(said) if n != place)) for place in range(len(said))]
    return len(said) < 2 or all(labels & others for labels, others in zip(said, rest, strict=True))


def _labels(making: Making, slot: ExportColumn) -> set[str]:
    """The labels in a row's cells."""
    seen, mark = making.sheet.seen([slot.place]), making.sheet.export.separator
    return set(parted(seen, mark).labels if mark == HARD else seen.labels)


def _scale(making: Making, name: str, rows: Sequence[Item], slot: ExportColumn) -> None:
    """The rows of a matrix of ratings, proposed as one scale; instructed rows stay out of it."""
    instructed = {row.name for row in rows if INSTRUCTED.search(" ".join(row.words.values()))}
    scores = [option.score for option in rows[0].answers]
    scale = making.free(Item(name, "text", {}))
    making.taken.add(scale)
    making.scales.append(Scale(scale, making.wording(slot.stem, slot.heading), min(scores), max(scores), "mean",
                               LEAST_VALID))
    kept = {row.name for row in rows} - instructed
    making.items[:] = [replace(item, scale=scale) if item.name in kept else item for item in making.items]
    making.doubt(rows[0].name, "scale", name=scale, count=len(kept))
    for row in rows:
        if row.name in instructed:
            making.doubt(row.name, "attention")
        elif TURNED.search(" ".join(row.words.values())):
            making.doubt(row.name, "reverse", column="sk_reverse")
