"""Heading rows: their texts cleaned, the names a codebook may call columns by, the platform's own columns."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from surveykit.formats import RawTable
from surveykit.platforms.export_layout import ExportColumn
from surveykit.platforms.headings import cleaned, distinct
from surveykit.platforms.said_west import remark
from surveykit.text.normalise import normalise
from surveykit.words.phrases import Text

TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
ONCE = frozenset({"id", "submitted", "started", "duration", "status", "progress"})
CODE = re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def heading_row(raw: RawTable, number: int) -> list[str]:
    """The cleaned cells of a heading row; [] if the table is shorter."""
    return [cleaned(cell) for cell in raw.row(number)] if number < len(raw) else []


def folded(text: str) -> str:
    """A heading as platform words are compared: case, blanks, `-` and `_` do not count.

    Examples
    --------
    >>> folded("Respondent ID"), folded("panel-RecipientEmail")
    ('respondentid', 'panelrecipientemail')
    """
    return re.sub(r"[\s_\-]+", "", cleaned(text)).casefold()


def without_html(text: str) -> str:
    """The text of a stem, tags out, entities read, blanks one.

    Examples
    --------
    >>> without_html("<p>How <b>old</b>&nbsp;are you,<br>if a < b?</p>")
    'How old are you, if a < b?'
    """
    bare = html.unescape(TAG.sub(_gap, CODE.sub(" ", text)))
    return " ".join(cleaned(bare).split())


def _gap(tag: re.Match) -> str:
    """A blank for a tag that ends a line, nothing for one inside a word."""
    return " " if re.match(r"</?(?:br|p|div|li|td|tr|h\d)\b", tag[0], re.IGNORECASE) else ""


def meta_kinds(words: Sequence[str], kinds: Mapping[str, str], instead: Mapping[str, str]) -> list[str]:
    """The `META` kind of each column, '' for a question.

    `words` are folded headings; a kind of `ONCE` goes to the first column only. A column in `instead` takes
    its kind only where `kinds` gave it to none and no column of `instead` before it did, and is "other"
    otherwise.
    """
    found = [kinds.get(word, "") for word in words]
    found = ["other" if kind in ONCE and kind in found[:place] else kind for place, kind in enumerate(found)]
    taken = {kind for kind in found if kind != "other"}
    for word, kind in instead.items():
        if word in words:
            found[words.index(word)] = "other" if kind in taken else kind
            taken.add(kind)
    return found


def named_apart(slots: Iterable[ExportColumn]) -> tuple[tuple[ExportColumn, ...], tuple[Text, ...]]:
    """Slots whose names mean one column only, and a note on equal headings.

    A first name that an earlier column has gets `__2`, `__3`; another name that several columns share, or
    that is a first name elsewhere, goes. A column without a heading is called by its number.
    """
    slots = [slot if slot.names[0] else _numbered(slot) for slot in slots]
    wanted = [slot.names[0] for slot in slots]
    firsts = distinct(wanted)
    twice = [name for name, first in zip(firsts, wanted, strict=True) if name != first]
    taken = {normalise(name) for name in firsts}
    often = Counter(word for slot in slots for word in {normalise(name) for name in slot.names[1:]})
    named = tuple(replace(slot, names=(first, *_others(slot, often, taken)))
                  for slot, first in zip(slots, firsts, strict=True))
    return named, (remark("same_heading", columns=twice),) if twice else ()


def _numbered(slot: ExportColumn) -> ExportColumn:
    """A slot without a heading, called by its number; so is its question if it has no name."""
    name = f"column {slot.place + 1}"
    question = slot.question or ("" if slot.role == "meta" else name)
    return replace(slot, names=(name, *slot.names[1:]), question=question)


def _others(slot: ExportColumn, often: Mapping[str, int], taken: set[str]) -> tuple[str, ...]:
    """Further names of a slot that no other column has."""
    words = {normalise(name): name for name in reversed(slot.names[1:])}
    return tuple(name for word, name in reversed(words.items())
                 if word and often[word] == 1 and word not in taken)
