"""An executed notebook to the content it tells in one language.

Conventions: Markdown cells tagged `zh` or `en` go into that language's report, untagged ones
into both; `no-report` leaves a cell out; `provenance` puts a cell's tables on the last page.
Code cells begin with Quarto's comment lines: `#| label: tbl-plans`, `#| tbl-cap-zh: ...`,
`#| tbl-cap-en: ...` (and `fig-cap-...`), `#| echo: true`; and ours, `#| show: both`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from surveykit.errors import ReportError
from surveykit.figures import FIGURE_MIME, Figure
from surveykit.report.content import K_OF_N, SUMMARY_MIME, TEXT_MIME, Content, ContentBuilder, item_labels
from surveykit.report.living_prose import fill_markdown, fill_text
from surveykit.report.markdown_blocks import blocks_from_nodes, parse_markdown, split_title
from surveykit.report.named_results import read_named_results
from surveykit.report.report_blocks import CodeBlock
from surveykit.result import MIME, Result
from surveykit.words.messages import Message
from surveykit.words.phrases import LANGUAGES

_OPTION = re.compile(r"#\|\s*([\w-]+)\s*:\s*(.*?)\s*")
_CAPTION = re.compile(r"(tbl|fig)-cap(?:-(zh|en))?")


@dataclass(slots=True)
class Options:
    """What the comment lines at the head of a code cell say."""

    label: str = ""
    echo: bool = False
    both: bool = False
    captions: dict[str, dict[str, str]] = field(default_factory=lambda: {"tbl": {}, "fig": {}})
    source: str = ""

    def take_label(self, kind: str) -> str:
        """The label, for the first output of its kind; then ''."""
        if not self.label.startswith(kind):
            return ""
        label, self.label = self.label, ""
        return label

    def take_caption(self, kind: str) -> Mapping[str, str]:
        """The captions, for the first output of their kind; then none."""
        captions, self.captions[kind] = self.captions[kind], {}
        return captions

    def fill_captions(self, results: Mapping[str, Result], where: Message) -> None:
        """Put living numbers into the captions."""
        self.captions = {kind: {language: fill_text(text, results, language, where) for language, text in sides.items()}
                         for kind, sides in self.captions.items()}


def content_from_notebook(notebook: Mapping[str, Any], name: str, language: str, columns: str = K_OF_N) -> Content:
    """The content of an executed notebook in `zh` or `en`; `name` is its file's, for messages."""
    cells = list(_cells_of_language(notebook, language))
    results = read_named_results(notebook)
    places = [(cell["source"], _place(name, number)) for cell, number in cells if cell["cell_type"] == "markdown"]
    title, trees = split_title(parse_markdown([(language, fill_markdown(text, results, language, place), place)
                                               for text, place in places]))
    rest = iter(trees)
    body, last = ContentBuilder(language, columns), ContentBuilder(language, columns)
    for cell, number in cells:
        place = _place(name, number)
        builder = last if "provenance" in _tags(cell) else body
        if cell["cell_type"] == "markdown":
            builder.blocks += blocks_from_nodes(next(rest), place)
        elif cell["cell_type"] == "code":
            _add_outputs(builder, cell, place, results)
    return Content(title or name.removesuffix(".ipynb"), language, tuple(body.blocks), tuple(last.blocks),
                   tuple(body.sources + last.sources), f"notebook {name}", len(body.unworded | last.unworded),
                   bool(title), results)


def languages_of(notebook: Mapping[str, Any]) -> tuple[str, ...]:
    """The languages the codebook behind an executed notebook has words in: those of its items, not of stages or
    statistics, which are ours in all; all, if no result has an item with words."""
    spoken = {language for result in _results(notebook) for kind, _, text in item_labels(result) if kind == "item"
              for language in LANGUAGES if text.get(language)}
    return tuple(language for language in LANGUAGES if language in spoken) or LANGUAGES


def _results(notebook: Mapping[str, Any]) -> Iterator[Result]:
    """The results a notebook shows, as tables or in figures."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if FIGURE_MIME in data:
                yield _result(data[FIGURE_MIME]["result"])
            elif MIME in data:
                yield _result(data[MIME])


def read_options(source: str, where: str = "") -> Options:
    """The options in the leading `#|` lines of a cell, and the source without them."""
    lines = source.splitlines()
    found = Options()
    while lines and (match := _OPTION.fullmatch(lines[0].strip())):
        _set(found, match[1], match[2].strip("\"'"))
        lines.pop(0)
    if found.label and not found.label.startswith(("tbl-", "fig-")):
        raise ReportError("A label must begin with tbl- or fig-, not {found!r}.", where="{file}",
                          fix="#| label: tbl-{found}", found=found.label, file=where)
    found.source = "\n".join(lines).strip("\n")
    return found


def _set(found: Options, key: str, value: str) -> None:
    """One option taken over; those meant for other programs are left alone."""
    if key == "label":
        found.label = value
    elif key == "show":
        found.both = value == "both"
    elif key == "echo":
        found.echo = value.lower() == "true"
    elif match := _CAPTION.fullmatch(key):
        for language in [match[2]] if match[2] else LANGUAGES:
            found.captions[match[1]].setdefault(language, value)


def _cells_of_language(notebook: Mapping[str, Any], language: str) -> Iterator[tuple[Mapping[str, Any], int]]:
    """The cells of one language, each with its number in the notebook."""
    others = set(LANGUAGES) - {language}
    for i, cell in enumerate(notebook["cells"], 1):
        tags = _tags(cell)
        if "no-report" in tags or (tags & others and language not in tags):
            continue
        yield cell, i


def _place(notebook: str, cell: int) -> Message:
    """Where a cell stands, for messages."""
    return Message("notebook {notebook}, cell {cell}", notebook=notebook, cell=cell)


def _tags(cell: Mapping[str, Any]) -> set[str]:
    """The tags of a cell."""
    return set(cell["metadata"].get("tags", []))


def _add_outputs(builder: ContentBuilder, cell: Mapping[str, Any], where: Message, results: Mapping[str, Result],
                 ) -> None:
    """The outputs of a code cell, and its source if asked for."""
    found = read_options(cell["source"], where)
    found.fill_captions(results, where)
    if found.echo and found.source:
        builder.blocks.append(CodeBlock(found.source))
    for output in cell.get("outputs", ()):
        _add_output(builder, output, found)


def _add_output(builder: ContentBuilder, output: Mapping[str, Any], found: Options) -> None:
    """One output as table, figure or sentence; anything else only where code is shown."""
    data = output.get("data", {})
    if SUMMARY_MIME in data:
        builder.add_summary(data[SUMMARY_MIME])
    elif TEXT_MIME in data:
        builder.add_text(data[TEXT_MIME])
    elif FIGURE_MIME in data:
        figure = Figure(_result(data[FIGURE_MIME]["result"]), builder.language)
        builder.add_figure(figure, found.take_label("fig"), found.take_caption("fig"), found.both)
    elif MIME in data:
        builder.add_result(_result(data[MIME]), found.take_label("tbl"), found.take_caption("tbl"), found.both)
    elif found.echo and (text := _plain(output)):
        builder.blocks.append(CodeBlock(text, ""))


def _result(payload: Mapping[str, Any]) -> Result:
    """The Result a notebook holds."""
    return Result.from_json(json.dumps(payload))


def _plain(output: Mapping[str, Any]) -> str:
    """Plain text of an output that is not an error stream."""
    if output["output_type"] == "stream":
        return output["text"].rstrip() if output["name"] == "stdout" else ""
    return str(output.get("data", {}).get("text/plain", "")).rstrip()
