"""Files that `write_survey` wrote: the codebook beside them, and a survey's own fitted to them."""

from collections.abc import Callable, Collection
from dataclasses import replace

from surveykit.codebook import Codebook
from surveykit.platforms.plain_table import KEY, MISSING, OWN


def make_own_codebook(book: Codebook) -> Codebook:
    """The codebook of the file a survey is written to: no personal items, columns named as the items are."""
    items = tuple(replace(item, column=None, layout="onehot" if item.kind == "multiple" else None)
                  for item in book if not item.personal)
    kept = {name: value for name, value in book.settings.items() if name != "headings"}  # ours begin at row 1
    return replace(book, items=items, settings=kept | {"platform": OWN, "missing_codes": dict(MISSING)})


def fit_own_file(book: Codebook, headings: Collection[str],
                 is_whole: Callable[[Codebook], bool] | None = None) -> Codebook:
    """The codebook by which a file is read: the one that goes with it where the file is the survey as we wrote it, and
    the codebook given still tells of the export that the survey was read from. `is_whole`: nothing of it is absent.
    """
    names = {*headings}
    is_whole = is_whole or (lambda book: all(column in names for item in book
                                             for column in ([item.column] if item.column else item.columns)))
    if KEY not in names or book.settings.get("platform") == OWN or is_whole(book):
        return book
    own = make_own_codebook(book)
    return own if own.items and is_whole(own) else book
