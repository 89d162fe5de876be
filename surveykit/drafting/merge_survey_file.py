"""A platform's own survey file beside its export: labels from the one, columns from the other."""

from __future__ import annotations

from dataclasses import replace

from surveykit.answers import find_columns, open_export_table, parse_export
from surveykit.codebook import Codebook, Item
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.drafting.check import list_disagreements
from surveykit.drafting.draft_from_export import draft_from_export
from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportLayout
from surveykit.words.phrases import LANGUAGES, in_language

LEFT_OUT = {"unclaimed"}


def merge_survey_file(raw: RawTable, export: ExportLayout, form: Draft) -> Draft:
    """The codebook of a survey file, completed by the export it belongs to.

    Parameters
    ----------
    raw, export
        The export's table, and what its platform's room makes of it.
    form
        The draft made of the survey file alone.

    Returns
    -------
    Draft
        The items of the form whose columns the export has, then what the export has besides, guessed
        as without a form. Everything on which the two disagree is a doubt.

    Missing values
    --------------
    The export's tokens for missing join those of the form.
    """
    guessed = draft_from_export(raw, export, routing=False)
    match = find_columns(export, form.codebook)
    absent = {item.name for item in match.absent}
    kept = [item for item in form.codebook if item.name not in absent]
    places, claimed = find_columns(export, guessed.codebook), set(match.users_by_place())
    names = {item.name for item in kept} | {column for item in kept for column in item.columns}
    more = [item for item in guessed.codebook if (held := set(places.places_of(item.name))) and not claimed & held
            and names.isdisjoint({item.name, *item.columns})]
    scales = [scale for scale in guessed.codebook.scales if any(item.scale == scale.name for item in more)]
    settings = {**form.codebook.settings, "platform": export.setting,
                "missing_codes": {**guessed.codebook.settings["missing_codes"],
                                  **dict(form.codebook.settings.get("missing_codes", {}))}}
    book = replace(form.codebook, items=(*kept, *more), scales=(*form.codebook.scales, *scales), settings=settings)
    added = {item.name for item in more}
    doubts = [*form.doubts, *(doubt for doubt in guessed.doubts if doubt.item in added)]
    return Draft(book, (*doubts, *_disagreement_questions(raw, export, book, match.absent)))


def _disagreement_questions(raw: RawTable, export: ExportLayout, book: Codebook,
                            absent: list[Item]) -> list[DraftQuestion]:
    """What the export and the form do not agree on, as doubts."""
    parsed = parse_export(open_export_table(raw, export), replace(book, items=(*book.items, *absent)))
    found = [one for one in list_disagreements(parsed) if one.key not in LEFT_OUT]
    return [DraftQuestion(one.item, one.key,
                          {language: f"{in_language(one.what, language)}{'' if language == 'zh' else ' '}"
                                      f"{in_language(one.fix, language)}" for language in LANGUAGES}) for one in found]
