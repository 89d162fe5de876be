"""LimeSurvey's headings taken apart: code, subquestion, scale and wording, in every form it exports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from surveykit.platforms.column_patterns import find_runs, group_places, split_shared_stem
from surveykit.platforms.heading_rows import fold_heading
from surveykit.text.strip_html import strip_html

FACTS = frozenset({"id", "submitdate", "lastpage"})
FEWER = frozenset({"startlanguage", "seed", "startdate", "datestamp", "token", "ipaddr", "refurl"})
# what exports call the administrative columns in other languages, folded as headings are
OWN_HEADINGS = {
    "antwortid": "id", "datumabgeschickt": "submitted", "letzteseite": "progress", "startsprache": "language",
    "zufallsstartwert": "other", "datumgestartet": "started", "datumletzteaktivität": "other", "ipadresse": "ip",
    "iddelaréponse": "id", "datedesoumission": "submitted", "dernièrepage": "progress", "languededépart": "language",
    "têtedesérie": "other", "datedelancement": "started", "datedeladernièreaction": "other", "adresseip": "ip",
    "idderespuesta": "id", "fechadeenvío": "submitted", "últimapágina": "progress", "lenguajeinicial": "language",
    "semilla": "other", "fechadeinicio": "started", "fechadelaúltimaacción": "other", "direcciónip": "ip",
    "答复id": "id", "响应id": "id", "提交日期": "submitted", "提交时间": "submitted", "最后一页": "progress",
    "最后页": "progress", "起始语言": "language", "开始语言": "language", "种子": "other", "开始日期": "started",
    "最后操作日期": "other", "ip地址": "ip"}
SAID = {"responseid": "id", "datesubmitted": "submitted", "lastpage": "progress", **OWN_HEADINGS}
CODE_TEXT = re.compile(r"(?P<code>[A-Za-z][A-Za-z0-9_]*(?:\[[^\[\]]*\]){0,2})\. (?P<text>.*)", re.DOTALL)
BRACKETS = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9_]*)"
                      r"(?:\[(?P<part>[^\[\]]*)\])?(?:\[(?P<scale>[^\[\]]*)\])?")
SGQA = re.compile(r"(?P<question>[0-9]+X[0-9]+X[0-9]+)(?P<part>[^#]*)(?:#(?P<scale>[0-9]+))?")
UNDERSCORES = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9]*)(?:_(?P<part>[^#\s]+?)(?:[_#](?P<scale>[01]))?)?")
R_NAMES = re.compile(r"(?P<question>[A-Za-z][A-Za-z0-9_]*)(?:\.(?P<part>\w+)\.(?:\.?(?P<scale>\w+)\.)?)?")  # Q1.SQ001.
CODES = {"code": BRACKETS, "code & text": BRACKETS, "sgqa": SGQA, "R/SPSS": UNDERSCORES, "vv": UNDERSCORES,
         "R names": R_NAMES}
# headings of an export without administrative columns: Q1[SQ001], or with its wording behind
SUBQUESTION = re.compile(r"[A-Za-z]\w*\[(?:SQ\w+|other)\](?:\[\w+\])?(?:\. (?P<text>.+))?", re.DOTALL)
FEWEST = 2
MARKED = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[a-z]+|#\d+);")
OTHERS = frozenset({"other", "othercomment", "comment"})
SAID_OTHER = frozenset({"other", "comment", "其他", "其它", "评论", "备注", "sonstiges", "kommentar", "autre", "otro"})


@dataclass(frozen=True, slots=True)
class LimeSurveyHeading:
    """One heading: `code` as a codebook may name it, `part` a subquestion's code, `label` its wording."""

    heading: str
    code: str = ""
    question: str = ""
    part: str = ""
    scale: str = ""
    stem: str = ""
    label: str = ""


