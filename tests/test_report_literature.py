"""Citations of literature: GB/T 7714 by number, APA by author and year, in every format."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from docx import Document
from lxml import html

import surveykit as sk
from surveykit.errors import ReportError
from surveykit.report.bibliography import SLANT, UPRIGHT, read_bibliography, write_apa, write_gb7714

BIB = """
@article{wang2020, author={王, 丽 and 李, 明 and 张, 三 and 赵, 六}, title={志愿者就业意向研究}, journal={青年研究},
  year=2020, volume={12}, number={3}, pages={45--56}}
@book{smith2019, author={Smith, John A. and Jones, Mary}, title={Volunteers at work}, publisher={Sage},
  address={London}, year=2019}
@phdthesis{chen2018, author={陈华}, title={西部计划研究}, school={北京大学}, address={北京}, year=2018}
@incollection{lee2021, author={Lee, Kim}, editor={Brown, Tom}, title={Retention}, booktitle={Handbook of service},
  publisher={OUP}, year=2021, pages={1--20}}
@misc{moe, author={{Ministry of Education}}, title={Yearbook}, year=2022, url={https://example.org/y}}
"""
GB = {"wang2020": "王丽, 李明, 张三, 等. 志愿者就业意向研究[J]. 青年研究, 2020, 12(3): 45–56.",
      "smith2019": "SMITH J A, JONES M. Volunteers at work[M]. London: Sage, 2019.",
      "chen2018": "陈华. 西部计划研究[D]. 北京: 北京大学, 2018.",
      "lee2021": "LEE K. Retention[M]//BROWN T. Handbook of service. OUP, 2021: 1–20.",
      "moe": "Ministry of Education. Yearbook[EB/OL]. 2022. https://example.org/y."}
APA = {"wang2020": "王丽, 李明, 张三, & 赵六. (2020). 志愿者就业意向研究. 青年研究, 12(3), 45–56.",
       "smith2019": "Smith, J. A., & Jones, M. (2019). Volunteers at work. Sage.",
       "chen2018": "陈华. (2018). 西部计划研究 [PhD thesis, 北京大学].",
       "lee2021": "Lee, K. (2021). Retention. In T. Brown (Ed.), Handbook of service (pp. 1–20). OUP.",
       "moe": "Ministry of Education. (2022). Yearbook. https://example.org/y"}


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "references.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


@pytest.mark.parametrize("key", sorted(GB))
def test_each_kind_is_written_by_both_styles(bib, key):
    entry = read_bibliography(bib, "", "en").entries[key]
    assert write_gb7714(entry) == GB[key]
    assert re.sub(f"[{SLANT}{UPRIGHT}]", "", write_apa(entry)) == APA[key]


def written(bib: Path, form: str, language: str, prose: str, **given: object) -> bytes:
    path = bib.parent / f"r.{form}"
    sk.write_report([f"# T\n\n{prose}"], path, language=language, front={"references": str(bib), **given})
    return path.read_bytes()


def text(data: bytes, form: str) -> str:
    if form == "html":
        shown = html.document_fromstring(data).text_content()
    elif form == "docx":
        shown = "".join(p.text for p in Document(io.BytesIO(data)).paragraphs)
    else:
        shown = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    return re.sub(r"\s", "", shown)


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_gb7714_counts_works_in_the_order_of_citation(bib, form):
    shown = text(written(bib, form, "zh", "先见[@smith2019]，又见[@wang2020; @smith2019]。"), form)
    assert "先见[1]，又见[2,1]。" in shown
    assert shown.index("[1]SMITHJA") < shown.index("[2]王丽,李明")
    assert "参考文献" in shown and "陈华" not in shown


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_apa_names_author_and_year_and_sorts_by_author(bib, form):
    shown = text(written(bib, form, "en", "As [@smith2019; @moe] say, and @lee2021 too."), form)
    assert "As(Smith&Jones,2019;MinistryofEducation,2022)say,andLee(2021)too." in shown
    bib.write_text(BIB.replace("Jones, Mary", "Jones, Mary and Lee, Kim"), encoding="utf-8")
    assert "As(Smithetal.,2019)say." in text(written(bib, form, "en", "As [@smith2019] say."), form)
    assert shown.index("References") < shown.index("Lee,K.(2021)") < shown.index("MinistryofEducation.(2022)")


def test_apa_sets_titles_in_italics_and_gb7714_in_a_chinese_report_by_choice(bib):
    page = html.document_fromstring(written(bib, "html", "en", "[@smith2019]"))
    assert [e.text for e in page.xpath("//main//em")] == ["Volunteers at work"]
    assert "[1]" in text(written(bib, "html", "en", "See[@smith2019].", citations="gb7714"), "html")


def test_an_unknown_key_and_a_missing_file_are_named(bib, tmp_path):
    with pytest.raises(ReportError, match="smith2019"):
        written(bib, "html", "en", "[@smyth2019]")
    with pytest.raises(ReportError, match=r"references: references\.bib"):
        sk.write_report(["# T\n\nSee [@smith2019]."], tmp_path / "r.html")
