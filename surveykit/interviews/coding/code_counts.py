"""Who was interviewed, and how many of them spoke of what."""

from typing import Any

import pandas as pd

from surveykit.interviews import Interviews
from surveykit.interviews.coding.coded_passages import code_words, coded_documents, coder_words, note_uncoded, passages
from surveykit.result import LISTING, MATRIX, SHARES, Result
from surveykit.result.result_column import COUNT, PERCENT, show_count, show_item, show_words
from surveykit.result.title_words import words_inside
from surveykit.words.phrases import Text, join_words, phrase

NAN = float("nan")
FEW = 3
IDENTIFYING = ("gender", "service_year", "county")
SHOWN = ("gender", "school", "service_year", "county", "destination")
PARTICIPANTS = LISTING.showing(
    show_words("participant", "head.participant"), show_words("gender", "head.gender", "gender"),
    show_words("school", "head.school", "school"), show_words("service_year", "head.year", "service_year"),
    show_words("county", "head.county", "county"), show_words("destination", "head.destination", "destination"),
    show_count("head.turns", "turns"), show_count("head.characters", "characters"))
COUNTS = SHARES.showing(show_item("head.code"), COUNT, PERCENT, show_count("head.codings", "codings"),
                        show_words("persons", "head.persons", "persons"), figure="item_bars")
CODE_MATRIX = MATRIX.showing(show_item("head.item_code"), MATRIX.columns[-1], across=MATRIX.across, total=MATRIX.total)


def participants(interviews: Interviews) -> Result:
    """List who was interviewed: pseudonym, attributes, how much they said.

    Parameters
    ----------
    interviews
        Interviews with their participants.

    Returns
    -------
    Result
        kind "participants"; one row per person. Columns: participant, every attribute as a code
        (words in `labels` under the attribute's name), turns and characters of the respondent.
        The shown table holds gender, school, service_year, county and destination.

    Raises
    ------
    SurveyError
        Never for interviews that could be read.

    Missing values
    --------------
    An attribute without a value is ''.

    Notes
    -----
    Characters are code points of the respondent's turns without spaces. A note counts the people
    whose gender, year and county single them out.

    Examples
    --------
    >>> import surveykit as sk
    >>> talks = sk.read_interviews("data/raw/interviews")
    >>> sk.participants(talks).table["gender"].value_counts().to_dict()
    {'male': 6, 'female': 5}
    """
    people, turns = interviews.participants, interviews.turns
    said = turns[turns["role"] == "respondent"].groupby("document")["text"]
    names = people["participant_id"]
    size = said.agg(lambda texts: sum(len("".join(text.split())) for text in texts))
    table = pd.DataFrame({
        "participant": names,
        **{name: people.get(name, "") for name in SHOWN},
        **{a.name: people[a.name] for a in interviews.attributes if a.name not in SHOWN},
        "turns": names.map(said.size()).fillna(0).astype(int), "characters": names.map(size).fillna(0).astype(int)})
    labels = {a.name: dict(a.values) for a in interviews.attributes}
    return Result(kind="participants", layout=PARTICIPANTS, title=phrase("coding.title.participants"), table=table,
                  base=interviews.rows, method=phrase("coding.method.participants"), notes=_unique(interviews),
                  source=interviews.facts(), labels=labels, settings={"base_unit": "interviews"},
                  language=interviews.language)


def _unique(interviews: Interviews) -> tuple[Text, ...]:
    """A caution when attributes together point at one person."""
    names = [a.name for a in interviews.attributes if a.name in IDENTIFYING]
    if not names:
        return ()
    alone = int((~interviews.participants[names].duplicated(keep=False)).sum())
    words = join_words([words_inside(interviews.attribute(name).label) for name in names])
    return (phrase("coding.note.unique", n=alone, attributes=words),) if alone else ()


