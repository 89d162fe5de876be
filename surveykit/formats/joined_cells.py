"""In the child: a sheet's cells as text, column by column, each cell ended by a NUL.

Nothing is looked up here for a cell that is text already: the caller finds the distinct ones, in one pass of
Arrow over the bytes, for a fraction of what a dictionary of Python strings costs.
"""

from collections.abc import Sequence
from typing import cast

from surveykit.errors import ReadError
from surveykit.formats.cell_text import EXACT, cell_text
from surveykit.words.messages import Message

END = "\0"
DAMAGED = Message("open it in the program it comes from and save it anew, or export it again")


class JoinedCells:
    """One column, which grows by blocks of rows; `long` counts its numbers of 16 digits or more."""

    __slots__ = ("_blocks", "_texts", "long", "rows")

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._texts = _Texts()
        self.long = self.rows = 0

    def add(self, cells: Sequence[object]) -> None:
        """Append cells, one at least; each distinct value that is no text is written out once."""
        self.rows += len(cells)
        try:
            self._blocks.append(END.join(cast(Sequence[str], cells)))  # most are: others raise TypeError
        except TypeError:
            self._blocks.append(END.join(map(self._texts.__getitem__, cells)))
            if self._texts.long:
                self.long += sum(map(self._texts.long.__contains__, cells))

    def bytes(self) -> bytes:
        """The column in UTF-8."""
        return end_texts(self._blocks, self.rows)


class _Texts(dict[object, str]):
    """From values to texts; `long` are the numbers that have lost digits."""

    __slots__ = ("long",)

    def __init__(self) -> None:
        self.long: set[float] = set()

    def __missing__(self, value: object) -> str:
        self[value] = text = cell_text(value)
        if isinstance(value, int | float) and abs(value) >= EXACT:
            self.long.add(value)
        return text


def end_texts(texts: Sequence[str], count: int) -> bytes:
    """Texts in UTF-8, or blocks of them, each ended by a NUL; a ReadError if a cell holds one itself."""
    joined = END.join([*texts, ""])
    if joined.count(END) != count:
        raise ReadError("A cell holds a NUL character.", fix=DAMAGED)
    return joined.encode("utf-8", "surrogatepass")
