"""Forms that are there twice, come from one source, or are hardly filled in."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from surveykit.answers.answer_texts import AnswerTexts
from surveykit.codebook import Item
from surveykit.drafting.learn_routing import find_open_routes
from surveykit.errors import CleaningError, count_noun
from surveykit.screening.rule_outcome import Hits, RuleOutcome, RuleRefusedError, find_hits
from surveykit.screening.screened_answers import BLANK, ScreenedAnswers

LEAST_CATEGORICAL = 100
BLOCK = 512
MOST_COMPARED, COMPARED_A_MINUTE = 5e11, 3e11  # pairs of answers; the second was measured on one core
CATEGORICAL = {"single", "rating", "multiple", "rank"}
PERSONAL_KEYS = ("phone", "mobile", "email", "id", "idcard", "student", "wechat", "qq", "openid", "account", "user_id")
TEN_MINUTES, MINUTE = 600.0, 60.0
LEAST_RUN = 5
UNLIKE = -2  # the code of no answer


def find_duplicates(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """All answers equal to another form's, so many questions answered; impossible where time and address agree too."""
    alike = [[row for row in group if answers.answered_counts[row] >= least]
             for group in _group_rows(answers.codes[row].tobytes() for row in range(answers.rows))]
    same = _row_marks(answers)
    parts: dict[str, list[tuple[int, int]]] = {"E": [], "W": []}
    for kept, row in _later_forms(answers, alike):
        parts["E" if same[row] and same[row] == same[kept] else "W"].append((kept, row))
    return RuleOutcome(int((answers.answered_counts >= least).sum()),
                       [_name_kept(answers, "", pairs, f"{least:g}", severity) for severity, pairs in parts.items()])


def find_near_duplicates(answers: ScreenedAnswers, share: float) -> RuleOutcome:
    """The greatest share of equal answers with any other form, of the categorical items both answered, if enough."""
    places = [place for place, (item, _) in enumerate(answers.answer_columns) if item.kind in CATEGORICAL]
    x = answers.codes[:, places]
    if x.shape[1] < LEAST_CATEGORICAL:
        raise RuleRefusedError("needs_categorical", least=LEAST_CATEGORICAL, count=x.shape[1])
    price = x.shape[0] ** 2 / 2 * x.shape[1]  # every form is compared with every other, answer by answer
    if price > MOST_COMPARED:
        raise RuleRefusedError("too_many_pairs", forms=x.shape[0], items=x.shape[1],
                               minutes=round(price / COMPARED_A_MINUTE))
    best, columns = np.zeros(answers.rows, dtype=np.float32), np.ascontiguousarray(x.T.astype(np.int16))
    for start in range(0, answers.rows, BLOCK):
        equal, both = _count_equal(columns[:, start:start + BLOCK], columns[:, start:])
        enough = 2 * both >= LEAST_CATEGORICAL
        shares = np.divide(equal, both, out=np.zeros(equal.shape, dtype=np.float32), where=enough)
        np.fill_diagonal(shares, 0)
        best[start:start + BLOCK] = np.maximum(best[start:start + BLOCK], shares.max(axis=1, initial=0))
        best[start:] = np.maximum(best[start:], shares.max(axis=0, initial=0))
    return RuleOutcome(answers.people, [find_hits("", best >= share, best.astype(float), f"{share:g}", decimals=2)])


