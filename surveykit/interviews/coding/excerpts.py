"""What people said: excerpts by code, and the passages on which coders differ."""

from collections.abc import Mapping, Sequence

import pandas as pd

from surveykit.errors import AnalysisError
from surveykit.interviews import Interviews
from surveykit.interviews.coding.answer_codings import AnswerCodings, coded_units
from surveykit.interviews.coding.coded_passages import code_words, coder_words, passages, quote_words
from surveykit.interviews.coding.turn_units import Units
from surveykit.result import LISTING, Layout, Result
from surveykit.result.result_column import show_item, show_words
from surveykit.words.phrases import Text, join_words, phrase

ELLIPSIS = {"zh": "……", "en": " … "}
NO_CODE = "(none)"
EXCERPTS = ["item", "document", "attributes", "quote", "start", "end"]
EXCERPT_LAYOUT = LISTING.showing(
    show_item("head.code"), show_words("document", "head.participant"),
    show_words("attributes", "head.attributes", "attributes"), show_words("quote", "head.quote", "quote"),
    sections="several")
LETTERS = "abcdef"  # of coders, in the heads of columns


def excerpts(interviews: Interviews, code: str | Sequence[str], *, n: int | None = None,
             coder: str | None = None) -> Result:
    """Quote the passages of one or more codes, each with its speaker.

    Parameters
    ----------
    interviews
        Interviews with codings.
    code
        A code id, or several.
    n
        At most so many passages per code, at least 1; different people come first. All by default.
    coder
        As in `code_counts`.

    Returns
    -------
    Result
        kind "excerpts"; one row per passage in the order of codes, documents and positions.
        Columns: item (code), document, attributes (gender and year), quote, start, end. The quote
        is as spoken; where a coder translated it, the English table shows the translation.

    Raises
    ------
    AnalysisError
        An unknown code or coder, `n` below 1, or no codings yet.

    Missing values
    --------------
    A passage without a translation is shown as spoken in both languages.

    Notes
    -----
    Attributes are coarse on purpose: gender and year of service beside a pseudonym, no more.

    Examples
    --------
    >>> import surveykit as sk
    >>> talks = sk.read_interviews("data/raw/interviews")
    >>> sk.excerpts(talks, "bridge", n=2).table["document"].nunique()
    2
    """
    codes = [interviews.code(name) for name in ([code] if isinstance(code, str) else code)]
    _check_size(n, codes)
    found = passages(interviews, coder)
    mine = {c.code_id: found[found["code_id"] == c.code_id] for c in codes}
    table = pd.concat([_first(rows, n) for rows in mine.values()], ignore_index=True)
    who = {name: _attributes(interviews, name) for name in interviews.documents}
    table = table.rename(columns={"code_id": "item"})
    table["attributes"] = [", ".join(who[name]) for name in table["document"]]
    every = sum(map(len, mine.values()))
    notes = [phrase("coding.note.shown", n=len(table), all=every)] if len(table) < every else []
    labels = {"item": code_words(interviews.codes),
              "attributes": {", ".join(parts): join_words(parts.values()) for parts in who.values()},
              "quote": quote_words(table.to_dict("records"), interviews.language)}
    return Result(kind="excerpts", layout=EXCERPT_LAYOUT,
                  title=phrase("coding.title.excerpts", codes=join_words([c.name for c in codes])),
                  table=table[EXCERPTS], base=table["document"].nunique(),
                  method=phrase("coding.method.excerpts", coder=coder_words(interviews, coder)),
                  notes=(*notes, *_translation_note(labels["quote"], interviews.language)), source=interviews.facts(),
                  labels=labels, settings={"base_unit": "interviews", "coder": coder}, language=interviews.language)


def _check_size(n: int | None, codes: Sequence[object] = (True,)) -> None:
    """Refuse to show nothing."""
    if (n is not None and n < 1) or not codes:
        raise AnalysisError("There must be something to quote: at least one code, n of 1 or more.",
                            fix='excerpts(interviews, "bridge", n=3)')


def _first(rows: pd.DataFrame, n: int | None) -> pd.DataFrame:
    """At most n passages: each person's first, then each one's second; in document order."""
    turn = rows.groupby("document").cumcount()
    return rows.loc[turn.sort_values(kind="stable").index[:n].sort_values()]


def _attributes(interviews: Interviews, name: str) -> dict[str, Text]:
    """Gender and year of one person: code and words."""
    people = interviews.participants.set_index("participant_id").loc[name]
    words = {}
    for attribute in interviews.attributes:
        value = people[attribute.name]
        if value and attribute.name == "gender":
            words[value] = attribute.word(value)
        elif value and attribute.name == "service_year":
            words[value] = phrase("coding.year", year=value)
    return words


