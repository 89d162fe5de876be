"""In the child: an SPSS or Stata file as columns of text, read by pyreadstat, checked by our own count."""

from __future__ import annotations

import re
import warnings
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from surveykit.errors import ReadError, list_quoted
from surveykit.formats.cell_text import EXACT, kind_of, missing_bound, text_of
from surveykit.formats.child_types import Noticed, ReaderAnswer, Request
from surveykit.formats.dta_counts import dta_counts
from surveykit.formats.por_counts import PortableText, read_portable
from surveykit.formats.sav_counts import extensions, sav_counts
from surveykit.formats.text_codes import code_cells, merge_texts
from surveykit.text.east_asian_text import is_chinese
from surveykit.words.messages import Message

if TYPE_CHECKING:
    from pyreadstat import metadata_container

Cells = Mapping[str, Sequence[Any]]


UNTRUE = {"", "windows-1252", "iso-8859-1", "us-ascii", "latin1"}
CHINESE = "GB18030"
DAMAGED = Message("open it in the program it comes from and save it anew, or export it again")
OLD_SETS, LONG_NAMES, NEW_SETS = 7, 13, 19
MOST = 4096  # sets
NAME = re.compile(rb"\$?([^=\n]+)=([CDE])")
COUNT = re.compile(rb" ?([0-9]{1,6}) ")
SOURCE = re.compile(rb" [0-9]{1,4} ")


def read_native(request: Request) -> ReaderAnswer:
    """Every variable and every case."""
    data = Path(request["path"]).read_bytes()
    portable = read_portable(data, request["name"]) if request["container"] == "por" else None
    promised = (portable[0], len(portable[1])) if portable else _count_promised(data, request)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        columns, found, notes = _read(request)
    _compare(promised, columns, found, request["name"])
    if portable:
        columns = _fill_missing(columns, portable[2], found)
        notes += [["cases_unsaid", {"count": promised[0]}]]
    notes += [["renamed_variables", {"said": [str(w.message) for w in said][:5]}]] if said else []
    variables, texts, codes = [], [], []
    for name, cells in columns.items():
        variable, distinct, column = _variable(name, cells, found, request["container"], notes)
        variables.append(variable)
        texts.append(distinct)
        codes.append(column)
    inferred = [values["encoding"] for key, values in notes if key == "encoding_inferred"]
    encoding = request["encoding"] or str((inferred or [found.file_encoding or ""])[0])
    head = {"container": request["container"], "encoding": encoding,
            "label": found.file_label or "", "rows": len(codes[0]) if codes else found.number_rows or 0,
            "variables": variables, "sets": _sets(found, notes, _own_sets(request, encoding)),
            "remarks": list(found.notes), "notes": notes, "texts": texts}
    return head, codes


def _fill_missing(columns: Cells, portable: PortableText, found: metadata_container) -> Cells:
    """The columns of a portable file with the numbers that are declared missing, which the library leaves blank."""
    found.missing_ranges = {name: [{"lo": low, "hi": high} for low, high in ranges]
                            for name, ranges in portable.ranges.items()}
    return {name: [portable.missing.get(name, {}).get(case, cell) for case, cell in enumerate(cells)]
            if name in portable.missing else cells for name, cells in columns.items()}


def _count_promised(data: bytes, request: Request) -> tuple[int, int]:
    """Cases and variables by our own count."""
    if request["container"] == "dta":
        return dta_counts(data, request["name"])
    return sav_counts(data, request["name"], request["limits"])


def _compare(promised: tuple[int, int], columns: Cells, found: metadata_container, name: str) -> None:
    """What was read has the shape that was counted."""
    if None in columns:
        raise ReadError("A variable has no name: the file is damaged.", where="{file}", fix=DAMAGED, file=name)
    lengths = set(map(len, columns.values())) or {found.number_rows or 0}
    shape = (max(lengths), len(columns))
    if len(lengths) > 1 or found.number_columns != len(columns) or promised != shape:
        raise ReadError("The file holds {expected} cases of {expected_2} variables, but {shape} of {shape_2} "
                        "could be read: it is damaged.", where="{file}", fix=DAMAGED, expected=promised[0],
                        expected_2=promised[1], shape=shape[0], shape_2=shape[1], file=name)


