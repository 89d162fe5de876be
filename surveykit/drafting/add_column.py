"""A question of one column as an item of a codebook."""

import re
from collections.abc import Sequence
from dataclasses import replace

from surveykit.answers.column_names import find_other_option, option_text_name
from surveykit.answers.record_keys import RepeatedKey, is_nearly_key, says_key
from surveykit.codebook import Item, Option
from surveykit.codebook.conditions import chosen_condition
from surveykit.codebook.draft import DraftQuestion
from surveykit.codebook.form_texts import LONGEST_NAME, quote_shortened
from surveykit.drafting import option_list as listing
from surveykit.drafting.column_contents import ColumnContents, KindGuess, leave_out, split_labels
from surveykit.drafting.export_builder import ExportBuilder
from surveykit.drafting.guess_kind import guess_kind, pieces_together
from surveykit.drafting.guess_number import find_ends
from surveykit.drafting.option_list import Doubts, OptionList
from surveykit.platforms.export_layout import ExportColumn
from surveykit.platforms.wjx_pairs import Pair
from surveykit.text.normalise import is_placeholder, normalise
from surveykit.text.option_value import VALUE
from surveykit.text.parse_number import parse_number, parse_small_number
from surveykit.text.personal import classify_personal, is_map_point
from surveykit.text.split_ticks import split_fill_in
from surveykit.words.phrases import in_language, join_words, phrase

LIMIT = re.compile(r"(?:最多|至多|限选?|不超过)\s*(?:可|能)?\s*(?:选择?)?\s*"
                   r"(?P<zh>[一二三四五六七八九十两\d]{1,2})\s*(?:项|个|种)|"
                   r"(?:up to|at most|no more than|maximum(?: of)?)\s+(?P<en>\w+)", re.IGNORECASE)
KEY = re.compile(r"(?:(?:record|response|respondent|participant|case)[ _-]?)?id|key|nr\.?|no\.?|编号|序号|答卷编号",
                 re.IGNORECASE)
CODED = {"code", "score"}
LOOSE = {"qualtrics", "limesurvey", "surveymonkey", "kobo", "redcap", "sosci", "plain", "surveykit"}
CLOSED, MEASURED = {"single", "multiple", "rank"}, {"rating", "number", "date"}
ONE_CHOICE = {"rating", "mirror", "missing_label"}  # doubts that make no sense where several may be chosen


def add_column(builder: ExportBuilder, base: Item, slot: ExportColumn) -> Item:
    """The item of a column; `base` has its name, wording and heading."""
    seen = builder.contents([slot.place])
    pair = builder.pair(slot.question, slot.part if slot.role == "row" else "")
    if pair is not None and pair.options:
        return _add_paired(builder, base, seen, pair)
    wording = slot.heading if slot.stem in slot.heading else f"{slot.heading} {slot.stem}"
    seen, found = _guess_without_placeholders(builder, seen, wording)
    if builder.pairs is not None and found.kind in {"single", "multiple", "rank"}:  # options would have codes
        found = KindGuess("number" if all(parse_number(text) is not None for text in seen.texts) else "text")
    if is_number_of_people(slot.heading, seen, found, builder.key):
        return add_free_item(builder, base, seen, KindGuess("text", {"key_repeats": {}}))
    named = classify_personal(" ".join(base.words.values()), seen.texts)  # a heading that says name beats few texts
    if named or found.kind in {"text", "number"} or all(map(is_map_point, seen.texts)):
        return add_free_item(builder, base, seen, found)
    return _add_chosen(builder, base, seen, found)


def is_number_of_people(heading: str, seen: ColumnContents, found: KindGuess, key: RepeatedKey | None) -> bool:
    """Whether what looks like amounts, points or codes numbers people: the heading says so, or rows come back."""
    counted = found.kind in {"number", "rating"} or not {"codes", "identifier"}.isdisjoint(found.doubts)
    return counted and (says_key(heading, len(seen.texts), seen.n) or is_nearly_key(heading, len(seen.texts), seen.n)
                        or (key is not None and heading == key.heading))