def detect_form(first: Sequence[str], second: Sequence[str]) -> str:
    """Which of LimeSurvey's forms the heading rows have: '' for none that is known.
    >>> detect_form(["id", "submitdate", "lastpage", "Q1[SQ001]"], ["1", "", "2", "Y"])
    'code'
    """
    words = {word.casefold() for word in first}
    if {word.casefold() for word in second} >= FACTS:
        return "vv"
    if any(word.startswith(("submitdate. ", "id. ")) for word in words):
        return "code & text"
    if words >= FACTS or (words >= {"id", "submitdate"} and words & FEWER):
        return _detect_codes(first)
    if {SAID.get(fold_heading(word)) for word in first} >= {"id", "submitted", "progress"}:
        return "text"
    bare = [found for word in first if (found := SUBQUESTION.fullmatch(word))]
    return "" if len(bare) < FEWEST else "code & text" if all(found["text"] for found in bare) else "code"


def _detect_codes(headings: Sequence[str]) -> str:
    """Which kind of code stands in the headings."""
    if any(SGQA.fullmatch(heading) for heading in headings):
        return "sgqa"
    asked = [heading for heading in headings if heading.casefold() not in FACTS | FEWER]
    if sum(re.search(r"[\s<?？]", heading) is not None for heading in asked) > len(asked) / 2:
        return "text"
    if any("[" in heading for heading in headings):
        return "code"
    if sum(heading.endswith(".") and R_NAMES.fullmatch(heading) is not None for heading in headings) >= FEWEST:
        return "R names"
    return "R/SPSS" if any("_" in heading for heading in headings) else "code"


def parse_headings(form: str, first: Sequence[str], second: Sequence[str]) -> list[LimeSurveyHeading]:
    """The headings taken apart, HTML out; columns that are no question's have an empty `question` in a text form."""
    if form == "text":
        return _parse_texts(first, _restore_blanks(list(map(_strip_tags, first))))
    if form == "code & text":
        coded = [_parse_code_and_text(heading) for heading in first]
        worded = [replace(head, stem=stem) for head, stem in
                  zip(coded, _restore_blanks([_strip_tags(head.stem) for head in coded]), strict=True)]
        return _split_wording(worded)
    if form == "vv":
        return _split_wording([replace(head, heading=said or head.code, stem=_strip_tags(said)) for said, head in
                        zip(first, _drop_false_scales([_parse_code("vv", code) for code in second]), strict=True)])
    return _drop_false_scales([_parse_code(form, heading) for heading in first])


def _strip_tags(text: str) -> str:
    """Wording without HTML; wording that has none keeps its line breaks, which may stand before a label."""
    return strip_html(text) if MARKED.search(text) else text


def _restore_blanks(texts: Sequence[str]) -> list[str]:
    """Wording with its blanks: an export may write `_` for every one of them."""
    written = any("_" in text for text in texts) and not any(" " in text for text in texts)
    return [text.replace("_", " ").strip() for text in texts] if written else list(texts)


def _parse_code(form: str, code: str) -> LimeSurveyHeading:
    """A heading that is a code; older .vv files hold SGQA numbers."""
    found = (SGQA if form == "vv" and SGQA.fullmatch(code) else CODES[form]).fullmatch(code)
    if found is None:
        return LimeSurveyHeading(code, code, code)
    return LimeSurveyHeading(code, code, found["question"], found["part"] or "", found["scale"] or "")


def _drop_false_scales(heads: list[LimeSurveyHeading]) -> list[LimeSurveyHeading]:
    """Heads without scales that are none: of a dual array every column has scale 0 or 1, and both occur."""
    scales = {question: {heads[place].scale for place in places}
              for question, places in group_places([head.question for head in heads]).items()}
    return [replace(head, part=f"{head.part}_{head.scale}", scale="")
            if head.scale and head.code.endswith(f"_{head.scale}") and scales[head.question] != {"0", "1"} else head
            for head in heads]


def _parse_code_and_text(heading: str) -> LimeSurveyHeading:
    """A heading `code. wording`; the first `. ` behind a code parts them."""
    found = CODE_TEXT.fullmatch(heading)
    if found is None:
        return LimeSurveyHeading(heading, question=heading, stem=heading)
    return replace(_parse_code("code & text", found["code"]), heading=heading, stem=found["text"])