def _read(request: Request) -> tuple[Cells, metadata_container, list[Noticed]]:
    """Columns, description and notes; Chinese texts behind a wrong declaration are found out."""
    import pyreadstat  # deferred: our own count comes first

    try:
        columns, found = _open(request, request["encoding"])
    except UnicodeDecodeError as error:  # texts of a file that declares nothing are taken for UTF-8
        return _reopen(request, str(error))
    except pyreadstat.ReadstatError as error:
        if "convert string" not in str(error):
            raise ReadError("The file cannot be read: {error}.", where="{file}", fix=DAMAGED, error=error,
                            file=request["name"]) from None
        return _reopen(request, str(error))
    doubtful = request["encoding"] is None and (found.file_encoding or "").casefold() in UNTRUE
    if doubtful and _hides_chinese(columns, found):
        columns, found = _open(request, CHINESE)
        return columns, found, [["encoding_inferred", {"encoding": CHINESE}]]
    return columns, found, []


def _open(request: Request, encoding: str | None) -> tuple[Cells, metadata_container]:
    """pyreadstat's own answer: lists, no data frame."""
    import pyreadstat

    readers: Mapping[str, Any] = {"dta": pyreadstat.read_dta, "por": pyreadstat.read_por}  # compiled, without types
    settings = {} if request["container"] == "por" else {"encoding": encoding, "user_missing": True}
    answer: tuple[Cells, metadata_container] = readers.get(request["container"], pyreadstat.read_sav)(
        request["path"], output_format="dict", disable_datetime_conversion=True, **settings)
    return answer


def _reopen(request: Request, reason: str) -> tuple[Cells, metadata_container, list[Noticed]]:
    """The file again, in the encodings that Chinese programs forget to declare."""
    import pyreadstat

    for encoding in () if request["encoding"] else (CHINESE, "UTF-8"):
        try:
            columns, found = _open(request, encoding)
        except (pyreadstat.ReadstatError, UnicodeDecodeError):
            continue
        if encoding == "UTF-8" or is_chinese(_all_text(columns, found)):
            return columns, found, [["encoding_inferred", {"encoding": encoding}]]
    raise ReadError("The texts in the file do not fit their encoding ({reason}).", where="{file}",
                    fix="name it: encoding='GB18030', 'BIG5-HKSCS', 'WINDOWS-1252' or 'UTF-8'", reason=reason,
                    file=request["name"])


def _all_text(columns: Cells, found: metadata_container) -> str:
    """Labels and text answers, one below the other."""
    labels = [label for labels in found.value_labels.values() for label in labels.values()]
    texts = [cell for name, cells in columns.items() if found.readstat_variable_types.get(name) == "string"
             for cell in cells if cell]
    return "\n".join([found.file_label or "", *(label or "" for label in found.column_labels), *labels, *texts])


def _hides_chinese(columns: Cells, found: metadata_container) -> bool:
    """Whether texts decoded as Western European read as common Chinese in GB18030."""
    text = _all_text(columns, found)
    if text.isascii():
        return False
    try:
        return is_chinese(text.encode("cp1252").decode("gb18030"))
    except UnicodeError:
        return False


def _variable(name: str, cells: Sequence[object], found: metadata_container, container: str,
              notes: list[Noticed]) -> tuple[dict[str, Any], list[str], array[int]]:
    """A variable's description, distinct texts and codes."""
    stored = found.readstat_variable_types[name]
    shown = found.original_variable_types.get(name) or ""
    kind = kind_of(container, stored, shown)
    text = text_of(container, stored, kind)
    values, codes = code_cells(cells)
    notes += _remarkable(name, kind, values, codes)
    singles, ranges = _missing(found.missing_ranges.get(name, ()), kind, text)
    labels = {text(value): label for value, label in found.variable_value_labels.get(name, {}).items()}
    tags = [f".{tag}" for tag in found.missing_user_values.get(name, ())]
    variable = {"name": name, "label": found.column_names_to_labels.get(name) or "", "kind": kind, "format": shown,
                "measure": found.variable_measure.get(name) or "unknown", "labels": labels,
                "missing_values": [*singles, *tags], "missing_ranges": ranges}
    return variable, *merge_texts(list(map(text, values)), codes)


def _missing(declared: Sequence[Any], kind: str,
             text: Callable[[object], str]) -> tuple[list[str], list[tuple[float, float]]]:
    """Single user-missing values as text, ranges as numbers."""
    pairs = [(entry["lo"], entry["hi"]) if isinstance(entry, dict) else (entry, entry) for entry in declared]
    singles = [text(low) for low, high in pairs if low == high]
    return singles, [(missing_bound(low), missing_bound(high)) for low, high in pairs if low != high and kind != "text"]


