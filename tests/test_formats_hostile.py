"""Files made to do harm: each ends in one ReadError within ten seconds, and the caller lives."""

import io
import struct
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from surveykit.errors import ReadError
from surveykit.formats import Limits, open_foreign

pytestmark = pytest.mark.child
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def workbook(sheet: str | None = None, extra: dict[str, bytes | str] | None = None) -> bytes:
    """A small workbook with its sheet's XML replaced, or with more parts."""
    out, plain = io.BytesIO(), io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            content = source.read(part)
            if part.endswith("sheet1.xml") and sheet is not None:
                content = sheet
            target.writestr(part, content)
        for part, content in (extra or {}).items():
            target.writestr(part, content)
    return out.getvalue()


def sheet(cells: str, after: str = "", before: str = "", head: str = '<?xml version="1.0"?>') -> str:
    """A sheet's XML."""
    return f'{head}<worksheet xmlns="{SPREADSHEET}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'


def refused(tmp_path: Path, data: bytes, what: str, name: str = "a.xlsx", **settings: object) -> ReadError:
    """The error, which came in time and left nothing behind."""
    path = tmp_path / name
    path.write_bytes(data)
    started = time.monotonic()
    with pytest.raises(ReadError, match=what) as caught:
        open_foreign(path, **settings)
    assert time.monotonic() - started < 10
    assert name in caught.value.where
    assert caught.value.fix
    assert list(tmp_path.iterdir()) == [path]
    return caught.value


@pytest.mark.parametrize(("cells", "reaches"), [
    ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "16384"),
    ('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"><v>1</v></c></row>', "1048576"),
    ('<row r="1"><c r="XFD1"><v>1</v></c></row>'
     + "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(2, 5000)), "16384"),
    ("<row r='1'><c r='A1'><v>1</v></c></row><row r='900000'><c r='ZZ900000'><v>1</v></c></row>", "702")])
def test_a_few_cells_over_a_huge_area_are_refused_before_they_are_read(tmp_path, cells, reaches):
    assert reaches in refused(tmp_path, workbook(sheet(cells)), "The sheet reaches to row").what


def test_so_is_a_prefix_before_every_tag(tmp_path):
    xml = (f'<x:worksheet xmlns:x="{SPREADSHEET}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
           '<x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>')
    refused(tmp_path, workbook(xml), "The sheet reaches to row 1048576 and column 16384")


def test_a_merge_of_everything_is_refused(tmp_path):
    merge = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    refused(tmp_path, workbook(sheet('<row r="1"><c r="A1"><v>1</v></c></row>', merge)), "The sheet reaches to row")


def test_bombs_are_refused_by_their_directory(tmp_path):
    refused(tmp_path, workbook(extra={"xl/media/a.bin": bytes(50 * 2**20)}), "more than a survey or a report can be")
    one_cell = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 40_000_000 + "</t></is></c></row>")
    refused(tmp_path, workbook(one_cell), "more than a survey or a report can be")
    refused(tmp_path, workbook(extra={f"xl/{i}.xml": "" for i in range(5_001)}), "in 5012 parts|in 50.. parts")


def test_limits_can_be_set(tmp_path):
    refused(tmp_path, workbook(), "more than a survey or a report can be", limits=Limits(parts=3))


def test_members_that_share_their_bytes_are_refused(tmp_path):
    data = bytearray(workbook(extra={f"xl/{i}.xml": "<a/>" * 9 for i in range(9)}))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 20:at + 24] = struct.pack("<I", len(data))
        at = data.find(b"PK\x01\x02", at + 4)
    refused(tmp_path, bytes(data), "parts overlap")


@pytest.mark.parametrize("part", ["../a.xml", "/a.xml", "C:/a.xml", "xl\\a.xml", "xl/CON", "xl/aux.xml",
                                  "XL/workbook.xml"])
def test_one_bad_name_refuses_the_whole_file(tmp_path, part):
    refused(tmp_path, workbook(extra={part: "<a/>"}), "parts that no office program writes")


def test_a_link_refuses_the_whole_file(tmp_path):
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    refused(tmp_path, out.getvalue(), "parts that no office program writes")


@pytest.mark.parametrize("where", ["sheet", "strings", "spread"])
def test_a_document_type_refuses_the_file(tmp_path, where):
    text = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>', head=LAUGHS)
    strings = f'{LAUGHS}<sst xmlns="{SPREADSHEET}"><si><t>&b;</t></si></sst>'
    spread = sheet("", head=f"<?xml version='1.0'?>{' ' * 70_000}{LAUGHS}")
    data = {"sheet": workbook(text), "strings": workbook(extra={"xl/sharedStrings.xml": strings}),
            "spread": workbook(spread)}
    refused(tmp_path, data[where], "declares a document type|not XML as office programs write it")


