"""English templates agreed with their values: of 1, `{n} rows were read` is `{n} row was read`; `a {type}`, `an int`.

Templates are written in the plural. Which words agree with a bare 1 is told by where they stand: the noun behind it,
and the verbs of its clause where the number begins it.
"""

import re
import string
from collections.abc import Iterator, Mapping

NOUNS = ("answers|bases|bytes|cases|cells|characters|checks|choices|claims|coders|codes|codings|columns|combinations|"
         "comparisons|dates|days|decimals|degrees|documents|draws|entries|estimates|faults|fields|figures|files|flags|"
         "formulas|forms|groups|headings|hits|interviews|interviewees|items|keys|labels|languages|letters|levels|lines|"
         "minutes|months|numbers|options|pages|pairs|paragraphs|parts|passages|people|percentages|persons|points|"
         "questionnaires|questions|ranges|ratings|records|replicates|reports|resamples|respondents|responses|rows|rules|"
         "samples|scales|seconds|segments|sets|sides|steps|submissions|tables|targets|tests|texts|ticks|totals|turns|"
         "units|values|variables|ways|weights|times(?! the| their)")
BETWEEN = ("bootstrap|calibrated|categorical|complete|cross|different|distinct|further|long|more|neighbouring|other|"
           "printed|published|random|rating|second|single|smallest")
IRREGULAR = {"people": "person", "entries": "entry", "carry": "carries", "match": "matches"}
HELPING = {"are": "is", "were": "was", "have": "has", "do": "does"}
VERBS = ("are|were|have|do|carry|concern|differ|exceed|expect|fall|fit|give|hold|lack|lie|look|match|meet|need|point|"
         "repeat|rest|share|stand|take")
NOUN = re.compile(rf" (?:(?:{BETWEEN}) ){{0,2}}(?P<noun>{NOUNS})\b")
DIRECT = re.compile(rf" (?:{VERBS})\b")
VERB = re.compile(rf"(?:%?\))?(?: (?:{NOUNS}))? ?(?P<verb>{VERBS})\b")
HELPED = re.compile(rf"(?<!they )(?<!others )(?<!who )(?<!that )\b(?:{'|'.join(HELPING)})\b")
BEGINS = re.compile(r"(?:^|[.;:,(]|\n| and| but) ?(?:[Tt]he other |[Tt]he |[Aa]ll )?$")
HANGS = re.compile(r"\b(?:of|by|to|with|in|for|than|columns?|type)(?: the)? $")  # what stands behind begins no clause
CLAUSE = re.compile(r"[.;:!?](?=\s|$)|, (?:so|which|as|but)\b")
THERE = re.compile(r"(?<=[Tt]here )are $")
ARTICLE, VOWELS = re.compile(r"(?<=\b[Aa]) $"), {*"aeio"}


def agree(template: str, values: Mapping[str, str]) -> str:
    """The template as it reads with these values; slots are named as they are written (`n:,`).
    >>> agree("{n} of {all} rows were left out; they are blank", {"n": "1", "all": "9"})
    '{n} of {all} rows was left out; they are blank'
    >>> agree("The other {n} rows hold {k} answers, not a {type}.", {"n": "1", "k": "1", "type": "int"})
    'The other row holds {k} answer, not an {type}.'
    """
    if any(value == "1" for value in values.values()) or " a {" in template or template.startswith("A {"):
        return "".join(_agree_pieces(template, values))
    return template


def _agree_pieces(template: str, values: Mapping[str, str]) -> Iterator[str]:
    """The pieces of the template, agreed with the values before them."""
    said, one, subject = "", False, False
    for literal, name, spec, conversion in string.Formatter().parse(template):
        if one:
            begins, found = BEGINS.search(said) is not None, NOUN.match(literal)
            subject = bool((begins and (found or literal.startswith(" of ")))
                           or (not HANGS.search(said) and DIRECT.match(literal)))
            yield literal[:found.start("noun")] + _singular(found["noun"]) if found else ""
            literal = literal[found.end():] if found else literal
        if subject:
            end = CLAUSE.search(literal)
            clause, rest = (literal[:end.start()], literal[end.start():]) if end else (literal, "")
            literal, subject = _singular_verbs(clause) + rest, end is None
        if name is None:
            one = False
            yield _escape(literal)
            continue
        said, slot = literal, name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        value = values.get(slot, "")
        if one and NOUN.fullmatch(literal + value):  # `{n} {unit}`
            one = False
            yield _escape(literal + _singular(value))
            continue
        one = value == "1"
        literal = THERE.sub("is ", literal) if one else literal
        literal = ARTICLE.sub("n ", literal) if value[:1] in VOWELS else literal
        left_out = one and said.endswith("other ")
        yield _escape(literal.removesuffix(" ") if left_out else literal)
        yield "" if left_out else f"{{{slot}}}"


def _singular(noun: str) -> str:
    """One of them."""
    return IRREGULAR.get(noun) or noun[:-1]


def _singular_verbs(clause: str) -> str:
    """The clause with its verbs as they stand with one thing: the one at its beginning, and those that help others."""
    found = VERB.match(clause)
    if found and found["verb"] not in HELPING:
        said = IRREGULAR.get(found["verb"]) or f"{found['verb']}s"
        clause = clause[:found.start("verb")] + said + clause[found.end():]
    return HELPED.sub(lambda helped: HELPING[helped[0]], clause)


def _escape(literal: str) -> str:
    """A literal as templates write it."""
    return literal.replace("{", "{{").replace("}", "}}")
