"""How empty the pages of PDF reports are: the free part below the last line of each page.

    python scripts/measure_pages.py FOLDER [--most 0.34]

Each .pdf below the folder is read (poppler's pdftoppm must be at hand); a .docx is turned into one first where
LibreOffice is at hand. A page but the last that is emptier than --most is printed: look whether a chapter ends there.
Ends with 1 if any is.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

TOP, FOOT = 0.08, 0.925  # of the height of a page: what the running head and the page number leave
INK = 250


def page_pictures(pdf: Path, folder: Path) -> list[Path]:
    """Each page as a small grey picture."""
    subprocess.run(["pdftoppm", "-r", "40", "-gray", str(pdf), str(folder / "p")], check=True)
    return sorted(folder.glob("p-*.pgm"))


def free_part(picture: Path) -> float:
    """The part of the text's height that stays white below the last ink."""
    with Image.open(picture) as page:
        ink = (np.asarray(page) < INK).any(axis=1)
    rows = len(ink)
    inside = np.flatnonzero(ink[int(rows * TOP):int(rows * FOOT)])
    height = int(rows * FOOT) - int(rows * TOP)
    return 1 - (inside[-1] + 1) / height if len(inside) else 1.0


def empty_pages(pdf: Path, most: float) -> Iterator[tuple[int, float]]:
    """The pages that are emptier than allowed, the last one aside."""
    with tempfile.TemporaryDirectory() as folder:
        pages = page_pictures(pdf, Path(folder))
        for number, picture in enumerate(pages[:-1], 1):
            if (free := free_part(picture)) > most:
                yield number, free


def pdf_of(path: Path, folder: Path) -> Path:
    """The file itself, or the PDF that LibreOffice makes of it."""
    if path.suffix == ".pdf":
        return path
    own = f"-env:UserInstallation={(folder / 'user').as_uri()}"  # so that two runs do not wait for each other
    subprocess.run(["soffice", "--headless", own, "--convert-to", "pdf", "--outdir", str(folder), str(path)],
                   check=True, capture_output=True)
    return folder / f"{path.stem}.pdf"


def main() -> int:
    """Print the pages that are too empty."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=float, default=1 / 3)
    chosen = parser.parse_args()
    kinds = {".pdf", ".docx"} if shutil.which("soffice") else {".pdf"}
    found = 0
    for path in sorted(path for path in chosen.folder.rglob("*") if path.suffix in kinds):
        with tempfile.TemporaryDirectory() as folder:
            for number, free in empty_pages(pdf_of(path, Path(folder)), chosen.most):
                print(f"{path}: page {number} is {free:.0%} empty")
                found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
