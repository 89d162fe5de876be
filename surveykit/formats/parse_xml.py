"""XML that other programs wrote, parsed without harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from surveykit.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element


def xml_parser() -> XMLParser:
    """Loads nothing, resolves no entity, leaves comments out."""
    from lxml import etree  # deferred: 20 ms that only readers of XML pay

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                           remove_comments=True, remove_pis=True)


def parse_xml(data: bytes, name: str, fix: str) -> _Element:
    """The root of an XML file or part: nothing is loaded, no entity resolved, comments left out."""
    from lxml import etree

    try:
        root = etree.fromstring(data, xml_parser())
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ReadError("The file is not XML, or is damaged.", fix=fix, where="{file}, line {line}", file=name,
                        line=getattr(error, 'lineno', None) or 1) from None
    if root.getroottree().docinfo.doctype:
        raise ReadError("XML with a DOCTYPE cannot be read: it could load other files.", where="{file}",
                        fix="remove the <!DOCTYPE ...> in a text editor, if you trust the file", file=name)
    return root
