"""Interviews: turns, codings, code frame, participants, and every edit made to the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pandas as pd

from surveykit.errors import AnalysisError, CleaningError, did_you_mean, list_quoted
from surveykit.text.text_edits import Edit, apply_edits, move_position
from surveykit.words.phrases import Text, in_language, same_text

TURNS = ("document", "turn", "role", "speaker", "start", "end", "text", "time")
CODINGS = ("coding_id", "document", "start", "end", "quote", "code_id", "coder", "memo", "quote_en")


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of the code frame.
    `item_option` names the questionnaire's counterpart as `item=option`, '' without one;
    `parent_id` is '' for a code at the top.
    """

    code_id: str
    name: Text
    parent_id: str = ""
    definition: Text = field(default_factory=dict)
    include: str = ""
    exclude: str = ""
    example: str = ""
    color: str = ""
    item_option: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column of the participants: its words, and those of its values in order."""

    name: str
    label: Text
    values: Mapping[str, Text] = field(default_factory=dict)

    def word(self, value: str) -> Text:
        """The words for a value; the value itself where there are none."""
        return self.values.get(value) or same_text(value)


class AcceptedPassage(NamedTuple):
    """A passage that may stand: the checksum of its text, its kind, and why."""

    digest: str
    kind: str
    reason: Text


@dataclass(frozen=True, slots=True, eq=False)
class Interviews:
    """Transcripts as turns, what coders marked in them, and who was interviewed.

    Attributes
    ----------
    turns
        One row per turn: document, turn (from 1), role (`interviewer`, `respondent`), speaker
        (the label in the transcript), start, end (code points in the document's text, end
        exclusive), text, time (as stamped, '' without a stamp).
    documents
        Canonical text by document: the turns' texts, one per line, without labels.
    codings
        One row per coding: coding_id, document, start, end, quote, code_id, coder, memo,
        quote_en; `documents[document][start:end] == quote` in every row.
    codes
        The code frame, in its order.
    participants
        One row per interviewee: participant_id, attributes as codes, transcript.
    attributes
        Words for the attributes and their values.
    coders
        Coders in order, with their words; the first is the one whose codings are counted.
    finished
        Documents each coder has finished.
    log
        Every edit between the raw transcripts and the present texts, see `replay_edits`.
    title, language, synthetic, name, sha256
        What `interviews.yaml` says, the folder's name, and the checksum over its files.
    notes
        How speakers are spelt, and what was taken for a header or left out on reading.
    accepted
        Personal passages that somebody looked at and lets stand (`accept_personal`), by their checksum.

    Examples
    --------
    >>> import surveykit as sk
    >>> talks = sk.read_interviews("data/raw/interviews")
    >>> len(talks.documents), talks.synthetic
    (11, True)
    >>> talks.turns.columns.tolist()[:3]
    ['document', 'turn', 'role']
    """

    documents: Mapping[str, str]
    _turns: pd.DataFrame
    _codings: pd.DataFrame
    _participants: pd.DataFrame
    codes: tuple[Code, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    coders: Mapping[str, Text] = field(default_factory=dict)
    finished: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    log: tuple[Edit, ...] = ()
    title: Text = field(default_factory=dict)
    language: str = "zh"
    synthetic: bool = False
    name: str = "interviews"
    sha256: str = ""
    notes: tuple[Text, ...] = ()
    accepted: tuple[AcceptedPassage, ...] = ()

    @property
    def turns(self) -> pd.DataFrame:
        """A copy of the turns; changing it changes nothing here."""
        return self._turns.copy()

    @property
    def codings(self) -> pd.DataFrame:
        """A copy of the codings; changing it changes nothing here."""
        return self._codings.copy()

    @property
    def participants(self) -> pd.DataFrame:
        """A copy of the participants; changing it changes nothing here."""
        return self._participants.copy()

    @property
    def code_frame(self) -> pd.DataFrame:
        """The code frame as a table, `name` and `definition` in Chinese and English."""
        rows = [[code.code_id, code.parent_id, code.name.get("zh", ""), code.name.get("en", ""),
                 code.definition.get("zh", ""), code.definition.get("en", ""), code.include,
                 code.exclude, code.example, code.color, code.item_option] for code in self.codes]
        return pd.DataFrame(rows, columns=[
            "code_id", "parent_id", "name", "name_en", "definition", "definition_en", "include",
            "exclude", "example", "color", "item_option"])

    @property
    def rows(self) -> int:
        """People interviewed."""
        return len(self._participants)

    def code(self, code_id: str) -> Code:
        """The code with this id, or an AnalysisError that suggests one."""
        for code in self.codes:
            if code.code_id == code_id:
                return code
        raise AnalysisError("There is no code {code_id!r} in the code frame.", where="{file}", code_id=code_id,
                            fix=did_you_mean(code_id, [code.code_id for code in self.codes]), file=self.name)

    def attribute(self, name: str) -> Attribute:
        """The attribute with this name, or an AnalysisError that suggests one."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        raise AnalysisError("There is no attribute {name!r} of the participants.", where="{file}",
                          fix=did_you_mean(name, [a.name for a in self.attributes]), name=name, file=self.name)

    def facts(self) -> dict[str, object]:
        """What every Result repeats about its source."""
        allowed = {"accepted": sorted({one.digest for one in self.accepted})} if self.accepted else {}
        return {"file": self.name, "sha256": self.sha256, "synthetic": self.synthetic, "rows": self.rows} | allowed

    def with_edits(self, edits: Iterable[Edit]) -> Interviews:
        """The successor of these interviews with corrected texts; turns and codings move along.

        Parameters
        ----------
        edits
            All edits of one step, positions in the present `documents`. `rule` says why
            (`typing_error`, `pseudonym`); `step` is set here.

        Returns
        -------
        Interviews
            Every coding still quotes its text; `log` grows by the edits.

        Raises
        ------
        CleaningError
            A document is unknown, the text does not hold `old`, an edit would join or split
            turns, or a turn or a coding would lose all its words.

        Missing values
        --------------
        Without edits the successor equals these interviews.

        Examples
        --------
        >>> import surveykit as sk
        >>> from surveykit.interviews import Edit
        >>> talks = sk.read_interviews("data/raw/interviews")
        >>> edit = Edit("P01", 0, 1, talks.documents["P01"][0], "请", "typing_error")
        >>> len(talks.with_edits([edit]).log) - len(talks.log)
        1
        """
        step = 1 + max((edit.step for edit in self.log), default=-1)
        by_document: dict[str, list[Edit]] = {}
        for edit in sorted(edits, key=lambda edit: (edit.document, edit.start, edit.end)):
            self._check(edit)
            by_document.setdefault(edit.document, []).append(edit._replace(step=step))
        texts = {name: apply_edits(text, by_document.get(name, ())) for name, text in self.documents.items()}
        made = tuple(edit for group in by_document.values() for edit in group)
        return replace(self, documents=texts, log=(*self.log, *made), _turns=_split_turns(self._turns, texts),
                       _codings=_shift_codings(self._codings, by_document, texts))

    def _check(self, edit: Edit) -> None:
        """Refuse an edit of an unknown document, or one that joins or splits turns."""
        if edit.document not in self.documents:
            raise CleaningError("There is no document {document!r}.", where="{file}",
                                fix=did_you_mean(edit.document, self.documents), document=edit.document, file=self.name)
        if "\n" in edit.old + edit.new:
            raise CleaningError("An edit must stay inside one turn.", where="document {document!r}, character {start}",
                                fix="make one edit for each turn", document=edit.document, start=edit.start)

    def __repr__(self) -> str:
        return (f"Interviews: {self.rows} participants, {len(self._turns)} turns, "
                f"{len(self.codes)} codes, {len(self._codings)} codings by {len(self.coders)} "
                f"coders, {len(self.log)} edits, from {self.name}"
                + "".join(f"\n  {in_language(note, self.language)}" for note in self.notes))


