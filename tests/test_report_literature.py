"""Citations of literature: GB/T 7714 by number, APA by author and year, in every format."""

import io
import re
from pathlib import Path

import pypdf
import pytest
from builders import cases
from docx import Document
from lxml import html

import surveykit as sk
from surveykit.errors import ReportError
from surveykit.report.bibliography import read_bibliography
from surveykit.report.write_works import SLANT, UPRIGHT, write_apa, write_gb7714

BIB = (Path(__file__).parent / "data/literature.bib").read_text(encoding="utf-8")


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "references.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


@pytest.mark.parametrize(*cases("works"))
def test_each_kind_is_written_by_both_styles(bib, key, gb7714, apa):
    entry = read_bibliography(bib, "", "en").entries[key]
    assert write_gb7714(entry) == gb7714
    assert re.sub(f"[{SLANT}{UPRIGHT}]", "", write_apa(entry)) == apa


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
    assert "先见[1]，又见[1,2]。" in shown
    assert shown.index("[1]SMITHJA") < shown.index("[2]王丽,李明")
    assert "参考文献" in shown and "陈华" not in shown


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_apa_names_author_and_year_and_sorts_by_author(bib, form):
    shown = text(written(bib, form, "en", "As [@smith2019; @moe] say, and @lee2021 too."), form)
    assert "As(Smith&Jones,2019;MinistryofEducation,2022)say,andLee(2021)too." in shown
    bib.write_text(BIB.replace("Jones, Mary", "Jones, Mary and Lee, Kim"), encoding="utf-8")
    assert "As(Smithetal.,2019)say." in text(written(bib, form, "en", "As [@smith2019] say."), form)
    assert shown.index("References") < shown.index("Lee,K.(2021)") < shown.index("MinistryofEducation.(2022)")


@pytest.mark.parametrize(*cases("citations"))
def test_citations_name_places_prefixes_and_works_of_one_year(bib, style, language, prose, said):
    assert said in text(written(bib, "html", language, prose, citations=style), "html")


def test_chinese_works_stand_behind_latin_ones_by_sound(bib):
    shown = text(written(bib, "html", "en", "[@wang2020; @daily; @chen2018; @zhang2018; @smith2019; @jones2015]"),
                 "html")
    names = ("Jones,M.(2015)", "Smith,J.A.,&Jones", "陈华.(2018)", "王丽,李明", "张三.(2018)", "赵六.(2022")
    order = [shown.rindex(name) for name in names]
    assert order == sorted(order)


def test_apa_sets_titles_in_italics_and_gb7714_in_a_chinese_report_by_choice(bib):
    page = html.document_fromstring(written(bib, "html", "en", "[@smith2019]"))
    assert [e.text for e in page.xpath("//main//em")] == ["Volunteers at work"]
    assert "[1]" in text(written(bib, "html", "en", "See[@smith2019].", citations="gb7714"), "html")


def test_an_unknown_key_and_a_missing_file_are_named(bib, tmp_path):
    with pytest.raises(ReportError, match="smith2019"):
        written(bib, "html", "en", "[@smyth2019]")
    with pytest.raises(ReportError, match=r"references: references\.bib"):
        sk.write_report(["# T\n\nSee [@smith2019]."], tmp_path / "r.html")


def test_the_literature_stands_before_the_appendix_of_the_author(bib):
    prose = "[@smith2019]\n\n## 附录\n\n问卷全文。"
    shown = text(written(bib, "html", "zh", prose, style="thesis"), "html")
    assert shown.index("参考文献[1]SMITH") < shown.rindex("附录问卷全文") < shown.rindex("来源与校验")
    assert "1附录" not in shown  # no chapter has its number
