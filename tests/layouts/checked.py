"""How tests compare what a room says of an export with what was written; labels and stems for random forms."""

import io
import random
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import openpyxl
from hypothesis import strategies as st

from layouts.form import Asked, Written
from layouts.raw import table_of
from surveykit.formats import open_foreign
from surveykit.platforms.export_layout import META, ROLES, ExportLayout
from surveykit.text.normalise import normalise

WORDS = st.sampled_from(["Pay", "work", "Car", "工资", "同事", "Ünder", "R2", "a b", "x.y", "50%", "N", "Yes, no"])
LABEL = st.builds(lambda a, b, form: form.format(a, b), WORDS, WORDS,
                  st.sampled_from(["{} {}", "{}, {}", "{} [{}]", "{} ({})", "[{}] {}", "{}，{}", "{}; {}",
                                   "{} [[{}]]"]))
KINDS = st.sampled_from(["single", "multi", "matrix", "rank", "text"])


@st.composite
def forms(draw: st.DrawFn, dash: bool = False) -> list[Asked]:
    """Random questionnaires of one to six questions; stems may hold ' - ' where a layout allows it."""
    stems = draw(st.lists(LABEL, min_size=1, max_size=6, unique_by=str.casefold))
    return [_asked(draw, f"{number}) {stem}{' - now' if dash and draw(st.booleans()) else ''}?")
            for number, stem in enumerate(stems, start=1)]


def _asked(draw: st.DrawFn, stem: str) -> Asked:
    """One question."""
    kind = draw(KINDS)
    parts = draw(st.lists(LABEL, min_size=3, max_size=6, unique_by=str.casefold)) if kind != "text" else []
    other = kind in {"single", "multi"} and draw(st.booleans())
    return Asked(kind, stem, (*parts, *(["Other"] if other else [])), other)


def read_back(room: ModuleType, written: Written, name: str = "export.csv") -> ExportLayout:
    """The export that a room makes of what was written, after checking it column by column."""
    raw = table_of(written.rows, name)
    assert room.detect(raw)
    export = room.export(raw)
    agree(export, written)
    return export


def agree(export: ExportLayout, written: Written) -> None:
    """The columns are what they were written as, and the contract is kept."""
    assert [slot.place for slot in export.columns] == list(range(len(written.keys)))
    assert [(slot.role, slot.stem, slot.part) for slot in export.columns] == written.expected
    keys = dict(zip(written.keys, [slot.question for slot in export.columns], strict=True))
    assert [slot.question for slot in export.columns] == [keys[key] for key in written.keys]
    assert len(set(keys.values())) == len(keys)
    assert len({name for slot in export.columns for name in slot.names}) == sum(len(s.names) for s in export.columns)
    assert all(slot.role in ROLES and (slot.meta in META) == (slot.role == "meta") for slot in export.columns)
    assert all(set(note) == {"zh", "en"} for note in (*export.notes, *export.skipped.values()))


def opened(folder: Path, written: Written, encoding: str, delimiter: str = ","):
    """The raw table of a file with this content."""
    path = folder / f"export.{'xlsx' if encoding == 'xlsx' else 'csv'}"
    path.write_bytes(_workbook(written.rows) if encoding == "xlsx" else written.text(delimiter).encode(encoding))
    return open_foreign(path)


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """The rows as a workbook of texts."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([cell or None for cell in row])
    book.save(stream)
    return stream.getvalue()


def said(export: ExportLayout) -> str:
    """All notes in English, in one text."""
    return "\n".join(note["en"] for note in export.notes)


def named(export: ExportLayout, name: str):
    """The one slot that a name means."""
    return next(slot for slot in export.columns if name in slot.names)


JUNK = ("", "  ", "\ufeff", "[", "]", "a [b] [c", "Q1[", "x - ", " - ", "-99", "/", "::", "{", "Response", "Other",
        "QID1_", "N/A", "1", "2", "<b>", "Q1__2", "\n")


def damaged(rows: list[list[str]], chance: random.Random) -> list[list[str]]:
    """The rows with a column lost or doubled, cells overwritten, rows cut off or turned round."""
    rows = [list(row) for row in rows]
    place, line = chance.randrange(len(rows[0])), chance.randrange(min(4, len(rows)))
    kind = chance.randrange(6)
    if kind < 2 and len(rows[0]) > 1:
        return [row[:place] + row[place + 1:] if kind == 0 else row[:place + 1] + row[place:] for row in rows]
    if kind == 2:
        return rows[:chance.randrange(1, len(rows) + 1)]
    if kind == 3:
        rows[line].reverse()
        return rows
    for row in rows[1:] if kind == 4 else [rows[line]]:
        row[place] = chance.choice(JUNK)
    return rows


def keeps_the_contract(export: ExportLayout, rows: list[list[str]]) -> None:
    """One slot per column, every name means one of them, roles and kinds are known, skipped rows exist."""
    names = [normalise(name) for slot in export.columns for name in slot.names]
    assert len(export.columns) == len(rows[0])
    assert all(names) and len(set(names)) == len(names)
    assert all(slot.role in ROLES and (slot.meta in META) == (slot.role == "meta") for slot in export.columns)
    assert all(bool(slot.question) == (slot.role != "meta") for slot in export.columns)
    assert all(0 <= row < len(rows) - export.header_rows for row in export.skipped)