def find_same_people(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """The same telephone, student number or account once these are written alike; the other form is named."""
    items = [item for item in answers.survey.codebook if _is_key(item)]
    if not items:
        raise RuleRefusedError("needs_role", role="pii:phone")
    hits, seen = [], np.zeros(answers.rows, dtype=bool)
    for item in items:
        texts = [_plain_key(text) for text in answers.personal_texts(item)]
        known = np.array([len(text) >= least for text in texts], dtype=bool)
        seen |= known
        groups = _group_rows(text if fit else "" for text, fit in zip(texts, known, strict=True))
        hits.append(_name_kept(answers, item.name, list(_later_forms(answers, groups)), ""))
    return RuleOutcome(int(seen.sum()), hits)


def find_same_addresses(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """So many forms from one IP address: dormitories and mobile networks share one."""
    item, texts = _addresses(answers)
    hits = []
    for group in _group_rows(texts):
        if len(group) >= least:
            hits.append(Hits(item.name, np.array(group), [str(len(group))] * len(group), f"{least:g}"))
    return RuleOutcome(sum(map(bool, texts)), hits)


def find_repeated_addresses(answers: ScreenedAnswers, share: float) -> RuleOutcome:
    """From an address that sent an equal form (this share of the answers) less than ten minutes before."""
    item, texts = _addresses(answers)
    times, codes = answers.times, answers.codes
    pairs = []
    for group in _group_rows(texts):
        order = sorted((row for row in group if not np.isnan(times[row])), key=lambda row: times[row])
        for earlier, later in itertools.pairwise(order):
            both = (codes[earlier] >= 0) & (codes[later] >= 0)
            alike = (codes[earlier] == codes[later])[both].mean() if both.any() else 0.0
            if times[later] - times[earlier] < TEN_MINUTES and alike >= share:
                pairs.append((earlier, later))
    return RuleOutcome(sum(map(bool, texts)), [_name_kept(answers, item.name, pairs, f"{share:g}")])


def find_bursts(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """So many forms from one address within a minute."""
    item, texts = _addresses(answers)
    times = answers.times
    found = Counter[int]()
    for group in _group_rows(texts):
        order = sorted((row for row in group if not np.isnan(times[row])), key=lambda row: times[row])
        ends = np.searchsorted(times[order], times[order] + MINUTE, side="right")
        for start, end in enumerate(ends):
            if end - start >= least:
                found |= Counter(dict.fromkeys(order[start:end], int(end - start)))  # the larger of both
    rows = np.array(sorted(found), dtype=np.intp)
    return RuleOutcome(sum(map(bool, texts)), [Hits(item.name, rows, [str(found[row]) for row in rows], f"{least:g}")])


def find_regular_times(answers: ScreenedAnswers, least: float) -> RuleOutcome:
    """So many forms after each other that took the same number of seconds."""
    if answers.duration is None:
        raise RuleRefusedError("needs_role", role="duration")
    times = answers.times
    order = np.argsort(times, kind="stable")[: int((~np.isnan(times)).sum())]
    if not len(order):
        return RuleOutcome(0)
    seconds = answers.seconds[order]
    starts = np.flatnonzero(np.append(True, seconds[1:] != seconds[:-1]))
    hits = []
    for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
        if end - start >= least and not np.isnan(seconds[start]):
            rows = np.sort(order[start:end])
            hits.append(Hits(answers.duration.name, rows, [str(end - start)] * len(rows), f"{least:g}"))
    return RuleOutcome(len(order), hits)


def find_incomplete(answers: ScreenedAnswers, share: float) -> RuleOutcome:
    """Under this share of the questions asked answered."""
    blank = (answers.kinds == BLANK).sum(axis=1)
    answered = 1 - blank / np.maximum(answers.shown_counts, 1)
    hit = answered < share
    if hit.any():
        _require_settled_routing(answers, blank, share)
    return RuleOutcome(answers.people, [find_hits("", hit, answered, f"{share:g}", decimals=2)])


def _group_rows(keys: Iterable[object]) -> Iterator[list[int]]:
    """Rows with the same key, in order; an empty key is nobody's."""
    groups: dict[object, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        if key:
            groups[key].append(row)
    return (rows for rows in groups.values() if len(rows) > 1)


def _later_forms(answers: ScreenedAnswers, groups: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """(the form that stays, another one of the same group)."""
    for group in groups:
        ordered = answers.order_kept(group)
        yield from ((ordered[0], row) for row in ordered[1:])


def _name_kept(answers: ScreenedAnswers, item: str, pairs: Sequence[tuple[int, int]], threshold: str,
               severity: str = "") -> Hits:
    """Hits that name the form which stays."""
    ordered = sorted(pairs, key=lambda pair: pair[1])
    rows = np.array([row for _, row in ordered], dtype=np.intp)
    return Hits(item, rows, [answers.respondents[kept] for kept, _ in ordered], threshold, severity)


def _row_marks(answers: ScreenedAnswers) -> list[str]:
    """Address and time of submission of each form, '' where either is not known."""
    items = answers.items_with_role("pii")
    address = next((item for item in items if (item.role or "").casefold() == "pii:ip"), None)
    times = answers.times
    if address is None:
        return [""] * answers.rows
    return [f"{text} {time}" if text and not np.isnan(time) else ""
            for text, time in zip(answers.personal_texts(address), times, strict=True)]


def _addresses(answers: ScreenedAnswers) -> tuple[Item, list[str]]:
    """The item that holds the IP address, and the addresses."""
    for item in answers.items_with_role("pii"):
        if (item.role or "").casefold() == "pii:ip":
            return item, answers.personal_texts(item)
    raise RuleRefusedError("needs_role", role="pii:ip")


def _is_key(item: Item) -> bool:
    """Whether an answer belongs to one person only: not a name, not an address of a network."""
    kind, _, name = (item.role or "").casefold().partition(":")
    return kind == "pii" and name in PERSONAL_KEYS


def _plain_key(text: str) -> str:
    """A telephone or a number without blanks, hyphens and the prefix of the country."""
    bare = "".join(character for character in text.casefold() if character not in " -()+.")
    return bare[2:] if bare.startswith("86") and len(bare) == 13 and bare.isdigit() else bare


def _count_equal(block: NDArray[np.int16], x: NDArray[np.int16]) -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """How many answers a block of forms has in common with each of others, and how many items both answered.
    Items x forms; what nobody of the block answered is made another code than that of the others.
    """
    equal, told = np.zeros((block.shape[1], x.shape[1]), dtype=np.uint16), np.where(block < 0, UNLIKE, block)
    for one, others in zip(told, x, strict=True):
        equal += one[:, None] == others[None, :]
    return equal, (block >= 0).astype(np.float32).T @ (x >= 0).astype(np.float32)


def _require_settled_routing(screened: ScreenedAnswers, blank: NDArray[np.int64], share: float) -> None:
    """Refuse where somebody is incomplete only by blanks of questions that others with the same answer lack too."""
    survey = screened.survey
    answers = AnswerTexts(survey._responses, survey._missing, survey.codebook, {})
    asked = {item.name for item in screened.questions}
    routes = {name: found for name, found in find_open_routes(answers, survey.codebook).items() if name in asked}
    unsure = np.zeros(survey.rows, dtype=int)
    for name, found in routes.items():
        closed = np.logical_or.reduce([route.may_be_unasked() for route in found])
        unsure += closed & (survey._missing[survey.codebook[name].columns[0]].to_numpy() == BLANK)
    most = 1 - share
    at_stake = (blank > most * screened.shown_counts) & (blank - unsure <= most * (screened.shown_counts - unsure))
    if at_stake.any():
        name, route = next((name, found[0]) for name, found in routes.items())
        raise CleaningError(
            "Whether {people} answered too little depends on questions that they may not have been asked.",
            where="{file}, item {item!r}: blank for all {count} who answered {labels} to {gate!r}",
            fix="write the condition into column relevant of the codebook (surveykit draft proposes it), or give "
                "screen the other rules=", people=count_noun(int(at_stake.sum()), "respondent"), item=name,
            file=survey.source.name, count=route.count, labels=route.labels(), gate=route.gate.item.name)
