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
from surveykit.report.bibliography import read_bibliography
from surveykit.report.write_works import SLANT, UPRIGHT, write_apa, write_gb7714

BIB = """
@article{wang2020, author={王, 丽 and 李, 明 and 张, 三 and 赵, 六}, title={志愿者就业意向研究}, journal={青年研究},
  year=2020, volume={12}, number={3}, pages={45--56}}
@book{smith2019, author={Smith, John A. and Jones, Mary}, title={Volunteers at work}, publisher={Sage},
  edition={12}, address={London}, year=2019}
@phdthesis{chen2018, author={陈华}, title={西部计划研究}, school={北京大学}, address={北京}, year=2018}
@incollection{lee2021, author={Lee, Kim}, editor={Brown, Tom}, title={Retention}, booktitle={Handbook of service},
  publisher={OUP}, year=2021, pages={1--20}}
@misc{moe, author={{Ministry of Education}}, title={Yearbook}, year=2022, url={https://example.org/y}}
@book{zhang2018, author={张三}, title={社会调查方法}, edition=2, publisher={北京大学出版社}, address={北京}, year=2018}
@book{groves2009, author={de Groves, Robert M.}, title={Survey methods}, edition={21}, publisher={Wiley}, year=2009}
@phdthesis{jones2015, author={Jones, Mary}, title={Volunteering}, school={University of Leeds}, year=2015}
@inproceedings{chen2016, author={Chen, Wei}, title={Mining surveys}, booktitle={Proceedings of data}, publisher={ACM},
  address={New York}, pages={11--18}, year=2016}
@online{gov, author={{教育部}}, title={统计公报}, url={http://example.org/g}, date={2021-08-27}, urldate={2024-05-01}}
@online{hickey, author={Hickey, Walt}, title={Movies of {Star Wars}}, url={https://example.org/m}, date={2014-07-22},
  urldate={2024-05-02}}
@online{help, title={Help pages}, url={https://example.org/h}, urldate={2024-05-03}}
@standard{rules, author={{标准委}}, title={著录规则}, number={GB/T 7714—2015}, publisher={标准出版社}, address={北京},
  year=2015}
@techreport{ilo, author={{ILO}}, title={Youth trends}, number={12}, institution={ILO}, address={Geneva}, year=2020}
@article{daily, author={赵六}, title={青年在西部}, journal={人民日报}, entrysubtype={newspaper},
  date={2022-03-05}, pages={4}}
@article{again2019, author={Smith, John A. and Jones, Mary}, title={A second look}, journal={Work}, year=2019}
"""
GB = {"wang2020": "王丽, 李明, 张三, 等. 志愿者就业意向研究[J]. 青年研究, 2020, 12(3): 45-56.",
      "smith2019": "SMITH J A, JONES M. Volunteers at work[M]. 12th ed. London: Sage, 2019.",
      "chen2018": "陈华. 西部计划研究[D]. 北京: 北京大学, 2018.",
      "lee2021": "LEE K. Retention[M]//BROWN T. Handbook of service. OUP, 2021: 1-20.",
      "moe": "Ministry of Education. Yearbook[EB/OL]. 2022. https://example.org/y.",
      "zhang2018": "张三. 社会调查方法[M]. 2版. 北京: 北京大学出版社, 2018.",
      "groves2009": "DE GROVES R M. Survey methods[M]. 21st ed. Wiley, 2009.",
      "jones2015": "JONES M. Volunteering[D]. University of Leeds, 2015.",
      "chen2016": "CHEN W. Mining surveys[C]//Proceedings of data. New York: ACM, 2016: 11-18.",
      "gov": "教育部. 统计公报[EB/OL]. (2021-08-27)[2024-05-01]. http://example.org/g.",
      "hickey": "HICKEY W. Movies of Star Wars[EB/OL]. (2014-07-22)[2024-05-02]. https://example.org/m.",
      "help": "Help pages[EB/OL]. [2024-05-03]. https://example.org/h.",
      "rules": "标准委. 著录规则: GB/T 7714—2015[S]. 北京: 标准出版社, 2015.",
      "ilo": "ILO. Youth trends[R]. Geneva: ILO, 2020.",
      "daily": "赵六. 青年在西部[N]. 人民日报, 2022-03-05(4).",
      "again2019": "SMITH J A, JONES M. A second look[J]. Work, 2019."}
APA = {"wang2020": "王丽, 李明, 张三, 赵六. (2020). 志愿者就业意向研究. 青年研究, 12(3), 45–56.",
       "smith2019": "Smith, J. A., & Jones, M. (2019). Volunteers at work (12th ed.). Sage.",
       "chen2018": "陈华. (2018). 西部计划研究[博士学位论文, 北京大学].",
       "lee2021": "Lee, K. (2021). Retention. In T. Brown (Ed.), Handbook of service (pp. 1–20). OUP.",
       "moe": "Ministry of Education. (2022). Yearbook. https://example.org/y",
       "zhang2018": "张三. (2018). 社会调查方法（第2版）. 北京大学出版社.",
       "groves2009": "de Groves, R. M. (2009). Survey methods (21st ed.). Wiley.",
       "jones2015": "Jones, M. (2015). Volunteering [Doctoral dissertation, University of Leeds].",
       "chen2016": "Chen, W. (2016). Mining surveys. In Proceedings of data (pp. 11–18). ACM.",
       "gov": "教育部. (2021-08-27). 统计公报. 2024-05-01 取自 http://example.org/g",
       "hickey": "Hickey, W. (2014, July 22). Movies of Star Wars. Retrieved May 2, 2024, from https://example.org/m",
       "help": "Help pages. (n.d.). Retrieved May 3, 2024, from https://example.org/h",
       "rules": "标准委. (2015). 著录规则（GB/T 7714—2015）. 标准出版社.",
       "ilo": "ILO. (2020). Youth trends (Report No. 12).",
       "daily": "赵六. (2022-03-05). 青年在西部. 人民日报, 4.",
       "again2019": "Smith, J. A., & Jones, M. (2019). A second look. Work."}


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


@pytest.mark.parametrize(("style", "language", "prose", "said"), [
    ("gb7714", "zh", "见[@moe]、[@chen2018]、[@lee2021]，合见[@moe; @chen2018; @lee2021; @ilo]。", "合见[1-4]。"),
    ("gb7714", "zh", "书中说[@zhang2018, 第15页]。", "书中说[1]15。"),
    ("gb7714", "zh", "@wang2020 认为。", "王丽等[1]认为。"),
    ("gb7714", "en", "@smith2019 [p. 3] hold.", "SmithandJones[1]3hold."),
    ("apa", "en", "So [see @jones2015, ch. 3; @ilo].", "So(seeJones,2015,ch.3;ILO,2020)."),
    ("apa", "en", "@smith2019 [p. 3] hold.", "SmithandJones(2019,p.3)hold."),
    ("apa", "en", "Mary [-@jones2015] says.", "Mary(2015)says."),
    ("apa", "en", "Two [@smith2019; @again2019].", "Two(Smith&Jones,2019b;Smith&Jones,2019a)."),
    ("apa", "en", "In [@wang2020].", "In(王丽etal.,2020)."),
    ("apa", "zh", "@wang2020 认为。", "王丽等（2020）认为。"),
    ("apa", "zh", "@smith2019 认为[@smith2019]。", "Smith和Jones（2019）认为（Smith&Jones,2019）。"),
])
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
