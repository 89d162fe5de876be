"""The doubts of a drafted workbook settled in the terminal, one by one; every answer is kept at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path

from surveykit.codebook import Codebook, Item, read_codebook
from surveykit.codebook.codebook_workbook import codebook_sheets
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.codebook.items import KINDS
from surveykit.codebook.translate_doubt import translate_doubt
from surveykit.codebook.xlsform_codebook import SHEETS
from surveykit.drafting.draft_codebook import write_draft
from surveykit.drafting.group_doubts import doubt_shape
from surveykit.errors import CodebookError, SurveyError, list_quoted
from surveykit.files.study_settings import SETTINGS, read_settings
from surveykit.formats import bytes_of, sheets_of
from surveykit.words.phrases import in_language, phrase

SHOWN = 12
TYPED = {"kind": "k single", "order": "o 2 1 3", "words": "o yes; no", "both": "ko rating 1 2 3", "short": "n ...",
         "condition": "r ${q1} = 'yes'", "alike": "a", "skip": "s", "quit": "q"}  # examples of what can be typed
Ask = Callable[[str], str]  # a prompt to what was typed; EOFError where nobody is there
Say = Callable[[str], None]


def read_draft(path: str | Path) -> Draft:
    """A drafted workbook with what is still open in it, each line of `sk_todo` a doubt."""
    book = read_codebook(path)
    doubts = [DraftQuestion(name, "todo", translate_doubt(line)) for name, text in book.settings.get("todo", {}).items()
              for line in text.splitlines() if line.strip()]
    order = {item.name: place for place, item in enumerate(book)}
    doubts.sort(key=lambda doubt: order.get(doubt.item, -1))
    bare = {key: value for key, value in book.settings.items() if key not in {"todo", "warnings"}}
    return Draft(replace(book, settings=bare), tuple(doubts))


def settle_workbook(path: str | Path, *, language: str, ask: Ask | None = None, say: Say) -> int:
    """Ask every open doubt of a workbook and write each answer into it; how many are left.
    A study's folder stands for its codebook. Without `ask` every proposal is taken, and said. The export is not opened.
    """
    path = Path(path)
    path = path / read_settings(path).codebook if (path / SETTINGS).is_file() else path  # the folder of a study
    draft = read_draft(path)
    _refuse_losses(path, draft.codebook)
    names = list(dict.fromkeys(doubt.item for doubt in draft.doubts))
    say(_phrase("settle.open", language, count=len(draft.doubts), items=len(names)))
    for place, name in enumerate(names, start=1):
        if name not in {doubt.item for doubt in draft.doubts}:
            continue  # settled with others
        for line in _describe(draft, name, place, len(names), language):
            say(line)
        if ask is None:
            draft = draft.settle(name)
            say(_phrase("settle.taken", language))
            continue
        settled = _settle_one(draft, name, language, ask, say)
        if settled is None:
            break
        if settled is not draft:
            draft = settled
            write_draft(draft, path, language=language, replace=True)
    if ask is None:
        write_draft(draft, path, language=language, replace=True)
    say(_phrase("settle.left", language, count=len(draft.doubts)) if draft.doubts else _phrase("settle.done", language))
    return len(draft.doubts)


def _refuse_losses(path: Path, book: Codebook) -> None:
    """Refuse a workbook that holds what would be lost if it were written again."""
    if path.suffix.casefold() != ".xlsx":
        raise CodebookError("Only a drafted workbook (.xlsx) can be settled here.", where="{file}",
                            fix="surveykit draft EXPORT --to another.codebook.xlsx", file=path)
    found = sheets_of(bytes_of(path), path.name, SHEETS)
    ours = codebook_sheets(book, {"": "?", **{item.name: "?" for item in book}})
    strange = [heading for sheet, rows in found.items() for heading in (rows[0] if rows else [])
               if heading.strip() and heading not in ours[sheet][0]]
    rows = sum(any(cell.strip() for cell in row) for row in found.get("survey", [])[1:])
    if strange or rows != len(book):
        raise CodebookError("Settling would lose what this workbook holds besides: {lost}.", where="{file}",
                            fix="settle it in the workbook itself: correct it and clear the cells of sk_todo",
                            lost=list_quoted(strange) if strange else "group, note", file=path)


def _describe(draft: Draft, name: str, place: int, count: int, language: str) -> list[str]:
    """What is open about an item, with its wording, its kind and its first options."""
    doubts = [f"  ? {in_language(doubt.text, language)}" for doubt in draft.doubts if doubt.item == name]
    if name not in draft.codebook:
        return ["", f"[{place}/{count}] {_phrase('settle.whole', language)}", *doubts]
    item = draft.codebook[name]
    head = f"[{place}/{count}] {name}: {in_language(item.label, language)}"
    lines = [f"    {n}. {in_language(option.label, language)}{f' [{option.missing}]' if option.missing else ''}"
             for n, option in enumerate(item.options[:SHOWN], start=1)]
    shown = lines + (["    …"] if len(item.options) > SHOWN else [])
    return ["", head, f"  {_phrase(f'codebook.{item.kind}', language)}", *shown, *doubts]


def _settle_one(draft: Draft, name: str, language: str, ask: Ask, say: Say) -> Draft | None:
    """The draft with an item settled; the same where it was left open; None where the user stops."""
    while True:
        try:
            told = ask(_phrase("settle.ask", language)).strip()
        except (EOFError, KeyboardInterrupt):
            return None
        word, _, rest = told.partition(" ")
        if word == "q":
            return None
        if word == "s":
            return draft
        if word == "a":
            alike = find_alike(draft, name)
            say(_phrase("settle.alike", language, items=", ".join(alike)))
            return reduce(Draft.settle, alike, draft)
        try:
            settled = _answer(draft, name, word, rest.strip())
        except SurveyError as error:
            say(error.message(language))
            continue
        if settled is not None:
            return settled
        say(_phrase("settle.help", language, kinds=", ".join(KINDS), **TYPED))


def find_alike(draft: Draft, name: str) -> list[str]:
    """The item, and all others that have no doubts but its own kinds."""
    shapes: dict[str, set[tuple[str, str]]] = {}
    for doubt in draft.doubts:
        shapes.setdefault(doubt.item, set()).add(doubt_shape(doubt))
    return [item for item, asked in shapes.items() if asked <= shapes[name]]


def _answer(draft: Draft, name: str, word: str, rest: str) -> Draft | None:
    """What an answer makes of the draft; None where it is none."""
    if not word:
        return draft.settle(name)
    if name not in draft.codebook or not rest:
        return None
    if word in ("k", "o", "ko"):
        kind, _, told = rest.partition(" ") if word == "ko" else (rest, "", rest) if word == "k" else ("", "", rest)
        return draft.settle(name, kind=kind or None,
                            options=None if word == "k" else _parse_options(draft.codebook[name], told))
    if word == "n":
        return draft.settle(name, short=rest)
    if word == "r":
        return draft.settle(name, asked_if=rest)
    return None


def _parse_options(item: Item, told: str) -> Sequence[str]:
    """Options by number (`2 1 3`) or label (`yes; no`); those not named stand behind, for people chose them."""
    labels = [in_language(option.label, "zh") for option in item.options]
    numbers = told.replace(",", " ").replace("，", " ").split()
    if all(number.isdecimal() and 0 < int(number) <= len(labels) for number in numbers):
        named = [labels[int(number) - 1] for number in dict.fromkeys(numbers)]
    else:
        named = [part.strip() for part in told.replace("；", ";").split(";") if part.strip()]
    return [*named, *(label for label in labels if label not in named)]


def _phrase(key: str, language: str, **values: object) -> str:
    """A phrase in one language."""
    return in_language(phrase(key, **values), language)
