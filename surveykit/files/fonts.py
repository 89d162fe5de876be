"""Where the Chinese font is, what it is called, and which characters it lacks.

Tables of the font file are read directly: the two facts needed cost a few
milliseconds, and no drawing library has to be loaded for them.
"""

import os
import struct
from bisect import bisect_right
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from surveykit.errors import ReportError
from surveykit.words.messages import Message

PROBE = "的一是调查问卷毕业去向"
WHEEL = "pylopdf_fonts_zh_cn"
_WHEEL_FILES = {"sans": "NotoSansSC-Regular.otf", "serif": "NotoSerifSC-Regular.otf"}
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "/System/Library/Fonts",
            "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts")
_SYSTEM_FILES = {
    "sans": ("NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "NotoSansSC-Regular.ttf",
             "NotoSansCJKsc-Regular.otf", "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf",
             "msyh.ttc", "PingFang.ttc", "Hiragino Sans GB.ttc", "simhei.ttf", "wqy-microhei.ttc"),
    "serif": ("NotoSerifCJK-Regular.ttc", "NotoSerifSC-Regular.otf", "NotoSerifSC-Regular.ttf",
              "NotoSerifCJKsc-Regular.otf", "SourceHanSerifSC-Regular.otf",
              "SourceHanSerifCN-Regular.otf", "simsun.ttc", "Songti.ttc")}
FIX = (Message("pip install 'surveykit[zh]', or install the Noto CJK fonts (apt-get install "
               "fonts-noto-cjk), or set SURVEYKIT_FONT to a font file with Chinese characters"))


def font_file(style: str = "sans") -> Path:
    """The font file for Chinese text.
    Looked for in this order: the environment variable `SURVEYKIT_FONT`, the font wheel of the extra `[zh]`, well-known
    fonts in the usual folders of the system.
    >>> font_file("serif").suffix in {".otf", ".ttf", ".ttc"}
    True
    """
    named = os.environ.get("SURVEYKIT_FONT")
    if named:
        return _check_font(Path(named))
    found = _in_wheel(style) or _on_system(style)
    if found is None:
        raise ReportError("A font with Chinese characters must be installed.",
                          where="looking for a {style} font", fix=FIX, style=style)
    return found


def family_name(path: str | Path) -> str:
    """The family a font file belongs to; of a collection, its simplified-Chinese face.
    >>> family_name(font_file("serif")) == ""
    False
    """
    names = [_family(data, tables) for data, tables in _faces(Path(path))]
    return next((name for name in names if name.endswith(" SC")), names[0])


def missing_glyphs(text: str, path: str | Path) -> list[str]:
    """The characters of a text the font has no shape for, each once, in order.
    >>> missing_glyphs("问卷 A", font_file("sans"))
    []
    """
    starts, ends = _coverage(Path(path))
    def is_covered(code: int) -> bool:
        at = bisect_right(starts, code) - 1
        return at >= 0 and code <= ends[at]
    return [c for c in dict.fromkeys(text) if c.isprintable() and not is_covered(ord(c))]


def _check_font(path: Path) -> Path:
    """The font a user named, if it is one and can write Chinese."""
    where = Message("SURVEYKIT_FONT = {path}", path=path)
    if not path.is_file():
        raise ReportError("The font file does not exist.", where="{file}", fix=FIX, file=where)
    try:
        lacking = missing_glyphs(PROBE, path)
    except (struct.error, KeyError, IndexError, UnicodeDecodeError) as error:
        raise ReportError("The file cannot be read as a font.", where="{file}", fix=FIX, file=where) from error
    if lacking:
        raise ReportError("The font must have Chinese characters.", where="{file}", fix=FIX, file=where)
    return path


def _in_wheel(style: str) -> Path | None:
    """The font of the `[zh]` extra, if it is installed."""
    if find_spec(WHEEL) is None:
        return None
    path = Path(str(files(WHEEL).joinpath(_WHEEL_FILES[style])))
    return path if path.is_file() else None


@cache
def _on_system(style: str) -> Path | None:
    """The first well-known font in the usual folders; a sans serves where no serif is."""
    known: dict[str, Path] = {}
    for folder in _FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*.[ot]t[fc]")):
            known.setdefault(path.name.casefold(), path)
    wanted = _SYSTEM_FILES[style] + _SYSTEM_FILES["sans"]
    return next((known[n.casefold()] for n in wanted if n.casefold() in known), None)


def _faces(path: Path) -> list[tuple[bytes, dict[str, int]]]:
    """The file's bytes with the table offsets of each face (a collection has several)."""
    data = path.read_bytes()
    starts = [0]
    if data[:4] == b"ttcf":
        count = struct.unpack_from(">I", data, 8)[0]
        starts = list(struct.unpack_from(f">{count}I", data, 12))
    return [(data, _tables(data, start)) for start in starts]


def _tables(data: bytes, start: int) -> dict[str, int]:
    """Offset of each table of a face, by its four-letter name."""
    count = struct.unpack_from(">H", data, start + 4)[0]
    records = (struct.unpack_from(">4sIII", data, start + 12 + 16 * i) for i in range(count))
    return {tag.decode("latin-1"): offset for tag, _, offset, _ in records}


def _family(data: bytes, tables: dict[str, int]) -> str:
    """The English family name (Windows platform, name 1) in the `name` table."""
    at = tables["name"]
    count, strings = struct.unpack_from(">HH", data, at + 2)
    found = []
    for i in range(count):
        platform, _, language, name, length, offset = struct.unpack_from(">6H", data, at + 6 + 12 * i)
        if platform == 3 and name == 1:
            raw = data[at + strings + offset:][:length]
            found.append((language != 0x409, raw.decode("utf-16-be")))
    return min(found)[1]


@cache
def _coverage(path: Path) -> tuple[list[int], list[int]]:
    """First and last code points of the runs of characters a font covers."""
    data, tables = _faces(path)[0]
    at = tables["cmap"]
    count = struct.unpack_from(">H", data, at + 2)[0]
    offsets = {at + struct.unpack_from(">HHI", data, at + 4 + 8 * i)[2] for i in range(count)}
    by_format = {struct.unpack_from(">H", data, o)[0]: o for o in sorted(offsets)}
    runs = _format_12(data, by_format[12]) if 12 in by_format else _format_4(data, by_format[4])
    return [first for first, _ in runs], [last for _, last in runs]


def _format_12(data: bytes, at: int) -> list[tuple[int, int]]:
    """Runs of a cmap subtable of format 12 (all of Unicode)."""
    count = struct.unpack_from(">I", data, at + 12)[0]
    return [struct.unpack_from(">II", data, at + 16 + 12 * i) for i in range(count)]


def _format_4(data: bytes, at: int) -> list[tuple[int, int]]:
    """Runs of a cmap subtable of format 4 (the first 65,536 characters)."""
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    return [(first, last) for first, last in zip(starts, ends, strict=True) if first != 0xFFFF]
