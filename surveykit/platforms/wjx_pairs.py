"""The text and the code export of one 问卷星 survey side by side: which label is which code."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from surveykit.errors import ReadError, list_quoted
from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportColumn, ExportLayout
from surveykit.platforms.wjx_headings import strip_label
from surveykit.platforms.wjx_variant import is_whole_numbers
from surveykit.text.normalise import normalise
from surveykit.text.split_ticks import FILL_IN, split_ticks
from surveykit.words.messages import Message

TOKENS = ("(跳过)", "(空)")
MISSING_CODES = ("-3", "-2")
ONLY_HERE = "in this file only"
ORDER = Message("give the text export (按文本) first, then the code export (按序号) of the same survey")


@dataclass(frozen=True, slots=True)
class Clash:
    """A respondent (by 序号), or a column, on which the two files disagree: what each says."""

    respondent: str
    text: str
    codes: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What the two files together tell of a question.
    `question, stem, part`: As in the slots of the text export; `part` is the row of a matrix.
    `kind`: `missing` (of both files: `options` pairs codes with the tokens of the text export, `clashes` hold
      respondents and columns that are in one file only), `single`, `multiple`, `rank`, or `text` (no codes, but the
      files disagree).
    `options`: Code and label, in order of the codes; of a select-all question or ranking the number of its column.
    `compared`: Respondents that answered in both files.
    `clashes`: Those on whom the files disagree.
    """

    question: str
    stem: str
    part: str
    kind: str
    options: tuple[tuple[str, str], ...]
    compared: int
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class ExportSide:
    """One of the files, its respondents in the order of the other."""

    raw: RawTable
    slots: tuple[ExportColumn, ...]
    rows: Sequence[int]

    def cells(self, slot: ExportColumn) -> list[str]:
        """The texts of a column, one per joined respondent."""
        column = self.raw.columns[slot.place]
        texts = [text.strip() for text in column.texts]
        return [texts[column.codes[row]] for row in self.rows]

    def questions(self) -> dict[str, list[ExportColumn]]:
        """The slots of each question."""
        found: dict[str, list[ExportColumn]] = {}
        for slot in self.slots:
            if slot.role != "meta":
                found.setdefault(slot.question, []).append(slot)
        return found


@dataclass(slots=True)
class JoinedExports:
    """The two files, the respondents they share, and what their missing answers face."""

    respondents: list[str]
    text: ExportSide
    codes: ExportSide
    tokens: Counter[tuple[str, str]] = field(default_factory=Counter)


def pair_exports(text: RawTable, text_export: ExportLayout, codes: RawTable,
                 code_export: ExportLayout) -> tuple[Pair, ...]:
    """What the two files tell: first of missing answers, then question by question."""
    if code_export.variant == "text" and text_export.variant != "text":
        raise ReadError("The two exports must be given in order.", where="{text}, {codes}", fix=ORDER,
                        text=text.name, codes=codes.name)
    text_ids, code_ids = _find_respondents(text, text_export), _find_respondents(codes, code_export)
    shared = [respondent for respondent in text_ids if respondent in code_ids]
    if not shared:
        raise ReadError("The two exports must have respondents (序号) in common.",
                        where="{text}, {codes}", fix=ORDER, text=text.name, codes=codes.name)
    join = JoinedExports(shared, ExportSide(text, text_export.columns, [text_ids[one] for one in shared]),
                ExportSide(codes, code_export.columns, [code_ids[one] for one in shared]))
    ours, theirs = join.text.questions(), join.codes.questions()
    pairs = [pair for key in ours if key in theirs for pair in _pair_question(join, ours[key], theirs[key])]
    alone = [Clash(one, ONLY_HERE, "") for one in text_ids if one not in code_ids]
    alone += [Clash(one, "", ONLY_HERE) for one in code_ids if one not in text_ids]
    alone += [Clash("", slots[0].heading, "") for key, slots in ours.items() if key not in theirs]
    alone += [Clash("", "", slots[0].heading) for key, slots in theirs.items() if key not in ours]
    said = tuple((code, token) for (token, code), _ in join.tokens.most_common() if code in MISSING_CODES)
    first = tuple({token: (code, token) for code, token in reversed(said)}.values())
    return (Pair("", "", "", "missing", tuple(sorted(first)), len(shared), tuple(alone)), *pairs)


def _find_respondents(raw: RawTable, export: ExportLayout) -> dict[str, int]:
    """The row of every 序号."""
    place = next((slot.place for slot in export.columns if slot.meta == "id"), None)
    if place is None:
        raise ReadError("Both exports must have the column 序号.", where="{file}", fix="export them again",
                        file=raw.name)
    rows = [row for row in range(1, len(raw)) if row - 1 not in export.skipped]
    column = raw.columns[place]
    ids = [normalise(column.texts[column.codes[row]]) for row in rows]
    twice = [one for one, count in Counter(ids).items() if count > 1]
    if twice:
        raise ReadError("Every 序号 must stand once; {twice} stand more than once.", where="{file}",
                        fix="export it again, and do not paste files together", twice=list_quoted(twice), file=raw.name)
    return dict(zip(ids, rows, strict=True))


def _pair_question(join: JoinedExports, ours: Sequence[ExportColumn], theirs: Sequence[ExportColumn]) -> Iterator[Pair]:
    """The pairs of one question."""
    if len(ours) == 1 and ours[0].role == "whole" and theirs[0].role != "whole":
        yield _pair_several(join, ours[0], theirs)
        return
    parts = {normalise(slot.part): slot for slot in theirs}
    for slot in ours:
        other = parts.get(normalise(slot.part))
        if other is not None:
            yield from _pair_single(join, slot, other)


