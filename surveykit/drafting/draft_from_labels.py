"""Drafts from files that bring labels along: SPSS, Stata, and the survey files of platforms.

What such a file says is kept as it stands; what it leaves open is a doubt.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from surveykit.answers.native_variables import NO_TICK, TICK, make_native_table
from surveykit.answers.record_keys import RepeatedKey, find_repeated_key, refuse_other_rows
from surveykit.answers.user_missing import find_gap_kinds
from surveykit.codebook import Codebook, Item, Option, Scale
from surveykit.codebook.draft import Draft, DraftQuestion
from surveykit.codebook.form_texts import unique_text
from surveykit.drafting.add_column import ask_about_key, is_number_of_people
from surveykit.drafting.add_rows import INSTRUCTED, LEAST_ROWS, LEAST_VALID, TURNED
from surveykit.drafting.codebook_from_labels import codebook_from_labels
from surveykit.drafting.column_contents import ColumnContents, KindGuess, count_texts
from surveykit.drafting.guess_kind import MOST_OPTIONS, guess_kind
from surveykit.drafting.guess_number import find_ends
from surveykit.drafting.item_names import lawful_name
from surveykit.drafting.option_list import MISSING, options_of_points
from surveykit.drafting.rate_neighbours import rate_neighbours
from surveykit.drafting.scale_points import ABOVE, MOST_POINTS, find_points
from surveykit.drafting.tick_groups import find_stem
from surveykit.formats import Column, NativeTable, Variable
from surveykit.survey import Change
from surveykit.text.normalise import normalise
from surveykit.text.personal import classify_personal, find_personal_kinds
from surveykit.words.phrases import in_language, join_words, phrase

SHOWN = 5
NOUGHTS = ({"0", "1"}, {"1"})


def draft_from_labels(table: NativeTable, *, every_row: bool = True) -> Draft:
    """A draft from an SPSS or Stata file: its own labels, sets and missing values, and what is unsure.
    Unless `every_row` is said to be a respondent, several rows of one person are refused.
    """
    if not every_row:
        refuse_other_rows(make_native_table(table, ours=False))
    draft, changes = read_labels(table)
    lost = {"labels_left": "codes_among_numbers"}  # codes among numbers count as amounts
    told = [DraftQuestion(change.item, change.rule, phrase(
        f"native.{lost.get(change.rule, change.rule)}", labels=change.old, column="sk_missing_codes"))
        for change in changes if change.item in draft.codebook]
    order = {item.name: place for place, item in enumerate(draft.codebook)}
    return replace(draft, doubts=tuple(sorted([*told, *draft.doubts], key=lambda doubt: order.get(doubt.item, -1))))


def read_labels(table: NativeTable) -> tuple[Draft, tuple[Change, ...]]:
    """The codebook of what an SPSS or Stata file says, its guesses as doubts; and what no codebook can say."""
    known = {variable.name: _read_contents(variable, column)
             for variable, column in zip(table.variables, table.columns, strict=True)}
    texts = {name: list(seen.texts) for name, seen in known.items()}
    book, changes = codebook_from_labels(table)
    key = find_repeated_key(make_native_table(table, ours=False))
    items, doubts = list[Item](), list[DraftQuestion]()
    for item in book:
        seen = known.get(item.column or item.name)
        found = (_guess_number(item, seen, book.language, key) if seen and item.kind == "number" and not item.options
                 else _settle_item(item, list(seen.texts) if seen else []))
        items.append(found[0])
        doubts += found[1]
    items, doubts = rate_neighbours(items, doubts, book.language)
    items, sets = _join_dichotomies(items, texts)
    items, scales = _propose_scales(items, book)
    doubts = [*(doubt for doubt in doubts if any(item.name == doubt.item for item in items)), *sets,
              *_scale_doubts(items, scales)]
    asked = ask_about_key(key, len(table))
    return Draft(replace(book, items=tuple(items), scales=(*book.scales, *scales)), (*doubts, *asked)), changes


def _read_contents(variable: Variable, column: Column) -> ColumnContents:
    """What stands in the cells of a variable, without what the file declares missing."""
    gaps = dict(zip(column.texts, find_gap_kinds(variable, column.texts), strict=True))
    texts = {text: count for text, count in count_texts(column) if not gaps[text]}
    return ColumnContents(texts, texts)


def _guess_number(item: Item, seen: ColumnContents, language: str,
                  key: RepeatedKey | None) -> tuple[Item, list[DraftQuestion]]:
    """A number without labels, guessed as a table's are: points or codes where few small ones come back."""
    guess = guess_kind(seen, " ".join(item.words.values()), loose=True) if seen.n else KindGuess("number")
    heading = item.column or item.name
    if is_number_of_people(heading, seen, guess, key):
        item, doubts = _settle_free_item(replace(item, kind="text", role="id"), list(seen.texts))
        return item, doubts or [DraftQuestion(item.name, "key_repeats", phrase("draft.key_repeats"))]
    numbered = guess.doubts.keys() & {"numbered", "identifier"}
    if guess.kind not in {"number", "single", "rating"} or (guess.kind == "number" and not guess.doubts):
        item, doubts = _settle_item(replace(item, kind="text") if numbered else item, list(seen.texts))
        return item, doubts or [DraftQuestion(item.name, told, phrase(f"draft.{told}")) for told in numbered]
    doubts = [DraftQuestion(item.name, key, phrase(f"draft.{key}", **values)) for key, values in guess.doubts.items()
              if key != "thousands"]  # what is a number in the file has no point for another's mark
    if guess.kind == "number":
        return item, doubts
    values = sorted(int(float(text)) for text in seen.texts)
    low, high = map(int, find_ends(" ".join(item.words.values()), values))
    points = range(low, high + 1) if guess.kind == "rating" else values
    return replace(item, kind=guess.kind, options=options_of_points(points, language)), doubts