def test_a_part_in_utf_16_cannot_hide_its_extent(tmp_path):
    refused(tmp_path, workbook(sheet("<row/>").encode("utf-16")), "not XML as office programs write it")


def test_what_passes_the_gates_meets_the_memory_limit(tmp_path):
    rows = "".join(f'<row r="{r}"><c r="A{r}" t="inlineStr"><is><t>{r:0300}</t></is></c></row>'
                   for r in range(1, 200_000))
    error = refused(tmp_path, workbook(sheet(rows)), "needs more than 64 MB of memory", limits=Limits(megabytes=64))
    assert "with sk.trusting(megabytes=256):" in error.fix


def test_what_takes_too_long_is_given_up(tmp_path):
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 600_000))
    error = refused(tmp_path, workbook(sheet(rows)), "could not be read within [01].[0-9] seconds",
                    limits=Limits(seconds=0.8))
    assert "with sk.trusting(seconds=" in error.fix


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_cut_off_is_refused(tmp_path, keep):
    data = workbook()
    refused(tmp_path, data[:int(len(data) * keep)], "damaged or cut off")


def test_a_wrong_checksum_in_any_part_is_refused(tmp_path):
    data = workbook()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sums = [part.CRC for part in archive.infolist() if part.filename.startswith("xl/w") or "Str" in part.filename]
    for number in sums:
        refused(tmp_path, data.replace(struct.pack("<I", number), b"\1\2\3\4"), "damaged or cut off")


@pytest.mark.parametrize(("part", "what"), [
    ("word/document.xml", "Word document"), ("content.xml", "OpenDocument"), ("a.lss", "LimeSurvey archive"),
    ("a.csv", "it holds 'a.csv'"), ("xl/workbook.bin", "xlsb")])
def test_other_zips_are_refused_by_name(tmp_path, part, what):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, "x")
    refused(tmp_path, out.getvalue(), what)


def test_a_compound_file_that_loops_is_refused(tmp_path):
    data = bytearray((Path(__file__).parent / "data/foreign.xls").read_bytes())
    table = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    data[table:table + 512] = bytes(512)
    refused(tmp_path, bytes(data), "damaged", name="a.xls")


@pytest.mark.parametrize(("stream", "what"), [("EncryptedPackage", "protected by a password"),
                                              ("WordDocument", "old Word document"), ("Other", "not a workbook")])
def test_other_compound_files_are_refused_by_name(tmp_path, stream, what):
    data = (Path(__file__).parent / "data/foreign.xls").read_bytes()
    old, new = ("Workbook".encode("utf-16-le").ljust(64, b"\0"), stream.encode("utf-16-le").ljust(64, b"\0"))
    assert data.count(old + struct.pack("<H", 18)) == 1
    data = data.replace(old + struct.pack("<H", 18), new + struct.pack("<H", 2 * len(stream) + 2))
    refused(tmp_path, data, what, name="a.xls")


def test_an_spss_header_of_two_thousand_million_cases_costs_nothing(tmp_path):
    header = b"$FL2@(#) SPSS DATA FILE".ljust(64) + struct.pack("<5i", 2, 1, 0, 0, 2**31 - 1) + bytes(92)
    variable = struct.pack("<6i", 2, 0, 0, 0, 0, 0) + b"X       "
    refused(tmp_path, header + variable + struct.pack("<2i", 999, 0) + bytes(8), "the data hold 1", name="a.sav")


def test_a_zsav_bomb_is_refused(tmp_path):
    header = b"$FL3@(#) SPSS DATA FILE".ljust(64) + struct.pack("<5i", 2, 1, 2, 0, -1) + bytes(92)
    variable = struct.pack("<6i", 2, 0, 0, 0, 0, 0) + b"X       "
    start = len(header) + len(variable) + 8
    trailer = struct.pack("<2q2i", -100, 0, 2**30, 1) + struct.pack("<2q2i", start, start + 24, 2**30, 100)
    blocks = struct.pack("<3q", start, start + 24, len(trailer)) + trailer
    data = header + variable + struct.pack("<2i", 999, 0) + blocks
    refused(tmp_path, data, "unpack to more than 300 MiB", name="a.zsav")
