"""`write_release`: a data file for passing on, with its codebook and a statement of what was left out and why."""

import hmac
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from surveykit._stats.class_sizes import class_diversity
from surveykit.clean.hidden_text import load_key
from surveykit.clean.personal.pseudonymise import LENGTH, make_pseudonyms
from surveykit.clean.write_processed import processed_stem
from surveykit.codebook import Item
from surveykit.errors import CleaningError, ReportError, count_noun, did_you_mean
from surveykit.files.disk import may_write, write_all
from surveykit.files.leftovers import lock_folder
from surveykit.privacy.personal_gate import refuse_personal
from surveykit.release.disclosure import DIVERSITY, LEAST, DisclosureRisk, measure_risk
from surveykit.release.quasi_identifiers import code_sensitive, require_items
from surveykit.release.release_plan import ReleasePlan, plan_release, reduce_survey
from surveykit.release.release_statement import ReleaseFacts, record_bytes, statement_bytes
from surveykit.survey import Survey, require_survey
from surveykit.words.messages import JoinedMessage, Message
from surveykit.words.phrases import in_language
from surveykit.write.outgoing_survey import prepare_outgoing
from surveykit.write.write_survey import WRITERS, make_codebook_bytes

KEYS = ("numbers", "pseudonyms")
Names = Sequence[str | int] | str | int


def write_release(survey: Survey, folder: str | Path, *, quasi_identifiers: Names | None = None, sensitive: Names = (),
                  k: int = LEAST, diversity: int = DIVERSITY, keep: Names = (), leave_out: Names = (),
                  respondents: str = "numbers", key: str | Path | None = None, ending: str = ".csv") -> Path:
    """Write a data file for passing on, if people are hidden in it among at least k - 1 others.

    Parameters
    ----------
    folder
        Where to: `<name>_release.csv`, `.codebook.xlsx`, `.README.md` (what was left out and by which rule, in both
        languages) and `.json` (checksums and counts). `<name>` is that of the raw file.
    quasi_identifiers, sensitive, k, diversity
        As in `disclosure`. With k = 1 nothing is refused for the size of classes, and the statement says so.
    keep
        Items that leave although a rule would keep them: open answers, weights and other columns of the design, times,
        durations and other columns about the form. Personal items (role `pii`) never leave.
    leave_out
        Items that stay although no rule says so. What a derived quasi-identifier was made of stays anyway: the exact
        age behind bands of age.
    respondents
        `numbers`: 1, 2, 3 ... in the new order. `pseudonyms`: keyed codes, the same in every release of these
        respondents.
    key
        The file of the secret key that decides the order (and the pseudonyms), as in `pseudonymise`.
    ending
        `.csv`, `.xlsx`, `.parquet`, `.sav` or `.dta`.

    Returns
    -------
    pathlib.Path
        The data file.

    Raises
    ------
    CleaningError
        Personal findings in what would leave that nobody has decided about; people in classes below k, or in classes
        with too few different sensitive answers (counted, never shown), with the ways out.
    ReportError
        The ending is unknown, the disk is full, or a file is open elsewhere.

    Missing values
    --------------
    As in `write_survey`; in classes as in `disclosure`.

    Notes
    -----
    The order is that of HMAC-SHA256 of the keys of respondents, not that of submission: the same key gives the same
    bytes, and nobody without it can undo it. Of time stamps the days are written. The cleaning log stays in the house.
    Conditions that look at items left out are left out as well. The data remain personal: whoever knows enough about a
    person may still recognise them.

    Examples
    --------
    >>> import tempfile, surveykit as sk
    >>> folder = tempfile.mkdtemp()
    >>> key = tempfile.mkdtemp() + "/key"
    >>> path = sk.write_release(sk.example_survey(), folder, quasi_identifiers="gender", key=key)
    >>> sorted(file.name for file in path.parent.iterdir())[1:3]
    ['example_synthetic_release.codebook.xlsx', 'example_synthetic_release.csv']
    """
    survey, folder = require_survey(survey, "write_release"), Path(folder)
    _refuse_choices(ending, respondents)
    plan = plan_release(survey, quasi_identifiers, keep, leave_out)
    refuse_personal(survey, items=plan.names)
    risk = measure_risk(survey, [item.name for item in plan.quasi], k, "write_release")
    _refuse_small_classes(survey, risk, k)
    facts = ReleaseFacts(survey, plan, risk, k, _lowest_diversity(survey, risk, plan, sensitive, diversity), diversity,
                         respondents)
    secret = load_key(key)
    order = _keyed_order(survey, plan, secret)
    name = f"{processed_stem(survey)}_release"
    out = prepare_outgoing(reduce_survey(survey, plan, order, _new_keys(survey, order, secret, respondents)),
                           f"{name}{ending}")
    files = {name + part: data for part, data in WRITERS[ending](out).items()}
    files[f"{name}.codebook.xlsx"] = make_codebook_bytes(out.book, f"{name}{ending}")
    files[f"{name}.README.md"] = statement_bytes(facts, out, tuple(files))
    files[f"{name}.json"] = record_bytes(facts, out, files)
    for file in files:
        may_write(folder / file, checksum=survey.source.sha256)
    with lock_folder(folder):
        write_all(folder, files, checksum=survey.source.sha256)
    return folder / f"{name}{ending}"