def _settle_item(item: Item, texts: Sequence[str]) -> tuple[Item, list[DraftQuestion]]:
    """The item, personal if it seems so, and the doubts about its kind and options."""
    if not item.options:
        return _settle_free_item(item, texts)
    found: dict[str, Mapping[str, object]] = {}
    half = _rate_ends(item)
    item = half or item
    bare = [o.value for o in item.answers if set(o.label.values()) == {o.value}]
    labels = [in_language(option.label, "zh") for option in item.answers]
    gaps = [in_language(option.label, "zh") for option in item.options if option.missing]
    known = set(labels) - set(bare)
    if bare and known and not half:
        found["unlabelled"] = {"codes": join_words([*bare[:SHOWN], *["…"][:len(bare) > SHOWN]])}
    if gaps:
        found["missing_label"] = {"labels": join_words(gaps)}
    unsaid = [*filter(_is_unsaid, labels)]
    if unsaid and len(unsaid) < len(labels):
        found["missing_undeclared"] = {"labels": join_words(unsaid)}
    if item.kind == "rating":
        found["rating"] = {"count": len(item.answers)}
    elif item.kind == "single" and find_points([label for label in labels if label in known]):
        found["looks_rated"] = {"count": len(known), "column": "sk_measure"}
    return item, [DraftQuestion(item.name, key, phrase(f"draft.{key}", **values)) for key, values in found.items()]


def _rate_ends(item: Item) -> Item | None:
    """The rating that a choice is whose labels stand at both ends of a run of numbers and not at all between: `0 = not
    at all likely, 10 = extremely likely`; None for others, and for counts (`0 = none, 8 = 8 or more`).
    """
    points = {int(option.value): option for option in item.answers if option.value.isdecimal()}
    named = [n for n, option in points.items() if set(option.label.values()) != {option.value}]
    low, high = min(points, default=0), max(points, default=0)
    if (item.kind not in {"single", "rating"} or len(points) < len(item.answers) or not {low, high} <= {*named}
            or len(named) == len(points) or low > 1 or high > MOST_POINTS):
        return None
    sides = points[high].label
    if any(_is_unsaid(in_language(points[n].label, "zh")) for n in named) or any(
            ABOVE.search(side) and str(high) in side for side in sides.values()):
        return None
    made = [replace(points.get(n) or Option(str(n), dict.fromkeys(sides, str(n))), score=float(n))
            for n in range(low, high + 1)]
    return replace(item, kind="rating", options=(*made, *(option for option in item.options if option.missing)))


def _is_unsaid(label: str) -> bool:
    """Whether a label reads as refused, unknown or not applicable."""
    return any(words.fullmatch(normalise(label)) for words in MISSING.values())


def _settle_free_item(item: Item, texts: Sequence[str]) -> tuple[Item, list[DraftQuestion]]:
    """A text or number: personal, or with something personal inside."""
    if item.kind not in {"text", "number"}:
        return item, []
    kind = classify_personal(" ".join(item.words.values()), texts)
    if kind:
        told = phrase("draft.personal", kind=phrase(f"draft.kind_{kind}"))
        return replace(item, role=f"pii:{kind}"), [DraftQuestion(item.name, "personal", told)]
    if any(map(find_personal_kinds, texts)):
        return item, [DraftQuestion(item.name, "personal_inside", phrase("draft.personal_inside"))]
    return item, []