def disagreements(interviews: Interviews | AnswerCodings, *, n: int | None = None) -> Result:
    """List the turns, or the answers, that coders coded differently, with the words in question.

    Parameters
    ----------
    interviews
        Interviews, or answers of a text question, coded by two to six people.
    n
        At most so many turns, at least 1. All by default.

    Returns
    -------
    Result
        kind "disagreements"; one row per turn whose sets of codes differ. Columns: document, turn, coder_a, coder_b and
        so on (code ids, "(none)" without any), quote (the passages coded differently).

    Raises
    ------
    AnalysisError
        Fewer than two coders or more than six, no document that all finished, or `n` below 1.

    Missing values
    --------------
    Documents that one of them has not finished are left out and named in a note.

    Notes
    -----
    People mend a code frame from this list, not from a coefficient.

    Examples
    --------
    >>> import surveykit as sk
    >>> found = sk.disagreements(sk.read_interviews("data/raw/interviews"))
    >>> list(found.table.columns)
    ['document', 'turn', 'coder_a', 'coder_b', 'quote']
    """
    _check_size(n)
    units = coded_units(interviews)
    if len(units.coders) > len(LETTERS):
        raise AnalysisError("At most {letters_count} coders stand side by side, not {count}.",
                            where="{interviews}", fix="keep the CSV files to compare in codings/",
                            letters_count=len(LETTERS), count=len(units.coders), interviews=interviews.name)
    columns = [f"coder_{letter}" for letter, _ in zip(LETTERS, units.coders, strict=False)]
    names = code_words(interviews.codes)
    rows, sets = [], {NO_CODE: phrase("coding.no_code")}
    quotes: dict[str, Text] = {}
    for place in units.differing():
        own = units.codes_in(place)
        sets |= {_key(codes): join_words([names[code] for code in codes]) for codes in own if codes}
        turn = units.turns.iloc[place]
        quote = (_quote(interviews, units, place) if isinstance(interviews, Interviews) else
                 {"quote": turn["text"], "quote_en": ""})
        quotes |= quote_words([quote], interviews.language)
        rows.append((turn["document"], int(turn["turn"]), *map(_key, own), quote["quote"]))
    notes = [phrase(f"coding.note.differ_{units.kind}", n=len(rows), turns=len(units.turns))]
    notes += [phrase("coding.note.first_shown", n=n)] if n is not None and n < len(rows) else []
    table = pd.DataFrame(rows[:n], columns=["document", "turn", *columns, "quote"])
    return Result(kind="disagreements", layout=_side_by_side(columns, units.kind),
                  title=phrase(f"coding.title.disagreements_{units.kind}"), table=table, base=len(units.turns),
                  method=phrase(f"coding.method.disagreements_{units.kind}"),
                  notes=(*notes, *units.notes, *_translation_note(quotes, interviews.language)),
                  source=interviews.facts(), labels={"codes": sets, "quote": quotes},
                  settings={"base_unit": units.kind, "coders": list(units.coders)}, language=interviews.language)


def _side_by_side(columns: Sequence[str], kind: str) -> Layout:
    """A column for each coder between the turn (or the respondent) and its words."""
    where = ((show_words("document", "head.participant"), show_words("turn", "head.turn")) if kind == "turns" else
             (show_words("document", "head.respondent"),))
    return LISTING.showing(*where,
                           *(show_words(name, f"head.{name}", "codes") for name in columns),
                           show_words("quote", "head.quote", "quote"))


def _translation_note(quotes: Mapping[str, Text], language: str) -> tuple[Text, ...]:
    """A note for the language whose quotations are translations."""
    shown = language == "zh" and any(text["en"] != text["zh"] for text in quotes.values())
    return (phrase("coding.note.translated"),) if shown else ()


def _key(codes: Sequence[str]) -> str:
    """A set of codes as one cell."""
    return ", ".join(codes) or NO_CODE


def _quote(interviews: Interviews, units: Units, place: int) -> dict[str, str]:
    """The passages of a turn that carry a code only one coder gave; nested ones once."""
    found = units.codings_in(place)
    spans = {(row["start"], row["end"]): row for row in found.to_dict("records")}
    widest = [row for (start, end), row in sorted(spans.items())
              if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in spans)]
    own, other = ELLIPSIS[interviews.language], ELLIPSIS["en"]
    whole = all(row["quote_en"] for row in widest)
    return {"quote": own.join(row["quote"] for row in widest),
            "quote_en": other.join(row["quote_en"] for row in widest) if whole else ""}
