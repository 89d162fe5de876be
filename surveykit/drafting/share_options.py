"""One wording, one kind: questions of one battery share their options, with values, scores and order."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from surveykit.codebook import Item
from surveykit.drafting.column_contents import ColumnContents
from surveykit.drafting.export_builder import ExportBuilder
from surveykit.drafting.guess_kind import MOST_OPTIONS
from surveykit.drafting.guess_number import ENDS
from surveykit.drafting.option_list import options_of_answers, options_of_points
from surveykit.drafting.tick_groups import find_stem
from surveykit.text.normalise import normalise
from surveykit.text.yes_no import SAID
from surveykit.words.phrases import in_language

STEM = re.compile(r"(?P<stem>.{3,}?)\s*(?:[:：\[(（]|\s[-–—]+\s|——).*")
LEAST_CLOSED, SHOWN_LABELS = 2, 5
LONGEST = 7  # of scales of which a row may have used the lower points only
LEAST_SET = 3
YES_NO = frozenset(map(frozenset, (*SAID, ("y", "n"), ("t", "f"))))
OF_TEXT = {"text_or_choice", "choice", "number", "empty", "few_numbers"}
OF_OPTIONS = {"rating", "order", "order_numbers", "order_ladder", "one_option", "mirror", "choice", "missing_label",
              "beside_scale", "beside_points", "excel_dates"}


def share_options(builder: ExportBuilder) -> None:
    """Give the items of each battery the options that all of them together show; their doubts stand at the first."""
    kept = [item for item in builder.items if item.kind in {"single", "rating"} and item.name in builder.seen]
    for _, run in groupby(kept, key=lambda item: _stem_of(builder, item)):
        _share_alike(builder, list(run))
    by_wording: dict[str, list[Item]] = {}
    for item in builder.items:
        if item.kind in {"single", "rating"} and item.name in builder.seen:
            by_wording.setdefault(_wording_of(builder, item), []).append(item)
    for items in by_wording.values():
        _share_alike(builder, items)


def draw_in(builder: ExportBuilder) -> None:
    """Take a column read as text or number into the battery whose other rows are closed, where its answers are theirs.
    Where some are not, they become options of a single choice, and a doubt shows them; a row of answers that are none
    of the battery's stays what it is, with a doubt.
    """
    places = {slot.names[0]: slot.place for slot in builder.table.slots if slot.names}
    closed: dict[str, list[Item]] = {}
    for item in builder.items:
        if item.kind in {"single", "rating"} and item.name in builder.seen:
            closed.setdefault(_stem_of(builder, item), []).append(item)
    for item in list(builder.items):
        rows = [row for row in closed.get(_stem_of(builder, item), []) if row.name != item.name]
        if len(rows) < LEAST_CLOSED or item.column not in places or not STEM.fullmatch(_wording_of(builder, item)):
            continue
        model, seen = max(rows, key=lambda row: len(row.options)), builder.contents([places[item.column or ""]])
        known = {normalise(side) for option in model.options for side in option.label.values()}
        few = item.kind in {"single", "rating"} and {normalise(label) for label in seen.labels} < known and (
            len(item.options) < len(model.options))
        if few or (item.kind in {"text", "number"} and item.role in {None, "open_text"}):
            _draw_row(builder, item, model, seen)


def share_points(builder: ExportBuilder) -> None:
    """Give the rows of a battery that hold bare numbers the points that all of them together show."""
    asked = {doubt.item for doubt in builder.doubts if doubt.key == "rating_numbers"}
    coded = asked | {doubt.item for doubt in builder.doubts if doubt.key == "codes"}
    for stem, run in groupby(builder.items, key=lambda item: _stem_of(builder, item)):
        items = [item for item in run if item.name in coded and item.kind in {"single", "rating"}
                 and not ENDS.search(_wording_of(builder, item))]
        points = [[int(option.value) for option in item.answers if option.value.isdecimal()] for item in items]
        if len(items) < 2 or not {item.name for item in items} & asked or not stem or not all(points):
            continue
        low, high, names = min(map(min, points)), max(map(max, points)), [item.name for item in items]
        if high > LONGEST and high - min(map(max, points)) > 1:  # 0 to 10 beside 1 to 5
            continue
        shared = options_of_points(range(low, high + 1), builder.language)
        for item in items:
            builder.replace_item(replace(item, kind="rating", options=(
                *shared, *(option for option in item.options if option.missing))))
        builder.doubts[:] = [doubt for doubt in builder.doubts
                             if doubt.item not in names or doubt.key not in {"rating_numbers", "codes"}]
        builder.ask("rating_numbers", names[0], low=f"{low}", high=f"{high}")


def ask_about_sets(builder: ExportBuilder) -> None:
    """A doubt at the first of neighbours that share a stem and are answered with yes and no: one select-all perhaps."""
    def answers(item: Item) -> frozenset[str] | None:
        said = frozenset(normalise(side).casefold() for option in item.answers for side in option.label.values())
        return said if item.kind == "single" and item.column and said in YES_NO else None

    for said, run in groupby(builder.items, key=answers):
        items = list(run)
        if said and len(items) >= LEAST_SET and (find_stem([item.column or "" for item in items])
                                                 or len({_stem_of(builder, item) for item in items}) == 1):
            builder.ask("maybe_set", items[0].name, count=len(items), last=items[-1].name)


def _draw_row(builder: ExportBuilder, item: Item, model: Item, seen: ColumnContents) -> None:
    """Give a row the options of its battery, with those that only it has; or say that it has others."""
    known = {normalise(side) for option in model.options for side in option.label.values()}
    strange = [label for label in seen.labels if normalise(label) not in known]
    fitting = sum(seen.labels[label] for label in seen.labels if label not in strange)
    builder.doubts[:] = [doubt for doubt in builder.doubts
                         if doubt.item != item.name or doubt.key not in OF_TEXT | OF_OPTIONS]
    if 2 * fitting < sum(seen.labels.values()) or (strange and model.kind == "rating"):
        builder.ask("row_outside", item.name, labels=" / ".join(strange[:SHOWN_LABELS]))
        return
    more = options_of_answers(ColumnContents(Counter(strange), Counter(strange)), builder.language).options
    options = builder.distinct(item.name, [*model.options, *more])
    builder.replace_item(replace(item, kind=model.kind, options=options, role=None, scale=model.scale))
    if strange:
        builder.ask("row_values", item.name, labels=" / ".join(strange[:SHOWN_LABELS]))


def _wording_of(builder: ExportBuilder, item: Item) -> str:
    """An item's wording as it is compared."""
    return normalise(in_language(item.label, builder.language)).casefold()


