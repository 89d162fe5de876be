"""What a crash leaves in a folder of ours: half-written files, locks of processes that are gone."""

import contextlib
import os
import shutil
import socket
import time
from collections.abc import Iterator
from pathlib import Path

from surveykit.errors import ReportError
from surveykit.files.disk import report_disk_errors

PART, LOCK = ".part-", ".surveykit-lock"
OLD = 3600  # seconds after which nobody still writes a temporary file


def clear_leftovers(folder: str | Path) -> list[Path]:
    """Remove temporary files that a crash left in a folder more than an hour ago; those removed."""
    removed = []
    for path in sorted(Path(folder).glob(f"{PART}*")):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > OLD:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
                removed.append(path)
    return removed


@contextlib.contextmanager
def lock_folder(folder: str | Path) -> Iterator[None]:
    """Nobody else writes the results of a run into this folder until the block ends.
    What a run starts (a notebook's kernel) may write where the run does: its parent holds the lock for it.
    """
    path = Path(folder) / LOCK
    shared = _holder(path) == f"{os.getppid()} {socket.gethostname()}"
    with report_disk_errors(Path(folder)):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not shared:
            _take(path)
    try:
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            if not shared:
                path.unlink()


def _take(path: Path) -> None:
    """Make the lock; one that a process of this machine left when it died is taken over."""
    owner = f"{os.getpid()} {socket.gethostname()}"
    for _ in range(2):
        try:
            with path.open("x", encoding="utf-8") as stream:
                stream.write(owner)
            return
        except FileExistsError:
            holder = _holder(path)
            if not _is_gone(holder):
                raise ReportError("Another run writes into this folder (process {holder}).", where="{parent}",
                                  fix="wait until it ends; if there is none, delete {path}", holder=holder or "?",
                                  parent=path.parent, path=path.name) from None
            with contextlib.suppress(FileNotFoundError):
                path.unlink()


def _holder(path: Path) -> str:
    """Process and machine that made the lock; '' if it is gone again or says nothing."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _is_gone(holder: str) -> bool:
    """Whether the process was one of this machine and lives no more."""
    process, _, machine = holder.partition(" ")
    if not process.isdigit() or machine != socket.gethostname() or os.name != "posix":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