def ask_about_key(key: RepeatedKey | None, rows: int) -> list[DraftQuestion]:
    """The doubt about the whole codebook where people or units seem to have several of the rows."""
    if key is None:
        return []
    told = "repeated_key" if key.sure else "rows_apart" if key.beside else "key_twice"
    return [DraftQuestion("", told, phrase(f"draft.{told}", heading=quote_shortened(key.heading, LONGEST_NAME),
                                           beside=quote_shortened(key.beside, LONGEST_NAME), people=key.people,
                                           rows=rows, count=len(key.rows)))]


def _guess_without_placeholders(builder: ExportBuilder, seen: ColumnContents,
                                wording: str) -> tuple[ColumnContents, KindGuess]:
    """What cells hold beside marks for nothing (`-`, `NA`), and their kind; free text keeps its marks."""
    for counted in (True, False):
        marks = [text for text in seen.texts if is_placeholder(text, counted=counted)]
        rest = leave_out(seen, marks)
        if not marks or not rest.texts:
            continue
        found = guess_column_kind(builder, rest, wording)
        if found.kind in (MEASURED if counted else {*CLOSED, *MEASURED}) and "text_or_choice" not in found.doubts:
            note = {"labels": join_words(marks[:5]), "count": sum(seen.texts[text] for text in marks)}
            return rest, replace(found, doubts={**found.doubts, "placeholder": note})
    return seen, guess_column_kind(builder, seen, wording)


def guess_column_kind(builder: ExportBuilder, seen: ColumnContents, wording: str) -> KindGuess:
    """The kind of a column by its cells; in an export of codes, words are free text."""
    export = builder.export
    coded = export.platform == "wjx" and export.variant in CODED
    # codes parted by blanks: ODK writes ticks and rankings both so
    spaced = export.separator == " " and all(VALUE.fullmatch(word) for text in seen.texts for word in text.split())
    ranking = export.ranking or (" " if spaced else "")
    found = guess_kind(seen, wording, separator=export.separator, ranking=ranking, coded=coded,
                  loose=export.platform in LOOSE, decimal_comma=export.decimal_comma)
    if not coded or found.kind not in {"single", "rating"}:
        return found
    if found.kind == "single" and "codes" not in found.doubts:
        return KindGuess("text")
    # options are numbered from 1: a 0 is none
    if not any(parse_number(text) == 0 for text in seen.texts):
        return found
    shown = ", ".join(sorted(seen.texts, key=lambda text: parse_number(text) or 0))
    return KindGuess("number", {"few_numbers": {"codes": shown}} if found.kind == "rating" else found.doubts)


def add_free_item(builder: ExportBuilder, base: Item, seen: ColumnContents, found: KindGuess) -> Item:
    """A text or a number, perhaps personal, perhaps the key of the respondent."""
    if KEY.fullmatch(base.column or "") and seen.n == len(seen.texts) > 1:
        return builder.add(replace(base, kind="text", role="id"), {"key": {}})
    role = builder.personal_role(builder.free_name(base), " ".join(base.words.values()), seen)
    if role:
        return builder.add(replace(base, kind="text", role=role), skipped_doubts(seen))
    text = "id" if "key_repeats" in found.doubts else "open_text"
    base = replace(base, kind=found.kind, role=text if found.kind == "text" else None)
    return builder.add(base, {**found.doubts, **skipped_doubts(seen)})


