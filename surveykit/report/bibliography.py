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
from surveykit.report.syntax_tree import div, map_nodes, para, plain_nodes, raw, text_node, text_of
from surveykit.report.write_works import (
    SLANT,
    UPRIGHT,
    Entry,
    short_names,
    sort_key,
    works_alike,
    write_apa,
    write_gb7714,
    year_of,
)
from surveykit.words.phrases import in_language, phrase


@dataclass
class Bibliography:
    """The literature of a report, in the order in which it is first cited."""

    entries: Mapping[str, Entry]
    numbered: bool
    language: str
    file: str
    cited: list[str] = field(default_factory=list)

    def note_cited(self, nodes: list[PandocNode], where: str) -> None:
        """Keep the works cited in some nodes."""
        def note(node: PandocNode) -> None:
            for one in _works_cited(node):
                self._note(one["citationId"], where)
        map_nodes(nodes, note)

    def cite(self, nodes: list[PandocNode]) -> list[PandocNode]:
        """The nodes, citations of literature written in the style."""
        def change(node: PandocNode) -> list[PandocNode] | None:
            cites = _works_cited(node)
            return (self._raised_numbers(cites) if self.numbered else self._author_years(cites)) if cites else None
        written: list[PandocNode] = map_nodes(nodes, change)
        return written

    def list_works(self) -> list[PandocNode]:
        """The cited works, a paragraph each: by number, or by author and year."""
        if self.numbered:
            lines = [f"[{i}] {write_gb7714(self.entries[key])}" for i, key in enumerate(self.cited, 1)]
        else:
            lines = sorted((write_apa(self.entries[key], self._letter(key)) for key in self.cited), key=sort_key)
        return [para(_inlines(line)) for line in lines]

    def _note(self, key: str, where: str) -> None:
        """Keep a work as cited; refuse one that the file does not have."""
        if key not in self.entries:
            raise ReportError("The literature has no entry {key!r}.", where="{place}",
                              fix=did_you_mean(key, self.entries), key=key, place=where)
        if key not in self.cited:
            self.cited.append(key)

    def _letter(self, key: str) -> str:
        """`a`, `b` ... where authors and year are those of other cited works, too, by title."""
        alike = [one for one in self.cited if works_alike(self.entries[one]) == works_alike(self.entries[key])]
        order = sorted(alike, key=lambda one: str(self.entries[one].get("title", "")).casefold())
        return chr(ord("a") + order.index(key)) if len(alike) > 1 else ""

    def _raised_numbers(self, cites: Sequence[Mapping[str, Any]]) -> list[PandocNode]:
        """`[1-3,5]` raised, `[4]15` for a page of a work; the author before it where a sentence names him."""
        first = cites[0]
        named = short_names(self.entries[first["citationId"]], self.language, narrative=True) \
            if first["citationMode"]["t"] == "AuthorInText" else ""
        told = [(self.cited.index(one["citationId"]) + 1, _locator(one)) for one in cites]
        plain = _join_numbers([number for number, place in told if not place])
        raised = plain + "".join(f"[{number}]{place}" for number, place in told if place)
        before = text_of(first["citationPrefix"])
        return [*([text_node(f"{before} ")] if before else []), *([text_node(named)] if named else []),
                {"t": "Superscript", "c": [text_node(raised)]}]

    def _author_years(self, cites: Sequence[Mapping[str, Any]]) -> list[PandocNode]:
        """`(see Wang & Li, 2020, p. 15; Smith, 2021)`, or `Wang and Li (2020)` where a sentence names the authors."""
        opened, closed = "（）" if self.language == "zh" else "()"
        made = []
        for one in cites:
            key, mode = one["citationId"], one["citationMode"]["t"]
            place = _said_behind(one)
            year = f"{year_of(self.entries[key])}{self._letter(key)}{f', {place}' if place else ''}"
            named = short_names(self.entries[key], self.language, narrative=mode == "AuthorInText")
            if mode == "AuthorInText" and len(cites) == 1:
                space = " " if self.language == "en" else ""
                return [text_node(f"{named}{space}{opened}{year}{closed}")]
            before = text_of(one["citationPrefix"])
            made.append(f"{before}{' ' if before else ''}{'' if mode == 'SuppressAuthor' else f'{named}, '}{year}")
        return [text_node(f"{opened}{'; '.join(made)}{closed}")]


