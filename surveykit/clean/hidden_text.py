"""Old answers kept out of a log: a keyed hash in their place, which a replay with the key can check.

The key is one random file per user, outside every project. A salt in the log would not do: names, telephone numbers and
student numbers are few enough to be tried one after the other by anybody who has the log.
"""

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from surveykit.errors import CleaningError
from surveykit.survey import Change

PLACE = "SURVEYKIT_KEY"  # environment variable that names another key file
HASHED = "hmac-sha256:"
BYTES, SHOWN_ID, SHOWN_HASH = 32, 8, 32
PROJECT_MARKS = ("study.yaml", "data/raw", ".git")


def hide_old(change: Change, key: bytes) -> Change:
    """The line with a keyed hash of its cell and its old text in place of the old text."""
    text = "\0".join((change.respondent, change.item, change.old))
    digest = hmac.new(key, text.encode(), "sha256").hexdigest()
    return change._replace(old=f"{HASHED}{key_id(key)}:{digest[:SHOWN_HASH]}")


def is_hidden(change: Change) -> bool:
    """Whether a line holds a hash in place of the old text."""
    return change.old.startswith(HASHED)


def key_id(key: bytes) -> str:
    """Which key it is, without giving it away."""
    return hashlib.sha256(b"surveykit key" + key).hexdigest()[:SHOWN_ID]


def key_path() -> Path:
    """Where the key lies: `SURVEYKIT_KEY`, else the user's folder of settings."""
    named = os.environ.get(PLACE)
    if named:
        return Path(named)
    settings = os.environ.get("APPDATA") if os.name == "nt" else os.environ.get("XDG_CONFIG_HOME")
    return Path(settings or Path.home() / ".config") / "surveykit" / "key"


def load_key(file: str | Path | None = None, *, create: bool | None = None) -> bytes:
    """The key of a file, or the user's own, which is made when it is first needed; another one only on request."""
    path = key_path() if file is None else Path(file)
    _refuse_project(path)
    if not path.exists():
        if create is False:
            raise CleaningError("There is no key.", where="{file}", fix="create=True makes one; keep a copy of it",
                                file=path)
        _make_key(path)
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise CleaningError("Others can read the key of hidden answers.", where="{file}", fix="chmod 600 {file}",
                            file=path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != BYTES:
        raise CleaningError("The file holds no key of hidden answers.", where="{file}",
                            fix="restore it from a copy; without it hidden answers cannot be checked", file=path)
    return key


def _refuse_project(path: Path) -> None:
    """Refuse a key that lies beside data."""
    for folder in path.resolve().parents:
        if any((folder / mark).exists() for mark in PROJECT_MARKS) and folder != Path.home().resolve():
            raise CleaningError("The key of hidden answers cannot lie in a project.", where="{file}", file=path,
                                fix="move it elsewhere, and name it in the variable {variable}", variable=PLACE)


def _make_key(path: Path) -> None:
    """A new random key that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(BYTES) + "\n")
