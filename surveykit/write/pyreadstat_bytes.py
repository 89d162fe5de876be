"""pyreadstat asked for bytes: it writes to a temporary file, and dates what it writes."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from surveykit.errors import ReportError
from surveykit.words.phrases import phrase
from surveykit.write.outgoing_survey import OutgoingSurvey
from surveykit.write.variable_names import CONTROL, shorten_text

HEAD = 1024


def pyreadstat_bytes(writer: str, frame: pd.DataFrame, name: str, **settings: object) -> bytes:
    """The bytes that `pyreadstat.write_sav` or `write_dta` makes of a frame."""
    import pyreadstat  # deferred: only writers pay for it

    with tempfile.TemporaryDirectory(prefix="surveykit-") as folder:
        path = Path(folder) / "written"
        try:
            getattr(pyreadstat, writer)(frame, str(path), **settings)
        except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
            raise ReportError("The file cannot be written: {error}.", where="{file}",
                              fix="write it as .csv or .xlsx, and report this", error=error, file=name) from None
        return path.read_bytes()


def fix_date(data: bytes, when: re.Pattern[bytes], fixed: bytes) -> bytes:
    """The file with a fixed date in place of today's (group 1), so that equal surveys give equal bytes."""
    found = when.search(data, 0, HEAD)
    if found is None:
        raise ReportError("The date in the file's head was not found.",
                          fix="install the versions in requirements.lock, and report this")
    return data[:found.start(1)] + fixed + data[found.end(1):]


def file_label(out: OutgoingSurvey, most: int, size: Callable[[str], int]) -> str:
    """The form's title; synthetic data say so, once."""
    title, mark = out.words(out.book.title), out.words(phrase("mark.synthetic", title=""))
    marked = title + mark if out.book.synthetic and not title.endswith(mark) else title
    return shorten_text(CONTROL.sub(" ", marked), most, size)
