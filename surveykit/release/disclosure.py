"""`disclosure`: how many people share the answers by which somebody may be recognised."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from surveykit._stats.class_sizes import (
    Codes,
    Flags,
    UnsafeSet,
    class_codes,
    class_diversity,
    class_sizes,
    find_unsafe_sets,
)
from surveykit.codebook import Item
from surveykit.errors import AnalysisError
from surveykit.release.quasi_identifiers import QuasiAnswers, code_sensitive, read_quasi_identifiers, require_items
from surveykit.result import LISTING, Result
from surveykit.result.format import decimal_text
from surveykit.result.result_column import show_count, show_number, show_share, show_words
from surveykit.survey import Survey, require_survey
from surveykit.words.phrases import LANGUAGES, Text, in_language, join_words, phrase

LEAST, DIVERSITY = 5, 2
WIDEST = 8  # more items than this: combinations of three at most
DEEPEST = 3
SHOWN_SETS = 20
COLUMNS = ["part", "items", "classes", "k", "unique", "below", "base", "share", "distinct", "entropy"]
OVERALL = LISTING.showing(
    show_words("part", "release.head.part", "part"), show_words("items", "head.item", "items"),
    show_count("release.head.classes", "classes"), show_count("release.head.k", "k"),
    show_count("release.head.unique", "unique"), show_count("release.head.below", "below", "base"),
    show_share("head.percent", "share", "below"), show_count("release.head.distinct", "distinct"),
    show_number("entropy", "release.head.entropy"))
BY_RESPONDENT = LISTING.showing(
    show_words("respondent", "head.respondent"), show_count("release.head.k", "k"),
    show_words("items", "release.head.by_items", "items"))


class DisclosureRisk(NamedTuple):
    """What was measured: everybody's class, its size, and the smallest combinations that make classes small."""

    quasi: QuasiAnswers
    classes: Codes
    sizes: Codes
    unsafe: tuple[UnsafeSet, ...]
    deepest: int

    def below(self, least: int) -> int:
        """How many people are in classes below this size."""
        return int((self.sizes < least).sum())


def disclosure(survey: Survey, quasi_identifiers: Sequence[str | int] | str | int | None = None, *,
               sensitive: Sequence[str | int] | str | int = (), k: int = LEAST, diversity: int = DIVERSITY,
               respondents: bool = False) -> Result:
    """How well people are hidden among others: k-anonymity and l-diversity of a file that is to be passed on.

    Parameters
    ----------
    quasi_identifiers
        Items that somebody may know of a person who took part: gender, age, school, county, year ... Raw answers,
        bands (`derive`) or dates. By default those that the codebook suggests; a note says that they were guessed.
    sensitive
        Items that nobody should learn about a person.
    k
        A class (people with the same answers to all quasi-identifiers) of fewer people counts as unsafe; at least 2.
    diversity
        A class with fewer different answers to a sensitive item counts as unsafe.
    respondents
        List everybody in a class below k instead, with the size of the class and the items that make it so small,
        and without any answer.

    Returns
    -------
    Result
        kind "disclosure". Rows by part: `all` quasi-identifiers together; `without` each of them in turn; `minimal`
        combinations by which people are below k while no part of the combination makes them so (the 20 that concern
        most; up to three items where there are more than eight); `sensitive` items. Columns: items, classes, k (people
        in the smallest class), unique (people who are alone in theirs), below (people in classes below k; for a
        sensitive item: in classes with too few different answers), base, share, distinct and entropy (l of the
        class where it is lowest). With `respondents=True`: respondent, k, items.

    Raises
    ------
    AnalysisError
        No quasi-identifiers, an item that is personal data, or a k below 2.

    Missing values
    --------------
    A missing quasi-identifier is an answer of its own, each kind apart: two people who left their age blank share
    it. Classes are never larger than where a blank stands for any answer (as in sdcMicro, where whoever knows the age
    can tell such people apart). Missing sensitive answers tell nothing and do not count; a class without any is safe.

    Notes
    -----
    k is the size of the smallest class (Sweeney 2002). Distinct l is the smallest number of different sensitive answers
    in a class; entropy l is exp(-sum p log p) of the class where it is smallest (Machanavajjhala et al. 2007). A
    response set is compared by the whole of what was ticked. Minimal combinations with k = 2 are minimal sample
    uniques (Elliot, Manning and Ford 2002). In R, where nothing is missing: `sdcMicro::freqCalc(x, keyVars)$fk` gives
    the class sizes, `sdcMicro::ldiversity(x, keyVars, ldiv_index)` the l of each, `sdcMicro::suda2` minimal uniques.
    All of it describes the file: who is alone in it need not be alone in the population, but whoever knows that
    somebody took part can use it.

    References
    ----------
    Sweeney, L. (2002). k-anonymity: a model for protecting privacy. International Journal of Uncertainty, Fuzziness and
    Knowledge-Based Systems 10, 557-570. Machanavajjhala, A., Kifer, D., Gehrke, J., Venkitasubramaniam, M. (2007).
    l-diversity: privacy beyond k-anonymity. ACM Transactions on Knowledge Discovery from Data 1(1), 3. Elliot, M. J.,
    Manning, A. M., Ford, R. W. (2002). A computational algorithm for handling the special uniques problem.
    International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10, 493-509.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.disclosure(sk.example_survey(), ["gender", "plan"], sensitive="cp_1", k=3)
    >>> found.table[["part", "items", "classes", "k", "unique", "below"]].values.tolist()[:2]
    [['all', 'gender,plan', 10, 1, 2, 8], ['without', 'gender', 5, 2, 0, 2]]
    """
    survey = require_survey(survey, "disclosure")
    if k < 2 or diversity < 1:
        raise AnalysisError("A class of one person hides nobody: {name} must be at least {least}.", where=survey,
                            fix="k=5, diversity=2", name="k" if k < 2 else "diversity", least=2 if k < 2 else 1)
    risk = measure_risk(survey, quasi_identifiers, k, "disclosure")
    private = require_items(survey, sensitive, "disclosure")
    rows = _list_people(survey, risk, k) if respondents else list(_list_rows(survey, risk, private, k, diversity))
    layout, columns = (BY_RESPONDENT, ["respondent", "k", "items"]) if respondents else (OVERALL, COLUMNS)
    table = pd.DataFrame(rows, columns=columns)
    table = table.astype({name: "Int64" for name in ("k", "unique", "distinct") if name in table})
    words = {item.name: item.words for item in (*risk.quasi.items, *private)}
    return Result(kind="disclosure", layout=layout, title=phrase("release.title", k=k), table=table, base=survey.rows,
                  method=phrase("release.method"), notes=tuple(_notes(risk, private, k, diversity)),
                  source=survey.facts(), labels={
                      "part": {part: phrase(f"release.part_{part}") for part in dict.fromkeys(table.get("part", ()))},
                      "items": {code: _cross_words([words[name] for name in code.split(",")])
                                for code in table["items"] if code}},
                  settings={"k": k, "diversity": diversity}, language=survey.codebook.language)


