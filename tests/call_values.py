"""What the lines of `data/calls` are made of: files in a folder, forms as rules look at them, text columns."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from unittest import mock

import pandas as pd

import surveykit as sk
from surveykit.screening.rule_outcome import RuleRefusedError
from surveykit.screening.screened_answers import ScreenedAnswers

POINTS = tuple(sk.Option(f"p{n}", {"en": f"Point {n}"}, float(n)) for n in range(1, 6))
LETTERS = tuple(sk.Option(letter, {"en": letter.upper()}) for letter in "abcd")


def lay_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """A folder with these files; a name that ends with `/` is a folder."""
    for name, content in files.items():
        path = folder / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def list_files(folder: Path) -> dict[str, bytes]:
    """What stands in a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def caught(call: Callable[[], object]) -> object:
    """What a call gives, or what it raises."""
    try:
        return call()
    except sk.SurveyError as error:
        return error.message("en")
    except Exception as error:
        return repr(error)


def throw(error: Exception) -> None:
    """Raise an error."""
    raise error


def inside(manager: AbstractContextManager, call: Callable[[], object]) -> object:
    """What a call gives within a `with`."""
    with manager:
        return call()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip file with these members, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in members.items():
            target.writestr(name, data)
    return out.getvalue()


def cmap_4(*runs: tuple[int, int]) -> bytes:
    """A table of the characters of a font, of format 4."""
    starts, ends = zip(*runs, (0xFFFF, 0xFFFF), strict=True)
    return struct.pack(f">7H{len(ends)}HH{len(ends)}H", 4, 0, 0, 2 * len(ends), 0, 0, 0, *ends, 0, *starts)


def cmap_12(*runs: tuple[int, int]) -> bytes:
    """The same, of format 12."""
    return struct.pack(">HHIII", 12, 0, 0, 0, len(runs)) + b"".join(struct.pack(">3I", *run, 1) for run in runs)


def font(cmaps: Mapping[int, bytes], family: str = "Plain", base: int = 0) -> bytes:
    """A font file with tables of characters and a name; of a collection, the face that begins at `base`."""
    heads, parts, at = b"", b"", 4 + 8 * len(cmaps)
    for table in cmaps.values():
        heads, parts = heads + struct.pack(">HHI", 3, 1, at + len(parts)), parts + table
    cmap = struct.pack(">HH", 0, len(cmaps)) + heads + parts
    said = family.encode("utf-16-be")
    name = struct.pack(">3H6H", 0, 1, 18, 3, 1, 0x409, 1, len(said), 0) + said
    first = base + 12 + 2 * 16
    return (struct.pack(">I4H", 0x10000, 2, 0, 0, 0) + struct.pack(">4s3I", b"cmap", 0, first, len(cmap))
            + struct.pack(">4s3I", b"name", 0, first + len(cmap), len(name)) + cmap + name)


def collection(*families: str) -> bytes:
    """A collection of fonts with these names."""
    start, faces = 12 + 4 * len(families), list[bytes]()
    starts = list[int]()
    for family in families:
        starts.append(start + sum(map(len, faces)))
        faces.append(font({4: cmap_4((65, 66))}, family, starts[-1]))
    return b"ttcf" + struct.pack(f">II{len(starts)}I", 0x10000, len(starts), *starts) + b"".join(faces)


def forms(roles: Mapping[str, str] | None = None, keep: str = "first", *,
          odd: Mapping[str, Sequence[object]] | None = None, rules: Mapping[str, Mapping[str, str]] | None = None,
          **columns: Sequence[object]) -> ScreenedAnswers:
    """Forms, a sign or a value each: `r1` a rating from 1 to 5, `ra1` one of the scale `a`, `ra1x` a reversed one,
    `q1` a choice of a to d, `n1` or `page_time_1` a number, `t1` a text; a dot for none. `odd` are answers that no
    codebook allows, `rules` other fields of items.
    """
    roles, items = roles or {}, []
    for name in columns:
        kind = {"r": "rating", "q": "single", "n": "number", "p": "number", "t": "text"}[name[0]]
        scale = name[1] if kind == "rating" and name[1].isalpha() else None
        options = {"rating": POINTS, "single": LETTERS}.get(kind, ())
        items.append(sk.Item(name, kind, {"en": name}, options, scale=scale, reverse=name.endswith("x"),
                             role=roles.get(name), **(rules or {}).get(name, {})))
    scales = tuple(sk.Scale(name, {}, 1, 5) for name in dict.fromkeys(item.scale for item in items) if name)
    cells = {item.name: [None if cell in (".", None) else float(cell) if item.kind in {"rating", "number"} else cell
                         for cell in columns[item.name]] for item in items}
    survey = sk.Survey.from_frame(pd.DataFrame(cells), sk.Codebook(tuple(items), scales))
    frame = survey.responses.assign(**odd or {})
    return ScreenedAnswers(survey.with_responses(frame, step=sk.Step("odd", "x")) if odd else survey, keep)


def told(rule: Callable, answers: ScreenedAnswers, limit: object) -> str:
    """Whom a rule looked at and hit, or why it refused."""
    try:
        found = rule(answers, limit)
    except RuleRefusedError as refusal:
        return refusal.reason["en"]
    except sk.SurveyError as error:
        return error.message("en")
    hits = [f"{hits.item}: {', '.join(f'{row}={value}' for row, value in zip(hits.rows, hits.values, strict=True))}"
            f" / {hits.threshold} {hits.severity}".rstrip() for hits in found.hits]
    return f"{found.base} | {' | '.join(hits)} {found.note.get('en', '')}".rstrip()


MADE = {"Item": sk.Item, "Option": sk.Option, "Scale": sk.Scale, "Codebook": sk.Codebook, "pd": pd, "forms": forms,
        "told": told, "caught": caught, "throw": throw, "inside": inside, "zipped": zipped, "mock": mock,
        "font": font, "cmap_4": cmap_4, "cmap_12": cmap_12, "collection": collection,
        "list_files": list_files, "POINTS": POINTS, "LETTERS": LETTERS}
