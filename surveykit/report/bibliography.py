"""References to literature: `[@key]` in prose, written by GB/T 7714—2015 (numbers) or APA 7 (author and year).

pandoc reads the `.bib` file; the two styles are written here for the kinds that studies cite, without a style file.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from surveykit.errors import ReportError, did_you_mean
from surveykit.files.disk import read_bytes
from surveykit.report.front_page import ReportSettings
from surveykit.report.pandoc import run
from surveykit.report.report_blocks import Block, Heading, PandocNode, Prose
from surveykit.report.syntax_tree import map_nodes, para, plain_nodes, text_node
from surveykit.text.display_width import is_wide
from surveykit.words.phrases import in_language, phrase

Entry = Mapping[str, Any]
CODES = {"book": "M", "chapter": "M", "thesis": "D", "article-journal": "J", "paper-conference": "C", "report": "R",
         "webpage": "EB/OL", "article-newspaper": "N", "dataset": "DS", "legislation": "S", "standard": "S"}
SLANT, UPRIGHT = "\ue000", "\ue001"  # around what is set in italics
MOST = 3  # authors that GB/T 7714 names before 等


@dataclass
class Bibliography:
    """The literature of a report, in the order in which it is first cited."""

    entries: Mapping[str, Entry]
    numbered: bool
    language: str
    file: str
    cited: list[str] = field(default_factory=list)

    def cite(self, nodes: list[PandocNode], where: str) -> list[PandocNode]:
        """The nodes, citations of literature written in the style."""
        def change(node: PandocNode) -> list[PandocNode] | None:
            keys = [one["citationId"] for one in node["c"][0]] if node["t"] == "Cite" else []
            if not keys or any(key.startswith(("tbl-", "fig-")) for key in keys):
                return None
            for key in keys:
                self._note(key, where)
            if self.numbered:
                numbers = ", ".join(str(self.cited.index(key) + 1) for key in keys)
                return [{"t": "Superscript", "c": [text_node(f"[{numbers}]")]}]
            return [text_node(self._author_years(node["c"][0]))]
        written: list[PandocNode] = map_nodes(nodes, change)
        return written

    def list_works(self) -> list[PandocNode]:
        """The cited works, a paragraph each: by number, or by author and year."""
        if self.numbered:
            lines = [f"[{i}] {write_gb7714(self.entries[key])}" for i, key in enumerate(self.cited, 1)]
        else:
            lines = sorted((write_apa(self.entries[key]) for key in self.cited), key=str.casefold)
        return [para(_inlines(line)) for line in lines]

    def _note(self, key: str, where: str) -> None:
        """Keep a work as cited; refuse one that the file does not have."""
        if key not in self.entries:
            raise ReportError("The literature has no entry {key!r}.", where="{place}",
                              fix=did_you_mean(key, self.entries), key=key, place=where)
        if key not in self.cited:
            self.cited.append(key)

    def _author_years(self, cites: Sequence[Mapping[str, Any]]) -> str:
        """`(Wang & Li, 2020; Smith, 2021)`, or `Wang & Li (2020)` where the author is named in the sentence."""
        works = [self.entries[one["citationId"]] for one in cites]
        made = [(_short_names(work), _year(work)) for work in works]
        if len(cites) == 1 and cites[0]["citationMode"]["t"] == "AuthorInText":
            return f"{made[0][0]} ({made[0][1]})"
        inner = "; ".join(f"{names}, {year}" for names, year in made)
        return f"（{inner}）" if self.language == "zh" else f"({inner})"


def cite_literature(blocks: Iterable[Block], settings: ReportSettings,
                    language: str) -> tuple[list[Block], list[Block]]:
    """The blocks with their citations written, and the list of the works cited under its heading."""
    if settings.references is None:
        for block in blocks:
            if isinstance(block, Prose):
                map_nodes(list(block.nodes), partial(_refuse_uncited, where=block.where))
        return list(blocks), []
    literature = read_bibliography(settings.references, settings.citations, language)
    written = [replace(block, nodes=tuple(literature.cite(list(block.nodes), block.where)))
               if isinstance(block, Prose) else block for block in blocks]
    heading = in_language(phrase("report.references"), language)
    works = literature.list_works()
    return written, [Heading(heading), Prose(tuple(works))] if works else []


def _refuse_uncited(node: PandocNode, where: str) -> None:
    """Refuse `[@key]` where no literature was named; a bare `@name` is a name."""
    cites = node["c"][0] if node["t"] == "Cite" else []
    keys = [one["citationId"] for one in cites if one["citationMode"]["t"] != "AuthorInText"]
    if keys and not keys[0].startswith(("tbl-", "fig-")):
        raise ReportError("The literature of this report must be named: {key!r} is cited.", where="{place}",
                          fix="write into study.yaml: references: references.bib", key=keys[0], place=where)


def read_bibliography(path: Path, style: str, language: str) -> Bibliography:
    """The entries of a BibTeX file."""
    found = json.loads(run("-f", "bibtex", "-t", "csljson", given=read_bytes(path)))
    entries = {str(entry["id"]): entry for entry in found}
    return Bibliography(entries, (style or ("gb7714" if language == "zh" else "apa")) == "gb7714", language, path.name)


def write_gb7714(entry: Entry) -> str:
    """An entry by GB/T 7714—2015, section 8."""
    chinese = any(is_wide(char) for char in str(entry.get("title", "")))
    code = CODES.get(str(entry.get("type")), "EB/OL" if "URL" in entry else "Z")
    if "URL" in entry and "/" not in code:
        code += "/OL"
    head = _join(". ", [_gb_names(_names(entry), chinese), f"{entry.get('title', '')}[{code}]"])
    kind = entry.get("type")
    if kind in {"article-journal", "article-newspaper"}:
        volume = "".join([str(entry.get("volume", "")), f"({entry['issue']})" if entry.get("issue") else ""])
        rest = _join(", ", [entry.get("container-title"), _year(entry), volume]) + _pages(entry, ": ")
    else:
        inside = entry.get("container-title")
        place = _join(": ", [entry.get("publisher-place"), entry.get("publisher")])
        rest = _join(", ", [place, _year(entry)]) + _pages(entry, ": ")
        head += f"//{_join('. ', [_gb_names(_names(entry, 'editor'), chinese), inside])}" if inside else ""
    address = [entry["URL"]] if entry.get("URL") else []
    return _end(_join(". ", [head, rest, *address, f"DOI: {entry['DOI']}" if entry.get("DOI") else ""]))


def write_apa(entry: Entry) -> str:
    """An entry by the Publication Manual of the APA, 7th edition, chapter 10."""
    names = _apa_names(_names(entry)) or str(entry.get("title", ""))
    head = f"{_end(names)} ({_year(entry)})."
    kind = entry.get("type")
    part = kind in {"article-journal", "article-newspaper"} or entry.get("container-title")
    title = str(entry.get("title", "")) if _names(entry) else ""
    title = title if part else _slant(title)
    if kind == "thesis":
        title += f" [{entry.get('genre', 'Thesis')}, {entry.get('publisher', '')}]"
    parts = [_end(title)] if title else []
    if kind in {"article-journal", "article-newspaper"}:
        inside = _slant(_join(", ", [entry.get("container-title"), entry.get("volume")]))
        parts.append(_end(inside + (f"({entry['issue']})" if entry.get("issue") else "") + _pages(entry, ", ")))
    elif entry.get("container-title"):
        editors = _apa_editors(_names(entry, "editor"))
        inside = f"In {_join(', ', [editors, _slant(entry['container-title'])])}"
        pages = f" (pp.{_pages(entry, ' ')})" if entry.get("page") else ""
        parts += [_end(inside + pages), _end(entry.get("publisher"))]
    elif kind != "thesis":
        parts.append(_end(entry.get("publisher")))
    link = f"https://doi.org/{entry['DOI']}" if entry.get("DOI") else str(entry.get("URL", ""))
    return " ".join(part for part in (head, *parts, link) if part)


def _slant(text: object) -> str:
    """A title in italics; Chinese is never slanted."""
    said = str(text or "")
    return said if not said or any(map(is_wide, said)) else f"{SLANT}{said}{UPRIGHT}"


def _inlines(line: str) -> list[PandocNode]:
    """The nodes of a line of the list."""
    nodes: list[PandocNode] = []
    for piece in re.split(f"({SLANT}[^{UPRIGHT}]*{UPRIGHT})", line):
        slanted = piece.startswith(SLANT)
        text = piece.strip(SLANT + UPRIGHT)
        space: PandocNode = {"t": "Space"}
        inner = plain_nodes(text)
        nodes += [space] * text[:1].isspace() + ([{"t": "Emph", "c": inner}] if slanted else inner)
        nodes += [space] * (text[-1:].isspace() and len(text) > 1)
    return nodes


def _names(entry: Entry, role: str = "author") -> list[Mapping[str, str]]:
    """The people of an entry in one role."""
    return list(entry.get(role, ()))


def _plain_name(person: Mapping[str, str]) -> str:
    """A name that has no parts to turn round: an institution, or a Chinese one, family first."""
    if person.get("literal"):
        return person["literal"]
    name = f"{person.get('family', '')}{person.get('given', '')}"
    return name if is_wide(name[:1]) else ""


def _gb_names(people: Sequence[Mapping[str, str]], chinese: bool) -> str:
    """At most three names, `WANG L, LI M, et al`."""
    made = [_plain_name(one) or f"{one.get('family', '').upper()} {_letters(one, '')}".strip() for one in people[:MOST]]
    return ", ".join([*made, *(["等" if chinese else "et al"] if len(people) > MOST else [])])


def _apa_names(people: Sequence[Mapping[str, str]]) -> str:
    """`Wang, L., Li, M., & Smith, J.`; 20 at most."""
    made = [_plain_name(one) or _join(", ", [one.get("family"), _letters(one, ".")]) for one in people]
    if len(made) > 20:
        made = [*made[:19], f". . . {made[-1]}"]
        return ", ".join(made)
    return ", & ".join([", ".join(made[:-1]), made[-1]]) if len(made) > 1 else "".join(made)


def _apa_editors(people: Sequence[Mapping[str, str]]) -> str:
    """`L. Wang & M. Li (Eds.)`."""
    made = [_plain_name(one) or f"{_letters(one, '.')} {one.get('family', '')}".strip() for one in people]
    return f"{' & '.join(made)} ({'Ed' if len(made) == 1 else 'Eds'}.)" if made else ""


def _short_names(entry: Entry) -> str:
    """The authors as a citation names them: two, or the first and the others."""
    people = [_plain_name(one) or one.get("family", "") for one in _names(entry)] or [str(entry.get("title", ""))]
    chinese = is_wide(people[0][:1])
    if len(people) > 2:
        return f"{people[0]}等" if chinese else f"{people[0]} et al."
    return ("和" if chinese else " & ").join(people)


def _letters(person: Mapping[str, str], dot: str) -> str:
    """The initials of the given names."""
    return " ".join(f"{part[0]}{dot}" for part in person.get("given", "").replace("-", " ").split())


def _year(entry: Entry) -> str:
    """The year of an entry, `n.d.` for none."""
    parts = (entry.get("issued") or {}).get("date-parts") or [[None]]
    return str(parts[0][0] or "n.d.")


def _pages(entry: Entry, before: str) -> str:
    """Pages with an en dash."""
    return f"{before}{str(entry['page']).replace('--', '–').replace('-', '–')}" if entry.get("page") else ""


def _join(by: str, parts: Iterable[object]) -> str:
    """The parts that say something."""
    return by.join(str(part) for part in parts if part)


def _end(text: object) -> str:
    """A text with a full stop, '' for none."""
    said = str(text or "")
    return said if not said or said.endswith((".", "。", "?", "!", "？", "！")) else f"{said}."
