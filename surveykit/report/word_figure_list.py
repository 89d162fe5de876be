"""The list of numbers a Word report carries: a custom XML part beside the bookmarks.

A hidden bookmark (`_sk12`) covers each number in the text; the part says what the number is, and what
the numbers in pictures are.
"""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from surveykit.report.selfaudit.audited_text import SPACE
from surveykit.report.syntax_tree import clean_text
from surveykit.words.marks import segments

_ITEM, _PROPERTIES = "customXml/item1.xml", "customXml/itemProps1.xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ID = "{5B0E2F6C-7A41-4D0B-9C55-5A7E3D1F4601}"


def figure_parts(data: bytes, listed: Sequence[tuple[str, str, str]],
                 drawn: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """The parts that hold the list, and those of the document `data` that must name them."""
    source = zipfile.ZipFile(io.BytesIO(data))
    relations = source.read("word/_rels/document.xml.rels").decode()
    types = source.read("[Content_Types].xml").decode()
    item = f'<Relationship Id="rIdSkFigures" Type="{_OFFICE}/relationships/customXml" Target="../{_ITEM}"/>'
    kind = (f'<Override PartName="/{_PROPERTIES}" '
            'ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>')
    return {
        _ITEM: _figure_list(listed, drawn),
        _PROPERTIES: (f'{_HEAD}<ds:datastoreItem xmlns:ds="{_OFFICE}/customXml" ds:itemID="{_ID}"><ds:schemaRefs>'
                      f'<ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs></ds:datastoreItem>').encode(),
        "customXml/_rels/item1.xml.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/relationships/customXmlProps" Target="itemProps1.xml"/></Relationships>').encode(),
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", f"{item}</Relationships>").encode(),
        "[Content_Types].xml": types.replace("</Types>", f"{kind}</Types>").encode(),
    }


def _figure_list(listed: Sequence[tuple[str, str, str]], drawn: Sequence[tuple[str, str]]) -> bytes:
    """The list itself."""
    lines = [f'<figure at="{name}" value="{value}">{text}</figure>' for name, value, text in listed]
    lines += [f"<drawn at={quoteattr(label)}>{''.join(map(_piece, segments(text)))}</drawn>" for label, text in drawn]
    return f'{_HEAD}<figures xmlns="{SPACE}">\n{chr(10).join(lines)}\n</figures>\n'.encode()


def _piece(piece: tuple[str, str]) -> str:
    """A piece of a text in a figure."""
    text, value = escape(clean_text(piece[0])), quoteattr(piece[1])
    return f"<data value={value}>{text}</data>" if piece[1] else text
