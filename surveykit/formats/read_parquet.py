"""In the child: a Parquet file as columns of text, read by pyarrow, checked by the counts in its footer."""

from __future__ import annotations

from array import array
from types import ModuleType
from typing import TYPE_CHECKING

from surveykit.errors import ReadError, list_quoted
from surveykit.formats.child_types import ReaderAnswer, Request
from surveykit.formats.text_codes import merge_texts
from surveykit.words.messages import Message

if TYPE_CHECKING:
    import pyarrow
    import pyarrow.parquet


DAMAGED = Message("write it again, or save it as .csv")
WHOLE = 2**53  # a number of a survey holds no larger whole number exactly: such a column is one of keys
TIMES = 4  # what a file may unpack to, as often as the memory that its reader may use
CODE, MIB = 4, 2**20  # bytes of a cell in the answer


def read_parquet(request: Request) -> ReaderAnswer:
    """Every column and every row; kinds are those of the types in the file."""
    import pyarrow as pa  # deferred: only readers of Parquet pay for it
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(request["path"], page_checksum_verification=True, memory_map=False, pre_buffer=False)
        _refuse_huge(file.metadata, request)
        _refuse_shape(file, pa, request["name"])
        table = file.read(use_threads=False)
        table.validate(full=True)
    except pa.ArrowMemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError("The file is not a Parquet file, or is damaged.", where="{file}",
                        fix=DAMAGED, file=request["name"]) from None
    if (table.num_rows, table.num_columns) != (file.metadata.num_rows, len(file.schema_arrow)):
        raise ReadError("The file holds other rows or columns than it says: it is damaged.", where="{file}",
                        fix=DAMAGED, file=request["name"])
    return _answer(table, pa, request["name"])