def _refuse_choices(ending: str, respondents: str) -> None:
    """Refuse formats and kinds of keys that there are not."""
    if ending not in WRITERS:
        raise ReportError("A survey cannot be written as {suffix}.", fix=did_you_mean(ending, WRITERS),
                          suffix=repr(ending))
    if respondents not in KEYS:
        raise CleaningError("Respondents of a release have numbers or pseudonyms, not {respondents!r}.",
                            fix=did_you_mean(respondents, KEYS), respondents=respondents)


def _refuse_small_classes(survey: Survey, risk: DisclosureRisk, k: int) -> None:
    """Refuse a file in which people are nearly alone; says how many, not who, and never an answer."""
    n = risk.below(k)
    if n:
        names = [item.name for item in risk.quasi.items]
        raise CleaningError("{people} would stand in {groups} of fewer than {k} (the smallest: {least}) by {items}.",
                            where=survey, people=count_noun(n, "respondent"),
                            groups=count_noun(len(np.unique(risk.classes[risk.sizes < k])), "group"), k=k,
                            least=int(risk.sizes.min()),
                            items=JoinedMessage(", ", [_name_item(survey, item) for item in risk.quasi.items]),
                            fix="look: sk.disclosure(survey, {names}, k={k}); then coarser answers (sk.derive(..., "
                                "cut=...), sk.merge_options, leave_out=[...]), or fewer: sk.set_missing, "
                                "sk.suppress(survey, {names}, k={k}, reason=...)", names=names)


def _name_item(survey: Survey, item: Item) -> Message | str:
    """An item by its name, and by its label where that says more."""
    label = in_language(item.words, survey.codebook.language)
    return item.name if label == item.name else Message("{item} ({label})", item=item.name, label=label)


def _lowest_diversity(survey: Survey, risk: DisclosureRisk, plan: ReleasePlan, sensitive: Names, diversity: int
                      ) -> Mapping[str, tuple[int, float]]:
    """Distinct and entropy l of each sensitive item, unless one has too few different answers in a class."""
    found = {}
    for item in require_items(survey, sensitive, "write_release"):
        distinct, entropy = class_diversity(risk.classes, code_sensitive(survey, item))
        low = (distinct > 0) & (distinct < diversity)
        if low.any() and item.name in plan.names:
            raise CleaningError("{people} would stand in {groups} with fewer than {diversity} different answers to the "
                                "sensitive item {item}.", where=survey, item=_name_item(survey, item),
                                diversity=diversity, people=count_noun(int(low[risk.classes].sum()), "respondent"),
                                groups=count_noun(int(low.sum()), "group"),
                                fix="coarser quasi-identifiers, or leave_out=[{name!r}]", name=item.name)
        if (distinct > 0).any():
            found[item.name] = int(distinct[distinct > 0].min()), float(np.nanmin(entropy))
    return found


def _keyed_order(survey: Survey, plan: ReleasePlan, secret: bytes) -> NDArray[np.intp]:
    """The places of respondents in an order that only the key gives; another one for each choice of items."""
    salt = "|".join(["release order", survey.source.sha256, *plan.names])
    marks = [hmac.new(secret, f"{salt}|{key}".encode(), "sha256").digest() for key in survey.responses.index]
    return np.array(sorted(range(len(marks)), key=marks.__getitem__), dtype=np.intp)


def _new_keys(survey: Survey, order: NDArray[np.intp], secret: bytes, respondents: str) -> list[str]:
    """Keys for respondents in their new order."""
    if respondents == "numbers":
        return [str(number) for number in range(1, survey.rows + 1)]
    keys = [str(survey.responses.index[place]) for place in order.tolist()]
    made = make_pseudonyms(keys, secret, "respondent", LENGTH)
    return [made[key] for key in keys]
