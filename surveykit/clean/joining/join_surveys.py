"""Two tables about the same people side by side: a register, a sent list, a second part of the form, a follow-up."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from surveykit.clean.apply_step import require_reason
from surveykit.clean.joining.join_columns import Joining, JoinParts
from surveykit.clean.joining.match_keys import (
    BETWEEN,
    KeyColumn,
    KeyMatch,
    On,
    find_near,
    match_keys,
    read_keys,
    require_folds,
)
from surveykit.clean.joining.same_items import SharedItem
from surveykit.codebook import Codebook
from surveykit.errors import CleaningError, did_you_mean
from surveykit.read import read_survey
from surveykit.survey import Change, Design, Step, Survey, require_survey, value_text
from surveykit.words.phrases import Text, as_text, phrase

Other = Survey | str | Path | pd.DataFrame
FRAME = "frame.csv"


def join(survey: Survey, other: Other, *, on: On, items: Sequence[str] | None = None, keep: str = "survey",
         absent: str = "not_asked", ignore: str | Sequence[str] = (), repeat: bool = False, match: str = "match",
         again: str | Text | None = None, codebook: str | Path | Codebook | None = None, reason: str | Text) -> Survey:
    """Put a register, a sent list, a second part of the form or a follow-up beside a survey, person by person.

    Parameters
    ----------
    other
        A Survey, the path of a file (read as `read_survey` does) or a DataFrame.
    on
        The item that says who is who, by name, label or heading: one for both sides, a pair
        `("student_id", "学号")`, or a mapping of several pairs. `"respondent"` (or `"序号"`) is the key of the rows.
    items
        Items of the other to bring; by default all but personal ones (names, telephones), which must be named.
    keep
        `survey`: the survey's respondents. `all`: also the rows that only the other has, such as people on the
        register who did not answer.
    absent
        What cells of the other's items are where it has no row for a respondent: `not_asked`, or `blank`.
    ignore
        What does not count in keys: `blanks`, `width` (full-width forms), `case`, `marks` (hyphens, dots,
        slashes), `zeros` (leading), or `all`. Without it keys must be the same; the log says how many more would match.
    repeat
        Several respondents may share one row of the other: districts, classes.
    match
        Name of the new item that says where a respondent stands: `both`, `first` (the survey alone) or `second`.
    again
        What the other is called where it asks the same people again, a wave or a follow-up (`"2026"`): no question is
        one with the survey's, however people answered; the other's say so behind their words.
    codebook
        Of the other, where it is a file or a frame.
    reason
        Why; it stands in the log.

    Returns
    -------
    Survey
        The survey's items, those of the other behind them, and `match`. An item that asks the same on both sides is
        one, and gaps are filled, where nobody's answers differ; else both are kept, the second under another name. The
        log names every row without a partner (its key only where that is no personal data), items that were merged,
        renamed or left out, and wordings that differ.

    Raises
    ------
    CleaningError
        No reason; a key that occurs more than once on a side, with where; nothing matches.
    CodebookError
        There is no item of that name.

    Missing values
    --------------
    A respondent without a key matches nobody. Kinds of missing come along with the answers. With `keep="all"`
    whoever is in the other alone was `not_asked` the survey's items.

    Notes
    -----
    The text export and the code export of one form are joined on 序号: their questions are one where the answers of the
    same people go together one to one. Codes stay if the code export is `survey`, and get the labels of the other.

    Examples
    --------
    >>> import pandas as pd, surveykit as sk
    >>> register = pd.DataFrame({"number": ["1", "2", "99"], "district": ["A", "B", "B"]})
    >>> joined = sk.join(sk.example_survey(), register, on=("respondent", "number"), reason="districts of the register")
    >>> joined.responses["match"].value_counts().to_dict()
    {'first': 38, 'both': 2}
    >>> joined.log[-1].arguments["unmatched_second"]
    1
    """
    survey, why = require_survey(survey, "join"), require_reason(reason, "join")
    second = read_other(other, codebook)
    folds = require_folds(ignore)
    _refuse_choices(survey, keep, absent, match)
    keys = tuple(side.fold(folds) for side in read_keys(survey, second, on))
    matched = match_keys(*keys, repeat=repeat)
    _refuse_strangers(keys, matched)
    joining = Joining(survey, second, keys, matched, keep, absent, match, None if again is None else as_text(again))
    parts = joining.find_parts(items)
    book, frame, codes = joining.put_together(parts)
    arguments = {"other": second.source.name, "sha256": second.source.sha256, "on": [list(side.names) for side in keys],
                 "items": None if items is None else [item.name for item in parts.brought_items], "keep": keep,
                 "absent": absent, "ignore": list(folds), "repeat": repeat, "match": match, "again": again,
                 "rows": second.rows, "matched": matched.matches, "unmatched_first": len(matched.only_first),
                 "unmatched_second": len(matched.only_second)}
    step = Step("join", why, tuple(_list_join_changes(joining, parts, frame)), arguments)
    source = replace(survey.source, parts=(*survey.source.files, *second.source.files),
                     synthetic=survey.source.synthetic or second.source.synthetic)
    return replace(survey.with_responses(frame, step=step, missing=codes, codebook=book), source=source)


def _refuse_choices(survey: Survey, keep: str, absent: str, match: str) -> None:
    """Words that mean nothing here, a name that is taken, rows added to a design."""
    for name, given, known in (("keep", keep, ("survey", "all")), ("absent", absent, ("not_asked", "blank"))):
        if given not in known:
            raise CleaningError("{name} cannot be {given!r}.", name=name, given=given, fix=did_you_mean(given, known))
    if match in survey.codebook:
        raise CleaningError("There is an item {match!r} already.", fix="join(..., match='another_name')", match=match)
    if keep == "all" and survey.design != Design():
        raise CleaningError("Rows cannot be added to a survey with a design.", where=survey,
                            fix="join first, then set_design; or keep='survey'")


def _refuse_strangers(keys: tuple[KeyColumn, ...], matched: KeyMatch) -> None:
    """Refuse two tables that have nobody in common."""
    if matched.matches:
        return
    near, more = find_near(*keys)
    raise CleaningError("Nobody of the survey is in the other table: no key is the same.",
                        where="{first}, item {here}; {second}, item {there}",
                        fix="join(..., ignore={near}): {more} keys would match" if more else "is on= the right pair of "
                        "items? Look at both: survey.responses[...]", near=list(near), more=more,
                        first=keys[0].survey.source.name, here=", ".join(keys[0].names),
                        second=keys[1].survey.source.name, there=", ".join(keys[1].names))


def _list_join_changes(joining: Joining, parts: JoinParts, frame: pd.DataFrame) -> Iterator[Change]:
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
            shown = "" if side.personal else side.texts[row].replace(BETWEEN, " ")
            yield Change(respondent if rule == "only_first" else "", side.names[0], respondent, shown,
                         rule, "no_action", note)
    near, more = find_near(*joining.keys) if len(joining.matched.only_first) else ((), 0)
    if more:
        yield Change("", joining.keys[0].names[0], "", str(more), "near_keys", "no_action",
                     phrase("join.near", n=more, ignore=", ".join(near)))


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


def read_other(other: Other, codebook: str | Path | Codebook | None = None, *, verb: str = "join") -> Survey:
    """A survey of whatever was given; a frame is read like a file, so that personal columns and text keys are seen."""
    if isinstance(other, Survey):
        return other
    if isinstance(other, str | Path):
        return read_survey(other, codebook)
    if not isinstance(other, pd.DataFrame):
        raise CleaningError("{verb} must be given a Survey, the path of a file, or a DataFrame, not a {type}.",
                            verb=verb, type=type(other).__name__, fix="such as {verb}(survey, 'register.xlsx', ...)")
    with TemporaryDirectory() as folder:
        path = Path(folder) / FRAME
        path.write_text(_frame_text(other), encoding="utf-8-sig", newline="")
        made = read_survey(path, codebook)
    return replace(made, source=replace(made.source, name="frame"))


def _frame_text(frame: pd.DataFrame) -> str:
    """The frame as CSV, its index too where it has a name; numbers lose nothing."""
    table = frame.reset_index() if frame.index.name is not None else frame
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # so that CR in a cell is quoted
    writer.writerow([str(name) for name in table.columns])
    writer.writerows([[value_text(cell) for cell in row] for row in table.astype(object).itertuples(index=False)])
    return out.getvalue()