def _stem_of(builder: ExportBuilder, item: Item) -> str:
    """What a wording shares with its battery: `Comfort` of `Comfort: meetings`; else the wording."""
    match = STEM.fullmatch(_wording_of(builder, item))
    return match["stem"] if match else _wording_of(builder, item)


def _share_alike(builder: ExportBuilder, items: Sequence[Item]) -> None:
    """Shared options for those of these items that have answers in common: a grid may ask for two things."""
    groups: list[list[Item]] = []
    for item in items:
        labels = builder.seen[item.name].labels.keys()
        near = [group for group in groups if any(labels & builder.seen[other.name].labels.keys() for other in group)]
        groups = [group for group in groups if group not in near] + [[*(one for group in near for one in group), item]]
    for group in groups:
        _share(builder, group)


def _share(builder: ExportBuilder, items: Sequence[Item]) -> None:
    """The same options for all of these, if their labels are those of one question."""
    labels = [frozenset(builder.seen[item.name].labels) for item in items]
    if len(items) < 2 or len(set(labels)) == 1 or any(builder.seen[item.name].letters for item in items):
        return
    union = frozenset().union(*labels)
    counts = Counter[str]()
    for item in items:
        counts.update(builder.seen[item.name].labels)
    listed = options_of_answers(ColumnContents(counts, counts), builder.language)
    mostly = all(2 * len(one) >= len(union) for one in labels)
    if len(union) > MOST_OPTIONS or not (listed.rating or mostly):
        return
    names, kind = [item.name for item in items], "rating" if listed.rating else "single"
    builder.items[:] = [replace(item, kind=kind, options=listed.options) if item.name in names else item
                        for item in builder.items]
    builder.doubts[:] = [doubt for doubt in builder.doubts if doubt.item not in names or doubt.key not in OF_OPTIONS]
    for key, values in listed.doubts.items():
        builder.ask(key, names[0], **values)  # at the first
