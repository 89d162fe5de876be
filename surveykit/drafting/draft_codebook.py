"""A first codebook from an export or a form, and the workbook in which a person settles it."""

from dataclasses import replace
from pathlib import Path

from surveykit.answers import open_export
from surveykit.answers.parquet_table import unfold_parquet
from surveykit.codebook import Item, codebook_bytes
from surveykit.codebook.codebook_files import form_codebook
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.drafting.draft_caption import draft_captions
from surveykit.drafting.draft_from_export import draft_from_export
from surveykit.drafting.draft_from_labels import draft_from_labels
from surveykit.drafting.merge_survey_file import merge_survey_file
from surveykit.drafting.scale_points import find_points
from surveykit.errors import ReadError
from surveykit.files.disk import write_atomic
from surveykit.formats import RawTable, open_foreign
from surveykit.platforms.detect_platform import detect_export
from surveykit.platforms.wjx import pair_code_export
from surveykit.words.phrases import in_language, phrase


def draft_codebook(path: str | Path, *, codes: str | Path | None = None, platform: str | None = None,
                   encoding: str | None = None, sheet: str | None = None, headings: int | str | None = None) -> Draft:
    """A first codebook, guessed from an export.

    Parameters
    ----------
    path
        The export; of 问卷星 the text export. Files that hold labels give these: SPSS (`.sav`, `.zsav`, `.por`), Stata
        (`.dta`), and survey files without answers: Qualtrics (`.qsf`), LimeSurvey (`.lss`), DDI (`.xml`).
    codes
        The code export of the same 问卷星 survey: with both, every label gets its code and
        options that nobody chose are found. Or the platform's survey file (`.qsf`, `.lss`, `.xml`):
        labels and conditions are taken from it, columns from the export.
    platform, encoding, sheet, headings
        As in `read_survey`.

    Returns
    -------
    Draft
        `codebook`, and `doubts`: what a person must settle.

    Raises
    ------
    ReadError
        A file cannot be read, or two files cannot be put together.

    Missing values
    --------------
    The platform's tokens for missing go into the codebook's settings; declared missing values of
    SPSS and Stata that have a label become options that stand for a kind of missing.

    Examples
    --------
    >>> import surveykit as sk
    >>> draft = sk.draft_codebook("data/raw/volunteers/volunteers_synthetic.xlsx")
    >>> draft.codebook["q10"].kind
    'multiple'
    """
    draft = _draft_wordings(path, codes, platform, encoding, sheet, headings)
    return replace(draft, codebook=draft_captions(draft.codebook))


def _draft_wordings(path: str | Path, codes: str | Path | None, platform: str | None, encoding: str | None,
                    sheet: str | None, headings: int | str | None) -> Draft:
    """The draft with its questions as they were worded."""
    form = form_codebook(Path(path))
    raw, own = (form, None) if form else unfold_parquet(open_foreign(path, encoding=encoding, sheet=sheet))
    if not isinstance(raw, RawTable) and codes is not None:
        raise ReadError("A file that holds its own labels cannot be paired with another.", where="{file}",
                        fix="draft_codebook(path) without codes=", file=path)
    if isinstance(raw, Draft):
        return _rate_ladders(raw)
    if not isinstance(raw, RawTable):
        return draft_from_labels(raw, every_row=platform is not None)
    if own is not None:
        return Draft(own)
    export = detect_export(raw, platform, headings)
    if codes is None:
        return draft_from_export(raw, export, every_row=platform is not None)
    survey_file = form_codebook(Path(codes))
    if survey_file:
        return merge_survey_file(raw, export, _rate_ladders(survey_file))
    if export.platform != "wjx":
        raise ReadError("Only a 问卷星 export can be paired with its code export.", where="{file}",
                        fix="codes= a survey file (.qsf, .lss), or draft_codebook(path) alone", file=raw.name)
    pairs = pair_code_export(raw, open_export(codes, encoding=encoding, sheet=sheet))
    return draft_from_export(raw, export, pairs=pairs)


def write_draft(draft: Draft, path: str | Path, *, language: str | None = None, replace: bool = False) -> Path:
    """Write a draft as a workbook; doubts stand in its column `sk_todo`, and every column explains itself.

    Parameters
    ----------
    draft
        What `draft_codebook` returned.
    path
        The workbook, `.xlsx`.
    language
        Of the doubts, `zh` or `en`; the codebook's own by default.
    replace
        Whether a codebook that stands in `data/raw` may be written over, as `draft.settle` of a study asks for it.

    Returns
    -------
    pathlib.Path
        The workbook.

    Raises
    ------
    ReportError
        The path cannot be written.

    Missing values
    --------------
    None.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> draft = sk.draft_codebook("data/raw/volunteers/volunteers_synthetic.xlsx")
    >>> path = sk.write_draft(draft, tempfile.mkdtemp() + "/draft.xlsx")
    >>> len(sk.read_codebook(path)) == len(draft.codebook)
    True
    """
    path = Path(path)
    todo = draft.list_doubts(language or draft.codebook.language)
    write_atomic(path, codebook_bytes(draft.codebook, todo, helped=True), codebook=replace)
    return path


def _rate_ladders(draft: Draft) -> Draft:
    """The draft with single choices among degrees of one thing as ratings, with a doubt for each.
    Their points are the form's own scores where these follow the degrees, else their order 1 to k.
    """
    rated = {item.name: found for item in draft.codebook if item.kind == "single" and (found := _as_rating(item))}
    doubts = [DraftQuestion(item.name, "rating", phrase("draft.rating", count=len(item.answers)))
              for item in rated.values()]
    items = tuple(rated.get(item.name, item) for item in draft.codebook)
    return Draft(replace(draft.codebook, items=items), (*draft.doubts, *doubts))


def _as_rating(item: Item) -> Item | None:
    """The item as a rating; None where its options are no points."""
    labels = {option.value: in_language(option.label, "zh") for option in item.answers}
    points = find_points(list(labels.values())) if len(set(labels.values())) == len(labels) else None
    if points is None:
        return None
    scores = [option.score for option in item.answers if option.score is not None]
    order = sorted(item.answers, key=lambda option: points[labels[option.value]])
    told = [option.score for option in order]
    follows = len(set(scores)) == len(labels) and told in (sorted(scores), sorted(scores, reverse=True))
    places = {option.value: float(place) for place, option in enumerate(order, start=1)}
    options = tuple(option if option.missing or follows else replace(option, score=places[option.value])
                    for option in item.options)
    return replace(item, kind="rating", options=options)
