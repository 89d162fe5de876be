"""The caller's side of the child process: start it, wait for it, believe nothing it did not finish.

The child writes its answer to an unnamed temporary file: nothing is left behind, even if caller and
child are killed. Nothing is pickled: JSON for what is said about a file, UTF-8 for texts, plain int32 for codes.
"""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from surveykit.errors import ReadError
from surveykit.formats.child_types import Request
from surveykit.formats.file_notes import Note
from surveykit.formats.limits import trusting_advice
from surveykit.formats.raw_tables import Column
from surveykit.words.messages import Message, from_data

# the caller's search path comes after the standard library, this package first; the current folder is never on
# it, and no site is loaded: its .pth files cost time and may lead to another copy of this package
ALONE = ("-I", "-S", "-X", "utf8")
START = ("import json, sys; said = json.loads(sys.argv[1]); sys.path += said['path']; "
         "from surveykit.formats.child_worker import main; main(said['request'])")
ROOT = str(Path(__file__).resolve().parents[2])
MARK = b"SKFOREIGN1"
MARGIN = 0.4  # seconds kept for ending the child and saying so
AS_TEXT = Message("export it again; or save it as CSV (UTF-8) in Excel or SPSS, which needs no native reader")
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX"), "1")
CHILD = {**ONE_THREAD, "ARROW_DEFAULT_MEMORY_POOL": "system"}  # the others reserve more than a child may have


@dataclass(frozen=True, slots=True, eq=False)
class ChildAnswer:
    """What the child found: its head, and the columns."""

    head: Mapping[str, Any]
    columns: Sequence[Column]

    @property
    def notes(self) -> list[Note]:
        """What the child noticed."""
        return [Note(key, values) for key, values in self.head["notes"]]


def ask(request: Request, *, name: str, seconds: float, started: float, megabytes: int,
        data: bytes = b"") -> ChildAnswer:
    """The child's answer, or one ReadError for whatever became of it; `data` stands for a file that has no path."""
    request = {**request, "seconds": seconds, "megabytes": megabytes}
    with _temporary_files(name) as (content, answer, complaint):
        with _room_for(name):
            content.write(data)
            content.seek(0)
        with _running(request, (content, answer, complaint), name) as process:
            try:
                ended = process.wait(max(MARGIN, seconds - MARGIN - (time.monotonic() - started)))
            except subprocess.TimeoutExpired:
                raise _too_slow(name, seconds) from None
        answer.seek(0)
        data = answer.read()
        complaint.seek(0)
        _refuse_crash(ended, data, complaint.read(65_536), name, seconds, megabytes)
    return _parse_answer(data, name)


@contextlib.contextmanager
def _temporary_files(name: str) -> Iterator[tuple[BinaryIO, BinaryIO, BinaryIO]]:
    """Unnamed files for what the child is given, what it answers and what it complains of."""
    with contextlib.ExitStack() as stack:
        with _room_for(name):
            content, answer, complaint = (stack.enter_context(tempfile.TemporaryFile()) for _ in "123")
        yield content, answer, complaint


@contextlib.contextmanager
def _room_for(name: str) -> Iterator[None]:
    """A folder for temporary files that is full, or not there, is called so."""
    try:
        yield
    except OSError as error:
        raise _no_room(name, error.strerror or str(error)) from None


