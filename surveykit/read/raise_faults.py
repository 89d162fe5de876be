"""The faults of an export as errors: all columns at once, then all answers."""

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from surveykit.answers import AnswerFault, ParsedExport
from surveykit.answers.conventions import NUMBERED, TYPES_OTHER
from surveykit.answers.joined_ticks import suggest_separator
from surveykit.codebook import Codebook, Item
from surveykit.errors import CodebookError, ReadError, count_noun, did_you_mean, faults_error, list_quoted
from surveykit.platforms.export_layout import ExportLayout
from surveykit.words.messages import JoinedMessage, Message

WHY = {"tick": Message("must be 1 or 0"), "place": Message("is no place and no option of the ranking"),
       "several": Message("is a single choice spread over columns: a row must have one tick"),
       "mixed": Message("must have 1 or 0 in all its columns, or all missing; 0 is an option left unticked")}


def raise_column_faults(parsed: ParsedExport) -> None:
    """Refuse an export that lacks columns of the codebook, or has options that the codebook lacks."""
    table, columns = parsed.table, parsed.columns
    for _, error in columns.faulty:
        raise error
    for item, slot in columns.strangers:
        raise CodebookError("{part!r} is not an option of item {item!r}, but the export has a column "
                            "for it.", where="{file}, heading {heading!r}",
                            fix=did_you_mean(slot.part, [w for o in item.options for w in o.label.values()]),
                            part=slot.part, item=item.name, file=table.name, heading=slot.heading)
    for name, pairs in groupby(columns.lost, key=lambda pair: pair[0].name):
        lost = [value for _, value in pairs]
        raise ReadError("The export has no column for {lost} of item {name!r}.", where="{file}",
                        fix="export again with all options, or take them out of the codebook's choices",
                        lost=list_quoted(lost), name=name, file=table.name)
    if columns.absent:
        names = [item.column or item.name for item in columns.absent]
        near = did_you_mean(names[0], [heading for heading in table.headings if heading])
        raise ReadError("The export has no column for {names_count} of {count} items: {names}.",
                        where="{file}, item {absent!r}",
                        fix="for {names_2!r} {near} Correct sk_column in the codebook, or the heading",
                        names_count=len(names), count=len(parsed.codebook), names=list_quoted(names), file=table.name,
                        absent=columns.absent[0].name, names_2=names[0], near=near)
    for place, sharing in columns.shared:
        raise ReadError("Items {names} cannot share the column {headings!r}.",
                        where="{file}", fix="give each its own heading in sk_column of the codebook",
                        names=list_quoted(sharing), headings=table.headings[place], file=table.name)


def raise_answer_faults(parsed: ParsedExport) -> None:
    """Refuse answers that are none of their item's options, all of them at once."""
    lines = describe_faults(parsed.responses.faults, parsed.codebook, parsed.table.lines)
    if lines:
        n = len(lines)
        raise faults_error(
            CodebookError, "{n} items have answers that are not among the options:", lines, where="{file}",
            fix="add the options to the codebook's sheet choices, or correct these cells in the export"
                "{further_reasons}", n=n, file=parsed.table.name, further_reasons=_further_reasons(parsed.table.export))


def describe_faults(faults: Sequence[AnswerFault], book: Codebook, lines: np.ndarray) -> list[str]:
    """A line for each item and reason that no survey can be made with; answers to personal items are not quoted."""
    refused = sorted((fault for fault in faults if fault.is_refused), key=_item_and_reason)
    places = {item.name: place for place, item in enumerate(book)}
    grouped = [list(group) for _, group in groupby(refused, key=_item_and_reason)]
    grouped.sort(key=lambda group: places[group[0].item])
    return [_describe(group, book[group[0].item], lines) for group in grouped]


def _item_and_reason(fault: AnswerFault) -> tuple[str, str]:
    """What faults of one line have in common."""
    return fault.item, fault.reason


def _describe(faults: Sequence[AnswerFault], item: Item, lines: np.ndarray) -> str:
    """`item 'plan': '考研' (7 respondents, rows 4, 5, 6, 7, 8 and 2 more); use one of: ...`."""
    rows = lines[np.unique(np.concatenate([fault.rows for fault in faults]))].tolist()
    people = Message("{people}, rows {rows}" if len(rows) > 1 else "{people}, row {rows}",
                     people=count_noun(len(rows), "respondent"), rows=list_quoted(rows))
    texts = ["***"] if item.is_hidden else list(dict.fromkeys(fault.text or item.name for fault in faults))
    reason = faults[0].reason
    if reason in WHY:
        return Message("item {item!r}: {texts} {why} ({people})", item=item.name, texts=list_quoted(texts),
                       why=WHY[reason], people=people)
    if item.personal:
        return Message("item {item!r}: {texts} ({people})", item=item.name, texts=list_quoted(texts), people=people)
    labels = [side for option in item.options for side in option.label.values()]
    separator = suggest_separator(item, texts)
    hint = Message("options seem to be parted by {separator!r}: write delimited:{mark} in sk_layout",
                   separator=separator, mark=separator) if separator else did_you_mean(texts[0], labels)
    return Message("item {item!r}: {texts} ({people}); {did_you_mean}", item=item.name, texts=list_quoted(texts),
                   people=people, did_you_mean=hint)


def _further_reasons(export: ExportLayout) -> str:
    """What else may be wrong with the options, in exports that write answers so."""
    numbered = NUMBERED.get(export.variant, "") if export.platform == "wjx" else ""
    place = {"order": Message("the number of an option is its place in the codebook's list, which must be the form's"),
             "score": Message("the number of an option is its sk_value, which no other may have")}.get(numbered, "")
    typed = Message("words typed under 'Other' need an option named other") if export.platform in TYPES_OTHER else ""
    return JoinedMessage("; ", ["", *filter(None, (place, typed))])
