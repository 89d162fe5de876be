"""Units of agreement: the respondent's turns, and which codes each coder gave them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveykit.errors import AnalysisError
from surveykit.interviews import Interviews
from surveykit.interviews.coding.coded_passages import coder_names, known_coder
from surveykit.words.phrases import Text, join_words, phrase


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Turns that all coders worked on, and the codes each of them gave.
    `given` holds coders x codes x turns, 1 where the coder marked the code in the turn, nan where they did not see it;
    `codings` the codings that fall into these turns, with the place of the turn in `turns`.
    """

    coders: tuple[str, ...]
    codes: tuple[str, ...]
    turns: pd.DataFrame
    given: np.ndarray
    codings: pd.DataFrame
    documents: int
    notes: tuple[Text, ...]
    kind: str = "turns"

    def differing(self) -> np.ndarray:
        """Places of the turns where the codes of the coders who coded them differ."""
        votes, coders = np.nansum(self.given, axis=0), (~np.isnan(self.given)).sum(axis=0)
        return np.flatnonzero(((votes > 0) & (votes < coders)).any(axis=0))

    def codes_in(self, place: int) -> list[tuple[str, ...]]:
        """Each coder's codes in one turn, in the order of the code frame."""
        return [tuple(code for code, on in zip(self.codes, own[:, place], strict=True) if on == 1)
                for own in self.given]

    def codings_in(self, place: int) -> pd.DataFrame:
        """Codings of one turn whose code not every coder gave."""
        own = self.given[:, :, place]
        split = own.min(axis=0) < own.max(axis=0)
        codes = [code for code, on in zip(self.codes, split, strict=True) if on]
        return self.codings[(self.codings["place"] == place) & self.codings["code_id"].isin(codes)]


def units_of(interviews: Interviews) -> Units:
    """The units of all coders."""
    known_coder(interviews, None)
    codings = interviews.codings
    coders = tuple(coder_names(interviews))
    if len(coders) < 2:
        raise AnalysisError("Agreement needs the codings of two people.", where="{interviews}",
                            fix="put a second coder's CSV into codings/", interviews=interviews.name)
    done = [name for name in interviews.documents
            if all(name in interviews.finished.get(coder, ()) for coder in coders)]
    turns = interviews.turns
    turns = turns[(turns["role"] == "respondent") & turns["document"].isin(done)]
    turns = turns.reset_index(drop=True)
    if turns.empty:
        raise AnalysisError("Agreement needs a document that all coders have finished.",
                            where="{interviews}", fix="code the same transcripts, or correct "
                                                       "finished: in interviews.yaml", interviews=interviews.name)
    mine = codings[codings["coder"].isin(coders) & codings["document"].isin(done)]
    pairs = mine.merge(turns[["document", "start", "end"]].reset_index(names="place"),
                       on="document", suffixes=("", "_turn"))
    touching = (pairs["start"] < pairs["end_turn"]) & (pairs["end"] > pairs["start_turn"])
    placed = pairs[touching]
    codes = tuple(code.code_id for code in interviews.codes)
    outside = int((~mine["coding_id"].isin(placed["coding_id"])).sum())
    notes = _notes([name for name in interviews.documents if name not in done], outside)
    return Units(coders, codes, turns, _mark_given(placed, coders, codes, len(turns)), placed, len(done), notes)


def _mark_given(placed: pd.DataFrame, coders: tuple[str, ...], codes: tuple[str, ...], turns: int) -> np.ndarray:
    """Coders x codes x turns, 1 where the code was given."""
    given = np.zeros((len(coders), len(codes), turns))
    of_coder, of_code = _places(coders), _places(codes)
    given[placed["coder"].map(of_coder).to_numpy(dtype=int), placed["code_id"].map(of_code).to_numpy(dtype=int),
          placed["place"].to_numpy(dtype=int)] = 1
    return given


def _places(names: tuple[str, ...]) -> Mapping[str, int]:
    """Each name's place."""
    return {name: place for place, name in enumerate(names)}


def _notes(unfinished: list[str], outside: int) -> tuple[Text, ...]:
    """What was left out."""
    notes = []
    if unfinished:
        notes.append(phrase("coding.note.unfinished", documents=join_words(unfinished)))
    if outside:
        notes.append(phrase("coding.note.outside", n=outside))
    return tuple(notes)
