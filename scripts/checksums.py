"""Write data/raw/SHA256SUMS: one line per data file, so that a changed input is noticed.

READMEs are prose and may be improved without a new checksum; everything else is hashed.
Run after adding a file:  python scripts/checksums.py
"""

import hashlib
import sys
from pathlib import Path

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
NAME = "SHA256SUMS"


def lines(folder: Path) -> list[str]:
    """Return `sha256  relative/path` for every data file under `folder`, sorted by path."""
    files = {
        file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if _counts(file)
    }
    return [
        f"{hashlib.sha256(files[name].read_bytes()).hexdigest()}  {name}" for name in sorted(files)
    ]


def _counts(file: Path) -> bool:
    """Prose, the list itself, hidden files and Excel's lock files are not data."""
    prose_or_list = file.name == NAME or file.stem.upper() == "README"
    return file.is_file() and not prose_or_list and not file.name.startswith((".", "~$"))


def main(folder: Path = RAW) -> None:
    """Write the list beside the data it describes."""
    text = "\n".join(lines(folder)) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:2]))
