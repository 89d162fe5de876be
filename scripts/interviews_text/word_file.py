"""Write a small Word document whose bytes depend on its words only."""

import io
import re
from datetime import datetime

from canonical_xlsx import canonical
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

UNUSED = ("/stylesWithEffects", "/customXml", "/thumbnail", "/numbering")
LABELLED = re.compile("([\u3000 ]*[^：【]{1,4}：)?(.*)")


def word_document(name: str, paragraphs: list[str]) -> bytes:
    """Return a Word document, one paragraph per line, speakers' labels in bold runs."""
    document = plain_document()
    font = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    font.set(qn("w:eastAsia"), "宋体")
    for line in paragraphs:
        label, words = LABELLED.fullmatch(line).groups()
        paragraph = document.add_paragraph()
        if label:
            paragraph.add_run(label).bold = True
        paragraph.add_run(words)
    core = document.core_properties
    core.author = core.last_modified_by = "surveykit scripts/make_interviews.py"
    core.title = f"{name} 合成访谈 / synthetic interview"
    core.comments = "合成数据 / synthetic data"
    core.created = core.modified = datetime(2026, 9, 15)
    plain = io.BytesIO()
    document.save(plain)
    return canonical(plain.getvalue())


def plain_document() -> WordDocument:
    """Return an empty document without the 800 KB of styles, picture and parts of the template."""
    document = Document()
    for style in list(document.styles):
        if not style.element.get(qn("w:default")):
            style.element.getparent().remove(style.element)
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(UNUSED):
                del relations[key]
    return document