def _refuse_huge(metadata: pyarrow.parquet.FileMetaData, request: Request) -> None:
    """More than a survey can be; what the footer says is checked when it is read."""
    cells, groups = metadata.num_rows * metadata.num_columns, range(metadata.num_row_groups)
    size = sum(metadata.row_group(group).total_byte_size for group in groups)
    memory = request["megabytes"]
    if size > TIMES * memory * MIB or cells * CODE > memory * MIB:
        raise ReadError("The file unpacks to {num_rows:,} rows of {num_columns:,} columns, "
                        "{size:,} MiB.", where="{file}",
                        fix="take a part of it first, or read it inside `with sk.trusting(megabytes={megabytes}):`",
                        num_rows=metadata.num_rows, num_columns=metadata.num_columns, size=size // MIB,
                        file=request["name"], megabytes=max(4 * memory, 16 * cells * CODE // MIB, size // MIB))
    if sum(metadata.row_group(group).num_rows for group in groups) != metadata.num_rows:
        raise ReadError("The file holds other rows than it says: it is damaged.", where="{file}", fix=DAMAGED,
                        file=request["name"])


def _refuse_shape(file: pyarrow.parquet.ParquetFile, pa: ModuleType, name: str) -> None:
    """Nested columns, and two of one name."""
    fields = list(file.schema_arrow)
    nested = [field.name for field in fields if pa.types.is_nested(field.type)]
    if nested:
        raise ReadError("Columns must hold numbers or texts; {nested} hold lists.", where="{file}",
                        fix="unfold them into one column per value", nested=list_quoted(nested), file=name)
    names = [field.name for field in fields]
    twice = [found for found in dict.fromkeys(names) if names.count(found) > 1]
    if twice:
        raise ReadError("Columns must be unique; {twice} occur more than once.", where="{file}",
                        fix="rename one of them", twice=list_quoted(twice), file=name)


def _answer(table: pyarrow.Table, pa: ModuleType, name: str) -> ReaderAnswer:
    """Head and codes."""
    variables, texts, codes, notes, rows = [], [], [], [], table.num_rows
    said = (table.schema.metadata or {}).get(b"surveykit", b"").decode("utf-8", "replace")
    for field in list(table.schema):
        values, places = _distinct(table.column(0), pa, Message("{file}, column {field!r}", file=name,
                                                                field=field.name))
        table = table.remove_column(0)  # its memory is needed for the next
        kind = _kind(values, pa)
        distinct, column = merge_texts([*value_texts(values, pa), ""], places)
        variables.append({"name": field.name, "label": "", "kind": kind, "format": str(field.type),
                          "measure": "unknown", "labels": {}, "missing_values": [], "missing_ranges": []})
        endless = sum(column.count(code) for code, text in enumerate(distinct) if text in {"inf", "-inf"})
        notes += [["infinite", {"count": endless, "columns": field.name}]] if kind == "number" and endless else []
        texts.append(distinct)
        codes.append(column)
    head = {"container": "parquet", "encoding": "", "label": "", "rows": rows, "variables": variables, "sets": [],
            "remarks": [said] if said else [], "notes": notes, "texts": texts}
    return head, codes


def _distinct(column: pyarrow.ChunkedArray, pa: ModuleType, where: str) -> tuple[pyarrow.Array, array[int]]:
    """Distinct values of a column and the codes; the one behind the last value stands for null."""
    if not len(column):  # Arrow takes no column of days or times apart that has no rows
        is_coded = pa.types.is_dictionary(column.type)
        return pa.array([], column.type.value_type if is_coded else column.type), array("i")
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        column = _decode_bytes(column, pa, where)
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    coded = coded.unify_dictionaries().combine_chunks()
    coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
    places, null = array("i"), len(coded.dictionary)
    missing = pa.Array.from_buffers(pa.int32(), 1, [None, pa.py_buffer(array("i", [null]))])[0]  # without pandas
    indices = coded.indices.cast(pa.int32()).fill_null(missing)
    held = memoryview(indices.buffers()[1] or b"").cast("B")
    places.frombytes(held[indices.offset * CODE:(indices.offset + len(indices)) * CODE])
    return coded.dictionary, places


def _decode_bytes(column: pyarrow.ChunkedArray, pa: ModuleType, where: str) -> pyarrow.ChunkedArray:
    """Bytes that are text without saying so."""
    try:
        return column.cast(pa.large_string())
    except pa.ArrowInvalid:
        raise ReadError("Columns must hold numbers or texts; this one holds bytes.", where="{file}",
                        fix="write it as text, or leave it out", file=where) from None


def _kind(values: pyarrow.Array, pa: ModuleType) -> str:
    """What the values are; whole numbers that no number column of a survey holds exactly are keys."""
    import pyarrow.compute as pc

    if pa.types.is_integer(values.type):
        ends = pc.min_max(values).as_py().values()
        return "text" if any(end is not None and abs(end) >= WHOLE for end in ends) else "number"
    if pa.types.is_floating(values.type) or pa.types.is_decimal(values.type):
        return "number"
    if pa.types.is_timestamp(values.type):
        return "datetime"
    return "date" if pa.types.is_date(values.type) else "time" if pa.types.is_time(values.type) else "text"


def value_texts(values: pyarrow.Array, pa: ModuleType) -> list[str]:
    """Values as texts that lose nothing: `3.0` is `3`, dates are ISO, null and not-a-number ''."""
    if pa.types.is_floating(values.type):
        unsaid = {"nan": "", "-nan": "", "-0": "0", None: ""}
        return [unsaid.get(text, text) for text in values.cast(pa.string()).to_pylist()]
    if pa.types.is_timestamp(values.type):  # to the microsecond, which Python knows
        values = values.cast(pa.timestamp("us", values.type.tz), safe=False)
        return ["" if value is None else value.isoformat(sep=" ") for value in values.to_pylist()]
    if pa.types.is_time64(values.type):
        values = values.cast(pa.time64("us"), safe=False)
    return ["" if value is None else str(value) for value in values.to_pylist()]
