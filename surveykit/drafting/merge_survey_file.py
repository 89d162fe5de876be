"""A platform's own survey file beside its export: labels from the one, columns from the other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from surveykit.answers import ColumnMap, choose_headings, find_columns, open_export_table, parse_export
from surveykit.codebook import Codebook, Item, Option
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.codebook.form_texts import unique_text
from surveykit.drafting.check_export import list_disagreements
from surveykit.drafting.draft_from_export import draft_from_export
from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportLayout
from surveykit.text.option_value import option_value
from surveykit.words.phrases import LANGUAGES, in_language, phrase

LEFT_OUT = {"unclaimed"}


def merge_survey_file(raw: RawTable, export: ExportLayout, form: Draft) -> Draft:
    """The codebook of a survey file, completed by the export it belongs to."""
    guessed = draft_from_export(raw, export, routing=False)
    chosen = choose_headings(export, form.codebook)
    chosen = _take_over_labels(chosen, find_columns(export, chosen))
    match = find_columns(export, chosen)
    without = {(item.name, value) for item, value in match.lost}
    absent = {item.name for item in match.absent} | {
        item.name for item in chosen if item.options and all((item.name, o.value) in without for o in item.answers)}
    kept = [replace(item, options=tuple(o for o in item.options if (item.name, o.value) not in without))
            for item in chosen if item.name not in absent]
    places = find_columns(export, guessed.codebook)
    claimed = {*match.users_by_place(), *(match.beside[asker] for asker, _ in match.split.values())}
    names = {item.name for item in kept} | {column for item in kept for column in item.columns}
    more = [item for item in guessed.codebook if (held := set(places.places_of(item.name))) and not claimed & held
            and names.isdisjoint({item.name, *item.columns})]
    scales = [scale for scale in guessed.codebook.scales if any(item.scale == scale.name for item in more)]
    known = {key: value for key, value in form.codebook.settings.items() if key != "export_tags"}
    settings = {**known, "platform": export.platform,
                "missing_codes": {**guessed.codebook.settings["missing_codes"],
                                  **dict(form.codebook.settings.get("missing_codes", {}))}}
    book = replace(form.codebook, items=(*kept, *more), scales=(*form.codebook.scales, *scales), settings=settings)
    added = {item.name for item in more}
    doubts = [*form.doubts, *(doubt for doubt in guessed.doubts if doubt.item in added)]
    lacking = [item for item in chosen if item.name in absent]
    twins = [DraftQuestion(item.name, "absent", phrase("check.absent", heading=item.column or item.name))
             for item in lacking if item.name in book]  # the export has something else under this name
    doubts += twins
    lacking = [item for item in lacking if item.name not in book]
    return Draft(book, (*doubts, *_disagreement_questions(raw, export, book, lacking)))


def _disagreement_questions(raw: RawTable, export: ExportLayout, book: Codebook,
                            absent: list[Item]) -> list[DraftQuestion]:
    """What the export and the form do not agree on, as doubts."""
    parsed = parse_export(open_export_table(raw, export), replace(book, items=(*book.items, *absent)))
    found = [one for one in list_disagreements(parsed) if one.key not in LEFT_OUT]
    return [DraftQuestion(one.item, one.key,
                          {language: f"{in_language(one.what, language)}{'' if language == 'zh' else ' '}"
                                      f"{in_language(one.fix, language)}" for language in LANGUAGES}) for one in found]


def _take_over_labels(book: Codebook, match: ColumnMap) -> Codebook:
    """The form's items with the labels of option columns that only the export spells so."""
    strangers: dict[str, list[str]] = {}
    for item, column in match.strangers:
        strangers.setdefault(item.name, []).append(column.part)
    items = [_with_labels(item, strangers[item.name], [value for other, value in match.lost if other.name == item.name])
             if item.name in strangers else item for item in book]
    return replace(book, items=tuple(items))


def _with_labels(item: Item, parts: Sequence[str], lost: Sequence[str]) -> Item:
    """The item with these labels: on the one option without a column, else as options more."""
    language = next(iter(item.label), "en")
    if len(parts) == len(lost) == 1:
        options = [replace(option, label={**option.label, language: parts[0]}) if option.value == lost[0] else option
                   for option in item.options]
        return replace(item, options=tuple(options))
    values = Counter(option.value for option in item.options)
    more = [Option(unique_text(option_value(part, len(values) + place), values, "{}_{}"), {language: part})
            for place, part in enumerate(parts, start=1)]
    return replace(item, options=(*item.options, *more))
