"""How large a foreign file may be. Read by the caller and by the child process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes beyond which a file is refused before any reader opens it.

    Parameters
    ----------
    file
        Bytes of the file itself.
    unpacked
        Bytes that all parts of a workbook may unpack to, as its directory declares them.
    ratio
        How many times its packed size a part over 1 MiB may unpack to.
    parts
        Parts in the zip directory of a workbook.
    area
        Rows times columns of a sheet that need no further question.
    spread
        How many times the cells that are there a larger sheet may span.
    field
        Characters of one field of a text file.
    columns
        Fields of one row of a text file.

    Missing values
    --------------
    None are allowed: every limit is a positive number.

    Examples
    --------
    >>> Limits(file=10).file
    10
    """

    file: int = 512 * MIB
    unpacked: int = 300 * MIB
    ratio: int = 200
    parts: int = 5_000
    area: int = 1_000_000
    spread: int = 50
    field: int = 131_072
    columns: int = 16_384

    def request(self) -> Mapping[str, int]:
        """The limits as the child process is told them."""
        return asdict(self)
