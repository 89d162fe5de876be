"""How an export writes its answers: tokens for missing, ticks, separators, words for options."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from surveykit.answers.column_names import find_other_option
from surveykit.answers.option_words import OptionWords
from surveykit.codebook import Codebook, Item, Option
from surveykit.platforms.export_layout import ExportLayout
from surveykit.platforms.named_options import TICKS
from surveykit.platforms.plain_table import OWN
from surveykit.text.normalise import normalise
from surveykit.text.option_value import CODE_OF_OTHER

QUOTE = "'"
TYPES_OTHER = {"google", "msforms"}  # words typed under "Other" stand in cells as labels do
NUMBERED = {"code": "order", "score": "score"}


def unquote_cell(text: str) -> str | None:
    """What stands behind the mark that `write_processed` puts before texts; None where there is no mark."""
    return text[1:] if text.startswith(QUOTE) else None


@dataclass(frozen=True, slots=True)
class CellRules:
    """How the cells of one column are to be understood.
    `missing` gives whole cells, as compared, with their kind of missing; `unquote` the text inside marks
    of ours (None for files of others, which mark no text). `separator` parts ticks, `ranking` the places of a
    ranking ('' where that is not known). Where `gapless`, no mark such as `-` or `NA` stands for nothing;
    where `decimal_comma`, commas of numbers are decimal ones.
    Words that are no option are words typed under the option `typed`. `ticks` says what a cell in a
    column of its own means (`*`: any other text is a tick). `captions` name cells in faults.
    """

    missing: Mapping[str, str]
    words: OptionWords
    separator: str = ""
    ranking: str = ""
    typed: Option | None = None
    ticks: Mapping[str, int] = field(default_factory=dict)
    unquote: Callable[[str], str | None] | None = None
    captions: Mapping[str, str] = field(default_factory=dict)
    gapless: bool = False
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class Conventions:
    """The rules of an export's cells, by item; files that carry their own labels have some `by_column`.
    `strict` exports say 1 or 0 in every column of a select-all question, or nothing in all; elsewhere a row
    whose columns are all empty is `empty`.
    """

    export: ExportLayout
    missing: Mapping[str, str]
    strict: bool = False
    by_column: Mapping[tuple[str, int], CellRules] = field(default_factory=dict)

    def rules_for(self, item: Item, place: int) -> CellRules:
        """How the cells of an item in one column are to be understood."""
        own = self.by_column.get((item.name, place))
        if own is not None:
            return own
        export = self.export
        held = (item.layout or "").partition(":")[2]
        takes_words = export.platform in TYPES_OTHER and item.kind in {"single", "multiple"}
        typed = find_other_option(item) if takes_words else None
        if export.platform == OWN:
            return CellRules(self.missing, OptionWords.as_written(item), held, held or " ", None, export.ticks,
                             unquote_cell, gapless=True)
        return CellRules(self.missing, _words(item, export), held or export.separator, held or export.ranking,
                         typed, export.ticks, decimal_comma=export.decimal_comma)


def find_conventions(export: ExportLayout, book: Codebook) -> Conventions:
    """How this export writes the answers of a codebook."""
    tokens = {normalise(token): kind for token, kind in export.missing.items()}
    return Conventions(export, {**tokens, **read_missing_codes(book)}, strict=export.platform in {"plain", OWN})


def read_missing_codes(book: Codebook) -> dict[str, str]:
    """The codebook's own tokens for missing, as cells are compared, with the kind of each."""
    codes = book.settings.get("missing_codes")
    return {normalise(token): kind for token, kind in codes.items()} if isinstance(codes, Mapping) else {}


def _words(item: Item, export: ExportLayout) -> OptionWords:
    """The words of an item's options in this export."""
    numbered = NUMBERED.get(export.variant, "") if export.platform == "wjx" else ""
    words = OptionWords.from_item(item, numbered, letters=export.letters)
    if {option.value for option in item.options} == {"1", "0"}:  # ticks read one by one
        words = words.including({normalise(mark): (item.option(str(tick)), mark)
                                 for mark, tick in TICKS.items() if not mark.isdecimal()})
    other = find_other_option(item) if export.platform == "limesurvey" else None
    return words.including({CODE_OF_OTHER: (other, CODE_OF_OTHER)}) if other else words