def _add_chosen(builder: ExportBuilder, base: Item, seen: ColumnContents, found: KindGuess) -> Item:
    """A date, a choice, a rating, a select-all question or a ranking in one column."""
    export = builder.export
    if found.kind == "date":
        return builder.add(replace(base, kind="date"), {**found.doubts, **skipped_doubts(seen)})
    if found.kind in {"multiple", "rank"}:
        ranking = export.ranking or export.separator
        return _add_joined(builder, base, seen, found,
                           found.mark or (ranking if found.kind == "rank" else export.separator))
    listed = list_options(builder, seen, found, " ".join(base.words.values()))
    item = builder.add(replace(base, kind="rating" if listed.rating else "single", options=listed.options),
                      {**listed.doubts, **skipped_doubts(seen)})
    if "codes" not in found.doubts and "rating_numbers" not in found.doubts:
        builder.seen[item.name] = seen
    add_fill_in(builder, item, seen)
    return item


def list_options(builder: ExportBuilder, seen: ColumnContents, found: KindGuess, wording: str) -> OptionList:
    """The options of a single choice or a rating, with all doubts; the ends of a scale are those its wording names."""
    values = sorted({value for text in seen.texts if (value := parse_number(text)) is not None})
    whole = found.kind == "rating" or builder.export.variant == "code"
    words = [label for label in seen.labels if parse_number(label) is None]
    if found.kind == "rating" or ("codes" in found.doubts and (not words or "missing_label" in found.doubts)):
        low, high = find_ends(wording, values) if found.kind == "rating" else (min(1, *values), max(values))
        points = range(int(low), int(high) + 1) if whole else map(int, values)
        options = listing.options_of_points(points, builder.language, words)
        return OptionList(options, found.kind == "rating", dict(found.doubts))
    listed = listing.options_of_answers(seen, builder.language)
    # the order of codes is that of the form
    kept = {key: said for key, said in listed.doubts.items() if "codes" not in found.doubts or key[:5] != "order"}
    return replace(listed, doubts={**found.doubts, **kept})


def list_tick_options(builder: ExportBuilder, seen: ColumnContents, mark: str) -> tuple[ColumnContents, OptionList]:
    """The pieces of cells, and the options that they are."""
    pieced = split_cells(seen, mark)
    listed = listing.options_of_answers(pieced, builder.language)
    plain = tuple(replace(option, missing=None, score=None) for option in listed.options)
    stuck = pieces_together(seen.texts, mark) if mark.strip() in {",", ";"} else []
    doubts = {key: said for key, said in listed.doubts.items() if key not in ONE_CHOICE}
    codes = [label for label in pieced.labels if parse_number(label) in listing.SENTINELS]
    doubts |= {"sentinel": {"codes": ", ".join(codes)}} if codes and "missing_label" in listed.doubts else {}
    doubts |= {"together": {"labels": " / ".join(stuck[:3])}} if stuck else {}
    whole = [label for label in pieced.labels if mark in label]
    doubts |= {"comma_label": {"labels": " / ".join(whole[:3])}} if whole else {}
    return pieced, OptionList(plain, doubts=doubts)


def _add_joined(builder: ExportBuilder, base: Item, seen: ColumnContents, found: KindGuess, mark: str) -> Item:
    """A select-all question or ranking whose cells hold all options chosen."""
    pieced, listed = list_tick_options(builder, seen, mark)
    item = replace(base, kind=found.kind, options=listed.options, layout=delimited_layout(mark))
    return add_several(builder, item, seen, pieced, {**found.doubts, **listed.doubts})


def add_several(builder: ExportBuilder, item: Item, seen: ColumnContents, pieced: ColumnContents,
                doubts: Doubts) -> Item:
    """A select-all question or ranking with its options; the limit is taken from the wording."""
    if item.kind == "multiple":
        limit = LIMIT.search(" ".join(item.label.values()))
        most = parse_small_number(limit["zh"] or limit["en"]) if limit else None
        if most:
            item, doubts = replace(item, constraint=f"count-selected(.) <= {most}"), doubts | {"limit": {"count": most}}
    made = builder.add(item, {**doubts, **skipped_doubts(seen)})
    add_fill_in(builder, made, pieced)
    return made


