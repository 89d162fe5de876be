"""What a file is, from its first bytes; its name proves nothing."""

from surveykit.errors import ReadError
from surveykit.words.messages import Message

HEAD = 4096
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET = b"PAR1"
SAVED_AS = Message("open it in Excel and save it as .xlsx")
ENDINGS = {
    "xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"), "xls": (".xls", ".xlt"), "sav": (".sav",),
    "zsav": (".zsav", ".sav"), "por": (".por",), "dta": (".dta",), "parquet": (".parquet", ".pq"),
    "csv": (".csv", ".tsv", ".txt", ".tab", ".vv", ".dat")}
# (first bytes, what it is, what to do)
OTHER = (
    (b"%PDF", Message("a PDF document"), Message("ask for the data export of the platform, as .xlsx or .csv")),
    (b"{\\rtf", Message("a text document (RTF)"), Message("ask for the data export, as .xlsx or .csv")),
    (b"\x1f\x8b", Message("a compressed file (gzip)"), Message("unpack it, and read the file inside")),
    (b"7z\xbc\xaf", Message("a compressed file (7z)"), Message("unpack it, and read the file inside")),
    (b"Rar!", Message("a compressed file (RAR)"), Message("unpack it, and read the file inside")),
    (b"SQLite format 3", Message("a database (SQLite)"), Message("export its table as .csv")),
    (b"RDX", Message("a file of R"), Message("save it in R with write.csv or haven::write_sav")),
    (b"\x89PNG", Message("a picture"), Message("ask for the data export, as .xlsx or .csv")),
    (b"\xff\xd8\xff", Message("a picture"), Message("ask for the data export, as .xlsx or .csv")))
# (what stands in the first 4 kB of a file that opens with "<", what it is, what to do)
MARKUP = (
    (b"limesurveydoctype", Message("a LimeSurvey questionnaire (.lss)"),
     Message("it is a codebook: draft_codebook(path)")),
    (b"ddi:codebook", Message("a DDI codebook"),
     Message("it is a codebook, not answers: read the data file it describes")),
    (b'progid="excel.sheet"', Message("a spreadsheet in XML"), SAVED_AS),
    (b"urn:schemas-microsoft-com:office:spreadsheet", Message("a spreadsheet in XML"), SAVED_AS),
    (b"<html", Message("a web page (HTML), whatever its name says"), SAVED_AS),
    (b"<!doctype html", Message("a web page (HTML), whatever its name says"), SAVED_AS),
    (b"<table", Message("a web page (HTML), whatever its name says"), SAVED_AS),
    (b"<meta", Message("a web page (HTML), whatever its name says"), SAVED_AS),
    (b"<head>", Message("a web page (HTML), whatever its name says"), SAVED_AS),
    (b"<?xml", Message("an XML file"), Message("export the answers as .xlsx or .csv")))


def container_of(head: bytes, name: str) -> str:
    """What the file is: "zip", "ole", "sav", "zsav", "por", "dta", "parquet" or "csv" (any delimited text).
    An empty file has no kind and is refused.
    >>> container_of(b"$FL2@(#) SPSS DATA FILE", "a.xlsx"), container_of(b"id,sex", "a.xls")
    ('sav', 'csv')
    """
    if not head:
        raise ReadError("The file is empty.", where="{file}", fix="export it again", file=name)
    if head.startswith(ZIP):
        return "zip"
    if head.startswith(OLE):
        return "ole"
    if head.startswith((b"$FL2", b"$FL3")):
        return "zsav" if head.startswith(b"$FL3") else "sav"
    if head.startswith(PARQUET):
        return "parquet"
    if head.startswith(b"<stata_dta>") or (  # Stata 13 and later; older ones begin with release, byte order, 1, 0
            len(head) > 4 and 104 <= head[0] <= 115 and head[1] in (1, 2) and head[2:4] == b"\x01\x00"):
        return "dta"
    # 456 bytes of splash text and character table, then the mark of SPSS, in lines of 80
    start = head[:1000].replace(b"\r", b"").replace(b"\n", b"")
    if b"SPSSPORT" in start and (b"SPSS PORT FILE" in start or start.startswith(b"SPSSPORT", 456)):
        return "por"
    _refuse_other(head, name)
    _refuse_binary(head, name)
    return "csv"


def _refuse_binary(head: bytes, name: str) -> None:
    """A ReadError for text named as a file of SPSS, Stata or Parquet, and for NULs in what is named as a workbook."""
    named = {kind for kind, endings in ENDINGS.items() if name.casefold().endswith(endings)}
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))  # Excel saves text named .xls in UTF-16
    if named & {"sav", "zsav", "por", "dta", "parquet"} or (named & {"xlsx", "xls"} and b"\0" in head and not wide):
        raise not_as_named(name)


def not_as_named(name: str) -> ReadError:
    """The refusal of a file whose first bytes are nothing that its name could mean."""
    return ReadError("The file does not begin as a file of its name does: it is damaged, or of another kind.",
                     where="{file}", fix="export or copy it again; or name it as what it is", file=name)


def _refuse_other(head: bytes, name: str) -> None:
    """A ReadError for known files that are no table of answers."""
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    markup = MARKUP if start.startswith(b"<") else ()
    found = [(what, fix) for mark, what, fix in OTHER if head.startswith(mark)]
    found += [(what, fix) for mark, what, fix in markup if mark in start]
    if start.startswith(b"mime-version:") and b"multipart/related" in start:
        found.append((Message("a web archive (MHTML)"), SAVED_AS))
    if start.startswith((b'{"surveyentry"', b'{ "surveyentry"')):
        found.append((Message("a Qualtrics questionnaire (.qsf)"), Message("it is a codebook: draft_codebook(path)")))
    elif start.startswith((b"{", b"[{")):
        found.append((Message("a JSON file"), Message("export the answers as .xlsx or .csv")))
    if found:
        raise ReadError("The file is {found}; it cannot be read as a table of answers.", where="{file}",
                        fix=found[0][1], found=found[0][0], file=name)