@contextlib.contextmanager
def _running(request: Request, streams: Sequence[BinaryIO], name: str) -> Iterator[subprocess.Popen[bytes]]:
    """The child, in a session of its own; it does not outlive the block."""
    path = [ROOT, *(os.path.abspath(entry) for entry in sys.path if entry)]
    said, (content, answer, complaint) = json.dumps({"path": path, "request": request}), streams
    try:
        process = subprocess.Popen([sys.executable, *ALONE, "-c", START, said], stdin=content, stdout=answer,
                                   stderr=complaint, env={**os.environ, **CHILD}, start_new_session=True)
    except (OSError, ValueError) as error:
        raise ReadError("The reader cannot be started: {error}.", where="{file}",
                        fix="check that the Python that runs surveykit may start programs", error=error,
                        file=name) from None
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the child and its children, if there are any; wait until it is gone."""
    with contextlib.suppress(OSError):
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()
    process.wait()


def _too_slow(name: str, seconds: float) -> ReadError:
    """A hostile file, or a large one on a slow machine."""
    return ReadError("The file could not be read within {seconds:g} seconds.", where="{file}",
                     fix="{trusting_advice}; else {as_text}", seconds=seconds, file=name,
                     trusting_advice=trusting_advice(seconds=seconds * 6), as_text=AS_TEXT)


def _refuse_crash(ended: int, data: bytes, complaint: bytes, name: str, seconds: float, megabytes: int) -> None:
    """One ReadError for a signal, an exit with an error, or an answer that is not whole."""
    if ended == 0 and data.startswith(MARK):
        return
    if hasattr(signal, "SIGXCPU") and ended == -signal.SIGXCPU:
        raise _too_slow(name, seconds)
    if b"MemoryError" in complaint or b"memory allocation" in complaint:
        raise out_of_memory(name, megabytes)
    if os.strerror(errno.ENOSPC).encode() in complaint:
        raise _no_room(name, os.strerror(errno.ENOSPC))
    how = signal.Signals(-ended).name if -ended in set(signal.Signals) else Message("exit {ended}", ended=ended)
    raise ReadError("The file makes its reader fail ({how}): it is damaged, or made to do harm.", where="{file}",
                    fix=AS_TEXT, how=how, file=name)


def _no_room(name: str, reason: str) -> ReadError:
    """The folder in which caller and child leave their messages is full, or not there."""
    return ReadError("The folder for temporary files cannot be used: {reason}.", where="{file}",
                     fix="empty it, or name another one in the environment variable TMPDIR (on Windows TEMP)",
                     reason=reason, file=name)


def out_of_memory(name: str, megabytes: int) -> ReadError:
    """The reader asked for more than it may have."""
    return ReadError("The file needs more than {megabytes} MB of memory to be read.", where="{file}",
                     fix="{trusting_advice}; else {as_text}", megabytes=megabytes, file=name,
                     trusting_advice=trusting_advice(megabytes=megabytes * 4), as_text=AS_TEXT)


def _parse_answer(data: bytes, name: str) -> ChildAnswer:
    """The answer with its columns; the child's own refusal is raised here."""
    try:
        start = len(MARK) + 8
        end = start + int.from_bytes(data[len(MARK):start], "little")
        head = json.loads(data[start:end])
        if "error" in head:
            what, place, fix = map(from_data, head["error"])
            raise ReadError(what or "", where="{place}", fix=fix, place=place)
        return ChildAnswer(head, _columns(head, data, end))
    except ReadError:
        raise
    except (ValueError, KeyError, TypeError, IndexError):
        raise ReadError("The reader's answer is damaged.", where="{file}", fix=AS_TEXT, file=name) from None


def _columns(head: Mapping[str, Any], data: bytes, start: int) -> list[Column]:
    """Columns whose codes all point at a text; where no codes were sent, the texts are the cells."""
    ends = list(accumulate(head["texts"], initial=start))
    spans = [memoryview(data)[begin:end] for begin, end in pairwise(ends)]
    codes = np.frombuffer(memoryview(data)[ends[-1]:], dtype="<i4")
    whole = ends[-1] <= len(data) and sum(head["lengths"]) == len(codes)
    if not whole or len(spans) != len(head["lengths"] or spans):
        raise ValueError("texts or codes are missing")
    if not head["lengths"]:
        return list(map(_distinct, spans))
    columns = list(map(Column, map(_texts, spans), np.split(codes, np.cumsum(head["lengths"])[:-1])))
    if not all(0 <= c.codes.min() <= c.codes.max() < len(c.texts) for c in columns if len(c.codes)):
        raise ValueError("codes without texts")
    return columns


def _texts(span: bytes | memoryview) -> tuple[str, ...]:
    """Texts that are each ended by a NUL."""
    return tuple(str(span, "utf-8", "surrogatepass").split("\0")[:-1])


def _distinct(span: memoryview) -> Column:
    """A column of cells, each distinct text held once: Arrow looks at the bytes, NULs included, as they stand."""
    import pyarrow as pa  # deferred: only workbooks pay for it

    ends = np.flatnonzero(np.frombuffer(span, dtype=np.uint8) == 0) + 1
    offsets = np.concatenate([[0], ends]).astype(np.int64)  # what Arrow counts by, on every machine
    if offsets[-1] != len(span):
        raise ValueError("a cell is not ended")
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(span)]
    found = pa.Array.from_buffers(pa.large_binary(), len(ends), buffers).dictionary_encode()
    _, places, texts = found.dictionary.buffers()
    last = np.frombuffer(places, dtype=np.int64)[len(found.dictionary)] if len(ends) else 0
    return Column(_texts(memoryview(texts or b"")[:last]), found.indices.to_numpy())
