"""Two files compared: two codebooks, or two exports, cell for cell by their keys."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from surveykit.answers import open_export, open_export_table
from surveykit.codebook import read_codebook
from surveykit.codebook.codebook_changes import FIELDS, CodebookChange, diff_codebooks
from surveykit.errors import CodebookError, ReadError
from surveykit.files.disk import sha256
from surveykit.platforms.detect_platform import detect_export
from surveykit.text.display_width import display_width
from surveykit.text.personal import classify_personal
from surveykit.words.phrases import in_language, phrase

CODEBOOKS = {".qsf", ".lss", ".xml"}
WIDEST = 44
WORDS = {"added", "removed", "moved", "todo", "option", "order", "scale", "setting", *FIELDS}


def diff_files(old: str | Path, new: str | Path) -> tuple[CodebookChange, ...]:
    """All changes from one file to another: of codebooks what they say, of exports their cells.
    Rows of exports are found by the platform's key, else by their number; `item` is the heading, `what` the key.
    """
    if _is_codebook(Path(old)) and _is_codebook(Path(new)):
        return diff_codebooks(read_codebook(old), read_codebook(new))
    return tuple(_cell_changes(_read_cells(old), _read_cells(new)))


def _is_codebook(path: Path) -> bool:
    """Whether a file can be read as a codebook."""
    if path.is_dir() or path.suffix.casefold() in CODEBOOKS or path.name.casefold().endswith(".codebook.xlsx"):
        return True
    try:
        read_codebook(path)
    except (CodebookError, ReadError):
        return False
    return True


def _read_cells(path: str | Path) -> dict[str, dict[str, str]]:
    """The cells of an export by key and heading."""
    raw = open_export(path)
    table = open_export_table(raw, detect_export(raw))
    keys = next((table.columns[slot.place].cells() for slot in table.slots if slot.meta == "id"), None)
    keys = [str(line) for line in table.lines.tolist()] if keys is None or len(set(keys)) < len(keys) else list(keys)
    found: dict[str, dict[str, str]] = {key: {} for key in keys}
    for slot in table.slots:
        heading, cells = slot.heading or slot.names[0], list(table.columns[slot.place].cells())
        if classify_personal(heading, cells):  # compared, and never shown
            cells = [f"***{sha256(cell.encode())[:6]}" if cell.strip() else "" for cell in cells]
        for key, cell in zip(keys, cells, strict=True):
            found[key][heading] = cell.strip()
    return found


def _cell_changes(old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> Iterator[CodebookChange]:
    """Rows added and removed, and every cell that differs."""
    for key, cells in new.items():
        if key not in old:
            yield CodebookChange("", key, "", "+")
            continue
        for heading in dict.fromkeys([*old[key], *cells]):
            before, after = old[key].get(heading, ""), cells.get(heading, "")
            if before != after:
                yield CodebookChange(heading, key, before, after)
    yield from (CodebookChange("", key, "-", "") for key in old if key not in new)


def diff_lines(changes: tuple[CodebookChange, ...], language: str,
               reasons: Mapping[tuple[str, str], str] | None = None) -> list[str]:
    """The changes as a table of four columns, then how many they are; with reasons (by key and heading) of five."""
    if not changes:
        return [in_language(phrase("diff.none"), language)]
    names = ("item", "what", "old", "new", *(("reason",) if reasons else ()))
    head = [in_language(phrase(f"diff.{column}"), language) for column in names]
    unsaid = in_language(phrase("diff.no_reason"), language)
    why = [[reasons.get((change.what, change.item)) or unsaid] if reasons else [] for change in changes]
    rows = [head, *([change.item or "*", _word(change.what, language), change.old, change.new, *words]
                    for change, words in zip(changes, why, strict=True))]
    cells = [[_shorten(" ".join(text.split())) for text in row] for row in rows]
    widths = [max(display_width(row[place]) for row in cells) for place in range(len(names) - 1)]
    lines = ["  ".join([*(text + " " * (width - display_width(text)) for text, width in zip(row, widths, strict=False)),
                        row[-1]]).rstrip() for row in cells]
    return [*lines, in_language(phrase("diff.count", count=len(changes)), language)]


def _word(what: str, language: str) -> str:
    """What changed, in one language; a key of respondents stays as it is."""
    word, _, rest = what.partition(" ")
    if word not in WORDS:
        return what
    return f"{in_language(phrase(f'diff.{word}'), language)} {rest}".strip()


def _shorten(text: str) -> str:
    """A cell that is not too wide."""
    while display_width(text) > WIDEST:
        text = text[:-2].rstrip("…") + "…"
    return text