def code_counts(interviews: Interviews, *, by: str | None = None, coder: str | None = None) -> Result:
    """Count the people who spoke of each code, and the passages.

    Parameters
    ----------
    interviews
        Interviews with codings.
    by
        An attribute of the participants, such as `gender`; its groups stand side by side.
    coder
        Whose codings count: a coder's name (the first coder by default), `any`, or `all` (the
        passages on which every coder agrees).

    Returns
    -------
    Result
        kind "code_counts"; one row per code, zero counts kept; with `by` one per group and code, everybody under group
        ''. Columns: item (code), option (''), group, n (people), base (people whose interview is coded), estimate
        (n/base), se, low, high (always nan), codings (passages), persons (their ids).

    Raises
    ------
    AnalysisError
        No codings yet, an unknown coder or attribute.

    Missing values
    --------------
    Interviews that the coder has not coded are not counted; a note names them. Coded are those
    listed under `finished:` in `interviews.yaml`, else those with a coding. With `by`, people
    without a value are in no group; they count under '' and in `Result.missing`.

    Notes
    -----
    No intervals: interviewees are chosen, not drawn. A parent code does not include its children.

    Examples
    --------
    >>> import surveykit as sk
    >>> talks = sk.read_interviews("data/raw/interviews")
    >>> sk.code_counts(talks).base
    11
    """
    found, people = passages(interviews, coder), interviews.participants
    coded = coded_documents(interviews, coder)
    people = people[people["participant_id"].isin(coded)]
    groups = _groups(people, interviews, by)
    rows = [row for group, ids in groups.items() for row in _count_rows(interviews, found, group, ids)]
    labels = {"item": code_words(interviews.codes),
              "persons": {key: join_words(key.split(", ")) for *_, key in rows if key}}
    title, missing = phrase("coding.title.code_counts"), {}
    notes = [*note_uncoded(interviews, coded), phrase("coding.note.not_sample")]
    if by:
        words = interviews.attribute(by)
        labels["group"] = {group: words.word(group) for group in groups} | {"": phrase("group.total")}
        title = phrase("coding.title.code_counts_by", by=words_inside(words.label))
        unknown = int((people[by] == "").sum())
        missing = {"no_group": unknown} if unknown else {}
        if min(map(len, groups.values())) < FEW:
            notes.append(phrase("coding.note.few_people", n=FEW))
    table = pd.DataFrame(rows, columns=["item", "option", "group", "n", "base", "estimate", "se",
                                        "low", "high", "codings", "persons"])
    method = phrase("coding.method.code_counts", coder=coder_words(interviews, coder))
    return Result(kind="code_counts", layout=COUNTS.by_group() if by else COUNTS, title=title, table=table,
                  base=len(coded), missing=missing, method=method, notes=tuple(notes), source=interviews.facts(),
                  labels=labels, settings={"base_unit": "interviews", "coder": coder, "by": by},
                  language=interviews.language)


def _groups(people: pd.DataFrame, interviews: Interviews, by: str | None) -> dict[str, list[str]]:
    """The ids in each group, in the order of the attribute's values; everybody under ''."""
    everybody = people["participant_id"].tolist()
    if by is None:
        return {"": everybody}
    values = [value for value in interviews.attribute(by).values if (people[by] == value).any()]
    return {value: people.loc[people[by] == value, "participant_id"].tolist() for value in values} | {"": everybody}


def _count_rows(interviews: Interviews, found: pd.DataFrame, group: str, ids: list[str]) -> list[tuple[Any, ...]]:
    """One row per code for the people of one group."""
    inside = found[found["document"].isin(ids)]
    rows = []
    for code in interviews.codes:
        own = inside.loc[inside["code_id"] == code.code_id, "document"]
        people = [name for name in ids if name in set(own)]
        rows.append((code.code_id, "", group, len(people), len(ids), len(people) / len(ids), NAN,
                     NAN, NAN, len(own), ", ".join(people)))
    return rows


def code_matrix(interviews: Interviews, *, coder: str | None = None) -> Result:
    """Count the passages of each code in each interview.

    Parameters
    ----------
    interviews
        Interviews with codings.
    coder
        As in `code_counts`.

    Returns
    -------
    Result
        kind "matrix"; one row per code and person. Columns: item (code), group (participant), n (passages, 0 kept).

    Raises
    ------
    AnalysisError
        No codings yet, or an unknown coder.

    Missing values
    --------------
    A code that was not given counts 0; an interview that is not coded has no row, a note names it.

    Notes
    -----
    Passages are not weighted by their length.

    Examples
    --------
    >>> import surveykit as sk
    >>> matrix = sk.code_matrix(sk.read_interviews("data/raw/interviews"))
    >>> len(matrix.table) == 13 * 11
    True
    """
    found = passages(interviews, coder)
    counts = found.groupby(["code_id", "document"]).size()
    ids = coded_documents(interviews, coder)
    rows = [(code.code_id, name, int(counts.get((code.code_id, name), 0))) for code in interviews.codes for name in ids]
    method = phrase("coding.method.code_matrix", coder=coder_words(interviews, coder))
    return Result(kind="matrix", layout=CODE_MATRIX, title=phrase("coding.title.code_matrix"),
                  table=pd.DataFrame(rows, columns=["item", "group", "n"]), base=len(ids), method=method,
                  notes=(*note_uncoded(interviews, ids), phrase("coding.note.not_sample")), source=interviews.facts(),
                  labels={"item": code_words(interviews.codes)}, settings={"base_unit": "interviews", "coder": coder},
                  language=interviews.language)
