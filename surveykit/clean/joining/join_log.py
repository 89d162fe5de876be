"""What a join leaves in the log: who has no partner, what became of the items, which gaps were filled."""

from collections.abc import Iterator

import pandas as pd

from surveykit.clean.joining.join_columns import Joining, JoinParts
from surveykit.clean.joining.match_keys import BETWEEN, KeyColumn, find_near
from surveykit.clean.joining.same_items import SharedItem
from surveykit.codebook import Codebook
from surveykit.survey import Change, value_text
from surveykit.words.phrases import phrase


def list_join_changes(joining: Joining, parts: JoinParts, frame: pd.DataFrame) -> Iterator[Change]:
    """The lines of one join: columns and rows that were added, cells that were filled, then what a person must know."""
    known = set(joining.survey._responses)
    yield from (Change("", str(column), "", "", "join", "add_column") for column in frame if column not in known)
    yield from (Change(str(respondent), "", "", "", "join", "add_survey")
                for respondent in frame.index[joining.survey.rows:])
    yield from _list_filled(joining, parts, frame)
    yield from _list_strangers(joining)
    yield from _list_items(joining, parts)


def _list_filled(joining: Joining, parts: JoinParts, frame: pd.DataFrame) -> Iterator[Change]:
    """A line for each gap of the survey's own items that the other filled."""
    held = joining.survey._responses
    for column in (column for one in parts.shared for column in one.item.columns if column in held):
        filled = held[column].isna() & frame[column].iloc[:len(held)].notna()
        yield from (Change(str(respondent), column, "", value_text(value), "join", "change_response")
                    for respondent, value in frame[column].iloc[:len(held)][filled].items())


def _list_strangers(joining: Joining) -> Iterator[Change]:
    """Rows of both sides without a partner, the same lines whichever side is first; then what would find more."""
    for side, rows, rule in zip(joining.keys, (joining.matched.only_first, joining.matched.only_second),
                                ("only_first", "only_second"), strict=True):
        note = phrase(f"join.{rule}", file=side.survey.source.name)
        for row in rows:
            respondent = str(side.survey._responses.index[row])
            yield Change(respondent if rule == "only_first" else "", side.names[0], respondent, _shown_key(side, row),
                         rule, "no_action", note)
    near, more = find_near(*joining.keys) if len(joining.matched.only_first) else ((), 0)
    if more:
        yield Change("", joining.keys[0].names[0], "", str(more), "near_keys", "no_action",
                     phrase("join.near", n=more, ignore=", ".join(near)))


def _shown_key(side: KeyColumn, row: int) -> str:
    """A key as the log writes it: none where it is personal data."""
    return "" if side.personal else side.texts[row].replace(BETWEEN, " ")


def _list_items(joining: Joining, parts: JoinParts) -> Iterator[Change]:
    """What became of the other's items."""
    for one in parts.shared:
        yield Change("", one.item.name, one.second.name, one.item.name, "same_item", "no_action",
                     phrase("join.moved" if one.moved else "join.same_item"))
        yield from _list_options(one, joining.survey.codebook)
    for old, new in parts.added:
        if old.name in parts.again:
            yield Change("", new.name, old.name, new.name, "asked_again", "no_action", phrase("join.asked_again"))
            yield from _list_options(parts.again[old.name], joining.survey.codebook)
            continue
        differing = parts.differing.get(old.name)
        if differing:
            yield Change("", new.name, old.name, new.name, "item_differs", "no_action",
                         phrase("join.differs", n=differing) if differing > 0 else phrase("join.incomparable"))
        elif old.name != new.name:
            yield Change("", new.name, old.name, new.name, "item_renamed", "no_action", phrase("join.renamed"))
        if (old.asked_if is None) != (new.asked_if is None):
            yield Change("", new.name, old.asked_if or "", "", "condition_left", "no_action",
                         phrase("join.condition_left"))
    yield from (Change("", item.name, item.column or item.name, "", "item_left_out", "no_action",
                       phrase("join.personal" if item.personal else "join.left_out")) for item in parts.left_out)


def _list_options(one: SharedItem, book: Codebook) -> Iterator[Change]:
    """Options that only the other has."""
    values = {option.value for option in book[one.item.name].options}
    yield from (Change("", one.item.name, "", option.value, "option_added", "no_action", phrase("join.option_added"))
                for option in one.item.options if option.value not in values)