def split_cells(seen: ColumnContents, mark: str) -> ColumnContents:
    """Pieces of cells in the place of cells."""
    labels: dict[str, int] = {}
    fills: dict[str, int] = {}
    first: dict[str, str] = {}
    cells = split_labels(seen.texts, mark)
    for text, count in seen.texts.items():
        for piece in cells[text]:
            label, fill = split_fill_in(piece)
            label = first.setdefault(normalise(label), label)
            labels[label] = labels.get(label, 0) + count
            fills |= {label: fills.get(label, 0) + count} if fill else {}
    return ColumnContents(seen.texts, labels, fills, {}, seen.gaps)


def delimited_layout(mark: str) -> str | None:
    """How the codebook names a separator; one with blanks is the platform's own."""
    return f"delimited:{mark}" if mark and mark == mark.strip() else None


def _add_paired(builder: ExportBuilder, base: Item, seen: ColumnContents, pair: Pair) -> Item:
    """A question whose labels and codes are known from two exports."""
    doubts: Doubts = {"clash": {"count": len(pair.clashes)}} if pair.clashes else {}
    if pair.kind in {"multiple", "rank"}:
        mark = "→" if pair.kind == "rank" else "┋"
        listed = listing.options_of_form([label for _, label in pair.options], builder.language)
        item = replace(base, kind=pair.kind, options=listed.options, layout=delimited_layout(mark))
        return add_several(builder, item, seen, split_cells(seen, mark), doubts)
    listed = listing.options_of_pairs(pair.options, builder.language)
    made = builder.add(replace(base, kind="rating" if listed.rating else "single", options=listed.options),
                      {**doubts, **listed.doubts, **skipped_doubts(seen)})
    add_fill_in(builder, made, seen)
    return made


def skipped_doubts(seen: ColumnContents) -> Doubts:
    """A doubt where people were not asked: the codebook should say on what condition."""
    skipped = seen.gaps.get("not_asked", 0)
    return {"skipped": {"count": skipped, "column": "relevant"}} if skipped else {}


def add_fill_in(builder: ExportBuilder, item: Item, seen: ColumnContents) -> None:
    """The text item for what was filled in beside options."""
    if not seen.fills:
        return
    labels = {normalise(label) for label in seen.fills}
    beside = [o for o in item.options if any(normalise(side) in labels for side in o.label.values())]
    if item.kind in {"multiple", "rank"} and len(beside) > 1:
        _add_option_texts(builder, item, beside)
        return
    condition = chosen_condition(item, beside[0].value) if len(beside) == 1 and item.kind != "rank" else None
    wording = in_language(phrase("read.fill_in", item=item.label), builder.language)
    text = Item(f"{item.name}_other", "text", {builder.language: wording}, asked_if=condition, role="other_text")
    builder.add(text, {} if len(labels) == 1 else {"fill": {"labels": join_words([*seen.fills][:3])}})


def _add_option_texts(builder: ExportBuilder, item: Item, options: Sequence[Option]) -> None:
    """A text item for the words behind each option of a question where several have some; `other` as always.
    Its name holds the option's value, which therefore is one of Latin letters here.
    """
    names = {option.value: option.value if VALUE.fullmatch(option.value) else f"o{place}"
             for place, option in enumerate(item.options, start=1) if option in options}
    item = replace(item, options=tuple(replace(option, value=names.get(option.value, option.value))
                                       for option in item.options))
    builder.replace_item(item)
    other = find_other_option(item)
    for option in (item.option(value) for value in names.values()):
        named = f"{item.name}_other" if option == other else option_text_name(item, option.value)
        wording = phrase("read.fill_in_option", item=item.label, option=option.label)
        condition = chosen_condition(item, option.value) if item.kind != "rank" else None
        builder.add(Item(named, "text", {builder.language: in_language(wording, builder.language)},
                         asked_if=condition, role="other_text"))
