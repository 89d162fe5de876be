from surveykit.formats.documents.document_blocks import Cell as Cell
from surveykit.formats.documents.document_blocks import Document as Document
from surveykit.formats.documents.document_blocks import Paragraph as Paragraph
from surveykit.formats.documents.document_blocks import Place as Place
from surveykit.formats.documents.document_blocks import Table as Table
from surveykit.formats.documents.open_documents import open_document as open_document
