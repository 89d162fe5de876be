"""`suppress`: answers taken out until nobody stands in a class that is too small."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.class_sizes import Codes, class_codes, class_sizes
from surveykit.clean.apply_step import apply_step, require_reason
from surveykit.errors import CleaningError
from surveykit.release.disclosure import LEAST, WIDEST
from surveykit.release.quasi_identifiers import is_blank, read_quasi_identifiers
from surveykit.survey import Change, Step, Survey, require_survey
from surveykit.survey.frame import cell_text
from surveykit.words.phrases import Text

RULE = "k_anonymity"


def suppress(survey: Survey, quasi_identifiers: Sequence[str | int] | str | int | None = None, *, k: int = LEAST,
             reason: str | Text) -> Survey:
    """Blank single answers so that everybody shares all quasi-identifiers with at least k - 1 others.

    Parameters
    ----------
    quasi_identifiers
        Items by which people may be recognised, the one that may be lost first at the end: of two ways that take out as
        many answers the one is taken that spares the earlier items. By default those that the codebook suggests.
    k
        The size that every class must have.
    reason
        Why; it stands in the log.

    Returns
    -------
    Survey
        The same respondents; one line of the log for each answer taken out (`blank_response`, rule `k_anonymity`),
        which replays. Bands (`derive`) first, suppression last: every answer that is taken out is lost for all tables.

    Raises
    ------
    CleaningError
        No reason, fewer than k respondents, more than eight quasi-identifiers, or nobody in a class below k.

    Missing values
    --------------
    A blank is an answer of its own, as in `disclosure`: people whose age was taken out form classes of at least k too.
    (Where a blank stands for any answer, as in `sdcMicro::localSuppression`, fewer cells go, but whoever knows
    the age finds the one record that has none.)

    Notes
    -----
    Greedy: of the people below k, those who reach k with the fewest answers taken out are settled first; who is left
    takes the smallest sufficient class with them. Not always the fewest cells that are possible.

    Examples
    --------
    >>> import surveykit as sk
    >>> made = sk.suppress(sk.example_survey(), ["gender", "plan"], k=3, reason="for passing on")
    >>> len(made.log[-1].changes), int(sk.disclosure(made, ["gender", "plan"], k=3).table["k"][0])
    (8, 3)
    """
    survey = require_survey(survey, "suppress")
    words = require_reason(reason, "suppress")
    quasi = read_quasi_identifiers(survey, quasi_identifiers, "suppress")
    if survey.rows < k or len(quasi.items) > WIDEST:
        raise CleaningError("Suppression needs at least {k} respondents and at most {most} quasi-identifiers.",
                            where=survey, fix="a smaller k, or fewer items", k=k, most=WIDEST)
    gone = choose_cells(quasi.columns, [is_blank(survey, item) for item in quasi.items], k)
    lines = [line for item, rows in zip(quasi.items, gone.T, strict=True)
             for line in _blank_lines(survey, item.columns, rows)]
    if not lines:
        raise CleaningError("There is nothing to suppress: no class has fewer than {k} respondents.", where=survey,
                            fix="look: sk.disclosure(survey, ...)", k=k)
    return apply_step(survey, Step("suppress", words, tuple(lines), {
        "quasi_identifiers": [item.name for item in quasi.items], "k": k}))


def _blank_lines(survey: Survey, columns: Sequence[str], rows: NDArray[np.bool_]) -> Iterator[Change]:
    """Lines of the log for the answers that go; a gap of another kind becomes a blank too."""
    frame, kinds = survey._responses[list(columns)], survey.missing_codes(columns)
    for place in np.flatnonzero(rows).tolist():
        for column, value, kind in zip(columns, frame.iloc[place], kinds[place], strict=True):
            yield Change(str(frame.index[place]), column, cell_text(value, kind), "", RULE, "blank_response")


def choose_cells(columns: Sequence[Codes], blanks: Sequence[NDArray[np.bool_]], k: int) -> NDArray[np.bool_]:
    """Respondents x items: which answers go, so that no class is below k; at least k respondents are needed."""
    empty = np.stack(blanks, axis=1)
    held = np.where(empty, 0, np.stack(columns, axis=1) + 1)  # 0 is a blank
    items = range(held.shape[1])
    ways = [chosen for size in items[1:] for chosen in sorted(combinations(items, size), key=_spare_first)]
    for chosen in ways:
        held = _settle(held, chosen, k)
    for chosen in ways:
        held = _borrow(held, chosen, k)
    held = _borrow(_settle(held, items, k), items, k)
    below = _sizes(held) < k
    if below.any():  # fewer than k are left: the smallest class goes with them
        sizes = np.where(below, np.inf, _sizes(held))
        classes = class_codes(list(held.T), len(held))
        held[below | (classes == classes[sizes.argmin()])] = 0
    gone: NDArray[np.bool_] = (held == 0) & ~empty
    return gone


def _spare_first(chosen: tuple[int, ...]) -> list[int]:
    """Later items go first."""
    return [-place for place in reversed(chosen)]


def _settle(held: Codes, chosen: Sequence[int], k: int) -> Codes:
    """The answers with these items taken out of whoever is below k and thereby gets into a class that is not."""
    below = _sizes(held) < k
    if not below.any():
        return held
    tried = held.copy()
    tried[np.ix_(np.flatnonzero(below), np.array(chosen))] = 0
    settled = below & (_sizes(tried) >= k)
    made = held.copy()
    made[settled] = tried[settled]
    return made


def _borrow(held: Codes, chosen: Sequence[int], k: int) -> Codes:
    """The answers with these items taken out of a class below k, and of as many others as it needs.
    The others are of one class that differs in these items only and is still large enough without them.
    """
    for _ in range(len(held)):
        sizes = _sizes(held)
        rest = class_codes(list(np.delete(held, chosen, axis=1).T), len(held))
        for one in dict.fromkeys(rest[sizes < k].tolist()):
            alike = rest == one
            short = alike & (sizes < k)
            lent = alike & (sizes >= 2 * k - short.sum())
            if lent.any():
                break
        else:
            return held
        held = held.copy()
        classes = class_codes(list(held.T), len(held))
        others = np.flatnonzero(lent & (classes == classes[np.argmax(lent * sizes)]))
        held[np.ix_([*np.flatnonzero(short), *others[:max(k - int(short.sum()), 0)]], np.array(chosen))] = 0
    return held


def _sizes(held: Codes) -> Codes:
    """How many respondents share each one's answers."""
    return class_sizes(class_codes(list(held.T), len(held)))