def _split_turns(turns: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """The turns read again from the new texts, one per line as before."""
    words = [line for name in texts for line in texts[name].split("\n")]
    lost = turns.loc[[not line for line in words], ["document", "turn"]]
    if len(lost):
        first = lost.iloc[0]
        raise CleaningError("The edits cannot delete all words of a turn.", where="document {document!r}, turn {turn}",
                            fix="keep a mark such as [...]", document=first['document'], turn=first['turn'])
    size = pd.Series([len(line) + 1 for line in words], index=turns.index)
    end = size.groupby(turns["document"]).cumsum() - 1
    return turns.assign(text=words, start=end - size + 1, end=end)


def _shift_codings(codings: pd.DataFrame, edits: Mapping[str, list[Edit]], texts: Mapping[str, str]) -> pd.DataFrame:
    """The codings with positions moved and quotes read again from the new texts."""
    new = codings.copy()
    for side in ("start", "end"):
        new[side] = [move_position(position, edits.get(document, ()))
                     for document, position in zip(codings["document"], codings[side], strict=True)]
    lost = new.loc[new["start"] == new["end"], "coding_id"]
    if len(lost):
        raise CleaningError("The edits cannot delete all words of coding {lost}.",
                            where="codings", fix="remove the coding first, or keep a word", lost=list_quoted(lost))
    spans = zip(new["document"], new["start"], new["end"], strict=True)
    new["quote"] = [texts[document][start:end] for document, start, end in spans]
    return new