def measure_risk(survey: Survey, named: Sequence[str | int] | str | int | None, k: int, verb: str) -> DisclosureRisk:
    """The classes of a survey and what makes them small."""
    quasi = read_quasi_identifiers(survey, named, verb)
    classes = class_codes(quasi.columns, survey.rows)
    deepest = len(quasi.items) if len(quasi.items) <= WIDEST else DEEPEST
    unsafe = tuple(find_unsafe_sets(quasi.columns, k, deepest))
    return DisclosureRisk(quasi, classes, class_sizes(classes), unsafe, deepest)


def _cross_words(words: Sequence[Text]) -> Text:
    """Labels one after the other."""
    return {language: " × ".join(in_language(word, language) for word in words) for language in LANGUAGES}


def _list_rows(survey: Survey, risk: DisclosureRisk, private: Sequence[Item], k: int, diversity: int
               ) -> Iterator[tuple[object, ...]]:
    """All items together, without each of them, the smallest unsafe combinations, and the sensitive items."""
    quasi = risk.quasi
    names = [item.name for item in quasi.items]
    yield _class_row("all", names, risk.classes, k)
    if len(names) > 1:
        for place, name in enumerate(names):
            others = class_codes([*quasi.columns[:place], *quasi.columns[place + 1:]], survey.rows)
            yield _class_row("without", [name], others, k)
    for unsafe in sorted(risk.unsafe, key=lambda one: (-int(one.people.sum()), len(one.columns)))[:SHOWN_SETS]:
        chosen = class_codes([quasi.columns[place] for place in unsafe.columns], survey.rows)
        row = _class_row("minimal", [names[place] for place in unsafe.columns], chosen, k)
        yield (*row[:5], *_count(unsafe.people), None, None)
    for item in private:
        distinct, entropy = class_diversity(risk.classes, code_sensitive(survey, item))
        low = (distinct > 0) & (distinct < diversity)
        held = distinct[distinct > 0]
        yield ("sensitive", item.name, len(held), None, None, *_count(low[risk.classes]),
               int(held.min()) if held.size else None, float(np.nanmin(entropy)) if held.size else None)


def _class_row(part: str, names: Sequence[str], classes: Codes, k: int) -> tuple[object, ...]:
    """Classes, the smallest, who is alone, who is below k."""
    sizes = class_sizes(classes)
    return (part, ",".join(names), int(classes.max()) + 1, int(sizes.min()), int((sizes == 1).sum()),
            *_count(sizes < k), None, None)


def _count(people: Flags) -> tuple[int, int, float]:
    """How many people, of how many, and their share."""
    return int(people.sum()), people.size, float(people.mean())


def _list_people(survey: Survey, risk: DisclosureRisk, k: int) -> list[tuple[str, int, str]]:
    """Everybody in a class below k, the smallest classes first, with the fewest items that make it so."""
    first: dict[int, str] = {}
    for unsafe in risk.unsafe:  # fewest items first
        code = ",".join(risk.quasi.items[place].name for place in unsafe.columns)
        for row in np.flatnonzero(unsafe.people).tolist():
            first.setdefault(row, code)
    every = ",".join(item.name for item in risk.quasi.items)
    rows = np.flatnonzero(risk.sizes < k)
    keys = survey.responses.index
    return [(str(keys[row]), int(risk.sizes[row]), first.get(row, every))
            for row in rows[np.argsort(risk.sizes[rows], kind="stable")].tolist()]


def _notes(risk: DisclosureRisk, private: Sequence[Item], k: int, diversity: int) -> Iterator[Text]:
    """What the table rests on."""
    items = join_words(item.words for item in risk.quasi.items)
    yield phrase("release.note_guessed" if risk.quasi.guessed else "release.note_named", items=items)
    n, classes = risk.below(k), len(np.unique(risk.classes[risk.sizes < k]))
    share = decimal_text(n / risk.sizes.size, 1, times=100)
    yield phrase("release.note_below" if n else "release.note_safe", k=k, n=n, classes=classes, percent=share)
    yield phrase("release.note_missing")
    if private:
        yield phrase("release.note_diversity", diversity=diversity)
    if risk.deepest < len(risk.quasi.items):
        yield phrase("release.note_deepest", deepest=risk.deepest)
    if len(risk.unsafe) > SHOWN_SETS:
        yield phrase("release.note_more", shown=SHOWN_SETS, n=len(risk.unsafe))
    yield phrase("release.note_file")
