"""How large a foreign file may be, and how long its reader may take. Read by the caller and by the child process."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, fields

from surveykit.errors import ReadError, did_you_mean
from surveykit.words.messages import Message

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes beyond which a file is refused before any reader opens it, and what a reader may use.
    `seconds`: Time after which a workbook, SPSS, Stata or Parquet file is given up; a tenth more for every MiB of it.
    `megabytes`: Memory that its reader may use (not enforced on Windows and macOS).
    `file`: Bytes of the file itself.
    `unpacked`: Bytes that all parts of a workbook may unpack to, as its directory declares them.
    `ratio`: How many times its packed size a part over 1 MiB may unpack to.
    `parts`: Parts in the zip directory of a workbook.
    `area`: Rows times columns of a sheet that need no further question.
    `spread`: How many times the cells that are there a larger sheet may span.
    `field`: Characters of one field of a text file.
    `columns`: Fields of one row of a text file.
    None are allowed: every limit is a positive number.
    >>> Limits(file=10).file
    10
    """

    seconds: float = 10
    megabytes: int = 1024
    file: int = 512 * MIB
    unpacked: int = 300 * MIB
    ratio: int = 200
    parts: int = 5_000
    area: int = 1_000_000
    spread: int = 50
    field: int = 131_072
    columns: int = 16_384

    def request(self) -> Mapping[str, float]:
        """The limits as the child process is told them."""
        return asdict(self)


DEFAULT = Limits()
_NOW: ContextVar[Limits] = ContextVar("limits", default=DEFAULT)


def limits_now() -> Limits:
    """The limits that hold here: the defaults, or those of the innermost `trusting`.
    >>> limits_now().seconds
    10
    """
    return _NOW.get()


@contextmanager
def trusting(**larger: float) -> Iterator[Limits]:
    """Read files that you trust with other limits, inside a `with` block.

    Every reader of foreign files (`read_survey`, `draft_codebook`, `read_codebook` ...) keeps to limits, because
    a damaged or malicious file may ask for any time and memory. A refusal names the one to raise.

    Parameters
    ----------
    **larger
        `seconds` a reader may take (10), `megabytes` of memory it may use (1024), `file` and `unpacked`: bytes of
        the file (512 MiB) and of a workbook's parts (300 MiB); `ratio`, `parts`, `area`, `spread`, `field` and
        `columns` as in `surveykit.formats.Limits`.

    Yields
    ------
    Limits
        Those that hold inside the block, in this thread; afterwards the old ones hold again.

    Raises
    ------
    ReadError
        There is no such limit, or it is not a positive number.

    Missing values
    --------------
    Limits do not change what is read, only whether it is.

    Examples
    --------
    >>> import surveykit as sk
    >>> with sk.trusting(seconds=60, megabytes=4096):
    ...     survey = sk.read_survey("data/raw/anes96/anes96.csv")
    >>> survey.rows
    944
    """
    known = [field.name for field in fields(Limits)]
    for name, value in larger.items():
        if name not in known:
            raise ReadError("There is no limit {name!r}.", where="trusting", fix=did_you_mean(name, known), name=name)
        if not isinstance(value, int | float) or not value > 0:
            raise ReadError("The limit {name!r} must be a positive number, not {value!r}.", where="trusting",
                            fix="with sk.trusting(seconds=60):", name=name, value=value)
    token = _NOW.set(Limits(**{**asdict(_NOW.get()), **larger}))
    try:
        yield _NOW.get()
    finally:
        _NOW.reset(token)


def trusting_advice(**larger: float) -> str:
    """The fix of a refusal: the call that raises a limit."""
    said = ", ".join(f"{name}={value:.10g}" for name, value in larger.items())
    return Message("if you trust it, read it again inside `with sk.trusting({said}):`", said=said)
