"""Small files and surveys for the calls of `data/calls`, and what is made of them, as text."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pandas as pd
from export_renderings import survey, terse

import surveykit as sk
from surveykit.result import Result

Files = Mapping[str, str | bytes | pd.DataFrame]


def of(columns: Mapping[str, list], *items: sk.Item, keys: str = "", scales: tuple = (),
       **settings: object) -> sk.Survey:
    """A survey made in code; `keys` are its respondents."""
    frame = pd.DataFrame(columns, index=keys.split() or None)
    return sk.Survey.from_frame(frame, sk.Codebook(items, scales, settings) if items else None)


def chosen(name: str, words: str, kind: str = "single", **more: object) -> sk.Item:
    """An item with options whose labels are their names in capitals: `a b=2 c!` has a score and a kind of missing."""
    told = [word.partition("=") for word in words.split()]
    options = tuple(sk.Option(value.rstrip("!"), {"en": value.rstrip("!").upper()}, float(score) if score else None,
                              "refused" if value.endswith("!") else None) for value, _, score in told)
    return sk.Item(name, kind, {"en": f"Q {name}"}, options, **more)


def in_folder(files: Files, call: Callable[[Path], object]) -> str:
    """What a call gives that is told of a folder with some small files."""
    with tempfile.TemporaryDirectory() as name:
        for file, content in files.items():
            write_small(Path(name) / file, content)
        try:
            return show(call(Path(name))).replace(name, "")
        except sk.SurveyError as error:
            return error.message("en").replace(name, "")


def write_small(path: Path, content: str | bytes | pd.DataFrame) -> None:
    """A text, bytes, or a frame in the format that the name asks for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, pd.DataFrame):
        sk.write_survey(sk.Survey.from_frame(content), path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def read(text: str | bytes, *items: sk.Item, name: str = "a.csv", scales: tuple = (), settings: Mapping | None = None,
         **given: object) -> str:
    """A small file as a survey, read with items or without."""
    book = sk.Codebook(items, scales, settings or {}) if items else None
    return in_folder({name: text}, lambda folder: sk.read_survey(folder / name, book, **given))


def show(made: object) -> str:
    """What was made, its lines set in as those of calls are."""
    return "\n    ".join(told(made))


def told(made: object) -> Iterator[str]:
    """A survey, a result or anything else, line by line."""
    if isinstance(made, sk.Survey):
        yield from survey(made)
        yield from map(terse, made.codebook)
    elif isinstance(made, Result):
        yield from made.grid("en").to_text().splitlines()
        yield from made.table.to_csv(sep="|", float_format="%.6g").splitlines()
    elif isinstance(made, list | tuple) and not hasattr(made, "_fields"):
        for one in made:
            yield from told(one)
    else:
        yield from terse(made).splitlines() or [""]