def _split_wording(heads: list[LimeSurveyHeading]) -> list[LimeSurveyHeading]:
    """Coded headings with their wording parted into stem and label."""
    worded = list(heads)
    for places in group_places([head.question for head in heads]).values():
        several = [place for place in places if heads[place].part] or (places if len(places) > 1 else [])
        depths = {2 if heads[place].scale else 1 for place in several}
        stems, labels = split_labels([heads[place].stem for place in several], max(depths, default=1))
        for place, stem, label in zip(several, stems, labels, strict=True):
            worded[place] = replace(heads[place], stem=stem, label=label)
    return worded


def split_labels(texts: Sequence[str], depth: int = 1) -> tuple[list[str], list[str]]:
    """Stems and the labels in brackets (or behind a dash) after them; of two labels the second is a scale's.
    >>> split_labels(["Pay [EUR] [now [2026]]", "Pay [EUR] [then]"])
    (['Pay [EUR]', 'Pay [EUR]'], ['now [2026]', 'then'])
    >>> split_labels(["Pay (now)", "Pay (then)"]), split_labels(["Pay  - now", "Pay  - then"])
    ((['Pay', 'Pay'], ['now', 'then']), (['Pay', 'Pay'], ['now', 'then']))
    """
    marks = next((pair for pair in ("[]", "()") if texts and all(text.endswith(pair[1]) for text in texts)), "[]")
    split = [split_last_brackets(text, marks) for text in texts]
    stems = [stem for stem, _ in split]
    if not any(stems):
        return _split_at_dash(texts)
    if len({stem for stem in stems if stem}) > 1 and depth == 1:
        shared, rests = split_shared_stem(texts, f" {marks[0]}")
        labels = [rest.removesuffix(marks[1]).replace(marks[::-1], " - ") for rest in rests]
        return [shared or text for text in texts], labels
    if depth > 1:
        rows = [split_last_brackets(stem, marks) for stem in stems]
        ends = [f"{'' if stem[-1:] in '.?!。？！' else '.'} {scale}" * bool(scale) for (stem, _), (_, scale) in
                zip(rows, split, strict=True)]
        return [stem + end for (stem, _), end in zip(rows, ends, strict=True)], [label for _, label in rows]
    return [stem or text for stem, text in zip(stems, texts, strict=True)], [label for _, label in split]


def _split_at_dash(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Stems and the labels behind ` - ` or a line break; no labels where they share no stem."""
    for mark in (" - ", "\n"):
        shared, labels = split_shared_stem(texts, mark) if len(texts) > 1 else ("", [])
        if shared and all(labels):
            return [shared] * len(texts), labels
    return list(texts), [""] * len(texts)


def split_last_brackets(text: str, marks: str = "[]") -> tuple[str, str]:
    """The text before its last balanced brackets, and what is in them; ('', '') if it ends in none."""
    depth = 0
    for place in range(len(text) - 1, -1, -1) if text.endswith(marks[1]) else ():
        depth += (text[place] == marks[1]) - (text[place] == marks[0])
        if depth == 0:
            return text[:place].rstrip(), text[place + 1:-1].strip()
    return "", ""


def _parse_texts(headings: Sequence[str], texts: Sequence[str]) -> list[LimeSurveyHeading]:
    """Headings that are wording only: neighbours with one stem are one question, numbered in order."""
    split = [split_last_brackets(text) for text in texts]
    stems = [stem or text for (stem, _), text in zip(split, texts, strict=True)]
    heads: list[LimeSurveyHeading] = []
    labels = [label for _, label in split]  # a question begins where there is none, or that of the column before
    for number, run in enumerate(find_runs(stems, lambda at: not labels[at] or labels[at] == labels[at - 1]), start=1):
        if len(run) == 1:
            heads.append(LimeSurveyHeading(headings[run[0]], question=str(number), stem=texts[run[0]]))
            continue
        heads += [LimeSurveyHeading(headings[place], question=str(number), stem=stems[place], label=labels[place],
                                    part="other" if labels[place].casefold() in SAID_OTHER else labels[place])
                  for place in run]
    return heads