def _works_cited(node: PandocNode) -> list[Mapping[str, Any]]:
    """The works a node cites; none for a reference to a table or a figure."""
    cites = list(node["c"][0]) if node["t"] == "Cite" else []
    return [] if any(one["citationId"].startswith(("tbl-", "fig-")) for one in cites) else cites


def _said_behind(cite: Mapping[str, Any]) -> str:
    """The words behind a key: `p. 15`, `第15页`."""
    return text_of(cite["citationSuffix"]).strip(" ,，[]\xa0")


def _locator(cite: Mapping[str, Any]) -> str:
    """The pages in `p. 15` or `第15页`; other words as they are."""
    return re.sub(r"(?i)^(?:pp?\.|pages?|第)\s*(?=\d)|(?<=\d)\s*页$", "", _said_behind(cite))


def _join_numbers(numbers: Sequence[int]) -> str:
    """`[1-3,5]`: three or more in a row as a range.
    >>> _join_numbers([5, 1, 2, 3]), _join_numbers([2, 1]), _join_numbers([])
    ('[1-3,5]', '[1,2]', '')
    """
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs]
    return f"[{','.join(parts)}]" if parts else ""


def cite_literature(blocks: Iterable[Block], settings: ReportSettings,
                    language: str) -> tuple[list[Block], list[Block]]:
    """The blocks with their citations written, and the list of the works cited under its heading."""
    if settings.references is None:
        for block in blocks:
            if isinstance(block, Prose):
                map_nodes(list(block.nodes), partial(_refuse_uncited, where=block.where))
        return list(blocks), []
    literature = read_bibliography(settings.references, settings.citations, language)
    told = list(blocks)
    for block in told:
        if isinstance(block, Prose):
            literature.note_cited(list(block.nodes), block.where)
    written = [replace(block, nodes=tuple(literature.cite(list(block.nodes)))) if isinstance(block, Prose) else block
               for block in told]
    heading = in_language(phrase("report.references"), language)
    works = literature.list_works()
    listed = div([raw("typst", "#works["), *works, raw("typst", "]")], "works", style="Bibliography")
    return written, [Heading(heading), Prose((listed,))] if works else []


def _refuse_uncited(node: PandocNode, where: str) -> None:
    """Refuse `[@key]` where no literature was named; a bare `@name` is a name."""
    keys = [one["citationId"] for one in _works_cited(node) if one["citationMode"]["t"] != "AuthorInText"]
    if keys:
        raise ReportError("The literature of this report must be named: {key!r} is cited.", where="{place}",
                          fix="write into study.yaml: references: references.bib", key=keys[0], place=where)


def read_bibliography(path: Path, style: str, language: str) -> Bibliography:
    """The entries of a BibTeX file, their words without italics or raised letters."""
    found = run("-f", "bibtex", "-t", "csljson", given=read_bytes(path))
    plain = re.sub(r"</?(?:i|b|sup|sub)>", "", found.decode())
    entries = {str(entry["id"]): entry for entry in json.loads(plain)}
    return Bibliography(entries, (style or ("gb7714" if language == "zh" else "apa")) == "gb7714", language, path.name)


def _inlines(line: str) -> list[PandocNode]:
    """The nodes of a line of the list."""
    nodes: list[PandocNode] = []
    for piece in re.split(f"({SLANT}[^{UPRIGHT}]*{UPRIGHT})", line):
        inner = plain_nodes(piece.strip(SLANT + UPRIGHT))
        nodes += [{"t": "Emph", "c": inner}] if piece.startswith(SLANT) else inner
    return nodes
