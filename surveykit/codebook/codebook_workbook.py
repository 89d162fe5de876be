"""Write a codebook as an XLSForm workbook; reading it again gives the same codebook."""

from collections.abc import Iterable, Mapping, Sequence

from surveykit.codebook.items import Codebook, Item, Option
from surveykit.codebook.workbook_help import add_help
from surveykit.errors import CodebookError
from surveykit.files.workbook_bytes import LONGEST_CELL, UNWRITABLE, workbook_bytes
from surveykit.words.phrases import LANGUAGES, Text

LANGUAGE_NAMES = {"zh": "中文 (zh)", "en": "English (en)"}
TYPE_WORDS = {"single": "select_one", "rating": "select_one", "multiple": "select_multiple",
              "rank": "rank", "number": "decimal", "text": "text", "date": "date"}
NAMES_MARK = " | "  # between the other names of a column
MISSING_WORDS = {"refused": "refused", "dont_know": "dk", "not_asked": "na", "blank": "blank"}


def codebook_bytes(book: Codebook, todo: Mapping[str, str] | None = None, *, helped: bool = False) -> bytes:
    """The workbook's bytes; equal codebooks give equal bytes.
    `todo` says by item what is still to be settled ('' for the whole codebook): it stands in the columns `sk_todo`;
    by default what the codebook was read with. `helped` adds what helps a person who edits it (`add_help`).
    """
    import openpyxl  # deferred: only writers pay for it

    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in codebook_sheets(book, todo).items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append([_cell_value(value, title) for value in row])
    if helped:
        add_help(workbook)
    return workbook_bytes(workbook)


def _cell_value(value: object, sheet: str) -> object:
    """The value, unless Excel would cut it or cannot hold it."""
    if isinstance(value, str) and (len(value) > LONGEST_CELL or UNWRITABLE.search(value)):
        raise CodebookError("A codebook's text must fit into a cell of Excel: at most 32,767 characters, "
                            "no control characters.", where="sheet {sheet}: {value!r}",
                            fix="shorten or clean the label or name", sheet=sheet, value=value[:30])
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        return repr(value)  # openpyxl would cut the seventeenth digit
    return value


def codebook_sheets(book: Codebook, todo: Mapping[str, str] | None = None) -> dict[str, list[list[object]]]:
    """The sheets as rows, headings first."""
    lists, spoken = _choice_lists(book), _label_languages(book)
    todo = book.settings.get("todo", {}) if todo is None else todo
    names = {item.name: name for name, (_, users) in lists.items() for item in users}
    made = {item.name: item.calculation for item in book if item.calculation}
    more: dict[str, Mapping[str, str]] = {heading: cells for heading, cells in (
        ("calculation", made), ("sk_also", _other_names(book)), ("sk_todo", todo)) if cells}
    return {
        "survey": [["type", "name", *_label_headings("label", spoken), *_label_headings("sk_short", spoken), "relevant",
                    "constraint", "required", "sk_column", "sk_layout", "sk_measure", "sk_scale", "sk_reverse",
                    "sk_role", *more],
                   *([*_item_row(item, names.get(item.name, ""), spoken),
                      *(cells.get(item.name, "") for cells in more.values())] for item in book)],
        "choices": [["list_name", "name", *_label_headings("label", spoken), "sk_value", "sk_missing"],
                    *(_choice_row(name, option, spoken) for name, (options, _) in lists.items() for option in options)],
        "settings": _settings_rows(book, spoken, todo.get("", "")),
        "scales": [["scale", *_label_headings("label", spoken), "min", "max", "score", "min_valid"],
                   *([s.name, *_label_cells(s.label, spoken), s.low, s.high, s.score, s.min_valid]
                     for s in book.scales)]}


def _other_names(book: Codebook) -> dict[str, str]:
    """What exports may call the column of an item instead of `sk_column`, best first."""
    tags = book.settings.get("export_tags")
    return {name: NAMES_MARK.join(spelt) for name, spelt in tags.items()} if isinstance(tags, Mapping) else {}


def _label_languages(book: Codebook) -> tuple[str, ...]:
    """Chinese and English, then every other language that a label is in."""
    texts = [book.title, *(t for i in book for t in (i.label, i.short, *(o.label for o in i.options))),
             *(scale.label for scale in book.scales)]
    return tuple(dict.fromkeys([*LANGUAGES, *(language for text in texts for language in text)]))


def _label_headings(stem: str, spoken: Sequence[str]) -> list[str]:
    """Heading per language."""
    return [f"{stem}::{LANGUAGE_NAMES.get(language, language)}" for language in spoken]


def _label_cells(text: Text, spoken: Sequence[str]) -> list[str]:
    """The text in each language, '' where there is none."""
    return [text.get(language, "") for language in spoken]


def _choice_lists(book: Codebook) -> dict[str, tuple[tuple[Option, ...], list[Item]]]:
    """Choice lists by name (that of the first item using them), with their items."""
    lists: dict[str, tuple[tuple[Option, ...], list[Item]]] = {}
    seen: dict[tuple[object, ...], str] = {}
    for item in book:
        if not item.options:
            continue
        key = tuple((o.value, tuple(sorted(o.label.items())), o.score, o.missing) for o in item.options)
        name = seen.setdefault(key, f"{item.name}_options")
        lists.setdefault(name, (item.options, []))[1].append(item)
    return lists


def _item_row(item: Item, listed: str, spoken: Sequence[str]) -> list[object]:
    """One row of the survey sheet."""
    kind = "calculate" if item.calculation and item.kind == "number" else f"{TYPE_WORDS[item.kind]} {listed}".strip()
    return [kind, item.name, *_label_cells(item.label, spoken), *_label_cells(item.short, spoken), item.asked_if or "",
            item.constraint or "", item.required or "", item.column or "", item.layout or "",
            "ordinal" if item.kind == "rating" else "", item.scale or "", "1" if item.reverse else "", item.role or ""]


def _choice_row(name: str, option: Option, spoken: Sequence[str]) -> list[object]:
    """One row of the choices sheet."""
    return [name, option.value, *_label_cells(option.label, spoken),
            "" if option.score is None else option.score, MISSING_WORDS.get(option.missing or "", "")]


def _settings_rows(book: Codebook, spoken: Sequence[str], todo: str) -> list[list[object]]:
    """Headings and the one row of the settings sheet."""
    settings = book.settings
    codes = " ".join(f"{token}:{MISSING_WORDS[kind]}" for token, kind
                     in dict(settings.get("missing_codes", {})).items())
    pairs: Iterable[tuple[str, object]] = (
        ("form_title", next(iter(book.title.values()), "")),
        *zip(_label_headings("sk_title", spoken), _label_cells(book.title, spoken), strict=True),
        ("form_id", settings.get("form_id", "")), ("version", settings.get("version", "")),
        ("default_language", LANGUAGE_NAMES[book.language]), ("sk_platform", settings.get("platform") or ""),
        *([("sk_headings", settings["headings"])] if settings.get("headings") else []),
        *([("sk_todo", todo)] if todo else []), *([("sk_note", settings["note"])] if settings.get("note") else []),
        ("sk_missing_codes", codes), ("sk_synthetic", "yes" if book.synthetic else ""),
        ("sk_sent", settings.get("sent") or ""))
    headings, values = zip(*pairs, strict=True)
    return [list(headings), list(values)]