def _propose_scales(items: Sequence[Item], book: Codebook) -> tuple[list[Item], list[Scale]]:
    """Ratings that follow each other with the same labelled points, proposed as scales."""
    taken, scales, made = {*book.columns, *(item.name for item in items)}, [], []
    for options, run in groupby(items, key=lambda item: item.options if item.kind == "rating" else None):
        found = list(run)
        scores = [o.score for o in options or () if o.missing is None]
        labelled = any(set(option.label.values()) != {option.value} for option in options or ())
        if not labelled or len(found) < LEAST_ROWS or len(scores) < LEAST_ROWS or None in scores:
            made += found
            continue
        first, *_, last = found
        same = takewhile(lambda pair: pair[0] == pair[1], zip(first.name, last.name, strict=False))
        stem = "".join(letter for letter, _ in same).rstrip("_0123456789.-") or "scale"
        name = next(name for n in range(1, len(items) + 2)
                    if (name := f"{stem}_scale" if n == 1 else f"{stem}_scale_{n}") not in taken)
        taken.add(name)
        scales.append(Scale(name, dict.fromkeys(first.label, name), min(scores), max(scores), "mean", LEAST_VALID))
        made += [item if INSTRUCTED.search(" ".join(item.words.values())) else replace(item, scale=name)
                 for item in found]
    return made, scales


def _scale_doubts(items: Sequence[Item], scales: Sequence[Scale]) -> Iterator[DraftQuestion]:
    """Which items were proposed as a scale, and which of them may be worded the other way round."""
    for scale in scales:
        of_it = [item for item in items if item.scale == scale.name]
        yield DraftQuestion(of_it[0].name, "scale", phrase("draft.scale", name=scale.name, count=len(of_it)))
        for item in of_it:
            if TURNED.search(" ".join(item.words.values())):
                yield DraftQuestion(item.name, "reverse", phrase("draft.reverse", column="sk_reverse"))


def _join_dichotomies(items: Sequence[Item],
                      texts: Mapping[str, Sequence[str]]) -> tuple[list[Item], list[DraftQuestion]]:
    """Items of yes and no that follow each other and share a stem, as one select-all question; only a doubt without."""
    made, doubts = list[Item](), list[DraftQuestion]()
    for options, run in groupby(items, key=lambda item: _dichotomy(item, texts)):
        found = list(run)
        fits = options is not None and LEAST_ROWS <= len(found) <= MOST_OPTIONS
        stem = find_stem([item.column or item.name for item in found]) if fits else ""
        names = {name for item in items for name in (item.name, *item.columns)}
        told = phrase("draft.one_set", count=len(found), last=found[-1].name)
        if fits and stem:
            one = _make_set(found, unique_text(lawful_name(stem), Counter(names), "{}_{}"))
            made.append(one)
            doubts.append(DraftQuestion(one.name, "one_set", told))
            continue
        made += found
        doubts += [DraftQuestion(found[0].name, "maybe_set", phrase("draft.maybe_set", count=len(found),
                                                                      last=found[-1].name))] if fits else []
    return made, doubts


def _dichotomy(item: Item, texts: Mapping[str, Sequence[str]]) -> object:
    """What items of yes and no have in common; None of others."""
    values = {option.value for option in item.answers}
    words = {normalise(side).casefold() for option in item.answers for side in option.label.values()}
    if item.kind == "single" and (values in NOUGHTS or (len(values) == 2 and words <= TICK | NO_TICK
                                                        and words & TICK and words & NO_TICK)):
        return item.options
    bare = set(texts.get(item.column or item.name, ()))
    return "bare" if item.kind == "number" and not item.options and bare == {"0", "1"} else None


def _make_set(items: Sequence[Item], name: str) -> Item:
    """Items of yes and no as one select-all question; its options are named after their variables."""
    language = next(iter(items[0].label), "en")
    labels = [item.label.get(language, item.name) for item in items]
    stem = find_stem(labels)
    parts = [label[len(stem):].strip(" _-:：./（(）)[]") for label in labels] if stem else labels
    options = tuple(Option(item.column or item.name, {language: part or item.name})
                    for item, part in zip(items, parts, strict=True))
    return Item(name, "multiple", {language: stem or name}, options, layout="onehot")
