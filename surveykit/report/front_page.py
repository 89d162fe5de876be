"""What stands before the first chapter: read from `study.yaml` and the notebook, chosen in one language.

A notebook says it in its metadata (`surveykit`) or, as for Quarto, in a first raw cell of YAML between `---` and `---`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from surveykit.files.load_yaml import load_yaml
from surveykit.files.study_settings import (
    FrontMatter,
    check_settings,
    find_study,
    list_contacts,
    parse_front_matter,
    read_settings,
)
from surveykit.report.living_prose import fill_text
from surveykit.report.selfaudit.typed_numbers import typed_marks
from surveykit.result import Result
from surveykit.words.marks import MarkedText, marks_of
from surveykit.words.messages import Message
from surveykit.words.phrases import in_language, phrase

LINES = ("institution", "supervisor")


@dataclass(frozen=True, slots=True)
class ReportStyle:
    """Cover, contents and numbering, and the size of running text in points."""

    name: str = "plain"
    cover: bool = False  # title, authors and abstract on pages of their own
    contents: bool = False  # contents, with lists of tables and figures, in Word and PDF; HTML has them at its side
    numbered: bool = False  # headings 1, 1.1, 1.1.1
    chapters: bool = False  # each chapter on a new page; captions counted in it: Table 3-1
    double: bool = False  # captions in the other language below
    size: float = 10.5
    line: float = 0.0  # lines as in Word; 0: 1.5 for Chinese, 1.25 for English


PLAIN = ReportStyle()
STYLES = {
    "plain": PLAIN,
    # 小四, one and a half lines, as Chinese universities ask for
    "thesis": ReportStyle("thesis", cover=True, contents=True, numbered=True, chapters=True, double=True, size=12.0,
                          line=1.5),
    "annual-report": ReportStyle("annual-report", cover=True, contents=True, numbered=True, size=11.0),
}


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The front matter of a report in its language; what is empty is not shown."""

    title: str = ""
    subtitle: str = ""
    authors: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    date: str = ""
    abstracts: tuple[tuple[str, tuple[str, ...], str], ...] = ()  # heading, paragraphs, keywords

    @property
    def texts(self) -> tuple[str, ...]:
        """What an author may have typed numbers into."""
        return (self.subtitle, *(text for _, texts, _ in self.abstracts for text in texts))


EMPTY_FRONT = FrontPage()


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """What a study and a notebook say about a report."""

    front: FrontMatter = field(default_factory=FrontMatter)
    style: ReportStyle = PLAIN
    references: Path | None = None
    citations: str = ""
    columns: str = "k/n"
    contacts: tuple[str, ...] = ()

    def front_page(self, language: str, named: Mapping[str, Result] | None = None) -> FrontPage:
        """The front matter in one language, its living numbers filled; a thesis has its abstract in both."""
        front, named = self.front, named or {}
        pages = [self._abstract(language, named)]
        if self.style.double:
            pages.append(self._abstract("en" if language == "zh" else "zh", named))
        lines = ((in_language(phrase(f"report.{name}"), language), in_language(getattr(front, name), language))
                 for name in LINES if getattr(front, name))
        between = in_language(phrase("list.comma"), language)
        return FrontPage(_fill(_in(front.title, language), language, named),
                         _fill(_in(front.subtitle, language), language, named),
                         between.join(in_language(author, language) for author in front.authors), tuple(lines),
                         front.date, tuple(page for page in pages if page[1] or page[2]))

    def _abstract(self, language: str, named: Mapping[str, Result]) -> tuple[str, tuple[str, ...], str]:
        """Heading, paragraphs and keywords of the abstract in one language."""
        words = in_language(phrase("report.between_keywords"), language).join(self.front.keywords.get(language, ()))
        label = in_language(phrase("report.keywords"), language)
        texts = tuple(_fill(text, language, named) for text in paragraphs(str(self.front.abstract.get(language, ""))))
        return in_language(phrase("report.abstract"), language), texts, f"{label}{words}" if words else ""


def settings_from(given: Mapping[str, Any], where: str) -> ReportSettings:
    """The settings in a mapping, as a notebook or `write_report` gives it; an unknown key is refused."""
    said = {key: str(value).lower() if isinstance(value, bool) else value for key, value in given.items()}
    check_settings(said, where)
    style = choose_style(said.get("style"), contents=_flag(said.get("contents")), numbered=_flag(said.get("numbered")))
    references = said.get("references")
    return ReportSettings(parse_front_matter(said, where), style, Path(references) if references else None,
                          str(said.get("citations") or ""), str(said.get("columns") or "k/n"),
                          list_contacts(given.get("contacts")))


def settings_of_notebook(notebook: Mapping[str, Any], path: Path) -> ReportSettings:
    """What the study around a notebook says, overruled key by key by what the notebook says itself."""
    given = _notebook_keys(notebook, path.name)
    own = settings_from(given, f"notebook {path.name}")
    folder = find_study(path.parent)
    if folder is None:
        return replace(own, references=path.parent / own.references if own.references else None)
    study = read_settings(folder)
    front = replace(study.front, **{key.name: getattr(own.front, key.name) for key in fields(FrontMatter)
                                    if getattr(own.front, key.name)})
    style = choose_style(given.get("style") or study.style,
                         contents=study.contents if "contents" not in given else own.style.contents,
                         numbered=study.numbered if "numbered" not in given else own.style.numbered)
    base = path.parent if own.references else folder
    references = own.references or study.references
    return ReportSettings(front, style, base / references if references else None,
                          own.citations or study.citations or "", given.get("columns") or study.columns or "k/n",
                          own.contacts + study.contacts)


def _notebook_keys(notebook: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The front matter in a notebook: its metadata, then its first raw cell."""
    found = dict(notebook["metadata"].get("surveykit", {}))
    first = notebook["cells"][0] if notebook["cells"] else {}
    source = str(first.get("source", "")).strip()
    if first.get("cell_type") == "raw" and source.startswith("---") and source.endswith("---"):
        said = load_yaml(source.strip("-"), Path(name))
        found |= said if isinstance(said, dict) else {}
    return found


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an abstract: lines that follow each other are one."""
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _fill(text: str, language: str, named: Mapping[str, Result]) -> str:
    """A text of the front matter: living numbers filled, typed ones marked as such."""
    filled = fill_text(text, named, language, Message("front matter"))
    return MarkedText(filled, (*marks_of(filled), *typed_marks(filled)))


def _flag(value: object) -> bool | None:
    """A switch of the settings; None where nothing is said."""
    said = str("" if value is None else value)
    return said == "true" if said else None


def _in(text: Mapping[str, str], language: str) -> str:
    """A text in one language, '' where there is none at all."""
    return in_language(text, language) if text else ""


def choose_style(name: str | None, *, contents: bool | None = None, numbered: bool | None = None) -> ReportStyle:
    """The preset of a name, with contents and numbers of headings as asked for."""
    style = STYLES[name or PLAIN.name]
    return replace(style, contents=style.contents if contents is None else contents,
                   numbered=style.numbered if numbered is None else numbered)
