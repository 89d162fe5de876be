"""A Result as a picture: the same bytes wherever and whenever it is drawn."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.figure import Figure as Drawing

from surveykit.errors import AnalysisError, ReportError
from surveykit.figures import style
from surveykit.figures.canvas import Canvas
from surveykit.figures.figure_shapes import PARTIAL, figure_shape
from surveykit.figures.text_metrics import letters
from surveykit.files.disk import write_atomic
from surveykit.files.leftovers import lock_folder
from surveykit.result import Result
from surveykit.result.result import require_result
from surveykit.result.table_notes import caption
from surveykit.result.view import View
from surveykit.words.phrases import check_language, in_language, phrase, table

FIGURE_MIME = "application/vnd.surveykit.figure+json"
SCREEN_DPI = 110
NAME = "surveykit"
RC: dict[Any, Any] = {"svg.fonttype": "path", "svg.hashsalt": NAME, "pdf.fonttype": 3, "axes.unicode_minus": False,
      "text.parse_math": False, "text.usetex": False, "text.hinting": "no_hinting"}


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """The figure of one result, in one language.

    Bytes are made when they are asked for; the same result gives the same bytes.

    Attributes
    ----------
    result
        What is drawn; it is never changed.
    language
        `zh` or `en`.

    >>> import surveykit as sk
    >>> from surveykit.figures import plot
    >>> plot(sk.frequencies(sk.example_survey(), "plan")).svg()[:5]
    b'<?xml'
    """

    result: Result
    language: str
    _said: dict[float, tuple[str, ...]] = field(init=False, repr=False, default_factory=dict)  # by width, once drawn

    def svg(self, *, narrow: bool = False) -> bytes:
        """The figure as SVG, text as outlines, so that it needs no font.
        With `narrow` it is drawn for the screen of a telephone, 9.4 cm wide, labels above their marks.
        >>> import surveykit as sk
        >>> sk.plot(sk.frequencies(sk.example_survey(), "plan")).svg(narrow=True)[:5]
        b'<?xml'
        """
        return self._bytes("svg", {"Date": None, "Creator": NAME}, style.NARROW if narrow else style.WIDTH)

    def png(self, dpi: int = 200) -> bytes:
        """The figure as PNG, 16 cm wide at `dpi` dots per inch."""
        return self._bytes("png", {"Software": NAME}, dpi=dpi)

    def pdf(self) -> bytes:
        """The figure as a PDF page of its own size, fonts embedded."""
        return self._bytes("pdf", {"CreationDate": None, "Creator": NAME, "Producer": NAME})

    @property
    def alt(self) -> str:
        """One sentence for readers who cannot see the figure: caption and kind."""
        own, family = f"plot.alt.{self.result.kind}", f"plot.alt.{self.result.layout.family}"
        shape = in_language(phrase(own if own in table() else family), self.language)
        return in_language(phrase("plot.alt", caption=self._full_caption(), shape=shape), self.language)

    def _full_caption(self) -> str:
        """The caption, and whether the data are synthetic, for those who do not see the foot."""
        title = caption(View(self.result, self.language))
        return in_language(phrase("mark.synthetic", title=title), self.language) if self.result.synthetic else title

    def save(self, path: str | Path) -> None:
        """Write the figure as .png, .svg or .pdf, in one step."""
        forms = {".png": self.png, ".svg": self.svg, ".pdf": self.pdf}
        suffix = Path(path).suffix.lower()
        if suffix not in forms:
            raise ReportError("A figure is written as .png, .svg or .pdf.", where="{file}",
                              fix="save({stem!r})", file=path, stem=Path(path).stem + '.png')
        data = forms[suffix]()
        with lock_folder(Path(path).parent):
            write_atomic(path, data)

    def in_language(self, language: str) -> Figure:
        """The same figure in `zh` or `en`."""
        return replace(self, language=check_language(language))

    @property
    def is_partial(self) -> bool:
        """Whether the table holds rows that the figure cannot show."""
        return self.result.layout.figure in PARTIAL

    @property
    def labels(self) -> tuple[str, ...]:
        """Every line of text drawn in the figure, its percentages marked (`surveykit.words.marks`)."""
        return self._lines(style.WIDTH)

    @property
    def narrow_labels(self) -> tuple[str, ...]:
        """The same for the narrow drawing, whose lines break elsewhere."""
        return self._lines(style.NARROW)

    def _lines(self, wide: float) -> tuple[str, ...]:
        """Every line of text in the drawing of a width."""
        if wide not in self._said:
            with _settings():
                self._sheet(wide)
        return self._said[wide]

    def _drawing(self, wide: float = style.WIDTH) -> Drawing:
        """The figure as matplotlib holds it."""
        return self._sheet(wide).finish(self.result.caption(self.language))

    def _sheet(self, wide: float = style.WIDTH) -> Canvas:
        """The kind's figure on a new sheet."""
        view = View(self.result, self.language)
        sheet = Canvas(self.language, letters(self.language), wide)
        foot = figure_shape(self.result)(sheet, view)
        sheet.foot(foot, self.result.synthetic)
        self._said[wide] = tuple(sheet.said)
        return sheet

    def _bytes(self, form: str, metadata: dict[str, str | None], wide: float = style.WIDTH, dpi: int = 72) -> bytes:
        """The figure as a file; matplotlib loads only the backend this format needs."""
        stream = io.BytesIO()
        with _settings():
            self._drawing(wide).savefig(stream, format=form, dpi=dpi, metadata=metadata)
        return stream.getvalue()

    def __repr__(self) -> str:
        return f"Figure: {self._full_caption()}"

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        """A picture to look at, a line of text, and the result for the report."""
        return {"text/plain": repr(self), "image/png": self.png(SCREEN_DPI),
                FIGURE_MIME: {"result": json.loads(self.result.to_json())}}


def plot(result: Result, *, language: str | None = None) -> Figure:
    """Draw a result: every kind has one figure.

    Parameters
    ----------
    result
        What an analysis returned.
    language
        `zh` or `en`; without it, the language the result shows itself in.

    Returns
    -------
    Figure
        Shows itself in a notebook; `.save(path)` writes PNG, SVG or PDF.

    Raises
    ------
    AnalysisError
        The result is read as a table only (excerpts, a log), or has no rows.
    ReportError
        No font has the characters, or the figure would be too large to read.

    Missing values
    --------------
    An estimate or interval that is missing is not drawn; its words are a dash.

    Examples
    --------
    >>> import surveykit as sk
    >>> from surveykit.figures import plot
    >>> plot(sk.frequencies(sk.example_survey(), "plan"))
    Figure: Plan after service (synthetic data)
    """
    figure_shape(require_result(result, "plot"))
    if result.table.empty:
        raise AnalysisError("A figure must have at least one row.", where="result {caption!r}",
                            fix="look at result.table, and at the filter before it", caption=result.caption('en'))
    figure = Figure(result, check_language(language or result.language))
    # A notebook only prints what goes wrong while a value shows itself; here it is an error.
    with _settings():
        figure._drawing()
    return figure


@contextmanager
def _settings() -> Iterator[None]:
    """Matplotlib as it was delivered, with our settings; the caller's come back after."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        yield