def _remarkable(name: str, kind: str, values: Sequence[Any], codes: array[int]) -> list[Noticed]:
    """Notes on numbers that have lost digits, are infinite, or lie outside the calendar."""
    if kind not in {"number", "date", "datetime"}:
        return []
    long = [code for code, value in enumerate(values) if isinstance(value, int | float) and abs(value) >= EXACT]
    endless = [code for code in long if abs(values[code]) == float("inf")]
    key = "long_numbers" if kind == "number" else "dates_out_of_range"
    found = {key: set(long) - set(endless), "infinite": set(endless)}
    return [[key, {"count": sum(map(hits.__contains__, codes)), "columns": name}]
            for key, hits in found.items() if hits]


def _own_sets(request: Request, encoding: str) -> dict[str, dict[str, Any]]:
    """The response sets of an SPSS file by our own reading; none in other files."""
    if request["container"] in {"por", "dta"}:
        return {}
    return {said["name"]: said for said in sav_sets(Path(request["path"]).read_bytes(), encoding)}


def _sets(found: metadata_container, notes: list[Noticed], own: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Multiple-response sets, their members by the names the variables have."""
    known = {name.casefold(): name for name in found.column_names}
    sets = []
    for name, said in {**found.mr_sets, **own}.items():
        unknown = [member for member in said["variable_list"] if member.casefold() not in known]
        notes += [["set_members_unknown", {"name": name, "members": list_quoted(unknown)}]] if unknown else []
        counted = said["counted_value"]
        sets.append({"name": name, "label": said["label"] or "", "kind": said["type"],
                     "counted": "" if counted is None else str(counted),
                     "variables": [known[m.casefold()] for m in said["variable_list"] if m.casefold() in known]})
    return sets


def sav_sets(data: bytes, encoding: str) -> list[dict[str, Any]]:
    """Name, label, kind, counted value and members of every set that can be read; members by their long names.
    The library that reads the rest leaves out sets whose labels are the counted values' (subtype 19), and sometimes all
    of them. Layout: PSPP developers' guide, "Multiple Response Sets Records" and "Long Variable Names Record".
    """
    held = extensions(data, {OLD_SETS, LONG_NAMES, NEW_SETS})
    try:
        pairs = (pair.partition("=") for pair in held.get(LONG_NAMES, b"").decode(encoding).strip("\0").split("\t"))
        names = {short.strip().casefold(): long.strip() for short, mark, long in pairs if mark}
        sets = [said for kind in (OLD_SETS, NEW_SETS) for said in _parse_sets(held.get(kind, b""), encoding)]
    except (LookupError, UnicodeError):
        return []
    for said in sets:
        said["variable_list"] = [names.get(name.casefold(), name) for name in said["variable_list"]]
    return sets


def _parse_sets(content: bytes, encoding: str) -> list[dict[str, Any]]:
    """The sets in one record; what follows a set that breaks the layout is left alone."""
    found: list[dict[str, Any]] = []
    at = len(content) - len(content.lstrip(b"\n"))
    while len(found) < MOST:
        said, at = _parse_set(content, at, encoding)
        if said is None:
            break
        found.append(said)
    return found


def _parse_set(content: bytes, at: int, encoding: str) -> tuple[dict[str, Any] | None, int]:
    """One set and where the next begins."""
    head = NAME.match(content, at)
    if head is None:
        return None, at
    kind, at = head[2].decode(), head.end()
    if kind == "E":
        source = SOURCE.match(content, at)
        at = source.end() - 1 if source else at
    counted, at = _read_counted(content, at) if kind in "DE" else (b"", at)
    label, at = _read_counted(content, at) if counted is not None else (None, at)
    if counted is None or label is None:
        return None, at
    line = content[at:].partition(b"\n")[0]
    members = line.strip(b"\0").decode(encoding).split()
    return {"name": head[1].decode(encoding), "label": label.decode(encoding), "type": "C" if kind == "C" else "D",
            "counted_value": counted.decode(encoding).strip() if kind != "C" else None,
            "variable_list": members}, at + len(line) + 1


def _read_counted(content: bytes, at: int) -> tuple[bytes | None, int]:
    """As many bytes as a number before them says; None if there are not so many."""
    length = COUNT.match(content, at)
    if length is None or length.end() + int(length[1]) > len(content):
        return None, at
    end = length.end() + int(length[1])
    return content[length.end():end], end
