"""Bytes on disk: checksums, writes that cannot tear, zip files that are always the same.

A write is a temporary file in the same folder, fsync, `os.replace`: the old file survives any crash.
"""

import contextlib
import hashlib
import io
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from surveykit.errors import CleaningError, ReadError, ReportError, SurveyError, did_you_mean
from surveykit.words.messages import Message

EPOCH = (1980, 1, 1, 0, 0, 0)


def read_bytes(path: str | Path) -> bytes:
    """The file's bytes, or a ReadError that says why not."""
    path = Path(path)
    if os.path.isdir(path):  # false also where the name is too long
        raise ReadError("A file is needed, but this is a folder.", where="{file}",
                        fix="name the file inside it", file=path)
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise ReadError("The file does not exist.", where="{file}", fix=_near(path), file=path) from None
    except (OSError, ValueError) as error:
        raise ReadError("The file cannot be opened: {reason}.", where="{file!r}", file=str(path), reason=_reason(error),
                        fix="check the path and the permissions, or close it in Excel") from None


def _near(path: Path) -> str:
    """What the caller may have meant by a file that is not there."""
    if not path.parent.is_dir():
        return Message("there is no folder {parent!r}; check the path", parent=str(path.parent))
    names = sorted(p.name for p in path.parent.iterdir() if p.is_file() and p.name[0] != ".")
    return did_you_mean(path.name, names) if names else Message("check the path: its folder holds no files")


def sha256(data: bytes) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def file_facts(path: str | Path | None) -> dict[str, object]:
    """What results say of a file of real data that they come from; empty for none."""
    checksum = "" if path is None else sha256(read_bytes(path))
    return {"file": "" if path is None else Path(path).name, "sha256": checksum, "synthetic": False}


@contextlib.contextmanager
def report_disk_errors(path: Path) -> Iterator[None]:
    """Failures of the disk as errors of ours."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a name with NUL
        if isinstance(error, SurveyError):
            raise
        named = getattr(error, "filename2", None) or getattr(error, "filename", None) or path
        raise ReportError("The file cannot be written: {reason}.", where="{file}",
                          fix="close it in Excel or Word; check the folder's permissions and the space on the disk",
                          reason=_reason(error), file=named) from error


def _reason(error: Exception) -> Message:
    """What the system says."""
    return Message.verbatim(str(getattr(error, "strerror", None) or error))


def may_write(path: str | Path, *, inputs: Iterable[str | Path | None] = (), checksum: str = "",
              raw_copy: bool = False, codebook: bool = False) -> Path:
    """The path, if it may be written; every writer asks here.
    Never a link, a read-only file, or a file that the same call reads (`inputs`, or its `checksum`); and nothing
    under `data/raw` but a new codebook, and what a new study copies there (`raw_copy`): never over a file, save
    that a codebook may be settled where it stands (`codebook`).
    """
    path = Path(path)
    with report_disk_errors(path):
        _refuse_place(path, inputs, checksum, raw_copy, codebook)
    return path


def _refuse_place(path: Path, inputs: Iterable[str | Path | None], checksum: str, raw_copy: bool,
                  codebook: bool) -> None:
    """Refuse a path that may not be written."""
    if path.is_symlink():
        raise ReportError("A link cannot be overwritten.", where="{file}", fix="name the file itself", file=path)
    named = path.name.casefold().endswith(".codebook.xlsx")
    if ("data", "raw") in pairwise(part.casefold() for part in path.parent.resolve().parts) and (
            (path.exists() and not (codebook and named)) or not (raw_copy or named)):
        raise CleaningError("data/raw cannot be written.", where="{file}", fix="write to data/processed/<study>",
                            file=path)
    if path.is_file():
        _refuse_kept(path, inputs, checksum)
    elif path.exists() and not path.is_dir():
        raise ReportError("A device or a pipe is no file to write.", where="{file}", fix="choose another name for the "
                          "output", file=path)


def _refuse_kept(path: Path, inputs: Iterable[str | Path | None], checksum: str) -> None:
    """A file that is there may be replaced, unless it is read-only or an input."""
    if not path.stat().st_mode & 0o222:
        raise ReportError("A read-only file cannot be overwritten.", where="{file}",
                          fix="choose another name, or make the file writable", file=path)
    if any(Path(one).exists() and path.samefile(one) for one in inputs if one) or (
            checksum and sha256(read_bytes(path)) == checksum):
        raise ReportError("A file cannot be overwritten by what is made from it.", where="{file}",
                          fix="choose another name for the output", file=path)


def write_atomic(path: str | Path, data: bytes, *, inputs: Iterable[str | Path | None] = (),
                 checksum: str = "", raw_copy: bool = False, codebook: bool = False) -> None:
    """Replace `path` by `data` in one step, if it may be written; a crash leaves the old file."""
    path = may_write(path, inputs=inputs, checksum=checksum, raw_copy=raw_copy, codebook=codebook)
    with report_disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-", suffix=path.suffix)
        try:
            _fill(handle, data)
            os.chmod(temporary, _mode(path))
            os.replace(temporary, path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
            raise


def _mode(path: Path) -> int:
    """The permissions of the file that was there, else those of a new file."""
    if path.is_file():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def _fill(handle: int, data: bytes) -> None:
    """Write an open file to the disk itself."""
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def write_all(folder: str | Path, files: Mapping[str, bytes], *, inputs: Iterable[str | Path | None] = (),
              checksum: str = "") -> list[Path]:
    """Write several files, all or none: if one cannot be replaced, the old ones come back."""
    folder = Path(folder)
    inputs = tuple(inputs)
    targets = [may_write(folder / name, inputs=inputs, checksum=checksum) for name in files]
    with report_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".part-") as staging:
            new, old = Path(staging) / "new", Path(staging) / "old"
            for name, data in files.items():
                write_atomic(new / name, data)
                os.chmod(new / name, _mode(folder / name))
            _swap([(new / name, folder / name, old / name) for name in files])
    return targets


def _swap(moves: Sequence[tuple[Path, Path, Path]]) -> None:
    """Move each new file onto its target, a copy of the old one kept until all are there."""
    begun = []
    try:
        for new, target, old in moves:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_file():
                old.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(target, old)
            begun.append((target, old))
            os.replace(new, target)
    except BaseException:
        for target, old in begun:
            _restore(target, old)
        raise


def _restore(target: Path, old: Path) -> None:
    """The target as it was: its old file, or none."""
    if old.is_file():
        os.replace(old, target)
    elif target.is_file():
        target.unlink()


def canonical_zip(data: bytes, replace: Mapping[str, bytes] | None = None) -> bytes:
    """The same zip with fixed order, dates and attributes: equal content, equal bytes."""
    source = zipfile.ZipFile(io.BytesIO(data))
    members = {name: source.read(name) for name in source.namelist()} | dict(replace or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(members, key=lambda n: (n != "[Content_Types].xml", n)):
            info = zipfile.ZipInfo(name, date_time=EPOCH)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0
            target.writestr(info, members[name])
    return out.getvalue()
