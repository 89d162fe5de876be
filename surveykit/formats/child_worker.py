"""The child process: limits first, then one file, then one answer on standard output."""

from __future__ import annotations

import gc
import json
import os
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from surveykit.errors import ReadError
from surveykit.formats.child_types import ReaderAnswer, Request
from surveykit.formats.documents.plain_blocks import read_plain
from surveykit.formats.documents.read_pdf import read_own_report, read_pdf
from surveykit.formats.documents.read_web import read_web
from surveykit.formats.documents.read_word import read_word
from surveykit.formats.joined_cells import DAMAGED, end_texts
from surveykit.formats.read_native import read_native
from surveykit.formats.read_parquet import read_parquet
from surveykit.formats.read_workbook import read_sheets, read_workbook
from surveykit.words.messages import as_data

MARK = b"SKFOREIGN1"
MOST_BLOCKS = 50_000
READERS: Mapping[str, Callable[[Request], Sequence[object]]] = {
    "docx": read_word, "html": read_web, "pdf": read_pdf, "our_pdf": read_own_report, "md": read_plain,
    "txt": read_plain}


def main(request: Request) -> None:
    """Read the file and write the answer; an exit status other than 0 means there is none."""
    _limit(request["megabytes"], request["seconds"])
    if request["path"] is None:
        request = {**request, "data": sys.stdin.buffer.read()}
    gc.disable()  # three million cells and no cycles
    with os.fdopen(os.dup(1), "wb") as answer:
        os.dup2(2, 1)  # what a library prints must not stand in the answer
        write(answer, *answer_request(request))
    os._exit(0)  # freeing three million texts one by one takes longer than leaving


def _limit(megabytes: int, seconds: float) -> None:
    """Limits of the operating system, where it has them (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    wanted = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: int(seconds) + 1, resource.RLIMIT_AS: megabytes * 2**20}
    for kind, value in wanted.items():
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS knows RLIMIT_AS but refuses it; a lower limit may stand already
            continue


def answer_request(request: Request) -> ReaderAnswer:
    """Head and codes, or a head with an error."""
    try:
        head, codes = _reader(request)(request)
        texts = [column if isinstance(column, bytes) else end_texts(column, len(column)) for column in head["texts"]]
        return {**head, "texts": texts}, codes
    except ReadError as error:
        return _refusal(request, error)
    except MemoryError:
        raise
    except ImportError as error:
        if "failed to map segment" in str(error):  # a library finds no room below the memory limit
            raise MemoryError from error
        return _refusal(request, ReadError("The reader for this file is not installed: {error}.", fix="{packages}",
                                           packages="pip install python-calamine pyreadstat pyarrow lxml pypdfium2",
                                           error=error))
    except BaseException as error:
        # a panic of calamine's Rust code derives from BaseException and cannot be imported
        return _refusal(request, ReadError("The file cannot be read: it is damaged ({name}).",
                                           fix=DAMAGED, name=type(error).__name__))


def _reader(request: Request) -> Callable[[Request], ReaderAnswer]:
    """Who reads this file."""
    if request["container"] in {"zip", "ole"}:
        return read_sheets if "sheets" in request else read_workbook
    if request["container"] in READERS:
        return _read_blocks
    return read_parquet if request["container"] == "parquet" else read_native


def _refusal(request: Request, error: ReadError) -> ReaderAnswer:
    """An answer that refuses."""
    return {"error": [as_data(error.what), as_data(error.where) or request["name"], as_data(error.fix)]}, ()


def write(answer: BinaryIO, head: Mapping[str, Any], codes: Sequence[array[int]]) -> None:
    """Mark, length of the head, head as JSON, texts, codes as little-endian int32; all lengths stand in the head.
    Each text is ended by a NUL, which no cell may hold: much faster than JSON for half a million texts. Where there
    are no codes, the texts are the cells themselves.
    """
    texts = head.get("texts", ())
    head = {**head, "texts": [len(column) for column in texts], "lengths": [len(column) for column in codes]}
    said = json.dumps(head, separators=(",", ":")).encode("ascii")
    answer.write(MARK + len(said).to_bytes(8, "little") + said)
    answer.writelines(texts)
    for column in codes:
        if sys.byteorder == "big":
            column.byteswap()
        answer.write(column)


def _read_blocks(request: Request) -> ReaderAnswer:
    """Every block of a document; there are no columns. What no caller could hold is refused here."""
    blocks = READERS[request["container"]](request)
    if len(blocks) > MOST_BLOCKS:
        raise ReadError("The document holds {blocks_count} paragraphs, more than the {most_blocks} that are read.",
                        fix="save the part that is needed as a file of its own", blocks_count=len(blocks),
                        most_blocks=MOST_BLOCKS)
    return {"texts": [], "rows": 0, "notes": [], "blocks": blocks}, ()
