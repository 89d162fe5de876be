"""Columns of Arrow batches as places in lists of texts, the lists growing from batch to batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from surveykit.formats.read_parquet import value_texts

if TYPE_CHECKING:
    import pyarrow

Codes = NDArray[np.int64]


@dataclass(slots=True)
class TextColumn:
    """The texts of one column seen so far; `shorten` makes one text of those that need not be told apart."""

    shorten: Callable[[str], str] | None = None
    known: dict[str, int] = field(default_factory=dict)

    def codes(self, column: pyarrow.Array) -> Codes:
        """The place of each row's text; a null is ''."""
        import pyarrow as pa  # deferred: only large surveys pay for it

        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        values = value_texts(coded.dictionary, pa)
        texts = [*values, ""] if self.shorten is None else [*map(self.shorten, values), ""]
        places = np.array([self.known.setdefault(text, len(self.known)) for text in texts], dtype=np.int64)
        found: Codes = places[coded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)]
        return found

    def add(self, text: str) -> int:
        """The place of a text."""
        return self.known.setdefault(text, len(self.known))

    @property
    def texts(self) -> tuple[str, ...]:
        """All texts, by place."""
        return tuple(self.known)


def number_values(column: pyarrow.Array) -> NDArray[np.float64] | None:
    """The numbers of a column of numbers, nan for null; None for other columns."""
    import pyarrow as pa  # deferred: only large surveys pay for it

    kind = column.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        return None
    values: NDArray[np.float64] = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return values
