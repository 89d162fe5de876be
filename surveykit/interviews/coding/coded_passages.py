"""Coded passages, and the words for codes and people, that every table of codings needs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from surveykit.errors import AnalysisError, did_you_mean
from surveykit.interviews import Code, Interviews
from surveykit.words.phrases import Text, join_words, phrase

COLUMNS = ("document", "start", "end", "code_id", "quote", "quote_en")


def passages(interviews: Interviews, coder: str | None = None) -> pd.DataFrame:
    """The coded passages of one coder, of any (overlaps merged), or shared by all.
    One row per passage in the order of documents and positions; columns `COLUMNS`. `coder` is a
    coder's name, `any` or `all`; None stands for the first coder.
    """
    coder = known_coder(interviews, coder)
    codings = interviews.codings
    if coder == "any":
        rows = [_merge_run(interviews, group) for group in _spans(codings)]
    elif coder == "all":
        rows = _shared_rows(interviews, codings)
    else:
        rows = codings.loc[codings["coder"] == coder, list(COLUMNS)].values.tolist()
    place: dict[object, int] = {name: number for number, name in enumerate(interviews.documents)}
    return pd.DataFrame(sorted(rows, key=lambda row: (place[row[0]], *row[1:4])), columns=COLUMNS)


def known_coder(interviews: Interviews, coder: str | None) -> str:
    """The coder meant, or an AnalysisError: nothing coded yet, or nobody of that name."""
    ordered = coder_names(interviews)
    if not ordered:
        raise AnalysisError("These interviews have no codings yet.", where="{interviews}",
                            fix="put one CSV per coder into codings/", interviews=interviews.name)
    if coder is None or coder in {*ordered, "any", "all"}:
        return coder or ordered[0]
    raise AnalysisError("There is no coder {coder!r}.", where="{interviews}",
                        fix=did_you_mean(coder, [*ordered, "any", "all"]), coder=coder, interviews=interviews.name)


def coded_documents(interviews: Interviews, coder: str | None) -> list[str]:
    """The documents that the coder has coded; with `any` at least one coder, with `all` every coder."""
    coder = known_coder(interviews, coder)
    names = coder_names(interviews) if coder in {"any", "all"} else [coder]
    enough = all if coder == "all" else any
    coded = [name for name in interviews.documents if enough(name in interviews.finished[own] for own in names)]
    if not coded:
        raise AnalysisError("No interview is finished by the coders who are counted.", interviews=interviews.name,
                            where="{interviews}", fix='correct finished: in interviews.yaml, or count coder="any"')
    return coded


def coder_names(interviews: Interviews) -> list[str]:
    """Everybody with a coding or a finished document, in the order of the settings; nobody while nothing is coded."""
    coded = set(interviews.codings["coder"])
    return [name for name in interviews.coders if coded and (name in coded or interviews.finished.get(name))]


def note_uncoded(interviews: Interviews, documents: Sequence[str]) -> list[Text]:
    """A note that names the interviews that are not counted, if there are any."""
    absent = [name for name in interviews.documents if name not in documents]
    return [phrase("coding.note.uncoded", documents=join_words(absent))] if absent else []


def coder_words(interviews: Interviews, coder: str | None) -> Text:
    """Whose codings were counted, in words."""
    coder = known_coder(interviews, coder)
    if coder in {"any", "all"}:
        return phrase(f"coding.coder.{coder}")
    return phrase("coding.coder.one", coder=interviews.coders[coder])


def _spans(codings: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Runs of codings of one code in one document that overlap."""
    for _, group in codings.groupby(["document", "code_id"]):
        group = group.sort_values(["start", "end"], kind="stable")
        reach = group["end"].cummax().shift()
        for _, run in group.groupby((group["start"] >= reach).cumsum()):
            yield run


def _merge_run(interviews: Interviews, run: pd.DataFrame) -> list[Any]:
    """Overlapping codings as one passage; the English is kept where one coding covers it all."""
    first, start, end = run.iloc[0], int(run["start"].min()), int(run["end"].max())
    whole = run[(run["start"] == start) & (run["end"] == end)]
    english = next((said for said in whole["quote_en"] if said), "")
    quote = interviews.documents[first["document"]][start:end]
    return [first["document"], start, end, first["code_id"], quote, english]


def _shared_rows(interviews: Interviews, codings: pd.DataFrame) -> list[list[Any]]:
    """Passages of the first coder that every other coder gave the same code, in part or whole."""
    names = coder_names(interviews)
    others = [codings[codings["coder"] == name] for name in names[1:]]
    first = codings.loc[codings["coder"] == names[0], list(COLUMNS)]
    return [row for row in first.values.tolist() if all(_meets(row, other) for other in others)]


def _meets(row: list[Any], codings: pd.DataFrame) -> bool:
    """Whether one of the codings has the row's code and overlaps it."""
    document, start, end, code = row[:4]
    return bool(((codings["document"] == document) & (codings["code_id"] == code)
                 & (codings["start"] < end) & (codings["end"] > start)).any())


def code_words(codes: Iterable[Code]) -> dict[str, Text]:
    """Each code's name."""
    return {code.code_id: code.name for code in codes}


def quote_words(rows: Iterable[Mapping[Any, Any]], language: str) -> dict[str, Text]:
    """Each quotation in both languages: translated where there is a translation."""
    other = "en" if language == "zh" else "zh"
    return {row["quote"]: {language: row["quote"], other: (other == "en" and row["quote_en"]) or row["quote"]}
            for row in rows}