def _pair_single(join: JoinedExports, ours: ExportColumn, theirs: ExportColumn) -> Iterator[Pair]:
    """One column against one column; nothing to tell where both hold the same."""
    answered, clashes = [], []
    for one, text, code in zip(join.respondents, join.text.cells(ours), join.codes.cells(theirs), strict=True):
        gaps = _is_gap(text), normalise(code) in (*MISSING_CODES, *TOKENS, "")
        if gaps[0] and gaps[1]:
            join.tokens[normalise(text), normalise(code)] += 1
        elif gaps[0] != gaps[1]:
            clashes.append(Clash(one, text, code))
        else:
            answered.append((one, _find_label(text), normalise(code), text))
    coded = is_whole_numbers([code for _, _, code, _ in answered])
    links = _find_partners((label, code) for _, label, code, _ in answered) if coded else {}
    if all(normalise(text) == code for _, _, code, text in answered):
        links = {}
    else:
        clashes += [Clash(one, text, code) for one, label, code, text in answered
                    if (links.get(label) != code if coded else normalise(text) != code)]
    if links or clashes:
        options = tuple(sorted(((code, label) for label, code in links.items()), key=lambda pair: int(pair[0])))
        kind = "single" if links else "text"
        yield Pair(ours.question, ours.stem or theirs.stem, ours.part, kind, options, len(answered),
                   _compare_stems(ours, theirs) + tuple(clashes))


def _find_partners(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Label to code, where each is the other's most frequent partner."""
    ranked = [pair for pair, _ in Counter(pairs).most_common()]
    of_label: dict[str, str] = {}
    of_code: dict[str, str] = {}
    for label, code in ranked:
        of_label.setdefault(label, code)
        of_code.setdefault(code, label)
    return {label: code for label, code in of_label.items() if of_code[code] == label}


def _pair_several(join: JoinedExports, ours: ExportColumn, theirs: Sequence[ExportColumn]) -> Pair:
    """One column of labels against one column per option."""
    ranking = theirs[0].role != "option"
    said = [split_ticks(text, "→" if ranking else "┋") for text in join.text.cells(ours)]
    labels = [[_find_label(piece) for piece in pieces] for pieces in said]
    rows = list(zip(*(join.codes.cells(slot) for slot in theirs), strict=True))
    chosen = [_find_chosen(row) for row in rows]
    gaps = [_is_gap(text) for text in join.text.cells(ours)]
    answered = [row for row, gap in enumerate(gaps) if not gap]
    column = _find_columns(theirs, {row: labels[row] for row in answered}, chosen)
    clashes = []
    for row, (one, text) in enumerate(zip(join.respondents, join.text.cells(ours), strict=True)):
        expected = [] if gaps[row] else [column.get(_fold_label(label)) for label in labels[row]]
        if gaps[row] and len(set(rows[row])) == 1:
            join.tokens[normalise(text), normalise(rows[row][0])] += 1
        if (expected != chosen[row]) if ranking else (set(expected) != set(chosen[row])):
            clashes.append(Clash(one, text, " ".join(rows[row])))
    words = {column[_fold_label(label)]: label for row in answered for label in labels[row]
             if _fold_label(label) in column}
    options = tuple((str(place + 1), words.get(place, slot.part)) for place, slot in enumerate(theirs))
    return Pair(ours.question, ours.stem, "", "rank" if ranking else "multiple", options, len(answered),
                _compare_stems(ours, theirs[0]) + tuple(clashes))


def _find_columns(slots: Sequence[ExportColumn], labels: Mapping[int, Sequence[str]],
             chosen: Sequence[Sequence[int]]) -> dict[str, int]:
    """The column of each label: by its heading, else the only other column ticked by the same people."""
    found = {_fold_label(slot.part): place for place, slot in enumerate(slots)}
    rest = [place for place, slot in enumerate(slots)
            if not any(_fold_label(slot.part) == _fold_label(label) for row in labels.values() for label in row)]
    for label in {_fold_label(label) for row in labels.values() for label in row} - set(found):
        people = {row for row, said in labels.items() if label in map(_fold_label, said)}
        same = [place for place in rest if {row for row in labels if place in chosen[row]} == people]
        if len(same) == 1:
            found[label] = same[0]
    return found


def _find_chosen(cells: Sequence[str]) -> list[int]:
    """The columns with a positive number, in its order."""
    numbers = {place: int(normalise(text)) for place, text in enumerate(cells) if is_whole_numbers([text])}
    return sorted((place for place, number in numbers.items() if number > 0), key=lambda place: numbers[place])


def _is_gap(text: str) -> bool:
    """Whether a cell of the text export holds no answer."""
    return normalise(text) in (*TOKENS, "")


def _find_label(text: str) -> str:
    """The label of an answer, without what was filled in."""
    match = FILL_IN.fullmatch(text)
    return (match["label"] if match else text).strip()


def _fold_label(label: str) -> str:
    """A label as it is compared."""
    return normalise(strip_label(label))


def _compare_stems(ours: ExportColumn, theirs: ExportColumn) -> tuple[Clash, ...]:
    """A clash if the two files ask another question under one number."""
    differ = ours.stem and theirs.stem and normalise(ours.stem) != normalise(theirs.stem)
    return (Clash("", ours.heading, theirs.heading),) if differ else ()
