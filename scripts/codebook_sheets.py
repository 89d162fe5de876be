"""The columns every codebook here has: XLSForm's own, and ours that begin with sk_."""

ZH, EN = "中文 (zh)", "English (en)"

Row = dict[str, str | int | float]
Sheet = list[list[str | int | float | None]]


def survey_sheet(rows: list[Row], languages: tuple[str, str]) -> Sheet:
    """Return the survey sheet; `languages` gives the order of the label columns."""
    labels = [f"label::{language}" for language in languages]
    messages = [f"constraint_message::{language}" for language in languages]
    asked = ["required", "appearance"]
    ours = ["column", "layout", "measure", "scale", "reverse", "role"]
    shorts = [f"sk_short::{language}" for language in languages]
    columns = ["type", "name", *labels, *shorts, "relevant", "constraint", *messages, *asked]
    return sheet([*columns, *(f"sk_{name}" for name in ours)], rows)


def choices_sheet(rows: list[Row], languages: tuple[str, str]) -> Sheet:
    """Return the choices sheet, one row per option."""
    labels = [f"label::{language}" for language in languages]
    return sheet(["list_name", "name", *labels, "sk_value", "sk_missing"], rows)


def sheet(columns: list[str], rows: list[Row]) -> Sheet:
    """Return a header and its rows; a missing or empty text cell stays empty, a zero stays zero."""
    cells = [[row.get(column) for column in columns] for row in rows]
    return [list(columns), *([None if cell == "" else cell for cell in line] for line in cells)]
